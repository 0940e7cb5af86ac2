"""The power of a comparison: how often it would see a difference that is really there.

Sources: J. M. Lachin, Introduction to sample size determination and power analysis for clinical
trials, Controlled Clinical Trials 2 (1981); H. S. Bloom, Minimum detectable effects, Evaluation
Review 19 (1995); the variance of a logarithm of a Poisson count is about 1 over its mean (P.
McCullagh and J. A. Nelder, Generalized Linear Models, 2nd edition, Chapman and Hall, 1989, chapter
6), and those of four independent counts add.

Limits: the four counts stand for the whole comparison; areas that drift by themselves make it
weaker, which `dispersion` says (2 where events vary twice as much as Poisson counts would).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.statistics.answers import answer, read_columns
from vrn.statistics.limits import Limits, tail_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from vrn.statistics.answers import Column
    from vrn.statistics.limits import FloatArray

ENOUGH_POWER = 0.8
NO_EVENTS = "no events are expected in one of the four groups"


def power_of_ratio(
    ratio: ArrayLike,
    standard_error: ArrayLike,
    *,
    degrees: float | None = None,
    confidence: float = 0.95,
) -> FloatArray:
    """The chance that the interval leaves out 1 when the ratio is truly `ratio`: 0 to 1.

    F(|log ratio| / s - q) + F(-|log ratio| / s - q), with s the standard error of the logarithm,
    F the distribution and q its quantile at the confidence: normal, or Student's t on `degrees`.
    Shape: that of ratio and error broadcast together. Raises ValueError unless both are above 0.

    >>> power_of_ratio([1.0, 0.8], 0.08).round(3)
    array([0.05 , 0.797])
    """
    from scipy.special import ndtr, ndtri, stdtr, stdtrit

    ratios, errors = np.asarray(ratio), np.asarray(standard_error)
    if (ratios <= 0).any() or (errors <= 0).any():
        raise ValueError("ratios and their standard errors must be above 0")
    upper = 1 - tail_of(confidence)
    distance = np.abs(np.log(ratios)) / errors
    if degrees is None:
        return np.asarray(ndtr(distance - ndtri(upper)) + ndtr(-distance - ndtri(upper)))
    quantile = stdtrit(degrees, upper)
    return np.asarray(stdtr(degrees, distance - quantile) + stdtr(degrees, -distance - quantile))


def least_detectable_fall(
    standard_error: ArrayLike,
    *,
    power: float = ENOUGH_POWER,
    degrees: float | None = None,
    confidence: float = 0.95,
) -> FloatArray:
    """The ratio nearest below 1 that is seen with `power`: exp(-(q + quantile of the power) s).

    With s the standard error of the logarithm of the ratio, q the quantile at the confidence. Its
    inverse is the least rise. Shape: that of the errors. Raises ValueError for a power or
    confidence not between 0 and 1.

    >>> least_detectable_fall([0.02, 0.08]).round(3)
    array([0.946, 0.799])
    """
    from scipy.special import ndtri, stdtrit

    if not 0 < power < 1:
        raise ValueError(f"power is a chance between 0 and 1, such as 0.8; got {power}")
    upper = 1 - tail_of(confidence)
    reach = (
        ndtri(upper) + ndtri(power)
        if degrees is None
        else stdtrit(degrees, upper) + stdtrit(degrees, power)
    )
    return np.asarray(np.exp(-reach * np.asarray(standard_error)))


def difference_power(
    ratio: Column,
    *,
    treated_before: Column,
    treated_after: Column,
    untreated_before: Column,
    untreated_after: Column,
    dispersion: float = 1.0,
    confidence: float = 0.95,
) -> pl.DataFrame:
    """The power of a difference in differences planned for, a row a setting, before it is done.

    Events expected: `treated_after` is what would be without an effect, so that its part under
    `ratio` is ratio times as many. The standard error of the logarithm is root of dispersion times
    the sum of 1 over the four. Columns: the settings, `standard_error`, `least_fall` (the ratio
    seen with a power of 80%), then `value` (the power, 0 to 1), with no limits. No value, with a
    reason, where events are 0 or not known. Raises ValueError for negative events, a ratio of 0 or
    less, or a dispersion not above 0.

    >>> difference_power([0.8], treated_before=[600], treated_after=[600], untreated_before=[1800],
    ...                  untreated_after=[1800])["value"].round(3).to_list()
    [0.893]
    """
    columns = read_columns(
        ratio=ratio,
        treated_before=treated_before,
        treated_after=treated_after,
        untreated_before=untreated_before,
        untreated_after=untreated_after,
    )
    events = np.stack([columns[name] for name in list(columns)[1:]])
    ratios = columns["ratio"]
    if (events < 0).any() or np.isinf(events).any() or not dispersion > 0 or (ratios <= 0).any():
        raise ValueError("events must be at least 0, and the ratio and the dispersion above 0")
    sizes = np.where(events > 0, events, np.nan)
    sizes[1] *= ratios
    error = np.sqrt(dispersion * (1 / sizes).sum(axis=0))
    power = power_of_ratio(ratios, error, confidence=confidence)
    settings = pl.DataFrame(columns).with_columns(
        pl.Series("standard_error", error),
        pl.Series("least_fall", least_detectable_fall(error, confidence=confidence)),
    )
    nothing = np.full_like(power, np.nan)
    zero = (events == 0).any(axis=0)
    return answer(
        Limits(power, nothing, nothing),
        confidence=confidence,
        method="normal approximation to the logarithm of the ratio",
        reason=[NO_EVENTS if each else None for each in zero],
        by=settings.fill_nan(None),
    )
