"""What a measure counts one of: in which table it lies, how many a row stands for, whose it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

OFFENCES_RECORDED = "offences recorded by the police"
PEOPLE = "people recorded by the police"
ATTENDANCES = "attendances"
CALLOUTS = "call-outs"
ADMISSIONS = "admissions"
INJURIES = "violent injuries"
RESIDENTS = "residents"

_STREET_CRIME = ("street-crime",)
_POLICE = ("police-offences",)
_BY_AGE = {"age_group": "under_25"}
_OF_PEOPLE = ("under_25", "age_band", "sex", "age_sex", "ethnic_group", "suspect_known")


@dataclass(frozen=True, kw_only=True)
class Unit:
    """Where a unit's records lie in a cut, and what one of them is.

    feeds        the monthly feeds whose months must all be held; residents have none
    weight       the column that says how many a row stands for (None: one)
    person       the column whose distinct values are counted instead of rows
    record       the column that tells the records apart
    placed       the column that is null in a row without a place in the area
    has_lookup   whether the lookup and the outlines of areas gave that place
    told_by      columns that another feed fills, and that feed: its months must be held where one
                 of them is asked about
    parts        for each dimension whose codes overlap, the column of disjoint codes it is made of
    is_supplied  whether the rows are counts as a supplier gave them: null was withheld by it, and
                 they are added up over time alone
    """

    table: str
    feeds: tuple[str, ...] = ()
    weight: str | None = None
    person: str | None = None
    record: str = ""
    placed: str = "small_area"
    has_lookup: bool = True
    told_by: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    is_supplied: bool = False


_STREET = Unit(table="offences", feeds=_STREET_CRIME, record="crime_id")

UNITS: Mapping[str, Unit] = {
    "offences": _STREET,
    "incidents": _STREET,
    "crimes and incidents": _STREET,
    RESIDENTS: Unit(table="residents", weight="residents"),
    OFFENCES_RECORDED: Unit(
        table="police_offences",
        feeds=_POLICE,
        record="crime_ref",
        placed="district",
        parts={"definition": "definition_class", **_BY_AGE},
        told_by=dict.fromkeys(_OF_PEOPLE, "police-people"),
    ),
    PEOPLE: Unit(
        table="police_people",
        feeds=(*_POLICE, "police-people"),
        person="person",
        record="crime_ref",
        placed="district",
        parts={"definition": "definition_class", **_BY_AGE},
    ),
    ATTENDANCES: Unit(
        table="attendances",
        feeds=("ae-attendances",),
        record="attendance",
        placed="district",
        has_lookup=False,
        parts=_BY_AGE,
    ),
    INJURIES: Unit(
        table="injuries",
        feeds=(*_POLICE, "police-people", "ae-attendances"),
        has_lookup=False,
        parts=_BY_AGE,
    ),
    CALLOUTS: Unit(
        table="callouts", feeds=("ambulance",), record="callout", has_lookup=False, parts=_BY_AGE
    ),
    ADMISSIONS: Unit(
        table="admissions",
        feeds=("hospital-admissions",),
        weight="admissions",
        has_lookup=False,
        is_supplied=True,
    ),
}


def unit_of_tally(unit: str) -> Unit:
    """The unit of that name; ValueError with those that there are."""
    if unit not in UNITS:
        raise ValueError(f"there is no unit '{unit}'; try one of: {', '.join(UNITS)}")
    return UNITS[unit]
