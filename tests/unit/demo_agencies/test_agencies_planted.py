"""A truth that no files could hold is refused before anything is drawn, with all that is wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from vrn_demo.agencies.planted import REPORTED
from vrn_demo.agencies.seasons import (
    CLOSED,
    HEALTH_MONTHS,
    POLICE_MONTHS,
    bend_to_trend,
    has_school,
    weekday_of,
)
from vrn_demo.agencies.sizes import Living, Series, plan_suspects, split_sides

LIVING = Living(by_age=np.full(91, 1_000), males=np.full(91, 500))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"knife": 0.0}, "knife is 0.0, and a share lies between 0 and 1"),
        ({"city": 1.2}, "city is 1.2"),
        ({"attendances_known": 1.0}, "attendances_known is 1.0"),
        ({"victim_rates": (1.0, 2.0)}, "rates are needed for the 8 age bands"),
        ({"afternoon_peak": 9}, "afternoon peak"),
        ({"night_peak": 15}, "night peak"),
        ({"night_time_premises": 0.5}, "premises are a part"),
        ({"under_25_by_place": (("Here", 0.6), ("There", 0.5))}, "nothing left"),
        ({"wider_times": 1.1}, "half as many again"),
        ({"admissions_change": 0.0}, "admissions do not change to nothing or less"),
    ],
)
def test_an_impossible_truth_is_refused(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        replace(REPORTED, **change)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ValueError, match=r"knife is .*; .*night peak"):
        replace(REPORTED, knife=2.0, night_peak=12)


def test_months_run_from_the_first_to_the_last() -> None:
    assert (POLICE_MONTHS[0], POLICE_MONTHS[-1], len(POLICE_MONTHS)) == ("2019-02", "2022-02", 37)
    assert (HEALTH_MONTHS[0], HEALTH_MONTHS[-1], len(HEALTH_MONTHS)) == ("2018-10", "2021-10", 37)
    assert CLOSED == ("2020-04", "2020-05", "2021-01", "2021-02")


def test_school_is_on_weekdays_of_term_while_schools_are_open() -> None:
    days = np.array(
        ["2019-03-08", "2019-03-09", "2019-08-05", "2020-05-06", "2021-03-08"], dtype="M8[D]"
    )
    assert weekday_of(days).tolist() == [4, 5, 0, 2, 0]
    assert has_school(days).tolist() == [True, False, False, False, True]


def test_a_shape_is_bent_to_a_trend_and_not_below_nothing() -> None:
    shape = np.linspace(1, 2, 36)
    bent = bend_to_trend(shape, 0.9)
    assert bent[-12:].sum() / bent[:12].sum() == pytest.approx(0.9)
    with pytest.raises(ValueError, match="less than nothing"):
        bend_to_trend(shape, 0.0001)


def test_sides_have_the_planted_ratio_of_rates() -> None:
    young, older = split_sides(1_000, 3.5, LIVING)
    assert young + older == pytest.approx(1_000)
    assert (young / 25_000) / (older / 66_000) == pytest.approx(3.5)


def test_suspects_come_to_both_repeat_shares() -> None:
    planned = plan_suspects(REPORTED, LIVING, part=1)
    slots = [once + again for once, again in zip(planned.once, planned.again, strict=True)]
    assert planned.again[0] / slots[0] == pytest.approx(0.52, abs=0.01)
    assert sum(planned.again) / sum(slots) == pytest.approx(0.38, abs=0.01)
    with pytest.raises(ValueError, match="repeat shares"):
        plan_suspects(replace(REPORTED, repeat_share_under_25=0.95), LIVING, part=1)


def test_a_series_needs_both_age_groups_in_every_month() -> None:
    with pytest.raises(ValueError, match="age groups"):
        Series(np.array([5, 5]), np.array([6, 1]))
