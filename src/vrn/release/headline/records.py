"""Which records lie in which cells: the one table from which everything of a lattice is worked out.

Every cell of every listed shape is here, and every part that only who subtracts comes to: the rest
of all ages beside those under 25, the records without a place, what two overlapping times share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.release.headline.axes import AGES, ALL_AGES, NOT_PLACED, REST
from vrn.release.headline.shapes import DISTRICT, MONTH, NEIGHBOURHOOD, QUARTER, WHOLE
from vrn.terms.ages import UNDER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.release.headline.axes import Axes

_PLACED = (DISTRICT, NEIGHBOURHOOD)
_NOWHERE = "nowhere"
_UNNAMED = f", {NOT_PLACED}"
_TEXTS = ("definition_class", "under_25", "district", "neighbourhood")


def prepare_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with every column that an axis reads, no null in any, and a number for each person.

    A record without a person stands for one of its own: nobody may be found by what is missing.
    """
    absent = [pl.lit("").alias(name) for name in _TEXTS if name not in rows.columns]
    texts = pl.col(pl.String).exclude("person", "district", "neighbourhood").fill_null("")
    whole = rows.with_columns(absent).with_columns(texts).with_row_index("record")
    district = pl.col("district").fill_null("").replace("", NOT_PLACED)
    nameless = pl.format("{}" + _UNNAMED, district)
    hood = pl.col("neighbourhood").fill_null("")
    own = pl.format("\0{}", "record")
    return whole.with_columns(
        district=district,
        neighbourhood=pl.when(hood == "").then(nameless).otherwise(hood),
        person=pl.coalesce(pl.col("person").cast(pl.String), own).rank("dense").cast(pl.UInt32),
        mark=_marks(whole.height),
    )


def _marks(count: int) -> pl.Series:
    """A number for each record such that sums tell sets of records apart (splitmix64, 42 bits)."""
    each = (np.arange(1, count + 1, dtype=np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
    each = (each ^ (each >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    each = (each ^ (each >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return pl.Series("mark", (each ^ (each >> np.uint64(31))) >> np.uint64(22))


def records_in_cells(rows: pl.DataFrame, axes: Axes) -> pl.DataFrame:
    """One row for each record and cell that it lies in: `record`, `key` (see `Axes.join_keys`)."""
    numbered = _numbered(rows, axes)
    within = _with_labels(numbered, axes, is_outside=False)
    outside = _with_labels(numbered, axes, is_outside=True)
    coarse = _at_times(within, axes, axes.times.coarse)
    by_part = _at_times(within, axes, sorted({*axes.times.fine} - {*axes.times.coarse}))
    by_month = _at_times(within, axes, sorted({*axes.times.months} - {*axes.times.fine}))
    names = dict.fromkeys(name for name, _ in axes.dimcodes)
    parts = [
        *(
            _of_dimension(coarse, axes, name, level)
            for name in names
            for level in _levels(axes, name)
        ),
        *(_of_dimension(by_part, axes, "", level) for level in axes.levels_by(QUARTER, MONTH)),
        *(_of_dimension(by_month, axes, "", level) for level in axes.levels_by(MONTH)),
        _of_dimension(_at_times(outside, axes, axes.times.coarse), axes, "", WHOLE),
        _of_dimension(coarse, axes, "", _NOWHERE),
    ]
    return pl.concat(parts)


def _levels(axes: Axes, name: str) -> tuple[str, ...]:
    """The levels whose tables may have a further dimension ("" for none: all of them)."""
    return tuple(
        level
        for level in (WHOLE, *_PLACED)
        if not name or any(s.place == level and name in s.dimensions for s in axes.shapes)
    )


def _numbered(rows: pl.DataFrame, axes: Axes) -> pl.DataFrame:
    """The rows with a position in the place of each text."""
    at = {place: position for position, place in enumerate(axes.places)}
    dims = dict.fromkeys(name for name, _ in axes.dimcodes if name)
    found = [
        _position(name, {code: at[level, code] for level, code in axes.places if level == kind})
        for name, kind in (("district", DISTRICT), ("neighbourhood", NEIGHBOURHOOD))
    ]
    codes = {
        name: {code: n for n, (of, code) in enumerate(axes.dimcodes) if of == name} for name in dims
    }
    kept = ["record", "month", "definition_class", "under_25"]
    is_nowhere = pl.col("neighbourhood").str.ends_with(_UNNAMED)
    nowhere = pl.when(is_nowhere).then(pl.lit(at[NEIGHBOURHOOD, NOT_PLACED], dtype=pl.Int64))
    return rows.select(
        *kept, *found, nowhere.alias(_NOWHERE), *(_position(name, codes[name]) for name in dims)
    )


def _position(name: str, at: dict[str, int]) -> pl.Expr:
    """A record without a place is in no neighbourhood: null there."""
    return pl.col(name).replace_strict(at, default=None, return_dtype=pl.Int64)


def _with_labels(numbered: pl.DataFrame, axes: Axes, *, is_outside: bool) -> pl.DataFrame:
    """A row for each record, label that holds its class, and age group that it is in."""
    pairs = [
        (each, position)
        for position, label in enumerate(axes.labels)
        if (label in axes.outside) is is_outside
        for each in axes.classes[position]
    ]
    labels = pl.DataFrame(
        pairs, schema={"definition_class": pl.String, "label": pl.Int64}, orient="row"
    )
    sides = numbered["under_25"].unique().to_list()
    ages = [(side, AGES.index(ALL_AGES)) for side in sides]
    ages += [(side, AGES.index(UNDER if side == UNDER else REST)) for side in sides]
    of_age = pl.DataFrame(ages, schema={"under_25": pl.String, "age": pl.Int64}, orient="row")
    return (
        numbered.join(labels, on="definition_class")
        .join(of_age, on="under_25")
        .drop("definition_class", "under_25")
    )


def _at_times(within: pl.DataFrame, axes: Axes, positions: Sequence[int]) -> pl.DataFrame:
    """A row for each of these times that a record lies in."""
    pairs = [(month, at) for at in positions for month in sorted(axes.times.sets[at])]
    times = pl.DataFrame(pairs, schema={"month": pl.String, "time": pl.Int64}, orient="row")
    return within.join(times, on="month")


def _of_dimension(timed: pl.DataFrame, axes: Axes, name: str, level: str) -> pl.DataFrame:
    """The cells of one further dimension ("" for none) at one level."""
    _, times, labels, ages, dimcodes = axes.sizes
    key = pl.lit(0, dtype=pl.Int64) if level == WHOLE else pl.col(level)
    for size, position in (
        (times, pl.col("time")),
        (labels, pl.col("label")),
        (ages, pl.col("age")),
        (dimcodes, pl.col(name) if name else pl.lit(0)),
    ):
        key = key * size + position
    return timed.select("record", key=key.cast(pl.Int64)).drop_nulls("key")
