"""Tables counted elsewhere on the site: for whom they are, their words, states, pages and file."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.test import Client, override_settings

from tests.unit.web.made_up_people import signed_in_as
from vrn.release.aggregate import Told
from vrn.release.recording import record_supplied
from vrn.release.signing import read_private_key
from vrn.release.supplied import SuppliedTable
from vrn.terms import Clearance

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vrn_web.accounts.models import User

TOLD = Told(
    table="open-table",
    title="Treated",
    publisher="A unit",
    reference="Table 1",
    definition="Arrivals <b>of</b> all.",
    small_numbers="* is 1 to 7.",
    caveat="Mind.",
    text_sha256="a" * 64,
    clearance=Clearance.OPEN,
    cut=1,
    cut_hash="c" * 64,
    code_version="test",
    supplies=("r1",),
)
SUPPLY = {"file": "t.csv", "sha256": "b" * 64, "licence": {"name": "OGL", "statement": "OGL v3"}}


def cell(number: int, state: str = "shown", **changes: object) -> dict[str, object]:
    plain = {
        "counted": "Attendances",
        "unit": "attendances",
        "area": "Midbury",
        "area_code": "",
        "period": f"20{number:02d}",
        "part": "",
        "groups": ["Under 25", ""],
        "decimals": None,
        "written": str(number),
        "value": float(number),
        "state": state,
    }
    return plain | ({} if state == "shown" else {"value": None, "written": "*"}) | changes


CELLS = (
    cell(10),
    cell(11, "suppressed"),
    cell(12, "low", area="=Quillmere"),
    *(cell(number, area="Quillmere") for number in range(13, 90)),
)
TABLE = SuppliedTable(TOLD, (SUPPLY,), CELLS)


@pytest.fixture
def site(released_folder: Path, tmp_path: Path) -> Iterator[None]:
    folder = tmp_path / "site"
    shutil.copytree(released_folder, folder)
    closed = replace(TABLE, told=replace(TOLD, table="own-table", clearance=Clearance.PARTNER))
    key = read_private_key(folder / "keys" / "release.key")
    record_supplied(folder / "released", [TABLE, closed], key=key)
    with override_settings(VRN_FOLDER=folder):
        yield


@pytest.mark.usefixtures("site")
def test_anybody_sees_the_open_table_and_nobody_else_the_partners(
    people: dict[str, User],
) -> None:
    listed = Client().get("/tables/").content.decode()
    assert "/tables/open-table/" in listed
    assert "/tables/own-table/" not in listed
    for ending in ("/", ".csv"):
        assert Client().get(f"/tables/own-table{ending}").status_code == 302
    board = signed_in_as(people["Ben"])
    assert "/tables/own-table/" in board.get("/tables/").content.decode()
    assert board.get("/tables/own-table/").status_code == 200
    assert Client().get("/tables/moons/").status_code == 404


@pytest.mark.usefixtures("site", "database")
def test_a_page_says_whose_it_is_and_each_state_in_words() -> None:
    page = Client().get("/tables/open-table/?area=Midbury").content.decode()
    for words in ("A unit, Table 1", "* is 1 to 7.", "Mind.", "OGL v3", "2 cells"):
        assert words in page, words
    assert "Arrivals &lt;b&gt;of&lt;/b&gt; all." in page
    assert "suppressed by the supplier" in page
    assert "low: more than 0" not in page
    assert "The first of them: Midbury, 2010: Attendances; Under 25: 10 (attendances)." in page


@pytest.mark.usefixtures("site", "database")
def test_a_long_table_has_pages_and_an_odd_choice_is_no_choice() -> None:
    page = Client().get("/tables/open-table/?area=Nowhere&page=2").content.decode()
    assert "80 cells" in page
    assert "Page 2 of 2" in page
    nothing = Client().get("/tables/open-table/?area=Midbury&period=2050").content.decode()
    assert "no cell of what you chose together" in nothing


@pytest.mark.usefixtures("site", "database")
def test_the_file_holds_every_cell_and_no_formula() -> None:
    answer = Client().get("/tables/open-table.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert answer["Content-Type"].startswith("text/csv")
    assert lines[0] == "# Table,Treated"
    assert len(lines) == 6 + 1 + len(CELLS)
    assert ",suppressed,suppressed by the supplier," in lines[8]
    assert "'=Quillmere" in lines[9]


@pytest.mark.usefixtures("database")
def test_where_nothing_was_released_the_list_is_empty(
    tmp_path: Path, released_folder: Path
) -> None:
    folder = tmp_path / "bare"
    shutil.copytree(released_folder, folder)
    shutil.rmtree(folder / "released")
    with override_settings(VRN_FOLDER=folder):
        page = Client().get("/tables/").content.decode()
    assert "There is no such table that you may see." in page
