"""Charts of time: months of police records and of attendances, quarters of a district, hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from vrn.publish.document import Band, Chart, Name, Series, Shown
from vrn.publish.rules import Direction, direction
from vrn.terms import sentence_case
from vrn_web.figures.findings import fill, gap_words
from vrn_web.figures.violence.charting import (
    chart,
    column_name,
    months_of,
    series_by_age,
    table,
)
from vrn_web.figures.violence.ground import ALL, COUNT, RATE, SHARE, UNDER
from vrn_web.figures.violence.saying import (
    direction_words,
    hour_label,
    peak_words,
    spread_words,
)
from vrn_web.site import current_site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.publish.document import Spans
    from vrn.release.figure import Figure
    from vrn.terms import Period
    from vrn_web.figures.violence.choosing import Choice
    from vrn_web.figures.violence.ground import Ground

POLICE, HOSPITALS = "by-month", "attendances"
ATTENDANCES, ATTENDANCES_RATE = "assault_attendances", "assault_attendances_rate"
DAYS = ("weekday", "weekend")
HOURS = tuple(f"{hour:02d}" for hour in range(24))


def police_months(ground: Ground, choice: Choice) -> Chart | None:
    """Figure 1: the monthly rate of serious violence, all ages and under 25."""
    return _months(ground, choice, POLICE, gettext("Serious violence"))


def attendance_months(ground: Ground, choice: Choice) -> Chart | None:
    """Figure 2: the monthly rate of attendances after assault, in the frame of figure 1."""
    return _months(ground, choice, HOSPITALS, gettext("A&E attendances after assault"))


def _months(ground: Ground, choice: Choice, key: str, what: str) -> Chart | None:
    measure = COUNT if key == POLICE else ATTENDANCES
    fixed = _defined(choice, key)
    rates = _by_age(ground, f"{measure}_rate", fixed)
    if not rates:
        return None
    counts = _by_age(ground, measure, fixed)
    every = [figure for row in rates.values() for figure in row]
    whole = [figure.period for figure in every if figure.period]
    title = _trend_title(ground, f"{measure}_trend", fixed, what)
    first = next(iter(rates.values()))
    columns = []
    for age, row in rates.items():
        columns.append((column_name(gettext("Number"), age), counts[age]))
        columns.append((column_name(sentence_case(row[0].unit), age), row))
    return chart(
        "line",
        every,
        key=key,
        ground=ground,
        title=title,
        sentence=_spread(rates),
        series=series_by_age(rates),
        bands=_bands(whole),
        frame=_other(ground, choice, key),
        table=table(
            f"{key}-table",
            gettext("{what} by month, {months}").format(what=what, months=months_of(every)),
            head=gettext("Month"),
            labels=[figure.label_of("month") for figure in first],
            columns=columns,
        ),
    )


def _by_age(ground: Ground, measure: str, fixed: Mapping[str, str]) -> dict[str, list[Figure]]:
    """Months in order for each age group that has them."""
    found = {}
    for age in (ALL, UNDER):
        row = ground.row(measure, "month", age_group=age, **fixed)
        if row and any(figure.is_shown for figure in row):
            found[age] = sorted(row, key=lambda figure: figure.code_of("month"))
    return found


def _defined(choice: Choice, key: str) -> dict[str, str]:
    """The definition, which attendances have none of."""
    return {"definition": choice.definition} if key == POLICE else {}


def _other(ground: Ground, choice: Choice, key: str) -> tuple[Figure, ...]:
    """The other of the two charts, which the axes have room for too, so that heights compare.

    None where a place is chosen: then figure 1 is not on the page.
    """
    if choice.place:
        return ()
    other, measure = (HOSPITALS, ATTENDANCES_RATE) if key == POLICE else (POLICE, RATE)
    rates = _by_age(ground, measure, _defined(choice, other))
    return tuple(figure for row in rates.values() for figure in row)


def _bands(periods: list[Period]) -> tuple[Band, ...]:
    return tuple(
        Band(Name(label), period)
        for label, period in current_site().restrictions()
        if any(period.overlaps(one) for one in periods)
    )


def _trend_title(ground: Ground, measure: str, fixed: Mapping[str, str], what: str) -> Spans:
    """By rule: one word for both age groups, or one for each; none where it cannot be said."""
    found = {age: ground.one(measure, age_group=age, **fixed) for age in (ALL, UNDER)}
    trends = {age: one for age, one in found.items() if one is not None}
    words = [direction(one) for one in trends.values()]
    if not words or Direction.CANNOT_TELL in words:
        return fill(gettext("{what} by month"), what=what)
    told = [direction_words(one) for one in trends.values()]
    if len(set(told)) == 1:
        text = gettext("{what} {word} between the first twelve months and the last")
        return fill(text, what=what, word=told[0])
    text = gettext("{what} {word} for all ages, and {other} for people {under}")
    return fill(text, what=what, word=told[0], other=told[1], under=UNDER)


def _spread(rates: Mapping[str, list[Figure]]) -> Spans:
    """For each age group the lowest, the highest and the last month, and where the line breaks."""
    spans: Spans = ()
    for age, row in rates.items():
        last = [figure for figure in row if figure.is_shown][-1]
        text = gettext("{age}: {range} The last month held, {month}, had {last}.")
        opening, _, ending = text.partition("{range}")
        spans = (
            *spans,
            *((" ",) if spans else ()),
            *fill(opening, age=sentence_case(age)),
            *spread_words(row, "month"),
            *fill(ending, month=last.label_of("month"), last=Shown(last)),
            *gap_words(row),
        )
    return spans


def quarters(ground: Ground, choice: Choice) -> Chart | None:
    """A district's rate by quarter, as bars in the order of time."""
    fixed = {**choice.base, **choice.place}
    rates = ground.row(RATE, "quarter", **fixed)
    counts = {figure.code_of("quarter"): figure for figure in ground.row(COUNT, "quarter", **fixed)}
    if not any(figure.is_shown for figure in rates):
        return None
    row = sorted(rates, key=lambda figure: figure.code_of("quarter"))
    name = row[0].place.name
    return chart(
        "bars",
        row,
        key="by-quarter",
        ground=ground,
        title=fill(gettext("Serious violence by quarter in {name}"), name=name),
        sentence=spread_words(row, "quarter"),
        series=(Series(Name(sentence_case(choice.age)), tuple(row)),),
        by="quarter",
        table=table(
            "by-quarter-table",
            gettext("Serious violence by quarter, {name}").format(name=name),
            head=gettext("Quarter"),
            labels=[figure.label_of("quarter") for figure in row],
            columns=[
                (gettext("Number"), [counts[f.code_of("quarter")] for f in row]),
                (sentence_case(row[0].unit), row),
            ],
        ),
    )


