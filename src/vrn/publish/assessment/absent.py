"""What is not held: each module of the assessment with why it is missing and who would have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.publish.assessment.plan import (
    ADMISSIONS,
    ATTENDANCES,
    CALLOUTS,
    DEPRIVATION,
    PEOPLE,
    SETTLEMENT,
)
from vrn.publish.document import Heading, Name, Paragraph

if TYPE_CHECKING:
    from vrn.publish.assessment.writing import Brief
    from vrn.publish.document import Block, Spans


@dataclass(frozen=True, kw_only=True)
class Module:
    """One feed as readers know it: what it tells, what its files are of, who holds them, and how.

    `step` is what would bring the files, as the gap register has it.
    """

    tells: str
    files: str
    holder: str
    step: str


MODULES: dict[str, Module] = {
    PEOPLE: Module(
        tells="The people recorded as victims and suspects",
        files="the people of offences",
        holder="the police",
        step="agree the columns of people with the police; names become tokens at the door",
    ),
    ATTENDANCES: Module(
        tells="Assault-related attendances at accident and emergency departments",
        files="attendances",
        holder="the hospitals, and the commissioning support unit that keeps their attendances",
        step="agree a monthly extract with intent, age and postcode sector, without names",
    ),
    CALLOUTS: Module(
        tells="Ambulance call-outs for injuries arising from violence",
        files="call-outs",
        holder="the ambulance service",
        step="agree a monthly extract with the chief complaint, the age and where people were "
        "taken",
    ),
    ADMISSIONS: Module(
        tells="Hospital admissions for assault",
        files="admissions",
        holder="the hospitals, by the national statistics of admissions",
        step="ask for monthly counts with the hospitals' own suppression",
    ),
    DEPRIVATION: Module(
        tells="Whether serious violence goes with deprivation",
        files="deprivation by small area in its latest edition",
        holder="the government, as open data",
        step="take the indices of deprivation, which anybody may use, and receive them",
    ),
    SETTLEMENT: Module(
        tells="How town and country differ",
        files="urban and rural small areas",
        holder="the national statistics office, as open data",
        step="take the classification of small areas, which anybody may use, and receive it",
    ),
}
"""Every module that can be missing, by its feed."""


def not_available(feed: str, *, what: str = "") -> Spans:
    """What is missing, that it is, why, and who holds it; `what` is a part of what the feed tells.

    The answer is one or two short sentences, so that it can stand where a finding would.
    """
    module = MODULES[feed]
    return (
        f"{what or module.tells}: not available. No file of {module.files} has been received; "
        f"they are held by {module.holder}. ",
    )


def write_absent(brief: Brief, feed: str, *, title: str, key: str) -> tuple[Block, ...]:
    """The chapter of a module that is not held: its heading, and the sentence that says so."""
    return (Heading(title, key), Paragraph((*not_available(feed), *_next_step(brief, feed))))


def _next_step(brief: Brief, feed: str) -> Spans:
    return ("What would bring them to ", Name(brief.organisation), f": {MODULES[feed].step}. ")
