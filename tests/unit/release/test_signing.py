"""The release key: what it signs can be checked by its public half and by no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vrn.release.signing import (
    BrokenSignatureError,
    check_signature,
    make_key,
    read_private_key,
    sign,
)

if TYPE_CHECKING:
    from pathlib import Path


def new_key(folder: Path) -> tuple[Path, Path]:
    private, public = folder / "keys" / "release.key", folder / "release.pub"
    make_key(private, public)
    return private, public


def test_a_signature_holds_for_its_content_alone(tmp_path: Path) -> None:
    private, public = new_key(tmp_path)
    signature = sign(read_private_key(private), b"412")
    check_signature(public.read_text().strip(), b"412", signature)
    with pytest.raises(BrokenSignatureError, match="changed after its release"):
        check_signature(public.read_text().strip(), b"413", signature)


def test_another_partnerships_key_does_not_check_it(tmp_path: Path) -> None:
    private, _ = new_key(tmp_path / "one")
    _, public = new_key(tmp_path / "two")
    with pytest.raises(BrokenSignatureError, match="under another key"):
        check_signature(public.read_text().strip(), b"412", sign(read_private_key(private), b"412"))


@pytest.mark.parametrize("signature", ["", "zz", "00" * 64, "é"])
def test_what_is_no_signature_does_not_hold(signature: str, tmp_path: Path) -> None:
    _, public = new_key(tmp_path)
    with pytest.raises(BrokenSignatureError):
        check_signature(public.read_text().strip(), b"412", signature)


@pytest.mark.parametrize("public", ["", "00", "not hex"])
def test_what_is_no_key_checks_nothing(public: str, tmp_path: Path) -> None:
    private, _ = new_key(tmp_path)
    with pytest.raises(BrokenSignatureError):
        check_signature(public, b"412", sign(read_private_key(private), b"412"))


def test_only_its_owner_may_read_the_private_half(tmp_path: Path) -> None:
    private, public = new_key(tmp_path)
    assert private.stat().st_mode & 0o777 == 0o600
    assert private.read_bytes().hex() not in public.read_text()


@pytest.mark.parametrize("lost", [None, "private", "public"])
def test_neither_half_of_a_key_is_overwritten(lost: str | None, tmp_path: Path) -> None:
    halves = dict(zip(("private", "public"), new_key(tmp_path), strict=True))
    if lost:
        halves[lost].unlink()
    before = {name: path.read_bytes() for name, path in halves.items() if path.exists()}
    with pytest.raises(FileExistsError):
        make_key(halves["private"], halves["public"])
    assert {name: path.read_bytes() for name, path in halves.items() if path.exists()} == before


def test_where_there_is_no_key_the_answer_says_where_one_comes_from(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="gets one from `vrn init`"):
        read_private_key(tmp_path / "release.key")
