"""Figures 1 and 2: police and A&E monthly rates for both age groups, in one frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.plan import ATTENDANCES, OFFENCES
from vrn.publish.assessment.writing import ALL, UNDER, Brief, of_age
from vrn.publish.document import Band, Chart, Name, Series, Span, Table
from vrn.publish.phrases import figure_table, listed, value
from vrn.publish.rules import Direction, direction
from vrn.terms import sentence_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vrn.release.figure import Figure
    from vrn.terms import Period

POLICE_CHART, ATTENDANCES_CHART = "serious-violence-by-month", "attendances-by-month"
VIOLENCE, VISITS = "serious violence", "assault-related attendances"


def draw_police_chart(brief: Brief) -> Chart:
    """Figure 1: serious violence, the monthly rate, with restrictions behind it."""
    return _line_chart(
        brief,
        key=POLICE_CHART,
        what=VIOLENCE,
        measure="serious_violence",
        over=brief.periods.police,
        feeds=(OFFENCES,),
        ages=brief.ages,
    )


def draw_attendances_chart(brief: Brief, over: Period) -> Chart:
    """Figure 2: assault-related attendances of residents, drawn in the frame of figure 1 too."""
    return _line_chart(
        brief,
        key=ATTENDANCES_CHART,
        what=VISITS,
        measure="assault_attendances",
        over=over,
        feeds=(ATTENDANCES,),
        ages=(ALL, UNDER),
    )


def _line_chart(
    brief: Brief,
    *,
    key: str,
    what: str,
    measure: str,
    over: Period,
    feeds: Sequence[str],
    ages: Sequence[str],
) -> Chart:
    """Monthly rates by age group; both charts share a frame, so that they can be compared."""
    rates = {age: brief.row(f"{measure}_rate", "month", age=age, period=over) for age in ages}
    counts = {age: brief.row(measure, "month", age=age, period=over) for age in ages}
    unit = rates[ALL][0].unit
    source = brief.source(*feeds, residents=True)
    return Chart(
        key=key,
        kind="line",
        title=_finding(brief, what, measure, over, ages),
        subtitle=(Name(f"{sentence_case(what)}: {unit}, {brief.area.name}, {over.label}"),),
        sentence=_spread(what, rates),
        source=source,
        table=_monthly(key, what, rates, counts, source),
        series=tuple(
            Series(Name(sentence_case(age)), rates[age], is_dashed=age == UNDER) for age in ages
        ),
        bands=tuple(Band(Name(name), p) for name, p in brief.restrictions if p.overlaps(over)),
        frame=_other_rates(brief, measure),
    )


def _other_rates(brief: Brief, measure: str) -> tuple[Figure, ...]:
    """The rates of the other of the two charts, which the axes have room for too."""
    held = brief.periods.attendances
    if measure == "assault_attendances":
        over: Period | None = brief.periods.police
        name, ages = "serious_violence_rate", brief.ages
    else:
        over, name, ages = held, "assault_attendances_rate", (ALL, UNDER)
    if over is None or not brief.holds(ATTENDANCES):
        return ()
    return tuple(f for age in ages for f in brief.row(name, "month", age=age, period=over))


def _finding(
    brief: Brief, what: str, measure: str, over: Period, ages: Sequence[str]
) -> tuple[Span, ...]:
    """The chart's title by rule: one word for both age groups, or one for each."""
    words = [direction(brief.one(f"{measure}_trend", age=age, period=over)) for age in ages]
    name = sentence_case(what)
    if Direction.CANNOT_TELL in words:
        return (f"{name} by month",)
    if len(set(words)) == 1:
        return (f"{name} {words[0].value} between the first twelve months and the last",)
    ending = f"{words[1].value} for people "
    return (f"{name} {words[0].value} for all ages, and {ending}", *of_age(UNDER))


def _spread(what: str, rates: dict[str, tuple[Figure, ...]]) -> tuple[Span, ...]:
    """Where each line lay, what is missing, and its last value."""
    spans: list[Span] = []
    for age, figures in rates.items():
        shown = [figure for figure in figures if figure.is_shown]
        if not shown:
            spans += [f"No month of {what} can be shown for ", *of_age(age), ". "]
            continue
        low = min(shown, key=lambda f: (f.value or 0.0, f.code_of("month")))
        top = max(shown, key=lambda f: (f.value or 0.0, f.code_of("month")))
        spans += [
            *((sentence_case(age),) if age == ALL else ("People ", *of_age(age))),
            ": between ",
            *_at(low),
            " and ",
            *_at(top),
            "; ",
            *_at(shown[-1]),
            ". ",
            *_lacking(figures),
        ]
    return tuple(spans)


def _at(figure: Figure) -> tuple[Span, ...]:
    return (value(figure), " in ", Name(figure.label_of("month")))


def _lacking(figures: Iterable[Figure]) -> tuple[Span, ...]:
    """Which months the line breaks at, and why: said, because a break is easily overlooked."""
    months: dict[str, list[tuple[Span, ...]]] = {}
    for figure in figures:
        if not figure.is_shown:
            label: tuple[Span, ...] = (Name(figure.label_of("month")),)
            months.setdefault(f"{figure.state.value}: {figure.reason}", []).append(label)
    return tuple(
        span
        for reason, labels in months.items()
        for span in ("The line breaks at ", *listed(labels), " (", Name(reason), "). ")
    )


def _monthly(
    key: str,
    what: str,
    rates: dict[str, tuple[Figure, ...]],
    counts: dict[str, tuple[Figure, ...]],
    source: tuple[Span, ...],
) -> Table:
    columns: list[tuple[str | Name, Sequence[Figure]]] = []
    for age, monthly in rates.items():
        columns.append((Name(f"Number, {age}"), counts[age]))
        columns.append((Name(f"Rate, {age}"), monthly))
    return figure_table(
        f"{key}-table",
        (f"{sentence_case(what)} by month: number, and rate ", Name(rates[ALL][0].unit)),
        head="Month",
        columns=columns,
        labels=[figure.label_of("month") for figure in rates[ALL]],
        source=source,
    )
