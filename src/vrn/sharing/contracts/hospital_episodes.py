"""Episodes of care in hospital: one row is one finished episode under one consultant.

What a count of admissions for violence asks of a row: whether it is the first of its stay, how
the patient was admitted and in which class, and every external cause in any position.
"""

from __future__ import annotations

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract
from vrn.sharing.external_causes import DIAGNOSES_PATTERN
from vrn.sharing.orders import day
from vrn.sharing.person_columns import (
    HEALTH_ETHNICITIES,
    PERSONAL,
    SPECIAL,
    age,
    choice,
    month,
    record_number,
    sector,
    sex,
    token,
)
from vrn.sharing.time_rules import in_agreed_time, in_order, not_future
from vrn.sharing.treatment import How, Treatment

PATIENT_CLASSES = (
    *("ordinary admission", "day case", "regular day attender", "regular night attender"),
    "mother and baby",
)
_SITE = Column(
    name="site_code",
    kind=Kind.CODE,
    meaning="The code of the hospital or its trust.",
    pattern=r"^[A-Z0-9]{3,12}$",
    form="three to twelve capital letters or digits",
    examples=("RXL", "RXL01"),
)
_ORDER = Column(
    name="episode_order",
    kind=Kind.WHOLE,
    meaning="Which episode of the stay it is; 1 is the one that the stay began with.",
    least=1,
    most=87,
    examples=("1", "2"),
    sensitivity=PERSONAL,
)
_METHOD = Column(
    name="admission_method",
    kind=Kind.CODE,
    meaning="How the stay began, code of the NHS data dictionary; those with 2 are emergencies.",
    pattern=r"^(1[1-3]|2[1-9A-D]|3[12]|8[1-9A-D]|9[89])$",
    form="two letters or digits that begin with 1, 2, 3, 8 or 9, such as 21 or 2A",
    examples=("21", "2A", "11"),
    sensitivity=PERSONAL,
)
_CLASS = choice(
    *("patient_class", "What kind of stay it is."),
    *PATIENT_CLASSES,
    required=True,
    sensitivity=PERSONAL,
)
_ADMITTED = day("admitted_on", "The day on which the stay began.", "2020-05-04", required=True)
_ENDED = day("ended_on", "The day on which the episode ended.", "2020-05-06", required=True)
_AGE = age("Age in completed years on admission.")
_SEX = sex()
_ETHNIC = choice(
    "ethnic_category",
    "Ethnic category, letters of the NHS data dictionary.",
    *HEALTH_ETHNICITIES,
    sensitivity=SPECIAL,
)
_SECTOR = sector("home_sector", "The sector of the home's postcode; the postcode is not sent.")
_REST = (_SITE, _ORDER, _METHOD, _CLASS, _ADMITTED, _ENDED, _AGE, _SEX, _ETHNIC, _SECTOR)

CONTRACT = Contract(
    feed="hospital-episodes",
    title="Episodes of care in hospital",
    unit="one finished episode under one consultant",
    slice_form="{month} {site_code}",
    key=("episode",),
    period="month",
    columns=(
        record_number("episode", "The hospital's own number of the episode."),
        *_REST,
        Column(
            name="diagnoses",
            kind=Kind.CODE,
            meaning="All ICD-10 codes of the episode, in any position; of them the external "
            "causes are kept.",
            pattern=DIAGNOSES_PATTERN,
            form="ICD-10 codes with blanks, commas or semicolons between, such as S610; X99.0",
            examples=("S61.0; X99.0", "S02.2; Y04.0; F10.0", "S610 X990"),
            sensitivity=SPECIAL,
        ),
    ),
    stored=(
        token("episode", "Token of the hospital's number of the episode.", required=True),
        month("The month in which the episode ended."),
        *_REST,
        Column(
            name="causes",
            kind=Kind.CODE,
            meaning="The external causes (V01 to Y98) among the diagnoses; nothing without any.",
            required=False,
            pattern=r"^[V-Y]\d{2}(\.\d)?( [V-Y]\d{2}(\.\d)?)*$",
            form="codes of external causes with blanks between, such as X99.0 Y04.0",
            examples=("X99.0", "Y04.0"),
            sensitivity=SPECIAL,
        ),
    ),
    treatments=(
        Treatment("episode", How.REFERENCE, ("episode",)),
        Treatment("month", How.MONTH, ("ended_on",)),
        Treatment("causes", How.EXTERNAL_CAUSES, ("diagnoses",)),
    ),
    rules=(
        not_future("ended_on"),
        in_agreed_time("ended_on"),
        in_order("admitted_on", "ended_on", "are in the wrong order: it ended before it began"),
    ),
)
