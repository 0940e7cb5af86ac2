"""Mapping a file in the browser: who may, what is kept of it, and what is shown of it, once."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.unit.web.made_up_exchange import ATTENDANCES, ENDED, OFFENCES
from tests.unit.web.made_up_people import signed_in_as
from tests.unit.web.test_web_sending import left_in_inbox
from vrn_web.accounts.models import AuditRow, Deed
from vrn_web.stewardship import actions, exchange, inbox, passing
from vrn_web.stewardship.models import WorkRequest

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS = f"/files/map/{OFFENCES}/"
TEXT = 'id = "police-offences"\nfeed = "police-offences"\n'
COLUMN = {
    "header": "CRIME REF",
    "filled": 30,
    "rows": 30,
    "distinct": 30,
    "shapes": [["99-9999999", 28]],
    "other_shapes": 2,
    "lowest": "",
    "highest": "",
    "order": "",
}
TRIAL = {
    "tried": 30,
    "loaded": 28,
    "held_back": 2,
    "reasons": [["location_type is no code that is listed", 2]],
    "shown": [{"crime_ref": "99-9999999", "beat": ""}, {"crime_ref": "99-9999999", "beat": ""}],
    "faults": [],
}
FOUND = {
    "kind": exchange.MAP,
    "state": "done",
    "mapping": "police-offences",
    "is_of_persons": True,
    "written": {
        "rows": 30,
        "is_whole": True,
        "columns": 2,
        "format": "csv",
        "encoding": "utf-8",
        "encoding_because": "all are UTF-8",
        "delimiter": ";",
        "header_row": 3,
        "header_because": "2 of its 2 cells are known",
    },
    "columns": [COLUMN, {**COLUMN, "header": "", "shapes": [], "order": "day first"}],
    "columns_left": 0,
    "text": TEXT,
    "unnamed": ["Their <b>note"],
    "lacking": [],
    "trial": TRIAL,
}


def send(browser: Client, *, under: str = OFFENCES, **typed: object) -> Any:
    file = SimpleUploadedFile(str(typed.pop("name", "Zebedee.csv")), b"CRIME REF\r\n1\r\n")
    return browser.post(f"/files/map/{under}/", {"file": file, **typed})


def answer(folder: Path, address: str, **found: Any) -> Path:
    """The worker's answer to the request at an address, and the path that it lies at."""
    request_id = address.rstrip("/").rpartition("/")[2]
    shutil.rmtree(exchange.waiting_path(folder, request_id))
    path = exchange.passing_path(folder, request_id)
    exchange.write_text(path, {"id": request_id, **found})
    return path


def test_a_sample_lies_in_the_inbox_without_its_name(sam: Client, folder: Path, people) -> None:
    address = send(sam, text=f"  {TEXT}".replace("\n", "\r\n"))["Location"]
    request_id = address.rstrip("/").rpartition("/")[2]
    place = exchange.waiting_path(folder, request_id)
    assert (place / "file").read_bytes() == b"CRIME REF\r\n1\r\n"
    assert json.loads((place / "request.json").read_text()) == {
        "id": request_id,
        "kind": "map",
        "agreement": OFFENCES,
        "ending": ".csv",
        "text": f"  {TEXT}",
    }
    assert not WorkRequest.objects.exists(), "no row of the database is about a sample"
    row = AuditRow.objects.get(deed=Deed.SAMPLE_SENT)
    assert (row.person, row.about) == (people["Sam"], OFFENCES)


@pytest.mark.parametrize(
    ("who", "under", "status"),
    [
        ("Sam", OFFENCES, 200), ("Sam", ATTENDANCES, 404), ("Sam", ENDED, 404),
        ("Sam", "no-such-agreement", 404), ("Una", ATTENDANCES, 200), ("Una", OFFENCES, 404),
        ("Ada", OFFENCES, 200), ("Ben", OFFENCES, 404), (None, OFFENCES, 302),
    ],
)  # fmt: skip
def test_only_the_suppliers_steward_and_the_analyst_may(
    people, folder: Path, who: str | None, under: str, status: int
) -> None:
    browser = signed_in_as(people[who]) if who else Client()
    assert browser.get(f"/files/map/{under}/").status_code == status
    assert send(browser, under=under).status_code == (302 if status == 200 else status)
    as_text = browser.post(f"/files/map/{under}/text/", {"text": TEXT, "name": "x"})
    assert as_text.status_code == status
    assert len(left_in_inbox(folder)) == 2 * (status == 200), "what may not be sent is not kept"


