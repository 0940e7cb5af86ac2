"""The manifest: the one SQLite file that says what the store holds.

It is kept in write-ahead mode with every commit synced to the disk (`synchronous=FULL`), so that
readers never wait for a writer and a commit that returned survives a power cut. Writers begin
IMMEDIATE.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

from vrn.sharing.store.durable import StoreError, closed_to_us, disk_full

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANIFEST_NAME = "manifest.sqlite"
SHAPE = 2
"""The number of the manifest's shape, kept as `user_version`; it rises when the tables change."""

# SQLite's own waiting: for the moments in which it folds its log in or mends it after a kill
_BUSY_SECONDS = 30.0

_LOOK = "SELECT count(*) FROM sqlite_schema"

TABLES = (
    """CREATE TABLE receipt (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        agreement TEXT NOT NULL,
        feed TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('accepted', 'refused')),
        sha256 TEXT NOT NULL,
        body TEXT NOT NULL CHECK (json_valid(body)),
        held TEXT,
        held_rows INTEGER,
        CHECK (held IS NULL OR (held_rows IS NOT NULL AND state = 'accepted'))
    ) STRICT""",
    "CREATE INDEX receipt_by_bytes ON receipt (sha256, agreement)",
    """CREATE TABLE part (
        receipt TEXT NOT NULL REFERENCES receipt (id),
        position INTEGER NOT NULL,
        slice TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        rows INTEGER NOT NULL CHECK (rows >= 0),
        PRIMARY KEY (receipt, position)
    ) STRICT""",
    """CREATE TABLE live (
        agreement TEXT NOT NULL,
        slice TEXT NOT NULL,
        receipt TEXT NOT NULL REFERENCES receipt (id),
        PRIMARY KEY (agreement, slice)
    ) STRICT""",
    """CREATE TABLE cut (
        number INTEGER PRIMARY KEY CHECK (number >= 1),
        row_hash TEXT NOT NULL,
        facts TEXT NOT NULL CHECK (json_valid(facts))
    ) STRICT""",
    """CREATE TABLE cut_table (
        cut INTEGER NOT NULL REFERENCES cut (number),
        name TEXT NOT NULL,
        rows INTEGER NOT NULL CHECK (rows >= 0),
        row_hash TEXT NOT NULL,
        PRIMARY KEY (cut, name)
    ) STRICT""",
    """CREATE TABLE cut_part (
        cut INTEGER NOT NULL,
        name TEXT NOT NULL,
        position INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        PRIMARY KEY (cut, name, position),
        FOREIGN KEY (cut, name) REFERENCES cut_table (cut, name)
    ) STRICT""",
    """CREATE TABLE cut_supply (
        cut INTEGER NOT NULL REFERENCES cut (number),
        receipt TEXT NOT NULL REFERENCES receipt (id),
        PRIMARY KEY (cut, receipt)
    ) STRICT""",
    """CREATE TABLE pointer (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        cut INTEGER REFERENCES cut (number),
        sweeps INTEGER NOT NULL
    ) STRICT""",
    "INSERT INTO pointer (only, cut, sweeps) VALUES (1, NULL, 0)",
)
"""The tables of shape 1."""

TABLES_OF_REMOVAL = (
    """CREATE TABLE removal (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        what TEXT NOT NULL,
        why TEXT NOT NULL CHECK (why <> ''),
        day TEXT NOT NULL,
        rows INTEGER NOT NULL CHECK (rows >= 0)
    ) STRICT""",
    """CREATE TABLE removed_supply (
        receipt TEXT PRIMARY KEY REFERENCES receipt (id),
        removal INTEGER NOT NULL REFERENCES removal (number)
    ) STRICT""",
    """CREATE TABLE retired_cut (
        cut INTEGER PRIMARY KEY REFERENCES cut (number),
        removal INTEGER NOT NULL REFERENCES removal (number)
    ) STRICT""",
    """CREATE TABLE original (
        receipt TEXT PRIMARY KEY REFERENCES receipt (id),
        sha256 TEXT NOT NULL,
        delete_on TEXT
    ) STRICT""",
    "CREATE TABLE erased (token TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
)
"""What shape 2 adds: the log of removals, what they took, kept originals, the erased."""

_STEPS = {0: (*TABLES, *TABLES_OF_REMOVAL), 1: TABLES_OF_REMOVAL}


