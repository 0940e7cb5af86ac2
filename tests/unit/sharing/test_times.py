"""Days and times as suppliers write them, and what is said of those that look odd."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn.sharing.agreement import Terms, parse_agreement
from vrn.sharing.checks.dating import form_in_words, read_dates
from vrn.sharing.checks.time_notes import flag_times, note_times
from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract, Setting
from vrn.sharing.fault import TextError
from vrn.sharing.mapping import Mapping
from vrn.sharing.time_rules import in_agreed_time, in_order, not_future

CONTRACT = Contract(
    feed="visits",
    title="Visits",
    unit="a visit",
    slice_form="all",
    columns=(
        Column(name="came", kind=Kind.MOMENT, meaning="When they came.", required=False),
        Column(name="born", kind=Kind.DAY, meaning="Day of birth.", required=False),
        Column(name="month", kind=Kind.MONTH, meaning="Month.", required=False),
    ),
)
AGREEMENT = parse_agreement(
    """
id = "visits"
title = "Visits"
supplier = "A clinic"
feed = "visits"
mapping = "visits"
in_force_from = 2020-01-01
columns = ["came", "born", "month"]
purpose = "To try"
gateway = "None is needed"
"""
)
HEADERS = {"came": "Came", "born": "Born", "month": "Month"}


def terms(**dates: str) -> Terms:
    return Terms(
        CONTRACT, AGREEMENT, Mapping(id="visits", feed="visits", columns=HEADERS, dates=dates)
    )


def read(
    column: str, *cells: str | None, form: str = ""
) -> tuple[list[str | None], list[int], list[str]]:
    """The cells as read, the lines of those that are none, and the faults of the whole file."""
    rows = pl.DataFrame({column: cells}, schema={column: pl.String}).with_row_index("line", 2)
    rows = rows.with_columns(pl.col("line").cast(pl.Int64))
    mapping = terms(**({column: form} if form else {})).mapping
    found, odd, faults = read_dates(rows, mapping, CONTRACT, "v.csv")
    return found[column].to_list(), odd["line"].to_list(), [str(fault) for fault in faults]


DAY_FIRST = "%d/%m/%Y %H:%M"


@pytest.mark.parametrize(
    ("column", "form", "cell", "iso"),
    [
        ("came", DAY_FIRST, "03/04/2020 09:05", "2020-04-03T09:05"),
        ("came", DAY_FIRST, "3/4/2020 9:05", "2020-04-03T09:05"),
        ("came", DAY_FIRST, "03/04/2020 09:05:59", "2020-04-03T09:05"),
        ("came", "%m/%d/%Y %H:%M", "03/04/2020 09:05", "2020-03-04T09:05"),
        ("came", "%Y-%m-%d %H:%M:%S", "2020-04-03 09:05:00.000", "2020-04-03T09:05"),
        ("came", "%d.%m.%Y %H:%M", "29.02.2020 23:59", "2020-02-29T23:59"),
        ("came", "", "2020-04-03T09:05", "2020-04-03T09:05"),
        ("came", "", "2020-04-03T09:05:30", "2020-04-03T09:05"),
        ("born", "%d/%m/%Y", "04/03/1999", "1999-03-04"),
        ("born", "%d/%m/%Y", "04/03/1999 00:00:00", "1999-03-04"),
        ("born", "", "1999-03-04", "1999-03-04"),
        ("month", "%m/%Y", "04/2020", "2020-04"),
        ("month", "", "2020-04", "2020-04"),
        ("month", "", "whatever", "whatever"),
        ("came", DAY_FIRST, None, None),
    ],
)
def test_a_time_is_read_in_the_form_that_the_mapping_names(
    column: str, form: str, cell: str | None, iso: str | None
) -> None:
    assert read(column, cell, form=form) == ([iso], [], [])


@pytest.mark.parametrize(
    "cell",
    [
        "31/04/2020 09:05",
        "29/02/2021 09:05",
        "03/04/2020",
        "03/04/2020 24:00",
        "soon",
        "00/00/0000 00:00",
    ],
)
def test_a_time_that_there_is_not_is_a_fault_of_its_row_alone(cell: str) -> None:
    assert read("came", "03/04/2020 09:05", cell, form=DAY_FIRST) == (
        ["2020-04-03T09:05", None],
        [3],
        [],
    )


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("04/13/2020 09:05", "days and months stand in the other order, in 1 row"),
        ("04/13/2020", "days and months stand in the other order, in 1 row"),
        ("03/04/20 09:05", "years are written with two digits"),
        ("3-Apr-20", "years are written with two digits"),
        ("43924", "days are a spreadsheet's numbers"),
        ("43924.378", "days are a spreadsheet's numbers"),
        ("2020-04-03 09:05", "days are written in another way"),
        ("03-04-2020 09:05", "days are written in another way"),
        ("3 April 2020", "days are written in another way"),
        ("03/04/2020 09:05 PM", "days are written in another way"),
    ],
)
def test_one_such_row_shows_how_the_whole_file_was_written(cell: str, said: str) -> None:
    _, lines, faults = read("came", "03/04/2020 09:05", cell, form=DAY_FIRST)
    assert lines == [3]
    (fault,) = faults
    assert fault.startswith(f"v.csv, line 3, column came: {said}")
    assert "Expected: dd/mm/yyyy hh:mm in every row." in fault
    assert cell not in fault


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.times())
def test_every_time_is_read_back_from_every_form(day: date, clock: time) -> None:
    moment = datetime.combine(day, clock)
    iso = f"{moment:%Y-%m-%dT%H:%M}"
    for form in (DAY_FIRST, "%m/%d/%Y %H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"):
        written = f"{moment:{form}}"
        assert read("came", written, form=form) == ([iso], [], [])


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ("%d/%m/%y %H:%M", "has a year of two digits (%y), of which the century cannot be told"),
        ("%d/%b/%Y %H:%M", "has parts other than %d %m %Y %H %M %S"),
        ("%d/%d/%Y", "has a part twice"),
        ("%d/%Y", "needs %Y and %m"),
        ("%d/%m/%Y %H", "needs both %H and %M, or neither"),
    ],
)
def test_each_fault_of_a_form_is_named(form: str, fault: str) -> None:
    with pytest.raises(TextError) as caught:
        terms(came=form)
    assert f"dates.came: {form!r} {fault}" in str(caught.value)


@pytest.mark.parametrize(
    "dates", [{"came": "%d/%m/%Y"}, {"born": DAY_FIRST}, {"month": "%d/%m/%Y"}]
)
def test_a_form_fits_its_column(dates: dict[str, str]) -> None:
    with pytest.raises(TextError, match="does not fit the column"):
        terms(**dates)


def test_a_form_is_told_in_letters() -> None:
    assert form_in_words("%Y-%m-%dT%H:%M:%S") == "yyyy-mm-ddThh:mm:ss"


# --- flags --------------------------------------------------------------------------------------


def flags(
    *came: str, born: str = "1999-03-14", form: str = DAY_FIRST
) -> list[tuple[str, int, int | None]]:
    rows = pl.DataFrame({"came": came}).with_row_index("line", 2)
    rows = rows.with_columns(pl.col("line").cast(pl.Int64), born=pl.lit(born))
    given_terms = terms(came=form, born="%d/%m/%Y")
    halves = [rows.head(len(came) // 2), rows.tail(-(len(came) // 2)) if len(came) > 1 else rows]
    noted = [n for half in halves if (n := note_times(half, given_terms, "v.csv")) is not None]
    return [(note.what, note.count, note.line) for note in flag_times(noted, given_terms)]


GOOD = ["2020-04-23T10:10"] * 40


def test_good_times_are_not_flagged() -> None:
    assert flags(*GOOD) == []
    assert flags(*GOOD, *["2020-04-23T00:00"] * 9) == []
    assert flags(*GOOD * 20, *["2020-04-23T00:00"] * 10) == []


def test_a_heap_at_midnight_is_flagged_over_all_blocks() -> None:
    ((what, count, line),) = flags(*GOOD, *["2020-04-23T00:00"] * 10)
    assert what.startswith("came is 00:00 in more rows than chance would bring")
    assert (count, line) == (10, 42)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("1900-01-01T10:00", "holds a day that systems write where none is known"),
        ("1970-01-01T10:00", "holds a day that systems write where none is known"),
        ("2020-03-29T01:00", "the hour that the clocks skip"),
        ("2020-03-29T01:59", "the hour that the clocks skip"),
        ("2020-10-25T01:30", "the hour that the clocks repeat"),
        ("2021-10-31T01:30", "the hour that the clocks repeat"),
    ],
)
def test_an_odd_time_is_flagged(moment: str, said: str) -> None:
    ((what, count, line),) = flags(*GOOD, moment)
    assert said in what
    assert (count, line) == (1, 42)


@pytest.mark.parametrize(
    "moment",
    [
        "2020-03-29T02:00",
        "2020-03-29T00:59",
        "2020-03-22T01:30",
        "2020-10-24T01:30",
        "2020-10-25T02:00",
    ],
)
def test_the_hours_beside_a_clock_change_are_not(moment: str) -> None:
    assert flags(*GOOD, moment) == []


def test_every_year_has_one_hour_of_each() -> None:
    for year in range(1996, 2040):
        march, october = (_last_sunday(year, month) for month in (3, 10))
        (first,) = flags(*GOOD, f"{march}T01:30")
        (second,) = flags(*GOOD, f"{october}T01:30")
        assert "skip" in first[0]
        assert "repeat" in second[0]


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def test_a_default_birthday_is_flagged_and_a_fair_one_is_not() -> None:
    ((what, count, _),) = flags(*GOOD, born="1900-01-01", form="%Y-%m-%d %H:%M")
    assert what == "born holds a day that systems write where none is known"
    assert count == 40
    assert flags(*GOOD, born="1970-01-14") == []


def test_days_that_could_all_be_months_are_flagged_unless_the_year_comes_first() -> None:
    early = ["2020-04-03T10:10"] * 60
    ((what, count, _),) = flags(*early)
    assert what == "came has no day after the 12th: days and months may be swapped"
    assert count == 60
    assert flags(*early[:59]) == []
    assert flags(*early, "2020-04-13T10:10") == []
    assert flags(*early, form="%Y-%m-%d %H:%M") == []


# --- rules --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "holds"),
    [
        ("2020-04-03T10:00", "2020-04-03T10:00", [True, True, True]),
        ("2020-04-03T10:01", "2020-04-03T10:00", [True, True, False]),
        ("2024-06-30T23:59", "2024-06-30T23:59", [True, True, True]),
        ("2024-07-01T00:00", "2024-07-01T00:00", [False, True, True]),
        ("2019-12-31T23:59", "2020-01-01T00:00", [True, False, True]),
        ("2020-04-03T10:00", None, [True, True, None]),
    ],
)
def test_rules_over_times(first: str, second: str | None, holds: list[bool | None]) -> None:
    rules = (not_future("a"), in_agreed_time("a"), in_order("a", "b", "are in the wrong order"))
    setting = Setting(date(2024, 6, 30), "2020-01")
    row = pl.DataFrame({"a": [first], "b": [second]}, schema={"a": pl.String, "b": pl.String})
    assert [row.select(rule.holds(setting)).item() for rule in rules] == holds


def test_an_agreement_without_a_first_month_holds_back_nothing() -> None:
    row = pl.DataFrame({"a": ["1950-01-01T00:00"]})
    assert row.select(in_agreed_time("a").holds(Setting(date(2024, 6, 30)))).item()
