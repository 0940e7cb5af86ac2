"""Every format reads the same numbers, and the same document gives the same bytes anywhere."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import docx
from pypdf import PdfReader

from tests.documents import PLACES, SUPPLIES, example_document, example_drawings
from vrn.publish.document import Note, Paragraph, Shown, Table, placed_blocks
from vrn.publish.drawings.embedding import svg_to_png
from vrn.publish.drawings.fonts import font_folder
from vrn.publish.formats.html import render_html
from vrn.publish.formats.typst_pdf import render_pdf
from vrn.publish.formats.word import render_docx
from vrn.publish.numbers import note_numbers
from vrn.release.figure import Figure

if TYPE_CHECKING:
    from vrn.publish.document import Cell, Document, Span

ROOT = Path(__file__).resolve().parents[3]
DOCUMENT = example_document()
DRAWINGS = example_drawings()
PNG = {key: svg_to_png(wide, font_folder()) for key, (wide, _) in DRAWINGS.items()}
HTML = render_html(DOCUMENT, drawings=DRAWINGS, supplies=SUPPLIES)
PDF = render_pdf(DOCUMENT, drawings=DRAWINGS, font_directory=font_folder())
DOCX = render_docx(DOCUMENT, drawings_png=PNG)

# The numbers read back out of each format


def expected_figures(document: Document) -> dict[str, list[str]]:
    """The text of each figure in each finding, paragraph and table, in order."""
    parts = {f"key finding {n}": spans for n, spans in enumerate(document.findings, 1)}
    for place, block in placed_blocks(document):
        if isinstance(block, Paragraph):
            parts[place] = block.spans
        elif isinstance(block, Table):
            parts[place] = tuple(cell for row in block.rows for cell in row)
    return {
        place: [_text(part) for part in found if _is_figure(part)] for place, found in parts.items()
    }


def _is_figure(part: Span | Cell) -> bool:
    return isinstance(part, Figure | Shown)


def _text(part: Span | Cell) -> str:
    return part.text if isinstance(part, Shown) else str(part)


class _Figures(HTMLParser):
    """The texts of all links of class "figure", by the id of the nearest part around them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.ids: list[str] = [""]
        self.is_figure = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"p", "li", "div"}:
            self.ids.append(given.get("id") or self.ids[-1])
        self.is_figure = tag == "a" and given.get("class") == "figure"

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "li", "div"}:
            self.ids.pop()
        self.is_figure = False

    def handle_data(self, data: str) -> None:
        if self.is_figure:
            self.found.setdefault(self.ids[-1], []).append(data)


def html_figures(html: str, document: Document) -> dict[str, list[str]]:
    parser = _Figures()
    parser.feed(html)
    keys = {place: place.replace(" ", "-") for place in expected_figures(document)}
    for place, block in placed_blocks(document):
        if isinstance(block, Table):
            keys[place] = block.key
    return {place: parser.found.get(key, []) for place, key in keys.items()}


_ANY_FIGURE = r"(between \S+ and \S+?|withheld|not available|-?\d[\d,]*(?:\.\d+)?)"


