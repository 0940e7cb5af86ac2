"""Whole months, periods made of them, and the runs and gaps among them: start in, end in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def check_month(month: str) -> None:
    """Raises unless the text is a month written YYYY-MM."""
    if not _MONTH.fullmatch(month):
        raise ValueError(f"{month!r} is not a month written YYYY-MM, such as 2021-11")


def following_month(month: str, steps: int = 1) -> str:
    """The month that many steps later (earlier when negative): 2021-12 -> 2022-01."""
    check_month(month)
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + steps
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Every month from the first to the last, both in; empty where the last comes before."""
    months, month = [], first
    check_month(first)
    check_month(last)
    while month <= last:
        months.append(month)
        month = following_month(month)
    return tuple(months)


def month_label(month: str) -> str:
    """The month as a reader says it: 2021-11 -> "November 2021", in any locale."""
    check_month(month)
    return f"{_MONTHS[int(month[5:]) - 1]} {month[:4]}"


@dataclass(frozen=True, order=True)
class Period:
    """A run of whole months, first in and last in."""

    first: str
    last: str

    def __post_init__(self) -> None:
        check_month(self.first)
        check_month(self.last)
        if self.last < self.first:
            raise ValueError(f"a period cannot end ({self.last}) before it starts ({self.first})")

    @property
    def months(self) -> tuple[str, ...]:
        """Every month of the period, in order."""
        return months_between(self.first, self.last)

    @property
    def label(self) -> str:
        """The period as a reader says it: "November 2021" or "November 2021 to October 2022"."""
        if self.first == self.last:
            return month_label(self.first)
        return f"{month_label(self.first)} to {month_label(self.last)}"

    def overlaps(self, other: Period) -> bool:
        """Whether the two have a month in common."""
        return self.first <= other.last and other.first <= self.last

    @classmethod
    def parse(cls, text: str) -> Period:
        """Reads "2021-11" or "2021-11..2022-10"."""
        first, dots, last = text.partition("..")
        return cls(first, last if dots else first)


def unbroken_runs(months: Iterable[str]) -> tuple[Period, ...]:
    """The runs of consecutive months among these, earliest first; each starts in and ends in.

    >>> unbroken_runs(["2021-12", "2022-01", "2022-04"])
    (Period(first='2021-12', last='2022-01'), Period(first='2022-04', last='2022-04'))
    """
    runs: list[Period] = []
    for month in sorted(set(months)):
        if runs and following_month(runs[-1].last) == month:
            runs[-1] = Period(runs[-1].first, month)
        else:
            runs.append(Period(month, month))
    return tuple(runs)


def gaps_between(runs: Sequence[Period]) -> tuple[Period, ...]:
    """The months between one unbroken run and the next; the runs are in order.

    >>> gaps_between([Period("2021-11", "2022-01"), Period("2022-04", "2022-04")])
    (Period(first='2022-02', last='2022-03'),)
    """
    return tuple(
        Period(following_month(earlier.last), following_month(later.first, -1))
        for earlier, later in pairwise(runs)
    )
