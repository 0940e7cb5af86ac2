"""Sets a measured table beside its lattice: what of each cell may be shown, and as which number.

The exact number was counted twice, by the engine for the measure and row by row for the lattice.
Where the two differ nothing leaves: one of them is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from vrn.problem.measure import TIME_DIMENSIONS, Ratio, Tally, tallies_of
from vrn.release.headline.axes import ALL_AGES, NOT_PLACED, Address
from vrn.release.headline.families import corner_of
from vrn.release.headline.shapes import (
    DISTRICT,
    MONTH,
    NEIGHBOURHOOD,
    PERIOD,
    QUARTER,
    WHOLE,
    YEAR,
    is_listed,
    nearest_shapes,
)
from vrn.release.lanes import NoLaneError
from vrn.statistics.counts import rate_limits
from vrn.statistics.proportions import wilson_limits
from vrn.terms import Period, period_of, quarter_of, year_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vrn.problem.measure import Measured
    from vrn.release.headline.lattice import Cell, Lattice

    LatticeOf = Callable[[Tally], Lattice]

WITHHELD = "fewer than 10 people, or another number would give it away"
_PLACES = (DISTRICT, NEIGHBOURHOOD)
_LABELS = ("definition", "definition_class")
_AXES = (*_LABELS, "age_group", "district", "neighbourhood", *TIME_DIMENSIONS)


@dataclass(frozen=True, kw_only=True)
class Protected:
    """What may be shown of one cell: nothing where `is_withheld`; `note` says what it stands on."""

    is_withheld: bool = False
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    numerator: int | None = None
    denominator: float | None = None
    note: str = ""


def protect(measured: Measured, row: Mapping[str, Any], lattice_of: LatticeOf) -> Protected:
    """What may be shown of a measured cell that has a value, by the headline lane.

    `lattice_of` gives the lattice of a tally's family over the cut. NoLaneError, with the nearest
    shapes, where the cell is of no listed shape; ValueError where the two counts of it differ.
    """
    measure = measured.measure
    codes = {**dict(measured.where), **{name: str(row[name]) for name in measured.split}}
    period = measured.period_of(row)
    match measure:
        case Tally():
            cell = _cell(lattice_of, measure, codes, period)
            _check_equal(measure, cell, row["numerator"])
            return _shown(row, cell, cell.number)
        case Ratio():
            cell = _cell(lattice_of, measure.numerator, codes, period)
            _check_equal(measure, cell, row["numerator"])
            if isinstance(measure.denominator, str):
                return _rate(measure, row, cell)
            part = _part_of(measure, codes)
            rest = {name: code for name, code in codes.items() if name != part}
            whole = _cell(lattice_of, measure.denominator, rest, period)
            _check_equal(measure, whole, row["denominator"])
            return _share(measure, row, cell, whole)
    raise NoLaneError(f"'{measure.indicator.name}' is an estimate: it leaves as a finding")


def are_all_shown(measured: Measured, row: Mapping[str, Any], lattice_of: LatticeOf) -> bool:
    """Whether the headline of every district is shown for a cell of the whole area, as it now is.

    That is: the tally of the cell by district is of a listed shape, and no district's number is
    withheld, or stands from an earlier cut.
    """
    codes = {**dict(measured.where), **{name: str(row[name]) for name in measured.split}}
    (tally,) = tallies_of(measured.measure)
    address = _address_of(tally, {**codes, DISTRICT: ""}, measured.period_of(row))
    lattice = lattice_of(tally)
    if lattice.find(address) is None:
        return False
    fixed = {name: getattr(address, name) for name in ("level", "months", "label", "age")}
    hidden = pl.col("number").is_null() | pl.col("stands")
    cells = lattice.cells.filter(
        *(pl.col(name) == code for name, code in fixed.items()),
        pl.col("dimension") == address.dimension,
        pl.col("code") == address.code,
        pl.col("place") != NOT_PLACED,
    )
    return cells.filter(hidden).is_empty()


def _shown(row: Mapping[str, Any], cell: Cell, number: int | None) -> Protected:
    if number is None:
        return Protected(is_withheld=True)
    return Protected(
        value=float(number), numerator=number, denominator=row["denominator"], note=_note(cell)
    )


def _rate(measure: Ratio, row: Mapping[str, Any], cell: Cell) -> Protected:
    if cell.number is None:
        return Protected(is_withheld=True)
    if not cell.stands:
        return _as_measured(row)
    found = rate_limits([cell.number], [row["denominator"]], multiplier=measure.multiplier)
    return _recounted(found, cell.number, row["denominator"], cell)


def _share(measure: Ratio, row: Mapping[str, Any], cell: Cell, whole: Cell) -> Protected:
    if cell.number is None or whole.number is None:
        return Protected(is_withheld=True)
    if not cell.stands and not whole.stands:
        return _as_measured(row)
    if cell.number > whole.number or not whole.number:
        return Protected(is_withheld=True)  # numbers of different cuts do not make a share
    found = wilson_limits([cell.number], [float(whole.number)], multiplier=measure.multiplier)
    stands = cell if cell.stands else whole
    return _recounted(found, cell.number, float(whole.number), stands)


def _as_measured(row: Mapping[str, Any]) -> Protected:
    names = ("value", "lower", "upper", "numerator", "denominator")
    return Protected(**{name: row[name] for name in names})


def _recounted(found: Any, number: int, denominator: float, cell: Cell) -> Protected:
    return Protected(
        value=float(found.value[0]),
        lower=float(found.lower[0]),
        upper=float(found.upper[0]),
        numerator=number,
        denominator=denominator,
        note=_note(cell),
    )


def _note(cell: Cell) -> str:
    if not cell.stands:
        return ""
    return (
        f"as released from cut {cell.since}: what has changed since then, if anything, is not told"
    )


def _cell(
    lattice_of: LatticeOf, tally: Tally, codes: Mapping[str, str], period: Period | None
) -> Cell:
    address = _address_of(tally, codes, period)
    lattice = lattice_of(tally)
    found = lattice.find(address)
    if found is None:
        _check_listed(tally.indicator.name, address, lattice)
        raise NoLaneError(
            f"the headline lane has no cell for {_say(address)}: ask for a month, quarter, "
            "financial year or the assessment's period whose files are all held, and for a code "
            "that the cut holds"
        )
    return found


def _check_equal(measure: Tally | Ratio, cell: Cell, measured: float) -> None:
    if cell.exact != measured:
        raise ValueError(
            f"'{measure.indicator.name}': a cell was counted twice with two answers, and nothing "
            "leaves; report this with the number of the cut"
        )


def _address_of(tally: Tally, codes: Mapping[str, str], period: Period | None) -> Address:
    """Where a cell of a tally lies; NoLaneError unless its shape is on the list."""
    corner = corner_of(tally)
    name = tally.indicator.name
    others = [each for each in codes if each not in _AXES]
    places = [each for each in (NEIGHBOURHOOD, DISTRICT) if each in codes]
    if corner is None or period is None:
        raise NoLaneError(f"'{name}' is of no headline shape: none counts its records")
    if len(others) + bool(corner.dimension) > 1 or len(places) + bool(corner.level) > 1:
        raise NoLaneError(
            f"'{name}' by {', '.join(codes)} is of no headline shape: at most one place, one time "
            "and one more dimension go together"
        )
    level = places[0] if places else corner.level or WHOLE
    dimension = others[0] if others else corner.dimension
    return Address(
        level=level,
        place=codes.get(level, corner.place),
        months=",".join(period.months),
        label=next((codes[each] for each in _LABELS if each in codes), corner.label),
        age=corner.age or codes.get("age_group", ALL_AGES),
        dimension=dimension,
        code=codes.get(dimension, corner.code),
    )


def _check_listed(name: str, address: Address, lattice: Lattice) -> None:
    """Raises NoLaneError, naming the nearest shapes, where the list has none for such a cell."""
    level, dimension = address.level, address.dimension
    time = _kind_of(_period_of(address))
    kinds = lattice.times.get(address.months, {time})
    if not any(is_listed(level, kind, dimension, lattice.shapes) for kind in kinds):
        near = "; ".join(nearest_shapes(level, time, dimension, lattice.shapes))
        asked = f"{level} by {time}" + (f" and {dimension}" if dimension else "")
        raise NoLaneError(f"'{name}' for the {asked} is of no headline shape; try one of: {near}")


def _period_of(address: Address) -> Period:
    months = address.months.split(",")
    return Period(months[0], months[-1])


def _kind_of(period: Period) -> str:
    """As what a table over a period is listed: by month, quarter, year, or as a period of its own.

    >>> _kind_of(Period("2020-04", "2021-03")), _kind_of(Period("2020-04", "2021-09"))
    ('year', 'period')
    """
    if period.first == period.last:
        return MONTH
    if period == period_of(quarter_of(period.first)):
        return QUARTER
    return YEAR if period == period_of(year_of(period.first)) else PERIOD


def _part_of(measure: Ratio, codes: Mapping[str, str]) -> str:
    """The dimension whose codes are parts of one whole: the one that is no place, else the place.

    Empty for a share that names its part by a filter of its own.
    """
    named = sorted((each for each in codes if each in measure.parts), key=_PLACES.__contains__)
    return named[0] if named else ""


def _say(address: Address) -> str:
    named = [part for part in (address.place, address.label, address.code) if part]
    return ", ".join([*named, address.age, _period_of(address).label])
