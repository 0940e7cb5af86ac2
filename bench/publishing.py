"""Seconds to publish the profile, cold and warm, for the made-up area and for a real one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.child import run_child
from bench.report import Section
from bench.timing import ROOT, say_ratio, say_spread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PROMISED_SECONDS = 20.0
MADE_UP, REAL = "made-up area", "real area"
STAGES = {
    "opening": "opening the cut, and after",
    "measuring": "measuring and releasing",
    "keeping the figures": "keeping figures, outlines; writing the text",
    "drawing charts and maps": "charts, maps, CSV",
    "writing the page": "HTML",
    "setting the PDF": "PDF/UA-1",
    "writing the Word file": "Word",
}


def find_real_files() -> Path | None:
    """The folder of real open files: in VRN_SHARED, or in a folder beside the checkout."""
    folder = Path(os.environ.get("VRN_SHARED", ROOT.parent / "shared")) / "data"
    return folder if sorted(folder.glob("crime/*.zip")) else None


def area_of(files: Path) -> str:
    """The police force area of a folder of open files, as its archives are named for it."""
    first = min(files.glob("crime/police-uk_*.zip")).name
    return first.split("_")[1].replace("-", " ")


def prepare(folder: Path, *, with_real: bool) -> dict[str, dict[str, Any]]:
    """Receives and cuts each area in a process of its own; what that took, by area.

    Areas stand in `folder`/<area>/partnership. One that is there already is left.
    """
    from vrn_demo.files import write_files

    made: dict[str, dict[str, Any]] = {}
    if not (folder / MADE_UP).exists():
        write_files(folder / "files")
        made[MADE_UP] = run_child("make", home_of(folder, MADE_UP), folder / "files")
    files = find_real_files() if with_real else None
    if files and not (folder / REAL).exists():
        made[REAL] = run_child("make", home_of(folder, REAL), files, area_of(files))
    return made


def home_of(folder: Path, area: str) -> Path:
    """The partnership's folder of an area."""
    return folder / area / "partnership"


def publish_anew(home: Path, *, times: int) -> dict[str, Any]:
    """Publishes in a new process into a folder that has released and published nothing."""
    for name in ("released", "published"):
        shutil.rmtree(home / name, ignore_errors=True)
    return run_child("publish", home, str(times))


def run(folder: Path, *, with_real: bool, processes: int = 2) -> Section:
    """Publishes every area in several new processes, twice in each."""
    made = prepare(folder, with_real=with_real)
    section = Section(
        "Publishing",
        "From a cut to the open data profile in all formats. Cold: the first time in a new "
        "process, nothing released yet, the time of imports included. Warm: again in the same "
        "process, over what is kept. There is no peer: the promise is "
        f"{PROMISED_SECONDS:.0f} seconds.",
        ("stage", *(f"{area}, {how}, s" for area in made for how in ("cold", "warm"))),
    )
    runs: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
    for area, facts in made.items():
        found = [publish_anew(home_of(folder, area), times=2) for _ in range(processes)]
        runs[area] = {
            "cold": [one["runs"][0] for one in found],
            "warm": [again for one in found for again in one["runs"][1:]],
        }
        section.notes += _notes(area, facts, runs[area], peak=max(one["peak"] for one in found))
    section.rows = [
        *_stage_rows(runs),
        _total_row("**all**", runs, _seconds),
        _total_row("processor seconds", runs, lambda one: one["work"]),
    ]
    return section


def _stage_rows(runs: Mapping[str, Any]) -> list[Sequence[str]]:
    rows = []
    for stage, words in STAGES.items():
        cells = [
            say_spread([one["stages"].get(stage, 0.0) for one in times])
            for by_area in runs.values()
            for times in by_area.values()
        ]
        rows.append((words, *cells))
    return rows


def _seconds(one: Mapping[str, Any]) -> float:
    return sum(one["stages"].values())


def _total_row(
    name: str, runs: Mapping[str, Any], of: Callable[[Mapping[str, Any]], float]
) -> Sequence[str]:
    totals = [
        say_spread([of(one) for one in times])
        for by_area in runs.values()
        for times in by_area.values()
    ]
    return (name, *totals)


def _notes(
    area: str, facts: Mapping[str, Any], runs: Mapping[str, Any], *, peak: float
) -> list[str]:
    cold, warm = ([_seconds(one) for one in runs[how]] for how in ("cold", "warm"))
    pairs = [again / first for first, again in zip(cold, warm, strict=True)]
    largest = max(facts["supplies"], key=lambda supply: supply["bytes"])
    seconds = sum(supply["s"] for supply in facts["supplies"])
    return [
        f"{area}: warm over cold {say_ratio(pairs)}; cold over the promise "
        f"{say_ratio([seconds / PROMISED_SECONDS for seconds in cold])}; peak of memory "
        f"{peak:,.0f} MB.",
        f"{area}, before that: all {len(facts['supplies'])} supplies received in {seconds:.1f} s "
        f"(the largest, {largest['bytes'] / 1e6:.0f} MB packed with {largest['rows']:,} rows, in "
        f"{largest['s']:.1f} s), at a peak of {facts['received_peak']:,.0f} MB; the cut of "
        f"{facts['rows']:,} offences made in {facts['cut']:.1f} s, at a peak of "
        f"{facts['peak']:,.0f} MB.",
    ]
