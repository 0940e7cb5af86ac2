"""Another force's folder works by `vrn init` alone: no area, district or force is in the code."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest

from vrn import chain
from vrn.partnership.folder import read_partnership
from vrn.partnership.reference import find_police_area
from vrn.release.register import open_released
from vrn.terms import Period
from vrn_cli.whole_way import find_supplies
from vrn_demo.area import DISTRICTS, FORCE

if TYPE_CHECKING:
    from pathlib import Path

ELSEWHERE = "Derbyshire"
TODAY = date(2024, 6, 3)
YEAR = Period("2021-11", "2022-10")


def renamed(text: str) -> str:
    """The text of a made-up file with every code and name moved to the other force's area."""
    area = find_police_area(ELSEWHERE)
    here = {FORCE: area.forces[0]}
    for (code, name), district in zip(DISTRICTS.items(), area.districts, strict=True):
        here |= {code: district.code, name: district.name}
    longest_first = sorted(here, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(name) for name in longest_first))
    return pattern.sub(lambda found: here[found[0]], text)


def rewritten(name: str, body: bytes) -> bytes:
    """The bytes of a made-up file with its text moved, in the same packing."""
    if name.endswith(".zip"):
        packed = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(packed, "w") as new:
            for member in old.namelist():
                new.writestr(member, renamed(old.read(member).decode()))
        return packed.getvalue()
    if name.endswith(".gz"):
        return gzip.compress(renamed(gzip.decompress(body).decode()).encode(), mtime=0)
    try:
        return renamed(body.decode()).encode()
    except UnicodeDecodeError:  # an agency's file in another encoding, of which nothing is moved
        return body


@pytest.fixture(scope="module")
def elsewhere(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The other force's partnership, received, cut and published from the moved files."""
    home = tmp_path_factory.mktemp("elsewhere")
    source = demo_folder.parent / "files"
    for path in (path for path in source.rglob("*") if path.is_file()):
        target = home / "files" / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(rewritten(path.name, path.read_bytes()))
    folder = home / "partnership"
    chain.start(folder, area=ELSEWHERE)
    for path, agreement in find_supplies(home / "files"):
        receipt = chain.receive(folder, path, under=agreement, today=TODAY)
        assert receipt.is_accepted, receipt.to_text()
    chain.make_cut(folder)
    chain.publish_profile(folder)
    return folder


def test_its_pages_speak_of_its_own_area_alone(elsewhere: Path) -> None:
    published = elsewhere / "published" / "profile"
    edition = (published / "current").read_text(encoding="ascii").strip()
    page = (published / edition / "profile.html").read_text(encoding="utf-8")
    own_words = re.sub(r"(police-uk_)?leicestershire[\w-]*\.(zip|csv)", "", page)
    assert "Open data profile: Derbyshire" in page
    assert "High Peak" in page
    assert not re.search(r"Leicester|Rutland|Made-up", own_words)


def test_its_figures_are_those_of_the_same_records_elsewhere(
    demo_folder: Path, elsewhere: Path
) -> None:
    measure, split = "violence_and_sexual_offences_rate", ("district",)
    names = dict(zip(DISTRICTS, find_police_area(ELSEWHERE).districts, strict=True))
    found = {}
    for folder in (demo_folder, elsewhere):
        partnership = read_partnership(folder)
        released = open_released(partnership.released, partnership.public_key)
        cube = released.cube(measure, split=split, period=YEAR)
        found[folder] = {figure.place.code: str(figure) for figure in cube.figures}
    moved = {names[code].code: text for code, text in found[demo_folder].items()}
    assert moved == found[elsewhere]
    assert len(set(moved.values())) > 1
