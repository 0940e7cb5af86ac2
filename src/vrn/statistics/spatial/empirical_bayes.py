"""Rates of small areas drawn towards the rate around them: the fewer people, the further.

With events x_i in population n_i, raw rate r_i = x_i / n_i, and over k areas m = sum x / sum n:
    A = sum n_i (r_i - m)^2 / sum n - m / (sum n / k), and 0 where that is below 0
    smoothed rate = m + (r_i - m) A / (A + m / n_i)
A estimates how much true rates differ, beyond the chance of counts; without such differences all
rates are m. Globally the sums are over all areas (or all of a group); locally over an area and its
neighbours.

Sources: R. J. Marshall, Mapping disease and mortality rates using empirical Bayes estimators,
Applied Statistics 40 (1991) (global and local); for `standardised_rates`, R. M. Assuncao and E. A.
Reis, A new proposal to adjust Moran's I for population density, Statistics in Medicine 18 (1999).

Limits: a smoothed rate shows where the level lies and is no count to act on; it hides a true spike
in a small area, and has no limits here. Sums of smoothed rates times people are not the events.
With few areas (or few neighbours) A swings and is often 0.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

import numpy as np
import polars as pl

from vrn.statistics.answers import (
    MISSING_COUNT,
    MISSING_POPULATION,
    NO_POPULATION,
    answer,
    column_of,
    read_columns,
    read_groups,
    reasons,
)
from vrn.statistics.limits import Limits, check_multiplier, read_counts, read_populations
from vrn.statistics.spatial.area_frames import EQUAL, ISLAND
from vrn.statistics.spatial.weights import lag, read_values, restrict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.statistics.answers import Column, Groups
    from vrn.statistics.limits import FloatArray
    from vrn.statistics.spatial.weights import Weights

NO_EVENT = "there is no event in the areas of the mean"
NO_GROUP = "the group is missing"
COLUMNS = ("count", "population", "raw", "mean", "kept")
About: TypeAlias = Literal["the neighbourhood", "each area's own"]


class Events(NamedTuple):
    """Counts and populations, and which areas have both, with people."""

    events: FloatArray
    population: FloatArray
    is_known: NDArray[np.bool_]


class Smoothed(NamedTuple):
    """Smoothed rates, the means that they are drawn to, and how much of the raw rate is kept."""

    value: FloatArray
    mean: FloatArray
    kept: FloatArray

    def among(self, known: NDArray[np.bool_]) -> Smoothed:
        """The same for all areas, NaN for those that are not known."""
        spread = [np.full(known.size, np.nan) for _ in self]
        for found, each in zip(spread, self, strict=True):
            found[known] = each
        return Smoothed(*spread)


def empirical_bayes(
    count: Column,
    population: Column,
    *,
    by: Groups | None = None,
    within: Column | None = None,
    multiplier: float = 1.0,
) -> pl.DataFrame:
    """Each area's rate drawn towards the rate of all areas, or of all in the same group.

    value = m + (r - m) A / (A + m / n), times `multiplier` (1,000 for a rate per thousand), with A
    the variance of rates beyond chance (Marshall). `by` names the rows and `within` the group (a
    region, say) whose mean is m; without it m is of all rows.

    Columns: those of `by`, count, population, raw, mean (m), kept (the share A / (A + m / n) of the
    difference that is kept, 0 to 1), then the answer's; lower, upper and confidence are null, for
    the method gives no limits. Null with a reason: a missing count or population, a population of
    0, no event at all. Raises ValueError for negative or fractional counts, negative or infinite
    populations, and other lengths.

    >>> import polars as pl
    >>> found = empirical_bayes([0, 12, 30], [500, 1000, 1500], multiplier=1000)
    >>> found.select(pl.col("raw", "mean", "value").round(2)).rows()
    [(0.0, 14.0, 5.94), (12.0, 14.0, 12.54), (20.0, 14.0, 18.82)]
    """
    check_multiplier(multiplier)
    given = _read_events(count, population)
    size = given.events.size
    groups, has_group = np.zeros(size, dtype=np.int64), np.ones(size, dtype=np.bool_)
    if within is not None:
        ranks = read_groups(within, length=size).to_series().rank("dense")
        groups = ranks.fill_null(0).to_numpy().astype(np.int64)
        has_group = ranks.is_not_null().to_numpy()
    known = given.is_known & has_group
    return _frame(
        given,
        _smooth_all(given.events[known], given.population[known], groups[known]).among(known),
        None if by is None else read_groups(by, length=size, taken=COLUMNS),
        void=(NO_GROUP, ~has_group),
        method="empirical Bayes (Marshall), " + ("all areas" if within is None else "by group"),
        multiplier=multiplier,
    )


def local_empirical_bayes(
    count: Column,
    population: Column,
    weights: Weights,
    *,
    by: Column | None = None,
    about: About = "the neighbourhood",
    multiplier: float = 1.0,
) -> pl.DataFrame:
    """Each area's rate drawn towards the rate of itself and its neighbours together.

    As `empirical_bayes`, with m and A of the area and its neighbours (which they are matters, not
    how much they weigh). `about` says what rates of a neighbourhood are compared with for A: the
    rate m_i of that neighbourhood (as Marshall), or each area's own m_j (as R's spdep computes it).

    `by` names the area of each row, else rows stand in the order of the weights' areas. An area
    without a count, or without people, is no neighbour. Columns: area, then those of
    `empirical_bayes`. Null with a reason also for islands, and where neither the area nor a
    neighbour has an event. Raises ValueError as `empirical_bayes` does, and for unknown or repeated
    areas.

    >>> from vrn.statistics.spatial.weights import contiguity
    >>> row = contiguity(["a", "b", "c"], ["a"], ["b"])
    >>> found = local_empirical_bayes([0, 12, 9], [500, 1000, 900], row, multiplier=1000)
    >>> found["value"].round(2).to_list()
    [3.43, 10.91, None]
    """
    if about not in get_args(About):
        raise ValueError(f"about must be one of {', '.join(get_args(About))}; got {about}")
    check_multiplier(multiplier)
    given = _read_events(
        read_values(count, weights, by=by, name="count"),
        read_values(population, weights, by=by, name="population"),
    )
    known = given.is_known
    near = restrict(weights, known)
    near = replace(near, weights=np.ones(near.weights.size))
    smoothed = _smooth_near(given.events[known], given.population[known], near, about=about)
    is_island = np.zeros(known.size, dtype=np.bool_)
    is_island[known] = near.counts == 0
    return _frame(
        given,
        smoothed.among(known),
        pl.DataFrame({"area": weights.areas}),
        void=(ISLAND, is_island),
        method=f"empirical Bayes (Marshall), neighbours, spread about {about}",
        multiplier=multiplier,
    ).sort("area")


def standardised_rates(count: Column, population: Column) -> FloatArray:
    """Rates less the overall rate, each in its own standard deviations; NaN where not known.

    (r_i - m) / sqrt(v_i), with v_i = a + m / n_i, or m / n_i where that is not above 0, and a = sum
    n_i (r_i - m)^2 / sum n - m / (sum n / k), which here may be below 0 (Assuncao and Reis). Raises
    ValueError as `empirical_bayes` does.

    >>> standardised_rates([0, 12, 30], [500, 1000, 1500]).round(3)
    array([-1.723, -0.277,  0.872])
    """
    given = _read_events(count, population)
    found = np.full(given.events.size, np.nan)
    x, n = given.events[given.is_known], given.population[given.is_known]
    rates = x / n
    if not rates.size or np.ptp(rates) <= EQUAL * rates.max():
        # Equal rates lie off their mean by rounding alone: the methods that take these say so.
        found[given.is_known] = 0.0
        return found
    mean = x.sum() / n.sum()
    spread = (n * (rates - mean) ** 2).sum() / n.sum() - mean / n.mean()
    variance = np.where(spread + mean / n > 0, spread + mean / n, mean / n)
    found[given.is_known] = (rates - mean) / np.sqrt(variance)
    return found


def _read_events(count: Column, population: Column) -> Events:
    columns = read_columns(count=count, population=population)
    events = read_counts("count", columns["count"])
    people = read_populations("population", columns["population"])
    return Events(events, people, ~np.isnan(events) & (people > 0))


def _smooth_all(count: FloatArray, population: FloatArray, groups: NDArray[np.int64]) -> Smoothed:
    def total(each: FloatArray) -> FloatArray:
        return np.bincount(groups, each)[groups].astype(np.float64)

    people = total(population)
    mean = total(count) / people
    spread = total(population * (count / population - mean) ** 2) / people
    return _shrunk(
        count / population, population, mean, spread - mean * total(np.ones(count.size)) / people
    )


def _smooth_near(
    count: FloatArray, population: FloatArray, near: Weights, *, about: About
) -> Smoothed:
    def total(each: FloatArray) -> FloatArray:
        return each + lag(near, each)

    people, raw = total(population), count / population
    mean = total(count) / people
    if about == "the neighbourhood":
        ahead, around = near.neighbours, near.rows
        terms = population[ahead] * (raw[ahead] - mean[around]) ** 2
        spread = np.bincount(around, terms, minlength=count.size) + population * (raw - mean) ** 2
    else:
        spread = total(population * (raw - mean) ** 2)
    return _shrunk(raw, population, mean, spread / people - mean * (near.counts + 1) / people)


def _shrunk(
    raw: FloatArray, population: FloatArray, mean: FloatArray, beyond: FloatArray
) -> Smoothed:
    """Rates drawn to their means; NaN where the mean is 0, for then nothing is known of spread."""
    level = np.where(mean > 0, mean, np.nan)
    beyond = np.maximum(beyond, 0.0)
    kept = beyond / (beyond + level / population)
    return Smoothed(level + (raw - level) * kept, mean, kept)


def _frame(
    given: Events,
    smoothed: Smoothed,
    by: pl.DataFrame | None,
    *,
    void: tuple[str, NDArray[np.bool_]],
    method: str,
    multiplier: float,
) -> pl.DataFrame:
    """The answer's frame; `void` states one more reason and where it holds."""
    reason = reasons(
        (MISSING_COUNT, np.isnan(given.events)),
        (MISSING_POPULATION, np.isnan(given.population)),
        (NO_POPULATION, given.population == 0),
        void,
        (NO_EVENT, smoothed.mean == 0),
    )
    stands = reason.is_null().to_numpy()
    people = np.where(given.is_known, given.population, np.nan)
    columns = (
        given.events,
        given.population,
        given.events / people * multiplier,
        np.where(stands, smoothed.mean, np.nan) * multiplier,
        np.where(stands, smoothed.kept, np.nan),
    )
    shown = pl.DataFrame(
        [column_of(name, each) for name, each in zip(COLUMNS, columns, strict=True)]
    )
    nothing = np.full(stands.size, np.nan)
    return answer(
        Limits(smoothed.value * multiplier, nothing, nothing),
        confidence=0.95,
        method=method,
        reason=reason,
        by=shown if by is None else pl.concat([by, shown], how="horizontal"),
    ).with_columns(confidence=pl.lit(None, dtype=pl.Float64))
