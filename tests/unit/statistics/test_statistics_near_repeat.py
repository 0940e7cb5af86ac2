"""Near repeat: pairs by bands, and the same when the days are dealt again."""

from __future__ import annotations

import math
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrn.statistics.near_repeat import (
    NO_INTERVAL,
    NONE_EXPECTED,
    knox,
    near_repeat,
)
from vrn.statistics.pairs import (
    Bands,
    count_pairs,
    expected_pairs,
    pairs_in_bands,
    pairs_in_time,
    read_events,
)

# Five events on a line. Distances: 0-1: 3, 0-2: 10, 1-2: 7, 3-4: 4, all others 90 and more.
X, Y, DAY = [0, 3, 10, 100, 104], [0] * 5, [0, 2, 20, 7, 15]
BANDS = Bands(distances=[0, 4, 10], days=[0, 8, 19])


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_pairs_are_counted_by_bands_that_leave_out_their_end() -> None:
    found = near_repeat(X, Y, DAY, bands=BANDS, permutations=9, rng=rng())
    # Near in place: 0-1 (3, days 2) in the first band; 1-2 (7, days 18) and 3-4 (4, days 8) in the
    # second; 0-2 is 10 apart and in neither.
    rows = found.select("distance_from", "distance_to", "days_from", "days_to", "observed").rows()
    assert rows == [(0, 4, 0, 8, 1), (4, 10, 0, 8, 0), (0, 4, 8, 19, 0), (4, 10, 8, 19, 2)]


def test_what_is_expected_is_worked_by_hand() -> None:
    found = near_repeat(X, Y, DAY, bands=BANDS, permutations=9, rng=rng())
    # Differences of days: 2 20 7 15 18 5 13 13 5 8. Below 8: four. From 8, below 19: five.
    # Of 10 pairs, 1 and 2 are near in place: expected 1 x 4/10, 2 x 4/10, 1 x 5/10, 2 x 5/10.
    assert found["expected"].to_list() == pytest.approx([0.4, 0.8, 0.5, 1.0])
    assert found["value"].to_list() == pytest.approx([2.5, 0, 0, 2])
    assert found["reason"].to_list() == [NO_INTERVAL] * 4
    assert found.select(pl.col("lower", "upper").is_null().all()).row(0) == (True, True)


def test_all_orders_of_the_days_have_the_expected_mean() -> None:
    # Three places in a row, days 0, 1 and 9: the pair near in time lies on each of the three pairs
    # of places alike, of which two (0-1, 1-2) are near in place: so 2 of 3.
    found = near_repeat(
        [0, 1, 2],
        [0, 0, 0],
        [0, 1, 9],
        bands=Bands([0, 1.5], [0, 8]),
        permutations=4000,
        rng=rng(),
    ).row(0, named=True)
    assert found["expected"] == pytest.approx(2 / 3)
    assert found["permuted_mean"] == pytest.approx(2 / 3, abs=0.03)
    assert found["permuted_sd"] == pytest.approx(math.sqrt(2) / 3, abs=0.02)
    assert found["permuted_median"] == 1
    assert found["ratio_to_median"] == 1
    assert (found["chance_lower"], found["chance_upper"]) == (0, 1)
    assert found["p"] == pytest.approx(2 / 3, abs=0.03)


def test_p_counts_the_observed_order_among_the_orders() -> None:
    # No order of the days has more than the one pair: p is (orders with one + 1) / (orders + 1).
    found = near_repeat(
        [0, 1, 50, 99],
        [0] * 4,
        [0, 1, 50, 99],
        bands=Bands([0, 2], [0, 2]),
        permutations=19,
        rng=rng(),
    ).row(0, named=True)
    drawn = round(found["permuted_mean"] * 19)
    assert found["observed"] == 1
    assert found["p"] == (drawn + 1) / 20


def test_one_permutation_has_no_spread() -> None:
    found = near_repeat(X, Y, DAY, bands=BANDS, permutations=1, rng=rng())
    assert found["permuted_sd"].null_count() == 4


