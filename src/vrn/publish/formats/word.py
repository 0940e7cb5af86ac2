"""The document as a Word file: real styles, headings, footnotes, tables and alternative text.

Paragraphs carry the model's numbers as text in a hanging indent, so they read the same as in the
page and the PDF. Every figure is a run in the character style "Figure".
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vrn.publish.document import (
    Box,
    Bullets,
    Chart,
    Heading,
    Link,
    Note,
    Paragraph,
    Shown,
    Table,
    UnreleasedNumberError,
    placed_blocks,
    show_aspect,
)
from vrn.publish.drawings.colours import BRAND, check_brand
from vrn.publish.formats.word_frame import open_file, set_properties, set_running_lines
from vrn.publish.formats.word_parts import (
    add_bookmark,
    add_footnote,
    add_footnotes_part,
    add_later_mark,
    add_link,
    add_note_mark,
    add_run,
    save_still,
)
from vrn.publish.formats.word_styles import (
    BOX,
    BOX_ITEM,
    CHART_TITLE,
    FIGURE,
    FINDING,
    MADE_UP_LINE,
    NUMBERED,
    QUIET,
    style_id,
)
from vrn.publish.formats.word_tables import add_table
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
    printable,
    tables_behind,
)
from vrn.publish.sentence import plain_words
from vrn.release.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.publish.document import Block, Cell, Document, Span, Spans

WIDTH_CM = 15.8


@dataclass(frozen=True, kw_only=True)
class _File:
    """The file being written: `marked` and `bookmarks` grow with what has been set."""

    word: Any
    notes_part: Any
    notes: Mapping[Note, int]
    pictures: Mapping[str, bytes]
    marked: set[Note] = field(default_factory=set)
    bookmarks: list[str] = field(default_factory=list)

    def paragraph(self, style: str, spans: Spans = ()) -> Any:
        """A new paragraph of that style at the end, with the sentence."""
        made = self.word.add_paragraph()
        made._p.style = style_id(style)
        self.write(made, spans)
        return made

    def write(self, paragraph: Any, spans: Spans | tuple[Cell, ...]) -> None:
        """Adds a sentence, or a table's cell, to a paragraph."""
        for span in spans:
            _write_span(self, paragraph, span)

    def mark(self, paragraph: Any, key: str) -> None:
        """Makes the paragraph the target of links to the key."""
        self.bookmarks.append(key)
        add_bookmark(paragraph, key, len(self.bookmarks))


def render_docx(
    document: Document, *, drawings_png: Mapping[str, bytes], brand: str = BRAND
) -> bytes:
    """The document as the bytes of a DOCX file, A4; the same document gives the same bytes.

    `drawings_png` gives each chart's key its picture (`vrn.publish.drawings.embedding.svg_to_png`).
    """
    check_document(document)
    check_brand(brand)
    word = open_file(document, brand)
    file = _File(
        word=word,
        notes_part=add_footnotes_part(word),
        notes=note_numbers(document),
        pictures=drawings_png,
    )
    set_properties(word, document)
    set_running_lines(word, document, WIDTH_CM)
    _write_opening(file, document)
    for place, block in placed_blocks(document):
        _write_block(file, place, block)
    _write_tables_behind(file, document)
    _write_closing(file, document)
    return save_still(word)


def _write_span(file: _File, paragraph: Any, span: Span | Cell) -> None:
    if isinstance(span, str):
        add_run(paragraph, span)
    elif isinstance(span, Figure):
        add_run(paragraph, str(span), FIGURE)
    elif isinstance(span, Shown):
        add_run(paragraph, show_aspect(span.figure, span.aspect), FIGURE)
    elif isinstance(span, Link):
        add_link(paragraph, span.text, span.address)
    elif isinstance(span, Note):
        _write_note(file, paragraph, span)
    else:
        raise UnreleasedNumberError(f"a sentence cannot show a {type(span).__name__}")


def _write_note(file: _File, paragraph: Any, note: Note) -> None:
    number = file.notes[note]
    if note in file.marked:
        add_later_mark(paragraph, number)
        return
    file.marked.add(note)
    add_note_mark(paragraph, number)
    file.write(add_footnote(file.notes_part, number), note.spans)


