"""From measured cells to figures: place, period, supplies, state and lane of each cell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from vrn.problem.measure import Estimate, Indicator, Measured, Tally
from vrn.release.code_version import code_version
from vrn.release.cube import cube_from_bytes, cube_to_bytes
from vrn.release.figure import State
from vrn.release.lanes import OPEN_LICENCES, NoLaneError
from vrn.release.lineage import Ground
from vrn.release.making import release
from vrn.terms import Area, Clearance, CountTable, Level, Period

if TYPE_CHECKING:
    from vrn.release.cube import Cube

WHOLE = Area("westmere", "Westmere", Level.WHOLE)
YEAR = Period("2021-01", "2021-12")
OPEN = {"url": next(iter(OPEN_LICENCES))}
INDICATOR = Indicator(
    name="robbery",
    title="Robberies",
    definition="the published category Robbery",
    rationale="r",
    unit="offences",
    method="m",
    source="s",
    caveats="c",
)
GROUND = Ground(
    number=4,
    row_hash="f" * 64,
    supplies={name: {"id": name, "licence": OPEN} for name in ("jan", "feb", "census")},
    slices={
        "street-crime": {"2021-01 Westmere Police": "jan", "2021-02 Westmere Police": "feb"},
        "residents": {"census-2021 district": "census"},
    },
)
SCHEMA = {
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "numerator": pl.Int64,
    "denominator": pl.Float64,
    "method": pl.String,
    "reason": pl.String,
}
LABELS = {"district": {"Z1": "Northby"}, "month": {"2021-01": "January 2021"}}


def cell(**overrides: Any) -> dict[str, Any]:
    plain = {"value": 5.0, "lower": None, "upper": None, "numerator": 5, "denominator": None}
    return {**plain, "method": "a count has no interval", "reason": None, **overrides}


def released(
    *rows: dict[str, Any],
    split: tuple[str, ...] = (),
    where: tuple[tuple[str, str], ...] = (),
    ground: Ground = GROUND,
) -> Cube:
    schema = {**dict.fromkeys(split, pl.String), **SCHEMA}
    measured = Measured(
        measure=Tally(indicator=INDICATOR, unit="offence"),
        split=split,
        where=where,
        period=YEAR,
        table=CountTable(pl.DataFrame(rows or [cell()], schema=schema)),
        labels=LABELS,
        tables=("offences",),
    )
    return release(measured, ground=ground, whole=WHOLE, feeds=["street-crime", "residents"])


def test_a_cell_without_a_split_is_the_whole_areas() -> None:
    figure = released().only
    assert (str(figure), figure.numerator, figure.state) == ("5", 5, State.SHOWN)
    assert (figure.place, figure.period, figure.by) == (WHOLE, YEAR, ())
    assert figure.clearance is Clearance.OPEN
    assert (figure.measure, figure.title, figure.unit) == ("robbery", "Robberies", "offences")


def test_a_figure_says_what_it_rests_on() -> None:
    rests = released().only.provenance
    assert (rests.cut, rests.cut_hash) == (4, "f" * 64)
    assert rests.definition == "the published category Robbery"
    assert rests.code_version == code_version()
    assert rests.supplies == ("census", "feb", "jan")


def test_a_monthly_cell_has_its_own_month_and_its_own_files() -> None:
    cube = released(
        cell(month="2021-01"), cell(month="2021-02", value=6.0, numerator=6), split=("month",)
    )
    january, february = cube.figures
    assert january.period == Period("2021-01", "2021-01")
    assert january.provenance.supplies == ("census", "jan")
    assert february.provenance.supplies == ("census", "feb")
    assert january.label_of("month") == "January 2021"
    assert february.label_of("month") == "2021-02"  # no label is known: the code stands


@pytest.mark.parametrize(
    ("row", "split", "where", "place"),
    [
        ({"district": "Z1"}, ("district",), (), Area("Z1", "Northby", Level.DISTRICT)),
        ({}, (), (("district", "Z1"),), Area("Z1", "Northby", Level.DISTRICT)),
        ({"small_area": "S1"}, ("small_area",), (), Area("S1", "S1", Level.SMALL_AREA)),
        (
            {"small_area": "S1"},
            ("small_area",),
            (("district", "Z1"),),
            Area("S1", "S1", Level.SMALL_AREA),
        ),
        ({"crime_type": "Robbery"}, ("crime_type",), (), WHOLE),
    ],
)
def test_the_place_of_a_cell_is_the_smallest_it_names(
    row: dict[str, str], split: tuple[str, ...], where: tuple[tuple[str, str], ...], place: Area
) -> None:
    (figure,) = released(cell(**row), split=split, where=where).figures
    assert figure.place == place
    named = {**row, **dict(where)}
    assert {name: code for name, code, _ in figure.by} == named


def test_an_interval_brings_its_confidence_and_none_brings_none() -> None:
    with_one, without = released(
        cell(district="Z1", lower=2.0, upper=9.0, method="Byar"),
        cell(district="Z2"),
        split=("district",),
    ).figures
    assert (with_one.confidence, with_one.interval) == (0.95, "between 2 and 9")
    assert (without.confidence, without.interval) == (None, "")


def test_a_cell_without_a_value_is_not_available_and_says_why() -> None:
    cube = released(
        cell(month="2021-01", lower=2.0, upper=9.0),
        cell(month="2021-02", value=None, numerator=None, reason="no file was received"),
        split=("month",),
    )
    lacking = cube.figures[1]
    assert (str(lacking), lacking.reason) == ("not available", "no file was received")
    assert cube_from_bytes(cube_to_bytes(cube)) == cube


def test_a_supply_that_is_not_open_stops_the_release() -> None:
    closed = {**GROUND.supplies, "feb": {"id": "feb", "licence": {"url": "https://no.example"}}}
    ground = replace(GROUND, supplies=closed)
    with pytest.raises(NoLaneError, match="supplies feb are not under an open licence"):
        released(ground=ground)


def test_months_of_open_supplies_do_not_open_the_others() -> None:
    closed = {**GROUND.supplies, "feb": {"id": "feb", "licence": {"url": "https://no.example"}}}
    ground = replace(GROUND, supplies=closed)
    assert released(cell(month="2021-01"), split=("month",), ground=ground).figures
    with pytest.raises(NoLaneError):
        released(cell(month="2021-01"), cell(month="2021-02"), split=("month",), ground=ground)


def test_a_month_without_a_file_rests_on_all_that_was_received() -> None:
    """What was received shows that the month was not."""
    ground = replace(GROUND, slices={"street-crime": GROUND.slices["street-crime"]})
    lacking = cell(month="2021-03", value=None, numerator=None, reason="no file was received")
    (figure,) = released(lacking, split=("month",), ground=ground).figures
    assert figure.provenance.supplies == ("feb", "jan")


def test_a_ratio_to_the_year_before_rests_on_both_years() -> None:
    slices = {"2020-01 Westmere Police": "jan", "2021-01 Westmere Police": "feb"}
    slices["2020-06 Westmere Police"] = "census"
    change = Estimate(
        indicator=INDICATOR,
        over=Tally(indicator=INDICATOR, unit="offence"),
        frame=(),
        function=pl.DataFrame,
        has_year_before=True,
    )
    measured = Measured(
        measure=change,
        split=(),
        where=(),
        period=Period("2021-01", "2021-03"),
        table=CountTable(pl.DataFrame([cell()], schema=SCHEMA)),
        labels={},
        tables=("offences",),
    )
    ground = replace(GROUND, slices={"street-crime": slices})
    cube = release(measured, ground=ground, whole=WHOLE, feeds=["street-crime"])
    assert cube.only.provenance.supplies == ("feb", "jan")


def test_a_count_of_a_supplys_rows_rests_on_that_supply_alone() -> None:
    cells = [cell(supply=receipt) for receipt in ("jan", "census")]
    figures = released(*cells, split=("supply",)).figures
    assert [figure.provenance.supplies for figure in figures] == [("jan",), ("census",)]


def test_a_cell_that_rests_on_no_supply_is_not_released() -> None:
    with pytest.raises(NoLaneError, match="rests on no supply"):
        released(ground=replace(GROUND, slices={}))


def test_a_table_without_cells_makes_a_cube_without_figures() -> None:
    measured = Measured(
        measure=Tally(indicator=INDICATOR, unit="offence"),
        split=("district",),
        where=(),
        period=YEAR,
        table=CountTable(pl.DataFrame(schema={"district": pl.String, **SCHEMA})),
        labels={},
        tables=("offences",),
    )
    cube = release(measured, ground=GROUND, whole=WHOLE, feeds=["street-crime"])
    assert cube.figures == ()
    assert cube.measure == "robbery"


def test_the_code_version_names_the_release_and_a_digest() -> None:
    number, _, digest = code_version().partition("+")
    assert number.count(".") == 2
    assert len(digest) == 12
    assert int(digest, 16) >= 0
