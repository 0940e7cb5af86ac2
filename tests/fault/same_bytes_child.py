"""Keeps made-up rows in a store, shuffled by a seed; prints their row hash and parts' names.

POLARS_MAX_THREADS=2 python same_bytes_child.py FOLDER SEED
"""

from __future__ import annotations

import json
import random
import sys

import polars as pl

from vrn.sharing.store import Store

ROWS = 120_000
RECEIPT = {
    "id": "r1",
    "agreement": "wexbridge-crime",
    "feed": "street-crime",
    "state": "accepted",
    "sha256": "made up",
}


def offences() -> pl.DataFrame:
    """Rows with absent values, repeats and text beyond ASCII."""
    rng = random.Random(7)
    return pl.DataFrame(
        {
            "month": [f"2024-{1 + n % 3:02d}" for n in range(ROWS)],
            "crime_type": rng.choices(["Robbery", "Drugs", "Dwyn beic, ŵ", None], k=ROWS),
            "longitude": [rng.choice([None, round(rng.uniform(-2, 0), 6)]) for _ in range(ROWS)],
            "supply": ["r1"] * ROWS,
            "line": list(range(2, ROWS + 2)),
        }
    )


def main(folder: str, seed: int) -> None:
    table = offences()
    if seed:
        table = table.sample(fraction=1, shuffle=True, seed=seed)
    store = Store.open(folder)
    months = [f"2024-{1 + n:02d}" for n in range(3)]
    store.accept(RECEIPT, [(month, table.filter(pl.col("month") == month)) for month in months])
    store.commit_cut({"offences": table}, facts={})
    cut = store.cut()
    names = [part.sha256 for part in store.live_parts("street-crime")]
    names += [path.stem for path in cut.tables["offences"].paths]
    print(json.dumps({"threads": pl.thread_pool_size(), "row_hash": cut.row_hash, "names": names}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
