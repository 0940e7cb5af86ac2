"""Panels of areas and months: what is read, what is left out aloud, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from vrn.statistics.comparison.panel import Table, panel_of, whole_panels_of

COLUMNS: dict[str, Any] = {
    "count": [3, 4, 5, 6],
    "area": ["a", "a", "b", "b"],
    "month": [1, 2, 1, 2],
    "treated": [0, 0, 1, 1],
    "after": [0, 1, 0, 1],
    "population": [10, 11, 20, 21],
}


def panel_with(**others: Any) -> Any:
    return panel_of(**{**COLUMNS, **others})


def test_rows_in_any_order_are_one_panel() -> None:
    turned = {name: values[::-1] for name, values in COLUMNS.items()}
    for panel in (panel_of(**COLUMNS), panel_of(**turned)):
        assert panel.areas.to_list() == ["a", "b"]
        assert panel.months.to_list() == [1, 2]
        assert panel.counts.tolist() == [[3, 4], [5, 6]]
        assert panel.exposures.tolist() == [[10, 11], [20, 21]]
        assert panel.treated.tolist() == [False, True]
        assert panel.after.tolist() == [False, True]
        assert panel.cautions == ()


def test_without_populations_each_cell_counts_alike() -> None:
    assert panel_with(population=None).exposures.tolist() == [[1, 1], [1, 1]]


def test_months_may_be_dates_and_columns_may_be_polars() -> None:
    months = pl.Series([date(2020, 1, 1), date(2020, 2, 1)] * 2)
    panel = panel_with(month=months, treated=pl.Series([False, False, True, True]))
    assert panel.months.to_list() == [date(2020, 1, 1), date(2020, 2, 1)]
    assert panel_with(month=months.to_list()).months.dtype == pl.Date


def test_the_events_of_each_group_and_time() -> None:
    panel = panel_of(**COLUMNS)
    found = [panel.events(treated=t, after=a) for t in (False, True) for a in (False, True)]
    assert found == [3, 4, 5, 6]


def test_what_is_not_known_or_has_no_event_is_left_out_and_said() -> None:
    panel = panel_of(
        [1, 2, 0, None, 4, 0, 0, 0, 0, 7, 8, 0],
        area=["a"] * 3 + ["b"] * 3 + ["c"] * 3 + ["d"] * 3,
        month=[1, 2, 3] * 4,
        treated=[0] * 9 + [1] * 3,
        after=[0, 1, 1] * 4,
        population=[9, 9, 9, 9, 9, 9, 9, 0, 9, 9, 9, 9],
    )
    assert panel.areas.to_list() == ["a", "b", "d"]
    assert panel.months.to_list() == [1, 2]
    assert panel.exposures.tolist() == [[9, 9], [0, 9], [9, 9]]
    assert panel.counts.tolist() == [[1, 2], [0, 4], [7, 8]]
    assert panel.treated.tolist() == [False, False, True]
    assert panel.cautions == (
        "2 cells of area and month without a count or a population are left out",
        "1 areas without any event are left out: they tell nothing of a ratio",
        "1 months without any event are left out: they tell nothing of a ratio",
    )


def test_a_cell_without_a_row_is_not_known() -> None:
    panel = panel_of([1, 2, 3], area=[1, 1, 2], month=[1, 2, 1], treated=[0, 0, 1], after=[0, 1, 0])
    assert panel.exposures.tolist() == [[1, 1], [1, 0]]
    assert panel.cautions[0].startswith("1 cells")


def test_whole_panels_keep_what_has_no_event() -> None:
    table = Table(*(COLUMNS[name] for name in ("area", "month", "treated", "after")))
    panels = whole_panels_of({"falls": [0, 0, 0, 2], "burns": [1, 1, 1, 1]}, table)
    assert list(panels) == ["falls", "burns"]
    assert panels["falls"].counts.tolist() == [[0, 0], [0, 2]]
    assert panels["burns"].counts.tolist() == [[1, 1], [1, 1]]


def test_the_regressor_follows_its_months_in_treated_areas_alone() -> None:
    panel = panel_of(**COLUMNS)
    assert panel.profile(np.array([2.0, -1.0])).tolist() == [[[0, 0], [2, -1]]]


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ({"count": [3, -1, 5, 6]}, "count must be a whole number .* got -1 at position 1"),
        ({"count": [3, 0.5, 5, 6]}, "count must be a whole number"),
        ({"population": [3, -1, 5, 6]}, "population must be a number above 0"),
        ({"count": [3, 4, 5]}, "columns must have one length"),
        ({"area": ["a", "b"]}, "area has 2 rows where the counts have 4"),
        ({"month": [1, 2, None, 2]}, "month is missing in 1 rows"),
        ({"month": [1, 1, 1, 2]}, "area a has 2 rows in month 1"),
        ({"treated": [0, 1, 1, 1]}, "treated must not change within area a"),
        ({"treated": [0, 2, 1, 1]}, "treated must be 0 or 1"),
        ({"treated": [0, None, 1, 1]}, "treated must be 0 or 1"),
        ({"after": [0, 1, 1, 1]}, "after must not change within month 1"),
        ({"after": [1, 0, 1, 0]}, "after must stay 1"),
        ({"treated": [0] * 4}, "needs a treated area, and has none"),
        ({"treated": [1] * 4}, "needs an untreated area"),
        ({"after": [1] * 4}, "needs a month before the change"),
        (
            {"after": [0] * 4, "treated": [1] * 4},
            "needs an untreated area and a month after the change, and has none",
        ),
    ],
)
def test_a_broken_table_is_refused(others: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        panel_with(**others)
