"""Spoils one row in a hundred, in ten ways in turn: faults that partners' files come with."""

from __future__ import annotations

import polars as pl

EVERY = 100
"""One row in so many is spoilt: just what an agreement that says nothing else puts up with."""

_AT_LAST = EVERY - 1
_LOCATION = pl.col("location")

WAYS: dict[str, dict[str, pl.Expr]] = {
    "a month still to come": {"month": pl.lit("2031-01")},
    "a month before the agreement": {"month": pl.lit("2009-05")},
    "no category": {"crime_type": pl.lit(None, pl.String)},
    "an area's code that lost its noughts": {
        "area_code": pl.col("area_code").str.replace("0", "", n=1)
    },
    "coordinates swapped": {"longitude": pl.col("latitude"), "latitude": pl.col("longitude")},
    "coordinates of 0 and 0": {"longitude": pl.lit("0.0"), "latitude": pl.lit("0.0")},
    "coordinates in metres": {"longitude": pl.lit("458912.0"), "latitude": pl.lit("304712.0")},
    "a spreadsheet's error": {"location": pl.lit("#REF!")},
    "a control character": {"location": _LOCATION + "\x07"},
    "a telephone number in a text": {"location": _LOCATION + " 0116 496 0123"},
}
"""What is done to the columns of a row, by the fault that it then has."""


def spoil(frame: pl.DataFrame, *, before: int = 0) -> pl.DataFrame:
    """The rows with every hundredth spoilt, the ways in turn; `before` were spoilt already."""
    row = pl.int_range(pl.len())
    turn = (row // EVERY + before) % len(WAYS)
    way = pl.when(row % EVERY == _AT_LAST).then(turn)
    changed = {name for columns in WAYS.values() for name in columns}
    return frame.with_columns(_spoilt(name, way).alias(name) for name in sorted(changed))


def _spoilt(name: str, way: pl.Expr) -> pl.Expr:
    spoilt = pl.col(name)
    for turn, columns in enumerate(WAYS.values()):
        if name in columns:
            spoilt = pl.when(way == turn).then(columns[name]).otherwise(spoilt)
    return spoilt
