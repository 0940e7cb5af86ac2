"""How long a cut takes to become durable, and a reader to open it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from bench import made_up
from bench.intake import DisagreementError
from bench.report import Section
from bench.timing import Timed, say_ratios, say_spread, take_turns

if TYPE_CHECKING:
    from pathlib import Path

COMMIT, PLAIN = "vrn, commit of a cut", "Parquet alone, written and synced"
OPEN, BARE = "vrn, a reader's opening of a cut", "SQLite alone: open and read the pointer"
READS = 50


def make_rows(rows: int) -> pl.DataFrame:
    """Offences as a cut holds them, with the identifiers that make their order."""
    rng = np.random.default_rng(13)
    supplied = made_up.draw_supplied(rows, made_up.MONTHS[-1], rng=rng)
    own = ["crime_id", "reported_by", "falls_within", "location", "longitude", "latitude"]
    numbers = pl.col("longitude", "latitude").cast(pl.Float64)
    return made_up.draw_offences(rows, rng=rng).hstack(supplied.select(own).with_columns(numbers))


class Cuts:
    """A store, and rows of which one cell is other at each commit, so that every cut is new."""

    def __init__(self, folder: Path, rows: int) -> None:
        from vrn.sharing.store import Store

        self.store = Store.open(folder / "store")
        self.plain = folder / "plain"
        self.plain.mkdir()
        self.rows = make_rows(rows)
        self.number = 0

    def next_rows(self) -> pl.DataFrame:
        """The rows with the next number in the first one's outcome."""
        self.number += 1
        first = pl.int_range(pl.len()) == 0
        outcome = pl.when(first).then(pl.lit(f"{self.number}")).otherwise("outcome")
        return self.rows.with_columns(outcome=outcome)

    def commit(self) -> int:
        """Ours: rows arranged and hashed, parts written, synced and renamed, manifest moved."""
        return self.store.commit_cut({"offences": self.next_rows()}, facts={})

    def write_plain(self) -> None:
        """The same rows in one Parquet file, synced and renamed into place."""
        draft, path = self.plain / "draft", self.plain / f"{self.number}.parquet"
        self.next_rows().write_parquet(draft, compression="zstd", row_group_size=100_000)
        for place in (draft, self.plain):
            descriptor = os.open(place, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)
        draft.rename(path)

    def open_many(self) -> int:
        """A new reader opens the served cut, many times; gives its number."""
        from vrn.sharing.store import Store

        return [Store.read(self.store.folder).cut().number for _ in range(READS)][-1]

    def ask_many(self) -> int:
        """SQLite alone is asked for the served cut's number, as often."""
        found = 0
        for _ in range(READS):
            with closing(sqlite3.connect(self.store.manifest_path)) as connection:
                ((found,),) = connection.execute("SELECT cut FROM pointer").fetchall()
        return found


def check_agreement(cuts: Cuts) -> None:
    """Raises DisagreementError unless the served cut holds the rows that were committed."""
    number = cuts.commit()
    kept = cuts.store.cut().tables["offences"].paths
    read = pl.read_parquet(list(kept)).drop("outcome")
    names = read.columns
    if not read.sort(names).equals(cuts.rows.select(names).sort(names)):
        raise DisagreementError("the cut holds other rows than were committed")
    if {cuts.open_many(), cuts.ask_many()} != {number}:
        raise DisagreementError("a reader is served another cut than the last")


def run(folder: Path, *, rows: int, rounds: int = 5) -> Section:
    """Times commits, then readers, each in turn with its peer."""
    cuts = Cuts(folder, rows)
    check_agreement(cuts)
    commits = take_turns({COMMIT: cuts.commit, PLAIN: cuts.write_plain}, rounds=rounds, budget=30)
    opens = take_turns({OPEN: cuts.open_many, BARE: cuts.ask_many}, rounds=rounds, budget=15)
    section = Section(
        "Store",
        f"A cut of {rows:,} made-up offences, one cell new at each commit; then a reader in a "
        f"store of {cuts.store.cut().number} cuts, opened {READS} times a round.",
        ("what", "milliseconds", "ours over this", "by processor time"),
    )
    section.rows = [*_rows(commits, 1e3), *_rows(opens, 1e3 / READS)]
    section.notes = [
        "A commit arranges the rows in their one order, hashes them, writes and syncs the parts, "
        "and moves the manifest; its peer writes the rows as they stand into one synced file.",
    ]
    return section


def _rows(timed: Timed, times: float) -> list[tuple[str, ...]]:
    ours = next(iter(timed.seconds))
    digits = 0 if times == 1e3 else 2
    return [
        (side, say_spread(seconds, digits, times=times), *say_ratios(timed, ours, side))
        for side, seconds in timed.seconds.items()
    ]
