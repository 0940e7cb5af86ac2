"""The functions behind the findings, where their frames are not as they should be."""

from __future__ import annotations

import polars as pl
import pytest

from vrn.problem.violence.estimates import (
    peak_share,
    ratio_under_25,
    repeat_in_period,
    repeat_within,
    share_of_night,
    trend,
)
from vrn.terms import Period, months_between

BEFORE = Period("2020-01", "2020-02")


def by_month(**counts: int) -> pl.DataFrame:
    months = {f"2020-{name[1:]}": count for name, count in counts.items()}
    return pl.DataFrame({"month": list(months), "count": list(months.values())})


def test_a_period_that_holds_the_months_before_counts_them_once() -> None:
    frame = by_month(m01=10, m02=20, m03=12)
    twice = pl.concat([frame.head(2), frame])
    found = peak_share(twice, before=BEFORE)
    assert found.select("value", "numerator", "denominator").row(0) == (80.0, 12, 30)
    assert found["method"][0].endswith("the highest month was March 2020")


@pytest.mark.parametrize("frame", [by_month(m01=0, m02=0, m03=5), by_month(m01=3, m02=3)])
def test_without_anything_on_one_side_there_is_no_peak(frame) -> None:
    found = peak_share(frame, before=BEFORE)
    assert found["value"][0] is None
    assert found["reason"][0]
    assert found["behind"].explode(empty_as_null=False).to_list() == []


def test_a_trend_needs_two_years_and_something_in_the_first() -> None:
    months = months_between("2019-01", "2020-12")
    nothing = [0] * 12 + [1] * 12
    found = trend(pl.DataFrame({"month": months, "count": nothing}))
    assert found.select("value", "reason").row(0) == (
        None,
        "nothing was recorded in the first twelve months",
    )
    short = trend(pl.DataFrame({"month": months[:23], "count": nothing[:23]}))
    assert short["reason"][0] == "the series is shorter than two years"
    whole = trend(pl.DataFrame({"month": months[::-1], "count": [30] * 12 + [20] * 12}))
    assert whole.select("value", "numerator", "denominator").row(0) == (1.5, 360, 240)


def sides(young: int | None, old: int | None, counts: tuple[int, int] = (9, 3)) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "under_25": ["under 25", "25 and over", "age not recorded"],
            "count": [*counts, 50],
            "residents": [young, old, None],
        }
    )


def test_the_young_are_set_against_their_elders_and_nobody_else() -> None:
    found = ratio_under_25(sides(1000, 3000))
    assert found["value"][0] == pytest.approx(9.0)
    assert found["behind"][0].to_list() == [
        {"what": "suspects under 25", "events": 9},
        {"what": "suspects of 25 and over", "events": 3},
    ]


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (sides(None, 3000), "residents under 25 and of 25 and over are not both held"),
        (sides(1000, 0), "residents under 25 and of 25 and over are not both held"),
        (sides(1000, 3000, (9, 0)), "nobody of 25 and over was recorded"),
    ],
)
def test_a_rate_that_cannot_be_had_makes_no_ratio(frame, reason) -> None:
    found = ratio_under_25(frame)
    assert found.select("value", "reason").row(0) == (None, reason)


def test_one_offence_counts_once_however_many_suspects_it_has() -> None:
    frame = pl.DataFrame(
        {
            "crime_ref": ["C1", "C1", "C2", "C3", "C3"],
            "person": ["P1", "P2", "P1", "P3", "P3"],
            "nth": [1, 1, 2, None, 1],
            "days_since": [None, None, 366, None, None],
            "is_asked": [True, True, True, True, False],
        }
    )
    counted = ["numerator", "denominator"]
    assert repeat_in_period(frame).select(counted).row(0) == (2, 3)
    assert repeat_within(frame, days=365).select(counted).row(0) == (0, 3)
    assert repeat_within(frame, days=None).select(counted).row(0) == (1, 3)
    nobody = frame.with_columns(is_asked=pl.lit(value=False))
    assert repeat_in_period(nobody)["reason"][0] == "nothing was recorded to take a share of"


def test_offences_whose_time_is_not_known_are_in_the_hundred() -> None:
    codes = ["night-time economy", "other", "not known"]
    frame = pl.DataFrame({"night_time_late": codes, "count": [20, 70, 10]})
    found = share_of_night(frame, column="night_time_late")
    assert found.select("value", "numerator", "denominator").row(0) == (20.0, 20, 100)
