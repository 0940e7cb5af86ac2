"""Rates of places in a funnel, as a document holds it: limits to be drawn, and who lies outside.

The limits are drawn and never printed: they are worked out by `vrn.release` from the released rates
that the chart shows, and documents work out nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vrn.publish.document import Chart

LOW, WITHIN, HIGH = "low", "within", "high"
SIDES = ("", LOW, WITHIN, HIGH)


@dataclass(frozen=True, kw_only=True)
class Funnelled:
    """The funnel of a chart's one series: its centre, its limits by size, where each figure lies.

    `limits` has six rows in step with `sizes`: lower and upper of 95% and of 99.8% by chance, and
    those of 99.8% that allow for how much places differ anyway (both empty where that cannot be
    told). `sides` has for each figure its side of the 99.8% limits by chance, and of the wider
    ones: "low", "within", "high", or empty where it is not judged.
    """

    centre: float
    sizes: tuple[float, ...]
    limits: tuple[tuple[float, ...], ...]
    sides: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        if len(self.limits) != 6 or any(
            len(row) not in {0, len(self.sizes)} for row in self.limits
        ):
            raise ValueError("a funnel has six rows of limits, in step with its sizes")
        numbers = (self.centre, *self.sizes, *(end for row in self.limits for end in row))
        if not self.sizes or any(not isfinite(each) or each < 0 for each in numbers):
            raise ValueError("the limits of a funnel are numbers from zero up")
        if unknown := {side for pair in self.sides for side in pair} - set(SIDES):
            raise ValueError(f"no place lies {sorted(unknown)} in a funnel; try {SIDES}")

    @property
    def has_wider(self) -> bool:
        """Whether there are limits that allow for how much places differ anyway."""
        return bool(self.limits[-1])


def check_funnelled(chart: Chart) -> None:
    """Raises ValueError unless a funnel chart, and no other, is of one series in a funnel."""
    if (chart.kind == "funnel") != (chart.funnelled is not None):
        raise ValueError(f"chart {chart.key}: a funnel chart, and no other, is of a funnel")
    if chart.funnelled is None:
        return
    if [len(each.figures) for each in chart.series] != [len(chart.funnelled.sides)]:
        raise ValueError(f"chart {chart.key}: one series, and a side for each of its figures")
    if any(f.is_shown and not f.denominator for f in chart.series[0].figures):
        raise ValueError(f"chart {chart.key}: a funnel is of rates, each with its residents")
