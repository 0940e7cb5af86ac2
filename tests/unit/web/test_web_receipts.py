"""What became of a file: every state of a request, the receipt, its history, and who may see it."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.unit.web.made_up_exchange import (
    ACCEPTED,
    CLEAN,
    OF_HOSPITAL,
    OFFENCES,
    REFUSED,
)
from tests.unit.web.made_up_people import signed_in_as
from vrn_web.accounts.models import AuditRow, Deed
from vrn_web.stewardship import exchange
from vrn_web.stewardship.models import WorkRequest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def send(browser: Client) -> WorkRequest:
    file = SimpleUploadedFile("offences.csv", b"x")
    address = browser.post(f"/files/send/{OFFENCES}/", {"file": file})["Location"]
    return WorkRequest.objects.get(pk=address.split("/")[-2])


def answer(folder: Path, made: WorkRequest, **found: object) -> None:
    exchange.write_text(exchange.answer_path(folder, made.id), found)


@contextmanager
def worker_there(folder: Path) -> Iterator[None]:
    import fcntl

    with exchange.lock_path(folder).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def test_a_request_waits_with_its_place_and_says_where_no_worker_runs(
    sam: Client, folder: Path
) -> None:
    first, second = send(sam), send(sam)
    page = sam.get(f"/files/requests/{second.id}/").content.decode()
    assert "One other request is before it." in page
    assert "is not running" in page
    with worker_there(folder):
        page = sam.get(f"/files/requests/{first.id}/").content.decode()
    assert "It is the next one." in page
    assert "is not running" not in page


def test_progress_is_shown_and_the_page_looks_again_by_itself(sam: Client, folder: Path) -> None:
    made = send(sam)
    progress = {"done": 1, "total": 3, "what": "checking offences.csv"}
    answer(folder, made, state="working", progress=progress)
    shown = sam.get(f"/files/requests/{made.id}/")
    page = shown.content.decode()
    assert shown["Refresh"] == "5"
    assert "Checking offences.csv: 33%" in page
    assert '<progress class="vrn-progress" max="100" value="33"' in page
    assert f'href="/files/requests/{made.id}/?still=yes"' in page
    still = sam.get(f"/files/requests/{made.id}/?still=yes")
    assert "Refresh" not in still
    assert "Look again" in still.content.decode()


def test_in_the_end_there_is_its_receipt(sam: Client, folder: Path) -> None:
    made = send(sam)
    answer(folder, made, state="done", receipt=ACCEPTED)
    shown = sam.get(f"/files/requests/{made.id}/")
    assert "Refresh" not in shown
    assert f"Receipt {ACCEPTED}" in shown.content.decode()
    assert "Sam Example" in shown.content.decode()


def test_what_was_not_done_says_why_and_what_now(sam: Client, folder: Path) -> None:
    made = send(sam)
    answer(folder, made, state="failed", says="The mapping has a <fault>.")
    shown = sam.get(f"/files/requests/{made.id}/")
    page = shown.content.decode()
    assert "Refresh" not in shown
    assert "The mapping has a &lt;fault&gt;." in page
    assert "send the file again" in page


def test_what_was_lost_on_its_way_says_so(sam: Client, folder: Path) -> None:
    made = send(sam)
    shutil.rmtree(exchange.waiting_path(folder, made.id))
    page = sam.get(f"/files/requests/{made.id}/").content.decode()
    assert "Please send it again." in page


def test_a_receipt_tells_rows_reasons_lines_and_what_to_do(sam: Client) -> None:
    page = sam.get(f"/files/receipts/{ACCEPTED}/").content.decode()
    for words in (
        "230 rows were held back", "10,000", "9,770", "recorded_at lies in the future",
        "blanks after a code", "3 times", "first in a.csv, line 7", "many at midnight",
        "February 2019 to February 2022", "in no figure until they are mended",
        "The analyst will ask you", f"/files/send/{OFFENCES}/?replaces={ACCEPTED}",
    ):  # fmt: skip
        assert words in page, words
    assert "Page 1 of 3" in page
    last = sam.get(f"/files/receipts/{ACCEPTED}/?page=3").content.decode()
    assert ">231</th>" in last
    assert ">230</th>" in last.replace(",", "")


def test_a_refused_one_tells_why_and_what_to_do(sam: Client) -> None:
    page = sam.get(f"/files/receipts/{REFUSED}/").content.decode()
    assert "Nothing of this file was loaded" in page
    assert "a.csv: a column too many." in page
    assert "Write the file again" in page
    assert "Rows read" not in page


def test_a_clean_one_asks_for_nothing(sam: Client) -> None:
    page = sam.get(f"/files/receipts/{CLEAN}/").content.decode()
    assert "Every row was loaded." in page
    assert "The rows count from the next cut on" in page


def test_the_number_of_a_corrected_file_is_filled_in(sam: Client) -> None:
    page = sam.get(f"/files/send/{OFFENCES}/?replaces={ACCEPTED}").content.decode()
    assert f'value="{ACCEPTED}" selected' in page


@pytest.mark.parametrize(
    ("who", "receipt", "status"),
    [
        ("Sam", ACCEPTED, 200),
        ("Sam", OF_HOSPITAL, 404),
        ("Sam", "000000000000", 404),
        ("Una", OF_HOSPITAL, 200),
        ("Una", ACCEPTED, 404),
        ("Ada", ACCEPTED, 200),
        ("Ada", OF_HOSPITAL, 200),
        ("Ben", ACCEPTED, 404),
        (None, ACCEPTED, 302),
        (None, "000000000000", 302),
    ],
)
def test_a_receipt_is_its_suppliers_and_the_analysts(
    people, folder: Path, who: str | None, receipt: str, status: int
) -> None:
    browser = signed_in_as(people[who]) if who else Client()
    assert browser.get(f"/files/receipts/{receipt}/").status_code == status
    looks = AuditRow.objects.filter(deed=Deed.LOOKED, about=receipt).count()
    assert looks == (status == 200), "each look is written down, and no refusal is a look"


def test_nothing_is_shown_that_cannot_be_written_down(sam: Client, monkeypatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("vrn_web.stewardship.files.write_down", fail)
    sam.raise_request_exception = False
    shown = sam.get(f"/files/receipts/{ACCEPTED}/")
    assert shown.status_code == 500
    assert ACCEPTED not in shown.content.decode()


def test_a_steward_sees_who_looked(sam: Client, ada: Client) -> None:
    ada.get(f"/files/receipts/{ACCEPTED}/")
    assert "Ada Example" in sam.get(f"/files/receipts/{ACCEPTED}/").content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("Sam", 200), ("Una", 404), ("Ada", 200), ("Ben", 404), (None, 302)]
)
def test_so_is_a_request(people, folder: Path, who: str | None, status: int) -> None:
    made = send(signed_in_as(people["Sam"]))
    browser = signed_in_as(people[who]) if who else Client()
    assert browser.get(f"/files/requests/{made.id}/").status_code == status


def test_the_list_holds_ones_own_and_the_analysts_everyones(people, folder: Path) -> None:
    sam, una, ada = (signed_in_as(people[name]) for name in ("Sam", "Una", "Ada"))
    send(sam)
    pages = {
        "Sam": sam.get("/files/").content.decode(),
        "Una": una.get("/files/").content.decode(),
        "Ada": ada.get("/files/").content.decode(),
    }
    assert "3 files have a receipt" in pages["Sam"]
    assert f"{OF_HOSPITAL}.csv" not in pages["Sam"]
    assert "One file has a receipt" in pages["Una"]
    assert "offences.csv" not in pages["Una"]
    assert "4 files have a receipt" in pages["Ada"]
    for name in ("Sam", "Ada"):
        assert "offences.csv" in pages[name]
        assert "Waiting" in pages[name]
    assert "Make the cut and the assessment" in pages["Ada"]
    assert "Make the cut and the assessment" not in pages["Sam"]


def test_before_anything_was_received_the_list_says_so(people, folder: Path) -> None:
    shutil.rmtree(exchange.outbox(folder))
    page = signed_in_as(people["Sam"]).get("/files/").content.decode()
    assert "Nothing was received yet" in page


def test_the_analyst_asks_for_an_edition_once_at_a_time(ada: Client, folder: Path, people) -> None:
    assert "This does four things" in ada.get("/files/edition/").content.decode()
    first = ada.post("/files/edition/")["Location"]
    assert ada.post("/files/edition/")["Location"] == first
    assert "being made already" in ada.get("/files/edition/").content.decode()
    made = WorkRequest.objects.get()
    assert exchange.waiting(folder) == [made.id]
    asked = AuditRow.objects.get(deed=Deed.EDITION_ASKED)
    assert (asked.person, asked.about) == (people["Ada"], made.id)
    answer(folder, made, state="failed", says="Not ready.")
    assert ada.post("/files/edition/")["Location"] != first


def test_a_new_edition_is_linked(ada: Client, folder: Path) -> None:
    ada.post("/files/edition/")
    made = WorkRequest.objects.get()
    documents = [
        {"name": "profile", "edition": "0123456789ab"},
        {"name": "pamphlet", "edition": "ba9876543210"},
    ]
    says = "The assessment was not made: no police files."
    answer(folder, made, state="done", cut=7, documents=documents, says=says)
    page = ada.get(f"/files/requests/{made.id}/").content.decode()
    assert "Cut 7 was made" in page
    assert 'href="/profile/editions/0123456789ab/"' in page
    assert "pamphlet" in page, "a document that the site has no page for is named all the same"
    assert says in page


@pytest.mark.parametrize("who", ["Ben", "Sam", "Una", None])
def test_nobody_else_asks_for_an_edition(people, folder: Path, who: str | None) -> None:
    browser = signed_in_as(people[who]) if who else Client()
    for ask in (browser.get, browser.post):
        assert ask("/files/edition/").status_code == (404 if who else 302)
    assert not WorkRequest.objects.exists()
    assert exchange.waiting(folder) == []


def test_an_answer_that_cannot_be_read_does_no_harm(sam: Client, folder: Path) -> None:
    made = send(sam)
    exchange.answer_path(folder, made.id).write_text("half a li", encoding="utf-8")
    assert sam.get(f"/files/requests/{made.id}/").status_code == 200
