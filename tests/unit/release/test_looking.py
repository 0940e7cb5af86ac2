"""An exact number is shown only after the line that says who looked is on the disk."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from vrn.release.operational import FILE_NAME, Look, NotWrittenDownError, look, read_looks

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2024, 6, 3, 9, 30, tzinfo=UTC)
ASKED = {"measure": "serious_violence", "cut": 3}


def about(actor: str = "Alice Moor", purpose: str = "weekly tasking") -> Look:
    return Look(actor=actor, purpose=purpose, at=AT, asked=ASKED)


def test_the_line_is_there_before_anything_is_shown(tmp_path: Path) -> None:
    def show() -> str:
        assert len(read_looks(tmp_path / "audit")) == 1
        return "shown"

    assert look(tmp_path / "audit", about(), show) == "shown"
    (line,) = read_looks(tmp_path / "audit")
    assert line == {
        "at": "2024-06-03T09:30:00+00:00",
        "actor": "Alice Moor",
        "purpose": "weekly tasking",
        **ASKED,
    }


def test_every_look_adds_a_line_and_nobody_else_can_read_them(tmp_path: Path) -> None:
    for actor in ("Alice Moor", "Bob Fell"):
        look(tmp_path, about(actor), lambda: None)
    assert [line["actor"] for line in read_looks(tmp_path)] == ["Alice Moor", "Bob Fell"]
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600


@pytest.mark.parametrize("fault", ["write", "fsync", "open", "short"])
def test_where_it_cannot_be_written_nothing_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    if fault == "short":
        monkeypatch.setattr(os, "write", lambda *_: 1)
    else:
        monkeypatch.setattr(os, fault, full)
    shown: list[str] = []
    with pytest.raises(NotWrittenDownError, match="nothing is shown"):
        look(tmp_path, about(), lambda: shown.append("exact"))
    assert shown == []


def test_a_folder_that_is_a_file_shows_nothing(tmp_path: Path) -> None:
    (tmp_path / "audit").write_text("in the way", encoding="utf-8")
    with pytest.raises(NotWrittenDownError):
        look(tmp_path / "audit", about(), lambda: None)


@pytest.mark.parametrize(("actor", "purpose"), [("", "x"), ("x", "  ")])
def test_nobody_and_no_purpose_are_refused(actor: str, purpose: str) -> None:
    with pytest.raises(ValueError, match="named person, for a stated purpose"):
        about(actor, purpose)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Look(actor="a", purpose="b", at=datetime(2024, 6, 3), asked={})  # noqa: DTZ001


def test_a_line_torn_by_a_fall_harms_no_other(tmp_path: Path) -> None:
    look(tmp_path, about(), lambda: None)
    with (tmp_path / FILE_NAME).open("a", encoding="utf-8") as stream:
        stream.write('{"at": "2024-')
    look(tmp_path, about("Bob Fell"), lambda: None)
    first, torn, last = read_looks(tmp_path)
    assert (first["actor"], torn, last["actor"]) == (
        "Alice Moor",
        {"torn": '{"at": "2024-'},
        "Bob Fell",
    )
