"""What the manifest says of things that went: the log, removed supplies, retired cuts, originals.

Each function takes the connection of a running transaction (`manifest.reading` or `.writing`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Removal:
    """One line of the log: what went, why, on which day, and how many rows; no identifier."""

    number: int
    kind: str
    what: str
    why: str
    day: date
    rows: int


@dataclass(frozen=True)
class KeptOriginal:
    """The sealed bytes of one supply as it came; `delete_on` is None where no day is fixed."""

    receipt: str
    path: Path
    delete_on: date | None


def log(
    connection: sqlite3.Connection, *, kind: str, what: str, why: str, today: date, rows: int
) -> int:
    """Writes a line of the log and gives its number."""
    found = connection.execute(
        "INSERT INTO removal (kind, what, why, day, rows) VALUES (?, ?, ?, ?, ?) RETURNING number",
        [kind, what, why, today.isoformat(), rows],
    ).fetchall()
    return int(found[0][0])


def all_removals(connection: sqlite3.Connection) -> list[Removal]:
    """The whole log, the oldest line first."""
    query = "SELECT number, kind, what, why, day, rows FROM removal ORDER BY number"
    return [
        Removal(number, kind, what, why, date.fromisoformat(day), rows)
        for number, kind, what, why, day, rows in connection.execute(query).fetchall()
    ]


def is_removed(connection: sqlite3.Connection, receipt: str) -> bool:
    """Whether the rows of a receipt were removed."""
    query = "SELECT 1 FROM removed_supply WHERE receipt = ?"
    return bool(connection.execute(query, [receipt]).fetchall())


def count_removed(connection: sqlite3.Connection, *, sha256: str, agreement: str) -> int:
    """How many supplies of these bytes under this agreement were removed."""
    query = (
        "SELECT count(*) FROM removed_supply JOIN receipt ON receipt.id = removed_supply.receipt"
        " WHERE sha256 = ? AND agreement = ?"
    )
    (count,) = connection.execute(query, [sha256, agreement]).fetchone()
    return int(count)


def count_rows(connection: sqlite3.Connection, receipt: str) -> int:
    """The rows that are kept of a receipt, those held back with them."""
    query = (
        "SELECT (SELECT coalesce(sum(rows), 0) FROM part WHERE receipt = id)"
        " + coalesce(held_rows, 0) FROM receipt WHERE id = ?"
    )
    (rows,) = connection.execute(query, [receipt]).fetchone()
    return int(rows)


def forget_supply(connection: sqlite3.Connection, receipt: str, *, removal: int) -> None:
    """Takes rows, held-back rows and original of a receipt out; its line stays, marked."""
    for statement in (
        "DELETE FROM live WHERE receipt = ?",
        "DELETE FROM part WHERE receipt = ?",
        "DELETE FROM original WHERE receipt = ?",
        "UPDATE receipt SET held = NULL, held_rows = NULL WHERE id = ?",
    ):
        connection.execute(statement, [receipt])
    connection.execute(
        "INSERT INTO removed_supply (receipt, removal) VALUES (?, ?)", [receipt, removal]
    )
    connection.execute(
        "UPDATE receipt SET body = json_set(body, '$.removed', (SELECT json_object("
        "'on', day, 'why', why) FROM removal WHERE number = ?)) WHERE id = ?",
        [removal, receipt],
    )


def retired_numbers(connection: sqlite3.Connection) -> dict[int, str]:
    """The numbers of retired cuts, each with the day."""
    query = "SELECT cut, day FROM retired_cut JOIN removal ON number = removal ORDER BY cut"
    return dict(connection.execute(query).fetchall())


def empty_cut(connection: sqlite3.Connection, number: int, *, removal: int) -> None:
    """Takes the parts of a cut out; number, facts and hashes stay."""
    connection.execute("DELETE FROM cut_part WHERE cut = ?", [number])
    connection.execute("INSERT INTO retired_cut (cut, removal) VALUES (?, ?)", [number, removal])


def count_cut_rows(connection: sqlite3.Connection, number: int) -> int:
    """The rows of all tables of a cut."""
    query = "SELECT coalesce(sum(rows), 0) FROM cut_table WHERE cut = ?"
    (rows,) = connection.execute(query, [number]).fetchone()
    return int(rows)


def parts_of(connection: sqlite3.Connection, receipt: str) -> list[tuple[int, str, str, int]]:
    """Position, slice, SHA-256 and rows of each part of a receipt, live or not."""
    query = "SELECT position, slice, sha256, rows FROM part WHERE receipt = ? ORDER BY position"
    return connection.execute(query, [receipt]).fetchall()


def replace_part(
    connection: sqlite3.Connection, receipt: str, position: int, *, sha256: str, rows: int
) -> None:
    """Puts another file in the place of a part."""
    connection.execute(
        "UPDATE part SET sha256 = ?, rows = ? WHERE receipt = ? AND position = ?",
        [sha256, rows, receipt, position],
    )


def set_pseudonyms(connection: sqlite3.Connection, receipt: str, words: str) -> None:
    """Says on a receipt by which key and recipe its tokens are made now."""
    connection.execute(
        "UPDATE receipt SET body = json_set(body, '$.pseudonyms', ?) WHERE id = ?",
        [words, receipt],
    )


def made_by(connection: sqlite3.Connection) -> frozenset[str]:
    """By which keys and recipes the tokens of all kept rows were made, as receipts say it."""
    query = (
        "SELECT DISTINCT json_extract(body, '$.pseudonyms') FROM receipt"
        " WHERE id IN (SELECT receipt FROM part)"
    )
    return frozenset(words for (words,) in connection.execute(query).fetchall() if words)


# -- originals ------------------------------------------------------------------------------------


def add_original(
    connection: sqlite3.Connection, receipt: str, *, sha256: str, delete_on: date | None
) -> None:
    """Enters the sealed bytes of a supply, over those that were there."""
    connection.execute(
        "INSERT OR REPLACE INTO original (receipt, sha256, delete_on) VALUES (?, ?, ?)",
        [receipt, sha256, delete_on.isoformat() if delete_on else None],
    )


def drop_original(connection: sqlite3.Connection, receipt: str) -> None:
    """Takes the sealed bytes of a supply out."""
    connection.execute("DELETE FROM original WHERE receipt = ?", [receipt])


def all_originals(connection: sqlite3.Connection, folder: Path) -> dict[str, KeptOriginal]:
    """The kept originals by receipt, in the order of arrival."""
    query = (
        "SELECT original.receipt, original.sha256, delete_on FROM original"
        " JOIN receipt ON receipt.id = original.receipt ORDER BY sequence"
    )
    return {
        receipt: KeptOriginal(
            receipt, folder / f"{sha256}.sealed", date.fromisoformat(day) if day else None
        )
        for receipt, sha256, day in connection.execute(query).fetchall()
    }


# -- the erased -----------------------------------------------------------------------------------


def add_erased(connection: sqlite3.Connection, tokens: Sequence[str]) -> None:
    """Enters tokens of the references of people who were erased."""
    connection.executemany("INSERT OR IGNORE INTO erased (token) VALUES (?)", _rows(tokens))


def all_erased(connection: sqlite3.Connection) -> frozenset[str]:
    """The tokens of the references of people who were erased."""
    return frozenset(t for (t,) in connection.execute("SELECT token FROM erased").fetchall())


def _rows(values: Iterable[str]) -> list[tuple[str]]:
    return [(value,) for value in values]
