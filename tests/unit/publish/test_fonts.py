"""The project's own type family: built the same every time, with its letters, named as ours."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont

from vrn.publish.drawings import fonts
from vrn.publish.drawings.fonts import FAMILY, FontsNotBuiltError, font_files, text_width, wrap_text

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[3]
WELSH = "ŵŷâêîôûẁỳẅÿïŴŶÂÊÎÔÛẀỲẄŸÏ"
SIGNS = "–—‘’“”…•£€×−±≤≥→←↑↓▲▼²³½"


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_fonts", ROOT / "scripts/build_fonts.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_fonts"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("path", "weight", "slant"), font_files())
def test_each_file_bears_our_family_and_its_style(path: Path, weight: int, slant: str) -> None:
    font = TTFont(path)
    assert font["name"].getBestFamilyName() == FAMILY
    assert font["OS/2"].usWeightClass == weight
    assert bool(font["OS/2"].fsSelection & 1) is (slant == "italic")
    assert "Inter" not in {str(name) for name in font["name"].names if name.nameID in {1, 4, 6, 16}}


@pytest.mark.parametrize(("path", "weight", "slant"), font_files())
def test_each_file_has_english_and_welsh_and_table_figures(
    path: Path, weight: int, slant: str
) -> None:
    font = TTFont(path)
    letters = font.getBestCmap()
    assert not [sign for sign in WELSH + SIGNS if ord(sign) not in letters]
    assert "tnum" in {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}


def test_the_licence_stays_in_the_files() -> None:
    for path, _, _ in font_files():
        names = {record.nameID: str(record) for record in TTFont(path)["name"].names}
        assert "Open Font License" in names[13]
        assert "Inter Project Authors" in names[0]


def test_the_same_inter_gives_the_same_bytes(builder: ModuleType, tmp_path: Path) -> None:
    if not builder.SOURCE.is_dir():
        pytest.skip("Inter is not in node_modules; run: make front")
    for path in builder.build_fonts(builder.SOURCE, tmp_path):
        assert path.read_bytes() == (fonts.font_folder() / path.name).read_bytes()


def test_the_builder_says_what_to_do_without_inter(
    builder: ModuleType,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arguments = ["build_fonts.py", "--source", str(tmp_path / "no"), "--target", str(tmp_path)]
    monkeypatch.setattr("sys.argv", arguments)
    assert builder.main() == 1
    assert "npm ci" in capsys.readouterr().err


def test_absent_files_say_what_to_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "files", lambda _: tmp_path)
    with pytest.raises(FontsNotBuiltError, match=r"VRNInter-Bold.ttf.*run: make front"):
        fonts.font_folder()


@pytest.mark.parametrize(
    "text",
    [
        "no file: November 2022 to December 2023",
        "Hinckley and Bosworth",
        "First national lockdown",
        "1,234,567.8",
        "10 (least deprived tenth)",
        "Cyngor Ŵyth Ŷnys",
        "Between 6.1 and 6.4",
    ],
)
@pytest.mark.parametrize("style", ["Regular", "SemiBold"])
def test_a_width_is_never_below_the_fonts_own_and_near_it(text: str, style: str) -> None:
    font = TTFont(fonts.font_folder() / f"VRNInter-{style}.ttf")
    letters, widths = font.getBestCmap(), font["hmtx"]
    true = sum(widths[letters[ord(letter)]][0] for letter in text) / font["head"].unitsPerEm * 14
    said = text_width(text, 14, is_bold=style == "SemiBold")
    assert true * 0.995 <= said <= true * 1.12


def test_text_is_wrapped_within_the_room_and_joined_words_stay_joined() -> None:
    assert wrap_text("Oadby and Wigston", 100, 14) == ("Oadby and", "Wigston")
    assert wrap_text("no file: March\u00a02020", 90, 14) == ("no file:", "March 2020")
    assert wrap_text("Llanfairpwllgwyngyll", 20, 14) == ("Llanfairpwllgwyngyll",)
    assert all(text_width(line, 14) <= 120 for line in wrap_text("a bc def " * 20, 120, 14))