def pdf_figures(pdf: bytes, document: Document) -> dict[str, list[str]]:
    """What stands in the PDF where the model has a figure, whatever it is."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    text = " ".join(" ".join(pages).split())
    notes = note_numbers(document)
    parts: dict[str, list[str]] = {}
    for number, spans in enumerate(document.findings, 1):
        parts[f"key finding {number}"] = [f"{number} ", *(_pattern(s, notes) for s in spans)]
    for place, block in placed_blocks(document):
        if isinstance(block, Paragraph):
            spans = [_pattern(span, notes) for span in block.spans]
            parts[place] = [re.escape(f"{place.split()[1]}. "), *spans]
        elif isinstance(block, Table):
            rows = [" ".join(_pattern(cell, notes) for cell in row) for row in block.rows]
            parts[place] = [" ".join(rows)]
    found = {place: re.search("".join(pattern), text) for place, pattern in parts.items()}
    return {place: list(match.groups()) if match else [] for place, match in found.items()}


def _pattern(part: Span | Cell, notes: dict[Note, int]) -> str:
    if _is_figure(part):
        return _ANY_FIGURE
    words = str(notes[part]) if isinstance(part, Note) else getattr(part, "text", part)
    return re.escape(" ".join(words.split(" ")))


def docx_figures(file: bytes) -> dict[str, list[str]]:
    word = docx.Document(io.BytesIO(file))
    found: dict[str, list[str]] = {}
    for line in word.paragraphs:
        if line.style.name in {"Numbered paragraph", "Key finding"}:
            kind = "paragraph" if line.style.name == "Numbered paragraph" else "key finding"
            number = line.text.split("\t")[0].rstrip(".")
            found[f"{kind} {number}"] = _docx_runs([line])
    found["table 1"] = [
        text
        for row in word.tables[0].rows[1:]
        for cell in row.cells
        for text in _docx_runs(cell.paragraphs)
    ]
    return found


def _docx_runs(lines: list) -> list[str]:
    return [run.text for line in lines for run in line.runs if run.style.name == "Figure"]


def test_all_formats_read_the_same_numbers():
    expected = expected_figures(DOCUMENT)
    assert expected["paragraph 1"] == ["412", "19.6", "between 17.7 and 21.6", "412", "21,000"]
    assert expected["table 1"][-3:] == ["withheld"] * 3
    assert html_figures(HTML, DOCUMENT) == expected
    assert pdf_figures(PDF, DOCUMENT) == expected
    assert docx_figures(DOCX) == expected


def test_all_formats_have_the_awkward_name_as_it_is():
    awkward = PLACES[2]
    pages = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(PDF)).pages)
    assert awkward in " ".join(pages.split())
    assert awkward in " ".join(line.text for line in docx.Document(io.BytesIO(DOCX)).paragraphs)
    assert "St &quot;Mary&quot; &amp; &lt;b&gt;Co&lt;/b&gt; #x $y$" in HTML


# The same bytes anywhere

_MAKE = """
import hashlib, json, sys
from pathlib import Path
from tests.documents import SUPPLIES, example_document, example_drawings
from vrn.publish.drawings.embedding import svg_to_png
from vrn.publish.formats.html import render_html
from vrn.publish.stored import document_to_json
from vrn.publish.formats.typst_pdf import render_pdf
from vrn.publish.formats.word import render_docx
fonts, document, drawings = Path(sys.argv[1]), example_document(), example_drawings()
png = {key: svg_to_png(wide, fonts) for key, (wide, _) in drawings.items()}
made = {
    "json": document_to_json(document),
    "html": render_html(document, drawings=drawings, supplies=SUPPLIES).encode(),
    "pdf": render_pdf(document, drawings=drawings, font_directory=fonts),
    "docx": render_docx(document, drawings_png=png),
}
print(json.dumps({kind: hashlib.sha256(file).hexdigest() for kind, file in made.items()}))
"""


def made_elsewhere(folder: Path, **settings: str) -> dict[str, str]:
    """The sha-256 of each format, made in a process of its own in that folder and setting."""
    fonts = folder / "fonts"
    shutil.copytree(font_folder(), fonts)
    (folder / "home").mkdir()
    surroundings = {
        **{name: value for name, value in os.environ.items() if name not in {"LANG", "TZ"}},
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
        "HOME": str(folder / "home"),
        **settings,
    }
    made = subprocess.run(
        [sys.executable, "-c", _MAKE, str(fonts)],
        cwd=folder,
        env=surroundings,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(made.stdout)


def test_the_same_bytes_under_another_path_home_locale_zone_and_processor_count(tmp_path):
    here, there = tmp_path / "a", tmp_path / "b" / "deeper"
    here.mkdir()
    there.mkdir(parents=True)
    first = made_elsewhere(
        here, TZ="UTC", LC_ALL="C.UTF-8", PYTHONHASHSEED="1", RAYON_NUM_THREADS="1", USER="ann"
    )
    second = made_elsewhere(
        there,
        TZ="Pacific/Auckland",
        LC_ALL="C",
        PYTHONHASHSEED="2",
        RAYON_NUM_THREADS="2",
        USER="bob",
        SOURCE_DATE_EPOCH="1234567890",
    )
    assert first == second
