"""The victims of serious violence: distinct persons, their sexes and ages as planted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.agencies import gaps
from vrn_demo.agencies.codes import number_of
from vrn_demo.agencies.dealing import pick
from vrn_demo.agencies.people import draw_ages, draw_births, draw_sexes, keep_under_25
from vrn_demo.agencies.sizes import VICTIM_NAMED, VICTIMS_AGAIN

if TYPE_CHECKING:
    from vrn_demo.agencies.people import People
    from vrn_demo.agencies.planted import Planted

NOBODY = -1
"""The victim of an offence that has none in the files."""
_UNNAMED_IN_BUSINESS = 12.0
"""How much likelier no person is named where the robbery is of business property."""


def draw_victims(
    planted: Planted,
    bands: np.ndarray,
    found: dict[str, np.ndarray],
    *,
    people: People,
    rng: np.random.Generator,
) -> np.ndarray:
    """The person who is the victim of each offence, or NOBODY.

    `bands` has the residents of each age band. A second offence against the same person lies in
    the same run of months and on the same side of 25.
    """
    victims = np.full(len(found["era"]), NOBODY)
    business = np.where(found["code"] == number_of("34A"), _UNNAMED_IN_BUSINESS, 1.0)
    for era in range(3):
        here = np.flatnonzero(found["era"] == era)
        unnamed = pick(rng, business[here], len(here) - round(VICTIM_NAMED * len(here)))
        named = rng.permutation(here[~unnamed])
        victims[named] = _name(planted, bands, found, named, people=people, rng=rng)
    return victims


def _name(
    planted: Planted,
    bands: np.ndarray,
    found: dict[str, np.ndarray],
    offences: np.ndarray,
    *,
    people: People,
    rng: np.random.Generator,
) -> np.ndarray:
    """The persons of these offences, some of them met twice."""
    place = np.zeros(len(offences), dtype=int)
    count = 0
    young = found["young"][offences]
    for side in (True, False):
        own = np.flatnonzero(young == side)
        distinct = len(own) - round(VICTIMS_AGAIN * len(own))
        place[own[:distinct]] = count + np.arange(distinct)
        place[own[distinct:]] = count + rng.permutation(distinct)[: len(own) - distinct]
        count += distinct
    days = found["committed"][offences].astype("datetime64[D]")
    first, last = np.zeros(count, dtype="datetime64[D]"), np.zeros(count, dtype="datetime64[D]")
    order = np.argsort(days)
    last[place[order]] = days[order]
    first[place[order[::-1]]] = days[order[::-1]]
    is_young = np.zeros(count, dtype=bool)
    is_young[place] = young
    weights = np.array(planted.victim_rates) * bands
    born = draw_births(draw_ages(is_young, weights, people.by_age(), rng), first, rng)
    born = np.where(is_young, keep_under_25(born, last, rng), born)
    return people.add(draw_sexes(count, planted.victims_male / (1 - gaps.NO_SEX), rng), born)[place]
