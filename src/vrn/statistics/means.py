"""Means of groups, with Student's t limits.

Source: Student (W. S. Gosset), The probable error of a mean, Biometrika 6 (1908); the limits as in
D. G. Altman, D. Machin, T. N. Bryant and M. J. Gardner, Statistics with Confidence, second edition
(2000), chapter 4.

Limits: exact where the values are independent and normal, and good for a few dozen values of most
shapes; poor for few values with a long tail (amounts of money, lengths of stay).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np
import polars as pl

from vrn.statistics.answers import MISSING_VALUE, answers, read_columns, read_groups, reasons
from vrn.statistics.limits import FloatArray, Limits, check_finite, tail_of

if TYPE_CHECKING:
    from vrn.statistics.answers import Column, Confidence, Groups

MissingValue: TypeAlias = Literal["reason", "leave-out"]
OWN = ("total", "count", "standard_deviation")
STUDENT = "Student's t"
NO_VALUES = "no value is left"
ONE_VALUE = "one value has no spread: it gives no limits"


def mean(
    value: Column,
    *,
    by: Groups | None = None,
    confidence: Confidence = 0.95,
    missing: MissingValue = "reason",
) -> pl.DataFrame:
    """The mean of the values of each group (without `by`: of all), with Student's t limits.

    mean -+ t(n - 1) s / sqrt(n), where s is the standard deviation over n - 1 and t the quantile of
    Student's distribution. The unit is that of the values.

    Shape: a row for each group in order of group, stacked for each confidence; columns `total`,
    `count` (of values) and `standard_deviation` stand before `value`. A missing value gives a
    reason in place of the mean, unless `missing="leave-out"`; one value alone has a mean and no
    limits; equal values have limits without width. Raises ValueError for infinite values, columns
    of other lengths or another word for `missing`.

    >>> found = mean([4.0, 6.0, 8.0], by=["a", "a", "a"], confidence=0.9)
    >>> found.select("count", "value", pl.col("lower", "upper").round(3)).row(0)
    (3, 6.0, 2.628, 9.372)
    """
    if missing not in get_args(MissingValue):
        raise ValueError(f"missing is 'reason' or 'leave-out'; got {missing!r}")
    values = read_columns(value=value)["value"]
    check_finite("value", values)
    groups = pl.DataFrame(height=values.size)
    if by is not None:
        groups = read_groups(by, length=values.size, taken=OWN)
    sums = _summed(groups, values, missing)
    own = sums.select(*groups.columns, *OWN)
    deviation, count = (sums[name].fill_null(np.nan).to_numpy() for name in OWN[:0:-1])
    middle = sums["mean"].fill_null(np.nan).to_numpy()
    is_lacking = sums["is_lacking"].to_numpy()
    frame = answers(
        lambda each: t_limits(middle, deviation, count, confidence=each),
        confidence=confidence,
        method=STUDENT,
        reason=reasons((MISSING_VALUE, is_lacking), (NO_VALUES, count == 0)),
        by=own,
    )
    is_one = (pl.col("count") == 1) & pl.col("value").is_not_null()
    return frame.with_columns(reason=pl.when(is_one).then(pl.lit(ONE_VALUE)).otherwise("reason"))


def t_limits(
    mean: FloatArray, deviation: FloatArray, count: FloatArray, *, confidence: float = 0.95
) -> Limits:
    """Means with Student's t limits, from standard deviations over n - 1 and numbers of values.

    Shape: that of the three. The limits are NaN below two values. Raises ValueError for a
    confidence outside 0 to 1.

    >>> t_limits(np.array([6.0]), np.array([2.0]), np.array([3.0])).upper.round(3)
    array([10.968])
    """
    from scipy.special import stdtrit

    several = np.where(count > 1, count, np.nan)
    # The quantiles are slow, and groups of one size are many: each is found once and looked up.
    sizes, place = np.unique(several, return_inverse=True)
    quantile = stdtrit(sizes - 1, 1 - tail_of(confidence))[place]
    reach = quantile * deviation / np.sqrt(several)
    return Limits(mean, mean - reach, mean + reach)


def _summed(groups: pl.DataFrame, values: FloatArray, missing: MissingValue) -> pl.DataFrame:
    """Totals, counts, means and deviations of each group; null where a value lacks in it."""
    keys = [f"by {place}" for place in range(groups.width)]
    rows = groups.rename(dict(zip(groups.columns, keys, strict=True)))
    rows = rows.with_columns(pl.Series("each", values).fill_nan(None))
    each = pl.col("each")
    is_lacking = each.is_null().any() & pl.lit(missing == "reason")
    stated = {
        "total": each.sum(),
        "count": (pl.len() if missing == "reason" else each.count()).cast(pl.Int64),
        "standard_deviation": each.std(),
        "mean": each.mean(),
        "is_lacking": is_lacking,
    }
    by_group = rows.group_by(keys).agg(**stated).sort(keys) if keys else rows.select(**stated)
    shown = [
        pl.when(~pl.col("is_lacking")).then(pl.col(n)).alias(n)
        for n in ("total", "standard_deviation", "mean")
    ]
    return by_group.with_columns(shown).rename(dict(zip(keys, groups.columns, strict=True)))
