"""The chance that a series shows a given change, before it is asked: power, and the least ratio.

Sources: power of a Wald test from the information matrix: A. Agresti, Categorical Data Analysis,
3rd edition (Wiley, 2013), section 6.6, and for interrupted series of counts W. Liu and others,
Simulation-based power and sample size calculation for designing interrupted time series analyses
of count outcomes, PLOS ONE 15 (2020), whose simulations the formula stands in for.

Limits: the change is of the level, the same in every month after; spread and autocorrelation are
taken as known, though the months at hand tell them badly. The formula takes the logarithm of the
ratio as normal: below about ten events on a side it promises too much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn.statistics.series.design import POST
from vrn.statistics.series.effects import critical_value, error_of, whole_period
from vrn.statistics.series.errors import covariance_of_weights

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from vrn.statistics.limits import FloatArray
    from vrn.statistics.series.design import Design

FURTHEST = 2.0  # of |log ratio|: below exp(-2) so few events are left that seeing grows harder
MOST_TURNS = 60
STILL = 1e-8  # of |log ratio|


class Spread(NamedTuple):
    """How counts vary about their mean: scale x (mu + mu^2 / theta), neighbours correlated.

    One value for all series, or one each. `scale` 1 and `theta` infinite are Poisson's.
    """

    scale: ArrayLike = 1.0
    theta: ArrayLike = np.inf
    correlation: ArrayLike = 0.0


POISSON_SPREAD = Spread()


def power_to_see(
    ratio: ArrayLike,
    design: Design,
    expected: FloatArray,
    *,
    spread: Spread = POISSON_SPREAD,
    confidence: float = 0.95,
    degrees: ArrayLike = np.inf,
) -> FloatArray:
    """The chance that limits of the whole effect leave out 1 where the true ratio is `ratio`.

    Phi(|log R| / e - c) + Phi(-|log R| / e - c): e is the standard error of the log ratio from the
    information of the months' expected counts, times `ratio` after the intervention, and c the
    critical value. `expected` (series, months) are counts without the intervention; `ratio` and
    `degrees` are one value, or one a series, as is the answer (0 to 1). Raises ValueError for a
    ratio of 0 or less, expected counts of 0 or less, or a confidence that is not a share.

    >>> from vrn.statistics.series.design import series_design
    >>> design = series_design(48, after=24, season_pairs=1)
    >>> power_to_see(0.7, design, np.full((1, 48), 20.0)).round(2)
    array([0.5])
    >>> power_to_see(0.7, design, np.full((1, 48), 2.0)).round(2)
    array([0.1])
    """
    from scipy.special import ndtr

    _check_expected(expected)
    size = len(expected)
    ratios = np.broadcast_to(np.asarray(ratio, dtype=np.float64), (size,))
    if (ratios <= 0).any():
        raise ValueError(f"a ratio is above 0; got {ratios.min():g}")
    critical = critical_value(confidence, np.broadcast_to(np.asarray(degrees, float), (size,)))
    reach = np.abs(np.log(ratios)) / _error(ratios, design, expected, spread)
    return np.asarray(ndtr(reach - critical) + ndtr(-reach - critical))


def _error(ratios: FloatArray, design: Design, expected: FloatArray, spread: Spread) -> FloatArray:
    """The standard error of the log ratio over the months after, were the true one `ratios`."""
    scale, theta, correlation = (
        np.broadcast_to(np.asarray(each, dtype=np.float64), ratios.shape) for each in spread
    )
    coefficients = np.zeros((len(ratios), len(design.terms)))
    coefficients[:, POST] = np.log(ratios)
    mean = expected * np.exp(coefficients @ (design.matrix - design.counterfactual).T)
    covariance = covariance_of_weights(
        design.matrix, mean / (1 + mean / theta[:, None]), scale=scale, correlation=correlation
    )
    return error_of(whole_period(design, coefficients, mean).ratio_gradient, covariance)


def least_ratio_seen(
    design: Design,
    expected: FloatArray,
    *,
    power: float = 0.8,
    is_fall: bool = True,
    spread: Spread = POISSON_SPREAD,
    confidence: float = 0.95,
    degrees: ArrayLike = np.inf,
) -> FloatArray:
    """The ratio nearest to 1 that is seen with the chance `power`: the least detectable effect.

    |log R| = (c + z) e(R), with c the critical value, z the normal's quantile of `power` and e the
    standard error at R, solved by putting R back in until it stands still; for a fall (below 1)
    or a rise. One value a series; NaN where not even a fall to 0.14 (a rise to 7.4) would be seen
    so often. Shapes and errors as in `power_to_see`; raises ValueError too for a power that is not
    between 0 and 1.

    >>> from vrn.statistics.series.design import series_design
    >>> design = series_design(48, after=24, season_pairs=1)
    >>> least_ratio_seen(design, np.full((1, 48), 20.0)).round(3)
    array([0.599])
    """
    from scipy.special import ndtri

    if not 0 < power < 1:
        raise ValueError(f"power is a share between 0 and 1; got {power}")

    _check_expected(expected)
    size = len(expected)
    critical = critical_value(confidence, np.broadcast_to(np.asarray(degrees, float), (size,)))
    needed, way = critical + ndtri(power), -1.0 if is_fall else 1.0
    reach = before = np.zeros(size)
    for _ in range(MOST_TURNS):
        ratios = np.exp(way * np.minimum(reach, FURTHEST))
        before, reach = reach, needed * _error(ratios, design, expected, spread)
        if (np.abs(reach - before) < STILL).all():
            break
    is_seen = (np.abs(reach - before) < STILL) & (reach <= FURTHEST)
    return np.where(is_seen, np.exp(way * reach), np.nan)


def _check_expected(expected: FloatArray) -> None:
    if not (np.asarray(expected) > 0).all():
        raise ValueError("every month needs an expected count above 0")
