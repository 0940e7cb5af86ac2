"""Small maps worked by hand, for what tests of whole maps leave unseen."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.stats import gamma, pearson3

import vrn.statistics.spatial.conditional_draws as drawing
import vrn.statistics.spatial.map_statistics as maps
from vrn.statistics.spatial import (
    contiguity,
    empirical_bayes,
    geary,
    general_g,
    gi,
    gi_star,
    local_empirical_bayes,
    local_moran,
    moran,
    moran_of_rates,
    nearest,
    standardised_rates,
    weighted_pairs,
)
from vrn.statistics.spatial.chances import Chance, check_permutations, gamma_chances
from vrn.statistics.spatial.global_moments import GlobalMoments, general_g_moments
from vrn.statistics.spatial.global_statistics import _links
from vrn.statistics.spatial.map_statistics import Drawing, Form, MapTest, evaluate, permuted_p
from vrn.statistics.spatial.weights import Totals


@pytest.mark.parametrize("test", [gi_star, gi, local_moran])
@pytest.mark.parametrize("same", [0, -3])
def test_equal_values_are_equal_whatever_they_are(test, same) -> None:
    line = contiguity(list("abcd"), list("abc"), list("bcd"))
    assert test([same] * 4, line)["reason"].to_list() == ["all values are equal"] * 4


@pytest.mark.parametrize(
    ("count", "people"),
    [([0, 0, 0, 0], [5, 6, 7, 8]), ([5, 5, 5, 5], [100] * 4), ([1, 2, 3, 7], [10, 20, 30, 70])],
)
def test_equal_rates_are_equal_whatever_the_populations(count, people) -> None:
    line = contiguity(list("abcd"), list("abc"), list("bcd"))
    assert standardised_rates(count, people).tolist() == [0, 0, 0, 0]
    assert moran_of_rates(count, people, line)["reason"][0] == "all values are equal"
    assert np.isnan(standardised_rates([None], [3])).all()


def test_rates_are_placed_by_name() -> None:
    line = contiguity(list("abcd"), list("abc"), list("bcd"))
    count, people = np.array([9, 16, 2, 1]), np.array([1000, 2000, 1000, 500])
    order = [2, 0, 3, 1]
    named = moran_of_rates(count[order], people[order], line, by=np.array(list("abcd"))[order])
    assert named["value"][0] == pytest.approx(moran_of_rates(count, people, line)["value"][0])


@pytest.mark.parametrize("scale", [1.0, 1e9])
def test_a_permuted_p_counts_every_order_drawn_and_every_tie(monkeypatch, scale) -> None:
    sizes: list[int] = []

    def seeing(form, weights, columns):
        sizes.append(columns.shape[1])
        return evaluate(form, weights, columns)

    monkeypatch.setattr(maps, "MAP_CELLS", 5 * 40)
    monkeypatch.setattr(maps, "evaluate", seeing)
    line = contiguity(range(5), range(4), range(1, 5))
    values = np.array([0.1, 0.6, 0.3, 0.4, 0.2])  # of whose orders many tie, but for last digits
    form = Form(values, 1.0, np.zeros(5), scale)
    test = MapTest(form, GlobalMoments(0.0, scale**2))
    seen = float(np.nextafter(0.88, 1)) * scale
    rng = np.random.default_rng(5)
    blocks = [rng.permuted(np.tile(values, (rows, 1)), axis=1) for rows in (40, 40, 15)]
    drawn = np.array([2 * x[:-1] @ x[1:] for x in np.concatenate(blocks)])
    far = min((drawn >= 0.88 - 1e-6).sum(), (drawn <= 0.88 + 1e-6).sum())
    found = permuted_p(test, line, seen, Drawing(95, np.random.default_rng(5)))
    assert found == pytest.approx(2 * (far + 1) / 96)
    assert sizes == [40, 40, 15]
    assert (np.abs(drawn - 0.88) < 1e-6).sum() > 5
    high = permuted_p(test, line, 9 * scale, Drawing(95, np.random.default_rng(5)))
    assert high == pytest.approx(2 / 96)


def test_moments_of_large_amounts_lose_nothing() -> None:
    pairs, amounts = Totals(4.0, 8.0, 16.0), np.array([1.0, 2, 3, 4])
    plain = general_g_moments(amounts, pairs)
    assert general_g_moments(amounts * 1e100, pairs) == pytest.approx(plain)


@pytest.mark.parametrize(("east", "north"), [(0, 0), (0, 1e10), (1e10, 0)])
def test_the_nearest_do_not_hang_on_where_the_map_begins(east, north) -> None:
    # One lies 1 to the east, and two tie at 2, of which the western is taken.
    x, y = np.array([0, 1, -2, 0]) + east, np.array([0, 0, 0, -2]) + north
    assert nearest(list("oabc"), x, y, k=2).neighbours[:2].tolist() == [1, 2]


def test_ties_are_seen_on_a_map_that_runs_aslant() -> None:
    # 0.1 + 0.2 lies a last digit beyond 0.3: both are as near, and the western is taken.
    x = np.array([0, 0.3, -(0.1 + 0.2), 9])
    assert nearest(list("oewz"), x, x, k=1).neighbours[0] == 2


def test_draws_are_whole_numbers_without_replacement_unless_asked_for() -> None:
    line, values = contiguity(range(5), range(4), range(1, 5)), np.array([-2.0, -1, 0, 1, 2])
    unasked, asked = (
        drawing.tails(line, values, permutations=50, rng=np.random.default_rng(1), **more)
        for more in ({}, {"replacement": False})
    )
    for ours, theirs in zip(unasked, asked, strict=True):
        assert ours.tolist() == theirs.tolist()
        assert ours.dtype == np.int64


def test_no_more_areas_are_drawn_than_are_read() -> None:
    draws = next(
        drawing._without_replacement(30, 20, permutations=50, rng=np.random.default_rng(8))
    )
    assert draws.areas.shape == draws.spares.shape == (50, 20)


def test_one_permutation_is_enough_to_be_drawn() -> None:
    rng = np.random.default_rng(1)
    assert check_permutations(1, rng) == (1, rng)


@pytest.mark.parametrize("within", [None, ["n"] * 4])
def test_an_area_without_a_count_takes_no_part_in_the_mean(within) -> None:
    found = empirical_bayes([0, None, 12, 30], [500, 900, 1000, 1500], within=within)
    plain = empirical_bayes([0, 12, 30], [500, 1000, 1500])
    assert found["value"].drop_nulls().to_list() == pytest.approx(plain["value"].to_list())


def test_broken_columns_of_neighbours_are_named() -> None:
    pair = contiguity(["a", "b"], ["a"], ["b"])
    with pytest.raises(ValueError, match="2 areas, and count 1 values"):
        local_empirical_bayes([1], [3, 4], pair)
    with pytest.raises(ValueError, match="2 areas, and population 1 values"):
        local_empirical_bayes([1, 2], [3], pair)
    with pytest.raises(ValueError, match="one of the neighbourhood, each area's own; got nothing"):
        local_empirical_bayes([1, 2], [3, 4], pair, about="nothing")


def test_the_last_areas_may_be_looked_to_by_none() -> None:
    # Of c and d nothing is known but their values; d looks to a, and no one looks to d.
    ahead = weighted_pairs(list("abcd"), list("acd"), list("baa"), weight=[1, 1, 1])
    z = np.array([4.0, 3, -3, -4])
    assert moran([9, 8, 2, 1], ahead)["value"][0] == pytest.approx(
        4 / 3 * (z[0] * z[1] + z[2] * z[0] + z[3] * z[0]) / 50
    )
    assert geary([9, 8, 2, 1], ahead)["value"][0] == pytest.approx(
        3 / 6 * (1**2 + 7**2 + 8**2) / 50
    )
    island = contiguity(["a", "b", "c"], ["a"], ["b"])
    assert _links(island).tolist() == [2, 2, 0]


def test_one_person_is_people_at_risk() -> None:
    assert np.isfinite(empirical_bayes([1, 2, 0], [1, 9, 20])["value"][0])


def test_smoothed_rates_have_a_confidence_of_numbers_that_is_not_given() -> None:
    found = empirical_bayes([1, 2], [30, 40])
    assert found.schema["confidence"] == pl.Float64
    assert found["confidence"].to_list() == [None, None]


@pytest.mark.parametrize("unit", [1, 0.01])
def test_quadrants_by_hand(unit) -> None:
    line = contiguity(list("abcd"), list("abc"), list("bcd"))
    # Mean 5; lags about it 3, 1, -1, -3; lags of x itself 8, 11, 9, 2, of mean 7.5.
    found = local_moran(np.array([9, 8, 2, 1]) * unit, line)
    assert found["quadrant"].to_list() == ["High-High", "High-High", "Low-Low", "Low-Low"]
    assert found["quadrant_by_mean_lag"].to_list() == [
        *("High-High", "High-High", "Low-High", "Low-Low")
    ]
    # Mean 3, of which the neighbours of b lie 2 on either side.
    assert local_moran(np.array([1, 4, 5, 2]) * unit, line)["quadrant"][1] == "High-Low"


def test_a_lag_that_is_the_mean_of_lags_is_low() -> None:
    # Lags of x are 4, 4, 3, 7, 2, of mean 4.
    found = local_moran([0, 1, 4, 2, 3], contiguity(range(5), range(5), [1, 2, 3, 4, 0]))
    assert found["quadrant_by_mean_lag"][:3].to_list() == ["Low-Low", "Low-Low", "High-Low"]


def test_an_area_that_all_others_border_on_has_no_local_moran() -> None:
    star = contiguity(range(5), [0] * 4, [1, 2, 3, 4])
    found = local_moran([1, 2, 4, 7, 9], star)
    assert found["value"].is_null().to_list() == [True, False, False, False, False]
    assert found["reason"][0].startswith("the statistic cannot vary")


def test_the_size_of_weights_changes_no_z() -> None:
    ends, others = list("abcbcd"), list("bcdabc")
    one, small = (
        general_g([9, 8, 2, 1], weighted_pairs(list("abcd"), ends, others, weight=[size] * 6))
        for size in (1, 1e-6)
    )
    assert small["z"][0] == pytest.approx(one["z"][0])


@pytest.mark.parametrize("test", [gi_star, gi, local_moran])
def test_a_map_without_answers_has_the_columns_of_one_with(test) -> None:
    line = contiguity(list("abcd"), list("abc"), list("bcd"))
    plain = test([9, 8, 2, 1], line, curve="normal")
    assert test([3] * 4, line).schema == plain.schema
    assert test([None] * 4, line).schema == plain.schema


def test_local_moran_of_two_neighbours_among_all_scatters() -> None:
    found = local_moran([9, 8, 2, 1], contiguity(list("abcd"), list("abc"), list("bcd")))
    b2 = 168.5 / 156.25  # of b the weights sum to 2, and so do their squares
    variance = 2 * (4 - b2) / 3 + 2 * (2 * b2 - 4) / 6 - (2 / 3) ** 2
    assert found["variance_total"][1] == pytest.approx(variance)
    assert found["method"][0] == "Local Moran, exact moments, gamma curve"


def test_local_moran_that_no_scatter_changes_has_no_z() -> None:
    # Of two values as many each, an area beside all others has I of -1 in every order.
    found = local_moran([1, 1, -1, -1], contiguity(range(4), [0] * 3, [1, 2, 3]))
    assert found["z_total"][0] is None


def test_near_the_mean_of_a_leaning_curve_the_smaller_tail_is_taken() -> None:
    # A curve that leans right has more than half of its chance below its mean.
    curve = pearson3(0.5)
    found = gamma_chances(np.array([-0.01]), np.array([0.5]))
    assert curve.cdf(-0.01) > 0.5
    assert found.folded[0] == pytest.approx(curve.sf(-0.01))
    assert found.both[0] == pytest.approx(2 * curve.sf(-0.01))


def test_beyond_the_end_of_the_curve_stands_a_hundredth_of_the_way_from_it() -> None:
    found = gamma_chances(np.array([-9.0]), np.array([0.5]))
    np.testing.assert_allclose(found.folded, gamma.cdf(0.16, 16))


def test_what_has_no_z_has_no_permuted_p() -> None:
    line = contiguity(range(4), range(3), range(1, 4))
    found = Chance(9, np.random.default_rng(1)).of(
        line, np.array([-1.0, 0, 0, 1]), z=np.array([1.0, np.nan, 0, 1]), skewness=np.zeros(4)
    )
    assert np.isnan(found.both).tolist() == [False, True, False, False]
