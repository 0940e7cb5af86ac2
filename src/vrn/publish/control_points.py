"""A control chart as a document holds it: plain values of released figures, and what they show.

The words for causes, types and assurance are those of `vrn.statistics.control_charts`, which
documents do not import: they are made of figures and never compute one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from vrn.publish.sentence import check_spans
from vrn.terms import months_between

if TYPE_CHECKING:
    from vrn.publish.sentence import Spans

COMMON_CAUSE = "common cause"
IMPROVING, CONCERNING = "improving", "concerning"
HIGH, LOW = "neutral, high", "neutral, low"
POINT_TYPES = (COMMON_CAUSE, IMPROVING, CONCERNING, HIGH, LOW)
PASSING, FAILING = "consistently passing", "consistently failing"
INCONSISTENT = "inconsistent"
ASSURANCES = (PASSING, FAILING, INCONSISTENT)
# What a point with a special cause is, after "is".
CAUSES = {
    "above upper limit": "above the upper limit",
    "below lower limit": "below the lower limit",
    "trend up": "part of a steady rise",
    "trend down": "part of a steady fall",
    "shift above mean": "part of a long run above the mean",
    "shift below mean": "part of a long run below the mean",
}
_ZONES = {
    "above mean": "one of several far above the mean",
    "below mean": "one of several far below the mean",
}


@dataclass(frozen=True, kw_only=True)
class ControlPoint:
    """One month of a control chart: its value, the lines that it is judged by, and the judgement.

    `value` is None where none is shown, and `absent` says why in a word or two ("withheld"). The
    lines are None where there are no limits, and `point_type` is then empty too.
    """

    month: str
    value: float | None
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    rebase_group: int = 0
    special_cause: str = ""
    point_type: str = ""
    absent: str = ""

    def __post_init__(self) -> None:
        numbers = (self.value, self.centre, self.lower, self.upper)
        if any(number is not None and number < 0 for number in numbers):
            raise ValueError(
                f"{self.month}: charts are drawn from zero up; make the chart with at_least=0"
            )
        if (self.centre is None) != (self.upper is None) or (self.lower is None) != (
            self.upper is None
        ):
            raise ValueError(f"{self.month}: give the mean and both limits, or none of them")
        if self.point_type and self.point_type not in POINT_TYPES:
            raise ValueError(f"{self.month}: no point is {self.point_type!r}; try {POINT_TYPES}")
        if self.is_special and not words_of_cause(self.special_cause):
            raise ValueError(f"{self.month}: {self.special_cause!r} is no special cause")

    @property
    def is_special(self) -> bool:
        """Whether the point has a special cause."""
        return self.point_type not in {"", COMMON_CAUSE}


@dataclass(frozen=True, kw_only=True)
class ControlChart:
    """A control chart with its names: points in order of month, without a hole, and the target.

    `title`, and `sentence` as its description, are those of the drawing. `assurance` is empty where
    there is none; `rule_set` names the rules; `decimals` is how many the figures are printed with.
    Without `has_numbers` the last lines are no figures of their own, and bear their names alone.
    """

    key: str
    title: Spans
    sentence: Spans
    points: tuple[ControlPoint, ...]
    rule_set: str
    target: float | None = None
    assurance: str = ""
    is_short: bool = False
    decimals: int = 0
    has_numbers: bool = True

    def __post_init__(self) -> None:
        check_spans(self.title)
        check_spans(self.sentence)
        months = tuple(point.month for point in self.points)
        if not months or months != months_between(months[0], months[-1]):
            raise ValueError(
                f"chart {self.key}: every month from the first to the last has one point; one "
                "without a value says why"
            )
        if self.assurance and (self.assurance not in ASSURANCES or self.target is None):
            raise ValueError(f"chart {self.key}: no target has the assurance {self.assurance!r}")
        if self.target is not None and self.target < 0:
            raise ValueError(f"chart {self.key}: charts are drawn from zero up, and so is a target")

    @property
    def latest(self) -> ControlPoint | None:
        """The last point with a value; None where no month has one."""
        return next((each for each in reversed(self.points) if each.value is not None), None)

    @property
    def last_special(self) -> ControlPoint | None:
        """The latest point with a special cause; None where there never was one."""
        return next((each for each in reversed(self.points) if each.is_special), None)

    @property
    def steps(self) -> tuple[tuple[int, int, ControlPoint], ...]:
        """Each stretch of one set of lines: its first and last place, and a point that has them."""
        numbered = enumerate(self.points)
        runs = (list(run) for _, run in groupby(numbered, key=lambda pair: pair[1].rebase_group))
        return tuple((run[0][0], run[-1][0], run[0][1]) for run in runs)


def words_of_cause(cause: str) -> str:
    """What a point with that special cause is, after "is"; empty for none and for another.

    >>> words_of_cause("trend up"), words_of_cause("2 in 3 below mean")
    ('part of a steady rise', 'one of several far below the mean')
    """
    points, _, zone = cause.partition(" in ")
    _, _, side = zone.partition(" ")
    return CAUSES.get(cause) or (_ZONES.get(side, "") if points.isdigit() else "")
