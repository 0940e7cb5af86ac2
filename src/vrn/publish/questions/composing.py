"""Composes the worked questions: what they find in short, a chapter each, and how it was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.plan import ADMISSIONS, ATTENDANCES
from vrn.publish.document import Bullets, Document, Heading, Link, Name, Paragraph
from vrn.publish.phrases import period_name
from vrn.publish.questions.admissions import (
    answer_sentence,
    change_sentence,
    write_admissions_change,
)
from vrn.publish.questions.expected import methods_of
from vrn.publish.questions.hospitals import gap_sentence, write_hospitals
from vrn.publish.questions.rules import RULES_OF_THE_QUESTIONS

if TYPE_CHECKING:
    from vrn.publish.assessment.writing import Brief
    from vrn.publish.document import Block, Spans


def compose_questions(brief: Brief) -> Document:
    """The worked questions as a document; what is missing or withheld is said where it would be."""
    chapters = (write_hospitals, write_admissions_change, write_methods)
    blocks: tuple[Block, ...] = tuple(block for write in chapters for block in write(brief))
    return Document(
        name="questions",
        title="Questions worked through",
        subtitle=(Name(brief.area.name), ": serious violence, ", period_name(brief.periods.police)),
        organisation=brief.organisation,
        language=brief.language,
        made_up=brief.made_up,
        summary=_summary(),
        findings=_findings(brief),
        blocks=blocks,
    )


def _summary() -> tuple[Spans, ...]:
    return (
        (
            "Two questions that boards ask are worked through here, each to its end: what the "
            "figures can explain, what they cannot, and where nothing that is held would tell. ",
        ),
        (
            "An explanation that fits the figures is not shown to be true. The rules by which "
            "words such as “fits” are chosen stand under ",
            Link("how it was worked out", "#how"),
            ". ",
        ),
    )


def _findings(brief: Brief) -> tuple[Spans, ...]:
    """The answer to each question that the files held can be asked."""
    found: list[Spans] = []
    if brief.holds(ATTENDANCES) and brief.periods.peak:
        found.append(gap_sentence(brief))
    if brief.holds(ADMISSIONS) and brief.periods.admissions:
        found.append((*change_sentence(brief), *answer_sentence(brief)))
    return tuple(found)


def write_methods(brief: Brief) -> tuple[Block, ...]:
    """The chapter: the stated rules, and how each series was analysed."""
    lines = methods_of(brief)
    return (
        Heading("How it was worked out", "how"),
        Paragraph(
            (
                "Every sentence on these pages is chosen by rule from released figures. The rules "
                "are: ",
            )
        ),
        Bullets(tuple((rule,) for rule in RULES_OF_THE_QUESTIONS)),
        *(
            (
                Paragraph(("How each series was set against the months before: ",)),
                Bullets(lines),
            )
            if lines
            else ()
        ),
    )