def hours(ground: Ground, choice: Choice) -> Chart | None:
    """The hours of weekdays and of weekends as two lines in one frame."""
    held = {f.code_of("day_hour"): f for f in ground.row(SHARE, "day_hour", **choice.base)}
    counts = {f.code_of("day_hour"): f for f in ground.row(COUNT, "day_hour", **choice.base)}
    codes = {day: [f"{day} {hour}" for hour in HOURS] for day in DAYS}
    if not all(code in held and code in counts for found in codes.values() for code in found):
        return None
    words = {"weekday": gettext("Weekdays"), "weekend": gettext("Weekends")}
    rows = {day: [held[code] for code in found] for day, found in codes.items()}
    every = [figure for row in rows.values() for figure in row]
    if not any(figure.is_shown for figure in every):
        return None
    columns = []
    for day, found in codes.items():
        columns.append((column_name(gettext("Number"), words[day]), [counts[c] for c in found]))
        columns.append((column_name(gettext("Per cent"), words[day]), rows[day]))
    return chart(
        "hours",
        every,
        key="hours",
        ground=ground,
        title=fill(gettext("Serious violence by hour, weekdays and weekends")),
        sentence=peak_words([(words[day], row) for day, row in rows.items()]),
        series=tuple(
            Series(words[day], tuple(row), is_dashed=day == "weekend") for day, row in rows.items()
        ),
        by="day_hour",
        table=table(
            "hours-table",
            gettext("Offences by hour: number, and per cent of all of the same age group"),
            head=gettext("Hour"),
            labels=[hour_label(figure) for figure in rows["weekday"]],
            columns=columns,
        ),
    )
