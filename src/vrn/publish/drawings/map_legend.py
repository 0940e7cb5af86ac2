"""What stands beside a map: its legend, and the key of numbered districts."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from vrn.publish.drawings.colours import INK, QUIET_INK
from vrn.publish.drawings.fonts import wrap_text
from vrn.terms import sentence_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.publish.drawings.plots import Sheet

_SWATCH = 22
_KEY_INDENT = 28


@dataclass(frozen=True)
class Piece:
    """A piece of a drawing with its height in pixels, drawn from its own top left corner."""

    svg: str
    height: float


def stack(pieces: Sequence[Piece], *, x: float, y: float) -> tuple[str, float]:
    """The pieces one below the other from a corner, and where the last one ends."""
    placed = []
    for piece in pieces:
        if piece.svg:
            placed.append(f'<g transform="translate({x:.1f} {y:.1f})">{piece.svg}</g>')
        y += piece.height
    return "".join(placed), y


def draw_text(
    x: float, middle: float, words: str, *, is_bold: bool = False, colour: str = INK
) -> str:
    """One line of text with its middle at a height."""
    weight = ' font-weight="600"' if is_bold else ""
    shade = f' fill="{colour}"' if colour != INK else ""
    said = escape(words, quote=False)
    return f'<text x="{x:.1f}" y="{middle + 5:.1f}"{weight}{shade}>{said}</text>'


def draw_legend(
    sheet: Sheet, room: float, *, unit: str, swatches: Sequence[tuple[str, str]], rule: str
) -> Piece:
    """The unit, a swatch with its words for each (fill, text), and how the classes are made."""
    parts, at = [], 0.0
    for line in wrap_text(sentence_case(unit), room, sheet.letter, is_bold=True):
        parts.append(draw_text(0, at + sheet.line / 2, line, is_bold=True))
        at += sheet.line
    for fill, text in swatches:
        parts.append(_draw_swatch(at, fill, text))
        at += _SWATCH
    at += 6
    for line in wrap_text(rule, room, sheet.letter) if rule else ():
        parts.append(draw_text(0, at + sheet.line / 2, line, colour=QUIET_INK))
        at += sheet.line
    return Piece("".join(parts), at + 10)


def _draw_swatch(top: float, fill: str, text: str) -> str:
    return (
        f'<rect x="0.5" y="{top + 3.5:.1f}" width="30" height="{_SWATCH - 6}" fill="{fill}" '
        f'stroke="{QUIET_INK}" stroke-width="0.5"/>' + draw_text(40, top + _SWATCH / 2 + 0.5, text)
    )


def draw_key(sheet: Sheet, texts: Sequence[str]) -> Piece:
    """The texts in lines, each with its number from 1."""
    parts, at = [], 0.0
    for number, text in enumerate(texts, 1):
        parts.append(draw_text(0, at + sheet.line / 2, str(number), is_bold=True))
        for line in wrap_text(text, sheet.width - _KEY_INDENT, sheet.letter):
            parts.append(draw_text(_KEY_INDENT, at + sheet.line / 2, line))
            at += sheet.line
    return Piece("".join(parts), at + 16)
