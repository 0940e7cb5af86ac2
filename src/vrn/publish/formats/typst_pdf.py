"""The document as PDF/UA-1, set by Typst: tagged, titled, with text for every picture.

The same document gives the same bytes on any machine: no clock, no font but the project's own, no
file but this text is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING

from vrn.publish.document import (
    Box,
    Bullets,
    Chart,
    Heading,
    Note,
    Paragraph,
    Table,
    UnreleasedNumberError,
    placed_blocks,
)
from vrn.publish.drawings.colours import BRAND, check_brand
from vrn.publish.drawings.embedding import check_svg
from vrn.publish.drawings.fonts import FAMILY
from vrn.publish.formats.columns import printed_lines
from vrn.publish.formats.typst_text import (
    TABLE_WIDTH,
    array,
    set_rows,
    set_spans,
    string,
    words,
)
from vrn.publish.numbers import (
    CONTENTS,
    FINDINGS,
    FINDINGS_KEY,
    LONGEST_PRINTED_TABLE,
    MADE_UP,
    MADE_UP_MEANING,
    SUMMARY,
    SUMMARY_KEY,
    TABLES_BEHIND,
    TOLD_ELSEWHERE,
    check_document,
    note_numbers,
    tables_behind,
)
from vrn.publish.sentence import plain_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from vrn.publish.document import Block, Document, Spans

# A table of so many rows stays on one page, where its words take no more lines than these.
LONGEST_UNBROKEN = 20
MOST_LINES_UNBROKEN = 34
_FAMILIES = re.compile(r"""font-family[=:]\s*["']?([^,;"'>]+)""")


class PdfNotMadeError(RuntimeError):
    """Typst refused the document, or set it with a warning, such as for a font it does not have."""


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """What setting a block has to know; `marked` grows with the notes already set."""

    notes: Mapping[Note, int]
    drawings: Mapping[str, tuple[str, str]]
    brand: str
    marked: set[Note] = field(default_factory=set)

    def spans(self, spans: Spans) -> str:
        """A sentence as content."""
        return set_spans(spans, self.notes, self.marked)


def render_pdf(
    document: Document,
    *,
    drawings: Mapping[str, tuple[str, str]],
    font_directory: Path,
    brand: str = BRAND,
) -> bytes:
    """The document as the bytes of a PDF/UA-1 file, A4.

    `drawings` gives each chart's key its wide and narrow SVG; the wide one is set. `font_directory`
    holds the family of `drawings.fonts`. Raises PdfNotMadeError on any error or warning.
    """
    check_document(document)
    check_brand(brand)
    source = write_typst(document, drawings=drawings, brand=brand)
    return _compile(source, font_directory)


def _compile(source: str, font_directory: Path) -> bytes:
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_directory)]
    )
    if FAMILY not in fonts.families():
        raise PdfNotMadeError(f"the family {FAMILY!r} is not in {font_directory}: run make front")
    try:
        pdf, warnings = typst.Compiler(font_paths=fonts).compile_with_warnings(
            input=source.encode(), format="pdf", pdf_standards=["ua-1"], timestamp=0
        )
    except typst.TypstError as error:
        hints = " ".join(error.hints)
        raise PdfNotMadeError(f"Typst refused the document: {error.message} {hints}") from error
    if warnings or not isinstance(pdf, bytes):
        said = "; ".join(warning.message for warning in warnings)
        raise PdfNotMadeError(f"Typst set the document with warnings: {said}")
    return pdf


def write_typst(
    document: Document, *, drawings: Mapping[str, tuple[str, str]], brand: str = BRAND
) -> str:
    """The document as one Typst source: the style of `profile.typ`, then a call for each block."""
    sheet = _Sheet(notes=note_numbers(document), drawings=drawings, brand=f"rgb({string(brand)})")
    style = (files("vrn.publish") / "formats" / "profile.typ").read_text("utf-8")
    parts = [style, _frame(document, sheet), *_opening(document, sheet)]
    parts += [_set_block(place, block, sheet) for place, block in placed_blocks(document)]
    parts += [*_tables_behind(document, sheet), *_closing(document, sheet)]
    return "\n\n".join(parts) + "\n"


def _frame(document: Document, sheet: _Sheet) -> str:
    language, _, region = document.language.partition("-")
    return (
        f"#show: frame.with(title: {string(document.title)}, "
        f"organisation: {string(document.organisation)}, language: {string(language)}, "
        f"region: {string(region) if region else 'none'}, family: {string(FAMILY)}, "
        f"brand: {sheet.brand}, made-up: {string(MADE_UP) if document.made_up else 'none'})"
    )


