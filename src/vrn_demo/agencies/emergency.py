"""Attendances at the two made-up emergency departments, and their file.

Assaults on residents fall with the restrictions of 2020 and never come back to more than the
planted part of the year before; the other injuries are there so that there is something to leave
out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.agencies import gaps
from vrn_demo.agencies.clinic import (
    draw_clock,
    draw_side_ages,
    find_sector,
    shape_months,
    spell_ages,
)
from vrn_demo.agencies.dealing import deal, deal_within
from vrn_demo.agencies.seasons import HEALTH_MONTHS, strictness

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn_demo.agencies.ground import Ground
    from vrn_demo.agencies.known import Known
    from vrn_demo.agencies.planted import Planted
    from vrn_demo.agencies.sizes import Living

HEADER = (
    *("AttendanceNo", "SiteCode", "ArrivalDateTime", "InjuryDateTime", "InjuryIntent"),
    *("InjuryMechanism", "PlaceOfInjury", "AssaultLocationDescription", "AgeAtArrival", "Sex"),
    *("EthnicCategory", "PostcodeSector", "DischargeDestination"),
)
BEFORE = ("2019-03", "2020-02")
"""The year that the highest later month is set beside."""
AFTER = ("2020-05", "2021-10")
"""The months whose highest one is planted; both in."""

ASSAULT, ACCIDENT, SELF_HARM, NOT_KNOWN = range(4)
RESIDENT, VISITOR, NO_HOME = range(3)

_PER_THOUSAND_A_MONTH = 0.2
"""Assaults on residents in the year before, for each 1,000 residents."""
_UNDER_25 = 0.44
_VISITORS = 0.07
_OTHER_INJURIES = 3.0
"""Rows of other intents for each assault."""
_INTENTS = ("Assault", "Accidental", "Self-harm", "Not known")
_MECHANISMS = {
    ASSAULT: ("Fist or foot", "Fist or foot", "Fist or foot", "Blunt object", "Sharp object", ""),
    ACCIDENT: ("Fall", "Sport", "Vehicle", "Burn", "Other", ""),
    SELF_HARM: ("Sharp object", "Other", "", "Other", "", "Sharp object"),
    NOT_KNOWN: ("", "Unknown", "Fall", "", "Other", ""),
}
_PLACES = ("Public place", "Bar or club", "Home", "School or college", "Park", "Work", "", "Other")
_SPOTS = (
    *("outside the Quillmere Arms", "bus stop, Tansby Road", "car park behind the shops"),
    *('"the top field"', "corner of Marlspit Lane; by the kiosk", "not sure", "takeaway queue", ""),
)
_SITES = ("RXL01", "RXL02")
_SHARES_OF_SITES = (0.78, 0.22)
_SEXES = ("2", "1", "9")
_ETHNIC = ("A", "A", "A", "B", "C", "D", "F", "G", "H", "J", "K", "L", "M", "N", "P", "R", "S", "Z")
_ETHNIC_OF_GROUP = np.array(["H", "M", "D", "A", "R"])
"""A category of each ethnic group, in the order of the residents' groups."""
_ENDS = ("Discharged", "Discharged to GP", "Ward", "Left before being seen", "Clinic", "")


@dataclass(frozen=True)
class Attendances:
    """One entry for each attendance; `month` counts in HEALTH_MONTHS."""

    month: np.ndarray
    intent: np.ndarray
    residence: np.ndarray
    young: np.ndarray
    no_age: np.ndarray


def plan_assaults(planted: Planted, living: Living, rng: np.random.Generator) -> np.ndarray:
    """Assaults on residents by month: the highest later month and the trend are as planted.

    The later months keep their shape; how far they dip is bent until the trend is met.
    """
    shape = shape_months(HEALTH_MONTHS, depth=0.45) * np.linspace(1.04, 0.94, len(HEALTH_MONTHS))
    shape = shape * rng.normal(1, 0.03, len(shape))
    is_before = np.array([BEFORE[0] <= one <= BEFORE[1] for one in HEALTH_MONTHS])
    is_after = np.array([AFTER[0] <= one <= AFTER[1] for one in HEALTH_MONTHS])
    mean = _PER_THOUSAND_A_MONTH * living.everybody / 1000
    later = np.cumsum([one == "2020-03" for one in HEALTH_MONTHS]) > 0
    level = shape * mean / shape[is_before].mean()
    first = level[:12].sum()
    dip = shape / shape[is_after].max()
    low, high = 0.05, 8.0
    for _ in range(60):
        power = (low + high) / 2
        bent = planted.attendances_peak * mean * dip**power
        too_many = bent[-12:].sum() > planted.attendances_trend * first
        low, high = (power, high) if too_many else (low, power)
    if not 0.06 < power < 7.9:
        raise ValueError("no series has this highest month and this trend")
    march = np.array([one in ("2020-03", "2020-04") for one in HEALTH_MONTHS])
    level = np.where(later & ~march, bent, level)
    return np.asarray(np.rint(np.where(march, np.minimum(level, bent * 1.2), level)).astype(int))


