"""What one check of a reference's file is: the files that it reads, and how ours is laid beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

Agreements = Mapping[str, NDArray[np.bool_]]


@dataclass(frozen=True)
class Check:
    """An expected file, by the end of its name, its inputs with the same beginning, and the test.

    `compare` takes the expected frame and then each input's (an empty cell is null), and gives for
    each column (or pair of column and variant) compared one yes or no a row.
    """

    expected: str
    inputs: tuple[str, ...]
    compare: Callable[..., Agreements]
    tolerance: str


def agree(
    ours: ArrayLike | pl.Series, expected: pl.Series, *, rtol: float = 1e-9, atol: float = 1e-12
) -> NDArray[np.bool_]:
    """One yes or no a row: both without a value, both the same infinity, or near one another."""
    left = pl.Series(ours, dtype=pl.Float64, strict=False).fill_null(np.nan).to_numpy()
    right = expected.cast(pl.Float64).fill_null(np.nan).to_numpy()
    return np.isclose(left, right, rtol=rtol, atol=atol, equal_nan=True)


def agree_exactly(ours: pl.Series, expected: pl.Series) -> NDArray[np.bool_]:
    """One yes or no a row: equal, or both without a value."""
    return ours.cast(expected.dtype).eq_missing(expected).to_numpy()
