"""Many log-linear models of counts at once: one design, a row of counts a model.

Sources: P. McCullagh and J. A. Nelder, Generalized Linear Models (Chapman and Hall, 1989), section
2.5 (iterated weighted least squares), 6.2.3 (dispersion), 2.4.2 (Anscombe's residual for Poisson
counts) and 12.5 (leverage).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.statistics.limits import FloatArray

MOST_STEPS = 25
CLOSE = 1e-8
"""The change of the deviance, over the deviance, at which a fit stands."""
LEAST_LOG_MEAN = -30.0
"""Below this a level whose counts are all 0, and whose log mean has no finite fit, is held."""


class Fit(NamedTuple):
    """Fitted models, a row each: of p coefficients over n counts.

    `mean` and `leverage` are (models, n); `dispersion` is Pearson's chi-square over `degrees`, but
    at least 1; the covariance of the coefficients is dispersion x `unscaled`, (models, p, p).
    """

    coefficients: FloatArray
    mean: FloatArray
    leverage: FloatArray
    dispersion: FloatArray
    unscaled: FloatArray
    degrees: int
    converged: NDArray[np.bool_]


def fit(design: FloatArray, counts: FloatArray, weights: FloatArray) -> Fit:
    """Fits log E(y) = X b with Var(y) = phi E(y) / w to each row of counts, with its weights.

    `design` is (n, p) with n above p, `counts` and `weights` (models, n), weights above 0. Where
    `converged` is false the fit did not stand still in 25 steps. Raises nothing: counts are
    checked before.

    >>> found = fit(np.ones((4, 1)), np.array([[2.0, 4.0, 4.0, 6.0]]), np.ones((1, 4)))
    >>> float(np.exp(found.coefficients[0, 0]).round(6)), float(found.dispersion[0])
    (4.0, 1.0)
    """
    models, n = counts.shape
    squares = (design[:, :, None] * design[:, None, :]).reshape(n, -1)
    coefficients = np.zeros((models, design.shape[1]))
    log_mean, mean = np.log(counts + 0.1), counts + 0.1
    before = np.full(models, np.inf)
    moving = np.arange(models)
    for _ in range(MOST_STEPS):
        y, mu = counts[moving], mean[moving]
        work = weights[moving] * mu
        aim = log_mean[moving] + (y - mu) / mu
        coefficients[moving] = _solve(work @ squares, (work * aim) @ design)
        log_mean[moving] = np.maximum(coefficients[moving] @ design.T, LEAST_LOG_MEAN)
        mean[moving] = np.exp(log_mean[moving])
        deviance = _deviance(y, mean[moving], weights[moving])
        still = np.abs(deviance - before[moving]) < CLOSE * (np.abs(deviance) + 0.1)
        before[moving] = deviance
        moving = moving[~still]
        if not moving.size:
            break
    converged = np.ones(models, dtype=np.bool_)
    converged[moving] = False
    return _finish(design, counts, weights, (coefficients, mean, converged))


def anscombe_residuals(found: Fit, counts: FloatArray) -> FloatArray:
    """Standardised: 3/(2 sqrt phi) (y^(2/3) - mu^(2/3)) / (mu^(1/6) sqrt(1 - h)).

    0 where a count has a level of its own (leverage 1), which fits it whatever it is. Shape: that
    of `counts`. Raises nothing.

    >>> two = np.array([[8.0, 1.0, 1.0, 2.0]])
    >>> anscombe_residuals(fit(np.ones((4, 1)), two, np.ones((1, 4))), two).round(2)
    array([[ 1.42, -0.8 , -0.8 , -0.37]])
    """
    free = 1 - found.leverage
    scale = found.mean ** (1 / 6) * np.sqrt(found.dispersion[:, None] * np.maximum(free, 1e-12))
    residual = 1.5 * (counts ** (2 / 3) - found.mean ** (2 / 3)) / scale
    return np.where(free > 1e-9, residual, 0.0)


def _solve(squares: FloatArray, aims: FloatArray) -> FloatArray:
    """Coefficients from each model's normal equations, scaled so that small levels do not spoil."""
    p = aims.shape[1]
    matrix = squares.reshape(-1, p, p)
    scale = np.sqrt(np.einsum("mpp->mp", matrix))
    scaled = matrix / scale[:, :, None] / scale[:, None, :]
    solved: FloatArray = np.linalg.solve(scaled, (aims / scale)[:, :, None])[:, :, 0] / scale
    return solved


def _deviance(counts: FloatArray, mean: FloatArray, weights: FloatArray) -> FloatArray:
    from scipy.special import xlogy

    total: FloatArray = 2 * (weights * (xlogy(counts, counts / mean) - counts + mean)).sum(axis=1)
    return total


def _finish(
    design: FloatArray,
    counts: FloatArray,
    weights: FloatArray,
    solved: tuple[FloatArray, FloatArray, NDArray[np.bool_]],
) -> Fit:
    coefficients, mean, converged = solved
    n, p = design.shape
    work = weights * mean
    matrix = np.einsum("mn,np,nq->mpq", work, design, design, optimize=True)
    scale = np.sqrt(np.einsum("mpp->mp", matrix))
    scales = scale[:, :, None] * scale[:, None, :]
    unscaled = np.linalg.inv(matrix / scales) / scales
    leverage = work * np.einsum("np,mpq,nq->mn", design, unscaled, design, optimize=True)
    pearson = (weights * (counts - mean) ** 2 / mean).sum(axis=1)
    dispersion = np.maximum(pearson / (n - p), 1.0)
    return Fit(coefficients, mean, leverage, dispersion, unscaled, n - p, converged)
