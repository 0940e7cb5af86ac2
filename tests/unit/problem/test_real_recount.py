"""The real files, counted again by other code: the csv module, dictionaries and published names."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import polars as pl
import pytest
import real_tables
import shapely

from vrn.problem import placements as way
from vrn.problem.catalogue import catalogue
from vrn.problem.measuring import latest_year, measure
from vrn.terms import Period

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    return shared / "data"


@pytest.fixture(scope="module")
def rows(data: Path) -> list[dict[str, str]]:
    return list(real_tables.rows_by_csv(data))


@pytest.fixture(scope="module")
def tables(data, tmp_path_factory):
    return real_tables.write_cut(data, tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="module")
def months(rows: list[dict[str, str]]) -> list[str]:
    return sorted({row["Month"] for row in rows})


def cells(tables, months, name, **question) -> pl.DataFrame:
    return measure(
        catalogue()[name],
        tables,
        residents_edition="census-2021",
        months_held=months,
        period=question.pop("period", Period(months[0], months[-1])),
        **question,
    ).table.exact


def test_every_row_stands_in_the_cut_once(tables, rows) -> None:
    cut = pl.read_parquet(tables["offences"])
    assert cut.height == len(rows) > 300_000
    assert cut.select("supply", "line").is_duplicated().sum() == 0


def test_totals_by_month_and_type(tables, rows, months) -> None:
    expected = Counter((row["Month"], row["Crime type"]) for row in rows)
    found = cells(tables, months, "all_recorded", split=("month", "crime_type"))
    held = found.filter(pl.col("numerator").is_not_null())
    assert {(m, c): n for m, c, n in held["month", "crime_type", "numerator"].iter_rows() if n} == (
        dict(expected)
    )
    gap = found.filter(pl.col("numerator").is_null())["month"].unique()
    assert set(gap) == set(Period(months[0], months[-1]).months) - set(months)


def test_totals_by_month_type_and_district(tables, rows, months) -> None:
    areas = pl.read_parquet(tables["areas"]).filter(pl.col("level") == "district")
    names = dict(areas.select("name", "code").iter_rows())
    # A published small area's name is its district's, then a number: "Leicester 003A".
    expected = Counter(
        (row["Month"], row["Crime type"], names[row["LSOA name"].rsplit(" ", 1)[0]])
        for row in rows
        if row["LSOA name"].rsplit(" ", 1)[0] in names
    )
    found = cells(tables, months, "all_recorded", split=("month", "crime_type", "district"))
    kept = found.drop_nulls("numerator")["month", "crime_type", "district", "numerator"]
    assert {row[:3]: row[3] for row in kept.iter_rows() if row[3]} == dict(expected)


def test_a_rate_of_the_latest_year(tables, rows, months, data) -> None:
    year = latest_year(months)
    assert year is not None
    known = real_tables.area_changes(data)
    codes = {*known["code_2011"], *known["code_2021"]}
    count = sum(
        row["Month"] in year.months and row["Crime type"] == "Robbery" and row["LSOA code"] in codes
        for row in rows
    )
    people = real_tables.residents(data)["residents"].sum()
    found = cells(tables, months, "robbery_rate", period=year)
    assert found["numerator"].item() == count > 0
    assert found["value"].item() == pytest.approx(1_000 * count / people)


def test_the_ways_of_placing_are_those_of_the_lookup(tables, rows, months, data) -> None:
    known = real_tables.area_changes(data)
    change = dict(known.select("code_2011", "change").iter_rows())
    new = set(known["code_2021"])
    # Where it lies is for the point to say: both ways of a split area are one here.
    names = {"U": way.UNCHANGED, "M": way.MERGED, "S": "by position"}
    expected: Counter[str] = Counter()
    for row in rows:
        code = row["LSOA code"]
        if not code:
            expected[way.NO_LOCATION] += 1
        elif code in change:
            expected[names[change[code]]] += 1
        else:
            expected[way.NEW if code in new else way.OUTSIDE] += 1
    offences = pl.read_parquet(tables["offences"])
    found = Counter(offences["placement"].to_list())
    found["by position"] = found.pop(way.SPLIT) + found.pop(way.NEAREST)
    assert found == expected


def test_points_of_split_areas_lie_where_they_were_put(tables, data) -> None:
    outlines = {
        row["area_code"]: shapely.from_wkb(row["geometry"])
        for row in real_tables.boundaries(data).iter_rows(named=True)
    }
    children = defaultdict(set)
    for old, new in real_tables.area_changes(data).select("code_2011", "code_2021").iter_rows():
        children[old].add(new)
    rows = pl.read_parquet(tables["offences"]).filter(
        pl.col("placement").is_in([way.SPLIT, way.NEAREST])
    )
    points = rows.unique(["supplied_area", "longitude", "latitude"]).sort("longitude", "latitude")
    assert points.height > 200
    for row in points.iter_rows(named=True):
        point = shapely.Point(row["longitude"], row["latitude"])
        around = {code for code in children[row["supplied_area"]] if outlines[code].covers(point)}
        assert row["small_area"] in children[row["supplied_area"]]
        assert (row["placement"] == way.SPLIT) == bool(around)
        assert not around or row["small_area"] in around
