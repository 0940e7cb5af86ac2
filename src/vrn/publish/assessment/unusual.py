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
    what, feed = SERIES[measure]
    lines = read_lines(brief, measure, over)
    if refused := why_no_chart(what, lines):
        return refused
    low, mean, high = lines
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
    key = f"{measure.replace('_', '-')}-control"
    chart = draw_months(brief, measure, over, what=what, feed=feed, key=key)
    return (Paragraph(words), chart)


def read_lines(brief: Brief, measure: str, over: Period) -> Lines:
    """The lower limit, the mean and the upper limit of a series' control chart."""
    low, mean, high = (
        brief.one(f"{measure}_{ending}", period=over)
        for ending in ("usual_month_low", "usual_month", "usual_month_high")
    )
    return low, mean, high


def why_no_chart(what: str, lines: Lines) -> tuple[Block, ...]:
    """The sentence in place of a chart, where one of its lines is not shown; else nothing."""
    lacking = [figure for figure in lines if not figure.is_shown]
    if not lacking:
        return ()
    opening = f"What a usual month of {what} is cannot be said: "
    return (Paragraph((opening, *said(lacking[0]), ". ")),)


def _moved(marked: Figure, over: Period) -> tuple[Span, ...]:
    """That a series of mostly unusual months moved as a whole; empty for any other."""
    if not marked.is_shown or 2 * (marked.value or 0.0) <= len(over.months):
        return ()
    return (
        "That is more than half of them: the series moved as a whole, as in the months of "
        "restrictions, and its mean describes no time of it well. ",
    )


def draw_months(
    brief: Brief, measure: str, over: Period, *, what: str, feed: str, key: str
) -> Chart:
    """The control chart of a monthly series, all ages, with its title and sentence by rule."""
    months = brief.row(measure, "month", period=over)
    lines = read_lines(brief, measure, over)
    found = brief.judge(months)
    name, source = sentence_case(what), brief.source(feed)
    chart = Chart(
        key=key,
        kind="control",
        title=(f"{name} by month, and what is usual",),
        subtitle=(Name(f"{name}: number a month, {brief.area.name}, {over.label}"),),
        sentence=("No month can be shown. ",),
        source=(*source, *withheld_words(months)),
        table=figure_table(
            f"{key}-table",
            (f"{name} by month",),
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
