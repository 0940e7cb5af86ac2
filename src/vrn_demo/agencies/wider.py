"""What the police record besides: the rest of the wider definition, and what neither one holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.agencies.codes import CODES, PLACE, PLACES, number_of, numbers_in
from vrn_demo.agencies.dealing import apportion, deal, deal_within, pick
from vrn_demo.agencies.people import YOUNGEST_SUSPECT, draw_ages, draw_births
from vrn_demo.agencies.seasons import ERAS, POLICE_MONTHS, season, strictness
from vrn_demo.agencies.suspects import meet_again
from vrn_demo.agencies.times import DAY, HOME
from vrn_demo.agencies.victims import NOBODY
from vrn_demo.agencies.violence import (
    EDUCATION_ELSEWHERE,
    HOSPITALITY_ELSEWHERE,
    weigh_codes,
)

if TYPE_CHECKING:
    from vrn_demo.agencies.ground import Ground
    from vrn_demo.agencies.people import People
    from vrn_demo.agencies.planted import Planted

PLAIN, DOMESTIC, SEXUAL = range(3)
OUTSIDE_TIMES = 2.4
"""Offences that neither definition holds, for each one of serious violence."""

_REST_OF_PLACES = {
    "": 0.44,
    "dwelling garden": 0.2,
    "care home": 0.07,
    "prison": 0.05,
    "hospital ward": 0.05,
    "street": 0.14,
    "other": 0.05,
}
_SORTS = {"dwelling": (0.23, 0.63, 0.14), "": (0.7, 0.2, 0.1), "dwelling garden": (0.6, 0.36, 0.04)}
"""Shares of plain, domestic and sexual by place that is not public; `_ELSEWHERE` for others."""
_IN_PUBLIC = (0.0, 0.55, 0.45)
_ELSEWHERE = (0.9, 0.04, 0.06)
_SEXUAL_CODES = {
    "20A": 0.42,
    "19C": 0.28,
    "20B": 0.08,
    "17A": 0.06,
    "19D": 0.05,
    "17B": 0.04,
    "19E": 0.03,
    "19F": 0.02,
    "19G": 0.01,
    "19H": 0.01,
}
_SEXUAL_AND_DOMESTIC = 0.3
_OUTSIDE_CODES = {
    "105A": 0.31,
    "8L": 0.15,
    "9A": 0.14,
    "28E": 0.07,
    "58D": 0.06,
    "3B": 0.05,
    "46": 0.05,
    "104": 0.04,
    "10D": 0.03,
    "30C": 0.03,
    "39": 0.03,
    "8S": 0.02,
    "8Q": 0.015,
    "105B": 0.01,
    "36": 0.004,
    "4/3": 0.0002,
    "4/7": 0.0003,
}
_NOT_CLASSIFIED = 0.003
_WITHOUT_PERSON = {"46", "58D", "30C", "10D"}
_WEIGHTS_OF_AGES = np.array([0.25, 1.1, 1.5, 1.5, 1.35, 0.95, 0.6, 0.3])
_PLACES_OUTSIDE = {
    "dwelling": 0.42,
    "street": 0.26,
    "shop or business": 0.1,
    "": 0.07,
    "licensed premises": 0.03,
    "school or college": 0.03,
    "car park": 0.03,
    "park or open land": 0.02,
    "transport": 0.02,
    "hospital ward": 0.01,
    "dwelling garden": 0.01,
}


def draw_wider(
    planted: Planted, months: np.ndarray, ground: Ground, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """The offences of duty-2023 alone: in dwellings, domestic, sexual, or of no recorded place.

    `months` is the serious violence of each month; over each run of months the wider ones come to
    the planted number of times as many.
    """
    month = _draw_months(months, planted.wider_times - 1, depth=0.08, rng=rng)
    found = {"month": month, "era": ERAS[month], "kind": np.full(len(month), HOME)}
    found["place"] = np.zeros(len(month), dtype=int)
    for era in range(3):
        here = np.flatnonzero(found["era"] == era)
        narrow = int(months[era == ERAS].sum())
        found["place"][here] = _deal_places(planted, narrow, len(here), rng)
    sort = deal_within(rng, found["place"], np.array([_weigh_sorts(name) for name in PLACES]))
    by_chance = rng.random(len(month))
    found["domestic"] = (sort == DOMESTIC) | ((sort == SEXUAL) & (by_chance < _SEXUAL_AND_DOMESTIC))
    plain = weigh_codes(planted, robbery=0.03)
    sexual = _weigh(_SEXUAL_CODES)
    found["code"] = deal_within(rng, (sort == SEXUAL).astype(int), np.array([plain, sexual]))
    bears = np.array([float(one.bears_knife) for one in CODES])[found["code"]]
    found["knife"] = pick(rng, bears, round(0.045 * len(month)))
    found["piece"] = _draw_pieces(ground, len(month), rng)
    found["late"] = rng.random(len(month)) < np.where(sort == SEXUAL, 0.3, 0.05)
    return found


def draw_outside(
    months: np.ndarray, ground: Ground, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Offences that no definition holds, with a few codes that no list knows and a few old ones."""
    month = _draw_months(months, OUTSIDE_TIMES, depth=0.2, rng=rng)
    count = len(month)
    weights = _weigh(_OUTSIDE_CODES) * (1 - _NOT_CLASSIFIED)
    weights[numbers_in("unknown")] = _NOT_CLASSIFIED / 2
    code = deal(rng, count, weights)
    place = deal(rng, count, [_PLACES_OUTSIDE.get(name, 0.0) for name in PLACES])
    old = rng.permutation(count)[: max(round(0.0006 * count), 3)]
    code[old] = rng.choice(numbers_in("legacy"), len(old))
    place[old] = PLACE["dwelling"]
    bears = np.array([float(one.bears_knife) for one in CODES])[code]
    return {
        "month": month,
        "era": ERAS[month],
        "kind": rng.choice([DAY, HOME], count, p=[0.45, 0.55]),
        "place": place,
        "domestic": (place == PLACE["dwelling"]) & (rng.random(count) < 0.55),
        "code": code,
        "knife": pick(rng, bears, round(0.2 * bears.sum())),
        "piece": _draw_pieces(ground, count, rng),
        "late": rng.random(count) < 0.03,
    }


