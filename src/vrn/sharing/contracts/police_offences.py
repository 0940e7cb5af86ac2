"""Offences as a police force records them: one row is one recorded offence."""

from __future__ import annotations

import polars as pl

from vrn.sharing.column import Column, Kind, Sensitivity
from vrn.sharing.contract import Contract, RowRule
from vrn.sharing.person_columns import (
    PERSONAL,
    choice,
    crime_ref,
    moment,
    month,
    postcode,
    sector,
)
from vrn.sharing.time_rules import in_agreed_time, in_order, not_future
from vrn.sharing.treatment import How, Treatment

LOCATION_TYPES = (
    *("street", "car park", "park or open land", "transport", "licensed premises", "takeaway"),
    *("shop or business", "school or college", "dwelling", "dwelling garden", "care home"),
    *("prison", "hospital ward", "other"),
)
OUTCOMES = (
    *("charged or summonsed", "caution", "community resolution", "penalty notice"),
    *("taken into consideration", "prosecution not in the public interest"),
    *("evidential difficulties", "victim does not support", "suspect not identified"),
    *("action by another body", "under investigation", "other"),
)


def _grid(name: str, meaning: str, most: float, example: str) -> Column:
    return Column(
        name=name,
        kind=Kind.WHOLE,
        meaning=meaning,
        required=False,
        least=1,
        most=most,
        examples=(example,),
        sensitivity=PERSONAL,
    )


def _short_code(name: str, meaning: str, *examples: str) -> Column:
    return Column(
        name=name,
        kind=Kind.CODE,
        meaning=meaning,
        required=False,
        pattern=r"^[A-Z]{1,4}-?\d{1,3}$",
        form="a short code of capital letters and digits, such as NPA01",
        examples=examples,
    )


def _flag(name: str, meaning: str, sensitivity: Sensitivity = Sensitivity.PLAIN) -> Column:
    return choice(name, meaning, "yes", "no", sensitivity=sensitivity)


_CRIME_REF = crime_ref("The force's own number of the offence.")
_COMMITTED_FROM = moment(
    *("committed_from", "When it was committed, or from when on.", "2020-04-03T23:10"),
    required=True,
)
_COMMITTED_TO = moment(
    "committed_to", "Until when, where the time is not known exactly.", "2020-04-03T23:40"
)
_RECORDED_AT = moment(
    "recorded_at", "When the force recorded it.", "2020-05-04T09:00", required=True
)
_STATUS = choice(
    *("status", "Whether the record stands."),
    *("recorded", "cancelled", "reclassified"),
    required=True,
)
_LOCATION_TYPE = choice("location_type", "What kind of place it happened in.", *LOCATION_TYPES)
_EASTING = _grid("easting", "Metres east on the national grid.", 700_000, "458000")
_NORTHING = _grid("northing", "Metres north on the national grid.", 1_300_000, "304000")
_BEAT = _short_code("beat", "The force's beat.", "CW01", "CW02")
_NEIGHBOURHOOD = _short_code(
    "neighbourhood", "The force's neighbourhood policing area.", "NPA01", "NPA02"
)
_KNIFE = _flag("knife_flag", "Whether a knife or sharp instrument was used or threatened.")
_DOMESTIC = _flag("domestic_flag", "Whether the force flagged it as domestic.", PERSONAL)
_ALCOHOL = _flag("alcohol_flag", "Whether alcohol played a part.", PERSONAL)
_OUTCOME = choice("outcome", "What became of it so far.", *OUTCOMES)

_KEPT = (
    *(_COMMITTED_FROM, _COMMITTED_TO, _RECORDED_AT, _STATUS, _LOCATION_TYPE),
    *(_EASTING, _NORTHING, _BEAT, _NEIGHBOURHOOD, _KNIFE, _DOMESTIC, _ALCOHOL, _OUTCOME),
)

CONTRACT = Contract(
    feed="police-offences",
    title="Offences recorded by the police",
    unit="one recorded offence",
    slice_form="{month}",
    key=("crime_ref",),
    period="month",
    columns=(
        _CRIME_REF,
        Column(
            name="ho_class",
            kind=Kind.CODE,
            meaning="Class of the Home Office counting rules; 8N, 008N, 4/1, 4.1 and 004/01 are "
            "read alike.",
            pattern=r"(?i)^\d{1,3}[A-Z]?([/.]\d{1,2})?$",
            form="a class of the counting rules, such as 8N, 004/01 or 34A",
            examples=("8N", "005D", "4/1", "34A"),
        ),
        Column(
            name="ho_subclass",
            kind=Kind.CODE,
            meaning="Subclass of the Home Office counting rules; nothing where it is not recorded.",
            required=False,
            pattern=r"^\d{1,3}$",
            form="the digits of the subclass, such as 06",
            examples=("06", "1"),
        ),
        postcode("postcode", "Postcode of the place."),
        *_KEPT,
    ),
    stored=(
        _CRIME_REF,
        month("The month in which it was recorded."),
        Column(
            name="ho_code",
            kind=Kind.CODE,
            meaning="Class and subclass, '00' without one; the class without leading zeros.",
            pattern=r"^[1-9]\d{0,2}[A-Z]?(/[1-9]\d?)?/\d{2,3}$",
            form="class/subclass, such as 8N/06 or 4/1/00",
            examples=("8N/06", "5D/01", "4/1/00", "34A/00"),
        ),
        Column(
            name="offence_title",
            kind=Kind.TEXT,
            meaning="The title of the class in the reference list; nothing where it is unknown. "
            "The title as sent is free text and not kept.",
            required=False,
            examples=("Assault with injury",),
        ),
        *_KEPT[:5],
        sector("sector", "The sector of the place's postcode."),
        *_KEPT[5:],
    ),
    treatments=(
        Treatment("month", How.MONTH, ("recorded_at",)),
        Treatment("ho_code", How.CODE, ("ho_class", "ho_subclass")),
        Treatment("offence_title", How.TITLE, ("ho_class",)),
        Treatment("sector", How.SECTOR, ("postcode",)),
    ),
    rules=(
        not_future("recorded_at"),
        in_agreed_time("recorded_at"),
        in_order("committed_from", "committed_to", "are in the wrong order: the end is first"),
        in_order(
            "committed_from", "recorded_at", "are in the wrong order: recorded before committed"
        ),
        RowRule(
            "one of two",
            ("easting", "northing"),
            "stand alone: give both, or neither",
            lambda _: pl.col("easting").is_null() == pl.col("northing").is_null(),
        ),
    ),
)
