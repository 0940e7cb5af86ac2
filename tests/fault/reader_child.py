"""A reader that looks again and again, while another process commits, until the file STOP is there.

    python reader_child.py FOLDER STOP

Prints `ready`, then one JSON: how often it read, which cuts it saw in which order, what was wrong.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import polars as pl

from vrn.sharing.store import Cut, Store
from vrn.sharing.store.row_hash import hash_rows, hash_tables


def main(folder: Path, stop: Path) -> None:
    first = Store.read(folder).cut()
    seen, wrong, reads = [first.number], faults_of(first), 1
    print("ready", flush=True)
    is_last = False
    while not is_last:
        is_last = stop.exists()
        cut = Store.read(folder).cut()
        reads += 1
        wrong += faults_of(cut)
        if cut.number != seen[-1]:
            seen.append(cut.number)
    # the parts of the first cut stay, however many cuts and sweeps came after
    wrong += faults_of(first)
    print(json.dumps({"reads": reads, "seen": seen, "wrong": wrong}), flush=True)


def faults_of(cut: Cut) -> list[str]:
    """What shows that a cut is not one cut, whole."""
    tables = {name: pl.read_parquet(list(table.paths)) for name, table in cut.tables.items()}
    hashes = {name: hash_rows(table) for name, table in tables.items()}
    faults = []
    if hashes != {name: table.row_hash for name, table in cut.tables.items()}:
        faults.append(f"cut {cut.number}: tables are not their row hashes")
    if hash_tables(hashes) != cut.row_hash:
        faults.append(f"cut {cut.number}: is not its tables")
    made = {number for table in tables.values() for number in table["made"]} | {cut.facts["made"]}
    if len(made) != 1 or len(cut.supplies) != 1:
        faults.append(f"cut {cut.number}: is a mixture of {sorted(made)}")
    return faults


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
