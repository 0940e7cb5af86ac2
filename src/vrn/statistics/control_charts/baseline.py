"""Where the limits of a chart begin again, and which points they are made from.

Sources: recalculating limits after a known change, and freezing them at a baseline so that later
points are judged by what came before: D. J. Wheeler, Understanding Variation (1993), chapter 4; the
two together as in the R package NHSRplotthedots.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from vrn.statistics.answers import Column
    from vrn.statistics.control_charts.runs import Flags


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """Which points the limits are made from; without any choice, from all of a series.

    `rebase`: dates at which limits begin again, for all series alike, each at the first point on or
    after it; of the same kind as the dates of the chart. `starts`: instead, a column that is true
    at the points where a series begins again, one a point, so that each series has its own.
    `points`: only the first so many points of each re-base group make its limits. `until`: only
    points to this date do, the date in; a group that begins later is made from all its points.
    """

    rebase: Sequence[Any] = ()
    starts: Column | None = None
    points: int | None = None
    until: Any = None

    def __post_init__(self) -> None:
        if len(self.rebase) and self.starts is not None:
            raise ValueError("say where limits begin again by dates or by a column, not by both")
        if self.points is not None and self.points < 2:
            raise ValueError(f"a baseline needs at least 2 points; got {self.points}")


WHOLE_SERIES = Baseline()


def rebase_groups(
    date: pl.Series, starts: Flags | None, is_first: Flags, *, baseline: Baseline
) -> NDArray[np.int64]:
    """The number of each point's re-base group within its series, from 0.

    Points are in order of series and date; `is_first` is true at the first of each series, and
    `starts` at the points that are marked. A re-base date before a series begins does nothing to
    it. Raises ValueError for a date of another kind.

    >>> days = pl.Series([1, 2, 3])
    >>> rebase_groups(days, None, np.array([1, 0, 0]) == 1, baseline=Baseline(rebase=[3]))
    array([0, 0, 1])
    """
    firsts = np.flatnonzero(is_first)
    repeats = np.diff(firsts, append=is_first.size)
    if starts is not None:
        begun = np.cumsum(starts)
        return begun - np.repeat(begun[firsts] - starts[firsts], repeats)
    group = np.zeros(is_first.size, dtype=np.int64)
    for each in baseline.rebase:
        _check_kind(date, each, word="re-base")
        has_begun = (date <= each).to_numpy()[firsts]
        group += (date >= each).to_numpy() & np.repeat(has_begun, repeats)
    return group


def in_baseline(
    date: pl.Series, place: NDArray[np.int64], is_start: Flags, *, baseline: Baseline
) -> Flags:
    """Whether each point may make the limits of its re-base group.

    `is_start` is true at the first point of each group, `place` counts within it from 0. Raises
    ValueError for a date of another kind.

    >>> days, start = pl.Series([1, 2, 3]), np.array([1, 0, 0]) == 1
    >>> in_baseline(days, np.array([0, 1, 2]), start, baseline=Baseline(until=2))
    array([ True,  True, False])
    """
    inside = np.full(place.size, True)
    if baseline.until is not None:
        _check_kind(date, baseline.until, word="baseline")
        inside = (date <= baseline.until).to_numpy().copy()
        firsts = np.flatnonzero(is_start)
        inside |= np.repeat(~inside[firsts], np.diff(firsts, append=place.size))
    if baseline.points is not None:
        inside &= place < baseline.points
    return inside


def _check_kind(date: pl.Series, given: Any, *, word: str) -> None:
    """Raises ValueError where a date cannot be compared with those of the chart."""
    kind = pl.Series([given]).dtype
    both = (kind, date.dtype)
    if kind != date.dtype and not (
        all(each.is_numeric() for each in both) or all(each.is_temporal() for each in both)
    ):
        raise ValueError(
            f"the {word} date {given!r} is {kind} and the dates of the chart are {date.dtype}: "
            "give both alike"
        )
