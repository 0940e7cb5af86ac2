"""Each cell of a lattice counted: its records, its people, and what tells its records apart.

Records and marks of a cell are sums over those that lie in the same place, month and class, so they
are added up from these few. Distinct people are not: each person with more than one record is
found in every cell. Nothing here grows with records times cells: see `MOST_AT_ONCE`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from vrn.release.headline.records import TOLD_BY, Part, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.release.headline.axes import Axes

MOST_AT_ONCE = 20_000_000
"""How many pairs of a record and a cell are held at once, about: a bound on memory, not on work."""

_PLACE = ("place", "dimcode", *TOLD_BY)
PROBES = ("first", "last", "lowest", "highest")
"""Four records of a cell: whoever holds all of the cell's records holds these."""


def count_cells(numbered: pl.DataFrame, axes: Axes) -> pl.DataFrame:
    """Each cell that holds anybody: `key` (sorted), `count`, `persons`, `mark` and the `PROBES`.

    `numbered` comes from `number_rows`.
    """
    repeated = numbered.filter(~pl.col("is_alone"))
    counted = [
        _with_repeated(_count_part(part, numbered, axes), part, repeated, axes)
        for part in parts_of(axes)
    ]
    return pl.concat(counted).sort("key")


def _count_part(part: Part, numbered: pl.DataFrame, axes: Axes) -> pl.DataFrame:
    """The cells of a part, `persons` of those people alone who have one record."""
    placed = part.placed(numbered)
    base = placed.group_by(_PLACE).agg(
        count=pl.len(),
        persons=pl.col("is_alone").sum(),
        mark=pl.col("mark").sum(),
        first=pl.col("record").min(),
        last=pl.col("record").max(),
        lowest=pl.col("shuffled").min(),
        highest=pl.col("shuffled").max(),
    )
    return (
        part.with_keys(base, axes)
        .group_by("key")
        .agg(
            pl.col("count", "persons", "mark").sum(),
            pl.col("first", "lowest").min(),
            pl.col("last", "highest").max(),
        )
        .collect()
    )


def _with_repeated(
    counted: pl.DataFrame, part: Part, repeated: pl.DataFrame, axes: Axes
) -> pl.DataFrame:
    """The people of a cell: those of one record each, counted already, and the others once each."""
    found = [
        each.with_keys(each.placed(repeated).select(*_PLACE, "person"), axes)
        .select("key", "person")
        .unique()
        .group_by("key")
        .agg(repeated=pl.len())
        .collect()
        for each in _split(part, repeated)
    ]
    if not found:
        return counted.select(pl.exclude("persons"), "persons")
    return counted.join(pl.concat(found), on="key", how="left").select(
        pl.exclude("persons", "repeated"),
        persons=pl.col("persons") + pl.col("repeated").fill_null(0),
    )


def _split(part: Part, rows: pl.DataFrame) -> Iterator[Part]:
    """The part by some of its times after another, so that not too many pairs are held at once."""
    each = rows.height * part.labels.height / max(part.labels["definition_class"].n_unique(), 1) * 2
    at_once = max(int(MOST_AT_ONCE / max(each, 1)), 1)
    times = part.times["time"].unique(maintain_order=True)
    for start in range(0, len(times), at_once):
        chosen = times[start : start + at_once]
        yield replace(part, times=part.times.filter(pl.col("time").is_in(chosen.implode())))


def cells_of(numbered: pl.DataFrame, axes: Axes) -> pl.DataFrame:
    """Every cell that these few records lie in: `record`, `key`."""
    return pl.concat(
        [
            part.with_keys(part.placed(numbered).select(*_PLACE, "record"), axes)
            .select("record", "key")
            .collect()
            for part in parts_of(axes)
        ]
    )


def records_of(cells: pl.DataFrame, numbered: pl.DataFrame, axes: Axes) -> pl.DataFrame:
    """The records of these cells (`key`, `set`): a row each, `set`, `record`, `person`."""
    names = ("place", "time", "label", "age", "dimcode")
    split = dict(zip(names, axes.split_keys(cells["key"].to_numpy()), strict=True))
    wanted = cells.select("key", "set").with_columns(
        pl.Series(name, at, dtype=pl.Int32) for name, at in split.items()
    )
    nothing = pl.DataFrame(
        schema={"set": cells["set"].dtype, "record": pl.UInt32, "person": pl.UInt32}
    )
    return pl.concat([nothing, *_found(wanted, numbered, axes)])


def _found(wanted: pl.DataFrame, numbered: pl.DataFrame, axes: Axes) -> Iterator[pl.DataFrame]:
    places = wanted.select("place", "dimcode").unique().lazy()
    keys = wanted.select("key", "set").lazy()
    for part in parts_of(axes):
        narrow = replace(
            part,
            times=part.times.join(wanted, on="time", how="semi"),
            labels=part.labels.join(wanted, on="label", how="semi"),
        )
        for each in _split(narrow, numbered):
            placed = each.placed(numbered).join(places, on=["place", "dimcode"], how="semi")
            keyed = each.with_keys(placed.select(*_PLACE, "record", "person"), axes)
            found = keyed.join(keys, on="key")
            yield found.select("set", "record", "person").collect()
