"""Attendances at an emergency department: one row is one attendance."""

from __future__ import annotations

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract
from vrn.sharing.person_columns import (
    HEALTH_ETHNICITIES,
    PERSONAL,
    SPECIAL,
    age,
    choice,
    moment,
    month,
    nhs_number,
    record_number,
    sector,
    sex,
    token,
)
from vrn.sharing.time_rules import in_agreed_time, in_order, not_future
from vrn.sharing.treatment import How, Treatment

INTENTS = ("assault", "accident", "self-harm", "not known")
MECHANISMS = (
    *("sharp object", "blunt object", "body part", "firearm", "fall", "vehicle"),
    *("burn or chemical", "animal", "sport", "other"),
)
PLACES = (
    *("street", "licensed premises", "home", "school or college", "work", "transport"),
    *("park or open land", "shop or business", "institution", "other"),
)
DISPOSALS = (
    *("discharged", "discharged to a general practitioner", "admitted", "transferred"),
    *("referred to a clinic", "left before treatment", "died", "other"),
)

_SITE = Column(
    name="site_code",
    kind=Kind.CODE,
    meaning="The hospital site's code, as the NHS gives it.",
    pattern=r"^R[A-Z0-9]{2}([A-Z0-9]{2})?$|^[A-Z][A-Z0-9]{2}\d{2}$",
    form="a site's code of the NHS: R and two or four letters or digits, or ending in two digits",
    examples=("RXL01", "RXL02"),
)
_ARRIVED_AT = moment("arrived_at", "When the patient arrived.", "2020-05-03T23:10", required=True)
_INJURY_AT = moment("injury_at", "When the injury happened.", "2020-05-03T22:10")
_INTENT = choice(
    *("intent", "How the injury came about."), *INTENTS, required=True, sensitivity=SPECIAL
)
_REST = (
    choice("mechanism", "What injured the patient.", *MECHANISMS, sensitivity=SPECIAL),
    choice("place_of_injury", "Where the injury happened.", *PLACES, sensitivity=PERSONAL),
    age("Age in completed years on arrival."),
    sex(),
    choice(
        "ethnic_category",
        "Ethnic category, letters of the NHS data dictionary.",
        *HEALTH_ETHNICITIES,
        sensitivity=SPECIAL,
    ),
    sector("home_sector", "The sector of the home's postcode; the postcode is not sent."),
    choice("disposal", "How the attendance ended.", *DISPOSALS, sensitivity=SPECIAL),
)
_SITE_AND_TIMES = (_ARRIVED_AT, _INJURY_AT, _INTENT)

CONTRACT = Contract(
    feed="ae-attendances",
    title="Attendances at emergency departments",
    unit="one attendance",
    slice_form="{month} {site_code}",
    key=("attendance",),
    period="month",
    columns=(
        record_number("attendance", "The department's own number of the attendance."),
        _SITE,
        *_SITE_AND_TIMES,
        *_REST,
        nhs_number(),
    ),
    stored=(
        token("attendance", "Token of the department's number of the attendance.", required=True),
        _SITE,
        month("The month of arrival."),
        *_SITE_AND_TIMES,
        *_REST,
        token("nhs_number", "Token of the NHS number, where one was sent whole."),
    ),
    treatments=(
        Treatment("attendance", How.REFERENCE, ("attendance",)),
        Treatment("month", How.MONTH, ("arrived_at",)),
        Treatment("nhs_number", How.NHS_NUMBER, ("nhs_number",)),
    ),
    rules=(
        not_future("arrived_at"),
        in_agreed_time("arrived_at"),
        in_order("injury_at", "arrived_at", "are in the wrong order: arrived before the injury"),
    ),
)
