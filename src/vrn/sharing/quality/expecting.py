"""What is expected of a month: when it should have come, and how many rows are usual."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from statistics import median
from typing import TYPE_CHECKING

from vrn.sharing.column import MONTH_PATTERN
from vrn.sharing.quality.card import Usual

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vrn.sharing.agreement import Agreement

FEWEST_FOR_CHART, MOST_EARLIER, FEWEST_FOR_MEDIAN = 12, 24, 3
FEWER, MORE = 0.6, 1.6
"""The bounds that the door itself asks about, as shares of the median."""
TOO_FEW = f"fewer than {FEWEST_FOR_MEDIAN} earlier months are held"


def month_of(slice_name: str) -> str:
    """The month of a slice of a feed that has months, which its name begins with; else nothing."""
    first = slice_name.partition(" ")[0]
    return first if re.search(MONTH_PATTERN, first) else ""


def last_day(month: str) -> date:
    """The last day of a month written YYYY-MM."""
    year, number = _parts(month)
    return date(year, number, monthrange(year, number)[1])


def next_month(month: str) -> str:
    """The month after, written YYYY-MM."""
    year, number = _parts(month)
    return f"{year + number // 12}-{number % 12 + 1:02d}"


def months_between(first: str, last: str) -> Iterator[str]:
    """Every month from the first to the last, both in."""
    while first <= last:
        yield first
        first = next_month(first)


def due_on(agreement: Agreement, month: str) -> date | None:
    """The day by which a month is to be sent; None without an agreed day, or before the start."""
    if agreement.due_day is None:
        return None
    year, number = _parts(next_month(month))
    due = date(year, number, agreement.due_day)
    return due if due >= agreement.in_force_from else None


def overdue_months(agreement: Agreement, after: str, today: date) -> Iterator[str]:
    """The months after the newest held that should have come by now; none without an agreed day."""
    if agreement.due_day is None:
        return
    month = next_month(after)
    while _is_overdue(agreement, month, today):
        yield month
        month = next_month(month)


def _is_overdue(agreement: Agreement, month: str, today: date) -> bool:
    year, number = _parts(next_month(month))
    due = date(year, number, agreement.due_day or 1)
    is_asked = agreement.period_to is None or month <= agreement.period_to
    is_running = agreement.in_force_to is None or due <= agreement.in_force_to
    return due < today and is_asked and is_running


def usual_rows(rows_by_month: Mapping[str, int]) -> dict[str, Usual]:
    """What is usual for each month, by the earlier ones of which rows are held.

    With twelve or more: the limits of an XmR control chart of the latest 24. With three or more:
    40 % fewer and 60 % more than their median. Limits never lie below 0.
    """
    held = sorted(rows_by_month)
    earlier = {
        month: [rows_by_month[one] for one in held[max(0, at - MOST_EARLIER) : at]]
        for at, month in enumerate(held)
    }
    limits = _limits({m: rows for m, rows in earlier.items() if len(rows) >= FEWEST_FOR_CHART})
    return {month: _usual(rows, limits.get(month)) for month, rows in earlier.items()}


def _usual(rows: Sequence[int], limits: tuple[float, float] | None) -> Usual:
    if len(rows) < FEWEST_FOR_MEDIAN:
        return Usual(None, None, None, TOO_FEW)
    middle = median(rows)
    if limits is None:
        how = f"40 % fewer to 60 % more than the median of {len(rows)} earlier months"
        return Usual(middle, FEWER * middle, MORE * middle, how)
    how = f"limits of a control chart (XmR) of {len(rows)} earlier months"
    return Usual(middle, *limits, how)


def _limits(series: Mapping[str, Sequence[int]]) -> dict[str, tuple[float, float]]:
    """The limits of a control chart of each series."""
    from vrn.statistics.control_charts import LIMITS_ALONE, control_chart

    if not series:
        return {}
    value = [rows for of in series.values() for rows in of]
    order = [at for of in series.values() for at in range(len(of))]
    name = [month for month, of in series.items() for _ in of]
    chart = control_chart(value, order, by={"month": name}, rules=LIMITS_ALONE, at_least=0)
    lines = chart.unique("month").select("month", "lower_limit", "upper_limit").drop_nulls()
    return {month: (lower, upper) for month, lower, upper in lines.iter_rows()}


def _parts(month: str) -> tuple[int, int]:
    return int(month[:4]), int(month[5:])
