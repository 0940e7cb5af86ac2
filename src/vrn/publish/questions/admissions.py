"""Chapter: admissions fell against the eighteen months before; is it more than chance, season?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.assessment.absent import write_absent
from vrn.publish.assessment.plan import ADMISSIONS
from vrn.publish.assessment.writing import Brief, plainly, said
from vrn.publish.document import Heading, Name, Paragraph
from vrn.publish.phrases import period_name
from vrn.publish.questions.expected import expected_sentence, read_expected
from vrn.publish.questions.plan import ADMITTED, RUNS, runs_of
from vrn.publish.questions.rules import (
    Told,
    Verdict,
    told_of_chance,
    told_of_difference,
    told_of_restrictions,
    told_of_rounding,
    told_of_season,
)
from vrn.publish.questions.usual import write_usual
from vrn.publish.questions.weighing import (
    NOTHING_SHOWS,
    Explanation,
    explanations_table,
    sorted_words,
    write_explanations,
)
from vrn.publish.rules import Direction, direction
from vrn.terms import Period

if TYPE_CHECKING:
    from vrn.publish.document import Block, Spans
    from vrn.release.figure import Figure

TITLE, KEY = "A fall in admissions", "fall-in-admissions"


def write_admissions_change(brief: Brief) -> tuple[Block, ...]:
    """The chapter: the question, the ratio, its chart, each explanation weighed, and an answer."""
    if not brief.holds(ADMISSIONS) or brief.periods.admissions is None:
        return write_absent(brief, ADMISSIONS, title=TITLE, key=KEY)
    return (
        Heading(TITLE, KEY),
        Paragraph(
            (
                Name(
                    "The question: a report says that average monthly admissions are 13 per cent "
                    "below those of the 18 months before. "
                ),
                "Is that more than chance, the season of the year, or lockdown? The numbers here "
                "are kept as they were supplied: rounded to fives, and small ones held back. ",
            )
        ),
        Paragraph(change_sentence(brief)),
        *write_usual(brief, ADMITTED),
        *(_explained(brief) if may_explain(brief) else ()),
    )


def may_explain(brief: Brief) -> bool:
    """Whether there is a fall to explain, or a difference that may be one."""
    return direction(change_of(brief)) in {Direction.FELL, Direction.NO_CLEAR_CHANGE}


def _explained(brief: Brief) -> tuple[Block, ...]:
    explanations = explain_fall(brief)
    return (
        Heading("What could explain it here", "fall-explanations", level=2),
        *write_explanations(explanations),
        explanations_table(
            "fall-explanations-table",
            "What could explain a fall in admissions",
            explanations,
            source=brief.source(ADMISSIONS),
        ),
        Heading("What can be said of it", "fall-said", level=2),
        Paragraph((*answer_sentence(brief), *sorted_words(explanations))),
    )


def runs(brief: Brief) -> tuple[Period, Period]:
    """The eighteen months before, and the latest eighteen."""
    over = runs_of(brief.periods)
    months = over.months if over else ()
    half = RUNS // 2
    return Period(months[0], months[half - 1]), Period(months[half], months[-1])


def change_of(brief: Brief, measure: str = "assault_admissions_change") -> Figure:
    """The ratio of the latest months to those before."""
    return brief.one(measure, period=runs_of(brief.periods))


def change_sentence(brief: Brief) -> Spans:
    """Which way admissions went between the two runs, by the interval of the ratio."""
    before, latest = runs(brief)
    ratio = change_of(brief)
    word = direction(ratio)
    if word is Direction.CANNOT_TELL:
        return (
            "Whether admissions for assault changed between the two runs of months cannot be "
            "said: ",
            *said(ratio),
            ". ",
        )
    return (
        f"Admissions for assault {word.value}: a month of ",
        period_name(latest),
        " held ",
        *said(ratio, after=" times"),
        " as many as a month of ",
        period_name(before),
        ". ",
    )


def answer_sentence(brief: Brief) -> Spans:
    """Whether the fall is more than chance, season and restrictions, by rule; else nothing."""
    if not may_explain(brief):
        return ()
    told = {each.name: each.told for each in explain_fall(brief)}
    if told[CHANCE] is Told.FITS:
        return ("The difference is no more than chance in the numbers can make. ",)
    season = {
        Told.DOES_NOT_FIT: "and not of the season: the same months of the year differ too",
        Told.FITS: "and may be of the season: against the same months there is no fall",
        Told.CANNOT_BE_TOLD: "and whether it is of the season cannot be told",
    }[told[SEASON]]
    lockdown = {
        Told.DOES_NOT_FIT: "Restrictions do not explain it",
        Told.FITS: "It goes together with restrictions, which does not show that they made it",
        Told.CANNOT_BE_TOLD: "Whether it is more than restrictions made cannot be told",
    }[told[LOCKDOWN]]
    return (f"The difference is more than chance in the numbers, {season}. {lockdown}. ",)


CHANCE = "Chance in the numbers"
COMMON = "The usual variation of its months"
SEASON = "The season of the year"
LOCKDOWN = "Restrictions"
UNTESTED = (
    Explanation(
        name="Fewer are kept in hospital, or they are coded otherwise",
        short="other rules of admission or coding",
        would="As many attend, and fewer of them are admitted",
        shows=f"{NOTHING_SHOWS}: the two files share no patient",
        told=Told.CANNOT_BE_TOLD,
    ),
)


def explain_fall(brief: Brief) -> tuple[Explanation, ...]:
    """Every explanation of the fall, first those that a figure speaks to."""
    return (
        _of_chance(brief),
        _of_usual(brief),
        _of_season(brief),
        _of_restrictions(brief),
        _of_rounding(brief),
        _of_knives(brief),
        *UNTESTED,
    )


def _of_chance(brief: Brief) -> Explanation:
    ratio = change_of(brief)
    told = told_of_difference(ratio)
    return Explanation(
        name=CHANCE,
        short="chance in the numbers",
        would="The interval of the ratio holds one",
        shows={
            Told.FITS: "It holds one",
            Told.DOES_NOT_FIT: "It does not hold one",
            Told.CANNOT_BE_TOLD: "There is no ratio",
        }[told],
        told=told,
        sentence=(
            "The ratio is ",
            *said(ratio),
            ". Its interval takes the months of a run as alike, and so is rather too narrow. ",
        ),
    )


def _of_usual(brief: Brief) -> Explanation:
    marked = brief.one("assault_admissions_unusual_months", period=brief.periods.admissions)
    told = told_of_chance([marked])
    return Explanation(
        name=COMMON,
        short="the usual variation of its months",
        would="The control chart marks no month",
        shows={
            Told.FITS: "It marks none",
            Told.DOES_NOT_FIT: "It marks some",
            Told.CANNOT_BE_TOLD: "There is no chart",
        }[told],
        told=told,
        sentence=(
            "Months that the rules of the control chart mark as unusual: ",
            *plainly(marked),
            ". ",
        ),
    )


def _of_season(brief: Brief) -> Explanation:
    ratio = change_of(brief, "assault_admissions_same_months_change")
    told = told_of_season(ratio)
    return Explanation(
        name=SEASON,
        short="the season",
        would="Against the same months of a year there is no fall",
        shows={
            Told.FITS: "Against the same months there is a rise",
            Told.DOES_NOT_FIT: "Against the same months there is a fall too",
            Told.CANNOT_BE_TOLD: "Against the same months no change is clear",
        }[told],
        told=told,
        sentence=(
            "Eighteen months are no whole number of years: each run holds one half of the year "
            "twice, and not the same half. The latest twelve months held ",
            *said(ratio, after=" times"),
            " as many as the same twelve months of the year two years before. ",
        ),
    )


def _of_restrictions(brief: Brief) -> Explanation:
    found = read_expected(brief, ADMITTED)
    told = told_of_restrictions(found.verdict if found else Verdict.CANNOT_TELL)
    return Explanation(
        name=LOCKDOWN,
        short="restrictions",
        would="From their start there are fewer than the months before led to expect",
        shows={
            Told.FITS: "There are fewer",
            Told.DOES_NOT_FIT: "There are not fewer",
            Told.CANNOT_BE_TOLD: "The series is too short, or varies too much",
        }[told],
        told=told,
        sentence=expected_sentence(found) if found else (),
    )


def _of_rounding(brief: Brief) -> Explanation:
    months = brief.row("assault_admissions", "month", period=brief.periods.admissions)
    before, latest = (
        [figure for figure in months if figure.code_of("month") in run.months]
        for run in runs(brief)
    )
    told = told_of_rounding(before, latest)
    return Explanation(
        name="The supplier's rounding",
        short="the supplier's rounding",
        would="With every month as far off as it can be, the fall is gone",
        shows={
            Told.DOES_NOT_FIT: "With every month as far off as it can be, a fall is left",
            Told.CANNOT_BE_TOLD: "So far off, it could be gone, or a month is held back",
        }[told],
        told=told,
        sentence=("A number that is rounded to fives is off by two at most. ",),
    )


def _of_knives(brief: Brief) -> Explanation:
    ratio = change_of(brief, "sharp_object_admissions_change")
    word = direction(ratio)
    told = {
        Direction.FELL: Told.FITS,
        Direction.ROSE: Told.DOES_NOT_FIT,
    }.get(word, Told.CANNOT_BE_TOLD)
    return Explanation(
        name="Fewer injuries with knives",
        short="fewer injuries with knives",
        would="Admissions for assault with a sharp object fell",
        shows={
            Told.FITS: "They fell",
            Told.DOES_NOT_FIT: "They rose",
            Told.CANNOT_BE_TOLD: "No change is clear, or the supplier held back their numbers",
        }[told],
        told=told,
        sentence=(
            "For assault with a sharp object alone, a month of the latest eighteen held, beside "
            "one of the eighteen before: ",
            *said(ratio, after=" times as many"),
            ". ",
        ),
    )
