"""Moments against every order written out, draws against the same, and p- and q-values."""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm, pearson3, skew

import vrn.statistics.spatial.conditional_draws as drawing
from vrn.statistics.spatial import benjamini_hochberg, contiguity, weighted_pairs
from vrn.statistics.spatial.chances import (
    Chance,
    check_permutations,
    folded_chances,
    gamma_chances,
    normal_chances,
)
from vrn.statistics.spatial.conditional_draws import tails
from vrn.statistics.spatial.lag_moments import (
    PowerSums,
    moments_over_all,
    moments_over_others,
    weight_sums,
)

if TYPE_CHECKING:
    from vrn.statistics.spatial.weights import Weights

VALUES = np.array([1.0, 2.0, 2.0, 5.0, 9.0, 4.0])
DEVIATIONS = VALUES - VALUES.mean()


def six() -> Weights:
    """Area 5 is an island."""
    return contiguity(range(6), [0, 1, 2, 3, 0, 0], [1, 2, 3, 4, 3, 2])


def lopsided() -> Weights:
    return dataclasses.replace(six(), weights=np.linspace(0.3, 2.1, six().weights.size))


def mixed() -> Weights:
    return dataclasses.replace(six(), weights=np.where(six().rows == 2, lopsided().weights, 0.7))


def row_of(weights, area: int) -> tuple[list[int], np.ndarray]:
    span = slice(weights.starts[area], weights.starts[area + 1])
    return weights.neighbours[span].tolist(), weights.weights[span]


def scatters_of_others(weights, area: int, *, replacement: bool = False) -> np.ndarray:
    """The lags of an area for every choice of the others' values, in order."""
    near, each = row_of(weights, area)
    others = np.delete(DEVIATIONS, area)
    choices = (
        itertools.product(others, repeat=len(near))
        if replacement
        else itertools.permutations(others, len(near))
    )
    return np.array([each @ np.array(choice) for choice in choices])


@pytest.mark.parametrize("made", [six, lopsided], ids=["equal", "unequal"])
def test_moments_over_others_are_those_of_every_scatter(made) -> None:
    weights = made()
    found = moments_over_others(DEVIATIONS, weight_sums(weights))
    for area in range(5):
        lags = scatters_of_others(weights, area)
        assert found.mean[area] == pytest.approx(lags.mean())
        assert found.variance[area] == pytest.approx(lags.var())
        assert found.skewness[area] == pytest.approx(skew(lags))


def test_moments_over_all_are_those_of_every_order_of_the_map() -> None:
    own = np.array([1.0, 0.5, 2.0, 1.0, 1.0, 1.0])
    found = moments_over_all(DEVIATIONS, weight_sums(lopsided(), own=own))
    orders = np.array(list(itertools.permutations(DEVIATIONS)))
    for area in range(6):
        near, each = row_of(lopsided(), area)
        sums = orders[:, near] @ each + own[area] * orders[:, area]
        assert found.mean[area] == pytest.approx(sums.mean(), abs=1e-12)
        assert found.variance[area] == pytest.approx(sums.var())
        assert found.skewness[area] == pytest.approx(skew(sums))


def test_a_sum_that_cannot_vary_has_no_variance() -> None:
    island = moments_over_others(DEVIATIONS, weight_sums(six()))
    assert np.isnan(island.variance[5])
    assert np.isnan(island.skewness[5])
    everybody = weight_sums(contiguity(range(4), [0, 0, 0], [1, 2, 3]))
    found = moments_over_others(np.array([-2.0, -1.0, 0.0, 3.0]), everybody)
    assert np.isnan(found.variance).tolist() == [True, False, False, False]
    # The others of the last have one value.
    alike = moments_over_others(np.array([-1.0, -1.0, -1.0, 3.0]), everybody)
    assert np.isnan(alike.variance).tolist() == [True, False, False, True]


def test_fewer_than_three_values_have_no_moments() -> None:
    one = np.ones(3)
    found = moments_over_others(np.array([-1.0, 0.0, 1.0]), PowerSums(one, one, one))
    assert all(np.isnan(each).all() for each in found)
    three = moments_over_all(np.array([-1.0, 0.0, 1.0]), PowerSums(one, one, one))
    assert not np.isnan(three.variance).any()


@pytest.mark.parametrize("replacement", [False, True], ids=["without", "with"])
@pytest.mark.parametrize("made", [six, lopsided, mixed], ids=["equal", "unequal", "mixed"])
def test_draws_fall_in_the_tails_as_often_as_all_scatters_do(made, replacement) -> None:
    weights = made()
    draws = 40_000
    rng = np.random.default_rng(2)
    found = tails(weights, DEVIATIONS, permutations=draws, rng=rng, replacement=replacement)
    for area in range(5):
        near, each = row_of(weights, area)
        seen = each @ DEVIATIONS[near]
        lags = scatters_of_others(weights, area, replacement=replacement)
        # Four standard errors of a share of one half are 0.01.
        assert found.at_least[area] / draws == pytest.approx((lags > seen - 1e-9).mean(), abs=0.01)
        assert found.at_most[area] / draws == pytest.approx((lags < seen + 1e-9).mean(), abs=0.01)
    assert found.at_least[5] == found.at_most[5] == draws


