"""Directly standardised rates: what the rate would be in a standard population's bands of age.

Sources: A. J. Dobson, K. Kuulasmaa, E. Eberle and J. Scherer, Confidence intervals for weighted
sums of Poisson parameters, Statistics in Medicine 10 (1991), 457 to 462; with Byar's limits of the
count (N. E. Breslow and N. E. Day, Statistical Methods in Cancer Research, volume II, 1987, page
69) as in Association of Public Health Observatories, Technical Briefing 3 (2008). The standard is a
column of the table: the European Standard Population 2013 (Eurostat), say.

Limits: events are taken as independent and Poisson: where one person makes several, use
`standardised_rate_of_repeats`. Below ten events the weights of single bands rule the value, and it
is withheld. Where a band of few people bears a large weight its chances are hardly seen, and
the limits of the whole come out too narrow (39 to 91% of samples held, where 95 are promised). One
standardised rate hides rates that part by age: look at the bands too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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
from vrn.statistics.bands import (
    OTHER_TOTAL,
    MissingBands,
    check_missing_bands,
    check_one_weight,
    is_other_total,
    marks_of,
    read_bands,
    reasons_of_marks,
)
from vrn.statistics.counts import BYARS, EXACT, EXACT_BELOW, count_limits
from vrn.statistics.groups import Sums, sums_by_group
from vrn.statistics.limits import (
    FloatArray,
    Limits,
    check_multiplier,
    read_counts,
    read_populations,
)

if TYPE_CHECKING:
    from vrn.statistics.answers import Column, Confidence, Groups
    from vrn.statistics.bands import Bands

OWN = ("total_count", "total_population")
LEAST_EVENTS = 10
DOBSON = "Dobson's, with {} limits of the count"
MISSING_STANDARD, NO_STANDARD = "a standard population is missing", "the standard population is 0"


def directly_standardised_rate(  # noqa: PLR0913 - all but the columns by keyword
    count: Column,
    population: Column,
    standard: Column,
    *,
    by: Groups,
    band: Column | None = None,
    multiplier: float = 100_000.0,
    confidence: Confidence = 0.95,
    least_events: int = LEAST_EVENTS,
    missing: Missing = "reason",
    missing_bands: MissingBands = "reason",
) -> pl.DataFrame:
    """The rate of each group per `multiplier`, its bands weighed as in a standard population.

    With w the standard population of a band, x its events and n its people:
    rate = sum(w x / n) / sum(w); variance = sum(w^2 x / n^2) / sum(w)^2; and with O = sum(x) the
    limits are rate + sqrt(variance / O) (limit of O - O), Byar's limit (exact below ten events).

    Shape: rows are bands of groups; a row for each group comes out in order of group, stacked for
    each confidence; columns `total_count` (events) and `total_population` stand before `value`.
    A reason takes the place of the value where something is missing, a population is 0, the group
    has fewer than `least_events` events, or where its bands are not those of the others: with
    `band` each must be there once, and without it the standard population must add up to the total
    that most groups have. `missing="zero"` takes a missing count as 0, and
    `missing_bands="leave-out"` takes the bands that are there as all, both as
    PHEindicatormethods does. Raises ValueError for negative or fractional counts, negative
    populations, infinite values, columns of other lengths and, with `band`, a band with two
    standard populations.

    >>> found = directly_standardised_rate(
    ...     [20, 40], [1_000, 500], [6_000, 4_000], by=["a", "a"], band=["under 50", "50 and over"]
    ... )
    >>> found.select("total_count", "value", pl.col("lower", "upper").round(1)).row(0)
    (60, 4400.0, 3348.9, 5674.2)
    """
    read = read_columns(count=count, population=population, standard=standard)
    events = fill_missing(read_counts("count", read["count"]), missing)
    strata = Strata(
        events,
        events,
        read_populations("population", read["population"]),
        read_populations("standard", read["standard"]),
    )
    return dobson_answer(
        strata,
        groups=read_groups(by, length=events.size, taken=OWN),
        bands=None if band is None else read_bands(band, length=events.size),
        shown=Shown(DOBSON, multiplier, confidence, least_events, missing_bands),
    )


class Strata(NamedTuple):
    """A row a band of a group: its events, their variance, its people and the standard's."""

    events: FloatArray
    variance: FloatArray
    population: FloatArray
    standard: FloatArray


