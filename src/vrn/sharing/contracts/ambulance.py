"""Calls that an ambulance went to: one row is one incident."""

from __future__ import annotations

from vrn.sharing.contract import Contract
from vrn.sharing.person_columns import (
    PERSONAL,
    SPECIAL,
    age,
    choice,
    moment,
    month,
    nhs_number,
    postcode,
    record_number,
    sector,
    sex,
    token,
)
from vrn.sharing.time_rules import in_agreed_time, in_order, not_future
from vrn.sharing.treatment import How, Treatment

COMPLAINTS = (
    *("assault or sexual assault", "stab, gunshot or penetrating injury", "traumatic injury"),
    *("haemorrhage or laceration", "fall", "road traffic collision", "burn", "animal bite"),
    *("overdose or poisoning", "mental health or self-harm", "unconscious or fainting"),
    *("breathing problems", "chest pain", "fit", "sick person", "other"),
)
MECHANISMS = (
    *("sharp object", "blunt object", "body part", "firearm", "fall", "vehicle"),
    *("burn or chemical", "self-inflicted", "other"),
)
CONVEYED_TO = (*("emergency department", "urgent care", "other hospital", "elsewhere"),)

_CALL_AT = moment("call_at", "When the call came.", "2020-05-03T23:10", required=True)
_ARRIVED_AT = moment("arrived_at", "When a crew was at the scene.", "2020-05-03T23:22")
_COMPLAINT = choice(
    *("chief_complaint", "What the call was about."),
    *COMPLAINTS,
    required=True,
    sensitivity=SPECIAL,
)
_MECHANISM = choice(
    "injury_mechanism", "What injured the patient.", *MECHANISMS, sensitivity=SPECIAL
)
_CONVEYED = choice(
    *("conveyed_to", "Where the patient was taken; nothing where not conveyed."),
    *CONVEYED_TO,
    sensitivity=PERSONAL,
)
_AGE = age("Age in completed years at the call.")
_SEX = sex()

CONTRACT = Contract(
    feed="ambulance",
    title="Ambulance call-outs",
    unit="one incident that an ambulance went to",
    slice_form="{month}",
    key=("incident",),
    period="month",
    columns=(
        record_number("incident", "The service's own number of the incident."),
        _CALL_AT,
        _ARRIVED_AT,
        postcode("postcode", "Postcode of the scene."),
        *(_COMPLAINT, _MECHANISM, _CONVEYED, _AGE, _SEX),
        nhs_number(),
    ),
    stored=(
        token("incident", "Token of the service's number of the incident.", required=True),
        month("The month of the call."),
        _CALL_AT,
        _ARRIVED_AT,
        sector("sector", "The sector of the scene's postcode."),
        *(_COMPLAINT, _MECHANISM, _CONVEYED, _AGE, _SEX),
        token("nhs_number", "Token of the NHS number, where one was sent whole."),
    ),
    treatments=(
        Treatment("incident", How.REFERENCE, ("incident",)),
        Treatment("month", How.MONTH, ("call_at",)),
        Treatment("sector", How.SECTOR, ("postcode",)),
        Treatment("nhs_number", How.NHS_NUMBER, ("nhs_number",)),
    ),
    rules=(
        not_future("call_at"),
        in_agreed_time("call_at"),
        in_order("call_at", "arrived_at", "are in the wrong order: arrived before the call"),
    ),
)
