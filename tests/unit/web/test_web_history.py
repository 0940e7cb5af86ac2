"""What was sent with what became of it, and the word on a supply that is held for it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from tests.unit.web.made_up_exchange import (
    ACCEPTED,
    HELD_FOR_WORD,
    OFFENCES,
    REFUSED,
    write_exchange,
    write_held,
)
from tests.unit.web.made_up_people import signed_in_as
from tests.unit.web.test_web_receipts import answer, send
from vrn_web.accounts.models import AuditRow, Deed
from vrn_web.stewardship import exchange
from vrn_web.stewardship.models import WorkRequest

if TYPE_CHECKING:
    from pathlib import Path

WORD = f"/files/receipts/{HELD_FOR_WORD}/word/"


@pytest.fixture
def folder(site_of, released_folder: Path, tmp_path: Path) -> Path:
    """A partnership's folder that is served, with a supply that waits for a word."""
    folder = tmp_path / "partnership"
    shutil.copytree(released_folder, folder)
    site_of(folder)
    return write_held(write_exchange(folder))


def test_the_history_tells_every_state_of_ones_own(people, folder: Path) -> None:
    sam, una, ada = (signed_in_as(people[name]) for name in ("Sam", "Una", "Ada"))
    assert "Nothing was sent yet" in sam.get("/files/history/").content.decode()
    ends = {
        "Being taken in": {"state": "working"},
        "Accepted": {"state": "done", "receipt": ACCEPTED},
        "Refused": {"state": "done", "receipt": REFUSED},
        "Held for a word": {"state": "done", "receipt": HELD_FOR_WORD},
        "Not done": {"state": "failed", "says": "No."},
    }
    for found in ends.values():
        answer(folder, send(sam), **found)
    send(sam)
    shutil.rmtree(exchange.waiting_path(folder, send(sam).id))
    for browser in (sam, ada):
        page = browser.get("/files/history/").content.decode()
        for words in (*ends, "Waiting", "Not taken over", "7 files were sent", ">none<"):
            assert words in page, words
        assert f"/files/receipts/{ACCEPTED}/" in page
    assert "Nothing was sent yet" in una.get("/files/history/").content.decode()


@pytest.mark.parametrize(("who", "status"), [("Ben", 404), (None, 302)])
def test_nobody_else_has_a_history(people, folder: Path, who: str | None, status: int) -> None:
    browser = signed_in_as(people[who]) if who else Client()
    assert browser.get("/files/history/").status_code == status


def test_the_analyst_gives_the_word(people, folder: Path) -> None:
    ada, sam = signed_in_as(people["Ada"]), signed_in_as(people["Sam"])
    address = f"/files/receipts/{HELD_FOR_WORD}/"
    told = sam.get(address).content.decode()
    assert "Held for a word." in told
    assert "you need not send it again" in told
    assert "Give your word" not in told
    assert f'href="{WORD}"' in ada.get(address).content.decode()
    assert "about 200 are usual" in ada.get(WORD).content.decode()
    page = ada.post(WORD, {"word": " "}).content.decode()
    assert '<a href="#id_word">Say why the file is right as it is</a>' in page
    assert not WorkRequest.objects.exists()
    made_at = ada.post(WORD, {"word": "A new system."})["Location"]
    made = WorkRequest.objects.get()
    assert made_at == f"/files/requests/{made.id}/"
    assert (made.word, made.supplier, made.agreement) == (
        "A new system.",
        "Westmere Police",
        OFFENCES,
    )
    request = exchange.read_text(exchange.waiting_path(folder, made.id) / "request.json") or {}
    assert (request["held"], request["kind"], request["word"]) == (
        HELD_FOR_WORD, "receive", "A new system.",
    )  # fmt: skip
    row = AuditRow.objects.get(deed=Deed.WORD_GIVEN)
    assert (row.person, row.about) == (people["Ada"], made.id)


@pytest.mark.parametrize("receipt", [ACCEPTED, REFUSED, "000000000000"])
def test_no_word_is_taken_on_another(people, folder: Path, receipt: str) -> None:
    ada = signed_in_as(people["Ada"])
    assert ada.post(f"/files/receipts/{receipt}/word/", {"word": "x"}).status_code == 404
    assert not WorkRequest.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("Sam", 404), ("Ben", 404), (None, 302)])
def test_nobody_else_has_a_word(people, folder: Path, who: str | None, status: int) -> None:
    browser = signed_in_as(people[who]) if who else Client()
    assert browser.post(WORD, {"word": "x"}).status_code == status
    assert not WorkRequest.objects.exists()
    assert exchange.waiting(folder) == []