def test_nobody_else_sees_what_was_found(sam: Client, people, folder: Path) -> None:
    address = send(sam)["Location"]
    path = answer(folder, address, **FOUND)
    others = [signed_in_as(people[name]) for name in ("Ada", "Una", "Ben", "Sam")]
    for browser in others:
        assert browser.get(address).status_code == 404
        assert browser.post(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert path.is_file()
    assert not AuditRow.objects.filter(deed=Deed.SAMPLE_SEEN).exists()


def test_what_was_found_is_shown_once_and_deleted_first(sam: Client, people, folder: Path) -> None:
    address = send(sam)["Location"]
    waiting = sam.get(address)
    assert waiting["Refresh"] == "2"
    assert "is being looked at" in waiting.content.decode()
    assert "Refresh" not in sam.get(f"{address}?still=yes")
    assert "is being looked at" in sam.post(address).content.decode(), "nothing to show yet"
    assert not AuditRow.objects.filter(deed=Deed.SAMPLE_SEEN).exists()
    path = answer(folder, address, **FOUND)
    told = sam.get(address).content.decode()
    assert "Show what was found" in told
    assert "28 of the first 30" not in told
    assert path.is_file(), "looking whether it is there shows and deletes nothing"
    page = sam.post(address).content.decode()
    for words in (
        "28 of the first 30 rows would be loaded", "2 rows would be held back",
        "location_type is no code that is listed: 2", "each value as its shape", "99-9999999",
        "One column of the file is not named yet", "Their &lt;b&gt;note", "semicolon",
        "utf-8: all are UTF-8", "line 3: 2 of its 2 cells are known", "(no name)", "day first",
        "other shapes (2)", TEXT.replace('"', "&quot;"), "mappings/police-offences.toml",
    ):  # fmt: skip
        assert words in page, words
    assert ">beat<" not in page, "a column that is empty in all rows is left out"
    assert not path.exists()
    row = AuditRow.objects.get(deed=Deed.SAMPLE_SEEN)
    assert (row.person, row.about) == (people["Sam"], OFFENCES)
    assert "shown once" in sam.post(address).content.decode()
    assert AuditRow.objects.filter(deed=Deed.SAMPLE_SEEN).count() == 1


def test_without_its_line_in_the_audit_nothing_is_shown(
    sam: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    address = send(sam)["Location"]
    path = answer(folder, address, **FOUND)
    monkeypatch.setattr("vrn_web.stewardship.mapping.write_down", fail)
    monkeypatch.setattr(actions, "write_down", fail)
    sam.raise_request_exception = False
    for page in (sam.post(address), send(sam)):
        assert page.status_code == 500
        assert "rows would be" not in page.content.decode()
    assert path.is_file()
    assert left_in_inbox(folder) == []


@pytest.mark.parametrize(
    ("found", "says"),
    [
        ({"lacking": ["the mapping fills no crime_ref"], "trial": None}, "not whole yet"),
        ({"trial": {**TRIAL, "faults": ["a column too many."]}}, "would be refused"),
        ({"trial": {**TRIAL, "held_back": 0, "shown": []}}, "28 of the first 30"),
        ({"refused": ["the file is empty."]}, "cannot be read as a table"),
        ({"written": {**FOUND["written"], "is_whole": False}}, "the first 30 were read"),
        ({"columns_left": 9_800}, "9,800 more columns are not shown"),
        ({"is_of_persons": False}, "side by side</caption>"),
        ({"columns": [{**COLUMN, "lowest": "1", "highest": "9"}]}, "from 1 to 9"),
        ({"written": {**FOUND["written"], "delimiter": "~"}}, "~"),
    ],
)
def test_every_end_has_its_words(sam: Client, folder: Path, found: Any, says: str) -> None:
    address = send(sam)["Location"]
    answer(folder, address, **{**FOUND, **found})
    assert says in sam.post(address).content.decode()


def test_a_failure_is_told(sam: Client, folder: Path) -> None:
    address = send(sam)["Location"]
    answer(folder, address, kind=exchange.MAP, state="failed", says="The platform failed on it.")
    page = sam.get(address)
    assert "The platform failed on it." in page.content.decode()
    assert "Refresh" not in page
    assert "could not be looked at" in sam.post(address).content.decode()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Choose the file to look at"),
        ({"text": "x" * 100_001}, "100,000 characters or fewer"),
    ],
)
def test_what_is_wrong_in_the_form_keeps_nothing(
    sam: Client, folder: Path, typed: dict[str, str], says: str
) -> None:
    page = (send(sam, **typed) if typed else sam.post(ADDRESS)).content.decode()
    assert says in page
    assert "<title>Error:" in page
    assert left_in_inbox(folder) == []


