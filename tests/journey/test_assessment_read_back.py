"""The published assessment says the same numbers as its figures in all three formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.reading_formats import docx_figures, expected_figures, html_figures, pdf_figures
from vrn.partnership.folder import read_partnership
from vrn.publish.document import Chart, Name, Shown
from vrn.publish.lint import lint
from vrn.publish.stored import document_from_json
from vrn.release.register import open_released
from vrn.terms import Clearance

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.publish.document import Document


@pytest.fixture(scope="module")
def edition(demo_folder: Path) -> Path:
    published = demo_folder / "published" / "assessment"
    return published / (published / "current").read_text(encoding="ascii").strip()


@pytest.fixture(scope="module")
def document(demo_folder: Path, edition: Path) -> Document:
    partnership = read_partnership(demo_folder)
    released = open_released(partnership.released, partnership.public_key)
    return document_from_json((edition / "document.json").read_bytes(), released.figure)


@pytest.fixture(scope="module")
def expected(document: Document) -> dict[str, list[str]]:
    found = expected_figures(document)
    assert sum(len(texts) for texts in found.values()) > 300, "the assessment is full of figures"
    return found


def test_the_page(edition: Path, document: Document, expected: dict[str, list[str]]) -> None:
    html = (edition / "assessment.html").read_text(encoding="utf-8")
    assert html_figures(html, document) == expected


def test_the_pdf(edition: Path, document: Document, expected: dict[str, list[str]]) -> None:
    assert pdf_figures((edition / "assessment.pdf").read_bytes(), document) == expected


def test_the_word_file(edition: Path, expected: dict[str, list[str]]) -> None:
    tables = sum(place.startswith("table") for place in expected)
    found = docx_figures((edition / "assessment.docx").read_bytes(), tables=tables)
    assert {place: found.get(place, []) for place in expected} == expected


def test_its_clearance_is_that_of_the_headlines(document: Document) -> None:
    assert document.clearance is Clearance.PUBLIC


def test_the_last_reading_finds_no_fault(document: Document) -> None:
    assert lint(document) == ()


def test_what_was_planted_is_read_in_its_thirteen_findings(document: Document) -> None:
    """The report's own numbers, as the demonstration plants them, within what is printed."""
    shown = [[s.figure for s in spans if isinstance(s, Shown)] for spans in document.findings]
    assert len(shown) == 13
    values = {
        (number, place): figures[place].value or 0.0
        for number, figures in enumerate(shown, 1)
        for place in range(len(figures))
    }
    for at, value, within in (
        ((1, 0), 0.5, 0.05),  # per cent of residents recorded as victims
        ((3, 0), 1.6, 0.15),  # rate of suspects under 25 over that of older people
        ((5, 0), 75.0, 5.0),  # per cent of conveyed call-outs for people under 25
        ((7, 0), 10.0, 1.0),  # per cent with a knife
        ((9, 0), 31.0, 3.0),  # per cent of the night-time economy
        ((11, 0), 38.0, 3.0),  # per cent by people suspected of two or more
    ):
        assert values[at] == pytest.approx(value, abs=within), (at, document.findings[at[0] - 1])


def test_figures_1_and_2_hold_both_series_in_full(document: Document) -> None:
    police, hospital = [block for block in document.blocks if isinstance(block, Chart)][:2]
    assert [len(series.figures) for series in police.series] == [37, 37]
    assert [len(series.figures) for series in hospital.series] == [37, 37]
    assert police.subtitle[0].endswith("February 2019 to February 2022")
    assert isinstance(hospital.subtitle[0], Name)
    assert hospital.subtitle[0].endswith("October 2018 to October 2021")
