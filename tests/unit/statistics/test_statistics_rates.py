"""Rates of rows and of groups."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn.statistics.counts import BYARS, EXACT, rate_limits
from vrn.statistics.rates import rate

ROWS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 40), st.integers(1, 900)),
    min_size=1,
    max_size=20,
)


def columns(rows: list[tuple[str, int, int]]) -> tuple[list[str], list[int], list[int]]:
    return tuple(list(each) for each in zip(*rows, strict=True))  # type: ignore[return-value]


def test_a_rate_of_each_row_keeps_their_order() -> None:
    found = rate([10, 0, 9], [1_000, 500, 300], multiplier=1_000, confidence=0.9)
    limits = rate_limits([10, 0, 9], [1_000, 500, 300], confidence=0.9)
    assert found["value"].to_list() == pytest.approx([10.0, 0.0, 30.0])
    np.testing.assert_array_equal(found["lower"], limits.lower)
    np.testing.assert_array_equal(found["upper"], limits.upper)
    assert found.columns[:2] == ["count", "population"]
    assert found.dtypes[:3] == [pl.Int64, pl.Float64, pl.Float64]
    assert found["method"].to_list() == [BYARS, EXACT, EXACT]
    assert found["reason"].null_count() == 3


def test_a_rate_of_groups_is_that_of_their_sums() -> None:
    found = rate([4, 5, 6], [100, 250, 300], by={"area": ["b", "a", "b"]}, multiplier=100)
    whole = rate([5, 10], [250, 400], multiplier=100)
    assert found.columns[:3] == ["area", "count", "population"]
    assert found["area"].to_list() == ["a", "b"]
    assert found.drop("area").rows() == whole.rows()
    assert found["value"].to_list() == [2.0, 2.5]


def test_the_multiplier_is_a_thousand_unless_another_is_asked() -> None:
    assert rate([3], [600])["value"][0] == 5.0


def test_confidences_stack_below_one_another() -> None:
    found = rate([20, 30], [10, 10], by=["a", "b"], confidence=(0.95, 0.998))
    assert found["group"].to_list() == ["a", "b", "a", "b"]
    assert found["confidence"].to_list() == [0.95, 0.95, 0.998, 0.998]
    for place in (0, 1):
        assert found["lower"][place] > found["lower"][place + 2]
        assert found["upper"][place] < found["upper"][place + 2]


def test_the_exact_switch_can_be_moved() -> None:
    found = rate([9, 9], [10, 10], exact_below=9)
    assert found["method"].to_list() == [BYARS, BYARS]
    assert found["lower"][0] == rate_limits([9], [10], exact_below=0).lower[0]


def test_what_is_missing_or_nothing_gives_a_reason() -> None:
    found = rate([None, 5, 5, None], [10, None, 0, None])
    assert found["reason"].to_list() == [
        "a count is missing",
        "a population is missing",
        "a population is 0: nothing is at risk",
        "a count is missing",
    ]
    assert found.select("value", "lower", "upper").null_count().row(0) == (4, 4, 4)
    assert found["count"].to_list() == [None, 5, 5, None]
    assert found["population"].to_list() == [10.0, None, 0.0, None]
    assert found["method"].to_list() == [None, EXACT, EXACT, None]


def test_one_row_missing_is_missing_from_its_whole_group() -> None:
    by = pl.Series("area", ["a", "a", "b"])
    found = rate([None, 5, 5], [10, 10, 10], by=by)
    assert found["value"].to_list() == [None, 500.0]
    assert found["population"].to_list() == [20.0, 10.0]
    zero = rate([None, 5, 5], [10, 10, 10], by=by, missing="zero")
    assert zero["value"].to_list() == [250.0, 500.0]
    assert zero["reason"].null_count() == 2


def test_nobody_in_one_row_is_no_reason_where_others_are_in_the_group() -> None:
    found = rate([0, 5], [0, 10], by=["a", "a"])
    assert (found["value"][0], found["reason"][0]) == (500.0, None)


def test_bad_columns_of_rates_are_refused() -> None:
    with pytest.raises(ValueError, match="count must be a whole number"):
        rate([1.5], [10])
    with pytest.raises(ValueError, match="population must be a number of at least 0; got -10"):
        rate([1], [-10])
    with pytest.raises(ValueError, match="one length: count has 2, population has 1"):
        rate([1, 2], [10])
    with pytest.raises(ValueError, match="1 groups are given for 2 values"):
        rate([1, 2], [10, 10], by=["a"])
    with pytest.raises(ValueError, match="may not be called population"):
        rate([1], [10], by={"population": ["a"]})
    with pytest.raises(ValueError, match="multiplier"):
        rate([1], [10], multiplier=0)
    with pytest.raises(ValueError, match="missing is"):
        rate([1], [10], missing="none")  # type: ignore[arg-type]


@given(ROWS, st.sampled_from([2, 4, 8]))
def test_scaling_populations_scales_rates(rows, times: int) -> None:
    by, count, people = columns(rows)
    one = rate(count, people, by=by)
    other = rate(count, [times * each for each in people], by=by)
    for name in ("value", "lower", "upper"):
        np.testing.assert_array_equal(one[name] / times, other[name])


@given(ROWS, st.randoms())
def test_the_order_of_rows_changes_nothing(rows, random) -> None:
    before = rate(*columns(rows)[1:], by=columns(rows)[0])
    random.shuffle(rows)
    assert rate(*columns(rows)[1:], by=columns(rows)[0]).equals(before)


@given(ROWS, st.integers(0, 19))
def test_splitting_a_row_changes_no_total(rows, place: int) -> None:
    by, count, people = columns(rows)
    place %= len(rows)
    whole = rate(count, people, by=by)
    part = count[place] // 3
    split = rate(
        [*count[:place], count[place] - part, *count[place + 1 :], part],
        [*people, 0],
        by=[*by, by[place]],
    )
    assert split.equals(whole)


@given(ROWS, st.floats(0.01, 0.999))
def test_limits_hold_the_rate(rows, confidence: float) -> None:
    found = rate(*columns(rows)[1:], by=columns(rows)[0], confidence=confidence)
    held = found.filter(pl.col("lower").is_not_null())
    assert (held["value"] < held["upper"]).all()
    assert (held["lower"] <= held["value"]).all()
