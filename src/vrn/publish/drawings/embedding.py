"""Drawings as parts of a document: an SVG set into a page, or made a PNG for a word processor."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PROLOGUE = re.compile(r"\A\s*(<\?xml[^>]*\?>\s*)?(<!DOCTYPE[^>]*>\s*)?", re.IGNORECASE)
_ID = re.compile(r'(?<=\sid=")([^"]+)(?=")')
_REFERENCE = re.compile(r"""url\((['"]?)#([^)'"]+)\1\)|(\s(?:xlink:)?href=")#([^"]+)(?=")""")
_LABELLED = re.compile(r'(?<=\saria-labelledby=")([^"]+)(?=")')
_TAG = re.compile(r"<[^>]*>")
_OUTSIDE = re.compile(
    r"<script|<foreignObject|\son\w+\s*=|(?:href|src)\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)",
    re.IGNORECASE,
)


def embed_svg(svg: str, prefix: str) -> str:
    """The SVG for setting into a page: no prologue, and every id its own under the prefix.

    ValueError where it holds a script, a foreign object or an address outside itself: a drawing is
    made of shapes and words alone.
    """
    check_svg(svg)
    inner = _PROLOGUE.sub("", svg, count=1).strip()
    names = {name for name in _ID.findall(inner) if not name.startswith(f"{prefix}-")}

    def rename(name: str) -> str:
        return f"{prefix}-{name}" if name in names else name

    def refer(found: re.Match[str]) -> str:
        if found[2] is not None:
            return f"url(#{rename(found[2])})"
        return f"{found[3]}#{rename(found[4])}"

    inner = _REFERENCE.sub(refer, inner)
    inner = _LABELLED.sub(lambda found: " ".join(map(rename, found[1].split())), inner)
    return _ID.sub(lambda found: rename(found[1]), inner)


# A page shows the same drawing again and again, and a map takes some milliseconds to read.
@lru_cache(maxsize=128)
def check_svg(svg: str) -> None:
    """Raises ValueError unless the text is an SVG that runs nothing and fetches nothing."""
    if not _PROLOGUE.sub("", svg, count=1).startswith("<svg"):
        raise ValueError("a drawing is an SVG, and this text does not begin as one")
    for tag in _TAG.findall(svg):
        if found := _OUTSIDE.search(tag):
            raise ValueError(f"a drawing holds {found[0]!r}: it may run nothing and fetch nothing")


def svg_to_png(svg: str, font_directory: Path, *, scale: float = 2.0) -> bytes:
    """The drawing as PNG at that many pixels for each of its own, in the fonts of the folder."""
    import vl_convert

    check_svg(svg)
    vl_convert.register_font_directory(str(font_directory))
    return bytes(vl_convert.svg_to_png(svg, scale=scale))
