"""Section: whether a series varies as it always has, by its control chart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vrn.publish.assessment.monthly import VIOLENCE, VISITS
from vrn.publish.assessment.plan import ATTENDANCES, CALLOUTS, OFFENCES
from vrn.publish.assessment.writing import Brief, plainly, said, withheld_words
from vrn.publish.control_sentences import latest_sentence, short_sentence
from vrn.publish.document import Chart, Heading, Name, Paragraph, Series
from vrn.publish.judged import Judged, control_chart_of
from vrn.publish.phrases import figure_table, listed
from vrn.terms import Period, month_label, sentence_case
from vrn.terms.parting import stretches, usual_stretch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.publish.control_points import ControlPoint
    from vrn.publish.document import Block, Span
    from vrn.release.figure import Figure

    Lines = tuple[Figure, Figure, Figure]

CALLED = "ambulance call-outs for violence"
SERIES = {
    "serious_violence": (VIOLENCE, OFFENCES),
    "assault_attendances": (VISITS, ATTENDANCES),
    "violent_callouts": (CALLED, CALLOUTS),
}


def write_unusual(brief: Brief) -> tuple[Block, ...]:
    """A control chart for each monthly series that is held, for all ages, with its sentence."""
    over = {
        "serious_violence": brief.periods.police,
        "assault_attendances": brief.periods.attendances,
        "violent_callouts": brief.periods.callouts,
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
        *_new_limits(brief, measure, over),
        f"Of {what}, a month of ",
        Name(quoted(brief, measure, over).label),
        " held ",
        *plainly(mean),
        " on average, and chance keeps its numbers between ",
        *plainly(low),
        " and ",
        *plainly(high),
        ". Months that the rules mark as unusual over ",
        Name(over.label),
        ": ",
        *plainly(marked),
        ". ",
        *(() if brief.begins(measure) else _moved(marked, over)),
    )
    key = f"{measure.replace('_', '-')}-control"
    chart = draw_months(brief, measure, over, what=what, feed=feed, key=key)
    return (Paragraph(words), chart)


def quoted(brief: Brief, measure: str, over: Period) -> Period:
    """The stretch of a series that its quoted mean and limits are of; all of it without new ones.

    The findings take the same stretch, by the same rule.
    """
    months = usual_stretch(over.months, brief.begins(measure))
    return Period(months[0], months[-1]) if months else over


def _new_limits(brief: Brief, measure: str, over: Period) -> tuple[Span, ...]:
    """Where the limits of a series begin again within its months, and why, as was chosen."""
    begins = brief.begins(measure)
    parted = stretches(over.months, begins)
    if len(parted) < 2:
        return ()
    told = [(Name(f"{month_label(each[0])} ({begins[each[0]]})"),) for each in parted[1:]]
    return (
        f"The limits of {what_of(measure)} begin again where the partnership says that another "
        "time began: ",
        *listed(told),
        ". ",
    )


def what_of(measure: str) -> str:
    """What a series is of, in a sentence."""
    return SERIES[measure][0] if measure in SERIES else "the series"


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
    found = brief.judge(months, begins=tuple(brief.begins(measure)))
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
        judged=Judged(
            lines=lines,
            marks=found.marks,
            rules=found.rule_set,
            steps=found.steps,
            quoted=quoted(brief, measure, over).first if found.steps else "",
        ),
    )
    shown = [figure for figure in months if figure.is_shown]
    if not shown:
        return chart
    drawn = control_chart_of(chart)
    mean = plainly(lines[1]) if drawn.has_numbers else ()
    words = latest_sentence(drawn.points, value=plainly(shown[-1]), mean=mean)
    short = short_sentence(is_short=drawn.is_short)
    return replace(chart, sentence=(*words, " ", *short, " "), title=_title(what, drawn.points))


def _title(what: str, points: Sequence[ControlPoint]) -> tuple[Span, ...]:
    """What the latest month with a value is, by rule."""
    latest = [point for point in points if point.value is not None][-1]
    word = "was unusual for" if latest.is_special else "was a usual month for"
    return (Name(month_label(latest.month)), f" {word} {what}")
