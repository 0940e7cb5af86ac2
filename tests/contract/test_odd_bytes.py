"""Bytes that no table of cases holds: a hundred thousand entries, NULs in wide letters."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import made_files as made
import pytest
from bad_archives import ARCHIVES
from made_files import Door, mapping_of, street, street_row

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_nul_is_told_by_its_offset_in_every_encoding(
    door: Door, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a letter is cut in two between one chunk of bytes and the next."""
    monkeypatch.setattr("vrn.sharing.files.archive.CHUNK_BYTES", 7)
    text = street(1, street_row(2, location="Café")).decode()
    place = text.index("Café") + 4
    content = (text[:place] + "\0" + text[place:]).encode(encoding)
    mark = 2 if encoding == "utf-16" else 0
    wide = encoding.replace("utf-16", "utf-16-le") if encoding == "utf-16" else encoding
    offset = mark + len(text[:place].encode(wide))
    receipt = door.send(content, mapping=mapping_of(encoding=f'"{encoding}"'))
    (fault,) = receipt.faults
    assert f"a NUL byte at offset {offset:,}" in fault["says"]
    assert fault["line"] == 3


def test_a_hundred_thousand_entries_are_refused_unopened(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = made.zipped({f"{n}-street.csv": b"" for n in range(100_000)}, how=0)

    def is_never_opened(*_: object) -> None:
        raise AssertionError("the list of entries was read")

    monkeypatch.setattr(zipfile.ZipFile, "__init__", is_never_opened)
    receipt = door.send(content, "crime.zip")
    assert "the archive holds more than 10,000 files" in receipt.to_text()


@pytest.mark.parametrize(
    "arrives", ["a zip bomb", "a password", "files that overlap", "two files of one name"]
)
def test_nothing_of_a_bad_archive_is_unpacked(
    door: Door, arrives: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (case,) = [case for case in ARCHIVES if case.arrives == arrives]

    def is_never_opened(*_: object) -> None:
        raise AssertionError("a file of the archive was opened")

    monkeypatch.setattr(zipfile.ZipFile, "open", is_never_opened)
    assert case.says in door.send(case.content, case.file).to_text()
