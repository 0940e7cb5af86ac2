"""Ratios of two rates: exact limits given the sum of the counts, or those of the log ratio.

Sources: given the sum of two Poisson counts the first is binomial (J. Przyborowski and H. Wilenski,
Homogeneity of results in testing samples from Poisson series, Biometrika 31, 1940); its exact
limits (C. J. Clopper and E. S. Pearson, The use of confidence or fiducial limits, Biometrika 26,
1934) turned into those of the ratio. Limits of the log ratio: K. J. Rothman, S. Greenland and
T. L. Lash, Modern Epidemiology, third edition (2008), chapter 14.

Limits: both counts are taken as independent and Poisson; where one person or incident makes several
events, true limits are wider. Exact limits hold at least their confidence, so they are somewhat
wide for few events; those of the log ratio are no good below about five events on either side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np
import polars as pl

from vrn.statistics.answers import (
    MISSING,
    MISSING_COUNT,
    MISSING_POPULATION,
    NO_LIMITS,
    NO_POPULATION,
    Missing,
    answers,
    column_of,
    fill_missing,
    read_columns,
    read_groups,
    reasons,
)
from vrn.statistics.groups import sums_by_group
from vrn.statistics.limits import (
    FloatArray,
    Limits,
    read_counts,
    read_exposures,
    read_populations,
    tail_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike

    from vrn.statistics.answers import Column, Confidence, Groups

RatioMethod: TypeAlias = Literal["exact", "log-wald"]
METHODS = {
    "exact": "exact (conditional on the sum of the counts)",
    "log-wald": "Wald's of the log ratio",
}
COUNTS, POPULATIONS = ("count", "ref_count"), ("population", "ref_population")
OWN = ("count", "population", "ref_count", "ref_population", "p_value")
TWO_ZEROS = "no event on either side: nothing is known of the ratio"
NO_UPPER = "no event in the reference: the ratio has no finite value or upper limit"
WALD_OF_ZERO = "no event: limits of the log ratio need one on both sides"
EQUAL_CHANCE = 1 + 1e-7
"""How near two chances must lie to count as equal: their difference is rounding."""


def rate_ratio(
    count: Column,
    population: Column,
    ref_count: Column,
    ref_population: Column,
    *,
    by: Groups | None = None,
    confidence: Confidence = 0.95,
    method: RatioMethod = "exact",
    missing: Missing = "reason",
) -> pl.DataFrame:
    """A rate over that of a reference, with limits and the p-value of equal rates.

    ratio = (count / population) / (ref_count / ref_population), of each row or (with `by`) of the
    sums of each group. "exact" limits are Clopper and Pearson's of the share that the first count
    is of both, turned into a ratio; the p-value adds all splits of the sum that are as unlikely or
    more (where limits, of two equal tails, just hold 1 it may differ from them a little). Those of
    "log-wald" are ratio * exp(-+ z sqrt(1/count + 1/ref_count)).

    Shape: a row for each row given, in their order, or for each group in order of group, stacked
    for each confidence; columns `count`, `population`, `ref_count`, `ref_population`, `p_value`
    stand before `value`. Something missing, a population of 0 or two counts of 0 give a reason in
    place of the value; a reference count of 0 alone keeps its exact lower limit. `missing="zero"`
    takes a missing count as 0. Raises ValueError for negative or fractional counts, negative
    populations, infinite values, columns of other lengths or another method.

    >>> found = rate_ratio([12], [1_000], [6], [1_000])
    >>> found.select(pl.col("value", "lower", "upper", "p_value").round(3)).row(0)
    (2.0, 0.695, 6.495, 0.238)
    """
    if method not in get_args(RatioMethod):
        raise ValueError(f"method is one of {', '.join(get_args(RatioMethod))}; got {method!r}")
    read = read_columns(
        count=count, population=population, ref_count=ref_count, ref_population=ref_population
    )
    columns = {name: fill_missing(read_counts(name, read[name]), missing) for name in COUNTS}
    columns |= {name: read_populations(name, read[name]) for name in POPULATIONS}
    groups = None if by is None else read_groups(by, length=columns["count"].size, taken=OWN)
    sums = sums_by_group(groups, columns)
    counts, exposures = _pairs(sums.of)
    limits_of = rate_ratio_limits if method == "exact" else rate_ratio_wald_limits
    p_of = _exact_p_values if method == "exact" else _wald_p_values
    own = [column_of(name, sums.of[name], pl.Int64) for name in COUNTS]
    own += [column_of(name, sums.of[name]) for name in POPULATIONS]
    own += [column_of("p_value", p_of(counts, exposures))]
    frame = answers(
        lambda each: limits_of(counts, exposures, confidence=each),
        confidence=confidence,
        method=METHODS[method],
        reason=_reasons(sums.of),
        by=sums.by.with_columns(own).select(*sums.by.columns, *OWN),
    )
    # What stands above is told apart already: only where one count is 0 does a limit lack.
    words = NO_UPPER if method == "exact" else WALD_OF_ZERO
    return frame.with_columns(pl.col("reason").replace([MISSING, NO_LIMITS], words))


def _pairs(
    sums: Mapping[str, FloatArray],
) -> tuple[tuple[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]:
    """Counts and exposures as (first, second); not known where the population is 0."""
    first, second = (sums[name] for name in COUNTS)
    base, other = (np.where(sums[name] > 0, sums[name], np.nan) for name in POPULATIONS)
    return (first, second), (base, other)


def _reasons(sums: Mapping[str, FloatArray]) -> pl.Series:
    (first, second), (base, other) = (
        [sums[name] for name in each] for each in (COUNTS, POPULATIONS)
    )
    return reasons(
        (MISSING_COUNT, np.isnan(first + second)),
        (MISSING_POPULATION, np.isnan(base + other)),
        (NO_POPULATION, (base == 0) | (other == 0)),
        (TWO_ZEROS, (first == 0) & (second == 0)),
    )


def rate_ratio_limits(
    counts: tuple[ArrayLike, ArrayLike],
    exposures: tuple[ArrayLike, ArrayLike] = (1.0, 1.0),
    *,
    confidence: float = 0.95,
) -> Limits:
    """The first rate over the second: both as (first, second), counts over their exposures.

    No unit. Shape: that of all four broadcast together. Infinite where the second count alone is 0
    (the upper limit too); NaN where both are 0, for then nothing is known of the ratio, and where
    an input is NaN. Assumes two independent Poisson counts: clustered events need wider limits.
    Raises ValueError for negative counts and exposures of 0 or less.

    >>> rate_ratio_limits(([12], [6]), ([1_000], [1_000])).value
    array([2.])
    >>> value, lower, upper = rate_ratio_limits(([12], [6]), ([1_000], [1_000]))
    >>> lower.round(3), upper.round(3)
    (array([0.695]), array([6.495]))
    """
    from scipy.special import betaincinv

    first, second, base, other = _read(counts, exposures)
    tail, scale = tail_of(confidence), other / base
    known = (first + second) > 0  # false for NaN and for two zeros alike
    least = betaincinv(np.where(first > 0, first, 1.0), second + 1, tail)
    most = betaincinv(first + 1, np.where(second > 0, second, 1.0), 1 - tail)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = scale * first / second
        lower = np.where(first > 0, scale * least / (1 - least), 0.0)
        upper = np.where(second > 0, scale * most / (1 - most), np.inf)
    return Limits(*(np.where(known, each, np.nan) for each in (value, lower, upper)))


def rate_ratio_wald_limits(
    counts: tuple[ArrayLike, ArrayLike],
    exposures: tuple[ArrayLike, ArrayLike] = (1.0, 1.0),
    *,
    confidence: float = 0.95,
) -> Limits:
    """As `rate_ratio_limits`, with limits that take the log of the ratio as normal.

    ratio * exp(-+ z sqrt(1/first + 1/second)). The limits are NaN where either count is 0. Raises
    ValueError for negative counts and exposures of 0 or less.

    >>> value, lower, upper = rate_ratio_wald_limits(([12], [6]), ([1_000], [1_000]))
    >>> lower.round(3), upper.round(3)
    (array([0.751]), array([5.329]))
    """
    from scipy.special import ndtri

    first, second, base, other = _read(counts, exposures)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = other / base * first / second
        reach = np.exp(ndtri(1 - tail_of(confidence)) * _error_of_log(first, second))
        lower, upper = (
            np.where(np.isfinite(reach), each, np.nan) for each in (value / reach, value * reach)
        )
    return Limits(value, lower, upper)


def _read(
    counts: tuple[ArrayLike, ArrayLike], exposures: tuple[ArrayLike, ArrayLike]
) -> tuple[FloatArray, ...]:
    return np.broadcast_arrays(
        read_counts("first count", counts[0]),
        read_counts("second count", counts[1]),
        read_exposures("first exposure", exposures[0]),
        read_exposures("second exposure", exposures[1]),
    )


def _error_of_log(first: FloatArray, second: FloatArray) -> FloatArray:
    """The standard error of the log ratio; infinite where either count is 0."""
    error: FloatArray = np.sqrt(1 / first + 1 / second)
    return error


def _wald_p_values(
    counts: tuple[FloatArray, FloatArray], exposures: tuple[FloatArray, FloatArray]
) -> FloatArray:
    """The chance, under equal rates, of a log ratio at least as far from 0; NaN where one is 0."""
    from scipy.special import ndtr

    (first, second), (base, other) = counts, exposures
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.abs(np.log(other / base * first / second))
        far = np.where(np.isfinite(log), log / _error_of_log(first, second), np.nan)
    p: FloatArray = 2 * ndtr(-far)
    return p


def _exact_p_values(
    counts: tuple[FloatArray, FloatArray], exposures: tuple[FloatArray, FloatArray]
) -> FloatArray:
    """The chance, under equal rates, of a split of the sum as unlikely as this one, or more.

    The splits that count lie in two tails: that of the count itself, and beyond the other side's
    first split that is as unlikely, which a bisection finds (chances fall away from the mean).
    """
    from scipy.stats import binom

    (first, second), (base, other) = counts, exposures
    known = first + second + base + other > 0
    total = np.where(known, first + second, 1.0)
    share, low = np.where(known, base / (base + other), 0.5), np.where(known, first, 0.0)
    # A count above its mean is turned round, so that it always lies in the lower tail.
    is_high = low > total * share
    low, share = np.where(is_high, total - low, low), np.where(is_high, 1 - share, share)
    most = binom.pmf(low, total, share) * EQUAL_CHANCE
    near, far = np.ceil(total * share) - 1, total + 1  # `far` is as unlikely, `near` is not yet
    while (far - near > 1).any():
        middle = np.floor((near + far) / 2)
        is_rare = binom.pmf(middle, total, share) <= most
        near, far = np.where(is_rare, near, middle), np.where(is_rare, middle, far)
    p = np.minimum(binom.cdf(low, total, share) + binom.sf(far - 1, total, share), 1.0)
    return np.where(known & (total > 0), p, np.nan)
