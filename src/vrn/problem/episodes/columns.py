"""The tables of a cut that are made of episodes: their columns, and the codes that each may hold.

Every column is text and never null unless its comment says so; `line` is a whole number. What
is not known is a code of its own.
"""

from __future__ import annotations

from vrn.problem.definitions.offence_codes import ABH, GROUPS, NOT_ABH, NOT_CLASSIFIED
from vrn.problem.unknown import codes
from vrn.problem.unknown.matching import MATCHED, NOT_ABLE, NOT_MATCHED
from vrn.terms import AGE_BANDS
from vrn.terms.ages import FROM, NOT_RECORDED, UNDER

AGE_NOT_RECORDED = NOT_RECORDED
NOT_GIVEN = "not recorded"
TIME_NOT_KNOWN = "time not known"
SEXES = ("female", "male")
HOURS = tuple(f"{hour:02d}" for hour in range(24))
DAY_TYPES = ("weekday", "weekend")
STATED, MIDNIGHT = "stated", "default midnight"
WINDOW, CLOCK_CHANGE = "window over an hour", "clock change"
NIGHT, NOT_NIGHT, NIGHT_NOT_KNOWN = "night-time economy", "other", "not known"
ETHNIC_GROUPS = ("Asian", "Black", "Mixed", "White", "Other")
PLACE_TYPES = (
    *("street", "car park", "park or open land", "transport", "licensed premises", "takeaway"),
    *("shop or business", "school or college", "dwelling", "dwelling garden", "care home"),
    *("prison", "hospital ward", "other"),
)

CODES: dict[str, tuple[str, ...]] = {
    "offence_group": (*GROUPS, NOT_CLASSIFIED),
    "knife": ("knife", "no knife"),
    "abh": (ABH, NOT_ABH),
    "place_type": (*PLACE_TYPES, NOT_GIVEN),
    "public_place": ("public place", "not a public place", "place not recorded"),
    "hour": (*HOURS, TIME_NOT_KNOWN),
    "day_type": (*DAY_TYPES, TIME_NOT_KNOWN),
    "day_hour": (*(f"{day} {hour}" for day in DAY_TYPES for hour in HOURS), TIME_NOT_KNOWN),
    "time_quality": (STATED, MIDNIGHT, WINDOW, CLOCK_CHANGE),
    "night_time": (NIGHT, NOT_NIGHT, NIGHT_NOT_KNOWN),
    "night_time_late": (NIGHT, NOT_NIGHT, NIGHT_NOT_KNOWN),
    "night_time_premises": (NIGHT, NOT_NIGHT, NIGHT_NOT_KNOWN),
    "under_25": (UNDER, FROM, AGE_NOT_RECORDED),
    "age_band": (*AGE_BANDS, AGE_NOT_RECORDED),
    "sex": (*SEXES, NOT_GIVEN),
    "age_sex": (*(f"{b} {sex}" for b in AGE_BANDS for sex in SEXES), NOT_GIVEN),
    "ethnic_group": (*ETHNIC_GROUPS, NOT_GIVEN),
    "suspect_known": ("suspect identified", "no suspect"),
    "violent": ("violence", "other"),
    "conveyed": ("conveyed", "not conveyed"),
    "intent": ("assault", "accident", "self-harm", "not known"),
    "role": ("victim", "suspect"),
    "police_match": (MATCHED, NOT_MATCHED, NOT_ABLE),
    **codes.CODES,
}
"""The codes of each dimension in the order of tables, those for what is not known last."""

_WHO = ("under_25", "age_band", "sex", "age_sex")
_TIME = ("month", "quarter", "year")
_SOURCE = ("supply", "line")

POLICE_OFFENCES = (
    "crime_ref",
    *_TIME,
    *("code", "offence", "offence_group", "knife", "abh", "place_type", "public_place"),
    *("definition_class", "hour", "day_type", "day_hour", "time_quality"),
    *("night_time", "night_time_late", "night_time_premises"),
    *("small_area", "district", "neighbourhood"),  # null where not placed in it
    "placement",
    "committed",  # the local day on which it began, as written
    *("easting", "northing"),  # whole metres of the National Grid, null where not recorded
    *_WHO,
    "ethnic_group",
    "victim",  # person key, null where no victim is held
    "suspect_known",
    *_SOURCE,
)
POLICE_PEOPLE = (
    *("crime_ref", "role", "person"),
    *_TIME,
    *("code", "offence", "offence_group", "knife", "place_type", "definition_class"),
    *("night_time", "hour", "day_type", "day_hour"),
    *("district", "neighbourhood"),  # of the offence; null where not placed in it
    "age",  # whole number, null where not recorded
    *_WHO,
    *("ethnic_group", "committed"),
    "nth",  # whole number from 1
    "days_since",  # whole number, null for the first
    *_SOURCE,
)
ATTENDANCES = (
    *("attendance", *_TIME, "intent", "residence"),
    "district",  # null unless a resident
    *_WHO,
    *("ethnic_group", "hour", "day_type", "day_hour", "site"),
    "police_match",  # null unless after an assault, and where no people of the police are held
    "chance_matches",  # whole number, null where not tried
    *_SOURCE,
)
INJURIES = (*_TIME, "under_25", "residence", "seen_by", "matching", "chances", *_SOURCE)
CALLOUTS = ("callout", *_TIME, "violent", "conveyed", *_WHO, *_SOURCE)
ADMISSIONS = ("month", "kind", "age_group", "admissions", "withheld")  # admissions: number or null
NEIGHBOURHOODS = ("neighbourhood", "neighbourhood_name", "district", "small_area")