def test_bands_in_which_nothing_is_expected_have_a_reason() -> None:
    found = near_repeat(X, Y, DAY, bands=Bands([0, 1, 4], [0, 8]), permutations=5, rng=rng())
    assert found["value"].to_list() == [None, pytest.approx(2.5)]
    assert found["reason"].to_list() == [NONE_EXPECTED, NO_INTERVAL]
    assert found["ratio_to_median"][0] is None
    assert found["p"][0] == 1


def test_confidences_stack_and_widen() -> None:
    found = near_repeat(
        *rng(5).uniform(0, 10, (2, 60)),
        rng(6).integers(0, 50, 60),
        bands=Bands([0, 3], [0, 8]),
        permutations=99,
        rng=rng(),
        confidence=[0.5, 0.99],
    )
    narrow, wide = found.rows(named=True)
    assert (narrow["confidence"], wide["confidence"]) == (0.5, 0.99)
    assert wide["chance_lower"] < narrow["chance_lower"] < narrow["chance_upper"]
    assert narrow["chance_upper"] < wide["chance_upper"]
    assert narrow["p"] == wide["p"]


def test_dates_are_days_and_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    dates = [date(2025, 1, 1) + timedelta(days=each) for each in DAY]
    one = near_repeat(
        X,
        Y,
        dates,
        bands=BANDS,
        permutations=3,
        rng=rng(),
        progress=lambda done, every: told.append((done, every)),
    )
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert one.equals(near_repeat(X, Y, DAY, bands=BANDS, permutations=3, rng=rng()))
    assert one.equals(near_repeat(X, Y, pl.Series(dates), bands=BANDS, permutations=3, rng=rng()))


def test_clusters_in_place_and_time_are_found_and_scattered_days_are_not() -> None:
    generator = rng(3)
    x, y = np.repeat(generator.uniform(0, 9000, (2, 80)), 2, axis=1)
    first = generator.integers(0, 365, 80)
    together = np.column_stack([first, first + generator.integers(0, 5, 80)]).ravel()
    apart = generator.integers(0, 365, 160)
    bands = Bands([0, 1], [0, 8])
    near = near_repeat(x, y, together, bands=bands, permutations=99, rng=rng()).row(0, named=True)
    far = near_repeat(x, y, apart, bands=bands, permutations=99, rng=rng()).row(0, named=True)
    assert near["observed"] == 80
    assert near["p"] == 0.01
    assert near["value"] > 10
    assert far["p"] > 0.05


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 40)),
        min_size=2,
        max_size=14,
    ),
    st.randoms(),
)
def test_pairs_are_those_of_a_plain_loop_in_any_order(events: list, random) -> None:
    x, y, day = zip(*events, strict=True)
    bands = Bands([0, 1, 3, 5], [0, 3, 10])
    found = near_repeat(x, y, day, bands=bands, permutations=5, rng=rng())
    plain = {}
    for (a, b, s), (c, d, t) in combinations(events, 2):
        apart, late = math.hypot(a - c, b - d), abs(s - t)
        key = (sum(apart >= e for e in (0, 1, 3, 5)), sum(late >= e for e in (0, 3, 10)))
        plain[key] = plain.get(key, 0) + 1
    assert found["observed"].to_list() == [
        plain.get((far, late), 0) for late in (1, 2) for far in (1, 2, 3)
    ]
    shuffled = events.copy()
    random.shuffle(shuffled)
    again = near_repeat(*zip(*shuffled, strict=True), bands=bands, permutations=5, rng=rng())
    assert again.equals(found)


@given(st.lists(st.integers(0, 60), min_size=2, max_size=25), st.integers(1, 30))
def test_pairs_in_time_are_those_of_a_plain_loop(days: list[int], edge: int) -> None:
    found = pairs_in_time(np.array(days, dtype=np.int16), np.array([0.0, edge, edge + 7.5]))
    late = [abs(one - other) for one, other in combinations(days, 2)]
    assert found.tolist() == [
        sum(each < edge for each in late),
        sum(edge <= each < edge + 7.5 for each in late),
    ]


