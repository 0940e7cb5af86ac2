"""Checks of what a model leaves over: do months still go together, and are counts too spread?

Sources: Ljung-Box: G. M. Ljung and G. E. P. Box, On a measure of lack of fit in time series models,
Biometrika 65 (1978), equation 1.2; Durbin-Watson: J. Durbin and G. S. Watson, Testing for serial
correlation in least squares regression I, Biometrika 37 (1950); tests of dispersion: Pearson's
chi-square, P. McCullagh and J. A. Nelder, Generalized Linear Models, 2nd edition (1989), section
4.5, and A. C. Cameron and P. K. Trivedi, Regression-based tests for overdispersion in the Poisson
model, Journal of Econometrics 46 (1990), section 3; the mean of a ratio of quadratic forms of
residuals, for lag one: J. Durbin and G. S. Watson, as above, section 4.

Limits: the p-value of Ljung-Box takes no degrees off for the terms of the model, and that of
Pearson's chi-square is rough where months hold fewer than about one event. Residuals of a model
with a trend and a break go together a little less than the months do: these checks see strong
faults, not all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn.statistics.series.least_squares import cross_products

if TYPE_CHECKING:
    from vrn.statistics.limits import FloatArray
    from vrn.statistics.series.models import Fit


class Checked(NamedTuple):
    """A check's statistic and its p-value, one of each a series; NaN where it cannot be taken."""

    statistic: FloatArray
    p_value: FloatArray


