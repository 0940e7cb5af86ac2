"""The kinds of values in a column, in order, and each value as the number of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

NARROW = 100_000
"""Whole numbers that lie within so much of one another are looked up instead of sorted."""


def number_kinds(series: pl.Series) -> tuple[NDArray[np.intp], pl.Series]:
    """Each value's number from 0, and the kinds of values in order; a null has the number after.

    Values that are neither text nor whole numbers are told apart, and put in order, by their text.

    >>> codes, kinds = number_kinds(pl.Series(["b", None, "a", "b"]))
    >>> codes, kinds.to_list()
    (array([1, 2, 0, 1]), ['a', 'b'])
    """
    if series.dtype.is_integer() and not series.null_count():
        codes, found = _number_whole(series.to_numpy())
        return codes, pl.Series(series.name, found, dtype=series.dtype)
    texts = series.cast(pl.String)
    kinds = texts.drop_nulls().unique().sort()
    places = texts.cast(pl.Enum(kinds)).to_physical().fill_null(kinds.len())
    return places.to_numpy().astype(np.intp), kinds


def _number_whole(values: NDArray[Any]) -> tuple[NDArray[np.intp], NDArray[Any]]:
    least, most = (int(values.min()), int(values.max())) if values.size else (0, 0)
    if most - least > max(NARROW, values.size):
        kinds, codes = np.unique(values, return_inverse=True)
        return codes, kinds
    offsets = (values - values.dtype.type(least)).astype(np.intp)
    is_here = np.bincount(offsets, minlength=1) > 0
    return (np.cumsum(is_here) - 1)[offsets], np.flatnonzero(is_here) + least
