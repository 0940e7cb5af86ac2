"""Rates: events per so many people, with Byar's limits and the exact ones below ten events.

Sources: as of `vrn.statistics.counts`. A rate of a group is the sum of its events over the sum of
its people.

Limits: the events are taken as independent (Poisson); where one person or incident makes several,
true limits are wider. The population is taken as known without error. A crude rate compares areas
of unlike ages badly: standardise it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.statistics.answers import (
    MISSING_COUNT,
    MISSING_POPULATION,
    NO_POPULATION,
    Missing,
    answers,
    column_of,
    fill_missing,
    read_columns,
    read_groups,
    reasons,
)
from vrn.statistics.counts import EXACT_BELOW, count_methods, rate_limits
from vrn.statistics.groups import sums_by_group
from vrn.statistics.limits import read_counts, read_populations

if TYPE_CHECKING:
    from vrn.statistics.answers import Column, Confidence, Groups

OWN = ("count", "population")


def rate(
    count: Column,
    population: Column,
    *,
    by: Groups | None = None,
    multiplier: float = 1_000.0,
    confidence: Confidence = 0.95,
    exact_below: int = EXACT_BELOW,
    missing: Missing = "reason",
) -> pl.DataFrame:
    """Events per `multiplier` of the population, of each row or (with `by`) of each group.

    rate = multiplier * sum(count) / sum(population); its limits are those of the count (exact below
    `exact_below` events, Byar's from there on) over the same population.

    Shape: a row for each row given, in their order, or for each group in order of group, stacked
    for each confidence; columns `count` (events) and `population` stand before `value`. A missing
    count or population, in any row of a group, or a population of 0 gives a reason in place of the
    value; `missing="zero"` takes a missing count as 0. Raises ValueError for a negative or
    fractional count, a negative population, infinite values or columns of other lengths.

    >>> found = rate([6, 4, 0], [500, 500, 800], by={"area": ["a", "a", "b"]})
    >>> found.select("area", "count", pl.col("value", "lower", "upper").round(2)).rows()
    [('a', 10, 10.0, 4.79, 18.39), ('b', 0, 0.0, 0.0, 4.61)]
    """
    read = read_columns(count=count, population=population)
    events = fill_missing(read_counts("count", read["count"]), missing)
    people = read_populations("population", read["population"])
    groups = None if by is None else read_groups(by, length=events.size, taken=OWN)
    sums = sums_by_group(groups, {"count": events, "population": people})
    total, below = sums.of["count"], sums.of["population"]
    known = np.where(below > 0, below, np.nan)
    return answers(
        lambda each: rate_limits(
            total, known, multiplier=multiplier, confidence=each, exact_below=exact_below
        ),
        confidence=confidence,
        method=count_methods(total, exact_below=exact_below),
        reason=reasons(
            (MISSING_COUNT, np.isnan(total)),
            (MISSING_POPULATION, np.isnan(below)),
            (NO_POPULATION, below == 0),
        ),
        by=sums.by.with_columns(
            column_of("count", total, pl.Int64), column_of("population", below)
        ),
    )
