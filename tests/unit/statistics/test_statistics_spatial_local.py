"""Gi, Gi* and local Moran's I on maps worked by hand, by brute force, and by what must hold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrn.statistics.spatial import (
    contiguity,
    gi,
    gi_star,
    local_moran,
    row_standardised,
    weighted_pairs,
)

if TYPE_CHECKING:
    from vrn.statistics.spatial.weights import Weights

HEIGHTS = [9, 8, 2, 1]
"""Mean 5; deviations 4, 3, -3, -4; mean square 12.5."""
RATES = np.random.default_rng(12).gamma(6.0, 2.0, 36)


def line() -> Weights:
    return contiguity(list("abcd"), list("abc"), list("bcd"))


def grid(side: int) -> tuple[list[int], list[int]]:
    """Pairs of a square grid that touch at sides or corners."""
    cells = [(row, column) for row in range(side) for column in range(side)]
    pairs = [
        (side * a + b, side * c + d)
        for a, b in cells
        for c, d in cells
        if max(abs(a - c), abs(b - d)) == 1
    ]
    return [each[0] for each in pairs], [each[1] for each in pairs]


def nine() -> Weights:
    return contiguity(range(9), *grid(3))


def square() -> Weights:
    return contiguity(range(36), *grid(6))


def test_gi_star_of_a_line_of_four() -> None:
    found = gi_star(HEIGHTS, line(), curve="normal")
    # a: 9 + 8 seen, 10 expected, s = sqrt(12.5), sqrt((4 * 2 - 4) / 3) = 2 / sqrt(3).
    end, middle = 7 / (math.sqrt(12.5) * 2 / math.sqrt(3)), 4 / math.sqrt(12.5)
    assert found["value"].to_list() == pytest.approx([end, middle, -middle, -end])
    assert found["observed"].to_list() == pytest.approx([17, 19, 11, 3])
    assert found["expected"].to_list() == pytest.approx([10, 15, 15, 10])
    assert found["standard_deviation"][1] == pytest.approx(math.sqrt(12.5))
    assert found["neighbours"].to_list() == [1, 2, 2, 1]
    assert found["p"][0] == pytest.approx(math.erfc(end / math.sqrt(2)))
    assert found["p_folded"][0] == pytest.approx(math.erfc(end / math.sqrt(2)) / 2)
    assert found["method"].unique().to_list() == ["Gi*, exact moments, normal curve"]


def test_gi_of_a_line_of_four() -> None:
    found = gi(HEIGHTS, line(), curve="normal")
    # a: neighbour 8; the others 8, 2, 1 have mean 11/3, mean square 23; sqrt((3 - 1) / 2) = 1.
    assert found["value"][0] == pytest.approx((8 - 11 / 3) / math.sqrt(23 - (11 / 3) ** 2))
    assert found["observed"][0] == pytest.approx(8)
    assert found["expected"][0] == pytest.approx(11 / 3)
    assert found["method"][0] == "Gi, exact moments, normal curve"


def test_gi_star_of_a_grid_of_nine_whose_centre_is_everybodys_neighbour() -> None:
    """One corner holds 9 and the rest 0: mean 1, s^2 = 8; a corner has 4 areas in its sum."""
    found = gi_star([9] + [0] * 8, nine(), curve="normal")
    deviation = math.sqrt(8 * (9 * 4 - 16) / 8)
    assert found["value"][0] == pytest.approx((9 - 4) / deviation)
    assert found["value"][8] == pytest.approx((0 - 4) / deviation)
    assert found["value"][4] is None
    assert found["reason"][4].startswith("the statistic cannot vary")
    assert found.row(4, named=True)["p"] is None


def test_local_moran_of_a_line_of_four() -> None:
    found = local_moran(HEIGHTS, row_standardised(line()), curve="normal")
    assert found["value"].to_list() == pytest.approx([0.96, 0.12, 0.12, 0.96])
    assert found["lag"].to_list() == pytest.approx([3, 0.5, -0.5, -3])
    assert found["quadrant"].to_list() == ["High-High"] * 2 + ["Low-Low"] * 2
    assert found["expected_total"].to_list() == pytest.approx([-1 / 3] * 4)
    # b2 = (674 / 4) / 12.5^2; of a: W2 = 1, W^2 = 1.
    b2 = 168.5 / 156.25
    assert found["variance_total"][0] == pytest.approx((4 - b2) / 3 - 1 / 9)
    assert found["variance_total"][1] == pytest.approx(
        0.5 * (4 - b2) / 3 + 0.5 * (2 * b2 - 4) / 6 - 1 / 9
    )
    total = math.sqrt((4 - b2) / 3 - 1 / 9)
    assert found["z_total"][0] == pytest.approx((0.96 + 1 / 3) / total)
    assert found["expected"][0] == pytest.approx(-16 / 3 / 12.5)
    spread = (4 / 12.5) ** 2 * (4 / 2) * (1 - 1 / 3) * (12.5 - 16 / 3)
    assert found["variance"][0] == pytest.approx(spread)
    assert found["z"][0] == pytest.approx((0.96 + 16 / 3 / 12.5) / math.sqrt(spread))
    assert found["chance_lower"][0] == pytest.approx(-16 / 37.5 - 1.959964 * math.sqrt(spread))
    assert found["chance_upper"][0] == pytest.approx(-16 / 37.5 + 1.959964 * math.sqrt(spread))


def test_an_area_that_stands_out_is_in_a_mixed_quadrant() -> None:
    found = local_moran([1, 9, 1, 1, 8], contiguity(range(5), [0, 1, 2, 3], [1, 2, 3, 4]))
    assert found["quadrant"].to_list() == [
        *("Low-High", "High-Low", "Low-High", "Low-High", "High-Low")
    ]
    assert (found["value"] < 0).to_list() == [True] * 5


def test_the_lag_may_be_compared_to_the_mean_of_lags() -> None:
    found = local_moran([10, 0, 0, 0, 4], contiguity(range(5), [0, 1, 2, 3], [1, 2, 3, 4]))
    # Lags of x are 0, 10, 0, 4, 0 (mean 2.8); less 2.8 for each neighbour: -2.8, 4.4, ..., -1.6.
    assert found["quadrant"].to_list()[3] == "Low-Low"
    assert found["quadrant_by_mean_lag"].to_list()[3] == "Low-High"


def test_local_moran_has_the_p_values_of_gi() -> None:
    ours, theirs = local_moran(RATES, square()), gi(RATES, square())
    np.testing.assert_allclose(ours["p"].to_numpy(), theirs["p"].to_numpy(), rtol=1e-9)
    factor = np.sign(RATES - RATES.mean())
    np.testing.assert_allclose(ours["z"].to_numpy(), factor * theirs["value"].to_numpy())
    np.testing.assert_allclose(ours["skewness"].to_numpy(), factor * theirs["skewness"].to_numpy())


@pytest.mark.parametrize("test", [gi_star, gi, local_moran])
def test_p_values_by_moments_are_near_those_of_permutations(test) -> None:
    by_moments = (gi if test is gi_star else test)(RATES, square())
    drawn = test(RATES, square(), permutations=20_000, rng=np.random.default_rng(6))
    both = pl.DataFrame({"a": by_moments["p"], "b": drawn["p"]}).drop_nulls()
    assert both.height > 25
    assert (both["a"] - both["b"]).abs().max() < 0.03
    assert drawn["method"][0].endswith(", 20000 conditional permutations")
    assert drawn["chance_lower"].null_count() == 36
    assert drawn["p"].to_numpy() == pytest.approx(np.minimum(2 * drawn["p_folded"].to_numpy(), 1))


def test_draws_with_replacement_are_said_and_give_other_p_values() -> None:
    plain = gi(RATES, square(), permutations=999, rng=np.random.default_rng(6))
    again = gi(RATES, square(), permutations=999, rng=np.random.default_rng(6), replacement=True)
    assert again["method"][0] == "Gi, 999 conditional permutations with replacement"
    assert not plain["p"].equals(again["p"])


@pytest.mark.parametrize("test", [gi_star, gi, local_moran])
def test_equal_generators_give_equal_answers_and_no_p_value_is_nothing(test) -> None:
    once, again = (
        test(RATES, square(), permutations=99, rng=np.random.default_rng(6)) for _ in range(2)
    )
    assert once.equals(again)
    assert once["p_folded"].min() >= 0.01


def test_hot_and_cold_spots_lie_where_they_were_put() -> None:
    rates = np.full(36, 10.0) + RATES / 50
    rates[[0, 1, 6, 7]] += 9
    rates[[28, 29, 34, 35]] -= 9
    found = gi_star(rates, square())
    assert set(found.sort("value")["area"].to_list()[-4:]) == {0, 1, 6, 7}
    assert set(found.sort("value")["area"].to_list()[:4]) == {28, 29, 34, 35}


@pytest.mark.parametrize("test", [gi_star, gi])
@settings(max_examples=25, deadline=None)
@given(scale=st.floats(0.001, 1000), shift=st.floats(-100, 100))
def test_units_change_no_z(test, scale, shift) -> None:
    plain, other = test(RATES, square()), test(scale * RATES + shift * scale, square())
    np.testing.assert_allclose(other["value"].to_numpy(), plain["value"].to_numpy(), atol=1e-9)


@settings(max_examples=25, deadline=None)
@given(scale=st.floats(-1000, -0.001), shift=st.floats(-100, 100))
def test_units_and_direction_change_no_local_moran(scale, shift) -> None:
    plain = local_moran(RATES, square(), curve="normal")
    other = local_moran(scale * (RATES + shift), square(), curve="normal")
    for name in ("value", "z", "z_total", "p", "q"):
        np.testing.assert_allclose(other[name].to_numpy(), plain[name].to_numpy(), atol=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(36)))
def test_the_order_of_areas_changes_nothing(order: list[int]) -> None:
    weights = contiguity(order, *grid(6))
    for test in (gi_star, gi, local_moran):
        plain, other = test(RATES, square()), test(RATES[order], weights)
        assert other["area"].to_list() == list(range(36))
        for name in plain.columns:
            if plain[name].dtype == pl.Float64:
                np.testing.assert_allclose(
                    other[name].fill_null(-9).to_numpy(), plain[name].fill_null(-9).to_numpy()
                )
        named = test(RATES[order], square(), by=order)
        assert named["value"].to_list() == pytest.approx(plain["value"].to_list())


def test_binary_and_row_standardised_weights_give_one_gi_star() -> None:
    binary, rows = gi_star(RATES, square()), gi_star(RATES, row_standardised(square()))
    np.testing.assert_allclose(rows["value"].to_numpy(), binary["value"].to_numpy())


def test_an_area_weighs_as_much_as_the_heaviest_of_its_neighbours() -> None:
    weights = weighted_pairs(list("abcd"), list("aabcd"), list("bcaab"), weight=[3, 1, 1, 1, 2])
    found = gi_star(HEIGHTS, weights)
    assert found["observed"].to_list() == pytest.approx([27 + 24 + 2, 17, 11, 2 + 16])


def test_an_island_and_a_missing_value_have_reasons_and_leave_the_others_be() -> None:
    ids = [*"abcdef", "isle"]
    weights = contiguity(ids, list("abcde"), list("bcdef"))
    found = gi([3, 8, 2, 7, None, 5, 6], weights, curve="normal")
    said = dict(zip(found["area"], found["reason"], strict=True))
    assert said["isle"] == "the area has no neighbour"
    assert said["f"] == "the area has no neighbour"  # its only one is not known
    assert said["e"] == "an input is missing"
    assert found.filter(pl.col("area") == "e")["neighbours"].item() is None
    numbers = [name for name, each in found.schema.items() if each == pl.Float64]
    for area in ("isle", "f", "e"):
        row = found.filter(pl.col("area") == area).select(numbers).drop("confidence").row(0)
        assert set(row) == {None}
    # As if e had never been on the map.
    fewer = contiguity([*"abcdf", "isle"], list("abc"), list("bcd"))
    kept = gi([3, 8, 2, 7, 5, 6], fewer, curve="normal")
    assert found["value"].drop_nulls().to_list() == pytest.approx(
        kept["value"].drop_nulls().to_list()
    )
    assert found["q"].drop_nulls().len() == 4


@pytest.mark.parametrize("test", [gi_star, gi, local_moran])
@pytest.mark.parametrize("draws", [None, 19])
def test_maps_without_differences_or_areas_have_a_reason(test, draws) -> None:
    more = {"permutations": draws, "rng": np.random.default_rng(1)}
    alike = test([0.1 + 0.2, 0.3, 0.3, 0.3], line(), **more)
    assert alike["reason"].unique().to_list() == ["all values are equal"]
    large = test(np.array([0.1 + 0.2, 0.3, 0.3, 0.3]) * 1e7, line(), **more)
    assert large["reason"].unique().to_list() == ["all values are equal"]
    small = test(np.array([1.0, 2.0, 2.0, 4.0]) * 1e-20, line(), curve="normal")
    assert small["value"].null_count() == 0
    few = test([1, 2, 5, None], line(), **more)
    assert few["reason"].to_list() == ["fewer than 4 areas have a value"] * 3 + [
        "an input is missing"
    ]
    nobody = test([None] * 4, line(), **more)
    assert nobody["reason"].unique().to_list() == ["an input is missing"]
    for found in (alike, few, nobody):
        assert found["value"].null_count() == found["p"].null_count() == 4


def test_large_values_are_not_taken_for_the_mean() -> None:
    found = local_moran(np.array(HEIGHTS) * 1e7, row_standardised(line()))
    assert found["value"].to_list() == pytest.approx([0.96, 0.12, 0.12, 0.96])


def test_an_area_at_the_mean_has_no_local_moran() -> None:
    found = local_moran([1, 5, 3, 2, 4], contiguity(range(5), [0, 1, 2, 3], [1, 2, 3, 4]))
    assert found["value"].is_null().to_list() == [False, False, True, False, False]
    assert found["reason"][2].startswith("the statistic cannot vary")


def test_where_all_others_are_alike_gi_star_stands_and_gi_does_not() -> None:
    weights = contiguity(range(5), [0, 1, 2, 3], [1, 2, 3, 4])
    assert gi([0, 0, 0, 0, 7], weights)["value"].is_null().to_list() == [False] * 4 + [True]
    assert gi_star([0, 0, 0, 0, 7], weights)["value"].null_count() == 0


def test_three_neighbours_are_enough_for_a_curve() -> None:
    even = np.random.default_rng(3).permutation(36)
    for test in (gi_star, gi, local_moran):
        assert test(even, square())["p"].null_count() == 0  # the corners have three


def test_few_neighbours_or_skewed_values_ask_for_permutations() -> None:
    short = gi_star(HEIGHTS, line())
    assert short["value"].null_count() == 0
    assert short["p"].null_count() == short["chance_upper"].null_count() == 4
    said = "too skewed, or too few neighbours, for a p-value by moments: ask for permutations"
    assert short["reason"].unique().to_list() == [said]
    skewed = gi_star(np.where(np.arange(36) == 3, 100.0, RATES), square())
    assert skewed["reason"].unique().to_list() == [said]
    plain = gi_star(RATES, square())
    stands = plain["p"].is_not_null()
    assert plain["reason"].filter(stands).unique().to_list() == ["the method gives no limits here"]
    assert (plain["skewness"].abs() <= 0.5).filter(stands).all()


def test_confidences_stack_and_change_only_the_limits_by_chance() -> None:
    found = gi_star(RATES, square(), curve="normal", confidence=[0.95, 0.998])
    assert found.height == 72
    first, second = found[:36], found[36:]
    assert first.drop("confidence", "chance_lower", "chance_upper").equals(
        second.drop("confidence", "chance_lower", "chance_upper")
    )
    assert first["chance_upper"].unique().to_list() == pytest.approx([1.959964])
    assert second["chance_lower"].unique().to_list() == pytest.approx([-3.090232])
    assert found["lower"].null_count() == found["upper"].null_count() == 72


def test_limits_by_chance_agree_with_the_p_values() -> None:
    for test in (gi_star, gi, local_moran):
        found = test(RATES, square()).drop_nulls("p")
        is_out = (found["value"] < found["chance_lower"]) | (found["value"] > found["chance_upper"])
        assert is_out.to_list() == (found["p"] < 0.05).to_list()


@pytest.mark.parametrize("test", [gi_star, gi, local_moran])
def test_permutations_need_a_generator(test) -> None:
    with pytest.raises(ValueError, match="need an rng"):
        test(RATES, square(), permutations=99)
    with pytest.raises(ValueError, match="finite"):
        test([1, 2, math.inf, 3], line())
