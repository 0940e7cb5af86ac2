"""The register holds each definition's version to one text, and keeps no exact look."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from figures import make_figure
from kept_folder import SUPPLIES, Kept, by_district, new_home

from vrn.release.cube import Cube, cube_from_bytes, cube_to_bytes
from vrn.release.recording import OperationalFigureError, OtherTextError, record_cubes
from vrn.release.register import NotReleasedError
from vrn.release.signing import read_private_key
from vrn.terms import Clearance

if TYPE_CHECKING:
    from pathlib import Path

FIRST, EDITED, SECOND = (
    "vrn-2019 version 1 (3f2a9c1b0d4e)",
    "vrn-2019 version 1 (ffffffffffff)",
    "vrn-2019 version 2 (ffffffffffff)",
)
OTHER = "knife-enabled version 1 (3f2a9c1b0d4e)"


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return new_home(tmp_path)


def counted_by(*labels: str, value: float = 412.0) -> Cube:
    rests = {
        **make_figure().as_json()["provenance"],
        "supplies": ["census"],
        "definitions": list(labels),
    }
    return by_district(provenance=rests, value=value, numerator=int(value))


def keep(kept: Kept, cube: Cube) -> None:
    key = read_private_key(kept.private)
    record_cubes(kept.folder, [cube], supplies=SUPPLIES, key=key)


def texts(kept: Kept) -> list[Any]:
    with closing(sqlite3.connect(kept.folder / "register.sqlite")) as connection:
        return connection.execute("SELECT * FROM definition ORDER BY id, version").fetchall()


def test_a_figure_names_the_texts_it_was_counted_by(kept: Kept) -> None:
    cube = counted_by(FIRST, OTHER)
    assert cube.figures[0].provenance.definitions == (FIRST, OTHER)
    assert cube_from_bytes(cube_to_bytes(cube)) == cube
    keep(kept, cube)
    assert kept.open().figure(cube.figures[0].id).provenance.definitions == (FIRST, OTHER)
    assert texts(kept) == [("knife-enabled", 1, "3f2a9c1b0d4e"), ("vrn-2019", 1, "3f2a9c1b0d4e")]


def test_a_figure_that_rests_on_none_is_the_one_it_was_before_there_were_any() -> None:
    assert "definitions" not in make_figure().as_json()["provenance"]
    assert make_figure().provenance.definitions == ()
    assert counted_by(FIRST).figures[0].id != counted_by(SECOND).figures[0].id


def test_the_same_version_with_another_text_is_refused(kept: Kept) -> None:
    keep(kept, counted_by(FIRST))
    edited = counted_by(OTHER, EDITED, value=9.0)
    with pytest.raises(OtherTextError, match="vrn-2019 version 1 was released with another text"):
        keep(kept, edited)
    with pytest.raises(OtherTextError, match="write version 2 beside it"):
        keep(kept, edited)
    with pytest.raises(NotReleasedError):
        kept.open().figure(edited.figures[0].id)
    assert len(texts(kept)) == 1


def test_a_second_version_stands_beside_the_first(kept: Kept) -> None:
    for cube in (counted_by(FIRST), counted_by(SECOND), counted_by(FIRST, value=9.0)):
        keep(kept, cube)
    assert [row[1] for row in texts(kept)] == [1, 2]


@pytest.mark.parametrize("label", ["vrn-2019", "vrn-2019 version 1", "vrn-2019 version x (3f2a)"])
def test_a_definition_without_version_and_digest_is_refused(label: str, kept: Kept) -> None:
    with pytest.raises(ValueError, match="does not name a definition with its version"):
        keep(kept, counted_by(label))


def test_an_exact_look_is_never_kept(kept: Kept) -> None:
    exact = by_district(clearance=Clearance.OPERATIONAL)
    with pytest.raises(OperationalFigureError, match="looked at, and never kept"):
        keep(kept, exact)
    assert not kept.folder.exists()
