"""Kulldorff's scan: cases worked by hand, what it is given, and what it gives where it cannot."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrn.statistics.scan import (
    PROSPECTIVE,
    PURELY_SPATIAL,
    SPACE_TIME,
    Scan,
    Windows,
    kulldorff_scan,
    log_likelihood_ratio,
    scan_statistics,
)

# Three areas of ten people on a line; 24 events, so that 8 are expected in each.
LINE = {"area": ["a", "b", "c"], "x": [0, 1, 5], "y": [0, 0, 0], "population": [10, 10, 10]}


def look(areas, counts, windows: Windows = PURELY_SPATIAL, *, seed: int = 1, **asked) -> Scan:
    return kulldorff_scan(areas, counts, windows, rng=np.random.default_rng(seed), **asked)


def events(**by_area: int | list[int]) -> dict[str, list]:
    """Counts by area, one number or one a period from 1 on."""
    rows = [
        (area, period, count)
        for area, counts in by_area.items()
        for period, count in enumerate([counts] if isinstance(counts, int) else counts, start=1)
    ]
    return dict(zip(("area", "period", "count"), map(list, zip(*rows, strict=True)), strict=True))


def test_a_cluster_in_place_by_hand() -> None:
    found = look(LINE, events(a=14, b=5, c=5), replications=0)
    cluster = found.clusters.row(0, named=True)
    # 14 ln(14/8) + 10 ln(10/16) = 7.83462 - 4.70004; no circle of two areas is at most half.
    assert cluster["log_likelihood_ratio"] == pytest.approx(3.134585, abs=1e-6)
    assert cluster["centre"] == "a"
    assert (cluster["centre_x"], cluster["centre_y"], cluster["radius"]) == (0, 0, 0)
    assert (cluster["area_count"], cluster["population"]) == (1, 10)
    assert (cluster["count"], cluster["expected"]) == (14, 8)
    assert cluster["observed_to_expected"] == 1.75
    assert cluster["relative_risk"] == pytest.approx(2.8)  # (14 / 8) / (10 / 16)
    assert (cluster["p_value"], cluster["reason"]) == (None, "no replication was done")
    assert cluster["method"] == "Kulldorff's scan, purely spatial, Poisson, high rates"
    assert found.clusters.height == 1
    assert (found.areas, found.population, found.events, found.reason) == (3, 30, 24, None)


def test_a_circle_grows_to_half_of_the_population_and_no_further() -> None:
    areas = {
        "area": ["a", "b", "c", "d"],
        "x": [0, 3, 3, 100],
        "y": [0, 0, 4, 0],
        "population": [1, 1, 1, 3],
    }
    found = look(areas, events(a=5, b=5, c=5, d=3), replications=0)
    cluster = found.clusters.row(0, named=True)
    # All three have 15 of 18 where half, 9, is expected: 15 ln(15/9) + 3 ln(3/9) = 4.36655. Of the
    # equal circles around a (radius 5), b (radius 4) and c (radius 5) the first centre is taken.
    assert cluster["log_likelihood_ratio"] == pytest.approx(4.366547, abs=1e-6)
    assert (cluster["centre"], cluster["radius"], cluster["area_count"]) == ("a", 5, 3)
    assert found.cluster_areas.rows() == [
        (1, "a", 0, 1, 5, 3, pytest.approx(5 / 3)),
        (1, "b", 3, 1, 5, 3, pytest.approx(5 / 3)),
        (1, "c", 5, 1, 5, 3, pytest.approx(5 / 3)),
    ]
    smaller = look(
        areas,
        events(a=5, b=5, c=5, d=3),
        replace(PURELY_SPATIAL, largest_population=0.49),
        replications=0,
    )
    # c alone is no further cluster: the best circle around c reaches b, which is taken.
    assert smaller.clusters["area_count"].to_list() == [2]


def test_a_cluster_in_place_and_time_by_hand() -> None:
    areas = {"area": ["a", "b"], "x": [0, 1], "y": [0, 0], "population": [10, 30]}
    counts = events(a=[1, 5], b=[7, 7])
    for windows in (SPACE_TIME, PROSPECTIVE):
        found = look(areas, counts, windows, replications=0)
        cluster = found.clusters.row(0, named=True)
        # A quarter of the people for half of the time: 20 / 8 = 2.5 expected.
        # 5 ln(5/2.5) + 15 ln(15/17.5) = 3.46574 - 2.31226
        assert cluster["log_likelihood_ratio"] == pytest.approx(1.153476, abs=1e-6)
        assert (cluster["first_period"], cluster["last_period"]) == (2, 2)
        assert (cluster["count"], cluster["expected"]) == (5, 2.5)
        assert found.cluster_areas.row(0) == (1, "a", 0, 10, 5, 2.5, 2)


def test_an_alive_cluster_ends_in_the_last_period() -> None:
    counts = events(a=[1, 9, 1, 1, 1, 2], b=[1] * 6, c=[1] * 6)
    past = look(LINE, counts, SPACE_TIME, replications=0).clusters.row(0, named=True)
    assert (past["first_period"], past["last_period"], past["count"]) == (2, 2, 9)
    alive = look(LINE, counts, PROSPECTIVE, replications=0).clusters
    assert set(alive["last_period"]) == {6}
    assert alive["count"].max() == 2


def test_the_study_sets_the_first_and_the_last_period() -> None:
    counts = events(a=[1, 5], b=[2, 2], c=[2, 2])
    found = look(LINE, counts, replace(SPACE_TIME, study=(-1, 6)), replications=0)
    cluster = found.clusters.row(0, named=True)
    assert found.study == (-1, 6)
    assert (cluster["first_period"], cluster["last_period"]) == (2, 2)
    assert cluster["expected"] == pytest.approx(14 / 3 / 8)
    whole = look(LINE, counts, replace(PURELY_SPATIAL, study=(-1, 6)), replications=0).clusters
    assert whole.select("first_period", "last_period").row(0) == (-1, 6)


def test_low_rates_are_found_where_asked_for() -> None:
    counts = events(a=0, b=12, c=12)
    low = look(LINE, counts, replace(PURELY_SPATIAL, rates="low"), replications=0).clusters
    # 0 + 24 ln(24/16)
    assert low["log_likelihood_ratio"].to_list() == [pytest.approx(24 * math.log(1.5))]
    assert low.select("centre", "count", "relative_risk").row(0) == ("a", 0, 0)
    high = look(LINE, counts, replications=0).clusters
    assert high["centre"].to_list() == ["b", "c"]
    both = look(LINE, counts, replace(PURELY_SPATIAL, rates="both"), replications=0).clusters
    assert both["centre"].to_list() == ["a", "b", "c"]
    assert both["method"][0] == "Kulldorff's scan, purely spatial, Poisson, high and low rates"


def test_one_event_is_no_cluster_unless_asked_for() -> None:
    counts = events(a=1, b=0, c=0)
    assert look(LINE, counts, replications=0).reason == (
        "no window holds more or fewer events than expected, as was asked for"
    )
    found = look(LINE, counts, replace(PURELY_SPATIAL, least_count=1), replications=0)
    assert found.clusters["log_likelihood_ratio"].to_list() == [pytest.approx(math.log(3))]
    # All events are inside: nothing is left to compare the rate with.
    assert found.clusters["relative_risk"].to_list() == [None]


def test_further_clusters_share_no_area_at_the_same_time() -> None:
    areas = {
        "area": ["a", "b", "c", "d"],
        "x": [0, 1, 50, 51],
        "y": [0, 0, 0, 0],
        "population": [10, 10, 20, 40],
    }
    counts = events(a=[9, 1, 1, 1], b=[1, 1, 1, 8], c=[1, 1, 1, 1], d=[2, 2, 2, 2])
    found = look(areas, counts, SPACE_TIME, replications=0).clusters
    assert found.select("centre", "first_period", "last_period").rows()[:2] == [
        ("a", 1, 1),
        ("b", 4, 4),
    ]
    assert found["log_likelihood_ratio"].is_sorted(descending=True)


def test_areas_at_one_point_come_together() -> None:
    areas = {
        "area": ["a", "b", "c", "d"],
        "x": [0, 0, 9, 20],
        "y": [0, 0, 0, 0],
        "population": [10, 10, 30, 50],
    }
    areas["y"][:2] = [7, 7]
    found = look(areas, events(a=12, b=1, c=3, d=5), replications=0).clusters
    assert found.select("centre_x", "centre_y").row(0) == (0, 7)
    # a alone would be stronger, but no circle holds it without b.
    assert found.select("centre", "area_count", "radius").row(0) == ("a", 2, 0)


def test_p_values_are_ranks_and_the_faintest_clusters_are_left_out() -> None:
    found = look(LINE, events(a=60, b=20, c=22), replications=99)
    assert found.clusters["p_value"].to_list() == [0.01]
    assert found.clusters["reason"].to_list() == [None]
    assert found.null_maxima.shape == (99,)
    assert found.null_maxima.max() < found.clusters["log_likelihood_ratio"][0]
    chance = look(LINE, events(a=801, b=800, c=799), replications=99)
    assert chance.clusters.height == chance.cluster_areas.height == 0
    assert chance.reason == "every window is weaker than the strongest of every replication"


def test_replications_are_999_unless_asked_otherwise() -> None:
    found = look(LINE, events(a=60, b=20, c=22))
    assert found.replications_done == found.replications_asked == 999
    assert found.clusters["p_value"].to_list() == [0.001]


def test_a_summary_names_no_place() -> None:
    found = look(LINE, events(a=60, b=20, c=22), replications=99)
    row = scan_statistics(found).row(0, named=True)
    assert (row["areas"], row["periods"], row["population"], row["events"]) == (3, 1, 30, 102)
    assert (row["clusters_below_0_05"], row["p_value"]) == (1, 0.01)
    assert row["log_likelihood_ratio"] == found.clusters["log_likelihood_ratio"][0]
    quantiles = [row[name] for name in ("median_by_chance", "p95_by_chance", "p99_by_chance")]
    assert quantiles == np.quantile(found.null_maxima, [0.5, 0.95, 0.99]).tolist()
    assert (row["replications_done"], row["replications_asked"]) == (99, 99)
    assert row["reason"] is None
    assert row["method"] == found.clusters["method"][0]


def test_a_summary_of_nothing_says_why() -> None:
    row = scan_statistics(look(LINE, events(a=0))).row(0, named=True)
    assert row["log_likelihood_ratio"] is row["p_value"] is row["median_by_chance"] is None
    assert row["reason"] == "there are no events in the areas that can be used"


@pytest.mark.parametrize(
    ("areas", "counts", "windows", "reason"),
    [
        (LINE, {"area": ["a"], "period": [1], "count": [None]}, PURELY_SPATIAL, "1 counts are"),
        (LINE, {"area": [], "period": [], "count": []}, PURELY_SPATIAL, "there are no events"),
        (LINE, events(a=0, b=0), PURELY_SPATIAL, "there are no events"),
        (LINE, events(a=4, b=3), SPACE_TIME, "the study has too few periods"),
        (
            {"area": ["a"], "x": [0], "y": [0], "population": [10]},
            events(a=4),
            PURELY_SPATIAL,
            "every area holds more",
        ),
        (
            {"area": ["a"], "x": [0], "y": [0], "population": [0]},
            events(a=4),
            PURELY_SPATIAL,
            "no area has both",
        ),
    ],
)
def test_where_nothing_can_be_scanned_the_reason_is_said(areas, counts, windows, reason) -> None:
    found = look(areas, counts, windows)
    assert found.reason is not None
    assert found.reason.startswith(reason)
    assert found.clusters.height == found.cluster_areas.height == found.null_maxima.size == 0
    assert "log_likelihood_ratio" in found.clusters.columns
    assert "observed_to_expected" in found.cluster_areas.columns


def test_areas_without_people_or_a_point_are_left_out_with_their_events() -> None:
    areas = pl.DataFrame(
        {
            "area": ["a", "b", "c", "h", "f", "g"],
            "x": [0.0, 1, 5, 0, None, 2],
            "y": [0.0, 0, 0, 0, 0, float("nan")],
            "population": [10, 10, 10, 0, 10, None],
        }
    )
    found = look(areas, events(a=14, b=5, c=5, h=7, f=[2, 1]), replications=0)
    assert found.left_out.rows() == [
        ("f", "the area has no point", 3),
        ("g", "the area has no population", 0),
        ("h", "the area has no population", 7),
    ]
    assert found.events == 24
    assert found.clusters["log_likelihood_ratio"][0] == pytest.approx(3.134585, abs=1e-6)


@pytest.mark.parametrize(
    ("areas", "counts", "said"),
    [
        (LINE, events(a=3, z=2, q=1), "given for z, which is not .*2 such areas, 2 rows"),
        (LINE, events(a=-1), "count must be a whole number"),
        (LINE, events(a=[1.5]), "count must be a whole number"),
        (LINE, {"area": ["a"], "period": [1.5], "count": [1]}, "period must be a whole"),
        (LINE, {"area": ["a"], "period": [math.inf], "count": [1]}, "period must be a whole"),
        (LINE, {"area": ["a"], "period": [None], "count": [1]}, "period must be a whole"),
        (LINE, {"area": [None], "period": [1], "count": [1]}, "1 rows of the counts name no"),
        (LINE, {"area": [7], "period": [1], "count": [1]}, "named by String .* by Int64"),
        (LINE, {"area": ["a"], "period": [1]}, "counts need .* absent: count"),
        (LINE, {"area": ["a"], "period": [1, 2], "count": [1, 1]}, "one length: area has 1"),
        ({"area": ["a"], "x": [0]}, events(a=1), "areas need .* absent: y, population"),
        ({**LINE, "area": ["a", "a", "b"]}, events(a=1), "a stands more often .1 areas do"),
        ({**LINE, "population": [10, -2, 3]}, events(a=1), "at least 0; got -2"),
        ({**LINE, "population": [10, math.inf, 3]}, events(a=1), "population must be finite"),
        ({**LINE, "x": [0, -math.inf, math.inf]}, events(a=1), "x must be finite; 2 values"),
    ],
)
def test_bad_input_is_refused(areas, counts, said) -> None:
    with pytest.raises(ValueError, match=said):
        look(areas, counts)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"analysis": "elliptic"}, "analysis is one of purely spatial, space-time, prospective"),
        ({"rates": "odd"}, "rates is one of high, low, both; got odd"),
        ({"largest_population": 0}, "largest_population is a share .* got 0"),
        ({"largest_time": 1.1}, "largest_time is a share .* got 1.1"),
        ({"least_count": 0}, "least_count must be at least 1; got 0"),
        ({"study": (3, 2)}, "ends in period 2, before 3"),
    ],
)
def test_windows_are_checked_at_birth(asked, said) -> None:
    with pytest.raises(ValueError, match=said):
        Windows(**asked)


def test_shares_of_one_and_studies_of_one_period_are_allowed() -> None:
    assert Windows(largest_population=1, largest_time=1, study=(2, 2)).lengths(3) == (1, 2, 3)
    assert Windows(largest_time=0.29).lengths(100)[-1] == 29


@pytest.mark.parametrize("study", [(2, 3), (0, 1)])
def test_counts_outside_the_study_are_refused(study: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="for periods 1 to 2, and the study is"):
        look(LINE, events(a=[1, 1]), replace(SPACE_TIME, study=study))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"replications": -1}, "replications must be at least 0; got -1"),
        ({"workers": 0}, "workers must be at least 1; got 0"),
    ],
)
def test_numbers_of_replications_and_workers_are_checked(asked, said) -> None:
    with pytest.raises(ValueError, match=said):
        look(LINE, events(a=3), **asked)


def test_the_ratio_is_nothing_at_the_expected_and_grows_away_from_it() -> None:
    ratios = log_likelihood_ratio(np.arange(25), 8.0, total=24)
    assert ratios[8] == pytest.approx(0)
    assert (np.diff(ratios[8:]) > 0).all()
    assert (np.diff(ratios[:9]) < 0).all()
    assert ratios[24] == pytest.approx(24 * math.log(3))


counted = st.lists(st.integers(0, 6), min_size=12, max_size=12)


@settings(max_examples=25, deadline=None)
@given(counted, st.permutations(range(4)), st.sampled_from([PURELY_SPATIAL, SPACE_TIME]))
def test_order_units_and_scale_of_the_population_change_nothing(counts, order, windows) -> None:
    names = np.array(["a", "b", "c", "d"])
    areas = pl.DataFrame(
        {"area": names, "x": [0, 1, 3, 7], "y": [0, 2, 2, 1], "population": [10, 20, 10, 15]}
    )
    rows = pl.DataFrame({"area": np.repeat(names, 3), "period": [1, 2, 3] * 4, "count": counts})
    found = look(areas, rows, windows, replications=5)
    other = look(
        areas[list(order)].with_columns(pl.col("population") * 7, pl.col("x", "y") * 2),
        rows.reverse(),
        windows,
        replications=5,
    )
    same = ["centre", "first_period", "last_period", "count"]
    assert other.clusters.select(same).equals(found.clusters.select(same))
    np.testing.assert_allclose(other.null_maxima, found.null_maxima, atol=1e-9)
    np.testing.assert_allclose(other.clusters["radius"], found.clusters["radius"] * 2)
