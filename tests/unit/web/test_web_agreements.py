"""The pages of agreements: who reads which, in what state, and what a figure says of one ended."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from tests.unit.web.made_up_exchange import (
    ATTENDANCES,
    ENDED,
    HOSPITAL,
    OFFENCES,
    POLICE,
    agreement,
)
from tests.unit.web.made_up_folder import RECEIPTS, SUPPLIES
from tests.unit.web.made_up_people import signed_in_as
from tests.unit.web.test_web_trace import figure_in
from vrn_web.stewardship import exchange
from vrn_web.stewardship.outbox import Agreement

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2024, 6, 3)


def write(folder: Path, *listed: dict[str, object]) -> None:
    path = exchange.outbox(folder) / "agreements.json"
    exchange.write_text(path, {"agreements": list(listed)})


def test_a_steward_reads_of_their_own_agreements_in_every_state(sam: Client) -> None:
    page = sam.get("/files/agreements/").content.decode()
    assert f'href="/files/agreements/{OFFENCES}/"' in page
    assert f'href="/files/agreements/{ENDED}/"' in page
    assert ATTENDANCES not in page
    assert "In\u00a0force" in page
    assert "Expired" in page
    assert sam.get(f"/files/agreements/{ATTENDANCES}/").status_code == 404
    assert sam.get("/files/agreements/no-such/").status_code == 404


def test_an_analyst_reads_of_all_with_their_suppliers(ada: Client) -> None:
    page = ada.get("/files/agreements/").content.decode()
    assert POLICE in page
    assert HOSPITAL in page
    assert ada.get(f"/files/agreements/{ATTENDANCES}/").status_code == 200
    assert 'href="/files/agreements/"' in ada.get("/files/").content.decode()


def test_nobody_else_reads_of_agreements(people, folder: Path) -> None:
    assert Client().get("/files/agreements/")["Location"].startswith("/sign-in/")
    assert signed_in_as(people["Ben"]).get("/files/agreements/").status_code == 404


def test_an_agreement_is_told_in_plain_words_with_the_fate_of_each_column(
    sam: Client, folder: Path
) -> None:
    fate = {
        "name": "crime_ref",
        "header": "CRIME REF",
        "means": "The number.",
        "sensitivity": "personal",
        "stored": "token: keyed token of the name",
    }
    own = agreement(OFFENCES, "Offences as recorded", POLICE)
    told = [["How long it is kept", "84 months after a file was received"]]
    write(folder, {**own, "told": told, "fates": [fate], "version": 3})
    page = sam.get(f"/files/agreements/{OFFENCES}/").content.decode()
    for words in (
        "Agreement, version 3",
        "How long it is kept",
        "84 months after",
        "CRIME REF",
        "Token: keyed token of the name",
        f'href="/files/send/{OFFENCES}/"',
    ):
        assert words in page, words


def test_a_draft_says_what_it_lacks_and_takes_no_file(sam: Client, folder: Path) -> None:
    own = agreement(OFFENCES, "Offences as recorded", POLICE, is_signed=False)
    write(folder, {**own, "lacks": ["the signature of Westmere Police"], "is_edited": True})
    page = sam.get(f"/files/agreements/{OFFENCES}/").content.decode()
    assert "<li>the signature of Westmere Police</li>" in page
    assert "Its text was edited after it was signed" in page
    assert "Send a file under it" not in page
    assert sam.get(f"/files/send/{OFFENCES}/").status_code == 404


def test_lists_that_are_not_there_or_empty_say_so(sam: Client, folder: Path) -> None:
    write(folder, agreement(ATTENDANCES, "Attendances", HOSPITAL))
    assert "There is no agreement of yours" in sam.get("/files/agreements/").content.decode()
    (exchange.outbox(folder) / "agreements.json").unlink()
    assert "are not listed yet" in sam.get("/files/agreements/").content.decode()


@pytest.mark.parametrize(
    ("changes", "state", "ended"),
    [
        ({}, "in force", ""),
        ({"is_signed": False}, "draft", ""),
        ({"in_force_from": "2024-06-04"}, "signed", ""),
        ({"in_force_to": "2024-06-03"}, "in force", ""),
        ({"in_force_to": "2024-06-02"}, "expired", "2024-06-02"),
        ({"in_force_to": "2024-06-02", "is_signed": False}, "draft", ""),
        ({"withdrawn_on": "2024-06-03"}, "withdrawn", "2024-06-03"),
        ({"withdrawn_on": "2024-06-04"}, "in force", ""),
        ({"withdrawn_on": "2024-06-02", "in_force_to": "2024-05-31"}, "expired", "2024-05-31"),
    ],
)
def test_the_state_follows_the_day(changes: dict[str, object], state: str, ended: str) -> None:
    facts = {"in_force_from": "2018-04-01", "is_signed": True, **changes}
    found = Agreement(id="a", title="A", supplier="S", feed="f", **facts)  # type: ignore[arg-type]
    assert (found.state_on(TODAY), found.ended_on(TODAY)) == (state, ended)
    assert found.is_in_force(TODAY) is (state == "in force")
    assert found.days_to("", TODAY) is None
    assert found.days_to("2024-06-01", TODAY) == -2


# --- figures of an ended agreement ---------------------------------------------------------------


def figure_page(browser: Client) -> str:
    board = browser.get("/dashboard/?measure=violence_rate&split=").content.decode()
    return browser.get(f"/figures/{figure_in(board, '22.5')}/").content.decode()


def test_a_figure_says_that_the_agreement_it_rests_on_has_ended(sam: Client, folder: Path) -> None:
    facts = SUPPLIES[RECEIPTS[0]]
    assert "agreement ended on" not in figure_page(sam)
    day = (datetime.now(UTC).date() - timedelta(days=3)).isoformat()
    write(folder, agreement(facts["agreement"], "Street-level crime", "Police", in_force_to=day))
    for browser in (sam, Client()):
        page = figure_page(browser)
        assert f"Rests on a supply whose agreement ended on {day}." in page
    supply = sam.get(f"/supplies/{RECEIPTS[0]}/").content.decode()
    assert "Agreement ended on" in supply
    assert day in supply


def test_files_of_figures_bear_the_mark_too(sam: Client, folder: Path) -> None:
    board = sam.get("/dashboard/?measure=violence_rate&split=").content.decode()
    address = f"/figures/{figure_in(board, '22.5')}"
    table = "/cubes/violence_rate.csv?split="
    assert sam.get(f"{address}.json").json()["marks"] == []
    assert b"agreement ended on" not in sam.get(f"{address}.csv").content
    day = (datetime.now(UTC).date() - timedelta(days=3)).isoformat()
    of = SUPPLIES[RECEIPTS[0]]["agreement"]
    write(folder, agreement(of, "Street-level crime", "Police", in_force_to=day))
    mark = f"rests on a supply whose agreement ended on {day}"
    assert sam.get(f"{address}.json").json()["marks"] == [mark]
    for file in (f"{address}.csv", table):
        assert f"Mark,{mark}\r\n" in sam.get(file).content.decode("utf-8-sig")


def test_a_site_without_an_outbox_shows_its_figures_and_makes_none(
    client: Client, folder: Path
) -> None:
    shutil.rmtree(folder / "outbox")
    assert "agreement ended on" not in figure_page(client)
    assert not (folder / "outbox").exists()
