"""How long the release takes: the lattice of offences beside a bare count, and one cube."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from bench import network
from bench.child import run_child
from bench.intake import TODAY, DisagreementError
from bench.listed_cells import CELL, count_barely
from bench.network import Grown, Growth
from bench.report import Section
from bench.timing import BoundError, Timed, clock, say_ratios, say_spread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vrn.chain.measuring import Measuring
    from vrn.release.headline.lattice import Lattice

OURS, BARE = "vrn", "Polars alone"
MOST_MEGABYTES = 10_240.0
MOST_SECONDS = 240.0
BETWEEN = 250_000
"""One more size for the lattice: how its time and its memory grow."""
CUBE = ("serious_violence", ("definition", "age_group", "district"))
ANEW, KEPT, MULTIPLIED = "made anew", "kept", "multiplied"


def run(folder: Path, *, incidents: Sequence[int], rounds: int) -> list[Section]:
    """Builds the lattice of offences at each size, then releases one cube at each."""
    network.prepare(folder)
    check_agreement(network.grow(folder, 1), network.home_of(folder))
    growths = growths_of(folder, incidents)
    between = [network.grow(folder, BETWEEN)] if max(incidents) > BETWEEN else []
    sizes = [growths[0], *between, *growths[1:]]
    return [_of_lattices(folder, sizes, rounds=rounds), _of_cubes(folder, growths)]


def growths_of(folder: Path, incidents: Sequence[int]) -> list[Growth]:
    """The demonstration's own offences, and those grown to about these numbers."""
    return [network.grow(folder, number) for number in (1, *incidents)]


# -- the lattice ----------------------------------------------------------------------------------


def _of_lattices(folder: Path, growths: Sequence[Growth], *, rounds: int) -> Section:
    section = Section(
        "Release, the lattice",
        "Every cell of the headline shapes over the offences of the made-up network, and which of "
        "them may be shown: read from a cut's table, counted, and withheld where it must be. The "
        "larger tables are the same rows many times over, with people of their own, and so have "
        "the same cells. Each side in a process of its own, in turn.",
        (
            *("incidents", "cells", "withheld", "vrn, s", "peak, MB"),
            *("Polars alone, s", "peak, MB", "vrn/Polars", "by processor time"),
        ),
    )
    for growth in growths:
        turns = rounds if growth.times == 1 else 1
        found = [
            {side: _in_bounds(folder, side, growth) for side in (OURS, BARE)} for _ in range(turns)
        ]
        section.rows.append(_lattice_row(growth, found))
    section.notes = [
        "vrn: `headline_rows` and `build_lattice`. It counts cells and people, finds the cells "
        "that hold the very same records, the sums by which one number gives away another, what "
        "must be withheld for it, and checks that nothing withheld can be worked out.",
        "Polars alone: one `group_by` for each listed table over the same files, and sums by "
        "definition and age group. It counts no people, withholds nothing and checks nothing. Over "
        "the demonstration its numbers are compared with the lattice's, cell by cell.",
        f"A side is ended at {MOST_MEGABYTES:,.0f} MB or {MOST_SECONDS:.0f} s.",
    ]
    return section


def _in_bounds(folder: Path, side: str, growth: Growth) -> Mapping[str, Any]:
    """What a side took, by its own account; `ended` where it was ended at a bound."""
    words = ("releasing", "lattice", side, network.home_of(folder), *growth.parts)
    try:
        return run_child(*words, seconds=MOST_SECONDS, megabytes=MOST_MEGABYTES)
    except BoundError as error:
        return {"ended": str(error)}


def _lattice_row(growth: Growth, found: Sequence[Mapping[str, Any]]) -> Sequence[str]:
    first = found[0]
    told = {
        side: [first[side]["ended"], ""]
        if "ended" in first[side]
        else [
            say_spread([each[side]["seconds"] for each in found]),
            f"{max(each[side]['peak'] for each in found):,.0f}",
        ]
        for side in (OURS, BARE)
    }
    ratios: Sequence[str] = ("", "")
    if not any("ended" in first[side] for side in (OURS, BARE)):
        timed = Timed(
            {side: tuple(each[side]["seconds"] for each in found) for side in (OURS, BARE)},
            {side: tuple(each[side]["work"] for each in found) for side in (OURS, BARE)},
        )
        ratios = say_ratios(timed, OURS, BARE)
    cells, withheld = (first[OURS].get(name) for name in ("cells", "withheld"))
    return (
        f"{growth.rows:,}",
        "" if cells is None else f"{cells:,}",
        "" if withheld is None else f"{withheld:,}",
        *told[OURS],
        *told[BARE],
        *ratios,
    )