def _opening(document: Document, sheet: _Sheet) -> list[str]:
    subtitle, organisation = sheet.spans(document.subtitle), string(document.organisation)
    parts = [f"#opening({subtitle}, {organisation}, {sheet.brand})"]
    if document.made_up:
        parts.append(f"#banner({string(MADE_UP)}, {string(MADE_UP_MEANING)})")
    if document.summary:
        parts.append(f"#heading(level: 1, outlined: false, {string(SUMMARY)})<{SUMMARY_KEY}>")
    parts += [f"#lead({sheet.spans(spans)})" for spans in document.summary]
    if document.findings:
        parts.append(f"#heading(level: 1, outlined: false, {string(FINDINGS)})<{FINDINGS_KEY}>")
    parts += [
        f"#finding({string(str(number))}, {sheet.spans(spans)})"
        for number, spans in enumerate(document.findings, 1)
    ]
    parts.append(f"#contents({string(CONTENTS)})")
    return parts


def _set_block(place: str, block: Block, sheet: _Sheet) -> str:
    if isinstance(block, Heading):
        label = f"#label({string(block.key)})"
        return f"#[#heading(level: {block.level}, {string(block.text)}){label}]"
    if isinstance(block, Paragraph):
        number = place.removeprefix("paragraph ")
        return f"#numbered({string(number + '.')}, {sheet.spans(block.spans)})"
    if isinstance(block, Bullets):
        return f"#bullets({_set_items(block.items, sheet)})"
    if isinstance(block, Box):
        return f"#apart({sheet.brand}, {string(block.title)}, {_set_items(block.items, sheet)})"
    if isinstance(block, Table):
        return _set_table(place.capitalize(), block, sheet)
    if isinstance(block, Chart):
        return _set_chart(place.capitalize(), block, sheet)
    raise UnreleasedNumberError(f"a document cannot show a {type(block).__name__}")


def _set_items(items: tuple[Spans, ...], sheet: _Sheet) -> str:
    return array(sheet.spans(item) for item in items)


def _set_table(label: str, table: Table, sheet: _Sheet) -> str:
    title, source = sheet.spans(table.title), sheet.spans(table.source)
    is_long = (
        len(table.rows) > LONGEST_UNBROKEN
        or printed_lines(table, TABLE_WIDTH) > MOST_LINES_UNBROKEN
    )
    breakable = "true" if is_long else "false"
    names = f"{string(table.key)}, {string(label)}"
    return f"#table-block({names}, {title}, {set_rows(table)}, {source}, {breakable})"


def _set_chart(label: str, chart: Chart, sheet: _Sheet) -> str:
    drawing = _drawing(chart, sheet)
    alternative = f"{plain_words(chart.title)}. {plain_words(chart.sentence)}"
    parts = ", ".join(
        (
            sheet.brand,
            string(chart.key),
            string(label),
            sheet.spans(chart.title),
            sheet.spans(chart.subtitle),
            string(drawing),
            string(alternative),
            sheet.spans(chart.sentence),
            sheet.spans(chart.source),
        )
    )
    return f"#chart-block({parts})"


def _drawing(chart: Chart, sheet: _Sheet) -> str:
    if chart.key not in sheet.drawings:
        raise ValueError(f"chart {chart.key}: no drawing of it was given; draw it first")
    drawing = sheet.drawings[chart.key][0]
    check_svg(drawing)
    if others := sorted(set(_FAMILIES.findall(drawing)) - {FAMILY}):
        raise PdfNotMadeError(f"chart {chart.key} is drawn in {', '.join(others)}, not {FAMILY}")
    return drawing


def _tables_behind(document: Document, sheet: _Sheet) -> list[str]:
    """The tables behind the charts, as a last chapter; a long one is only named."""
    parts = []
    for label, table in tables_behind(document):
        if len(table.rows) <= LONGEST_PRINTED_TABLE:
            parts.append(_set_table(label, table, sheet))
        else:
            told = f"{label}: {plain_words(table.title)}. {TOLD_ELSEWHERE}"
            parts.append(f"#par({words(told)})")
    return [f"#heading(level: 1, {string(TABLES_BEHIND)})", *parts] if parts else []


def _closing(document: Document, sheet: _Sheet) -> list[str]:
    edition = [f"#small({words('Edition ' + document.edition)})"] if document.edition else []
    licence = [f"#small({sheet.spans(document.licence)})"] if document.licence else []
    rule = ["#line(length: 100%, stroke: 0.5pt + line-colour)"] if licence or edition else []
    return rule + licence + edition
