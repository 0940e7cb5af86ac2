"""Chapters: what is counted, in a box that can be checked, and how to read what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.plan import PEOPLE
from vrn.publish.assessment.writing import UNDER_25, Brief, Definition
from vrn.publish.document import Box, Bullets, Heading, Name, Paragraph, Span
from vrn.publish.phrases import period_name

if TYPE_CHECKING:
    from vrn.publish.document import Block, Spans

VIOLENCE_KIND = "serious violence"


def write_opening(brief: Brief) -> tuple[Block, ...]:
    """Both chapters."""
    return (*_write_definition(brief), *_write_reading(brief))


def _write_definition(brief: Brief) -> tuple[Block, ...]:
    text = brief.definitions[brief.definition]
    rules = [rule for rule in brief.definitions.values() if rule.kind != VIOLENCE_KIND]
    return (
        Heading("What is counted", "definition"),
        Paragraph(
            (
                "Every figure of serious violence in this document is made under one definition. "
                "It is a frozen text: a change is a new version beside it, and never an edit. The "
                "figures carry its name and the start of its digest. ",
            )
        ),
        Box(f"The definition: {text.title}", _definition_items(text)),
        Box("The rules beside it", tuple(_rule(rule) for rule in rules)),
        Paragraph(
            (
                "The period of the key findings is ",
                period_name(brief.periods.period),
                ", first and last month in; the police's months held are ",
                period_name(brief.periods.police),
                ". An offence belongs to the month in which it was recorded; its hour, its day and "
                "the ages are those of when it was committed. ",
            )
        ),
    )


def _definition_items(text: Definition) -> tuple[Spans, ...]:
    return (
        (Name(text.statement),),
        *((Name(f"{label}: {words}"),) for label, words in text.clauses),
        _version(text),
    )


def _rule(text: Definition) -> Spans:
    return (Name(f"{text.title}: {text.statement} "), *_version(text))


def _version(text: Definition) -> Spans:
    return (
        Name(f"{text.id}, version {text.version}, published on {text.published_on}; digest "),
        Name(f"{text.sha256[:12]}."),
    )


def _write_reading(brief: Brief) -> tuple[Block, ...]:
    return (
        Heading("How to read this assessment", "reading"),
        Paragraph(
            (
                "Each part answers one question, and can be read alone. A figure never stands "
                "without its sentence; the tables behind the charts are at the end on paper, and "
                "below each chart on the web. ",
            )
        ),
        Bullets(tuple(_reading_items(brief))),
    )


def _reading_items(brief: Brief) -> list[tuple[Span, ...]]:
    items: list[tuple[Span, ...]] = [
        (
            "Rates are for every ",
            Name("1,000"),
            " residents (",
            Name(brief.residents_label),
            "), for a month where a chart goes by month. Offences are placed where they happened; "
            "attendances are those of residents, wherever they were hurt.",
        ),
        (
            "“Between” gives the ",
            Name("95%"),
            " interval: how far chance alone may have moved the number. Words such as “rose” and "
            "“highest” are used only by the rules in ",
            Name("Methods"),
            ".",
        ),
        (
            "“Withheld” stands where a number is about fewer than ten people, or would give away "
            "one that is. It is not nought. Lines break there.",
        ),
        (
            "In charts by age group, all ages are the solid line or full bar, and people ",
            UNDER_25,
            " the dashed line or outlined bar.",
        ),
    ]
    if brief.holds(PEOPLE):
        items.append(
            (
                "For offences and victims ",
                UNDER_25,
                " is the age of the victim; for suspects, and for repeat involvement, that of the "
                "suspect; for attendances and call-outs, that of the person. A suspect is somebody "
                "whom the police recorded as one; no court has said so.",
            )
        )
    return items
