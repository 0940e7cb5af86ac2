"""Victims and suspects of recorded offences: one row is one person in one role in one offence.

Offences are sent first: the month and the age come from the offence that a row names.
"""

from __future__ import annotations

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract
from vrn.sharing.person_columns import (
    ETHNICITIES,
    OFFICER_ETHNICITIES,
    PERSONAL,
    SPECIAL,
    age,
    choice,
    crime_ref,
    month,
    personal_text,
    postcode,
    record_number,
    sector,
    sex,
)
from vrn.sharing.person_tokens import Arriving, person_tokens, person_treatments
from vrn.sharing.time_rules import not_future
from vrn.sharing.treatment import How, Treatment

RELATIONSHIPS = (
    *("partner", "former partner", "parent", "child", "sibling", "other family"),
    *("friend", "acquaintance", "stranger", "other"),
)

_CRIME_REF = crime_ref("The force's own number of the offence, which was sent before.")
_ROLE = choice("role", "The person's part in the offence.", "victim", "suspect", required=True)
_SEX = sex()
_SELF = choice(
    "ethnicity_self",
    "Ethnicity as the person says it, 16+1 codes.",
    *ETHNICITIES,
    sensitivity=SPECIAL,
)
_OFFICER = choice(
    "ethnicity_officer",
    "Ethnicity as an officer sees it, IC codes.",
    *OFFICER_ETHNICITIES,
    sensitivity=SPECIAL,
)
_RELATIONSHIP = choice(
    "relationship", "What one was to the other.", *RELATIONSHIPS, sensitivity=PERSONAL
)
_ARRIVING = Arriving(nominal="nominal")

CONTRACT = Contract(
    feed="police-people",
    title="Victims and suspects of recorded offences",
    unit="one person in one role in one recorded offence",
    slice_form="{month}",
    period="month",
    columns=(
        _CRIME_REF,
        _ROLE,
        record_number("nominal", "The force's own number of the person."),
        personal_text("surname", "Surname.", "Ashdown", "O'Made-Up"),
        personal_text("forename", "Forename.", "Robin", "Zoë"),
        Column(
            name="born",
            kind=Kind.DAY,
            meaning="Day of birth.",
            required=False,
            examples=("1999-03-04", "2005-11-30"),
            sensitivity=PERSONAL,
        ),
        _SEX,
        _SELF,
        _OFFICER,
        postcode("home_postcode", "Postcode of the home."),
        _RELATIONSHIP,
    ),
    stored=(
        _CRIME_REF,
        month("The month in which the offence was recorded."),
        _ROLE,
        *person_tokens(_ARRIVING, required=("nominal",)),
        sector("home_sector", "The sector of the home's postcode."),
        age("Completed years when the offence was committed."),
        _SEX,
        _SELF,
        _OFFICER,
        _RELATIONSHIP,
    ),
    treatments=(
        Treatment("month", How.MONTH_OF_OFFENCE, ("crime_ref",)),
        *person_treatments(_ARRIVING),
        Treatment("home_sector", How.SECTOR, ("home_postcode",)),
        Treatment("age", How.AGE_AT_OFFENCE, ("crime_ref", "born")),
    ),
    rules=(not_future("born"),),
)
