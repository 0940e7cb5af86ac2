"""Two lists that overlap: how many in all, how many on neither, and if the assumptions fail."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn.statistics.answers import MISSING_COUNT
from vrn.statistics.capture_recapture import (
    ASSUMPTIONS,
    NONE_ON_BOTH,
    TOO_FEW,
    capture_recapture,
    share_not_on_second,
    unseen_limits,
)
from vrn.statistics.list_sensitivity import (
    TOO_MANY_LINKS,
    Scenarios,
    sensitivity,
    sensitivity_range,
)

if TYPE_CHECKING:
    import polars as pl

Z = 1.959963985


def row(frame: pl.DataFrame, number: int = 0) -> dict:
    return frame.row(number, named=True)


def chao(seen: float, unseen: float, variance: float) -> tuple[float, float]:
    factor = math.exp(Z * math.sqrt(math.log(1 + variance / unseen**2)))
    return seen + unseen / factor, seen + unseen * factor


def test_chapmans_estimate_is_worked_by_hand() -> None:
    # 61 x 81 / 31 - 1; Seber's variance 61 x 81 x 30 x 50 / (31^2 x 32); 110 are seen.
    found = row(capture_recapture([60], [80], [30]))
    assert found["value"] == pytest.approx(4941 / 31 - 1)
    lower, upper = chao(110, 4941 / 31 - 111, 4941 * 1500 / (961 * 32))
    assert (found["lower"], found["upper"]) == pytest.approx((lower, upper))
    assert [found[name] for name in ("first", "second", "both", "seen")] == [60, 80, 30, 110]
    assert found["unseen"] == pytest.approx(4941 / 31 - 111)
    assert found["not_on_second"] == pytest.approx(1 - 80 / (4941 / 31 - 1))
    assert found["method"] == "Chapman, log-transformed limits"
    assert found["reason"] is None


def test_limits_are_of_95_percent_unless_asked_otherwise() -> None:
    found = unseen_limits(np.array([110.0]), np.array([50.0]), np.array([800 / 3]))
    assert (found.lower[0], found.upper[0]) == pytest.approx(chao(110, 50, 800 / 3))
    few = unseen_limits(np.array([110.0]), np.array([0.5]), np.array([0.3]))
    assert (few.lower[0], few.upper[0]) == pytest.approx(chao(110, 0.5, 0.3))


def test_lincoln_and_petersens_estimate_is_worked_by_hand() -> None:
    # 60 x 80 / 30 = 160; variance 60 x 80 x 30 x 50 / 30^3 = 266.67.
    found = row(capture_recapture([60], [80], [30], estimator="Lincoln-Petersen"))
    assert found["value"] == pytest.approx(160)
    assert (found["lower"], found["upper"]) == pytest.approx(chao(110, 50, 800 / 3))
    assert found["method"].startswith("Lincoln-Petersen")


def test_the_strata_of_a_group_are_added() -> None:
    found = capture_recapture([60, 20, 9], [80, 30, 9], [30, 10, 8], by={"area": ["a", "a", "b"]})
    a, b = found.rows(named=True)
    unseen = 30 * 50 / 31 + 10 * 20 / 11
    variance = 4941 * 1500 / (961 * 32) + 21 * 31 * 200 / (121 * 12)
    assert (a["area"], a["seen"]) == ("a", 150)
    assert a["value"] == pytest.approx(150 + unseen)
    assert (a["lower"], a["upper"]) == pytest.approx(chao(150, unseen, variance))
    assert b["value"] == pytest.approx(10 + 1 / 9)


def test_a_complete_second_list_leaves_none_unseen() -> None:
    found = row(capture_recapture([30], [80], [30]))
    assert (found["value"], found["lower"], found["upper"]) == (80, 80, 80)
    assert (found["unseen"], found["not_on_second"]) == (0, 0)


def test_why_there_is_no_estimate_is_said() -> None:
    found = capture_recapture([60, 60, None, 60], [80, 80, 80, 80], [7, 6, 30, None])
    assert found["reason"].to_list() == [None, TOO_FEW, MISSING_COUNT, MISSING_COUNT]
    assert found["value"].null_count() == found["unseen"].null_count() == 3
    assert found["not_on_second"].null_count() == 3
    few = row(capture_recapture([60], [80], [0], fewest_on_both=0))
    assert few["value"] == pytest.approx(61 * 81 - 1)
    petersen = capture_recapture(
        [60, 60], [80, 80], [0, 1], estimator="Lincoln-Petersen", fewest_on_both=0
    )
    assert petersen["reason"].to_list() == [NONE_ON_BOTH, None]
    group = capture_recapture([60, 60], [80, 80], [30, 6], by=["a", "a"])
    assert group["reason"].to_list() == [TOO_FEW]
    assert capture_recapture([0], [0], [0], fewest_on_both=0)["not_on_second"][0] is None


def test_confidences_stack_and_nest() -> None:
    found = capture_recapture([60, 50], [80, 90], [30, 20], confidence=[0.8, 0.95])
    assert found["confidence"].to_list() == [0.8, 0.8, 0.95, 0.95]
    assert found["lower"][2] < found["lower"][0] < found["value"][0]
    assert found["value"][0] < found["upper"][0] < found["upper"][2]


@given(st.integers(7, 60), st.integers(0, 200), st.integers(0, 200))
def test_limits_lie_about_the_estimate_and_above_those_seen(both: int, one: int, two: int) -> None:
    found = row(capture_recapture([both + one], [both + two], [both]))
    tiny = 1e-9 * found["value"]
    assert found["seen"] - tiny <= found["lower"] <= found["value"] + tiny
    assert found["value"] - tiny <= found["upper"]
    turned = row(capture_recapture([both + two], [both + one], [both]))
    assert turned["value"] == pytest.approx(found["value"])
    assert found["value"] == pytest.approx((both + one + 1) * (both + two + 1) / (both + 1) - 1)


def test_a_known_population_is_recovered_and_covered() -> None:
    rng = np.random.default_rng(9)
    first, second = rng.random((2, 2000, 500)) < [[[0.4]], [[0.6]]]
    found = capture_recapture(first.sum(axis=1), second.sum(axis=1), (first & second).sum(axis=1))
    assert found["value"].mean() == pytest.approx(500, abs=1)
    covered = (found["lower"] <= 500) & (found["upper"] >= 500)
    assert covered.mean() == pytest.approx(0.95, abs=0.02)


def test_the_share_not_on_the_second_list_is_a_proportion() -> None:
    found = row(share_not_on_second([50, 10], [30, 10], by=["a", "a"], multiplier=100))
    assert found["value"] == pytest.approx(100 * 20 / 60)
    # Wilson's limits of 20 of 60.
    middle, half = (20 + Z**2 / 2) / (60 + Z**2), Z / (60 + Z**2)
    half *= math.sqrt(20 * 40 / 60 + Z**2 / 4)
    limits = 100 * (middle - half), 100 * (middle + half)
    assert (found["lower"], found["upper"]) == pytest.approx(limits, rel=1e-4)
    assert (found["count"], found["total"]) == (20, 60)
    assert share_not_on_second([50], [30])["value"][0] == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("lists", "message"),
    [
        (([60], [80], [61]), "on the first; got 61 of 60 at position 0"),
        (([60, 60], [80, 20], [9, 30]), "on the second; got 30 of 20 at position 1"),
        (([-1], [80], [0]), "first must be a whole number"),
        (([60], [80.5], [30]), "second must be a whole number"),
        (([60], [80], [math.inf]), "both must be a whole number"),
        (([60], [80, 1], [30]), "one length"),
    ],
)
def test_lists_that_cannot_be_are_refused(lists: tuple, message: str) -> None:
    for method in (capture_recapture, sensitivity, sensitivity_range):
        with pytest.raises(ValueError, match=message):
            method(*lists)
    with pytest.raises(ValueError, match="estimator is one of"):
        capture_recapture([60], [80], [30], estimator="other")
    with pytest.raises(ValueError, match="got 61 of 60"):
        share_not_on_second([60], [61])
    with pytest.raises(ValueError, match="may not be called seen"):
        capture_recapture([60], [80], [30], by={"seen": ["a"]})


def test_the_assumptions_are_told() -> None:
    assert len(ASSUMPTIONS) == 5
    assert "independent" in ASSUMPTIONS[0]


def test_dependence_multiplies_those_unseen() -> None:
    found = sensitivity([60], [80], [30])
    unseen = 30 * 50 / 31
    assert found["odds_ratio"].to_list() == [0.5, 1, 2, 4]
    assert found["unseen"].to_list() == pytest.approx([unseen * q for q in (0.5, 1, 2, 4)])
    assert found["value"].to_list() == pytest.approx([110 + unseen * q for q in (0.5, 1, 2, 4)])
    variance = 4941 * 1500 / (961 * 32)
    for each in found.rows(named=True):
        q = each["odds_ratio"]
        limits = chao(110, q * unseen, q**2 * variance)
        assert (each["lower"], each["upper"]) == pytest.approx(limits)


def test_independent_lists_without_fault_give_the_estimate() -> None:
    supposed = Scenarios(odds_ratios=[1])
    lists = ([60, 20, 50], [80, 30, 40], [30, 10, 7])
    for by in (None, ["b", "a", "b"]):
        ours = sensitivity(*lists, by=by, scenarios=supposed)
        plain = capture_recapture(*lists, by=by)
        for name in ("value", "lower", "upper", "seen", "unseen"):
            assert ours[name].to_list() == pytest.approx(plain[name].to_list())


def test_links_amiss_change_those_on_both() -> None:
    # 30 links, a tenth of the true ones missed: 30 / 0.9. A fifth false: 24.
    supposed = Scenarios([1], missed_links=[0, 0.1], false_links=[0, 0.2])
    found = sensitivity([60], [80], [30], scenarios=supposed)
    both = [30, 24, 30 / 0.9, 24 / 0.9]
    assert found["missed_links"].to_list() == [0, 0, 0.1, 0.1]
    assert found["false_links"].to_list() == [0, 0.2, 0, 0.2]
    assert found["seen"].to_list() == pytest.approx([140 - each for each in both])
    assert found["value"].to_list() == pytest.approx(
        [140 - m + (60 - m) * (80 - m) / (m + 1) for m in both]
    )


def test_scenarios_stand_together_in_each_group() -> None:
    found = sensitivity(
        [60, 60, 50], [80, 80, 70], [30, 6, 20], by=["b", "a", "b"], confidence=[0.8, 0.95]
    )
    assert found["group"].to_list() == (["a"] * 4 + ["b"] * 4) * 2
    assert found["odds_ratio"].to_list() == [0.5, 1, 2, 4] * 4
    assert found["confidence"].to_list() == [0.8] * 8 + [0.95] * 8
    assert found["reason"].to_list()[:5] == [TOO_FEW] * 4 + [None]
    assert found["seen"].null_count() == 8


def test_links_that_cannot_have_been_missed_are_said() -> None:
    found = sensitivity([32], [80], [30], scenarios=Scenarios([1], missed_links=[0, 0.1]))
    assert found["reason"].to_list() == [None, TOO_MANY_LINKS]
    assert found["value"].null_count() == found["unseen"].null_count() == 1
    every = sensitivity([30], [80], [15], scenarios=Scenarios([1], missed_links=[0.5]))
    assert every.select("value", "reason").row(0) == (80, None)
    missing = sensitivity([None], [80], [30], scenarios=Scenarios([1]))
    assert missing["reason"].to_list() == [MISSING_COUNT]


def test_the_range_holds_all_scenarios() -> None:
    supposed = Scenarios(missed_links=[0, 0.1])
    lists = ([32, 60, 60], [80, 80, 80], [30, 30, 5])
    every = sensitivity(*lists, by=["a", "b", "c"], scenarios=supposed)
    found = sensitivity_range(*lists, by=["a", "b", "c"], scenarios=supposed)
    plain = capture_recapture(*lists, by=["a", "b", "c"])
    assert found["value"].to_list() == pytest.approx(plain["value"].to_list())
    assert found["scenarios"].to_list() == [4, 8, 0]
    for name in ("a", "b"):
        rows, one = every.filter(group=name), row(found.filter(group=name))
        assert one["lowest"] == rows["value"].min()
        assert one["highest"] == rows["value"].max()
        assert one["lower"] == rows["lower"].min()
        assert one["upper"] == rows["upper"].max()
    none = row(found, 2)
    assert (none["value"], none["lowest"], none["reason"]) == (None, None, TOO_FEW)
    both = sensitivity_range(*lists, confidence=[0.8, 0.95])
    assert both["confidence"].to_list() == [0.8] * 3 + [0.95] * 3


def test_a_scenario_that_cannot_be_takes_no_estimate_away() -> None:
    supposed = Scenarios([1], missed_links=[0.1, 0.0])
    found = row(sensitivity_range([32], [80], [30], scenarios=supposed))
    assert (found["scenarios"], found["reason"]) == (1, None)
    assert found["value"] == pytest.approx(82 + 2 * 50 / 31)


def test_the_range_holds_the_estimate_where_no_scenario_has_it() -> None:
    found = row(sensitivity_range([60], [80], [30], scenarios=Scenarios([2.0])))
    assert found["lower"] < found["value"] < found["highest"]
    assert found["lowest"] == found["value"]
    assert found["scenarios"] == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"odds_ratios": [0]}, "above 0"),
        ({"odds_ratios": [math.inf]}, "above 0"),
        ({"odds_ratios": []}, "at least one value"),
        ({"missed_links": [1]}, "from 0 up to 1"),
        ({"false_links": [-0.1]}, "from 0 up to 1"),
    ],
)
def test_scenarios_that_cannot_be_are_refused(wrong: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Scenarios(**wrong)
