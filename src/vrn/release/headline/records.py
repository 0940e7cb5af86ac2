"""The rows of a lattice in numbers, and which of them lie in which cells.

Every cell of every listed shape is here, and every part that only who subtracts comes to: the rest
of all ages beside those under 25, the records without a place, what two overlapping times share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.release.headline.axes import AGES, ALL_AGES, NOT_PLACED, REST
from vrn.release.headline.shapes import DISTRICT, MONTH, NEIGHBOURHOOD, QUARTER, WHOLE
from vrn.terms.ages import UNDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.release.headline.axes import Axes

_PLACED = (DISTRICT, NEIGHBOURHOOD)
_NOWHERE = "nowhere"
_OF_AGE = {True: (ALL_AGES, UNDER), False: (ALL_AGES, REST)}
_UNNAMED = f", {NOT_PLACED}"
_TEXTS = ("definition_class", "under_25", "district", "neighbourhood")
TOLD_BY = ("month", "definition_class", "is_under")
"""What a record's times, labels and age groups follow from."""


def prepare_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with every column that an axis reads, no null in any, and a number for each person.

    A record without a person stands for one of its own: nobody may be found by what is missing.
    """
    absent = [pl.lit("").alias(name) for name in _TEXTS if name not in rows.columns]
    whole = rows.with_columns(absent).with_row_index("record")
    labels = [name for name in whole.columns if name not in {"record", "person", *_PLACED}]
    district = pl.col(DISTRICT).cast(pl.String).fill_null("").replace("", NOT_PLACED)
    nameless = pl.format("{}" + _UNNAMED, district)
    hood = pl.col(NEIGHBOURHOOD).cast(pl.String).fill_null("")
    neighbourhood = pl.when(hood == "").then(nameless).otherwise(hood)
    own = pl.format("\0{}", "record")
    return whole.with_columns(
        pl.col(labels).cast(pl.String).fill_null("").cast(pl.Categorical),
        district=district.cast(pl.Categorical),
        neighbourhood=neighbourhood.cast(pl.Categorical),
        person=pl.coalesce(pl.col("person").cast(pl.String), own).rank("dense").cast(pl.UInt32),
        mark=_marks(whole.height),
    )


def _marks(count: int) -> pl.Series:
    """A number for each record such that sums tell sets of records apart (splitmix64, 42 bits)."""
    each = (np.arange(1, count + 1, dtype=np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
    each = (each ^ (each >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    each = (each ^ (each >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return pl.Series("mark", (each ^ (each >> np.uint64(31))) >> np.uint64(22))


def number_rows(rows: pl.DataFrame, axes: Axes) -> pl.DataFrame:
    """Prepared rows as numbers: `record`, `person`, `mark`, `is_alone`, and a position a text.

    `shuffled` numbers the records in an order that has nothing to do with theirs.
    `month` and `definition_class` are positions in `months_of` and `classes_of`, places and codes
    those of the axes (null: in no such place). `is_alone` says that the person has no other record.
    """
    at = {place: position for position, place in enumerate(axes.places)}
    dims = dict.fromkeys(name for name, _ in axes.dimcodes if name)
    places = {
        kind: {code: at[level, code] for level, code in axes.places if level == kind}
        for kind in _PLACED
    }
    codes = {
        name: {code: n for n, (of, code) in enumerate(axes.dimcodes) if of == name} for name in dims
    }
    is_nowhere = pl.col(NEIGHBOURHOOD).cast(pl.String).str.ends_with(_UNNAMED)
    nowhere = pl.lit(at[NEIGHBOURHOOD, NOT_PLACED], dtype=pl.Int32)
    told = {
        "month": _positions(months_of(axes)),
        "definition_class": _positions(classes_of(axes)),
    }
    return rows.select(
        "record",
        "person",
        "mark",
        pl.col("mark").rank("ordinal").cast(pl.UInt32).alias("shuffled"),
        *(
            _position(name, found)
            for name, found in (*told.items(), *places.items(), *codes.items())
        ),
        is_under=pl.col("under_25") == UNDER,
        is_alone=pl.len().over("person") == 1,
        **{_NOWHERE: pl.when(is_nowhere).then(nowhere)},
    )


def months_of(axes: Axes) -> list[str]:
    """The months that any time of the axes holds, in order."""
    return sorted({month for held in axes.times.sets for month in held})


def classes_of(axes: Axes) -> list[str]:
    """The classes that any label of the axes holds."""
    return list(dict.fromkeys(each for held in axes.classes for each in held))


def _positions(texts: list[str]) -> dict[str, int]:
    return {text: position for position, text in enumerate(texts)}


def _position(name: str, at: dict[str, int]) -> pl.Expr:
    """A record without a place is in no neighbourhood: null there."""
    return pl.col(name).cast(pl.String).replace_strict(at, default=None, return_dtype=pl.Int32)


@dataclass(frozen=True, kw_only=True)
class Part:
    """The cells of one level and one further dimension ("" for none), at some times and labels.

    `times`, `labels` and `ages` have a row for each position on that axis that a month, a class or
    a side of 25 is part of.
    """

    level: str
    dimension: str
    times: pl.DataFrame
    labels: pl.DataFrame
    ages: pl.DataFrame

    def placed(self, numbered: pl.DataFrame) -> pl.LazyFrame:
        """The numbered rows that have a place in it, with `place` and `dimcode`."""
        place = pl.lit(0, dtype=pl.Int32) if self.level == WHOLE else pl.col(self.level)
        dimcode = pl.col(self.dimension) if self.dimension else pl.lit(0, dtype=pl.Int32)
        return numbered.lazy().with_columns(place=place, dimcode=dimcode).drop_nulls("place")

    def with_keys(self, placed: pl.LazyFrame, axes: Axes) -> pl.LazyFrame:
        """A row for each placed row and cell that it lies in: `key` beside the other columns."""
        _, times, labels, ages, dimcodes = axes.sizes
        key = pl.col("place").cast(pl.Int64)
        for size, position in (
            (times, "time"),
            (labels, "label"),
            (ages, "age"),
            (dimcodes, "dimcode"),
        ):
            key = key * size + pl.col(position)
        return (
            placed.join(self.times.lazy(), on="month")
            .join(self.labels.lazy(), on="definition_class")
            .join(self.ages.lazy(), on="is_under")
            .with_columns(key=key)
            .drop("place", "time", "label", "age", "dimcode", *TOLD_BY)
        )


def parts_of(axes: Axes) -> Iterator[Part]:
    """Every part of a lattice; no cell is in two of them."""
    within, outside = (_labels(axes, is_outside=each) for each in (False, True))
    ages = _frame(
        [(side, AGES.index(age)) for side, held in _OF_AGE.items() for age in held],
        {"is_under": pl.Boolean, "age": pl.Int32},
    )

    def part(level: str, dimension: str, times: set[int], labels: pl.DataFrame) -> Part:
        at = _times(axes, sorted(times))
        return Part(level=level, dimension=dimension, times=at, labels=labels, ages=ages)

    coarse, fine = {*axes.times.coarse}, {*axes.times.fine}
    for name in dict.fromkeys(name for name, _ in axes.dimcodes):
        for level in _levels(axes, name):
            yield part(level, name, coarse, within)
    for level in axes.levels_by(QUARTER, MONTH):
        yield part(level, "", fine - coarse, within)
    for level in axes.levels_by(MONTH):
        yield part(level, "", {*axes.times.months} - fine - coarse, within)
    yield part(WHOLE, "", coarse, outside)
    yield part(_NOWHERE, "", coarse, within)


def _levels(axes: Axes, name: str) -> tuple[str, ...]:
    """The levels whose tables may have a further dimension ("" for none: all of them)."""
    return tuple(
        level
        for level in (WHOLE, *_PLACED)
        if not name or any(s.place == level and name in s.dimensions for s in axes.shapes)
    )


def _times(axes: Axes, positions: list[int]) -> pl.DataFrame:
    at = _positions(months_of(axes))
    pairs = [(at[month], time) for time in positions for month in sorted(axes.times.sets[time])]
    return _frame(pairs, {"month": pl.Int32, "time": pl.Int32})


def _labels(axes: Axes, *, is_outside: bool) -> pl.DataFrame:
    at = _positions(classes_of(axes))
    pairs = [
        (at[each], position)
        for position, label in enumerate(axes.labels)
        if (label in axes.outside) is is_outside
        for each in axes.classes[position]
    ]
    return _frame(pairs, {"definition_class": pl.Int32, "label": pl.Int32})


def _frame(pairs: list[tuple[int, int]], schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    return pl.DataFrame(pairs, schema=schema, orient="row")
