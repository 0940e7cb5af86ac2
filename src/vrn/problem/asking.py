"""What was asked of a measure, checked: the split, the filter, the period and what it rests on."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from vrn.problem import placements
from vrn.problem.categories import CATEGORIES
from vrn.problem.measure import Estimate, Ratio, Tally
from vrn.problem.months import latest_year, missing_runs, year_before
from vrn.problem.places import PLACE_DIMENSIONS, read_places
from vrn.terms import Period, unbroken_runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vrn.problem.measure import Measure
    from vrn.problem.places import Tables


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question to a measure after its checks.

    `places` are the small areas that the filter keeps (see `read_places`); `period` is None for
    measures of residents; `missing` are the runs of months asked for and not held.
    """

    tables: Tables
    split: tuple[str, ...]
    where: Mapping[str, str]
    period: Period | None
    missing: tuple[Period, ...]
    places: pl.DataFrame
    edition: str

    @property
    def is_by_place(self) -> bool:
        """Whether the split or the filter names a place, so that only placed rows can answer."""
        return any(name in PLACE_DIMENSIONS for name in (*self.split, *self.where))


def ask(
    measure: Measure,
    tables: Tables,
    *,
    split: Sequence[str],
    where: Mapping[str, str],
    period: Period | None,
    edition: str,
    months_held: Iterable[str],
) -> Asked:
    """Checks a question against the measure and the cut; ValueError with what can be asked."""
    held = tuple(sorted(set(months_held)))
    check_dimensions(measure, split, where)
    wanted = (*split, *where, *(measure.frame if isinstance(measure, Estimate) else ()))
    places = read_places(tables, dict.fromkeys(wanted))
    check_codes(where, places)
    settled = None if is_of_residents(measure) else settle_period(period, split, held)
    return Asked(
        tables=tables,
        split=tuple(split),
        where=dict(where),
        period=settled,
        missing=missing_runs(_periods_read(measure, settled), held),
        places=places.filter(
            *(pl.col(name) == code for name, code in where.items() if name in PLACE_DIMENSIONS)
        ),
        edition=edition,
    )


def check_dimensions(measure: Measure, split: Sequence[str], where: Mapping[str, str]) -> None:
    """Raises unless the measure has every dimension named, none of them twice."""
    name, able = measure.indicator.name, measure.dimensions
    for dimension in (*split, *where):
        if dimension not in able:
            raise ValueError(
                f"'{name}' cannot be split or filtered by '{dimension}'; "
                + (suggest(dimension, able) if able else "it has no dimension at all")
            )
    if len({*split, *where}) < len(split) + len(where):
        raise ValueError(f"'{name}': name each dimension once, in the split or in the filter")
    if "month" in where:
        raise ValueError(f"'{name}': give a period instead of a filter by month")


def check_codes(where: Mapping[str, str], places: pl.DataFrame) -> None:
    """Raises unless each code of the filter is one of its dimension's."""
    for dimension, code in where.items():
        able = codes_of(dimension, places)
        if code not in able:
            raise ValueError(f"'{code}' is no code of '{dimension}'; {suggest(code, able)}")


def codes_of(dimension: str, places: pl.DataFrame) -> tuple[str, ...]:
    """The codes of a dimension other than month, in the order in which they are shown."""
    if dimension == "crime_type":
        return tuple(category.published for category in CATEGORIES)
    if dimension == "placement":
        return tuple(placements.MEANINGS)
    return tuple(places[dimension].unique().sort().to_list())


def suggest(word: str, able: Sequence[str]) -> str:
    """ "try one of: …": the nearest of what there is, or a few of it."""
    near = difflib.get_close_matches(word, able, n=3, cutoff=0.5)
    few = near or list(able[:15])
    more = ", …" if not near and len(able) > len(few) else ""
    return f"try one of: {', '.join(few)}{more}"


def is_of_residents(measure: Measure) -> bool:
    """Whether the measure counts residents, so that it has an edition and no period."""
    match measure:
        case Tally():
            return measure.unit == "residents"
        case Ratio():
            return measure.numerator.unit == "residents"
        case Estimate():
            return measure.over.unit == "residents"


def settle_period(
    period: Period | None, split: Sequence[str], months_held: Sequence[str]
) -> Period:
    """The period asked for; without one, all from the first month held to the last for a series.

    Otherwise the latest twelve months held in a row, else the latest run of months.
    """
    if period:
        return period
    if not months_held:
        raise ValueError("no month is held: receive the monthly files, then make a cut")
    if "month" in split:
        return Period(months_held[0], months_held[-1])
    return latest_year(months_held) or unbroken_runs(months_held)[-1]


def _periods_read(measure: Measure, period: Period | None) -> tuple[Period, ...]:
    if period is None:
        return ()
    if isinstance(measure, Estimate) and measure.has_year_before:
        return (year_before(period), period)
    return (period,)
