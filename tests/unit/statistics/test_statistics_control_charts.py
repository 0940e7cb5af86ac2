"""Control charts of hand-worked series: limits, causes, baselines, reasons, and what is refused."""

from __future__ import annotations

import math
from datetime import date, datetime

import numpy as np
import polars as pl
import pytest

from vrn.statistics.control_charts import (
    LIMITS_ALONE,
    MAKING_DATA_COUNT,
    Baseline,
    control_chart,
    vary,
)
from vrn.statistics.control_charts.chart import CONSTANT, NO_BASELINE, NO_RANGE, NO_VALUE
from vrn.statistics.control_charts.points import COLUMNS

# Twenty unit costs of processing a loan: D. C. Montgomery, Introduction to Statistical Quality
# Control, 6th edition (2009), example 6.5. Printed there: mean 300.5, mean moving range 7.79,
# limits 279.78 and 321.22.
COSTS = [
    *(310, 288, 297, 298, 307, 303, 294, 297, 308, 306),
    *(294, 299, 297, 299, 314, 295, 293, 306, 301, 304),
]
UNSCREENED = vary(MAKING_DATA_COUNT, is_screened=False)


def chart_of(value, **more) -> pl.DataFrame:
    """A chart of one series, its dates numbers from 1."""
    return control_chart(value, list(range(1, len(value) + 1)), **more)


def causes_of(value, **more) -> list[str]:
    return chart_of(value, **more)["special_cause"].to_list()


def test_a_printed_example() -> None:
    last = chart_of(COSTS, rules=UNSCREENED).row(-1, named=True)
    assert last["centre_line"] == 300.5
    # The moving ranges add up to 148 over 19 of them.
    assert last["upper_limit"] == pytest.approx(300.5 + 2.66 * 148 / 19)
    assert (last["lower_limit"], last["upper_limit"]) == (
        pytest.approx(279.78, abs=0.01),
        pytest.approx(321.22, abs=0.01),
    )
    assert last["baseline_points"] == 20
    assert set(causes_of(COSTS, rules=UNSCREENED)) == {"common cause"}


def test_the_two_sigma_lines_lie_at_two_thirds() -> None:
    row = chart_of([10, 12, 11]).row(0, named=True)  # mean 11, moving ranges 2 and 1
    assert row["upper_limit"] == pytest.approx(11 + 2.66 * 1.5)
    assert row["lower_limit"] == pytest.approx(11 - 2.66 * 1.5)
    assert row["upper_two_sigma"] == pytest.approx(11 + 2.66 * 1.0)
    assert row["lower_two_sigma"] == pytest.approx(11 - 2.66 * 1.0)


def test_an_outlying_range_is_screened_once() -> None:
    # Ranges: nine of 1, one of 20 and one of 19; their mean is 48/11, 3.267 times it 14.3.
    value = [4, 5, 4, 5, 4, 5, 25, 6, 5, 6, 5, 6]
    screened, not_screened = chart_of(value), chart_of(value, rules=UNSCREENED)
    mean = 80 / 12
    assert screened["upper_limit"][0] == pytest.approx(mean + 2.66 * 1)
    assert not_screened["upper_limit"][0] == pytest.approx(mean + 2.66 * 48 / 11)


def test_a_range_just_below_the_screen_is_kept() -> None:
    # Ranges 1, 1, 1, 1, and r; r is screened from 3.267 (4 + r) / 5 on, which is r = 7.54.
    kept, screened = chart_of([0, 1, 0, 1, 0, 7.5]), chart_of([0, 1, 0, 1, 0, 7.6])
    assert kept["upper_limit"][0] - kept["centre_line"][0] == pytest.approx(2.66 * 11.5 / 5)
    assert screened["upper_limit"][0] - screened["centre_line"][0] == pytest.approx(2.66)


def test_columns_come_in_their_order_and_the_rule_set_is_named() -> None:
    chart = control_chart([1, 2, 3, 4], [1, 2, 1, 2], by={"area": ["b", "b", "a", "a"]})
    assert chart.columns == ["area", *COLUMNS]
    assert chart["area"].to_list() == ["a", "a", "b", "b"]
    assert chart["value"].to_list() == [3, 4, 1, 2]
    assert set(chart["rule_set"]) == {"NHS England Making Data Count 1"}
    assert chart["reason"].null_count() == 4


