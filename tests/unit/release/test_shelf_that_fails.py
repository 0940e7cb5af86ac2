"""A lattice that cannot be protected any more fails once, and again without the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vrn.problem.violence.tallies import VICTIMS
from vrn.release.headline import shelf
from vrn.release.headline.withholding import LeakyShapeError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_lattice_that_failed_is_not_built_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[object] = []

    def fail(*_: object, **__: object) -> None:
        built.append(1)
        raise LeakyShapeError("it follows from numbers that were released before")

    monkeypatch.setattr(shelf, "build_lattice", fail)
    monkeypatch.setattr(shelf, "family_rows", lambda *_: None)
    of_cut = shelf.Shelf(
        folder=tmp_path,
        tables={},
        cut=2,
        row_hash="f" * 64,
        definitions={},
        texts={},
        months_held={"police-offences": ["2021-01"], "police-people": ["2021-01"]},
        periods=(),
    )
    for _ in range(2):
        with pytest.raises(LeakyShapeError):
            of_cut.lattice_of(VICTIMS)
    assert len(built) == 1
