"""A cube: one measure's figures over one split, kept as signed bytes and read back as figures."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vrn.release.figure import RANGE, Figure, _make, check_seal, contents
from vrn.terms import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

_VALUES = ("value", "lower", "upper", "confidence", "numerator", "denominator")
_CELL = ("place", "period", "by", *_VALUES, "method", "state", "reason")


@dataclass(frozen=True, kw_only=True)
class Cube:
    """One measure's figures: its indicator's words, the split, the filter and the cells."""

    indicator: Mapping[str, Any]
    split: tuple[str, ...]
    where: tuple[tuple[str, str], ...]
    period: Period | None
    figures: tuple[Figure, ...]

    def __post_init__(self) -> None:
        for figure in self.figures:
            check_seal(figure)

    @property
    def measure(self) -> str:
        """The measure's catalogue name."""
        return str(self.indicator["name"])

    @property
    def only(self) -> Figure:
        """The one figure of a cube without a split; ValueError where there are more."""
        (figure,) = self.figures
        return figure

    def at(self, **codes: str) -> Figure:
        """The figure of the cell with these dimension codes; KeyError where there is none."""
        for figure in self.figures:
            held = {name: code for name, code, _ in figure.by}
            if all(held.get(name) == code for name, code in codes.items()):
                return figure
        raise KeyError(f"{self.measure} has no cell {codes}")


def cube_to_bytes(cube: Cube) -> bytes:
    """The cube as canonical JSON: equal cubes give equal bytes; shared fields stand once.

    Raises ForgedFigureError for a cell whose seal does not hold: what is kept is signed next.
    """
    rows, supplies = [], []
    shared: dict[str, Any] = {}
    # A finding is printed with the digits that it has, so that two may differ in their decimals.
    is_own = len({figure.decimals for figure in cube.figures}) > 1
    names = (*_CELL, "decimals") if is_own else _CELL
    # A range stands in the cells of a cube that has any; one without has the bytes it always had.
    ranged = RANGE if any(figure.linkage_range for figure in cube.figures) else ()
    for figure in cube.figures:
        check_seal(figure)
        plain = contents(figure)
        rests = tuple(plain["provenance"].pop("supplies"))
        if rests not in supplies:
            supplies.append(rests)
        own = [plain.pop(name) for name in names] + [plain.pop(name, None) for name in ranged]
        rows.append([*own, supplies.index(rests)])
        shared = shared or plain
        if plain != shared:
            raise ValueError(f"the figures of cube {cube.measure} do not belong together")
    period = [cube.period.first, cube.period.last] if cube.period else None
    return json.dumps(
        {
            "indicator": dict(cube.indicator),
            "split": cube.split,
            "where": cube.where,
            "period": period,
            "shared": shared,
            "supplies": supplies,
            "columns": [*names, *ranged, "supplies"],
            "cells": rows,
        },
        ensure_ascii=False,
        allow_nan=False,
        separators=(",", ":"),
        sort_keys=True,
    ).encode()


def cube_from_bytes(content: bytes) -> Cube:
    """The cube again, its figures sealed anew. For bytes whose signature has been checked."""
    plain = json.loads(content)
    figures = (
        _figure_from_row(
            dict(zip(plain["columns"], row, strict=True)),
            shared=plain["shared"],
            supplies=plain["supplies"],
        )
        for row in plain["cells"]
    )
    return Cube(
        indicator=plain["indicator"],
        split=tuple(plain["split"]),
        where=tuple((name, code) for name, code in plain["where"]),
        period=Period(*plain["period"]) if plain["period"] else None,
        figures=tuple(figures),
    )


def _figure_from_row(
    cell: dict[str, Any], *, shared: dict[str, Any], supplies: list[list[str]]
) -> Figure:
    provenance = {**shared["provenance"], "supplies": supplies[cell.pop("supplies")]}
    return _make({**shared, **cell, "provenance": provenance})
