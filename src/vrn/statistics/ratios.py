"""Ratios of two rates, with exact conditional limits.

Source: given the sum of two Poisson counts the first is binomial (J. Przyborowski and H. Wilenski,
Biometrika 31, 1940); its exact limits (C. J. Clopper and E. S. Pearson, Biometrika 26, 1934) turned
into those of the ratio. The quantiles are scipy's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn.statistics.limits import Limits, read_counts, read_exposures, tail_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def rate_ratio(
    counts: tuple[ArrayLike, ArrayLike],
    exposures: tuple[ArrayLike, ArrayLike] = (1.0, 1.0),
    *,
    confidence: float = 0.95,
) -> Limits:
    """The first rate over the second: both as (first, second), counts over their exposures.

    No unit. Shape: that of all four broadcast together. Infinite where the second count alone is 0
    (the upper limit too); NaN where both are 0, for then nothing is known of the ratio, and where
    an input is NaN. Assumes two independent Poisson counts: clustered events need wider limits.
    Raises ValueError for negative counts and exposures of 0 or less.

    >>> rate_ratio(([12], [6]), ([1_000], [1_000])).value
    array([2.])
    >>> value, lower, upper = rate_ratio(([12], [6]), ([1_000], [1_000]))
    >>> lower.round(3), upper.round(3)
    (array([0.695]), array([6.495]))
    """
    from scipy.special import betaincinv

    first, second, base, other = np.broadcast_arrays(
        read_counts("first count", counts[0]),
        read_counts("second count", counts[1]),
        read_exposures("first exposure", exposures[0]),
        read_exposures("second exposure", exposures[1]),
    )
    tail, scale = tail_of(confidence), other / base
    known = (first + second) > 0  # false for NaN and for two zeros alike
    least = betaincinv(np.where(first > 0, first, 1.0), second + 1, tail)
    most = betaincinv(first + 1, np.where(second > 0, second, 1.0), 1 - tail)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = scale * first / second
        lower = np.where(first > 0, scale * least / (1 - least), 0.0)
        upper = np.where(second > 0, scale * most / (1 - most), np.inf)
    return Limits(*(np.where(known, each, np.nan) for each in (value, lower, upper)))
