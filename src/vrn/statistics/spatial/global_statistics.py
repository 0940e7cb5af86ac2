"""One number for the whole map: are areas like their neighbours, beyond what a scatter would give?

With z = x - mean, w the weights, S0 their sum and n areas:
    Moran's I   (n / S0) sum w_ij z_i z_j / sum z_i^2                  above its mean: alike
    Geary's C   ((n - 1) / (2 S0)) sum w_ij (x_i - x_j)^2 / sum z_i^2  below 1: alike
    general G   sum w_ij x_i x_j / sum over i and j apart of x_i x_j   above its mean: high by high
    rates       Moran's I of rates, each in its own standard deviations (Assuncao and Reis)

Sources: A. D. Cliff and J. K. Ord, Spatial Processes: Models and Applications (Pion, 1981),
chapters 1 and 2 (I, C); A. Getis and J. K. Ord, The analysis of spatial association by use of
distance statistics, Geographical Analysis 24 (1992), equation 5 (G); R. M. Assuncao and E. A. Reis,
A new proposal to adjust Moran's I for population density, Statistics in Medicine 18 (1999).

Limits: a clustered map is the rule, not a finding. Of rates of unequal populations I may be large
or small by their unequal errors alone: use `moran_of_rates`. The normal p-value needs a map of some
tens of areas without one value that outweighs the rest; with permutations it does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn.statistics.spatial.area_frames import know
from vrn.statistics.spatial.empirical_bayes import standardised_rates
from vrn.statistics.spatial.global_moments import (
    Assumption,
    check_assumption,
    geary_moments,
    general_g_moments,
    moran_moments,
)
from vrn.statistics.spatial.map_statistics import Drawing, Form, MapTest, frame_of_map
from vrn.statistics.spatial.weights import totals

if TYPE_CHECKING:
    import polars as pl
    from numpy.random import Generator

    from vrn.statistics.answers import Column, Confidence
    from vrn.statistics.limits import FloatArray
    from vrn.statistics.spatial.area_frames import Known
    from vrn.statistics.spatial.weights import Weights

NEGATIVE = "a value is below 0: the general G is of amounts"
ONE_AMOUNT = "fewer than two values are above 0"


def moran(
    values: Column,
    weights: Weights,
    *,
    by: Column | None = None,
    assumption: Assumption = "randomisation",
    permutations: int | None = None,
    rng: Generator | None = None,
    confidence: Confidence = 0.95,
) -> pl.DataFrame:
    """Moran's I of the map: one row a confidence, `value` being I (about 0 for a scatter).

    I = (n / S0) sum w_ij z_i z_j / sum z_i^2. `values` has one number an area, in the order of the
    weights' areas or named by `by`; areas without a value are left out, and so are islands, which
    are counted. `p` is two-sided: normal by the exact moments under the `assumption`, or with
    `permutations` and `rng` from orders of the whole map (twice the smaller tail).

    Columns: areas (n), islands, expected, variance, z, p, chance_lower and chance_upper (between
    which I lies by chance at that confidence; not with permutations), then the answer's; lower and
    upper are null, for a test has none. Null with a reason: equal values, fewer than 4 areas, no
    pair. Raises ValueError for an infinite value, other lengths, unknown or repeated areas,
    permutations below 1 or without `rng`, and an unknown assumption.

    >>> from vrn.statistics.spatial.weights import contiguity
    >>> row = contiguity(["a", "b", "c", "d"], ["a", "b", "c"], ["b", "c", "d"])
    >>> moran([9, 8, 2, 1], row)["value"].round(3).to_list()
    [0.4]
    """
    check_assumption(assumption)

    def test_of(known: Known) -> MapTest:
        return _moran_test(known, assumption)

    return frame_of_map(
        know(values, weights, by=by),
        test_of,
        said=("Moran's I", assumption),
        drawing=Drawing(permutations, rng),
        confidence=confidence,
    )


def moran_of_rates(
    count: Column,
    population: Column,
    weights: Weights,
    *,
    by: Column | None = None,
    permutations: int | None = None,
    rng: Generator | None = None,
    confidence: Confidence = 0.95,
) -> pl.DataFrame:
    """Moran's I of rates that have unequal populations: the empirical Bayes index.

    Each rate less the overall rate is divided by its own standard deviation under that overall rate
    (`standardised_rates`), and I is taken of those. Its authors test it by `permutations`; without
    them the moments under randomisation are used. An area without a count, or without people, is
    left out. Columns, reasons and errors are those of `moran`; raises ValueError also for counts
    that are negative or fractional and for negative populations.

    >>> from vrn.statistics.spatial.weights import contiguity
    >>> row = contiguity(["a", "b", "c", "d"], ["a", "b", "c"], ["b", "c", "d"])
    >>> people = [1000, 2000, 1000, 500]
    >>> moran_of_rates([9, 16, 2, 1], people, row)["value"].round(3).to_list()
    [0.307]
    """

    def test_of(known: Known) -> MapTest:
        return _moran_test(known, "randomisation")

    return frame_of_map(
        know(standardised_rates(count, population), weights, by=by),
        test_of,
        said=("Moran's I of rates", "randomisation"),
        drawing=Drawing(permutations, rng),
        confidence=confidence,
    )


def geary(
    values: Column,
    weights: Weights,
    *,
    by: Column | None = None,
    assumption: Assumption = "randomisation",
    permutations: int | None = None,
    rng: Generator | None = None,
    confidence: Confidence = 0.95,
) -> pl.DataFrame:
    """Geary's C of the map: `value` is C, 1 for a scatter and towards 0 where neighbours are alike.

    C = ((n - 1) / (2 S0)) sum w_ij (x_i - x_j)^2 / sum z_i^2. z is (1 - C) / standard deviation, so
    that it is above 0 where neighbours are alike, as that of Moran's I. Arguments, columns, reasons
    and errors are those of `moran`. Raises ValueError as it does.

    >>> from vrn.statistics.spatial.weights import contiguity
    >>> row = contiguity(["a", "b", "c", "d"], ["a", "b", "c"], ["b", "c", "d"])
    >>> geary([9, 8, 2, 1], row)["value"].round(3).to_list()
    [0.38]
    """
    check_assumption(assumption)

    def test_of(known: Known) -> MapTest:
        deviations, sums = known.deviations, totals(known.weights)
        scale = (deviations.size - 1) / (2 * sums.s0 * (deviations**2).sum())
        moments = geary_moments(deviations, sums, assumption=assumption)
        return MapTest(Form(deviations, -2.0, _links(known.weights), scale), moments, sign=-1.0)

    return frame_of_map(
        know(values, weights, by=by),
        test_of,
        said=("Geary's C", assumption),
        drawing=Drawing(permutations, rng),
        confidence=confidence,
    )


def general_g(
    values: Column,
    weights: Weights,
    *,
    by: Column | None = None,
    permutations: int | None = None,
    rng: Generator | None = None,
    confidence: Confidence = 0.95,
) -> pl.DataFrame:
    """Getis and Ord's general G of amounts: above its mean where high values lie by high ones.

    G = sum w_ij x_i x_j / sum over i and j apart of x_i x_j: with binary weights the share of all
    products that lies between neighbours. Values are amounts of at least 0 with a true 0; where one
    is below, or fewer than two are above 0, there is a reason instead. Arguments, other columns,
    reasons and errors are those of `moran` under randomisation. Raises ValueError as it does.

    >>> from vrn.statistics.spatial.weights import contiguity
    >>> row = contiguity(["a", "b", "c", "d"], ["a", "b", "c"], ["b", "c", "d"])
    >>> general_g([9, 8, 2, 1], row)["value"].round(3).to_list()
    [0.72]
    """

    def test_of(known: Known) -> MapTest | str:
        amounts, sums = known.values, totals(known.weights)
        if (amounts < 0).any():
            return NEGATIVE
        if (amounts > 0).sum() < 2:
            return ONE_AMOUNT
        scale = 1 / (amounts.sum() ** 2 - (amounts**2).sum())
        form = Form(amounts, 1.0, np.zeros(amounts.size), scale)
        return MapTest(form, general_g_moments(amounts, sums))

    return frame_of_map(
        know(values, weights, by=by),
        test_of,
        said=("general G", "randomisation"),
        drawing=Drawing(permutations, rng),
        confidence=confidence,
    )


def _moran_test(known: Known, assumption: Assumption) -> MapTest:
    deviations, sums = known.deviations, totals(known.weights)
    scale = deviations.size / (sums.s0 * (deviations**2).sum())
    form = Form(deviations, 1.0, np.zeros(deviations.size), scale)
    return MapTest(form, moran_moments(deviations, sums, assumption=assumption))


def _links(weights: Weights) -> FloatArray:
    """The sum of the weights of each area's pairs, from it and to it."""
    ends = np.concatenate((weights.rows, weights.neighbours))
    both = np.tile(weights.weights, 2)
    return np.bincount(ends, both, minlength=weights.size).astype(np.float64)
