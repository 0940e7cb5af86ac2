"""What the engines are measured on: the demonstration's tables many times over, and made people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bench import network

if TYPE_CHECKING:
    from pathlib import Path

GROWN = {"police_offences": network.OF_OFFENCE, "police_people": ("crime_ref", "person")}
ROWS_A_PART = 2_000_000


def parts_of(folder: Path, rows: int) -> dict[str, tuple[str, ...]]:
    """The parts of each grown table of so many rows."""
    home = folder / "grown" / str(rows)
    return {name: tuple(map(str, sorted((home / name).glob("*.parquet")))) for name in GROWN}


def grow(folder: Path, rows: int) -> None:
    """Writes both tables with so many rows each, in parts as a store's."""
    from vrn.chain.measuring import Measuring

    measuring = Measuring(network.home_of(folder))
    for name, own in GROWN.items():
        home = folder / "grown" / str(rows) / name
        if home.exists():
            continue
        home.mkdir(parents=True)
        known = pl.read_parquet(list(measuring.tables[name]))
        for number, start in enumerate(range(0, rows, ROWS_A_PART)):
            wanted = min(ROWS_A_PART, rows - start)
            copies = range(-(-wanted // known.height))
            part = pl.concat(
                known.with_columns(pl.col(each) + f"-{number}-{copy}" for each in own)
                for copy in copies
            )
            part.head(wanted).write_parquet(
                home / f"{number:03d}.parquet", compression="zstd", row_group_size=100_000
            )


def draw_people(folder: Path, records: int) -> None:
    """Writes so many records of the first maker as tokens, and a model trained on some of them."""
    from bench.made_people import made_by, tokens_of
    from vrn.sharing.linkage import train_model, write_model

    home = folder / f"people {records}"
    if home.exists():
        return
    home.mkdir()
    made, _, seed = made_by("first", records)
    tokens = tokens_of(made)
    tokens.write_parquet(home / "tokens.parquet")
    model = train_model(tokens.head(min(records, 20_000)), seed=seed)
    (home / "model.json").write_text(write_model(model), encoding="utf-8")
