"""A cluster in place and time is found where and when it was planted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from gridded import CODES, make_grid, square

from vrn.problem.patterns import clusters
from vrn.problem.patterns.clusters import find_clusters

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

MONTHS = [f"2021-{number:02d}" for number in range(1, 9)]
PLANTED = {(square(5, 5), month): 12 for month in ("2021-03", "2021-04")}


def by_month(planted: dict[tuple[str, str], int], seed: int = 1) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    rows = [
        (code, month, int(rng.poisson(0.5)) + planted.get((code, month), 0), 1_000)
        for code in CODES
        for month in MONTHS
    ]
    names = ("small_area", "month", "count", "residents")
    return pl.DataFrame(rows, schema=names, orient="row")


def test_a_planted_cluster_is_found_with_its_months_and_its_place(tmp_path: Path) -> None:
    found = find_clusters(by_month(PLANTED), make_grid(tmp_path))
    (first, *_) = found.clusters.iter_rows(named=True)
    assert (first["first_month"], first["last_month"]) == ("2021-03", "2021-04")
    assert first["observed"] >= 24
    assert first["p"] == 1 / (clusters.REPLICATIONS + 1)
    places = found.areas.filter(pl.col("cluster") == first["cluster"])
    assert square(5, 5) in places["small_area"].to_list()
    assert places["observed"].sum() == first["observed"]
    assert found.reason is None


def test_a_scatter_has_none_and_that_is_no_reason(tmp_path: Path) -> None:
    found = find_clusters(by_month({}, seed=3), make_grid(tmp_path))
    assert (found.clusters.height, found.areas.height, found.reason) == (0, 0, None)


def test_the_same_counts_are_scanned_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import vrn.statistics.scan

    tables, scans = make_grid(tmp_path), []
    plain = vrn.statistics.scan.kulldorff_scan
    monkeypatch.setattr(
        "vrn.statistics.scan.kulldorff_scan", lambda *a, **k: scans.append(1) or plain(*a, **k)
    )
    drawn = by_month(PLANTED, seed=9)
    assert find_clusters(drawn, tables) is find_clusters(drawn.reverse(), tables)
    assert scans == [1]


def test_one_month_is_too_short_for_a_window(tmp_path: Path) -> None:
    one = by_month(PLANTED).filter(pl.col("month") == "2021-03")
    found = find_clusters(one, make_grid(tmp_path))
    assert found.reason == "the study has too few periods for a window"
