"""The register: what was released is found again, by anyone with the public half of the key."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from figures import make_figure
from kept_folder import (
    MONTHS,
    NORTH,
    OUTLINE,
    SOUTH,
    SUPPLIES,
    YEAR,
    Kept,
    by_district,
    by_month,
    filled_home,
    new_home,
)

from vrn.release.cube import Cube
from vrn.release.register import NotReleasedError, Use, filter_key, open_released
from vrn.release.register_file import FILE_NAME, open_to_read
from vrn.terms import Period

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return filled_home(tmp_path)


def test_what_was_released_is_read_back_equal(kept: Kept) -> None:
    released = kept.open()
    assert released.cube("violence", split=("district",), period=YEAR) == by_district()
    span = Period(MONTHS[0], MONTHS[-1])
    assert released.cube("violence", split=("month",), period=span) == by_month()
    for cube in (by_district(), by_month()):
        for figure in cube.figures:
            assert released.figure(figure.id) == figure
    assert released.outline("district", "2021") == OUTLINE


def test_a_supply_is_read_back_with_its_facts(kept: Kept) -> None:
    released = kept.open()
    assert released.supplies() == ("census", "feb", "jan", "mar")
    assert released.supply("jan") == SUPPLIES["jan"]
    with pytest.raises(NotReleasedError, match="rests on a supply shapes"):
        released.supply("shapes")


@pytest.mark.parametrize(
    ("measure", "split", "where", "period"),
    [
        ("robbery", ("district",), {}, YEAR),
        ("violence", (), {}, YEAR),
        ("violence", ("district",), {"month": "2021-01"}, YEAR),
        ("violence", ("district",), {}, None),
        ("violence", ("district",), {}, Period("2020-01", "2020-12")),
        ("violence' OR '1'='1", ("district",), {}, YEAR),
    ],
)
def test_another_shape_was_not_released(
    measure: str, split: tuple[str, ...], where: dict[str, str], period: Period | None, kept: Kept
) -> None:
    with pytest.raises(NotReleasedError, match="no cube of"):
        kept.open().cube(measure, split=split, where=where, period=period)


def test_what_was_never_released_is_said_so(kept: Kept) -> None:
    with pytest.raises(NotReleasedError, match="no figure 0000 was released"):
        kept.open().figure("0000")
    with pytest.raises(NotReleasedError, match="no cube 123412341234 was released"):
        kept.open().cube_by_sha("1234" * 16)
    with pytest.raises(NotReleasedError, match="no outline of small area 2021"):
        kept.open().outline("small area", "2021")


def test_before_the_first_release_the_answer_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotReleasedError, match="run `vrn publish profile` first"):
        new_home(tmp_path).open()


def test_the_newest_cube_of_a_shape_is_given_and_an_older_cut_by_its_number(kept: Kept) -> None:
    rests = make_figure().as_json()["provenance"]
    second = by_district(provenance={**rests, "cut": 2, "supplies": ["jan"]})
    kept.keep(second)
    released = kept.open()
    assert released.cube("violence", split=("district",), period=YEAR) == second
    assert released.cube("violence", split=("district",), period=YEAR, cut=1) == by_district()
    with pytest.raises(NotReleasedError):
        released.cube("violence", split=("district",), period=YEAR, cut=3)
    newest = {entry.split: entry.cut for entry in released.entries()}
    assert newest == {("month",): 1, ("district",): 2}
    assert released.figure(by_district().figures[0].id) == by_district().figures[0]


def test_a_cube_released_again_changes_nothing_but_is_the_newest(kept: Kept) -> None:
    rests = make_figure().as_json()["provenance"]
    kept.keep(by_district(provenance={**rests, "cut": 2, "supplies": ["jan"]}))
    before = sorted(kept.folder.rglob("*.json"))
    kept.keep(by_district())
    assert sorted(kept.folder.rglob("*.json")) == before
    assert kept.open().cube("violence", split=("district",), period=YEAR) == by_district()
    assert kept.open().count_on("census") == 2


def test_a_filter_finds_its_own_cube_whatever_signs_its_codes_hold(tmp_path: Path) -> None:
    kept = new_home(tmp_path)
    wheres = [{"a": "1;b=2"}, {"a": "1", "b": "2"}, {"a": "1%3Bb%3D2"}, {"a": "=;%"}, {"b": "é ü"}]
    for number, where in enumerate(wheres):
        by = tuple((name, code, code) for name, code in sorted(where.items()))
        figure = make_figure(by=by, value=float(number), provenance=_on("jan"))
        indicator = {"name": "violence", "title": "t", "unit": "offences"}
        pairs = tuple(sorted(where.items()))
        kept.keep(Cube(indicator=indicator, split=(), where=pairs, period=YEAR, figures=(figure,)))
    released = kept.open()
    assert len({filter_key(where) for where in wheres}) == len(wheres)
    for number, where in enumerate(wheres):
        assert released.cube("violence", where=where, period=YEAR).only.value == number
    assert [dict(entry.where) for entry in released.entries()] == wheres


def test_a_cube_without_figures_is_not_kept(tmp_path: Path) -> None:
    kept = new_home(tmp_path)
    empty = Cube(indicator={"name": "violence"}, split=(), where=(), period=None, figures=())
    with pytest.raises(ValueError, match="cube of violence has no figures"):
        kept.keep(by_district(), empty)
    assert not kept.folder.exists() or not list(kept.folder.rglob("*.json"))


def test_uses_of_a_figure_are_listed_once_each_in_the_order_of_reading(kept: Kept) -> None:
    north, south = by_district().figures
    places = (("paragraph 2", north), ("table 1", south), ("table 1", north), ("table 1", north))
    kept.publish("aaaa", *places)
    released = kept.open()
    assert released.uses_of(north.id) == (
        Use("profile", "aaaa", "paragraph 2"),
        Use("profile", "aaaa", "table 1"),
    )
    assert released.uses_of(by_month().figures[0].id) == ()
    assert released.uses_on("census") == released.uses_of(north.id)
    assert released.uses_on("mar") == ()


def test_an_edition_of_a_newer_cut_comes_first(kept: Kept) -> None:
    rests = make_figure().as_json()["provenance"]
    newer = by_district(provenance={**rests, "cut": 2, "supplies": ["jan"]}).figures[0]
    kept.keep(by_district(provenance={**rests, "cut": 2, "supplies": ["jan"]}))
    north = by_district().figures[0]
    kept.publish("aaaa", ("paragraph 1", north))
    kept.publish("bbbb", ("paragraph 1", north), ("paragraph 2", newer))
    assert [use.edition for use in kept.open().uses_of(north.id)] == ["bbbb", "aaaa"]


def test_an_edition_recorded_again_replaces_its_own_uses(kept: Kept) -> None:
    north = by_district().figures[0]
    kept.publish("aaaa", ("paragraph 2", north))
    kept.publish("aaaa", ("paragraph 3", north))
    kept.publish("bbbb", ("paragraph 4", north))
    places = [(use.edition, use.place) for use in kept.open().uses_of(north.id)]
    assert places == [("aaaa", "paragraph 3"), ("bbbb", "paragraph 4")]
    names = [(document["edition"], document["cut"]) for document in kept.open().documents()]
    assert names == [("aaaa", 1), ("bbbb", 1)]
    assert kept.open().documents()[0]["files"] == {"profile.html": "0" * 64}


def test_a_document_cannot_use_a_figure_that_was_not_released(kept: Kept) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        kept.publish("aaaa", ("paragraph 1", make_figure(value=1.0)))
    assert kept.open().documents() == ()


def test_figures_on_a_supply_come_in_pages_those_in_documents_first(kept: Kept) -> None:
    north = by_district().figures[0]
    kept.publish("aaaa", ("paragraph 1", north))
    released = kept.open()
    everything = released.figures_on("jan")
    assert set(everything) == {*(f.id for f in by_district().figures), by_month().figures[0].id}
    assert everything[0] == north.id
    assert list(everything[1:]) == sorted(everything[1:])
    pages = [released.figures_on("jan", start=start, limit=2) for start in (0, 2, 4)]
    assert pages == [everything[:2], everything[2:], ()]
    assert released.count_on("jan") == 3
    assert released.count_on("no such supply") == 0
    assert released.figures_on("no such supply") == ()


def test_a_path_relative_to_here_is_opened_too(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(kept.home)
    here = kept.folder.relative_to(kept.home)
    released = open_released(here, kept.public.relative_to(kept.home))
    assert released.figure(by_district().figures[0].id) == by_district().figures[0]


def test_a_folder_with_signs_of_addresses_in_its_name_is_opened(tmp_path: Path) -> None:
    kept = filled_home(tmp_path / "a ?mode=rwc#b%20 c")
    assert kept.open().supplies()


def test_two_readers_see_the_same_while_a_writer_adds(kept: Kept) -> None:
    first, second = kept.open(), kept.open()
    assert first.supplies() == second.supplies()
    kept.publish("aaaa", ("paragraph 1", by_district().figures[0]))
    assert len(first.documents()) == len(second.documents()) == 1


READ = """
import sys
from pathlib import Path
from vrn.release.register import open_released
home = Path(sys.argv[1])
released = open_released(home / "released", home / "release.pub")
(district,) = [entry for entry in released.entries() if entry.split == ("district",)]
for figure in released.cube_by_sha(district.sha256).figures:
    print(figure.id, figure, figure.place.code)
