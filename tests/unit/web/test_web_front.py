"""The built stylesheet: our font, no crown, no font or image that we may not use, small."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from vrn_web import front

SCRIPT = Path(front.__file__).parent.parent.parent / "scripts" / "build_front.py"


@pytest.fixture
def style() -> str:
    """The stylesheet as it was built; the set-up of the tests builds it."""
    return (front.BUILT / front.built_names()["site.css"]).read_text(encoding="utf-8")


def test_the_style_names_our_font_and_nothing_of_the_crown(style: str) -> None:
    assert '"VRN Inter"' in style
    for name in ("crest", "crown", "GDS Transport", "light-94a07e06a1"):
        assert name not in style


def test_every_address_in_the_style_is_a_built_file(style: str) -> None:
    names = re.findall(r"url\(([^)]+)\)", style)
    assert len(names) == 2
    for name in names:
        assert (front.BUILT / name.strip("\"'")).is_file()


def test_what_is_sent_is_small() -> None:
    sizes = {
        name: (front.BUILT / built).stat().st_size for name, built in front.built_names().items()
    }
    assert all(size < 40_000 for name, size in sizes.items() if name.endswith(".woff"))
    packed = front.BUILT / f"{front.built_names()['site.css']}.gz"
    assert packed.stat().st_size < 20_000


def test_built_names_hold_the_hash_of_their_content() -> None:
    script = runpy.run_path(str(SCRIPT))
    for name, built in front.built_names().items():
        assert script["hashed_name"](name, (front.BUILT / built).read_bytes()) == built


def test_a_second_build_does_nothing() -> None:
    script = runpy.run_path(str(SCRIPT))
    assert script["main"]() == 0
    before = (front.BUILT / "names.json").stat().st_mtime_ns
    assert script["main"]() == 0
    assert (front.BUILT / "names.json").stat().st_mtime_ns == before


def test_static_files_are_kept_by_browsers(client) -> None:
    names = front.built_names()
    answer = client.get(f"/static/built/{names['site.css']}")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()
