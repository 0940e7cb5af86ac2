"""What is expected of a month: the day it is due, and how many rows are usual."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.sharing.quality.drawn_cards import agreement
from vrn.sharing.agreement import parse_agreement
from vrn.sharing.agreements.explaining import _extent
from vrn.sharing.fault import TextError
from vrn.sharing.quality.expecting import (
    due_on,
    last_day,
    month_of,
    months_between,
    overdue_months,
    usual_rows,
)

MONTHS = [f"{year}-{month:02d}" for year in (2021, 2022, 2023) for month in range(1, 13)]


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("2024-02", "2024-02"),
        ("2024-02 Westmere Police", "2024-02"),
        ("2019 England", ""),
        ("", ""),
    ],
)
def test_a_slice_names_its_month_first(name: str, month: str) -> None:
    assert month_of(name) == month


def test_months_end_and_follow_one_another() -> None:
    assert last_day("2024-02") == date(2024, 2, 29)
    assert list(months_between("2023-11", "2024-02")) == [
        "2023-11",
        "2023-12",
        "2024-01",
        "2024-02",
    ]
    assert list(months_between("2024-02", "2024-01")) == []


def test_a_month_is_due_on_the_agreed_day_of_the_next() -> None:
    assert due_on(agreement(), "2024-03") is None
    assert due_on(agreement(due_day=10), "2024-03") == date(2024, 4, 10)
    assert due_on(agreement(due_day=10), "2023-12") == date(2024, 1, 10)
    assert due_on(agreement(due_day=10), "2023-11") is None, "before the agreement began"


def test_months_are_overdue_from_the_day_after_the_agreed_one() -> None:
    agreed = agreement(due_day=10)
    assert list(overdue_months(agreed, "2024-03", date(2024, 5, 10))) == []
    assert list(overdue_months(agreed, "2024-03", date(2024, 5, 11))) == ["2024-04"]
    assert list(overdue_months(agreement(), "2024-03", date(2025, 1, 1))) == []


def test_nothing_is_overdue_after_the_last_month_or_the_last_day() -> None:
    last_month = agreement(due_day=10, period_to="2024-04")
    assert list(overdue_months(last_month, "2024-03", date(2025, 1, 1))) == ["2024-04"]
    ended = agreement(due_day=10, in_force_to=date(2024, 6, 10))
    assert list(overdue_months(ended, "2024-03", date(2025, 1, 1))) == ["2024-04", "2024-05"]


def test_a_day_is_from_1_to_28() -> None:
    for day in (0, 29):
        with pytest.raises(TextError, match=f"due_day is a day of the next month .* not {day}"):
            agreement(due_day=day)
    assert [agreement(due_day=day).due_day for day in (1, 28)] == [1, 28]


def test_an_agreement_says_its_day_in_its_text() -> None:
    text = """
        id = "a"
        title = "A"
        supplier = "B"
        feed = "police-offences"
        mapping = "m"
        columns = ["crime_ref"]
        in_force_from = 2024-01-01
        purpose = "p"
        gateway = "g"
    """
    assert parse_agreement(text).due_day is None
    assert parse_agreement(text + "due_day = 12\n").due_day == 12
    with pytest.raises(TextError, match="due_day is to be a whole number"):
        parse_agreement(text + 'due_day = "the tenth"\n')


def test_with_few_months_before_nothing_is_usual() -> None:
    usual = usual_rows(dict.fromkeys(MONTHS[:3], 10))
    assert {month: one.median for month, one in usual.items()} == dict.fromkeys(MONTHS[:3])
    assert usual[MONTHS[2]].judge(5) == ""
    assert usual_rows({}) == {}


def test_with_three_months_before_the_median_says_what_is_usual() -> None:
    """Earlier 10, 20, 30: their median 20, 40 % fewer 12, 60 % more 32."""
    usual = usual_rows(dict(zip(MONTHS, (10, 20, 30, 99), strict=False)))[MONTHS[3]]
    assert (usual.median, usual.least, usual.most) == (20, 12, 32)
    assert "median of 3 earlier months" in usual.how
    assert [usual.judge(rows) for rows in (11, 12, 32, 33)] == [
        "fewer",
        "as usual",
        "as usual",
        "more",
    ]


def test_with_twelve_months_before_a_control_chart_says_it() -> None:
    """Earlier 10, 12, 10, ...: mean 11, moving range 2, limits 11 - 5.32 and 11 + 5.32."""
    usual = usual_rows({month: (10, 12)[at % 2] for at, month in enumerate(MONTHS[:13])})
    assert "median of 11" in usual[MONTHS[11]].how
    last = usual[MONTHS[12]]
    assert last.median == 11
    assert (last.least, last.most) == pytest.approx((5.68, 16.32), abs=0.01)
    assert "control chart (XmR) of 12 earlier months" in last.how


def test_a_chart_is_of_the_latest_24_months_and_never_below_0() -> None:
    rows = {month: 1_000 if at < 6 else (0, 4)[at % 2] for at, month in enumerate(MONTHS[:31])}
    usual = usual_rows(rows)[MONTHS[30]]
    assert "of 24 earlier months" in usual.how
    assert usual.least == 0
    assert usual.most is not None
    assert usual.most < 20, "the months with a thousand rows lie farther back"


@settings(max_examples=25)
@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=36), st.randoms())
def test_what_is_usual_knows_nothing_of_later_months_or_of_the_order_given(rows, random) -> None:
    drawn = list(zip(MONTHS, rows, strict=False))
    last = drawn[-1][0]
    expected = usual_rows(dict(drawn))
    mixed = list(drawn)
    random.shuffle(mixed)
    assert usual_rows(dict(mixed)) == expected
    changed = usual_rows({**dict(drawn), last: 77})
    assert changed == expected, "no month is compared with itself, or with a later one"
    for one in expected.values():
        assert one.least is None or 0 <= one.least <= one.most


def test_an_agreement_tells_its_day_in_plain_words() -> None:
    told = dict(_extent(agreement(due_day=10)))
    assert told["When each month is to be sent"] == "by day 10 of the month after it"
    assert dict(_extent(agreement()))["When each month is to be sent"] == ""
