"""Uncertain pairs in the browser: own records by own references, written down before shown."""

from __future__ import annotations

import os
import re
import shutil
import time
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tests.unit.web.made_up_exchange import (
    ATTENDANCES,
    HOSPITAL,
    OFFENCES,
    POLICE,
    agreement,
    write_exchange,
)
from tests.unit.web.made_up_people import signed_in_as
from vrn_web.accounts.models import AuditRow, Deed
from vrn_web.stewardship import actions, exchange

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = "police-people"
TOTAL = 23


@pytest.fixture
def folder(site_of, released_folder: Path, tmp_path: Path) -> Path:
    """A partnership's folder that is served, with agreements about named people and about none."""
    folder = tmp_path / "partnership"
    shutil.copytree(released_folder, folder)
    site_of(folder)
    write_exchange(folder)
    listed = [
        agreement(OFFENCES, "Offences as recorded", POLICE),
        agreement(PEOPLE, "Victims and suspects", POLICE, is_linked=True, feed=PEOPLE),
        agreement(ATTENDANCES, "Attendances", HOSPITAL, is_linked=True, feed="ae-attendances"),
    ]
    exchange.write_text(exchange.outbox(folder) / "agreements.json", {"agreements": listed})
    return folder


@pytest.fixture
def sam(people, folder: Path) -> Client:
    """A browser in which the police's steward has signed in."""
    return signed_in_as(people["Sam"])


def ask(browser: Client, under: str = PEOPLE) -> Any:
    return browser.post(f"/files/pairs/{under}/ask/")


def asked_of(folder: Path) -> list[dict[str, Any]]:
    """The requests that wait, in the order in which they came."""
    found = [
        exchange.read_text(exchange.waiting_path(folder, one) / "request.json")
        for one in exchange.waiting(folder)
    ]
    return [one for one in found if one is not None]


def answered(folder: Path, address: str, pairs: int = TOTAL, **found: Any) -> Path:
    """The worker's answer to the request at an address, and the path that it lies at."""
    request_id = address.rstrip("/").rpartition("/")[2]
    shutil.rmtree(exchange.waiting_path(folder, request_id))
    path = exchange.passing_path(folder, request_id)
    told = [
        {"one": f"R{n} suspect", "other": f"R{n} victim", "agrees": "surname alike; <b> born apart"}
        for n in range(1, pairs + 1)
    ]
    plain = {"kind": exchange.REVIEW, "state": "done", "pairs": told, **found}
    exchange.write_text(path, {"id": request_id, **plain})
    return path


@pytest.fixture
def address(sam: Client, folder: Path) -> str:
    """Where Sam's pairs stand, which the worker has found."""
    found = str(ask(sam)["Location"])
    answered(folder, found)
    return found


def test_a_steward_is_asked_about_own_feeds_of_named_people_alone(
    sam: Client, people, folder: Path
) -> None:
    page = sam.get("/files/pairs/").content.decode()
    assert "Victims and suspects" in page
    assert "Offences as recorded" not in page
    assert "Attendances" not in page
    assert 'href="/files/pairs/"' in sam.get("/files/").content.decode()
    ada = signed_in_as(people["Ada"])
    assert "There is nothing to ask you" in ada.get("/files/pairs/").content.decode()
    assert 'href="/files/pairs/"' not in ada.get("/files/").content.decode()


@pytest.mark.parametrize(
    ("who", "under", "status"),
    [
        ("Sam", PEOPLE, 302), ("Sam", OFFENCES, 404), ("Sam", ATTENDANCES, 404),
        ("Una", PEOPLE, 404), ("Una", ATTENDANCES, 302), ("Ada", PEOPLE, 404),
        ("Ben", PEOPLE, 404),
    ],
)  # fmt: skip
def test_only_the_suppliers_own_steward_may_ask(
    people, folder: Path, who: str, under: str, status: int
) -> None:
    answer = ask(signed_in_as(people[who]), under)
    assert answer.status_code == status
    assert len(asked_of(folder)) == (status == 302)


def test_whoever_has_not_signed_in_is_asked_to(folder: Path, people) -> None:
    assert ask(Client())["Location"].startswith("/sign-in/")
    assert Client().get("/files/pairs/").status_code == 302


def test_what_the_worker_is_asked_names_the_steward_and_no_record(
    sam: Client, people, folder: Path
) -> None:
    ask(sam)
    (request,) = asked_of(folder)
    assert {name: request[name] for name in ("kind", "agreement", "actor")} == {
        "kind": "review",
        "agreement": PEOPLE,
        "actor": f"{people['Sam'].name}, {POLICE}",
    }
    row = AuditRow.objects.get(deed=Deed.PAIRS_ASKED)
    assert (row.person, row.about) == (people["Sam"], PEOPLE)


def test_until_they_are_found_the_page_looks_again_by_itself(sam: Client, folder: Path) -> None:
    found = ask(sam)["Location"]
    waiting = sam.get(found)
    assert waiting["Refresh"] == "5"
    assert "being looked for" in waiting.content.decode()
    assert "Refresh" not in sam.get(f"{found}?still=yes")
    answered(folder, found, state="failed", says="No model of linkage was trained yet.")
    failed = sam.get(found)
    assert "No model of linkage was trained yet." in failed.content.decode()
    assert "Refresh" not in failed


