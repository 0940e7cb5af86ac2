"""The places of a pattern are shown to a named person, after the line that says so is written."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from vrn import chain
from vrn.release.operational import NotWrittenDownError, read_looks
from vrn.terms import Clearance

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2024, 6, 3, 9, 30, tzinfo=UTC)
ABOUT = {"actor": "Alice Moor", "purpose": "weekly tasking", "now": AT}
PERIOD = "2020-04..2021-09"


@pytest.fixture
def folder(demo_folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(demo_folder, tmp_path / "partnership")


def texts_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_line_is_there_before_anything_is_worked_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def see(*_: object, **__: object) -> None:
        (line,) = read_looks(folder / "audit")[-1:]
        assert line["pattern"] == "hot-spots"
        raise LookupError("seen")

    monkeypatch.setattr("vrn.problem.patterns.looking.see_pattern", see)
    with pytest.raises(LookupError, match="seen"):
        chain.look_at_pattern(folder, "hot-spots", **ABOUT)


def test_where_the_line_cannot_be_written_nothing_is_shown(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    looked: list[str] = []
    monkeypatch.setattr("vrn.problem.patterns.looking.see_pattern", looked.append)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWrittenDownError, match="nothing is shown"):
        chain.look_at_pattern(folder, "clusters", **ABOUT)
    assert looked == []


def test_hot_spots_lie_where_the_made_up_town_centre_was_planted(folder: Path) -> None:
    before = texts_of(folder)
    shown = chain.look_at_pattern(folder, "hot-spots", **ABOUT, period=PERIOD)
    (sheet,) = shown.sheets
    assert shown.mark == "Operational, not to be published"
    assert sheet.clearance is Clearance.OPERATIONAL
    assert shown.about.startswith("vrn-2019, April 2020 to September 2021, cut ")
    found = [row[0] for row in sheet.rows]
    city_centre = {"E01990083", "E01990100", "E01990101", "E01990112"}
    assert city_centre <= set(found)
    assert len(found) < 15
    after = texts_of(folder)
    assert {name for name in after if after[name] != before.get(name)} == {"audit/looks.jsonl"}


def test_the_strongest_cluster_is_the_city_centre_once_it_opened_again(folder: Path) -> None:
    shown = chain.look_at_pattern(folder, "clusters", **ABOUT, period=PERIOD)
    clusters, places = shown.sheets
    first = dict(zip(clusters.columns, clusters.rows[0], strict=True))
    assert first["cluster"] == "1"
    assert "2021-03" <= first["first month"] <= "2021-06"
    assert first["last month"] == "2021-09"
    of_first = {row[1] for row in places.rows if row[0] == "1"}
    assert {"E01990083", "E01990100", "E01990101", "E01990112"} <= of_first
    centres = set(
        (folder / "reference" / "town_centres.csv").read_text(encoding="utf-8").split("\n")
    )
    planted = {line.split(",")[0] for line in centres if line.startswith("E")}
    assert len(planted & {row[1] for row in places.rows}) >= 0.8 * len(planted)


def test_no_near_repeats_were_planted_and_none_are_found(folder: Path) -> None:
    shown = chain.look_at_pattern(
        folder, "near-repeats", **ABOUT, definition="duty-2023", period=PERIOD
    )
    (sheet,) = shown.sheets
    ratios = [float(row[sheet.columns.index("ratio")]) for row in sheet.rows]
    assert len(ratios) == 20
    assert all(0.85 < ratio < 1.15 for ratio in ratios)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"pattern": "hotspots"}, "hot-spots, clusters, near-repeats"),
        ({"pattern": "clusters", "definition": "vrn-2091"}, "try one of: vrn-2019"),
        ({"pattern": "hot-spots", "period": "2010-01..2010-12"}, "no file was received"),
    ],
)
def test_what_cannot_be_shown_is_said_in_words(
    folder: Path, asked: dict[str, str], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        chain.look_at_pattern(folder, **asked, **ABOUT)
