"""What is done in a process of its own, so that its start and its memory are its own.

    python -m bench.child make FOLDER FILES [AREA]   receives a folder of open files, then cuts
    python -m bench.child publish FOLDER TIMES       publishes the profile, the first time cold
    python -m bench.child intake SIDE ARCHIVE        one side of the intake bench, once
    python -m bench.child measure SIDE FOLDER        one side of the measures bench, once
    python -m bench.child nothing                    starts and ends
    python -m bench.child BENCH WORDS                what a bench of the network does by itself

Each prints one line of JSON: what took how long, and the peak of memory in megabytes.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.machine import peak_megabytes
from bench.timing import run_bounded, run_command


def run_child(
    *words: str | Path, seconds: float = 600.0, megabytes: float | None = None
) -> dict[str, Any]:
    """What a child found out, as its line of JSON says it; BoundError beyond the megabytes."""
    command = [sys.executable, "-m", "bench.child", *words]
    if megabytes:
        printed = run_bounded(command, seconds=seconds, megabytes=megabytes)
    else:
        printed = run_command(command, seconds=seconds)
    found: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return found


def make(folder: str, files: str, area: str = "") -> dict[str, Any]:
    """Receives every supply of a folder of open files and makes a cut; made up without an area."""
    from bench.intake import TODAY
    from vrn import chain
    from vrn_cli.whole_way import find_supplies
    from vrn_demo.partnership import police_area

    home, steps = Path(folder), []
    if area:
        chain.start(home, area=area)
    else:
        chain.start_for(home, police_area(), name="Made-up network", made_up=True)
    for path, agreement in find_supplies(Path(files)):
        start = time.perf_counter()
        receipt = chain.receive(home, path, under=agreement, today=TODAY)
        seconds = time.perf_counter() - start
        size = path.stat().st_size
        steps.append({"name": agreement, "rows": receipt.rows_read, "bytes": size, "s": seconds})
    received = peak_megabytes()
    start = time.perf_counter()
    cut = chain.make_cut(home)
    seconds = time.perf_counter() - start
    rows = cut.tables["offences"].rows
    return {"supplies": steps, "received_peak": received, "cut": seconds, "rows": rows}


def publish(folder: str, times: str) -> dict[str, Any]:
    """Publishes several times in this process; gives each time's seconds by stage."""
    from vrn import chain

    runs = []
    for _ in range(int(times)):
        work, marks = time.process_time(), [("", time.perf_counter())]
        edition = chain.publish_profile(
            Path(folder),
            on_progress=lambda _done, _all, what: marks.append((what, time.perf_counter())),  # noqa: B023
        )
        marks.append(("", time.perf_counter()))
        runs.append({"stages": stages_of(marks), "work": time.process_time() - work})
    return {"runs": runs, "edition": edition.name}


def stages_of(marks: list[tuple[str, float]]) -> dict[str, float]:
    """Seconds by stage, from when each was told of; all measures are one stage."""
    stages: dict[str, float] = {}
    for (name, start), (_, end) in pairwise(marks):
        stage = "measuring" if name.startswith("measuring") else name or "opening"
        stages[stage] = stages.get(stage, 0.0) + end - start
    return stages


def intake(side: str, archive: str) -> dict[str, Any]:
    """One side of the intake bench."""
    from bench import intake as bench

    path = Path(archive)
    if side == bench.OURS:
        bench.receive(path)
    elif side == bench.SCHEMA:
        bench.filter_frames(bench.typed_frames(path))
    else:
        bench.check_by_hand(path)
    return {}


def measure(side: str, folder: str) -> dict[str, Any]:
    """One side of the measures bench: its largest question."""
    from bench import measures as bench

    bench.SIDES[side](Path(folder), bench.QUESTIONS[2])
    return {}


def nothing() -> dict[str, Any]:
    """Starts and ends, with what every side of intake and measures imports already."""
    from bench import intake, measures

    return {"sides": len(measures.SIDES) + len((intake.OURS, intake.SCHEMA, intake.PANDAS))}


TASKS = {task.__name__: task for task in (make, publish, intake, measure, nothing)}
BENCHES = (
    *("network", "cutting", "releasing", "assessing", "asking", "linking_ways", "freezing"),
    "scaling",
)
"""Those that say in a function `in_child` what they do in a process of its own."""

if __name__ == "__main__":
    task = sys.argv[1]
    run = import_module(f"bench.{task}").in_child if task in BENCHES else TASKS[task]
    found = run(*sys.argv[2:])
    print(json.dumps({**found, "peak": peak_megabytes()}))
