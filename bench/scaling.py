"""When one machine is outgrown: tallies and linkage on DuckDB and on Spark, at growing sizes.

`python -m bench.scaling --write docs/scale.md` measures, and puts its tables between the two marks
in that page. It needs the extra `vrn[spark]`, Java, and some 6 GB of disk for fifty million rows.

The demonstration's offences and the people in them stand in their tables many times over, each time
with references and people of their own. Every measurement is a process of its own; the engines take
turns (DuckDB, Spark, DuckDB, Spark), so that what else the machine does slows both.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import polars as pl
import psutil

from bench import network
from bench.child import run_child
from bench.machine import describe_machine
from bench.report import Section, table_of
from bench.scaling_tables import draw_people, grow, parts_of
from bench.timing import say_ratio, say_spread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DUCKDB, SPARK = "duckdb", "spark"
SIZES = (1_000_000, 10_000_000, 50_000_000)
LINKED = (20_000,)
CUTS = (1, 4, 8)
"""So many times over the demonstration's police feeds are cut."""
UNDER = "vrn-2019"
QUESTIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "offences by month": ("serious_violence", ("month",)),
    "offences by district and age group": ("serious_violence", ("district", "age_group")),
    "offences by offence group": ("serious_violence", ("offence_group",)),
    "different victims, whole area": ("victims", ()),
}
START, END = "<!-- measured: start -->", "<!-- measured: end -->"
LONGEST, IN_ALL = 240.0, 660.0
"""Seconds after which one process is ended, and after which the whole run asks nothing more of any;
what was ended says so in its row."""
_STARTED = time.monotonic()


# -- what is measured, in a process of its own ----------------------------------------------------


def in_child(folder: str, what: str, size: str, engine: str) -> dict[str, Any]:
    """Tallies or linkage of so many rows on one engine: seconds, and the memory of all of it."""
    import resource

    from vrn.partnership.engine import working_on

    with working_on(engine):
        start = time.perf_counter()
        _warm(Path(folder))
        started = time.perf_counter() - start
        work = {"tallies": _count, "linkage": _link, "cut": _cut}[what]
        found = work(Path(folder), int(size))
    memory, work_done = _of_all_processes()
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        **found,
        "start": started,
        "memory": memory,
        "work": work_done + used.ru_utime + used.ru_stime,
    }


def _warm(folder: Path) -> None:
    """Starts the engine, and asks it once of a small table."""
    from vrn.chain.measuring import Measuring

    Measuring(network.home_of(folder)).exactly("violent_callouts", split=("month",))


def _of_all_processes() -> tuple[float, float]:
    """The most megabytes that this process and its children held, and the children's seconds.

    Spark runs in a child.
    """
    here = psutil.Process()
    children = here.children(recursive=True)
    held, worked = 0.0, 0.0
    for each in (here, *children):
        status = Path(f"/proc/{each.pid}/status").read_text(encoding="utf-8")
        # A process that has ended and is not yet cleared away holds nothing.
        held += sum(
            int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")
        )
    for each in children:
        times = each.cpu_times()
        worked += times.user + times.system
    return held, worked


def _count(folder: Path, rows: int) -> dict[str, Any]:
    """Each question once: its seconds, and its cells for a comparison."""
    from vrn.chain.measuring import Measuring

    measuring = Measuring(network.home_of(folder))
    measuring.tables = {**measuring.tables, **parts_of(folder, rows)}
    seconds, cells = {}, {}
    for words, (name, split) in QUESTIONS.items():
        start = time.perf_counter()
        found = measuring.exactly(name, split=split, where={"definition": UNDER})
        seconds[words] = time.perf_counter() - start
        cells[words] = found.table.exact["numerator"].to_list()
    return {"seconds": seconds, "cells": cells}


def _link(folder: Path, records: int) -> dict[str, Any]:
    """The persons of so many records of the maker of people, by the model beside them."""
    from vrn.sharing.linkage import link, parse_model

    home = folder / f"people {records}"
    model = parse_model((home / "model.json").read_text(encoding="utf-8"))
    start = time.perf_counter()
    linked = link(pl.read_parquet(home / "tokens.parquet"), model)
    seconds = time.perf_counter() - start
    pairs, persons = linked.pairs.height, linked.persons["cluster"].n_unique()
    return {"seconds": {"linkage": seconds}, "cells": {"pairs, persons": [pairs, persons]}}


def _cut(folder: Path, times: int) -> dict[str, Any]:
    """The episodes of a cut: the demonstration's feeds, the police's so many times over."""
    from bench.cutting import make_episodes, read_grown

    home = network.home_of(folder)
    start = time.perf_counter()
    tables = make_episodes(home, read_grown(home, times))
    seconds = time.perf_counter() - start
    rows = tables["police_offences"].height + tables["police_people"].height
    return {"seconds": {"cut": seconds}, "cells": {"rows": rows}}


