"""Months and periods: start in, end in; what is not a month is refused with an example of one."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn.terms import (
    Period,
    ages,
    following_month,
    gaps_between,
    month_label,
    months_between,
    stretches,
    unbroken_runs,
    words,
)
from vrn.terms import period as period_module
from vrn.terms.period import check_month

MONTHS = st.builds(
    lambda year, month: f"{year:04d}-{month:02d}", st.integers(1900, 2100), st.integers(1, 12)
)


@pytest.mark.parametrize("month", ["2021-01", "2021-12", "1999-10"])
def test_a_month_is_a_year_a_dash_and_two_digits(month: str) -> None:
    check_month(month)


@pytest.mark.parametrize(
    "text",
    ["", "2021", "2021-1", "2021-13", "2021-00", "21-01", "2021/01", "2021-01-01", " 2021-01",
     "2021-01\n", "Jan 2021", "٢٠٢١-٠١"],
)  # fmt: skip
def test_what_is_not_a_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="YYYY-MM, such as 2021-11"):
        check_month(text)


@pytest.mark.parametrize(
    ("month", "steps", "expected"),
    [
        ("2021-11", 1, "2021-12"),
        ("2021-12", 1, "2022-01"),
        ("2021-01", -1, "2020-12"),
        ("2021-05", 0, "2021-05"),
        ("2021-05", 24, "2023-05"),
        ("2021-05", -17, "2019-12"),
    ],
)
def test_the_month_so_many_steps_later(month: str, steps: int, expected: str) -> None:
    assert following_month(month, steps) == expected


@given(MONTHS, st.integers(-200, 200))
def test_steps_there_and_back_meet(month: str, steps: int) -> None:
    assert following_month(following_month(month, steps), -steps) == month


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2021-11", "2022-02", ("2021-11", "2021-12", "2022-01", "2022-02")),
        ("2021-11", "2021-11", ("2021-11",)),
        ("2021-12", "2021-11", ()),
    ],
)
def test_months_between_holds_both_ends(first: str, last: str, expected: tuple[str, ...]) -> None:
    assert months_between(first, last) == expected


@pytest.mark.parametrize(("first", "last"), [("soon", "2021-01"), ("2021-01", "9999-99")])
def test_months_between_refuses_what_is_not_a_month_at_either_end(first: str, last: str) -> None:
    with pytest.raises(ValueError, match="is not a month"):
        months_between(first, last)


def test_labels_are_english_whatever_the_locale() -> None:
    assert month_label("2021-11") == "November 2021"
    assert Period("2021-11", "2021-11").label == "November 2021"
    assert Period("2021-11", "2022-10").label == "November 2021 to October 2022"


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match=r"cannot end \(2021-10\) before it starts \(2021-11\)"):
        Period("2021-11", "2021-10")


def test_the_examples_hold() -> None:
    for module in (period_module, words, ages, stretches):
        assert doctest.testmod(module).failed == 0


@given(st.lists(MONTHS, max_size=30))
def test_runs_and_the_gaps_between_them_are_all_months_from_first_to_last(held: list[str]) -> None:
    runs = unbroken_runs(held)
    months = [month for run in runs for month in run.months]
    lacking = [month for gap in gaps_between(runs) for month in gap.months]
    assert months == sorted(set(held))
    assert sorted(months + lacking) == list(months_between(min(held), max(held)) if held else ())


@given(MONTHS, MONTHS, st.integers(0, 30), st.integers(0, 30))
def test_periods_overlap_where_they_have_a_month_in_common(
    first: str, other: str, length: int, other_length: int
) -> None:
    one = Period(first, following_month(first, length))
    two = Period(other, following_month(other, other_length))
    assert one.overlaps(two) == two.overlaps(one) == bool(set(one.months) & set(two.months))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-11", Period("2021-11", "2021-11")),
        ("2021-11..2022-10", Period("2021-11", "2022-10")),
    ],
)
def test_a_period_is_read_from_its_text(text: str, expected: Period) -> None:
    assert Period.parse(text) == expected


@pytest.mark.parametrize("text", ["", "..", "2021-11..", "..2021-11", "2021-11...2021-12", "2021"])
def test_half_a_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a month"):
        Period.parse(text)


def test_periods_are_ordered_by_their_start() -> None:
    late, early = Period("2021-02", "2021-02"), Period("2021-01", "2021-12")
    assert sorted([late, early]) == [early, late]
