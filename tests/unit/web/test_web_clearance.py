"""Figures above a reader's clearance: not shown, not listed, not downloaded, not counted."""

from __future__ import annotations

import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.test import RequestFactory
from figures import make_figure

from tests.unit.web.made_up_cubes import RECEIPTS, cubes
from tests.unit.web.made_up_folder import SUPPLIES, build_folder
from tests.unit.web.made_up_people import signed_in_as
from vrn.release.cube import Cube
from vrn.release.figure import _make, contents
from vrn.release.recording import record_cubes
from vrn.release.register import open_released
from vrn.release.signing import read_private_key
from vrn.terms import Clearance
from vrn_web import reading
from vrn_web.guard import check_clearance
from vrn_web.reading import NotClearedError

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

PARTNERS_RECEIPT = "partner000001"
PARTNERS = {
    Clearance.PUBLIC: "headline_offences",
    Clearance.PARTNER: "partner_offences",
}


def narrowed(cube: Cube, clearance: Clearance, receipts: tuple[str, ...]) -> Cube:
    """The cube as that of another measure, its figures for fewer readers."""
    indicator = {**cube.indicator, "name": PARTNERS[clearance], "title": PARTNERS[clearance]}
    plain = [contents(figure) for figure in cube.figures]
    for one in plain:
        one |= {"measure": indicator["name"], "title": indicator["title"]}
        one["clearance"] = clearance.name
        one["provenance"] = {**one["provenance"], "supplies": list(receipts)}
    return Cube(
        indicator=indicator, split=cube.split, where=cube.where, period=cube.period,
        figures=tuple(_make(one) for one in plain),
    )  # fmt: skip


