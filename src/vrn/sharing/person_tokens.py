"""What a feed of named people stores for linkage: the columns, and how each is made at the door.

A contract adds `person_tokens(...)` to what it stores and `person_treatments(...)` to how it is
made, with the names under which its own columns arrive. All of them are tokens: personal, and
pseudonymised. The whole name, day and postcode tell most; the parts let two spellings still meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vrn.sharing.person_columns import token
from vrn.sharing.treatment import How, Treatment

if TYPE_CHECKING:
    from vrn.sharing.column import Column

FORENAME = {
    "forename": (How.NAME, "Token of the forename."),
    "forename_group": (How.GROUP, "Token of the group of names that the forename is of."),
    "forename_sound": (How.SOUND, "Token of how the forename sounds."),
    "forename_head": (How.HEAD, "Token of the forename's first four letters."),
    "forename_tail": (How.TAIL, "Token of the forename's last four letters."),
}
SURNAME = {
    "surname": (How.NAME, "Token of the surname."),
    "surname_sound": (How.SOUND, "Token of how the surname sounds."),
    "surname_head": (How.HEAD, "Token of the surname's first four letters."),
    "surname_tail": (How.TAIL, "Token of the surname's last four letters."),
}
BORN = {
    "born": (How.DAY, "Token of the day of birth."),
    "birth_year": (How.YEAR_OF_BIRTH, "Token of the year of birth."),
    "birth_month": (How.MONTH_OF_BIRTH, "Token of the month of birth."),
    "birth_day": (How.DAY_OF_BIRTH, "Token of the day of the month of birth."),
}
HOME = {"home": (How.POSTCODE, "Token of the home's postcode.")}
NHS_NUMBER = {"nhs_number": (How.NHS_NUMBER, "Token of the NHS number, where it is a right one.")}
NOMINAL = {"nominal": (How.REFERENCE, "Token of the supplier's own number of the person.")}

OWN_NUMBERS = ("nominal", "pupil", "child", "person")
"""What feeds call the supplier's own number of a person; it says something within one feed."""

PERSON_TOKENS = {**NOMINAL, **SURNAME, **FORENAME, **BORN, **HOME, **NHS_NUMBER}
"""Every token of a person, by the name of its stored column."""


class Arriving(NamedTuple):
    """The names under which a feed's own columns arrive; None where it sends no such column."""

    forename: str | None = "forename"
    surname: str | None = "surname"
    born: str | None = "born"
    home: str | None = "home_postcode"
    nhs_number: str | None = None
    nominal: str | None = None


_OF = {
    "nominal": NOMINAL,
    "surname": SURNAME,
    "forename": FORENAME,
    "born": BORN,
    "home": HOME,
    "nhs_number": NHS_NUMBER,
}


def person_treatments(arriving: Arriving) -> tuple[Treatment, ...]:
    """How each token of a person is made of the columns that a feed sends."""
    return tuple(
        Treatment(makes, how, (name,))
        for part, tokens in _OF.items()
        if (name := getattr(arriving, part))
        for makes, (how, _) in tokens.items()
    )


def person_tokens(arriving: Arriving, *, required: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """The declarations of the tokens that `person_treatments` makes, in the same order."""
    return tuple(
        token(
            treatment.makes, PERSON_TOKENS[treatment.makes][1], required=treatment.makes in required
        )
        for treatment in person_treatments(arriving)
    )
