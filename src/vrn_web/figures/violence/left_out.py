"""Tables of single figures: what figures leave out and why, and what other records say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from vrn.publish.assessment.measures import INJURIES, UNKNOWN
from vrn.publish.assessment.plan import LEFT_OUT
from vrn.publish.assessment.writing import interval_cell
from vrn.publish.document import Name, Shown, Table
from vrn.terms import sentence_case
from vrn_web.figures.violence.charting import months_of, source_of
from vrn_web.figures.violence.ground import ALL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.publish.document import Cell
    from vrn.release.figure import Figure
    from vrn_web.figures.violence.choosing import Choice
    from vrn_web.figures.violence.ground import Ground


def left_out_table(ground: Ground, choice: Choice) -> tuple[Table, ...]:
    """How many offences are not shown where they want a place, a time, an age or a suspect."""
    reasons = {
        "share_not_placed": gettext("on maps and by area: no place could be found"),
        "share_without_neighbourhood": gettext("by police neighbourhood: no place within one"),
        "share_place_not_recorded": gettext("by kind of place: the kind was not recorded"),
        "share_time_not_known": gettext("by hour: the time is not known well enough"),
        "share_victim_age_not_recorded": gettext("by age: the victim’s age was not recorded"),
        "share_without_suspect": gettext("among suspects: nobody was identified"),
        "share_not_classified": gettext("under any definition: the offence code is not known"),
    }
    found = []
    for name in dict.fromkeys((*LEFT_OUT, *reasons)):
        figure = ground.one(name, definition=choice.definition)
        if figure is not None:
            found.append((reasons.get(name, figure.title), figure))
    if not found:
        return ()
    figures = [figure for _, figure in found]
    # The number itself is given only where it was released beside the share.
    has_number = any(figure.numerator is not None for figure in figures)
    number_head = (gettext("Offences"),) if has_number else ()
    title = gettext("Offences not shown, whole area, {months}").format(months=months_of(figures))
    return (
        Table(
            key="left-out-table",
            title=(Name(title),),
            columns=(
                gettext("Not shown"),
                *number_head,
                gettext("Per cent of offences"),
                gettext("Interval"),
            ),
            rows=tuple(
                (
                    Name(sentence_case(why)),
                    *((_count(figure),) if has_number else ()),
                    figure,
                    interval_cell(figure),
                )
                for why, figure in found
            ),
            numeric=(False, *(True for _ in number_head), True, True),
            source=source_of(figures, ground),
        ),
    )


def other_records_table(ground: Ground) -> tuple[Table, ...]:
    """Ambulance call-outs and what the police do not know of, and the last month of admissions."""
    found: list[Figure] = []
    of_callouts = ("violent_callouts", "violent_callouts_conveyed", "conveyed_under_25_share")
    for name in (*of_callouts, *UNKNOWN, *INJURIES):
        figure = ground.one(name, age_group=ALL)
        if figure is not None:
            found.append(figure)
    for name in ("assault_admissions", "sharp_object_admissions"):
        months = ground.row(name, "month", age_group=ALL)
        if months:
            found.append(max(months, key=lambda figure: figure.code_of("month")))
    return (_records(ground, found),) if found else ()


def _records(ground: Ground, found: Sequence[Figure]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            Name(figure.title),
            figure,
            interval_cell(figure),
            Name(figure.unit),
            Name(figure.period.label if figure.period else ""),
        )
        for figure in found
    ]
    text = gettext(
        "Call-outs, admissions, injuries and offences overlap: do not add them. An estimate stands "
        "between a low and a high one, each under suppositions that its measure states."
    )
    return Table(
        key="others-table",
        title=(
            Name(gettext("Ambulance, hospitals and what the police do not know of, whole area")),
        ),
        columns=(
            gettext("What"),
            gettext("Value"),
            gettext("Interval"),
            gettext("Unit"),
            gettext("When"),
        ),
        rows=tuple(rows),
        numeric=(False, True, True, False, False),
        source=(*source_of(found, ground), " ", Name(text)),
    )


def _count(figure: Figure) -> Cell:
    """How many they are, where the figure says it."""
    if not figure.is_shown:
        return figure.state.value
    return "–" if figure.numerator is None else Shown(figure, "numerator")