def test_a_point_outside_the_limits_comes_before_every_other_cause() -> None:
    rising = [24, 25, 26, 27, 28, 29, 30]  # mean 27, mean moving range 1, limits 24.34 and 29.66
    assert causes_of(rising) == ["below lower limit", *["trend up"] * 5, "above upper limit"]
    assert causes_of(rising[::-1])[1:6] == ["trend down"] * 5


def test_a_trend_comes_before_two_in_three_and_that_before_a_shift() -> None:
    calm = Baseline(
        points=5
    )  # 10, 12, 10, 12, 11: mean 11, ranges 2, 2, 2, 1; limits 6.345, 15.655
    base, two_sigma = [10, 12, 10, 12, 11], 11 + 2.66 * 1.75 * 2 / 3
    assert two_sigma == pytest.approx(14.103, abs=0.001)
    found = causes_of([*base, 14.5, 12, 14.5, 12, 12, 12, 12, 11], baseline=calm)
    assert found[5:] == [
        *("2 in 3 above mean", "shift above mean", "2 in 3 above mean"),
        *["shift above mean"] * 4,
        "common cause",
    ]
    rising = [11.5, 12, 12.5, 13, 14.2, 14.4, 14.6]
    assert causes_of([*base, *rising], baseline=calm)[5:] == ["trend up"] * 7


@pytest.mark.parametrize(("points", "cause"), [(7, "shift below mean"), (6, "common cause")])
def test_a_shift_needs_seven_points(points: int, cause: str) -> None:
    value = [10, 12, 10, 12, 11, *[10] * points, 11]
    found = causes_of(value, baseline=Baseline(points=5))
    assert found[5:-1] == [cause] * points


def test_a_point_on_the_mean_ends_a_run() -> None:
    value = [10, 12, 10, 12, 11, 10, 10, 10, 11, 10, 10, 10, 10, 11]
    chart = chart_of(value, baseline=Baseline(points=5))
    assert set(chart["special_cause"]) == {"common cause"}
    assert chart["side_of_mean"].to_list()[4:9] == [0, -1, -1, -1, 0]


def test_a_tie_ends_a_trend() -> None:
    steady = Baseline(points=4)
    assert "trend up" in causes_of([0, 30, 0, 30, 11, 12, 13, 14, 15, 16, 17], baseline=steady)
    assert "trend up" not in causes_of([0, 30, 0, 30, 11, 12, 13, 13, 14, 15, 16], baseline=steady)


def test_two_in_three_needs_all_three_on_one_side() -> None:
    base, fixed = [10, 12, 10, 12, 11], Baseline(points=5)
    one_side = causes_of([*base, 14.5, 12, 14.5], baseline=fixed)
    two_sides = causes_of([*base, 14.5, 10, 14.5], baseline=fixed)
    on_the_mean = causes_of([*base, 14.5, 11, 14.5], baseline=fixed)
    too_far = causes_of([*base, 14.5, 12, 12, 14.5], baseline=fixed)
    assert one_side[5:] == ["2 in 3 above mean", "common cause", "2 in 3 above mean"]
    assert set(two_sides) == set(on_the_mean) == set(too_far) == {"common cause"}


def test_a_point_outside_the_limits_does_not_count_towards_two_in_three() -> None:
    found = causes_of([10, 12, 10, 12, 11, 7.5, 10, 1], baseline=Baseline(points=5))
    assert found[5:] == ["common cause", "common cause", "below lower limit"]


@pytest.mark.parametrize(
    ("improvement", "high", "low"),
    [
        ("increase", "improving", "concerning"),
        ("decrease", "concerning", "improving"),
        ("neutral", "neutral, high", "neutral, low"),
    ],
)
def test_the_type_of_a_point_follows_the_direction_of_improvement(improvement, high, low) -> None:
    chart = chart_of(
        [10, 12, 10, 12, 11, 30, 1], baseline=Baseline(points=5), improvement=improvement
    )
    assert chart["point_type"].to_list() == [*["common cause"] * 5, high, low]
    assert set(chart["improvement"]) == {improvement}


