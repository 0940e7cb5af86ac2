"""Whole months, and periods made of them: start in, end in."""

from __future__ import annotations

import re
from dataclasses import dataclass

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

    def before(self) -> Period:
        """The period of the same length that ends just before this one starts."""
        length = len(self.months)
        return Period(following_month(self.first, -length), following_month(self.first, -1))

    @classmethod
    def parse(cls, text: str) -> Period:
        """Reads "2021-11" or "2021-11..2022-10"."""
        first, dots, last = text.partition("..")
        return cls(first, last if dots else first)
