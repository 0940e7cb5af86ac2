"""Which supplies a cell rests on: its own months' files, and those it was placed by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vrn.terms import Period

MONTHLY = frozenset(
    {
        *("street-crime", "police-offences", "police-people"),
        *("ambulance", "ae-attendances", "hospital-admissions"),
        *("injury-surveillance", "hospital-episodes", "school-exclusions", "school-absence"),
        *("youth-justice", "probation"),
    }
)
"""The feeds whose slices start with a month."""


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a cut rests on: its number and hash, its supplies, and which of them holds a slice.

    `slices` maps feed -> slice -> receipt id; a monthly feed's slice starts with its month. `live`
    are the ids of the live definitions of serious violence.
    """

    number: int
    row_hash: str
    supplies: Mapping[str, Mapping[str, Any]]
    slices: Mapping[str, Mapping[str, str]]
    live: tuple[str, ...] = ()


def rests_on(ground: Ground, feeds: Iterable[str], period: Period | None) -> tuple[str, ...]:
    """The receipt ids behind a cell: its months of monthly feeds, and all of the others.

    A feed may be named with the start of its slice, as in "residents:census-2021".
    """
    months = set(period.months) if period else None
    found: set[str] = set()
    for feed in feeds:
        name, _, start = feed.partition(":")
        for part, receipt in ground.slices.get(name, {}).items():
            is_in_period = name not in MONTHLY or months is None or part[:7] in months
            if is_in_period and part.startswith(start):
                found.add(receipt)
    return tuple(sorted(found))
