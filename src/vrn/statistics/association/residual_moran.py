"""Whether what a model leaves over is alike among neighbours: Moran's I of its residuals.

Residuals are no free values: a model with k terms has taken k directions out of them. Their mean
and variance of I are therefore not those of plain values, but the ones that follow from the model.

Sources: A. D. Cliff and J. K. Ord, Spatial Processes: Models and Applications (Pion, 1981), section
8.3 (moments of I for regression residuals); H. Jacqmin-Gadda, D. Commenges, C. Nejjari and J.-F.
Dartigues, Tests of geographical correlation with adjustment for explanatory variables, Statistics
in Medicine 16 (1997) 1283-1297 (the same for generalised linear models, by weighting).

Limits: normal theory, so a few dozen areas at least; areas with very small expected counts have
residuals far from normal. Only likeness among the given neighbours is seen. It says where the model
fails, not why: a factor left out is the usual cause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from typing import Any

    from vrn.statistics.limits import FloatArray
    from vrn.statistics.spatial.weights import Weights


class ResidualMoran(NamedTuple):
    """Moran's I, its mean and standard deviation if neighbours were not alike, z and one-sided p.

    All NaN where no two areas are neighbours or the residuals are all 0.
    """

    value: float
    expected: float
    deviation: float
    z: float
    p: float


def residual_moran(
    residuals: FloatArray, weighted_design: FloatArray, weights: Weights
) -> ResidualMoran:
    """Moran's I of Pearson residuals, and the chance of one so high without likeness.

    I = (n / S0) r'Wr / r'r. With M = 1 - A(A'A)^-1 A', A the design with each row times the square
    root of its weight in the model (n, k), and V = (W + W')/2: E = (n / S0) tr(MV) / (n - k), and
    Var = (n / S0)^2 (2 tr(MVMV) + tr(MV)^2) / ((n - k)(n - k + 2)) - E^2. z = (I - E) / sd; p is
    the normal upper tail. No unit. `weights` name as many areas as there are residuals, in their
    order. Raises ValueError for other lengths or no more areas than terms.

    >>> from vrn.statistics.spatial.weights import contiguity
    >>> ring = contiguity(range(6), range(6), [1, 2, 3, 4, 5, 0])
    >>> found = residual_moran(np.array([1.0, 1, 1, -1, -1, -1]), np.ones((6, 1)), ring)
    >>> round(found.value, 3), round(found.expected, 3)
    (0.333, -0.2)
    """
    from scipy.special import ndtr

    n, k = weighted_design.shape
    if residuals.shape != (n,) or weights.size != n:
        raise ValueError(
            f"residuals, design and weights are of one number of areas; got {residuals.size}, {n} "
            f"and {weights.size}"
        )
    if n <= k:
        raise ValueError(f"{n} areas leave nothing over after {k} terms")
    total = float(weights.weights.sum())
    if total == 0 or not residuals.any():
        return ResidualMoran(*[np.nan] * 5)
    near = _symmetric(weights)
    scale = n / total
    value = scale * float(residuals @ (near @ residuals)) / float(residuals @ residuals)
    once, twice = _traces(near, weighted_design)
    expected = scale * once / (n - k)
    variance = scale**2 * (2 * twice + once**2) / ((n - k) * (n - k + 2)) - expected**2
    deviation = float(np.sqrt(variance))
    z = (value - expected) / deviation
    return ResidualMoran(value, expected, deviation, z, float(ndtr(-z)))


def _symmetric(weights: Weights) -> Any:
    from scipy.sparse import csr_array

    shape = (weights.size, weights.size)
    one_way = csr_array((weights.weights, weights.neighbours, weights.starts), shape=shape)
    return (one_way + one_way.T) / 2


def _traces(near: Any, design: FloatArray) -> tuple[float, float]:
    """tr(MV) and tr(MVMV), without ever making the n by n matrix M.

    With Q an orthonormal base of the design's columns, M = 1 - QQ' and tr V = 0: tr(MV) = -tr(Q'VQ)
    and tr(MVMV) = tr(VV) - 2 tr(Q'VVQ) + tr((Q'VQ)^2).
    """
    base, _ = np.linalg.qr(design)
    lagged = near @ base
    inner = base.T @ lagged
    squares = float((near.data**2).sum())
    twice = squares - 2 * float((lagged**2).sum()) + float(np.trace(inner @ inner))
    return -float(np.trace(inner)), twice
