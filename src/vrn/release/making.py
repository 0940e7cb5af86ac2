"""Measured cells become a cube of sealed figures, by the lane their supplies allow."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any

from vrn.problem.measure import Estimate
from vrn.problem.months import year_before
from vrn.release.code_version import code_version
from vrn.release.cube import Cube
from vrn.release.figure import Figure, State, _make
from vrn.release.lanes import lane_for
from vrn.release.lineage import Ground, rests_on
from vrn.terms import Area, Level, Period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from vrn.problem.measure import Measured
    from vrn.terms import Clearance

    # What stands behind a cell of a period, or of a supply: the receipt ids, and their lane.
    Behind = Callable[[Period | None, str], tuple[tuple[str, ...], Clearance]]

CONFIDENCE = 0.95
_LEVELS = {"district": Level.DISTRICT, "small_area": Level.SMALL_AREA}


def release(measured: Measured, *, ground: Ground, whole: Area, feeds: Sequence[str]) -> Cube:
    """The released cube of a measured table: every cell a Figure with its state and its ground.

    `whole` is the partnership's area, the place of a cell that names no other; `feeds` are those
    the measure read (see `rests_on`). Raises NoLaneError where a supply behind it is not open.
    """
    shared = _shared_fields(measured, ground)
    behind = _find_behind(measured, ground, feeds)
    rows = measured.table.exact.to_dicts()
    figures = tuple(
        _figure(row, measured, whole=whole, behind=behind, shared=shared) for row in rows
    )
    return Cube(
        indicator=asdict(measured.measure.indicator),
        split=measured.split,
        where=measured.where,
        period=measured.period,
        figures=figures,
    )


def _shared_fields(measured: Measured, ground: Ground) -> dict[str, Any]:
    indicator = measured.measure.indicator
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
        },
    }


def _figure(
    row: Mapping[str, Any],
    measured: Measured,
    *,
    whole: Area,
    behind: Behind,
    shared: Mapping[str, Any],
) -> Figure:
    period = Period(row["month"], row["month"]) if "month" in measured.split else measured.period
    beside = _set_beside(measured, period)
    supplies, clearance = behind(period, str(row.get("supply") or ""))
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
            "confidence": CONFIDENCE if has_interval else None,
            "method": row["method"] or "",
            "state": (State.NOT_AVAILABLE if row["value"] is None else State.SHOWN).value,
            "reason": row["reason"] or "",
            "clearance": clearance.name,
            "provenance": {
                **shared["provenance"],
                "supplies": list(supplies),
                "set_beside": [beside.first, beside.last] if beside else [],
            },
        }
    )


def _set_beside(measured: Measured, period: Period | None) -> Period | None:
    """The same months of the year before, for a measure that sets them beside its own."""
    if period and isinstance(measured.measure, Estimate) and measured.measure.has_year_before:
        return year_before(period)
    return None


def _find_behind(measured: Measured, ground: Ground, feeds: Sequence[str]) -> Behind:
    """What tells it of each cell, worked out once a period: cells of one period share it."""

    @cache
    def behind(period: Period | None, supply: str) -> tuple[tuple[str, ...], Clearance]:
        beside = _set_beside(measured, period)
        supplies = (supply,) if supply else _supplies(ground, feeds, {period, beside or period})
        return supplies, lane_for(ground.supplies[receipt] for receipt in supplies)

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
    for dimension in ("small_area", "district"):
        if dimension in codes:
            code = codes[dimension]
            return Area(code, _label(measured, dimension, code), _LEVELS[dimension])
    return whole


def _label(measured: Measured, dimension: str, code: str) -> str:
    return measured.labels.get(dimension, {}).get(code, code)
