"""People of three generations in families, and names that families hand on: the second mechanism.

A name is as likely as it is common: each family takes one that others bear already or, at the
stated weight, a new one put together from sounds (the Chinese restaurant process, Pitman 2006).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn_demo.makers.households import CHILD, FIRST, PARTNER, SIBLING, People, draw_people
from vrn_demo.makers.identities import rows_by_group
from vrn_demo.makers.naming import MALE, names_of

if TYPE_CHECKING:
    from vrn_demo.makers.luck import Luck
    from vrn_demo.makers.made import Streams
    from vrn_demo.makers.reading_settings import Settings

YEAR = 365.2425
_ELDERS = 3


class Borne(NamedTuple):
    """The name of each person, and the short form of it, empty where nobody uses one."""

    forename: np.ndarray
    surname: np.ndarray
    short: np.ndarray


def grow_people(settings: Settings, streams: Streams, count: int) -> People:
    """`count` people: couples, their children and, where four or more live together, elders.

    Sizes and the ages of first members are as stated; who they are to one another follows from a
    tree: every third further member of a large household is a parent of the first.
    """
    people = draw_people(settings, streams, count)
    place = np.arange(count) - people.first
    is_elder = (place >= _ELDERS) & (people.role != PARTNER)
    rng = streams["elders"]
    older = (np.clip(rng.normal(29, 5, count), 17, 50) * YEAR).astype(np.int64)
    born = np.where(is_elder, people.born[people.first] - older, people.born)
    role = np.where(is_elder, SIBLING, people.role)
    return people._replace(born=born, role=role)


def hand_on_names(luck: Luck, people: People) -> Borne:
    """A name for everybody, by the tree."""
    count = len(people.sex)
    columns = [np.full(count, "", dtype=object) for _ in range(3)]
    weight = luck.settings.rates["new_name"]
    for name, rows in rows_by_group(people.group):
        rng = luck.streams[f"restaurant {name}"]
        families = _seat(len(rows), weight, rng)
        columns[0][rows] = _sound(name, families, "surname", rng)
        for column, sex in zip(columns[1:], (MALE, 1 - MALE), strict=True):
            seats = _seat(len(rows), weight / 4, rng)
            column[rows] = _sound(name, seats, f"forename {sex}", rng)
    surname = np.where(people.role == PARTNER, columns[0], columns[0][people.first])
    shared = luck.befalls("partner_same_surname", people.role == PARTNER)
    surname[shared] = surname[people.first[shared]]
    forename = np.where(people.sex == MALE, columns[1], columns[2])
    forename = _name_after(luck, people, forename)
    short = np.full(count, "", dtype=object)
    rows = luck.befalls("called_short")
    length = luck.how("called_short").integers(2, 5, size=count)[rows]
    ending = luck.how("ending").choice(("", "", "y", "ie", "o"), count)[rows]
    short[rows] = [
        f"{full[:cut]}{end}"
        for full, cut, end in zip(forename[rows].tolist(), length.tolist(), ending, strict=True)
    ]
    return Borne(forename, surname, short)


def _name_after(luck: Luck, people: People, forename: np.ndarray) -> np.ndarray:
    """Children and kin named after the first of the household, or after its partner, by sex."""
    first = people.first
    second = np.minimum(first + 1, len(forename) - 1)
    has_second = (people.role[second] == PARTNER) & (people.household[second] == people.household)
    like_first = people.sex == people.sex[first]
    elder = np.where(like_first, first, second)
    can = (people.role != FIRST) & (people.role != PARTNER) & (like_first | has_second)
    can &= (people.role == CHILD) | (people.role == SIBLING)
    rows = luck.befalls("named_after_kin", can & (people.sex[elder] == people.sex))
    named = forename.copy()
    named[rows] = forename[elder[rows]]
    return named


def _seat(count: int, weight: float, rng: np.random.Generator) -> np.ndarray:
    """The table of each guest of a Chinese restaurant: a new one, or that of an earlier guest.

    Whoever takes none follows a guest drawn among those before; chains are followed to their
    first, in as many steps as halve what is left.
    """
    guests = np.arange(count)
    is_new = rng.random(count) < weight / (weight + guests)
    follows = np.where(is_new, guests, (rng.random(count) * guests).astype(np.int64))
    while (follows[follows] != follows).any():
        follows = follows[follows]
    return follows


def _sound(group: str, seats: np.ndarray, kind: str, rng: np.random.Generator) -> np.ndarray:
    """A name for each table, from beginnings and endings of the group's names as they sound."""
    names = names_of(group)
    if kind == "surname":
        known = np.concatenate([names.surnames, names.tail_surnames[:400]])
    else:
        own = names.male if kind.endswith(str(MALE)) else names.female
        known = np.concatenate([own, names.tail_forenames[:150]])
    tables, at = np.unique(seats, return_inverse=True)
    begin, end = rng.integers(len(known), size=(2, len(tables)))
    made = np.empty(len(tables), dtype=object)
    made[:] = [
        _blend(one, other)
        for one, other in zip(known[begin].tolist(), known[end].tolist(), strict=True)
    ]
    return made[at]


def _blend(one: str, other: str) -> str:
    """The beginning of one name with the ending of another, cut where a vowel ends."""
    cut = next((n for n in range(1, len(one)) if one[n] in "aeiouy"), len(one) - 1)
    rest = next((n for n in range(1, len(other)) if other[n] not in "aeiouy"), len(other))
    return (one[: cut + 1] + other[rest:]).capitalize()
