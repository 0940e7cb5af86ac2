"""The assessment to read: chapters, files and editions for people who have signed in alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.unit.web.made_up_people import signed_in_as
from tests.unit.web.test_web_violence import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client


def edition_of(folder: Path) -> str:
    return (folder / "published" / "assessment" / "current").read_text(encoding="ascii").strip()


@pytest.fixture
def ben(people, site_of, assessed_folder: Path) -> Client:
    """Ben of the Board, before the folder with an assessment."""
    site_of(assessed_folder)
    return signed_in_as(people["Ben"])


def addresses(folder: Path) -> list[str]:
    edition = edition_of(folder)
    return [
        "/assessment/",
        "/assessment/key-findings/",
        "/assessment/executive-summary/",
        "/assessment/trends/",
        "/assessment/parts/bridge-table/",
        f"/assessment/editions/{edition}/",
        f"/assessment/files/{edition}/assessment.pdf",
        f"/assessment/files/{edition}/document.json",
        f"/assessment/files/{edition}/serious-violence-by-month.csv",
        f"/assessment/files/{edition}/serious-violence-by-month-wide.svg",
    ]


def test_whoever_has_not_signed_in_gets_no_byte_of_it(
    people, site_of, assessed_folder: Path
) -> None:
    reader = site_of(assessed_folder)
    for address in [*addresses(assessed_folder), "/assessment/nothing/", "/assessment/files/0/x"]:
        answer = reader.get(address)
        assert answer.status_code in {302, 404}, address
        if answer.status_code == 302:
            assert answer["Location"].startswith("/sign-in/?next="), address
            assert answer["Cache-Control"] == "private, no-store"
    page = reader.get("/").content.decode()
    assert "/violence/" not in page
    assert "Partners who sign in also see the assessment" in page
    assert reader.get("/profile/").status_code == 200, "the profile stays open"


def test_a_partner_reads_every_chapter_and_takes_every_file(
    ben: Client, assessed_folder: Path
) -> None:
    answers = {address: ben.get(address) for address in addresses(assessed_folder)}
    for address, answer in answers.items():
        assert answer.status_code in {200, 302}, address
        assert answer["Cache-Control"] == "private, no-store", address
    cover = text_of(ben, "/assessment/")
    assert "Strategic Needs Assessment" in cover
    assert "Download the whole assessment" in cover
    assert "Police offences to February 2022, received 7 March 2022" in cover
    part = ben.get("/assessment/parts/bridge-table/")
    assert part["Location"] == "/assessment/bridge/#bridge-table"
    for answer in answers.values():
        answer.close()


def test_a_chapter_leads_to_its_neighbours_and_its_figures(ben: Client) -> None:
    page = ben.get("/assessment/trends/").content.decode()
    for way in ("prev", "next"):
        assert re.search(rf'href="/assessment/[a-z-]+/" rel="{way}"', page)
    assert 'class="figure" href="/figures/' in page
    assert "/assessment/files/" in page
    assert "/profile/files/" not in page
    assert "Made-up data." in page


def test_a_figure_says_where_the_assessment_uses_it_to_partners_alone(
    ben: Client, site_of, assessed_folder: Path
) -> None:
    page = ben.get("/assessment/key-findings/").content.decode()
    figure = page.split('href="/figures/')[1][:16]
    explained = ben.get(f"/figures/{figure}/").content.decode()
    assert "In the current assessment:" in explained
    assert 'href="/assessment/key-findings/#key-finding-1"' in explained
    assert "vrn-2019 version 1" in explained
    assert "Headline: one of the approved shapes, with small numbers withheld." in explained
    assert ben.get(f"/figures/{figure}.json").json()["uses"]
    reader = site_of(assessed_folder)
    for ending in ("/", ".json", ".csv"):
        assert reader.get(f"/figures/{figure}{ending}").status_code == 302


def test_a_withheld_figure_has_a_page_with_its_state_and_reason(ben: Client) -> None:
    page = ben.get("/violence/?age=under+25").content.decode()
    part = page.split('aria-labelledby="places"')[1].split("</section>")[0]
    figure = next(one[:16] for one in part.split('href="/figures/')[1:] if ">withheld<" in one[:40])
    words = text_of(ben, f"/figures/{figure}/")
    assert "State Withheld" in words
    assert "Reason Fewer than 10 people, or another number would give it away" in words
    assert "Numerator" not in words
    assert ben.get(f"/figures/{figure}.json").json()["value"] is None


def test_a_supply_without_a_licence_says_its_purpose_and_gateway(ben: Client) -> None:
    words = text_of(ben, "/supplies/aaaa/")
    assert "Purpose the assessment" in words
    assert "Legal gateway a made-up gateway" in words


def test_the_start_leads_partners_to_both(ben: Client) -> None:
    page = ben.get("/").content.decode()
    for address in ("/violence/", "/assessment/"):
        assert page.count(f'href="{address}"') == 2, "in the menu, and as a card"
