"""The limits of a funnel at any size of area: within them, chance is enough of an explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

from vrn.statistics.limits import (
    FloatArray,
    Limits,
    check_multiplier,
    read_exposures,
    read_populations,
    tail_of,
)

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Cap: TypeAlias = Literal["whole", "hundred"]


def poisson_funnel_limits(expected: ArrayLike, *, confidence: float = 0.95) -> Limits:
    """The counts between which a Poisson count of so many expected events lies by chance.

    A count x is below the lower limit where P(X <= x) < tail, and above the upper one where
    P(X >= x) < tail, exactly; limits are the (not whole) x at which these probabilities, continued
    by the gamma function, come to the tail. The lower limit is 0 where not even no events would be
    too few. In events, the value being what is expected. Shape: that of `expected`. Raises
    ValueError for an expected number of 0 or less; NaN gives NaN.

    >>> value, lower, upper = poisson_funnel_limits([2.0, 100.0])
    >>> lower.round(2), upper.round(2)
    (array([ 0.  , 80.39]), array([  5.66, 120.56]))
    """
    from scipy.special import chdtriv

    centre, tail = read_exposures("expected", expected), tail_of(confidence)
    known = np.where(np.isnan(centre), 1.0, centre)
    # P(X >= x) is the chi-square distribution at twice what is expected, on 2x degrees of freedom.
    upper = chdtriv(tail, 2 * known) / 2
    lower = np.maximum(chdtriv(1 - tail, 2 * known) / 2 - 1, 0.0)
    return Limits(*(np.where(np.isnan(centre), np.nan, each) for each in (known, lower, upper)))


def rate_funnel_limits(
    population: ArrayLike,
    *,
    baseline: ArrayLike,
    multiplier: float = 1_000.0,
    years: float = 1.0,
    confidence: float = 0.95,
) -> Limits:
    """The limits of rates about a baseline rate at populations, in events per `multiplier`.

    Those of `poisson_funnel_limits` with baseline * population * years / multiplier expected, over
    population * years: `population` is that of one year. Shape: that of `population` and `baseline`
    together. Raises ValueError for populations, baselines or years of 0 or less; NaN gives NaN.

    >>> value, lower, upper = rate_funnel_limits([1_000, 50_000], baseline=2)
    >>> lower.round(2), upper.round(2)
    (array([0.  , 1.61]), array([5.66, 2.41]))
    """
    check_multiplier(multiplier)
    read_exposures("years", years)
    per = multiplier / (read_exposures("population", population) * years)
    expected = read_exposures("baseline", baseline) / per
    return _times(poisson_funnel_limits(expected, confidence=confidence), per)


def widened_rate_limits(
    population: ArrayLike,
    *,
    baseline: ArrayLike,
    tau2: float,
    multiplier: float = 1_000.0,
    confidence: float = 0.95,
) -> Limits:
    """The limits of rates where areas differ anyway, by a variance `tau2` on the scale of roots.

    baseline * (1 -+ z sqrt(1 / (4 E) + tau2))^2 with E = baseline * population / multiplier, the
    root at least 0: so `rate_funnel` with additive over-dispersion judges an area of this size. At
    a tau2 of 0 the exact limits of `rate_funnel_limits`. In events per `multiplier`. Shape: that of
    `population` and `baseline` together. Raises ValueError for populations or baselines of 0 or
    less and for a tau2 below 0; NaN gives NaN.

    >>> value, lower, upper = widened_rate_limits([50_000], baseline=2, tau2=0.04)
    >>> lower.round(2), upper.round(2)
    (array([0.71]), array([3.94]))
    """
    from scipy.special import ndtri

    if not tau2 >= 0:
        raise ValueError(f"a variance between areas is 0 or more; got {tau2}")
    if tau2 == 0:
        return rate_funnel_limits(
            population, baseline=baseline, multiplier=multiplier, confidence=confidence
        )
    check_multiplier(multiplier)
    rate = read_exposures("baseline", baseline)
    expected = rate * read_exposures("population", population) / multiplier
    far = ndtri(1 - tail_of(confidence)) * np.sqrt(1 / (4 * expected) + tau2)
    value = np.where(np.isnan(far), np.nan, rate)
    return Limits(value, value * np.maximum(1 - far, 0) ** 2, value * (1 + far) ** 2)


def ratio_funnel_limits(
    expected: ArrayLike, *, multiplier: float = 100.0, confidence: float = 0.95
) -> Limits:
    """The limits of ratios of observed to expected events about 1, times `multiplier`.

    Those of `poisson_funnel_limits` over the expected events. Shape: that of `expected`. Raises
    ValueError for an expected number of 0 or less; NaN gives NaN.

    >>> ratio_funnel_limits([100.0]).upper.round(2)
    array([120.56])
    """
    check_multiplier(multiplier)
    per = multiplier / read_exposures("expected", expected)
    return _times(poisson_funnel_limits(expected, confidence=confidence), per)


def proportion_funnel_limits(
    total: ArrayLike,
    *,
    baseline: ArrayLike,
    multiplier: float = 1.0,
    confidence: float = 0.95,
    cap: Cap = "whole",
) -> Limits:
    """The limits of shares about a baseline share at totals, times `multiplier` (100: per cent).

    p -+ z sqrt(p(1-p)/n), with p the baseline: the shares whose Wilson's score limits just reach
    the baseline. They stay within 0 and `multiplier`, as shares do. cap="hundred" holds the upper
    one to 100 instead, whatever the multiplier, as the field's reference does: it then may pass the
    whole (multiplier 1) or cut limits short (multiplier 1,000).

    Shape: that of `total` and `baseline` together. Raises ValueError for totals of 0 or less, and
    for a baseline not between 0 and `multiplier`; NaN gives NaN.

    >>> value, lower, upper = proportion_funnel_limits([100, 10], baseline=20, multiplier=100)
    >>> lower.round(2), upper.round(2)
    (array([12.16,  0.  ]), array([27.84, 44.79]))
    """
    from scipy.special import ndtri

    check_multiplier(multiplier)
    if cap not in get_args(Cap):
        raise ValueError(f"the cap is 'whole' or 'hundred'; got {cap!r}")
    whole, centre = np.broadcast_arrays(
        read_exposures("total", total), read_populations("baseline", baseline)
    )
    if (centre > multiplier).any():
        raise ValueError(f"a baseline may not exceed the multiplier, {multiplier:g}")
    spread = np.sqrt(centre * (multiplier - centre) / whole)
    far = ndtri(1 - tail_of(confidence)) * spread
    top = multiplier if cap == "whole" else 100.0
    value = np.where(np.isnan(far), np.nan, centre)
    return Limits(value, np.maximum(centre - far, 0.0), np.minimum(centre + far, top))


def _times(limits: Limits, per: FloatArray) -> Limits:
    return Limits(*(each * per for each in limits))
