"""Lattices are kept in the store: what was decided once about a cut stays decided."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from made_violence import made_lattice, made_rows

from vrn.release.headline.kept import KeptLattices, key_of

if TYPE_CHECKING:
    from pathlib import Path


def test_a_kept_lattice_is_read_again_as_it_was(tmp_path: Path) -> None:
    kept, lattice = KeptLattices(tmp_path / "offences"), made_lattice(made_rows(600))
    kept.keep("a", lattice)
    found = kept.find("a")
    assert found is not None
    assert found.cells.equals(lattice.cells)
    for name in ("unit", "cut", "shapes", "times", "labels", "outside", "dimensions"):
        assert getattr(found, name) == getattr(lattice, name), name


def test_another_key_finds_nothing(tmp_path: Path) -> None:
    kept = KeptLattices(tmp_path / "offences")
    assert kept.find("a") is None
    kept.keep("a", made_lattice(made_rows(300)))
    assert kept.find("b") is None


def test_nobody_else_can_read_one(tmp_path: Path) -> None:
    kept = KeptLattices(tmp_path / "offences")
    kept.keep("a", made_lattice(made_rows(300)))
    paths = list((tmp_path / "offences").iterdir())
    assert sorted(path.name for path in paths) == ["000001.json", "000001.parquet"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}


def test_a_changed_lattice_stops_the_release(tmp_path: Path) -> None:
    kept = KeptLattices(tmp_path / "offences")
    kept.keep("a", made_lattice(made_rows(300)))
    path = tmp_path / "offences" / "000001.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(ValueError, match="the lattice 000001 of offences was changed"):
        kept.find("a")
    with pytest.raises(ValueError, match="put back the store's backup"):
        kept.standing()


def test_the_key_tells_apart_whatever_a_lattice_is_made_from() -> None:
    keys = {key_of(cut=1), key_of(cut=2), key_of(cut=1, periods=["2020-04"]), key_of()}
    assert len(keys) == 4
    assert key_of(a=1, b=2) == key_of(b=2, a=1)
