"""Indirectly standardised rates and ratios: events beside those expected at a reference's rates.

Sources: N. E. Breslow and N. E. Day, Statistical Methods in Cancer Research, volume II (IARC,
1987), pages 62 to 71 (the ratio, and Byar's limits, equation 2.13); Association of Public Health
Observatories, Technical Briefing 3 (2008).

Limits: the reference's rates are taken as known without error, so it should be much larger than the
group. Ratios of two groups compare with the reference, strictly, and not with one another: each is
weighed by its own people. Events are taken as independent and Poisson.
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
    is_other_total,
    marks_of,
    read_bands,
    reasons_of_marks,
)
from vrn.statistics.counts import EXACT_BELOW, count_limits, count_methods
from vrn.statistics.groups import sums_by_group
from vrn.statistics.limits import Limits, check_multiplier, read_counts, read_populations

if TYPE_CHECKING:
    from vrn.statistics.answers import Column, Confidence, Groups
    from vrn.statistics.bands import Bands
    from vrn.statistics.groups import Sums
    from vrn.statistics.limits import FloatArray

OBSERVED, REFERENCE = ("count", "population"), ("ref_count", "ref_population")
OWN = ("observed", "expected", "ref_rate")
MISSING_REFERENCE, NO_REFERENCE = "a reference value is missing", "a reference population is 0"
NOTHING_EXPECTED = "the reference's rates give no event: there is nothing to compare with"


class _Asked(NamedTuple):
    by: Groups
    band: Column | None
    missing: Missing
    missing_bands: MissingBands


def indirectly_standardised_ratio(  # noqa: PLR0913 - all but the columns by keyword
    count: Column,
    population: Column,
    ref_count: Column,
    ref_population: Column,
    *,
    by: Groups,
    band: Column | None = None,
    multiplier: float = 1.0,
    confidence: Confidence = 0.95,
    exact_below: int = EXACT_BELOW,
    missing: Missing = "reason",
    missing_bands: MissingBands = "reason",
) -> pl.DataFrame:
    """Events observed in each group over those expected at the reference's rates (times 100: SMR).

    With x events and n people of a band, X and N those of the reference: observed O = sum(x),
    expected E = sum(n X / N), ratio = multiplier * O / E; its limits are those of O (exact below
    `exact_below` events, Byar's from there on) times multiplier / E. The reference's own is 1.

    Shape: rows are bands of groups; a row for each group comes out in order of group, stacked for
    each confidence; columns `observed` and `expected` (events) stand before `value`. A reason takes
    the place of the value where something is missing, a population is 0, no event is expected, or
    the bands of a group are not those of the others: with `band` each must be there once, and
    without it the reference population must add up to the total that most groups have.
    `missing="zero"` takes a missing count as 0, and `missing_bands="leave-out"` the bands that are
    there as all, both as PHEindicatormethods does. Raises ValueError for negative or fractional
    counts, negative populations, infinite values or columns of other lengths.

    >>> found = indirectly_standardised_ratio(
    ...     [8, 16], [1_000, 1_000], [40, 200], [10_000, 20_000], by=["a", "a"]
    ... )
    >>> found.select("observed", "expected", pl.col("value", "lower", "upper").round(3)).row(0)
    (24, 14.0, 1.714, 1.098, 2.551)
    """
    compared = _compare(
        (count, population, ref_count, ref_population), _Asked(by, band, missing, missing_bands)
    )
    return _answer(
        compared,
        per=np.full(compared.expected.shape, multiplier),
        multiplier=multiplier,
        confidence=confidence,
        exact_below=exact_below,
    ).drop("ref_rate")


def indirectly_standardised_rate(  # noqa: PLR0913 - all but the columns by keyword
    count: Column,
    population: Column,
    ref_count: Column,
    ref_population: Column,
    *,
    by: Groups,
    band: Column | None = None,
    multiplier: float = 100_000.0,
    confidence: Confidence = 0.95,
    exact_below: int = EXACT_BELOW,
    missing: Missing = "reason",
    missing_bands: MissingBands = "reason",
) -> pl.DataFrame:
    """The indirectly standardised ratio of each group times the reference's rate.

    rate = O / E * multiplier * sum(X) / sum(N), with the limits of O times the same; see
    `indirectly_standardised_ratio` for the letters, the shape, the reasons and what raises
    ValueError. The reference's rate per `multiplier` stands in the column `ref_rate`.

    >>> found = indirectly_standardised_rate(
    ...     [8, 16], [1_000, 1_000], [40, 200], [10_000, 20_000], by=["a", "a"], multiplier=1_000
    ... )
    >>> found.select("observed", "expected", "ref_rate", pl.col("value").round(3)).row(0)
    (24, 14.0, 8.0, 13.714)
    """
    compared = _compare(
        (count, population, ref_count, ref_population), _Asked(by, band, missing, missing_bands)
    )
    return _answer(
        compared,
        per=compared.ref_rate * multiplier,
        multiplier=multiplier,
        confidence=confidence,
        exact_below=exact_below,
    )


class _Compared(NamedTuple):
    by: pl.DataFrame
    observed: FloatArray
    expected: FloatArray
    ref_rate: FloatArray
    reason: pl.Series


def _compare(columns: tuple[Column, Column, Column, Column], asked: _Asked) -> _Compared:
    """Observed and expected events and the reference's rate per person of each group."""
    check_missing_bands(asked.missing_bands)
    read = read_columns(**dict(zip((*OBSERVED, *REFERENCE), columns, strict=True)))
    count = fill_missing(read_counts("count", read["count"]), asked.missing)
    ref_count = read_counts("ref_count", read["ref_count"])
    people, ref_people = (
        read_populations(name, read[name]) for name in ("population", REFERENCE[1])
    )
    groups = read_groups(asked.by, length=count.size, taken=OWN)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = people * (ref_count / ref_people)
    summed = {
        "observed": count,
        "population": people,
        "expected": expected,
        "ref_count": ref_count,
        "ref_population": ref_people,
        "empty": (people == 0).astype(np.float64),
        "ref_empty": (ref_people == 0).astype(np.float64),
    }
    bands = None if asked.band is None else read_bands(asked.band, length=count.size)
    sums = sums_by_group(groups, summed | (marks_of(bands) if bands else {}))
    expected, ref_total = (
        np.where(each > 0, each, np.nan)
        for each in (sums.of["expected"], sums.of["ref_population"])
    )
    return _Compared(
        sums.by,
        sums.of["observed"],
        expected,
        sums.of["ref_count"] / ref_total,
        _reasons(sums, bands, asked.missing_bands),
    )


def _reasons(sums: Sums, bands: Bands | None, missing_bands: MissingBands) -> pl.Series:
    of = sums.of
    stated = [
        (MISSING_COUNT, np.isnan(of["observed"])),
        (MISSING_POPULATION, np.isnan(of["population"])),
        (MISSING_REFERENCE, np.isnan(of["ref_count"] + of["ref_population"])),
        (NO_POPULATION, of["empty"] > 0),
        (NO_REFERENCE, of["ref_empty"] > 0),
        (NOTHING_EXPECTED, of["expected"] == 0),
    ]
    if missing_bands == "reason":
        if bands is None:
            stated.append((OTHER_TOTAL.format("reference"), is_other_total(of["ref_population"])))
        else:
            stated.extend(reasons_of_marks(bands, sums.rows, of))
    return reasons(*stated)


def _answer(
    compared: _Compared,
    *,
    per: FloatArray,
    multiplier: float,
    confidence: Confidence,
    exact_below: int,
) -> pl.DataFrame:
    check_multiplier(multiplier)
    observed, scale = compared.observed, per / compared.expected

    def limits_at(each: float) -> Limits:
        counted = count_limits(observed, confidence=each, exact_below=exact_below)
        return Limits(*(limit * scale for limit in counted))

    return answers(
        limits_at,
        confidence=confidence,
        method=count_methods(observed, exact_below=exact_below),
        reason=compared.reason,
        by=compared.by.with_columns(
            column_of("observed", observed, pl.Int64),
            column_of("expected", compared.expected),
            column_of("ref_rate", compared.ref_rate * multiplier),
        ),
    )
