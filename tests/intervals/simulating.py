"""One setting of the grid: a known truth, samples drawn from it, and the share of intervals held.

Every setting draws with a seed of its own, made from its words, so that a setting added or taken
away changes no other share.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import numpy as np

from vrn.statistics.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl
    from numpy.random import Generator
    from numpy.typing import ArrayLike, NDArray

Promise: TypeAlias = Literal["about", "at least", "not promised"]

NOMINAL = 95.0
WITHIN = 1.0
NOISE = 3.0
"""Standard errors of a simulation that "95 or more" allows for."""
ALL_BUT = 0.99
CLOSED, FITTED = 40_000, 2_000
"""Samples where an interval has a closed form, and where each needs a fit."""


class Drawn(NamedTuple):
    """Of many samples: whether an interval was given, and whether it held the truth."""

    is_given: NDArray[np.bool_]
    is_held: NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A method in one case: what it promises there, why not where it does not, and how to draw.

    `limit` is why nothing is promised, in words for the page.
    """

    method: str
    case: str
    promise: Promise
    draw: Callable[[Generator], Drawn]
    limit: str = ""

    def __post_init__(self) -> None:
        if (self.promise == "not promised") != bool(self.limit):
            raise ValueError(f"{self.method}, {self.case}: a reason where nothing is promised")

    def found(self) -> Found:
        """What its samples show, with the same numbers every time."""
        drawn = self.draw(rng_of(f"{self.method}: {self.case}"))
        held = drawn.is_given & drawn.is_held
        return Found(self, held.size, int(drawn.is_given.sum()), int(held.sum()))


@dataclass(frozen=True)
class Found:
    """How many samples of a setting were drawn, had an interval, and had it hold the truth."""

    setting: Setting
    samples: int
    given: int
    held: int

    @property
    def share(self) -> float:
        """Of the intervals given, how many in 100 hold the truth; NaN where none is given."""
        return 100 * self.held / self.given if self.given else np.nan

    @property
    def noise(self) -> float:
        """The standard error of the share, in points."""
        part = self.share / 100
        return 100 * float(np.sqrt(part * (1 - part) / max(self.given, 1)))

    @property
    def is_near(self) -> bool:
        """Whether the share is within a point of 95."""
        return abs(self.share - NOMINAL) <= WITHIN

    @property
    def is_enough(self) -> bool:
        """Whether the share is 95 or more, but for the simulation's own noise."""
        return self.share >= NOMINAL - NOISE * self.noise

    @property
    def is_kept(self) -> bool:
        """Whether the promise is kept; one that is not made is never broken."""
        if self.setting.promise == "about":
            return self.is_near
        return self.is_enough or self.setting.promise == "not promised"

    @property
    def is_fine(self) -> bool:
        """Whether nearly all samples have an interval, and it holds the truth nearly often enough.

        What is not promised and is fine all the same is told on the page; where it is fine in every
        setting of one reason, that reason is not true, and a test fails.
        """
        return self.given >= ALL_BUT * self.samples and self.share >= NOMINAL - WITHIN


def rng_of(words: str) -> Generator:
    """A generator of random numbers for these words, the same every time."""
    return np.random.default_rng(zlib.crc32(words.encode()))


def of_events(number: float) -> str:
    """How many events are expected, in words.

    >>> of_events(1), of_events(2_000)
    ('1 event expected', '2,000 events expected')
    """
    return f"{number:,} event{'' if number == 1 else 's'} expected"


def of_frame(frame: pl.DataFrame, truth: ArrayLike) -> Drawn:
    """The intervals of an answer, one row a sample; null is none given."""
    lower, upper = (frame[name].fill_null(np.nan).to_numpy() for name in ("lower", "upper"))
    return of_limits(Limits(lower, lower, upper), truth)


def of_limits(limits: Limits, truth: ArrayLike) -> Drawn:
    """The intervals of limits, one a sample; NaN is none given, and a limit may be infinite."""
    is_given = ~(np.isnan(limits.lower) | np.isnan(limits.upper))
    return Drawn(is_given, (limits.lower <= truth) & (truth <= limits.upper))
