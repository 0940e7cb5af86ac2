"""The Poisson model of counts with area and month effects, fitted without a column for either.

The model: count ~ Poisson(mu), log mu = log exposure + area effect + month effect + x . effect.
Given an area's total its months are multinomial, which takes the area effects out exactly; the
month effects are taken out of each Newton step by one small system (months by months) that every
`x` shares. Nothing of the size of areas by parameters is ever made.

Sources: J. Hausman, B. H. Hall and Z. Griliches, Econometric models for count data with an
application to the patents-R&D relationship, Econometrica 52 (1984), section 2 (conditioning on the
totals); P. Guimaraes and P. Portugal, A simple feasible procedure to fit models with
high-dimensional fixed effects, Stata Journal 10 (2010) (leaving the effects out of the system).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from vrn.statistics.limits import FloatArray

NEWTON_STEPS = 60
HALVINGS = 30
# Twice the log likelihood that a Newton step still promises, under which the fit has converged.
DECREMENT = 1e-12
# Of its largest square, the information an x must have to be told from area and month effects, and
# for its effect to be finite: with one event in each of four cells it is a quarter.
LEAST_INFORMATION = 1e-6
# A hair on the diagonal: where areas share no months the month effects are known only within parts.
HAIR = 1e-13


class Point(NamedTuple):
    """Where a fit stands: the logarithms of the month effects (the first is 0), and the effects."""

    months: FloatArray
    effects: FloatArray


class TwoWayFit(NamedTuple):
    """A fit: the effects (one an x, logarithms of ratios), and what their errors are made from.

    `fitted` is areas by months, 0 where a cell is not known. `left` is what area and month effects
    leave of each x at these weights (x by areas by months), `information` the Fisher information of
    the effects. `rows` are the cells known and `parameters` all that are estimated, area and month
    effects among them. `converged` is false where an effect has no finite estimate: no events on
    one side of it, or nothing left of its x once areas and months have theirs.
    """

    effects: FloatArray
    fitted: FloatArray
    left: FloatArray
    information: FloatArray
    deviance: float
    rows: int
    parameters: int
    converged: bool
    point: Point


def fit_two_way(
    counts: FloatArray, exposures: FloatArray, x: FloatArray, *, start: Point | None = None
) -> TwoWayFit:
    """The maximum likelihood fit of log mu = log exposure + area + month + sum of x times effect.

    `counts` and `exposures` are areas by months (count and exposure 0 where a cell is not known);
    `x` is regressors by areas by months, and may hold no regressor. Every area and every month has
    an event. `start` is the point of a fit nearby. Raises nothing: see `converged`.

    >>> counts = np.array([[10.0, 12.0], [20.0, 12.0]])
    >>> treated_after = np.array([[[0.0, 0.0], [0.0, 1.0]]])
    >>> fit = fit_two_way(counts, np.ones((2, 2)), treated_after)
    >>> np.exp(fit.effects).round(6)  # (12/20) / (12/10)
    array([0.5])
    """
    if not counts.size:
        return _nothing(x)
    totals = counts.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore"):
        base = np.log(exposures)
    point = start or Point(np.zeros(counts.shape[1]), np.zeros(x.shape[0]))
    shares = _shares(base, x, point)
    for _ in range(NEWTON_STEPS):
        step, decrement = _newton_step(counts, totals * shares, x)
        point, shares = _walk(counts, base, x, (point, step, shares))
        converged = 0 <= decrement < DECREMENT
        if converged:
            break
    return _fit_of(counts, totals * shares, x, point=point, converged=converged)


def left_of(x: FloatArray, fitted: FloatArray) -> FloatArray:
    """What area and month effects leave of each x, at the weights of a fit: x by areas by months.

    The residual of x regressed on an effect for each area and for each month, weighted by `fitted`
    (0 where a cell is not known).

    >>> x = np.array([[[0.0, 0.0], [0.0, 1.0]]])
    >>> left_of(x, np.ones((2, 2)))
    array([[[ 0.25, -0.25],
            [-0.25,  0.25]]])
    """
    return _left(x, fitted, _months_of(fitted))


def information_of(left: FloatArray, fitted: FloatArray) -> FloatArray:
    """The Fisher information of the effects: the sum of fitted times left times left, x by x.

    >>> information_of(np.array([[[0.5, -0.5]]]), np.array([[8.0, 8.0]]))
    array([[4.]])
    """
    return np.asarray(np.einsum("xat,yat->xy", left * fitted, left))


def _shares(base: FloatArray, x: FloatArray, point: Point) -> FloatArray:
    """Each area's events spread over its months: rows sum to 1, and unknown cells have 0."""
    eta = base + point.months + np.einsum("x,xat->at", point.effects, x)
    weights = np.exp(eta - eta.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _newton_step(counts: FloatArray, fitted: FloatArray, x: FloatArray) -> tuple[Point, float]:
    """The step of Newton's method, and its decrement: twice what it promises to gain."""
    residuals, system = counts - fitted, _months_of(fitted)
    left = _left(x, fitted, system)
    gradient = np.einsum("xat,at->x", left, residuals)
    # Least squares steps over an x that area and month effects explain: its effect stays as it is.
    effects = np.linalg.lstsq(information_of(left, fitted), gradient)[0]
    moved = _centred(np.einsum("x,xat->at", effects, x)[None], fitted)[0]
    pull = (residuals - fitted * moved).sum(axis=0)
    months = _solve(system, pull[:, None])[:, 0]
    gain = effects @ np.einsum("xat,at->x", x, residuals) + months @ residuals.sum(axis=0)
    return Point(months, effects), float(gain)


def _walk(
    counts: FloatArray,
    base: FloatArray,
    x: FloatArray,
    stand: tuple[Point, Point, FloatArray],
) -> tuple[Point, FloatArray]:
    """Along the step, halved until the likelihood does not fall: where that is, and its shares."""
    point, step, shares = stand
    least = _log_likelihood(counts, shares)
    least -= 1e-12 * abs(least)
    for halving in range(HALVINGS):
        there = Point(*(a + b / 2**halving for a, b in zip(point, step, strict=True)))
        moved = _shares(base, x, there)
        if _log_likelihood(counts, moved) >= least:
            return there, moved
    return point, shares


def _log_likelihood(counts: FloatArray, shares: FloatArray) -> float:
    from scipy.special import xlogy

    return float(xlogy(counts, shares).sum())


def _months_of(fitted: FloatArray) -> FloatArray:
    """The normal equations of the month effects once the areas are taken out: months by months."""
    per_area = fitted / fitted.sum(axis=1, keepdims=True)
    # Not a matrix product: at these sizes its threads cost many times the sums where others work.
    together = np.einsum("at,as->ts", fitted, per_area)
    return np.asarray(np.diag(fitted.sum(axis=0)) - together)


def _left(x: FloatArray, fitted: FloatArray, system: FloatArray) -> FloatArray:
    pulls = np.einsum("xat,at->xt", _centred(x, fitted), fitted)
    months = _solve(system, pulls.T).T
    return _centred(x - months[:, None, :], fitted)


def _centred(x: FloatArray, fitted: FloatArray) -> FloatArray:
    """x less its mean within each area, weighted by the fitted counts."""
    means = np.einsum("xat,at->xa", x, fitted) / fitted.sum(axis=1)
    return np.asarray(x - means[:, :, None])


def _solve(system: FloatArray, right: FloatArray) -> FloatArray:
    """The month effects, the first held at 0: they are known but for one level."""
    solved, free = np.zeros_like(right), system[1:, 1:]
    hair = HAIR * np.trace(system) / len(system)
    solved[1:] = np.linalg.solve(free + hair * np.eye(len(free)), right[1:])
    return solved


def _nothing(x: FloatArray) -> TwoWayFit:
    """The fit of no events at all: no effect has an estimate."""
    effects = np.full(len(x), np.nan)
    point = Point(np.zeros(x.shape[2]), effects)
    square = np.zeros((len(x), len(x)))
    return TwoWayFit(effects, np.zeros(x.shape[1:]), x, square, 0.0, 0, 0, False, point)


def _fit_of(
    counts: FloatArray, fitted: FloatArray, x: FloatArray, *, point: Point, converged: bool
) -> TwoWayFit:
    from scipy.special import kl_div

    left = left_of(x, fitted)
    information = information_of(left, fitted)
    largest = np.square(x).max(axis=(1, 2))
    told = bool((np.diag(information) > LEAST_INFORMATION * largest).all())
    return TwoWayFit(
        point.effects,
        fitted,
        left,
        information,
        2 * float(kl_div(counts, fitted).sum()),
        int((fitted > 0).sum()),
        sum(counts.shape) - 1 + len(x),
        converged and told,
        point,
    )