@pytest.mark.parametrize("replacement", [False, True], ids=["without", "with"])
def test_shared_sums_and_sums_of_its_own_count_the_same(monkeypatch, replacement) -> None:
    def count() -> tuple[list[int], list[int]]:
        rng = np.random.default_rng(3)
        found = tails(six(), DEVIATIONS, permutations=500, rng=rng, replacement=replacement)
        return found.at_least.tolist(), found.at_most.tolist()

    shared, see = count(), drawing._see
    monkeypatch.setattr(
        drawing, "_see", lambda *each: see(*each)._replace(is_even=np.zeros(6, dtype=bool))
    )
    assert count() == shared


@pytest.mark.parametrize("made", [six, lopsided], ids=["equal", "unequal"])
def test_counts_in_small_blocks_add_up(monkeypatch, made) -> None:
    weights = made()
    monkeypatch.setattr(drawing, "TABLE_CELLS", 40)
    monkeypatch.setattr(drawing, "SUM_CELLS", 10)
    found = tails(weights, DEVIATIONS, permutations=203, rng=np.random.default_rng(1))
    ties = np.array([0, 0, 0, 0, 0, 203])
    assert ((found.at_least + found.at_most) >= 203 + ties).all()
    assert (found.at_least <= 203).all()


def test_rows_of_many_areas_hold_no_area_twice() -> None:
    for size, width in ((2_000, 20), (30, 29)):
        blocks = drawing._without_replacement(
            size, width, permutations=50, rng=np.random.default_rng(8)
        )
        for draws in blocks:
            rows = np.sort(np.column_stack((draws.areas, draws.spares[:, 0])), axis=1)
            assert rows.shape == (50, width + 1)
            assert (np.diff(rows, axis=1) > 0).all()


def test_draws_need_a_number() -> None:
    one = tails(six(), DEVIATIONS, permutations=1, rng=np.random.default_rng(1))
    assert (one.at_least + one.at_most >= 1).all()
    with pytest.raises(ValueError, match="at least 1; got 0"):
        tails(six(), DEVIATIONS, permutations=0, rng=np.random.default_rng(1))


def test_a_tie_is_a_tie_however_the_digits_round() -> None:
    """0.1 + 0.2 is not 0.3 in binary, and neither order of adding may matter."""
    ring = contiguity(range(5), [0, 1, 2, 3, 4], [1, 2, 3, 4, 0])
    whole = np.array([1.0, 2.0, 3.0, 1.0, 2.0])
    same = tails(ring, whole - whole.mean(), permutations=999, rng=np.random.default_rng(4))
    for scale in (3, 3e-20, 3e20):
        values = np.array([0.1, 0.2, 0.3, 0.1, 0.2]) * scale
        found = tails(ring, values - values.mean(), permutations=999, rng=np.random.default_rng(4))
        np.testing.assert_array_equal(found, same)


def test_p_values_count_the_map_seen_among_the_draws() -> None:
    found = folded_chances(np.array([0, 4, 60]), 99)
    assert found.folded.tolist() == [0.01, 0.05, 0.61]
    assert found.both.tolist() == [0.02, 0.1, 1.0]


def test_normal_p_values_are_two_tails() -> None:
    found = normal_chances(np.array([-2.0, 0.0, 3.0]))
    np.testing.assert_allclose(found.folded, norm.sf([2.0, 0.0, 3.0]))
    np.testing.assert_allclose(found.both, 2 * norm.sf([2.0, 0.0, 3.0]))


@given(st.floats(-3.5, 6), st.floats(0.001, 0.5), st.sampled_from([-1, 1]))
def test_gamma_p_values_are_those_of_pearsons_third_type(z, skewness, sign) -> None:
    found = gamma_chances(np.array([sign * z]), np.array([sign * skewness]))
    curve = pearson3(sign * skewness)
    smaller = min(curve.cdf(sign * z), curve.sf(sign * z))
    np.testing.assert_allclose(found.folded, smaller, rtol=1e-5)
    np.testing.assert_allclose(found.both, min(2 * smaller, 1), rtol=1e-5)


def test_without_skewness_the_gamma_curve_is_the_normal_one() -> None:
    z = np.array([-3.0, -0.5, 0.0, 2.0])
    for skewness in (0.0, 5e-5, -5e-5):
        found = gamma_chances(z, np.full(4, skewness))
        np.testing.assert_allclose(found.both, normal_chances(z).both)
    np.testing.assert_allclose(
        gamma_chances(z, np.full(4, 1.1e-4)).both, normal_chances(z).both, rtol=1e-3
    )