def name_people(
    found: dict[str, np.ndarray], *, people: People, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """The victim of each offence or NOBODY, and its suspect or NOBODY."""
    codes = [one.code for one in CODES]
    has_victim = ~np.isin(
        found["code"], [n for n, code in enumerate(codes) if code in _WITHOUT_PERSON]
    )
    sexual = np.isin(found["code"], numbers_in("sexual"))
    has_suspect = rng.random(len(sexual)) < np.where(found["domestic"], 0.92, 0.38)
    male = np.where(sexual, 0.12, np.where(found["domestic"], 0.27, 0.5))
    victims = _draw_role(found, has_victim, male, again=0.2, youngest=0, people=people, rng=rng)
    male = np.where(sexual, 0.97, np.where(found["domestic"], 0.78, 0.76))
    suspects = _draw_role(
        found, has_suspect, male, again=0.3, youngest=YOUNGEST_SUSPECT, people=people, rng=rng
    )
    return victims, suspects


def _draw_role(
    found: dict[str, np.ndarray],
    has: np.ndarray,
    male: np.ndarray,
    *,
    again: float,
    youngest: int,
    people: People,
    rng: np.random.Generator,
) -> np.ndarray:
    """A person for each offence that has one; `again` of them are met before."""
    here = np.flatnonzero(has)
    place = meet_again(len(here), again, rng)
    count = int(place.max()) + 1
    some = np.zeros(count, dtype=int)
    # the earliest offence of each person comes last, and stays
    latest_first = np.argsort(found["committed"][here])[::-1]
    some[place[latest_first]] = here[latest_first]
    weights = _WEIGHTS_OF_AGES * people.living.of_bands()
    young = rng.random(count) < 0.36
    ages = draw_ages(young, weights, people.by_age(), rng, youngest=youngest)
    born = draw_births(ages, found["committed"][some], rng)
    sex = (rng.random(count) < male[some]).astype(int)
    persons = np.full(len(has), NOBODY)
    persons[here] = people.add(sex, born)[place]
    return persons


def _draw_months(
    months: np.ndarray, times: float, *, depth: float, rng: np.random.Generator
) -> np.ndarray:
    """The month of each offence: `times` as many as `months` over each run, in a flatter shape."""
    shape = season(POLICE_MONTHS, 0.04) * (1 - depth * strictness(POLICE_MONTHS))
    shape = shape * rng.normal(1, 0.02, len(shape)) * np.linspace(0.96, 1.06, len(shape))
    counts = np.zeros(len(months), dtype=int)
    for era in range(3):
        own = era == ERAS
        counts[own] = apportion(round(times * int(months[own].sum())), shape[own])
    return np.repeat(np.arange(len(months)), counts)


def _deal_places(planted: Planted, narrow: int, count: int, rng: np.random.Generator) -> np.ndarray:
    """The kind of place of each, so that all of the wider definition comes to what is planted."""
    every = narrow + count
    weights = np.zeros(len(PLACES))
    weights[PLACE["dwelling"]] = planted.wider_in_dwellings * every
    inns = planted.wider_hospitality * every * HOSPITALITY_ELSEWHERE
    weights[PLACE["licensed premises"]] = inns
    weights[PLACE["school or college"]] = planted.wider_education * every * EDUCATION_ELSEWHERE
    rest = count - weights.sum()
    if rest < 0:
        raise ValueError("so many offences in dwellings leave no room for any other place")
    for name, share in _REST_OF_PLACES.items():
        weights[PLACE[name]] += share * rest
    return deal(rng, count, apportion(count, weights))


def _weigh_sorts(place: str) -> tuple[float, float, float]:
    if place in PLACES[:8]:
        return _IN_PUBLIC
    return _SORTS.get(place, _ELSEWHERE)


def _weigh(shares: dict[str, float]) -> np.ndarray:
    """Weights of all codes from shares by class."""
    weights = np.zeros(len(CODES))
    for code, share in shares.items():
        weights[number_of(code)] = share
    return weights / weights.sum()


def _draw_pieces(ground: Ground, count: int, rng: np.random.Generator) -> np.ndarray:
    weights = ground.weigh(centres=2.0)
    return rng.choice(len(weights), count, p=weights / weights.sum())
