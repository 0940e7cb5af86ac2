"""The negative binomial's theta by greatest likelihood, for many series at once.

Sources: score and information of theta: J. F. Lawless, Negative binomial and mixed Poisson
regression, Canadian Journal of Statistics 15 (1987), section 2; the estimate in turn with the
coefficients: W. N. Venables and B. D. Ripley, Modern Applied Statistics with S, 4th edition
(Springer, 2002), section 7.4; the moment estimate that it starts from: P. McCullagh and
J. A. Nelder, Generalized Linear Models, 2nd edition (1989), section 11.2.

Limits: where counts are spread no more than Poisson ones the likelihood rises with theta for ever;
such a series has no estimate, and `theta` is NaN.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn.statistics.series.least_squares import Reweighted, reweight

if TYPE_CHECKING:
    from vrn.statistics.limits import FloatArray

MOST_STEPS = 50
MOST_TURNS = 200
STILL = 1e-9  # of log theta
LARGEST = 1e6  # beyond it the variance is the mean's to within a millionth of its square
BOLDEST = 1.0  # a step of log theta
SHIFT = 10  # Stirling's series from here on errs by less than 1e-12


class Dispersed(NamedTuple):
    """A negative binomial's coefficients and fitted counts, and its theta, one value a series.

    `theta_error` is from the observed information; theta is NaN where nothing was found.
    """

    found: Reweighted
    theta: FloatArray
    theta_error: FloatArray


def moment_theta(counts: FloatArray, mean: FloatArray) -> FloatArray:
    """Theta by moments: sum mu^2 / sum((y - mu)^2 - y); infinite where spread is no more than y.

    Shapes: `counts` and `mean` (series, months), one value a series. Raises nothing of its own.

    >>> moment_theta(np.array([[0.0, 4.0], [2.0, 2.0]]), np.array([[2.0, 2.0], [2.0, 2.0]]))
    array([ 2., inf])
    """
    excess = ((counts - mean) ** 2 - counts).sum(axis=1)
    return np.where(excess > 0, (mean**2).sum(axis=1) / np.where(excess > 0, excess, 1.0), np.inf)


def score_and_information(
    counts: FloatArray, mean: FloatArray, theta: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """The slope of the log likelihood in theta, and its curvature with the sign turned.

    With psi the digamma function: sum of psi(theta + y) - psi(theta) + log theta + 1
    - log(theta + mu) - (y + theta) / (mu + theta), and of psi'(theta) - psi'(theta + y)
    - 1/theta + 2/(mu + theta) - (y + theta) / (mu + theta)^2. One value a series.
    Raises nothing of its own.

    >>> score, _ = score_and_information(np.array([[1.0]]), np.array([[1.0]]), np.array([1.0]))
    >>> score.round(6)  # psi(2) - psi(1) = 1, and then log 1 + 1 - log 2 - 1
    array([0.306853])
    """
    each = theta[:, None]
    both = each + mean
    rise, fall = _rise_of_digamma(each, counts), _fall_of_trigamma(each, counts)
    score = rise - np.log1p(mean / each) + (mean - counts) / both
    information = fall - mean / (each * both) + (mean - counts) / both**2
    return score.sum(axis=1), information.sum(axis=1)


def _rise_of_digamma(start: FloatArray, by: FloatArray) -> FloatArray:
    """psi(start + by) - psi(start), without the loss of figures that the difference has.

    psi(x) = psi(x + 1) - 1/x is used ten times, and then Stirling's series term by term.
    """
    total = np.zeros(np.broadcast_shapes(start.shape, by.shape))
    for step in range(SHIFT):
        total += by / ((start + step) * (start + by + step))
    low = start + SHIFT
    high = low + by
    total += np.log1p(by / low) + by / (2 * low * high)
    for power, factor in ((2, 1 / 12), (4, -1 / 120), (6, 1 / 252), (8, -1 / 240)):
        total += factor * (low**-power - high**-power)
    return total


def _fall_of_trigamma(start: FloatArray, by: FloatArray) -> FloatArray:
    """psi'(start) - psi'(start + by), as above."""
    total = np.zeros(np.broadcast_shapes(start.shape, by.shape))
    for step in range(SHIFT):
        total += (start + step) ** -2.0 - (start + by + step) ** -2.0
    low = start + SHIFT
    high = low + by
    total += by / (low * high)
    for power, factor in ((2, 1 / 2), (3, 1 / 6), (5, -1 / 30), (7, 1 / 42), (9, -1 / 30)):
        total += factor * (low**-power - high**-power)
    return total


def estimate_theta(counts: FloatArray, mean: FloatArray, start: FloatArray) -> FloatArray:
    """Theta of greatest likelihood at given fitted counts, by Newton's steps in its logarithm.

    Shapes: `counts` and `mean` (series, months); `start` and the answer one value a series, NaN
    where the likelihood still rises at a theta of a million. Raises nothing of its own.

    >>> y, mu = np.array([[0.0, 1.0, 5.0, 0.0, 2.0, 4.0]]), np.full((1, 6), 2.0)
    >>> estimate_theta(y, mu, np.array([1.0])).round(4)
    array([1.4337])
    """
    log_theta = np.log(start)
    for _ in range(MOST_STEPS):
        theta = np.exp(log_theta)
        score, information = score_and_information(counts, mean, theta)
        slope, curve = theta * score, theta * score - theta**2 * information
        # Away from the top the curve may bend upwards: there a bold step goes the way of the slope.
        bold = np.sign(slope) * BOLDEST
        newton = -slope / np.where(curve < 0, curve, 1.0)
        step = np.where(curve < 0, np.clip(newton, -BOLDEST, BOLDEST), bold)
        log_theta = np.minimum(log_theta + step, np.log(LARGEST))
        if (np.abs(step) < STILL).all():
            break
    return np.where(log_theta < np.log(LARGEST), np.exp(log_theta), np.nan)


def reweight_with_theta(
    design: FloatArray, counts: FloatArray, offset: FloatArray, *, start: FloatArray
) -> Dispersed:
    """Coefficients and theta of greatest likelihood together, each in turn until both stand still.

    Shapes as in `least_squares.reweight`; `start` are the fitted counts of a Poisson model. A
    series without a finite theta has NaN for it and `is_converged` False. Raises nothing for it.

    >>> y = np.array([[0.0, 1.0, 5.0, 0.0, 2.0, 4.0]])
    >>> mu = np.full((1, 6), 2.0)
    >>> found = reweight_with_theta(np.ones((6, 1)), y, np.zeros((1, 6)), start=mu)
    >>> found.theta.round(4), found.found.fitted[0, 0].round(6)
    (array([1.4337]), np.float64(2.0))
    """
    fitted, theta = start.copy(), moment_theta(counts, start)
    theta[np.isinf(theta)] = np.nan
    coefficients = np.zeros((len(counts), design.shape[1]))
    is_still = np.zeros(len(counts), dtype=bool)
    for _ in range(MOST_TURNS):
        going = np.flatnonzero(~is_still & ~np.isnan(theta))
        if not going.size:
            break
        before = theta.copy()
        theta[going] = estimate_theta(counts[going], fitted[going], before[going])
        going = going[~np.isnan(theta[going])]
        found = reweight(
            design, counts[going], offset[going], theta=theta[going], start=fitted[going]
        )
        coefficients[going], fitted[going] = found.coefficients, found.fitted
        theta[going[~found.is_converged]] = np.nan
        is_still[going] = np.abs(np.log(theta[going] / before[going])) < STILL
    theta[~is_still] = np.nan
    _, information = score_and_information(counts, fitted, theta)
    return Dispersed(Reweighted(coefficients, fitted, is_still), theta, 1 / np.sqrt(information))
