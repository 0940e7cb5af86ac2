"""Reads a drawing back: its texts with the boxes they fill, and its paths in pixels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from fontTools.ttLib import TTFont

from vrn.publish.drawings.fonts import font_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

SVG = "{http://www.w3.org/2000/svg}"
_MOVE = re.compile(r"translate\(([-\d.]+)[ ,]([-\d.]+)\)")
_INHERITED = ("font-size", "font-weight", "font-family", "text-anchor")


@dataclass(frozen=True)
class Text:
    """One text of a drawing: its words, type size, family and box (left, top, right, bottom)."""

    words: str
    size: float
    family: str
    box: tuple[float, float, float, float]


def texts_of(svg: str) -> list[Text]:
    """Every text with the box that its letters fill, by the widths of the font itself."""
    return [
        _text(node, x, y, style) for node, x, y, style in _walk(svg) if node.tag == SVG + "text"
    ]


def words_of(svg: str) -> list[str]:
    """The words of every text, in the order of drawing."""
    return [text.words for text in texts_of(svg)]


def lines_of(svg: str, colour: str) -> list[list[tuple[float, float]]]:
    """The points of each drawn line in that stroke colour, in pixels; dots are left out."""
    return [
        [(x + float(a), y + float(b)) for a, b in re.findall(r"[ML]([-\d.]+),([-\d.]+)", path)]
        for node, x, y, _ in _walk(svg)
        if node.tag == SVG + "path" and node.get("stroke") == colour
        for path in [node.get("d", "")]
        if "A" not in path
    ]


def blocks_of(svg: str, fill: str) -> list[tuple[float, float, float, float]]:
    """Each rectangle in that fill as left, top, width, height in pixels."""
    found = []
    for node, x, y, _ in _walk(svg):
        shape = re.fullmatch(
            r"M([-\d.]+),([-\d.]+)h([-\d.]+)v([-\d.]+)h[-\d.]+Z", node.get("d", "")
        )
        if node.get("fill") == fill and shape:
            left, top, width, height = map(float, shape.groups())
            found.append((x + left, y + top, width, height))
    return found


def size_of(svg: str) -> tuple[float, float]:
    """The drawing's width and height."""
    root = ET.fromstring(svg)
    return float(root.get("width", "")), float(root.get("height", ""))


def clashes(svg: str) -> list[str]:
    """Texts that overlap one another or leave the sheet; none in a good drawing."""
    width, height = size_of(svg)
    texts = texts_of(svg)
    outside = [
        f"{text.words!r} leaves the sheet"
        for text in texts
        if text.box[0] < -1
        or text.box[1] < -1
        or text.box[2] > width + 1
        or text.box[3] > height + 1
    ]
    return outside + [
        f"{a.words!r} meets {b.words!r}"
        for a, b in combinations(texts, 2)
        if a.box[0] < b.box[2]
        and b.box[0] < a.box[2]
        and a.box[1] < b.box[3]
        and b.box[1] < a.box[3]
    ]


def _walk(svg: str) -> Iterator[tuple[ET.Element, float, float, dict[str, str]]]:
    """Each element with the sum of the moves above it and the text style that it inherits."""
    waiting = [(ET.fromstring(svg), 0.0, 0.0, dict[str, str]())]
    while waiting:
        node, x, y, style = waiting.pop()
        move = _MOVE.match(node.get("transform", ""))
        if move:
            x, y = x + float(move[1]), y + float(move[2])
        style = style | {name: node.get(name, "") for name in _INHERITED if node.get(name)}
        yield node, x, y, style
        waiting += [(child, x, y, style) for child in reversed(node)]


def _text(node: ET.Element, x: float, y: float, style: dict[str, str]) -> Text:
    words, size = node.text or "", float(style["font-size"].removesuffix("px"))
    width = _width(words, size, is_bold=style.get("font-weight") == "600")
    left = x + float(node.get("x", 0))
    left -= {"middle": width / 2, "end": width}.get(style.get("text-anchor", ""), 0.0)
    base = y + float(node.get("y", 0))
    # Capitals and figures of Inter are 0.73 of the type size high; what hangs below is quiet.
    return Text(words, size, style["font-family"], (left, base - 0.73 * size, left + width, base))


def _width(words: str, size: float, *, is_bold: bool) -> float:
    widths, letters, unit = _metrics("SemiBold" if is_bold else "Regular")
    return sum(widths[letters[ord(letter)]][0] for letter in words) / unit * size


@cache
def _metrics(style: str) -> tuple[dict[str, tuple[int, int]], dict[int, str], int]:
    font = TTFont(font_folder() / f"VRNInter-{style}.ttf")
    return dict(font["hmtx"].metrics), font.getBestCmap(), font["head"].unitsPerEm
