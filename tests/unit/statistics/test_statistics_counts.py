"""Limits of counts and rates, by hand-checked values and by what must hold of any of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from vrn.statistics.counts import (
    BYARS,
    EXACT,
    byars_limits,
    count_limits,
    count_methods,
    exact_limits,
    rate_limits,
)
from vrn.statistics.limits import read_counts, read_exposures, read_populations

COUNTS = st.lists(st.integers(0, 5_000), min_size=1, max_size=20)


def test_byars_limits_follow_the_formula_written_out() -> None:
    x, z = 100, 1.959963984540054
    found = byars_limits([x])
    assert found.lower[0] == pytest.approx(x * (1 - 1 / (9 * x) - z / (3 * math.sqrt(x))) ** 3)
    y = x + 1
    assert found.upper[0] == pytest.approx(y * (1 - 1 / (9 * y) + z / (3 * math.sqrt(y))) ** 3)


def test_exact_limits_are_half_the_chi_square_quantiles() -> None:
    counts = np.array([1, 7, 40])
    found = exact_limits(counts, confidence=0.998)
    np.testing.assert_allclose(found.lower, chi2.ppf(0.001, 2 * counts) / 2)
    np.testing.assert_allclose(found.upper, chi2.ppf(0.999, 2 * counts + 2) / 2)


def test_the_switch_to_exact_limits_lies_below_ten() -> None:
    counts = [0, 9, 10, 11]
    found, exact, byar = count_limits(counts), exact_limits(counts), byars_limits(counts)
    np.testing.assert_array_equal(found.lower[:2], exact.lower[:2])
    np.testing.assert_array_equal(found.lower[2:], byar.lower[2:])
    np.testing.assert_array_equal(found.upper[:2], exact.upper[:2])
    np.testing.assert_array_equal(found.upper[2:], byar.upper[2:])


@pytest.mark.parametrize("counts", [[3], [30], [3, 30]])
def test_the_confidence_reaches_the_limits_on_both_sides_of_the_switch(counts) -> None:
    found = count_limits(counts, confidence=0.8)
    exact, byar = exact_limits(counts, confidence=0.8), byars_limits(counts, confidence=0.8)
    few = np.array(counts) < 10
    np.testing.assert_array_equal(found.lower, np.where(few, exact.lower, byar.lower))
    np.testing.assert_array_equal(found.upper, np.where(few, exact.upper, byar.upper))


def test_byars_lower_limit_of_one_event_is_there_until_it_would_be_negative() -> None:
    # 1 - 1/9 - 1.959964/3 = 0.235568, and its cube 0.013072; at 99.8% 1 - 1/9 - 3.09/3 < 0.
    assert byars_limits([1]).lower[0] == pytest.approx(0.013072, abs=1e-6)
    assert math.isnan(byars_limits([1], confidence=0.998).lower[0])


def test_limits_keep_the_counts_as_their_value() -> None:
    for counts in ([2, 40], [2, 0, 1, 2]):
        for limits in (byars_limits, exact_limits, count_limits):
            np.testing.assert_array_equal(limits(counts).value, counts)


@pytest.mark.parametrize("read", [read_counts, read_exposures, read_populations])
def test_whole_numbers_are_read_as_floats(read) -> None:
    assert read("number", [3, 1]).dtype == np.float64


@pytest.mark.parametrize("limits", [byars_limits, exact_limits, count_limits])
def test_a_broken_count_is_called_a_count(limits) -> None:
    with pytest.raises(ValueError, match=r"^count must be a whole number"):
        limits([-1])


def test_a_rate_is_per_thousand_unless_said_and_its_limits_are_those_of_the_count() -> None:
    assert rate_limits([3], [1_000]).value[0] == 3
    found = rate_limits([12], [4], multiplier=10, confidence=0.9, exact_below=20)
    counted = exact_limits([12], confidence=0.9)
    assert found.lower[0] == pytest.approx(counted.lower[0] * 2.5)
    assert found.upper[0] == pytest.approx(counted.upper[0] * 2.5)


def test_the_switch_can_be_left_out_and_then_zero_has_no_lower_limit() -> None:
    found = count_limits([0, 9], exact_below=0)
    assert math.isnan(found.lower[0])
    assert found.lower[1] == byars_limits([9]).lower[0]


def test_an_unknown_count_stays_unknown() -> None:
    found = rate_limits([math.nan, 3.0], [1_000, math.nan])
    for each in found:
        assert np.isnan(each).all()


def test_a_rate_keeps_the_shape_of_its_inputs() -> None:
    found = rate_limits(np.ones((2, 3)), 500, multiplier=1_000)
    assert found.value.shape == found.lower.shape == found.upper.shape == (2, 3)
    assert (found.value == 2).all()


@given(COUNTS)
def test_limits_lie_on_both_sides_of_the_count(counts: list[int]) -> None:
    found = count_limits(counts)
    assert (found.lower <= found.value).all()
    assert (found.value < found.upper).all()


@pytest.mark.parametrize("bad", [-1, 2.5, math.inf])
def test_a_broken_count_is_refused_with_its_position(bad: float) -> None:
    with pytest.raises(ValueError, match=r"whole number of at least 0; got .* at position 2"):
        count_limits([4, 5, bad])


@pytest.mark.parametrize("bad", [0, -3, math.inf])
def test_a_population_of_nobody_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="population must be a number above 0"):
        rate_limits([1], [bad])


@pytest.mark.parametrize("bad", [0, 1, 95])
def test_a_confidence_in_per_cent_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match=r"such as 0\.95"):
        byars_limits([5], confidence=bad)


@pytest.mark.parametrize(
    # Garwood's limits as D. Altman and others print them (Statistics with Confidence, table 18.3).
    ("count", "lower", "upper"),
    [(0, 0.0, 3.689), (1, 0.025, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390)],
)
def test_exact_limits_are_those_of_the_printed_table(count, lower, upper) -> None:
    found = exact_limits([count])
    assert found.lower[0] == pytest.approx(lower, abs=0.0011)
    assert found.upper[0] == pytest.approx(upper, abs=0.0011)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=60))
def test_limits_looked_up_are_those_found_one_by_one(counts: list[int]) -> None:
    together = exact_limits(counts, confidence=0.9)
    alone = [exact_limits(each, confidence=0.9) for each in counts]
    np.testing.assert_array_equal(together.lower, [float(each.lower) for each in alone])
    np.testing.assert_array_equal(together.upper, [float(each.upper) for each in alone])


def test_the_largest_count_of_many_is_looked_up_too() -> None:
    # As many values as the largest count, and one more: on either side of the look-up.
    for counts in ([3, 0, 1], [3, 0, 1, 2], [math.nan, 3, 0, 1, 2]):
        found = exact_limits(counts)
        known = [each == 3 for each in counts]
        assert found.upper[known][0] == pytest.approx(chi2.ppf(0.975, 8) / 2)
        np.testing.assert_array_equal(np.isnan(found.lower), np.isnan(counts))
        np.testing.assert_array_equal(np.isnan(found.upper), np.isnan(counts))


def test_no_counts_at_all_give_empty_arrays() -> None:
    assert count_limits([]).lower.size == 0
    assert exact_limits([]).lower.size == 0
    assert np.isnan(exact_limits([math.nan]).upper).all()


def test_the_limits_of_a_count_say_which_they_are() -> None:
    found = count_methods(np.array([4.0, 5.0, math.nan]), exact_below=5)
    assert found.to_list() == [EXACT, BYARS, None]
    assert count_methods(np.array([9.0, 10.0])).to_list() == [EXACT, BYARS]


@pytest.mark.parametrize("bad", [0, -1, math.inf, math.nan])
def test_a_multiplier_of_nothing_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="multiplier must be a number above 0"):
        rate_limits([1], [10], multiplier=bad)
