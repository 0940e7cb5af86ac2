"""p-values of areas: by exact moments where a curve of theirs holds, or by permutation.

Two-sided p-values are twice those of the smaller tail (the folded ones), and at most 1. By moments,
the statistic's exact mean, variance and skewness g over all scatters are those of a gamma curve
(Pearson's type III): with a = 4 / g^2, a + z sqrt(a) follows the gamma distribution of shape a, its
tails changing places where g is below 0. Without skewness that is the normal curve.

Sources: P. W. Mielke and K. J. Berry, Permutation Methods: A Distance Function Approach (Springer,
2nd edition 2007), chapter 2 (permutation p-values by Pearson's type III from three exact moments);
A. C. A. Hope, A simplified Monte Carlo significance test procedure, Journal of the Royal
Statistical Society B 30 (1968) (the draws + 1 of a simulated p-value).

Limits: by moments a p-value is given only to an area with at least 3 neighbours whose statistic has
an exact skewness of at most 0.5 in size; values of skewness 1.5 need about nine neighbours. On
made-up maps of smooth and of mixed values such p-values near 0.05 lay within 0.012 of those of
100,000 permutations, mostly within 0.003; those of the normal curve were off by up to 0.04. Neither
knows of ties: for counts that are mostly 0, 1 or 2, permute. A permuted p-value is never below 2 /
(permutations + 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

import numpy as np

from vrn.statistics.spatial.conditional_draws import tails

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from vrn.statistics.limits import FloatArray
    from vrn.statistics.spatial.weights import Weights

Curve: TypeAlias = Literal["gamma", "normal"]
LARGEST_SKEWNESS = 0.5
FEWEST_NEIGHBOURS = 3
NEAR_THE_END = 0.01
SMALLEST_SKEWNESS = 1e-4
"""Below it the gamma curve is the normal one to eight digits."""


class Chances(NamedTuple):
    """p-values of the smaller tail and two-sided ones; NaN where there are none."""

    folded: FloatArray
    both: FloatArray


@dataclass(frozen=True)
class Chance:
    """How p-values are made: by a curve through exact moments, or by conditional permutation.

    Raises ValueError for permutations without a generator or below 1, and for an unknown curve.

    >>> Chance().said
    'exact moments, gamma curve'
    """

    permutations: int | None = None
    rng: Generator | None = None
    replacement: bool = False
    curve: Curve = "gamma"

    def __post_init__(self) -> None:
        if self.permutations is not None:
            check_permutations(self.permutations, self.rng)
        if self.curve not in get_args(Curve):
            raise ValueError(f"curve must be gamma or normal; got {self.curve}")

    @property
    def said(self) -> str:
        """The words for the column `method`."""
        if self.permutations is None:
            return f"exact moments, {self.curve} curve"
        drawn = " with replacement" if self.replacement else ""
        return f"{self.permutations} conditional permutations{drawn}"

    def of(
        self, weights: Weights, deviations: FloatArray, *, z: FloatArray, skewness: FloatArray
    ) -> Chances:
        """The p-values of lags with these exact z and skewness; NaN where `z` is."""
        if self.permutations is None or np.isnan(z).all():
            if self.curve == "normal":
                return normal_chances(z)
            has_enough = weights.counts >= FEWEST_NEIGHBOURS
            return gamma_chances(np.where(has_enough, z, np.nan), skewness)
        number, rng = check_permutations(self.permutations, self.rng)
        drawn = tails(
            weights, deviations, permutations=number, rng=rng, replacement=self.replacement
        )
        found = folded_chances(np.minimum(drawn.at_least, drawn.at_most), number)
        return Chances(*(np.where(np.isnan(z), np.nan, each) for each in found))

    def reach(self, skewness: FloatArray, *, tail: float) -> tuple[FloatArray, FloatArray]:
        """Between what deviates all but `tail` at each end lies; NaN with permutations."""
        from scipy.special import gammaincinv, ndtri

        upper = np.full(skewness.size, -ndtri(tail))
        if self.permutations is not None:
            return np.full_like(upper, np.nan), np.full_like(upper, np.nan)
        if self.curve == "normal":
            return -upper, upper
        shape, is_bent = _shape(skewness)
        # Areas with as many neighbours share a curve, and an inverse takes long.
        curves, which = np.unique(shape, return_inverse=True)
        low, high = (
            ((gammaincinv(curves, part) - curves) / np.sqrt(curves))[which]
            for part in (tail, 1 - tail)
        )
        leans_left = skewness < 0
        return (
            np.where(is_bent, np.where(leans_left, -high, low), -upper),
            np.where(is_bent, np.where(leans_left, -low, high), upper),
        )


def check_permutations(permutations: int | None, rng: Generator | None) -> tuple[int, Generator]:
    """Both as they are; raises ValueError unless there is at least one and a generator.

    >>> check_permutations(99, np.random.default_rng(1))[0]
    99
    """
    if permutations is None or permutations < 1 or rng is None:
        raise ValueError(
            "permutations must be at least 1, and need an rng such as "
            f"numpy.random.default_rng(1); got {permutations} and {rng}"
        )
    return permutations, rng


def normal_chances(z: FloatArray) -> Chances:
    """The p-values of standard normal deviates.

    >>> normal_chances(np.array([1.959963984540054])).both.round(6)
    array([0.05])
    """
    from scipy.special import ndtr

    folded = ndtr(-np.abs(z))
    return Chances(folded, 2 * folded)


def gamma_chances(z: FloatArray, skewness: FloatArray) -> Chances:
    """The p-values of deviates with a skewness; NaN where that is above 0.5 in size.

    >>> gamma_chances(np.array([2.0, 2.0]), np.array([0.0, 0.4])).both.round(4)
    array([0.0455, 0.0647])
    """
    from scipy.special import gammainc, gammaincc

    shape, is_bent = _shape(skewness)
    # A curve that leans left is the mirror of one that leans right. It ends on its short side, and
    # the statistic may not: beyond there p is that of a point just before, and never 0.
    point = shape + np.where(skewness < 0, -z, z) * np.sqrt(shape)
    point = np.maximum(point, NEAR_THE_END * shape)
    # Each tail by its own function, lest the last digits of a small one be lost in a difference.
    is_upper = point >= shape
    folded = np.array(normal_chances(z).folded)
    for side, chosen in ((gammaincc, is_bent & is_upper), (gammainc, is_bent & ~is_upper)):
        tail = side(shape[chosen], point[chosen])
        folded[chosen] = np.minimum(tail, 1 - tail)
    folded = np.where(np.abs(skewness) <= LARGEST_SKEWNESS, folded, np.nan)
    return Chances(folded, 2 * folded)


def _shape(skewness: FloatArray) -> tuple[FloatArray, NDArray[np.bool_]]:
    """The gamma curve's shape for a skewness, and whether that is neither 0 nor too large."""
    size = np.abs(skewness)
    is_bent = (size > SMALLEST_SKEWNESS) & (size <= LARGEST_SKEWNESS)
    return 4 / np.where(is_bent, size, 1.0) ** 2, is_bent


def folded_chances(smaller: NDArray[np.int64], permutations: int) -> Chances:
    """p-values from how many draws lie in the smaller tail: (that + 1) / (permutations + 1).

    >>> folded_chances(np.array([4]), 99)
    Chances(folded=array([0.05]), both=array([0.1]))
    """
    folded = (smaller + 1) / (permutations + 1)
    return Chances(folded, np.minimum(2 * folded, 1.0))
