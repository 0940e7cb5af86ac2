"""Gi and Gi*: where high values, or low ones, lie together (hot and cold spots).

Gi* of an area adds up its own value and its neighbours', each times its weight; z says how far that
lies from what a scatter of all values over all areas gives, in standard deviations:
    z = (sum w x - W mean) / (s sqrt((n sum w^2 - W^2) / (n - 1)))
with W = sum w, s^2 = sum (x - mean)^2 / n, and all n areas in the sums. Gi leaves the area itself
out of everything: mean and s are of the n - 1 others. Mean and variance are exact, for any values;
only the step from z to a p-value by a curve is an approximation.

Sources: J. K. Ord and A. Getis, Local spatial autocorrelation statistics: distributional issues and
an application, Geographical Analysis 27 (1995), equations 6 and 7 (z of Gi and Gi*); L. Anselin,
Local indicators of spatial association, Geographical Analysis 27 (1995) (permutation).

Limits: a z of 2 is common among thousands of areas: look at q. Rates of small populations swing
and make hot spots by chance: smooth them (empirical Bayes), or test counts by a scan. A map that is
clustered as a whole, as most are, has many areas that a scatter would hardly give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn.statistics.spatial.area_frames import LocalTest, frame_of, know
from vrn.statistics.spatial.chances import Chance, Curve
from vrn.statistics.spatial.lag_moments import moments_over_all, moments_over_others, weight_sums
from vrn.statistics.spatial.weights import lag

if TYPE_CHECKING:
    import polars as pl
    from numpy.random import Generator

    from vrn.statistics.answers import Column, Confidence
    from vrn.statistics.limits import FloatArray
    from vrn.statistics.spatial.area_frames import Known
    from vrn.statistics.spatial.weights import Weights


def gi_star(
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
    """Gi* of each area: `value` is z, above 0 where high values lie together.

    z = (sum w x - W mean) / (s sqrt((n sum w^2 - W^2) / (n - 1))), the area itself among its
    neighbours with the largest of their weights (1 where binary), so that binary and
    row-standardised weights of the same neighbours give one z.

    `values` has one number an area (a rate, say), in the order of the weights' areas or named by
    `by`; an area without a value is left out. `p` is two-sided, twice the smaller tail `p_folded`.
    Without `permutations` it comes from exact mean, variance and skewness by the gamma `curve`, and
    is null below 3 neighbours and where skewness is above 0.5 in size; `curve="normal"` is what
    others print, whatever the skewness. With `permutations` and `rng` it comes from draws in which
    the area keeps its value (ties count in both tails; `replacement=True` draws as R's spdep does).
    That asks about the neighbours alone: an area that is high among average ones has a high z and a
    large permuted p.

    Columns: area, neighbours (without itself), observed, expected and standard_deviation (of the
    weighted sum), skewness, p_folded, p, q (Benjamini and Hochberg over the areas), chance_lower
    and chance_upper (between which z lies by chance at that confidence; not with
    permutations), then the answer's. A
    test has no limits of an estimate: lower and upper are null. Null with a reason: islands, equal
    values, fewer than 4 areas. Raises ValueError for an infinite value, other lengths, unknown or
    repeated areas, and permutations below 1 or without `rng`.

    >>> from vrn.statistics.spatial.weights import contiguity
    >>> row = contiguity(["a", "b", "c", "d"], ["a", "b", "c"], ["b", "c", "d"])
    >>> gi_star([9, 8, 2, 1], row)["value"].round(3).to_list()
    [1.715, 1.131, -1.131, -1.715]
    """
    known = know(values, weights, by=by)
    own = np.zeros(known.weights.size)
    np.maximum.at(own, known.weights.rows, known.weights.weights)
    chance = Chance(permutations, rng, replacement, curve)
    return _frame(known, own, chance=chance, name="Gi*", confidence=confidence)


def gi(
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
    """Gi of each area: as `gi_star`, of the neighbours alone; `value` is z.

    z = (sum w x - W mean_i) / (s_i sqrt(((n - 1) sum w^2 - W^2) / (n - 2))), with mean_i and s_i
    those of the n - 1 others. Arguments, columns, reasons and errors are those of `gi_star`; it is
    null also where all others have one value or are all neighbours. Raises ValueError as it does.

    >>> from vrn.statistics.spatial.weights import contiguity
    >>> row = contiguity(["a", "b", "c", "d"], ["a", "b", "c"], ["b", "c", "d"])
    >>> round(gi([9, 8, 2, 1], row)["value"][0], 6)
    1.401826
    """
    known = know(values, weights, by=by)
    chance = Chance(permutations, rng, replacement, curve)
    return _frame(known, None, chance=chance, name="Gi", confidence=confidence)


def _frame(
    known: Known,
    own: FloatArray | None,
    *,
    chance: Chance,
    name: str,
    confidence: Confidence,
) -> pl.DataFrame:
    """The frame of Gi* (with each area's weight for itself) or of Gi (without)."""
    deviations, sums = known.deviations, weight_sums(known.weights, own=own)
    over = moments_over_others if own is None else moments_over_all
    moments = over(deviations, sums)
    summed = lag(known.weights, deviations) + (0.0 if own is None else own * deviations)
    deviation = np.sqrt(moments.variance)
    # Sums were taken about the mean, which is put back for show.
    level = sums.first * (known.values.mean() if known.values.size else np.nan)
    columns = {
        "observed": summed + level,
        "expected": moments.mean + level,
        "standard_deviation": deviation,
        "skewness": moments.skewness,
    }
    z = (summed - moments.mean) / deviation
    test = LocalTest(z, np.zeros(z.size), np.ones(z.size), moments.skewness, columns)
    return frame_of(known, test, name=name, chance=chance, confidence=confidence)
