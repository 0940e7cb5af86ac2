"""The cells of an estimate: its frame is counted once, then its function answers cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.cells import VALUES, fill_cells
from vrn.problem.dividing import join_residents
from vrn.problem.months import year_before
from vrn.problem.places import PLACE_DIMENSIONS
from vrn.problem.tally import count_together
from vrn.terms import Period

if TYPE_CHECKING:
    from vrn.problem.asking import Asked
    from vrn.problem.measure import Estimate


def answer(
    *,
    value: float | None = None,
    limits: tuple[float, float] | None = None,
    counts: tuple[int | None, float | None] = (None, None),
    method: str = "",
    reason: str = "",
) -> pl.DataFrame:
    """The one row that an estimate's function gives; `counts` are numerator and denominator."""
    lower, upper = limits or (None, None)
    row = (value, lower, upper, *counts, method, reason)
    return pl.DataFrame([row], schema=VALUES, orient="row")


def estimate_cells(estimate: Estimate, asked: Asked) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The estimate's cells, and which tables of the cut they were read from.

    Where a month is missing the function is not asked: its frame would not be whole.
    """
    keys = list(asked.split)
    frame = _frame(estimate, asked)
    read = ("offences", *([f"residents:{asked.edition}"] if estimate.has_residents else []))
    if not keys:
        return _ask(estimate, frame, asked), read
    cells = [
        pl.concat([group.select(keys).head(1), _ask(estimate, group, asked)], how="horizontal")
        for group in frame.partition_by(keys, maintain_order=True)
    ]
    return pl.concat(cells), read


def _ask(estimate: Estimate, frame: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    if asked.missing:
        return answer()
    return estimate.function(frame.drop(asked.split)).select(*VALUES)


def _frame(estimate: Estimate, asked: Asked) -> pl.DataFrame:
    """The declared frame with a row for every cell, those with nothing too."""
    dims = (*asked.split, *estimate.frame)
    parts = (
        _counted_by_year(estimate, asked) if estimate.has_year_before else _counted(estimate, asked)
    )
    whole = [
        fill_cells(counted, asked, split=dims, over=estimate.over).with_columns(
            *([pl.lit(year).alias("year")] if year else [])
        )
        for year, counted in parts.items()
    ]
    frame = pl.concat(whole)
    if estimate.has_residents:
        frame = join_residents(frame, asked, dims).rename({"denominator": "residents"})
    return frame


def _counted(estimate: Estimate, asked: Asked) -> dict[str, pl.DataFrame]:
    return {"": _count(estimate, asked, (*asked.split, *estimate.frame), asked.period)}


def _counted_by_year(estimate: Estimate, asked: Asked) -> dict[str, pl.DataFrame]:
    """The counts of this period and of the year before, from one reading of the rows."""
    if asked.period is None:
        raise ValueError(f"'{estimate.indicator.name}' compares periods and needs one")
    dims = (*asked.split, *estimate.frame)
    before = year_before(asked.period)
    span = Period(before.first, asked.period.last)
    counted = _count(estimate, asked, (*dims, "month"), span)
    return {
        name: _sum_over(counted.filter(pl.col("month").is_in(period.months)), dims)
        for name, period in (("this", asked.period), ("before", before))
    }


def _sum_over(counted: pl.DataFrame, dims: tuple[str, ...]) -> pl.DataFrame:
    total = pl.col("count").sum()
    return counted.group_by(dims).agg(total) if dims else counted.select(total)


def _count(
    estimate: Estimate, asked: Asked, split: tuple[str, ...], period: Period | None
) -> pl.DataFrame:
    by_place = any(name in PLACE_DIMENSIONS for name in estimate.frame)
    return count_together(
        asked.tables,
        {"count": estimate.over},
        split=split,
        where=asked.where,
        period=period,
        is_placed=asked.is_by_place or by_place,
    )
