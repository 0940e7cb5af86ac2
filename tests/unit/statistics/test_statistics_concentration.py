"""The share of a total in few places, and the same by chance alone."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn.statistics import count_in_top, places_in_top, share_in_top_by_chance


@pytest.mark.parametrize(
    ("places", "share", "expected"),
    [(634, 0.01, 6), (634, 0.05, 32), (634, 0.1, 63), (50, 0.01, 1), (49, 0.01, 0), (0, 0.1, 0)],
)
def test_the_top_is_rounded_with_halves_up(places: int, share: float, expected: int) -> None:
    assert places_in_top(places, share) == expected


@given(st.lists(st.integers(0, 50), min_size=10, max_size=40), st.randoms())
def test_the_order_of_the_places_does_not_matter(counts: list[int], random) -> None:
    before = count_in_top(counts, 0.1)
    random.shuffle(counts)
    assert count_in_top(counts, 0.1) == before


def test_tied_places_give_one_answer() -> None:
    assert count_in_top([4, 4, 4, 4, 0, 0, 0, 0, 0, 0], 0.2).events == 8


def test_one_event_by_chance_lies_in_the_top_for_certain() -> None:
    found = share_in_top_by_chance(1, np.ones(100), top=1, draws=50, rng=np.random.default_rng(3))
    assert (found.value, found.lower, found.upper) == (1, 1, 1)


def test_many_events_by_chance_approach_the_share_of_places() -> None:
    rng = np.random.default_rng(3)
    found = share_in_top_by_chance(2_000_000, np.ones(100), top=5, draws=50, rng=rng)
    assert float(found.value) == pytest.approx(0.05, abs=0.002)
    assert found.lower <= found.value <= found.upper


def test_two_events_on_two_places_by_chance_can_be_worked_out() -> None:
    # Both in one place (share 1) half of the time, one in each (share 1/2) the other half.
    rng = np.random.default_rng(3)
    found = share_in_top_by_chance(2, [1, 1], top=1, draws=20_000, rng=rng)
    assert float(found.value) == pytest.approx(0.75, abs=0.01)


def test_a_place_without_weight_gets_nothing() -> None:
    rng = np.random.default_rng(3)
    found = share_in_top_by_chance(40, [5, 0, 0, 0], top=1, draws=20, rng=rng)
    assert (found.value, found.lower, found.upper) == (1, 1, 1)


def test_equal_generators_give_equal_answers() -> None:
    one, two = (
        share_in_top_by_chance(90, np.arange(30), top=3, draws=99, rng=np.random.default_rng(8))
        for _ in range(2)
    )
    assert one == two


def test_what_cannot_be_concentrated_is_refused() -> None:
    with pytest.raises(ValueError, match="never NaN"):
        count_in_top([1, math.nan], 0.5)
    with pytest.raises(ValueError, match="rounds to none"):
        count_in_top([1, 2], 0.1)
    with pytest.raises(ValueError, match="share in"):
        places_in_top(10, 5)
    with pytest.raises(ValueError, match="at least one event"):
        share_in_top_by_chance(0, np.ones(5), top=1, draws=9, rng=np.random.default_rng(1))
    with pytest.raises(ValueError, match="weight of at least 0"):
        share_in_top_by_chance(4, [1, -1], top=1, draws=9, rng=np.random.default_rng(1))
