"""What changed since a document was published: who may read it, and each thing that it says."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.web.made_up_assessment import PUBLIC_SUPPLIES, made_up_cubes
from tests.unit.web.made_up_cubes import cubes
from tests.unit.web.made_up_folder import SUPPLIES, publish_profile
from tests.unit.web.made_up_people import signed_in_as
from tests.unit.web.test_web_assessment import edition_of
from vrn.publish.assessment.plan import FEEDS, OF_PLACES
from vrn.release.figure import _make, contents
from vrn.release.recording import record_cubes
from vrn.release.signing import read_private_key
from vrn.terms import Clearance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from django.test import Client

    from vrn.release.cube import Cube
    from vrn.release.figure import Figure

WITHHELD = {"value": None, "numerator": None, "state": "withheld", "reason": "fewer than 10 people"}


def of_cut_2(figure: Figure, **other: Any) -> Figure:
    """The figure as a second cut gives it."""
    plain = contents(figure)
    rests = {**plain["provenance"], "cut": 2, "cut_hash": "e" * 64}
    return _make({**plain, **other, "provenance": rests})


def release_again(
    folder: Path, made: Iterable[Cube], supplies: Any, *, change: Any = lambda _figure: {}
) -> None:
    """Releases cubes of a second cut, each figure with what `change` gives for it."""
    again = [
        replace(cube, figures=tuple(of_cut_2(one, **change(one)) for one in cube.figures))
        for cube in made
    ]
    key = read_private_key(folder / "keys" / "release.key")
    record_cubes(folder / "released", again, supplies=supplies, key=key)


def month_moves(figure: Figure) -> dict[str, Any]:
    """The number of one month is one more."""
    is_it = figure.measure == "violence" and {n: c for n, c, _ in figure.by}
    return {"value": figure.value + 1} if is_it == {"month": "2022-10"} else {}


@pytest.fixture
def folder(published_folder: Path, tmp_path: Path) -> Path:
    """A folder with a published profile, to release more into."""
    return shutil.copytree(published_folder, tmp_path / "p")


@pytest.fixture
def assessed(assessed_folder: Path, tmp_path: Path) -> Path:
    """A folder with a published assessment, to release more into."""
    return shutil.copytree(assessed_folder, tmp_path / "p")


def test_where_nothing_was_released_since_everything_is_the_same(reader: Client) -> None:
    page = reader.get("/profile/changed/").content.decode()
    assert re.search(r"All of its \d+ figures are the same today", page)
    assert "<table" not in page
    assert "vrn revisions" not in page
    assert 'href="/profile/changed/"' in reader.get("/profile/").content.decode()


def test_a_figure_that_moved_stands_beside_that_of_now(site_of, folder: Path) -> None:
    release_again(folder, cubes(), SUPPLIES, change=month_moves)
    page = site_of(folder).get("/profile/changed/").content.decode()
    (row,) = re.findall(r"<tr.*?</tr>", page.partition("<tbody")[2], re.DOTALL)
    shown = [one.replace(",", "") for one in re.findall(r'href="/figures/\w{16}/">([\d,]+)<', row)]
    assert len(shown) == 2
    assert int(shown[1]) == int(shown[0]) + 1
    assert "Another cut: 1, now 2" in row
    assert re.search(r'<dt>Moved</dt><dd><span class="vrn-count">1<', page)
    assert "Paragraph" in row or "table" in row.lower() or "figure" in row.lower()


def test_what_was_not_released_again_says_so(site_of, folder: Path) -> None:
    some = [
        cube for cube in cubes() if not (cube.measure == "violence" and cube.split == ("month",))
    ]
    release_again(folder, some, SUPPLIES)
    page = site_of(folder).get("/profile/changed/").content.decode()
    assert re.search(r'<dt>Moved</dt><dd><span class="vrn-count">0<', page)
    assert "not released again</td>" in page


def test_a_withheld_figure_is_withheld_here_too(site_of, folder: Path) -> None:
    def withhold(figure: Figure) -> dict[str, Any]:
        return WITHHELD if month_moves(figure) else {}

    release_again(folder, cubes(), SUPPLIES, change=withhold)
    page = site_of(folder).get("/profile/changed/").content.decode()
    (row,) = re.findall(r"<tr.*?</tr>", page.partition("<tbody")[2], re.DOTALL)
    assert ">withheld</a>" in row


def test_a_newer_figure_that_the_reader_may_not_see_is_none_for_them(
    site_of, people, folder: Path
) -> None:
    def narrower(figure: Figure) -> dict[str, Any]:
        narrow = {**month_moves(figure), "clearance": Clearance.PARTNER.name}
        return narrow if figure.measure == "violence" else {}

    release_again(folder, cubes(), SUPPLIES, change=narrower)
    anybody = site_of(folder).get("/profile/changed/").content.decode()
    assert re.search(r'<dt>Moved</dt><dd><span class="vrn-count">0<', anybody)
    assert "not released again</td>" in anybody
    assert "not released again</td>" not in (
        signed_in_as(people["Ben"]).get("/profile/changed/").content.decode()
    )


def test_one_chooses_an_edition_and_an_unknown_one_is_not_there(site_of, folder: Path) -> None:
    first = (folder / "published" / "profile" / "current").read_text().strip()
    second = publish_profile(folder, title="Open data profile: Westmere, again")
    browser = site_of(folder)
    page = browser.get(f"/profile/changed/?edition={second}").content.decode()
    assert f'<option value="{second}" selected>' in page
    assert f'<option value="{first}">' in page
    assert browser.get("/profile/changed/?edition=000000000000").status_code == 404
    release_again(folder, cubes(), SUPPLIES, change=month_moves)
    page = browser.get("/profile/changed/").content.decode()
    assert f'<option value="{second}" selected>' in page, "the current one, of an earlier cut"


def test_without_a_document_nothing_stands_there(client: Client) -> None:
    assert client.get("/profile/changed/").status_code == 404


def test_the_assessments_page_is_for_its_readers_and_the_command_for_the_analyst(
    site_of, people, assessed: Path
) -> None:
    anybody = site_of(assessed)
    answer = anybody.get("/assessment/changed/")
    assert answer.status_code == 302
    made = made_up_cubes((*FEEDS, *OF_PLACES), {}).values()

    def all_move(figure: Figure) -> dict[str, Any]:
        is_it = figure.measure == "serious_violence" and figure.is_shown
        return {"value": figure.value + 10} if is_it else {}

    release_again(assessed, made, PUBLIC_SUPPLIES, change=all_move)
    for name in ("Ben", "Sam", "Ada"):
        answer = signed_in_as(people[name]).get("/assessment/changed/")
        page = answer.content.decode()
        assert answer["Cache-Control"] == "private, no-store"
        assert "Another cut: 1, now 2" in page
        assert ("vrn revisions MEASURE --between 1 2" in page) == (name == "Ada")
    first = signed_in_as(people["Ben"]).get("/assessment/changed/").content.decode()
    assert "Page 1 of" in first
    edition = edition_of(assessed)
    assert f"?edition={edition}&amp;page=2#beside" in first
    assert "Page 2 of" in (
        signed_in_as(people["Ben"])
        .get(f"/assessment/changed/?edition={edition}&page=2")
        .content.decode()
    )


def test_what_is_above_the_readers_clearance_shows_nothing(
    site_of, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vrn_web.guard.clearance_for", lambda _person: -1)
    answer = site_of(folder).get("/profile/changed/")
    assert answer.status_code == 302, "to sign in"
