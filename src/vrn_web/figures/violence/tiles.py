"""The tiles that the dashboard opens with: how much, up or down, is it us, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from vrn.publish.assessment.absent import not_available
from vrn.publish.assessment.plan import ATTENDANCES
from vrn.publish.document import Shown
from vrn.publish.rules import highest
from vrn.terms import following_month
from vrn_web.figures.findings import fill
from vrn_web.figures.violence.choosing import definition_title
from vrn_web.figures.violence.ground import COUNT, RATE, SHARE
from vrn_web.figures.violence.saying import (
    against_words,
    beside_words,
    reason_words,
    trend_words,
)
from vrn_web.words import join_words

if TYPE_CHECKING:
    from vrn.publish.document import Spans
    from vrn.release.figure import Figure
    from vrn_web.figures.violence.choosing import Filters
    from vrn_web.figures.violence.ground import Ground

MOST_NAMED = 2


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One answer: its question, the figure that leads it (None: it cannot be said), and why."""

    question: str
    title: str
    sentence: Spans
    figure: Figure | None = None
    when: str = ""


def tiles_of(ground: Ground, filters: Filters) -> tuple[Tile, ...]:
    """The four tiles for what is chosen."""
    parts = (_how_much, _up_or_down, _is_it_us, _where)
    return tuple(part(ground, filters) for part in parts)


def other_definition(ground: Ground, filters: Filters) -> tuple[str, Spans, str] | None:
    """The other definition's count beside the chosen one's, and the address that switches to it."""
    choice = filters.choice
    others = [code for code in ground.definitions if code != choice.definition]
    if not others:
        return None
    here, there = (
        ground.one(COUNT, definition=code, age_group=choice.age, **choice.place, **choice.time)
        for code in (choice.definition, others[0])
    )
    if here is None or there is None:
        return None
    text = gettext("This definition counts {here} offences; the other, {title}, {there}.")
    spans = fill(text, here=Shown(here), there=Shown(there), title=definition_title(others[0]))
    return others[0], spans, choice.address(definition=others[0])


def _how_much(ground: Ground, filters: Filters) -> Tile:
    choice = filters.choice
    fixed = {**choice.base, **choice.place, **choice.time}
    rate, count = ground.one(RATE, **fixed), ground.one(COUNT, **fixed)
    question = gettext("How much?")
    if count is None:
        return Tile(
            question=question,
            title=gettext("Serious violence"),
            sentence=fill(
                gettext("Not released for this area and time together. Choose {period} to see it."),
                period=ground.period.label,
            ),
        )
    figure = rate if rate is not None and rate.is_shown else count
    said: Spans = ()
    if figure is not count:
        said = (*fill(gettext("{count} offences"), count=Shown(count)), *reason_words(count), ". ")
    elif not count.is_shown:
        said = (*reason_words(count), " ")
    return Tile(
        question=question,
        title=gettext("Recorded serious violence"),
        figure=figure,
        sentence=(*said, *_compared(ground, filters, figure)),
        when=figure.period.label if figure.period else "",
    )


def _compared(ground: Ground, filters: Filters, figure: Figure) -> Spans:
    """The same a year earlier, where a year or a month is chosen."""
    choice = filters.choice
    if figure.measure != RATE or not choice.time or "quarter" in choice.time:
        return ()
    earlier = _year_earlier(choice.time)
    before = ground.one(RATE, **choice.base, **choice.place, **earlier)
    if before is None or before.period is None:
        return fill(gettext("The year before is not held."))
    return beside_words(figure, before, before.period.label)


def _year_earlier(time: dict[str, str]) -> dict[str, str]:
    ((name, code),) = time.items()
    if name == "month":
        return {name: following_month(code, -12)}
    first = int(code[:4]) - 1
    return {name: f"{first}/{(first + 1) % 100:02d}"}


