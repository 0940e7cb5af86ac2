"""The one type family of pages, charts and documents: where its files lie, how wide its words run.

The files are made at set-up from Inter, under a family name of our own, so that a font installed on
a machine can never stand in for them.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

FAMILY = "VRN Inter"
NO_BREAK = "\u00a0"
# A downloaded chart shows in a plain face where our family is not there; a renderer finds ours.
STACK = f"{FAMILY}, Arial, sans-serif"
STYLES = {
    "VRNInter-Regular.ttf": (400, "normal"),
    "VRNInter-Italic.ttf": (400, "italic"),
    "VRNInter-SemiBold.ttf": (600, "normal"),
    "VRNInter-Bold.ttf": (700, "normal"),
}
# Letters by their width in parts of the type size, rounded up to a twentieth.
_WIDTHS = {
    0.25: "Iijl’‘î",
    0.3: " !',.:;`·",
    0.35: "()/[\\]ft|",
    0.4: "1r",
    0.45: '"-^_{}“”',
    0.5: "*?–",
    0.55: "7JLacksvxyzŷâ",
    0.7: "ADVXYÂ",
    0.75: "CGHNOQU",
    0.8: "wŵ",
    0.9: "MmŴ",
    1.0: "%W—…@",
}
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHER_WIDTH = 0.65
_BOLD_IS_WIDER = 1.05


class FontsNotBuiltError(FileNotFoundError):
    """The font files are made at set-up and are not there."""


def font_folder() -> Path:
    """The folder with every file of the family; raises FontsNotBuiltError where one is absent."""
    folder = Path(str(files("vrn.publish") / "fonts"))
    absent = [name for name in STYLES if not (folder / name).is_file()]
    if absent:
        raise FontsNotBuiltError(
            f"the font files {', '.join(absent)} are not in {folder}: they are made at set-up from "
            "Inter; run: make front"
        )
    return folder


def font_files() -> tuple[tuple[Path, int, str], ...]:
    """Each file of the family with its weight and slant, for @font-face rules and Typst."""
    folder = font_folder()
    return tuple((folder / name, weight, slant) for name, (weight, slant) in STYLES.items())


def text_width(text: str, size: float, *, is_bold: bool = False) -> float:
    """How wide a text runs in pixels at a type size: never below the truth by more than a hair.

    For placing labels before anything is drawn. Kerning is left out.

    >>> text_width("mill", 10)
    16.5
    """
    width = sum(_WIDTH.get(letter, _OTHER_WIDTH) for letter in text) * size
    return round(width * (_BOLD_IS_WIDER if is_bold else 1.0), 2)


def wrap_text(text: str, room: float, size: float, *, is_bold: bool = False) -> tuple[str, ...]:
    """The text in lines no wider than the room in pixels; a longer word keeps a line to itself.

    Words joined by a no-break space stay together, and are given back with a plain one.
    """
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, is_bold=is_bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(line.replace(NO_BREAK, " ") for line in lines)
