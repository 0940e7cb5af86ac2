"""Rule sets of control charts: their names, what each rule asks for, and the summary of a chart."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from vrn.statistics.control_charts import (
    HEALTH_CARE_DATA_GUIDE,
    LIMITS_ALONE,
    MAKING_DATA_COUNT,
    WESTERN_ELECTRIC,
    Baseline,
    RuleSet,
    Zone,
    chart_summary,
    control_chart,
    vary,
)
from vrn.statistics.control_charts.chart import NO_RANGE, NO_VALUE
from vrn.statistics.control_charts.runs import in_windows, positions, run_lengths, shifts, trends
from vrn.statistics.control_charts.summary import NO_DIRECTION, NO_LIMITS, NO_TARGET

BASE = [10, 12, 10, 12, 11]  # mean 11, ranges 2, 2, 2, 1: a standard deviation is 2.66 * 1.75 / 3
SIGMA = 2.66 * 1.75 / 3


def causes_after_base(*value: float, rules: RuleSet = MAKING_DATA_COUNT) -> list[str]:
    """The causes of the values that follow the calm ones, judged by the limits of those."""
    every = [*BASE, *value]
    chart = control_chart(every, range(len(every)), rules=rules, baseline=Baseline(points=5))
    return chart["special_cause"].to_list()[5:]


def starts(*places: int, size: int) -> np.ndarray:
    return np.isin(np.arange(size), (0, *places))


# -- names ----------------------------------------------------------------------------------------


def test_the_published_sets_say_what_they_ask_for() -> None:
    asked = {
        rules.label: (rules.shift, rules.trend, [z.label for z in rules.zones], rules.is_screened)
        for rules in (MAKING_DATA_COUNT, WESTERN_ELECTRIC, HEALTH_CARE_DATA_GUIDE, LIMITS_ALONE)
    }
    assert asked == {
        "NHS England Making Data Count 1": (7, 7, ["2 in 3"], True),
        "Western Electric 1956": (8, None, ["2 in 3", "4 in 5"], False),
        "Health Care Data Guide, without its rule of fifteen near the mean 2011": (
            *(8, 6, ["2 in 3"], True),
        ),
        "Shewhart, limits alone 1931": (None, None, [], False),
    }
    assert {rules.short_below for rules in (MAKING_DATA_COUNT, WESTERN_ELECTRIC)} == {13}


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"shift": 6, "trend": None}, "1 with shift=6, trend=none"),
        ({"zones": ()}, "1 with zones=none"),
        ({"zones": WESTERN_ELECTRIC.zones}, "1 with zones=2 in 3 and 4 in 5"),
        ({}, "1"),
    ],
)
def test_a_varied_set_says_what_was_changed(changes, label) -> None:
    varied = vary(MAKING_DATA_COUNT, **changes)
    assert varied.label == f"NHS England Making Data Count {label}"
    chart = control_chart([1, 2], [1, 2], rules=varied)
    assert set(chart["rule_set"]) == {varied.label}
    for name, value in changes.items():
        assert getattr(varied, name) == value


def test_a_set_cannot_bear_the_name_of_another() -> None:
    with pytest.raises(ValueError, match="vary the parameters"):
        vary(MAKING_DATA_COUNT, name="Ours")
    with pytest.raises(ValueError, match="published with another shift, is_screened: use vary"):
        control_chart([1], [1], rules=replace(MAKING_DATA_COUNT, shift=6, is_screened=False))


def test_a_set_of_ones_own_bears_its_own_name() -> None:
    own = RuleSet(name="Ours", version="3", source="a meeting", shift=2)
    chart = control_chart([1, 1, 3, 3], [1, 2, 3, 4], rules=own)
    assert set(chart["rule_set"]) == {"Ours 3"}
    assert chart["special_cause"].to_list() == ["shift below mean"] * 2 + ["shift above mean"] * 2


@pytest.mark.parametrize(
    ("faulty", "said"),
    [
        (lambda: RuleSet(name="", version="1", source=""), "needs a name and a version"),
        (lambda: RuleSet(name="a", version="", source=""), "needs a name and a version"),
        (lambda: vary(MAKING_DATA_COUNT, shift=1), "a shift is of at least 2 points; got 1"),
        (lambda: vary(MAKING_DATA_COUNT, trend=0), "a trend is of at least 2 points; got 0"),
        (lambda: Zone(points=3, of=2, sigmas=2), "1 to 2 points of 2"),
        (lambda: Zone(points=0, of=2, sigmas=2), "1 to 2 points of 2"),
        (lambda: Zone(points=2, of=3, sigmas=3), "between the mean and the limits"),
        (lambda: Zone(points=2, of=3, sigmas=0), "between the mean and the limits"),
    ],
)
def test_a_set_that_asks_for_nothing_is_refused(faulty, said) -> None:
    with pytest.raises(ValueError, match=said):
        faulty()


def test_a_zone_may_be_of_one_point() -> None:
    rules = vary(LIMITS_ALONE, zones=(Zone(points=1, of=1, sigmas=2),))
    assert causes_after_base(11 + 2.5 * SIGMA, rules=rules) == ["1 in 1 above mean"]


def test_a_zone_may_begin_close_to_the_mean() -> None:
    assert Zone(points=4, of=5, sigmas=1).label == "4 in 5"


# -- what each rule asks for ----------------------------------------------------------------------


@pytest.mark.parametrize("points", [6, 7, 8])
def test_a_shift_may_be_of_six_seven_or_eight(points: int) -> None:
    rules = vary(MAKING_DATA_COUNT, shift=points)
    assert causes_after_base(*[12] * points, 11, rules=rules)[0] == "shift above mean"
    assert causes_after_base(*[12] * (points - 1), 11, rules=rules)[0] == "common cause"


@pytest.mark.parametrize("points", [6, 7])
def test_a_trend_may_be_of_six_or_seven(points: int) -> None:
    rules = vary(MAKING_DATA_COUNT, trend=points)
    falling = [13 - 0.5 * place for place in range(points)]
    assert causes_after_base(*falling, 11, rules=rules)[: points - 1] == ["trend down"] * (
        points - 1
    )
    assert set(causes_after_base(*falling[1:], 11, rules=rules)) == {"common cause"}


def test_two_in_three_may_be_left_out() -> None:
    close = 11 + 2.5 * SIGMA
    rules = vary(MAKING_DATA_COUNT, zones=())
    assert causes_after_base(close, 12, close)[0] == "2 in 3 above mean"
    assert set(causes_after_base(close, 12, close, rules=rules)) == {"common cause"}


def test_western_electric_lets_the_third_point_lie_anywhere_and_counts_those_outside() -> None:
    close, outside = 11 - 2.5 * SIGMA, 11 - 3.5 * SIGMA
    found = causes_after_base(close, 12, close, rules=WESTERN_ELECTRIC)
    assert found == ["2 in 3 below mean", "common cause", "2 in 3 below mean"]
    found = causes_after_base(close, 12, outside, rules=WESTERN_ELECTRIC)
    assert found == ["2 in 3 below mean", "common cause", "below lower limit"]
    assert causes_after_base(close, 10, outside)[0] == "common cause"
    assert causes_after_base(close, 10, close)[0] == "2 in 3 below mean"


def test_western_electric_marks_four_in_five_beyond_one_sigma() -> None:
    far = 11 + 1.2 * SIGMA
    found = causes_after_base(far, far, 10.5, far, far, 10.5, rules=WESTERN_ELECTRIC)
    four = "4 in 5 above mean"
    assert found == [four, four, "common cause", four, four, "common cause"]
    assert four not in causes_after_base(far, far, 10, 10, far, far, rules=WESTERN_ELECTRIC)
    near = 11 + 0.9 * SIGMA
    assert four not in causes_after_base(near, near, near, near, 10, rules=WESTERN_ELECTRIC)


def test_a_zone_needs_its_whole_window_in_one_segment() -> None:
    close = 11 + 2.5 * SIGMA
    assert causes_after_base(close, close, rules=WESTERN_ELECTRIC)[0] == "2 in 3 above mean"
    every = [*BASE, close, close]
    split = Baseline(points=5, rebase=[5])
    chart = control_chart(every, range(7), rules=WESTERN_ELECTRIC, baseline=split)
    assert set(chart["special_cause"]) == {"common cause"}


def test_limits_alone_mark_nothing_else() -> None:
    found = causes_after_base(*[12] * 20, 11 + 3.1 * SIGMA, rules=LIMITS_ALONE)
    assert found == [*["common cause"] * 20, "above upper limit"]


def test_a_peak_belongs_to_the_trend_that_it_begins() -> None:
    value = np.array([0, 1, 2, 1, 0, 0], dtype=float)
    assert trends(value, starts(size=6), points=3).tolist() == [1, 1, -1, -1, -1, 0]


def test_a_trend_does_not_reach_into_the_next_segment() -> None:
    value = np.array([0, 1, 2, 3, 4, 5], dtype=float)
    assert trends(value, starts(3, size=6), points=4).tolist() == [0] * 6
    assert trends(value, starts(2, size=6), points=4).tolist() == [0, 0, 1, 1, 1, 1]
    assert trends(-value, starts(4, size=6), points=4).tolist() == [-1, -1, -1, -1, 0, 0]


def test_a_run_does_not_reach_into_the_next_segment() -> None:
    side = np.array([1, 1, 1, 1, -1, 0, 0], dtype=np.int8)
    assert run_lengths(side, starts(3, size=7)).tolist() == [3, 3, 3, 1, 1, 2, 2]
    assert shifts(side, starts(3, size=7), points=2).tolist() == [1, 1, 1, 0, 0, 0, 0]
    assert positions(starts(3, size=7)).tolist() == [0, 1, 2, 0, 1, 2, 3]


def test_only_points_that_count_are_marked_in_a_window() -> None:
    counts = np.array([True, False, True, False, False, True, True])
    whole, place = np.full(7, True), np.arange(7)
    assert in_windows(counts, whole, place, rule=(2, 3)).tolist() == counts.tolist()
    assert in_windows(counts, whole, place, rule=(2, 2)).tolist() == [*[False] * 5, True, True]
    assert not in_windows(counts, ~counts, place, rule=(2, 3)).any()
    assert not in_windows(whole, whole, place % 2, rule=(2, 3)).any()
    assert in_windows(whole, whole, place % 3, rule=(2, 3)).tolist() == [*[True] * 6, False]


# -- what a chart sums up to ----------------------------------------------------------------------


def summed(value, **more) -> dict:
    (row,) = chart_summary(control_chart(value, range(len(value)), **more)).rows(named=True)
    return row


def test_a_series_is_summed_up_by_its_last_point() -> None:
    row = summed([*BASE, 30, 1], baseline=Baseline(points=5), improvement="decrease", target=20)
    assert row == {
        "points": 7,
        "last_date": 6,
        "value": 1.0,
        "centre_line": 11.0,
        "lower_limit": pytest.approx(11 - 3 * SIGMA),
        "upper_limit": pytest.approx(11 + 3 * SIGMA),
        "rebase_group": 0,
        "is_short": True,
        "special_cause": "below lower limit",
        "variation": "improving",
        "last_special_date": 6,
        "last_special_cause": "below lower limit",
        "target": 20.0,
        "assurance": "consistently passing",
        "assurance_reason": None,
        "rule_set": "NHS England Making Data Count 1",
        "reason": None,
    }


def test_the_latest_special_cause_is_kept_when_the_last_point_has_none() -> None:
    row = summed([*BASE, 30, 11, 12], baseline=Baseline(points=5))
    assert (row["variation"], row["last_special_date"]) == ("common cause", 5)
    assert row["last_special_cause"] == "above upper limit"
    assert summed(BASE)["last_special_date"] is None


@pytest.mark.parametrize(
    ("target", "increase", "decrease"),
    [
        (11 + 3.01 * SIGMA, "consistently failing", "consistently passing"),
        (11 + 2.99 * SIGMA, "inconsistent", "inconsistent"),
        (11 - 2.99 * SIGMA, "inconsistent", "inconsistent"),
        (11 - 3.01 * SIGMA, "consistently passing", "consistently failing"),
    ],
)
def test_a_target_is_laid_against_the_limits(target, increase, decrease) -> None:
    for direction, said in (("increase", increase), ("decrease", decrease)):
        row = summed(BASE, rules=LIMITS_ALONE, improvement=direction, target=target)
        assert (row["assurance"], row["assurance_reason"]) == (said, None)


def test_a_target_on_a_limit_is_inconsistent() -> None:
    for target in (1.0 - 2.66 * 2, 1.0 + 2.66 * 2):
        row = summed([0, 2, 0, 2], improvement="increase", target=target)
        assert row["assurance"] == "inconsistent"
    assert summed([5, 5, 5], improvement="increase", target=5)["assurance"] == "inconsistent"


def test_assurance_is_of_the_last_rebase() -> None:
    value, last = [1, 2, 1, 2, 21, 22, 21, 22], Baseline(rebase=[4])
    row = summed(value, baseline=last, improvement="increase", target=10)
    assert (row["assurance"], row["rebase_group"]) == ("consistently passing", 1)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, NO_TARGET),
        ({"target": math.nan, "improvement": "increase"}, NO_TARGET),
        ({"target": 3}, NO_DIRECTION),
    ],
)
def test_without_a_target_or_a_direction_there_is_no_assurance(more, said) -> None:
    row = summed(BASE, **more)
    assert (row["assurance"], row["assurance_reason"]) == (None, said)


def test_without_limits_there_is_no_assurance_and_no_variation() -> None:
    row = summed([4], target=3, improvement="decrease")
    assert (row["assurance"], row["assurance_reason"]) == (None, NO_LIMITS)
    assert (row["variation"], row["reason"], row["value"]) == (None, NO_RANGE, 4)


def test_the_last_value_counts_where_the_last_point_is_missing() -> None:
    row = summed([*BASE, None])
    assert (row["last_date"], row["points"], row["variation"]) == (4, 5, "common cause")
    row = summed([None, None])
    assert (row["last_date"], row["points"], row["reason"]) == (None, 0, NO_VALUE)


def test_each_series_has_one_row_in_order_with_its_own_columns() -> None:
    by = {"area": ["b", "a", "b", "a"], "kind": [1, 2, 1, 2]}
    chart = control_chart([1, 2, 3, 4], [1, 1, 2, 2], by=by)
    summary = chart_summary(chart.sample(fraction=1, shuffle=True, seed=1))
    assert summary.select("area", "kind", "value").rows() == [("a", 2, 4.0), ("b", 1, 3.0)]


def test_many_series_are_summed_up_in_their_order() -> None:
    names = [f"s{number:03d}" for number in range(300)]
    summary = chart_summary(control_chart(range(300), [1] * 300, by=names[::-1]))
    assert summary["group"].to_list() == names


def test_a_frame_that_is_no_chart_is_refused() -> None:
    with pytest.raises(ValueError, match="no chart of control_chart"):
        chart_summary(pl.DataFrame({"value": [1.0]}))