def prepare(path: Path) -> None:
    """Makes the manifest where it is absent, unfinished or of an older shape; in one or not."""
    with _told_of(path), _connected(path, "mode=rwc") as connection:
        shape = shape_of(connection)
        if shape == SHAPE:
            return
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        for statement in (*_STEPS[shape], f"PRAGMA user_version = {SHAPE}"):
            connection.execute(statement)
        connection.execute("COMMIT")


def is_prepared(path: Path) -> bool:
    """Whether there is a manifest with all the tables of its shape."""
    if not path.is_file():
        return False
    with _told_of(path):
        try:
            with _connected(path, _how_to_read(path)) as connection:
                return shape_of(connection) != 0
        except sqlite3.OperationalError as error:
            # A kill while SQLite made the file left a journal, which only a writer may undo.
            if error.sqlite_errorname == "SQLITE_READONLY_ROLLBACK":
                return False
            raise


def shape_of(connection: sqlite3.Connection) -> int:
    """The number of the manifest's shape, 0 where it has no table. Raises StoreError if newer."""
    (number,) = connection.execute("PRAGMA user_version").fetchone()
    if number > SHAPE:
        raise StoreError(
            f"this store has shape {number}; this version of vrn knows shape {SHAPE}. "
            "Use the version of vrn that wrote it, or a newer one."
        )
    return int(number)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that sees one moment of the manifest for the whole block, and cannot write."""
    with _told_of(path), _connected(path, _how_to_read(path)) as connection:
        connection.execute("BEGIN")
        # SQLite takes its view of the file at the first look, not at BEGIN.
        connection.execute(_LOOK).fetchall()
        if shape_of(connection) < SHAPE:
            raise StoreError(
                f"{path}: was written by an older version of vrn. The next `vrn receive` or "
                "`vrn cut` brings it up to date; nothing in it is lost."
            )
        yield connection


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction: all of the block's statements durable at its end, or none."""
    with _told_of(path), _connected(path, "mode=rw") as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")


def forget(path: Path) -> None:
    """Folds the log in and cuts it to nothing, so that nothing removed stands in it any more.

    Where a reader is at work just now SQLite leaves the log as it is; the next removal, or the
    last reader's leaving, ends it.
    """
    with _told_of(path), _connected(path, "mode=rw") as connection:
        connection.execute("PRAGMA wal_checkpoint (TRUNCATE)").fetchall()


@contextmanager
def _connected(path: Path, options: str) -> Iterator[sqlite3.Connection]:
    """A connection with every commit synced; what is not committed at its end is undone."""
    address = f"file:{quote(str(path))}?{options}"
    with closing(
        sqlite3.connect(address, uri=True, isolation_level=None, timeout=_BUSY_SECONDS)
    ) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # What is deleted from the file is overwritten with zeros, not only let go.
        connection.execute("PRAGMA secure_delete = ON").fetchall()
        yield connection


def _how_to_read(path: Path) -> str:
    """How SQLite is to open the manifest, on a disk that can be written or not."""
    try:
        with _connected(path, "mode=ro") as connection:
            connection.execute(_LOOK).fetchall()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname == "SQLITE_READONLY_DIRECTORY":
            # The log was folded in and nobody can write here: the file alone is the whole truth.
            return "mode=ro&immutable=1"
    return "mode=ro"


@contextmanager
def _told_of(path: Path) -> Iterator[None]:
    """Turns SQLite's words about the manifest into a StoreError in the reader's."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(_explain(error, path)) from error


def _explain(error: sqlite3.Error, path: Path) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith("SQLITE_FULL"):
        return disk_full(path)
    if name.startswith("SQLITE_READONLY"):
        return closed_to_us(path)
    if name.startswith("SQLITE_CANTOPEN"):
        return (
            f"{path}: cannot be opened here (no right to, or a log beside it that can be folded in "
            "only where the disk can be written). Nothing was changed. Ask for the right to write "
            "in this folder, or open a copy of it elsewhere."
        )
    if name.startswith("SQLITE_BUSY"):
        return f"{path}: another program holds the manifest. Nothing was changed. Try again later."
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return (
            f"{path}: is damaged, or no manifest of a store. Nothing was changed; the parts beside "
            "it are untouched. Bring the manifest back from its last safe copy."
        )
    return f"{path}: {error}. Nothing was changed."
