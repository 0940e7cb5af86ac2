"""Limits of shares: Wilson's score interval.

Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal
of the American Statistical Association 22 (1927); computed by statsmodels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn.statistics.limits import Limits, read_counts, read_exposures, tail_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def wilson(
    count: ArrayLike, total: ArrayLike, *, multiplier: float = 1.0, confidence: float = 0.95
) -> Limits:
    """The share `count` of `total` times `multiplier` (100 for per cent) with Wilson's limits.

    Shape: that of the two broadcast together; limits stay within 0 and `multiplier`. Raises
    ValueError for a negative count, a total of 0 or a count above its total; NaN gives NaN.

    >>> wilson([5, 0], [10, 10], multiplier=100).value
    array([50.,  0.])
    >>> wilson([5, 0], [10, 10], multiplier=100).upper.round(2)
    array([76.34, 27.75])
    """
    part, whole = np.broadcast_arrays(
        read_counts("count", count), read_exposures("total", read_counts("total", total))
    )
    if (part > whole).any():
        first = int(np.flatnonzero(part > whole)[0])
        raise ValueError(
            f"a part cannot exceed its total; got {part.flat[first]:g} of {whole.flat[first]:g} "
            f"at position {first}"
        )
    from statsmodels.stats.proportion import proportion_confint

    # statsmodels warns on NaN: it is given a harmless pair there, and NaN is put back.
    known = ~(np.isnan(part) | np.isnan(whole))
    lower, upper = proportion_confint(
        np.where(known, part, 0.0),
        np.where(known, whole, 1.0),
        alpha=2 * tail_of(confidence),
        method="wilson",
    )
    limits = (part / whole, np.clip(lower, 0, 1), np.clip(upper, 0, 1))
    return Limits(*(np.where(known, each * multiplier, np.nan) for each in limits))
