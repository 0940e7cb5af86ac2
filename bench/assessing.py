"""Seconds to publish the assessment: with its lattices to be made, with them kept, and grown."""

from __future__ import annotations

import shutil
import time
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import network
from bench.child import run_child, stages_of
from bench.intake import TODAY
from bench.network import Growth
from bench.report import Section
from bench.timing import say_ratio, say_spread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROMISED_SECONDS = 75.0
MEASURING, DRAWING, RENDERING = "measuring and releasing", "drawing", "rendering"
PARTS = {
    "opening": "opening the cut, and after",
    "measuring": MEASURING,
    "keeping the figures": "keeping figures, outlines; writing the text",
    "drawing charts and maps": "drawing charts and maps",
    "writing the page": "rendering: HTML",
    "setting the PDF": "rendering: PDF/UA-1",
    "writing the Word file": "rendering: Word",
}


def run(folder: Path, *, incidents: Sequence[int], processes: int = 1) -> Section:
    """Publishes the demonstration's in new processes, twice in each; then over grown cuts once."""
    network.prepare(folder)
    found = [_publish_anew(folder) for _ in range(processes)]
    columns = {
        "cold": [one["runs"][0] for one in found],
        "warm": [again for one in found for again in one["runs"][1:]],
    }
    peaks = {"cold": max(one["peak"] for one in found)}
    for growth in growths_of(folder, incidents):
        grown = publish_grown(folder, growth)
        columns[f"{growth.rows:,} incidents"] = grown["runs"]
        peaks[f"{growth.rows:,} incidents"] = grown["peak"]
    section = Section(
        "Assessment",
        "From the cut of the made-up network to the Strategic Needs Assessment in all formats, "
        "with every cube of its dashboard. Cold: in a new process, nothing released yet, every "
        "lattice to be made, the time of imports included. Warm: again in the same process, over "
        "what is kept. With many incidents: in a new process, nothing released yet, over a table "
        "with the same offences many times over; the lattices are the demonstration's kept ones, "
        "that of offences multiplied.",
        ("stage", *(f"{how}, s" for how in columns)),
    )
    section.rows = [*_stage_rows(columns), *_total_rows(columns)]
    section.notes = _notes(columns, peaks)
    return section


def growths_of(folder: Path, incidents: Sequence[int]) -> list[Growth]:
    """The growths to about these numbers whose lattices are known beforehand."""
    grown = [network.grow(folder, number) for number in incidents]
    return [each for each in grown if each.times > 1 and each.is_lattice_known]


def prepare(folder: Path, incidents: Sequence[int]) -> dict[int, Path]:
    """Folders with a published assessment, by incidents; the demonstration's first. Made once."""
    network.prepare(folder)
    own = network.grow(folder, 1)
    home = network.home_of(folder)
    if not (home / "published" / "assessment").exists():
        _publish_anew(folder, times=1)
    found = {own.rows: home}
    for growth in growths_of(folder, incidents):
        if not (_grown_home(folder, growth) / "published" / "assessment").exists():
            publish_grown(folder, growth)
        found[growth.rows] = _grown_home(folder, growth)
    return found


def _grown_home(folder: Path, growth: Growth) -> Path:
    return folder / "network" / f"partnership {growth.times}"


def _publish_anew(folder: Path, *, times: int = 2) -> dict[str, Any]:
    """Publishes in a new process, with no lattice kept and nothing released before."""
    home = network.home_of(folder)
    for name in ("released", "published", "store/lattices"):
        shutil.rmtree(home / name, ignore_errors=True)
    return run_child("assessing", home, str(times), "1", seconds=1_200)


def publish_grown(folder: Path, growth: Growth) -> dict[str, Any]:
    """Publishes a grown cut in a copy of the folder; the demonstration's must be published."""
    home = network.copy_partnership(network.home_of(folder), _grown_home(folder, growth))
    return run_child("assessing", home, "1", str(growth.times), *growth.parts, seconds=1_200)


def in_child(home: str, runs: str, times: str, *parts: str) -> dict[str, Any]:
    """Publishes several times in this process; gives each time's seconds by stage."""
    growth = Growth(int(times), 0, tuple(Path(part) for part in parts))
    with network.grown_in_place(growth) if parts else nullcontext():
        return {"runs": [_publish(Path(home)) for _ in range(int(runs))]}


def _publish(home: Path) -> dict[str, Any]:
    work, marks = time.process_time(), [("", time.perf_counter())]
    from vrn import chain

    chain.publish_assessment(
        home,
        today=TODAY,
        on_progress=lambda _done, _all, what: marks.append((what, time.perf_counter())),
    )
    marks.append(("", time.perf_counter()))
    return {"stages": stages_of(marks), "work": time.process_time() - work}


def _stage_rows(columns: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Sequence[str]]:
    return [
        (
            words,
            *(say_spread([one["stages"].get(stage, 0.0) for one in c]) for c in columns.values()),
        )
        for stage, words in PARTS.items()
    ]


def _total_rows(columns: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Sequence[str]]:
    return [
        ("**all**", *(say_spread([_seconds(one) for one in c]) for c in columns.values())),
        ("processor seconds", *(say_spread([one["work"] for one in c]) for c in columns.values())),
    ]


def _seconds(one: Mapping[str, Any]) -> float:
    return float(sum(one["stages"].values()))


def _notes(
    columns: Mapping[str, Sequence[Mapping[str, Any]]], peaks: Mapping[str, float]
) -> list[str]:
    cold, warm = ([_seconds(one) for one in columns[how]] for how in ("cold", "warm"))
    made = [
        first["stages"]["measuring"] - again["stages"]["measuring"]
        for first, again in zip(columns["cold"], columns["warm"], strict=True)
    ]
    pairs = [again / first for first, again in zip(cold, warm, strict=True)]
    held = ", ".join(f"{how} {peak:,.0f} MB" for how, peak in peaks.items())
    return [
        f"Cold over warm, measuring and releasing takes {say_spread(made)} s longer: the lattices, "
        "and reading each table for the first time.",
        f"Warm over cold {say_ratio(pairs)}; cold over the {PROMISED_SECONDS:.0f} seconds that are "
        "promised of the whole demonstration, from its files to its pages, "
        f"{say_ratio([seconds / PROMISED_SECONDS for seconds in cold])}.",
        f"Peak of memory: {held}.",
    ]
