"""The parts of the dashboard in their order: a question, its charts, or why it has none.

What a choice cannot give is said with what can be asked instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from vrn.publish.assessment.absent import not_available
from vrn.publish.assessment.plan import ADMISSIONS, ATTENDANCES, CALLOUTS, PEOPLE
from vrn_web.figures.findings import fill
from vrn_web.figures.violence import (
    charts_factors,
    charts_parts,
    charts_patterns,
    charts_places,
    charts_time,
    charts_usual,
)
from vrn_web.figures.violence.choosing import WHOLE
from vrn_web.figures.violence.ground import UNDER
from vrn_web.figures.violence.left_out import left_out_table, other_records_table
from vrn_web.figures.violence.offering import offer_words, why_not, wider_choices

if TYPE_CHECKING:
    from collections.abc import Callable

    from vrn.publish.document import Chart, Spans, Table
    from vrn_web.figures.violence.choosing import Choice
    from vrn_web.figures.violence.ground import Ground

    Draw = Callable[[Ground, Choice], "tuple[Chart | Table, ...]"]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One part: its question as a heading, what it shows, a sentence before it, and what is not.

    `why` says why nothing or not all is shown, `instead` leads to what can be asked instead.
    """

    key: str
    question: str
    shown: tuple[Chart | Table, ...] = ()
    said: Spans = ()
    why: Spans = ()
    instead: tuple[tuple[str, str], ...] = field(default=())


def panels_of(ground: Ground, choice: Choice) -> tuple[Panel, ...]:
    """Every part of the dashboard for a choice, in the order in which a Board reads."""
    return tuple(write(ground, choice) for write in _PANELS)


def _charts(*drawn: Chart | None) -> tuple[Chart, ...]:
    return tuple(one for one in drawn if one is not None)


def _time(ground: Ground, choice: Choice) -> Panel:
    question = gettext("Is serious violence going up or down?")
    if not choice.place:
        return _panel(
            ground,
            choice,
            key="trend",
            question=question,
            draw=lambda g, c: _charts(charts_time.police_months(g, c)),
        )
    return _panel(
        ground,
        choice,
        key="trend",
        question=question,
        draw=lambda g, c: _charts(
            charts_time.quarters(g, c) if c.place else charts_time.police_months(g, c)
        ),
        said=fill(
            gettext("A district is released by quarter: by month its numbers are too small.")
        ),
    )


def _hospitals(ground: Ground, choice: Choice) -> Panel:
    question = gettext("Do hospitals see the same?")
    if not ground.holds(charts_time.ATTENDANCES):
        return Panel(key="hospitals", question=question, why=not_available(ATTENDANCES))
    said: Spans = ()
    if choice.place:
        text = gettext("Attendances are released for the whole area alone, and that is shown here.")
        said = fill(text)
    return Panel(
        key="hospitals",
        question=question,
        shown=_charts(charts_time.attendance_months(ground, choice)),
        said=said,
    )


def _usual(ground: Ground, choice: Choice) -> Panel:
    question = gettext("Is a month more than chance?")
    shown = charts_usual.usual_months(ground, choice)
    if shown:
        text = gettext(
            "A control chart tells the months that vary as they always have from those in which "
            "something else was at work; never what it was."
        )
        return Panel(key="usual", question=question, shown=shown, said=fill(text))
    asked = charts_usual.choice_with_charts(ground, choice)
    why = gettext(
        "These charts are made with the assessment: under its definition, for all ages and the "
        "whole area."
    )
    if asked == choice or not charts_usual.usual_months(ground, asked):
        return Panel(key="usual", question=question, why=fill(why))
    link = (gettext("Show it so"), f"{asked.address()}#usual")
    return Panel(key="usual", question=question, why=fill(why), instead=(link,))


def _districts(ground: Ground, choice: Choice) -> Panel:
    text = gettext(
        "Offences count where they happened, and residents where their home is. A city centre has "
        "far more people by day and by night than residents, so its rate overstates what residents "
        "suffer."
    )
    return _panel(
        ground,
        choice,
        key="where",
        question=gettext("Where is it?"),
        draw=charts_places.districts,
        said=fill(text),
        ignores_place=True,
    )


def _neighbourhoods(ground: Ground, choice: Choice) -> Panel:
    return _panel(
        ground,
        choice,
        key="neighbourhoods",
        question=gettext("In which police neighbourhoods?"),
        draw=charts_places.neighbourhoods,
        ignores_place=True,
    )


def _parts(key: str, dimension: str) -> Callable[[Ground, Choice], Panel]:
    def write(ground: Ground, choice: Choice) -> Panel:
        questions = {
            "place_type": gettext("In what kind of place?"),
            "offence_group": gettext("What kind of offence?"),
            "knife": gettext("How often with a knife?"),
            "night_time": gettext("How much belongs to the night-time economy?"),
        }
        said: Spans = ()
        if dimension == "knife":
            text = gettext(
                "An offence counts where a knife or other sharp instrument was flagged: used, "
                "shown, or threatened with and believed to be there."
            )
            said = fill(text)
        return _panel(
            ground,
            choice,
            key=key,
            question=questions[dimension],
            draw=lambda g, c: _charts(charts_parts.parts(g, c, dimension, key=f"{key}-chart")),
            said=said,
        )

    return write


