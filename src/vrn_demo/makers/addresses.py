"""Where people live: chains of made-up postcodes, homes left, and no home at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn_demo.makers.naming import GROUPS
from vrn_demo.postcodes import INWARD_LETTERS

if TYPE_CHECKING:
    from vrn_demo.makers.households import People
    from vrn_demo.makers.luck import Luck

_MOST_MOVES = 5
_SECTOR = len(INWARD_LETTERS) ** 2
_OUTWARD = 9 * _SECTOR
_NEARBY = 3 * _SECTOR
_OWN_STRETCH = 0.06
NO_HOME = "ZZ99 3VZ"
"""The pseudo-postcode of no fixed abode."""
_HOSTELS = 6


class Homes(NamedTuple):
    """Places in `postcodes`: of households by number of moves so far, of those who left."""

    postcodes: np.ndarray
    chain: np.ndarray
    moved: np.ndarray
    left_for: np.ndarray
    left_at: np.ndarray
    homeless: np.ndarray


def spell_postcode(place: int) -> str:
    """The postcode of a place: neighbours in number are neighbours on the ground."""
    outward, rest = divmod(place, _OUTWARD)
    sector, letters = divmod(rest, _SECTOR)
    first, second = divmod(letters, len(INWARD_LETTERS))
    return f"XL{outward + 1} {sector + 1}{INWARD_LETTERS[first]}{INWARD_LETTERS[second]}"


def settle(luck: Luck, people: People) -> Homes:
    """Homes of everybody over the period."""
    settings, streams = luck.settings, luck.streams
    count = len(people.sex)
    per = settings.rates["persons_per_postcode"]
    wanted = int(count / per) + 20
    spread = max(1, _OUTWARD * 2 // wanted)
    postcodes = np.array([spell_postcode(n * spread) for n in range(wanted)], dtype=object)
    households = int(people.household[-1]) + 1
    start = np.searchsorted(people.household, np.arange(households))
    first = _first_homes(luck, wanted)[start]
    days = _days_of(luck)
    moved = _draw_moves(luck, start, days)
    chain = _draw_chain(luck, first, (wanted, max(1, _NEARBY // spread)))
    left_at = np.full(count, days[-1] + 1)
    leavers = luck.befalls("leaves_home", people.first != np.arange(count))
    rng = streams["where leaves_home"]
    left_at[leavers] = days[(rng.random(count) * len(days)).astype(np.int64)][leavers]
    left_for = (rng.random(count) * wanted).astype(np.int64)
    homeless = np.zeros(count, dtype=bool)
    homeless[luck.befalls("no_fixed_abode")] = True
    return Homes(postcodes, chain, moved, left_for, left_at, homeless)


def _days_of(luck: Luck) -> np.ndarray:
    first, last = luck.settings.first_day, luck.settings.last_day
    return np.arange(np.datetime64(first), np.datetime64(last) + 1)


def _first_homes(luck: Luck, wanted: int) -> np.ndarray:
    """A place for each person (a household takes its first's): anywhere, or near the own group."""
    rng = luck.how("lives_near_own_group")
    count = len(luck.group)
    anywhere = (rng.random(count) ** 1.3 * wanted).astype(np.int64)
    middle = (luck.group + 0.5) / len(GROUPS)
    near = (middle + rng.normal(0, _OWN_STRETCH, count)) % 1 * wanted
    own = luck.befalls("lives_near_own_group")
    anywhere[own] = near[own].astype(np.int64)
    return np.minimum(anywhere, wanted - 1)


def _draw_moves(luck: Luck, start: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Days of the moves of each household, earliest first; the day after the last for none."""
    years = len(days) / 365.2425
    rates = luck.chance("moves_per_year")[start] * years
    rng = luck.how("moves_per_year")
    number = np.minimum(rng.poisson(rates), _MOST_MOVES)
    drawn = days[rng.integers(len(days), size=(len(start), _MOST_MOVES))]
    none = np.arange(_MOST_MOVES) >= number[:, None]
    drawn[none] = days[-1] + 1
    return np.sort(drawn, axis=1)


def _draw_chain(luck: Luck, first: np.ndarray, ground: tuple[int, int]) -> np.ndarray:
    """Homes of each household: the first, and that after each possible move."""
    wanted, nearby = ground
    rng = luck.how("moves_nearby")
    chain = [first]
    rate = luck.settings.rates["moves_nearby"]
    for _ in range(_MOST_MOVES):
        step = rng.integers(1, nearby + 1, size=len(first)) * rng.choice((-1, 1), len(first))
        far = rng.integers(wanted, size=len(first))
        chain.append(np.where(rng.random(len(first)) < rate, (chain[-1] + step) % wanted, far))
    return np.stack(chain, axis=1)


def find_homes(
    luck: Luck, homes: Homes, whose: tuple[np.ndarray, np.ndarray, np.ndarray], *, stale: str
) -> np.ndarray:
    """The postcode that each record has, from its person, household and day."""
    person, household, at = whose
    moves = (homes.moved[household] <= at[:, None]).sum(axis=1)
    has_left = homes.left_at[person] <= at
    late = np.zeros(len(person), dtype=bool)
    late[luck.befalls(stale, (moves > 0) | has_left)] = True
    moves = moves - (late & ~has_left)
    place = homes.chain[household, moves]
    place = np.where(has_left & ~late, homes.left_for[person], place)
    found = homes.postcodes[place]
    without = np.flatnonzero(homes.homeless[person])
    rng = luck.how("no_fixed_abode")
    kind = rng.random(len(person))[without]
    hostel = homes.postcodes[rng.integers(_HOSTELS, size=len(person))[without]]
    found[without] = np.select([kind < 0.4, kind < 0.75], ["", NO_HOME], hostel)
    return found