def autocorrelation(residuals: FloatArray, *, lag: int) -> FloatArray:
    """How far residuals `lag` months apart go together: sum r(t) r(t - lag) over sum r(t)^2.

    About their mean. `residuals` (series, months), one value a series from -1 to 1; NaN where
    residuals are all alike. Raises ValueError for a lag below 1 or not shorter than the series.

    >>> autocorrelation(np.array([[1.0, -1.0, 1.0, -1.0]]), lag=1)
    array([-0.75])
    """
    if not 0 < lag < residuals.shape[1]:
        raise ValueError(f"the lag is from 1 to {residuals.shape[1] - 1}; got {lag}")
    apart = residuals - residuals.mean(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        return np.asarray((apart[:, lag:] * apart[:, :-lag]).sum(axis=1) / (apart**2).sum(axis=1))


_ROUNDING = 1e-7
"""Pearson residuals below this, or this share of the root of the weight, are noise of rounding."""


def lag_one(fit: Fit) -> Checked:
    """How far residuals of neighbouring months go together, freed from the model's own doing.

    Fitting k terms makes residuals turn about: under independence r(1) has a mean of about the sum
    of -h(t, t - 1) over (n - k), with h the hat matrix. That is taken off, and r(1) times the root
    of n laid beside the normal's upper tail. One value a series; NaN where the series is fitted
    exactly: what is left over is then noise of rounding, which goes together for no reason.
    Raises LinAlgError where the information has no inverse.

    >>> from vrn.statistics.series import fit_rates
    >>> fit = fit_rates(np.ones((4, 1)), np.array([[1.0, 1.0, 3.0, 3.0]]))
    >>> lag_one(fit).statistic  # (1 - 1 + 1) / 4, and 3 of a quarter over 3
    array([0.5])
    """
    from scipy.special import ndtr

    left, root = fit.residuals, np.sqrt(fit.weights)
    inverse = np.linalg.inv(cross_products(fit.design, fit.weights))
    hat = np.einsum("tk,skm,tm->st", fit.design[1:], inverse, fit.design[:-1], optimize=True)
    bias = -(hat * root[:, 1:] * root[:, :-1]).sum(axis=1) / fit.degrees_of_freedom
    with np.errstate(invalid="ignore"):
        raw = (left[:, 1:] * left[:, :-1]).sum(axis=1) / (left**2).sum(axis=1)
    raw[(np.abs(left) < _ROUNDING * np.maximum(root, 1)).all(axis=1)] = np.nan
    statistic = raw - bias
    return Checked(statistic, np.asarray(ndtr(-statistic * np.sqrt(left.shape[1]))))


def ljung_box(residuals: FloatArray, *, lag: int = 12) -> Checked:
    """Ljung and Box's test that residuals up to `lag` months apart do not go together.

    n (n + 2) times the sum of r(l)^2 / (n - l) over lags, with r the autocorrelation; chi-square
    on `lag` degrees of freedom. A small p-value says that they do. `residuals` (series, months).
    Raises ValueError for a lag below 1 or not shorter than the series.

    >>> ljung_box(np.array([[1.0, -1.0, 1.0, -1.0]]), lag=1).statistic  # 4 * 6 * 0.75^2 / 3
    array([4.5])
    """
    from scipy.special import chdtrc

    months = residuals.shape[1]
    statistic = np.zeros(len(residuals))
    for apart in range(1, lag + 1):
        statistic += autocorrelation(residuals, lag=apart) ** 2 / (months - apart)
    statistic *= months * (months + 2)
    return Checked(statistic, np.asarray(chdtrc(float(lag), statistic)))


def durbin_watson(residuals: FloatArray) -> FloatArray:
    """Durbin and Watson's d: squared differences from month to month over squared residuals.

    About 2 where neighbours do not go together, towards 0 where they do, towards 4 where they turn
    about. `residuals` (series, months), one value a series; may be 0; NaN where all residuals are.

    >>> durbin_watson(np.array([[1.0, 2.0, 4.0]])).round(4)  # (1 + 4) / (1 + 4 + 16)
    array([0.2381])
    """
    with np.errstate(invalid="ignore"):
        return np.asarray(
            (np.diff(residuals, axis=1) ** 2).sum(axis=1) / (residuals**2).sum(axis=1)
        )


def pearson_dispersion(fit: Fit) -> Checked:
    """Pearson's test of more spread than the model's: sum of squared residuals, chi-square.

    On months less terms degrees of freedom; the p-value is of the upper tail, so that a small one
    says "more spread than the model has". One value a series; never raises, for residuals of any
    model will do.

    >>> from vrn.statistics.series import fit_poisson
    >>> fit = fit_poisson(np.ones((2, 1)), np.array([[1.0, 5.0]]), np.zeros((1, 2)))
    >>> [each.round(4) for each in pearson_dispersion(fit)]  # (4 + 4) / 3
    [array([2.6667]), array([0.1025])]
    """
    from scipy.special import chdtrc

    return Checked(fit.pearson, np.asarray(chdtrc(float(fit.degrees_of_freedom), fit.pearson)))


def cameron_trivedi(fit: Fit) -> Checked:
    """Cameron and Trivedi's test of a variance mu + alpha mu^2 against mu, of a Poisson fit.

    z = ((y - mu)^2 - y) / mu is regressed on mu without a constant; the statistic is the slope's
    t-value and the p-value the upper tail of the normal. Rough in series of some dozens of months,
    where fitting the terms has shrunk the residuals: it sees too little. One value a series. Raises
    ValueError for a fit that is not a Poisson one.

    >>> from vrn.statistics.series import fit_poisson
    >>> y = np.array([[0.0, 1.0, 5.0, 0.0, 2.0, 4.0]])
    >>> fit = fit_poisson(np.ones((6, 1)), y, np.zeros((1, 6)))
    >>> [each.round(4) for each in cameron_trivedi(fit)]
    [array([1.5357]), array([0.0623])]
    """
    from scipy.special import ndtr

    if fit.model != "Poisson":
        raise ValueError(f"the test is of a Poisson fit; this one is {fit.model}")
    mean = fit.fitted
    excess = (fit.scores**2 - fit.observed) / mean
    squares = (mean**2).sum(axis=1)
    slope = (excess * mean).sum(axis=1) / squares
    left = ((excess - slope[:, None] * mean) ** 2).sum(axis=1) / (mean.shape[1] - 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = slope / np.sqrt(left / squares)
    return Checked(statistic, np.asarray(ndtr(-statistic)))
