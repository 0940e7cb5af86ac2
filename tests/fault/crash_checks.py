"""What must hold in a store after any stop: read from its files, not by the store's own code."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import polars as pl

from vrn.sharing.store import Store, StoreError
from vrn.sharing.store.row_hash import hash_rows, hash_tables

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Rows = list[tuple[Any, ...]]


def faults_after(folder: Path, acknowledged: Iterable[dict[str, Any]]) -> list[str]:
    """What is wrong in a store after a stop and a writing open; empty where all is well."""
    try:
        Store.open(folder)
    except StoreError as error:
        return [f"does not open: {error}"]
    with closing(sqlite3.connect(folder / "manifest.sqlite")) as connection:
        tables = {
            name: connection.execute(f"SELECT * FROM {name}").fetchall()
            for name in ("receipt", "part", "live", "cut", "cut_table", "cut_part", "cut_supply")
        }
        sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        strangers = connection.execute("PRAGMA foreign_key_check").fetchall()
        (served,) = connection.execute("SELECT cut FROM pointer").fetchone()
    faults = [] if sound and not strangers else ["the manifest is not sound"]
    faults += file_faults(folder, tables)
    faults += supply_faults(tables)
    return faults or [*cut_faults(folder, tables, served), *lost(tables, acknowledged)]


def file_faults(folder: Path, tables: dict[str, Rows]) -> list[str]:
    """Files that are missing, that are not what their name says, or that nothing speaks of."""
    named = {
        folder / "parts" / f"{row[3]}.parquet"
        for name in ("part", "cut_part")
        for row in tables[name]
    }
    named |= {folder / "held" / f"{row[7]}.parquet" for row in tables["receipt"] if row[7]}
    there = {path for room in ("parts", "held") for path in (folder / room).iterdir()}
    faults = [f"missing: {path.name}" for path in named - there]
    faults += [f"left over: {path.name}" for path in there - named]
    for path in named & there:
        if hashlib.sha256(path.read_bytes()).hexdigest() != path.stem:
            faults.append(f"not its content: {path.name} has {path.stat().st_size} bytes")
    return faults


def supply_faults(tables: dict[str, Rows]) -> list[str]:
    """Receipts, parts and live slices that do not agree."""
    receipts = {row[1]: json.loads(row[6]) for row in tables["receipt"]}
    slices: dict[str, set[str]] = {name: set() for name in receipts}
    for receipt, _position, slice_name, _sha256, _rows in tables["part"]:
        slices[receipt].add(slice_name)
    faults = [
        f"receipt {name} has parts for {slices[name]}"
        for name, receipt in receipts.items()
        if slices[name] != set(receipt["slices"])
    ]
    live = {slice_name: receipt for _agreement, slice_name, receipt in tables["live"]}
    latest = {one: name for name, receipt in receipts.items() for one in receipt["slices"]}
    return faults + ([] if live == latest else [f"live slices are {live}, not {latest}"])


def cut_faults(folder: Path, tables: dict[str, Rows], served: int | None) -> list[str]:
    """Cuts with a gap, a pointer elsewhere than at the last, tables that are not their row hash."""
    numbers = [row[0] for row in tables["cut"]]
    faults = []
    if numbers != list(range(1, len(numbers) + 1)) or served != max(numbers, default=None):
        faults.append(f"cuts {numbers}, served {served}")
    for number, row_hash, _facts in tables["cut"]:
        hashes = {}
        for _cut, name, rows, table_hash in [
            row for row in tables["cut_table"] if row[0] == number
        ]:
            paths = [
                folder / "parts" / f"{row[3]}.parquet"
                for row in tables["cut_part"]
                if row[:2] == (number, name)
            ]
            table = pl.read_parquet(paths)
            hashes[name] = table_hash
            if (table.height, hash_rows(table)) != (rows, table_hash):
                faults.append(f"table {name} of cut {number} is not its row hash")
        if set(hashes) != {"areas", "offences"} or hash_tables(hashes) != row_hash:
            faults.append(f"cut {number} is not its tables")
    return faults


def lost(tables: dict[str, Rows], acknowledged: Iterable[dict[str, Any]]) -> list[str]:
    """What was acknowledged and is not there."""
    receipts = {row[1] for row in tables["receipt"]}
    cuts = {row[0]: row[1] for row in tables["cut"]}
    return [
        f"lost: {one}"
        for one in acknowledged
        if not (
            one["receipt"] in receipts
            if "receipt" in one
            else cuts.get(one["cut"]) == one["row_hash"]
        )
    ]
