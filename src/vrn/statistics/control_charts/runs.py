"""Runs and windows along many series at once: the arrays that rules are judged with.

Series lie one after the other in flat arrays. A segment is what is judged by itself (one re-base
group of one series); `is_start` is True at the first point of each.

Source: the definitions of a run (points in a row on one side of the mean) and of a trend in Western
Electric Company, Statistical Quality Control Handbook (1956), pages 23 to 28.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from vrn.statistics.limits import FloatArray

Flags: TypeAlias = NDArray[np.bool_]
Signs: TypeAlias = NDArray[np.int8]


def run_lengths(codes: Signs, is_start: Flags) -> NDArray[np.int64]:
    """How many points long the run is that each point belongs to; a segment's start begins one.

    >>> run_lengths(np.array([1, 1, 0, 1], dtype=np.int8), np.array([True, False, False, False]))
    array([2, 2, 1, 1])
    """
    begins = is_start.copy()
    begins[1:] |= codes[1:] != codes[:-1]
    firsts = np.flatnonzero(begins)
    lengths = np.diff(firsts, append=codes.size)
    return np.repeat(lengths, lengths)


def positions(is_start: Flags) -> NDArray[np.int64]:
    """Each point's place in its segment, from 0.

    >>> positions(np.array([True, False, True, False, False]))
    array([0, 1, 0, 1, 2])
    """
    firsts = np.flatnonzero(is_start)
    return np.arange(is_start.size) - np.repeat(firsts, np.diff(firsts, append=is_start.size))


def shifts(side: Signs, is_start: Flags, *, points: int) -> Signs:
    """The side (1 or -1) of each point in a run of at least `points` on one side, else 0.

    A point on the mean, or without a value (side 0), ends a run.

    >>> shifts(np.array([1, 1, 1, 0], dtype=np.int8), np.array([1, 0, 0, 0]) == 1, points=3)
    array([1, 1, 1, 0], dtype=int8)
    """
    return np.where(run_lengths(side, is_start) >= points, side, 0).astype(np.int8)


def trends(value: FloatArray, is_start: Flags, *, points: int) -> Signs:
    """1 for each point of a rising trend of at least `points`, -1 of a falling one, else 0.

    A tie or a missing value (NaN) ends a trend. A peak that ends one trend and begins another
    belongs to the later.

    >>> trends(np.array([1.0, 2.0, 3.0, 3.0]), np.array([1, 0, 0, 0]) == 1, points=3)
    array([1, 1, 1, 0], dtype=int8)
    """
    steps = np.zeros(value.size, dtype=np.int8)
    steps[1:] = (value[1:] > value[:-1]).view(np.int8) - (value[1:] < value[:-1]).view(np.int8)
    steps[is_start] = 0
    enough = run_lengths(steps, is_start) >= points - 1
    reached = np.where(enough, steps, 0).astype(np.int8)
    following = np.append(reached[1:], np.int8(0))
    return np.where(following != 0, following, reached)


def in_windows(
    counts: Flags, is_eligible: Flags, place: NDArray[np.int64], *, rule: tuple[int, int]
) -> Flags:
    """Whether each point counts and lies in a window of which enough points count.

    `rule` is (2, 3) for two in three neighbouring points of one segment. Every point of the window
    has to be eligible. `place` is each point's place in its segment.

    >>> yes, no = True, False
    >>> in_windows(
    ...     np.array([yes, no, yes]), np.array([yes, yes, yes]), np.array([0, 1, 2]), rule=(2, 3)
    ... )
    array([ True, False,  True])
    """
    points, of = rule
    ends_here = (place >= of - 1) & (_within(counts, of) >= points)
    ends_here &= _within(is_eligible, of) == of
    # A window that ends at this point or at one of the next holds it.
    return counts & (_within(ends_here[::-1], of)[::-1] > 0)


def _within(flags: Flags, of: int) -> NDArray[np.int64]:
    """How many of the last `of` points, this one included, are True; fewer at the beginning."""
    sums = np.zeros(flags.size + of, dtype=np.int64)
    np.cumsum(flags, out=sums[of:])
    return np.subtract(sums[of:], sums[:-of])
