"""The classes of a map, drawn as figures and the breaks and words that they give."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_maps import area_figure

from vrn.publish.drawings.colours import BRAND, contrast, ramp
from vrn.publish.drawings.map_classes import make_classes


@pytest.mark.parametrize(
    ("values", "breaks", "labels"),
    [
        # ten figures, two in each fifth: fifths begin at 9, 21, 32 and 58, in steps of 5
        (
            [1, 4, 9, 14, 21, 26, 32, 40, 58, 90],
            [5, 20, 30, 55],
            ["under 5", "5 to under 20", "20 to under 30", "30 to under 55", "55 or more"],
        ),
        # narrow classes want a fine step
        (
            [1.0, 1.2, 1.4, 1.6, 1.8],
            [1.2, 1.4, 1.6, 1.8],
            [
                "under 1.2",
                "1.2 to under 1.4",
                "1.4 to under 1.6",
                "1.6 to under 1.8",
                "1.8 or more",
            ],
        ),
        # thousands have a comma, and fewer than five figures fewer classes
        (
            [100, 1500, 4500],
            [1000, 4000],
            ["under 1,000", "1,000 to under 4,000", "4,000 or more"],
        ),
        # many are nought: a class of their own, and fourths of the rest
        (
            [0, 0, 0, 0, 3, 5, 8, 9, 14, 16, 21, 40],
            [2, 8, 14, 20],
            ["0.0", "2 to under 8", "8 to under 14", "14 to under 20", "20 or more"],
        ),
        # all but one are nought
        ([0, 0, 0, 0, 0, 0, 0, 0, 0, 7], [5], ["0.0", "5 or more"]),
        # two figures that print apart and round alike
        ([5.0, 5.1], [5.1], ["under 5.1", "5.1 or more"]),
        # all alike: one class
        ([4, 4, 4], [], ["4.0"]),
    ],
)
def test_breaks_lie_near_the_fifths_and_are_round(
    values: list[float], breaks: list[float], labels: list[str]
) -> None:
    classes = make_classes(area_figure("A", float(value)) for value in values)
    assert [float(end) for end in classes.breaks] == breaks
    assert list(classes.labels) == labels


def test_each_class_holds_about_a_fifth_of_many_areas() -> None:
    figures = [area_figure("A", 20 + number * number / 900) for number in range(640)]
    classes = make_classes(figures)
    held = [classes.class_of(figure) for figure in figures]
    shares = [held.count(number) / len(held) for number in range(5)]
    assert shares == pytest.approx([0.2] * 5, abs=0.06)
    assert "a fifth" in classes.rule


@settings(deadline=None)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=60))
def test_no_class_is_empty_and_every_figure_has_one(tenths: list[int]) -> None:
    figures = [area_figure("A", value / 10) for value in tenths]
    classes = make_classes(figures)
    held = {classes.class_of(figure) for figure in figures}
    assert held == set(range(classes.count))
    assert len(classes.labels) == classes.count <= 5


def test_a_figure_on_a_break_belongs_above_as_it_is_printed() -> None:
    classes = make_classes(area_figure("A", float(v)) for v in (1, 10, 20, 30, 60))
    assert classes.labels[1] == "10 to under 20"
    assert classes.class_of(area_figure("A", 9.94)) == 0
    assert classes.class_of(area_figure("A", 9.96)) == 1
    assert classes.class_of(area_figure("A", 10.0)) == 1


def test_withheld_figures_make_no_class() -> None:
    shown = [area_figure("A", float(value)) for value in (1, 10, 20, 30, 60)]
    withheld = [area_figure("A", 900.0, state="withheld")]
    assert make_classes(shown + withheld) == make_classes(shown)


def test_neighbouring_classes_and_no_data_can_be_told_apart() -> None:
    for brand in (BRAND, "#801650", "#1d5f2e"):
        colours = ramp(brand)
        assert colours[-1].lower() == brand.lower()
        for paler, darker in pairwise(colours):
            assert contrast(paler, darker) > 1.35
    with pytest.raises(ValueError, match="one to 5 classes"):
        ramp(BRAND, 6)
