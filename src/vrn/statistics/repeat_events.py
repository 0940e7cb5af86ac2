"""Standardised rates of events of which one person can have several, so that they hang together.

Sources: A. J. Dobson, K. Kuulasmaa, E. Eberle and J. Scherer, Statistics in Medicine 10 (1991); a
sum of f events for each of a Poisson number of people has the variance sum(f^2 people): a compound
Poisson distribution (W. Feller, An Introduction to Probability Theory and Its Applications, volume
I, third edition, 1968, chapter XII).

Limits: people are taken as independent of one another, with a Poisson number of people at each
frequency. The spread of the frequencies is taken as seen: a rare person with very many events, whom
the period by chance did not hold, is not in the limits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.statistics.answers import fill_missing, read_columns, read_groups
from vrn.statistics.bands import Bands, read_bands
from vrn.statistics.limits import read_counts, read_populations
from vrn.statistics.standardising import LEAST_EVENTS, OWN, Shown, Strata, dobson_answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from vrn.statistics.answers import Column, Confidence, Groups, Missing
    from vrn.statistics.bands import MissingBands
    from vrn.statistics.limits import FloatArray

DOBSON_OF_REPEATS = "Dobson's, with {} limits of the count, for events that are not independent"
_SAME = ("population", "standard")


def standardised_rate_of_repeats(  # noqa: PLR0913 - all but the columns by keyword
    people: Column,
    events_each: Column,
    population: Column,
    standard: Column,
    *,
    by: Groups,
    band: Column,
    multiplier: float = 100_000.0,
    confidence: Confidence = 0.95,
    least_events: int = LEAST_EVENTS,
    missing: Missing = "reason",
    missing_bands: MissingBands = "reason",
) -> pl.DataFrame:
    """Directly standardised rates of events, where a person may have more than one.

    A row says how many `people` of a band had `events_each` events. With f that number, p the
    people, w the standard population of the band and n its people: rate = sum(w sum(f p) / n) /
    sum(w); variance = sum(w^2 sum(f^2 p) / n^2) / sum(w)^2; the limits are those of
    `directly_standardised_rate` with this variance, and O = sum(f p) events.

    Shape: a row for each group in order of group, stacked for each confidence, with columns and
    reasons as in `directly_standardised_rate`; `population` and `standard` stand in each row of a
    band and are counted once. A number of events that no row names has no people. Raises ValueError
    as there, and where the rows of a band in a group have two populations.

    >>> found = standardised_rate_of_repeats(
    ...     [40, 10], [1, 2], [1_000, 1_000], [5_000, 5_000], by=["a", "a"], band=[0, 0]
    ... )
    >>> found.select("total_count", "value", pl.col("lower", "upper").round(0)).row(0)
    (60, 6000.0, 4358.0, 7990.0)
    """
    read = read_columns(
        people=people, events_each=events_each, population=population, standard=standard
    )
    persons = fill_missing(read_counts("people", read["people"]), missing)
    each = read_counts("events_each", read["events_each"])
    populations = {name: read_populations(name, read[name]) for name in _SAME}
    bands = read_bands(band, length=each.size)
    groups = read_groups(by, length=each.size, taken=OWN)
    events = {"events": each * persons, "variance": each * each * persons}
    strata, groups, codes = _strata(groups, bands, events | populations)
    return dobson_answer(
        strata,
        groups=groups,
        bands=Bands(codes, bands.size, codes.size),
        shown=Shown(DOBSON_OF_REPEATS, multiplier, confidence, least_events, missing_bands),
    )


def _strata(
    groups: pl.DataFrame, bands: Bands, columns: Mapping[str, FloatArray]
) -> tuple[Strata, pl.DataFrame, NDArray[np.intp]]:
    """The rows of each band of a group as one, its group and its band."""
    keys = [f"by {place}" for place in range(groups.width)]
    rows = groups.rename(dict(zip(groups.columns, keys, strict=True))).with_columns(
        pl.Series("band", bands.codes), *(pl.Series(name, each) for name, each in columns.items())
    )
    found = rows.group_by(*keys, "band").agg(
        pl.col("events", "variance").sum(),
        pl.col(_SAME).nan_max(),
        *(pl.col(name).n_unique().alias(f"kinds of {name}") for name in _SAME),
    )
    for name in _SAME:
        several = found.filter(pl.col(f"kinds of {name}") > 1)
        if several.height:
            raise ValueError(
                f"{name} must be the same in each row of a band of a group; "
                f"it is not in {several.height} of {found.height}"
            )
    strata = Strata(*(found[name].to_numpy() for name in Strata._fields))
    by = found.select(keys).rename(dict(zip(keys, groups.columns, strict=True)))
    return strata, by, found["band"].to_numpy()
