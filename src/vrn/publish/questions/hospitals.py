"""Chapter: the police record more while hospitals see less; what can explain it and what cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.absent import not_available
from vrn.publish.assessment.plan import ATTENDANCES, OFFENCES
from vrn.publish.assessment.writing import Brief, plainly, said
from vrn.publish.document import Heading, Paragraph
from vrn.publish.phrases import period_name
from vrn.publish.questions.expected import expected_tables
from vrn.publish.questions.explaining import explain_gap, read_peak
from vrn.publish.questions.plan import HOSPITALS, POLICE, VIOLENCE, VISITS, YEAR_BEFORE
from vrn.publish.questions.usual import write_usual
from vrn.publish.questions.weighing import (
    explanations_table,
    sorted_words,
    write_explanations,
)
from vrn.publish.rules import parted

if TYPE_CHECKING:
    from vrn.publish.document import Block, Spans

TITLE, KEY = "Police up, hospitals down", "police-and-hospitals"


def write_hospitals(brief: Brief) -> tuple[Block, ...]:
    """The chapter: the question, both series, each explanation weighed, and what can be said."""
    if not brief.holds(ATTENDANCES) or brief.periods.peak is None:
        return (Heading(TITLE, KEY), Paragraph(not_available(ATTENDANCES)))
    explanations = explain_gap(brief)
    return (
        Heading(TITLE, KEY),
        Paragraph(_question(brief)),
        Paragraph(gap_sentence(brief)),
        Paragraph(
            (
                "Both can be true. The police count offences in the area, whoever was hurt and "
                "whether or not anybody needed a doctor; hospitals count visits of residents, "
                "wherever they were hurt and whether or not the police were told. ",
            )
        ),
        Heading("The two series", "two-series", level=2),
        *write_usual(brief, VIOLENCE),
        *write_usual(brief, VISITS),
        Heading("What could explain it", "explanations", level=2),
        *write_explanations(explanations),
        explanations_table(
            "explanations-table",
            "What could explain that the police record more while hospitals see less",
            explanations,
            source=brief.source(OFFENCES, ATTENDANCES),
        ),
        Heading("Under restrictions", "under-restrictions", level=2),
        Paragraph(
            (
                "Each series is set against its own trend and season of the months before "
                "restrictions, gone on. The months before are few, and so the intervals are wide. ",
            )
        ),
        *expected_tables(brief),
        Heading("What can be said", "gap-said", level=2),
        Paragraph((*sorted_words(explanations), *_closing())),
    )


def _question(brief: Brief) -> Spans:
    hospitals = read_peak(brief, HOSPITALS)
    over = brief.periods.peak
    named = period_name(over) if over else ""
    return (
        "The question: the police record more serious violence, and the highest month of "
        "attendances after assault in ",
        named,
        " had only ",
        *plainly(hospitals, after=" per cent"),
        " of the monthly mean of ",
        period_name(YEAR_BEFORE),
        ". Which of the two is right? ",
    )


def gap_sentence(brief: Brief) -> Spans:
    """The highest month of both series by one rule, and whether the two are apart."""
    police, hospitals = (read_peak(brief, which) for which in (POLICE, HOSPITALS))
    words = {
        1: "By one rule the police's series lies above that of hospitals: ",
        -1: "By one rule the police's series lies below that of hospitals: ",
    }
    if not police.is_shown or not hospitals.is_shown:
        opening = "The two cannot both be set against the year before: "
    else:
        opening = words.get(
            parted(police, hospitals), "By one rule the two are not clearly apart: "
        )
    return (
        opening,
        "the highest month of the police had ",
        *said(police, after=" per cent"),
        ", and that of hospitals ",
        *said(hospitals, after=" per cent"),
        " of its own monthly mean of ",
        period_name(YEAR_BEFORE),
        ". ",
    )


def _closing() -> Spans:
    return (
        "An explanation that fits is not thereby shown to be so, and several can hold at once. ",
        "What would tell more: the place of the assault in the hospitals' files, all attendances "
        "beside those after assault, and which offences needed treatment. ",
    )