# -- the turns ------------------------------------------------------------------------------------


def take_turns(folder: Path, what: str, size: int, rounds: int) -> dict[str, list[dict[str, Any]]]:
    """What each engine took, round by round; stops the run where their answers differ."""
    taken: dict[str, list[dict[str, Any]]] = {DUCKDB: [], SPARK: []}
    for _ in range(rounds):
        for engine, found in taken.items():
            if found and "ended" in found[-1]:
                continue
            found.append(_bounded(folder, what, str(size), engine))
            said = found[-1].get("seconds") or found[-1]["ended"]
            print(f"{what}, {size:,}, {engine}: {said}", file=sys.stderr)
    answers = {repr(each["cells"]) for found in taken.values() for each in found if "cells" in each}
    if len(answers) > 1:
        raise AssertionError(f"{what} of {size:,}: the engines give other answers")
    return taken


def _seconds_left() -> float:
    return IN_ALL - (time.monotonic() - _STARTED)


def _bounded(folder: Path, what: str, size: str, engine: str) -> dict[str, Any]:
    """What a process found, or after how many seconds it was ended."""
    left = _seconds_left()
    if left <= 0:
        return {"ended": f"not begun: the run had taken {IN_ALL:,.0f} s"}
    seconds = min(LONGEST, left)
    try:
        return run_child("scaling", folder, what, size, engine, seconds=seconds)
    except subprocess.TimeoutExpired:
        return {"ended": f"ended at {seconds:,.0f} s"}


def _ended(found: Sequence[Mapping[str, Any]]) -> str:
    """How a side was ended; nothing where it was not."""
    return next((each["ended"] for each in found if "ended" in each), "")


def _row(size: int, words: str, taken: Mapping[str, list[dict[str, Any]]]) -> list[str]:
    seconds = {
        name: [each["seconds"][words] for each in found if "seconds" in each]
        for name, found in taken.items()
    }
    spread = (_ended(found) or say_spread(seconds[name]) for name, found in taken.items())
    if any(map(_ended, taken.values())):
        return [f"{size:,}", words, *spread, ""]
    ratios = [b / a for a, b in zip(seconds[DUCKDB], seconds[SPARK], strict=True)]
    return [f"{size:,}", words, *spread, say_ratio(ratios)]


def _whole_row(size: int, taken: Mapping[str, list[dict[str, Any]]], disk: str) -> list[str]:
    columns = (("memory", ",.0f"), ("work", ",.1f"), ("start", ".1f"))
    cells = [
        _ended(found) or format(median(each[name] for each in found), form)
        for name, form in columns
        for found in taken.values()
    ]
    return [f"{size:,}", disk, *cells]


def measure(folder: Path, sizes: Sequence[int], linked: Sequence[int]) -> Iterator[list[Section]]:
    """What a cut takes, linkage, both tables of tallies; given again whenever there is more of it.

    So a run that is stopped in the middle has kept what it measured.
    """
    network.prepare(folder)
    of_cut = cut(folder, CUTS)
    yield [of_cut]
    people = Section(
        "Linkage",
        "So many records of the first maker of people, linked by one frozen model: from tokens to "
        "persons. Where neither was ended, both found as many pairs and persons.",
        ("records", "what", "DuckDB, s", "Spark, s", "Spark over DuckDB"),
    )
    for records in linked:
        draw_people(folder, records)
        taken = take_turns(folder, "linkage", records, 1)
        people.rows.append(_row(records, "linkage", taken))
        if not any(map(_ended, taken.values())):
            people.notes.append(_say_linkage(records, taken))
        yield [of_cut, people]
    asked = Section(
        "Tallies",
        "Seconds that each question takes over tables of so many offences and as many people; in "
        "brackets the least and the most. A ratio over 1 says that Spark took longer.",
        ("rows", "question", "DuckDB, s", "Spark, s", "Spark over DuckDB"),
    )
    whole = Section(
        "What the tallies took in all",
        "Memory is the most that a process and its children held, disk what both tables take, work "
        "the seconds of processors, with the start: Python, the engine, and one question of a "
        "small table.",
        (
            *("rows", "disk, MB", "memory of DuckDB, MB", "of Spark, MB"),
            *("work of DuckDB, s", "of Spark, s", "start of DuckDB, s", "of Spark, s"),
        ),
    )
    kept = {}
    for size in sizes:
        if _seconds_left() > 0:
            grow(folder, size)
        kept[size] = taken = take_turns(folder, "tallies", size, 1 if size > 20_000_000 else 2)
        asked.rows += [_row(size, words, taken) for words in QUESTIONS]
        disk = sum(
            Path(path).stat().st_size for of in parts_of(folder, size).values() for path in of
        )
        whole.rows.append(_whole_row(size, taken, f"{disk / 1e6:,.0f}"))
        whole.notes = _what_follows(kept)
        yield [of_cut, asked, whole, people]