def test_each_point_may_have_its_own_direction_and_target() -> None:
    chart = control_chart(
        [10, 12, 30, 10, 12, 30],
        [1, 2, 3, 1, 2, 3],
        by=["a"] * 3 + ["b"] * 3,
        baseline=Baseline(points=2),
        improvement=["increase"] * 3 + ["decrease"] * 3,
        target=[5.0, 5.0, 5.0, None, None, 7.0],
    )
    assert chart["point_type"].to_list()[2::3] == ["improving", "concerning"]
    assert chart["target"].to_list() == [5, 5, 5, None, None, 7]


# -- where limits come from -----------------------------------------------------------------------


def test_limits_begin_again_at_a_date_and_no_range_reaches_across() -> None:
    chart = chart_of([1, 2, 1, 2, 11, 12, 11, 12], baseline=Baseline(rebase=[5]))
    assert chart["rebase_group"].to_list() == [0] * 4 + [1] * 4
    assert chart["centre_line"].to_list() == [1.5] * 4 + [11.5] * 4
    assert chart["upper_limit"].to_list() == pytest.approx([1.5 + 2.66] * 4 + [11.5 + 2.66] * 4)


def test_a_series_is_told_by_all_its_columns() -> None:
    chart = control_chart([3, 8], [1, 1], by={"area": ["a", "b"], "offence": ["theft"] * 2})
    assert chart["centre_line"].to_list() == [3, 8]


def test_a_rebase_between_two_dates_begins_at_the_later() -> None:
    days = [date(2021, month, 1) for month in (1, 2, 4, 5)]
    chart = control_chart([1, 2, 5, 6], days, baseline=Baseline(rebase=[date(2021, 3, 1)]))
    assert chart["rebase_group"].to_list() == [0, 0, 1, 1]


def test_a_rebase_before_a_series_begins_does_nothing_to_it() -> None:
    chart = control_chart(
        [1, 2, 3, 4], [1, 2, 8, 9], by=["a", "a", "b", "b"], baseline=Baseline(rebase=[2, 5])
    )
    assert chart["rebase_group"].to_list() == [0, 1, 0, 0]


def test_a_series_may_begin_again_at_its_own_points() -> None:
    chart = control_chart(
        [1, 2, 3, 4, 5, 6],
        [1, 2, 3, 1, 2, 3],
        by=["a"] * 3 + ["b"] * 3,
        baseline=Baseline(starts=[False, True, False, None, False, True]),
    )
    assert chart["rebase_group"].to_list() == [0, 1, 1, 0, 0, 1]
    own = Baseline(starts=[True, False, True])
    assert chart_of([1, 2, 3], baseline=own)["rebase_group"].to_list() == [1, 1, 2]


def test_a_fixed_baseline_is_of_each_group() -> None:
    value = [1, 2, 50, 60, 11, 12, 70, 80]
    chart = chart_of(value, baseline=Baseline(rebase=[5], points=2))
    assert chart["centre_line"].to_list() == [1.5] * 4 + [11.5] * 4
    assert chart["baseline_points"].to_list() == [2] * 8
    assert chart["special_cause"].to_list() == [
        *["common cause", "common cause", "above upper limit", "above upper limit"] * 2
    ]


def test_a_baseline_to_a_date_takes_the_date_in_and_leaves_later_groups_alone() -> None:
    value = [1, 2, 50, 60, 11, 12, 70, 80]
    chart = chart_of(value, baseline=Baseline(rebase=[5], until=3))
    assert chart["baseline_points"].to_list() == [3] * 4 + [4] * 4
    both = chart_of(value, baseline=Baseline(rebase=[5], until=3, points=2))
    assert both["baseline_points"].to_list() == [2] * 8


def test_limits_of_later_points_do_not_move_a_fixed_baseline() -> None:
    fixed = Baseline(points=6)
    short = chart_of([10, 12, 10, 12, 11, 9, 8], baseline=fixed)
    long = chart_of([10, 12, 10, 12, 11, 9, 90, 91, 92], baseline=fixed)
    assert short["upper_limit"][0] == long["upper_limit"][0]


@pytest.mark.parametrize(("points", "is_short"), [(12, True), (13, False)])
def test_a_group_of_fewer_than_thirteen_values_is_called_short(points: int, is_short: bool) -> None:
    value = [*range(points), math.nan]
    assert set(chart_of(value)["is_short"]) == {is_short}


