"""Which windows a scan looks through: where, for how long, how large at most, and for which rates.

Sources: M. Kulldorff, A spatial scan statistic, Communications in Statistics: Theory and Methods 26
(1997); M. Kulldorff, Prospective time periodic geographical disease surveillance using a scan
statistic, Journal of the Royal Statistical Society A 164 (2001); the limits of half the population
and half the time are the conventions of the SaTScan user guide (M. Kulldorff).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from typing import Any

Analysis: TypeAlias = Literal["purely spatial", "space-time", "prospective"]
Rates: TypeAlias = Literal["high", "low", "both"]
Counts: TypeAlias = NDArray[np.signedinteger["Any"]]

HIGH, LOW = 1, -1
SIGNS: dict[str, tuple[int, ...]] = {"high": (HIGH,), "low": (LOW,), "both": (HIGH, LOW)}


@dataclass(frozen=True)
class Windows:
    """The cylinders that a scan compares: a circle of areas over a run of periods.

    `analysis` is "purely spatial" (circles over the whole time), "space-time" (circles over any run
    of periods) or "prospective" (circles over runs that end in the last period: alive clusters).
    A circle holds at most the share `largest_population` of the population, a run at most the share
    `largest_time` of the periods; a window of high rates at least `least_count` events. `rates`
    looks for "high", "low" or "both". `study` is the first and the last period, both in; where it
    is not given they are those of the counts. Raises ValueError for shares outside (0, 1], for a
    least count below 1, for an unknown word, and for a study that ends before it begins.

    >>> Windows("prospective", largest_time=0.25).lengths(24)
    (1, 2, 3, 4, 5, 6)
    """

    analysis: Analysis = "space-time"
    largest_population: float = 0.5
    largest_time: float = 0.5
    least_count: int = 2
    rates: Rates = "high"
    study: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        for name, known in (("analysis", get_args(Analysis)), ("rates", get_args(Rates))):
            if getattr(self, name) not in known:
                raise ValueError(f"{name} is one of {', '.join(known)}; got {getattr(self, name)}")
        for name in ("largest_population", "largest_time"):
            if not 0 < getattr(self, name) <= 1:
                raise ValueError(
                    f"{name} is a share above 0 and at most 1, such as 0.5; "
                    f"got {getattr(self, name)}"
                )
        if self.least_count < 1:
            raise ValueError(f"least_count must be at least 1; got {self.least_count}")
        if self.study is not None and self.study[1] < self.study[0]:
            raise ValueError(f"the study ends in period {self.study[1]}, before {self.study[0]}")

    @property
    def is_spatial(self) -> bool:
        """Whether time plays no part."""
        return self.analysis == "purely spatial"

    @property
    def is_alive(self) -> bool:
        """Whether every window ends in the last period."""
        return self.analysis == "prospective"

    def lengths(self, periods: int) -> tuple[int, ...]:
        """The lengths of the windows, in periods; none where `largest_time` leaves no whole one."""
        if self.is_spatial:
            return (periods,)
        # A product such as 0.29 * 100 is a hair off in binary: rounded before it is cut off.
        return tuple(range(1, int(round(self.largest_time * periods, 9)) + 1))


PURELY_SPATIAL = Windows("purely spatial")
SPACE_TIME = Windows("space-time")
PROSPECTIVE = Windows("prospective")


class Sliding(NamedTuple):
    """The windows of one length over sums that lie in an array: views, made once and used often.

    `after` less `before` is the count of every window, a row a start; `differences` is room for it.
    """

    after: Counts
    before: Counts
    differences: Counts

    def largest_counts(self, out: Counts | None = None) -> Counts:
        """The largest count of any window, for each column of the sums as they are now."""
        np.subtract(self.after, self.before, out=self.differences)
        largest: Counts = np.maximum.reduce(self.differences, out=out)
        return largest


def slide(cumulated: Counts, room: Counts, length: int, *, is_alive: bool) -> Sliding:
    """The windows of a length over `cumulated`, with the differences in `room` of the same shape.

    `cumulated` has a row more than there are periods: row t holds the events before period t, and
    any number of columns. With `is_alive` the only window is the one that ends in the last period.

    >>> sums = np.array([[0], [1], [1], [5]])
    >>> slide(sums, np.empty_like(sums), 2, is_alive=False).largest_counts()
    array([4])
    """
    first = len(cumulated) - 1 - length if is_alive else 0
    before = cumulated[first : len(cumulated) - length]
    return Sliding(cumulated[first + length :], before, room[: len(before)])
