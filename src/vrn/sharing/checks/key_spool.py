"""Remembers a hash of every row's key, on the disk beyond a bound, to find those that repeat."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.sharing.schema import LINE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from vrn.sharing.checks.spool import Spool

MOST_ROWS_IN_MEMORY = 500_000
BUCKETS = 64
COLUMNS = ("key", "member", LINE, "source_line")


@dataclass
class KeySpool:
    """Rows of (key's hash, member, line, source line), all whole numbers.

    Equal keys are always in the same bucket, so that one bucket is looked at after the other and
    memory does not grow with the file. Its files lie in the spool's folder and go with it.
    """

    spool: Spool
    name: str
    most_rows: int = MOST_ROWS_IN_MEMORY
    held: list[NDArray[np.int64]] = field(default_factory=list)
    held_rows: int = 0
    folder: Path | None = None

    def add(self, rows: pl.DataFrame) -> None:
        """Keeps these rows; `key` is an unsigned hash of 64 bits."""
        signed = rows.with_columns(pl.col("key").reinterpret(signed=True))
        self.held.append(signed.select(pl.col(COLUMNS).cast(pl.Int64)).to_numpy())
        self.held_rows += rows.height
        if self.held_rows > self.most_rows:
            self._spill()

    def _spill(self) -> None:
        self.folder = self.folder or self.spool.make_folder(self.name)
        rows = np.concatenate(self.held)
        buckets = rows[:, 0] % BUCKETS
        order = np.argsort(buckets, kind="stable")
        ends = np.searchsorted(buckets[order], np.arange(BUCKETS), side="right")
        for number, part in enumerate(np.split(rows[order], ends[:-1])):
            with (self.folder / f"{number}.rows").open("ab") as file:
                part.tofile(file)
        self.held, self.held_rows = [], 0

    def buckets(self) -> Iterator[pl.DataFrame]:
        """The rows, bucket by bucket; those of one key are never in two."""
        if self.folder is not None and self.held:
            self._spill()
        for rows in self._kept():
            yield pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.Int64), orient="row")

    def _kept(self) -> Iterator[NDArray[np.int64]]:
        if self.folder is not None:
            paths = (self.folder / f"{number}.rows" for number in range(BUCKETS))
            yield from (np.fromfile(path, np.int64).reshape(-1, len(COLUMNS)) for path in paths)
        elif self.held:
            yield np.concatenate(self.held)
