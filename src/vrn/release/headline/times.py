"""The times of a lattice: what is shown of them, and the ways in which one is parted into others.

Two released times may overlap: the assessment's period and a year share some of their months. What
the two have in common, and what one has beyond the other, can be worked out by who subtracts; so
these parts are times of the lattice too, though nothing is shown of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from vrn.release.headline.shapes import MONTH, PERIOD, QUARTER, YEAR
from vrn.terms import Period, period_of, quarter_of, year_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Months = frozenset[str]
    Split = tuple[str, int, tuple[int, ...]]
    """Among which times it stands (COARSE, FINE, BY_MONTH), a time, and what parts it."""

COARSE, FINE, BY_MONTH = "coarse", "fine", "by month"


@dataclass(frozen=True, kw_only=True)
class Times:
    """The times by position: their months, what kind each is released as, and how they are parted.

    A time without a kind is a part that only who subtracts comes to. `coarse` are the positions of
    years, periods and what they share, for tables with a further dimension; `fine` those of a
    district's tables without one (quarters and their parts too), `months` those of the whole
    area's alone. A split holds for the tables that have the times it stands among.
    """

    sets: tuple[Months, ...]
    kinds: tuple[frozenset[str], ...]
    coarse: tuple[int, ...]
    fine: tuple[int, ...]
    months: tuple[int, ...]
    splits: tuple[Split, ...]

    def find(self, period: Period) -> int | None:
        """The position of a time by what it covers; None where the lattice has no such time."""
        wanted = frozenset(period.months)
        return self.sets.index(wanted) if wanted in self.sets else None

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Each time as a text that stays the same from cut to cut: its months, in order."""
        return tuple(",".join(sorted(months)) for months in self.sets)


def times_of(months_held: Sequence[str], periods: Iterable[Period]) -> Times:
    """The times over the months held: each month, and quarters, years and periods held whole."""
    held = frozenset(months_held)
    real: dict[Months, set[str]] = {}
    for month in sorted(held):
        real.setdefault(frozenset((month,)), set()).add(MONTH)
        for kind, code in ((QUARTER, quarter_of(month)), (YEAR, year_of(month))):
            _add(real, kind, period_of(code), held)
    for period in periods:
        _add(real, PERIOD, period, held)
    return _arrange(real)


def _add(real: dict[Months, set[str]], kind: str, period: Period, held: Months) -> None:
    months = frozenset(period.months)
    if months <= held:
        real.setdefault(months, set()).add(kind)


def _arrange(real: Mapping[Months, set[str]]) -> Times:
    coarse = [months for months, kinds in real.items() if kinds & {YEAR, PERIOD}]
    quarters = [months for months, kinds in real.items() if QUARTER in kinds]
    single = [months for months, kinds in real.items() if MONTH in kinds]
    shared = _parts_between(coarse)
    pieces = _parts_between([*shared, *quarters])
    sets = tuple(dict.fromkeys((*coarse, *shared, *quarters, *pieces, *single)))
    at = {months: position for position, months in enumerate(sets)}
    splits = {
        *_splits(COARSE, coarse, shared, at),
        *_splits(FINE, [*coarse, *shared, *quarters], pieces, at),
        *_splits(BY_MONTH, [*coarse, *shared, *quarters, *pieces], single, at),
    }
    return Times(
        sets=sets,
        kinds=tuple(frozenset(real.get(months, ())) for months in sets),
        coarse=_positions([*coarse, *shared], at),
        fine=_positions([*coarse, *shared, *quarters, *pieces], at),
        months=_positions(sets, at),
        splits=tuple(sorted(splits)),
    )


def _parts_between(sets: Sequence[Months]) -> list[Months]:
    """The largest runs of months that no set parts: months go together that lie in the same ones.

    >>> parts = _parts_between([frozenset("ab"), frozenset("bcd")])
    >>> sorted("".join(sorted(part)) for part in parts)
    ['a', 'b', 'cd']
    """
    alike: dict[tuple[bool, ...], set[str]] = {}
    for month in sorted(set().union(*sets)):
        alike.setdefault(tuple(month in months for months in sets), set()).add(month)
    return [frozenset(months) for months in alike.values()]


def _splits(
    among: str, totals: Iterable[Months], parts: Sequence[Months], at: Mapping[Months, int]
) -> list[Split]:
    """Each total that the parts make up exactly, with those parts; a total is no part of itself."""
    found = []
    for total in totals:
        inside = [part for part in parts if part < total]
        if inside and frozenset().union(*inside) == total:
            found.append((among, at[total], _positions(inside, at)))
    return found


def _positions(sets: Iterable[Months], at: Mapping[Months, int]) -> tuple[int, ...]:
    return tuple(sorted({at[months] for months in sets}))
