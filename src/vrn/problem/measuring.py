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
from vrn.problem.measure import Estimate, Measured, Ratio, Tally, tallies_of
from vrn.problem.memberships import EVERY_AGE
from vrn.problem.months import (
    codes_of_time,
    latest_year,
    missing_runs,
    say_missing,
    unbroken_runs,
)
from vrn.problem.places import NEIGHBOURHOOD, PLACE_DIMENSIONS, RURAL_URBAN, TENTHS
from vrn.problem.units import RESIDENTS, unit_of_tally
from vrn.problem.violence.dimensions import NIGHTS
from vrn.terms import CountTable, Period, period_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vrn.problem.asking import Asked
    from vrn.problem.measure import Measure
    from vrn.problem.places import Tables

__all__ = ["latest_year", "measure", "unbroken_runs"]

PER_CENT = 100.0
# The streets of a town centre are told by the small area that a record was placed in.
BY_STREET = tuple(name for name, *_ in NIGHTS)
_NOTHING: Mapping[str, str] = MappingProxyType({})


def measure(  # noqa: PLR0913 - each is a thing of its own that a question is of
    measure: Measure,
    tables: Tables,
    *,
    split: Sequence[str] = (),
    where: Mapping[str, str] = _NOTHING,
    period: Period | None = None,
    residents_edition: str,
    months_held: Iterable[str] | Mapping[str, Iterable[str]],
    definitions: Mapping[str, Sequence[str]] | None = None,
    begins: Mapping[str, Sequence[str]] | None = None,
) -> Measured:
    """The measure's exact cells over a cut's tables (name to Parquet parts), not released.

    Every cell of the split is there: a cell without a row is 0. A cell whose months are not all in
    `months_held` has no value, numerator or denominator, and the reason. `months_held` are the
    months of every monthly feed, or a mapping of feed to its own. `where` keeps one code a
    dimension. Without a `period` (start in, end in): the latest twelve months held in a row, or all
    from first to last when split by a time.

    A tally of offences without a place in split or filter counts every row of the files, placed or
    not; with one, only rows placed there. A rate per resident of open data takes placed rows alone,
    everywhere, over residents of `residents_edition`: so districts add up to the whole area, and
    the whole area with the rows outside, unknown or without a place add up to the tally. Rates from
    the agencies' own rows are over residents by age, and of the whole area also where unplaced.

    `definitions` are the live ones, each with the classes it holds. A measure under a definition is
    asked with one of them, or one class, in split or filter; `age_group` is "all ages" unless said,
    and then stands in `where`. Codes of these two overlap: what they count is never added up.

    `begins` are the months, by tally, at which limits of its series begin again.

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
        definitions=definitions,
        begins=begins,
    )
    cells, read, behind = _cells(measure, asked)
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
        tables=tuple(dict.fromkeys((*read, *_tables_of_places(measure, asked)))),
        behind=None if behind is None else CountTable(behind),
    )


def _cells(
    measure: Measure, asked: Asked
) -> tuple[pl.DataFrame, tuple[str, ...], pl.DataFrame | None]:
    """The split's cells with every column of `VALUES`, the tables they were read from, and, of an
    estimate, the events behind each cell."""
    match measure:
        case Tally():
            return (*tally_cells(measure, asked), None)
        case Ratio():
            return (*ratio_cells(measure, asked), None)
        case Estimate():
            return estimate_cells(measure, asked)


def _without_gaps(cells: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Takes every number from the cells whose months are not all held, and says why."""
    if not asked.missing:
        return cells
    is_held, why = _held_and_why(asked, asked.missing)
    if "age_group" in asked.split and asked.missing_at_all_ages != asked.missing:
        every = pl.col("age_group") == EVERY_AGE
        held_at_all, why_at_all = _held_and_why(asked, asked.missing_at_all_ages)
        is_held = pl.when(every).then(held_at_all).otherwise(is_held)
        why = pl.when(every).then(why_at_all).otherwise(why)
    numbers = [name for name, kind in VALUES.items() if kind != pl.String]
    return cells.with_columns(
        *(pl.when(is_held).then(name).alias(name) for name in numbers),
        method=pl.when(is_held).then("method").otherwise(pl.lit("")),
        reason=pl.when(is_held).then("reason").otherwise(why),
    )


def _held_and_why(asked: Asked, missing: Sequence[Period]) -> tuple[pl.Expr, pl.Expr]:
    """Whether a cell's months are all held, and what to say where they are not."""
    if not (asked.time and asked.period):
        return pl.lit(not missing), pl.lit(say_missing(missing))
    absent = {month for run in missing for month in run.months}
    gone = {
        code: say_missing(missing_runs([period_of(code)], set(period_of(code).months) - absent))
        for code in codes_of_time(asked.time, asked.period)
        if absent.intersection(period_of(code).months)
    }
    time = pl.col(asked.time)
    return ~time.is_in(list(gone)), time.replace_strict(gone, default="", return_dtype=pl.String)


def _with_unit(measure: Measure, asked: Asked) -> Measure:
    """The measure with the unit of these cells: a rate's names the length of time it is over."""
    if not isinstance(measure, Ratio) or not isinstance(measure.denominator, str):
        return measure
    if measure.multiplier == PER_CENT:
        return measure
    lengths = {"month": 1, "quarter": 3, "year": 12}
    months = lengths.get(asked.time, len(asked.period.months if asked.period else ()))
    unit = f"per {measure.multiplier:,.0f} residents {say_length(months)}"
    return replace(measure, indicator=replace(measure.indicator, unit=unit))


def say_length(months: int) -> str:
    """The length of time of a rate, as its unit says it.

    >>> say_length(1), say_length(3), say_length(12), say_length(4)
    ('a month', 'over 3 months', 'a year', 'over 4 months')
    """
    return {1: "a month", 12: "a year"}.get(months, f"over {months} months")


def _rests_on_placing(measure: Measure, dims: tuple[str, ...]) -> bool:
    """Whether the numbers depend on where rows were placed, and so on the lookup and outlines."""
    tallies = tallies_of(measure)
    if not unit_of_tally(tallies[0].unit).has_lookup:
        return False
    if any(name in (*PLACE_DIMENSIONS, "placement", *BY_STREET) for name in dims):
        return True
    if any(tally.unit == RESIDENTS or "placement" in tally.where for tally in tallies):
        return True
    return isinstance(measure, Ratio) and measure.denominator == RESIDENTS


def _tables_of_places(measure: Measure, asked: Asked) -> tuple[str, ...]:
    """The tables that the cells' places come from."""
    dims = (*asked.split, *asked.where, *(measure.frame if isinstance(measure, Estimate) else ()))
    found = ["areas"] if _rests_on_placing(measure, dims) else []
    found += ["neighbourhoods"] if NEIGHBOURHOOD in dims else []
    found += ["rural_urban"] if RURAL_URBAN in dims else []
    editions = sorted({TENTHS[name][0] for name in dims if name in TENTHS})
    return (*found, *(f"deprivation:{edition}" for edition in editions))
