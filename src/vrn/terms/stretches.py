"""Quarters and financial years as codes of their own, and the period that each code stands for."""

from __future__ import annotations

import re

from vrn.terms.period import Period, check_month, following_month

_QUARTER = re.compile(r"([0-9]{4}) Q([1-4])")
_YEAR = re.compile(r"([0-9]{4})/([0-9]{2})")


def quarter_of(month: str) -> str:
    """The calendar quarter that a month lies in.

    >>> quarter_of("2020-05")
    '2020 Q2'
    """
    check_month(month)
    return f"{month[:4]} Q{(int(month[5:]) + 2) // 3}"


def year_of(month: str) -> str:
    """The financial year, April to March, that a month lies in, as statistics name it.

    >>> year_of("2020-03"), year_of("2020-04")
    ('2019/20', '2020/21')
    """
    check_month(month)
    first = int(month[:4]) - (int(month[5:]) < 4)
    return f"{first}/{(first + 1) % 100:02d}"


def period_of(code: str) -> Period:
    """The months of a month's, quarter's or year's code, or of "2020-04..2021-09"; all in.

    >>> period_of("2020 Q2"), period_of("2019/20")
    (Period(first='2020-04', last='2020-06'), Period(first='2019-04', last='2020-03'))
    """
    if quarter := _QUARTER.fullmatch(code):
        first = f"{quarter[1]}-{int(quarter[2]) * 3 - 2:02d}"
        return Period(first, following_month(first, 2))
    if year := _YEAR.fullmatch(code):
        first = f"{year[1]}-04"
        return Period(first, following_month(first, 11))
    return Period.parse(code)


def label_of(code: str) -> str:
    """What a reader sees for such a code.

    >>> label_of("2020 Q2"), label_of("2019/20")
    ('April to June 2020', 'year ending March 2020')
    """
    period = period_of(code)
    if _QUARTER.fullmatch(code):
        return f"{Period(period.first, period.first).label.split()[0]} to {_last(period)}"
    return f"year ending {_last(period)}" if _YEAR.fullmatch(code) else period.label


def _last(period: Period) -> str:
    return Period(period.last, period.last).label
