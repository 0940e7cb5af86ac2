"""Runs the benches and prints their report: `python -m bench`, or `--small` for a quick run."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bench import (
    asking,
    assessing,
    control_charts,
    cutting,
    freezing,
    intake,
    linking,
    measures,
    near_repeat,
    pages,
    publishing,
    releasing,
    scan,
    series,
    spatial,
    standardising,
    starting,
    store,
)
from bench.machine import describe_machine
from bench.report import TITLES, Section, write_report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BENCHES = tuple(TITLES)


@dataclass(frozen=True)
class StatisticsSize:
    """How much the statistics are tried on: the numbers of the reference's own comparison.

    `scan` is areas and months, `drawn` the permutations of maps and of near repeats.
    """

    rows: int = 6_300_000
    series: int = 1_000
    areas: int = 35_000
    events: int = 5_000
    scan: tuple[int, int] = (600, 36)
    drawn: tuple[int, int] = (999, 99)


@dataclass(frozen=True)
class Size:
    """How much is measured: rows of each bench, rounds of pairs, and whether real files are.

    `incidents` are the numbers of offences that the network's benches grow the demonstration to.
    """

    measure_rows: int = 10_000_000
    intake_rows: int = 1_000_000
    linked: tuple[int, ...] = (100_000, 1_000_000)
    store_rows: int = 200_000
    rounds: int = 5
    processes: int = 2
    with_real: bool = True
    incidents: tuple[int, ...] = (1_000_000, 10_000_000)
    statistics: StatisticsSize = StatisticsSize()


SMALL = Size(
    *(200_000, 12_000, (2_000,), 5_000),
    rounds=2,
    processes=1,
    with_real=False,
    incidents=(130_000,),
    statistics=StatisticsSize(18_000, 40, 400, 300, scan=(40, 12), drawn=(99, 19)),
)


def read_words(words: Sequence[str]) -> argparse.Namespace:
    """The arguments of the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--small", action="store_true", help="small sizes and no real files")
    parser.add_argument("--rows", type=int, help="rows of the measures bench (10 million)")
    parser.add_argument("--no-real", action="store_true", help="leave the real files out")
    parser.add_argument("--only", default=",".join(BENCHES), help="benches, with commas between")
    parser.add_argument("--write", type=Path, help="also write the report into this file")
    asked = parser.parse_args(words)
    unknown = set(asked.only.split(",")) - set(BENCHES)
    if unknown:
        parser.error(f"no bench {', '.join(sorted(unknown))}: try {', '.join(BENCHES)}")
    return asked


def size_of(asked: argparse.Namespace) -> Size:
    """The sizes that the arguments ask for."""
    size = SMALL if asked.small else Size()
    return replace(
        size,
        measure_rows=asked.rows or size.measure_rows,
        with_real=size.with_real and not asked.no_real,
    )


def plan(folder: Path, size: Size) -> dict[str, Callable[[], Section | list[Section]]]:
    """Each bench by name, ready to run in a folder; later ones use what earlier ones made there."""
    real, rows, grown = size.with_real, size.measure_rows, size.incidents
    return {
        "intake": lambda: intake.run(folder, rows=size.intake_rows, rounds=min(size.rounds, 3)),
        "linking": lambda: linking.run(folder, records=size.linked),
        "measures": lambda: measures.run(folder, rows=rows, rounds=size.rounds),
        "publishing": lambda: publishing.run(folder, with_real=real, processes=size.processes),
        "pages": lambda: pages.run(folder, with_real=real, rounds=2 * size.rounds),
        "starting": lambda: starting.run(folder, rows=rows, rounds=size.rounds),
        "store": lambda: store.run(folder, rows=size.store_rows, rounds=size.rounds),
        "cut": lambda: [
            cutting.run(folder, incidents=grown, rounds=size.rounds),
            freezing.run(folder, incidents=grown, rounds=2),
        ],
        "release": lambda: releasing.run(folder, incidents=grown, rounds=2),
        "assessment": lambda: assessing.run(folder, incidents=grown),
        "violence": lambda: asking.run(folder, incidents=grown, rounds=size.rounds),
        **plan_of_statistics(size.statistics, rounds=size.rounds),
    }


def plan_of_statistics(
    size: StatisticsSize, *, rounds: int
) -> dict[str, Callable[[], Section | list[Section]]]:
    """The benches of `vrn.statistics` by name; they need no folder, and nothing of one another."""
    (areas, periods), (of_maps, of_days) = size.scan, size.drawn
    return {
        "standardising": lambda: standardising.run(rows=size.rows, rounds=rounds),
        "control_charts": lambda: control_charts.run(series=size.series, rounds=rounds),
        "spatial": lambda: spatial.run(areas=size.areas, permutations=of_maps, rounds=rounds),
        "scan": lambda: scan.run(areas=areas, periods=periods, rounds=rounds),
        "series": lambda: series.run(series=size.series, rounds=rounds),
        "near_repeat": lambda: near_repeat.run(
            events=size.events, permutations=of_days, rounds=rounds
        ),
    }


def main(words: Sequence[str]) -> None:
    """Runs what was asked for in a folder that is removed again, and prints the report."""
    asked = read_words(words)
    machine = describe_machine()
    sections: list[Section] = []
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="vrn-bench-") as folder:
        benches = plan(Path(folder), size_of(asked))
        for name in (name for name in BENCHES if name in asked.only.split(",")):
            found = benches[name]()
            for section in found if isinstance(found, list) else [found]:
                print(section.as_markdown(), flush=True)
                sections.append(section)
            print(f"({time.perf_counter() - started:.0f} s so far)\n", file=sys.stderr)
    report = write_report(sections, machine=machine)
    if asked.write:
        asked.write.write_text(report, encoding="utf-8")
    print(report.partition("## ")[0])


if __name__ == "__main__":
    main(sys.argv[1:])
