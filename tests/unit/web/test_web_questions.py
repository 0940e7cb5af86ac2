"""The worked questions to read: for people who have signed in, found from the assessment."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.unit.web.made_up_people import signed_in_as
from tests.unit.web.made_up_questions import build_questions
from tests.unit.web.test_web_violence import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client


@pytest.fixture(scope="module")
def asked_folder(assessed_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with an assessment, and worked questions beside it."""
    folder = tmp_path_factory.mktemp("asked") / "own"
    shutil.copytree(assessed_folder, folder)
    build_questions(folder)
    return folder


@pytest.fixture
def ben(people, site_of, asked_folder: Path) -> Client:
    """Ben of the Board, before the folder with worked questions."""
    site_of(asked_folder)
    return signed_in_as(people["Ben"])


def addresses(folder: Path) -> list[str]:
    edition = (folder / "published" / "questions" / "current").read_text(encoding="ascii").strip()
    return [
        "/questions/",
        "/questions/key-findings/",
        "/questions/police-and-hospitals/",
        "/questions/fall-in-admissions/",
        "/questions/how/",
        "/questions/parts/explanations-table/",
        f"/questions/editions/{edition}/",
        f"/questions/files/{edition}/questions.pdf",
        f"/questions/files/{edition}/questions.docx",
        f"/questions/files/{edition}/violence-by-month.csv",
    ]


def test_whoever_has_not_signed_in_gets_no_byte_of_them(people, site_of, asked_folder) -> None:
    reader = site_of(asked_folder)
    for address in addresses(asked_folder):
        answer = reader.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/sign-in/?next="), address
    assert "/questions/" not in reader.get("/").content.decode()


def test_a_partner_reads_every_chapter_and_takes_every_file(
    ben: Client, asked_folder: Path
) -> None:
    answers = {address: ben.get(address) for address in addresses(asked_folder)}
    for address, answer in answers.items():
        assert answer.status_code in {200, 302}, address
        assert answer["Cache-Control"] == "private, no-store", address
    cover = text_of(ben, "/questions/")
    assert "Questions worked through" in cover
    assert "Download all the worked questions" in cover
    part = answers["/questions/parts/explanations-table/"]
    assert part["Location"] == "/questions/police-and-hospitals/#explanations-table"
    for answer in answers.values():
        answer.close()


def test_the_assessment_and_the_questions_lead_to_each_other(ben: Client) -> None:
    assert 'href="/questions/"' in ben.get("/assessment/").content.decode()
    assert "Of the same figures: Assessment" in text_of(ben, "/questions/")
    assert 'href="/questions/"' in ben.get("/").content.decode()


def test_a_figure_says_where_the_questions_use_it(ben: Client) -> None:
    page = ben.get("/questions/key-findings/").content.decode()
    figure = page.split('href="/figures/')[1][:16]
    explained = ben.get(f"/figures/{figure}/").content.decode()
    assert "In the current worked questions:" in explained
    assert 'href="/questions/key-findings/#key-finding-1"' in explained


def test_before_they_are_published_the_page_says_so(people, site_of, assessed_folder: Path) -> None:
    site_of(assessed_folder)
    ben = signed_in_as(people["Ben"])
    words = text_of(ben, "/questions/")
    assert "No worked questions have been published yet" in words
    assert "vrn publish questions" in words
    assert "Of the same figures" not in text_of(ben, "/assessment/")
