"""Cubes are kept many at once: all on the disk under their names before the register names one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from kept_folder import by_district, by_month, new_home

from vrn.release import recording
from vrn.release.cube import cube_to_bytes
from vrn.sharing.store.durable import StoreError

if TYPE_CHECKING:
    from pathlib import Path


def names_in(folder: Path) -> list[str]:
    return sorted(path.suffix for path in folder.iterdir())


def test_every_file_is_on_the_disk_before_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = new_home(tmp_path)
    register, cubes = kept.folder / "register.sqlite", kept.folder / "cubes"
    synced: list[tuple[str, list[str], bool]] = []
    real = recording.durable.sync_path

    def sync(path: Path) -> None:
        real(path)
        synced.append((path.suffix, names_in(cubes), register.exists()))

    monkeypatch.setattr(recording.durable, "sync_path", sync)
    kept.keep(by_district(), by_month())
    drafts, named = [".tmp", ".tmp"], [".json", ".json"]
    assert synced == [(".tmp", drafts, False), (".tmp", drafts, False), ("", named, False)]
    assert len(kept.open().entries()) == 2


def test_where_one_file_cannot_be_kept_the_register_names_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = new_home(tmp_path)
    written: list[Path] = []
    real = recording.durable.write_file

    def write(path: Path, body: bytes) -> None:
        if written:
            raise StoreError("the disk is full")
        written.append(path)
        real(path, body)

    monkeypatch.setattr(recording.durable, "write_file", write)
    with pytest.raises(StoreError):
        kept.keep(by_district(), by_month())
    assert not (kept.folder / "register.sqlite").exists()
    monkeypatch.undo()
    kept.keep(by_district(), by_month())
    assert len(kept.open().entries()) == 2
    assert names_in(kept.folder / "cubes") == [".json", ".json"]


def test_equal_cubes_given_together_are_one_file(tmp_path: Path) -> None:
    kept = new_home(tmp_path)
    kept.keep(by_district(), by_district())
    (path,) = (kept.folder / "cubes").iterdir()
    assert path.read_bytes() == cube_to_bytes(by_district())
    assert len(kept.open().entries()) == 1