def _write_opening(file: _File, document: Document) -> None:
    file.paragraph(QUIET, (document.organisation,))
    file.paragraph("Title", (document.title,))
    file.paragraph("Subtitle", document.subtitle)
    if document.made_up:
        line = file.paragraph(MADE_UP_LINE)
        line.add_run(f"{MADE_UP}.").bold = True
        line.add_run(f" {MADE_UP_MEANING}")
    if document.summary:
        file.mark(file.paragraph("Heading 1", (SUMMARY,)), SUMMARY_KEY)
    for spans in document.summary:
        file.paragraph("Normal", spans)
    if document.findings:
        file.mark(file.paragraph("Heading 1", (FINDINGS,)), FINDINGS_KEY)
    for number, spans in enumerate(document.findings, 1):
        line = file.paragraph(FINDING)
        line.add_run(f"{number}\t").bold = True
        file.write(line, spans)
    _write_contents(file, document)


def _write_contents(file: _File, document: Document) -> None:
    file.paragraph("Heading 1", (CONTENTS,))
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            add_link(file.paragraph("Normal"), block.text, f"#{block.key}")


def _write_block(file: _File, place: str, block: Block) -> None:
    if isinstance(block, Heading):
        file.mark(file.paragraph(f"Heading {block.level}", (block.text,)), block.key)
    elif isinstance(block, Paragraph):
        line = file.paragraph(NUMBERED)
        line.add_run(f"{place.removeprefix('paragraph ')}.\t")
        file.write(line, block.spans)
    elif isinstance(block, Bullets):
        for item in block.items:
            file.paragraph("List Bullet", item)
    elif isinstance(block, Box):
        _write_box(file, block)
    elif isinstance(block, Table):
        _write_table(file, place.capitalize(), block)
    elif isinstance(block, Chart):
        _write_chart(file, place.capitalize(), block)
    else:
        raise UnreleasedNumberError(f"a document cannot show a {type(block).__name__}")


def _write_box(file: _File, box: Box) -> None:
    title = file.paragraph(BOX)
    title.add_run(printable(box.title)).bold = True
    title.paragraph_format.keep_with_next = True
    for item in box.items:
        file.paragraph(BOX_ITEM, item)
    file.paragraph("Normal")


def _write_table(file: _File, label: str, table: Table, *, is_named: bool = True) -> None:
    caption = file.paragraph(CHART_TITLE, (f"{label}: ", *table.title))
    if is_named:
        file.mark(caption, table.key)
    add_table(file.word, table, file.write, summary=plain_words(table.title))
    file.paragraph(QUIET, table.source)


def _write_chart(file: _File, label: str, chart: Chart) -> None:
    from docx.shared import Cm

    if chart.key not in file.pictures:
        raise ValueError(f"chart {chart.key}: no picture of it was given; draw it first")
    file.mark(file.paragraph(CHART_TITLE, (f"{label}: ", *chart.title)), chart.key)
    file.paragraph(QUIET, chart.subtitle).paragraph_format.keep_with_next = True
    line = file.paragraph("Normal")
    line.paragraph_format.keep_with_next = True
    picture = line.add_run().add_picture(io.BytesIO(file.pictures[chart.key]), width=Cm(WIDTH_CM))
    picture._inline.docPr.set("name", chart.key)
    picture._inline.docPr.set("title", printable(plain_words(chart.title)))
    picture._inline.docPr.set("descr", printable(plain_words(chart.sentence)))
    file.paragraph("Normal", chart.sentence)
    file.paragraph(QUIET, chart.source)


def _write_tables_behind(file: _File, document: Document) -> None:
    """The tables behind the charts, as a last chapter; a long one is only named."""
    tables = tables_behind(document)
    if tables:
        file.paragraph("Heading 1", (TABLES_BEHIND,))
    for label, table in tables:
        if len(table.rows) <= LONGEST_PRINTED_TABLE:
            _write_table(file, label, table, is_named=False)
        else:
            file.paragraph("Normal", (f"{label}: ", *table.title, f". {TOLD_ELSEWHERE}"))


def _write_closing(file: _File, document: Document) -> None:
    if document.licence:
        file.paragraph(QUIET, document.licence)
    if document.edition:
        file.paragraph(QUIET, (f"Edition {document.edition}",))
