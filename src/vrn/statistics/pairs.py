"""Pairs of events that are near in place and in time, counted by bands of both.

Bands hold their start and leave out their end. Only pairs nearer in place than the last band's end
are ever held, so that many thousands of events fit in memory.

Source: the count of pairs near in both, and its mean when days are dealt again among places: E. G.
Knox, The detection of space-time interactions, Applied Statistics 13 (1964) 25-30.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vrn.statistics.answers import read_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.statistics.answers import Column
    from vrn.statistics.limits import FloatArray

IntArray: TypeAlias = NDArray[np.int64]
Days: TypeAlias = NDArray[np.signedinteger[Any]]

_SHORT, _LONG = np.iinfo(np.int16).max, np.iinfo(np.int32).max


@dataclass(frozen=True)
class Bands:
    """The edges of bands of distance and of days: [0, 1, 101] makes 0 up to 1 and 1 up to 101.

    Each band holds its start and leaves out its end. Raises ValueError unless each list has two or
    more finite numbers of at least 0, each above the one before.

    >>> Bands(distances=[0, 1, 101], days=[0, 8, 15]).far
    array([  0.,   1., 101.])
    """

    distances: Sequence[float]
    days: Sequence[float]

    def __post_init__(self) -> None:
        check_edges("distances", self.far)
        check_edges("days", self.late)

    @property
    def far(self) -> FloatArray:
        """The edges of distance."""
        return np.asarray(self.distances, dtype=np.float64)

    @property
    def late(self) -> FloatArray:
        """The edges of days; one with a fraction parts whole days as the next whole number does."""
        return np.asarray(self.days, dtype=np.float64)


class Events(NamedTuple):
    """Places (one row an event: x and y in one unit of length) and whole days from the first."""

    places: FloatArray
    days: Days


class Pairs(NamedTuple):
    """Pairs of events by their positions, the nearest band first, and where each band starts.

    `starts` has one more entry than there are bands: the last is the number of pairs.
    """

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    starts: IntArray


def read_events(x: Column, y: Column, day: Column) -> Events:
    """The events' places and days, in an order of their own that is the same for any given order.

    Dates become numbers of days. Raises ValueError where a value is missing or not finite, a day is
    no whole number, lengths differ, or there are fewer than two events.

    >>> read_events([5, 0], [1, 2], [11, 10]).days
    array([0, 1], dtype=int16)
    """
    columns = read_columns(x=x, y=y, day=_numbers_of(day))
    for name, values in columns.items():
        wrong = np.flatnonzero(~np.isfinite(values))
        if wrong.size:
            raise ValueError(
                f"every event needs a finite {name}; got {values[wrong[0]]:g} at position "
                f"{wrong[0]} ({wrong.size} of {values.size} values are wrong)"
            )
    east, north, days = columns.values()
    if days.size < 2:
        raise ValueError(f"pairs need at least 2 events; got {days.size}")
    if (days != np.floor(days)).any() or np.ptp(days) >= _LONG:
        raise ValueError("day must be a whole number of days, or a date")
    order = np.lexsort((days, north, east))
    # Only differences of days matter, and the shorter the numbers, the quicker they are compared.
    kind = np.int16 if np.ptp(days) < _SHORT else np.int32
    return Events(np.column_stack([east, north])[order], (days - days.min())[order].astype(kind))


def check_edges(name: str, edges: FloatArray) -> None:
    """Raises ValueError unless edges are two or more finite numbers from 0 that increase.

    >>> check_edges("days", np.array([0.0, 8.0, 15.0]))
    """
    is_right = edges.ndim == 1 and edges.size > 1 and bool(np.isfinite(edges).all())
    if not is_right or edges[0] < 0 or (np.diff(edges) <= 0).any():
        raise ValueError(
            f"{name} are edges of bands: two or more numbers from 0 that increase, such as "
            f"[0, 8, 15]; got {edges.tolist()}"
        )


def pairs_in_bands(places: FloatArray, edges: FloatArray) -> Pairs:
    """The pairs of places, each once, whose distance lies in one of the bands.

    >>> places = np.array([[0.0, 0.0], [3.0, 4.0], [3.0, 4.0]])
    >>> pairs_in_bands(places, np.array([0.0, 1.0, 5.0])).starts  # 5 apart is in no band
    array([0, 1, 1])
    """
    from scipy.spatial import cKDTree

    # The tree rounds otherwise than the distance below: it is asked for a hair more than is kept.
    found = cKDTree(places).query_pairs(edges[-1] * (1 + 1e-9), output_type="ndarray")
    first, second = found[:, 0], found[:, 1]
    apart = np.sqrt(((places[first] - places[second]) ** 2).sum(axis=1))
    band = (np.searchsorted(edges, apart, "right") - 1).astype(np.int16)
    kept = np.flatnonzero((band >= 0) & (band < edges.size - 1))
    order = kept[np.argsort(band[kept], kind="stable")]
    starts = np.concatenate([[0], np.cumsum(np.bincount(band[kept], minlength=edges.size - 1))])
    return Pairs(first[order], second[order], starts)


def count_pairs(pairs: Pairs, days: Days, edges: FloatArray) -> IntArray:
    """The pairs by band of days (rows, by `edges`) and band of distance (columns).

    >>> two = Pairs(np.array([0, 1]), np.array([1, 2]), np.array([0, 1, 2]))
    >>> count_pairs(two, np.array([0, 3, 30], np.int16), np.array([0, 8, 31.0]))
    array([[1, 0],
           [0, 1]])
    """
    apart = np.abs(days.take(pairs.first) - days.take(pairs.second))
    bands = [slice(*each) for each in zip(pairs.starts[:-1], pairs.starts[1:], strict=True)]
    # An edge beyond every difference is brought down to what the short numbers can hold.
    longest = np.iinfo(apart.dtype).max
    below = np.empty((edges.size, len(bands)), dtype=np.int64)
    for row, edge in enumerate(edges):
        near = apart < apart.dtype.type(min(np.ceil(edge), longest))
        below[row] = [np.count_nonzero(near[band]) for band in bands]
    return below[1:] - below[:-1]


def pairs_in_time(days: Days, edges: FloatArray) -> IntArray:
    """How many of all pairs of events lie in each band of days, near in place or not.

    >>> pairs_in_time(np.array([0, 3, 30], np.int16), np.array([0, 8, 31.0]))
    array([1, 2])
    """
    ordered = np.sort(days).astype(np.float64)
    ranks = np.arange(1, ordered.size + 1)
    # For each event, those after it in the order that are fewer days on than the edge.
    below = [
        np.maximum(np.searchsorted(ordered, ordered + edge, "left") - ranks, 0).sum()
        for edge in np.ceil(edges)
    ]
    total = np.array(below, dtype=np.int64)
    return total[1:] - total[:-1]


def expected_pairs(pairs: Pairs, days: Days, edges: FloatArray) -> FloatArray:
    """Pairs by chance, in the shape of `count_pairs`: near in place x near in time / all pairs.

    It is the exact mean over all orders in which the days can be dealt among the places.

    >>> pairs = Pairs(np.array([0, 0]), np.array([1, 2]), np.array([0, 2]))
    >>> expected_pairs(pairs, np.array([0, 3, 30], np.int16), np.array([0.0, 8.0])).round(3)
    array([[0.667]])
    """
    every = days.size * (days.size - 1) / 2
    near: FloatArray = np.outer(pairs_in_time(days, edges), np.diff(pairs.starts)) / every
    return near


def _numbers_of(day: Column) -> pl.Series:
    if not isinstance(day, pl.Series):
        day = pl.Series(np.atleast_1d(np.asarray(day)).tolist(), strict=False)
    return day.cast(pl.Date).to_physical() if day.dtype.is_temporal() else day
