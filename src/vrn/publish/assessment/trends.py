"""Chapter: which way serious violence goes, by the police's records and by A&E attendances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.absent import not_available
from vrn.publish.assessment.monthly import (
    VIOLENCE,
    VISITS,
    draw_attendances_chart,
    draw_police_chart,
)
from vrn.publish.assessment.plan import ATTENDANCES, OFFENCES, PEOPLE
from vrn.publish.assessment.unusual import write_unusual
from vrn.publish.assessment.writing import ALL, UNDER, Brief, of_age, said
from vrn.publish.document import Heading, Name, Note, Paragraph, Span
from vrn.publish.phrases import figure_table, listed, period_name
from vrn.publish.rules import Direction, direction, parted
from vrn.terms import Period, gaps_between, lower_first, sentence_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.publish.document import Block
    from vrn.release.figure import Figure


def write_trends(brief: Brief) -> tuple[Block, ...]:
    """The chapter: figure 1 and figure 2 in one frame, what may be said of each, and the years."""
    return (
        Heading("Trends in serious violence", "trends"),
        *_gaps(brief),
        Paragraph(trend_sentence(brief)),
        *_beside_one_another(brief),
        draw_police_chart(brief),
        *_restrictions(brief),
        Heading("What hospitals see", "hospitals", level=2),
        *_attendances(brief),
        *write_unusual(brief),
        Heading("By financial year", "years", level=2),
        *_years(brief),
    )


def trend_sentence(brief: Brief) -> tuple[Span, ...]:
    """Which way the police's series goes for each age group, by the interval of its ratio."""
    over = brief.periods.police
    ratios = {age: brief.one("serious_violence_trend", age=age, period=over) for age in brief.ages}
    return _trends(ratios, VIOLENCE, over)


def attendances_sentence(brief: Brief) -> tuple[Span, ...]:
    """Which way attendances go, by the same rule; empty where none are held."""
    over = brief.periods.attendances
    if not brief.holds(ATTENDANCES) or over is None:
        return ()
    ages = (ALL, UNDER)
    ratios = {age: brief.one("assault_attendances_trend", age=age, period=over) for age in ages}
    return _trends(ratios, VISITS, over)


def _trends(ratios: dict[str, Figure], what: str, over: Period) -> tuple[Span, ...]:
    """One sentence where both age groups went one way, else one for each."""
    words = {direction(ratio) for ratio in ratios.values()}
    if len(ratios) == 1 or len(words) > 1 or Direction.CANNOT_TELL in words:
        return tuple(s for age, ratio in ratios.items() for s in _trend(ratio, what, age, over))
    every, young = ratios[ALL], ratios[UNDER]
    return (
        f"{sentence_case(what)} {words.pop().value} over ",
        period_name(over),
        ", for all ages and for people ",
        *of_age(UNDER),
        " alike: the last twelve months hold ",
        *said(every, after=" times"),
        " as many as the first twelve, and ",
        *said(young, after=" times"),
        " for people ",
        *of_age(UNDER),
        ". ",
    )


def _trend(ratio: Figure, what: str, age: str, over: Period) -> tuple[Span, ...]:
    who: tuple[Span, ...] = (f"For {age}, ",) if age == ALL else ("For people ", *of_age(age), ", ")
    word = direction(ratio)
    if word is Direction.CANNOT_TELL:
        reason: tuple[Span, ...] = (": ", Name(ratio.reason)) if ratio.reason else ()
        return (*who, f"which way {what} went cannot be said", *reason, ". ")
    return (
        *who,
        f"{what} {word.value} over ",
        period_name(over),
        ": the last twelve months hold ",
        *said(ratio, after=" times"),
        " as many as the first twelve. ",
    )


