"""Knox's pairs with their exact moments: beside every deal of the days, and by hand."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn.statistics.knox_moments import EXACT, knox_moments
from vrn.statistics.near_repeat import NO_INTERVAL, NONE_EXPECTED, near_repeat
from vrn.statistics.pairs import Bands

ONE = Bands(distances=[0, 10], days=[0, 8])
FOUR = Bands(distances=[0, 1.5, 3], days=[0, 2, 4])
BEYOND = Bands(distances=[1, 3], days=[1, 4])
EVENTS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 5)), min_size=2, max_size=5
)


@pytest.mark.parametrize("bands", [FOUR, BEYOND])
@given(events=EVENTS)
def test_mean_and_spread_are_those_of_every_permutation(
    bands: Bands, events: list[tuple[int, int, int]]
) -> None:
    x, y, day = (np.array(each) for each in zip(*events, strict=True))
    found = knox_moments(x, y, day, bands=bands)
    orders = permutations(range(day.size))
    every = np.array([_by_hand(x, y, day[[*order]], bands) for order in orders])
    assert found["expected"].to_list() == pytest.approx(every.mean(axis=0).tolist())
    assert found["sd"].to_list() == pytest.approx(every.std(axis=0).tolist(), abs=1e-7)
    assert found["observed"].to_list() == _by_hand(x, y, day, bands)


def _by_hand(x: np.ndarray, y: np.ndarray, day: np.ndarray, bands: Bands) -> list[int]:
    """Every pair looked at, in the order of the rows: each band of days with all distances."""
    found = []
    for soon, late in zip(bands.days, bands.days[1:], strict=False):
        for near, far in zip(bands.distances, bands.distances[1:], strict=False):
            found.append(
                sum(
                    near <= np.hypot(x[i] - x[j], y[i] - y[j]) < far
                    and soon <= abs(int(day[i]) - int(day[j])) < late
                    for i in range(day.size)
                    for j in range(i)
                )
            )
    return found


def test_a_case_worked_on_paper() -> None:
    # Places A, A, B far away, C far away; days 1, 2, 40, 80. One pair is near in place, one in
    # time, and they are the same. Of the 6 pairs the days' near pair falls on it in 1 of 6 deals:
    # mean 1/6, variance 1/6 x 5/6, z = (5/6) / sqrt(5/36) = sqrt(5).
    found = knox_moments([0, 0, 500, 900], [0, 0, 0, 0], [1, 2, 40, 80], bands=ONE)
    assert found.select("observed", "expected", "sd", "z", "value").row(0) == pytest.approx(
        (1, 1 / 6, 5**0.5 / 6, 5**0.5, 6.0)
    )
    assert found["p"][0] == pytest.approx(0.0126737, abs=1e-7)  # of the normal table at 2.236
    assert found.select("lower", "upper", "method", "reason").row(0) == (
        None, None, EXACT, NO_INTERVAL,
    )  # fmt: skip


def test_where_nothing_is_near_there_is_no_ratio_and_no_p() -> None:
    found = knox_moments([0, 500], [0, 0], [1, 2], bands=ONE)
    assert found.select("observed", "expected", "value", "z", "p", "reason").row(0) == (
        0, 0.0, None, None, None, NONE_EXPECTED,
    )  # fmt: skip


def test_where_every_deal_gives_the_same_there_is_a_ratio_and_no_p() -> None:
    found = knox_moments([0, 0, 0], [0, 0, 0], [1, 1, 1], bands=ONE)
    assert found.select("observed", "value", "sd", "z", "p").row(0) == (3, 1.0, 0.0, None, None)


def test_a_planted_repeat_stands_out() -> None:
    rng = np.random.default_rng(3)
    x, y = rng.integers(0, 4_000, (2, 300))
    day = rng.integers(0, 90, 300)
    twice = [np.concatenate([each, each[:60]]) for each in (x, y, day)]
    found = knox_moments(*twice, bands=ONE)
    drawn = near_repeat(*twice, bands=ONE, permutations=199, rng=rng)
    assert found["observed"][0] == drawn["observed"][0] >= 60
    assert found["sd"][0] == pytest.approx(drawn["permuted_sd"][0], rel=0.2)
    assert found["p"][0] < 1e-6


def test_events_on_one_spot_and_day_are_counted_without_a_pair_being_held() -> None:
    many = 200_000  # 2 x 10^10 pairs: far beyond what could be listed
    found = knox_moments([0.0] * many, [0.0] * many, [5] * many, bands=ONE)
    assert found["observed"][0] == many * (many - 1) // 2
    assert found["sd"][0] == 0.0


def test_more_days_than_are_taken_at_once_are_all_counted() -> None:
    days = np.arange(40)
    found = knox_moments(np.zeros(40), np.zeros(40), days, bands=ONE)
    assert found["observed"][0] == sum(40 - apart for apart in range(1, 8))


def test_the_order_of_events_changes_nothing() -> None:
    rng = np.random.default_rng(8)
    x, y, day = rng.integers(0, 30, (3, 50))
    order = rng.permutation(50)
    there = knox_moments(x, y, day, bands=FOUR)
    assert there.equals(knox_moments(x[order], y[order], day[order], bands=FOUR))


def test_rows_stand_for_each_confidence() -> None:
    found = knox_moments([0, 0], [0, 0], [1, 2], bands=FOUR, confidence=[0.95, 0.998])
    assert found["confidence"].to_list() == [0.95] * 4 + [0.998] * 4
    assert found.columns[:4] == ["distance_from", "distance_to", "days_from", "days_to"]
    assert found.schema["observed"] == pl.Int64


def test_a_missing_place_is_refused() -> None:
    with pytest.raises(ValueError, match="every event needs a finite x"):
        knox_moments([0, None], [0, 0], [1, 2], bands=ONE)


def test_two_pairs_that_share_no_event_are_dealt_together_or_not_at_all() -> None:
    # Of the three ways to deal two near pairs of days to two near pairs of places one gives both:
    # mean 2/3, variance 4/3 - 4/9.
    found = knox_moments([0, 0, 500, 500], [0] * 4, [1, 2, 40, 41], bands=ONE)
    assert found.select("observed", "expected", "sd").row(0) == pytest.approx(
        (2, 2 / 3, (8 / 9) ** 0.5)
    )


def test_a_pair_a_hair_nearer_than_the_end_of_a_band_is_in_it() -> None:
    found = knox_moments([0, 10 - 5e-9], [0, 0], [1, 2], bands=ONE)
    assert found["observed"][0] == 1
