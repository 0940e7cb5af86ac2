"""The cells of an estimate: its frame is counted once, then its function answers cell by cell."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.cells import VALUES, fill_cells
from vrn.problem.dividing import join_residents
from vrn.problem.memberships import EVERY_AGE
from vrn.problem.months import year_before
from vrn.problem.places import PLACE_DIMENSIONS
from vrn.problem.residents_by_age import OF_PEOPLE, edition_by_age, join_residents_by_age
from vrn.problem.row_frames import row_frames
from vrn.problem.rows import as_given, count_supplied
from vrn.problem.tally import count_together
from vrn.problem.units import unit_of_tally
from vrn.terms import Period, period_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.problem.asking import Asked
    from vrn.problem.measure import Estimate

# Every number of events that an estimate stands on, as its function gives them.
BEHIND = pl.List(pl.Struct({"what": pl.String, "events": pl.Int64}))


def answer(
    *,
    value: float | None = None,
    limits: tuple[float, float] | None = None,
    counts: tuple[int | None, float | None] = (None, None),
    method: str = "",
    reason: str = "",
    events: Mapping[str, int] | None = None,
) -> pl.DataFrame:
    """The one row that an estimate's function gives; `counts` are numerator and denominator.

    `events` names every number of events that the value stands on; without it they are the counts.
    """
    lower, upper = limits or (None, None)
    named = events or {
        name: int(count)
        for name, count in zip(("numerator", "denominator"), counts, strict=True)
        if count is not None
    }
    behind = [{"what": name, "events": count} for name, count in named.items()]
    row = (value, lower, upper, *counts, method, reason, behind)
    return pl.DataFrame([row], schema={**VALUES, "behind": BEHIND}, orient="row")


def estimate_cells(
    estimate: Estimate, asked: Asked
) -> tuple[pl.DataFrame, tuple[str, ...], pl.DataFrame]:
    """The estimate's cells, the tables they were read from, and the events behind each.

    Where a month is missing the function is not asked: its frame would not be whole.
    """
    keys = list(asked.split)
    read = [unit_of_tally(estimate.over.unit).table]
    if estimate.reads:
        further = {name: asked.tables[name] for name in estimate.reads if asked.tables.get(name)}
        estimate = replace(estimate, function=partial(estimate.function, tables=further))
        read += further
    if estimate.begins_again:
        begins = tuple(asked.begins.get(estimate.over.indicator.name, ()))
        estimate = replace(estimate, function=partial(estimate.function, begins=begins))
    if estimate.has_residents:
        is_by_age = _is_by_age(estimate, asked)
        edition = edition_by_age(asked) if is_by_age else asked.edition
        read.append(f"residents:{edition}")
    cells = [
        pl.concat([cell, _ask(estimate, frame, _missing(cell, asked))], how="horizontal")
        if keys
        else _ask(estimate, frame, asked.missing)
        for cell, frame in frames_of(estimate, asked)
    ]
    whole = pl.concat(cells)
    return whole.drop("behind"), tuple(read), _listed(whole, keys)


def frames_of(estimate: Estimate, asked: Asked) -> list[tuple[pl.DataFrame, pl.DataFrame]]:
    """For each cell: one row of its codes, and the frame that the estimate's function takes."""
    if estimate.columns:
        return row_frames(estimate, asked)
    keys, frame = list(asked.split), _frame(estimate, asked)
    parted = frame.partition_by(keys, maintain_order=True) if keys else [frame]
    return [(each.select(keys).head(1), each.drop(keys)) for each in parted]


def _is_by_age(estimate: Estimate, asked: Asked) -> bool:
    """Whether residents are told apart by who they are: those of small areas are not."""
    return bool({*estimate.frame, *asked.split, *asked.where} & OF_PEOPLE)


def _listed(cells: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """A row for each number of events behind a cell: the split, `what`, `events`."""
    each = cells.select(*keys, "behind").explode("behind", empty_as_null=False)
    return each.unnest("behind")


def _missing(cell: pl.DataFrame, asked: Asked) -> tuple[Period, ...]:
    """The months that one cell lacks: of its own time; those of all ages may need fewer feeds."""
    at_all_ages = "age_group" in cell.columns and cell["age_group"].item() == EVERY_AGE
    missing = asked.missing_at_all_ages if at_all_ages else asked.missing
    if not asked.time:
        return missing
    own = period_of(cell[asked.time].item())
    return tuple(run for run in missing if run.overlaps(own))


def _ask(estimate: Estimate, frame: pl.DataFrame, missing: tuple[Period, ...]) -> pl.DataFrame:
    if missing:
        return answer()
    return estimate.function(frame).select(*VALUES, "behind")


def _frame(estimate: Estimate, asked: Asked) -> pl.DataFrame:
    """The declared frame with a row for every cell, those with nothing too."""
    dims = (*asked.split, *estimate.frame)
    if estimate.has_year_before:
        whole = [
            fill_cells(counted, asked, split=dims, over=estimate.over).with_columns(
                pl.lit(year).alias("year")
            )
            for year, counted in _counted_by_year(estimate, asked).items()
        ]
    else:
        periods = [each for each in (estimate.beside, asked.period) if each]
        parts = [replace(asked, period=period) for period in periods]
        whole = [
            fill_cells(
                _count(estimate, part, dims, part.period), part, split=dims, over=estimate.over
            )
            for part in parts
        ]
    frame = pl.concat(whole)
    if unit_of_tally(estimate.over.unit).is_supplied:
        frame = as_given(frame)
    if estimate.has_residents:
        join = join_residents_by_age if _is_by_age(estimate, asked) else join_residents
        frame = join(frame, asked, dims).rename({"denominator": "residents"})
    return frame


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
    if unit_of_tally(estimate.over.unit).is_supplied:
        return count_supplied(
            asked.tables, estimate.over, split=split, where=asked.where, period=period
        )
    by_place = any(name in PLACE_DIMENSIONS for name in estimate.frame)
    return count_together(
        asked.tables,
        {"count": estimate.over},
        split=split,
        where=asked.where,
        period=period,
        is_placed=asked.is_by_place or by_place,
        members=asked.members,
    )
