"""Section: whether a series varies as it always has, by its control chart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vrn.publish.assessment.monthly import VIOLENCE, VISITS
from vrn.publish.assessment.plan import ATTENDANCES, OFFENCES
from vrn.publish.assessment.writing import Brief, plainly, said, withheld_words
from vrn.publish.control_sentences import latest_sentence
from vrn.publish.document import Chart, Heading, Name, Paragraph, Series
from vrn.publish.judged import Judged, control_chart_of
from vrn.publish.phrases import figure_table
from vrn.terms import month_label, sentence_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.publish.control_points import ControlPoint
    from vrn.publish.document import Block, Span
    from vrn.release.figure import Figure
    from vrn.terms import Period

    Lines = tuple[Figure, Figure, Figure]

SERIES = {"serious_violence": (VIOLENCE, OFFENCES), "assault_attendances": (VISITS, ATTENDANCES)}


def write_unusual(brief: Brief) -> tuple[Block, ...]:
    """A control chart for each monthly series that is held, for all ages, with its sentence."""
    over = {
        "serious_violence": brief.periods.police,
        "assault_attendances": brief.periods.attendances,
    }
    held = {
        measure: period
        for measure, period in over.items()
        if period and brief.holds(SERIES[measure][1])
    }
    return (
        Heading("More than chance?", "more-than-chance", level=2),
        Paragraph(
            (
                "No two months are alike. A control chart tells the months that vary as they "
                "always have from those in which something else was at work; never what it was. ",
            )
        ),
        *(block for measure, period in held.items() for block in _charted(brief, measure, period)),
    )


def _charted(brief: Brief, measure: str, over: Period) -> tuple[Block, ...]:
    what, _ = SERIES[measure]
    low, mean, high = lines = tuple(
        brief.one(f"{measure}_{ending}", period=over)
        for ending in ("usual_month_low", "usual_month", "usual_month_high")
    )
    if not all(figure.is_shown for figure in lines):
        reason = next(figure for figure in lines if not figure.is_shown)
        return (
            Paragraph((f"What a usual month of {what} is cannot be said: ", *said(reason), ". ")),
        )
    marked = brief.one(f"{measure}_unusual_months", period=over)
    words = (
        f"Of {what}, a month of ",
        Name(over.label),
        " held ",
        *plainly(mean),
        " on average, and chance keeps its numbers between ",
        *plainly(low),
        " and ",
        *plainly(high),
        ". Months that the rules mark as unusual: ",
        *plainly(marked),
        ". ",
        *_moved(marked, over),
    )
    return (Paragraph(words), _chart(brief, measure, over, (low, mean, high)))


def _moved(marked: Figure, over: Period) -> tuple[Span, ...]:
    """That a series of mostly unusual months moved as a whole; empty for any other."""
    if not marked.is_shown or 2 * (marked.value or 0.0) <= len(over.months):
        return ()
    return (
        "That is more than half of them: the series moved as a whole, as in the months of "
        "restrictions, and its mean describes no time of it well. ",
    )


def _chart(brief: Brief, measure: str, over: Period, lines: Lines) -> Chart:
    what, feed = SERIES[measure]
    months = brief.row(measure, "month", period=over)
    found = brief.judge(months)
    key = f"{measure.replace('_', '-')}-control"
    source = brief.source(feed)
    chart = Chart(
        key=key,
        kind="control",
        title=(f"{sentence_case(what)} by month, and what is usual",),
        subtitle=(Name(f"{sentence_case(what)}: number a month, {brief.area.name}, {over.label}"),),
        sentence=("No month can be shown. ",),
        source=(*source, *withheld_words(months)),
        table=figure_table(
            f"{key}-table",
            (f"{sentence_case(what)} by month",),
            head="Month",
            columns=[("Number", months)],
            labels=[figure.label_of("month") for figure in months],
            source=source,
        ),
        series=(Series(Name("All ages"), months),),
        judged=Judged(lines=lines, marks=found.marks, rules=found.rule_set),
    )
    shown = [figure for figure in months if figure.is_shown]
    if not shown:
        return chart
    points = control_chart_of(chart).points
    words = latest_sentence(points, value=plainly(shown[-1]), mean=plainly(lines[1]))
    return replace(chart, sentence=(*words, " "), title=_title(what, points))


def _title(what: str, points: Sequence[ControlPoint]) -> tuple[Span, ...]:
    """What the latest month with a value is, by rule."""
    latest = [point for point in points if point.value is not None][-1]
    word = "was unusual for" if latest.is_special else "was a usual month for"
    return (Name(month_label(latest.month)), f" {word} {what}")
