"""What the manifest says of a supply that is withdrawn: its live slices, who held them before.

Each function takes the connection of a running transaction (`manifest.reading` or `.writing`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


def live_of(connection: sqlite3.Connection, receipt: str) -> dict[str, int]:
    """The live slices of a receipt in their order, each with its rows."""
    query = (
        "SELECT live.slice, sum(part.rows) FROM live JOIN part ON part.receipt = live.receipt"
        " AND part.slice = live.slice WHERE live.receipt = ? GROUP BY live.slice ORDER BY 1"
    )
    return dict(connection.execute(query, [receipt]).fetchall())


def earlier_holders(connection: sqlite3.Connection, receipt: str) -> dict[str, list[str]]:
    """For each slice of a receipt, the earlier receipts of its agreement whose rows are kept."""
    query = (
        "SELECT DISTINCT own.slice, other.id, other.sequence FROM part AS own"
        " JOIN receipt AS this ON this.id = own.receipt"
        " JOIN receipt AS other ON other.agreement = this.agreement"
        " AND other.sequence < this.sequence"
        " JOIN part ON part.receipt = other.id AND part.slice = own.slice"
        " WHERE own.receipt = ? ORDER BY own.slice, other.sequence"
    )
    found: dict[str, list[str]] = {}
    for name, other, _ in connection.execute(query, [receipt]).fetchall():
        found.setdefault(name, []).append(other)
    return found


def make_not_live(
    connection: sqlite3.Connection, receipt: str, *, by: str, why: str, log: int
) -> None:
    """Takes the slices of a receipt out of what is live, and marks its line; its rows stay."""
    connection.execute("DELETE FROM live WHERE receipt = ?", [receipt])
    connection.execute(
        "UPDATE receipt SET body = json_set(body, '$.withdrawn', (SELECT json_object("
        "'on', day, 'by', ?, 'why', ?) FROM removal WHERE number = ?)) WHERE id = ?",
        [by, why, log, receipt],
    )


def count_accepted(connection: sqlite3.Connection, *, sha256: str, agreement: str) -> int:
    """How many receipts accepted these bytes under this agreement."""
    query = "SELECT count(*) FROM receipt WHERE sha256 = ? AND agreement = ? AND state = 'accepted'"
    (count,) = connection.execute(query, [sha256, agreement]).fetchone()
    return int(count)
