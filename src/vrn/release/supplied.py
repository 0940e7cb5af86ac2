"""Supplied tables as they were released, for readers: a signed file each, cells sealed on reading.

A reader opens files in `released/` and the public key, and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vrn.release.aggregate import AggregateFigure, CellState, Told, _make_aggregate
from vrn.release.register import NotReleasedError
from vrn.release.register_file import ask_register
from vrn.release.signing import BrokenSignatureError, check_signature
from vrn.terms import Clearance

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from vrn.release.register import Released

COLUMNS = (
    *("counted", "unit", "area", "area_code", "period", "part", "groups", "written", "value"),
    *("decimals", "state"),
)
FOLDER = "tables"


@dataclass(frozen=True)
class SuppliedTable:
    """A supplied table: what is told of all of it, the facts of its supplies, and its cells.

    The cells are plain here and become sealed figures when they are asked for.
    """

    told: Told
    supplies: tuple[Mapping[str, Any], ...]
    cells: tuple[Mapping[str, Any], ...]

    def choices(self, name: str) -> tuple[str, ...]:
        """The distinct words of a column ("area", "period", "counted"), in the table's order."""
        return tuple(dict.fromkeys(cell[name] for cell in self.cells))

    def figures(self, **where: str) -> tuple[AggregateFigure, ...]:
        """The cells whose columns hold these very words, sealed; no words, no condition."""
        return self.page(where, start=0, size=len(self.cells))[1]

    def page(
        self, where: Mapping[str, str], *, start: int, size: int
    ) -> tuple[int, tuple[AggregateFigure, ...]]:
        """How many cells hold these very words, and of them those from `start` on, sealed."""
        asked = {name: words for name, words in where.items() if words}
        found = [cell for cell in self.cells if all(cell[n] == w for n, w in asked.items())]
        return len(found), tuple(_figure(self.told, cell) for cell in found[start : start + size])

    @property
    def states(self) -> dict[str, int]:
        """How many cells there are of each state that there is."""
        found = [cell["state"] for cell in self.cells]
        return {state.value: found.count(state) for state in CellState if state in found}


def _figure(told: Told, cell: Mapping[str, Any]) -> AggregateFigure:
    plain = {**cell, "groups": tuple(cell["groups"]), "state": CellState(cell["state"])}
    return _make_aggregate(told, **plain)


def table_to_bytes(table: SuppliedTable) -> bytes:
    """The table as canonical JSON: equal tables give equal bytes."""
    told = {**asdict(table.told), "clearance": table.told.clearance.name}
    rows = [[cell[name] for name in COLUMNS] for cell in table.cells]
    plain = {"told": told, "supplies": table.supplies, "columns": COLUMNS, "cells": rows}
    return json.dumps(
        plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
    ).encode()


def table_from_bytes(content: bytes) -> SuppliedTable:
    """The table again. For bytes whose signature has been checked."""
    plain = json.loads(content)
    told = plain["told"]
    return SuppliedTable(
        Told(
            **{
                **told,
                "clearance": Clearance[told["clearance"]],
                "supplies": tuple(told["supplies"]),
            }
        ),
        tuple(plain["supplies"]),
        tuple(dict(zip(COLUMNS, row, strict=True)) for row in plain["cells"]),
    )


def released_tables(register: Released) -> tuple[SuppliedTable, ...]:
    """The newest release of every supplied table, in the order of their names."""
    rows = _ask(register, "SELECT name FROM supplied GROUP BY name ORDER BY name", ())
    return tuple(released_table(register, name) for (name,) in rows)


def released_table(register: Released, name: str) -> SuppliedTable:
    """The newest release of a supplied table; NotReleasedError where there is none."""
    rows = _ask(
        register,
        "SELECT sha256, signature FROM supplied WHERE name = ? ORDER BY position DESC LIMIT 1",
        (name,),
    )
    if not rows:
        raise NotReleasedError(f"no supplied table {name!r} was released")
    path = register.folder / FOLDER / f"{rows[0][0]}.json"
    found = _read(path, register.public_key, rows[0][1])
    if found.told.table != name:
        raise BrokenSignatureError(f"the register leads from {name} to {found.told.table}")
    return found


def _ask(register: Released, query: str, values: tuple[object, ...]) -> list[Any]:
    """The rows of the register; none where it was made before tables were released."""
    try:
        return ask_register(register.folder, query, values)
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return []
        raise


@lru_cache(maxsize=8)
def _read(path: Path, public_key: str, signature: str) -> SuppliedTable:
    content = path.read_bytes()
    check_signature(public_key, content, signature)
    if hashlib.sha256(content).hexdigest() != path.stem:
        raise BrokenSignatureError(f"{path.name}: its content is not what it is named by")
    return table_from_bytes(content)
