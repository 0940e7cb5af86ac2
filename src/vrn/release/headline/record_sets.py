"""The distinct sets of records behind a lattice's cells, with how many people stand behind each.

Two cells that hold the very same records are one set: whoever knows the one knows the other, so
they are shown together or withheld together. A neighbourhood that is a whole district, the class
that a definition consists of alone, the young bands of those under 25 all come together here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.release.headline.counting import PROBES, cells_of, count_cells, records_of
from vrn.release.headline.parting import parts_of_cells
from vrn.release.headline.records import number_rows
from vrn.release.headline.shapes import FINE, LEAST_PERSONS
from vrn.release.headline.sums import Sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.release.headline.axes import Axes, Numbers

    Flags = NDArray[np.bool_]


_MATTERS = 30


@dataclass(frozen=True, kw_only=True)
class RecordSets:
    """Cells and the sets of records in them: arrays by cell (keys, of_cell), then by set.

    `of_cell` is each cell's set; `counts` records, `persons` people, `listed` whether a shape of
    the list shows the set, `probes` some of its records (a row a set), `names` one cell of each.
    `sums` are those among the sets. The records themselves stay in `numbered`.
    """

    keys: Numbers
    of_cell: Numbers
    counts: Numbers
    persons: Numbers
    listed: Flags
    weights: Numbers
    probes: pl.DataFrame
    names: Numbers
    sums: Sums
    numbered: pl.DataFrame
    axes: Axes

    @property
    def are_few(self) -> Flags:
        """Which sets hold too few people to be shown."""
        return self.persons < LEAST_PERSONS

    @cached_property
    def cost(self) -> Numbers:
        """The order in which sets are withheld: the smallest first, by people, records and place.

        A class of a definition counts as thirty outside of all, a definition as a whole as thirty
        of its classes, the partnership's own (the first) as thirty of another, a table without a
        further dimension as thirty of its parts, and a dimension as thirty of a finer one: what
        most readers ask is given up last.
        """
        number = np.arange(len(self.counts))
        order = np.lexsort((number, self.counts, self.persons * self.weights))
        cost = np.empty_like(number)
        cost[order] = number
        return cost

    @cached_property
    def few_within(self) -> pl.DataFrame:
        """The people in each set of too few: `set`, `person`."""
        return self.within(np.flatnonzero(self.are_few)).select("set", "person").unique()

    def within(self, chosen: Numbers) -> pl.DataFrame:
        """The records of the chosen sets, a row each: `set`, `record`, `person`."""
        cells = pl.DataFrame({"set": chosen, "key": self.names[chosen]})
        return records_of(cells, self.numbered, self.axes)

    def holding(self, records: Numbers) -> pl.DataFrame:
        """Every set that holds one of these records: `record`, `set`."""
        rows = self.numbered.filter(pl.col("record").is_in(pl.Series(records).implode()))
        cells = cells_of(rows, self.axes)
        at = np.searchsorted(self.keys, cells["key"].to_numpy())
        return cells.select("record", set=pl.Series(self.of_cell[at], dtype=pl.Int64)).unique()


def gather_sets(rows: pl.DataFrame, axes: Axes) -> RecordSets:
    """The sets of records behind every cell of prepared rows."""
    numbered = number_rows(rows, axes)
    cells = count_cells(numbered, axes)
    keys = cells["key"].to_numpy()
    alike = cells.select(pl.struct("mark", "count", "first").rank("dense")).to_series().to_numpy()
    _, at, of_cell = np.unique(alike, return_index=True, return_inverse=True)
    of_cell = np.argsort(np.argsort(at))[of_cell]  # numbered as the cells first name them
    sets = cells[np.sort(at)]
    listed = np.bincount(of_cell[axes.are_listed(keys)], minlength=sets.height) > 0
    return RecordSets(
        keys=keys,
        of_cell=of_cell,
        counts=_numbers(sets["count"]),
        persons=_numbers(sets["persons"]),
        listed=listed,
        weights=_weights(keys, of_cell, axes),
        probes=_probes(sets, numbered),
        names=_numbers(sets["key"]),
        sums=_sums(keys, of_cell, axes, numbered),
        numbered=numbered,
        axes=axes,
    )


def _probes(sets: pl.DataFrame, numbered: pl.DataFrame) -> pl.DataFrame:
    """The probes of each set as record numbers: columns `PROBES`."""
    by_shuffle = numbered.sort("shuffled")["record"]
    shuffled = {name: by_shuffle[(sets[name] - 1)] for name in ("lowest", "highest")}
    return sets.select(*PROBES).with_columns(**shuffled).cast(pl.Int64)


def _weights(keys: Numbers, of_cell: Numbers, axes: Axes) -> Numbers:
    """How many times its people each set counts when something must be withheld."""
    _, _, label, _, dimcode = axes.split_keys(keys)
    is_listed = axes.are_listed(keys)
    weights = np.ones(int(of_cell.max(initial=-1)) + 1, dtype=np.int64)
    is_fine = np.array([name in FINE for name, _ in axes.dimcodes])[dimcode]
    is_inside = ~axes.are_outside[label]
    is_definition = label < axes.definitions
    for matters in (is_inside, is_definition, label == 0, dimcode == 0, ~is_fine):
        weights[np.unique(of_cell[is_listed & matters])] *= _MATTERS
    return weights


def _numbers(column: pl.Series) -> Numbers:
    return column.cast(pl.Int64).to_numpy()


def _sums(keys: Numbers, of_cell: Numbers, axes: Axes, rows: pl.DataFrame) -> Sums:
    """The sums among sets, each once; one whose total is its only part says nothing."""
    pairs = parts_of_cells(keys, axes, rows)
    pairs = pairs.select(
        "sum",
        total=pl.Series(of_cell[pairs["total"].to_numpy()], dtype=pl.Int64),
        part=pl.Series(of_cell[pairs["part"].to_numpy()], dtype=pl.Int64),
    )
    pairs = pairs.filter((pl.col("part") != pl.col("total")).all().over("sum"))
    whole = pairs.sort("sum", "part").group_by("sum", maintain_order=True)
    kept = (
        whole.agg(pl.col("total").first(), pl.col("part"))
        .with_columns(parts=pl.col("part").hash())
        .unique(["total", "parts"], keep="first", maintain_order=True)
        .select("total", "part")
        .with_row_index("sum")
    )
    parts = kept.explode("part")
    return Sums(
        totals=_numbers(kept["total"]),
        sum_of=_numbers(parts["sum"]),
        parts=_numbers(parts["part"]),
        sets=int(of_cell.max(initial=-1)) + 1,
    )
