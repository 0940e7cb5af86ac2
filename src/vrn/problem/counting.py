"""The cells of a tally: records of a cut, or residents of an edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.cells import fill_cells, places_in_order
from vrn.problem.residents import read_residents
from vrn.problem.rows import count_supplied
from vrn.problem.tally import count_together
from vrn.problem.units import unit_of_tally

if TYPE_CHECKING:
    from vrn.problem.asking import Asked
    from vrn.problem.measure import Tally

WITHHELD_BY_SUPPLIER = "the supplier withheld a number from 1 to 7 here"


def tally_cells(tally: Tally, asked: Asked) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The tally's cells, and which tables of the cut they were read from."""
    if tally.unit == "residents":
        return _resident_cells(asked)
    unit = unit_of_tally(tally.unit)
    if unit.is_supplied:
        return _supplied_cells(tally, asked), (unit.table,)
    counted = count_together(
        asked.tables,
        {"count": tally},
        split=asked.split,
        where=asked.where,
        period=asked.period,
        is_placed=asked.is_by_place,
        members=asked.members,
    )
    cells = fill_cells(counted, asked, split=asked.split, over=tally)
    what = "a count of distinct people" if unit.person else "a count of records"
    return _as_values(cells, f"{what}: it has no interval", ""), (unit.table,)


def _supplied_cells(tally: Tally, asked: Asked) -> pl.DataFrame:
    """Numbers as a supplier gave them: none where it withheld one of them, or gave none at all."""
    counted = count_supplied(
        asked.tables, tally, split=asked.split, where=asked.where, period=asked.period
    )
    cells = fill_cells(counted, asked, split=asked.split, over=tally)
    withheld, given = pl.col("withheld") > 0, pl.col("rows") > 0
    known = cells.with_columns(count=pl.when(given & ~withheld).then("count"))
    method = "a sum of numbers as supplied: it has no interval"
    return _as_values(known, method, "").with_columns(
        reason=pl.when(withheld)
        .then(pl.lit(WITHHELD_BY_SUPPLIER))
        .when(~given)
        .then(pl.lit("the supplier gave no number for this"))
        .otherwise(pl.lit(""))
    )


def _resident_cells(asked: Asked) -> tuple[pl.DataFrame, tuple[str, ...]]:
    known = read_residents(asked.tables, asked.edition, asked.places)
    cells = known.summed(asked.places, asked.split).rename({"residents": "count"})
    if asked.split:
        cells = places_in_order(asked, asked.split).join(
            cells, on=list(asked.split), how="left", maintain_order="left"
        )
    method = f"a sum of published residents, {asked.edition}: it has no interval"
    return _as_values(cells, method, say_unknown(asked.edition)), (f"residents:{asked.edition}",)


def say_unknown(edition: str) -> str:
    """Why a place has no residents, in the reader's words."""
    return f"residents of {edition} are not held for these areas"


def _as_values(cells: pl.DataFrame, method: str, why_not: str) -> pl.DataFrame:
    return cells.with_columns(
        value="count",
        lower=pl.lit(None),
        upper=pl.lit(None),
        numerator="count",
        denominator=pl.lit(None),
        method=pl.lit(method),
        reason=pl.when(pl.col("count").is_null()).then(pl.lit(why_not)).otherwise(pl.lit("")),
    )
