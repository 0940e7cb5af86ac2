"""Near repeat by hand: two orders drawn, the defaults, and days beyond what short numbers hold."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from vrn.statistics.counts import exact_limits
from vrn.statistics.near_repeat import knox, near_repeat
from vrn.statistics.pairs import Bands, count_pairs, pairs_in_bands, read_events

X, Y, DAY = [0, 3, 0, 90], [0, 4, 0, 90], [1, 2, 40, 41]


def test_the_spread_of_two_orders_is_their_difference_over_the_root_of_two() -> None:
    # Three places in a row: an order has the one pair near in place and time, or has none.
    for seed in range(20):
        found = near_repeat(
            [0, 1, 2],
            [0, 0, 0],
            [0, 1, 9],
            bands=Bands([0, 1.5], [0, 8]),
            permutations=2,
            rng=np.random.default_rng(seed),
        ).row(0, named=True)
        unlike = found["permuted_mean"] == 0.5
        assert found["permuted_sd"] == pytest.approx(math.sqrt(0.5) if unlike else 0)
        if unlike:
            return
    raise AssertionError("of twenty draws of two orders, none has one of each")


def test_999_orders_are_drawn_unless_asked_otherwise() -> None:
    # Two orders in three have the pair, so that p is about two thirds: of a thousand, whole ones.
    found = near_repeat(
        [0, 1, 2],
        [0, 0, 0],
        [0, 1, 9],
        bands=Bands([0, 1.5], [0, 8]),
        rng=np.random.default_rng(1),
    )
    p = found["p"][0] * 1_000
    assert 600 < p < 730
    assert p == pytest.approx(round(p), abs=1e-9)


def test_knox_says_its_bounds_and_its_limits_at_each_confidence() -> None:
    found = knox(X, Y, DAY, distance=5, days=7, confidence=[0.5, 0.9])
    assert found.columns[:5] == ["distance", "days", "observed", "expected", "p"]
    assert found.select("distance", "days").rows() == [(5.0, 7)] * 2
    one = [exact_limits([1], confidence=each) for each in (0.5, 0.9)]
    assert found["lower"].to_list() == pytest.approx([float(each.lower[0]) for each in one])
    assert found["upper"].to_list() == pytest.approx([float(each.upper[0]) for each in one])


def test_days_are_counted_from_the_first_and_may_be_whole_numbers_of_either_kind() -> None:
    assert read_events([5, 0], [1, 2], [20_011, 20_010.0]).days.tolist() == [0, 1]
    assert read_events([5, 0], [1, 2], [40_000, 1]).days.tolist() == [0, 39_999]
    with pytest.raises(ValueError, match="every event needs a finite day; got nan at position 1"):
        read_events([5, 0, 1], [1, 2, 3], [1, None, 2.5])
    with pytest.raises(ValueError, match="whole number of days"):
        read_events([5, 0], [1, 2], [0, 2**31 - 1])


def test_pairs_are_whole_numbers() -> None:
    events = read_events(X, Y, DAY)
    pairs = pairs_in_bands(events.places, np.array([0.0, 10.0]))
    counted = count_pairs(pairs, events.days, np.array([0.0, 8.0]))
    assert (counted.dtype, counted.tolist()) == (np.int64, [[1]])
    found = near_repeat(X, Y, DAY, bands=Bands([0, 10], [0, 8]), rng=np.random.default_rng(1))
    assert found["observed"].dtype == pl.Int64
