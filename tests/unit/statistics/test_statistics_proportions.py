"""Wilson's limits of shares."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn.statistics.proportions import (
    MISSING_TOTAL,
    NO_TOTAL,
    WILSON,
    proportion,
    wilson_limits,
)


def test_wilson_follows_the_formula_written_out() -> None:
    x, n, z = 7, 50, 1.959963984540054
    p = x / n
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    found = wilson_limits([x], [n])
    assert found.lower[0] == pytest.approx(middle - reach)
    assert found.upper[0] == pytest.approx(middle + reach)


def test_an_unknown_part_or_total_stays_unknown() -> None:
    found = wilson_limits([math.nan, 2, 3], [5, math.nan, 6], multiplier=100)
    np.testing.assert_array_equal(np.isnan(found.value), [True, True, False])
    np.testing.assert_array_equal(np.isnan(found.lower), [True, True, False])


def test_no_shares_at_all_give_empty_arrays() -> None:
    assert wilson_limits([], []).value.size == 0


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=1, max_size=10))
def test_limits_hold_the_share_and_stay_within_the_scale(pairs: list[tuple[int, int]]) -> None:
    part = [min(pair) for pair in pairs]
    found = wilson_limits(part, [max(pair) for pair in pairs], multiplier=100)
    assert (found.lower >= 0).all()
    assert (found.upper <= 100).all()
    assert (found.lower <= found.value + 1e-9).all()
    assert (found.value <= found.upper + 1e-9).all()


def test_a_part_above_its_total_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot exceed its total; got 6 of 5 at position 1"):
        wilson_limits([5, 6], [5, 5])


def test_broken_parts_and_totals_are_called_by_their_name() -> None:
    with pytest.raises(ValueError, match=r"^count must be a whole number"):
        wilson_limits([0.5], [5])
    with pytest.raises(ValueError, match=r"^total must be a whole number"):
        wilson_limits([1], [5.5])


def test_a_total_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="total must be a number above 0"):
        wilson_limits([0], [0])


@pytest.mark.parametrize(
    # R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in
    # Medicine 17 (1998), table I, method 3.
    ("part", "whole", "lower", "upper"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_limits_are_those_of_the_printed_table(part, whole, lower, upper) -> None:
    found = proportion([part], [whole])
    assert found["value"][0] == part / whole
    assert found["lower"][0] == pytest.approx(lower, abs=5e-5)
    assert found["upper"][0] == pytest.approx(upper, abs=5e-5)


def test_shares_of_groups_are_those_of_their_sums() -> None:
    found = proportion(
        [1, 10, 4, 5], [9, 20, 11, 30], by={"area": ["b", "a", "b", "a"]}, multiplier=100
    )
    whole = proportion([15, 5], [50, 20], multiplier=100)
    assert found.columns[:3] == ["area", "count", "total"]
    assert found.select("area", "count", "total", "value").rows() == [
        ("a", 15, 50, 30.0),
        ("b", 5, 20, 25.0),
    ]
    assert found.dtypes[1:4] == [pl.Int64, pl.Int64, pl.Float64]
    assert found["lower"].to_list() == whole["lower"].to_list()
    assert found["method"].to_list() == [WILSON, WILSON]


def test_one_of_one_is_a_share() -> None:
    assert proportion([1], [1])["value"].to_list() == [1.0]


def test_confidences_stack_in_the_order_asked() -> None:
    found = proportion([5], [10], confidence=[0.998, 0.95])
    assert found["confidence"].to_list() == [0.998, 0.95]
    assert found["lower"][0] < found["lower"][1] < 0.5 < found["upper"][1] < found["upper"][0]


def test_what_is_missing_or_nothing_gives_a_reason() -> None:
    found = proportion([None, 2, 0], [5, None, 0])
    assert found["reason"].to_list() == ["a count is missing", MISSING_TOTAL, NO_TOTAL]
    for name in ("value", "lower", "upper"):
        assert found[name].null_count() == 3
    assert found["count"].to_list() == [None, 2, 0]
    zero = proportion([None], [5], missing="zero")
    assert (zero["count"][0], zero["value"][0], zero["reason"][0]) == (0, 0.0, None)


def test_bad_columns_of_shares_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot exceed its total; got 6 of 5 at position 1"):
        proportion([1, 6], [5, 5], by=["a", "a"])
    with pytest.raises(ValueError, match="total must be a whole number"):
        proportion([1], [5.5])
    with pytest.raises(ValueError, match="count must be a whole number"):
        proportion([-1], [5])
    with pytest.raises(ValueError, match="one length: count has 1, total has 2"):
        proportion([1], [5, 6])
    with pytest.raises(ValueError, match="may not be called total"):
        proportion([1], [5], by={"total": ["a"]})
    with pytest.raises(ValueError, match="multiplier"):
        wilson_limits([1], [5], multiplier=0)


def test_limits_of_none_and_of_all_are_nought_and_one_exactly() -> None:
    totals = [1, 3, 49, 75, 10_000]
    none, every = wilson_limits([0] * 5, totals), wilson_limits(totals, totals)
    assert none.lower.tolist() == [0.0] * 5
    assert every.upper.tolist() == [1.0] * 5
    assert (none.upper > 0).all()
    assert (every.lower < 1).all()
