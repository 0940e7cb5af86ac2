"""q-values: how many false discoveries to expect if every p-value as small as this one is believed.

The m p-values are put in order. The q-value of the one at rank r is the least of p_s m / s over all
ranks s >= r; the last of these is the largest p-value, and so q is at most 1. Believing those with
q <= 0.05 keeps the expected share of false ones among them at 5% or less.

Sources: Y. Benjamini and Y. Hochberg, Controlling the false discovery rate: a practical and
powerful approach to multiple testing, Journal of the Royal Statistical Society B 57 (1995); for
maps, M. C. de Castro and B. H. Singer, Controlling the false discovery rate, Geographical Analysis
38 (2006).

Limits: the promise is for p-values that are independent or rise together (Benjamini and Yekutieli,
2001), as those of neighbouring areas do. With few permutations no p-value is small enough to pass
among many areas: 999 permutations give 0.002 at the least.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn.statistics.answers import read_columns

if TYPE_CHECKING:
    from vrn.statistics.answers import Column
    from vrn.statistics.limits import FloatArray


def benjamini_hochberg(p: Column) -> FloatArray:
    """The q-value of each p-value; null or NaN stays NaN and is not counted among the tests.

    q at rank r = min over s >= r of (p_s m / s), at most 1. Raises ValueError for a p-value that
    is not from 0 to 1.

    >>> benjamini_hochberg([0.01, 0.04, 0.03, None]).round(3)
    array([0.03, 0.04, 0.04,  nan])
    """
    chances = read_columns(p=p)["p"]
    known = ~np.isnan(chances)
    wrong = np.flatnonzero(known & ~((chances >= 0) & (chances <= 1)))
    if wrong.size:
        raise ValueError(
            f"a p-value must be from 0 to 1; got {chances[wrong[0]]:g} at position {wrong[0]} "
            f"({wrong.size} of {chances.size} values are wrong)"
        )
    tested = chances[known]
    order = np.argsort(tested)
    scaled = tested[order] * tested.size / np.arange(1, tested.size + 1)
    least = np.minimum.accumulate(scaled[::-1])[::-1]
    found = np.full(chances.size, np.nan)
    found[np.flatnonzero(known)[order]] = least
    return found
