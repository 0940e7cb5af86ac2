"""Time charts read back from their SVG: values at their heights, gaps, bands, and last points."""

from __future__ import annotations

import re

import pytest
from made_charts import ALL_AGES, BANDS, UNDER_25, WIDTHS, drawn, make_chart, monthly
from reading_svg import blocks_of, lines_of, texts_of, words_of

from vrn.publish.document import Series
from vrn.publish.drawings.charts import draw
from vrn.publish.drawings.colours import BAND, BRAND, CATEGORIES
from vrn.terms import Period

ORANGE = CATEGORIES[1]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_last_point_bears_the_figures_own_text(width: str) -> None:
    words = words_of(drawn("two lines", width))
    for series in (ALL_AGES, UNDER_25):
        assert str(series.figures[-1]) in words
        assert series.label in words


def test_a_line_that_ends_early_says_its_month() -> None:
    series = monthly("Theft", 60, missing=("2022-11", "2022-12"))
    words = " ".join(words_of(draw(make_chart("line", series), width="wide")))
    assert "Theft, October 2022" in words


def test_every_value_stands_at_its_height_from_zero() -> None:
    svg = draw(make_chart("line", monthly("Theft", 60)), width="wide")
    (line,) = lines_of(svg, BRAND)
    values = [figure.value or 0.0 for figure in monthly("Theft", 60).figures]
    zero = line[0][1] + values[0] * (line[0][1] - line[5][1]) / (values[5] - values[0])
    heights = [(zero - y) / value for (_, y), value in zip(line, values, strict=True)]
    assert max(heights) - min(heights) < 0.01
    assert zero == pytest.approx(_baseline(svg), abs=1.0)


def _baseline(svg: str) -> float:
    """The height of the axis that is written "0"."""
    (nought,) = [text for text in texts_of(svg) if text.words == "0"]
    return (nought.box[1] + nought.box[3]) / 2


@pytest.mark.parametrize("width", WIDTHS)
def test_a_line_breaks_where_no_file_is_held_and_says_so(width: str) -> None:
    svg = draw(make_chart("line", ALL_AGES), width=width)
    before, after = (line for line in lines_of(svg, BRAND) if len(line) > 1)
    assert (len(before), len(after)) == (22, 8)
    month = before[1][0] - before[0][0]
    assert after[0][0] - before[-1][0] == pytest.approx(7 * month, abs=0.2)
    assert "no file: November 2021 to April 2022" in " ".join(words_of(svg))


def test_a_month_without_a_row_is_a_gap_too() -> None:
    whole = monthly("Theft", 60)
    holed = Series(
        "Theft", tuple(f for f in whole.figures if f.period != Period("2021-06", "2021-06"))
    )
    svg = draw(make_chart("line", holed), width="wide")
    assert "no file: June 2021" in words_of(svg)
    assert [len(line) for line in lines_of(svg, BRAND)] == [17, 18]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_withheld_month_is_a_gap_of_its_line_and_never_zero(width: str) -> None:
    series = monthly("All ages", 40, withheld=("2020-05",))
    svg = draw(make_chart("line", series, monthly("Under 25", 30, is_dashed=True)), width=width)
    assert [len(line) for line in lines_of(svg, BRAND)] == [4, 31]
    assert [len(line) for line in lines_of(svg, ORANGE)] == [36]
    assert "withheld, All ages: May 2020" in " ".join(words_of(svg))


def test_a_lone_month_is_a_dot_that_can_be_seen() -> None:
    series = monthly("Theft", 60, missing=("2020-01", "2020-03"))
    svg = draw(make_chart("line", series), width="wide")
    dots = re.findall(rf'd="[^"]*A[^"]*" fill="{BRAND}"', svg)
    assert len(dots) == 2


def test_the_second_line_is_dashed_and_the_first_is_solid() -> None:
    svg = drawn("two lines", "wide")
    strokes = re.findall(r'stroke="(#\w+)" stroke-width="2.50*"( stroke-dasharray="[^"]+")?', svg)
    assert {(colour, bool(dash)) for colour, dash in strokes} == {(BRAND, False), (ORANGE, True)}


def test_an_interval_is_a_ribbon_and_none_is_none() -> None:
    assert 'opacity="0.14"' in draw(make_chart("line", ALL_AGES), width="wide")
    assert 'opacity="0.14"' not in draw(make_chart("line", monthly("Theft", 60)), width="wide")


def test_bands_stand_behind_their_own_months_with_their_names() -> None:
    svg = draw(make_chart("line", monthly("Theft", 60), bands=BANDS[:1]), width="wide")
    (line,) = lines_of(svg, BRAND)
    ((left, _, width, _),) = blocks_of(svg, BAND)
    month = line[1][0] - line[0][0]
    assert left == pytest.approx(line[2][0] - month / 2, abs=0.1)
    assert width == pytest.approx(4 * month, abs=0.1)
    assert "First closing" in words_of(svg)


def test_narrow_bands_are_numbered_with_a_key_beneath() -> None:
    words = words_of(draw(make_chart("line", ALL_AGES, bands=BANDS[:1]), width="narrow"))
    assert words.count("1") == 2
    assert "First closing: March to June 2020" in " ".join(words)
