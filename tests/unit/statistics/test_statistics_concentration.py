"""The share of a total in few places, and the same by chance alone."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn.statistics import Limits, count_in_top, places_in_top, share_in_top_by_chance
from vrn.statistics.concentration import fewest_that_hold, fewest_that_hold_by_chance


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


def test_the_top_and_the_whole_are_counted() -> None:
    assert count_in_top([5, 0, 3, 2, 0, 0, 0, 0, 0, 0], 0.2) == (2, 8, 10)
    assert places_in_top(10, 1) == 10


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


@pytest.mark.parametrize("share", [0, 1.5])
def test_a_share_of_places_lies_above_0_and_is_at_most_1(share: float) -> None:
    with pytest.raises(ValueError, match=r"a share in \(0, 1\]"):
        places_in_top(10, share)


@pytest.mark.parametrize("top", [0, 3])
def test_the_top_is_some_of_the_places(top: int) -> None:
    with pytest.raises(ValueError, match="0 < top <= places"):
        share_in_top_by_chance(4, [1, 1], top=top, draws=9, rng=np.random.default_rng(1))


@pytest.mark.parametrize("weights", [[1, math.inf], [1, math.nan], [0, 0]])
def test_a_weight_is_a_number_and_one_is_more_than_nothing(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weight of at least 0"):
        share_in_top_by_chance(4, weights, top=1, draws=9, rng=np.random.default_rng(1))


def test_one_event_drawn_once_lies_somewhere() -> None:
    rng, halves = np.random.default_rng(1), [0.4, 0.4]
    assert share_in_top_by_chance(1, halves, top=2, draws=1, rng=rng) == (1, 1, 1)
    assert fewest_that_hold_by_chance(1, halves, share=0.5, draws=1, rng=rng) == (1, 1, 1)


def test_a_broken_count_is_named() -> None:
    with pytest.raises(ValueError, match=r"^count must be"):
        count_in_top([1, -1], 0.5)
    with pytest.raises(ValueError, match=r"^count must be"):
        fewest_that_hold([1, -1], 0.5)


def test_the_fewest_that_hold_a_share_are_counted_from_the_top() -> None:
    assert fewest_that_hold([1, 5, 0, 3, 1], 0.5) == (1, 5, 5, 10)
    assert fewest_that_hold([1, 5, 0, 3, 1], 0.51) == (2, 8, 5, 10)
    assert fewest_that_hold([1, 5, 0, 3, 1], 1) == (4, 10, 5, 10)


def test_a_share_that_is_a_hair_off_in_binary_is_reached_exactly() -> None:
    # 0.29 * 100 is 28.999999999999996, and 0.07 * 100 a hair more than 7.
    assert fewest_that_hold([29, 71], 0.71).fewest == 1
    assert fewest_that_hold([7, *[1] * 93], 0.07).fewest == 1


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40), st.floats(0.01, 1))
def test_no_fewer_places_hold_the_share(counts: list[int], share: float) -> None:
    if not sum(counts):
        return
    found = fewest_that_hold(counts, share)
    ordered = sorted(counts, reverse=True)
    assert found.events == sum(ordered[: found.fewest])
    assert found.events >= share * found.total - 1e-6
    assert sum(ordered[: found.fewest - 1]) < share * found.total


def test_two_events_by_chance_lie_in_one_place_or_in_two() -> None:
    # Half of two events is one: whatever the places, the first holds it.
    rng = np.random.default_rng(3)
    half = fewest_that_hold_by_chance(2, [1, 1], share=0.5, draws=50, rng=rng)
    assert (half.value, half.lower, half.upper) == (1, 1, 1)
    # Both events need one place half of the time and two the other half.
    both = fewest_that_hold_by_chance(2, [1, 1], share=1, draws=20_000, rng=rng)
    assert float(both.value) == pytest.approx(1.5, abs=0.02)
    assert (both.lower, both.upper) == (1, 2)


def test_scatterings_in_turns_are_all_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def found() -> Limits:
        rng = np.random.default_rng(5)
        return fewest_that_hold_by_chance(90, np.ones(30), share=0.5, draws=25, rng=rng)

    at_once = found()
    for few in (1, 60, 300):
        monkeypatch.setattr("vrn.statistics.concentration._AT_ONCE", few)
        assert found() == at_once


def test_shares_that_nobody_can_hold_are_refused() -> None:
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match="never NaN"):
        fewest_that_hold([1, math.nan], 0.5)
    with pytest.raises(ValueError, match="no event"):
        fewest_that_hold([0, 0], 0.5)
    for share in (0, 1.01):
        with pytest.raises(ValueError, match="above 0 and is at most 1"):
            fewest_that_hold([1, 2], share)
    with pytest.raises(ValueError, match="at least one event and one draw"):
        fewest_that_hold_by_chance(0, np.ones(5), share=0.5, draws=9, rng=rng)
    with pytest.raises(ValueError, match="at least one event and one draw"):
        fewest_that_hold_by_chance(9, np.ones(5), share=0.5, draws=0, rng=rng)
    with pytest.raises(ValueError, match="weight of at least 0"):
        fewest_that_hold_by_chance(4, [0, 0], share=0.5, draws=9, rng=rng)
