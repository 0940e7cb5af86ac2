"""The headline shapes' cells, counted and not protected: what a lattice is set beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.release.headline.shapes import PERIOD, SHAPES, WHOLE
from vrn.terms import AGE_GROUPS, period_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from vrn.terms import Period

CELL = ("level", "place", "months", "label", "age", "dimension", "code")
ALL_AGES, UNDER = AGE_GROUPS
_IN_PERIOD = "in period"


def count_barely(
    parts: Sequence[Path],
    *,
    definitions: Mapping[str, Sequence[str]],
    months_held: Sequence[str],
    period: Period,
) -> pl.DataFrame:
    """Bare Polars: one `group_by` a listed table, then sums by definition and age group.

    Gives `CELL` and `count`, of every cell that holds anybody and lies in a place.
    """
    rows = pl.scan_parquet(list(parts)).filter(pl.col("month").is_in(list(months_held)))
    inside = pl.col("month").is_between(pl.lit(period.first), pl.lit(period.last))
    rows = rows.with_columns(pl.when(inside).then(pl.lit(_IN_PERIOD)).alias(PERIOD))
    counted = pl.concat(pl.collect_all(list(_tables(rows)), engine="streaming"))
    whole = _whole_times(counted, months_held, period)
    labels = [(each, label) for label, held in _labels(definitions).items() for each in held]
    told = pl.DataFrame(labels, schema=["definition_class", "label"], orient="row")
    return (
        counted.join(whole, on=["kind", "time"])
        .join(told, on="definition_class")
        .with_columns(age=pl.when(pl.col("under_25") == UNDER).then([ALL_AGES, UNDER]))
        .with_columns(pl.col("age").fill_null([ALL_AGES]))
        .explode("age")
        .group_by("kind", *CELL)
        .agg(count=pl.col("count").sum())
        .select(*CELL, "count")
        .unique()
    )


def _labels(definitions: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Each definition with its classes, and each class by itself."""
    classes = dict.fromkeys(each for held in definitions.values() for each in held)
    named = {name: tuple(held) for name, held in definitions.items()}
    return {**named, **{each: (each,) for each in classes}}


def _tables(rows: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    for shape in SHAPES:
        for kind in shape.times:
            for dimension in ("", *shape.dimensions):
                place = pl.lit("") if shape.place == WHOLE else pl.col(shape.place)
                code = pl.col(dimension) if dimension else pl.lit("")
                yield (
                    rows.select(
                        "definition_class",
                        "under_25",
                        place=place,
                        time=pl.col(kind),
                        code=code,
                    )
                    .filter(pl.col("place").is_not_null(), pl.col("time").is_not_null())
                    .group_by("place", "time", "code", "definition_class", "under_25")
                    .agg(count=pl.len().cast(pl.Int64))
                    .with_columns(
                        level=pl.lit(shape.place), kind=pl.lit(kind), dimension=pl.lit(dimension)
                    )
                )


def _whole_times(counted: pl.DataFrame, held: Sequence[str], period: Period) -> pl.DataFrame:
    """Each time that is held whole: its kind, its code, and its months as an address has them."""
    found = []
    for kind, time in counted.select("kind", "time").unique().iter_rows():
        months = period.months if kind == PERIOD else period_of(time).months
        if set(months) <= set(held):
            found.append((kind, time, ",".join(sorted(months))))
    return pl.DataFrame(found, schema=["kind", "time", "months"], orient="row")
