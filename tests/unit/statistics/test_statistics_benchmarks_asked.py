"""Benchmarks: limits at the confidence and in the unit asked for, and rows at the edges."""

from __future__ import annotations

import polars as pl
import pytest

from vrn.statistics.answers import MISSING
from vrn.statistics.benchmarks import (
    compare_with_benchmark,
    proportion_against_benchmark,
    rate_against_benchmark,
)
from vrn.statistics.proportions import proportion
from vrn.statistics.rates import rate

LIMITS = ("value", "lower", "upper")


def test_a_tested_rate_has_the_limits_of_the_rate() -> None:
    found = rate_against_benchmark(
        [30], [1_000], benchmark=3, multiplier=100, confidence=0.5, polarity="lower_is_better"
    )
    plain = rate([30], [1_000], multiplier=100, confidence=0.5)
    assert found.select(LIMITS).row(0) == pytest.approx(plain.select(LIMITS).row(0))
    assert found.select("count", "benchmark", "judgement").row(0) == (30, 3.0, "similar")
    assert found.schema["count"] == pl.Int64
    worse = rate_against_benchmark([30], [1_000], benchmark=15, polarity="lower_is_better")
    assert worse["judgement"].to_list() == ["worse"]


def test_a_tested_share_has_the_limits_of_the_share() -> None:
    found = proportion_against_benchmark(
        [60], [100], benchmark=50, multiplier=100, confidence=0.5, polarity="higher_is_better"
    )
    plain = proportion([60], [100], multiplier=100, confidence=0.5)
    assert found.select(LIMITS).row(0) == pytest.approx(plain.select(LIMITS).row(0))
    assert found["judgement"].to_list() == ["better"]


def test_limits_may_meet_and_a_missing_value_is_said_before_a_missing_benchmark() -> None:
    assert compare_with_benchmark([5], [5], [5], benchmark=4)["comparison"].to_list() == ["higher"]
    found = compare_with_benchmark([None], [1], [2], benchmark=[None])
    assert found["reason"].to_list() == [MISSING]


def test_groups_and_polarities_have_names_that_may_be_told_apart() -> None:
    with pytest.raises(ValueError, match="may not be called benchmark"):
        rate_against_benchmark([30], [1_000], benchmark=15, by={"benchmark": ["a"]})
    with pytest.raises(ValueError, match=r"polarity is \('higher_is_better', 'lower_is_better'\)"):
        compare_with_benchmark([5], [4], [6], benchmark=4, polarity="up")  # type: ignore[arg-type]


def test_words_are_texts_also_where_no_row_has_one() -> None:
    found = compare_with_benchmark([5, None], [4, 4], [6, 6], benchmark=4.5)
    assert found.select("comparison", "judgement", "verdict").dtypes == [pl.String] * 3
