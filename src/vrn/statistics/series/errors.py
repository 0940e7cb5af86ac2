"""Covariances of the coefficients of many series: the model's, White's, Newey-West's and others.

Sources: the sandwich for scores of unequal variance: H. White, A heteroskedasticity-consistent
covariance matrix estimator, Econometrica 48 (1980), theorem 1; for scores that go together from
month to month: W. K. Newey and K. D. West, A simple, positive semi-definite, heteroskedasticity
and autocorrelation consistent covariance matrix, Econometrica 55 (1987), equation 5 (Bartlett's
weights); the lag by rule: W. K. Newey and K. D. West, Automatic lag selection in covariance matrix
estimation, Review of Economic Studies 61 (1994); residuals that go together by a power of their
distance: S. L. Zeger, A regression model for time series of counts, Biometrika 75 (1988), section
3, with the coefficients left as they are.

Limits: in series of some dozens of months Newey-West's errors are too small on average, the more
so the longer the lag (S. L. Turner and others, BMC Medical Research Methodology 21, 181, 2021): the
factor n / (n - k) mends a part of it only. Where the months do not go together the model's own
errors are the better ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn.statistics.series.least_squares import cross_products, lagged_products

if TYPE_CHECKING:
    from vrn.statistics.limits import FloatArray
    from vrn.statistics.series.models import Fit

YEAR = 12
MOST_TOGETHER = 0.95
NO_LONGER = 1e-6  # of a correlation: months further apart than that add nothing


def default_lag(months: int, *, has_season: bool = True) -> int:
    """The lag of Newey-West's errors: floor(4 (n / 100)^(2/9)), and 12 where season is left out.

    A season that the model leaves out makes months go together for a year, so the lag is at least
    12 then; never more than a third of the months. Raises ValueError for no months.

    >>> default_lag(60), default_lag(60, has_season=False), default_lag(24, has_season=False)
    (3, 12, 8)
    """
    if months < 1:
        raise ValueError(f"a series has at least one month; got {months}")
    rule = int(4 * (months / 100) ** (2 / 9))
    return min(rule if has_season else max(rule, YEAR), months // 3)


def inverse_information(fit: Fit) -> FloatArray:
    """(X'WX)^-1 of each series: (series, terms, terms). Raises LinAlgError where there is none.

    >>> from vrn.statistics.series import fit_poisson
    >>> fit = fit_poisson(np.ones((2, 1)), np.array([[1.0, 3.0]]), np.zeros((1, 2)))
    >>> inverse_information(fit).round(6)  # one over the four events
    array([[[0.25]]])
    """
    return np.asarray(np.linalg.inv(cross_products(fit.design, fit.weights)))


def model_covariance(fit: Fit) -> FloatArray:
    """The model's own covariance, scale (X'WX)^-1: (series, terms, terms).

    The scale is 1 for Poisson and negative binomial, Pearson's chi-square over its degrees of
    freedom for quasi-Poisson, sigma^2 for rates. Raises LinAlgError where there is no inverse.

    >>> from vrn.statistics.series import fit_rates
    >>> fit = fit_rates(np.ones((4, 1)), np.array([[1.0, 1.0, 3.0, 3.0]]))
    >>> model_covariance(fit).round(6)  # the variance 4/3, of four months
    array([[[0.333333]]])
    """
    return fit.scale[:, None, None] * inverse_information(fit)


def hc0_covariance(fit: Fit) -> FloatArray:
    """White's covariance (HC0): B M B, B = (X'WX)^-1 and M the sum of squared monthly scores.

    Holds where months differ in variance but do not go together. Shape (series, terms, terms).
    Raises LinAlgError where there is no inverse.

    >>> from vrn.statistics.series import fit_poisson
    >>> fit = fit_poisson(np.ones((2, 1)), np.array([[1.0, 3.0]]), np.zeros((1, 2)))
    >>> hc0_covariance(fit).round(6)  # (1 + 1) / 4^2
    array([[[0.125]]])
    """
    return newey_west_covariance(fit, lag=0)


def newey_west_covariance(fit: Fit, *, lag: int, small_sample: bool = False) -> FloatArray:
    """Newey-West's covariance: B M B, months up to `lag` apart going together.

    With u(t) the score of a month and G(l) the sum of u(t) u(t - l)': M = G(0) + the sum over l of
    (1 - l / (lag + 1)) (G(l) + G(l)'). `small_sample` multiplies by n / (n - k), months over months
    less terms. No prewhitening. Shape (series, terms, terms). Raises ValueError for a lag below 0
    or not shorter than the series; LinAlgError where there is no inverse.

    >>> from vrn.statistics.series import fit_poisson
    >>> fit = fit_poisson(np.ones((2, 1)), np.array([[1.0, 3.0]]), np.zeros((1, 2)))
    >>> newey_west_covariance(fit, lag=1).round(6)  # (2 + 2 * 0.5 * -1) / 4^2
    array([[[0.0625]]])
    """
    months, terms = fit.design.shape
    if not 0 <= lag < months:
        raise ValueError(f"the lag is from 0 to {months - 1}, a month less than the series; {lag}")
    meat = cross_products(fit.design, fit.scores**2)
    for apart in range(1, lag + 1):
        together = fit.scores[:, apart:] * fit.scores[:, :-apart]
        crossed = lagged_products(fit.design, together, lag=apart)
        meat += (1 - apart / (lag + 1)) * (crossed + crossed.transpose(0, 2, 1))
    bread = inverse_information(fit)
    factor = months / (months - terms) if small_sample else 1.0
    return np.asarray(factor * (bread @ meat @ bread))


def autoregressive_covariance(fit: Fit, correlation: FloatArray) -> FloatArray:
    """The model's covariance where residuals l months apart go together by r^l: scale B M B.

    M is the sum over pairs of months t and s of r^|t - s| sqrt(w(t) w(s)) x(t) x(s)', with B the
    inverse information. `correlation` r, one value a series from -1 to 1: below 0 (or unknown) it
    counts as 0, so that errors are never narrower than the model's; above 0.95 as 0.95. Shape
    (series, terms, terms). Raises LinAlgError where there is no inverse.

    >>> from vrn.statistics.series import fit_rates
    >>> fit = fit_rates(np.ones((2, 1)), np.array([[1.0, 3.0]]))
    >>> autoregressive_covariance(fit, np.array([0.5]))  # 2 (1 + 1 + 2 * 0.5) / 2^2
    array([[[1.5]]])
    """
    return covariance_of_weights(fit.design, fit.weights, scale=fit.scale, correlation=correlation)


def covariance_of_weights(
    design: FloatArray, weights: FloatArray, *, scale: FloatArray, correlation: FloatArray
) -> FloatArray:
    """The same of weights that need no fit, such as those of a series that is only planned.

    `design` (months, terms), `weights` (series, months), `scale` and `correlation` one value a
    series. Raises LinAlgError where the information has no inverse.

    >>> one = np.ones((2, 1))
    >>> covariance_of_weights(one, np.ones((1, 2)), scale=np.ones(1), correlation=np.zeros(1))
    array([[[0.5]]])
    """
    known = np.where(np.isnan(correlation), 0.0, np.clip(correlation, 0.0, MOST_TOGETHER))
    root = np.sqrt(weights)
    information = cross_products(design, weights)
    meat = information.copy()
    for apart in range(1, len(design)):
        strength = known**apart
        if (strength < NO_LONGER).all():
            break
        together = strength[:, None] * root[:, apart:] * root[:, :-apart]
        crossed = lagged_products(design, together, lag=apart)
        meat += crossed + crossed.transpose(0, 2, 1)
    bread = np.linalg.inv(information)
    return np.asarray(scale[:, None, None] * (bread @ meat @ bread))


def standard_errors(covariance: FloatArray) -> FloatArray:
    """The square roots of the diagonals: (series, terms, terms) to (series, terms).

    Newey-West's matrix has no negative diagonal but for rounding, which becomes 0; may be 0.

    >>> standard_errors(np.array([[[4.0, 1.0], [1.0, 9.0]]]))
    array([[2., 3.]])
    """
    return np.asarray(np.sqrt(np.maximum(np.einsum("skk->sk", covariance), 0.0)))