def build_ours(measuring: Measuring) -> Lattice:
    """Ours: the lattice of offences over an open cut, from its rows on the disk."""
    from vrn.chain.assessing import find_periods
    from vrn.problem.headline import headline_rows
    from vrn.problem.months import held_for
    from vrn.problem.units import OFFENCES_RECORDED, unit_of_tally
    from vrn.release.headline.lattice import build_lattice

    return build_lattice(
        headline_rows(measuring.tables, OFFENCES_RECORDED),
        unit="offences",
        cut=measuring.cut.number,
        definitions=measuring.definitions,
        texts=dict.fromkeys(measuring.definitions, "the bench's"),
        months_held=held_for(unit_of_tally(OFFENCES_RECORDED).feeds, measuring.months_held),
        periods=[find_periods(measuring).period],
    )


def count_bare(measuring: Measuring) -> pl.DataFrame:
    """Bare Polars: the same cells of the same table, counted."""
    from vrn.chain.assessing import find_periods

    return count_barely(
        [Path(path) for path in measuring.tables[network.GROWN]],
        definitions=measuring.definitions,
        months_held=measuring.months_held["police-offences"],
        period=find_periods(measuring).period,
    )


def check_agreement(growth: Growth, home: Path) -> int:
    """On how many cells both sides agree; DisagreementError where they do not."""
    measuring = Grown(home, growth=growth)
    return compare(build_ours(measuring).cells, count_bare(measuring), measuring.definitions)


def compare(
    cells: pl.DataFrame, counted: pl.DataFrame, definitions: Mapping[str, Sequence[str]]
) -> int:
    """The number of cells that are the same on both sides; DisagreementError where one is not.

    Of the lattice's cells those in a place and under a definition: it also counts what lies outside
    of both, and withholds by it.
    """
    labels = {*definitions, *(each for held in definitions.values() for each in held)}
    inside = cells.filter(
        pl.col("label").is_in(list(labels)), ~pl.col("place").str.contains("not placed")
    )
    ours = inside.select(*CELL, count="exact").sort(CELL)
    if not ours.equals(counted.sort(CELL)):
        raise DisagreementError(f"{ours.height} cells of the lattice, {counted.height} counted")
    return ours.height


# -- one cube -------------------------------------------------------------------------------------


def _of_cubes(folder: Path, growths: Sequence[Growth]) -> Section:
    name, split = CUBE
    section = Section(
        "Release, one cube",
        f"`{name}` by {', '.join(split)} over the assessment's period: measured exactly from the "
        "cut's table, protected by the lattice and sealed as figures, signed and kept in the "
        "register. Each in a process of its own.",
        ("incidents", "lattice", "figures", "measured, s", "protected, s", "kept, s", "again, s"),
    )
    home = network.home_of(folder)
    kept = network.copy_partnership(home, home.with_name("to be released"))
    shutil.rmtree(kept / "store" / "lattices", ignore_errors=True)
    known = [growth for growth in growths if growth.is_lattice_known]
    ways = [ANEW, KEPT, *(MULTIPLIED for _ in known[1:])]
    for growth, way in zip([known[0], *known], ways, strict=True):
        found = run_child("releasing", "cube", str(growth.times), kept, *growth.parts)
        steps = ("measured", "protected", "kept", "again")
        numbers = (f"{found[step]:.2f}" for step in steps)
        section.rows.append((f"{growth.rows:,}", way, f"{found['figures']}", *numbers))
    section.notes = [
        "Protected, with a lattice made anew: that of offences is built and kept first. Kept: it "
        "is read again. Multiplied: it is the demonstration's own, times so many, in place of one "
        "that would be built once a cut (see above).",
        "Again: all three steps once more in the same process.",
    ]
    return section


def _release_cube(home: Path, growth: Growth) -> dict[str, Any]:
    name, split = CUBE
    measuring = Grown(home, today=TODAY, growth=growth)
    made: list[Any] = []
    steps = {
        "measured": lambda: made.append(measuring.exactly(name, split=split, period=_period(home))),
        "protected": lambda: made.append(measuring.released(made[-1])),
        "kept": lambda: measuring.record([made[-1]]),
    }
    taken = {step: clock(run)[0] for step, run in steps.items()}
    again = sum(clock(run)[0] for run in steps.values())
    return {**taken, "again": again, "figures": len(made[-1].figures)}


def _period(home: Path) -> Any:
    from vrn.chain.assessing import find_periods

    return find_periods(network.Measuring(home)).period


def in_child(task: str, word: str, home: str, *parts: str) -> dict[str, Any]:
    """One side of the lattice bench once (`word` is the side), or one cube (how many times)."""
    paths = tuple(Path(part) for part in parts)
    if task == "cube":
        return _release_cube(Path(home), Growth(int(word), 0, paths))
    measuring = Grown(Path(home), growth=Growth(0, 0, paths))
    found: list[Any] = []
    side = build_ours if word == OURS else count_bare
    seconds, work = clock(lambda: found.append(side(measuring)))
    told = {"seconds": seconds, "work": work}
    if word == OURS:
        cells = found[0].cells
        told |= {"cells": cells.height, "withheld": cells["number"].null_count()}
    return told