"""


def test_another_process_that_may_only_read_sees_the_same_ids(kept: Kept) -> None:
    """As the web does: no private key, and a folder it cannot write into."""
    kept.private.unlink()
    paths = [*kept.folder.rglob("*"), kept.folder]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        run = [sys.executable, "-c", READ, str(kept.home)]
        told = subprocess.run(run, capture_output=True, text=True, check=False)
    finally:
        for path in reversed(paths):
            path.chmod(0o700)
    expected = [f"{f.id} {f} {f.place.code}" for f in by_district().figures]
    assert told.stdout.splitlines() == expected, told.stderr


def test_reading_leaves_every_file_as_it_was(kept: Kept) -> None:
    def state() -> dict[str, str]:
        files = [path for path in kept.folder.rglob("*") if path.is_file()]
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    before = state()
    released = kept.open()
    released.entries()
    released.figure(by_district().figures[0].id)
    assert state() == before
    connection = open_to_read(kept.folder / FILE_NAME)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM figure")
    connection.close()


def test_a_cell_of_a_released_cube_is_found_by_its_place(kept: Kept) -> None:
    cube = kept.open().cube("violence", split=("district",), period=YEAR)
    assert str(cube.at(district=SOUTH.code)) == "77"
    assert cube.at(district=NORTH.code).place == NORTH


def _on(*supplies: str) -> dict[str, object]:
    return {**make_figure().as_json()["provenance"], "supplies": list(supplies)}
