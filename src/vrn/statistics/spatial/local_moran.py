"""Local Moran's I: areas that are like their neighbours, and areas that stand out from them.

With z = x - mean and m2 = sum z^2 / n over all n areas:
    I_i = (z_i / m2) sum_j w_ij z_j
above 0 where an area and its neighbours lie on one side of the mean (high among high, low among
low), below 0 where they lie on two. The sum of all I_i is Moran's I times the sum of weights.

If every order of the values is alike (total scatter; W = sum_j w_ij, W2 = sum_j w_ij^2, b2 = m4 /
m2^2 with m4 = sum z^4 / n):
    E = -W / (n - 1)
    Var = W2 (n - b2) / (n - 1) + (W^2 - W2) (2 b2 - n) / ((n - 1) (n - 2)) - E^2
If the area keeps its value and the others are scattered (conditional):
    E = -z_i^2 W / ((n - 1) m2)
    Var = (z_i / m2)^2 (n / (n - 2)) (W2 - W^2 / (n - 1)) (m2 - z_i^2 / (n - 1))

Sources: L. Anselin, Local indicators of spatial association: LISA, Geographical Analysis 27 (1995),
equations 12 to 15; R. R. Sokal, N. L. Oden and B. A. Thomson, Local spatial autocorrelation in a
biological model, Geographical Analysis 30 (1998) (both sets of moments).

Limits: under total scatter I_i is a product and far from any normal curve, so that p-values are
made from the conditional moments or draws alone. Where the whole map is clustered, many areas
differ from a scatter; q says how many to believe. Rates of small populations swing: smooth them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn.statistics.spatial.area_frames import LocalTest, frame_of, know
from vrn.statistics.spatial.chances import Chance, Curve
from vrn.statistics.spatial.lag_moments import moments_over_others, weight_sums
from vrn.statistics.spatial.weights import lag

if TYPE_CHECKING:
    import polars as pl
    from numpy.random import Generator
    from numpy.typing import NDArray

    from vrn.statistics.answers import Column, Confidence
    from vrn.statistics.limits import FloatArray
    from vrn.statistics.spatial.area_frames import Known
    from vrn.statistics.spatial.weights import Weights


def local_moran(
    values: Column,
    weights: Weights,
    *,
    by: Column | None = None,
    permutations: int | None = None,
    rng: Generator | None = None,
    replacement: bool = False,
    curve: Curve = "gamma",
    confidence: Confidence = 0.95,
) -> pl.DataFrame:
    """Local Moran's I of each area as `value`, above 0 where it is like its neighbours.

    I_i = (z_i / m2) sum_j w_ij z_j, with z = x - mean and m2 = sum z^2 / n. Row-standardise the
    weights to compare areas with many and few neighbours. (Where m2 is divided by n - 1 instead, as
    in esda, I_i is this times (n - 1) / n; z and p are the same.)

    Arguments, p-values and errors are those of `gi_star`; the p-values are of the conditional
    scatter, so that they equal those of `gi`. Columns: area, neighbours, lag (sum of w z),
    quadrant ("High-Low": above the mean, its neighbours' lag below 0), quadrant_by_mean_lag (the
    same with the lag of x compared to the mean of all lags, as R's spdep does), expected_total,
    variance_total, z_total, expected, variance and z (conditional), skewness (conditional),
    p_folded, p, q, chance_lower, chance_upper (between which I lies by chance), then the answer's.
    Null with a reason: islands, equal values, fewer than 4 areas, and an area whose value is the
    mean, for which I is 0 whatever its neighbours. Raises ValueError as `gi_star` does.

    >>> from vrn.statistics.spatial.weights import contiguity, row_standardised
    >>> row = row_standardised(contiguity(list("abcd"), list("abc"), list("bcd")))
    >>> local_moran([9, 8, 2, 1], row).select("area", "quadrant", "value").rows()[:2]
    [('a', 'High-High', 0.96), ('b', 'High-High', 0.12)]
    """
    known = know(values, weights, by=by)
    chance = Chance(permutations, rng, replacement, curve)
    test = _test(known)
    return frame_of(known, test, name="Local Moran", chance=chance, confidence=confidence)


def _test(known: Known) -> LocalTest:
    deviations = known.deviations
    sums, lags = weight_sums(known.weights), lag(known.weights, deviations)
    moments = moments_over_others(deviations, sums)
    if known.whole_reason:
        factor = np.full(deviations.size, np.nan)
    else:
        factor = deviations / (deviations**2).mean()
        # An area at the mean has I of 0 whatever its neighbours: nothing is tested there.
        factor[np.abs(factor) <= AT_MEAN * np.abs(factor).max()] = np.nan
    expected = factor * moments.mean
    variance = factor**2 * moments.variance
    value = factor * lags
    skewness = np.sign(factor) * moments.skewness
    columns = {
        "lag": lags,
        **_quadrants(known, lags),
        **_total(known, value),
        "expected": expected,
        "variance": variance,
        "z": (value - expected) / np.sqrt(variance),
        "skewness": skewness,
    }
    # Without variance the test is void, and so is its value.
    value = np.where(np.isnan(variance), np.nan, value)
    return LocalTest(value, expected, np.sqrt(variance), skewness, columns)


AT_MEAN = 1e-12
"""A deviation below this share of the largest is rounding: the area's value is the mean."""


def _quadrants(known: Known, lags: FloatArray) -> dict[str, NDArray[np.str_]]:
    """High or Low of the area itself, and of its neighbours by two splits."""
    own = np.where(known.deviations > 0, "High-", "Low-")
    # The lag of x about the mean of all such lags, both taken about the mean of x.
    shares = weight_sums(known.weights).first
    level = known.values.mean() if known.values.size else 0.0
    raw = lags + shares * level
    middle = raw.mean() if raw.size else 0.0
    return {
        "quadrant": np.char.add(own, np.where(lags > 0, "High", "Low")),
        "quadrant_by_mean_lag": np.char.add(own, np.where(raw > middle, "High", "Low")),
    }


def _total(known: Known, value: FloatArray) -> dict[str, FloatArray]:
    """Mean, variance and z of I when all values are scattered."""
    deviations, size = known.deviations, known.values.size
    if known.whole_reason:
        nothing = np.full(size, np.nan)
        return {"expected_total": nothing, "variance_total": nothing, "z_total": nothing}
    kurtosis = (deviations**4).mean() / (deviations**2).mean() ** 2
    first, second, _ = weight_sums(known.weights)
    expected = -first / (size - 1)
    variance = (
        second * (size - kurtosis) / (size - 1)
        + (first**2 - second) * (2 * kurtosis - size) / ((size - 1) * (size - 2))
        - expected**2
    )
    z = (value - expected) / np.sqrt(np.where(variance > 0, variance, np.nan))
    return {"expected_total": expected, "variance_total": variance, "z_total": z}
