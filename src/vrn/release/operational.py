"""The operational lane: exact numbers, for a named person with a purpose, written down first.

One function gives them, and its audit line is on the disk before anything is returned. What it
gives is sealed as operational: no register keeps it, and no document takes it.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

FILE_NAME = "looks.jsonl"
_Given = TypeVar("_Given")


class NotWrittenDownError(PermissionError):
    """The audit line could not be written, so nothing was shown."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """Who looks at what, and what for. `asked` names the measure, split, filter, period and cut."""

    actor: str
    purpose: str
    at: datetime
    asked: Mapping[str, object]

    def __post_init__(self) -> None:
        if not self.actor.strip() or not self.purpose.strip():
            raise ValueError("exact numbers are shown to a named person, for a stated purpose")
        if self.at.tzinfo is None:
            raise ValueError("the time of a look names its time zone")


def look(folder: Path, about: Look, show: Callable[[], _Given]) -> _Given:
    """What `show` gives, once the line that says who looked is durable in the audit's folder.

    NotWrittenDownError, and nothing is shown, where the line cannot be written.
    """
    try:
        _write_down(folder, about)
    except OSError as error:
        raise NotWrittenDownError(
            f"nothing is shown: it could not be written down in {folder.name}/{FILE_NAME} that "
            f"{about.actor} looked ({str(error.strerror).lower()}); make room or give the right to "
            "write there, and ask again"
        ) from error
    return show()


def _write_down(folder: Path, about: Look) -> None:
    at = about.at.isoformat(timespec="seconds")
    line = {"at": at, "actor": about.actor, "purpose": about.purpose, **about.asked}
    add_line(folder / FILE_NAME, line)


def add_line(path: Path, line: Mapping[str, object]) -> None:
    """Adds one line to the end of an audit's file and puts it on the disk, and its name too."""
    is_new = not path.exists()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    body = f"{_end_of_a_torn_line(path)}{json.dumps(line, ensure_ascii=False)}\n".encode()
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.write(handle, body) != len(body):
            raise OSError(0, "only a part of the line was written")
        os.fsync(handle)
    finally:
        os.close(handle)
    if is_new:
        _sync_folder(path.parent)


def _end_of_a_torn_line(path: Path) -> str:
    """The line end that a fall of the machine kept from the last line; mostly nothing."""
    if not path.exists() or not path.stat().st_size:
        return ""
    with path.open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return "" if stream.read() == b"\n" else "\n"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_looks(folder: Path) -> tuple[dict[str, object], ...]:
    """Every look that was written down, oldest first; a line torn by a fall is {"torn": its text}.

    After a torn line nothing was shown.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return ()
    return tuple(_read_line(line) for line in path.read_text(encoding="utf-8").splitlines())


def _read_line(line: str) -> dict[str, object]:
    try:
        found: dict[str, object] = json.loads(line)
    except json.JSONDecodeError:
        return {"torn": line}
    return found
