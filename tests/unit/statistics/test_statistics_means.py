"""Means with Student's limits."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t

from vrn.statistics.means import NO_VALUES, ONE_VALUE, STUDENT, mean, t_limits

SLEEP = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
"""Hours of sleep gained (Student, Biometrika 6, 1908); R prints the limits 0.8976775, 3.7623225."""
VALUES = st.lists(
    st.tuples(st.sampled_from("abc"), st.floats(-50, 50, width=32)), min_size=1, max_size=20
)


def test_the_mean_and_limits_of_students_own_example() -> None:
    found = mean(SLEEP)
    assert found["value"][0] == pytest.approx(2.33)
    assert found["lower"][0] == pytest.approx(0.8976775, abs=5e-8)
    assert found["upper"][0] == pytest.approx(3.7623225, abs=5e-8)
    assert found.columns[:3] == ["total", "count", "standard_deviation"]
    assert found["total"][0] == pytest.approx(23.3)
    assert found["count"][0] == 10
    assert found["standard_deviation"][0] == pytest.approx(2.002249, abs=1e-6)
    assert found["method"][0] == STUDENT


def test_groups_of_unlike_sizes_have_their_own_quantile() -> None:
    found = mean([*SLEEP, 3.0, 5.0], by={"drug": ["b"] * 10 + ["a"] * 2}, confidence=[0.8, 0.95])
    assert found["drug"].to_list() == ["a", "b", "a", "b"]
    reach = (found["upper"] - found["value"]).to_list()
    deviations, sizes = [math.sqrt(2), 2.002249] * 2, [2, 10] * 2
    for place, confidence in enumerate([0.8, 0.8, 0.95, 0.95]):
        quantile = t.ppf((1 + confidence) / 2, sizes[place] - 1)
        expected = quantile * deviations[place] / math.sqrt(sizes[place])
        assert reach[place] == pytest.approx(expected, rel=1e-6)
    alone = mean(SLEEP, confidence=0.95)
    np.testing.assert_allclose(found.row(3)[4:7], alone.row(0)[3:6], rtol=1e-12)


def test_one_value_has_a_mean_and_no_limits() -> None:
    found = mean([7.0, 1.0, 2.0], by=["a", "b", "b"])
    assert found.row(0) == ("a", 7.0, 1, None, 7.0, None, None, 0.95, STUDENT, ONE_VALUE)
    assert found["reason"][1] is None


def test_equal_values_have_limits_without_width() -> None:
    found = mean([7, 7])
    assert found.row(0)[2:6] == (0.0, 7.0, 7.0, 7.0)


def test_a_missing_value_is_a_reason_or_left_out() -> None:
    by = ["a", "a", "a", "b", "b", "c"]
    values = [1.0, None, 3.0, 4.0, 6.0, None]
    found = mean(values, by=by)
    assert found["reason"].to_list() == ["a value is missing", None, "a value is missing"]
    assert found["value"].to_list() == [None, 5.0, None]
    assert found["total"].to_list() == [None, 10.0, None]
    assert found["standard_deviation"][0] is None
    assert found["count"].to_list() == [3, 2, 1]
    left = mean(values, by=by, missing="leave-out")
    assert left["value"].to_list() == [2.0, 5.0, None]
    assert left["count"].to_list() == [2, 2, 0]
    assert left["reason"].to_list() == [None, None, NO_VALUES]


def test_no_values_at_all_give_a_reason() -> None:
    found = mean([])
    assert (found.height, found["reason"][0]) == (1, NO_VALUES)
    assert mean([], by=[]).height == 0


def test_limits_of_means_keep_one_shape() -> None:
    found = t_limits(np.array([2.0, 3.0]), np.array([1.0, 1.0]), np.array([4.0, 1.0]))
    assert found.lower[0] == pytest.approx(2 - t.ppf(0.975, 3) / 2)
    assert np.isnan([found.lower[1], found.upper[1]]).all()


def test_bad_values_are_refused() -> None:
    with pytest.raises(ValueError, match="value must be finite; got inf at position 1"):
        mean([1.0, math.inf])
    with pytest.raises(ValueError, match="missing is 'reason' or 'leave-out'; got 'zero'"):
        mean([1.0], missing="zero")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="may not be called count"):
        mean([1.0], by={"count": [1]})
    with pytest.raises(ValueError, match="2 groups are given for 1 values"):
        mean([1.0], by=[1, 2])


@given(VALUES, st.floats(-9, 9), st.randoms())
def test_moving_and_turning_values_moves_and_keeps_means(rows, shift, random) -> None:
    found = mean([value for _, value in rows], by=[key for key, _ in rows])
    random.shuffle(rows)
    moved = mean([value + shift for _, value in rows], by=[key for key, _ in rows])
    for name in ("value", "lower", "upper"):
        left, right = (each[name].fill_null(math.nan).to_numpy() for each in (found, moved))
        np.testing.assert_allclose(left + shift, right, atol=1e-3)
    held = found.drop_nulls(["lower"])
    assert (held["lower"] <= held["value"] + 1e-9).all()
    assert (held["value"] <= held["upper"] + 1e-9).all()


@pytest.mark.parametrize("missing", ["reason", "leave-out"])
def test_counts_are_whole_numbers_of_the_kind_that_other_answers_have(missing):
    assert str(mean([1.0, 2.0], missing=missing)["count"].dtype) == "Int64"