def test_no_line_is_drawn_below_the_least_value_where_one_is_given() -> None:
    value = [0, 2, 0, 2]
    free, bound = chart_of(value), chart_of(value, at_least=0)
    assert free["lower_limit"][0] == pytest.approx(1 - 5.32)
    assert (bound["lower_limit"][0], bound["lower_two_sigma"][0]) == (0, 0)
    assert bound["upper_limit"][0] == free["upper_limit"][0]
    assert bound["special_cause"].to_list() == free["special_cause"].to_list()


# -- where there are no limits --------------------------------------------------------------------


@pytest.mark.parametrize("rules", [MAKING_DATA_COUNT, UNSCREENED, LIMITS_ALONE])
def test_a_series_that_never_changes_has_limits_of_no_width(rules) -> None:
    chart = chart_of([0.1] * 15, rules=rules)
    assert set(chart["lower_limit"]) == set(chart["upper_limit"]) == {0.1}
    assert set(chart["special_cause"]) == {"common cause"}
    assert set(chart["side_of_mean"]) == {0}


@pytest.mark.parametrize("longest", [np.float64, np.longdouble])
def test_a_mean_is_exact_on_machines_with_and_without_longer_floats(longest, monkeypatch) -> None:
    monkeypatch.setattr(np, "longdouble", longest)
    for value in (0.1, 57.3, 1e9 + 0.1):
        chart = chart_of([value] * 15 + [math.nan] + [value] * 20)
        assert set(chart["centre_line"]) == {value}
        assert set(chart["side_of_mean"]) == {0, None}
    thirds = [1e9 + place / 3 for place in range(31)]
    assert chart_of(thirds)["centre_line"][0] == math.fsum(thirds) / 31


@pytest.mark.skipif(
    np.finfo(np.longdouble).nmant == np.finfo(np.float64).nmant, reason="no longer floats here"
)
def test_longer_floats_find_a_mean_to_its_last_digit() -> None:
    assert chart_of([0.1, 0.7, 0.7])["centre_line"][0] == 0.5


def test_a_missing_value_leaves_nothing_in_the_mean_of_small_ones() -> None:
    chart = chart_of([1e-20, None, 3e-20])
    assert chart["centre_line"][0] == pytest.approx(2e-20, rel=1e-9, abs=0)


def test_or_none_as_the_reference_has_it() -> None:
    chart = chart_of([23] * 8, rules=vary(MAKING_DATA_COUNT, has_limits_when_constant=False))
    assert set(chart["centre_line"]) == {23}
    for name in ("lower_limit", "upper_two_sigma", "is_outside_limits", "special_cause"):
        assert set(chart[name]) == {None}
    assert set(chart["reason"]) == {CONSTANT}


def test_after_a_baseline_that_never_changed_any_change_is_outside() -> None:
    found = causes_of([5, 5, 5, 5, 6, 4], baseline=Baseline(points=4))
    assert found[4:] == ["above upper limit", "below lower limit"]


def test_one_point_has_a_mean_and_no_limits() -> None:
    row = chart_of([7.0]).row(0, named=True)
    assert (row["centre_line"], row["upper_limit"], row["reason"]) == (7.0, None, NO_RANGE)
    assert (row["special_cause"], row["point_type"], row["side_of_mean"]) == (None, None, 0)
    assert (row["is_outside_limits"], row["is_close_to_limits"]) == (None, None)


def test_a_missing_value_is_a_row_with_a_reason_and_takes_no_part() -> None:
    chart = chart_of([10, None, 20, 22])
    assert chart["value"].to_list() == [10, None, 20, 22]
    assert chart["reason"].to_list() == [None, NO_VALUE, None, None]
    assert chart["special_cause"].to_list()[1] is None
    assert chart["side_of_mean"].to_list() == [-1, None, 1, 1]
    # The one range is that of 20 and 22: none reaches across the missing value.
    assert chart["upper_limit"][1] == pytest.approx(52 / 3 + 2.66 * 2)
    assert chart["is_outside_limits"].to_list() == [True, None, False, False]