def _say_linkage(records: int, taken: Mapping[str, list[dict[str, Any]]]) -> str:
    said = (
        f"{found[0]['memory']:,.0f} MB and {found[0]['work']:,.1f} s of processors on {name}"
        for name, found in zip(("DuckDB", "Spark"), taken.values(), strict=True)
    )
    return f"{records:,} records took {' and '.join(said)}, the start with them."


def cut(folder: Path, cuts: Sequence[int]) -> Section:
    """What the episodes of a cut take: they are made in this process by either engine's choice."""
    section = Section(
        "Making a cut",
        "Reading the stored feeds and making the episodes of a cut, in one process and in memory, "
        "whichever engine is chosen: the demonstration's, and with the police's feeds many times "
        "over.",
        ("offences and people", "seconds", "memory, MB"),
    )
    known = []
    for times in cuts:
        found = _bounded(folder, "cut", str(times), DUCKDB)
        if "ended" in found:
            section.rows.append([f"{times} times over", found["ended"], ""])
            break
        known.append((found["cells"]["rows"], found["memory"]))
        seconds = f"{found['seconds']['cut']:.1f}"
        section.rows.append([f"{known[-1][0]:,}", seconds, f"{known[-1][1]:,.0f}"])
    if len(known) > 1:
        (few, least), *_, (many, most) = known
        rise = (most - least) / (many - few) * 1e6
        total = psutil.virtual_memory().total / 2**20
        section.notes = [
            f"With each further million rows {rise:,.0f} MB more: at that rate the "
            f"{total:,.0f} MB of this machine hold a cut of {total / rise:,.0f} million rows."
        ]
    return section


def _what_follows(kept: Mapping[int, Mapping[str, list[dict[str, Any]]]]) -> list[str]:
    """How memory and time grow with a million rows more, between the least and the most size."""
    whole = [size for size, taken in kept.items() if not any(map(_ended, taken.values()))]
    if len(whole) < 2:
        return []
    least, most = min(whole), max(whole)
    millions = (most - least) / 1e6
    lines = []
    for engine, name in ((DUCKDB, "DuckDB"), (SPARK, "Spark")):
        held = [median(each["memory"] for each in kept[size][engine]) for size in (least, most)]
        took = [
            median(sum(each["seconds"].values()) for each in kept[size][engine])
            for size in (least, most)
        ]
        lines.append(
            f"{name}: with each further million rows {(held[1] - held[0]) / millions:,.0f} MB more "
            f"and {(took[1] - took[0]) / millions:,.2f} s more for all {len(QUESTIONS)} questions."
        )
    return lines


# -- the page -------------------------------------------------------------------------------------


def put_into(page: str, sections: Sequence[Section], machine: Mapping[str, str]) -> str:
    """The page with what was measured between its two marks; ValueError where it has none."""
    before, start, rest = page.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise ValueError(f"the page has not both marks, {START} and {END}")
    facts = "\n".join(table_of([("machine", ""), *machine.items()]))
    parts = (section.as_markdown().replace("## ", "### ", 1) for section in sections)
    return "\n".join([f"{before}{start}\n", facts, "", *parts, f"{end}{after}"])


def main(words: Sequence[str]) -> None:
    """Measures in a folder that is removed again, or in one that is kept, and prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.scaling", description=__doc__)
    parser.add_argument("--write", type=Path, help="a page with both marks to put the tables into")
    parser.add_argument("--rows", default=",".join(map(str, SIZES)), help="sizes, with commas")
    parser.add_argument("--records", default=",".join(map(str, LINKED)), help="records linked")
    parser.add_argument("--keep", type=Path, help="a folder that keeps what is grown")
    asked = parser.parse_args(words)
    conf = Path(__file__).with_name("spark_conf")
    os.environ.setdefault("SPARK_CONF_DIR", str(conf))
    sizes, records = (
        [int(each) for each in text.split(",") if each] for text in (asked.rows, asked.records)
    )
    machine = {**describe_machine(), "Spark": f"pyspark {version('pyspark')}, on two cores"}
    with tempfile.TemporaryDirectory(prefix="vrn-scaling-") as passing:
        folder = asked.keep or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        sections: list[Section] = []
        for sections in measure(folder, sizes, records):
            if asked.write:
                page = asked.write.read_text(encoding="utf-8")
                asked.write.write_text(put_into(page, sections, machine), encoding="utf-8")
    for section in sections:
        print(section.as_markdown())


if __name__ == "__main__":
    main(sys.argv[1:])
