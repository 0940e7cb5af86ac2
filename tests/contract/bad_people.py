"""Files of victims and suspects that are not as agreed; the offences were received before."""

from __future__ import annotations

from arriving import MANY, Case
from made_agencies import OFFENCES, PEOPLE_HEADER, offences, people, person_row
from made_agencies import PEOPLE as UNDER
from made_files import csv_text

LAST = MANY + 2
FILE = "police_people_2020.csv"
BEFORE = ((OFFENCES, offences(MANY + 10)),)
ODD = MANY + 5
"""The offence of the odd person."""


def _case(arrives: str, content: bytes, outcome: str, says: str = "", **more: object) -> Case:
    return Case(arrives, UNDER, content, outcome, says, file=FILE, before=BEFORE, **more)  # type: ignore[arg-type]


def _held(arrives: str, says: str, column: str | None = None, **cells: str) -> Case:
    content = people(MANY, person_row(ODD, **cells))
    good = people(MANY, person_row(ODD))
    return _case(arrives, content, "hold back", says, line=LAST, column=column, mended=good)


def _refused(arrives: str, says: str, column: str, **cells: str) -> Case:
    content = people(3, person_row(ODD, **cells))
    mended = people(3, person_row(ODD))
    return _case(arrives, content, "refuse", says, line=5, column=column, mended=mended)


def _flagged(arrives: str, says: str, **cells: str) -> Case:
    return _case(arrives, people(3, person_row(ODD, **cells)), "flag", says, line=5)


PEOPLE = [
    _case("people as a force writes them", people(), "load"),
    _held(
        "a person of an offence that is not held",
        "names an offence that is not held: send the offences first",
        "crime_ref",
        crime_ref="20-9999999",
    ),
    _held(
        "a role that is neither",
        "list of codes: Victim, Suspect",
        "role",
        role="Witness",
    ),
    _held("a sex that the mapping does not list", "list of codes: M, F, U", "sex", sex="9"),
    _held(
        "an ethnicity that is no code", "list of codes", "ethnicity_self", ethnicity_self="Welsh"
    ),
    _held(
        "a person without a number", "is empty; expected a number or code", "nominal", nominal=""
    ),
    _refused(
        "days of birth with two-digit years",
        "years are written with two digits, and the century cannot be told, in 1 row",
        "born",
        born="28/02/01",
    ),
    _refused(
        "days of birth with the month first",
        "days and months stand in the other order",
        "born",
        born="02/28/2001",
    ),
    _refused(
        "days of birth as a spreadsheet's numbers",
        "days are a spreadsheet's numbers",
        "born",
        born="36950",
    ),
    _held(
        "a day of birth that does not exist",
        "is not a day from 1900 on that exists",
        "born",
        born="29/02/2001",
    ),
    _held("a day of birth in the future", "lies in the future", "born", born="01/01/2093"),
    _held(
        "a day of birth after the offence",
        "is later than the day on which the offence was committed",
        "born",
        born="24/05/2020",
    ),
    _held("a day of birth before 1900", "from 1900 on", "born", born="22/05/1899"),
    _flagged(
        "a day of birth of 1 January 1900", "born holds a day that systems write", born="01/01/1900"
    ),
    _case(
        "days of birth with a midnight behind them",
        people(3, person_row(ODD, born="28/02/2001 00:00:00")),
        "load",
    ),
    _flagged(
        "a name that says that none is known",
        "surname says that no name is known",
        surname="UNKNOWN",
    ),
    _flagged(
        "a home that is no place",
        "home_postcode holds something that is no postcode",
        home_postcode="ZZ99 3VZ",
    ),
    _held(
        "a telephone number for a name",
        "seems to hold a telephone number",
        "surname",
        surname="07700 900123",
    ),
    _case(
        "a column of NHS numbers",
        csv_text([[*person_row(), "943 476 5919"]], [*PEOPLE_HEADER, "NHS NUMBER"]).encode(),
        "refuse",
        "does not list the column in place 12",
        line=1,
        mended=csv_text([person_row()], PEOPLE_HEADER).encode(),
    ),
    _case(
        "people without a header",
        csv_text([person_row(2), person_row(3)], person_row(1)).encode(),
        "refuse",
        "its first line is not the header of the feed 'police-people'",
        line=1,
    ),
    _case(
        "the surname None, Null and =cmd",
        people(
            3,
            person_row(10, surname="None"),
            person_row(11, surname="Null"),
            person_row(12, surname="=cmd|' /C calc'!A0"),
        ),
        "load",
    ),
]
