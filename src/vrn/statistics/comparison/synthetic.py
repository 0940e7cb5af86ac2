"""One synthetic control: a mix of untreated areas, its gap to the treated, and gaps by chance.

Sources: A. Abadie, A. Diamond and J. Hainmueller, Synthetic control methods for comparative case
studies, Journal of the American Statistical Association 105 (2010), section 2.4 (placebo areas, and
the ratio of root mean squared prediction errors after and before), and Comparative politics and the
synthetic control method, American Journal of Political Science 59 (2015) (leaving out each donor);
A. Abadie, Using synthetic controls: feasibility, data requirements, and methodological aspects,
Journal of Economic Literature 59 (2021) (donors alike to the treated area; several treated areas).
Limits from placebo areas: T. G. Conley and C. R. Taber, Review of Economics and Statistics 93
(2011), here on the scale of each area's own gaps before.

Limits: no p is below 1/(J+1) with J donors. Months with few events make gaps of chance alone: sum
such outcomes to quarters or years first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn.statistics.comparison.donors import donor_weights
from vrn.statistics.comparison.randomisation import placebo_quantile, rank_p

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from vrn.statistics.comparison.panel import Panel
    from vrn.statistics.limits import FloatArray

# A donor of at least this weight is left out in turn.
SOME_WEIGHT = 0.01
# Gaps before of less than this share of the level are none: chance has been followed exactly.
NO_GAP = 1e-6


class Gaps(NamedTuple):
    """How far a series lies from its synthetic control: rates per month, and their summaries.

    `synthetic` and `gap` (observed less synthetic) have a value a month; `before` and `after` are
    the roots of the mean squared gap in those months, and `mean` the mean gap after, weighed by
    exposure.
    """

    synthetic: FloatArray
    gap: FloatArray
    before: float
    after: float
    mean: float

    @property
    def ratio(self) -> float:
        """The error after over the error before; infinite where there was none before."""
        return self.after / self.before if self.before > 0 else np.inf


@dataclass(frozen=True)
class Rates:
    """What a synthetic control is made of: rates of the treated together, and of each donor.

    Rates are events per `per` of the exposure in a month. `exposure` and `donor_exposures` are the
    populations by month; `donors` places of the donor areas in the panel.
    """

    panel: Panel
    per: float
    donors: NDArray[np.intp]
    treated: FloatArray
    exposure: FloatArray
    donor_rates: FloatArray
    donor_exposures: FloatArray


def rates_of(panel: Panel, *, per: float = 100_000.0, nearest: int | None = None) -> Rates:
    """The rates of the treated areas taken together and of each donor that is known throughout.

    A donor is an untreated area known in every month. `nearest`: only so many of them, those whose
    months before lie nearest (root mean square). Without populations (each exposure 1) rates are
    counts an area, the mean of the treated areas, and `per` is 1. Raises ValueError where a treated
    area is not known in a month, where no donor is known in all, and for fewer than one donor or
    two months before.

    >>> from vrn.statistics.comparison.panel import Table, whole_panels_of
    >>> table = Table(["a", "a", "a", "b", "b", "b"], [1, 2, 3] * 2, [1] * 3 + [0] * 3,
    ...               [0, 0, 1] * 2, [100] * 6)
    >>> rates_of(whole_panels_of({"falls": [1, 2, 3, 4, 5, 6]}, table)["falls"]).treated
    array([1000., 2000., 3000.])
    """
    known = np.asarray((panel.exposures > 0).all(axis=1))
    if not known[panel.treated].all():
        raise ValueError("a treated area has a month without a count or a population")
    if (~panel.after).sum() < 2:
        raise ValueError("a synthetic control needs at least two months before the change")
    if nearest is not None and nearest < 1:
        raise ValueError(f"a synthetic control needs at least one donor; got nearest={nearest}")
    donors = np.flatnonzero(known & ~panel.treated)
    if not donors.size:
        raise ValueError("no untreated area is known in every month: a control needs a donor")
    per = per if (panel.exposures[known] != 1).any() else 1.0
    exposure = panel.exposures[panel.treated].sum(axis=0)
    treated = panel.counts[panel.treated].sum(axis=0) / exposure * per
    rates = panel.counts[donors] / panel.exposures[donors] * per
    if nearest is not None:
        apart = ((rates - treated)[:, ~panel.after] ** 2).sum(axis=1)
        near = np.sort(np.argsort(apart, kind="stable")[:nearest])
        donors, rates = donors[near], rates[near]
    return Rates(panel, per, donors, treated, exposure, rates, panel.exposures[donors])


@dataclass(frozen=True)
class Synthetic:
    """A synthetic control with its placebos, as arrays; `outcomes` turns it into frames.

    `weights` has one a donor. `placebos` holds each donor's gaps to a mix of the other donors, and
    `without` the treated areas' gaps without each donor of some weight, by its place.
    """

    rates: Rates
    weights: FloatArray
    gaps: Gaps
    placebos: tuple[Gaps, ...]
    without: dict[int, Gaps]

    @property
    def has_chance(self) -> bool:
        """Whether gaps before leave anything to judge chance by."""
        level = float(self.rates.treated[~self.rates.panel.after].mean())
        return self.gaps.before > NO_GAP * max(level, 1e-300)

    def p(self) -> float:
        """The share of areas whose error after over before is at least the treated areas' own.

        NaN where nothing is left to judge chance by, or there is no placebo area.
        """
        ratios = np.array([each.ratio for each in self.placebos])
        return rank_p(self.gaps.ratio, ratios) if self.has_chance and ratios.size else np.nan

    def margin(self, confidence: float) -> float:
        """How far the mean gap after may lie from the truth: a rate; not finite without limits.

        The error before times the quantile, over placebo areas, of their mean gap after over their
        error before.
        """
        if not self.has_chance:
            return np.nan
        distances = [
            abs(each.mean) / each.before if each.before > 0 else np.inf for each in self.placebos
        ]
        return self.gaps.before * placebo_quantile(np.array(distances), confidence)


def synthetic_of(rates: Rates, *, tell: Callable[[], None] = lambda: None) -> Synthetic:
    """The synthetic control of the treated areas, of each donor by the others, and without each.

    `tell` is called after each of its 1 + donors + donors left out fits. Raises ImportError without
    pysyncon.

    >>> from vrn.statistics.comparison.panel import Table, whole_panels_of
    >>> table = Table(["a"] * 3 + ["b"] * 3 + ["c"] * 3, [1, 2, 3] * 3, [1] * 3 + [0] * 6,
    ...               [0, 0, 1] * 3)
    >>> falls = whole_panels_of({"falls": [6, 7, 3, 4, 6, 6, 8, 8, 8]}, table)["falls"]
    >>> found = synthetic_of(rates_of(falls))
    >>> found.weights.round(2), found.gaps.gap.round(1)
    (array([0.5, 0.5]), array([ 0.,  0., -4.]))
    """
    after, donors = rates.panel.after, rates.donor_rates
    weights = donor_weights(rates.treated[~after], donors[:, ~after])
    tell()
    gaps = _gaps(rates.treated, rates.exposure, weights @ donors, after)
    placebos = []
    for area in range(len(donors)) if len(donors) > 1 else ():
        others = np.delete(donors, area, axis=0)
        mix = donor_weights(donors[area, ~after], others[:, ~after]) @ others
        placebos.append(_gaps(donors[area], rates.donor_exposures[area], mix, after))
        tell()
    without = {}
    for area in left_out(weights):
        others = np.delete(donors, area, axis=0)
        mix = donor_weights(rates.treated[~after], others[:, ~after]) @ others
        without[area] = _gaps(rates.treated, rates.exposure, mix, after)
        tell()
    return Synthetic(rates, weights, gaps, tuple(placebos), without)


def left_out(weights: FloatArray) -> list[int]:
    """The places of the donors to leave out in turn: those of some weight, unless it is the only.

    >>> left_out(np.array([0.7, 0.0, 0.3])), left_out(np.array([1.0]))
    ([0, 2], [])
    """
    return (
        [int(each) for each in np.flatnonzero(weights >= SOME_WEIGHT)] if len(weights) > 1 else []
    )


def _gaps(
    observed: FloatArray, exposure: FloatArray, synthetic: FloatArray, after: NDArray[np.bool_]
) -> Gaps:
    gap = observed - synthetic
    before, since = (float(np.sqrt((gap[part] ** 2).mean())) for part in (~after, after))
    mean = float((gap * exposure)[after].sum() / exposure[after].sum())
    return Gaps(synthetic, gap, before, since, mean)
