"""A range over thresholds of linkage: its words, its seal, its place in cubes and in files."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

import pytest
from figures import make_figure

from vrn.publish.document import Shown
from vrn.publish.formats.csv_file import figures_csv
from vrn.publish.phrases import figure_table, range_words, with_interval
from vrn.release.cube import Cube, cube_from_bytes, cube_to_bytes
from vrn.release.figure import RANGE, ForgedFigureError, check_seal, contents
from vrn.release.findings import round_to, step_of
from vrn.release.ranging import NO_RANGE

RANGED: dict[str, Any] = {"range_lower": 405.0, "range_upper": 420.0}


def cube_of(*figures: Any) -> Cube:
    indicator = {"name": "violence", "title": "Violence offences", "decimals": 0}
    return Cube(indicator=indicator, split=(), where=(), period=None, figures=figures)


def test_a_range_in_words() -> None:
    figure = make_figure(**RANGED)
    assert figure.linkage_range == "405 to 420 over three thresholds of linkage"
    same = make_figure(range_lower=412.0, range_upper=412.0)
    assert same.linkage_range == "412 at all three thresholds of linkage"
    assert make_figure(range_reason=NO_RANGE).linkage_range == NO_RANGE
    assert make_figure().linkage_range == ""


def test_a_range_is_under_the_seal_and_in_the_id() -> None:
    figure = make_figure(**RANGED)
    assert figure.id != make_figure().id
    with pytest.raises(ForgedFigureError):
        check_seal(replace(figure, range_upper=430.0))


def test_a_figure_without_a_range_has_the_contents_that_it_always_had() -> None:
    assert not set(RANGE) & set(contents(make_figure()))
    assert contents(make_figure(**RANGED))["range_lower"] == 405.0
    assert contents(make_figure(range_lower=None, range_reason="")) == contents(make_figure())


@pytest.mark.parametrize(
    ("wrong", "match"),
    [
        ({"range_lower": 405.0}, "half a range"),
        ({"range_upper": 420.0}, "half a range"),
        ({**RANGED, "range_reason": NO_RANGE}, "half a range, or one and a reason"),
        ({**RANGED, "state": "withheld"}, "is withheld and has a range"),
        ({"range_reason": NO_RANGE, "state": "not available"}, "not available and has a range"),
    ],
)
def test_a_range_is_whole_and_of_a_shown_figure(wrong: dict[str, Any], match: str) -> None:
    with pytest.raises(ValueError, match=match):
        make_figure(**wrong)


def test_a_cube_keeps_ranges_and_one_without_has_no_columns_for_them() -> None:
    cube = cube_of(make_figure(**RANGED), make_figure(range_reason=NO_RANGE), make_figure())
    again = cube_from_bytes(cube_to_bytes(cube))
    assert again == cube
    assert [figure.id for figure in again.figures] == [figure.id for figure in cube.figures]
    assert cube_to_bytes(again) == cube_to_bytes(cube)
    assert b"range" not in cube_to_bytes(cube_of(make_figure()))


def test_a_file_has_the_range_last_where_any_figure_has_one() -> None:
    text = figures_csv([make_figure(**RANGED), make_figure()], about={}).decode("utf-8-sig")
    head, first, second = text.strip().splitlines()[-3:]
    assert head.endswith(",figure,range_lower,range_upper,range_reason")
    assert first.endswith(",405,420,")
    assert second.endswith(",,,")
    assert "range" not in figures_csv([make_figure()], about={}).decode("utf-8-sig")


def test_a_sentence_says_the_range_beside_the_interval() -> None:
    with_both = make_figure(lower=400.0, upper=425.0, **RANGED)
    words = "".join(s if isinstance(s, str) else s.text for s in with_interval(with_both))
    assert words == "412 (between 400 and 425; 405 to 420 by linkage)"
    alone = with_interval(make_figure(**RANGED))
    assert alone[2] == Shown(make_figure(**RANGED), "range")
    assert len(with_interval(make_figure())) == 1


def test_a_table_says_where_ranges_stand() -> None:
    def source(figure: Any) -> tuple[Any, ...]:
        columns = [("Number", [figure])]
        return figure_table(
            "t", ("T",), head="Of", columns=columns, labels=["all"], source=("Source.",)
        ).source

    assert source(make_figure()) == ("Source.",)
    assert source(make_figure(**RANGED)) == ("Source.", *range_words([make_figure(**RANGED)]))


def test_rounding_goes_outward_to_the_last_digit_shown() -> None:
    assert step_of(51.73, 1) == Decimal("0.1")
    assert step_of(1234.0, 0) == Decimal(10)
    assert step_of(0, 2) == Decimal("0.01")
    assert round_to(1.21, Decimal("0.1"), ROUND_FLOOR) == 1.2
    assert round_to(1.21, Decimal("0.1"), ROUND_CEILING) == 1.3
