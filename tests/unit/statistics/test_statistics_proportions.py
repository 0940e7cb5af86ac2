"""Wilson's limits of shares."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn.statistics import wilson


def test_wilson_follows_the_formula_written_out() -> None:
    x, n, z = 7, 50, 1.959963984540054
    p = x / n
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    found = wilson([x], [n])
    assert found.lower[0] == pytest.approx(middle - reach)
    assert found.upper[0] == pytest.approx(middle + reach)


def test_an_unknown_part_or_total_stays_unknown() -> None:
    found = wilson([math.nan, 2, 3], [5, math.nan, 6], multiplier=100)
    np.testing.assert_array_equal(np.isnan(found.value), [True, True, False])
    np.testing.assert_array_equal(np.isnan(found.lower), [True, True, False])


def test_no_shares_at_all_give_empty_arrays() -> None:
    assert wilson([], []).value.size == 0


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=1, max_size=10))
def test_limits_hold_the_share_and_stay_within_the_scale(pairs: list[tuple[int, int]]) -> None:
    part = [min(pair) for pair in pairs]
    found = wilson(part, [max(pair) for pair in pairs], multiplier=100)
    assert (found.lower >= 0).all()
    assert (found.upper <= 100).all()
    assert (found.lower <= found.value + 1e-9).all()
    assert (found.value <= found.upper + 1e-9).all()


def test_a_part_above_its_total_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot exceed its total; got 6 of 5 at position 1"):
        wilson([1, 6], [5, 5])


def test_a_total_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="total must be a number above 0"):
        wilson([0], [0])
