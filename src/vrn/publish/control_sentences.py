"""Plain sentences about a control chart, by rule from its points; the numbers come as figures.

Whoever writes the sentence gives the value, the mean and the target as parts of a sentence, which
are figures; the words here are chosen by the points alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.control_points import (
    COMMON_CAUSE,
    CONCERNING,
    FAILING,
    IMPROVING,
    INCONSISTENT,
    PASSING,
    words_of_cause,
)
from vrn.publish.sentence import Name
from vrn.terms import month_label

if TYPE_CHECKING:
    from vrn.publish.control_points import ControlPoint
    from vrn.publish.sentence import Spans

RULES_OF_CONTROL_CHARTS = (
    'The latest month is "within what is usual" when no rule of the chart\'s rule set marks it; '
    'otherwise it is "unusual", with the first rule that marks it: outside the limits, a trend, '
    "several points far from the mean, a long run on one side of it.",
    'An unusual month is "an improvement" or "a concern" only where one direction is stated to be '
    "better; it says that something changed, and never what.",
    'Every usual month "meets the target" when the whole of the limits lies on its good side, and '
    '"no usual month" does when it lies on its bad side; otherwise it is "met in some months and '
    'missed in others".',
)
_TONES = {IMPROVING: ", which is an improvement", CONCERNING: ", which is a concern"}
_ASSURANCES = {
    PASSING: ("As things are, every usual month meets the target of ", "."),
    FAILING: ("As things are, no usual month meets the target of ", "."),
    INCONSISTENT: ("As things are, the target of ", " is met in some months and missed in others."),
}


def latest_sentence(points: tuple[ControlPoint, ...], *, value: Spans, mean: Spans) -> Spans:
    """What the latest month with a value shows, against the mean, and when it was last unusual.

    `value` and `mean` are that month's, as parts of a sentence; without a mean none is named. Empty
    where no month has a value.

    >>> from vrn.publish.control_points import ControlPoint
    >>> point = ControlPoint(month="2022-03", value=4.0, centre=5.0, lower=1.0, upper=9.0,
    ...                      point_type="common cause", special_cause="common cause")
    >>> said = latest_sentence((point,), value=("four",), mean=("five",))
    >>> "".join(said[:-1])
    'The latest month, March 2022, is within what is usual: four against a mean of five'
    """
    held = [point for point in points if point.value is not None]
    if not held:
        return ()
    latest = held[-1]
    opening: Spans = ("The latest month, ", Name(month_label(latest.month)), ", ")
    if not latest.point_type:
        return (*opening, "was ", *value, "; there are no limits yet to judge it by.")
    numbers: Spans = (*value, " against a mean of ", *mean) if mean else value
    if latest.point_type == COMMON_CAUSE:
        return (*opening, "is within what is usual: ", *numbers, *_since(held))
    tone = _TONES.get(latest.point_type, "")
    cause = f", {words_of_cause(latest.special_cause)}{tone}."
    return (*opening, "is unusual: ", *numbers, cause)


def _since(held: list[ControlPoint]) -> Spans:
    """When a month was last unusual, after a semicolon."""
    special = [point for point in held if point.is_special]
    if not special:
        return ("; there has been no special cause.",)
    return ("; no special cause since ", Name(month_label(special[-1].month)), ".")


def target_sentence(assurance: str, *, target: Spans) -> Spans:
    """Whether the target is met while things stay as they are; empty where nothing assures it.

    >>> "".join(target_sentence("inconsistent", target=("three",)))
    'As things are, the target of three is met in some months and missed in others.'
    """
    if not assurance:
        return ()
    before, after = _ASSURANCES[assurance]
    return (before, *target, after)


def short_sentence(*, is_short: bool) -> Spans:
    """That the limits may still move, where they rest on few months; else empty.

    >>> short_sentence(is_short=True)
    ('The limits rest on few months and may still move.',)
    """
    return ("The limits rest on few months and may still move.",) if is_short else ()
