"""Weighted least squares for many series at once: one design, other counts, one matrix product.

Sources: iteratively reweighted least squares: P. McCullagh and J. A. Nelder, Generalized Linear
Models, 2nd edition (Chapman and Hall, 1989), section 2.5; the log link with a variance of
mu + mu^2 / theta: J. M. Hilbe, Negative Binomial Regression, 2nd edition (Cambridge, 2011),
chapter 8.

Limits: the design is shared by all series of a call, which is what makes it fast; a series whose
likelihood has no finite maximum (no events on one side, say) is told by `is_converged`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.statistics.limits import FloatArray

MOST_STEPS = 60
STILL = 1e-9  # of the linear predictor; the last step of Newton's then errs by its square
FLATTEST = 1e-8  # of an intensity: below it a month's weight is gone and the estimate runs away


class Reweighted(NamedTuple):
    """What came of the reweighting: coefficients (series, terms), fitted counts (series, months).

    `is_converged` has one value a series; the numbers of one that is not mean nothing.
    """

    coefficients: FloatArray
    fitted: FloatArray
    is_converged: NDArray[np.bool_]


def cross_products(design: FloatArray, weights: FloatArray) -> FloatArray:
    """X'WX of each series: `design` (months, terms) and `weights` (series, months).

    Shape: (series, terms, terms). One matrix product for all series; raises nothing of its own.

    >>> cross_products(np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([[2.0, 3.0]]))
    array([[[5., 3.],
            [3., 3.]]])
    """
    return lagged_products(design, weights, lag=0)


def lagged_products(design: FloatArray, products: FloatArray, *, lag: int) -> FloatArray:
    """The sum over months t of p(t) x(t) x(t - lag)', of each series.

    `products` (series, months - lag) belongs to the months from `lag` on. Shape: (series, terms,
    terms).

    >>> lagged_products(np.array([[1.0], [2.0], [3.0]]), np.array([[1.0, 1.0]]), lag=1)
    array([[[8.]]])
    """
    months, terms = design.shape
    outer = design[lag:, :, None] * design[: months - lag, None, :]
    return (products @ outer.reshape(months - lag, terms * terms)).reshape(-1, terms, terms)


def solve(information: FloatArray, score: FloatArray) -> FloatArray:
    """The coefficients b of X'WX b = s, of each series: (series, terms, terms), (series, terms).

    >>> solve(np.array([[[2.0, 0.0], [0.0, 4.0]]]), np.array([[2.0, 2.0]]))
    array([[1. , 0.5]])
    """
    return np.asarray(np.linalg.solve(information, score[..., None])[..., 0])


def reweight(
    design: FloatArray,
    counts: FloatArray,
    offset: FloatArray,
    *,
    theta: FloatArray | None = None,
    start: FloatArray | None = None,
) -> Reweighted:
    """The coefficients of greatest likelihood of a log-linear model of counts.

    log mu = offset + X b, and the variance mu, or mu + mu^2 / theta where `theta` (one value a
    series) is given. Each step solves X'WX b = X'Wz with W = mu / (1 + mu / theta) and
    z = X b + (y - mu) / mu. Shapes: `design` (months, terms), `counts` and `offset` (series,
    months); `start`, where given, are fitted counts to begin from. Series that stand still are
    left out of the next step. Raises nothing for a series without a maximum: see `is_converged`.

    >>> found = reweight(np.ones((4, 1)), np.array([[1.0, 3.0, 2.0, 2.0]]), np.zeros((1, 4)))
    >>> found.fitted.round(9)
    array([[2., 2., 2., 2.]])
    """
    first = (counts + counts.mean(axis=1, keepdims=True)) / 2 if start is None else start
    predictor = np.log(np.maximum(first, FLATTEST))
    inverse = np.zeros(len(counts)) if theta is None else 1 / theta
    coefficients = np.zeros((len(counts), design.shape[1]))
    going = np.arange(len(counts))
    for _ in range(MOST_STEPS):
        eta, mean = predictor[going], np.exp(predictor[going])
        weights = mean / (1 + mean * inverse[going, None])
        target = weights * (eta - offset[going] + (counts[going] - mean) / mean)
        coefficients[going] = solve(cross_products(design, weights), target @ design)
        reached = offset[going] + coefficients[going] @ design.T
        predictor[going] = np.clip(reached, np.log(FLATTEST), -np.log(FLATTEST))
        going = going[np.abs(predictor[going] - eta).max(axis=1) > STILL]
        if not going.size:
            break
    fitted = np.exp(predictor)
    is_converged = np.asarray((fitted > FLATTEST * 2).all(axis=1))
    is_converged[going] = False
    return Reweighted(coefficients, fitted, is_converged)
