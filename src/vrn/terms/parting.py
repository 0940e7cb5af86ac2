"""A series parted where something begins again, and the stretch of it that tells what is usual."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LEAST_MONTHS = 12
"""A stretch of fewer months does not tell what is usual."""


def stretches(months: Sequence[str], begins: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The months in order, parted at each month of `begins` that lies within them.

    >>> stretches(("2020-02", "2020-03", "2020-04"), ["2020-04", "2031-01"])
    (('2020-02', '2020-03'), ('2020-04',))
    """
    starts = set(begins)
    parted: list[list[str]] = []
    for month in months:
        if not parted or month in starts:
            parted.append([])
        parted[-1].append(month)
    return tuple(tuple(part) for part in parted)


def usual_stretch(months: Sequence[str], begins: Iterable[str]) -> tuple[str, ...]:
    """The latest stretch of at least twelve months; empty without one.

    >>> months = ["2019-12", *(f"2020-{n:02d}" for n in range(1, 13)), "2021-01"]
    >>> usual_stretch(months, ["2021-01"])[0], usual_stretch(months, ["2020-06"])
    ('2019-12', ())
    """
    long = [part for part in stretches(months, begins) if len(part) >= LEAST_MONTHS]
    return long[-1] if long else ()
