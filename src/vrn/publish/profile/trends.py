"""Chapter: how much was recorded, and which way it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.document import Band, Block, Chart, Heading, Name, Paragraph, Series, Span, Table
from vrn.publish.phrases import figure_table, interval, listed, period_name, value, with_interval
from vrn.publish.profile.plan import WATCHED
from vrn.publish.profile.writing import Brief, source_line
from vrn.publish.rules import Direction, direction
from vrn.terms import gaps_between, lower_first, sentence_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.release.figure import Figure
    from vrn.terms import Period


NO_YEAR: tuple[Span, ...] = ("No full year of files was received, so no yearly figure is given. ",)


def write_trends(brief: Brief) -> tuple[Block, ...]:
    """The chapter: one part per watched category, then a table of every published category."""
    blocks: list[Block] = [Heading("How much, and which way", "trends")]
    blocks.extend(_gap_paragraphs(brief))
    blocks.extend(_restriction_paragraphs(brief))
    for name in WATCHED:
        blocks.extend(_category(brief, name))
    blocks.append(Heading("Every published category", "categories", level=2))
    blocks.append(_all_paragraph(brief))
    if brief.periods.year is not None:
        blocks.append(_all_table(brief))
    return tuple(blocks)


def change_sentence(brief: Brief, name: str) -> tuple[Span, ...]:
    """One sentence: the year's count and rate, and how it compares with the year before."""
    year = brief.periods.year
    if year is None:
        return NO_YEAR
    count, rate = brief.year(name), brief.year(f"{name}_rate")
    return (
        "In the year ",
        period_name(year),
        ", ",
        value(count),
        f" {lower_first(count.title)} were recorded. ",
        *_placed_rate(rate),
        *compared(brief, name),
    )


def _placed_rate(rate: Figure) -> tuple[Span, ...]:
    if not rate.is_shown:
        return ()
    return ("Those placed in the area come to ", *with_interval(rate), " ", Name(rate.unit), ". ")


def compared(brief: Brief, name: str) -> tuple[Span, ...]:
    """The sentence that compares the latest year with the year before, by the stated rule."""
    before = brief.periods.before
    if before is None:
        return ("The year before is not held in full, so no comparison is drawn. ",)
    ratio, earlier = brief.year(f"{name}_change"), brief.figure(name, before)
    word = direction(ratio)
    if word is Direction.CANNOT_TELL:
        return ("It cannot be compared with the year before. ",)
    return (
        f"The number {word.value}: it was ",
        value(ratio),
        " times the number of the year before (",
        interval(ratio),
        "), when there were ",
        value(earlier),
        ". ",
    )


def _category(brief: Brief, name: str) -> list[Block]:
    rates = brief.cube(f"{name}_rate", split=("month",), period=brief.periods.whole)
    counts = brief.cube(name, split=("month",), period=brief.periods.whole)
    title = counts.figures[0].title
    return [
        Heading(title, name.replace("_", "-"), level=2),
        Paragraph(change_sentence(brief, name)),
        _line_chart(brief, name, rates=rates.figures, counts=counts.figures),
    ]


def _line_chart(
    brief: Brief, name: str, *, rates: tuple[Figure, ...], counts: tuple[Figure, ...]
) -> Chart:
    title, whole = counts[0].title, brief.periods.whole
    source = source_line(brief, residents=True)
    return Chart(
        key=f"{name}-by-month",
        kind="line",
        title=_finding(brief, name, title),
        subtitle=(Name(f"{title}: {rates[0].unit}, {brief.area.name}, {whole.label}"),),
        sentence=_line_sentence(title, rates),
        source=source,
        table=figure_table(
            f"{name}-by-month-table",
            (f"{title} by month",),
            head="Month",
            columns=(("Number", counts), (Name(sentence_case(rates[0].unit)), rates)),
            labels=[figure.label_of("month") for figure in rates],
            source=source,
        ),
        series=(Series(title, rates),),
        bands=tuple(
            Band(label, period) for label, period in brief.restrictions if period.overlaps(whole)
        ),
    )