def _up_or_down(ground: Ground, filters: Filters) -> Tile:
    choice, question = filters.choice, gettext("Up or down?")
    if not choice.place:
        trend = ground.one("serious_violence_trend", **choice.base)
        if trend is not None:
            text = gettext("It {word} from the first twelve months held to the last.")
            return Tile(
                question=question,
                title=gettext("The last twelve months"),
                figure=trend,
                sentence=trend_words(trend, text),
                when=trend.period.label if trend.period else "",
            )
    rates = ground.row(RATE, "year", **choice.base, **choice.place)
    years = sorted(rates, key=lambda figure: figure.code_of("year"))
    if len(years) < 2:
        text = gettext("No years are released for {area}: ask for its district or the whole area.")
        return Tile(
            question=question,
            title=gettext("By financial year"),
            sentence=fill(text, area=filters.label("area")),
        )
    last, before = years[-1], years[-2]
    return Tile(
        question=question,
        title=gettext("The latest full financial year"),
        figure=last,
        sentence=beside_words(last, before, before.label_of("year")),
        when=last.period.label if last.period else "",
    )


def _is_it_us(ground: Ground, filters: Filters) -> Tile:
    choice, question = filters.choice, gettext("Is it us?")
    if choice.place:
        return _against_whole(ground, filters, question)
    nobody = fill(gettext("No other area’s figures are held."))
    trend = ground.one("assault_attendances_trend", age_group=choice.age)
    title = gettext("A&E after assault")
    if trend is None:
        return Tile(question=question, title=title, sentence=not_available(ATTENDANCES))
    text = gettext("Hospitals’ own records {word}.")
    return Tile(
        question=question,
        title=title,
        figure=trend,
        sentence=(*trend_words(trend, text), " ", *nobody),
        when=trend.period.label if trend.period else "",
    )


def _against_whole(ground: Ground, filters: Filters, question: str) -> Tile:
    choice = filters.choice
    title = gettext("Rate beside the whole area’s")
    for time in (choice.time, {}):
        rate = ground.one(RATE, **choice.base, **choice.place, **time)
        whole = ground.one(RATE, **choice.base, **time)
        if rate is not None and whole is not None:
            return Tile(
                question=question,
                title=title,
                figure=rate,
                sentence=(*reason_words(rate), *against_words(rate, whole)),
                when=rate.period.label if rate.period else "",
            )
    return Tile(
        question=question,
        title=title,
        sentence=fill(gettext("No rate is released for this area, so it cannot be compared.")),
    )


def _where(ground: Ground, filters: Filters) -> Tile:
    choice, question = filters.choice, gettext("Where?")
    if choice.place:
        return _part_of_whole(ground, filters, question)
    for time in (choice.time, {}):
        rates = ground.row(RATE, "district", **choice.base, **time)
        if top := highest(rates):
            return _highest_district(ground, filters, top)
    return Tile(
        question=question,
        title=gettext("By district"),
        sentence=fill(gettext("No rate by district can be shown for this choice.")),
    )


def _highest_district(ground: Ground, filters: Filters, top: tuple[Figure, ...]) -> Tile:
    names, first = [figure.place.name for figure in top], top[0]
    if len(top) == 1:
        sentence = fill(gettext("It has the highest rate of the districts."))
    elif len(top) <= MOST_NAMED:
        text = gettext("Among the highest, with {names}: their intervals overlap.")
        sentence = fill(text, names=join_words(names[1:]))
    else:
        sentence = fill(gettext("No district stands clearly above the others."))
    share = ground.one(SHARE, **filters.choice.base, district=first.place.code)
    if share is not None and share.is_shown:
        text = gettext("{share} per cent of offences are recorded there.")
        sentence = (*sentence, " ", *fill(text, share=Shown(share)))
    return Tile(
        question=gettext("Where?"),
        title=first.place.name,
        figure=first,
        sentence=sentence,
        when=first.period.label if first.period else "",
    )


def _part_of_whole(ground: Ground, filters: Filters, question: str) -> Tile:
    share = ground.one(SHARE, **filters.choice.base, **filters.choice.place)
    title = gettext("Its part of the whole area’s")
    if share is None:
        text = gettext("No share is released for {area}.")
        return Tile(question=question, title=title, sentence=fill(text, area=filters.label("area")))
    return Tile(
        question=question,
        title=title,
        figure=share,
        sentence=(
            *reason_words(share),
            *fill(gettext("Of the whole area’s offences, this part is recorded here.")),
        ),
        when=share.period.label if share.period else "",
    )