def _hours(ground: Ground, choice: Choice) -> Panel:
    return _panel(
        ground,
        choice,
        key="when",
        question=gettext("At what hour, on weekdays and at weekends?"),
        draw=lambda g, c: () if c.place or c.time else _charts(charts_time.hours(g, c)),
        said=fill(
            gettext(
                "A week has five weekdays and two days of weekend: the lines say how much falls on "
                "each, not how dangerous an hour is."
            )
        ),
    )


def _people(ground: Ground, choice: Choice) -> Panel:
    question = gettext("Who is affected?")
    if not ground.holds("victims"):
        return Panel(key="who", question=question, why=not_available(PEOPLE))
    said: Spans = ()
    if choice.age == UNDER:
        said = fill(gettext("These charts show every age, whatever age group is chosen."))
    return _panel(
        ground,
        choice,
        key="who",
        question=question,
        draw=lambda g, c: (
            ()
            if c.place or c.time
            else _charts(
                charts_parts.people(g, c, "victims"), charts_parts.people(g, c, "suspects")
            )
        ),
        said=said,
    )


def _repeats(ground: Ground, choice: Choice) -> Panel:
    question = gettext("How much is done by people recorded before?")
    if not ground.holds("suspects"):
        return Panel(key="repeat", question=question, why=not_available(PEOPLE))
    return _panel(
        ground,
        choice,
        key="repeat",
        question=question,
        draw=lambda g, c: () if c.place or c.time else _charts(charts_parts.repeats(g, c)),
    )


def _patterns(ground: Ground, choice: Choice) -> Panel:
    text = gettext(
        "Of all ages together. Which places these are is shown to named people for a stated "
        "purpose, and to nobody here."
    )
    return _panel(
        ground,
        choice,
        key="few",
        question=gettext("Few places, few people?"),
        draw=lambda g, c: () if c.place or c.time else charts_patterns.patterns(g, c),
        said=fill(text),
    )


def _factors(ground: Ground, choice: Choice) -> Panel:
    text = gettext(
        "Of all ages together, in small areas. What comes together there is an association of "
        "places: nothing here shows a cause, or says anything of a person."
    )
    return _panel(
        ground,
        choice,
        key="factors",
        question=gettext("What goes with it?"),
        draw=lambda g, c: () if c.place or c.time else charts_factors.factors(g, c),
        said=fill(text),
    )


def _bridge(ground: Ground, choice: Choice) -> Panel:
    return _panel(
        ground,
        choice,
        key="definitions",
        question=gettext("What does the other definition add?"),
        draw=lambda g, c: _charts(charts_parts.bridge(g, c)),
        said=fill(
            gettext(
                "The smaller definition lies within the larger: their numbers overlap, so do not "
                "add them."
            )
        ),
    )


def _others(ground: Ground, choice: Choice) -> Panel:
    question = gettext("What do other records say?")
    shown = other_records_table(ground)
    absent = [
        feed
        for feed, measure in ((CALLOUTS, "violent_callouts"), (ADMISSIONS, "assault_admissions"))
        if not ground.holds(measure)
    ]
    why: Spans = ()
    for feed in absent:
        why = (*why, *((" ",) if why else ()), *not_available(feed))
    return Panel(key="others", question=question, shown=shown, why=why)


def _left_out(ground: Ground, choice: Choice) -> Panel:
    text = gettext("An offence can be in more than one row: do not add them.")
    return Panel(
        key="left-out",
        question=gettext("What is not shown, and why?"),
        shown=left_out_table(ground, choice),
        said=fill(text),
    )


def _panel(
    ground: Ground,
    choice: Choice,
    *,
    key: str,
    question: str,
    draw: Draw,
    said: Spans = (),
    ignores_place: bool = False,
) -> Panel:
    """What is drawn for the choice; where that is nothing, what could be asked instead."""
    shown = draw(ground, choice)
    if shown:
        return Panel(key=key, question=question, shown=shown, said=said)
    wider = wider_choices(choice, ignores_place=ignores_place)
    found = [one for one in wider if draw(ground, one)]
    if not found:
        why = fill(gettext("No figure of this is released for this choice."))
        return Panel(key=key, question=question, why=why)
    # The smallest step away from what was chosen; and where that keeps the place, the whole area.
    near = [one for one in found if one.age == choice.age] or found
    offered = near[:1] if near[0].area == WHOLE else near[:2]
    return Panel(
        key=key,
        question=question,
        why=why_not(ground, choice, found[0]),
        instead=tuple((offer_words(choice, one), f"{one.address()}#{key}") for one in offered),
    )


_PANELS: tuple[Callable[[Ground, Choice], Panel], ...] = (
    _time,
    _hospitals,
    _usual,
    _bridge,
    _districts,
    _neighbourhoods,
    _parts("places", "place_type"),
    _hours,
    _people,
    _parts("kinds", "offence_group"),
    _parts("knives", "knife"),
    _parts("night", "night_time"),
    _patterns,
    _factors,
    _repeats,
    _others,
    _left_out,
)
