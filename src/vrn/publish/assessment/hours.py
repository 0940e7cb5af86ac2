"""Chapter: when it happens, by the hour of the day, weekdays and weekends, with times unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.findings import peak_times
from vrn.publish.assessment.plan import OFFENCES
from vrn.publish.assessment.shares import columns_of, in_step, series_of
from vrn.publish.assessment.writing import (
    ALL,
    Brief,
    hour_name,
    left_of_hundred,
    of_age,
    plainly,
    withheld_words,
)
from vrn.publish.document import Chart, Heading, Name, Paragraph, Span
from vrn.publish.phrases import figure_table, listed
from vrn.publish.rules import peaks
from vrn.terms import sentence_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.publish.document import Block
    from vrn.release.figure import Figure

HOURS = tuple(f"{hour:02d}" for hour in range(24))
DAYS = ("weekday", "weekend")


def write_hours(brief: Brief) -> tuple[Block, ...]:
    """The chapter: all days, then weekdays and weekends in one frame."""
    frame = tuple(
        figure
        for age in brief.ages
        for day in DAYS
        for figure in _row(brief, "serious_violence_share", day, age)
    )
    return (
        Heading("When", "when"),
        Paragraph(peak_times(brief)),
        Paragraph(
            (
                "An hour is that of when the offence was committed, by the clock on the wall. "
                "Offences of which only a span of more than an hour is known, or whose time is "
                "the midnight that a system fills in, have no hour here: they are counted in the "
                "tables as not known, and left out of the lines. ",
            )
        ),
        _hours_chart(brief, "", frame=()),
        *(_hours_chart(brief, day, frame=frame) for day in DAYS),
        Paragraph(
            (
                "A week has five weekdays and two days of weekend, so the heights of the two "
                "charts say how much falls on each, not how dangerous an hour is. Whether peaks "
                "changed while schools and the night-time economy were closed cannot be said "
                "here: hours are not released by month. ",
            )
        ),
    )


def _row(brief: Brief, measure: str, day: str, age: str) -> tuple[Figure, ...]:
    """The figures of the hours of a kind of day, midnight first; of all days without a kind."""
    dimension = "day_hour" if day else "hour"
    codes = [f"{day} {hour}".strip() for hour in HOURS]
    return in_step(brief.row(measure, dimension, age=age), dimension, codes)


def _unknown(brief: Brief, measure: str, day: str, age: str) -> tuple[Figure, ...]:
    """The figure of offences whose hour is not known, where the row of all days has one."""
    row = brief.row(measure, "hour", age=age) if not day else ()
    return tuple(figure for figure in row if not figure.code_of("hour").isdigit())


def _hours_chart(brief: Brief, day: str, *, frame: tuple[Figure, ...]) -> Chart:
    shares = {age: _row(brief, "serious_violence_share", day, age) for age in brief.ages}
    every = [figure for row in shares.values() for figure in row]
    source = brief.source(OFFENCES)
    key = f"hours-of-{day or 'the-day'}"
    columns = columns_of(
        {
            age: (
                *_row(brief, "serious_violence", day, age),
                *_unknown(brief, "serious_violence", day, age),
            )
            for age in brief.ages
        },
        {age: (*row, *_unknown(brief, "serious_violence_share", day, age))
         for age, row in shares.items()},
    )  # fmt: skip
    unknown = _unknown(brief, "serious_violence", day, ALL)
    by = "day_hour" if day else "hour"
    rest = {
        age: left_of_hundred(brief.row("serious_violence_share", by, age=age)) for age in shares
    }
    return Chart(
        key=key,
        kind="hours",
        title=_title(shares, day, rest),
        subtitle=(
            Name(
                f"Per cent of each age group's offences by hour, {_days(day)}, "
                f"{brief.area.name}, {brief.periods.period.label}"
            ),
        ),
        sentence=_sentence(shares, rest),
        source=(*source, *withheld_words(every)),
        table=figure_table(
            f"{key}-table",
            (f"Offences by hour, {_days(day)}: number, and per cent of all in the age group",),
            head="Hour",
            columns=columns,
            labels=[
                *(hour_name(figure) for figure in shares[ALL]),
                *(figure.label_of("hour") for figure in unknown),
            ],
            source=source,
        ),
        series=series_of(shares),
        by=by,
        frame=frame,
    )


def _days(day: str) -> str:
    return {"": "all days", "weekday": "weekdays", "weekend": "weekends"}[day]


def _title(
    shares: dict[str, tuple[Figure, ...]], day: str, rest: dict[str, float]
) -> tuple[Span, ...]:
    found = peaks(shares[ALL], rest=rest[ALL])
    if not found:
        return (f"Serious violence by hour on {_days(day)}",)
    names = listed([(hour_name(figure),) for figure in found])
    return (f"Serious violence on {_days(day)} peaks at ", *names)


def _sentence(shares: dict[str, tuple[Figure, ...]], rest: dict[str, float]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for age, row in shares.items():
        who = of_age(sentence_case(age)) if age == ALL else ("People ", *of_age(age))
        spans += [*who, *_peaks_in(row, rest[age]), ". ", *_breaks_in(row)]
    return tuple(spans)


def _peaks_in(row: Sequence[Figure], rest: float) -> tuple[Span, ...]:
    found = peaks(row, rest=rest)
    if not found:
        return (": no hour can be named as a peak by the rule",)
    parts = listed([(hour_name(f), " (", *plainly(f, after=" per cent"), ")") for f in found])
    return (": peaks at ", *parts)


def _breaks_in(row: Sequence[Figure]) -> tuple[Span, ...]:
    """The hours at which a line breaks, said because a break is easily overlooked."""
    hidden = [figure for figure in row if not figure.is_shown]
    if not hidden:
        return ()
    parts = listed([(hour_name(figure),) for figure in hidden])
    return ("The line breaks at ", *parts, f" ({hidden[0].state}). ")