def test_a_page_shows_ten_pairs_and_is_written_down(sam: Client, people, address: str) -> None:
    page = sam.get(address).content.decode()
    assert page.count("<fieldset") == 10
    assert "Pair 1: R1 suspect and R1 victim" in page
    assert "surname alike; &lt;b&gt; born apart" in page
    assert f"0 of {TOTAL} answered" in page
    assert "checked" not in page
    assert "Pair 23:" in sam.get(f"{address}?page=3").content.decode()
    rows = AuditRow.objects.filter(deed=Deed.PAIRS_SEEN).order_by("pk")
    assert [row.about for row in rows] == [f"{PEOPLE}: 1 to 10", f"{PEOPLE}: 21 to 23"]
    assert {row.person for row in rows} == {people["Sam"]}


def test_without_its_line_in_the_audit_no_pair_is_shown_and_no_answer_is_taken(
    sam: Client, folder: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("vrn_web.stewardship.pairs.write_down", fail)
    monkeypatch.setattr(actions, "write_down", fail)
    sam.raise_request_exception = False
    for answer in (sam.get(address), sam.post(address, {"pair-1": "same"}), ask(sam)):
        assert answer.status_code == 500
        assert "R1 suspect" not in answer.content.decode()
    assert asked_of(folder) == []


def test_nobody_else_sees_them(people, sam: Client, folder: Path, address: str) -> None:
    for name in ("Ada", "Una", "Ben", "Sam"):
        other = signed_in_as(people[name])
        assert other.get(address).status_code == 404
        assert other.post(address, {"pair-1": "same"}).status_code == 404
        assert other.post(f"{address}finish/").status_code == 404
    assert asked_of(folder) == []


def test_answers_are_saved_as_they_are_given_and_progress_is_told(
    sam: Client, people, folder: Path, address: str
) -> None:
    said = {"pair-1": "same", "pair-2": "different", "pair-3": "unsure", "pair-11": "same"}
    answer = sam.post(f"{address}?page=1", {**said, "pair-4": "perhaps"})
    assert answer["Location"] == f"{address}?page=2"
    (request,) = asked_of(folder)
    assert request["kind"] == "answer"
    assert request["actor"] == f"{people['Sam'].name}, {POLICE}"
    assert request["answers"] == [
        {"one": "R1 suspect", "other": "R1 victim", "answer": "same"},
        {"one": "R2 suspect", "other": "R2 victim", "answer": "different"},
        {"one": "R3 suspect", "other": "R3 victim", "answer": "unsure"},
    ]
    row = AuditRow.objects.get(deed=Deed.PAIRS_ANSWERED)
    assert (row.person, row.about) == (people["Sam"], f"{PEOPLE}: 3")
    page = sam.get(address).content.decode()
    assert f"3 of {TOTAL} answered" in page
    assert re.findall(r'id="pair-(\d+-\w+)"[^>]* checked', page) == [
        "1-same", "2-different", "3-unsure",
    ]  # fmt: skip


def test_an_answer_is_changed_by_another_and_the_same_again_is_not_sent(
    sam: Client, folder: Path, address: str
) -> None:
    for word in ("same", "same", "different"):
        sam.post(address, {"pair-1": word})
    said = [one["answers"][0]["answer"] for one in asked_of(folder)]
    assert sorted(said) == ["different", "same"]
    assert f"1 of {TOTAL} answered" in sam.get(address).content.decode()


def test_a_page_without_an_answer_says_so(sam: Client, folder: Path, address: str) -> None:
    page = sam.post(f"{address}?page=2", {"pair-1": "same"}).content.decode()
    assert '<a href="#pair-11-same">Choose an answer for at least one pair</a>' in page
    assert "<title>Error:" in page
    assert asked_of(folder) == []


def test_the_last_page_stays_where_it_is(sam: Client, address: str) -> None:
    answer = sam.post(f"{address}?page=3", {"pair-21": "unsure"})
    assert answer["Location"] == f"{address}?page=3"


def test_answers_that_were_not_taken_in_are_told(sam: Client, folder: Path, address: str) -> None:
    sam.post(address, {"pair-1": "same"})
    (handed,) = exchange.waiting(folder)
    says = "The sheet: line 2: this pair was not asked"
    shutil.rmtree(exchange.waiting_path(folder, handed))
    plain = {"kind": exchange.ANSWER, "state": "failed", "says": says}
    exchange.write_text(exchange.passing_path(folder, handed), plain)
    page = sam.get(address).content.decode()
    assert "Some answers were not taken in." in page
    assert says in page


def test_where_no_pair_is_uncertain_the_page_says_so(sam: Client, folder: Path) -> None:
    found = ask(sam)["Location"]
    answered(folder, found, pairs=0)
    page = sam.get(found).content.decode()
    assert "No pair is uncertain" in page
    assert "<fieldset" not in page


def test_stopping_deletes_the_pairs_and_looking_keeps_them(
    sam: Client, folder: Path, address: str
) -> None:
    path = exchange.passing_path(folder, address.rstrip("/").rpartition("/")[2])
    os.utime(path, (time.time() - 3_500,) * 2)
    sam.get(address)
    assert exchange.sweep_answers(folder, older_than=60) == 0, "it is being answered"
    answer = sam.post(f"{address}finish/")
    assert answer["Location"] == "/files/pairs/?finished=yes"
    assert "answers that you saved stay" in sam.get(answer["Location"]).content.decode()
    assert not path.exists()
    assert "no longer shown" in sam.get(address).content.decode()
    assert sam.get(f"{address}finish/").status_code == 405


def test_without_a_list_the_page_says_so(sam: Client, folder: Path) -> None:
    (exchange.outbox(folder) / "agreements.json").unlink()
    assert "not listed yet" in sam.get("/files/pairs/").content.decode()
    assert ask(sam).status_code == 404
