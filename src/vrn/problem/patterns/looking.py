"""The places of a pattern themselves, exact: for the operational lane alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

import polars as pl

from vrn.problem.asking import ask
from vrn.problem.estimating import frames_of
from vrn.problem.months import say_missing
from vrn.problem.patterns import clusters, hot_spots, near_repeats
from vrn.problem.places import read_places
from vrn.problem.violence.catalogue import violence_measures
from vrn.terms import CountTable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from vrn.problem.measure import Estimate
    from vrn.problem.places import Tables
    from vrn.terms import Period

METRES, DAYS = (0, 100, 200, 300, 400), (7, 14, 21, 28)
HOT_SPOTS, CLUSTERS, NEAR_REPEATS = "hot-spots", "clusters", "near-repeats"
PATTERNS: Mapping[str, str] = {
    HOT_SPOTS: "serious_violence_hot_spot_share",
    CLUSTERS: "serious_violence_clusters",
    NEAR_REPEATS: "serious_violence_near_repeat",
}
"""Each pattern that can be looked at, and the finding that sums it up."""


class Sheet(NamedTuple):
    """One table of a pattern: what it is, how it was found, and its exact rows."""

    title: str
    method: str
    table: CountTable


class Seen(NamedTuple):
    """A pattern's tables, and the period that they are of (start in, end in)."""

    period: Period
    sheets: tuple[Sheet, ...]


def see_pattern(
    pattern: str,
    tables: Tables,
    *,
    definition: str,
    period: Period | None,
    edition: str,
    months_held: Mapping[str, Sequence[str]],
    definitions: Mapping[str, Sequence[str]],
) -> Seen:
    """The pattern's tables under one definition; without a period the finding's own.

    Raises ValueError for an unknown pattern or definition and for months that are not held;
    NotInCutError where the cut lacks a table.
    """
    if pattern not in PATTERNS:
        raise ValueError(f"there is no pattern '{pattern}'; try one of: {', '.join(PATTERNS)}")
    estimate = cast("Estimate", violence_measures()[PATTERNS[pattern]])
    asked = ask(
        estimate,
        tables,
        split=(),
        where={"definition": definition},
        period=period,
        edition=edition,
        months_held=months_held,
        definitions=definitions,
    )
    if asked.missing:
        raise ValueError(say_missing(asked.missing))
    ((_, frame),) = frames_of(estimate, asked)
    return Seen(cast("Period", asked.period), _SHEETS[pattern](frame, tables))


def _hot_spots(counted: pl.DataFrame, tables: Tables) -> tuple[Sheet, ...]:
    found = hot_spots.hot_spots(counted, tables)
    if refused := hot_spots.why_no_test(found):
        raise ValueError(refused)
    rows = (
        found.filter("is_hot")
        .sort("z", descending=True)
        .join(_names(tables), on="small_area", how="left", maintain_order="left")
    )
    shown = rows.select("small_area", "small_area_name", "district_name", "count", "z", "p", "q")
    return (Sheet("Small areas that are hot spots", hot_spots.METHOD, CountTable(shown)),)


def _clusters(counted: pl.DataFrame, tables: Tables) -> tuple[Sheet, ...]:
    found, names = clusters.find_clusters(counted, tables), _names(tables)
    if found.reason:
        raise ValueError(f"nothing was looked through: {found.reason}")
    centres = names.select(centre="small_area", around="small_area_name")
    places = found.areas.join(names, on="small_area", how="left", maintain_order="left")
    of_clusters = found.clusters.join(centres, on="centre", how="left", maintain_order="left")
    return (
        Sheet(
            "Clusters",
            f"{clusters.METHOD}; p below {clusters.LEVEL}",
            CountTable(
                of_clusters.select(
                    *("cluster", "centre", "around", "areas", "first_month", "last_month"),
                    *("observed", "expected", "relative_risk", "p"),
                )
            ),
        ),
        Sheet(
            "Small areas of each cluster, in its months",
            "nearest to the centre first",
            CountTable(
                places.select(
                    *("cluster", "small_area", "small_area_name", "district_name"),
                    *("observed", "expected"),
                )
            ),
        ),
    )


def _near_repeats(rows: pl.DataFrame, _: Tables) -> tuple[Sheet, ...]:
    events = near_repeats.with_day_and_place(rows)
    found = near_repeats.near_repeats(events, metres=METRES, days=DAYS)
    if found.is_empty():
        raise ValueError("no quarter has two offences with a day and a place")
    shown = found.select(
        # A band's edge is the number after the bound that it holds.
        metres_from=pl.col("distance_from").round(6),
        metres_to=pl.col("distance_to").round(6),
        days_from=pl.col("days_from").cast(pl.Int64),
        days_to=pl.col("days_to").cast(pl.Int64) - 1,
        pairs="observed",
        expected="expected",
        ratio="ratio",
        p="p",
    )
    return (
        Sheet("Pairs of offences by distance and days", near_repeats.METHOD, CountTable(shown)),
    )


_SHEETS: Mapping[str, Callable[[pl.DataFrame, Tables], tuple[Sheet, ...]]] = {
    HOT_SPOTS: _hot_spots,
    CLUSTERS: _clusters,
    NEAR_REPEATS: _near_repeats,
}


def _names(tables: Tables) -> pl.DataFrame:
    return read_places(tables).select("small_area", "small_area_name", "district_name")
