"""The circles of a scan and the windows over them, by hand: order, ties, overlaps, large sums."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from vrn.statistics.scan import (
    PURELY_SPATIAL,
    Sequential,
    Windows,
    kulldorff_scan,
    scan_statistics,
    scanning,
)
from vrn.statistics.scan.clusters import Window, best_windows
from vrn.statistics.scan.screening import largest_ratio, make_screens
from vrn.statistics.scan.zones import nearest_zones

# Four areas of ten people, far apart: with 40 events ten are expected in each.
FAR = {"area": ["a", "b", "c", "d"], "x": [0, 10, 30, 70], "y": [0] * 4, "population": [10] * 4}
COUNTS = {"area": ["a", "b", "c", "d"], "period": [1] * 4, "count": [13, 14, 7, 6]}
ALONE = Windows("purely spatial", largest_population=0.25)
RATIO_OF_A = 13 * math.log(1.3) + 27 * math.log(0.9)  # 0.566
RATIO_OF_B = 14 * math.log(1.4) + 26 * math.log(26 / 30)  # 0.990


def look(windows: Windows = ALONE, *, areas=FAR, counts=COUNTS, **asked):
    return kulldorff_scan(areas, counts, windows, rng=np.random.default_rng(1), **asked)


def windows_of(counts: list[list[int]], windows: Windows, *, apart: float = 1.0) -> list[Window]:
    """The best windows of areas of one person each on a line."""
    table = np.array(counts)
    screens = make_screens(
        nearest_zones(
            apart * np.arange(len(table)),
            np.zeros(len(table)),
            np.ones(len(table)),
            largest_share=windows.largest_population,
        ),
        windows,
        population=len(table),
        total=int(table.sum()),
        periods=table.shape[1],
    )
    found = best_windows(table, screens)
    assert largest_ratio(table, screens) == pytest.approx(found[0].ratio, rel=1e-12)
    return found


def test_circles_end_at_the_largest_and_hold_no_area_past_it() -> None:
    zones = nearest_zones(
        np.array([0.0, 1.0, 9.0]), np.zeros(3), np.array([10.0, 10.0, 30.0]), largest_share=0.5
    )
    assert zones.order.tolist() == [[0, 1, 3], [1, 0, 3]]
    assert zones.areas(1, 1).tolist() == [1, 0]


def test_areas_at_equal_distances_come_in_their_own_order() -> None:
    zones = nearest_zones(np.array([0.0, 1.0] * 40), np.zeros(80), np.ones(80), largest_share=1.0)
    assert zones.order[:, 0].tolist() == [*range(0, 80, 2), *range(1, 80, 2)]
    assert zones.order[:, 1].tolist() == [*range(1, 80, 2), *range(0, 80, 2)]


def test_lengths_are_cut_off_but_for_the_last_digits_of_a_share() -> None:
    assert Windows(largest_time=0.5).lengths(7) == (1, 2, 3)
    assert Windows(largest_time=0.3333333333).lengths(3) == (1,)
    assert Windows(largest_time=0.333333).lengths(3) == ()


@pytest.mark.parametrize(
    ("areas", "start", "end", "overlaps"),
    [
        ([7], 2, 4, True),
        ([7], 3, 4, False),
        ([7], 0, 1, False),
        ([5, 9], 1, 3, False),
        ([5, 4], 1, 2, True),
    ],
)
def test_windows_overlap_where_they_share_an_area_at_one_time(areas, start, end, overlaps) -> None:
    first = Window(np.array([4, 7]), 1, 3, 9, 4.0, 2.3)
    other = Window(np.array(areas), start, end, 9, 4.0, 2.3)
    assert first.overlaps(other) is overlaps
    assert other.overlaps(first) is overlaps


def test_of_a_high_and_a_low_rate_that_are_equal_the_high_one_is_taken() -> None:
    # Of 8 events, 4 are expected in either half: 6 ln(6/4) + 2 ln(2/4), whichever is the window.
    windows = Windows(largest_population=1.0, rates="both")
    (found,) = windows_of([[3, 1], [3, 1]], windows, apart=0.0)
    assert (found.start, found.end, found.events) == (0, 1, 6)


def test_ratios_less_than_one_apart_are_in_order_and_count() -> None:
    clusters = look(replications=0).clusters
    assert clusters["centre"].to_list() == ["b", "a"]
    assert clusters["log_likelihood_ratio"].to_list() == pytest.approx([RATIO_OF_B, RATIO_OF_A])


def test_a_window_is_right_where_the_sums_of_its_circle_run_over() -> None:
    """40,001 events in two months of one area: more than an int16 holds, yet no window has them."""
    counts = [[20_000, 20_001, 1, 1], [5, 5, 5, 5]]
    found = windows_of(counts, Windows(largest_time=0.25))[0]
    assert (found.areas.tolist(), found.start, found.end) == ([0], 1, 2)
    assert found.events == 20_001
    low = windows_of([[20_000, 20_000, 20_000, 1], [5] * 4], Windows(rates="low"))[0]
    assert (low.areas.tolist(), low.start, low.end, low.events) == ([1], 0, 2, 10)


@pytest.fixture
def by_chance(monkeypatch):
    """Sets the largest ratios of the replications."""

    def set_maxima(*maxima: float) -> None:
        monkeypatch.setattr(scanning, "null_maxima", lambda *_, **__: np.array(maxima))

    return set_maxima


def test_a_cluster_that_every_replication_outdoes_up_to_the_last_needed_is_left_out(
    by_chance,
) -> None:
    # The first replication reaches a (1 of 1), and none reaches b (1 of 3 by rank).
    by_chance(0.6, 0.3)
    found = look(replications=Sequential(2, 1))
    assert found.clusters["centre"].to_list() == ["b"]
    assert found.clusters["p_value"].to_list() == pytest.approx([1 / 3])
    assert found.cluster_areas["area"].to_list() == ["b"]


def test_a_cluster_weaker_than_every_replication_is_left_out(by_chance) -> None:
    by_chance(0.6, 0.7, 1.2)
    found = look(replications=3)
    assert found.clusters.select("centre", "p_value").rows() == [("b", 0.5)]


def test_a_p_value_of_one_in_twenty_is_not_below_it(by_chance) -> None:
    by_chance(*[0.5] * 19)
    # b and a are both stronger than all nineteen: 1 / 20.
    row = scan_statistics(look(replications=19)).row(0, named=True)
    assert (row["p_value"], row["clusters_below_0_05"]) == (0.05, 0)
    by_chance(*[0.5] * 20)
    assert scan_statistics(look(replications=20))["clusters_below_0_05"].to_list() == [2]


def test_a_summary_without_clusters_has_the_columns_of_one_with_them() -> None:
    with_clusters = scan_statistics(look(replications=9))
    none = scan_statistics(look(counts={"area": [], "period": [], "count": []}))
    assert none.drop("reason").schema == with_clusters.drop("reason").schema
    assert with_clusters.schema["reason"] == none.schema["reason"] == pl.String
    assert none.schema["p99_by_chance"] == none.schema["p_value"] == pl.Float64
    assert none.schema["median_by_chance"] == none.schema["p95_by_chance"] == pl.Float64
    assert none.schema["log_likelihood_ratio"] == pl.Float64


def test_a_summary_counts_the_periods_of_the_study() -> None:
    study = look(Windows(study=(-1, 6)), replications=0)
    assert scan_statistics(study)["periods"].to_list() == [8]


def test_fewer_than_no_exceedances_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^exceedances must be at least 0; got -1$"):
        look(replications=Sequential(9, -1))


def test_clusters_without_a_row_have_the_columns_of_those_with_one() -> None:
    found, none = look(replications=0), look(PURELY_SPATIAL, counts=COUNTS | {"count": [10] * 4})
    assert none.reason == "no window holds more or fewer events than expected, as was asked for"
    assert none.clusters.schema == found.clusters.schema
    assert none.cluster_areas.schema == found.cluster_areas.schema
