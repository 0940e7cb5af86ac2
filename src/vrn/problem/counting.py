"""The cells of a tally: records of a cut, or residents of an edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.cells import fill_cells, places_in_order
from vrn.problem.residents import read_residents
from vrn.problem.tally import count_together

if TYPE_CHECKING:
    from vrn.problem.asking import Asked
    from vrn.problem.measure import Tally


def tally_cells(tally: Tally, asked: Asked) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The tally's cells, and which tables of the cut they were read from."""
    if tally.unit == "residents":
        return _resident_cells(asked)
    counted = count_together(
        asked.tables,
        {"count": tally},
        split=asked.split,
        where=asked.where,
        period=asked.period,
        is_placed=asked.is_by_place,
    )
    cells = fill_cells(counted, asked, split=asked.split, over=tally)
    return _as_values(cells, "a count of records: it has no interval", ""), ("offences",)


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
