"""How wide the columns of a printed table are: by their words, so that none runs into the next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vrn.publish.drawings.fonts import text_width, wrap_text
from vrn.publish.sentence import Shown
from vrn.release.figure import Figure

if TYPE_CHECKING:
    from vrn.publish.document import Cell, Table

# A word of so many letters, such as a file's name or a digest, may be broken.
LONG_WORD = 20
# Where a long word breaks: after a mark within it, and at the latest after so many letters.
_PIECE = re.compile(r"[^_./-]{1,8}[_./-]?|[_./-]")
_LETTER = 9.5
_INSET = 10.5
_BREAK = "\u200b"


def cell_text(cell: Cell) -> str:
    """What a cell shows, as text."""
    if isinstance(cell, Figure):
        return str(cell)
    return cell if isinstance(cell, str) else cell.text


def breakable(text: str) -> str:
    """The text with places to break in its long words, which show nothing where none is needed.

    >>> breakable("a police-uk_westmere_2021.zip").split("\\u200b")
    ['a police-', 'uk_', 'westmere_', '2021.', 'zip']
    """
    return " ".join(
        _BREAK.join(_PIECE.findall(word)) if len(word) >= LONG_WORD else word
        for word in text.split(" ")
    )


def column_widths(table: Table, room: float) -> tuple[float, ...]:
    """The columns' widths in points, together as wide as the room.

    Each has at least its longest word; what is left goes to those whose words would run over more
    lines, and where nothing would, to all alike.
    """
    columns = list(zip(table.columns, *table.rows, strict=True))
    least = [_least(column) + _INSET for column in columns]
    wanted = [
        max(_wanted(column) + _INSET, low) for column, low in zip(columns, least, strict=True)
    ]
    spare = room - sum(wanted)
    if spare >= 0:
        return tuple(round(width + spare / len(wanted), 1) for width in wanted)
    if sum(least) >= room:
        return tuple(round(low * room / sum(least), 1) for low in least)
    share = (room - sum(least)) / (sum(wanted) - sum(least))
    return tuple(
        round(low + share * (want - low), 1) for low, want in zip(least, wanted, strict=True)
    )


def _least(column: tuple[Cell, ...]) -> float:
    """The longest piece that is not to be broken, the heading's in bold."""
    return max(
        text_width(piece, _LETTER, is_bold=not row)
        for row, cell in enumerate(column)
        for piece in _pieces(cell)
    )


def _pieces(cell: Cell) -> list[str]:
    """The words of a cell and the parts of its long ones; an interval stays on one line."""
    if isinstance(cell, Shown):
        return [cell.text]
    return re.split(f"[ {_BREAK}]", breakable(cell_text(cell)))


def _wanted(column: tuple[Cell, ...]) -> float:
    """The longest cell on one line; a heading may take two."""
    head, *cells = (cell_text(cell) for cell in column)
    widths = [text_width(text, _LETTER) for text in cells]
    return max(text_width(head, _LETTER, is_bold=True) * 0.6, *widths, 0.0)


def printed_lines(table: Table, room: float) -> int:
    """About how many lines the table takes on paper, its head too, by the words of its cells."""
    widths = [width - _INSET for width in column_widths(table, room)]
    rows = [table.columns, *table.rows]
    return sum(
        max(
            len(wrap_text(cell_text(cell), width, _LETTER))
            for cell, width in zip(row, widths, strict=True)
        )
        for row in rows
    )