def test_beyond_its_end_the_gamma_curve_leaves_a_p_that_is_not_nothing() -> None:
    # With skewness 0.5 the curve ends at z = -4.
    found = gamma_chances(np.array([-3.9, -4.5, -9.0]), np.full(3, 0.5)).folded
    assert (found > 0).all()
    assert found[0] > found[1] == found[2]


def test_too_skewed_is_no_p_value() -> None:
    found = gamma_chances(np.array([2.0, 2.0, 2.0, np.nan]), np.array([0.5, 0.51, -0.51, 0.1]))
    assert np.isnan(found.both).tolist() == [False, True, True, True]
    assert np.isnan(found.folded).tolist() == [False, True, True, True]


@pytest.mark.parametrize("skewness", [-0.4, 0.0, 0.3])
def test_limits_by_chance_leave_out_a_tail_at_each_end(skewness) -> None:
    low, high = Chance().reach(np.array([skewness]), tail=0.025)
    curve = pearson3(skewness)
    assert low[0] == pytest.approx(curve.ppf(0.025))
    assert high[0] == pytest.approx(curve.ppf(0.975))
    for end in (low, high):
        found = gamma_chances(end, np.array([skewness]))
        assert found.folded[0] == pytest.approx(0.025)


def test_limits_by_chance_of_the_normal_curve_and_of_permutations() -> None:
    low, high = Chance(curve="normal").reach(np.array([0.4]), tail=0.025)
    assert (low[0], high[0]) == pytest.approx((-1.959964, 1.959964))
    permuted = Chance(permutations=9, rng=np.random.default_rng(1))
    assert all(np.isnan(each).all() for each in permuted.reach(np.zeros(2), tail=0.025))


def test_what_makes_the_p_values_is_said() -> None:
    rng = np.random.default_rng(1)
    assert Chance().said == "exact moments, gamma curve"
    assert Chance(curve="normal").said == "exact moments, normal curve"
    assert Chance(99, rng).said == "99 conditional permutations"
    assert Chance(99, rng, replacement=True).said == "99 conditional permutations with replacement"


@pytest.mark.parametrize(("permutations", "rng"), [(0, np.random.default_rng(1)), (9, None)])
def test_permutations_need_a_number_and_a_generator(permutations, rng) -> None:
    with pytest.raises(ValueError, match="permutations must be at least 1, and need an rng"):
        Chance(permutations, rng)
    with pytest.raises(ValueError, match="permutations must be at least 1"):
        check_permutations(None, np.random.default_rng(1))


def test_a_curve_is_one_of_two() -> None:
    with pytest.raises(ValueError, match="curve must be gamma or normal; got beta"):
        Chance(curve="beta")


def test_q_values_of_a_worked_example() -> None:
    """The 15 p-values of Benjamini and Hochberg (1995), section 4.1: four pass at 0.05."""
    p = [
        *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
        *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
    ]
    q = benjamini_hochberg(p)
    assert (q <= 0.05).sum() == 4
    assert q[3] == pytest.approx(0.0095 * 15 / 4)
    assert q[5] == pytest.approx(0.0298 * 15 / 7)  # the next one, at rank 7, is less
    assert q[-1] == 1.0


def test_missing_p_values_are_not_counted() -> None:
    np.testing.assert_allclose(
        benjamini_hochberg([None, 0.02, np.nan, 0.5]), [np.nan, 0.04, np.nan, 0.5]
    )
    assert benjamini_hochberg([]).size == 0


@pytest.mark.parametrize("bad", [-0.1, 1.1, np.inf])
def test_a_p_value_is_a_share(bad) -> None:
    with pytest.raises(ValueError, match=r"from 0 to 1; got .* at position 1 \(1 of 2"):
        benjamini_hochberg([0.5, bad])


@settings(max_examples=30)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.randoms())
def test_q_values_rise_with_p_stay_above_it_and_know_no_order(p, random) -> None:
    q = benjamini_hochberg(p)
    assert (q >= np.array(p) - 1e-15).all()
    assert (q <= 1).all()
    assert (np.diff(q[np.argsort(p)]) >= -1e-15).all()
    order = list(range(len(p)))
    random.shuffle(order)
    np.testing.assert_allclose(benjamini_hochberg(np.array(p)[order]), q[order])


def test_a_pair_weighs_what_it_is_given() -> None:
    found = weight_sums(weighted_pairs([1, 2], [1], [2], weight=[3]), own=np.array([1.0, 2.0]))
    assert [each.tolist() for each in found] == [[4.0, 2.0], [10.0, 4.0], [28.0, 8.0]]
