"""What the manifest says, entry by entry: receipts, parts, live slices, cuts.

Each function takes the connection of a running transaction (`manifest.reading` or `.writing`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vrn.sharing.store.durable import KeptFile, StoreError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

KeptReceipt = dict[str, Any]
"""A receipt as it was given: text, numbers, true or false, lists and mappings of these."""


@dataclass(frozen=True)
class Part:
    """One stored file of a supply: rows of one slice, in Parquet. A slice may have several."""

    slice: str
    receipt: str
    path: Path
    rows: int
    sha256: str


@dataclass(frozen=True)
class TablePart:
    """One table of a cut: its Parquet files in order (one or more), its rows, their row hash."""

    paths: tuple[Path, ...]
    rows: int
    row_hash: str


@dataclass(frozen=True)
class Cut:
    """A frozen, numbered snapshot: tables by name, the receipts it rests on, noted facts."""

    number: int
    tables: Mapping[str, TablePart]
    supplies: tuple[KeptReceipt, ...]
    facts: Mapping[str, Any]
    row_hash: str


# -- receipts -----------------------------------------------------------------------------------


def add_receipt(
    connection: sqlite3.Connection, receipt: Mapping[str, Any], *, held: KeptFile | None = None
) -> None:
    """Enters a receipt and the file of its held-back rows. Raises StoreError if its id is taken."""
    if find_by_id(connection, receipt["id"]) is not None:
        raise StoreError(
            f"receipt {receipt['id']} is in the store already, and receipts are never changed. "
            "Nothing was stored. Give the new receipt an id of its own."
        )
    row = [receipt[key] for key in ("id", "agreement", "feed", "state", "sha256")]
    row += [_to_json(receipt), held.sha256 if held else None, held.rows if held else None]
    connection.execute(
        "INSERT INTO receipt (id, agreement, feed, state, sha256, body, held, held_rows)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        row,
    )


def find_by_id(connection: sqlite3.Connection, receipt_id: str) -> KeptReceipt | None:
    """The receipt of that id, accepted or refused."""
    return _first(connection.execute("SELECT body FROM receipt WHERE id = ?", [receipt_id]))


def find_by_bytes(
    connection: sqlite3.Connection, *, sha256: str, agreement: str
) -> list[KeptReceipt]:
    """The accepted receipts for these bytes under this agreement, the newest first."""
    query = (
        "SELECT body FROM receipt WHERE sha256 = ? AND agreement = ? AND state = 'accepted'"
        " AND id NOT IN (SELECT receipt FROM removed_supply)"
        " ORDER BY sequence DESC"
    )
    return _all(connection.execute(query, [sha256, agreement]))


def in_force_for(connection: sqlite3.Connection, *, sha256: str, agreement: str) -> list[str]:
    """The ids of accepted receipts for these bytes that hold a live slice, or never had a part."""
    query = (
        "SELECT id FROM receipt WHERE sha256 = ? AND agreement = ? AND state = 'accepted'"
        " AND (id IN (SELECT receipt FROM live) OR id NOT IN (SELECT receipt FROM part))"
        " AND id NOT IN (SELECT receipt FROM removed_supply)"
        " ORDER BY sequence"
    )
    return [name for (name,) in connection.execute(query, [sha256, agreement]).fetchall()]


def replaced_by(receipt: Mapping[str, Any]) -> list[str]:
    """The ids of the receipts that a receipt says it replaces."""
    return list(receipt.get("replaces") or ())


def all_receipts(connection: sqlite3.Connection) -> list[KeptReceipt]:
    """Every receipt, the oldest first."""
    return _all(connection.execute("SELECT body FROM receipt ORDER BY sequence"))


def live_receipts(connection: sqlite3.Connection) -> list[KeptReceipt]:
    """The receipts that hold at least one live slice, the oldest first."""
    query = "SELECT body FROM receipt WHERE id IN (SELECT receipt FROM live) ORDER BY sequence"
    return _all(connection.execute(query))


def held_file(connection: sqlite3.Connection, receipt_id: str) -> str | None:
    """The SHA-256 that names the file of a receipt's held-back rows, where there is one."""
    query = "SELECT held FROM receipt WHERE id = ?"
    (held,) = connection.execute(query, [receipt_id]).fetchone() or (None,)
    return held


# -- parts and live slices ----------------------------------------------------------------------


def add_parts(connection: sqlite3.Connection, receipt_id: str, files: Sequence[KeptFile]) -> None:
    """Enters the parts of an accepted supply, in their order."""
    connection.executemany(
        "INSERT INTO part (receipt, position, slice, sha256, rows) VALUES (?, ?, ?, ?, ?)",
        [(receipt_id, n, file.about, file.sha256, file.rows) for n, file in enumerate(files)],
    )


def live_slices(connection: sqlite3.Connection, agreement: str) -> dict[str, str]:
    """The live slices of an agreement, in order, each with the id of its receipt."""
    query = "SELECT slice, receipt FROM live WHERE agreement = ? ORDER BY slice"
    return dict(connection.execute(query, [agreement]).fetchall())


def make_live(
    connection: sqlite3.Connection, receipt: Mapping[str, Any], slices: Collection[str]
) -> None:
    """Makes these slices live from this receipt, whichever receipt they were live from."""
    connection.executemany(
        "INSERT OR REPLACE INTO live (agreement, slice, receipt) VALUES (?, ?, ?)",
        [(receipt["agreement"], name, receipt["id"]) for name in sorted(slices)],
    )