class Shown(NamedTuple):
    """How a standardised rate is asked for, and what its method is called."""

    method: str
    multiplier: float
    confidence: Confidence
    least_events: int
    missing_bands: MissingBands


def dobson_answer(
    strata: Strata, *, groups: pl.DataFrame, bands: Bands | None, shown: Shown
) -> pl.DataFrame:
    """The frame of standardised rates, for events whose variance is given band by band.

    Raises ValueError as `directly_standardised_rate` does.

    >>> one = np.array([50.0])
    >>> dobson_answer(
    ...     Strata(one, one, np.array([1_000.0]), np.array([10.0])),
    ...     groups=pl.DataFrame({"area": ["a"]}),
    ...     bands=None,
    ...     shown=Shown(DOBSON, 1_000.0, 0.95, 10, "reason"),
    ... )["value"].to_list()
    [50.0]
    """
    check_multiplier(shown.multiplier)
    check_missing_bands(shown.missing_bands)
    columns = _weighted(strata)
    is_banded = bands is not None and shown.missing_bands == "reason"
    if bands is not None:
        check_one_weight(bands, strata.standard, name="standard")
        columns |= marks_of(bands) if is_banded else {}
    sums = sums_by_group(groups, columns)
    total, per = sums.of["events"], shown.multiplier / _above_zero(sums.of["standard"])
    methods = pl.Series([shown.method.format(words) for words in (EXACT, BYARS)])
    return answers(
        lambda each: dobson_limits(
            total, per * sums.of["rate"], per * per * sums.of["variance"], confidence=each
        ),
        confidence=shown.confidence,
        method=methods.gather((total >= EXACT_BELOW).astype(np.uint32)),
        reason=_reasons(sums, bands, shown),
        by=sums.by.with_columns(
            column_of("total_count", total, pl.Int64),
            column_of("total_population", sums.of["population"]),
        ),
    )


def dobson_limits(
    count: FloatArray, rate: FloatArray, variance: FloatArray, *, confidence: float = 0.95
) -> Limits:
    """A weighted rate with Dobson's limits, from its events and its variance, in the rate's unit.

    rate + sqrt(variance / count) (limit - count), with the limits of `count_limits`. Shape: that of
    the three. The limits of no events are NaN. Raises ValueError for negative or broken counts.

    >>> dobson_limits(np.array([60.0]), np.array([44.0]), np.array([32.8])).lower.round(2)
    array([33.49])
    """
    counted = count_limits(count, confidence=confidence)
    with np.errstate(invalid="ignore"):
        scale = np.sqrt(variance / count)
    lower, upper = (rate + scale * (limit - count) for limit in counted[1:])
    return Limits(rate, lower, upper)


def _weighted(strata: Strata) -> dict[str, FloatArray]:
    """The columns whose sums make the rate; a band without people is marked, if there is one."""
    events, variance, population, standard = strata
    empty, people = {}, population
    if not (population > 0).all():
        empty, people = {"empty": (population == 0).astype(np.float64)}, _above_zero(population)
    weight = standard / people
    rate = weight * events
    return {
        "events": events,
        "population": population,
        "standard": standard,
        "rate": rate,
        "variance": weight * rate if variance is events else weight * weight * variance,
    } | empty


def _above_zero(values: FloatArray) -> FloatArray:
    return np.where(values > 0, values, np.nan)


def _reasons(sums: Sums, bands: Bands | None, shown: Shown) -> pl.Series:
    of, never = sums.of, np.zeros(sums.rows.shape)
    stated = [
        (MISSING_COUNT, np.isnan(of["events"])),
        (MISSING_POPULATION, np.isnan(of["population"])),
        (MISSING_STANDARD, np.isnan(of["standard"])),
        (NO_POPULATION, of.get("empty", never) > 0),
        (NO_STANDARD, of["standard"] == 0),
    ]
    if shown.missing_bands == "reason":
        if bands is None:
            stated.append((OTHER_TOTAL.format("standard"), is_other_total(of["standard"])))
        else:
            stated.extend(reasons_of_marks(bands, sums.rows, of))
    stated.append((f"fewer than {shown.least_events} events", of["events"] < shown.least_events))
    return reasons(*stated)
