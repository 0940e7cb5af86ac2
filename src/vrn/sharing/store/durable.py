"""How files and their line in the manifest become durable together, in one order.

A commit is the list COMMIT_STEPS, run from first to last. Nothing refers to a file before the
last step, so whoever stops in the middle (a kill, a Ctrl-C, a full disk, a power cut) leaves files
that no one refers to; the next writing open sweeps them. After the last step all is on the disk.

One writer at a time holds the lock file of the store, for a whole commit and for a sweep. Readers
need no lock: what they can see is never changed.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import sleep
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

LOCK_NAME = "writer.lock"
PART_SUFFIX = ".parquet"
ORIGINAL_SUFFIX = ".sealed"
_SECONDS_BETWEEN_TRIES = 0.05
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_UNCHANGED = "Nothing was stored, and what was there before is as it was."
_CLOSED_TO_US = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


class StoreError(Exception):
    """What the store could not do, where, and what to do next. Nothing is left half done."""


@dataclass(frozen=True)
class Draft:
    """One file to be kept: its folder, its slice or table (`about`), its rows, its bytes.

    The bytes may come in pieces, so that a file of any size needs the memory of one piece.
    """

    folder: Path
    about: str
    rows: int
    body: bytes | Iterable[bytes]
    suffix: str = PART_SUFFIX


@dataclass
class KeptFile:
    """One file of a commit: `place` is where it lies now, `path` where it goes (content name)."""

    about: str
    rows: int
    place: Path
    path: Path

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file's bytes, in hexadecimal: its name."""
        return self.path.stem


@dataclass
class Commit:
    """What one commit keeps: drafts, taken one at a time; `record` tells the manifest of them."""

    drafts: Iterable[Draft]
    record: Callable[[list[KeptFile]], None]
    files: list[KeptFile] = field(default_factory=list)


def write_temporary_files(commit: Commit) -> None:
    """Writes each draft under a passing name. Half a file may be there after a stop."""
    for number, draft in enumerate(commit.drafts):
        place = draft.folder / f"{number:06d}.tmp"
        file = KeptFile(draft.about, draft.rows, place, draft.folder / "not named yet")
        commit.files.append(file)
        pieces = [draft.body] if isinstance(draft.body, bytes) else draft.body
        file.path = draft.folder / f"{write_pieces(place, pieces)}{draft.suffix}"


def sync_files(commit: Commit) -> None:
    """Puts the bytes of each file on the disk; first, so that a name always stands for them."""
    # Opened again one by one: a supply may hold more files than a process may keep open, and the
    # system keeps a failed write of a file for whoever opens it next.
    for file in commit.files:
        sync_path(file.place)


def give_content_names(commit: Commit) -> None:
    """Renames each file to its content's hash; over an equal one, if that is there already."""
    for file in commit.files:
        with told_of(file.path):
            file.place.replace(file.path)
        file.place = file.path


def sync_folders(commit: Commit) -> None:
    """Puts the new names on the disk; before the manifest speaks of them."""
    for folder in sorted({file.path.parent for file in commit.files}):
        sync_path(folder)


def record_in_manifest(commit: Commit) -> None:
    """Tells the manifest, in one transaction. From here on readers see it and it stays."""
    commit.record(commit.files)


COMMIT_STEPS: tuple[Callable[[Commit], None], ...] = (
    write_temporary_files,
    sync_files,
    give_content_names,
    sync_folders,
    record_in_manifest,
)
"""The order of a commit. With two neighbours swapped a power cut loses something: tests/fault."""


def run_commit(commit: Commit) -> None:
    """Runs the steps in their order; takes temporary files away again where one of them fails."""
    try:
        for step in COMMIT_STEPS:
            step(commit)
    finally:
        # Only files under a passing name: one under its content's name may be in the manifest.
        for file in commit.files:
            if file.place != file.path:
                with suppress(OSError):
                    file.place.unlink(missing_ok=True)


def write_file(path: Path, body: bytes) -> None:
    """Writes a file anew, without putting it on the disk yet. Raises StoreError."""
    write_pieces(path, [body])


def write_pieces(path: Path, pieces: Iterable[bytes]) -> str:
    """Writes a file anew from its pieces; gives the SHA-256 of it all. Raises StoreError."""
    digest = hashlib.sha256()
    with told_of(path):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        for piece in pieces:
            digest.update(piece)
            _write_whole(descriptor, piece, path)
    finally:
        os.close(descriptor)
    return digest.hexdigest()


def _write_whole(descriptor: int, piece: bytes, path: Path) -> None:
    with told_of(path):
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(descriptor, rest) :]


def sync_path(path: Path) -> None:
    """Puts a file's bytes, or a folder's names, on the disk. Raises StoreError."""
    with told_of(path):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Makes a folder, and those above it, and puts their names on the disk. Raises StoreError."""
    with told_of(folder):
        if not folder.is_dir():
            make_folder(folder.parent)
            folder.mkdir(exist_ok=True)
        sync_path(folder.parent)


def find_strays(folders: Iterable[Path], kept: Iterable[Path]) -> list[Path]:
    """Our own files in these folders that are not among those kept: what a stopped commit left."""
    known = set(kept)
    return sorted(
        path
        for folder in folders
        for path in folder.iterdir()
        if path.suffix in {".tmp", PART_SUFFIX, ORIGINAL_SUFFIX} and path not in known
    )


def remove_files(paths: Iterable[Path]) -> None:
    """Removes files. Not synced: one that comes back is found again by the next sweep."""
    for path in paths:
        with told_of(path):
            path.unlink(missing_ok=True)


@contextmanager
def writer_turn(folder: Path, *, wait_seconds: float) -> Iterator[bool]:
    """Holds the store's lock file while the block runs; gives False where another writer kept it.

    Waits for at most `wait_seconds`. The lock ends with its process: a killed writer leaves none.
    """
    with told_of(folder):
        lock = (folder / LOCK_NAME).open("ab")
    with lock:
        yield _take_lock(lock, tries=1 + int(wait_seconds / _SECONDS_BETWEEN_TRIES))


def _take_lock(lock: BinaryIO, *, tries: int) -> bool:
    """Tries for the lock again and again, so that Ctrl-C is heard between."""
    for last in range(tries - 1, -1, -1):
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        if last:
            sleep(_SECONDS_BETWEEN_TRIES)
    return False


@contextmanager
def told_of(path: Path) -> Iterator[None]:
    """Turns what the system says of a path into a StoreError in the reader's words."""
    try:
        yield
    except OSError as error:
        raise StoreError(_explain(error, path)) from error


def _explain(error: OSError, path: Path) -> str:
    if error.errno in _FULL:
        return disk_full(path)
    if error.errno in _CLOSED_TO_US:
        return closed_to_us(path)
    answer = f"{path}: the disk answered '{error.strerror}'."
    return f"{answer} {_UNCHANGED} Put the disk right, then do the same again."


def disk_full(path: Path) -> str:
    """The sentence for a full disk or a used-up quota."""
    return f"{path}: the disk is full. {_UNCHANGED} Make room, then do the same again."


def closed_to_us(path: Path) -> str:
    """The sentence for a read-only disk or a folder without the right to write."""
    return (
        f"{path}: cannot be written here (a read-only disk, or no right to write). {_UNCHANGED} "
        "Ask for the right to write in this folder, or use another one."
    )
