"""How long a cut takes to become durable, and how much memory: beside bare writers of Parquet."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from bench import network
from bench.child import run_child
from bench.intake import DisagreementError
from bench.machine import peak_megabytes
from bench.report import Section
from bench.timing import BoundError, Timed, clock, say_ratios, say_spread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bench.network import Growth

    Write = Callable[[], Sequence[Path]]

OURS, POLARS, DUCKDB = "vrn, commit of a cut", "Polars alone", "DuckDB alone"
SIDES = (OURS, POLARS, DUCKDB)
ROWS_PER_GROUP = 100_000
SECONDS, MEGABYTES = 600.0, 16_000.0
MANY = 2_000_000
"""From so many rows on each side writes once."""


def run(folder: Path, *, incidents: Sequence[int], rounds: int) -> Section:
    """Each side writes the offences of the made-up network, so many times over, in turn."""
    network.prepare(folder)
    section = Section(
        "Cut made durable",
        "The offences of the made-up network's cut, many times over and in memory already, written "
        "to the disk and synced. Each side in a process of its own, in turn.",
        (
            *("offences", "side", "seconds", "rows per second"),
            *("ours over this", "by processor time", "peak, MB", "of it the rows, MB"),
        ),
    )
    for number in incidents:
        growth = network.grow(folder, number)
        turns = rounds if growth.rows < MANY else 1
        section.rows += rows_of(growth, measure(folder, growth, rounds=turns))
    section.notes = [
        "vrn: rows put in the one order that their content gives, hashed, parted, written, named "
        "by their own digest, synced, and told of in the manifest in one transaction: a reader "
        "sees the whole cut or none of it.",
        "Polars and DuckDB alone: the same rows as they stand, from a frame and from a table of "
        f"its own in memory, into one file of Parquet (zstd, groups of {ROWS_PER_GROUP:,} rows), "
        "synced. What each side has written is read again and compared.",
        f"A side that took {SECONDS:,.0f} s or held {MEGABYTES:,.0f} MB would be ended, and its "
        "row would say so.",
    ]
    return section


def measure(folder: Path, growth: Growth, *, rounds: int) -> dict[str, list[dict[str, Any]]]:
    """What each side took, a process for each time; DisagreementError where they wrote others."""
    found: dict[str, list[dict[str, Any]]] = {side: [] for side in SIDES}
    for _ in range(rounds):
        for side in SIDES:
            found[side].append(_bounded(folder, side, growth))
    written = {each["written"] for times in found.values() for each in times if "written" in each}
    if len(written) > 1:
        raise DisagreementError("the sides have written other rows than one another")
    return found


def _bounded(folder: Path, side: str, growth: Growth) -> dict[str, Any]:
    """What a process says that it took, or at which bound it was ended."""
    words = ("freezing", side, network.home_of(folder), *growth.parts)
    try:
        return run_child(*words, seconds=SECONDS, megabytes=MEGABYTES)
    except BoundError as ended:
        return {"ended": str(ended)}


def rows_of(
    growth: Growth, found: Mapping[str, Sequence[Mapping[str, Any]]]
) -> list[Sequence[str]]:
    """A row for each side that wrote a growth's offences."""
    done = {side: [each for each in times if "work" in each] for side, times in found.items()}
    timed = Timed(
        *(
            {side: tuple(each[of] for each in times) for side, times in done.items()}
            for of in ("seconds", "work")
        )
    )
    rows: list[Sequence[str]] = []
    for side, times in done.items():
        if len(times) < len(found[side]):
            ended = next(each["ended"] for each in found[side] if "ended" in each)
            rows.append((f"{growth.rows:,}", side, ended, *[""] * 5))
            continue
        is_ratio = len(done[OURS]) == len(times)
        rows.append(
            (
                *(f"{growth.rows:,}", side, say_spread(timed.seconds[side], 1)),
                f"{growth.rows / timed.middle(side):,.0f}",
                *(say_ratios(timed, OURS, side) if is_ratio else ("", "")),
                *(f"{max(each[of] for each in times):,.0f}" for of in ("writing_peak", "held")),
            )
        )
    return rows


def in_child(side: str, home: str, *parts: str) -> dict[str, Any]:
    """Takes the rows into memory, writes them as the side does, and says what is there then."""
    place = Path(home).with_name("frozen")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    take_in = {OURS: hold_ours, POLARS: hold_polars, DUCKDB: hold_duckdb}[side]
    try:
        write = take_in(Path(home), place, parts)
        held = peak_megabytes()
        files: list[Path] = []
        seconds, work = clock(lambda: files.extend(write()))
        peak = peak_megabytes()
        found = {"seconds": seconds, "work": work, "held": held, "writing_peak": peak}
        return {**found, "written": digest_of(files)}
    finally:
        shutil.rmtree(place, ignore_errors=True)


def hold_ours(home: Path, place: Path, parts: Sequence[str]) -> Write:
    """Ours: the rows become the next cut of a copy of the partnership."""
    from vrn.partnership.folder import read_partnership
    from vrn.sharing.store import Store

    tables = {network.GROWN: pl.read_parquet(list(parts))}
    copied = network.copy_partnership(home, place / "partnership")
    store = Store.open(read_partnership(copied).store)

    def write() -> Sequence[Path]:
        number = store.commit_cut(tables, facts={})
        return store.cut(number).tables[network.GROWN].paths

    return write


def hold_polars(_: Path, place: Path, parts: Sequence[str]) -> Write:
    """Bare Polars: its frame in one file, synced."""
    rows, path = pl.read_parquet(list(parts)), place / "rows.parquet"

    def write() -> Sequence[Path]:
        rows.write_parquet(path, compression="zstd", row_group_size=ROWS_PER_GROUP)
        sync(path)
        return [path]

    return write


def hold_duckdb(_: Path, place: Path, parts: Sequence[str]) -> Write:
    """Bare DuckDB: its own table in memory, in one file, synced."""
    path = place / "rows.parquet"
    engine = duckdb.connect(":memory:")
    engine.execute("CREATE TABLE held AS SELECT * FROM read_parquet($1)", [list(parts)])

    def write() -> Sequence[Path]:
        engine.execute(
            f"COPY held TO '{path}' (FORMAT parquet, COMPRESSION zstd, "
            f"ROW_GROUP_SIZE {ROWS_PER_GROUP})"
        )
        sync(path)
        return [path]

    return write


def sync(path: Path) -> None:
    """Puts a file on the disk."""
    with path.open("rb") as handle:
        os.fsync(handle.fileno())


def digest_of(files: Sequence[Path]) -> str:
    """How many rows the files hold and a sum over all their cells, whatever the order of rows."""
    rows = pl.scan_parquet(list(files))
    names = sorted(rows.collect_schema().names())
    of_row = pl.struct(pl.col(name).cast(pl.String) for name in names).hash(seed=0) % 2**32
    counted = rows.select(pl.len(), of_row.sum().alias("sum")).collect(engine="streaming")
    return " ".join(f"{value}" for value in counted.row(0))
