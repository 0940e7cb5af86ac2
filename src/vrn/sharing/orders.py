"""What feeds about people and their orders share: who it is, as it arrives and as it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import RowRule
from vrn.sharing.person_columns import (
    ETHNICITIES,
    PERSONAL,
    SPECIAL,
    age,
    choice,
    personal_text,
    postcode,
    record_number,
    sector,
    sex,
    token,
)
from vrn.sharing.person_tokens import Arriving, person_tokens, person_treatments
from vrn.sharing.time_rules import not_future
from vrn.sharing.treatment import How, Treatment

if TYPE_CHECKING:
    from vrn.sharing.contract import Setting

_ARRIVING = Arriving()
SEX = sex()
ETHNICITY = choice(
    "ethnicity_self",
    "Ethnicity as the person says it, 16+1 codes.",
    *ETHNICITIES,
    sensitivity=SPECIAL,
)


def day(name: str, meaning: str, *examples: str, required: bool = False) -> Column:
    """The declaration of a day that says something about a person."""
    return Column(
        name=name,
        kind=Kind.DAY,
        meaning=meaning,
        required=required,
        examples=examples,
        sensitivity=PERSONAL,
    )


def who_arrives(number: str, meaning: str) -> tuple[Column, ...]:
    """The columns by which a supplier names a person; all but the number may be empty."""
    return (
        record_number(number, meaning),
        personal_text("surname", "Surname.", "Ashdown", "O'Made-Up"),
        personal_text("forename", "Forename.", "Robin", "Zoë"),
        day("born", "Day of birth.", "2005-03-04", "2007-11-30"),
        SEX,
        ETHNICITY,
        postcode("home_postcode", "Postcode of the home."),
    )


def who_is_kept(number: str, meaning: str, *, aged_on: str) -> tuple[Column, ...]:
    """What is kept of them: tokens, the sector, the age on a day of the row, sex and ethnicity."""
    return (
        token(number, meaning, required=True),
        *person_tokens(_ARRIVING),
        sector("home_sector", "The sector of the home's postcode."),
        age(f"Completed years {aged_on}; nothing where it is not known."),
        SEX,
        ETHNICITY,
    )


def who_is_treated(number: str, *, on: str) -> tuple[Treatment, ...]:
    """How the second is made of the first; `on` is the column of the day that the age is of."""
    return (
        Treatment(number, How.REFERENCE, (number,)),
        *person_treatments(_ARRIVING),
        Treatment("home_sector", How.SECTOR, ("home_postcode",)),
        Treatment("age", How.AGE_ON_DAY, (on, "born")),
    )


def born_before(on: str, words: str) -> tuple[RowRule, RowRule]:
    """Nobody is born in the future, or after the day that the row is of."""

    def holds(_: Setting) -> pl.Expr:
        return pl.col("born") <= pl.col(on).str.head(10)

    return not_future("born"), RowRule(f"born before {on}", ("born", on), words, holds)
