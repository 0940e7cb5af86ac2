"""Kulldorff's scan: the clusters, their areas, and the largest ratios by chance.

The files are simulations where they are p-values or quantiles: both are shares of replications,
theirs and ours, and are compared within four standard errors of the difference of two shares.
"""

from __future__ import annotations

import re
from functools import lru_cache
from io import StringIO
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tests.oracles.checking import Check, agree
from vrn.statistics.scan import Windows, kulldorff_scan

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.oracles.checking import Agreements
    from vrn.statistics.scan import Scan

ANALYSES = {
    "space_time_retrospective": "space-time",
    "purely_spatial": "purely spatial",
    "space_time_prospective": "prospective",
}
NUMBERS = {
    "centre_x": "centre_x",
    "centre_y": "centre_y",
    "radius": "radius",
    "first_month": "first_period",
    "last_month": "last_period",
    "n_areas": "area_count",
    "population": "population",
    "cases": "count",
    "expected": "expected",
    "obs_over_exp": "observed_to_expected",
    "relative_risk": "relative_risk",
}
TWO_PLACES = 0.0051
STANDARD_ERRORS = 4
REPLICATIONS = 999
FEWER_REPLICATIONS = 299
MANY_CELLS = 10_000


@lru_cache(maxsize=16)
def _scan(areas: str, counts: str, analysis: str, replications: int) -> Scan:
    """The scan of one analysis, kept for the other files that ask for the same."""
    places = pl.read_csv(StringIO(areas))
    events = pl.read_csv(StringIO(counts)).rename({"month": "period"})
    windows = Windows(ANALYSES[analysis], study=(1, int(events["period"].max())))
    rng = np.random.default_rng(4)
    return kulldorff_scan(places, events, windows, rng=rng, replications=replications)


def _scan_frames(
    areas: pl.DataFrame, counts: pl.DataFrame, analysis: str, replications: int
) -> Scan:
    return _scan(areas.write_csv(), counts.write_csv(), analysis, replications)


def _replications_for(areas: pl.DataFrame, counts: pl.DataFrame) -> int:
    """Fewer for large sets, so that a check takes seconds."""
    is_large = areas.height * int(counts["month"].max()) > MANY_CELLS
    return FEWER_REPLICATIONS if is_large else REPLICATIONS


def _shares_agree(
    ours: NDArray[np.float64], expected: NDArray[np.float64], *, sizes: tuple[int, int]
) -> NDArray[np.bool_]:
    """Whether two shares come from one, within four standard errors and a replication of each."""
    middle = (ours + expected) / 2
    error = np.sqrt(middle * (1 - middle) * (1 / sizes[0] + 1 / sizes[1]))
    agreed: NDArray[np.bool_] = np.abs(ours - expected) <= STANDARD_ERRORS * error + sum(
        1 / (size + 1) for size in sizes
    )
    return agreed


def _compare_clusters(
    expected: pl.DataFrame, areas: pl.DataFrame, counts: pl.DataFrame
) -> Agreements:
    agreements = {}
    for (analysis,), theirs in expected.group_by("analysis", maintain_order=True):
        replications = _replications_for(areas, counts)
        # Without replications every cluster is shown, also the faintest, which theirs may hold.
        every = _scan_frames(areas, counts, analysis, 0).clusters
        ours = theirs.select(pl.col("cluster").cast(pl.Int64)).join(every, on="cluster", how="left")
        for name, our_name in NUMBERS.items():
            agreements[f"{analysis} {name}"] = agree(
                ours[our_name], theirs[name], rtol=0, atol=TWO_PLACES
            )
        llr = ours["log_likelihood_ratio"].fill_null(np.nan).to_numpy()
        agreements[f"{analysis} log_likelihood_ratio"] = agree(
            llr, theirs["log_likelihood_ratio"], rtol=0, atol=1e-4
        )
        maxima = _scan_frames(areas, counts, analysis, replications).null_maxima
        sizes = (replications, REPLICATIONS)
        agreements[f"{analysis} p_value"] = _shares_agree(
            _p_values(llr, maxima), theirs["p_value"].cast(pl.Float64).to_numpy(), sizes=sizes
        )
        # What comes after their last cluster must be as good as certain to be chance.
        further = every["log_likelihood_ratio"].to_numpy()[theirs.height : theirs.height + 1]
        agreements[f"{analysis} no further cluster"] = _shares_agree(
            _p_values(further, maxima), np.ones(further.size), sizes=sizes
        )
    return agreements


def _p_values(ratios: NDArray[np.float64], maxima: NDArray[np.float64]) -> NDArray[np.float64]:
    ranks = np.sum(maxima[None, :] >= ratios[:, None] - 1e-9, axis=1)
    return (1 + ranks) / (1 + maxima.size)


def _compare_areas(expected: pl.DataFrame, areas: pl.DataFrame, counts: pl.DataFrame) -> Agreements:
    """A yes or no for each area that is in a cluster of theirs, or in the same one of ours."""
    agreements = {}
    for (analysis,), rows in expected.group_by("analysis", maintain_order=True):
        theirs = {(int(cluster), area) for cluster, area in rows.select("cluster", "area").rows()}
        numbers = {cluster for cluster, _ in theirs}
        found = _scan_frames(areas, counts, analysis, 0).cluster_areas.select("cluster", "area")
        ours = {row for row in found.rows() if row[0] in numbers}
        either = sorted(theirs | ours)
        agreements[analysis] = np.array([row in theirs and row in ours for row in either])
    return agreements


def _compare_null(expected: pl.DataFrame, areas: pl.DataFrame, counts: pl.DataFrame) -> Agreements:
    """Each quantile: the share of ours above it is the share of theirs above it."""
    columns = {name: _quantile_of(name) for name in expected.columns}
    agreements = {}
    for row in expected.iter_rows(named=True):
        replications = _replications_for(areas, counts)
        maxima = _scan_frames(areas, counts, row["analysis"], replications).null_maxima
        for name, quantile in columns.items():
            if quantile is not None:
                agreements[f"{row['analysis']} {name}"] = _shares_agree(
                    np.array([np.mean(maxima >= row[name])]),
                    np.array([1 - quantile]),
                    sizes=(replications, row["reps"]),
                )
    return agreements


def _quantile_of(column: str) -> float | None:
    """The quantile that a column holds: "llr_median" and "llr_p95" are 0.5 and 0.95."""
    if column.endswith("median"):
        return 0.5
    found = re.search(r"_p(\d+)$", column)
    return int(found[1]) / 10 ** len(found[1]) if found else None


_INPUTS = ("areas.csv", "counts.csv")
_SIMULATED = "four standard errors of two simulations"

CHECKS: tuple[Check, ...] = (
    Check(
        "clusters_expected.csv",
        _INPUTS,
        _compare_clusters,
        f"ratios 1e-4, numbers to two decimals; p-values {_SIMULATED}",
    ),
    Check("cluster_areas_expected.csv", _INPUTS, _compare_areas, "exact"),
    Check("null_llr_expected.csv", _INPUTS, _compare_null, _SIMULATED),
)
