"""Panels of more than two areas: where each number goes, what is left out, and what is said."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import polars as pl
import pytest

from vrn.statistics.comparison.panel import Table, panel_of, whole_panels_of

AREAS = ["c", "a", "b", "a", "c", "b", "a", "b", "c"]
MONTHS = [2, 1, 3, 3, 1, 1, 2, 2, 3]
COLUMNS: dict[str, Any] = {
    "count": [32, 11, 23, 13, 31, 21, 12, 22, 33],
    "area": AREAS,
    "month": MONTHS,
    "treated": [each == "b" for each in AREAS],
    "after": [each > 2 for each in MONTHS],
    "population": [320, 110, 230, 130, 310, 210, 120, 220, 330],
}


def panel_with(**others: Any) -> Any:
    return panel_of(**{**COLUMNS, **others})


def test_each_number_stands_in_its_cell() -> None:
    panel = panel_of(**COLUMNS)
    assert panel.areas.to_list() == ["a", "b", "c"]
    assert panel.months.to_list() == [1, 2, 3]
    assert panel.counts.tolist() == [[11, 12, 13], [21, 22, 23], [31, 32, 33]]
    assert panel.exposures.tolist() == [[110, 120, 130], [210, 220, 230], [310, 320, 330]]
    assert panel.treated.tolist() == [False, True, False]
    assert panel.after.tolist() == [False, False, True]
    assert panel.numbers.tolist() == [-2, -1, 0]
    assert (panel.areas.name, panel.months.name) == ("area", "month")
    assert (panel.events(treated=True, after=False), panel.events(treated=False, after=True)) == (
        43,
        46,
    )


def test_a_population_of_nothing_is_not_known_in_whole_panels_too() -> None:
    people = [320, 110, 0, None, 310, 210, 120, 220, 330]
    table = Table(*(COLUMNS[name] for name in ("area", "month", "treated", "after")), people)
    panel = whole_panels_of({"falls": COLUMNS["count"]}, table)["falls"]
    assert panel.counts.tolist() == [[11, 12, 0], [21, 22, 0], [31, 32, 33]]
    assert panel.exposures.tolist() == [[110, 120, 0], [210, 220, 0], [310, 320, 330]]
    assert panel.cautions == ()


def test_parts_keep_what_belongs_to_them() -> None:
    panel = panel_of(**COLUMNS)
    part = panel.only(areas=np.array([True, True, False]), months=np.array([False, True, True]))
    assert part.areas.to_list() == ["a", "b"]
    assert part.months.to_list() == [2, 3]
    assert part.counts.tolist() == [[12, 13], [22, 23]]
    assert part.exposures.tolist() == [[120, 130], [220, 230]]
    assert part.treated.tolist() == [False, True]
    assert part.after.tolist() == [False, True]
    assert part.numbers.tolist() == [-1, 0]


def test_parts_are_without_areas_and_months_that_have_one_event_or_none_left() -> None:
    # The last area has its one event in the month left out; one event is enough to stay.
    panel = panel_of(
        [1, 0, 0, 5, 0, 5, 0, 0, 9],
        area=["a"] * 3 + ["b"] * 3 + ["c"] * 3,
        month=[1, 2, 3] * 3,
        treated=[0] * 3 + [1] * 3 + [0] * 3,
        after=[0, 0, 1] * 3,
    )
    assert panel.months.to_list() == [1, 3]
    assert panel.numbers.tolist() == [-2, 0]
    part = panel.only(months=np.array([True, False]))
    assert (part.areas.to_list(), part.months.to_list()) == (["a", "b"], [1])
    without = panel.only(areas=np.array([True, False, True]))
    assert without.counts.tolist() == [[1, 0], [0, 9]]
    assert panel.only(areas=np.array([True, False, False])).months.to_list() == [1]


def test_what_is_left_out_is_counted() -> None:
    counts = [1_000_000] + [None] * 1_500
    panel = panel_of(
        [*counts, *([2] * 1_501), *([0] * 1_501), *([0] * 1_501)],
        area=[each for each in "abcd" for _ in range(1_501)],
        month=[*range(1_501)] * 4,
        treated=[0] * 1_501 + [1] * 1_501 + [0] * 3_002,
        after=[0] * 1_500 + [1] + [0] * 1_500 + [1] + [0] * 1_500 + [1] + [0] * 1_500 + [1],
    )
    assert panel.cautions == (
        "1,500 cells of area and month without a count or a population are left out",
        "2 areas without any event are left out: they tell nothing of a ratio",
    )


@pytest.mark.parametrize(
    ("others", "said"),
    [
        (
            {"area": ["c", "a", "b", "a", "c", "b", "a", "c", "c"], "treated": [0] * 9},
            "area c has 2 rows in month 2: sum them to one row an area and month",
        ),
        (
            {
                "area": ["b", "a", "b", "a", "c", "b", "a", "b", "b"],
                "month": [3, 1, 3, 3, 1, 1, 2, 2, 3],
            },
            "area b has 3 rows in month 3: sum them to one row an area and month",
        ),
        (
            {"month": [2, None, 3, 3, None, 1, 2, 2, 3]},
            "month is missing in 2 rows: every row has one",
        ),
        (
            {"area": ["c", "a", "b", None, "c", "b", "a", "b", "c"]},
            "area is missing in 1 rows: every row has one",
        ),
        ({"month": [1, 2]}, "month has 2 rows where the counts have 9"),
        (
            {"treated": [1, 0, 1, 0, 1, 1, 0, 1, 0]},
            "treated must not change within area c: one change, at one time, in all treated areas "
            "is what can be compared here",
        ),
        (
            {"after": [1, 0, 1, 1, 0, 0, 1, 0, 1]},
            "after must not change within month 2: one change, at one time, in all treated areas "
            "is what can be compared here",
        ),
        (
            {"treated": [0.5] * 9},
            "treated must be 0 or 1 (or false or true) in every row",
        ),
        ({"after": [2] * 9}, "after must be 0 or 1 (or false or true) in every row"),
        (
            {"treated": [0] * 9, "after": [1] * 9},
            "a comparison needs a treated area and a month before the change, and has none",
        ),
        (
            {"treated": [1] * 9, "after": [0] * 9},
            "a comparison needs an untreated area and a month after the change, and has none",
        ),
        (
            {"after": [each == 2 for each in MONTHS]},
            "after must stay 1 from the month of the change on",
        ),
    ],
)
def test_what_is_refused_says_where(others: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        panel_with(**others)


def test_labels_of_any_kind_are_ordered_and_named() -> None:
    panel = panel_with(area=pl.Series("place", AREAS, dtype=pl.Categorical))
    assert sorted(panel.areas.to_list()) == ["a", "b", "c"]
    assert panel_with(month=[f"m{each}" for each in MONTHS]).months.to_list() == ["m1", "m2", "m3"]


def test_a_regressor_of_whole_numbers_becomes_one_of_floats() -> None:
    panel = panel_of(**COLUMNS)
    over = panel.profile(np.array([False, True, True]))
    assert over.tolist() == [[[0, 0, 0], [0, 1, 1], [0, 0, 0]]]
    assert over.dtype == np.float64


def test_months_are_numbered_in_floats() -> None:
    assert panel_of(**COLUMNS).numbers.dtype == np.float64


def test_areas_named_by_words_and_numbers_are_read_as_words() -> None:
    names = [each if each != "c" else 3 for each in AREAS]
    assert panel_with(area=names).areas.to_list() == ["3", "a", "b"]
