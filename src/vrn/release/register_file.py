"""The file of the register: its tables, and how a reader asks it."""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "register.sqlite"
SCHEMA = """
CREATE TABLE IF NOT EXISTS cube (
    sha256 TEXT PRIMARY KEY, measure TEXT NOT NULL, split TEXT NOT NULL, filter TEXT NOT NULL,
    period TEXT NOT NULL, cut INTEGER NOT NULL, cut_hash TEXT NOT NULL,
    code_version TEXT NOT NULL, clearance TEXT NOT NULL, signature TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS cube_by_measure ON cube (measure, split, filter, period);
CREATE TABLE IF NOT EXISTS figure (
    id TEXT PRIMARY KEY, cube TEXT NOT NULL REFERENCES cube, position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS supply (
    id TEXT PRIMARY KEY, facts TEXT NOT NULL, signature TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rests (
    supply TEXT NOT NULL REFERENCES supply, figure TEXT NOT NULL REFERENCES figure,
    PRIMARY KEY (supply, figure)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS definition (
    id TEXT NOT NULL, version INTEGER NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outline (
    level TEXT NOT NULL, vintage TEXT NOT NULL, cut INTEGER NOT NULL, sha256 TEXT NOT NULL,
    signature TEXT NOT NULL, PRIMARY KEY (level, vintage, cut)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS supplied (
    name TEXT NOT NULL, cut INTEGER NOT NULL, sha256 TEXT NOT NULL, clearance TEXT NOT NULL,
    signature TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (name, cut)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS document (
    name TEXT NOT NULL, edition TEXT NOT NULL, title TEXT NOT NULL, cut INTEGER NOT NULL,
    files TEXT NOT NULL, PRIMARY KEY (name, edition)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS use (
    figure TEXT NOT NULL REFERENCES figure, name TEXT NOT NULL, edition TEXT NOT NULL,
    position INTEGER NOT NULL, place TEXT NOT NULL,
    PRIMARY KEY (figure, name, edition, position),
    FOREIGN KEY (name, edition) REFERENCES document
) STRICT, WITHOUT ROWID;
"""
_OWN = threading.local()


def ask_register(folder: Path, query: str, values: tuple[object, ...]) -> list[Any]:
    """Every row that a query finds in the register of a released folder; nothing can be written."""
    return _kept(folder / FILE_NAME).execute(query, values).fetchall()


def _kept(path: Path) -> sqlite3.Connection:
    """This thread's connection, for as long as the file is the one that it opened.

    A page asks some sixty things, and opening took most of the time. Where the file is another
    folder's, was put in the place of the former or was written since, or where this process is a
    child of the one that opened it, it is opened anew.
    """
    found = path.stat()
    mark = (os.getpid(), path, found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
    if getattr(_OWN, "mark", None) != mark:
        _close_kept()
        _OWN.connection = connection = open_to_read(path)
        _OWN.close = weakref.finalize(threading.current_thread(), connection.close)
        _OWN.mark = mark
    kept: sqlite3.Connection = _OWN.connection
    return kept


def _close_kept() -> None:
    close, _OWN.mark = getattr(_OWN, "close", None), None
    if close:
        close()


def open_to_read(path: Path) -> sqlite3.Connection:
    """A connection that cannot write, for one thread; another may close it when that has ended."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
