"""Reads the figures back out of a published HTML page, PDF and Word file, by finding and block."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import docx
from pypdf import PdfReader

from vrn.publish.document import Note, Paragraph, Shown, Table, placed_blocks
from vrn.publish.numbers import SUMMARY, note_numbers
from vrn.release.figure import Figure

if TYPE_CHECKING:
    from vrn.publish.document import Cell, Document, Span


def expected_figures(document: Document) -> dict[str, list[str]]:
    """The text of each figure in the summary and each finding, paragraph and table, in order."""
    parts = {f"summary {n}": spans for n, spans in enumerate(document.summary, 1)}
    parts |= {f"key finding {n}": spans for n, spans in enumerate(document.findings, 1)}
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


# Between two rows there may be the foot of a page, the head of the next, and the table's own head.
_NEXT_ROW = r" (?:.{1,300}? )??"
_RANGE = r"\S+ to \S+ by linkage|\S+ by linkage"
_NO_RANGE = "no range by linkage"
_ANY_FIGURE = (
    rf"(between \S+ and \S+?|{_RANGE}|{_NO_RANGE}|withheld|not available|-?\d[\d,]*(?:\.\d+)?)"
)


def pdf_figures(pdf: bytes, document: Document) -> dict[str, list[str]]:
    """What stands in the PDF where the model has a figure, whatever it is."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    text = " ".join(" ".join(pages).split())
    notes = note_numbers(document)
    parts: dict[str, list[str]] = {}
    for number, spans in enumerate(document.summary, 1):
        parts[f"summary {number}"] = [_pattern(span, notes) for span in spans]
    for number, spans in enumerate(document.findings, 1):
        parts[f"key finding {number}"] = [f"{number} ", *(_pattern(s, notes) for s in spans)]
    for place, block in placed_blocks(document):
        if isinstance(block, Paragraph):
            spans = [_pattern(span, notes) for span in block.spans]
            parts[place] = [re.escape(f"{place.split()[1]}. "), *spans]
        elif isinstance(block, Table):
            rows = [" ".join(_pattern(cell, notes) for cell in row) for row in block.rows]
            parts[place] = [_NEXT_ROW.join(rows), r"(?![\w,.])"]
    # Two tables may have the same row labels, so each is sought after its own caption.
    starts = {place: max(text.find(f"{place.capitalize()}: "), 0) for place in parts}
    found = {
        place: re.compile("".join(pattern)).search(text, starts[place])
        for place, pattern in parts.items()
    }
    return {place: list(match.groups()) if match else [] for place, match in found.items()}


def _pattern(part: Span | Cell, notes: dict[Note, int]) -> str:
    if _is_figure(part):
        return _ANY_FIGURE
    words = str(notes[part]) if isinstance(part, Note) else getattr(part, "text", part)
    # A long name, such as a file's, may be broken anywhere to fit its column.
    return " ?".join(re.escape(character) for character in words)


def docx_figures(file: bytes, *, tables: int = 1) -> dict[str, list[str]]:
    """The figures of the summary, findings, paragraphs and numbered tables (the first) in Word."""
    word = docx.Document(io.BytesIO(file))
    found: dict[str, list[str]] = {}
    heading = ""
    for line in word.paragraphs:
        heading = line.text if line.style.name == "Heading 1" else heading
        if heading == SUMMARY and line.style.name == "Normal":
            found[f"summary {len(found) + 1}"] = _docx_runs([line])
        if line.style.name in {"Numbered paragraph", "Key finding"}:
            kind = "paragraph" if line.style.name == "Numbered paragraph" else "key finding"
            number = line.text.split("\t")[0].rstrip(".")
            found[f"{kind} {number}"] = _docx_runs([line])
    for number, table in enumerate(word.tables[:tables], 1):
        cells = [cell for row in table.rows[1:] for cell in row.cells]
        found[f"table {number}"] = [text for cell in cells for text in _docx_runs(cell.paragraphs)]
    return found


def _docx_runs(lines: list) -> list[str]:
    return [run.text for line in lines for run in line.runs if run.style.name == "Figure"]
