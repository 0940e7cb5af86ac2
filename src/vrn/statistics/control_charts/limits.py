"""The mean and limits of individual values from their moving ranges (the XmR chart).

With M the mean moving range (the difference between neighbouring values, without its sign) the
limits are the mean plus and minus 2.66 M, which is 3 M / 1.128: three standard deviations of a
normal series whose neighbours do not depend on one another. The two-sigma lines lie at two thirds.

Sources: W. A. Shewhart, Economic Control of Quality of Manufactured Product (1931); D. J. Wheeler
and D. S. Chambers, Understanding Statistical Process Control, 2nd edition (1992), chapter 3 (2.66
and 3.267); L. S. Nelson, Control charts for individual measurements, Journal of Quality Technology
14 (1982) (leaving out moving ranges above their own limit).

Limits: values that follow their neighbours (season, slow change) make moving ranges too small and
limits too narrow, so that too much is marked; counts of a few events a month are skewed, and their
upper limit is passed too often. Fewer than 13 points give limits that still move a good deal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.statistics.control_charts.rule_sets import RuleSet
    from vrn.statistics.control_charts.runs import Flags
    from vrn.statistics.limits import FloatArray

LIMIT_FACTOR = 2.66
SCREEN_FACTOR = 3.267


class Baselines(NamedTuple):
    """The mean and mean moving range of each point's segment, and how many they are the means of.

    Arrays of one value a point. The mean is NaN without a value in the baseline, the range without
    two neighbouring values there, or where every range was screened out. `ranges` are counted
    before screening.
    """

    mean: FloatArray
    moving_range: FloatArray
    points: NDArray[np.int64]
    ranges: NDArray[np.int64]

    def line(self, sigmas: float) -> FloatArray:
        """The line so many standard deviations above the mean; below it for a negative number."""
        return self.mean + (sigmas * LIMIT_FACTOR / 3) * self.moving_range


def moving_range_baselines(
    value: FloatArray, is_start: Flags, in_baseline: Flags, *, rules: RuleSet
) -> Baselines:
    """The mean and mean moving range of the values in the baseline of each segment.

    Segments lie one after the other, `is_start` True at the first point of each. A moving range is
    of two neighbours with a value, both in the baseline of one segment. Screening follows the rule
    set. Units: those of the values.

    >>> from vrn.statistics.control_charts.rule_sets import MAKING_DATA_COUNT
    >>> value = np.array([10.0, 12.0, 11.0])
    >>> found = moving_range_baselines(
    ...     value, np.array([1, 0, 0]) == 1, np.full(3, True), rules=MAKING_DATA_COUNT
    ... )
    >>> found.mean, found.moving_range
    (array([11., 11., 11.]), array([1.5, 1.5, 1.5]))
    """
    firsts = np.flatnonzero(is_start)
    is_used = in_baseline & ~np.isnan(value)
    ranges = np.zeros(value.size)
    ranges[1:] = np.abs(np.diff(value))
    has_range = is_used & ~is_start
    has_range[1:] &= is_used[:-1]
    mean, points = _means(value, is_used, firsts)
    moving_range, count = _means(ranges, has_range, firsts)
    if rules.is_screened:
        screened = has_range & (ranges < SCREEN_FACTOR * moving_range)
        is_kept = (moving_range == 0) & rules.has_limits_when_constant
        moving_range = np.where(is_kept, 0.0, _means(ranges, screened, firsts)[0])
    return Baselines(mean, moving_range, points, count)


def _means(
    value: FloatArray, is_used: Flags, firsts: NDArray[np.int64]
) -> tuple[FloatArray, NDArray[np.int64]]:
    """The mean of the used values of each point's segment, NaN where none is, and their number.

    Taken twice, the second time of what is left over: the mean of equal values is then that value
    to the last digit, and a point on the mean is seen to lie there, also on machines on which the
    longest float is the usual one.
    """
    repeats = np.diff(firsts, append=value.size)
    points = np.add.reduceat(is_used, firsts, dtype=np.int64)
    divisor = np.maximum(points, 1)
    used = np.where(is_used, value, 0.0).astype(np.longdouble)
    mean = np.add.reduceat(used, firsts) / divisor
    left = np.where(is_used, used - np.repeat(mean, repeats), 0)
    mean += np.add.reduceat(left, firsts) / divisor
    found = np.where(points > 0, mean, np.nan).astype(np.float64)
    return np.repeat(found, repeats), np.repeat(points, repeats)
