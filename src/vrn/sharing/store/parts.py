"""Parquet parts: the same rows give the same bytes, in one thread or many, however they came."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from vrn.sharing.store.durable import Draft, KeptFile
from vrn.sharing.store.manifest_entries import TablePart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import polars as pl

ROWS_PER_PART = 2_000_000
"""A table of a cut is split at so many rows, which bounds the memory that writing takes."""

_ROWS_PER_GROUP = 100_000


def parquet_bytes(table: pl.DataFrame) -> bytes:
    """The table as a Parquet file (zstd, groups of 100,000 rows), its rows as they stand."""
    written = io.BytesIO()
    table.rechunk().write_parquet(
        written, compression="zstd", statistics=True, row_group_size=_ROWS_PER_GROUP
    )
    return written.getvalue()


def sort_supply(table: pl.DataFrame) -> pl.DataFrame:
    """The rows of a supply by line, then by all other columns: one order, however they came."""
    columns = [name for name in table.columns if name != "line"]
    return table.sort(["line", *columns] if "line" in table.columns else columns)


def supply_drafts(folder: Path, slices: Iterable[tuple[str, pl.DataFrame]]) -> Iterator[Draft]:
    """A draft for each part of a supply, made when it is asked for."""
    for name, table in slices:
        yield Draft(folder, name, table.height, parquet_bytes(sort_supply(table)))


def cut_drafts(folder: Path, tables: Mapping[str, pl.DataFrame]) -> Iterator[Draft]:
    """The drafts of a cut's tables, which are arranged already; an empty table has one part too."""
    for name, table in tables.items():
        for start in range(0, max(table.height, 1), ROWS_PER_PART):
            piece = table.slice(start, ROWS_PER_PART)
            yield Draft(folder, name, piece.height, parquet_bytes(piece))


def cut_tables(row_hashes: Mapping[str, str], files: Sequence[KeptFile]) -> dict[str, TablePart]:
    """The tables of a cut, by name, from their row hashes and the files that were kept of them."""
    of_table = {name: [file for file in files if file.about == name] for name in row_hashes}
    return {
        name: TablePart(
            paths=tuple(file.path for file in of_table[name]),
            rows=sum(file.rows for file in of_table[name]),
            row_hash=digest,
        )
        for name, digest in row_hashes.items()
    }
