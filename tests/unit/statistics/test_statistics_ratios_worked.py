"""Ratios of one event, of very unlike populations, and the names of what is broken."""

from __future__ import annotations

import math

import polars as pl
import pytest

from vrn.statistics.ratios import rate_ratio, rate_ratio_limits


def test_one_event_has_a_p_value_and_limits() -> None:
    # Of one event among 1,000 and 3,000 the chance to fall in the first is a quarter.
    found = rate_ratio([1, 0], [1_000] * 2, [0, 1], [3_000] * 2)
    assert found["p_value"].to_list() == pytest.approx([0.25, 1])
    assert found.select("count", "ref_count").dtypes == [pl.Int64] * 2
    # Clopper and Pearson's of 1 of 1: from 0.025, an odds of 0.025 / 0.975.
    value, lower, upper = rate_ratio_limits(([1, 0], [0, 1]))
    assert (value[0], lower[0], upper[0]) == (math.inf, pytest.approx(1 / 39), math.inf)
    assert (value[1], lower[1], upper[1]) == (0, 0, pytest.approx(39))


def test_a_population_may_be_far_larger_than_the_reference() -> None:
    # All three events in the smaller one: each with a chance of 1 in 1,000.
    found = rate_ratio([0], [999], [3], [1])
    assert found["p_value"][0] == pytest.approx(1e-9)


def test_which_count_or_exposure_is_broken_is_named() -> None:
    with pytest.raises(ValueError, match=r"^first count must be"):
        rate_ratio_limits(([-1], [1]))
    with pytest.raises(ValueError, match=r"^second exposure must be"):
        rate_ratio_limits(([1], [1]), ([1], [0]))
