"""The answers of a scan, worked by hand where windows are long, parted, plain chance or large."""

from __future__ import annotations

import numpy as np
import pytest

from vrn.statistics.scan import (
    PURELY_SPATIAL,
    Windows,
    kulldorff_scan,
    log_likelihood_ratio,
    replications,
)
from vrn.statistics.scan.replications import Null, draw_seed
from vrn.statistics.scan.screening import largest_ratio, make_screens
from vrn.statistics.scan.zones import nearest_zones


def test_each_area_of_a_cluster_expects_its_share_for_as_long_as_the_window() -> None:
    areas = {"area": ["a", "b", "c"], "x": [0, 3, 50], "y": [0, 4, 0], "population": [10, 20, 70]}
    counts = {
        "area": ["a"] * 4 + ["b"] * 4 + ["c"] * 4,
        "period": [1, 2, 3, 4] * 3,
        "count": [1, 6, 7, 1, 2, 9, 8, 1, 1, 2, 1, 1],
    }
    found = kulldorff_scan(areas, counts, Windows(), rng=np.random.default_rng(1), replications=0)
    cluster = found.clusters.row(0, named=True)
    assert (cluster["centre"], cluster["first_period"], cluster["last_period"]) == ("a", 2, 3)
    # 40 events: a tenth of them for two of four periods, and a fifth.
    assert found.cluster_areas.rows()[:2] == [
        (1, "a", 0, 10, 13, pytest.approx(2), pytest.approx(6.5)),
        (1, "b", 5, 20, 17, pytest.approx(4), pytest.approx(4.25)),
    ]
    assert (cluster["count"], cluster["expected"]) == (30, pytest.approx(6))


def test_a_purely_spatial_scan_is_the_same_however_events_fall_over_periods() -> None:
    areas = {"area": ["a", "b"], "x": [0, 1], "y": [0, 0], "population": [10, 30]}
    whole = {"area": ["a", "b"], "period": [1, 1], "count": [9, 11]}
    parted = {"area": ["a", "a", "b", "b"], "period": [1, 2, 1, 2], "count": [2, 7, 8, 3]}
    one, two = (
        kulldorff_scan(areas, counts, PURELY_SPATIAL, rng=np.random.default_rng(1), replications=9)
        for counts in (whole, parted)
    )
    np.testing.assert_array_equal(two.null_maxima, one.null_maxima)
    assert two.clusters.drop("last_period").equals(one.clusters.drop("last_period"))
    assert (one.clusters["last_period"][0], two.clusters["last_period"][0]) == (1, 2)


def test_a_scan_keeps_the_seed_from_which_it_is_made_again() -> None:
    areas = {"area": ["a", "b"], "x": [0, 1], "y": [0, 0], "population": [10, 30]}
    counts = {"area": ["a", "b"], "period": [1, 1], "count": [9, 11]}
    found = kulldorff_scan(
        areas, counts, PURELY_SPATIAL, rng=np.random.default_rng(4), replications=3
    )
    assert found.seed == draw_seed(np.random.default_rng(4))
    null = Null(np.array([0.25, 0.75]), 20, 1, found.seed, ())
    again = [
        null.draw(np.random.default_rng(np.random.SeedSequence(found.seed, spawn_key=(n,))))
        for n in range(3)
    ]
    # Of a and b only a may be a circle, of which 5 are expected.
    of_a = np.array([each[0, 0] for each in again])
    ratios = log_likelihood_ratio(of_a, 5.0, total=20)
    np.testing.assert_allclose(found.null_maxima, np.where(of_a > 5, ratios, 0.0))


def test_a_number_of_replications_is_done_to_its_end_however_plain_the_chance() -> None:
    areas = {"area": ["a", "b"], "x": [0, 1], "y": [0, 0], "population": [10, 10]}
    counts = {"area": ["a", "b"], "period": [1, 1], "count": [201, 199]}
    found = kulldorff_scan(
        areas, counts, PURELY_SPATIAL, rng=np.random.default_rng(4), replications=40
    )
    assert found.replications_done == 40
    assert found.clusters["p_value"][0] > 0.5


def test_the_largest_ratio_is_right_where_the_sums_before_its_window_run_over() -> None:
    """36,003 events in 20 months of one area: more than an int16 holds, yet no month has them."""
    counts = np.array([[1_500] * 16 + [12_000, 1, 1, 1], [100] * 10 + [8_000] + [100] * 9])
    zones = nearest_zones(np.array([0.0, 1.0]), np.zeros(2), np.ones(2), largest_share=0.5)
    screens = make_screens(
        zones, Windows(largest_time=0.05), population=2, total=int(counts.sum()), periods=20
    )
    expected = counts.sum() / 2 / 20
    largest = log_likelihood_ratio(12_000, expected, total=counts.sum())
    assert largest_ratio(counts, screens) == pytest.approx(float(largest))


def test_a_scan_begins_no_process_unless_asked_to(monkeypatch) -> None:
    monkeypatch.setattr(replications, "ProcessPoolExecutor", None)
    areas = {"area": ["a", "b"], "x": [0, 1], "y": [0, 0], "population": [10, 30]}
    counts = {"area": ["a", "b"], "period": [1, 1], "count": [9, 11]}
    found = kulldorff_scan(
        areas, counts, PURELY_SPATIAL, rng=np.random.default_rng(1), replications=9
    )
    assert found.replications_done == 9
