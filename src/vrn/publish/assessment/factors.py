"""Chapter: what serious violence goes with, in places and among people: never why it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.absent import not_available
from vrn.publish.assessment.measures import (
    ASSOCIATED,
    BY_ETHNIC_GROUP,
    BY_SEX,
    DEPRIVED,
    ETHNIC,
    URBAN,
)
from vrn.publish.assessment.plan import DEPRIVATION, OF_PLACES, OFFENCES, PEOPLE, SETTLEMENT
from vrn.publish.assessment.writing import Brief, aside, interval_cell, said, withheld_words
from vrn.publish.document import Chart, Heading, Name, Paragraph, Series, Table
from vrn.publish.phrases import figure_table, listed
from vrn.publish.rules import Direction, direction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.publish.document import Block, Cell, Spans
    from vrn.release.figure import Figure

    Factors = dict[str, Figure]

TITLE, KEY = "What goes with it", "factors"
TENTHS, FIFTHS, SLOPE, INDEX = DEPRIVED
FACTORS = dict(
    zip(
        ASSOCIATED,
        (
            ("income deprivation", Name("Income deprivation, one tenth of England further")),
            ("education deprivation", Name("Education deprivation, one tenth further")),
            ("many residents under 25", Name("Residents under 25, ten more in a hundred")),
            ("being urban", Name("Urban instead of rural")),
        ),
        strict=True,
    )
)
"""Each factor as a sentence names it, and its step as a bar does."""
_TIMES = " times"
_OF_DEPRIVATION = (
    Name("Most over least deprived tenth, times the rate"),
    Name("Most over least deprived fifth, times the rate"),
    Name("Slope index of inequality, offences more per 1,000 residents"),
    Name("Relative index of inequality, times the rate"),
)
_GROUPS = [f"{group.capitalize()} over White" for group in ETHNIC]
_OF_PEOPLE = dict(
    zip(
        [f"{role}, {row}" for row in ("male over female",) for role in ("Victims", "Suspects")]
        + [f"{role}, {row}" for role in ("Victims", "Suspects") for row in _GROUPS],
        (*BY_SEX, *BY_ETHNIC_GROUP),
        strict=True,
    )
)
"""What each row of the table of groups is called, and its measure."""


def write_factors(brief: Brief) -> tuple[Block, ...]:
    """The chapter; what the cut cannot give is said in its place."""
    return (
        Heading(TITLE, KEY),
        Paragraph(
            (
                "Places differ in many ways at once, and so does what is recorded in them. Here "
                "stands what comes together in small areas. Offences are counted where they "
                "happened, which says nothing of any person who lives there. ",
            )
        ),
        *_deprivation(brief),
        Paragraph(
            town_sentence(brief.one(URBAN))
            if brief.holds(SETTLEMENT)
            else not_available(SETTLEMENT)
        ),
        *_associations(brief),
        Paragraph(
            (
                "These are associations of places, and nothing here shows a cause. Factors that go "
                "together share what they go with, and what was not asked may stand behind all of "
                "them. A town centre draws people who do not live in it, whatever else it is. ",
            )
        ),
        *_among_people(brief),
    )


def deprivation_finding(brief: Brief) -> Spans:
    """Whether offences go with deprivation, or who holds what would say it."""
    if not brief.holds(DEPRIVATION):
        return not_available(DEPRIVATION)
    return deprivation_sentence(brief.one(TENTHS), brief.one(FIFTHS))


def deprivation_sentence(tenths: Figure, fifths: Figure) -> Spans:
    """Whether offences go with deprivation, by the interval of the ratio of its two ends.

    The ends are tenths of England, or fifths where the tenths leave no ratio.
    """
    ratio, end = tenths, "tenth"
    if not ratio.is_shown and fifths.is_shown:
        ratio, end = fifths, "fifth"
    opening = {
        Direction.ROSE: "Serious violence goes with deprivation: ",
        Direction.FELL: "Serious violence is fewer where deprivation is greater: ",
        Direction.NO_CLEAR_CHANGE: "Serious violence does not clearly go with deprivation: ",
    }.get(direction(ratio))
    if opening is None:
        return ("Whether serious violence goes with deprivation cannot be said: ", *_why(ratio))
    return (
        opening,
        f"for every resident, the small areas among the most deprived {end} of England hold ",
        *said(ratio, after=_TIMES),
        f" as many offences as those among the least deprived {end}. ",
    )


def town_sentence(ratio: Figure) -> Spans:
    """How the rate of urban small areas stands to that of rural ones."""
    words = {
        Direction.ROSE: "The rate of urban small areas is higher than that of rural ones: ",
        Direction.FELL: "The rate of urban small areas is lower than that of rural ones: ",
        Direction.NO_CLEAR_CHANGE: "There is no clear difference between town and country: ",
    }
    opening = words.get(direction(ratio))
    if opening is None:
        return ("How town and country differ cannot be said: ", *_why(ratio))
    return (opening, "it is ", *said(ratio, after=_TIMES), " the rural rate. ")


def _why(figure: Figure) -> Spans:
    return (Name(figure.reason), ". ") if figure.reason else ("no interval is given. ",)


def _deprivation(brief: Brief) -> tuple[Block, ...]:
    if not brief.holds(DEPRIVATION):
        return (Paragraph(deprivation_finding(brief)),)
    figures = [brief.one(name) for name in DEPRIVED]
    return (
        Paragraph(deprivation_finding(brief)),
        Paragraph(line_sentence(brief.one(SLOPE), brief.one(INDEX))),
        _table(
            "deprivation-table",
            ("Serious violence and the deprivation of the place",),
            dict(zip(_OF_DEPRIVATION, figures, strict=True)),
            source=_source(brief, DEPRIVATION),
        ),
    )


def _source(brief: Brief, *feeds: str) -> Spans:
    """The files of offences, and the newest edition of what is told of their places."""
    titles = [
        max(str(facts["title"]) for facts in held)
        for feed in feeds
        if (held := [facts for facts in brief.supplies.values() if facts.get("feed") == feed])
    ]
    places = (Name(f" Places: {'; '.join(titles)}."),) if titles else ()
    return (*brief.source(OFFENCES, residents=True), *places)


def line_sentence(slope: Figure, index: Figure) -> Spans:
    """The slope and the relative index of inequality, by the interval of the second."""
    opening = {
        Direction.ROSE: "The line through all small areas leads upwards to the most deprived: ",
        Direction.FELL: "The line through all small areas leads downwards to the most deprived: ",
        Direction.NO_CLEAR_CHANGE: "The line through all small areas shows no clear gradient: ",
    }.get(direction(index))
    if opening is None:
        return ("A line through the small areas cannot be drawn: ", *_why(index))
    return (
        opening,
        "the rate at its most deprived end is ",
        *said(index, after=_TIMES),
        " that at its least deprived end (the relative index of inequality). ",
        *_slope_words(slope),
        Name("1,000"),
        " residents (the slope index of inequality). ",
    )


def _slope_words(slope: Figure) -> Spans:
    """By how many offences the ends differ: more at the first, or fewer where below nought."""
    if not slope.is_shown or (slope.value or 0.0) >= 0:
        opening = "Over the whole period the first end has more offences than the other: "
    else:
        opening = "Over the whole period the first end has fewer offences, a difference of "
    return (opening, *said(slope), " for every ")


def _associations(brief: Brief) -> tuple[Block, ...]:
    found = {name: brief.one(name) for name in FACTORS}
    heading = Heading("Several things at once", "associations", level=2)
    if not any(figure.is_shown for figure in found.values()):
        return (heading, Paragraph(association_sentence(found)))
    figures, labels = tuple(found.values()), tuple(label for _, label in FACTORS.values())
    source = _source(brief, *OF_PLACES)
    chart = Chart(
        key="associations-chart",
        kind="bars",
        title=association_title(found),
        subtitle=(
            Name(
                "Times the rate of serious violence that goes with a step more of each, the others "
                f"held; small areas of {brief.area.name}, {brief.periods.period.label}"
            ),
        ),
        sentence=association_sentence(found),
        source=(*source, *withheld_words(figures)),
        table=figure_table(
            "associations-chart-table",
            ("Times the rate that goes with a step more of each factor, the others held",),
            head="Step",
            columns=(("Times the rate", figures),),
            labels=labels,
            source=source,
        ),
        series=(Series("All ages", figures),),
        labels=labels,
    )
    return (
        heading,
        Paragraph(
            (
                "Deprived places are often young and urban too. A regression over small areas sets "
                "each of these beside places that are alike in the others. ",
            )
        ),
        chart,
    )


def association_title(found: Factors) -> Spans:
    """Which factors offences go with, the others held; that none does where none does."""
    names = _named(found, Direction.ROSE)
    if not names:
        return ("Serious violence does not clearly go with any of these, the others held",)
    return ("Serious violence goes with ", *listed(names), ", the others held")


def association_sentence(found: Factors) -> Spans:
    """Each factor by the interval of its ratio: goes with, fewer, not clearly, or why not said."""
    spans: list[Spans] = []
    for word, opening in (
        (Direction.ROSE, "Among small areas alike in the others, serious violence goes with "),
        (Direction.FELL, "It is fewer with "),
        (Direction.NO_CLEAR_CHANGE, "It does not clearly go with "),
    ):
        if names := _named(found, word, numbers=True):
            spans.append((opening, *listed(names), ". "))
    for name, figure in found.items():
        if direction(figure) is Direction.CANNOT_TELL:
            spans.append(("Of ", _name(name), " it cannot be said: ", *_why(figure)))
    return tuple(span for part in spans for span in part)


def _named(found: Factors, word: Direction, *, numbers: bool = False) -> list[Spans]:
    return [
        (_name(name), *(aside(figure, after=_TIMES) if numbers else ()))
        for name, figure in found.items()
        if direction(figure) is word
    ]


def _name(measure: str) -> Name:
    return Name(FACTORS[measure][0])


def _among_people(brief: Brief) -> tuple[Block, ...]:
    """Ratios of rates by sex and ethnic group; each is of people, and none says why."""
    heading = Heading("Among groups of people", "groups", level=2)
    if not brief.holds(PEOPLE):
        return (heading, Paragraph(not_available(PEOPLE)))
    return (
        heading,
        Paragraph(sex_sentence(brief)),
        Paragraph(
            (
                "By ethnic group a rate would mislead, because the group of many is not recorded. "
                "So the table gives how each group's rate stands to that of White residents, with "
                "an interval that was widened for those not recorded: were either group much "
                "commoner among them, it would still hold. Recording, reporting and policing "
                "differ between groups, and so do ages and places; no ratio says why. ",
            )
        ),
        _table(
            "groups-table",
            ("One group's rate over another's: times the rate",),
            {label: brief.one(name) for label, name in _OF_PEOPLE.items()},
            source=brief.source(PEOPLE, residents=True),
        ),
    )


def sex_sentence(brief: Brief) -> Spans:
    """How the rate of men and boys stands to that of women and girls, of victims and suspects."""
    spans: list[Spans] = []
    for role, name in zip(("victims", "suspects"), BY_SEX, strict=True):
        ratio = brief.one(name)
        word = {
            Direction.ROSE: "at a higher rate than",
            Direction.FELL: "at a lower rate than",
            Direction.NO_CLEAR_CHANGE: "at no clearly different rate than",
        }.get(direction(ratio))
        if word is None:
            spans.append((f"How the sexes differ among {role} cannot be said: ", *_why(ratio)))
            continue
        told = (f"Men and boys are recorded as {role} {word} women and girls: ",)
        spans.append((*told, *said(ratio, after=_TIMES), ". "))
    return tuple(span for part in spans for span in part)


def _table(key: str, title: Spans, named: Mapping[str, Figure], *, source: Spans) -> Table:
    """A row for each figure by its name here, with its interval."""
    rows: list[tuple[Cell, ...]] = [
        (label, figure, interval_cell(figure)) for label, figure in named.items()
    ]
    return Table(
        key=key,
        title=title,
        columns=("What", "Value", "Interval"),
        rows=tuple(rows),
        numeric=(False, True, True),
        source=(*source, *withheld_words(named.values())),
    )
