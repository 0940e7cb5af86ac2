"""Files of the ambulance service and of hospitals that are not as agreed."""

from __future__ import annotations

import made_agencies as made
from arriving import MANY, Case
from made_agencies import (
    admission_row,
    admissions,
    attendance_row,
    attendances,
    callout_row,
    callouts,
)
from made_files import csv_text

LAST = MANY + 2
MENDABLE = ("refuse", "hold back")


def _callout(
    arrives: str, outcome: str, says: str, column: str | None = None, **cells: str
) -> Case:
    content = callouts(MANY, callout_row(999, **cells))
    line = LAST if outcome != "load" else None
    good = callouts(MANY, callout_row(999)) if outcome in MENDABLE else None
    file = "ambulance_calls.csv"
    return Case(arrives, made.CALLOUTS, content, outcome, says, line, column, file, good)


CALLOUTS = [
    Case("call-outs as a service writes them", made.CALLOUTS, callouts(), "load", file="calls.csv"),
    Case(
        "call-outs with commas",
        made.CALLOUTS,
        callouts(delimiter=","),
        "refuse",
        "its cells are parted by commas",
        line=1,
        file="calls.csv",
        mended=callouts(),
    ),
    Case(
        "call-outs in UTF-8 with a mark, where Windows-1252 was agreed",
        made.CALLOUTS,
        b"\xef\xbb\xbf" + callouts(),
        "refuse",
        "it begins with the byte-order mark of UTF-8",
        file="calls.csv",
    ),
    _callout(
        "times with the day first",
        "refuse",
        "days are written in another way",
        "call_at",
        call_at="23/05/2020 23:10:44",
    ),
    _callout(
        "a call in the future",
        "hold back",
        "lies in the future",
        "call_at",
        call_at="2024-07-01 10:00:00",
        arrived_at="",
    ),
    _callout(
        *("a crew that arrived before the call", "hold back"),
        *("arrived before the call", "call_at, arrived_at"),
        arrived_at="2020-05-23 23:09:00",
    ),
    _callout("an age of 999", "hold back", "is not a whole number from 0 to 120", "age", age="999"),
    _callout("an age of -1", "hold back", "is not a whole number from 0 to 120", "age", age="-1"),
    _callout(
        "an age with its unit", "hold back", "is not a whole number from 0 to 120", "age", age="12y"
    ),
    _callout(
        "a gender that is not listed", "hold back", "list of codes: Male, Female", "sex", sex="X"
    ),
    _callout(
        "a complaint that is not listed",
        "hold back",
        "list of codes",
        "chief_complaint",
        chief_complaint="Bitten by Robin",
    ),
    _callout(
        "a call-out in the hour that repeats",
        "flag",
        "lies in the hour that the clocks repeat",
        call_at="2020-10-25 01:10:00",
        arrived_at="",
    ),
    _callout(
        "a scene that is no postcode",
        "flag",
        "postcode holds something that is no postcode",
        postcode="by the canal",
    ),
    Case(
        "an incident number twice",
        made.CALLOUTS,
        callouts(2 * MANY, callout_row(1)),
        "hold back",
        "stand in another row of this supply too",
        line=2 * MANY + 2,
        column="incident",
        file="calls.csv",
    ),
]


def _attendance(
    arrives: str, outcome: str, says: str, column: str | None = None, **cells: str
) -> Case:
    content = attendances(MANY, attendance_row(999, **cells))
    good = attendances(MANY, attendance_row(999)) if outcome in MENDABLE else None
    return Case(arrives, made.ATTENDANCES, content, outcome, says, LAST, column, "ae.csv", good)


