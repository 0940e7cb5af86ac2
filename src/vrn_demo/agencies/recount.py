"""What the draws came to, counted from the drawn persons and offences and not from the files.

The rules are those of the definitions in words, written here once more by themselves: a measure
that reads the files must come to the same numbers, exactly where nothing about a person is needed,
nearly where people must be told apart. Ages and sexes that the files leave out are left out here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from vrn.terms.ages import AGE_BANDS, BANDS
from vrn_demo.agencies.codes import CODES, NIGHT_PREMISES, PLACE, PLACES, PUBLIC
from vrn_demo.agencies.people import MALE, find_ages
from vrn_demo.agencies.records import CANCELLED, STATED
from vrn_demo.agencies.seasons import CLOSED, IN_PERIOD, POLICE_MONTHS, weekday_of

if TYPE_CHECKING:
    from vrn_demo.agencies.ground import Ground
    from vrn_demo.agencies.records import Records
    from vrn_demo.agencies.sizes import Living

NARROW, WIDER = "vrn-2019", "duty-2023"
_VIOLENT = {"1", "4/1", "2", "5D", "5E", "8N", "8P", "34A", "34B"}
_NOW_CALLED = {"8F": "8N", "8G": "8N", "5A": "5D"}
_BANDS_FROM = np.array([first for first, _ in BANDS])
_NIGHT = (18, 19, 20, 21, 22, 23, 0, 1, 2, 3, 4, 5)
_CLOSED = [POLICE_MONTHS.index(month) for month in CLOSED]
_DAYS_OF_A_YEAR = 365
_LATE = (20, 21, 22, 23, 0, 1, 2, 3)

IN_BOTH = "in both"
CLASSES = (
    *(IN_BOTH, "duty-2023: sexual", "duty-2023: domestic", "duty-2023: not a public place"),
    *("in none", "not classified"),
)


@dataclass(frozen=True)
class Told:
    """Offences as the rules tell them, one entry each: cancelled ones have `stands` False.

    `sort` is a place in CLASSES; `young` is 1 where the youngest victim is known to be under 25, 0
    where not, -1 where no age is known. `hour` is -1 where it is not known.
    """

    stands: np.ndarray
    sort: np.ndarray
    code: np.ndarray
    young: np.ndarray
    hour: np.ndarray
    weekend: np.ndarray
    night: np.ndarray
    hood: np.ndarray
    """The neighbourhood, -1 where the offence is not placed."""


def tell_offences(records: Records, ground: Ground) -> Told:
    """Every offence by the definitions' rules."""
    table = records.offences
    codes = np.array([_NOW_CALLED.get(one.code, one.code) for one in CODES])[table["code"]]
    stated = table["stated_from"]
    minutes = stated.astype(int) % 1440
    hour = np.where(table["quality"] == STATED, minutes // 60, -1)
    night_place = np.isin(table["place"], NIGHT_PREMISES)
    street = (table["place"] == PLACE["street"]) & table["placed"]
    night_place |= street & ground.is_centre[table["piece"]]
    return Told(
        stands=table["status"] != CANCELLED,
        sort=_tell_class(codes, table["place"], table["domestic"]),
        code=codes,
        young=_tell_young(records),
        hour=hour,
        weekend=weekday_of(stated.astype("datetime64[D]")) >= 5,
        night=night_place & np.isin(hour, _NIGHT),
        hood=np.where(table["placed"], ground.neighbourhood[table["piece"]], -1),
    )


def _tell_class(codes: np.ndarray, place: np.ndarray, domestic: np.ndarray) -> np.ndarray:
    """The class of each offence by the first reason that keeps it out of the narrow definition."""
    groups = {_NOW_CALLED.get(one.code, one.code): one.group for one in CODES}
    sexual = np.isin(codes, [code for code, group in groups.items() if group == "sexual"])
    unknown = np.isin(codes, [code for code, group in groups.items() if group == "unknown"])
    violent = np.isin(codes, list(_VIOLENT))
    reasons = [sexual, violent & domestic, violent & ~np.isin(place, PUBLIC), violent, unknown]
    return np.select(reasons, [1, 2, 3, 0, 5], default=4)


def _tell_young(records: Records) -> np.ndarray:
    """For each offence whether its victim's written age is under 25: 1, 0, or -1 without one."""
    rows = records.rows
    young = np.full(len(records.offences["month"]), -1)
    known = ~rows.is_suspect & ~rows.no_birth
    ages = _ages(records)
    young[rows.offence[known]] = ages[known] < 25
    return young


def _ages(records: Records) -> np.ndarray:
    """Completed years of each row's person when its offence was committed, as the files say."""
    rows = records.rows
    return find_ages(
        records.people.born[rows.person], records.offences["stated_from"][rows.offence]
    )


def count_months(records: Records, told: Told) -> dict[str, Any]:
    """Offences by month of recording, for each class, all ages and under 25."""
    month = records.offences["month"]
    counted: dict[str, Any] = {}
    for group, chosen in (("all ages", told.stands), ("under 25", told.stands & (told.young == 1))):
        counted[group] = {
            name: _by(POLICE_MONTHS, month[chosen & (told.sort == number)])
            for number, name in enumerate(CLASSES)
        }
    return counted


def count_period(records: Records, told: Told, ground: Ground) -> dict[str, Any]:
    """Counts over the period by definition: what the findings are shares of."""
    table = records.offences
    inside = told.stands & IN_PERIOD[table["month"]]
    found = {}
    for name, sorts in ((NARROW, (0,)), (WIDER, (0, 1, 2, 3))):
        own = inside & np.isin(told.sort, sorts)
        young = own & (told.young == 1)
        known = own & (told.hour >= 0)
        placed = told.hood >= 0
        found[name] = {
            "offences": int(own.sum()),
            "under_25": int(young.sum()),
            "victim_age_not_recorded": int((own & (told.young < 0)).sum()),
            "by_code": _tally(told.code[own]),
            "by_place": _by([*PLACES[:-1], "not recorded"], table["place"][own]),
            "knife": int((own & table["knife"]).sum()),
            "by_hour": _hours(told, known),
            "by_hour_weekday": _hours(told, known & ~told.weekend),
            "by_hour_weekend": _hours(told, known & told.weekend),
            "by_hour_while_closed": _hours(told, known & np.isin(table["month"], _CLOSED)),
            "time_not_known": int((own & ~known).sum()),
            "night_time": int((own & told.night).sum()),
            "night_time_late": int((own & told.night & np.isin(told.hour, _LATE)).sum()),
            "night_time_premises": int(
                (own & told.night & np.isin(table["place"], NIGHT_PREMISES)).sum()
            ),
            "not_placed": int((own & ~placed).sum()),
            "by_neighbourhood": _by(ground.neighbourhoods, told.hood[own & placed]),
            "by_neighbourhood_under_25": _by(ground.neighbourhoods, told.hood[young & placed]),
            "in_city": int((own & placed & ground.in_city[told.hood]).sum()),
            "abh": int((own & _is_abh(table["code"])).sum()),
            "assault_with_injury": int((own & np.isin(told.code, ["8N", "8P"])).sum()),
            **count_people(records, told, own),
        }
    return found


def _hours(told: Told, chosen: np.ndarray) -> dict[str, int]:
    return {f"{hour:02d}": int((chosen & (told.hour == hour)).sum()) for hour in range(24)}


def _is_abh(codes: np.ndarray) -> np.ndarray:
    """Whether the code as written is one of actual bodily harm."""
    subclasses = {("8N", "06"), ("8P", "34")}
    return np.array([(one.code, one.subclass) in subclasses for one in CODES])[codes]


def count_people(records: Records, told: Told, own: np.ndarray) -> dict[str, Any]:
    """Distinct victims and suspects of these offences, by sex, side of 25 and band; repeats."""
    rows, people = records.rows, records.people
    ages = _ages(records)
    found: dict[str, Any] = {}
    for role in ("victims", "suspects"):
        chosen = own[rows.offence] & (rows.is_suspect == (role == "suspects"))
        aged = chosen & ~rows.no_birth
        sexed = chosen & ~rows.no_sex
        band = np.searchsorted(_BANDS_FROM, ages, side="right") - 1
        found[role] = {
            "people": _distinct(rows.person[chosen]),
            "male": _distinct(rows.person[sexed & (people.sex[rows.person] == MALE)]),
            "under_25": _distinct(rows.person[aged & (ages < 25)]),
            "25_and_over": _distinct(rows.person[aged & (ages >= 25)]),
            "by_band": {
                name: _distinct(rows.person[aged & (band == number)])
                for number, name in enumerate(AGE_BANDS)
            },
        }
        if role == "suspects":
            robbery = np.isin(told.code, ["34A", "34B"])[rows.offence]
            found["robbery_suspects"] = {
                "under_25": _distinct(rows.person[aged & robbery & (ages < 25)]),
                "25_and_over": _distinct(rows.person[aged & robbery & (ages >= 25)]),
            }
            found["repeats"] = _count_earlier(records, told, chosen) | _count_repeats(
                rows.offence[chosen], rows.person[chosen], aged[chosen] & (ages[chosen] < 25)
            )
    return found


def _count_repeats(offence: np.ndarray, person: np.ndarray, young: np.ndarray) -> dict[str, int]:
    """Offences with a suspect, and those whose suspect has two or more among them."""
    pairs = np.unique(np.column_stack([offence, person]), axis=0)
    numbers, counts = np.unique(pairs[:, 1], return_counts=True)
    several = np.isin(person, numbers[counts > 1])
    return {
        "with_suspect": _distinct(offence),
        "repeat": _distinct(offence[several]),
        "with_suspect_under_25": _distinct(offence[young]),
        "repeat_under_25": _distinct(offence[young & several]),
    }


def _count_earlier(records: Records, told: Told, chosen: np.ndarray) -> dict[str, int]:
    """Of these offences, those with a suspect of an earlier one, whatever it was."""
    rows = records.rows
    begun = records.offences["stated_from"][rows.offence]
    held = np.flatnonzero(rows.is_suspect & told.stands[rows.offence])
    # of two at the same minute the lower reference is the earlier one, as it was recorded first
    held = held[np.lexsort((rows.offence[held], begun[held], rows.person[held]))]
    is_first = np.r_[True, rows.person[held][1:] != rows.person[held][:-1]]
    days = begun[held].astype("datetime64[D]").astype(int)
    since = np.diff(days, prepend=0)
    ever, within = np.zeros(len(rows.person), dtype=bool), np.zeros(len(rows.person), dtype=bool)
    ever[held] = ~is_first
    within[held] = ~is_first & (since <= _DAYS_OF_A_YEAR)
    return {
        "repeat_ever": _distinct(rows.offence[chosen & ever]),
        "repeat_within_year": _distinct(rows.offence[chosen & within]),
    }


def tell_findings(period: dict[str, Any], living: Living) -> dict[str, float]:
    """The planted targets as the draws came to them, under the names of the plant."""
    narrow, wider = period[NARROW], period[WIDER]
    repeats, suspects = narrow["repeats"], narrow["suspects"]
    months = np.array(list(narrow["by_hour"].values()))
    return {
        "victims_per_resident": narrow["victims"]["people"] / living.everybody,
        "suspects_per_resident": suspects["people"] / living.everybody,
        "victims_male": narrow["victims"]["male"] / narrow["victims"]["people"],
        "suspects_male": suspects["male"] / suspects["people"],
        "suspects_ratio": _rate_ratio(suspects, living),
        "robbery_suspects_ratio": _rate_ratio(narrow["robbery_suspects"], living),
        "repeat_share": repeats["repeat"] / repeats["with_suspect"],
        "repeat_share_under_25": repeats["repeat_under_25"] / repeats["with_suspect_under_25"],
        "knife": narrow["knife"] / narrow["offences"],
        "abh": narrow["abh"] / narrow["assault_with_injury"],
        "afternoon_peak": int(months[12:18].argmax()) + 12,
        "night_peak": int(np.roll(months, -20)[:8].argmax() + 20) % 24,
        "night_time": narrow["night_time"] / narrow["offences"],
        "night_time_premises": narrow["night_time_premises"] / narrow["offences"],
        "city": narrow["in_city"] / narrow["offences"],
        "wider_times": wider["offences"] / narrow["offences"],
        "wider_in_dwellings": wider["by_place"]["dwelling"] / wider["offences"],
        "wider_hospitality": (
            wider["by_place"]["licensed premises"] + wider["by_place"]["takeaway"]
        )
        / wider["offences"],
        "wider_education": wider["by_place"]["school or college"] / wider["offences"],
    }


def _rate_ratio(sides: dict[str, int], living: Living) -> float:
    older = living.everybody - living.under_25
    return (sides["under_25"] / living.under_25) / (sides["25_and_over"] / older)


def _distinct(numbers: np.ndarray) -> int:
    return len(np.unique(numbers))


def _by(names: Any, numbers: np.ndarray) -> dict[str, int]:
    """How many of each name, by place in the names."""
    counts = np.bincount(numbers, minlength=len(names))
    return {name: int(count) for name, count in zip(names, counts, strict=True)}


def _tally(labels: np.ndarray) -> dict[str, int]:
    return dict(sorted(Counter(labels.tolist()).items()))
