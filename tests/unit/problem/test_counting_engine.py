"""The engine's counts equal those of plain Python on drawn tables."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import polars as pl
import pytest
from drawn import make_cut
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vrn.problem.catalogue import catalogue
from vrn.problem.places import NotInCutError
from vrn.problem.tally import count_cells, count_together
from vrn.terms import Period

if TYPE_CHECKING:
    from pathlib import Path

SMALL = {"S1": "D1", "S2": "D1", "S3": "D2"}
DECILES = {"2025": {"S1": "1", "S2": "5", "S3": "10"}, "2019": {"S1": "1", "S2": "1", "S3": "10"}}
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "month": st.sampled_from(["2021-01", "2021-02", "2021-03"]),
            "crime_type": st.sampled_from(
                ["Robbery", "Burglary", "Drugs", "Anti-social behaviour"]
            ),
            "small_area": st.sampled_from(["S1", "S2", "S3", None]),
        }
    ),
    max_size=30,
)
DIMENSIONS = (
    "month",
    "district",
    "small_area",
    "deprivation_2019",
    "deprivation_2025",
    "placement",
)
SPLITS = st.lists(st.sampled_from(DIMENSIONS), unique=True, max_size=3)
WHERE = st.sampled_from(
    [{}, {"district": "D1"}, {"deprivation_2025": "10"}, {"placement": "no location"}]
)
PERIODS = st.sampled_from([None, Period("2021-01", "2021-02"), Period("2020-01", "2020-12")])
NAMES = st.sampled_from(["robbery", "all_crimes", "all_recorded", "placed"])


def drawn(rows: list[dict[str, str | None]]) -> str:
    names = ("month", "crime_type", "small_area")
    lines = [" | ".join(row[name] or "" for name in names) for row in rows]
    return "\n".join([" | ".join(names), *lines])


def cell_of(row: dict[str, str | None], name: str) -> str | None:
    """What one row has under a dimension, worked out without the engine."""
    area = row["small_area"]
    match name:
        case "district":
            return SMALL.get(area or "")
        case "placement":
            return "code unchanged" if area else "no location"
        case "deprivation_2019" | "deprivation_2025":
            return DECILES[name[-4:]].get(area or "")
        case _:
            return row[name]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made: Path = tmp_path_factory.mktemp("cut")
    return made


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS, split=SPLITS, where=WHERE, period=PERIODS, name=NAMES)
def test_the_engine_equals_plain_python(folder, rows, split, where, period, name) -> None:
    tally = catalogue()[name]
    kept = [
        row
        for row in rows
        if all(cell_of(row, column) in codes for column, codes in tally.where.items())
        and all(cell_of(row, column) == code for column, code in where.items())
        and (period is None or period.first <= row["month"] <= period.last)
    ]
    expected = Counter(tuple(cell_of(row, column) for column in split) for row in kept)
    if not split and not kept:
        expected[()] = 0
    tables = make_cut(folder, offences=drawn(rows))
    found = count_cells(tables, tally, split=split, where=where, period=period)
    assert found.columns == [*split, "count"]
    assert {tuple(row[:-1]): row[-1] for row in found.iter_rows()} == dict(expected)
    assert found["count"].dtype == pl.Int64


def test_two_tallies_are_counted_in_one_reading(tmp_path: Path) -> None:
    tables = make_cut(
        tmp_path,
        offences="""
            month   | crime_type | small_area
            2021-01 | Robbery    | S1
            2021-01 | Burglary   | S1
            2021-01 | Burglary   |
        """,
    )
    both = {"part": catalogue()["robbery"], "all": catalogue()["all_crimes"]}
    assert count_together(tables, both).rows() == [(1, 3)]
    assert count_together(tables, both, is_placed=True).rows() == [(1, 2)]
    assert count_together(tables, both, split=("district",)).rows() == [(None, 0, 1), ("D1", 1, 2)]


def test_a_table_that_the_cut_lacks_is_asked_for() -> None:
    with pytest.raises(NotInCutError, match="holds no table 'offences': receive its feed"):
        count_cells({}, catalogue()["robbery"])
