"""Chapters: what kind of violence, whether with a knife, and in what kind of place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.findings import kinds, knives, night_time
from vrn.publish.assessment.plan import OFFENCES
from vrn.publish.assessment.shares import UNKNOWN, columns_of, held_codes, in_step, share_chart
from vrn.publish.assessment.writing import ALL, UNDER, Brief, label_in, of_age, plainly, said
from vrn.publish.document import Heading, Name, Paragraph, Span, Table
from vrn.publish.phrases import figure_table, listed
from vrn.publish.rules import leaders, ranked
from vrn.terms import lower_first

if TYPE_CHECKING:
    from vrn.publish.document import Block
    from vrn.release.figure import Figure

PLACES_CHART = "place-types"


def write_kinds(brief: Brief) -> tuple[Block, ...]:
    """What is recorded: groups of offences, their codes, and knives."""
    source = brief.source(OFFENCES)
    return (
        Heading("What kind of violence", "kinds"),
        Paragraph(kinds(brief)),
        share_chart(
            brief,
            "offence_group",
            key="offence-groups",
            title=_group_title(brief),
            head="Offence group",
            source=source,
        ),
        _codes_table(brief),
        Heading("Knives", "knives", level=2),
        Paragraph((*knives(brief), *_young_knives(brief))),
        Heading("The night-time economy", "night-time", level=2),
        Paragraph(night_time(brief)),
        _two_ages(brief, "night_time", head="Night-time economy"),
    )


def _group_title(brief: Brief) -> tuple[Span, ...]:
    first, _ = leaders(brief.row("serious_violence_share", "offence_group"))
    if len(first) != 1:
        return ("Serious violence by offence group",)
    return (label_in(first[0], "offence_group"), " is the most common group of offences")


def _codes_table(brief: Brief) -> Table:
    return _two_ages(brief, "code", head="Offence")


def _two_ages(brief: Brief, dimension: str, *, head: str) -> Table:
    """Numbers and shares of both age groups by one dimension, as a table alone."""
    shares = {age: brief.row("serious_violence_share", dimension, age=age) for age in brief.ages}
    counts = {age: brief.row("serious_violence", dimension, age=age) for age in brief.ages}
    order = held_codes(shares, dimension)
    return figure_table(
        f"offences-by-{dimension.replace('_', '-')}",
        (f"Offences by {lower_first(head)}: number, and per cent of each age group's own",),
        head=head,
        columns=columns_of(
            {age: in_step(row, dimension, order) for age, row in counts.items()},
            {age: in_step(row, dimension, order) for age, row in shares.items()},
        ),
        labels=[f.label_of(dimension) for f in in_step(shares[ALL], dimension, order)],
        source=brief.source(OFFENCES),
    )


def _young_knives(brief: Brief) -> tuple[Span, ...]:
    if UNDER not in brief.ages:
        return ()
    young = brief.row("serious_violence_share", "knife", age=UNDER)
    share = next(figure for figure in young if figure.code_of("knife") == "knife")
    return (
        "Where the victim was ",
        *of_age(UNDER),
        " it is ",
        *said(share, after=" per cent"),
        ". ",
    )


def write_place_types(brief: Brief) -> tuple[Block, ...]:
    """In what kind of place: under the document's definition, and under the one beside it."""
    wider = brief.definitions[brief.beside]
    return (
        Heading("In what kind of place", "place-types"),
        Paragraph(
            (
                "What share is in public places, in dwellings or in schools depends on what is "
                "counted. The document's own definition takes public places alone; the second "
                "chart counts under ",
                Name(lower_first(wider.short_title)),
                ", in any place. Kinds of place with no offence at all are left out. ",
            )
        ),
        share_chart(
            brief,
            "place_type",
            key="place-types-chart",
            title=_place_title(brief, ""),
            head="Place",
            source=brief.source(OFFENCES),
        ),
        share_chart(
            brief,
            "place_type",
            key="place-types-beside",
            title=_place_title(brief, brief.beside),
            head="Place",
            source=brief.source(OFFENCES, definitions=(brief.beside,)),
            definition=brief.beside,
        ),
        Paragraph(_largest_places(brief)),
    )


def _place_title(brief: Brief, definition: str) -> tuple[Span, ...]:
    first, _ = leaders(_known_places(brief, definition))
    ending: tuple[Span, ...] = (", under ", Name(definition)) if definition else ()
    if len(first) != 1:
        return ("Offences by kind of place", *ending)
    return (
        "The largest share is in one kind of place: ",
        label_in(first[0], "place_type"),
        *ending,
    )


def _known_places(brief: Brief, definition: str) -> list[Figure]:
    row = brief.row("serious_violence_share", "place_type", definition=definition)
    known = [figure for figure in row if figure.code_of("place_type") not in UNKNOWN]
    return [figure for figure in known if figure.value != 0]


def _largest_places(brief: Brief) -> tuple[Span, ...]:
    """The wider definition's places in a sentence, for whoever asks for one of them by name."""
    shares = ranked(_known_places(brief, brief.beside))
    parts = [(label_in(f, "place_type"), " ", *plainly(f, after=" per cent")) for f in shares]
    if not parts:
        return ("No share by kind of place can be shown under the wider definition. ",)
    return (
        "Under ",
        Name(brief.beside),
        ", of all offences: ",
        *listed(parts),
        ". Of the same offences, ",
        *said(brief.one("share_place_not_recorded", definition=brief.beside), after=" per cent"),
        " have no kind of place recorded. ",
    )
