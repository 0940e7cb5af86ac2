"""Measured cells become a cube of sealed figures, by the lane their supplies allow."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from vrn.problem.counting import WITHHELD_BY_SUPPLIER
from vrn.problem.measure import Estimate, set_beside, tallies_of
from vrn.problem.supplies import ROWS_OF_SUPPLIES
from vrn.problem.thresholds import rests_on_linkage
from vrn.problem.units import UNITS
from vrn.problem.violence.resting import definitions_behind
from vrn.release.code_version import code_version
from vrn.release.cube import Cube
from vrn.release.figure import RANGE, Figure, State, _make
from vrn.release.findings import (
    OF_HEADLINES,
    TOO_FEW,
    check_finding,
    events_behind,
    find,
    is_finding,
)
from vrn.release.headline.protecting import WITHHELD, are_all_shown, protect
from vrn.release.headline.withholding import LeakyShapeError
from vrn.release.lanes import NoLaneError, closed_among
from vrn.release.lineage import Ground, rests_on
from vrn.release.ranging import AS_RELEASED, BY_EXACT_KEYS, BY_MODEL, STANDS, Threshold, outward
from vrn.terms import Area, Clearance, Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from vrn.problem.measure import Measured, Tally
    from vrn.release.headline.lattice import Lattice
    from vrn.terms import Period

    # What stands behind a cell of a period, or of a supply: the receipt ids, and those of
    # them that are not open data.
    Behind = Callable[[Period | None, str], tuple[tuple[str, ...], tuple[str, ...]]]

CONFIDENCE = 0.95
NOT_ALL_SHOWN = "it is made of headlines of districts, of which not every one is shown"
_LEVELS = {
    "small_area": Level.SMALL_AREA,
    "neighbourhood": Level.NEIGHBOURHOOD,
    "district": Level.DISTRICT,
}


@dataclass(frozen=True, kw_only=True)
class Protection:
    """What figures that rest on more than open data need to leave.

    lattice_of    the lattice of a tally over the cut, behind the headline lane
    write_down    keeps the inputs of a finding, before it is given
    definitions   the label of each definition by its id, for provenance
    """

    lattice_of: Callable[[Tally], Lattice]
    write_down: Callable[[Mapping[str, object]], None]
    definitions: Mapping[str, str]


def release(
    measured: Measured,
    *,
    ground: Ground,
    whole: Area,
    feeds: Sequence[str],
    protection: Protection | None = None,
    thresholds: Sequence[Threshold] = (),
) -> Cube:
    """The released cube of a measured table: every cell a Figure with its state and its ground.

    `whole` is the partnership's area, the place of a cell that names no other; `feeds` are those
    the measure read (see `rests_on`). What rests on open data alone leaves as it is. Anything else
    needs `protection`: a headline is shown or withheld by its lattice, a finding is rounded, a
    table that was supplied goes on as supplied. With `thresholds`, the same question at the other
    two thresholds of linkage, each figure shown has a range. Raises NoLaneError where no lane holds
    the table.
    """
    shared = _shared_fields(measured, ground, protection)
    behind = _find_behind(measured, ground, feeds)
    figures = tuple(
        _figure(
            row,
            measured,
            whole=whole,
            behind=behind,
            shared=shared,
            protection=protection,
            thresholds=thresholds,
        )
        for row in measured.table.exact.to_dicts()
    )
    return Cube(
        indicator=asdict(measured.measure.indicator),
        split=measured.split,
        where=measured.where,
        period=measured.period,
        figures=figures,
    )


def release_exact(measured: Measured, *, ground: Ground, whole: Area, feeds: Sequence[str]) -> Cube:
    """The exact cells as operational figures, for `operational.look` alone: nothing keeps them."""
    shared = _shared_fields(measured, ground, None)
    behind = _find_behind(measured, ground, feeds)
    figures = tuple(
        _sealed(
            row,
            measured,
            whole=whole,
            supplies=behind(measured.period_of(row), "")[0],
            clearance=Clearance.OPERATIONAL,
            shared=shared,
        )
        for row in measured.table.exact.to_dicts()
    )
    return Cube(
        indicator=asdict(measured.measure.indicator),
        split=measured.split,
        where=measured.where,
        period=measured.period,
        figures=figures,
    )


def _shared_fields(
    measured: Measured, ground: Ground, protection: Protection | None
) -> dict[str, Any]:
    indicator = measured.measure.indicator
    labels = protection.definitions if protection else {}
    told_by = [labels[name] for name in definitions_behind(measured, ground.live) if name in labels]
    return {
        "measure": indicator.name,
        "title": indicator.title,
        "unit": indicator.unit,
        "decimals": indicator.decimals,
        "provenance": {
            "cut": ground.number,
            "cut_hash": ground.row_hash,
            "definition": indicator.definition,
            "code_version": code_version(),
            **({"definitions": told_by} if told_by else {}),
        },
    }


def _figure(
    row: Mapping[str, Any],
    measured: Measured,
    *,
    whole: Area,
    behind: Behind,
    shared: Mapping[str, Any],
    protection: Protection | None,
    thresholds: Sequence[Threshold],
) -> Figure:
    supplies, closed = behind(measured.period_of(row), str(row.get("supply") or ""))
    clearance = Clearance.OPEN
    if closed or ("read_for", "partners") in measured.where:
        exact, (row, clearance) = row, _through_a_lane(row, measured, closed, protection)
        if protection and rests_on_linkage(measured.measure) and _is_shown(row):
            row = _with_range(exact, row, measured, closed, protection, thresholds)
    return _sealed(
        row, measured, whole=whole, supplies=supplies, clearance=clearance, shared=shared
    )


def _sealed(
    row: Mapping[str, Any],
    measured: Measured,
    *,
    whole: Area,
    supplies: Sequence[str],
    clearance: Clearance,
    shared: Mapping[str, Any],
) -> Figure:
    period = measured.period_of(row)
    beside = set_beside(measured.measure, period)
    place = _place(row, measured, whole)
    has_interval = row["lower"] is not None
    return _make(
        {
            **shared,
            "place": [place.code, place.name, place.level.value],
            "period": [period.first, period.last] if period else None,
            "by": _by(row, measured),
            **{name: _real(row[name]) for name in ("value", "lower", "upper", "denominator")},
            "numerator": row["numerator"],
            "decimals": row.get("decimals", shared["decimals"]),
            "confidence": CONFIDENCE if has_interval else None,
            "method": row["method"] or "",
            "state": row.get("state", _state(row)).value,
            "reason": row["reason"] or "",
            **{name: row[name] for name in RANGE if name in row},
            "clearance": clearance.name,
            "provenance": {
                **shared["provenance"],
                "supplies": list(supplies),
                "set_beside": [beside.first, beside.last] if beside else [],
            },
        }
    )


def _at_threshold(
    exact: Mapping[str, Any], closed: Sequence[str], protection: Protection, at: Threshold
) -> float | None:
    """The number of the same cell at another threshold; None where it may not leave or is none.

    It goes through the lane by itself, with the lattice of its own threshold.
    """
    row = at.row_of(exact)
    if row is None:
        return None
    own = replace(
        protection,
        lattice_of=at.lattice_of,
        write_down=partial(_write_down_at, protection, at.name),
    )
    try:
        left, _ = _through_a_lane(row, at.measured, closed, own)
    except LeakyShapeError:
        return None
    if not _is_shown(left) or left.get("stands"):
        return None
    value: float = (row if is_finding(at.measured) else left)["value"]
    return value


def _write_down_at(protection: Protection, name: str, about: Mapping[str, object]) -> None:
    protection.write_down({**about, "threshold of linkage": name})


def _state(row: Mapping[str, Any]) -> State:
    return State.NOT_AVAILABLE if row["value"] is None else State.SHOWN


def _is_shown(row: Mapping[str, Any]) -> bool:
    return row.get("state", _state(row)) is State.SHOWN


def _with_range(
    exact: Mapping[str, Any],
    shown: Mapping[str, Any],
    measured: Measured,
    closed: Sequence[str],
    protection: Protection,
    thresholds: Sequence[Threshold],
) -> Mapping[str, Any]:
    """The shown row with its range over the thresholds, and by what its persons are told apart.

    A number that stands from an earlier cut has no range: its persons were told apart then.
    """
    if shown.get("stands"):
        method = "; ".join(filter(None, (shown["method"], AS_RELEASED)))
        return {**shown, "method": method, **({"range_reason": STANDS} if thresholds else {})}
    others = [_at_threshold(exact, closed, protection, each) for each in thresholds]
    told = "; ".join(filter(None, (shown["method"], BY_MODEL if thresholds else BY_EXACT_KEYS)))
    range_ = outward(measured, exact, shown, others) if thresholds else {}
    return {**shown, "method": told, **range_}


def _through_a_lane(
    row: Mapping[str, Any],
    measured: Measured,
    closed: Sequence[str],
    protection: Protection | None,
) -> tuple[Mapping[str, Any], Clearance]:
    """The row as it may be shown by who holds it, and who may see it."""
    name = tallies_of(measured.measure)[0].unit
    if name in ROWS_OF_SUPPLIES:  # how many rows a file had, and nobody's own
        return row, Clearance.PARTNER
    if name in UNITS and UNITS[name].is_supplied and not isinstance(measured.measure, Estimate):
        is_withheld = row["reason"] == WITHHELD_BY_SUPPLIER
        return (_withheld(row, row["reason"]) if is_withheld else row), Clearance.PUBLIC
    if protection is None:
        raise NoLaneError(
            f"supplies {', '.join(closed)} are not under an open licence, and figures from them "
            "need an approved headline lane"
        )
    if is_finding(measured):
        return _as_finding(row, measured, protection), Clearance.PUBLIC
    if row["value"] is None:
        # A rate that cannot be had, for want of residents, would tell its count all the same.
        return {**row, "numerator": None, "denominator": None, "method": ""}, Clearance.PUBLIC
    found = protect(measured, row, protection.lattice_of)
    if found.is_withheld:
        return _withheld(row, WITHHELD), Clearance.PUBLIC
    names = ("value", "lower", "upper", "numerator", "denominator")
    shown = {name: getattr(found, name) for name in names}
    told = {"reason": found.note or row["reason"], "stands": bool(found.note)}
    return {**row, **shown, **told}, Clearance.PUBLIC


def _as_finding(
    row: Mapping[str, Any], measured: Measured, protection: Protection
) -> Mapping[str, Any]:
    check_finding(measured)
    nothing = {"numerator": None, "denominator": None}
    if row["value"] is None:
        return {**row, **nothing}
    cell = {name: str(row[name]) for name in measured.split}
    protection.write_down(
        {
            "measure": measured.measure.indicator.name,
            "cell": {**dict(measured.where), **cell},
            "period": [measured.period.first, measured.period.last] if measured.period else None,
            "exact": {name: row[name] for name in ("value", "lower", "upper")},
            "events": events_behind(measured, row),
        }
    )
    found = find(measured, row)
    if found.is_withheld:
        return _withheld(row, TOO_FEW)
    name = measured.measure.indicator.name
    if name in OF_HEADLINES and not are_all_shown(measured, row, protection.lattice_of):
        return _withheld(row, NOT_ALL_SHOWN)
    shown = {name: getattr(found, name) for name in ("value", "lower", "upper", "decimals")}
    return {**row, **nothing, **shown}


def _withheld(row: Mapping[str, Any], reason: str) -> Mapping[str, Any]:
    """The row with nothing left that a count could be told from."""
    return {
        **row,
        **dict.fromkeys(("value", "lower", "upper", "numerator", "denominator")),
        "method": "",
        "reason": reason,
        "state": State.WITHHELD,
    }


def _find_behind(measured: Measured, ground: Ground, feeds: Sequence[str]) -> Behind:
    """What tells it of each cell, worked out once a period: cells of one period share it."""

    @cache
    def behind(period: Period | None, supply: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        beside = set_beside(measured.measure, period)
        supplies = (supply,) if supply else _supplies(ground, feeds, {period, beside or period})
        return supplies, closed_among(ground.supplies[receipt] for receipt in supplies)

    return behind


def _supplies(
    ground: Ground, feeds: Sequence[str], periods: Iterable[Period | None]
) -> tuple[str, ...]:
    """What a cell rests on: its own months' supplies, and those of the months it is set beside."""
    held = {receipt for period in periods for receipt in rests_on(ground, feeds, period)}
    # What was received shows that a month was not: such a cell rests on all of it.
    return tuple(sorted(held)) or rests_on(ground, feeds, None)


def _real(value: float | None) -> float | None:
    return None if value is None else float(value)


def _by(row: Mapping[str, Any], measured: Measured) -> list[list[str]]:
    cells = [(name, str(row[name])) for name in measured.split] + list(measured.where)
    return [[name, code, _label(measured, name, code)] for name, code in cells]


def _place(row: Mapping[str, Any], measured: Measured, whole: Area) -> Area:
    codes = {**dict(measured.where), **{name: str(row[name]) for name in measured.split}}
    for dimension, level in _LEVELS.items():
        if dimension in codes:
            code = codes[dimension]
            return Area(code, _label(measured, dimension, code), level)
    return whole


def _label(measured: Measured, dimension: str, code: str) -> str:
    return measured.labels.get(dimension, {}).get(code, code)