def test_long_spans_of_days_and_far_edges_are_counted() -> None:
    long = read_events([0, 0], [0, 0], [0, 40_000])
    short = read_events([0, 0], [0, 0], [0, 400])
    assert (long.days.dtype, short.days.dtype) == (np.int32, np.int16)
    edges = np.array([0.0, 8.0, 1e6])
    edge = read_events([0, 0], [0, 0], [0, 2**15 - 1])
    for events in (long, short, edge):
        pairs = pairs_in_bands(events.places, np.array([0.0, 1.0]))
        assert count_pairs(pairs, events.days, edges).tolist() == [[0], [1]]
        assert expected_pairs(pairs, events.days, edges).tolist() == [[0.0], [1.0]]


def test_a_single_test_holds_its_bounds() -> None:
    # Within 4 (with 4): 0-1 and 3-4; within 7 days (with 7): 2 7 5 5; both: 0-1.
    found = knox(X, Y, DAY, distance=4, days=7).row(0, named=True)
    assert found["observed"] == 1
    assert found["expected"] == pytest.approx(2 * 4 / 10)
    # P(at least 1), mean 0.8; P(more than 1).
    assert found["p"] == pytest.approx(1 - math.exp(-0.8))
    more = knox(X, Y, DAY, distance=4, days=7, tail="more")["p"][0]
    assert more == pytest.approx(1 - 1.8 * math.exp(-0.8))
    assert found["value"] == pytest.approx(1.25)
    # Garwood's limits of one event: 0.0253 and 5.5716.
    assert found["lower"] == pytest.approx(0.025318 / 0.8, rel=1e-4)
    assert found["upper"] == pytest.approx(5.571643 / 0.8, rel=1e-6)
    assert found["reason"] is None


def test_the_bounds_of_a_single_test_are_within() -> None:
    assert knox([0, 5], [0, 0], [300, 307], distance=5, days=7)["observed"][0] == 1
    assert knox([0, 5], [0, 0], [300, 307], distance=5, days=7)["expected"][0] == 1
    assert knox([0, 5], [0, 0], [300, 308], distance=5, days=7)["observed"][0] == 0
    assert knox([0, 5], [0, 0], [300, 300], distance=4.99, days=0)["observed"][0] == 0
    assert knox([0, 0], [0, 0], [300, 300], distance=0, days=0)["observed"][0] == 1


def test_a_single_test_without_pairs_has_a_reason() -> None:
    found = knox([0, 9], [0, 0], [1, 2], distance=1, days=1, confidence=[0.9, 0.95])
    assert found["value"].to_list() == [None, None]
    assert found["reason"].to_list() == [NONE_EXPECTED] * 2
    assert found["p"].to_list() == [1, 1]


@pytest.mark.parametrize(
    ("x", "day", "message"),
    [
        ([0, math.nan], [1, 2], "every event needs a finite x; got nan at position 1"),
        ([0, math.inf], [1, 2], "finite x"),
        ([0, 1], [1, None], "finite day"),
        ([0, 1], [1, 2.5], "whole number of days"),
        ([0, 1], [1, 2.0**40], "whole number of days"),
        ([0], [1], "at least 2 events; got 1"),
        ([0, 1], [1, 2, 3], "one length"),
    ],
)
def test_events_that_cannot_be_used_are_refused(x: list, day: list, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        knox(x, [0] * len(x), day, distance=1, days=1)


@pytest.mark.parametrize("edges", [[0], [0, 0], [3, 1], [-1, 2], [0, math.inf], [[0, 1], [2, 3]]])
def test_bands_that_are_none_are_refused(edges: list) -> None:
    with pytest.raises(ValueError, match="distances are edges"):
        Bands(edges, [0, 8])
    with pytest.raises(ValueError, match="days are edges"):
        Bands([0, 8], edges)


def test_other_wrong_questions_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 1 permutation; got 0"):
        near_repeat(X, Y, DAY, bands=BANDS, permutations=0, rng=rng())
    with pytest.raises(ValueError, match="at least 0; got -1"):
        knox(X, Y, DAY, distance=-1, days=1)
    with pytest.raises(ValueError, match="and -2"):
        knox(X, Y, DAY, distance=1, days=-2)
    with pytest.raises(ValueError, match="confidence"):
        near_repeat(X, Y, DAY, bands=BANDS, permutations=9, rng=rng(), confidence=95)