@pytest.fixture(scope="session")
def mixed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with open figures, public ones and partners' ones; no operational one is ever kept.

    The narrower ones rest on a supply of their own and on one that open figures rest on too.
    """
    folder = build_folder(tmp_path_factory.mktemp("mixed"))
    cube = next(one for one in cubes() if one.split == ("district",))
    supply = {**SUPPLIES[RECEIPTS[0]], "id": PARTNERS_RECEIPT, "file": "offences.csv"}
    record_cubes(
        folder / "released",
        [narrowed(cube, one, (PARTNERS_RECEIPT, RECEIPTS[0])) for one in PARTNERS],
        supplies={**SUPPLIES, PARTNERS_RECEIPT: supply},
        key=read_private_key(folder / "keys" / "release.key"),
    )
    return folder


@pytest.fixture
def anybody(site_of, mixed_folder: Path) -> Client:
    """A browser in which nobody has signed in."""
    return site_of(mixed_folder)


def first_of(folder: Path, clearance: Clearance) -> str:
    register = open_released(folder / "released", folder / "release.pub")
    found = next(one for one in register.entries() if one.measure == PARTNERS[clearance])
    return register.cube_by_sha(found.sha256).figures[0].id


def addresses_of(folder: Path, clearance: Clearance) -> list[str]:
    figure, measure = first_of(folder, clearance), PARTNERS[clearance]
    pages = [f"/figures/{figure}/", f"/figures/{figure}.json", f"/figures/{figure}.csv"]
    return [*pages, f"/cubes/{measure}.csv?split=district", f"/methods/{measure}/"]


@pytest.mark.parametrize("clearance", PARTNERS)
def test_without_signing_in_only_open_data_is_shown(
    anybody: Client, mixed_folder: Path, clearance: Clearance
) -> None:
    for address in addresses_of(mixed_folder, clearance):
        answer = anybody.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/sign-in/?next="), address
        assert answer.content == b""


@pytest.mark.parametrize("who", ["Ada", "Ben", "Sam", "Una"])
def test_whoever_signed_in_sees_what_partners_see(
    people, anybody: Client, mixed_folder: Path, who: str
) -> None:
    browser = signed_in_as(people[who])
    for clearance in PARTNERS:
        for address in addresses_of(mixed_folder, clearance):
            answer = browser.get(address)
            assert answer.status_code == 200, address
            assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("who", ["Ada", "Ben", "Sam", None])
def test_an_operational_figure_is_shown_to_nobody(people, who: str | None) -> None:
    """Should one ever come to a page, the page refuses it."""
    request = RequestFactory().get("/")
    request.user = people[who] if who else AnonymousUser()
    of_all, operational = (
        make_figure(clearance=one) for one in (Clearance.OPEN, Clearance.OPERATIONAL)
    )
    check_clearance(request, of_all)
    with pytest.raises(NotClearedError):
        check_clearance(request, of_all, operational)


def test_lists_and_the_dashboard_leave_out_what_the_reader_may_not_see(
    people, anybody: Client
) -> None:
    ben = signed_in_as(people["Ben"])
    shown, open_alone = (one.get("/methods/").content.decode() for one in (ben, anybody))
    for measure in PARTNERS.values():
        assert measure in shown
        assert measure not in open_alone
        address = f"/dashboard/?measure={measure}"
        assert f'value="{measure}"' not in anybody.get(address).content.decode()


def test_a_supply_shows_the_figures_that_the_reader_may_see(people, anybody: Client) -> None:
    ben = signed_in_as(people["Ben"])
    shared, own = f"/supplies/{RECEIPTS[0]}/", f"/supplies/{PARTNERS_RECEIPT}/"
    assert anybody.get(shared).status_code == 200
    assert anybody.get(own)["Location"].startswith("/sign-in/")
    assert ben.get(own).status_code == 200
    assert ben.get("/supplies/no-such/").status_code == 404
    register = reading.released()
    districts = len(reading.ids_resting_on(PARTNERS_RECEIPT, Clearance.OPERATIONAL)) // 2
    on_open = len(reading.ids_resting_on(RECEIPTS[0], Clearance.OPEN))
    assert on_open + 2 * districts == register.count_on(RECEIPTS[0])
    assert f"{on_open + 2 * districts:,} released figures" in ben.get(shared).content.decode()
    assert f"{on_open:,} released figures" in anybody.get(shared).content.decode()
    for page in range(1, 1 + on_open // 50 + 2):
        assert "headline_offences" not in anybody.get(f"{shared}?page={page}").content.decode()


def test_the_figure_itself_is_believed_and_not_the_registers_word(
    site_of, mixed_folder: Path, tmp_path: Path
) -> None:
    """Whoever writes another clearance into the register opens no figure with it."""
    folder = tmp_path / "changed"
    shutil.copytree(mixed_folder, folder)
    figure = first_of(folder, Clearance.PARTNER)
    with sqlite3.connect(folder / "released" / "register.sqlite") as register:
        register.execute("UPDATE cube SET clearance = 'OPEN'")
    register.close()
    browser = site_of(folder)
    addresses = (
        f"/figures/{figure}/",
        f"/figures/{figure}.json",
        f"/cubes/{PARTNERS[Clearance.PARTNER]}.csv?split=district",
        f"/supplies/{PARTNERS_RECEIPT}/",
    )
    for address in addresses:
        assert browser.get(address).status_code == 302, address


def test_open_pages_work_without_the_database(reader: Client, monkeypatch, caplog) -> None:
    """A reader who had signed in is then shown what anybody is shown, and nothing more."""

    def fail(*_: object) -> None:
        raise DatabaseError("the database is not there")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", fail)
    reader.cookies["session"] = "a" * 32
    for address in ("/", "/profile/", "/dashboard/", "/methods/", "/about/", "/sign-in/"):
        answer = reader.get(address)
        assert answer.status_code == 200, address
        assert "Signed in as" not in answer.content.decode()
    for address in ("/account/", "/files/"):
        answer = reader.get(address)
        assert answer.status_code == 503, address
        assert "Signing in is not possible at the moment" in answer.content.decode()
    assert "the database is not there" in caplog.text
