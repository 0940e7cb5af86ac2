"""Which months are held, which year is set beside which, and how a gap is worded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.terms import Period, following_month, unbroken_runs

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "latest_year",
    "missing_runs",
    "months_of_slices",
    "say_missing",
    "unbroken_runs",
    "year_before",
]


def latest_year(months_held: Iterable[str]) -> Period | None:
    """The latest twelve consecutive months that are all held; None where no twelve are.

    >>> latest_year([f"2021-{month:02d}" for month in range(1, 13)] + ["2022-02"])
    Period(first='2021-01', last='2021-12')
    """
    for run in reversed(unbroken_runs(months_held)):
        if len(run.months) >= 12:
            return Period(following_month(run.last, -11), run.last)
    return None


def year_before(period: Period) -> Period:
    """The same months of the year before; raises for a period that would overlap it.

    >>> year_before(Period("2022-01", "2022-04"))
    Period(first='2021-01', last='2021-04')
    """
    if len(period.months) > 12:
        raise ValueError(
            f"{period.label} is longer than twelve months and overlaps its year before: "
            "ask for twelve months or fewer"
        )
    return Period(following_month(period.first, -12), following_month(period.last, -12))


def missing_runs(periods: Iterable[Period], months_held: Iterable[str]) -> tuple[Period, ...]:
    """The runs of months of the periods for which no file is held, earliest first."""
    asked = {month for period in periods for month in period.months}
    return unbroken_runs(asked - set(months_held))


def say_missing(runs: Iterable[Period]) -> str:
    """Why there is no value, in the reader's words; empty where nothing is missing.

    >>> say_missing([Period("2022-11", "2022-12")])
    'no file was received for November 2022 to December 2022'
    """
    labels = [run.label for run in runs]
    return f"no file was received for {', nor for '.join(labels)}" if labels else ""


def months_of_slices(slices: Iterable[str], forces: Iterable[str]) -> tuple[str, ...]:
    """The months held for every one of the forces, from slice names "YYYY-MM force", in order.

    A month that one force of several has not sent is not held: a total of it would be too low.
    """
    held = {(name[:7], name[8:]) for name in slices}
    wanted = tuple(forces)
    months = sorted({month for month, _ in held})
    return tuple(month for month in months if all((month, force) in held for force in wanted))
