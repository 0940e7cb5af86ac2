"""The sheet that a chart is drawn on, its plotting area, and the round numbers beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from vrn.release.wording import show_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vrn.release.figure import Figure


@dataclass(frozen=True)
class Sheet:
    """How large a drawing is and its letters are, in pixels.

    The narrow drawing's letters are larger, so that a page with margins on a small screen may
    shrink it and they still stand 14 pixels high.
    """

    name: str
    width: int
    letter: int

    @property
    def line(self) -> int:
        """From one line of text to the next."""
        return self.letter + 5


SHEETS = {"wide": Sheet("wide", 760, 14), "narrow": Sheet("narrow", 320, 16)}


def sheet_of(width: str) -> Sheet:
    """The sheet by its name; ValueError for another name."""
    if width not in SHEETS:
        raise ValueError(f"a drawing is wide or narrow, not {width!r}")
    return SHEETS[width]


@dataclass(frozen=True, kw_only=True)
class Plot:
    """The plotting area on a sheet: its margins in pixels and what its edges mean.

    `across` is the value at the left and right edge, `up` at the bottom and top edge. Pixels are
    counted from the top left of the plotting area.
    """

    sheet: Sheet
    left: float
    right: float
    top: float
    bottom: float
    height: float
    across: tuple[float, float]
    up: tuple[float, float]

    @property
    def width(self) -> float:
        """The plotting area's width in pixels."""
        return self.sheet.width - self.left - self.right

    def pixel_x(self, value: float) -> float:
        """How far from the left edge a value stands."""
        first, last = self.across
        return (value - first) / (last - first) * self.width

    def pixel_y(self, value: float) -> float:
        """How far from the top edge a value stands."""
        low, high = self.up
        return (high - value) / (high - low) * self.height

    def value_x(self, pixel: float) -> float:
        """The value that stands at so many pixels from the left edge."""
        first, last = self.across
        return first + pixel / self.width * (last - first)

    def value_y(self, pixel: float) -> float:
        """The value that stands at so many pixels from the top edge."""
        low, high = self.up
        return high - pixel / self.height * (high - low)


def highest_end(figures: Iterable[Figure]) -> float:
    """The highest value or upper limit of the figures that are shown; 0 where none is."""
    shown = [figure for figure in figures if figure.is_shown]
    ends = [end for figure in shown for end in (figure.value, figure.upper) if end is not None]
    return max(ends, default=0.0)


def nice_ticks(highest: float, at_most: int) -> tuple[float, ...]:
    """Round numbers from zero to at least the highest, in steps of 1, 2 or 5 times ten to a power.

    >>> nice_ticks(937, 5)
    (0.0, 200.0, 400.0, 600.0, 800.0, 1000.0)
    """
    if highest <= 0:
        return (0.0, 1.0)
    goal = Decimal(repr(highest))
    exponent = goal.adjusted() - 2
    steps = (Decimal(part).scaleb(exponent + more) for more in range(5) for part in (1, 2, 5))
    step = next(step for step in steps if step * at_most >= goal)
    count = math.ceil(goal / step)
    return tuple(float(step * number) for number in range(count + 1))


def tick_labels(ticks: Sequence[float]) -> tuple[str, ...]:
    """The ticks as readers see numbers, with as many decimals as their step needs."""
    step = Decimal(repr(ticks[1])).normalize()
    decimals = max(0, -int(step.as_tuple().exponent))
    return tuple(show_number(tick, decimals) for tick in ticks)
