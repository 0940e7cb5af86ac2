"""The published questions say the same numbers as their figures, and answer what was planted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.reading_formats import docx_figures, expected_figures, html_figures, pdf_figures
from vrn.partnership.folder import read_partnership
from vrn.publish.document import Table
from vrn.publish.lint import lint
from vrn.publish.sentence import plain_words
from vrn.publish.stored import document_from_json
from vrn.release.register import open_released
from vrn.terms import Clearance
from vrn_demo.agencies.planted import REPORTED

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.publish.document import Document


@pytest.fixture(scope="module")
def edition(demo_folder: Path) -> Path:
    published = demo_folder / "published" / "questions"
    return published / (published / "current").read_text(encoding="ascii").strip()


@pytest.fixture(scope="module")
def document(demo_folder: Path, edition: Path) -> Document:
    partnership = read_partnership(demo_folder)
    released = open_released(partnership.released, partnership.public_key)
    return document_from_json((edition / "document.json").read_bytes(), released.figure)


def test_the_three_formats_say_the_same(edition: Path, document: Document) -> None:
    expected = expected_figures(document)
    assert html_figures((edition / "questions.html").read_text("utf-8"), document) == expected
    assert pdf_figures((edition / "questions.pdf").read_bytes(), document) == expected
    tables = sum(place.startswith("table") for place in expected)
    found = docx_figures((edition / "questions.docx").read_bytes(), tables=tables)
    assert {place: found.get(place, []) for place in expected} == expected
    assert lint(document) == ()
    assert document.clearance is Clearance.PUBLIC


def test_the_planted_gap_and_fall_are_found_and_not_explained_away(document: Document) -> None:
    gap, fall = (plain_words(each) for each in document.findings)
    assert gap.startswith("By one rule the police's series lies above that of hospitals: ")
    assert f"that of hospitals {100 * REPORTED.attendances_peak:.0f} per cent" in gap
    assert fall.startswith("Admissions for assault fell: ")
    assert "more than chance in the numbers, and not of the season" in fall
    assert fall.endswith("Whether it is more than restrictions made cannot be told. ")


def test_as_many_are_known_to_the_police_as_before_and_the_page_says_so(
    document: Document,
) -> None:
    """The demonstration plants one share for all months."""
    table = next(
        block
        for block in document.blocks
        if isinstance(block, Table) and block.key == "explanations-table"
    )
    told = {str(row[0]): str(row[-1]) for row in table.rows}
    assert told["The police come to know of more of what happens"] == "Yes: it does not fit"
    assert told["People are hurt in one area and live in another"] == "No"
