"""What one synthetic control lets one say: events, limits, a verdict, cautions and a sentence.

Sources: those of `synthetic` and of `verdicts`; what makes a fit before too poor to go on: A.
Abadie, Using synthetic controls, Journal of Economic Literature 59 (2021), section 5; the two
thresholds here are this library's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn.statistics.comparison.power import power_of_ratio
from vrn.statistics.comparison.verdicts import (
    IMPORTANT,
    Important,
    Verdict,
    judge,
    said_change,
    said_interval,
)
from vrn.statistics.limits import tail_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.statistics.comparison.synthetic import Synthetic

FEW_DONORS = "too few donor areas for limits of this confidence"
NO_CHANCE = "the months before are followed exactly: chance cannot be judged"
NOTHING_EXPECTED = "the synthetic control has no events after the change: there is no ratio"
POOR_FIT = "no mix of other areas follows the treated areas well in the months before"
RESTS_ON_ONE = "without donor {donor} the difference turns to the other side"
NOT_PASSED = (
    "corrected for all outcomes p is {p:.2f}, and with {donors} donors it is at least {least:.3f} "
    "even for one"
)
SHORT = "the limits are too wide for a difference that matters"
MANY_DONORS = "as many donors as months before, or more: the mix can follow chance"
# A fit is poor where its error before is more than this many times what chance alone would leave,
# and more than this share of the level.
POOR_CHANCE, POOR_SHARE = 2.0, 0.1
# p values are shares of whole numbers: equal to the level but for rounding.
TIE = 1e-12


class Events(NamedTuple):
    """Events after the change: observed, expected of the synthetic control, and their ratio.

    `margin` is how many events the difference may lie from the truth; `power` the chance to see the
    important fall. NaN where `reason` says why.
    """

    observed: float
    expected: float
    margin: float = np.nan
    value: float = np.nan
    lower: float = np.nan
    upper: float = np.nan
    power: float = np.nan
    reason: str | None = None


class Reading(NamedTuple):
    """All that is said of one outcome: its events, its ranks, the verdict and the words."""

    events: Events
    p: float
    p_holm: float
    verdict: Verdict
    caution: str | None
    sentence: str


def events_of(
    found: Synthetic, *, confidence: float = 0.95, important: Important = IMPORTANT
) -> Events:
    """The ratio of events observed over expected after the change, and (observed -+ m)/expected.

    The margin m is that of `Synthetic.margin` in events; the lower limit is at least 0.

    >>> from vrn.statistics.comparison.panel import Table, whole_panels_of
    >>> from vrn.statistics.comparison.synthetic import rates_of, synthetic_of
    >>> table = Table(["a"] * 3 + ["b"] * 3, [1, 2, 3] * 2, [1] * 3 + [0] * 3, [0, 0, 1] * 2)
    >>> falls = whole_panels_of({"falls": [6, 7, 3, 4, 6, 6]}, table)["falls"]
    >>> events_of(synthetic_of(rates_of(falls)))[:4]
    (3.0, 6.0, nan, 0.5)
    """
    from scipy.special import ndtri

    rates, after = found.rates, found.rates.panel.after
    people = rates.exposure[after] / rates.per
    observed = float((rates.treated[after] * people).sum())
    expected = float((found.gaps.synthetic[after] * people).sum())
    margin = found.margin(confidence) * float(people.sum())
    if expected <= 0:
        return Events(observed, expected, reason=NOTHING_EXPECTED)
    if not np.isfinite(margin):
        reason = FEW_DONORS if found.has_chance else NO_CHANCE
        return Events(observed, expected, value=observed / expected, reason=reason)
    lower, upper = (max(observed + side * margin, 0.0) / expected for side in (-1, 1))
    # The ratio's error near 1 stands for that of its logarithm.
    error = max(margin / expected / float(ndtri(1 - tail_of(confidence))), 1e-12)
    power = float(power_of_ratio(important[0], error, confidence=confidence))
    return Events(observed, expected, margin, observed / expected, lower, upper, power)


def verdict_of(
    found: Synthetic,
    events: Events,
    *,
    p: float,
    confidence: float = 0.95,
    important: Important = IMPORTANT,
) -> tuple[Verdict, str]:
    """The verdict on one outcome, and why where it is "cannot tell"; `p` is corrected for all.

    That of `judge`, but "cannot tell" on a poor fit before, and where the limits leave out 1 while
    p is more than 1 - confidence.

    >>> from vrn.statistics.comparison.panel import Table, whole_panels_of
    >>> from vrn.statistics.comparison.synthetic import rates_of, synthetic_of
    >>> table = Table(["a"] * 3 + ["b"] * 3, [1, 2, 3] * 2, [1] * 3 + [0] * 3, [0, 0, 1] * 2)
    >>> falls = whole_panels_of({"falls": [6, 7, 3, 4, 6, 6]}, table)["falls"]
    >>> found = synthetic_of(rates_of(falls))
    >>> verdict_of(found, events_of(found), p=0.5)
    ('cannot tell', 'too few donor areas for limits of this confidence')
    """
    if events.reason is not None:
        return "cannot tell", events.reason
    if is_poor(found):
        return "cannot tell", POOR_FIT
    verdict = judge(events.lower, events.upper, power=events.power, important=important)
    if verdict in ("lower", "higher") and p > 1 - confidence + TIE:
        least = 1 / (1 + len(found.placebos))
        return "cannot tell", NOT_PASSED.format(p=p, donors=len(found.placebos), least=least)
    return verdict, SHORT if verdict == "cannot tell" else ""


def is_poor(found: Synthetic) -> bool:
    """Whether the months before are followed too badly to go on.

    The error before is more than twice what Poisson chance alone would leave (the root of the mean
    events a month, as a rate), and more than a tenth of the level.

    >>> from vrn.statistics.comparison.panel import Table, whole_panels_of
    >>> from vrn.statistics.comparison.synthetic import rates_of, synthetic_of
    >>> table = Table(["a"] * 3 + ["b"] * 3, [1, 2, 3] * 2, [1] * 3 + [0] * 3, [0, 0, 1] * 2)
    >>> falls = whole_panels_of({"falls": [60, 70, 30, 4, 6, 6]}, table)["falls"]
    >>> is_poor(synthetic_of(rates_of(falls)))
    True
    """
    rates, before = found.rates, ~found.rates.panel.after
    level = float(rates.treated[before].mean())
    people = float(rates.exposure[before].mean()) / rates.per
    chance = np.sqrt(level / people)
    return bool(found.gaps.before > max(POOR_CHANCE * chance, POOR_SHARE * level))


def cautions_of(found: Synthetic) -> Iterator[str]:
    """What to be careful of: a poor fit, a donor that turns the difference, donors past months.

    >>> from vrn.statistics.comparison.panel import Table, whole_panels_of
    >>> from vrn.statistics.comparison.synthetic import rates_of, synthetic_of
    >>> table = Table(["a"] * 3 + ["b"] * 3, [1, 2, 3] * 2, [1] * 3 + [0] * 3, [0, 0, 1] * 2)
    >>> falls = whole_panels_of({"falls": [60, 70, 30, 4, 6, 6]}, table)["falls"]
    >>> found = synthetic_of(rates_of(falls))
    >>> list(cautions_of(found))
    ['no mix of other areas follows the treated areas well in the months before']
    """
    rates = found.rates
    if is_poor(found):
        yield POOR_FIT
    for donor, gaps in found.without.items():
        if gaps.mean * found.gaps.mean < 0:
            yield RESTS_ON_ONE.format(donor=rates.panel.areas[int(rates.donors[donor])])
    if len(found.weights) >= (~rates.panel.after).sum():
        yield MANY_DONORS


def sentence_of_outcome(
    outcome: str, events: Events, verdict: tuple[Verdict, str], *, confidence: float = 0.95
) -> str:
    """One outcome in a plain sentence; `outcome` names its events in the plural.

    `verdict` is that of `verdict_of`, with why.

    >>> few = Events(3.0, 6.0, reason=FEW_DONORS)
    >>> sentence_of_outcome("falls", few, ("cannot tell", FEW_DONORS))
    'We cannot tell for falls: too few donor areas for limits of this confidence.'
    """
    said, why = verdict
    if events.reason is not None:
        return f"We cannot tell for {outcome}: {why}."
    limits = said_interval(events.lower, events.upper)
    change = f"{said_change(events.value)} ({100 * confidence:.4g}% interval: {limits})"
    if said == "cannot tell":
        return f"We cannot tell for {outcome}, which were {change} beside the control: {why}."
    if said in ("lower", "higher"):
        apart = f"{abs(events.observed - events.expected):,.0f}"
        word = "fewer" if said == "lower" else "more"
        return f"In the treated areas {outcome} were {change} than the control: {apart} {word}."
    word = said.removesuffix(" difference")
    return f"For {outcome} there was {word} difference from the control: {change}."
