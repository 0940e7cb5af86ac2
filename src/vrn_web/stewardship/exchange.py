"""The two folders between the site and the operational worker, and the only words they exchange.

inbox/.arriving-ID/   a file that is being sent: still open, and not for the worker
inbox/.upload-ID/     a file that comes in pieces, until it is whole (uploads.py)
inbox/ID/             a request that waits: request.json and, for a supply, the bytes as `file`
inbox/.at-work-ID/    a request that the worker has claimed, until it is answered
outbox/ID.json        the answer: how far it is, and in the end what became of it
outbox/passing/ID.json   the answer to a request of a kind that is shown and not kept
outbox/receipts/      each receipt by its id; supplies.json lists them, newest first
outbox/scorecards/   each agreement's scorecard by the agreement's id
outbox/agreements.json   what each agreement covers, for people to choose from

Everything changes its place or its content by one rename, so neither side ever sees half of it.
Folders are 0700 and files 0600. No text in the outbox holds a value of a row, but for two of those
that pass, which go once they were shown or an hour later and are in no backup: the answer to a
sample, of a feed that holds nothing personal, and the pairs that their own steward is asked about,
by own references.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RECEIVE = "receive"
EDITION = "edition"
MAP = "map"
REVIEW = "review"
ANSWER = "answer"
PASSING = (MAP, REVIEW, ANSWER)
"""Kinds of request whose answer is shown to whoever asked, and is not kept."""
WORKING = "working"
DONE = "done"
FAILED = "failed"

_ARRIVING = ".arriving-"
_UPLOAD = ".upload-"
_AT_WORK = ".at-work-"
FILE = "file"
REQUEST = "request.json"


def inbox(folder: Path) -> Path:
    """Where requests wait; made where absent."""
    return _private(folder / "inbox")


def outbox(folder: Path) -> Path:
    """Where answers lie; made where absent."""
    return _private(folder / "outbox")


def receipts(folder: Path) -> Path:
    """Where receipts lie, each by its id; made where absent."""
    return _private(outbox(folder) / "receipts")


def scorecards(folder: Path) -> Path:
    """Where scorecards lie, each by its agreement's id; made where absent."""
    return _private(outbox(folder) / "scorecards")


def lock_path(folder: Path) -> Path:
    """The file that a running worker holds locked."""
    return inbox(folder) / "worker.lock"


def arriving_path(folder: Path, request_id: str) -> Path:
    """Where a request is put together, before the worker may see it."""
    return inbox(folder) / f"{_ARRIVING}{request_id}"


def upload_path(folder: Path, upload_id: str) -> Path:
    """Where a file lies that comes in pieces, until it is whole."""
    return inbox(folder) / f"{_UPLOAD}{upload_id}"


def upload_ids(folder: Path) -> list[str]:
    """The files that come in pieces and are not whole."""
    names = (path.name for path in inbox(folder).glob(f"{_UPLOAD}*"))
    return sorted(name.removeprefix(_UPLOAD) for name in names)


def waiting_path(folder: Path, request_id: str) -> Path:
    """Where a request waits."""
    return inbox(folder) / request_id


def at_work_path(folder: Path, request_id: str) -> Path:
    """Where a request lies while the worker is at it."""
    return inbox(folder) / f"{_AT_WORK}{request_id}"


def answer_path(folder: Path, request_id: str) -> Path:
    """Where the answer to a request lies."""
    return outbox(folder) / f"{request_id}.json"


def passing_path(folder: Path, request_id: str) -> Path:
    """Where the answer to a request lies whose answer is not kept."""
    return _private(outbox(folder) / "passing") / f"{request_id}.json"


def find_answer(folder: Path, request_id: str) -> dict[str, Any] | None:
    """What was answered to a request so far, of whatever kind; None where nothing was."""
    paths = (passing_path(folder, request_id), answer_path(folder, request_id))
    return next((plain for plain in map(read_text, paths) if plain is not None), None)


def waiting(folder: Path) -> list[str]:
    """The requests that wait, the one that came first at the head."""
    found = [path for path in inbox(folder).iterdir() if path.name[0] != "." and path.is_dir()]
    return [path.name for path in sorted(found, key=lambda one: (_age(one), one.name))]


def left_at_work(folder: Path) -> list[str]:
    """The requests that a worker claimed and has not answered in full."""
    names = (path.name for path in inbox(folder).glob(f"{_AT_WORK}*"))
    return sorted(name.removeprefix(_AT_WORK) for name in names)


def sweep_arriving(folder: Path, *, older_than: float = 60) -> int:
    """Deletes what was being sent when its process died; gives how many there were.

    Whoever is sending holds the file locked, so that what is still on its way stays; so does a
    folder made in the last `older_than` seconds, whose file may be about to be opened.
    """
    swept = 0
    for path in inbox(folder).glob(f"{_ARRIVING}*"):
        is_old = path.stat().st_mtime < time.time() - older_than
        if is_old and not is_held(path / FILE):
            shutil.rmtree(path, ignore_errors=True)
            swept += 1
    return swept


def sweep_answers(folder: Path, *, older_than: float = 3_600) -> int:
    """Deletes the answers that are not kept and that nobody came for; gives how many."""
    swept = 0
    for path in passing_path(folder, "").parent.glob("*.json"):
        with suppress(FileNotFoundError):  # it was shown just now
            if path.stat().st_mtime < time.time() - older_than:
                path.unlink()
                swept += 1
    return swept


def is_worker_there(folder: Path) -> bool:
    """Whether a worker is running for this folder."""
    return is_held(lock_path(folder))


def is_held(path: Path) -> bool:
    """Whether another process holds the file locked; no where there is none."""
    try:
        with path.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def write_text(path: Path, plain: Mapping[str, Any]) -> None:
    """Writes values as JSON, whole or not at all, readable by the owner alone."""
    passing = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    content = json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    try:
        with os.fdopen(os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
            new.write(content.encode())
            new.flush()
            os.fsync(new.fileno())
        passing.replace(path)
    finally:
        passing.unlink(missing_ok=True)


def read_text(path: Path) -> dict[str, Any] | None:
    """The values of a JSON text; None where there is none, or none that can be read."""
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return plain if isinstance(plain, dict) else None


def sync_folder(path: Path) -> None:
    """Puts the names in a folder on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _private(path: Path) -> Path:
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def _age(path: Path) -> int:
    try:
        return (path / REQUEST).stat().st_mtime_ns
    except FileNotFoundError:
        return 0
