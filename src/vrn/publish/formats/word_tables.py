"""Tables in a Word file: a head that repeats on each page, thin rules, numbers set right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vrn.publish.formats.word_styles import TABLE_WORDS, style_id
from vrn.publish.numbers import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from vrn.publish.document import Cell, Table

_RULE = "B1B4B6"


def add_table(
    word: Any, table: Table, write: Callable[[Any, tuple[Cell, ...]], None], *, summary: str
) -> None:
    """Adds the table at the end; `write` sets a cell into a paragraph, `summary` is read aloud."""
    made = word.add_table(rows=1, cols=len(table.columns))
    _set_frame(made, summary)
    head = made.rows[0]
    _set_row(head, is_head=True)
    for cell, name, is_numeric in zip(head.cells, table.columns, table.numeric, strict=True):
        line = _line(cell, is_numeric)
        line.add_run(printable(name)).bold = True
        line.paragraph_format.keep_with_next = True
    for row in table.rows:
        added = made.add_row()
        _set_row(added, is_head=False)
        for cell, inner, is_numeric in zip(added.cells, row, table.numeric, strict=True):
            write(_line(cell, is_numeric), (inner,))


def _line(cell: Any, is_numeric: bool) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    line = cell.paragraphs[0]
    line._p.style = style_id(TABLE_WORDS)
    if is_numeric:
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return line


def _set_frame(made: Any, summary: str) -> None:
    """Full width, thin rules between rows, and what a screen reader says of it."""
    from docx.oxml.ns import nsdecls, qn
    from docx.oxml.parser import parse_xml

    properties = made._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    width = properties.find(qn("w:tblW"))
    width.set(qn("w:type"), "pct")
    width.set(qn("w:w"), "5000")
    rule = f'w:val="single" w:sz="4" w:space="0" w:color="{_RULE}"'
    borders = parse_xml(
        f"<w:tblBorders {nsdecls('w')}><w:top {rule}/><w:bottom {rule}/><w:insideH {rule}/>"
        "</w:tblBorders>"
    )
    look.addprevious(borders)
    caption = parse_xml(f"<w:tblDescription {nsdecls('w')}/>")
    caption.set(qn("w:val"), printable(summary))
    look.addnext(caption)


def _set_row(row: Any, *, is_head: bool) -> None:
    from docx.oxml.ns import nsdecls
    from docx.oxml.parser import parse_xml

    properties = row._tr.get_or_add_trPr()
    properties.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    if is_head:
        properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
