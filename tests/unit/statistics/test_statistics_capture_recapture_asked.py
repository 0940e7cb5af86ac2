"""Two lists: what is asked for at other than the usual, and the words for what cannot be."""

from __future__ import annotations

import polars as pl
import pytest

from vrn.statistics.capture_recapture import (
    NONE_ON_BOTH,
    capture_recapture,
    share_not_on_second,
)
from vrn.statistics.list_sensitivity import Scenarios, sensitivity, sensitivity_range
from vrn.statistics.proportions import proportion


def test_the_share_has_limits_at_the_confidence_asked_for() -> None:
    found = share_not_on_second([60], [20], confidence=0.5)
    asked = proportion([40], [60], confidence=0.5)
    assert found.select("lower", "upper").row(0) == asked.select("lower", "upper").row(0)


def test_counts_of_people_are_whole() -> None:
    found = capture_recapture([60], [80], [30])
    assert found.select("first", "second", "both", "seen").dtypes == [pl.Int64] * 4


@pytest.mark.parametrize(
    ("first", "both", "said"),
    [
        ([-1], [0], "^first must be"),
        ([1], [-1], "^both must be"),
        ([1], [2], "no more can be on both lists than on the first; got 2 of 1 at position 0"),
    ],
)
def test_what_is_wrong_with_a_share_is_named(first, both, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        share_not_on_second(first, both)


def test_estimators_are_two() -> None:
    with pytest.raises(ValueError, match="estimator is one of Chapman, Lincoln-Petersen; got 'x'"):
        capture_recapture([60], [80], [30], estimator="x")  # type: ignore[arg-type]


def test_two_empty_lists_have_no_estimate_by_lincoln_and_petersen() -> None:
    found = capture_recapture([0], [0], [0], estimator="Lincoln-Petersen", fewest_on_both=0)
    assert (found["value"][0], found["reason"][0]) == (None, NONE_ON_BOTH)


def test_scenarios_have_limits_at_the_confidence_asked_for() -> None:
    plain = capture_recapture([60], [80], [30], confidence=0.5)
    for found in (
        sensitivity([60], [80], [30], scenarios=Scenarios([1]), confidence=0.5),
        sensitivity_range([60], [80], [30], scenarios=Scenarios([1]), confidence=0.5),
    ):
        assert found.select("lower", "upper").row(0) == pytest.approx(
            plain.select("lower", "upper").row(0)
        )


@pytest.mark.parametrize("tried", [sensitivity, sensitivity_range])
def test_groups_may_not_bear_the_name_of_a_column_of_scenarios(tried) -> None:
    with pytest.raises(ValueError, match="may not be called seen"):
        tried([60], [80], [30], by={"seen": ["a"]})
