"""Watches the store from outside: each write, sync, rename, folder, removal and manifest statement.

Patches the `os` functions and the SQLite connection that the store calls, for the length of a block
and in this process only. The product has no hook.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True)
class Operation:
    """One operation: its name, and the inode of what it synced."""

    name: str
    inode: int = 0


def _nothing(_operation: Operation) -> None:
    return


@contextmanager
def watched(
    *,
    before: Callable[[Operation], None] = _nothing,
    after: Callable[[Operation], None] = _nothing,
) -> Iterator[None]:
    """Calls `before` and `after` around each operation of the block; writes files in halves."""

    def around(
        real: Callable[..., Any], name: Callable[..., Operation | None]
    ) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            operation = name(*args)
            if operation is None:
                return real(*args, **kwargs)
            before(operation)
            answer = real(*args, **kwargs)
            after(operation)
            return answer

        return call

    class Connection(sqlite3.Connection):
        execute = around(sqlite3.Connection.execute, _statement)
        executemany = around(sqlite3.Connection.executemany, _statement)

    def connect(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        return real_connect(*args, factory=Connection, **kwargs)

    real_connect = sqlite3.connect
    with ExitStack() as patches:
        for owner, name, patched in (
            (os, "write", around(_half_writer(os.write), _named("write"))),
            (os, "fsync", around(os.fsync, _synced)),
            (os, "replace", around(os.replace, _named("rename"))),
            (os, "mkdir", around(os.mkdir, _named("make folder"))),
            (os, "unlink", around(os.unlink, _named("remove"))),
            (sqlite3, "connect", connect),
        ):
            patches.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, patched)
        yield


def _half_writer(write: Callable[[int, Any], int]) -> Callable[[int, Any], int]:
    """Writes the first half of what it is given, then the rest: so a stop can fall between."""
    halves: set[int] = set()

    def write_half(descriptor: int, body: Any) -> int:
        if descriptor in halves:
            halves.discard(descriptor)
            return write(descriptor, body)
        halves.add(descriptor)
        return write(descriptor, body[: (len(body) + 1) // 2])

    return write_half


def _named(name: str) -> Callable[..., Operation]:
    return lambda *_args: Operation(name)


def _synced(descriptor: int) -> Operation:
    return Operation("sync", os.fstat(descriptor).st_ino)


def _statement(_connection: sqlite3.Connection, statement: str, *_args: Any) -> Operation | None:
    """The operation of a statement; none for one that only looks, or sets the connection."""
    words = " ".join(statement.split())
    looks = ("SELECT", "PRAGMA synchronous", "PRAGMA foreign_keys", "PRAGMA secure_delete")
    if words.startswith(looks) or words in {"BEGIN", "PRAGMA user_version"}:
        return None
    return Operation(f"manifest: {words}"[:60])
