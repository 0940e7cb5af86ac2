"""Chapter: what hospitals treat and the police do not know of, with all that is taken for true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.absent import not_available, write_absent
from vrn.publish.assessment.measures import INJURIES, MATCHED, UNKNOWN
from vrn.publish.assessment.plan import ATTENDANCES, PEOPLE
from vrn.publish.assessment.writing import (
    ALL,
    UNDER,
    Brief,
    interval_cell,
    of_age,
    plainly,
    said,
    withheld_words,
)
from vrn.publish.document import Box, Chart, Heading, Name, Paragraph, Series, Table
from vrn.publish.phrases import figure_table, period_name
from vrn.publish.rules import is_majority
from vrn.terms import AGE_GROUPS, sentence_case

if TYPE_CHECKING:
    from vrn.publish.document import Block, Cell, Spans
    from vrn.release.figure import Figure

TITLE, KEY = "What the police do not know of", "unknown"
LABELS = ("If more matches were missed", "By the matches alone", "If more matched by chance")
_PER_CENT = " per cent"
_ROWS = (
    "Matched, per cent",
    *(f"Unknown, per cent: {which}" for which in ("low", "middle", "high")),
    *(f"Injuries: {which}" for which in ("low", "middle", "high")),
)
ASSUMPTIONS: tuple[str, ...] = (
    "No name is compared. An attendance is matched with a victim of the same sex, home sector and "
    "age, within hours of the offence.",
    "How many match by chance is known from matching again with the police's times moved by whole "
    "weeks, and is taken away.",
    "How many true matches are missed for want of a field is known from how many records lack one, "
    "and is added. Records that are complete and wrong are missed too: of them only a supposition "
    "can be made.",
    "The number of injuries takes the two lists for independent: to be on one makes it neither "
    "likelier nor rarer to be on the other. Staff who call the police, and grave injuries, make it "
    "too low; where people turn to one service instead of the other it is too high.",
    "It takes all people of an age group to have like chances to be on a list, both lists to be "
    "of the same people, places and months, and neither to hold what is no violent injury.",
    "Two lists cannot test any of this. So a low and a high answer stand beside the middle one, "
    "each under suppositions that its measure states.",
)
"""What the estimates take for true, as plain sentences."""


def write_unknown(brief: Brief) -> tuple[Block, ...]:
    """The chapter; without attendances, or without the people of offences, who would have them."""
    if missing := _missing(brief):
        return write_absent(brief, missing, title=TITLE, key=KEY)
    return (
        Heading(TITLE, KEY),
        Paragraph(unknown_sentence(brief)),
        _chart(brief),
        Paragraph(_number_sentence(brief)),
        _table(brief),
        Box("What these estimates take for true", tuple((Name(each),) for each in ASSUMPTIONS)),
        Paragraph(
            (
                "Unknown means that no offence was recorded of this person at this time. It does "
                "not mean that nobody told the police. Offences here are those of violence, "
                "robbery, rape and sexual assault, in public or not, whatever definition of "
                "serious violence is chosen. ",
            )
        ),
    )


def unknown_finding(brief: Brief) -> Spans:
    """The share unknown to the police, or who would have what is needed to say it."""
    if missing := _missing(brief):
        return not_available(missing, what="What the police do not know of")
    return unknown_sentence(brief)


def _missing(brief: Brief) -> str:
    return next((feed for feed in (ATTENDANCES, PEOPLE) if not brief.holds(feed)), "")


def unknown_sentence(brief: Brief) -> Spans:
    """The share, never without its low and high one; the majority where its interval says so."""
    low, middle, high = (brief.one(name) for name in UNKNOWN)
    if why := _why_not((middle, low, high)):
        told = "How many attendances after assault the police do not know of cannot be said: "
        return (told, Name(why), ". ")
    majority = ", the majority" if is_majority(middle) else ""
    if majority and is_majority(low):
        majority = ", the majority whatever is supposed"
    return (
        "Of attendances of residents after assault in ",
        period_name(brief.periods.period),
        ", ",
        *said(middle, after=_PER_CENT),
        f" are no offence that the police recorded{majority}. Under other suppositions it would "
        "be as low as ",
        *plainly(low, after=_PER_CENT),
        " or as high as ",
        *plainly(high, after=_PER_CENT),
        ". ",
    )


def _why_not(figures: tuple[Figure, ...]) -> str:
    """Why the first of them that is not shown is not; empty where all are."""
    return next((figure.reason for figure in figures if not figure.is_shown), "")


def _chart(brief: Brief) -> Chart:
    rows = {age: tuple(brief.one(name, age=age) for name in UNKNOWN) for age in AGE_GROUPS}
    every = [figure for row in rows.values() for figure in row]
    source = _source(brief)
    return Chart(
        key="unknown-attendances-chart",
        kind="bars",
        title=_title(rows[ALL][1]),
        subtitle=(
            Name(
                "Per cent of attendances of residents after assault that are no recorded offence, "
                f"{brief.area.name}, {brief.periods.period.label}"
            ),
        ),
        sentence=(
            "The three bars are one question under three suppositions; each interval knows chance "
            "alone. ",
        ),
        source=(*source, *withheld_words(every)),
        table=figure_table(
            "unknown-attendances-chart-table",
            ("Attendances that are no recorded offence, per cent of each age group's own",),
            head="Supposed",
            columns=[(Name(f"Per cent, {age}"), row) for age, row in rows.items()],
            labels=LABELS,
            source=source,
        ),
        series=tuple(
            Series(Name(sentence_case(age)), row, is_dashed=age == UNDER)
            for age, row in rows.items()
        ),
        labels=LABELS,
    )


def _title(share: Figure) -> Spans:
    if is_majority(share):
        return ("Most attendances after assault are no offence that the police recorded",)
    return ("Attendances after assault that are no offence that the police recorded",)


def _number_sentence(brief: Brief) -> Spans:
    """How many injuries there were in all, never without the low and the high number."""
    low, middle, high = (brief.one(name) for name in INJURIES)
    if why := _why_not((middle, low, high)):
        return ("How many violent injuries there were in all cannot be said: ", Name(why), ". ")
    young = brief.one(INJURIES[1], age=UNDER)
    return (
        "Violent injuries of residents that the police could have recorded or a hospital treated, "
        "those on neither list too, are estimated at ",
        *said(middle),
        "; under other suppositions at ",
        *plainly(low),
        " to ",
        *plainly(high),
        ". Of people ",
        *of_age(UNDER),
        " the middle estimate is ",
        *said(young),
        ". ",
    )


def _source(brief: Brief) -> Spans:
    """The files; no definition of serious violence has a part in the matching."""
    return (Name(f"Source: {brief.titles_of((ATTENDANCES, PEOPLE))}. Cut {brief.cut}."),)


def _table(brief: Brief) -> Table:
    """Every estimate for both age groups, with its interval."""
    rows: list[tuple[Cell, ...]] = []
    every: list[Figure] = []
    for label, name in zip(_ROWS, (MATCHED, *UNKNOWN, *INJURIES), strict=True):
        for age in AGE_GROUPS:
            figure = brief.one(name, age=age)
            every.append(figure)
            rows.append((label, Name(age), figure, interval_cell(figure)))
    return Table(
        key="unknown-table",
        title=("What was matched, what is unknown, and how many injuries there may be",),
        columns=("What", "Age", "Value", "Interval"),
        rows=tuple(rows),
        numeric=(False, False, True, True),
        source=(*_source(brief), *withheld_words(every)),
    )
