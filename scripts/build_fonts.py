"""Makes the platform's own font files from Inter: one family name, only the letters that we use.

Run after `npm ci`: python scripts/build_fonts.py. The family is renamed so that an Inter installed
on a machine cannot stand in for ours, and pages, charts and PDFs are the same bytes everywhere.
Inter is under the SIL Open Font License 1.1, which its own files carry on.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules" / "@expo-google-fonts" / "inter"
TARGET = ROOT / "src" / "vrn" / "publish" / "fonts"

FAMILY = "VRN Inter"
# English and Welsh (Latin, Latin-1, Extended-A, the Welsh letters of Extended Additional), dashes,
# quotation marks, superscripts, currency, arrows, mathematical signs, and the shapes of a legend.
LETTERS = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x1E80, 0x1E85),
    (0x1EF2, 0x1EF3),
    (0x2009, 0x2011),
    (0x2013, 0x2014),
    (0x2018, 0x201E),
    (0x2020, 0x2022),
    (0x2026, 0x2026),
    (0x202F, 0x2030),
    (0x2032, 0x2033),
    (0x2039, 0x203A),
    (0x2070, 0x2079),
    (0x20AC, 0x20AC),
    (0x2190, 0x2199),
    (0x2212, 0x2212),
    (0x2248, 0x2248),
    (0x2260, 0x2265),
    (0x25A0, 0x25CF),
    (0x2713, 0x2717),
)
# `tnum` sets table columns; `calt` is left out, since it turns "2x3" and "->" into other signs and
# the words copied out of a PDF must be the words that were written.
FEATURES = ("ccmp", "locl", "kern", "mark", "mkmk", "tnum", "pnum", "case", "sups")
# Seconds from 1904 to 1 January 2000: a fixed date, so that the same Inter gives the same bytes.
FIXED_DATE = 3029529600
PLATFORM = (3, 1, 0x409)
REGULAR, BOLD, ITALIC = 1 << 6, 1 << 5, 1 << 0


@dataclass(frozen=True)
class Style:
    """One font file of the family: where Inter keeps it, our style name, its weight, its slant."""

    source: str
    name: str
    weight: int
    is_italic: bool = False


STYLES = (
    Style("400Regular/Inter_400Regular.ttf", "Regular", 400),
    Style("400Regular_Italic/Inter_400Regular_Italic.ttf", "Italic", 400, is_italic=True),
    Style("600SemiBold/Inter_600SemiBold.ttf", "SemiBold", 600),
    Style("700Bold/Inter_700Bold.ttf", "Bold", 700),
)


def build_font(source: Path, target: Path, style: Style) -> None:
    """Writes one file: the letters of LETTERS, named as our family, with fixed dates."""
    font = TTFont(source, recalcTimestamp=False)
    _keep_letters(font)
    _rename(font, style)
    _set_style(font, style)
    font["head"].created = font["head"].modified = FIXED_DATE
    font.save(target, reorderTables=True)


def _keep_letters(font: TTFont) -> None:
    options = Options()
    options.layout_features = list(FEATURES)
    options.name_IDs = [0, 7, 13, 14]
    options.hinting = False
    options.notdef_outline = True
    options.drop_tables = [*options.drop_tables, "STAT"]
    subsetter = Subsetter(options=options)
    subsetter.populate(unicodes=[c for first, last in LETTERS for c in range(first, last + 1)])
    subsetter.subset(font)


def _rename(font: TTFont, style: Style) -> None:
    """Gives family and style names; in the old fields SemiBold is a family of its own."""
    is_usual = style.name in {"Regular", "Italic", "Bold"}
    names = {
        1: FAMILY if is_usual else f"{FAMILY} {style.name}",
        2: style.name if is_usual else "Regular",
        3: f"{FAMILY} {style.name}",
        4: f"{FAMILY} {style.name}",
        5: "Version 1.000",
        6: f"{FAMILY.replace(' ', '')}-{style.name}",
        16: FAMILY,
        17: style.name,
    }
    for number, text in names.items():
        font["name"].setName(text, number, *PLATFORM)


def _set_style(font: TTFont, style: Style) -> None:
    is_bold = style.name == "Bold"
    font["OS/2"].usWeightClass = style.weight
    kept = font["OS/2"].fsSelection & ~(REGULAR | BOLD | ITALIC)
    slant = ITALIC if style.is_italic else 0
    weight = BOLD if is_bold else 0
    font["OS/2"].fsSelection = kept | (slant | weight or REGULAR)
    font["head"].macStyle = (1 if is_bold else 0) | (2 if style.is_italic else 0)


def file_name(style: Style) -> str:
    """The name of a style's file: "VRNInter-SemiBold.ttf"."""
    return f"{FAMILY.replace(' ', '')}-{style.name}.ttf"


def build_fonts(source: Path, target: Path) -> tuple[Path, ...]:
    """Writes every style into the target folder and gives the paths."""
    target.mkdir(parents=True, exist_ok=True)
    made = tuple(target / file_name(style) for style in STYLES)
    for style, path in zip(STYLES, made, strict=True):
        build_font(source / style.source, path, style)
    return made


def main() -> int:
    """Runs from the command line; says what it wrote, or what to do where Inter is not there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", type=Path, default=SOURCE, help="the npm package of Inter")
    parser.add_argument("--target", type=Path, default=TARGET, help="the folder to write into")
    asked = parser.parse_args()
    if not asked.source.is_dir():
        sys.stderr.write("Inter is not in node_modules: run 'npm ci' first, or 'make front'.\n")
        return 1
    for path in build_fonts(asked.source, asked.target):
        sys.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
