"""How much better a window explains the events than chance alone: Kulldorff's likelihood ratio.

Given the total C, with c events in a window where e are expected by its share of the population and
of the time, the log likelihood ratio of the Poisson model is

    c ln(c / e) + (C - c) ln((C - c) / (C - e))

Sources: M. Kulldorff, A spatial scan statistic, Communications in Statistics: Theory and Methods 26
(1997), section 4; M. Kulldorff, Prospective time periodic geographical disease surveillance using a
scan statistic, Journal of the Royal Statistical Society A 164 (2001).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn.statistics.scan.windows import HIGH

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from vrn.statistics.limits import FloatArray
    from vrn.statistics.scan.windows import Counts

_HALVINGS = 50


def log_likelihood_ratio(count: ArrayLike, expected: ArrayLike, *, total: float) -> FloatArray:
    """The log likelihood ratio of windows, whether their rate is high or low; 0 at the expected.

    c ln(c / e) + (C - c) ln((C - c) / (C - e)), where a count of 0 makes its term 0. `expected` and
    `total` are in events; shape: that of the two broadcast together. Minus infinity where the
    expected is infinite, which marks a circle that is none.

    >>> log_likelihood_ratio([8, 4], 4.0, total=16).round(4)
    array([2.3015, 0.    ])
    """
    c, e = np.asarray(count, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    rest = total - c
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = np.where(c > 0, c * np.log(c / e), 0.0)
        outside = np.where(rest > 0, rest * np.log(rest / (total - e)), 0.0)
    ratios: FloatArray = inside + outside
    return ratios


def strength(
    count: ArrayLike, expected: ArrayLike, *, total: float, sign: int, least_count: int
) -> FloatArray:
    """The log likelihood ratio where the rate lies on the side that is looked for; else 0.

    High rates (sign 1) need `least_count` events and more than expected; low rates (sign -1) fewer
    than expected.

    >>> strength([8, 1], 4.0, total=16, sign=1, least_count=2).round(4)
    array([2.3015, 0.    ])
    """
    c, e = np.asarray(count, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    counts = (c > e) & (c >= least_count) if sign == HIGH else (c < e) & np.isfinite(e)
    return np.where(counts, log_likelihood_ratio(c, e, total=total), 0.0)


def edge_of_level(level: float, *, total: int, sign: int) -> FloatArray:
    """For each count from 0 to the total, the expected events at which the ratio is at `level`.

    For high rates that below the count, for low rates that above it; a hair towards the count, so
    that a window at the very level is never lost. Found by halving: the ratio falls steadily as the
    expected comes nearer to the count.
    """
    counts = np.arange(total + 1, dtype=np.float64)
    far = np.zeros(total + 1) if sign == HIGH else np.full(total + 1, float(total))
    near = counts.copy()
    for _ in range(_HALVINGS):
        middle = (far + near) / 2
        reaches = log_likelihood_ratio(counts, middle, total=total) >= level
        far, near = np.where(reaches, middle, far), np.where(reaches, near, middle)
    return near


def signed_counts_needed(
    expected: FloatArray, edges: FloatArray, *, sign: int, least_count: int
) -> Counts:
    """The least signed count (-c for low rates) that reaches the level of `edges`, a whole number.

    `edges` are those of `edge_of_level`. One more than the total where no count does, and where the
    expected is infinite.
    """
    if sign == HIGH:
        reachable = np.where(np.arange(edges.size) < least_count, 0.0, edges)
        return np.searchsorted(reachable, expected)
    needed = 1 - np.searchsorted(edges, expected, side="right")
    return np.where(np.isfinite(expected), needed, edges.size)
