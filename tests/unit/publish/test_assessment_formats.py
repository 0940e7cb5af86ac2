"""The assessment in its three formats: the same numbers, made-up on every page, the same bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest
from made_assessment import Made, make_assessment
from pypdf import PdfReader

from tests.reading_formats import docx_figures, expected_figures, html_figures, pdf_figures
from vrn.publish.assessment.composing import compose_assessment
from vrn.publish.document import figures_of
from vrn.publish.editions import publish
from vrn.publish.numbers import MADE_UP
from vrn.publish.stored import document_from_json

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.publish.document import Document
    from vrn.publish.editions import Edition


@pytest.fixture(scope="module")
def made() -> Made:
    return make_assessment()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("published")


def keep(made: Made, folder: Path) -> Edition:
    return publish(
        compose_assessment(made.brief),
        folder=folder,
        supplies=made.brief.supplies,
        brand="#12436D",
        on_progress=lambda *_: None,
    )


@pytest.fixture(scope="module")
def edition(made: Made, home: Path) -> Edition:
    return keep(made, home)


@pytest.fixture(scope="module")
def document(made: Made, edition: Edition) -> Document:
    kept = (edition.folder / "document.json").read_bytes()
    return document_from_json(kept, made.figures.__getitem__)


def test_it_comes_back_from_what_was_kept(made: Made, edition: Edition, document: Document) -> None:
    assert document.edition == edition.name
    assert document.summary == compose_assessment(made.brief).summary
    assert figures_of(document) == figures_of(compose_assessment(made.brief))
    charts = [block for block in document.blocks if getattr(block, "frame", ())]
    assert len(charts) == 4


def test_every_number_reads_the_same_in_the_three_formats(
    edition: Edition, document: Document
) -> None:
    expected = expected_figures(document)
    assert sum(len(texts) for texts in expected.values()) > 250
    html = (edition.folder / "assessment.html").read_text(encoding="utf-8")
    assert html_figures(html, document) == expected
    assert pdf_figures((edition.folder / "assessment.pdf").read_bytes(), document) == expected
    tables = sum(place.startswith("table") for place in expected)
    found = docx_figures((edition.folder / "assessment.docx").read_bytes(), tables=tables)
    assert {place: found.get(place, []) for place in expected} == expected


def test_made_up_stands_on_every_page(edition: Edition) -> None:
    pdf = PdfReader(edition.folder / "assessment.pdf")
    assert len(pdf.pages) > 15
    assert all(MADE_UP in page.extract_text() for page in pdf.pages)
    word = docx.Document(io.BytesIO((edition.folder / "assessment.docx").read_bytes()))
    assert all(MADE_UP in s.header.paragraphs[0].text for s in word.sections)
    html = (edition.folder / "assessment.html").read_text(encoding="utf-8")
    assert html.count(f'<p class="vrn-made-up">{MADE_UP}</p>') >= 17


def test_the_pdf_is_tagged_and_opens_with_the_summary(edition: Edition) -> None:
    pdf = PdfReader(edition.folder / "assessment.pdf")
    root = pdf.trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    first = pdf.pages[0].extract_text()
    assert first.index("Executive summary") < first.index("This assessment says what is known")


def test_what_is_shared_under_an_agreement_names_its_law(edition: Edition) -> None:
    html = (edition.folder / "assessment.html").read_text(encoding="utf-8")
    assert "<td>a made-up gateway</td>" in html


def test_each_chart_has_two_drawings_and_a_csv_file(edition: Edition, document: Document) -> None:
    keys = {block.key for block in document.blocks if hasattr(block, "kind")}
    names = {path.name for path in (edition.folder / "charts").iterdir()}
    assert names == {f"{key}{end}" for key in keys for end in ("-wide.svg", "-narrow.svg", ".csv")}


def test_the_same_figures_give_the_same_bytes_beside_another_document(
    made: Made, edition: Edition, home: Path, tmp_path: Path
) -> None:
    again = keep(made, tmp_path)
    assert (again.name, again.files) == (edition.name, edition.files)
    (home / "profile").mkdir()
    (home / "profile" / "current").write_text("0123456789ab\n", encoding="ascii")
    assert keep(made, home).name == edition.name
    assert (home / "profile" / "current").read_text(encoding="ascii") == "0123456789ab\n"
    assert (home / "assessment" / "current").read_text(encoding="ascii").strip() == edition.name
