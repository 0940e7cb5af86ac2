"""The key below a chart: a sample of each mark or line with its words, in rows that fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vrn.publish.drawings.colours import QUIET_INK
from vrn.publish.drawings.drawing import Words
from vrn.publish.drawings.fonts import text_width, wrap_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vrn.publish.drawings.plots import Plot, Sheet

_SAMPLE = 30


@dataclass(frozen=True)
class KeyEntry:
    """A sample, or "none" for words alone, and its lines of words: one until it is placed.

    `x` and `y` are pixels from the sheet's left edge and from the middle of the key's first line.
    """

    sample: str
    lines: tuple[str, ...]
    x: float = 0.0
    y: float = 0.0


def place_key(entries: Iterable[KeyEntry], sheet: Sheet) -> Iterator[KeyEntry]:
    """The entries in rows from the left, as many as fit; what has no sample has rows of its own."""
    x = y = 0.0
    for entry in entries:
        indent = _indent(entry)
        lines = wrap_text(entry.lines[0], sheet.width - indent, sheet.letter)
        width = indent + max(text_width(line, sheet.letter) for line in lines)
        if x and (not indent or x + width > sheet.width):
            x, y = 0.0, y + sheet.line + 2
        yield replace(entry, lines=lines, x=x, y=y)
        if len(lines) > 1 or not indent:
            x, y = 0.0, y + len(lines) * sheet.line + 2
        else:
            x += width + 24


def key_height(key: Sequence[KeyEntry], sheet: Sheet) -> float:
    """How high a placed key stands, in pixels."""
    return max(item.y + len(item.lines) * sheet.line for item in key)


def key_top(plot: Plot, *, lines: float) -> float:
    """The middle of a key's first line in pixels of the plot; `lines` of words stand before it."""
    return plot.height + plot.sheet.line * (lines + 1.5) + 18


def key_words(key: Iterable[KeyEntry], plot: Plot, *, lines: float) -> list[Words]:
    """The words of a placed key, beside their samples; `lines` as for `key_top`."""
    top = key_top(plot, lines=lines)
    return [
        Words(
            item.x + _indent(item) - plot.left,
            top + item.y + number * plot.sheet.line,
            text,
            colour=QUIET_INK,
        )
        for item in key
        for number, text in enumerate(item.lines)
    ]


def _indent(entry: KeyEntry) -> int:
    return _SAMPLE if entry.sample != "none" else 0
