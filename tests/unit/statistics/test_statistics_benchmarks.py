"""Comparison with a benchmark, by cases worked by hand and by what must hold of any."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from vrn.statistics.benchmarks import (
    MISSING_BENCHMARK,
    compare_with_benchmark,
    proportion_against_benchmark,
    rate_against_benchmark,
)
from vrn.statistics.proportions import proportion
from vrn.statistics.rates import rate

JUDGED = ("comparison", "judgement", "verdict")


def test_limits_that_do_not_reach_the_benchmark_differ_from_it() -> None:
    found = compare_with_benchmark(
        [5, 8, 8, 10, 12, 12, 15],
        [3, 6, 6, 9, 10, 10.1, 14],
        [7, 9.9, 10, 11, 14, 14, 16],
        benchmark=10,
    )
    assert found["comparison"].to_list() == [
        *("lower", "lower", "similar", "similar", "similar", "higher", "higher")
    ]
    assert found.columns == [
        *("benchmark", *JUDGED),
        *("value", "lower", "upper", "confidence", "method", "reason"),
    ]
    assert found["judgement"].is_null().all()
    assert found["verdict"].to_list()[::3] == ["lower at 95%", "similar", "higher at 95%"]
    assert found["benchmark"].to_list() == [10] * 7
    assert found["confidence"].to_list() == [0.95] * 7
    assert found["value"].to_list()[-1] == 15
    assert found["reason"].is_null().all()


@pytest.mark.parametrize(
    ("polarity", "judgements"),
    [
        ("higher_is_better", ["worse", "similar", "better"]),
        ("lower_is_better", ["better", "similar", "worse"]),
        (None, [None, None, None]),
    ],
)
def test_the_polarity_says_what_is_better(polarity, judgements) -> None:
    found = compare_with_benchmark(
        [5, 10, 15], [4, 9, 14], [6, 11, 16], benchmark=10, polarity=polarity
    )
    assert found["judgement"].to_list() == judgements


def test_the_verdict_is_at_the_highest_confidence_at_which_a_group_differs() -> None:
    rows = pl.DataFrame(
        {
            "area": ["d", "c", "b", "a"] * 2,
            "value": [5.0, 8, 10, 20] * 2,
            "lower": [4.0, 7, 9, 18, 3, 4, 7, 15],
            "upper": [6.0, 9, 11, 22, 7, 12, 13, 25],
            "confidence": [0.95] * 4 + [0.998] * 4,
        }
    )
    turned = rows.sample(fraction=1, shuffle=True, seed=3)
    for each in (rows, turned):
        found = compare_with_benchmark(
            each["value"],
            each["lower"],
            each["upper"],
            benchmark=10,
            confidence=each["confidence"],
            by=each.select("area"),
        )
        assert found["area"].to_list() == ["a", "b", "c", "d"] * 2
        assert found["confidence"].to_list() == [0.95] * 4 + [0.998] * 4
        assert (
            found["verdict"].to_list()
            == [*("much higher at 99.8%", "similar", "lower at 95%", "much lower at 99.8%")] * 2
        )
        assert found["comparison"].to_list() == [
            *("higher", "similar", "lower", "lower"),
            *("higher", "similar", "similar", "lower"),
        ]


def test_answers_of_other_methods_can_be_compared() -> None:
    rates = rate([10, 30], [1_000, 1_000], by={"area": ["a", "b"]}, confidence=[0.95, 0.998])
    found = compare_with_benchmark(
        rates["value"],
        rates["lower"],
        rates["upper"],
        benchmark=11,
        confidence=rates["confidence"],
        by=rates.select("area"),
        polarity="lower_is_better",
    )
    assert found["verdict"].to_list() == ["similar", "much higher at 99.8%"] * 2
    assert found["judgement"].to_list() == ["similar", "worse"] * 2


def test_each_row_may_have_a_benchmark_of_its_own() -> None:
    found = compare_with_benchmark([5, 5, 5], [4, 4, 4], [6, 6, 6], benchmark=[3, 5, None])
    assert found["comparison"].to_list() == ["higher", "similar", None]
    assert found["verdict"].to_list() == ["higher at 95%", "similar", None]
    assert found["reason"].to_list() == [None, None, MISSING_BENCHMARK]


def test_what_is_missing_is_not_compared() -> None:
    found = compare_with_benchmark([None, 5, 5], [4, None, 4], [6, 6, None], benchmark=10)
    assert found.select(JUDGED).rows() == [(None, None, None)] * 3
    assert found["value"].to_list() == [None, 5, 5]
    assert found["reason"].to_list() == [
        "an input is missing",
        *["the method gives no limits here"] * 2,
    ]


def test_a_rate_tested_against_a_benchmark() -> None:
    found = rate_against_benchmark([30, 10, 20], [1_000, 500, 2_000], benchmark=20)
    # Expected are 20, 10 and 40: z = 10 / sqrt 20, 0 and -20 / sqrt 40.
    z = [10 / math.sqrt(20), 0, -20 / math.sqrt(40)]
    assert found["z"].to_list() == pytest.approx(z)
    assert found["p_value"].to_list() == pytest.approx([2 * norm.sf(abs(each)) for each in z])
    assert found["comparison"].to_list() == ["higher", "similar", "lower"]
    assert found["verdict"].to_list() == ["higher at 95%", "similar", "lower at 95%"]
    assert found["value"].to_list() == [30, 20, 10]
    plain = rate([30, 10, 20], [1_000, 500, 2_000])
    assert found.select("lower", "upper").equals(plain.select("lower", "upper"))
    assert found.columns[:5] == ["count", "population", "benchmark", "z", "p_value"]


def test_a_share_tested_against_a_benchmark() -> None:
    found = proportion_against_benchmark(
        [60, 45, 30],
        [100, 100, 100],
        benchmark=50,
        multiplier=100,
        confidence=[0.95, 0.998],
        polarity="higher_is_better",
    )
    assert found["z"].to_list() == pytest.approx([2, -1, -4] * 2)
    assert found["p_value"][0] == pytest.approx(0.0455, abs=5e-5)
    assert found["comparison"].to_list() == [
        *("higher", "similar", "lower"),
        *("similar", "similar", "lower"),
    ]
    assert found["judgement"].to_list()[:3] == ["better", "similar", "worse"]
    assert found["verdict"].to_list()[:3] == ["higher at 95%", "similar", "much lower at 99.8%"]
    plain = proportion([60], [100], multiplier=100)
    assert found.select("value", "lower", "upper").row(0) == plain.select(
        "value", "lower", "upper"
    ).row(0)
    assert found.columns[:5] == ["count", "total", "benchmark", "z", "p_value"]


def test_rows_of_a_group_are_summed_and_groups_are_in_order() -> None:
    by = {"area": ["b", "a", "b"]}
    shares = proportion_against_benchmark([10, 30, 20], [50, 100, 50], by=by, benchmark=0.4)
    assert shares.select("area", "count", "total").rows() == [("a", 30, 100), ("b", 30, 100)]
    rates = rate_against_benchmark([10, 30, 20], [50, 100, 50], by=by, benchmark=400)
    assert rates.select("area", "count", "population").rows() == [("a", 30, 100), ("b", 30, 100)]


def test_sizes_of_1_and_less_are_sizes() -> None:
    rates = rate_against_benchmark([1, 1], [0.5, 1], benchmark=500)
    assert rates["value"].to_list() == [2_000, 1_000]
    assert rates["population"].to_list() == [0.5, 1]
    shares = proportion_against_benchmark([1, 0], [1, 1], benchmark=0.5)
    assert shares.schema["total"] == pl.Int64
    assert shares["value"].to_list() == [1, 0]
    assert shares["z"].to_list() == pytest.approx([1, -1])


def test_what_cannot_be_tested_says_why() -> None:
    shares = proportion_against_benchmark([None, 1, 0], [10, None, 0], benchmark=0.5)
    assert shares["reason"].to_list() == [
        *("a count is missing", "a total is missing"),
        "the total is 0: there is nothing to take a share of",
    ]
    rates = rate_against_benchmark([None, 1, 0], [10, None, 0], benchmark=5)
    assert rates["reason"].to_list() == [
        *("a count is missing", "a population is missing"),
        "a population is 0: nothing is at risk",
    ]
    for found in (shares, rates):
        empty = found.select("z", "p_value", *JUDGED, "value", "lower", "upper")
        assert empty.rows() == [(None,) * 8] * 3


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 200), st.integers(200, 400), st.floats(0.05, 0.95))
def test_a_share_differs_just_where_wilsons_limits_leave_the_benchmark_out(
    count, total, benchmark
) -> None:
    tested = proportion_against_benchmark([count], [total], benchmark=benchmark)
    limits = proportion([count], [total])
    compared = compare_with_benchmark(
        limits["value"], limits["lower"], limits["upper"], benchmark=benchmark
    )
    if abs(tested["p_value"][0] - 0.05) > 1e-9:
        assert tested["comparison"].equals(compared["comparison"])


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 90), min_size=1, max_size=8), st.sampled_from([3, 100]))
def test_scaling_people_and_benchmark_together_changes_no_test(counts, times) -> None:
    people = np.arange(1, len(counts) + 1) * 100
    plain = rate_against_benchmark(counts, people, benchmark=9)
    scaled = rate_against_benchmark(counts, people * times, benchmark=9 / times)
    np.testing.assert_allclose(scaled["z"], plain["z"])
    assert scaled["comparison"].equals(plain["comparison"])


BROKEN = {
    "above its upper, as at position 1": lambda: compare_with_benchmark(
        [1, 1], [0, 3], [2, 2], benchmark=1
    ),
    "must be finite": lambda: compare_with_benchmark([1], [0], [math.inf], benchmark=1),
    "two rows at one confidence": lambda: compare_with_benchmark(
        [1, 1], [0, 0], [2, 2], benchmark=1, by=["a", "a"]
    ),
    "such as 0.95": lambda: compare_with_benchmark([1], [0], [2], benchmark=1, confidence=95),
    "one length": lambda: compare_with_benchmark([1], [0], [2], benchmark=[1, 2]),
    "the polarity is": lambda: compare_with_benchmark(
        [1],
        [0],
        [2],
        benchmark=1,
        polarity="up",  # type: ignore[arg-type]
    ),
    "may not be called verdict": lambda: compare_with_benchmark(
        [1], [0], [2], benchmark=1, by={"verdict": [1]}
    ),
    "above 0 and below inf; got 0": lambda: rate_against_benchmark([1], [1], benchmark=0),
    "above 0 and below inf; got inf": lambda: rate_against_benchmark([1], [1], benchmark=math.inf),
    "below 100; got 100": lambda: proportion_against_benchmark(
        [1], [1], benchmark=100, multiplier=100
    ),
    "cannot exceed its total": lambda: proportion_against_benchmark(
        [3, 1], [2, 9], benchmark=0.5, by=["a", "a"]
    ),
    "count must be a whole number": lambda: rate_against_benchmark([0.5], [1], benchmark=1),
    "population must be": lambda: rate_against_benchmark([1], [-1], benchmark=1),
    "got 95": lambda: rate_against_benchmark([1], [1], benchmark=1, confidence=95),
    "multiplier must be": lambda: rate_against_benchmark([1], [1], benchmark=1, multiplier=0),
}


@pytest.mark.parametrize(("said", "broken"), BROKEN.items(), ids=BROKEN)
def test_broken_input_is_refused_with_its_rule(said, broken) -> None:
    with pytest.raises(ValueError, match=said):
        broken()
