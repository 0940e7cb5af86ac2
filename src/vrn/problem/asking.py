"""What was asked of a measure, checked: the split, the filter, the period and what it rests on."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.dimensions import dimension
from vrn.problem.measure import TIME_DIMENSIONS, Estimate, set_beside, tallies_of
from vrn.problem.memberships import EVERY_AGE, check_definition, memberships_of, settle_where
from vrn.problem.months import held_for, missing_runs, settle_period
from vrn.problem.places import PLACE_DIMENSIONS, NotInCutError, read_places
from vrn.problem.rows import codes_in_cut
from vrn.problem.units import unit_of_tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from vrn.problem.measure import Measure
    from vrn.problem.memberships import Members
    from vrn.problem.places import Tables
    from vrn.terms import Period


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question to a measure after its checks.

    `places` are the small areas that the filter keeps (see `read_places`); `period` is None for
    measures of residents; `missing` are the runs of months asked for and not held, and
    `missing_at_all_ages` those of cells of all ages, which may need fewer feeds. `members` has, for
    each overlapping dimension, which disjoint codes each of its own is made of.
    `begins` has, by tally, the months at which limits of its series begin again.
    """

    tables: Tables
    split: tuple[str, ...]
    where: Mapping[str, str]
    period: Period | None
    missing: tuple[Period, ...]
    missing_at_all_ages: tuple[Period, ...]
    places: pl.DataFrame
    edition: str
    members: Members
    begins: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def is_by_place(self) -> bool:
        """Whether the split or the filter names a place, so that only placed rows can answer."""
        return any(name in PLACE_DIMENSIONS for name in (*self.split, *self.where))

    @property
    def time(self) -> str:
        """Which of month, quarter and year the split is by; empty where by none."""
        return next((name for name in self.split if name in TIME_DIMENSIONS), "")


def ask(  # noqa: PLR0913 - each is a thing of its own that a question is of
    measure: Measure,
    tables: Tables,
    *,
    split: Sequence[str],
    where: Mapping[str, str],
    period: Period | None,
    edition: str,
    months_held: Iterable[str] | Mapping[str, Iterable[str]],
    definitions: Mapping[str, Sequence[str]] | None = None,
    begins: Mapping[str, Sequence[str]] | None = None,
) -> Asked:
    """Checks a question against the measure and the cut; ValueError with what can be asked."""
    check_dimensions(measure, split, where)
    check_tables(measure, tables)
    members = memberships_of(measure, tables, definitions)
    check_definition(measure, split, where, members)
    settled_where = settle_where(measure, split, where)
    held, held_by_age = (
        held_for(feeds_asked(measure, names, settled_where), months_held)
        for names in ([name for name in split if name != "age_group"], split)
    )
    frame = measure.frame if isinstance(measure, Estimate) else ()
    places = read_places(tables, dict.fromkeys((*split, *where, *frame)))
    check_codes(settled_where, places, members, _reader(measure, tables))
    settled = None if is_of_residents(measure) else _settle(measure, period, split, held)
    read = _periods_read(measure, settled)
    return Asked(
        tables=tables,
        split=tuple(split),
        where=settled_where,
        period=settled,
        missing=missing_runs(read, held_by_age),
        missing_at_all_ages=missing_runs(read, held),
        places=places.filter(
            *(pl.col(name) == code for name, code in where.items() if name in PLACE_DIMENSIONS)
        ),
        edition=edition,
        members=members,
        begins=begins or {},
    )


def feeds_asked(measure: Measure, split: Sequence[str], where: Mapping[str, str]) -> set[str]:
    """The monthly feeds whose months must be held for an answer; none for residents.

    Who an offence was done to is told by another feed than the offence: only a question about it
    needs both.
    """
    named = {*split, *(name for name, code in where.items() if code != EVERY_AGE)}
    named |= {*(measure.frame if isinstance(measure, Estimate) else ())}
    feeds: set[str] = set()
    for tally in tallies_of(measure):
        unit = unit_of_tally(tally.unit)
        columns = {unit.parts.get(name, name) for name in (*named, *tally.where)}
        feeds |= {*unit.feeds, *(unit.told_by[name] for name in columns if name in unit.told_by)}
    return feeds


