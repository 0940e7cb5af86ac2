"""Alarms on weekly counts: how weeks are read, and EARS C1 to C3."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrn.statistics.alarms import Ears, ears, farrington
from vrn.statistics.alarms.ears import CARRIED
from vrn.statistics.alarms.weekly import MISSING_PAST, TOO_LITTLE_PAST
from vrn.statistics.answers import MISSING_COUNT

# Seven weeks of mean 4 whose squared deviations sum to 4: s = sqrt(4/6) = 0.8165.
SEVEN = [3, 5, 4, 4, 3, 5, 4]
Z001, Z025 = 3.0902323, 1.9599640


def rows_of(counts: list, chosen: Ears) -> list[dict]:
    return ears(counts, range(len(counts)), settings=chosen).rows(named=True)


def test_c1_judges_by_the_seven_weeks_before() -> None:
    *early, last = rows_of([*SEVEN, 7], Ears("C1"))
    assert {each["reason"] for each in early} == {TOO_LITTLE_PAST}
    assert {each["alarm"] for each in early} == {None}
    assert last["value"] == 4
    assert last["lower"] == 0
    assert last["upper"] == pytest.approx(4 + Z001 * math.sqrt(4 / 6))
    assert last["score"] == pytest.approx(3 / math.sqrt(4 / 6))
    assert last["alarm"] is True
    assert last["confidence"] == pytest.approx(0.999)
    assert (last["method"], last["reason"], last["observed"]) == ("EARS C1", None, 7)
    assert rows_of([*SEVEN, 6], Ears("C1"))[-1]["alarm"] is False


def test_c2_leaves_out_the_two_weeks_before() -> None:
    found = rows_of([*SEVEN, 90, 90, 7], Ears("C2"))
    assert [each["reason"] for each in found] == [TOO_LITTLE_PAST] * 9 + [None]
    assert found[-1]["upper"] == pytest.approx(4 + Z001 * math.sqrt(4 / 6))
    assert found[-1]["alarm"] is True


def three_weeks(a: int, b: int, c: int) -> list[int]:
    """Weeks whose C2 baselines are those of SEVEN again and again, then three weeks to judge."""
    return [*SEVEN, *SEVEN[:2], a, b, c]


def test_c3_adds_the_excess_of_three_weeks() -> None:
    counts = three_weeks(5, 6, 5)
    found = rows_of(counts, Ears("C3"))
    assert [each["reason"] for each in found[:-1]] == [TOO_LITTLE_PAST] * 11
    excess = []
    for t in (9, 10, 11):
        past = np.array(counts[t - 9 : t - 2])
        excess.append(max(0, (counts[t] - past.mean()) / past.std(ddof=1) - 1))
    past = np.array(counts[2:9])
    carried = excess[0] + excess[1]
    assert 0 < carried < Z025
    assert found[-1]["score"] == pytest.approx(sum(excess))
    assert found[-1]["value"] == pytest.approx(past.mean())
    assert found[-1]["upper"] == pytest.approx(
        past.mean() + past.std(ddof=1) * (1 + Z025 - carried)
    )
    assert found[-1]["alarm"] is bool(sum(excess) > Z025)
    assert found[-1]["confidence"] == pytest.approx(0.975)


@settings(deadline=None)
@given(st.lists(st.integers(0, 30), min_size=14, max_size=30))
def test_an_alarm_of_c3_is_a_sum_above_the_quantile(counts: list[int]) -> None:
    for each in rows_of(counts, Ears("C3", least_sd=0.5))[11:]:
        assert each["alarm"] is (each["score"] > Z025 + 1e-9 or each["reason"] == CARRIED)
        if each["upper"] is not None:
            assert each["alarm"] is (each["observed"] > each["upper"])


def test_c3_says_where_the_two_weeks_before_alone_are_an_alarm() -> None:
    last = rows_of(three_weeks(9, 9, 0), Ears("C3"))[-1]
    assert (last["alarm"], last["upper"], last["reason"]) == (True, None, CARRIED)
    assert last["value"] is not None


def test_c3_as_one_program_computes_it_holds_the_count_against_itself() -> None:
    counts = three_weeks(5, 6, 30)
    past = np.array(counts[2:9])
    ours, theirs = (rows_of(counts, Ears("C3", bound=bound))[-1] for bound in ("sum", "own count"))
    before = ours["score"] - max(0, (30 - past.mean()) / past.std(ddof=1) - 1)
    assert theirs["upper"] == pytest.approx(30 + past.std(ddof=1) * (Z025 - before))
    assert (ours["alarm"], theirs["alarm"]) == (True, False)
    assert rows_of(three_weeks(9, 9, 0), Ears("C3", bound="own count"))[-1]["alarm"] is True


def test_weeks_that_are_all_alike_have_no_spread() -> None:
    at, above = (rows_of([4] * 7 + [each], Ears())[-1] for each in (4, 5))
    assert (at["alarm"], at["score"], at["upper"]) == (False, 0, 4)
    assert (above["alarm"], above["score"], above["upper"]) == (True, None, 4)
    floored = rows_of([4] * 7 + [5], Ears(least_sd=1))[-1]
    assert floored["upper"] == pytest.approx(4 + Z001)
    assert (floored["alarm"], floored["score"]) == (False, 1)
    # An excess without bound is carried on for two weeks.
    assert rows_of([4] * 9 + [5, 4, 4], Ears("C3"))[-1]["reason"] == CARRIED


def test_the_settings_are_heard() -> None:
    assert rows_of([1, 3, 9], Ears(baseline=2, alpha=0.5))[-1]["upper"] == pytest.approx(2)
    assert Ears("C1").chance == Ears("C2").chance == 0.001
    assert Ears("C3", alpha=0.001).chance == 0.001


def test_a_week_without_a_count_is_not_a_week_of_none() -> None:
    found = ears([*SEVEN, 7, 5], [1, 2, 3, 4, 5, 6, 7, 8, 10], settings=Ears())
    assert found["reason"].to_list()[-2:] == [None, MISSING_PAST]
    assert found["alarm"].to_list()[-2:] == [True, None]
    own = ears([*SEVEN, None], range(8))
    assert own.select("observed", "alarm", "value", "reason").row(-1) == (
        None,
        None,
        None,
        MISSING_COUNT,
    )


def test_groups_are_judged_apart_and_in_any_order() -> None:
    counts = [*SEVEN, 9, *(each + 2 for each in SEVEN), 9]
    by = ["b"] * 8 + ["a"] * 8
    weeks = [*range(8), *range(8)]
    found = ears(counts, weeks, by=by)
    assert found["group"].to_list() == ["a"] * 8 + ["b"] * 8
    assert found["week"].to_list() == weeks
    assert found.filter(week=7)["value"].to_list() == [6, 4]
    order = np.random.default_rng(2).permutation(16)
    again = ears(
        np.array(counts)[order], np.array(weeks)[order], by=pl.Series("group", by)[order.tolist()]
    )
    assert again.equals(found)
    two = ears(counts, weeks, by={"area": by, "sex": ["m"] * 16})
    assert two.columns[:3] == ["area", "sex", "week"]


def test_weeks_may_be_dates() -> None:
    dates = [date(2025, 1, 6) + timedelta(weeks=each) for each in range(8)]
    found = ears([*SEVEN, 9], dates)
    assert found["week"].to_list() == dates
    assert found["alarm"][-1] is True
    with pytest.raises(ValueError, match="multiple of seven days"):
        ears([1, 2], [date(2025, 1, 6), date(2025, 1, 14)])


def test_no_weeks_give_no_rows() -> None:
    assert ears([], []).height == 0
    assert farrington([], []).height == 0


@pytest.mark.parametrize(
    ("count", "week", "message"),
    [
        ([1, -2], [1, 2], "count must be a whole number"),
        ([1, 2.5], [1, 2], "count must be a whole number"),
        ([1, 2], [1, 1], "given twice: {'week': 1}"),
        ([1, 2], [1, None], "needs its week"),
        ([1, 2], [1.5, 2], "whole numbers or dates"),
        ([1, 2], [1, 2, 3], "one length"),
    ],
)
def test_weeks_that_cannot_be_used_are_refused(count: list, week: list, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ears(count, pl.Series(week))


@pytest.mark.parametrize(
    "wrong",
    [
        {"method": "C4"},
        {"bound": "other"},
        {"baseline": 1},
        {"alpha": 0.0},
        {"alpha": 1.0},
        {"least_sd": -1.0},
        {"least_sd": math.inf},
    ],
)
def test_wrong_settings_of_ears_are_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match="got"):
        Ears(**wrong)
