"""Exact mean, variance and skewness of a weighted sum when values are scattered over the areas.

If N values fall on N areas in every order alike, the sum of w_j x_j has moments that need no draw.
With a_j = w_j less the mean weight and d_j = x_j less the mean value, over all N,
    mean      (sum w) (mean x)
    variance  (sum a^2) (sum d^2) / (N - 1)
    third     (sum a^3) (sum d^3) N / ((N - 1) (N - 2))    (central moment)
and the skewness is third / variance^1.5. Gi* and local Moran's I are such sums.

Sources: A. Wald and J. Wolfowitz, Statistical tests based on permutations of the observations,
Annals of Mathematical Statistics 15 (1944) (mean and variance, and when the normal limit holds);
J. K. Ord and A. Getis, Local spatial autocorrelation statistics, Geographical Analysis 27 (1995);
the third moment follows in the same way from the means of x_i^2 x_j and of x_i x_j x_k.

Limits: the moments are exact for any values and weights; a normal p-value made of them is not. With
few neighbours and skewed values the sum is skewed too, which is why its skewness is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.statistics.limits import FloatArray
    from vrn.statistics.spatial.weights import Weights

NONE_LEFT = 1e-12
"""A sum of squares below this share of what it was taken from is rounding, and means 0."""

FEWEST = 3
"""With fewer values there is no third moment."""


class PowerSums(NamedTuple):
    """The sums of first, second and third powers, one each an area (or one for all)."""

    first: FloatArray
    second: FloatArray
    third: FloatArray


class LagMoments(NamedTuple):
    """Mean, variance and skewness of a weighted sum, one each an area.

    Variance and skewness are NaN where the sum cannot vary: all weights are equal, or all values;
    all three are NaN for fewer than 3 values.
    """

    mean: FloatArray
    variance: FloatArray
    skewness: FloatArray


def weight_sums(weights: Weights, *, own: FloatArray | None = None) -> PowerSums:
    """The power sums of each area's weights, with that of the area itself where `own` is given.

    >>> from vrn.statistics.spatial.weights import contiguity
    >>> weight_sums(contiguity(["a", "b", "c"], ["a", "b"], ["b", "c"])).second
    array([1., 2., 1.])
    """
    added = np.zeros(weights.size) if own is None else own
    rows, size = weights.rows, weights.size
    return PowerSums(
        *(
            np.bincount(rows, weights.weights**power, minlength=size) + added**power
            for power in (1, 2, 3)
        )
    )


def moments_over_all(deviations: FloatArray, sums: PowerSums) -> LagMoments:
    """Moments when all values are scattered: `deviations` are from the mean of all.

    >>> sums = PowerSums(np.array([1.0]), np.array([1.0]), np.array([1.0]))
    >>> found = moments_over_all(np.array([-1.0, 0.0, 1.0]), sums)
    >>> found.mean, found.variance.round(6)
    (array([0.]), array([0.666667]))
    """
    powers = (np.full(1, (deviations**power).sum()) for power in (1, 2, 3))
    return _moments(sums, PowerSums(*powers), deviations.size)


def moments_over_others(deviations: FloatArray, sums: PowerSums) -> LagMoments:
    """Moments when an area keeps its value and the others' are scattered over the others.

    >>> one = np.ones(4)
    >>> moments_over_others(np.array([-3.0, 0.0, 0.0, 3.0]), PowerSums(one, one, one)).mean
    array([ 1.,  0.,  0., -1.])
    """
    powers = ((deviations**power).sum() - deviations**power for power in (1, 2, 3))
    return _moments(sums, PowerSums(*powers), deviations.size - 1)


def _moments(weights: PowerSums, values: PowerSums, number: int) -> LagMoments:
    if number < FEWEST:
        return LagMoments(*(np.full(weights.first.size, np.nan) for _ in range(3)))
    weight2, weight3 = _central(weights, number)
    value2, value3 = _central(values, number)
    variance = weight2 * value2 / (number - 1)
    third = weight3 * value3 * number / ((number - 1) * (number - 2))
    return LagMoments(
        weights.first * values.first / number,
        variance,
        third / variance**1.5,
    )


def _central(sums: PowerSums, number: int) -> tuple[FloatArray, FloatArray]:
    """Sums of squares and of cubes about the mean of `number`; NaN where there is no spread."""
    mean = sums.first / number
    squares = sums.second - sums.first * mean
    cubes = sums.third - 3 * mean * sums.second + 2 * number * mean**3
    varies: NDArray[np.bool_] = squares > NONE_LEFT * sums.second
    return np.where(varies, squares, np.nan), np.where(varies, cubes, np.nan)
