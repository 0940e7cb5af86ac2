"""Limits of both indices from the normal approximation: no draws, so no time to speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn.statistics.limits import FloatArray, Limits, tail_of

if TYPE_CHECKING:
    from vrn.statistics.inequality.lines import Fit, Line


class Spread(NamedTuple):
    """Both indices of each group, with the standard errors of the slope and of the ratio's log."""

    slope: FloatArray
    relative: FloatArray
    slope_error: FloatArray
    log_error: FloatArray


def spread_of(fit: Fit, line: Line) -> Spread:
    """The two indices and their standard errors, by the delta method; a value a group.

    slope = far end - near end; relative = far end / near end, NaN unless both are above 0. Their
    variances are sums over the quantiles of (derivative * standard error)^2, exact for the slope of
    a line that is not transformed. Raises nothing: NaN gives NaN.
    """
    first, last = fit.ends()
    ends = [fit.scale.back(each) for each in (first, last)]
    steps = [
        fit.scale.steepness(end)[:, None] * weights
        for end, weights in zip(ends, (fit.of_first, fit.of_last), strict=True)
    ]
    far, near = line.in_contrast(*(np.where(np.isfinite(end), end, np.nan) for end in ends))
    far_step, near_step = line.in_contrast(*steps)
    positive = (far > 0) & (near > 0)
    high, low = np.where(positive, far, np.nan), np.where(positive, near, np.nan)
    return Spread(
        line.multiplier * (far - near),
        high / low,
        line.multiplier * _error(far_step - near_step, fit.errors),
        _error(far_step / high[:, None] - near_step / low[:, None], fit.errors),
    )


def _error(derivatives: FloatArray, errors: FloatArray) -> FloatArray:
    variance: FloatArray = ((derivatives * errors) ** 2).sum(-1)
    return np.sqrt(variance)


def slope_limits(spread: Spread, *, confidence: float = 0.95) -> Limits:
    """The slope index with value -+ z * standard error, in the unit of the values.

    Shape: a value a group. Raises ValueError for a confidence not between 0 and 1.

    >>> one = Spread(np.array([20.0]), np.array([5.0]), np.array([2.0]), np.array([0.5]))
    >>> slope_limits(one).lower.round(2)
    array([16.08])
    """
    far = _quantile(confidence) * spread.slope_error
    return Limits(spread.slope, spread.slope - far, spread.slope + far)


def relative_limits(spread: Spread, *, confidence: float = 0.95) -> Limits:
    """The relative index with value times exp(-+ z * standard error of its logarithm), no unit.

    Shape: a value a group. Raises ValueError for a confidence not between 0 and 1.

    >>> one = Spread(np.array([20.0]), np.array([5.0]), np.array([2.0]), np.array([0.5]))
    >>> relative_limits(one).upper.round(2)
    array([13.32])
    """
    # Where an end of the line lies just above 0 the limit is infinite, which is no limit.
    with np.errstate(over="ignore"):
        times = np.exp(_quantile(confidence) * spread.log_error)
        return Limits(spread.relative, spread.relative / times, spread.relative * times)


def _quantile(confidence: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(1 - tail_of(confidence)))
