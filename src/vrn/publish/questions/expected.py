"""Each series against what its months before led to expect of the months under restrictions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.publish.assessment.plan import OFFENCES
from vrn.publish.assessment.writing import ALL, Brief, interval_cell, plainly, said, withheld_words
from vrn.publish.document import Cell, Name, Span, Spans, Table
from vrn.publish.questions.plan import LINES, Line
from vrn.publish.questions.rules import Verdict, is_enough, verdict
from vrn.terms import AGE_GROUPS, sentence_case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.release.figure import Figure

FIRST_MONTH = Name("April 2020")
"""The first whole month under national restrictions, as the measures have it."""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """A series of an age group under restrictions: the ratio, how many fewer, the chance to see."""

    line: Line
    age: str
    ratio: Figure
    averted: Figure
    power: Figure

    @property
    def verdict(self) -> Verdict:
        """The verdict by the stated rule."""
        return verdict(self.ratio, self.power)


def read_expected(brief: Brief, line: Line, *, age: str = ALL) -> Expected | None:
    """The findings of one series for an age group; None where the series is not held."""
    over = line.over(brief.periods)
    if over is None or not brief.holds(line.feed):
        return None
    ratio, averted, power = (
        brief.one(f"{line.measure}_restrictions_{ending}", age=age, period=over)
        for ending in ("ratio", "averted", "power")
    )
    return Expected(line=line, age=age, ratio=ratio, averted=averted, power=power)


def expected_sentence(found: Expected) -> Spans:
    """What came from April 2020 on against what was expected, in words by rule."""
    what = found.line.what
    if not found.ratio.is_shown:
        return (f"What was to be expected of {what} cannot be said: ", *said(found.ratio), ". ")
    times = (*said(found.ratio, after=" times"), " as many as the months before led to expect")
    since: tuple[Span, ...] = ("From ", FIRST_MONTH, " on, ")
    if found.verdict in {Verdict.FEWER, Verdict.MORE}:
        number: Spans = (
            (", about ", *said(found.averted), " fewer")
            if (found.verdict is Verdict.FEWER and found.averted.is_shown)
            else ()
        )
        return (
            *since,
            f"there were {found.verdict.value} {what} than expected: ",
            *times,
            *number,
            ". ",
            *_short(found),
        )
    if found.verdict is Verdict.NO_CHANGE:
        seen = (", and a fall of a fifth would have been seen with a chance of ",)
        return (
            *since,
            f"no change in {what} was seen: ",
            *times,
            *seen,
            *plainly(found.power, after=" per cent"),
            ". ",
        )
    return (
        *since,
        f"whether {what} changed cannot be told: ",
        *times,
        ". A fall of a fifth would be seen with a chance of only ",
        *plainly(found.power, after=" per cent"),
        ". ",
    )


def _short(found: Expected) -> Spans:
    """That a change seen by a weak series is likely too large."""
    if not found.power.is_shown or is_enough(found.power):
        return ()
    return (
        "The series is short (a fall of a fifth would be seen with a chance of ",
        *plainly(found.power, after=" per cent"),
        "), and a change that such a series shows is likely larger than the true one. ",
    )


def expected_tables(brief: Brief) -> tuple[Table, ...]:
    """Every series held, for each age group: ratio, chance to see and verdict; then the numbers."""
    found = list(_every(brief))
    feeds = tuple(dict.fromkeys(each.line.feed for each in found))
    source = (*brief.source(*feeds), *withheld_words([each.ratio for each in found]))
    return (
        Table(
            key="expected-table",
            title=(
                "Months under restrictions against what the months before led to expect, from ",
                FIRST_MONTH,
                " on",
            ),
            columns=(
                *("Series", "Times as many", "Interval"),
                *("Chance to see a fall of a fifth, per cent", "Verdict"),
            ),
            rows=tuple(_ratio_row(each) for each in found),
            numeric=(False, True, False, True, False),
            source=source,
        ),
        Table(
            key="averted-table",
            title=("How many fewer than expected, from ", FIRST_MONTH, " on"),
            columns=("Series", "Fewer than expected", "Interval"),
            rows=tuple((_label(each), each.averted, interval_cell(each.averted)) for each in found),
            numeric=(False, True, False),
            source=(*source, " A number below nought means more than expected."),
        ),
    )


def _label(found: Expected) -> Name:
    return Name(f"{sentence_case(found.line.what)}, {found.age}")


def _ratio_row(found: Expected) -> tuple[Cell, ...]:
    word = sentence_case(found.verdict.value)
    return (_label(found), found.ratio, interval_cell(found.ratio), found.power, word)


def methods_of(brief: Brief) -> tuple[Spans, ...]:
    """How each series was analysed, a line each: the model, its errors, any fall-back."""
    return tuple(
        (Name(f"{sentence_case(each.line.what)}, {each.age}: {each.ratio.method}."),)
        for each in _every(brief)
        if each.ratio.is_shown and each.ratio.method
    )


def _every(brief: Brief) -> Iterator[Expected]:
    for line in LINES:
        for age in brief.ages if line.feed == OFFENCES else AGE_GROUPS:
            found = read_expected(brief, line, age=age)
            if found is not None:
                yield found
