"""Call-outs of the made-up ambulance service, and their file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.agencies import gaps
from vrn_demo.agencies.clinic import draw_clock, draw_side_ages, shape_months, spell_ages
from vrn_demo.agencies.dealing import deal
from vrn_demo.agencies.seasons import ERAS, POLICE_MONTHS

if TYPE_CHECKING:
    from vrn_demo.agencies.ground import Ground
    from vrn_demo.agencies.planted import Planted
    from vrn_demo.agencies.sizes import Living

HEADER = (
    *("Incident number", "Time of call", "Arrived at scene", "Postcode", "Chief complaint"),
    *("Injury mechanism", "Conveyed to", "Age", "Gender"),
)
CONVEYED = 0.6
"""Of the call-outs for violence, those that end in an emergency department."""

_VIOLENT_PER_100_000 = 9.5
"""Call-outs for violence in a month without restrictions, for each 100,000 residents."""
_OTHERS_PER_100_000 = 14.0
_OTHER_YOUNG = 0.36
_VIOLENT = (
    ("Assault / sexual assault", "Punch or kick"),
    ("Assault / sexual assault", "Punch or kick"),
    ("Assault / sexual assault", "Blunt weapon"),
    ("Assault / sexual assault", ""),
    ("Stab / gunshot / penetrating trauma", "Knife"),
)
_OTHER = (
    *(("Falls", "Fall"), ("Traffic collision", "Vehicle"), ("Breathing problems", "")),
    *(("Chest pain", "None"), ("Unconscious / fainting", ""), ("Mental health", "Self-inflicted")),
)
_AT_HOSPITAL = "ED"
_ELSEWHERE = ("Treated at scene", "Not conveyed", "Urgent care centre", "")
_GENDERS = ("Female", "Male", "Not known")


@dataclass(frozen=True)
class Callouts:
    """One entry for each call-out; `month` counts in POLICE_MONTHS."""

    month: np.ndarray
    violent: np.ndarray
    conveyed: np.ndarray
    young: np.ndarray
    no_age: np.ndarray


def draw_callouts(planted: Planted, living: Living, rng: np.random.Generator) -> Callouts:
    """Every call-out; of the conveyed violent ones the planted part is for the under 25."""
    people = living.everybody / 100_000
    shape = shape_months(POLICE_MONTHS, depth=0.4) * rng.normal(1, 0.03, len(POLICE_MONTHS))
    violent = np.rint(_VIOLENT_PER_100_000 * people * shape).astype(int)
    calm = shape_months(POLICE_MONTHS, depth=0.1, swing=0.02)
    others = np.rint(_OTHERS_PER_100_000 * people * calm).astype(int)
    numbers = np.arange(len(POLICE_MONTHS))
    month = np.concatenate([np.repeat(numbers, violent), np.repeat(numbers, others)])
    is_violent = np.arange(len(month)) < violent.sum()
    conveyed = np.zeros(len(month), dtype=bool)
    # 0 from 25 on, 1 under 25, 2 an age that was not recorded
    side = deal(
        rng, len(month), [1 - _OTHER_YOUNG - gaps.NO_AGE_HEALTH, _OTHER_YOUNG, gaps.NO_AGE_HEALTH]
    )
    for era in range(3):
        own = np.flatnonzero(is_violent & (ERAS[month] == era))
        conveyed[own] = deal(rng, len(own), [1 - CONVEYED, CONVEYED]) == 1
        taken = own[conveyed[own]]
        young = planted.conveyed_under_25
        side[taken] = deal(
            rng, len(taken), [1 - young - gaps.NO_AGE_HEALTH, young, gaps.NO_AGE_HEALTH]
        )
    other = np.flatnonzero(~is_violent)
    conveyed[other] = deal(rng, len(other), [0.45, 0.55]) == 1
    return Callouts(
        month=month, violent=is_violent, conveyed=conveyed, young=side == 1, no_age=side == 2
    )


def list_callouts(
    drawn: Callouts, living: Living, ground: Ground, rng: np.random.Generator
) -> list[tuple[str, ...]]:
    """The rows of the file by the time of the call; times as 2020-05-01 23:10:00."""
    count = len(drawn.month)
    called = draw_clock(drawn.month, POLICE_MONTHS, rng)
    order = np.argsort(called, kind="stable")
    arrived = called + rng.integers(240, 5400, count).astype("timedelta64[s]")
    violent = np.array(_VIOLENT)[rng.integers(0, len(_VIOLENT), count)]
    other = np.array(_OTHER)[rng.integers(0, len(_OTHER), count)]
    what = np.where(drawn.violent[:, None], violent, other)
    weights = ground.weigh(centres=6.0)
    pieces = rng.choice(len(weights), count, p=weights / weights.sum())
    postcodes = ground.postcodes[pieces, rng.integers(0, ground.postcodes.shape[1], count)]
    columns = [
        np.array([f"{900_000 + 2 * n}" for n in range(count)])[np.argsort(order)],
        _spell(called),
        np.where(rng.random(count) < 0.03, "", _spell(arrived)),
        np.where(rng.random(count) < 0.05, "", postcodes),
        what[:, 0],
        what[:, 1],
        np.where(drawn.conveyed, _AT_HOSPITAL, np.array(_ELSEWHERE)[rng.integers(0, 4, count)]),
        spell_ages(draw_side_ages(drawn.young, living, rng), drawn.no_age),
        np.array(_GENDERS)[rng.choice(3, count, p=[0.38, 0.6, 0.02])],
    ]
    return list(zip(*(np.asarray(column)[order].tolist() for column in columns), strict=True))


def _spell(times: np.ndarray) -> np.ndarray:
    """Times with a blank between day and clock."""
    return np.char.replace(np.datetime_as_string(times), "T", " ")
