"""Smoothed rates: by hand, between the raw rate and the mean, and what has a reason instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrn.statistics.spatial import contiguity, empirical_bayes, local_empirical_bayes

if TYPE_CHECKING:
    from vrn.statistics.spatial.weights import Weights

COUNTS = st.lists(st.integers(0, 60), min_size=5, max_size=5)
PEOPLE = st.lists(st.integers(1, 5_000), min_size=5, max_size=5)


def line() -> Weights:
    return contiguity(list("abcde"), list("abcd"), list("bcde"))


def test_three_areas_by_hand() -> None:
    """m = 0.014; sum n (r - m)^2 = 0.156; A = 0.156 / 3000 - 0.014 / 1000 = 3.8e-5."""
    found = empirical_bayes([0, 12, 30], [500, 1000, 1500], multiplier=1000)
    kept = [3.8e-5 / (3.8e-5 + 0.014 / people) for people in (500, 1000, 1500)]
    assert found["kept"].to_list() == pytest.approx(kept)
    assert found["raw"].to_list() == pytest.approx([0, 12, 20])
    assert found["mean"].to_list() == pytest.approx([14] * 3)
    assert found["value"].to_list() == pytest.approx(
        [14 + (raw - 14) * share for raw, share in zip((0, 12, 20), kept, strict=True)]
    )
    assert found["method"].unique().to_list() == ["empirical Bayes (Marshall), all areas"]
    assert found["reason"].unique().to_list() == ["the method gives no limits here"]
    assert found["confidence"].null_count() == found["lower"].null_count() == 3
    assert found.columns[:5] == ["count", "population", "raw", "mean", "kept"]


def test_two_neighbours_by_hand() -> None:
    """m = 0.008; A = (500 * 0.008^2 + 1000 * 0.004^2) / 1500 - 0.008 / 750."""
    pair = contiguity(["a", "b"], ["a"], ["b"])
    found = local_empirical_bayes([0, 12], [500, 1000], pair)
    beyond = 0.048 / 1500 - 0.008 / 750
    kept = [beyond / (beyond + 0.008 / people) for people in (500, 1000)]
    assert found["value"].to_list() == pytest.approx(
        [0.008 - 0.008 * kept[0], 0.008 + 0.004 * kept[1]]
    )
    assert found["area"].to_list() == ["a", "b"]
    assert found["method"][0].endswith("neighbours, spread about the neighbourhood")


def test_the_spread_may_be_about_each_areas_own_mean() -> None:
    counts, people = np.array([2.0, 30, 4, 9, 25]), np.array([100.0, 400, 150, 300, 200])
    near = [[0, 1], [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4]]
    means = np.array([counts[each].sum() / people[each].sum() for each in near])
    raw = counts / people
    for about in ("the neighbourhood", "each area's own"):
        expected = []
        for area, each in enumerate(near):
            middle = means[area] if about == "the neighbourhood" else means[each]
            spread = (people[each] * (raw[each] - middle) ** 2).sum() / people[each].sum()
            beyond = max(spread - means[area] / people[each].mean(), 0)
            share = beyond / (beyond + means[area] / people[area])
            expected.append(means[area] + (raw[area] - means[area]) * share)
        found = local_empirical_bayes(counts, people, line(), about=about)
        assert found["value"].to_list() == pytest.approx(expected)
        assert found["method"][0].endswith(about)
    with pytest.raises(ValueError, match="about must be one of"):
        local_empirical_bayes(counts, people, line(), about="nothing")


def test_weights_of_neighbours_play_no_part_in_who_they_are() -> None:
    from vrn.statistics.spatial import row_standardised

    counts, people = [2, 30, 4, 9, 25], [100, 400, 150, 300, 200]
    plain = local_empirical_bayes(counts, people, line())
    assert plain.equals(local_empirical_bayes(counts, people, row_standardised(line())))


@settings(max_examples=60, deadline=None)
@given(COUNTS, PEOPLE)
def test_smoothed_rates_lie_between_the_raw_rate_and_the_mean(counts, people) -> None:
    for found in (
        empirical_bayes(counts, people),
        local_empirical_bayes(counts, people, line()),
        local_empirical_bayes(counts, people, line(), about="each area's own"),
    ):
        stands = found.drop_nulls("value")
        low = stands.select(pl.min_horizontal("raw", "mean")).to_series() - 1e-12
        high = stands.select(pl.max_horizontal("raw", "mean")).to_series() + 1e-12
        assert ((stands["value"] >= low) & (stands["value"] <= high)).all()
        assert ((stands["kept"] >= 0) & (stands["kept"] <= 1)).all()
        assert (found["value"].is_null() == (found["reason"] != NO_LIMITS)).all()


NO_LIMITS = "the method gives no limits here"


@settings(max_examples=30, deadline=None)
@given(COUNTS, PEOPLE, st.permutations(range(5)))
def test_the_order_of_rows_changes_nothing(counts, people, order) -> None:
    mixed = [[each[at] for at in order] for each in (counts, people, list("abcde"))]
    plain = local_empirical_bayes(counts, people, line())
    other = local_empirical_bayes(*mixed[:2], line(), by=mixed[2])
    assert other["area"].to_list() == list("abcde")
    assert other["value"].fill_null(-1).to_list() == pytest.approx(
        plain["value"].fill_null(-1).to_list()
    )
    everywhere = empirical_bayes(*mixed[:2], by={"area": mixed[2]}).sort("area")
    assert everywhere["value"].fill_null(-1).to_list() == pytest.approx(
        empirical_bayes(counts, people)["value"].fill_null(-1).to_list()
    )


def test_equal_rates_are_all_the_mean() -> None:
    found = empirical_bayes([1, 2, 4], [100, 200, 400])
    assert found["value"].to_list() == pytest.approx([0.01] * 3)
    assert found["kept"].to_list() == [0.0] * 3


def test_rates_are_drawn_to_the_mean_of_their_group() -> None:
    found = empirical_bayes(
        [0, 5, 12, 30, 3], [500, 900, 1000, 1500, 10], within=["n", "s", "n", "n", None]
    )
    north = empirical_bayes([0, 12, 30], [500, 1000, 1500])
    assert found["value"].to_list() == pytest.approx(
        [north["value"][0], 5 / 900, north["value"][1], north["value"][2], None]
    )
    assert found["reason"][4] == "the group is missing"
    assert found["method"][0] == "empirical Bayes (Marshall), by group"


def test_what_cannot_be_smoothed_has_a_reason_and_is_nobodys_neighbour() -> None:
    ids = [*"abcdef", "isle"]
    weights = contiguity(ids, list("abcde"), list("bcdef"))
    counts, people = [3, 9, None, 5, 0, 0, 4], [100, 200, 300, None, 100, 50, 0]
    found = local_empirical_bayes(counts, people, weights)
    assert found["reason"].to_list() == [
        *(NO_LIMITS, NO_LIMITS, "a count is missing", "a population is missing"),
        *("there is no event in the areas of the mean",) * 2,
        "a population is 0: nothing is at risk",
    ]
    alone = local_empirical_bayes([3, 9], [100, 200], contiguity(["a", "b"], ["a"], ["b"]))
    assert found["value"].to_list()[:2] == pytest.approx(alone["value"].to_list())
    assert found["value"].to_list()[2:] == [None] * 5
    assert found["mean"].to_list()[2:] == [None] * 5
    assert found["raw"].to_list()[4:] == [0.0, 0.0, None]
    island = local_empirical_bayes([3, 9, 5], [10, 20, 30], contiguity(range(3), [0], [1]))
    assert island["reason"][2] == "the area has no neighbour"
    assert island["kept"][2] is None


def test_without_an_event_there_is_no_rate_to_draw_to() -> None:
    found = empirical_bayes([0, 0], [10, 20])
    assert found["value"].null_count() == 2
    assert found["reason"].unique().to_list() == ["there is no event in the areas of the mean"]
    assert empirical_bayes([None], [10])["reason"].to_list() == ["a count is missing"]


@pytest.mark.parametrize(
    ("counts", "people", "said"),
    [
        ([1.5, 2], [10, 10], "count must be a whole number"),
        ([1, 2], [10, -1], "population must be a number of at least 0"),
        ([1, 2], [10], "one length"),
    ],
)
def test_broken_columns_are_refused(counts, people, said) -> None:
    with pytest.raises(ValueError, match=said):
        empirical_bayes(counts, people)


def test_names_and_multipliers_are_checked() -> None:
    pair = contiguity(["a", "b"], ["a"], ["b"])
    with pytest.raises(ValueError, match="may not be called raw"):
        empirical_bayes([1, 2], [3, 4], by={"raw": [1, 2]})
    with pytest.raises(ValueError, match="multiplier"):
        empirical_bayes([1, 2], [3, 4], multiplier=0)
    with pytest.raises(ValueError, match="multiplier"):
        local_empirical_bayes([1, 2], [3, 4], pair, multiplier=-1)
    tens = local_empirical_bayes([1, 2], [30, 40], pair, multiplier=10)
    ones = local_empirical_bayes([1, 2], [30, 40], pair)
    for name in ("value", "raw", "mean"):
        assert tens[name].to_list() == pytest.approx((ones[name] * 10).to_list())
    assert tens["kept"].equals(ones["kept"])
