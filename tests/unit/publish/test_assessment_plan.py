"""The cubes that are planned: each once, each of an approved shape, only of feeds that are held."""

from __future__ import annotations

import doctest

import pytest
from made_assessment import HELD, PERIOD, PERIODS

from vrn.publish.assessment import plan
from vrn.publish.assessment.measures import DEFINED_ALONE
from vrn.publish.assessment.plan import (
    FEEDS,
    all_shapes,
    assessment_shapes,
    base_of,
    dashboard_shapes,
    find_periods,
)
from vrn.release.findings import FINDINGS
from vrn.release.headline.shapes import is_listed
from vrn.terms import Period

TIMES = ("month", "quarter", "year")
PLACES = ("district", "neighbourhood")


@pytest.mark.parametrize("feeds", [FEEDS, FEEDS[:2], FEEDS[:1]])
def test_each_cube_is_planned_once(feeds: tuple[str, ...]) -> None:
    shapes = all_shapes(PERIODS, feeds=feeds)
    keys = [(shape.measure, shape.split, shape.period) for shape in shapes]
    assert len(set(keys)) == len(keys)
    assert all(not shape.where for shape in shapes)


def test_every_counted_cube_is_of_an_approved_shape() -> None:
    for shape in all_shapes(PERIODS, feeds=FEEDS):
        # Findings leave by their own rules, and admissions as they were supplied.
        if shape.measure in FINDINGS or "admissions" in shape.measure:
            continue
        more = [name for name in shape.split if name not in base_of(shape.measure)]
        place = next((name for name in more if name in PLACES), "whole area")
        time = next((name for name in more if name in TIMES), "period")
        others = [name for name in more if name not in (*PLACES, *TIMES)]
        assert len(others) <= 1, shape
        assert is_listed(place, time, "".join(others)), shape


def test_a_cube_of_violence_holds_every_definition_and_both_age_groups() -> None:
    for shape in all_shapes(PERIODS, feeds=FEEDS):
        if shape.measure.startswith("serious_violence") and shape.measure not in DEFINED_ALONE:
            assert shape.split[:2] == ("definition", "age_group")


def test_what_is_not_held_is_not_planned() -> None:
    names = {shape.measure for shape in all_shapes(PERIODS, feeds=["police-offences"])}
    assert not {n for n in names if "attendances" in n or "admissions" in n or "callouts" in n}
    assert not {n for n in names if n.startswith(("victims", "suspects", "repeat"))}
    assert {"serious_violence", "share_time_not_known", "night_time_share_late"} <= names


def test_the_dashboard_adds_districts_and_neighbourhoods_by_one_dimension() -> None:
    own = {(s.measure, s.split) for s in assessment_shapes(PERIODS, feeds=FEEDS)}
    added = {(s.measure, s.split) for s in dashboard_shapes(PERIODS, feeds=FEEDS)}
    assert not own & added
    assert ("serious_violence", ("definition", "age_group", "neighbourhood", "knife")) in added
    assert ("serious_violence_rate", ("definition", "age_group", "district", "quarter")) in added


def test_the_periods_are_those_of_the_months_held() -> None:
    assert PERIODS.police == Period("2019-02", "2022-02")
    assert PERIODS.attendances == Period("2018-10", "2021-10")
    assert PERIODS.peak == Period("2020-05", "2021-10")
    assert PERIODS.period == PERIOD
    assert PERIODS.years == ("2019/20", "2020/21")
    assert PERIODS.all_years == Period("2019-04", "2021-03")
    assert PERIODS.quarters[0] == "2019 Q2"
    assert PERIODS.all_quarters == Period("2019-04", "2021-12")


def test_a_year_with_a_month_missing_is_no_year() -> None:
    months = [month for month in HELD["police-offences"] if month != "2019-09"]
    periods = find_periods({"police-offences": months})
    assert periods.years == ("2020/21",)
    assert "2019 Q3" not in periods.quarters
    assert len(periods.runs) == 2
    assert periods.attendances is None
    assert periods.peak is None


def test_without_a_period_it_is_the_last_eighteen_months() -> None:
    assert find_periods(HELD).period == Period("2020-09", "2022-02")
    few = find_periods({"police-offences": ["2022-01", "2022-02"]})
    assert few.period == Period("2022-01", "2022-02")
    assert few.all_years is None
    assert few.all_quarters is None


def test_without_police_offences_there_is_no_assessment() -> None:
    with pytest.raises(ValueError, match="no month of police offences is held"):
        find_periods({"ae-attendances": ["2021-01"]})


def test_the_examples_in_the_docstrings_hold() -> None:
    found = doctest.testmod(plan)
    assert found.attempted > 0
    assert found.failed == 0
