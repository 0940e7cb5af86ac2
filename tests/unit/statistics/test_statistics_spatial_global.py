"""Moran's I, Geary's C and the general G: by hand, and against every order of a small map."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vrn.statistics.spatial.map_statistics as maps
from vrn.statistics.spatial import (
    contiguity,
    geary,
    general_g,
    moran,
    moran_of_rates,
    row_standardised,
    standardised_rates,
    weighted_pairs,
)

if TYPE_CHECKING:
    from vrn.statistics.spatial.weights import Weights

HEIGHTS = [9, 8, 2, 1]
VALUES = np.array([1.0, 2.0, 4.0, 9.0, 5.0])


def line() -> Weights:
    return contiguity(list("abcd"), list("abc"), list("bcd"))


def five() -> Weights:
    return weighted_pairs(
        range(5),
        [0, 1, 1, 2, 3, 4, 0],
        [1, 0, 2, 3, 4, 2, 4],
        weight=[1, 0.5, 2, 1, 1.5, 0.3, 0.8],
    )


def dense(weights) -> np.ndarray:
    full = np.zeros((weights.size, weights.size))
    full[weights.rows, weights.neighbours] = weights.weights
    return full


def plain_moran(x: np.ndarray, full: np.ndarray) -> float:
    z = x - x.mean()
    return x.size / full.sum() * (z @ full @ z) / (z @ z)


def plain_geary(x: np.ndarray, full: np.ndarray) -> float:
    z = x - x.mean()
    apart = (full * (x[:, None] - x) ** 2).sum()
    return (x.size - 1) / (2 * full.sum()) * apart / (z @ z)


def plain_g(x: np.ndarray, full: np.ndarray) -> float:
    products = np.outer(x, x)
    return (full * products).sum() / (products.sum() - np.trace(products))


PLAIN = [(moran, plain_moran, 1), (geary, plain_geary, -1), (general_g, plain_g, 1)]
IDS = ["moran", "geary", "general_g"]


def test_a_line_of_four_by_hand() -> None:
    """S0 = 6, S1 = 12, S2 = 40; sum of w z z = 30, of z^2 = 50, of w (x - x)^2 = 76."""
    found = moran(HEIGHTS, line(), assumption="normality").row(0, named=True)
    assert found["value"] == pytest.approx(4 / 6 * 30 / 50)
    assert found["expected"] == pytest.approx(-1 / 3)
    variance = (16 * 12 - 4 * 40 + 3 * 36) / (15 * 36) - 1 / 9
    assert found["variance"] == pytest.approx(variance)
    assert found["z"] == pytest.approx((0.4 + 1 / 3) / math.sqrt(variance))
    assert found["p"] == pytest.approx(math.erfc(found["z"] / math.sqrt(2)))
    assert found["chance_lower"] == pytest.approx(-1 / 3 - 1.959964 * math.sqrt(variance))
    assert found["chance_upper"] == pytest.approx(-1 / 3 + 1.959964 * math.sqrt(variance))
    assert (found["areas"], found["islands"]) == (4, 0)
    assert found["method"] == "Moran's I, normality"
    apart = geary(HEIGHTS, line(), assumption="normality").row(0, named=True)
    assert apart["value"] == pytest.approx(3 / 12 * 76 / 50)
    assert apart["expected"] == 1
    assert apart["variance"] == pytest.approx(((24 + 40) * 3 - 4 * 36) / (2 * 5 * 36))
    assert apart["z"] == pytest.approx(0.62 / math.sqrt(apart["variance"]))
    assert apart["method"] == "Geary's C, normality"
    shared = general_g(HEIGHTS, line()).row(0, named=True)
    assert shared["value"] == pytest.approx(2 * (72 + 16 + 2) / (400 - 150))
    assert shared["expected"] == pytest.approx(6 / 12)
    assert shared["method"] == "general G, randomisation"


@pytest.mark.parametrize(("test", "plain", "sign"), PLAIN, ids=IDS)
def test_moments_under_randomisation_are_those_of_every_order(test, plain, sign) -> None:
    full = dense(five())
    orders = np.array([plain(np.array(x), full) for x in itertools.permutations(VALUES)])
    found = test(VALUES, five()).row(0, named=True)
    assert found["value"] == pytest.approx(plain(VALUES, full))
    assert found["expected"] == pytest.approx(orders.mean())
    assert found["variance"] == pytest.approx(orders.var())
    z = (found["value"] - orders.mean()) / orders.std()
    assert found["z"] == pytest.approx(sign * z)


@pytest.mark.parametrize(("test", "plain", "sign"), PLAIN, ids=IDS)
def test_permutations_come_near_every_order(monkeypatch, test, plain, sign) -> None:
    monkeypatch.setattr(maps, "MAP_CELLS", 5 * 700)  # several blocks
    full = dense(five())
    orders = np.array([plain(np.array(x), full) for x in itertools.permutations(VALUES)])
    seen = plain(VALUES, full)
    folded = min((orders >= seen - 1e-9).mean(), (orders <= seen + 1e-9).mean())
    found = test(VALUES, five(), permutations=9_999, rng=np.random.default_rng(3))
    assert found["p"][0] == pytest.approx(min(1, 2 * folded), abs=0.03)
    assert found["chance_lower"][0] is None
    assert found["method"][0].endswith(", 9999 permutations")
    assert sign * found["z"][0] == pytest.approx(sign * test(VALUES, five())["z"][0])


@pytest.mark.parametrize("where", [0, 1])
def test_orders_that_tie_count_in_both_tails(where) -> None:
    """One high value lies at an end of the line or in its middle: two statistics, alike likely."""
    values = np.full(4, 0.1)
    values[where] = 0.7
    for test in (moran, geary):
        found = test(values, line(), permutations=99, rng=np.random.default_rng(1))
        assert found["p"][0] > 0.7


def test_moments_under_normality_are_those_of_normal_values() -> None:
    rng, full = np.random.default_rng(5), dense(five())
    draws = rng.normal(size=(20_000, 5))
    for test, plain in ((moran, plain_moran), (geary, plain_geary)):
        drawn = np.array([plain(x, full) for x in draws])
        found = test(VALUES, five(), assumption="normality").row(0, named=True)
        assert found["expected"] == pytest.approx(drawn.mean(), abs=0.02)
        assert found["variance"] == pytest.approx(drawn.var(), rel=0.05)


def test_rates_are_standardised_by_their_own_errors() -> None:
    """m = 42 / 3000, a = 156 / 3000000 - m / 1000 = 3.8e-5."""
    found = standardised_rates([0, 12, 30, None, 4], [500, 1000, 1500, 70, 0])
    m, a = 0.014, 3.8e-5
    expected = [
        (0 - m) / math.sqrt(a + m / 500),
        (0.012 - m) / math.sqrt(a + m / 1000),
        (0.02 - m) / math.sqrt(a + m / 1500),
        *(math.nan, math.nan),
    ]
    np.testing.assert_allclose(found, expected)


def test_a_variance_below_nothing_is_that_of_chance_alone() -> None:
    # Rates are equal but for little: a = -0.0099 and a + m / n is below 0 for large populations.
    count, people = np.array([10, 10, 1000, 1001]), np.array([1e3, 1e3, 1e5, 1e5])
    m = count.sum() / people.sum()
    a = (people * (count / people - m) ** 2).sum() / people.sum() - m / people.mean()
    assert (a + m / people < 0).tolist() == [False, False, True, True]
    variance = np.where(a + m / people < 0, m / people, a + m / people)
    np.testing.assert_allclose(
        standardised_rates(count, people), (count / people - m) / np.sqrt(variance)
    )


def test_moran_of_rates_is_moran_of_standardised_rates() -> None:
    count, people = [9, 16, 2, 1], [1000, 2000, 1000, 500]
    index = moran_of_rates(count, people, line())
    plain = moran(standardised_rates(count, people), line())
    assert index.drop("method").equals(plain.drop("method"))
    assert index["method"][0] == "Moran's I of rates, randomisation"
    drawn = moran_of_rates(count, people, line(), permutations=99, rng=np.random.default_rng(2))
    assert drawn["method"][0] == "Moran's I of rates, 99 permutations"
    nothing = moran_of_rates([0, 0, 0, 0], people, line())
    assert nothing["reason"][0] == "all values are equal"
    with pytest.raises(ValueError, match="count must be a whole number"):
        moran_of_rates([-1, 0, 0, 0], people, line())


def test_islands_are_left_out_and_counted() -> None:
    weights = contiguity([*"abcd", "isle", "skerry"], list("abc"), list("bcd"))
    for test in (moran, geary, general_g):
        found = test([*HEIGHTS, 77, None], weights)
        assert (found["areas"][0], found["islands"][0]) == (4, 1)
        assert found["value"][0] == pytest.approx(test(HEIGHTS, line())["value"][0])


def test_an_area_that_others_look_to_is_no_island() -> None:
    looked_at = weighted_pairs(list("abcd"), list("abc"), list("ddd"), weight=[1, 1, 1])
    assert moran(HEIGHTS, looked_at)["islands"][0] == 0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([5, 5, 5, 5, 9], "all values are equal"),
        ([5, 4, 3, None, 9], "fewer than 4 areas have a value"),
        ([None] * 5, "fewer than 4 areas have a value"),
    ],
)
@pytest.mark.parametrize("draws", [None, 9])
def test_maps_that_cannot_be_tested_have_a_reason(values, said, draws) -> None:
    weights = contiguity([*"abcd", "isle"], list("abc"), list("bcd"))
    for test in (moran, geary, general_g):
        found = test(values, weights, permutations=draws, rng=np.random.default_rng(1))
        assert found["reason"].to_list() == [said]
        assert found.select("value", "expected", "variance", "z", "p").row(0) == (None,) * 5


def test_where_all_are_neighbours_of_all_nothing_can_vary() -> None:
    whole = contiguity(range(5), *zip(*itertools.combinations(range(5), 2), strict=True))
    for test in (moran, geary, general_g):
        for draws in (None, 19):
            found = test(VALUES, whole, permutations=draws, rng=np.random.default_rng(1))
            assert found["value"][0] is None
            assert found["reason"][0].startswith("the statistic cannot vary: every order")


def test_a_map_of_islands_has_a_reason() -> None:
    found = moran(HEIGHTS, contiguity(list("abcd"), [], []))
    assert found["reason"].to_list() == ["no area has a neighbour"]
    assert (found["areas"][0], found["islands"][0]) == (0, 4)


def test_the_general_g_is_of_amounts() -> None:
    assert general_g([1, -2, 3, 4], line())["reason"][0].startswith("a value is below 0")
    assert general_g([0, 0, 3, 0], line())["reason"][0] == "fewer than two values are above 0"
    assert general_g([0, 0, 3, 1], line())["value"][0] == pytest.approx(1.0)


def test_confidences_stack() -> None:
    found = moran(HEIGHTS, line(), confidence=[0.95, 0.8])
    assert found["confidence"].to_list() == [0.95, 0.8]
    assert found["chance_upper"][0] > found["chance_upper"][1]
    assert found["reason"].unique().to_list() == ["the method gives no limits here"]


@settings(max_examples=25, deadline=None)
@given(scale=st.floats(0.001, 1000), shift=st.floats(0, 100), order=st.permutations(range(5)))
def test_units_and_order_change_nothing(scale, shift, order) -> None:
    for test in (moran, geary):
        plain, other = test(VALUES, five()), test(scale * (VALUES + shift), five())
        for name in ("value", "expected", "variance", "z", "p"):
            assert other[name][0] == pytest.approx(plain[name][0], abs=1e-9)
    assert general_g(scale * VALUES, five())["z"][0] == pytest.approx(
        general_g(VALUES, five())["z"][0]
    )
    for test in (moran, geary, general_g):
        named = test(VALUES[order], five(), by=order)
        assert named["value"][0] == pytest.approx(test(VALUES, five())["value"][0])


def test_row_standardised_moran_is_the_slope_of_the_lag() -> None:
    rows = row_standardised(line())
    z = np.array([4.0, 3.0, -3.0, -4.0])
    means = np.array([3.0, 0.5, -0.5, -3.0])
    assert moran(HEIGHTS, rows)["value"][0] == pytest.approx(np.polyfit(z, means, 1)[0])


@pytest.mark.parametrize("test", [moran, geary])
def test_an_assumption_is_one_of_two(test) -> None:
    with pytest.raises(ValueError, match="randomisation or normality; got hope"):
        test(HEIGHTS, line(), assumption="hope")


@pytest.mark.parametrize("test", [moran, geary, general_g])
def test_permutations_need_a_generator(test) -> None:
    with pytest.raises(ValueError, match="need an rng"):
        test(HEIGHTS, line(), permutations=99)
