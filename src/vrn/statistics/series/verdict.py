"""What a series says, in one of four verdicts and a plain sentence; with what to be careful of.

"fewer" and "more" where the limits of the ratio leave out 1; else "cannot tell" where the chance
to see the change that matters is short of what is wanted; else "no change seen".

Sources: that an absence of evidence is read with the power beside it: D. G. Altman and J. M. Bland,
Absence of evidence is not evidence of absence, BMJ 311 (1995); that what a weak series shows is on
average too large: A. Gelman and J. Carlin, Beyond power calculations, Perspectives on Psychological
Science 9 (2014).

Limits: the verdict is about the series, not about its cause: whatever else changed at that date
gives the same one.
"""

from __future__ import annotations

from dataclasses import dataclass

FEWER, MORE, NO_CHANGE, CANNOT_TELL = "fewer", "more", "no change seen", "cannot tell"
MANY_PLACEBOS = 0.1


@dataclass(frozen=True)
class Finding:
    """What a sentence needs of one series: ratio and events averted, each with limits, and power.

    `least_ratio` and `placebo_share` are None where there is none; `reason` says why nothing was
    found, and then the numbers mean nothing.
    """

    ratio: tuple[float, float, float]
    averted: tuple[float, float, float]
    months_after: int
    power: float
    least_ratio: float | None = None
    placebo_share: float | None = None
    placebo_dates: int = 0
    fall_back: str | None = None
    box_p_value: float = 1.0
    reason: str | None = None


@dataclass(frozen=True)
class Wording:
    """What sentences are worded by: the noun for the events, the confidence, and the recipe's part.

    `basis` is what the counterfactual rests on, `worthwhile` the ratio that would matter.
    """

    noun: str = "events"
    confidence: float = 0.95
    basis: str = "trend and season"
    worthwhile: float = 0.8
    power_wanted: float = 0.8
    level: float = 0.05


def verdict_of(finding: Finding, wording: Wording) -> str:
    """One of "fewer", "more", "no change seen" and "cannot tell"; raises nothing of its own.

    >>> sure = Finding((0.8, 0.7, 0.9), (20.0, 10.0, 30.0), months_after=24, power=0.9)
    >>> verdict_of(sure, Wording())
    'fewer'
    """
    if finding.reason is not None:
        return CANNOT_TELL
    _, lower, upper = finding.ratio
    if upper < 1:
        return FEWER
    if lower > 1:
        return MORE
    return CANNOT_TELL if finding.power < wording.power_wanted else NO_CHANGE


def sentence_of(finding: Finding, wording: Wording) -> str:
    """The finding in plain words, with its limits; raises nothing of its own.

    >>> sure = Finding((0.8, 0.7, 0.9), (20.0, 10.0, 30.0), months_after=24, power=0.9)
    >>> sentence_of(sure, Wording(noun="admissions"))  # doctest: +NORMALIZE_WHITESPACE
    'In the 24 months after, there were 20% fewer admissions than the trend and season before led to
    expect (95% limits: 10% to 30% fewer): about 20 fewer (10 to 30).'
    """
    verdict = verdict_of(finding, wording)
    if finding.reason is not None:
        return f"The series cannot tell whether {wording.noun} changed: {finding.reason}."
    opening = f"In the {finding.months_after} months after,"
    limits = f"({wording.confidence * 100:g}% limits: {_span(*finding.ratio[1:])})"
    seen = f"{_change(wording.worthwhile)} would"
    chance = f"{finding.power:.0%}"
    if verdict in (FEWER, MORE):
        low, high = sorted(abs(each) for each in finding.averted[1:])
        return (
            f"{opening} there were {_percent(finding.ratio[0])} {verdict} {wording.noun} than the "
            f"{wording.basis} before led to expect {limits}: about {abs(finding.averted[0]):,.0f} "
            f"{verdict} ({low:,.0f} to {high:,.0f})."
        )
    if verdict == NO_CHANGE:
        return (
            f"{opening} no change in {wording.noun} was seen against the {wording.basis} before "
            f"{limits}; {seen} have been seen with a chance of {chance}."
        )
    return (
        f"{opening} the series cannot tell whether {wording.noun} changed {limits}: {seen} be seen "
        f"with a chance of {chance}, where {wording.power_wanted:.0%} is wanted. "
        f"{_least(finding, wording)}"
    )


def cautions_of(finding: Finding, wording: Wording) -> tuple[str, ...]:
    """What to be careful of, in plain words; empty where there is nothing. Raises nothing.

    >>> weak = Finding((0.5, 0.3, 0.9), (9.0, 1.0, 20.0), months_after=12, power=0.2)
    >>> cautions_of(weak, Wording())
    ('power is short (20%): a change that is seen is likely larger than the true one',)
    """
    if finding.reason is not None:
        return ()
    verdict, share = verdict_of(finding, wording), finding.placebo_share
    found = [] if finding.fall_back is None else [finding.fall_back]
    if verdict in (FEWER, MORE) and finding.power < wording.power_wanted:
        found.append(
            f"power is short ({finding.power:.0%}): a change that is seen is likely larger than "
            "the true one"
        )
    if verdict in (FEWER, MORE) and share is not None and share > MANY_PLACEBOS:
        found.append(
            f"{share:.0%} of {finding.placebo_dates} placebo dates show a change as large, with no "
            "intervention"
        )
    if finding.box_p_value < wording.level:
        found.append("months still go together after the model: the limits may be too narrow")
    return tuple(found)


def _least(finding: Finding, wording: Wording) -> str:
    way = "fall" if wording.worthwhile < 1 else "rise"
    if finding.least_ratio is None:
        return f"It would show no {way}, however large, often enough."
    return f"The least that it would show is {_change(finding.least_ratio)}."


def _change(ratio: float) -> str:
    return f"a {'fall' if ratio < 1 else 'rise'} of {_percent(ratio)}"


def _percent(ratio: float) -> str:
    """How far a ratio is from 1: "20%", and "under 1%" where it rounds to none."""
    percent = round(abs(ratio - 1) * 100)
    return f"{percent:,}%" if percent else "under 1%"


def _span(lower: float, upper: float) -> str:
    """Limits of a ratio in words: "10% to 30% fewer", "9% fewer to 12% more"."""
    if upper < 1:
        return f"{_percent(upper)} to {_percent(lower)} fewer"
    if lower > 1:
        return f"{_percent(lower)} to {_percent(upper)} more"
    return f"{_percent(lower)} fewer to {_percent(upper)} more"
