"""The published profile says the same numbers as its figures in all three formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.reading_formats import docx_figures, expected_figures, html_figures, pdf_figures
from vrn.partnership.folder import read_partnership
from vrn.publish.stored import document_from_json
from vrn.release.register import open_released

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.publish.document import Document


@pytest.fixture(scope="module")
def edition(demo_folder: Path) -> Path:
    published = demo_folder / "published" / "profile"
    return published / (published / "current").read_text(encoding="ascii").strip()


@pytest.fixture(scope="module")
def document(demo_folder: Path, edition: Path) -> Document:
    partnership = read_partnership(demo_folder)
    released = open_released(partnership.released, partnership.public_key)
    return document_from_json((edition / "document.json").read_bytes(), released.figure)


@pytest.fixture(scope="module")
def expected(document: Document) -> dict[str, list[str]]:
    found = expected_figures(document)
    assert sum(len(texts) for texts in found.values()) > 150, "the profile is full of figures"
    return found


def test_the_page(edition: Path, document: Document, expected: dict[str, list[str]]) -> None:
    html = (edition / "profile.html").read_text(encoding="utf-8")
    assert html_figures(html, document) == expected


def test_the_pdf(edition: Path, document: Document, expected: dict[str, list[str]]) -> None:
    assert pdf_figures((edition / "profile.pdf").read_bytes(), document) == expected


def test_the_word_file(edition: Path, expected: dict[str, list[str]]) -> None:
    tables = sum(place.startswith("table") for place in expected)
    found = docx_figures((edition / "profile.docx").read_bytes(), tables=tables)
    assert {place: found.get(place, []) for place in expected} == expected