@pytest.mark.parametrize("size", [1_001, 100_000])
def test_a_file_beyond_the_limit_is_not_kept(
    sam: Client, folder: Path, settings_of, size: int
) -> None:
    with settings_of(VRN_LARGEST_FILE=1_000):
        file = SimpleUploadedFile("a.csv", b"x" * size)
        page = sam.post(ADDRESS, {"file": file}).content.decode()
    assert "larger than 1000" in page.replace("\xa0", " ")
    assert left_in_inbox(folder) == []


def test_while_several_are_sending_another_is_asked_to_wait(sam: Client, folder: Path) -> None:
    taken = [inbox._SENDING.acquire(blocking=False) for _ in range(3)]
    assert all(taken)
    try:
        assert send(sam).status_code == 503
    finally:
        for _ in taken:
            inbox._SENDING.release()
    assert left_in_inbox(folder) == []


def test_what_comes_without_the_sites_own_mark_is_not_kept(people, folder: Path) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people["Sam"], backend="vrn_web.accounts.backends.EmailBackend")
    assert send(strict).status_code == 403
    assert left_in_inbox(folder) == []


@pytest.mark.parametrize(
    ("name", "shown"), [("their-calls", "their-calls"), ('x"; y', OFFENCES), ("", OFFENCES)]
)
def test_the_mapping_is_downloaded_as_it_stands_in_the_form(
    sam: Client, name: str, shown: str
) -> None:
    asked = {"text": TEXT.replace("\n", "\r\n"), "name": name}
    got = sam.post(f"{ADDRESS}text/", asked)
    assert got.content.decode() == TEXT
    assert got["Content-Type"] == "text/plain; charset=utf-8"
    assert got["Content-Disposition"] == f'attachment; filename="{shown}.toml"'
    assert sam.get(f"{ADDRESS}text/").status_code == 405


def test_one_chooses_among_ones_own_agreements_those_without_a_mapping_first(
    sam: Client, folder: Path
) -> None:
    page = sam.get("/files/map/").content.decode()
    assert "Offences as recorded" in page
    assert "Attendances" not in page
    assert "former agreement" not in page
    path = exchange.outbox(folder) / "agreements.json"
    listed = (exchange.read_text(path) or {})["agreements"]
    fresh = {**listed[0], "id": "new-feed", "title": "Zones", "has_mapping": False}
    exchange.write_text(path, {"agreements": [*listed, fresh]})
    page = sam.get("/files/map/").content.decode()
    assert page.index("Zones") < page.index("Offences as recorded")
    assert "has no mapping yet" in page
    assert sam.get("/files/send/new-feed/").status_code == 404, "nothing can be sent yet"
    assert "Zones" not in sam.get("/files/send/").content.decode()
    assert 'href="/files/map/new-feed/"' in sam.get("/files/agreements/new-feed/").content.decode()


def test_without_an_agreement_or_a_list_the_page_says_so(people, folder: Path) -> None:
    people["Una"].organisation = "Another Hospital"
    people["Una"].save()
    una = signed_in_as(people["Una"])
    assert "not even a sample is looked at" in una.get("/files/map/").content.decode()
    (exchange.outbox(folder) / "agreements.json").unlink()
    assert "not listed yet" in una.get("/files/map/").content.decode()


def test_a_session_keeps_its_newest_requests_alone(sam: Client, folder: Path) -> None:
    addresses = [send(sam)["Location"] for _ in range(passing.MOST_KEPT + 1)]
    assert sam.get(addresses[0]).status_code == 404
    assert sam.get(addresses[1]).status_code == 200
