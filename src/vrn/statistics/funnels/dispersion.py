"""Over-dispersion: areas that differ by more than chance, and limits that allow for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.statistics.limits import FloatArray

Model: TypeAlias = Literal["multiplicative", "additive"]

FEWEST_AREAS = 5
"""Areas of a funnel below which its over-dispersion is not estimated."""


@dataclass(frozen=True)
class Overdispersion:
    """How differences between areas beyond chance widen the limits; ValueError for other words.

    model: "multiplicative" widens all limits by the square root of phi, the mean square of the
    areas' z-scores; "additive" adds to each area's variance the variance tau^2 between areas, which
    widens the limits of large areas most and fits where each area has a rate of its own.
    winsorised: the share of z-scores at each end that is drawn in to the nearest other, so that a
    few outlying areas do not widen the limits that are to find them; 0 for none.
    corrected: drawing in makes phi too small (0.68 in place of 1 at a tenth); this divides by what
    it would be by chance alone. False leaves it out, as the published method does: where areas do
    differ, its 95% limits then held 88% to 92% of simulated areas, and the corrected ones 94% to
    96%.

    >>> round(Overdispersion(winsorised=0.1).shrinkage(), 4)
    0.6787
    """

    model: Model = "additive"
    winsorised: float = 0.1
    corrected: bool = True

    def __post_init__(self) -> None:
        if self.model not in get_args(Model):
            raise ValueError(f"the model is {get_args(Model)}; got {self.model!r}")
        if not 0 <= self.winsorised < 0.5:
            raise ValueError(f"winsorise a share from 0 to below 0.5; got {self.winsorised}")

    def shrinkage(self) -> float:
        """The mean square of standard normal numbers when their ends are drawn in.

        With c the normal quantile at the share q: (1-2q) - 2c * density(c) + 2q * c^2.

        >>> Overdispersion(winsorised=0).shrinkage()
        1.0
        """
        from scipy.special import ndtri

        if self.winsorised == 0:
            return 1.0
        beyond, cut = 2 * self.winsorised, ndtri(1 - self.winsorised)
        density = np.exp(-(cut**2) / 2) / np.sqrt(2 * np.pi)
        return float(1 - beyond - 2 * cut * density + beyond * cut**2)


class Dispersion(NamedTuple):
    """Of the funnel of each area: phi, tau^2 and the test's p-value, and how many areas it has.

    `phi` is the mean square z-score (1 by chance alone), `tau2` the variance between areas on the
    scale on which the variance of an area is 1/(4 size), `p` that of the sum of squared z-scores
    (none drawn in) against chi-square.
    """

    phi: FloatArray
    tau2: FloatArray
    p: FloatArray
    areas: FloatArray


def dispersion_of(
    z: FloatArray,
    size: FloatArray,
    funnel: NDArray[np.integer],
    *,
    overdispersion: Overdispersion,
    estimated: bool,
) -> Dispersion:
    """The dispersion of each area's funnel (numbered), with areas of NaN left out.

    phi = mean of squared (drawn in) z; tau^2 = (I phi - (I-1)) / (sum w - sum w^2 / sum w), at
    least 0, with w = 4 size and I areas (DerSimonian and Laird). The test has I degrees of freedom,
    one fewer where the baseline is `estimated` from the same areas. Raises nothing.

    >>> z, size = np.array([3.0, -3.0, 1.0, -1.0]), np.full(4, 25.0)
    >>> plain, one = Overdispersion(winsorised=0), np.zeros(4, dtype=int)
    >>> found = dispersion_of(z, size, one, overdispersion=plain, estimated=True)
    >>> float(found.phi[0]), float(found.tau2[0].round(4))
    (5.0, 0.0567)
    """
    from scipy.special import chdtrc

    cut = overdispersion.winsorised
    rows = pl.DataFrame(
        {"funnel": funnel, "z": z, "weight": np.where(np.isnan(z), np.nan, 4 * size)}
    )
    of_all, weight = pl.col("z"), pl.col("weight")
    drawn_in = of_all.clip(of_all.quantile(cut, "linear"), of_all.quantile(1 - cut, "linear"))
    found = rows.fill_nan(None).select(
        each.over("funnel").cast(pl.Float64).alias(name)
        for name, each in {
            "phi": (drawn_in**2).mean(),
            "square": (of_all**2).sum(),
            "areas": of_all.count(),
            "weight": weight.sum() - (weight**2).sum() / weight.sum(),
        }.items()
    )
    phi, square, areas, total = (each.fill_null(np.nan).to_numpy() for each in found)
    if overdispersion.corrected:
        phi = phi / overdispersion.shrinkage()
    freedom = areas - 1 if estimated else areas
    with np.errstate(divide="ignore", invalid="ignore"):
        tau2 = np.maximum((areas * phi - (areas - 1)) / total, 0)
    return Dispersion(phi, np.where(areas > 1, tau2, np.nan), chdtrc(freedom, square), areas)


def spread_by(size: FloatArray, dispersion: Dispersion, model: Model) -> FloatArray:
    """The standard deviation of areas by chance and between them, on the scale of 1/(4 size).

    Multiplicative: sqrt(phi / (4 size)); additive: sqrt(1 / (4 size) + tau^2); phi counts as 1
    where it is less. NaN where a funnel has too few areas. Raises nothing.

    >>> found, size = Dispersion(*np.array([[4.0], [0.03], [0.1], [9.0]])), np.array([25.0])
    >>> spread_by(size, found, "multiplicative"), spread_by(size, found, "additive")
    (array([0.2]), array([0.2]))
    """
    variance = 1 / (4 * size)
    if model == "multiplicative":
        variance = variance * np.maximum(dispersion.phi, 1)
    else:
        variance = variance + dispersion.tau2
    return np.sqrt(np.where(dispersion.areas < FEWEST_AREAS, np.nan, variance))
