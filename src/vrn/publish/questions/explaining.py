"""What could explain that the police record more while hospitals see less, each with its test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.plan import PEOPLE
from vrn.publish.assessment.writing import ALL, UNDER, Brief, plainly, said
from vrn.publish.document import Name
from vrn.publish.phrases import period_name
from vrn.publish.questions.expected import expected_sentence, read_expected
from vrn.publish.questions.plan import (
    CALLED,
    HOSPITALS,
    PEAKS,
    POLICE,
    VIOLENCE,
    VISITS,
    known_years,
)
from vrn.publish.questions.rules import (
    Told,
    Verdict,
    told_of_chance,
    told_of_part,
    told_of_recording,
    told_of_rule,
    told_of_staying_away,
)
from vrn.publish.questions.weighing import NOTHING_SHOWS, Explanation

if TYPE_CHECKING:
    from vrn.release.figure import Figure

_NOT_SHOWN = "A figure that it needs is not shown"
UNTESTED = (
    Explanation(
        name="People are hurt in one area and live in another",
        short="where people live and where they are hurt",
        would="More offences against visitors, or more residents hurt elsewhere",
        shows=f"{NOTHING_SHOWS}: hospitals' files do not say where an assault was",
        told=Told.CANNOT_BE_TOLD,
    ),
    Explanation(
        name="Injuries are less serious than they were",
        short="less serious injuries",
        would="More offences of kinds that need no doctor",
        shows=f"{NOTHING_SHOWS}: the police's files do not say who needed treatment",
        told=Told.CANNOT_BE_TOLD,
    ),
    Explanation(
        name="People go elsewhere to be treated",
        short="treatment elsewhere",
        would="More at walk-in centres and general practices",
        shows=f"{NOTHING_SHOWS}: only some hospitals send files",
        told=Told.CANNOT_BE_TOLD,
    ),
)
"""What no file that was received can test."""


def explain_gap(brief: Brief) -> tuple[Explanation, ...]:
    """Every explanation, first those that a figure speaks to."""
    return (
        _of_rule(brief),
        _of_chance(brief),
        _of_staying_away(brief),
        *((_of_recording(brief),) if brief.holds(PEOPLE) else ()),
        _of_definition(brief),
        *((_of_age(brief),) if UNDER in brief.ages else ()),
        *UNTESTED,
    )


def read_peak(brief: Brief, measure: str, *, age: str = ALL, definition: str = "") -> Figure:
    """The highest month of a series against the year before restrictions, in per cent."""
    return brief.one(measure, age=age, period=brief.periods.peak, definition=definition)


def _of_rule(brief: Brief) -> Explanation:
    police, hospitals = read_peak(brief, POLICE), read_peak(brief, HOSPITALS)
    told = told_of_rule(police, hospitals)
    return Explanation(
        name="The two numbers were not made by one rule",
        short="another rule for each number",
        would="By one rule, over the same months, the gap is gone",
        shows={
            Told.FITS: "By one rule the two are not clearly apart",
            Told.DOES_NOT_FIT: "By one rule the police's highest month still lies above",
            Told.CANNOT_BE_TOLD: _NOT_SHOWN,
        }[told],
        told=told,
        sentence=(
            "Each series' highest month is set against its own mean of the same year: ",
            *said(police, after=" per cent"),
            " for the police, ",
            *said(hospitals, after=" per cent"),
            " for hospitals. ",
        ),
    )


def _of_chance(brief: Brief) -> Explanation:
    marked = [
        brief.one(f"{line.measure}_unusual_months", period=line.over(brief.periods))
        for line in (VIOLENCE, VISITS)
    ]
    told = told_of_chance(marked)
    return Explanation(
        name="Chance: no two months are alike",
        short="chance",
        would="Neither series has a month that its control chart marks",
        shows={
            Told.FITS: "No month of either series is marked",
            Told.DOES_NOT_FIT: "Both series have months that chance does not explain",
            Told.CANNOT_BE_TOLD: "Only one of the two series has such months, or one has no chart",
        }[told],
        told=told,
        sentence=(
            "The control charts mark ",
            *plainly(marked[0]),
            " months of the police's series and ",
            *plainly(marked[1]),
            " of the hospitals' as unusual. ",
        ),
    )


def _of_staying_away(brief: Brief) -> Explanation:
    visits, calls = read_expected(brief, VISITS), read_expected(brief, CALLED)
    found = visits.verdict if visits else Verdict.CANNOT_TELL
    ratios = (visits.ratio, calls.ratio) if visits and calls else None
    told = told_of_staying_away(found, ratios)
    sentences = [expected_sentence(each) for each in (visits, calls) if each]
    return Explanation(
        name="Fewer of those who were hurt went to hospital under restrictions",
        short="the hurt staying away from hospitals",
        would="Attendances lack more than ambulance call-outs do, which come to the person",
        shows={
            Told.FITS: "Attendances lack more than call-outs do",
            Told.DOES_NOT_FIT: "Attendances are not fewer than was expected",
            Told.CANNOT_BE_TOLD: _staying_away_words(found),
        }[told],
        told=told,
        sentence=tuple(span for sentence in sentences for span in sentence),
    )


def _staying_away_words(found: Verdict) -> str:
    if found is Verdict.FEWER:
        return "Attendances are fewer, and call-outs may be too"
    return "Attendances may have changed or not"


def _of_recording(brief: Brief) -> Explanation:
    first, last = known_years(brief.periods)
    before, after = (
        brief.one("attendances_unknown_share", period=period) for period in (first, last)
    )
    told = told_of_recording(
        (before, after), (read_peak(brief, POLICE), read_peak(brief, HOSPITALS))
    )
    return Explanation(
        name="The police come to know of more of what happens",
        short="the police knowing of more",
        would="The share of attendances that the police do not know of falls, and by much",
        shows={
            Told.FITS: "That share fell",
            Told.DOES_NOT_FIT: "That share did not fall by nearly as much",
            Told.CANNOT_BE_TOLD: "That share may have fallen by as much",
        }[told],
        told=told,
        sentence=(
            "Of attendances after assault, the police had no offence for ",
            *said(before, after=" per cent"),
            " in ",
            period_name(first),
            " and for ",
            *said(after, after=" per cent"),
            " in ",
            period_name(last),
            ". To be the only explanation, the share that they do know of would have had to grow "
            "as far as the two highest months grew apart. ",
        ),
    )


def _of_definition(brief: Brief) -> Explanation:
    wider, hospitals = (
        read_peak(brief, POLICE, definition=brief.beside),
        read_peak(brief, HOSPITALS),
    )
    told = told_of_part(wider, hospitals)
    title = brief.definitions[brief.beside].short_title
    return Explanation(
        name="The police's number is of some kinds of violence alone",
        short="the kinds of violence that are counted",
        would="Under the wider definition the gap is gone",
        shows=_part_words(
            (wider, hospitals),
            apart="Under the wider definition the police's month still lies above",
            near="Under the wider definition the two are not clearly apart",
        ),
        told=told,
        sentence=(
            "Hospitals see injuries of every kind of violence. Under ",
            Name(f"“{title}”"),
            " the police's highest month had ",
            *said(wider, after=" per cent"),
            " of its mean of the year before. ",
        ),
    )


def _of_age(brief: Brief) -> Explanation:
    police, hospitals = (read_peak(brief, which, age=UNDER) for which in PEAKS)
    told = told_of_part(police, hospitals)
    return Explanation(
        name="It is a matter of one age group",
        short="one age group",
        would="Among the young the gap is gone",
        shows=_part_words(
            (police, hospitals),
            apart="Among the young the police's month lies above too",
            near="Among the young the two are not clearly apart",
        ),
        told=told,
        sentence=(
            "For people ",
            Name(UNDER),
            " the highest month of the police had ",
            *said(police, after=" per cent"),
            ", and that of hospitals ",
            *said(hospitals, after=" per cent"),
            ". ",
        ),
    )


def _part_words(pair: tuple[Figure, Figure], *, apart: str, near: str) -> str:
    if not all(figure.is_shown for figure in pair):
        return _NOT_SHOWN
    return apart if told_of_part(*pair) is Told.DOES_NOT_FIT else near
