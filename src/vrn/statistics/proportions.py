"""Limits of shares: Wilson's score interval.

Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal
of the American Statistical Association 22 (1927); computed by statsmodels.

Limits: each of the total is taken to be in the part or not, independently of the others with one
chance: where members of a household or a school are alike, true limits are wider. For a total of a
few, the coverage of 95% limits swings between about 84% and 100% with the true share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.statistics.answers import (
    MISSING_COUNT,
    Missing,
    answers,
    column_of,
    fill_missing,
    read_columns,
    read_groups,
    reasons,
)
from vrn.statistics.groups import sums_by_group
from vrn.statistics.limits import (
    FloatArray,
    Limits,
    check_multiplier,
    read_counts,
    read_exposures,
    tail_of,
)

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from vrn.statistics.answers import Column, Confidence, Groups

OWN = ("count", "total")
WILSON = "Wilson's score"
MISSING_TOTAL, NO_TOTAL = (
    "a total is missing",
    "the total is 0: there is nothing to take a share of",
)


def proportion(
    count: Column,
    total: Column,
    *,
    by: Groups | None = None,
    multiplier: float = 1.0,
    confidence: Confidence = 0.95,
    missing: Missing = "reason",
) -> pl.DataFrame:
    """The share of a total, times `multiplier` (100 for per cent), with Wilson's score limits.

    share = sum(count) / sum(total), of each row or (with `by`) of each group. With p the share and
    z the normal quantile: (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n).

    Shape: a row for each row given, in their order, or for each group in order of group, stacked
    for each confidence; columns `count` and `total` stand before `value`. A missing count or total,
    in any row of a group, or a total of 0 gives a reason in place of the value; `missing="zero"`
    takes a missing count as 0. Raises ValueError for a negative or fractional count or total, a
    count above its total, infinite values or columns of other lengths.

    >>> found = proportion([5, 0], [10, 0], multiplier=100)
    >>> found.select(pl.col("value", "lower", "upper").round(2), "reason").row(0)
    (50.0, 23.66, 76.34, None)
    >>> found["reason"][1]
    'the total is 0: there is nothing to take a share of'
    """
    read = read_columns(count=count, total=total)
    part = fill_missing(read_counts("count", read["count"]), missing)
    whole = read_counts("total", read["total"])
    _check_parts(part, whole)
    groups = None if by is None else read_groups(by, length=part.size, taken=OWN)
    sums = sums_by_group(groups, {"count": part, "total": whole})
    part, whole = sums.of["count"], sums.of["total"]
    known = np.where(whole > 0, whole, np.nan)
    return answers(
        lambda each: wilson_limits(part, known, multiplier=multiplier, confidence=each),
        confidence=confidence,
        method=WILSON,
        reason=reasons(
            (MISSING_COUNT, np.isnan(part)),
            (MISSING_TOTAL, np.isnan(whole)),
            (NO_TOTAL, whole == 0),
        ),
        by=sums.by.with_columns(column_of(name, sums.of[name], pl.Int64) for name in OWN),
    )


def wilson_limits(
    count: ArrayLike, total: ArrayLike, *, multiplier: float = 1.0, confidence: float = 0.95
) -> Limits:
    """The share `count` of `total` times `multiplier` (100 for per cent) with Wilson's limits.

    Shape: that of the two broadcast together; limits stay within 0 and `multiplier`. Raises
    ValueError for a negative count, a total of 0 or a count above its total; NaN gives NaN.

    >>> wilson_limits([5, 0], [10, 10], multiplier=100).value
    array([50.,  0.])
    >>> wilson_limits([5, 0], [10, 10], multiplier=100).upper.round(2)
    array([76.34, 27.75])
    """
    check_multiplier(multiplier)
    part, whole = np.broadcast_arrays(
        read_counts("count", count), read_exposures("total", read_counts("total", total))
    )
    _check_parts(part, whole)
    from statsmodels.stats.proportion import proportion_confint

    # statsmodels warns on NaN: it is given a harmless pair there, and NaN is put back.
    known = ~(np.isnan(part) | np.isnan(whole))
    lower, upper = proportion_confint(
        np.where(known, part, 0.0),
        np.where(known, whole, 1.0),
        alpha=2 * tail_of(confidence),
        method="wilson",
    )
    # By the formula these are 0 and 1 exactly; worked out they miss them by some 1e-18.
    lower, upper = np.where(part == 0, 0.0, lower), np.where(part == whole, 1.0, upper)
    limits = (part / whole, lower, upper)
    return Limits(*(np.where(known, each * multiplier, np.nan) for each in limits))


def _check_parts(part: FloatArray, whole: FloatArray) -> None:
    if (part > whole).any():
        first = int(np.flatnonzero(part > whole)[0])
        raise ValueError(
            f"a part cannot exceed its total; got {part.flat[first]:g} of {whole.flat[first]:g} "
            f"at position {first}"
        )