def test_a_missing_value_ends_runs_trends_and_windows() -> None:
    base, fixed = [10, 12, 10, 12, 11], Baseline(points=5)
    for tail in (
        [12, 12, 12, None, 12, 12, 12, 12],
        [14.5, None, 14.5],
        [7, 8, 9, None, 10, 11, 12],
    ):
        assert causes_of([*base, *tail], baseline=fixed).count("common cause") == len(tail) + 4


def test_values_that_are_never_neighbours_give_no_limits_and_trends_still_count() -> None:
    chart = chart_of([3, None, 4, None, 9])
    assert set(chart["reason"]) == {NO_RANGE, NO_VALUE}
    baseline = Baseline(until=3)
    value = [5, None, 5, 1, 2, 3, 4, 6, 7, 8, 7]
    found = chart_of(value, baseline=baseline)
    assert found["special_cause"].to_list() == [None, None, None, *["trend up"] * 7, None]
    assert found["reason"].to_list()[3:] == [NO_RANGE] * 8


def test_a_baseline_without_a_value_gives_no_mean() -> None:
    chart = chart_of([None, None, 5, 6], baseline=Baseline(points=2))
    assert chart["reason"].to_list() == [NO_VALUE, NO_VALUE, NO_BASELINE, NO_BASELINE]
    assert set(chart["centre_line"]) == set(chart["side_of_mean"]) == {None}


def test_no_rows_give_a_chart_of_no_rows() -> None:
    chart = control_chart([], [], by={"area": pl.Series([], dtype=pl.String)})
    assert (chart.height, chart.columns) == (0, ["area", *COLUMNS])


# -- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"value": [1, math.inf, 2]}, "value must be a finite number; got inf at position 1"),
        ({"target": [1, -math.inf, 2]}, "target must be a finite number; got -inf at position 1"),
        ({"target": [1.0]}, "value has 3, target 1"),
        ({"improvement": ["increase"]}, "value has 3, improvement 1"),
        ({"date": [1, 2]}, "value has 3, date 2"),
        ({"date": [1, None, 2]}, "1 of 3 have none"),
        ({"date": [1, 2, 2]}, r"it has more at 2 \(1 too many"),
        ({"by": ["x", "y"]}, "2 groups are given for 3 values"),
        ({"by": {"date": [1, 2, 3]}}, "may not be called date"),
        ({"by": {"begins_again": [1, 2, 3]}}, "may not be called begins_again"),
        ({"improvement": "up"}, "improvement is 'up': try one of increase, neutral, decrease"),
        ({"improvement": ["increase", None, "down"]}, "improvement is None, 'down': try"),
        ({"baseline": Baseline(starts=[True])}, "value has 3, starts 1"),
        ({"baseline": Baseline(rebase=["2021-01-01"])}, "re-base date '2021-01-01' is String"),
        ({"baseline": Baseline(until=date(2021, 1, 1))}, "the baseline date .* is Date and the"),
    ],
)
def test_what_no_chart_can_be_made_of_is_refused(more, said) -> None:
    asked = {"value": [3, 4, 5], "date": [1, 2, 3], **more}
    with pytest.raises(ValueError, match=said):
        control_chart(asked.pop("value"), asked.pop("date"), **asked)


def test_a_date_that_comes_twice_is_told_with_its_series() -> None:
    with pytest.raises(ValueError, match="'b' has more at 1"):
        control_chart([1, 2, 3], [1, 1, 1], by=["a", "b", "b"])


def test_a_choice_of_baseline_that_says_two_things_is_refused() -> None:
    with pytest.raises(ValueError, match="not by both"):
        Baseline(rebase=[2], starts=[True, False])
    with pytest.raises(ValueError, match="at least 2 points; got 1"):
        Baseline(points=1)


def test_a_day_and_a_time_of_day_can_be_compared() -> None:
    days = [date(2021, 1, day) for day in (1, 2, 3)]
    chart = control_chart([1, 2, 3], days, baseline=Baseline(rebase=[datetime(2021, 1, 2)]))  # noqa: DTZ001
    assert chart["rebase_group"].to_list() == [0, 1, 1]
    mixed = control_chart([1, 2, 3], [1.0, 2.0, 3.0], baseline=Baseline(rebase=[2]))
    assert mixed["rebase_group"].to_list() == [0, 1, 1]
