"""Whether each group holds every band (of age, say) once, as standardising needs.

A band that is left out of one group, or there twice, moves its standardised rate without a trace;
so a group with other bands than the rest is told apart, in one pass over the rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, TypeVar, cast, get_args

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vrn.statistics.kinds import number_kinds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.statistics.answers import Column
    from vrn.statistics.limits import FloatArray

MissingBands: TypeAlias = Literal["reason", "leave-out"]
"""What becomes of a group that lacks a band: a reason, or a value of the bands that are there."""

BAND_MISSING = "a band is missing"
BAND_UNKNOWN = "the band of a row is not known"
BAND_TWICE = "a band is there more than once"
OTHER_TOTAL = "its {} population adds up to another total than in most groups"
UNKNOWN = "bands not known"
WORD = 32
"""Bands marked in one number: sums of such marks stay whole in a float."""
DIGITS = 9
"""To how many decimals parts of a total must be equal: sums in another order differ by rounding."""
LONGEST_PERIOD = 1_000
Repeated = TypeVar("Repeated", bound=NDArray[Any])


class Bands(NamedTuple):
    """The band of each row as a number from 0; `size` (one past the last) where it is not known.

    The numbers are those of the first rows, and repeat until there are `length` of them.
    """

    pattern: NDArray[np.intp]
    size: int
    length: int

    @property
    def codes(self) -> NDArray[np.intp]:
        """The number of each row's band."""
        return repeat(self.pattern, self.length)


def repeat(pattern: Repeated, length: int) -> Repeated:
    """The values of a pattern over and over, until there are so many.

    >>> repeat(np.array([1, 2]), 5)
    array([1, 2, 1, 2, 1])
    """
    if pattern.size == length:
        return pattern
    times = -(-length // pattern.size)
    return cast("Repeated", np.broadcast_to(pattern, (times, pattern.size)).ravel()[:length])


def read_bands(band: Column, *, length: int) -> Bands:
    """The bands of the rows as numbers. Raises ValueError where their length is another.

    >>> read_bands(["0-4", "5-9", "0-4"], length=3).codes
    array([0, 1, 0])
    """
    series = band if isinstance(band, pl.Series) else pl.Series(np.atleast_1d(np.asarray(band)))
    if series.len() != length:
        raise ValueError(
            f"{series.len()} bands are given for {length} values: they must be one each"
        )
    # Large tables mostly hold the same bands in the same order, group after group.
    pattern, kinds = number_kinds(series.slice(0, _period(series)))
    return Bands(pattern, kinds.len(), length)


def _period(series: pl.Series) -> int:
    """After how many values all repeat in their order; the length where they do not."""
    length = series.len()
    again = series.slice(1, LONGEST_PERIOD).eq_missing(series.first()).arg_true()
    if length and again.len():
        period = again[0] + 1
        rest = series.slice(period)
        if rest.eq_missing(series.slice(0, rest.len())).all():
            return int(period)
    return length


def check_one_weight(bands: Bands, weights: FloatArray, *, name: str) -> None:
    """Raises ValueError where a band has two weights (standard populations, say): `name` says what.

    >>> bands = read_bands(["0-4", "0-4"], length=2)
    >>> check_one_weight(bands, np.array([5.0, 5.0]), name="standard")
    """
    period = bands.pattern.size
    if np.array_equal(weights[period:], weights[: bands.length - period]):
        weights = weights[:period]  # they repeat as the bands do, and so do their faults
    codes, weight = repeat(bands.pattern, weights.size), np.full(bands.size + 1, np.nan)
    weight[codes] = weights
    if (weight[codes] == weights).all():
        return
    known = (codes < bands.size) & ~np.isnan(weights)
    weight[codes[known]] = weights[known]
    wrong = known & (weight[codes] != weights)
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        raise ValueError(
            f"{name} must be the same in each row of a band; got {weights[first]:g} at position "
            f"{first} where another row of the band has {weight[codes[first]]:g}"
        )


def marks_of(bands: Bands) -> dict[str, FloatArray]:
    """Columns to be summed within groups: a power of two for each band, 32 bands to a column.

    A column of rows whose band is not known follows, if there are any. So many powers of two
    as there are bands add up to 2^bands - 1 in one way only: each once.

    >>> marks_of(read_bands(["a", "b", "c"], length=3))
    {'bands from 0': array([1., 2., 4.])}
    """
    words = {}
    for start in range(0, bands.size, WORD):
        place = np.arange(bands.size + 1) - start
        mark = np.where((place >= 0) & (place < min(WORD, bands.size - start)), 2.0**place, 0.0)
        words[f"bands from {start}"] = repeat(mark[bands.pattern], bands.length)
    unknown = bands.pattern == bands.size
    if unknown.any():
        words[UNKNOWN] = repeat(unknown.astype(np.float64), bands.length)
    return words


def reasons_of_marks(
    bands: Bands, rows: FloatArray, sums: Mapping[str, FloatArray]
) -> tuple[tuple[str, NDArray[np.bool_]], ...]:
    """For each group whether it holds a band twice, or lacks one, from the sums of the marks.

    >>> bands = read_bands(["a", "b", "a"], length=3)
    >>> sums = {"bands from 0": np.array([3.0, 1.0])}
    >>> reasons_of_marks(bands, np.array([2.0, 1.0]), sums)[2][1]
    array([False,  True])
    """
    is_whole = rows == bands.size
    for start in range(0, bands.size, WORD):
        is_whole &= sums[f"bands from {start}"] == 2.0 ** min(WORD, bands.size - start) - 1
    return (
        (BAND_UNKNOWN, sums.get(UNKNOWN, np.zeros(rows.shape)) > 0),
        (BAND_TWICE, rows > bands.size),
        (BAND_MISSING, ~is_whole),
    )


def is_other_total(totals: FloatArray) -> NDArray[np.bool_]:
    """For each group whether its weights add up to another total than in most groups.

    Of totals that are equally common the largest is taken for whole: a band is sooner left out than
    there twice. NaN is no other total.

    >>> is_other_total(np.array([100.0, 100.0, 80.0]))
    array([False, False,  True])
    """
    largest = totals[~np.isnan(totals)].max(initial=0.0)
    if not largest:
        return np.zeros(totals.shape, dtype=np.bool_)
    parts = np.round(totals / largest, DIGITS)
    kinds, counts = np.unique(parts[~np.isnan(parts)], return_counts=True)
    common = kinds[counts == counts.max()].max()
    is_other: NDArray[np.bool_] = ~np.isnan(parts) & (parts != common)
    return is_other


def check_missing_bands(missing_bands: MissingBands) -> None:
    """Raises ValueError for a word that is not of `MissingBands`.

    >>> check_missing_bands("leave-out")
    """
    if missing_bands not in get_args(MissingBands):
        raise ValueError(f"missing_bands is 'reason' or 'leave-out'; got {missing_bands!r}")
