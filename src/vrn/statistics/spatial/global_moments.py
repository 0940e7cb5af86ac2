"""Exact moments of Moran's I, Geary's C and the general G when values are scattered over the areas.

With S0, S1 and S2 the sums of the weights, n areas, b2 = m4 / m2^2 the kurtosis of the values, and
m_k the sum of x^k in the general G. "Normality" takes the values for draws of a normal curve;
"randomisation" takes every order of the values seen for as likely as any other.

Sources: A. D. Cliff and J. K. Ord, Spatial Processes: Models and Applications (Pion, 1981), pages
21 and 46 (I and C); A. Getis and J. K. Ord, The analysis of spatial association by use of distance
statistics, Geographical Analysis 24 (1992), equations 5 to 8 (G).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

import numpy as np

if TYPE_CHECKING:
    from vrn.statistics.limits import FloatArray
    from vrn.statistics.spatial.weights import Totals

Assumption: TypeAlias = Literal["randomisation", "normality"]


class GlobalMoments(NamedTuple):
    """The mean and variance of a statistic of the whole map."""

    mean: float
    variance: float


def check_assumption(assumption: str) -> None:
    """Raises ValueError unless it is randomisation or normality.

    >>> check_assumption("normality")
    """
    if assumption not in get_args(Assumption):
        raise ValueError(f"assumption must be randomisation or normality; got {assumption}")


def moran_moments(
    deviations: FloatArray, totals: Totals, *, assumption: Assumption
) -> GlobalMoments:
    """Of I: mean -1 / (n - 1), and the variance of Cliff and Ord, page 21.

    >>> from vrn.statistics.spatial.weights import Totals
    >>> pairs = Totals(4.0, 8.0, 16.0)  # two pairs of areas
    >>> moran_moments(np.array([-2, -1, 1, 2.0]), pairs, assumption="normality").mean.round(6)
    np.float64(-0.333333)
    """
    n, (s0, s1, s2) = deviations.size, totals
    mean = -1 / np.float64(n - 1)
    if assumption == "normality":
        second = (n**2 * s1 - n * s2 + 3 * s0**2) / ((n**2 - 1) * s0**2)
        return GlobalMoments(mean, second - mean**2)
    b2 = _kurtosis(deviations)
    plain = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    tailed = b2 * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    second = (plain - tailed) / ((n - 1) * (n - 2) * (n - 3) * s0**2)
    return GlobalMoments(mean, second - mean**2)


def geary_moments(
    deviations: FloatArray, totals: Totals, *, assumption: Assumption
) -> GlobalMoments:
    """Of C: mean 1, and the variance of Cliff and Ord, pages 21 and 46.

    >>> from vrn.statistics.spatial.weights import Totals
    >>> pairs = Totals(4.0, 8.0, 16.0)
    >>> geary_moments(np.array([-2, -1, 1, 2.0]), pairs, assumption="normality").mean
    1.0
    """
    n, (s0, s1, s2) = deviations.size, totals
    if assumption == "normality":
        spread = (2 * s1 + s2) * (n - 1) - 4 * s0**2
        return GlobalMoments(1.0, spread / (2 * (n + 1) * s0**2))
    b2 = _kurtosis(deviations)
    first = (n - 1) * s1 * (n**2 - 3 * n + 3 - (n - 1) * b2)
    second = (n - 1) * s2 * (n**2 + 3 * n - 6 - (n**2 - n + 2) * b2) / 4
    third = s0**2 * (n**2 - 3 - (n - 1) ** 2 * b2)
    return GlobalMoments(1.0, (first - second + third) / (n * (n - 2) * (n - 3) * s0**2))


def general_g_moments(values: FloatArray, totals: Totals) -> GlobalMoments:
    """Of G: mean S0 / (n (n - 1)), and the variance of Getis and Ord by m1 to m4.

    >>> from vrn.statistics.spatial.weights import Totals
    >>> pairs = Totals(4.0, 8.0, 16.0)
    >>> general_g_moments(np.array([1.0, 2.0, 3.0, 4.0]), pairs).mean.round(6)
    np.float64(0.333333)
    """
    n, (s0, s1, s2) = values.size, totals
    # Scaled, so that the fourth powers of large values lose nothing.
    scaled = values / values.max()
    m1, m2, m3, m4 = (float((scaled**power).sum()) for power in (1, 2, 3, 4))
    second = (
        ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2) * m2**2
        - ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2) * m4
        - (2 * n * s1 - (n + 3) * s2 + 6 * s0**2) * m1**2 * m2
        + (4 * (n - 1) * s1 - 2 * (n + 1) * s2 + 8 * s0**2) * m1 * m3
        + (s1 - s2 + s0**2) * m1**4
    ) / ((m1**2 - m2) ** 2 * n * (n - 1) * (n - 2) * (n - 3))
    mean = s0 / np.float64(n * (n - 1))
    return GlobalMoments(mean, second - mean**2)


def _kurtosis(deviations: FloatArray) -> float:
    return float((deviations**4).mean() / (deviations**2).mean() ** 2)
