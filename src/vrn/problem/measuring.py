"""Measures a cut: exact cells with values, limits and reasons, for `vrn.release` alone."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.asking import ask
from vrn.problem.cells import VALUES, label_codes
from vrn.problem.counting import tally_cells
from vrn.problem.dividing import ratio_cells
from vrn.problem.estimating import estimate_cells
from vrn.problem.measure import Estimate, Measured, Ratio, Tally
from vrn.problem.months import latest_year, say_missing, unbroken_runs
from vrn.problem.places import DEPRIVATION, PLACE_DIMENSIONS
from vrn.terms import CountTable, Period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vrn.problem.asking import Asked
    from vrn.problem.measure import Measure
    from vrn.problem.places import Tables

__all__ = ["latest_year", "measure", "unbroken_runs"]

_NOTHING: Mapping[str, str] = MappingProxyType({})


def measure(
    measure: Measure,
    tables: Tables,
    *,
    split: Sequence[str] = (),
    where: Mapping[str, str] = _NOTHING,
    period: Period | None = None,
    residents_edition: str,
    months_held: Sequence[str],
) -> Measured:
    """The measure's exact cells over a cut's tables (name to Parquet parts), not released.

    Every cell of the split is there: a cell without a row is 0. A cell by month that is not in
    `months_held`, and any cell over a period with such a month, has no value, numerator or
    denominator, and the reason. `where` keeps one code a dimension. Without a `period` (start in,
    end in): the latest twelve months held in a row, or all from first to last when split by month.

    A tally of offences without a place in split or filter counts every row of the files, placed or
    not; with one, only rows placed there. A rate per resident takes placed rows alone, everywhere,
    over residents of `residents_edition`: so districts add up to the whole area, and the whole area
    with the rows outside, unknown or without a place add up to the tally.

    Raises ValueError for a question the measure cannot answer, with what can be asked;
    NotInCutError where the cut lacks a table or an edition.
    """
    asked = ask(
        measure,
        tables,
        split=split,
        where=where,
        period=period,
        edition=residents_edition,
        months_held=months_held,
    )
    cells, read = _cells(measure, asked)
    table = _without_gaps(cells.cast(VALUES), asked).select(*asked.split, *VALUES)
    codes = {name: cells[name].unique().sort().to_list() for name in asked.split}
    codes |= {name: [code] for name, code in asked.where.items()}
    return Measured(
        measure=_with_unit(measure, asked),
        split=asked.split,
        where=tuple(sorted(asked.where.items())),
        period=asked.period,
        table=CountTable(table),
        labels=label_codes(asked, codes),
        tables=(*read, *_tables_of_places(measure, asked)),
    )


def _cells(measure: Measure, asked: Asked) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The split's cells with every column of `VALUES`, and the tables they were read from."""
    match measure:
        case Tally():
            return tally_cells(measure, asked)
        case Ratio():
            return ratio_cells(measure, asked)
        case Estimate():
            return estimate_cells(measure, asked)


def _without_gaps(cells: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Takes every number from the cells whose months are not all held, and says why."""
    if not asked.missing:
        return cells
    gone = {
        month: say_missing([Period(month, month)]) for run in asked.missing for month in run.months
    }
    by_month = "month" in asked.split
    is_held = ~pl.col("month").is_in(list(gone)) if by_month else pl.lit(value=False)
    why = (
        pl.col("month").replace_strict(gone, default="")
        if by_month
        else pl.lit(say_missing(asked.missing))
    )
    numbers = [name for name, kind in VALUES.items() if kind != pl.String]
    return cells.with_columns(
        *(pl.when(is_held).then(name).alias(name) for name in numbers),
        method=pl.when(is_held).then("method").otherwise(pl.lit("")),
        reason=pl.when(is_held).then("reason").otherwise(why),
    )


def _with_unit(measure: Measure, asked: Asked) -> Measure:
    """The measure with the unit of these cells: a rate's names the length of time it is over."""
    if not isinstance(measure, Ratio) or measure.denominator != "residents":
        return measure
    months = 1 if "month" in asked.split else len(asked.period.months if asked.period else ())
    unit = f"per {measure.multiplier:,.0f} residents {say_length(months)}"
    return replace(measure, indicator=replace(measure.indicator, unit=unit))


def say_length(months: int) -> str:
    """The length of time of a rate, as its unit says it.

    >>> say_length(1), say_length(12), say_length(4)
    ('a month', 'a year', 'over 4 months')
    """
    return {1: "a month", 12: "a year"}.get(months, f"over {months} months")


def _rests_on_placing(measure: Measure, dims: tuple[str, ...]) -> bool:
    """Whether the numbers depend on where rows were placed, and so on the lookup and outlines."""
    if any(name in (*PLACE_DIMENSIONS, "placement") for name in dims):
        return True
    match measure:
        case Tally():
            return measure.unit == "residents" or "placement" in measure.where
        case Ratio():
            parts = (measure.numerator, measure.denominator)
            return any(isinstance(part, str) or _rests_on_placing(part, ()) for part in parts)
        case Estimate():
            return _rests_on_placing(measure.over, ())


def _tables_of_places(measure: Measure, asked: Asked) -> tuple[str, ...]:
    """The tables that the cells' places come from."""
    dims = (*asked.split, *asked.where, *(measure.frame if isinstance(measure, Estimate) else ()))
    found = ["areas"] if _rests_on_placing(measure, dims) else []
    deprivation = sorted({name for name in dims if name.startswith(DEPRIVATION)})
    return (*found, *(f"deprivation:{name.removeprefix(DEPRIVATION)}" for name in deprivation))
