"""The worked questions in their three formats: the same numbers, made-up on every page."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest
from made_questions import make_questions
from pypdf import PdfReader

from tests.reading_formats import docx_figures, expected_figures, html_figures, pdf_figures
from vrn.publish.document import figures_of
from vrn.publish.editions import publish
from vrn.publish.numbers import MADE_UP
from vrn.publish.questions.composing import compose_questions
from vrn.publish.stored import document_from_json

if TYPE_CHECKING:
    from pathlib import Path

    from made_assessment import Made

    from vrn.publish.document import Document
    from vrn.publish.editions import Edition


@pytest.fixture(scope="module")
def made() -> Made:
    return make_questions()


def keep(made: Made, folder: Path) -> Edition:
    return publish(
        compose_questions(made.brief),
        folder=folder,
        supplies=made.brief.supplies,
        brand="#12436D",
        on_progress=lambda *_: None,
    )


@pytest.fixture(scope="module")
def edition(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return keep(made, tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="module")
def document(made: Made, edition: Edition) -> Document:
    kept = (edition.folder / "document.json").read_bytes()
    return document_from_json(kept, made.figures.__getitem__)


def test_they_come_back_from_what_was_kept(
    made: Made, edition: Edition, document: Document
) -> None:
    assert document.edition == edition.name
    assert figures_of(document) == figures_of(compose_questions(made.brief))


def test_every_number_reads_the_same_in_the_three_formats(
    edition: Edition, document: Document
) -> None:
    expected = expected_figures(document)
    assert sum(len(texts) for texts in expected.values()) > 80
    html = (edition.folder / "questions.html").read_text(encoding="utf-8")
    assert html_figures(html, document) == expected
    assert pdf_figures((edition.folder / "questions.pdf").read_bytes(), document) == expected
    tables = sum(place.startswith("table") for place in expected)
    found = docx_figures((edition.folder / "questions.docx").read_bytes(), tables=tables)
    assert {place: found.get(place, []) for place in expected} == expected


def test_made_up_stands_on_every_page_of_a_tagged_pdf(edition: Edition) -> None:
    pdf = PdfReader(edition.folder / "questions.pdf")
    assert all(MADE_UP in page.extract_text() for page in pdf.pages)
    about = pdf.trailer["/Root"]["/Metadata"].get_object().get_data()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in about
    word = docx.Document(io.BytesIO((edition.folder / "questions.docx").read_bytes()))
    assert all(MADE_UP in s.header.paragraphs[0].text for s in word.sections)


def test_the_same_figures_give_the_same_bytes(made: Made, edition: Edition, tmp_path: Path) -> None:
    again = keep(made, tmp_path)
    assert (again.name, again.files) == (edition.name, edition.files)
