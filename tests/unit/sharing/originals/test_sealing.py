"""Sealed originals: the same bytes come back, at any place, and every change is noticed."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vrn.sharing.originals import sealing
from vrn.sharing.originals.sealing import SealError, seal, unseal
from vrn.sharing.pseudonyms.keys import KEY_BYTES, Key

if TYPE_CHECKING:
    from pathlib import Path

KEY = Key("originals", bytes(range(KEY_BYTES)))
OTHER = Key("originals", bytes(KEY_BYTES))
SMALL = 64


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "PIECE_BYTES", SMALL)


def sealed(tmp_path: Path, content: bytes, *, by: int = 50) -> Path:
    path = tmp_path / "one.sealed"
    pieces = [content[n : n + by] for n in range(0, len(content), by)]
    path.write_bytes(b"".join(seal(pieces, KEY)))
    return path


@given(st.binary(max_size=400), st.integers(1, 150), st.integers(0, 450), st.integers(0, 450))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_sealed_comes_back_at_any_place(
    tmp_path: Path, content: bytes, by: int, start: int, length: int
) -> None:
    path = sealed(tmp_path, content, by=by)
    with unseal(path, KEY) as opened:
        assert opened.read() == content
        opened.seek(start)
        assert opened.tell() == start
        assert opened.read(length) == content[start : start + length]
        assert opened.seek(0, io.SEEK_END) == len(content)
        opened.seek(0)
        opened.seek(1, io.SEEK_CUR)
        assert opened.read(3) == content[1:4]


def test_no_piece_of_the_clear_text_lies_in_the_file(tmp_path: Path) -> None:
    path = sealed(tmp_path, b"Ashdown,Robin,1999-03-04\n" * 9)
    assert b"Ashdown" not in path.read_bytes()


def test_the_same_bytes_are_sealed_otherwise_each_time(tmp_path: Path) -> None:
    assert sealed(tmp_path, b"same").read_bytes() != sealed(tmp_path, b"same").read_bytes()


@pytest.mark.parametrize("length", [0, 1, SMALL - 1, SMALL, SMALL + 1, 3 * SMALL])
def test_every_change_of_a_byte_is_noticed(tmp_path: Path, length: int) -> None:
    path = sealed(tmp_path, os.urandom(length))
    whole = path.read_bytes()
    for place in range(len(sealing.MAGIC) + sealing.ID_BYTES, len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(SealError, match="was changed or cut off"):
            read_whole(path)


def read_whole(path: Path, key: Key = KEY) -> bytes:
    with unseal(path, key) as opened:
        return opened.read()


def test_pieces_cannot_be_cut_off_swapped_or_put_behind(tmp_path: Path) -> None:
    path = sealed(tmp_path, os.urandom(3 * SMALL))
    whole, size = path.read_bytes(), SMALL + sealing.MARK_BYTES
    head, pieces = whole[: sealing.HEAD_BYTES], whole[sealing.HEAD_BYTES :]
    first, second, third = (pieces[n * size : (n + 1) * size] for n in range(3))
    for odd in ((first, second), (second, first, third), (first, second, third, third), ()):
        path.write_bytes(head + b"".join(odd))
        with pytest.raises(SealError):
            read_whole(path)


def test_another_key_and_another_file_say_what_to_do(tmp_path: Path) -> None:
    path = sealed(tmp_path, b"content")
    with pytest.raises(SealError, match=f"sealed by key {KEY.id}, and the one here is {OTHER.id}"):
        read_whole(path, OTHER)
    for odd in (b"", b"vrn sealed 1\n", b"no such file" * 9):
        path.write_bytes(odd)
        with pytest.raises(SealError, match="is no sealed original"):
            read_whole(path)
