"""A series by its control chart: which of its months are unusual, and a sentence on the latest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vrn.publish.assessment.writing import Brief, plainly, said, withheld_words
from vrn.publish.control_sentences import latest_sentence
from vrn.publish.document import Chart, Name, Paragraph, Series
from vrn.publish.judged import Judged, control_chart_of
from vrn.publish.phrases import figure_table
from vrn.terms import month_label, sentence_case

if TYPE_CHECKING:
    from vrn.publish.document import Block, Spans
    from vrn.publish.questions.plan import Line
    from vrn.release.figure import Figure
    from vrn.terms import Period

    Lines = tuple[Figure, Figure, Figure]


def write_usual(brief: Brief, line: Line) -> tuple[Block, ...]:
    """What a usual month of the series is and how many are not, with its control chart."""
    over = line.over(brief.periods)
    if over is None:
        return ()
    low, mean, high = (
        brief.one(f"{line.measure}_{ending}", period=over)
        for ending in ("usual_month_low", "usual_month", "usual_month_high")
    )
    missing = [figure for figure in (low, mean, high) if not figure.is_shown]
    if missing:
        words = (f"What a usual month of {line.what} is cannot be said: ", *said(missing[0]), ". ")
        return (Paragraph(words),)
    marked = brief.one(f"{line.measure}_unusual_months", period=over)
    words = (
        f"A month of {line.what} held ",
        *plainly(mean),
        " on average over ",
        Name(over.label),
        ", and chance keeps its numbers between ",
        *plainly(low),
        " and ",
        *plainly(high),
        ". Months that the rules mark as unusual: ",
        *plainly(marked),
        ". ",
    )
    return (Paragraph(words), _chart(brief, line, over, (low, mean, high)))


def _chart(brief: Brief, line: Line, over: Period, lines: Lines) -> Chart:
    months = brief.row(line.measure, "month", period=over)
    found = brief.judge(months)
    name = sentence_case(line.what)
    source = (*brief.source(line.feed), *withheld_words(months))
    chart = Chart(
        key=f"{line.key}-by-month",
        kind="control",
        title=(f"{name} by month, and what is usual",),
        subtitle=(Name(f"{name}: number a month, {brief.area.name}, {over.label}"),),
        sentence=("No month can be shown. ",),
        source=source,
        table=figure_table(
            f"{line.key}-by-month-table",
            (f"{name} by month",),
            head="Month",
            columns=[("Number", months)],
            labels=[figure.label_of("month") for figure in months],
            source=brief.source(line.feed),
        ),
        series=(Series(Name("All ages"), months),),
        judged=Judged(lines=lines, marks=found.marks, rules=found.rule_set),
    )
    return _with_sentence(chart, line, months)


def _with_sentence(chart: Chart, line: Line, months: tuple[Figure, ...]) -> Chart:
    """The chart with its title and sentence by rule, from its latest month that is shown."""
    shown = [figure for figure in months if figure.is_shown]
    if not shown or chart.judged is None:
        return chart
    points = control_chart_of(chart).points
    latest = [point for point in points if point.value is not None][-1]
    word = "was unusual" if latest.is_special else "was within what is usual"
    title: Spans = (Name(month_label(latest.month)), f" {word} for {line.what}")
    mean = chart.judged.lines[1]
    sentence = latest_sentence(points, value=plainly(shown[-1]), mean=plainly(mean))
    return replace(chart, title=title, sentence=(*sentence, " "))