def draw_attendances(planted: Planted, living: Living, rng: np.random.Generator) -> Attendances:
    """Every attendance: assaults on residents as planned, on others, and other injuries."""
    assaults = plan_assaults(planted, living, rng)
    calm = 1 - 0.1 * strictness(HEALTH_MONTHS)
    others = np.rint(_OTHER_INJURIES * assaults.mean() * calm / calm.mean()).astype(int)
    groups = (
        (assaults, ASSAULT, RESIDENT),
        (np.rint(_VISITORS * assaults).astype(int), ASSAULT, VISITOR),
        (np.rint(gaps.NO_HOME * assaults).astype(int), ASSAULT, NO_HOME),
        (others, ACCIDENT, RESIDENT),
    )
    month, intent, residence, young = [], [], [], []
    for counts, why, where in groups:
        rows = int(counts.sum())
        month.append(np.repeat(np.arange(len(counts)), counts))
        intent.append(np.full(rows, why))
        residence.append(np.full(rows, where))
        young.append(
            np.concatenate([deal(rng, n, [1 - _UNDER_25, _UNDER_25]) for n in counts]) == 1
        )
    intents, residences = np.concatenate(intent), np.concatenate(residence)
    other = np.flatnonzero(intents != ASSAULT)
    intents[other] = ACCIDENT + deal(rng, len(other), [0.78, 0.1, 0.12])
    residences[other] = deal(rng, len(other), [0.9, 0.08, 0.02])
    return Attendances(
        month=np.concatenate(month),
        intent=intents,
        residence=residences,
        young=np.concatenate(young),
        no_age=rng.random(len(intents)) < gaps.NO_AGE_HEALTH,
    )


def list_attendances(
    drawn: Attendances, living: Living, ground: Ground, *, known: Known, rng: np.random.Generator
) -> list[tuple[str, ...]]:
    """The rows of the file in the order of arrival; times as 2020-05-01T23:10:00.

    Those that are `known` to the police have the victim's sex, age, group, home and time.
    """
    count = len(drawn.month)
    arrived = draw_clock(drawn.month, HEALTH_MONTHS, rng)
    before = rng.integers(15, 300, count).astype("timedelta64[m]")
    injured = (arrived - before).astype("datetime64[m]").astype("datetime64[s]")
    arrived[known.attendance], injured[known.attendance] = known.arrived, known.injured
    order = np.argsort(arrived, kind="stable")
    described = (drawn.intent == ASSAULT) & (rng.random(count) < 0.7)
    columns = [
        np.array([f"A{100_000 + 3 * n}" for n in range(count)])[np.argsort(order)],
        np.array(_SITES)[
            deal_within(rng, drawn.month, np.array([_SHARES_OF_SITES] * len(HEALTH_MONTHS)))
        ],
        np.datetime_as_string(arrived),
        np.where(rng.random(count) < 0.15, "", np.datetime_as_string(injured)),
        np.array(_INTENTS)[drawn.intent],
        _choose(_MECHANISMS, drawn.intent, rng),
        np.array(_PLACES)[rng.choice(8, count, p=[0.3, 0.1, 0.22, 0.06, 0.06, 0.06, 0.14, 0.06])],
        np.where(described, np.array(_SPOTS)[rng.integers(0, len(_SPOTS), count)], ""),
        spell_ages(_put(draw_side_ages(drawn.young, living, rng), known, known.age), drawn.no_age),
        _spell_sexes(known, count, rng),
        _spell_groups(known, count, rng),
        _spell_sectors(drawn.residence, ground, known, rng),
        np.array(_ENDS)[rng.choice(6, count, p=[0.5, 0.22, 0.14, 0.06, 0.05, 0.03])],
    ]
    return list(zip(*(np.asarray(column)[order].tolist() for column in columns), strict=True))


def _choose(
    pools: Mapping[int, tuple[str, ...]], intents: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """A text for each attendance out of the pool of its intent."""
    table = np.array([pools[intent] for intent in range(4)])
    return np.asarray(table[intents, rng.integers(0, table.shape[1], len(intents))])


def _put(
    drawn: np.ndarray, known: Known, values: np.ndarray, *, where: np.ndarray | None = None
) -> np.ndarray:
    """The column with the values of those known; of some of them alone where `where` says so."""
    some = np.ones(len(values), dtype=bool) if where is None else where
    put = drawn.copy()
    put[known.attendance[some]] = values[some]
    return put


def _spell_sexes(known: Known, count: int, rng: np.random.Generator) -> np.ndarray:
    """The sex of each: 2 female, 1 male, 9 where it was not written, of those known too."""
    drawn = rng.choice(3, count, p=[0.36, 0.632, 0.008])
    written = drawn[known.attendance] != len(_SEXES) - 1
    return np.array(_SEXES)[_put(drawn, known, known.is_male.astype(int), where=written)]


def _spell_groups(known: Known, count: int, rng: np.random.Generator) -> np.ndarray:
    """The ethnic category of each; Z and nothing stand where none was said, of those known too."""
    drawn = np.array([*_ETHNIC, ""])[rng.choice(19, count, p=[*[0.048] * 18, 0.136])]
    said = ~np.isin(drawn[known.attendance], ("Z", ""))
    return _put(drawn, known, _ETHNIC_OF_GROUP[known.group], where=said)


def _spell_sectors(
    residence: np.ndarray, ground: Ground, known: Known, rng: np.random.Generator
) -> np.ndarray:
    """Home sectors: inside the area, elsewhere, or empty; of those known the victim's."""
    weights = ground.residents * ground.busy
    pieces = rng.choice(len(weights), len(residence), p=weights / weights.sum())
    inside = find_sector(ground.postcodes[:, :1])[pieces, 0]
    outside = find_sector(np.array(ground.outside))
    visitors = outside[rng.integers(0, len(outside), len(residence))]
    drawn = np.where(residence == RESIDENT, inside, np.where(residence == VISITOR, visitors, ""))
    return _put(drawn, known, known.sector, where=known.sector != "")
