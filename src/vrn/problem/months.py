"""Which months are held, which year is set beside which, and how a gap is worded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from vrn.terms import Period, following_month, period_of, quarter_of, unbroken_runs, year_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = [
    "codes_of_time",
    "held_for",
    "latest_year",
    "missing_runs",
    "months_held_by_feed",
    "months_of_slices",
    "say_missing",
    "settle_period",
    "unbroken_runs",
    "year_before",
]

_MONTHLY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])( |$)")
_CODES: Mapping[str, Callable[[str], str]] = {
    "month": str,
    "quarter": quarter_of,
    "year": year_of,
}


def codes_of_time(name: str, period: Period) -> tuple[str, ...]:
    """The codes of a time dimension that a period touches, in order.

    >>> codes_of_time("quarter", Period("2020-02", "2020-04"))
    ('2020 Q1', '2020 Q2')
    """
    return tuple(dict.fromkeys(_CODES[name](month) for month in period.months))


def settle_period(
    period: Period | None, months_held: Sequence[str], *, by: str = "", latest: int = 0
) -> Period:
    """The period asked for; without one, for a series all from the first month held to the last.

    A series by quarter or year runs from the first to the last of which every month is held, and a
    period asked for must be whole ones. `latest` months in a row up to the last held are taken
    where it is not 0; otherwise the latest twelve held in a row, else the latest run of months.
    """
    if period:
        return _check_whole(period, by)
    if not months_held:
        raise ValueError("no month is held: receive the monthly files, then make a cut")
    if by:
        return _whole_span(months_held, by)
    if latest:
        return Period(following_month(months_held[-1], 1 - latest), months_held[-1])
    return latest_year(months_held) or unbroken_runs(months_held)[-1]


def _whole_span(months_held: Sequence[str], by: str) -> Period:
    held = set(months_held)
    touched = codes_of_time(by, Period(months_held[0], months_held[-1]))
    whole = [code for code in touched if held.issuperset(period_of(code).months)]
    if not whole:
        raise ValueError(f"no {by} is held whole: give a period, or split by month")
    return Period(period_of(whole[0]).first, period_of(whole[-1]).last)


def _check_whole(period: Period, by: str) -> Period:
    if by in ("", "month"):
        return period
    codes = codes_of_time(by, period)
    first, last = period_of(codes[0]).first, period_of(codes[-1]).last
    if (first, last) != (period.first, period.last):
        raise ValueError(
            f"{period.label} does not begin and end with a whole {by}: ask for {first}..{last}, "
            "or split by month"
        )
    return period


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


def months_held_by_feed(
    slices: Mapping[str, Iterable[str]], senders: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """The months held of each monthly feed, in order, from the names of its slices by feed.

    A slice is "YYYY-MM", or "YYYY-MM sender" where several send a feed: then a month is held when
    all of them have sent it, those named for the feed in `senders`, or else all that ever sent.
    Feeds that do not come by month are left out.

    >>> months_held_by_feed(
    ...     {"ambulance": ["2020-02", "2020-01"], "ae-attendances": ["2020-01 A", "2020-01 B",
    ...      "2020-02 A"], "residents": ["mid-2020 district"]}, {}
    ... )
    {'ambulance': ('2020-01', '2020-02'), 'ae-attendances': ('2020-01',)}
    """
    found = {}
    for feed, names in slices.items():
        monthly = [name for name in names if _MONTHLY.match(name)]
        if monthly:
            known = senders.get(feed) or sorted({name[8:] for name in monthly})
            found[feed] = months_of_slices(monthly, known)
    return found


def held_for(
    feeds: Iterable[str], months_held: Iterable[str] | Mapping[str, Iterable[str]]
) -> tuple[str, ...]:
    """The months held of all these feeds, in order; months given for no feed are of every one.

    >>> held_for(["a", "b"], {"a": ["2020-01", "2020-02"], "b": ["2020-02"], "c": []})
    ('2020-02',)
    """
    if not isinstance(months_held, Mapping):
        return tuple(sorted(set(months_held)))
    each = [set(months_held.get(feed, ())) for feed in feeds]
    return tuple(sorted(set.intersection(*each))) if each else ()