def _beside_one_another(brief: Brief) -> tuple[Block, ...]:
    """Whether the two age groups went apart, said only where their intervals part."""
    if UNDER not in brief.ages:
        return (Paragraph(not_available(PEOPLE)),)
    every, young = (
        brief.one("serious_violence_trend", age=age, period=brief.periods.police)
        for age in (ALL, UNDER)
    )
    if not every.is_shown or not young.is_shown:
        return ()
    word = {1: "was steeper upwards for people ", -1: "was less steep for people "}.get(
        parted(young, every)
    )
    if word is None:
        said_so: tuple[Span, ...] = ("There is no clear difference between the two trends. ",)
    else:
        said_so = (f"The trend {word}", *of_age(UNDER), " than for all ages. ")
    return (
        Paragraph(
            (
                *said_so,
                "The numbers are of offences recorded in each month: they move with what is "
                "reported and how it is recorded as well as with what happens.",
                Note(
                    (
                        "A month's number is of offences recorded in that month, so that a late "
                        "report does not change the past. Rates are for a month and not made "
                        "into yearly ones.",
                    )
                ),
            )
        ),
    )


def _gaps(brief: Brief) -> tuple[Block, ...]:
    missing = gaps_between(brief.periods.runs)
    if not missing:
        return ()
    gaps = listed([(period_name(gap),) for gap in missing])
    told = (
        "The police's files of ",
        *gaps,
        " are not held. No line, trend or comparison is drawn across them. ",
    )
    return (Paragraph(told),)


def _restrictions(brief: Brief) -> tuple[Block, ...]:
    """What stands behind the lines, without a word on what caused what."""
    over = brief.periods.police
    held = [name for name, period in brief.restrictions if period.overlaps(over)]
    if not held:
        return ()
    names = listed([(Name(f"the {lower_first(name)}"),) for name in held])
    return (
        Paragraph(
            (
                "The grey bands are national restrictions: ",
                *names,
                ". Peaks and troughs that fall together with restrictions and their lifting do not "
                "show what brought them about, and this assessment does not say. Both ends of a "
                "comparison may lie in unusual months. ",
            )
        ),
    )


def _attendances(brief: Brief) -> tuple[Block, ...]:
    held = brief.periods.attendances
    if not brief.holds(ATTENDANCES) or held is None:
        return (Paragraph(not_available(ATTENDANCES)),)
    return (
        Paragraph(
            (
                "Many people who are hurt never tell the police. Attendances of residents at "
                "accident and emergency departments, recorded as assault, show some of them. ",
                *attendances_sentence(brief),
            )
        ),
        Paragraph(peak_sentence(brief)),
        draw_attendances_chart(brief, held),
        Paragraph(
            (
                "The two charts are drawn over the same months and up to the same rate, so that "
                "heights can be compared. They count different things: offences recorded in the "
                "area, by where they happened, and visits of the area's residents, wherever they "
                "were hurt. ",
            )
        ),
    )


def peak_sentence(brief: Brief) -> tuple[Span, ...]:
    """How the highest of the latest eighteen months stands to the year before restrictions."""
    over = brief.periods.peak
    if over is None or not brief.holds(ATTENDANCES):
        return ()
    share = brief.one("attendances_peak_share", period=over)
    beside = share.provenance.set_beside
    before: tuple[Span, ...] = (period_name(Period(*beside)), ", ") if beside else ()
    return (
        "The highest month of attendances in ",
        period_name(over),
        " had ",
        *said(share, after=" per cent"),
        " of the monthly mean of ",
        *before,
        "the last year before the pandemic. ",
    )


def _years(brief: Brief) -> tuple[Block, ...]:
    over = brief.periods.all_years
    if over is None:
        return (Paragraph(("No financial year is held in full, so none is given. ",)),)
    columns: list[tuple[str | Name, Sequence[Figure]]] = []
    for age in brief.ages:
        columns.append(
            (Name(f"Number, {age}"), brief.row("serious_violence", "year", age=age, period=over))
        )
        columns.append(
            (Name(f"Rate, {age}"), brief.row("serious_violence_rate", "year", age=age, period=over))
        )
    first = columns[1][1]
    return (
        Paragraph(
            (
                "Only financial years of which every month is held are in the table. A year that "
                "held restrictions is no ordinary year to compare with. ",
            )
        ),
        figure_table(
            "years-table",
            ("Serious violence by financial year: number, and rate ", Name(first[0].unit)),
            head="Year",
            columns=columns,
            labels=[figure.label_of("year") for figure in first],
            source=brief.source(OFFENCES, residents=True),
        ),
    )
