"""Limits of counts and of rates: Byar's approximation and the exact Poisson limits.

Sources: N. E. Breslow and N. E. Day, Statistical Methods in Cancer Research, volume II (IARC,
1987), page 69, equation 2.13 (Byar); F. Garwood, Fiducial limits for the Poisson distribution,
Biometrika 28 (1936) (exact); the switch to exact limits below ten events is the practice of English
public health (Association of Public Health Observatories, Technical Briefing 3, 2008).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

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

EXACT_BELOW = 10
EXACT, BYARS = "exact Poisson (Garwood)", "Byar's"


def byars_limits(count: ArrayLike, *, confidence: float = 0.95) -> Limits:
    """Byar's approximate limits of Poisson counts, in events.

    With z the normal quantile: x(1 - 1/(9x) - z/(3 sqrt x))^3 below, and with x+1 for x above.
    Shape: that of `count`. A lower limit is NaN where the formula has none: of 0 events, and of 1
    at confidences at which it would be negative (use `count_limits`). Raises ValueError for
    negative or broken counts; NaN gives NaN.

    >>> value, lower, upper = byars_limits([10, 250])
    >>> lower.round(3), upper.round(3)
    (array([  4.787, 219.967]), array([ 18.391, 282.989]))
    """
    from scipy.special import ndtri

    x, z = read_counts("count", count), ndtri(1 - tail_of(confidence))
    events = np.where(x == 0, np.nan, x)
    lower = events * (1 - 1 / (9 * events) - z / (3 * np.sqrt(events))) ** 3
    lower = np.where(lower < 0, np.nan, lower)
    upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    return Limits(x, lower, upper)


def exact_limits(count: ArrayLike, *, confidence: float = 0.95) -> Limits:
    """Garwood's exact limits of Poisson counts, in events; the lower limit of 0 events is 0.

    Half the chi-square quantiles on 2x and 2x+2 degrees of freedom, which are gamma quantiles.
    Shape: that of `count`. Raises ValueError for negative or broken counts; NaN gives NaN.

    >>> value, lower, upper = exact_limits([0, 9])
    >>> lower.round(3), upper.round(3)
    (array([0.   , 4.115]), array([ 3.689, 17.085]))
    """
    x, tail = read_counts("count", count), tail_of(confidence)
    known = ~np.isnan(x)
    most = int(x[known].max(initial=0))
    if most >= x.size:
        return Limits(x, *_garwood(x, tail))
    # The quantiles are slow, and counts repeat: each is found once and looked up.
    place = np.where(known, x, 0).astype(np.intp)
    each = _garwood(np.arange(most + 1.0), tail)
    lower, upper = (np.where(known, limits[place], np.nan) for limits in each)
    return Limits(x, lower, upper)


def _garwood(x: FloatArray, tail: float) -> tuple[FloatArray, FloatArray]:
    from scipy.special import gammaincinv

    lower = np.where(x == 0, 0.0, gammaincinv(np.where(x == 0, 1.0, x), tail))
    return lower, gammaincinv(x + 1, 1 - tail)


def count_limits(
    count: ArrayLike, *, confidence: float = 0.95, exact_below: int = EXACT_BELOW
) -> Limits:
    """Limits of counts in events: exact below `exact_below` events, Byar's from there on.

    With `exact_below=0` Byar's are used throughout. Shape: that of `count`. Raises ValueError for
    negative or broken counts; NaN gives NaN.

    >>> count_limits([9, 10]).lower.round(3)
    array([4.115, 4.787])
    """
    x = read_counts("count", count)
    few = x < exact_below
    if not few.any():
        return byars_limits(x, confidence=confidence)
    exact = exact_limits(np.where(few, x, 0.0), confidence=confidence)
    byar = byars_limits(x, confidence=confidence)
    return Limits(x, np.where(few, exact.lower, byar.lower), np.where(few, exact.upper, byar.upper))


def rate_limits(
    count: ArrayLike,
    population: ArrayLike,
    *,
    multiplier: float = 1_000.0,
    confidence: float = 0.95,
    exact_below: int = EXACT_BELOW,
) -> Limits:
    """Events per `multiplier` of the population, with the limits of `count_limits`.

    The population is taken as known without error. Shape: that of the two broadcast together.
    Raises ValueError for a negative count or a population of 0 or less; NaN gives NaN.

    >>> rate_limits([10, 0], [1_000, 500], multiplier=1_000).value
    array([10.,  0.])
    >>> rate_limits([10, 0], [1_000, 500], multiplier=1_000).upper.round(2)
    array([18.39,  7.38])
    """
    check_multiplier(multiplier)
    per: FloatArray = multiplier / read_exposures("population", population)
    limits = count_limits(count, confidence=confidence, exact_below=exact_below)
    return Limits(limits.value * per, limits.lower * per, limits.upper * per)


def count_methods(count: FloatArray, *, exact_below: int = EXACT_BELOW) -> pl.Series:
    """Which limits `count_limits` gives of each count: in words, and null where it is not known.

    >>> count_methods(np.array([9.0, 10.0, np.nan])).to_list()
    ['exact Poisson (Garwood)', "Byar's", None]
    """
    words = pl.Series([EXACT, BYARS, None], dtype=pl.String)
    return words.gather(np.where(np.isnan(count), 2, np.where(count < exact_below, 0, 1)))
