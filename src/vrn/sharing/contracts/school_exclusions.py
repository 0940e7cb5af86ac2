"""Suspensions and permanent exclusions: one row is one of them, of one pupil, under a pseudonym."""

from __future__ import annotations

from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Contract
from vrn.sharing.orders import born_before, day, who_arrives, who_is_kept, who_is_treated
from vrn.sharing.person_columns import SPECIAL, choice, month, record_number, token
from vrn.sharing.time_rules import in_agreed_time, in_order, not_future
from vrn.sharing.treatment import How, Treatment

KINDS = ("suspension", "permanent exclusion")
SCHOOL_PATTERN = r"^[1-9]\d{5}$"
REASONS = (
    *("physical assault on a pupil", "physical assault on an adult", "threat to a pupil"),
    *("threat to an adult", "use or threat of a weapon", "bullying", "racist abuse"),
    *("abuse of another protected kind", "sexual misconduct", "drugs or alcohol", "damage"),
    *("theft", "persistent disruption", "misuse of social media", "public health", "other"),
)
"""Reasons of the school census; the wording is ours, and each supplier's codes are mapped to it."""

_KIND = choice("kind", "Which of the two it is.", *KINDS, required=True, sensitivity=SPECIAL)
SCHOOL = Column(
    name="school",
    kind=Kind.CODE,
    meaning="The school's unique reference number (URN).",
    pattern=SCHOOL_PATTERN,
    form="the six digits of a school's reference number",
    examples=("990101", "990102"),
)
_REASONS = tuple(
    choice(name, meaning, *REASONS, sensitivity=SPECIAL)
    for name, meaning in (
        ("reason", "Why, the first reason that the school gives."),
        ("second_reason", "A second reason, where one is given."),
        ("third_reason", "A third reason, where one is given."),
    )
)
_STARTED = day("started_on", "The first day away.", "2020-10-05", required=True)
_ENDED = day("ended_on", "The last day away of a suspension.", "2020-10-07")
_SESSIONS = Column(
    name="sessions",
    kind=Kind.WHOLE,
    meaning="Half days lost by a suspension.",
    required=False,
    least=1,
    most=90,
    examples=("2", "5", "10"),
)
_REST = (_KIND, SCHOOL, *_REASONS, _STARTED, _ENDED, _SESSIONS)

CONTRACT = Contract(
    feed="school-exclusions",
    title="Suspensions and permanent exclusions",
    unit="one suspension or permanent exclusion of one pupil",
    slice_form="{month}",
    key=("exclusion",),
    period="month",
    columns=(
        record_number("exclusion", "The sender's own number of the exclusion."),
        *who_arrives("pupil", "The sender's number of the pupil, under a pseudonym or not."),
        *_REST,
    ),
    stored=(
        token("exclusion", "Token of the sender's number of the exclusion.", required=True),
        month("The month in which it starts."),
        *who_is_kept("pupil", "Token of the pupil's number.", aged_on="at its start"),
        *_REST,
    ),
    treatments=(
        Treatment("exclusion", How.REFERENCE, ("exclusion",)),
        Treatment("month", How.MONTH, ("started_on",)),
        *who_is_treated("pupil", on="started_on"),
    ),
    rules=(
        not_future("started_on"),
        in_agreed_time("started_on"),
        in_order("started_on", "ended_on", "are in the wrong order: it ends before it starts"),
        *born_before("started_on", "are in the wrong order: excluded before the birth"),
    ),
)
