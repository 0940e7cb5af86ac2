"""The three kinds of measure, and no fourth: Tally, Ratio, Estimate.

A measure carries its own metadata in the shape of a public health indicator, so that the catalogue,
the methods page and the figure page all print the same words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vrn.problem.months import year_before
from vrn.terms import period_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from vrn.terms import CountTable, Period

TIME_DIMENSIONS = ("month", "quarter", "year")


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """What a reader needs to know of a measure: the fields of a public health indicator.

    `unit` is what the value is in ("offences", "per 1,000 residents a year", "per cent");
    `decimals` is how the value is printed everywhere; `caveats` says what it does not show.
    """

    name: str
    title: str
    definition: str
    rationale: str
    unit: str
    method: str
    source: str
    caveats: str
    numerator: str = ""
    denominator: str = ""
    decimals: int = 0


@dataclass(frozen=True, kw_only=True)
class Tally:
    """A filter over one unit, counted: no interval, and it may be summed."""

    indicator: Indicator
    unit: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dimensions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """One tally over another, or over residents, times `multiplier`, with a 95% interval.

    `interval` is "byar" (a count over residents; exact below 10), "wilson" (a share of a tally) or
    "none" (a share of residents, who are all counted: nothing was drawn by lot). A count over
    "residents" takes only rows placed in the area; over "residents by age" it takes every row that
    is of the area, and residents of the cell's own age group, band and sex.

    With `parts` the cell is a share of its own whole: the denominator counts over all codes of the
    part. The part is the one of these dimensions that is asked for and is no place, else the place:
    knife by district is a share of each district's, district alone one of the whole area's.
    """

    indicator: Indicator
    numerator: Tally
    denominator: Tally | str
    multiplier: float
    interval: str
    dimensions: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A function over a declared frame (a tally's cells), with an interval or the reason for none.

    `function` takes that frame and gives one row: value, lower, upper, numerator, denominator,
    method, reason. The frame has a column for each dimension of `frame`, then `count`; a frame by
    place holds only rows placed in the area, and every place, those with 0 too. `has_residents`
    adds `residents`; `has_year_before` gives every cell twice, told apart by `year`: "this" for the
    period asked for, "before" for the same months of the year before. With `beside` the frame,
    which is by month, holds the months of that fixed period too. `months` is how many of the latest
    ones held are taken where no period is asked for; 0 leaves that to the split.

    With `columns` the frame is the tally's rows themselves instead, one row a record, with these
    columns of the cut's table and `is_asked`: all rows of the cell's definition and period are in
    it, and those of the rest of the cell (its age group, its district) are the ones asked about.
    `rests_on` is the id of the definition that says the function's rule, where one does. `reads`
    names tables of the cut that the function looks into beside its frame: those of them that the
    cut has are given to it as `tables=`. With `begins_again` it is given, as `begins=`, the months
    at which the partnership says that limits of this tally's series begin again.
    """

    indicator: Indicator
    over: Tally
    frame: tuple[str, ...]
    function: Callable[..., pl.DataFrame]
    dimensions: tuple[str, ...] = ()
    has_residents: bool = False
    has_year_before: bool = False
    beside: Period | None = None
    months: int = 0
    columns: tuple[str, ...] = ()
    rests_on: str = ""
    reads: tuple[str, ...] = ()
    begins_again: bool = False


Measure = Tally | Ratio | Estimate


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A measure's exact cells, not released: what `vrn.release` takes.

    `table` has one row a cell: a text column per dimension of `split` (codes), then value, lower,
    upper, numerator, denominator, method, reason. A cell whose months are not all held has a null
    value and says so in `reason`. `labels` gives each dimension's labels by code. `period` is what
    the cells cover (start in, end in; each cell its own month where "month" is in the split), None
    for a measure of residents. `measure` is the one asked for, its indicator's unit made that of
    these cells ("per 1,000 residents a month"). `tables` names the cut's tables the measure read:
    lineage is made from it. One read in part bears the part's name: "residents:census-2021".
    `behind`, of an estimate alone, has a row for each number of events that a cell's value stands
    on: the split's columns, then `what` (text) and `events` (whole number).
    """

    measure: Measure
    split: tuple[str, ...]
    where: tuple[tuple[str, str], ...]
    period: Period | None
    table: CountTable
    labels: Mapping[str, Mapping[str, str]]
    tables: tuple[str, ...]
    behind: CountTable | None = None

    def period_of(self, cell: Mapping[str, Any]) -> Period | None:
        """What one cell covers: its own month, quarter or year where the split has one."""
        for name in TIME_DIMENSIONS:
            if name in self.split:
                return period_of(str(cell[name]))
        return self.period


def tallies_of(measure: Measure) -> tuple[Tally, ...]:
    """The tallies that a measure counts: itself, a ratio's one or two, what an estimate is over."""
    match measure:
        case Tally():
            return (measure,)
        case Ratio():
            below = measure.denominator
            return (measure.numerator,) if isinstance(below, str) else (measure.numerator, below)
        case Estimate():
            return (measure.over,)


def set_beside(measure: Measure, period: Period | None) -> Period | None:
    """The period whose months a measure sets beside those asked for; None for most measures."""
    if not isinstance(measure, Estimate) or period is None:
        return None
    return year_before(period) if measure.has_year_before else measure.beside