def _finding(brief: Brief, name: str, title: str) -> tuple[Span, ...]:
    """The chart's title as the finding, by rule."""
    if brief.periods.before is None or brief.periods.year is None:
        return (f"{title} by month",)
    word = direction(brief.year(f"{name}_change"))
    if word is Direction.CANNOT_TELL:
        return (f"{title} by month",)
    return (f"{title} {word.value} in the latest year",)


def _line_sentence(title: str, rates: tuple[Figure, ...]) -> tuple[Span, ...]:
    shown = [figure for figure in rates if figure.is_shown]
    if not shown:
        return ("No month of this series was received. ",)
    top = max(shown, key=lambda figure: (figure.value or 0, figure.code_of("month")))
    low = min(shown, key=lambda figure: (figure.value or 0, figure.code_of("month")))
    last = shown[-1]
    return (
        f"The monthly rate of {lower_first(title)} lay between ",
        value(low),
        " (",
        Name(low.label_of("month")),
        ") and ",
        value(top),
        " (",
        Name(top.label_of("month")),
        "); in the last month received, ",
        Name(last.label_of("month")),
        ", it was ",
        value(last),
        ". ",
    )


def _gap_paragraphs(brief: Brief) -> list[Block]:
    missing = gaps_between(brief.periods.runs)
    if not missing:
        return []
    spans: list[Span] = ["No file was received for "]
    for number, gap in enumerate(missing):
        spans.append(", nor for " if number else "")
        spans.append(period_name(gap))
    spans.append(". No line, trend or comparison is drawn across those months. ")
    return [Paragraph(tuple(spans))]


def _restriction_paragraphs(brief: Brief) -> list[Block]:
    """What a comparison with the year before must say when that year held restrictions."""
    before = brief.periods.before
    if before is None:
        return []
    held = [label for label, period in brief.restrictions if period.overlaps(before)]
    if not held:
        return []
    names = listed([(f"the {lower_first(label)}",) for label in held])
    return [
        Paragraph(
            (
                "The year before, ",
                period_name(before),
                ", held ",
                *names,
                ". Fewer people were out, so a rise from that year may be a return to what was "
                "usual and not a growth of violence. ",
            )
        )
    ]


def _all_paragraph(brief: Brief) -> Paragraph:
    parts: list[tuple[Span, ...]] = [
        (value(brief.figure("all_recorded", run)), " for ", period_name(run))
        for run in brief.periods.runs
    ]
    return Paragraph(
        (
            "The files hold crimes and incidents of every kind, wherever they were placed: ",
            *listed(parts),
            ". ",
            *_about_the_table(brief),
        )
    )


def _about_the_table(brief: Brief) -> tuple[Span, ...]:
    if brief.periods.year is None:
        return ()
    beside = " beside the year before" if brief.periods.before is not None else ""
    return (
        f"The table gives the latest full year{beside}; its rates are of those placed in the "
        "area. ",
    )


def _all_table(brief: Brief) -> Table:
    year, before = brief.periods.year, brief.periods.before
    columns: list[tuple[str | Name, Sequence[Figure]]] = []
    if before is not None:
        columns.append((Name(before.label), _by_type(brief, "all_recorded", before)))
    columns.append((Name(year.label if year else ""), _by_type(brief, "all_recorded", year)))
    rates = _by_type(brief, "all_recorded_rate", year)
    columns.append((Name(f"Rate, {rates[0].unit}"), rates))
    if before is not None:
        ratios = _by_type(brief, "all_recorded_change", year)
        columns.append(("Ratio to the year before", ratios))
    return figure_table(
        "categories-table",
        ("Recorded crimes and incidents by published category",),
        head="Category",
        columns=columns,
        labels=[rate.label_of("crime_type") for rate in rates],
        source=source_line(brief, residents=True),
    )


def _by_type(brief: Brief, measure: str, period: Period | None) -> tuple[Figure, ...]:
    cube = brief.cube(measure, split=("crime_type",), period=period)
    return tuple(sorted(cube.figures, key=lambda figure: figure.code_of("crime_type")))