def _reader(measure: Measure, tables: Tables) -> Callable[[str], tuple[str, ...]]:
    return lambda name: codes_in_cut(tables, tallies_of(measure)[0].unit, name)


def check_dimensions(measure: Measure, split: Sequence[str], where: Mapping[str, str]) -> None:
    """Raises unless the measure has every dimension named, none of them twice, and one time."""
    name, able = measure.indicator.name, measure.dimensions
    for each in (*split, *where):
        if each not in able:
            raise ValueError(
                f"'{name}' cannot be split or filtered by '{each}'; "
                + (suggest(each, able) if able else "it has no dimension at all")
            )
    if len({*split, *where}) < len(split) + len(where):
        raise ValueError(f"'{name}': name each dimension once, in the split or in the filter")
    if wrong := [each for each in TIME_DIMENSIONS if each in where]:
        raise ValueError(f"'{name}': give a period instead of a filter by {wrong[0]}")
    if len([each for each in split if each in TIME_DIMENSIONS]) > 1:
        raise ValueError(f"'{name}': split by one of {', '.join(TIME_DIMENSIONS)}, not by several")


def check_tables(measure: Measure, tables: Tables) -> None:
    """Raises NotInCutError unless the cut has the tables that the measure counts, naming feeds."""
    for tally in tallies_of(measure):
        unit = unit_of_tally(tally.unit)
        if unit.feeds and not tables.get(unit.table):
            raise NotInCutError(
                f"this cut holds no table '{unit.table}': receive the feed {unit.feeds[-1]}, then "
                "make a new cut"
            )


def check_codes(
    where: Mapping[str, str],
    places: pl.DataFrame,
    members: Members,
    read_codes: Callable[[str], tuple[str, ...]],
) -> None:
    """Raises unless each code of the filter is one of its dimension's."""
    for name, code in where.items():
        able = codes_of(name, places, members) or read_codes(name)
        if code not in able:
            raise ValueError(f"'{code}' is no code of '{name}'; {suggest(code, able)}")


def codes_of(name: str, places: pl.DataFrame, members: Members) -> tuple[str, ...]:
    """The codes of a dimension other than a time, in the order in which they are shown.

    Empty for a dimension whose codes only the rows of the cut tell.
    """
    if name in PLACE_DIMENSIONS:
        return tuple(places[name].drop_nulls().unique().sort().to_list())
    return tuple(members[name]) if name in members else dimension(name).codes


def suggest(word: str, able: Sequence[str]) -> str:
    """ "try one of: …": the nearest of what there is, or a few of it."""
    near = difflib.get_close_matches(word, able, n=3, cutoff=0.5)
    few = near or list(able[:15])
    more = ", …" if not near and len(able) > len(few) else ""
    return f"try one of: {', '.join(few)}{more}"


def is_of_residents(measure: Measure) -> bool:
    """Whether the measure counts residents, so that it has an edition and no period."""
    return tallies_of(measure)[0].unit == "residents"


def _settle(
    measure: Measure, period: Period | None, split: Sequence[str], held: Sequence[str]
) -> Period:
    """The period asked for, or the one that the measure or the split takes without one."""
    time = next((name for name in split if name in TIME_DIMENSIONS), "")
    latest = 0
    if isinstance(measure, Estimate):
        latest = measure.months
        time = time or ("month" if "month" in measure.frame and not latest else "")
    return settle_period(period, held, by=time, latest=latest)


def _periods_read(measure: Measure, period: Period | None) -> tuple[Period, ...]:
    beside = set_beside(measure, period)
    return tuple(each for each in (beside, period) if each)
