"""Runs of months, the latest full year and the words for a gap."""

from __future__ import annotations

import doctest

import pytest

from vrn.problem import months as module
from vrn.problem.months import (
    held_for,
    latest_year,
    missing_runs,
    months_held_by_feed,
    months_of_slices,
    say_missing,
    settle_period,
    year_before,
)
from vrn.terms import Period, months_between, unbroken_runs

LONG = months_between("2019-12", "2022-10")
LATE = months_between("2024-01", "2024-04")


def test_the_examples_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_runs_are_in_order_whatever_the_order_of_the_months() -> None:
    assert unbroken_runs([*reversed(LATE), *LONG, *LATE]) == (
        Period("2019-12", "2022-10"),
        Period("2024-01", "2024-04"),
    )
    assert unbroken_runs([]) == ()


def test_the_latest_year_lies_in_the_latest_run_that_is_long_enough() -> None:
    assert latest_year([*LONG, *LATE]) == Period("2021-11", "2022-10")
    assert latest_year(LATE) is None
    assert latest_year(months_between("2021-01", "2021-11")) is None
    assert latest_year(months_between("2021-01", "2021-12")) == Period("2021-01", "2021-12")


def test_the_year_before_is_the_same_months() -> None:
    assert year_before(Period("2021-11", "2022-10")) == Period("2020-11", "2021-10")
    with pytest.raises(ValueError, match="overlaps its year before"):
        year_before(Period("2021-01", "2022-01"))


def test_a_gap_is_named_by_its_ends() -> None:
    runs = missing_runs([Period("2022-09", "2024-02")], [*LONG, *LATE])
    assert say_missing(runs) == "no file was received for November 2022 to December 2023"
    two = missing_runs([Period("2021-01", "2021-04")], ["2021-02", "2021-04"])
    assert say_missing(two) == "no file was received for January 2021, nor for March 2021"
    assert say_missing(()) == ""


def test_a_month_counts_as_held_when_every_force_has_sent_it() -> None:
    slices = ["2021-01 East Police", "2021-01 West Police", "2021-02 East Police"]
    assert months_of_slices(slices, ["East Police", "West Police"]) == ("2021-01",)
    assert months_of_slices(slices, ["East Police"]) == ("2021-01", "2021-02")


def test_each_feed_has_its_own_months_and_a_month_lacks_what_one_sender_has_not_sent() -> None:
    slices = {
        "street-crime": ["2021-01 East Police", "2021-01 West Police", "2021-02 East Police"],
        "police-offences": ["2021-02", "2021-01"],
        "ae-attendances": ["2021-01 H1", "2021-01 H2", "2021-02 H2"],
        "residents": ["mid-2020 district"],
        "boundaries": ["2021"],
    }
    found = months_held_by_feed(slices, {"street-crime": ["East Police"]})
    assert found == {
        "street-crime": ("2021-01", "2021-02"),
        "police-offences": ("2021-01", "2021-02"),
        "ae-attendances": ("2021-01",),
    }
    late = months_held_by_feed(slices, {"ae-attendances": ["H1", "H2", "H3"]})
    assert late["ae-attendances"] == ()
    assert held_for(["police-offences", "ae-attendances"], found) == ("2021-01",)
    assert held_for(["ambulance"], found) == ()
    assert held_for([], found) == ()
    assert held_for(["anything"], ["2021-02", "2021-01", "2021-01"]) == ("2021-01", "2021-02")


def test_without_a_period_a_series_has_all_and_the_latest_months_are_counted_back() -> None:
    assert settle_period(None, LONG) == Period("2021-11", "2022-10")
    assert settle_period(None, LONG, by="month") == Period("2019-12", "2022-10")
    assert settle_period(None, LONG, by="quarter") == Period("2020-01", "2022-09")
    assert settle_period(None, LONG, by="year") == Period("2020-04", "2022-03")
    assert settle_period(None, LONG, latest=18) == Period("2021-05", "2022-10")
    assert settle_period(Period("2020-04", "2022-03"), LONG, by="year").last == "2022-03"
