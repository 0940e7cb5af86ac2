"""The classes of a map: about a fifth of the areas in each, with breaks rounded for the reader."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from vrn.release.figure import check_seal
from vrn.release.wording import show_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vrn.release.figure import Figure

AT_MOST = 5


@dataclass(frozen=True, kw_only=True)
class Classes:
    """Breaks between classes, lowest first: a value on a break belongs to the class above it.

    `lowest` is the text of the lowest figure, empty where no figure is shown; `decimals` is how
    breaks are written. `is_lowest_apart` says that many areas share the lowest
    figure and make a class of their own.
    """

    breaks: tuple[Decimal, ...]
    decimals: int
    lowest: str
    is_lowest_apart: bool = False

    @property
    def count(self) -> int:
        """How many classes there are: one more than the breaks, or none without a figure."""
        return len(self.breaks) + 1 if self.lowest else 0

    @property
    def labels(self) -> tuple[str, ...]:
        """Each class in words, lowest first: "under 12", "12 to under 20", "20 or more"."""
        shown = [show_number(float(end), self.decimals) for end in self.breaks]
        if shown:
            between = (f"{a} to under {b}" for a, b in pairwise(shown))
            first = self.lowest if self.is_lowest_apart else f"under {shown[0]}"
            return (first, *between, f"{shown[-1]} or more")
        return (self.lowest,) if self.lowest else ()

    @property
    def rule(self) -> str:
        """How the classes are made, in a sentence; empty where there is only one."""
        if self.is_lowest_apart:
            return (
                f"The palest colour is the areas at {self.lowest}; the others share the rest about "
                "equally; breaks are rounded."
            )
        if self.count == AT_MOST:
            return "Each colour holds about a fifth of the areas; breaks are rounded."
        if self.count > 1:
            return "Breaks lie near the fifths of the areas, rounded; equal figures share a colour."
        return ""

    def class_of(self, figure: Figure) -> int:
        """The number of a shown figure's class, 0 the lowest."""
        return bisect_right(self.breaks, _printed(figure))


def make_classes(figures: Iterable[Figure]) -> Classes:
    """Five classes, or fewer where the figures do not differ enough, of the figures that are shown.

    Each break is the lowest figure of its fifth, rounded down to a step of 1, 2 or 5 times ten to a
    power: the largest step that keeps the breaks apart, and never finer than the figures' decimals.
    So no class is empty. Where more than a fifth of the areas share the lowest figure, as with rare
    offences, they are a class and the rest is parted into fourths. Figures count as they are
    printed: none contradicts its area's colour.
    """
    shown = [(_printed(figure), figure) for figure in figures if _is_shown(figure)]
    if not shown:
        return Classes(breaks=(), decimals=0, lowest="")
    values = sorted(value for value, _ in shown)
    _, lowest = min(shown, key=lambda one: one[0])
    rest = values[values.count(values[0]) :]
    is_apart = bool(rest) and len(values) - len(rest) > max(1, len(values) / AT_MOST)
    if is_apart:
        ends = {rest[part * len(rest) // (AT_MOST - 1)] for part in range(AT_MOST - 1)}
    else:
        ends = {values[part * len(values) // AT_MOST] for part in range(1, AT_MOST)}
    step = _step(sorted(ends | {values[0]}), lowest.decimals)
    rounded = {value // step * step for value in ends}
    return Classes(
        breaks=tuple(end for end in sorted(rounded) if end > values[0]),
        decimals=max(0, -int(step.normalize().as_tuple().exponent)),
        lowest=str(lowest),
        is_lowest_apart=is_apart,
    )


def _printed(figure: Figure) -> Decimal:
    """The number that readers see."""
    return Decimal(str(figure).replace(",", ""))


def _is_shown(figure: Figure) -> bool:
    check_seal(figure)
    return figure.is_shown


def _step(ends: list[Decimal], decimals: int) -> Decimal:
    """The largest of 1, 2, 5 times ten to a power that is no wider than the narrowest class."""
    finest = Decimal(1).scaleb(-decimals)
    narrowest = min((b - a for a, b in pairwise(ends)), default=finest)
    if narrowest <= finest:
        return finest
    power = Decimal(1).scaleb(narrowest.adjusted())
    return max(part * power for part in (1, 2, 5) if part * power <= narrowest)