ATTENDANCES = [
    Case(
        "attendances as a hospital writes them",
        made.ATTENDANCES,
        attendances(),
        "load",
        file="ae.csv",
    ),
    Case(
        "free text about the place, read over",
        made.ATTENDANCES,
        attendances(
            3, attendance_row(9, **{made.PLACE: "at the home of Robin Madeup, 01632 960123"})
        ),
        "load",
        file="ae.csv",
    ),
    Case(
        "an intent that was left empty",
        made.ATTENDANCES,
        attendances(3, attendance_row(9, intent="")),
        "load",
        file="ae.csv",
    ),
    Case(
        "full postcodes where sectors were agreed",
        made.ATTENDANCES,
        attendances(3, attendance_row(9, home_sector="XL5 2CD")),
        "refuse",
        "full postcodes stand where sectors were agreed, in 1 row",
        line=5,
        column="home_sector",
        file="ae.csv",
        mended=attendances(3, attendance_row(9)),
    ),
    Case(
        "a column of NHS numbers from a hospital",
        made.ATTENDANCES,
        csv_text(
            [[*attendance_row(), "9434765919"]], [*made.ATTENDANCE_HEADER, "NHSNumber"]
        ).encode(),
        "refuse",
        "does not list the column in place 14",
        line=1,
        file="ae.csv",
    ),
    _attendance("a sex that is not listed", "hold back", "list of codes: 1, 2, 9", "sex", sex="3"),
    _attendance(
        "an ethnic category that is none",
        "hold back",
        "list of codes",
        "ethnic_category",
        ethnic_category="Q",
    ),
    _attendance(
        "a site by its name",
        "hold back",
        "is not a site's code",
        "site_code",
        site_code="Royal Infirmary",
    ),
    _attendance(
        "an age turned into a day", "hold back", "is not a whole number", "age", age="10-Oct"
    ),
    _attendance(
        *("an arrival before the injury", "hold back"),
        *("arrived before the injury", "injury_at, arrived_at"),
        injury_at="2020-05-23T23:11:00",
    ),
    _attendance(
        "an arrival in the future",
        "hold back",
        "lies in the future",
        "arrived_at",
        arrived_at="2024-07-01T10:00:00",
        injury_at="",
    ),
    _attendance(
        "an arrival before the agreement",
        "hold back",
        "before the first month",
        "arrived_at",
        arrived_at="2017-12-31T10:00:00",
        injury_at="",
    ),
    _attendance(
        "a time with its zone",
        "refuse",
        "days are written in another way",
        "arrived_at",
        arrived_at="2020-05-23T23:10:00Z",
    ),
]


def _admission(
    arrives: str, outcome: str, says: str, column: str | None = None, **cells: str
) -> Case:
    content = admissions(MANY, admission_row(area_code="E07099999", **cells))
    good = admissions(MANY, admission_row(area_code="E07099999"))
    file = "admissions.csv"
    return Case(arrives, made.ADMISSIONS, content, outcome, says, LAST, column, file, good)


ADMISSIONS = [
    Case(
        "admissions, some withheld",
        made.ADMISSIONS,
        admissions(3, admission_row(admissions="*", kind="Sharp object", age_group="under 25")),
        "load",
        file="admissions.csv",
    ),
    _admission(
        "an empty cell without the mark",
        "hold back",
        "a number, or the supplier's mark",
        "admissions, withheld",
        admissions="",
    ),
    _admission(
        "a number below zero",
        "hold back",
        "is not a whole number from 0",
        "admissions",
        admissions="-5",
    ),
    _admission(
        "an age group turned into a day",
        "hold back",
        "'14-Oct' is not in the mapping's list",
        "age_group",
        age_group="14-Oct",
    ),
    _admission(
        "a month in words", "refuse", "months are written in another way", "month", month="May-20"
    ),
    _admission(
        "admissions of the future",
        "hold back",
        "is later than today's month",
        "month",
        month="2024-07",
    ),
    Case(
        "a cell of the table twice",
        made.ADMISSIONS,
        admissions(2 * MANY, admission_row(area_code="E07090000", month="2018-01")),
        "hold back",
        "stand in another row of this supply too",
        line=2 * MANY + 2,
        file="admissions.csv",
    ),
]