def live_parts(connection: sqlite3.Connection, feed: str, folder: Path) -> list[Part]:
    """The parts of a feed's live slices, in the order of agreement, slice and arrival."""
    query = (
        "SELECT part.slice, part.receipt, part.sha256, part.rows FROM live"
        " JOIN receipt ON receipt.id = live.receipt"
        " JOIN part ON part.receipt = live.receipt AND part.slice = live.slice"
        " WHERE receipt.feed = ? ORDER BY live.agreement, part.slice, part.position"
    )
    return [
        Part(
            slice=name, receipt=receipt, path=folder / f"{sha256}.parquet", rows=rows, sha256=sha256
        )
        for name, receipt, sha256, rows in connection.execute(query, [feed]).fetchall()
    ]


def parts_of(connection: sqlite3.Connection, receipt_id: str, folder: Path) -> list[Part]:
    """The parts of one receipt, live or not, in their order."""
    query = "SELECT slice, sha256, rows FROM part WHERE receipt = ? ORDER BY position"
    return [
        Part(
            slice=name,
            receipt=receipt_id,
            path=folder / f"{sha256}.parquet",
            rows=rows,
            sha256=sha256,
        )
        for name, sha256, rows in connection.execute(query, [receipt_id]).fetchall()
    ]


# -- cuts ---------------------------------------------------------------------------------------


def current_number(connection: sqlite3.Connection) -> int | None:
    """The number of the cut that is served; None before the first."""
    number: int | None = connection.execute("SELECT cut FROM pointer").fetchone()[0]
    return number


def cut_numbers(connection: sqlite3.Connection) -> list[int]:
    """The numbers of all cuts, the oldest first."""
    return [n for (n,) in connection.execute("SELECT number FROM cut ORDER BY number").fetchall()]


def add_cut(connection: sqlite3.Connection, cut: Cut) -> None:
    """Enters a cut and, last, moves the pointer to it."""
    insert = connection.executemany
    connection.execute(
        "INSERT INTO cut (number, row_hash, facts) VALUES (?, ?, ?)",
        [cut.number, cut.row_hash, _to_json(cut.facts)],
    )
    insert(
        "INSERT INTO cut_table (cut, name, rows, row_hash) VALUES (?, ?, ?, ?)",
        [(cut.number, name, table.rows, table.row_hash) for name, table in cut.tables.items()],
    )
    insert(
        "INSERT INTO cut_part (cut, name, position, sha256) VALUES (?, ?, ?, ?)",
        [
            (cut.number, name, position, path.stem)
            for name, table in cut.tables.items()
            for position, path in enumerate(table.paths)
        ],
    )
    insert(
        "INSERT INTO cut_supply (cut, receipt) VALUES (?, ?)",
        [(cut.number, receipt["id"]) for receipt in cut.supplies],
    )
    connection.execute("UPDATE pointer SET cut = ?", [cut.number])


def find_cut(connection: sqlite3.Connection, number: int, folder: Path) -> Cut | None:
    """The cut of that number, with the paths of its parts in `folder`."""
    found = connection.execute(
        "SELECT row_hash, facts FROM cut WHERE number = ?", [number]
    ).fetchone()
    if found is None:
        return None
    row_hash, facts = found
    return Cut(
        number=number,
        tables=_tables_of(connection, number, folder),
        supplies=tuple(_supplies_of(connection, number)),
        facts=json.loads(facts),
        row_hash=row_hash,
    )


def _tables_of(connection: sqlite3.Connection, number: int, folder: Path) -> dict[str, TablePart]:
    paths: dict[str, list[Path]] = {}
    query = "SELECT name, sha256 FROM cut_part WHERE cut = ? ORDER BY name, position"
    for name, sha256 in connection.execute(query, [number]).fetchall():
        paths.setdefault(name, []).append(folder / f"{sha256}.parquet")
    query = "SELECT name, rows, row_hash FROM cut_table WHERE cut = ? ORDER BY name"
    return {
        name: TablePart(paths=tuple(paths.get(name, ())), rows=rows, row_hash=row_hash)
        for name, rows, row_hash in connection.execute(query, [number]).fetchall()
    }


def _supplies_of(connection: sqlite3.Connection, number: int) -> list[KeptReceipt]:
    query = (
        "SELECT body FROM cut_supply JOIN receipt ON receipt.id = cut_supply.receipt"
        " WHERE cut = ? ORDER BY sequence"
    )
    return _all(connection.execute(query, [number]))


# -- the whole ----------------------------------------------------------------------------------


def named_files(connection: sqlite3.Connection) -> tuple[set[str], set[str], set[str]]:
    """The SHA-256 of every part, file of held-back rows and kept original that any entry names."""
    queries = (
        "SELECT sha256 FROM part UNION SELECT sha256 FROM cut_part",
        "SELECT held FROM receipt WHERE held IS NOT NULL",
        "SELECT sha256 FROM original",
    )
    parts, held, originals = (
        {name for (name,) in connection.execute(query).fetchall()} for query in queries
    )
    return parts, held, originals


def note_sweep(connection: sqlite3.Connection) -> None:
    """Counts a sweep."""
    connection.execute("UPDATE pointer SET sweeps = sweeps + 1")


def _to_json(entry: Mapping[str, Any]) -> str:
    return json.dumps(dict(entry), ensure_ascii=False, allow_nan=False)


def _first(rows: Iterable[tuple[str]]) -> KeptReceipt | None:
    return next(iter(_all(rows)), None)


def _all(rows: Iterable[tuple[str]]) -> list[KeptReceipt]:
    return [json.loads(body) for (body,) in rows]
