"""Texts that act as formulas, scripts or templates elsewhere are plain text in all that leaves."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import docx
import pytest
from pypdf import PdfReader

from tests.documents import SUPPLIES, example_document, example_drawings
from tests.figures import make_figure
from vrn.publish.drawings.embedding import svg_to_png
from vrn.publish.drawings.fonts import font_folder
from vrn.publish.formats.csv_file import FORMULA_STARTS, figures_csv
from vrn.publish.formats.html import render_html
from vrn.publish.formats.typst_pdf import render_pdf
from vrn.publish.formats.word import render_docx
from vrn.terms import Area, Level

DRAWINGS = example_drawings()
HOSTILE = (
    "=cmd|' /C calc'!A",
    "+a+b",
    "-c+d",
    "@SUM(A)",
    "<script>alert()</script>",
    "{{config}}",
    "' OR a=a --",
    "#eval(read)",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_does_nothing_in_any_format(text: str) -> None:
    document = replace(example_document(), title=text)
    html = render_html(document, drawings=DRAWINGS, supplies=SUPPLIES)
    assert "<script>alert" not in html
    pictures = {key: svg_to_png(wide, font_folder()) for key, (wide, _) in DRAWINGS.items()}
    word = docx.Document(io.BytesIO(render_docx(document, drawings_png=pictures)))
    assert text in {paragraph.text for paragraph in word.paragraphs}
    assert text not in "".join(
        node.text or "" for node in word.element.iter() if node.tag.endswith("}instrText")
    )
    pdf = render_pdf(document, drawings=DRAWINGS, font_directory=font_folder())
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == text
    assert "/JavaScript" not in str(reader.trailer["/Root"])


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_text_in_a_download(text: str) -> None:
    figure = make_figure(place=Area("Z00000101", text, Level.DISTRICT))
    content = figures_csv([figure], about={"Title": text, text: "x"}).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(content)) for cell in row]
    assert sum(cell.endswith(text) for cell in cells) >= 3
    assert not [cell for cell in cells if cell.startswith(FORMULA_STARTS)]
