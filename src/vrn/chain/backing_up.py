"""A copy of a partnership's folder that can be trusted, without a key; and a folder made of it.

Each database is copied first, at one moment of it, by SQLite's own means. What it names lies there
already and is never changed, so that the copy fits together however much is written meanwhile.
Every file's SHA-256 stands in `backup.json`, which is written last: without it there is no backup.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.chain.early import NotReadyError
from vrn.terms import unwatched

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from vrn.terms import Progress

INDEX = "backup.json"
KEYS = "keys"
MARK = "backup.begun"
LEFT_OUT = frozenset({KEYS, "inbox", "passing"})
"""Folders that are not copied: keys are kept elsewhere; what waits in clear was not received."""
_PASSING = (".tmp", ".lock", "-wal", "-shm", "-journal", ".part")
_DATABASE = b"SQLite format 3\0"
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class Backup:
    """What a backup holds, and what it took: files in all, files that had to be copied."""

    files: int
    copied: int
    bytes: int
    keys: tuple[str, ...]


class BrokenBackupError(ValueError):
    """A backup that is not whole: the message names every file that is missing or was changed."""


def back_up(folder: Path, to: Path, *, on_progress: Progress = unwatched) -> Backup:
    """Copies a partnership's folder without its keys; one that was begun before goes on.

    A file that lies there already with the same content is not copied again, and what the folder
    does not hold any more is taken away, so that what was removed does not live on in it. Raises
    NotReadyError where the two folders lie in each other or `to` holds anything else than a backup,
    and OSError as the disk says.
    """
    from vrn.partnership.folder import read_partnership

    read_partnership(folder)
    _check_apart(folder, to)
    _begin(to)
    paths = sorted(_paths(folder))
    databases = [path for path in paths if _is_database(path)]
    index = {
        _name(path, folder): _copy_database(path, to / _name(path, folder)) for path in databases
    }
    # Listed again: what the databases name by now lay there before they named it.
    rest = [path for path in sorted(_paths(folder)) if path not in databases]
    copied = len(databases)
    for number, path in enumerate(rest):
        on_progress(number, len(rest), "copying")
        name = _name(path, folder)
        if _is_database(path) or not path.exists():
            continue
        digest, is_new = _copy(path, to / name)
        copied += is_new
        index[name] = digest
    _take_away(to, index)
    keys = tuple(sorted(path.name for path in (folder / KEYS).glob("*.key")))
    _check_named(to, index)
    _write_index(to, index, keys)
    on_progress(len(rest), len(rest), "backed up")
    sizes = sum((to / name).stat().st_size for name in index)
    return Backup(len(index), copied, sizes, keys)


def restore(source: Path, folder: Path, *, on_progress: Progress = unwatched) -> Backup:
    """Makes an empty folder a partnership's again, once every digest of the backup is right.

    BrokenBackupError with all that is missing or was changed, before anything is written. The keys
    are not in it: the answer names those that are to be brought back from where they are kept.
    """
    _check_apart(source, folder)
    if folder.exists() and any(folder.iterdir()):
        raise NotReadyError(f"{folder} is not empty: a backup is restored into an empty folder")
    index, keys = _read_index(source)
    faults = []
    for number, (name, digest) in enumerate(index.items()):
        on_progress(number, len(index), "checking")
        path = source / name
        if not path.resolve().is_relative_to(source.resolve()):
            faults.append(f"{name} lies outside the backup")
        elif not path.is_file():
            faults.append(f"{name} is missing")
        elif _digest(path) != digest:
            faults.append(f"{name} was changed")
    if faults:
        raise BrokenBackupError(f"{source}: {'; '.join(faults)}. Nothing was restored.")
    for number, name in enumerate(index):
        on_progress(number, len(index), "restoring")
        _copy(source / name, folder / name)
    on_progress(len(index), len(index), "restored")
    missing = tuple(name for name in keys if not (folder / KEYS / name).exists())
    return Backup(
        len(index), len(index), sum((folder / name).stat().st_size for name in index), missing
    )


def _begin(to: Path) -> None:
    """Marks a folder as one that holds a backup and nothing else, which is not whole yet."""
    is_ours = (to / INDEX).is_file() or (to / MARK).is_file()
    if to.exists() and any(to.iterdir()) and not is_ours:
        raise NotReadyError(
            f"{to} holds something else than a backup: name an empty folder, or that of a backup"
        )
    to.mkdir(parents=True, exist_ok=True)
    (to / MARK).touch()
    (to / INDEX).unlink(missing_ok=True)


def _paths(folder: Path) -> Iterator[Path]:
    """Every file that a backup holds: no key, nothing that passes, nothing that waits in clear."""
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        is_left_out = bool(LEFT_OUT & set(parts[:-1])) or path.name.endswith(_PASSING)
        if path.is_file() and not path.is_symlink() and not is_left_out:
            yield path


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(len(_DATABASE)) == _DATABASE
    except FileNotFoundError:
        return False


def _copy_database(path: Path, to: Path) -> str:
    """Copies a database as it is at one moment, while others write into it; gives its digest."""
    to.parent.mkdir(parents=True, exist_ok=True)
    draft = to.with_name(f"{to.name}.part")
    draft.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(draft)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE").fetchall()
    draft.replace(to)
    return _digest(to)


def _copy(path: Path, to: Path) -> tuple[str, bool]:
    """Copies a file unless an equal one is there; gives its digest and whether it was copied."""
    if to.is_file() and to.stat().st_size == path.stat().st_size:
        digest = _digest(path)
        if _digest(to) == digest:
            return digest, False
    to.parent.mkdir(parents=True, exist_ok=True)
    draft = to.with_name(f"{to.name}.part")
    shutil.copyfile(path, draft)
    shutil.copymode(path, draft)
    digest = _digest(draft)
    draft.replace(to)
    return digest, True


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _take_away(to: Path, index: Iterable[str]) -> None:
    """Takes away what an earlier backup in the same place holds and this one does not."""
    kept = set(index)
    for path in [each for each in to.rglob("*") if each.is_file()]:
        if path.relative_to(to).as_posix() not in {*kept, MARK}:
            path.unlink()


def _check_named(to: Path, index: dict[str, str]) -> None:
    """Raises where a file that is named by its content is not its name, or the store lacks one."""
    from vrn.sharing.store import manifest
    from vrn.sharing.store import manifest_entries as entries

    wrong = [n for n, digest in index.items() if _stem(n) is not None and _stem(n) != digest]
    path = to / "store" / manifest.MANIFEST_NAME
    if path.is_file():
        with manifest.reading(path) as connection:
            parts, held, originals = entries.named_files(connection)
        named = [f"store/parts/{name}.parquet" for name in parts]
        named += [f"store/held/{name}.parquet" for name in held]
        named += [f"store/originals/{name}.sealed" for name in originals]
        wrong += [name for name in named if name not in index]
    if wrong:
        raise BrokenBackupError(
            f"{', '.join(sorted(wrong))}: missing, or not what its name says; something was "
            "removed while the backup was made, or the disk is failing. Do the same again."
        )


def _stem(name: str) -> str | None:
    """The digest that a content-named file of the store bears, None of any other."""
    room, _, file = name.rpartition("/")
    is_named = room in {"store/parts", "store/held", "store/originals"}
    return file.partition(".")[0] if is_named else None


def _check_apart(one: Path, other: Path) -> None:
    first, second = one.resolve(), other.resolve()
    if first.is_relative_to(second) or second.is_relative_to(first):
        raise NotReadyError(f"{one} and {other} lie in each other: name a folder of its own")


def _write_index(to: Path, index: dict[str, str], keys: tuple[str, ...]) -> None:
    text = json.dumps({"format": 1, "keys": keys, "files": index}, indent=1, sort_keys=True)
    draft = to / f"{INDEX}.part"
    draft.write_text(text + "\n", encoding="utf-8")
    draft.replace(to / INDEX)
    (to / MARK).unlink()


def _read_index(source: Path) -> tuple[dict[str, str], tuple[str, ...]]:
    path = source / INDEX
    if not path.is_file():
        raise BrokenBackupError(
            f"{source} holds no {INDEX}: it is no backup, or one that was stopped before its end. "
            "Run `vrn backup` again to finish it."
        )
    plain = json.loads(path.read_text(encoding="utf-8"))
    return plain["files"], tuple(plain["keys"])
