"""Sentences and tables as Typst markup: every text a string literal, so nothing in it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.document import Link, Note, Shown, UnreleasedNumberError, show_aspect
from vrn.publish.formats.columns import breakable, cell_text, column_widths
from vrn.publish.numbers import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vrn.publish.document import Cell, Span, Spans, Table

# A4 less the margins of `profile.typ`, in points.
TABLE_WIDTH = 447.0
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})


def string(text: str) -> str:
    r"""The text as a Typst string literal; nothing within it can end the literal.

    >>> string('#x "y" \\ z')
    '"#x \\"y\\" \\\\ z"'
    """
    return f'"{printable(text).translate(_ESCAPES)}"'


def content(parts: Iterable[str]) -> str:
    """Expressions one after the other as one piece of content."""
    return "[" + "".join(f"#{part};" for part in parts) + "]"


def words(text: str) -> str:
    """A text as content."""
    return content([string(text)])


def array(items: Iterable[str]) -> str:
    """Expressions as an array, also where there is one or none."""
    return "(" + "".join(f"{item}, " for item in items) + ")"


def set_spans(spans: Spans, notes: Mapping[Note, int], marked: set[Note]) -> str:
    """A sentence as content. `marked` holds the notes already set, and is added to."""
    return content(_set_span(span, notes, marked) for span in spans)


def _set_span(span: Span, notes: Mapping[Note, int], marked: set[Note]) -> str:
    if isinstance(span, str):
        return string(span)
    if isinstance(span, Shown):
        return string(show_aspect(span.figure, span.aspect))
    if isinstance(span, Link):
        return _set_link(span)
    if isinstance(span, Note):
        return _set_note(span, notes, marked)
    raise UnreleasedNumberError(f"a sentence cannot show a {type(span).__name__}")


def _set_link(link: Link) -> str:
    if link.address.startswith("#"):
        return f"link(label({string(link.address[1:])}), {string(link.text)})"
    return f"link({string(link.address)}, {string(link.text)})"


def _set_note(note: Note, notes: Mapping[Note, int], marked: set[Note]) -> str:
    """The note at its first mark; a later mark only leads to it."""
    name = string(f"note-{notes[note]}")
    if note in marked:
        return f"footnote(label({name}))"
    marked.add(note)
    inner = set_spans(note.spans, notes, marked)
    number = string(str(notes[note]))
    return f"[#footnote(numbering: (..) => {number}, [#h(0.25em)#{inner}])#label({name})]"


def set_cell(cell: Cell) -> str:
    """What stands in a table's cell, as content."""
    if isinstance(cell, Link):
        return content([_set_link(cell)])
    return words(breakable(cell_text(cell)))


def set_rows(table: Table) -> str:
    """The head and rows of a table over the whole width of the page."""
    widths = array(f"{width}pt" for width in column_widths(table, TABLE_WIDTH))
    aligned = array("right" if is_numeric else "left" for is_numeric in table.numeric)
    head = array(words(name) for name in table.columns)
    rows = array(array(set_cell(cell) for cell in row) for row in table.rows)
    return f"rows-table({widths}, {aligned}, {head}, {rows})"
