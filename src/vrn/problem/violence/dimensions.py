"""What serious violence can be split and filtered by: codes in order, labels, which overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.problem.definitions.offence_codes import (
    ABH,
    GROUPS,
    NOT_ABH,
    NOT_CLASSIFIED,
    offence_codes,
)
from vrn.problem.dimension import Dimension, Sort
from vrn.problem.unknown.codes import CODES, TITLES
from vrn.terms import AGE_BANDS, AGE_GROUPS, sentence_case
from vrn.terms.ages import FROM, NOT_RECORDED, UNDER

if TYPE_CHECKING:
    from collections.abc import Iterable

UNKNOWN = "not recorded"
TIME_UNKNOWN = "time not known"
NO_SUSPECT, SUSPECT = "no suspect", "suspect identified"
KNIFE = "knife"
NIGHT, NIGHT_UNKNOWN = "night-time economy", "not known"
IN_BOTH, IN_ALL, IN_NONE = "in both", "in all", "in none"
PUBLIC = ("public place", "not a public place", "place not recorded")
PLACE_TYPES = (
    *("street", "car park", "park or open land", "transport", "licensed premises", "takeaway"),
    *("shop or business", "school or college", "dwelling", "dwelling garden", "care home"),
    *("prison", "hospital ward", "other", UNKNOWN),
)
SEXES = ("female", "male", UNKNOWN)
ETHNIC_GROUPS = ("Asian", "Black", "Mixed", "White", "Other", UNKNOWN)
HOURS = tuple(f"{hour:02d}" for hour in range(24))
DAYS = ("weekday", "weekend")
NIGHTS = (
    ("night_time", "Night-time economy", "night-time-economy"),
    ("night_time_late", "Night-time economy, 20:00 to 03:59", "night-time-economy-late"),
    (
        "night_time_premises",
        "Night-time economy, premises alone",
        "night-time-economy-premises",
    ),
)
"""The columns of the night-time economy, their titles, and the definition that each rests on."""

CLASSES_OUTSIDE = (IN_NONE, NOT_CLASSIFIED)
"""Classes that no definition holds: never a code of `definition`."""


def _hour_label(hour: str) -> str:
    """
    >>> _hour_label("15"), _hour_label("23")
    ('15:00 to 15:59', '23:00 to 23:59')
    """
    return f"{hour}:00 to {hour}:59"


def class_label(code: str) -> str:
    """What a reader sees for a class of a definition.

    >>> class_label("in both"), class_label("duty-2023: not a public place")
    ('in both definitions', 'only in duty-2023: not a public place')
    """
    if code in (IN_BOTH, IN_ALL):
        return f"{code} definitions"
    holder, parted, reason = code.partition(": ")
    return f"only in {holder}: {reason}" if parted else code


def _plain(name: str, title: str, codes: Iterable[str], *, rests_on: str = "") -> Dimension:
    return Dimension(name=name, title=title, codes=tuple(codes), rests_on=rests_on)


def violence_dimensions() -> tuple[Dimension, ...]:
    """The dimensions of the agencies' tables; unknown ones have a code of their own, shown last."""
    return (*_of_definitions(), *_of_offences(), *_of_people(), *_of_times(), *_of_health())


def _of_definitions() -> tuple[Dimension, ...]:
    return (
        Dimension(name="definition", title="Definition", sort=Sort.OVERLAPPING),
        Dimension(name="age_group", title="Age group", codes=AGE_GROUPS, sort=Sort.OVERLAPPING),
        Dimension(name="definition_class", title="Class of the definitions", is_open=True),
    )


def _of_offences() -> tuple[Dimension, ...]:
    groups = (*GROUPS, NOT_CLASSIFIED)
    titles = {code: f"{code} {found.title}" for code, found in offence_codes().items()}
    return (
        Dimension(
            name="offence_group",
            title="Offence group",
            codes=groups,
            labels={group: sentence_case(group) for group in groups},
            is_open=True,
        ),
        Dimension(name="code", title="Offence", codes=tuple(titles), labels=titles, is_open=True),
        _plain("knife", "Knife", (KNIFE, "no knife"), rests_on="knife-enabled"),
        _plain("abh", "Kind of assault", (ABH, NOT_ABH)),
        _plain("place_type", "Kind of place", PLACE_TYPES),
        _plain("public_place", "Public place", PUBLIC, rests_on="public-place"),
        _plain("suspect_known", "Suspect", (SUSPECT, NO_SUSPECT)),
        *(
            _plain(name, title, (NIGHT, "other", NIGHT_UNKNOWN), rests_on=rests_on)
            for name, title, rests_on in NIGHTS
        ),
    )


def _of_people() -> tuple[Dimension, ...]:
    both = tuple(f"{band} {sex}" for band in AGE_BANDS for sex in SEXES[:-1])
    return (
        _plain("under_25", "Side of 25", (UNDER, FROM, NOT_RECORDED)),
        _plain("sex", "Sex", SEXES),
        _plain("age_band", "Age", (*AGE_BANDS, NOT_RECORDED)),
        _plain("age_sex", "Age and sex", (*both, UNKNOWN)),
        _plain("ethnic_group", "Ethnic group", ETHNIC_GROUPS),
    )


def _of_times() -> tuple[Dimension, ...]:
    hours = {hour: _hour_label(hour) for hour in HOURS}
    pairs = {f"{day} {hour}": f"{day}, {hours[hour]}" for day in DAYS for hour in HOURS}
    return (
        Dimension(name="hour", title="Hour of the day", codes=(*HOURS, TIME_UNKNOWN), labels=hours),
        _plain("day_type", "Weekday or weekend", (*DAYS, TIME_UNKNOWN)),
        Dimension(
            name="day_hour",
            title="Hour of weekdays and weekends",
            codes=(*pairs, TIME_UNKNOWN),
            labels=pairs,
        ),
    )


def _of_health() -> tuple[Dimension, ...]:
    return (
        _plain("violent", "Kind of call", ("violence", "other")),
        _plain("conveyed", "Taken to hospital", ("conveyed", "not conveyed")),
        _plain("kind", "Kind of admission", ("assault", "sharp object")),
        *(_plain(name, title, CODES[name]) for name, title in TITLES.items()),
    )
