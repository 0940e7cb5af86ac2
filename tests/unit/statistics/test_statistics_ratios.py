"""Ratios of two rates with exact conditional limits."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from vrn.statistics import rate_ratio


@given(st.integers(1, 300), st.integers(1, 300))
def test_limits_are_those_of_the_conditional_binomial(first: int, second: int) -> None:
    found = rate_ratio(([first], [second]), ([2_000], [1_000]))
    exact = binomtest(first, first + second).proportion_ci(method="exact")
    assert found.value[0] == pytest.approx(first / second / 2)
    assert found.lower[0] == pytest.approx(exact.low / (1 - exact.low) / 2)
    assert found.upper[0] == pytest.approx(exact.high / (1 - exact.high) / 2)


@given(st.integers(0, 99), st.integers(0, 99))
def test_turning_the_ratio_round_turns_its_limits_round(first: int, second: int) -> None:
    one, other = rate_ratio(([first], [second])), rate_ratio(([second], [first]))
    with np.errstate(divide="ignore"):
        np.testing.assert_allclose(one.lower, 1 / other.upper)
        np.testing.assert_allclose(one.upper, 1 / other.lower)


def test_nothing_below_the_line_gives_no_finite_ratio() -> None:
    found = rate_ratio(([5, 0], [0, 0]))
    assert math.isinf(found.value[0])
    assert math.isinf(found.upper[0])
    assert found.lower[0] > 0
    assert all(math.isnan(each[1]) for each in found)


def test_an_unknown_count_stays_unknown() -> None:
    assert all(math.isnan(each[0]) for each in rate_ratio(([math.nan], [3])))


def test_broken_inputs_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="second count must be a whole number"):
        rate_ratio(([1], [-1]))
    with pytest.raises(ValueError, match="first exposure must be a number above 0"):
        rate_ratio(([1], [1]), ([0], [1]))
