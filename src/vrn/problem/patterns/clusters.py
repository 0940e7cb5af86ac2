"""Clusters: where and when more happened together than residents and months would make likely."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from vrn.problem.places import marks_of, tables_of
from vrn.problem.touching import middles_of_areas

if TYPE_CHECKING:
    from vrn.problem.places import Marks, Tables

LEVEL = 0.05
REPLICATIONS = 199
SEED = 20_240_302
LARGEST = 0.1
"""The share of residents that one cluster may hold, so that half a county is none."""
METHOD = (
    "Kulldorff's space-time scan of small areas by month, circles of at most a tenth of residents "
    f"and half of the months, {REPLICATIONS} replications from a fixed seed"
)


class Clusters(NamedTuple):
    """What a scan found: clusters with a p below `LEVEL`, their areas, or why nothing was scanned.

    `clusters` has cluster, centre, first_month, last_month, areas, observed, expected,
    relative_risk, p; `areas` has cluster, small_area, observed, expected.
    """

    clusters: pl.DataFrame
    areas: pl.DataFrame
    reason: str | None


class _Counted(NamedTuple):
    """A question's counts as values that can be kept by: a row an area and month."""

    small_area: tuple[str, ...]
    month: tuple[str, ...]
    counts: tuple[int, ...]
    residents: tuple[int | None, ...]


def find_clusters(counted: pl.DataFrame, tables: Tables) -> Clusters:
    """The clusters among counts by small area and month, strongest first.

    `counted` has `small_area`, `month`, `count` and `residents`, a row for every area and month.
    Equal counts give equal clusters; the answer is kept, so that a second question costs nothing.
    """
    ordered = counted.sort("small_area", "month")
    names = ("small_area", "month", "count", "residents")
    columns = (tuple(ordered[name].to_list()) for name in names)
    return _scanned(_Counted(*columns), marks_of(tables, "areas", "boundaries"))


# The share in clusters and their number are two questions of one scan.
@lru_cache(maxsize=16)
def _scanned(counted: _Counted, marks: Marks) -> Clusters:
    from vrn.statistics.scan import Windows, kulldorff_scan

    rows = pl.DataFrame(counted._asdict())
    months = rows["month"].unique().sort().to_list()
    homes = rows.unique("small_area").select("small_area", population="residents")
    areas = middles_of_areas(tables_of(marks)).join(homes, on="small_area")
    drawn = rows.join(areas, on="small_area", how="semi")
    found = kulldorff_scan(
        areas.select("x", "y", "population", area="small_area"),
        drawn.select(
            area="small_area",
            period=pl.col("month").replace_strict(
                months, range(len(months)), return_dtype=pl.Int64
            ),
            count="counts",
        ),
        Windows(largest_population=LARGEST, study=(0, len(months) - 1)),
        rng=np.random.default_rng(SEED),
        replications=REPLICATIONS,
    )
    kept = found.clusters.filter(pl.col("p_value") < LEVEL)
    of_period = [
        pl.col(f"{end}_period")
        .replace_strict(dict(enumerate(months)), return_dtype=pl.String)
        .alias(f"{end}_month")
        for end in ("first", "last")
    ]
    return Clusters(
        kept.select(
            "cluster",
            "centre",
            *of_period,
            "relative_risk",
            areas="area_count",
            observed="count",
            expected="expected",
            p="p_value",
        ),
        found.cluster_areas.filter(pl.col("cluster").is_in(kept["cluster"].implode())).select(
            "cluster", "expected", small_area="area", observed="count"
        ),
        None if found.replications_done else found.reason,
    )
