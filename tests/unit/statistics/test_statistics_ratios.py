"""Ratios of two rates with exact conditional limits."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from vrn.statistics.ratios import (
    METHODS,
    NO_UPPER,
    TWO_ZEROS,
    WALD_OF_ZERO,
    rate_ratio,
    rate_ratio_limits,
    rate_ratio_wald_limits,
)


@given(st.integers(1, 300), st.integers(1, 300))
def test_limits_are_those_of_the_conditional_binomial(first: int, second: int) -> None:
    found = rate_ratio_limits(([first], [second]), ([2_000], [1_000]))
    exact = binomtest(first, first + second).proportion_ci(method="exact")
    assert found.value[0] == pytest.approx(first / second / 2)
    assert found.lower[0] == pytest.approx(exact.low / (1 - exact.low) / 2)
    assert found.upper[0] == pytest.approx(exact.high / (1 - exact.high) / 2)


@given(st.integers(0, 99), st.integers(0, 99))
def test_turning_the_ratio_round_turns_its_limits_round(first: int, second: int) -> None:
    one, other = rate_ratio_limits(([first], [second])), rate_ratio_limits(([second], [first]))
    with np.errstate(divide="ignore"):
        np.testing.assert_allclose(one.lower, 1 / other.upper)
        np.testing.assert_allclose(one.upper, 1 / other.lower)


def test_nothing_below_the_line_gives_no_finite_ratio() -> None:
    found = rate_ratio_limits(([5, 0], [0, 0]))
    assert math.isinf(found.value[0])
    assert math.isinf(found.upper[0])
    assert found.lower[0] > 0
    assert all(math.isnan(each[1]) for each in found)


def test_an_unknown_count_stays_unknown() -> None:
    assert all(math.isnan(each[0]) for each in rate_ratio_limits(([math.nan], [3])))


def test_broken_inputs_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="second count must be a whole number"):
        rate_ratio_limits(([1], [-1]))
    with pytest.raises(ValueError, match="first exposure must be a number above 0"):
        rate_ratio_limits(([1], [1]), ([0], [1]))


def test_the_ratio_of_a_printed_example() -> None:
    # R's help of poisson.test: 11 of 800 beside 21 of 3,011 births (leukaemia near Woburn).
    found = rate_ratio([11], [800], [21], [3_011])
    assert found["value"][0] == pytest.approx(1.971488, abs=1e-6)
    assert found["lower"][0] == pytest.approx(0.8584264, abs=1e-6)
    assert found["upper"][0] == pytest.approx(4.2772659, abs=1e-6)
    assert found["p_value"][0] == pytest.approx(0.07967, abs=1e-5)
    assert found["method"][0] == METHODS["exact"]


def test_walds_limits_follow_the_formula_written_out() -> None:
    found = rate_ratio([9], [300], [16], [800], method="log-wald", confidence=0.9)
    ratio, error = (9 / 300) / (16 / 800), math.sqrt(1 / 9 + 1 / 16)
    assert found["value"][0] == pytest.approx(ratio)
    assert found["lower"][0] == pytest.approx(ratio * math.exp(-1.6448536269514722 * error))
    assert found["upper"][0] == pytest.approx(ratio * math.exp(1.6448536269514722 * error))
    far = math.log(ratio) / error
    assert found["p_value"][0] == pytest.approx(math.erfc(far / math.sqrt(2)))
    assert found["method"][0] == METHODS["log-wald"]


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0.1, 10))
def test_the_p_value_adds_all_splits_that_are_as_unlikely(first, second, other) -> None:
    found = rate_ratio([first], [1.0], [second], [other])["p_value"][0]
    total, share = first + second, 1 / (1 + other)
    if total == 0:
        assert found is None
        return
    chances = binom.pmf(np.arange(total + 1), total, share)
    rare = chances <= binom.pmf(first, total, share) * (1 + 1e-7)
    assert found == pytest.approx(chances[rare].sum(), rel=1e-9)


def test_a_split_at_its_mean_is_no_evidence() -> None:
    found = rate_ratio([4, 30, 3], [1, 1, 2], [4, 60, 1], [1, 2, 1])
    assert found["p_value"].to_list() == [1.0, 1.0, 1.0]


def test_the_split_turned_round_counts_as_just_as_unlikely() -> None:
    # Ten events at equal chances: 2 (1 + 10 + 45 + 120) of 1,024 ways part them 3 to 7 or worse.
    found = rate_ratio([3, 7], [1, 1], [7, 3], [1, 1])
    assert found["p_value"].to_list() == pytest.approx([0.34375, 0.34375], rel=1e-12)


def test_ratios_of_groups_are_those_of_their_sums() -> None:
    found = rate_ratio([5, 7], [100, 200], [3, 3], [150, 150], by={"area": ["a", "a"]})
    whole = rate_ratio([12], [300], [6], [300])
    own = ["count", "population", "ref_count", "ref_population", "p_value"]
    assert found.columns[:6] == ["area", *own]
    assert found.drop("area").rows() == whole.rows()
    assert found.select(own[:4]).row(0) == (12, 300.0, 6, 300.0)


def test_a_reference_without_events_keeps_its_lower_limit() -> None:
    found = rate_ratio([5, 0, 0], [100, 100, 100], [0, 4, 0], [100, 100, 100])
    lower = rate_ratio_limits(([5], [0])).lower[0]
    assert found.row(0)[5:8] == (None, lower, None)
    assert found["value"].to_list() == [None, 0.0, None]
    assert found["reason"].to_list() == [NO_UPPER, None, TWO_ZEROS]
    assert found["upper"][1] > 0
    assert found["p_value"][2] is None


def test_walds_limits_need_an_event_on_both_sides() -> None:
    found = rate_ratio([5, 0, 2], [100] * 3, [0, 4, 1], [100] * 3, method="log-wald")
    assert found["reason"].to_list() == [WALD_OF_ZERO, WALD_OF_ZERO, None]
    assert found["value"].to_list() == [None, 0.0, 2.0]
    assert found["lower"].null_count() == found["upper"].null_count() == 2
    assert found["p_value"].is_null().to_list() == [True, True, False]
    limits = rate_ratio_wald_limits(([5], [0]))
    assert np.isnan([limits.lower[0], limits.upper[0]]).all()


def test_what_is_missing_in_a_ratio_gives_a_reason() -> None:
    found = rate_ratio([None, 1, 1, 1, 1], [9, None, 0, 9, 9], [1, 1, 1, None, 1], [9, 9, 9, 9, 0])
    assert found["reason"].to_list() == [
        "a count is missing",
        "a population is missing",
        "a population is 0: nothing is at risk",
        "a count is missing",
        "a population is 0: nothing is at risk",
    ]
    for name in ("value", "lower", "upper", "p_value"):
        assert found[name].null_count() == 5
    zero = rate_ratio([None], [9], [3], [9], missing="zero")
    assert (zero["count"][0], zero["value"][0]) == (0, 0.0)


def test_bad_columns_of_ratios_are_refused() -> None:
    with pytest.raises(ValueError, match="method is one of exact, log-wald; got 'normal'"):
        rate_ratio([1], [1], [1], [1], method="normal")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="ref_count must be a whole number"):
        rate_ratio([1], [1], [0.5], [1])
    with pytest.raises(ValueError, match="ref_population must be a number of at least 0"):
        rate_ratio([1], [1], [1], [-1])
    with pytest.raises(ValueError, match="may not be called p_value"):
        rate_ratio([1], [1], [1], [1], by={"p_value": ["a"]})
