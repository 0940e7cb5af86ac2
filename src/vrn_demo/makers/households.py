"""Who lives with whom: sizes, roles, sexes, days of birth, twins; the first maker's mechanism."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn.terms.ages import BANDS
from vrn_demo.makers.luck import Luck, draw_shares
from vrn_demo.makers.naming import GROUPS, MALE

if TYPE_CHECKING:
    from vrn_demo.makers.made import Streams
    from vrn_demo.makers.reading_settings import Settings

FIRST, PARTNER, CHILD, SIBLING = range(4)
YEAR = 365.2425
_OLDEST = 89


class People(NamedTuple):
    """A row for each person, households together; `first` is the row of the household's first."""

    sex: np.ndarray
    born: np.ndarray
    group: np.ndarray
    household: np.ndarray
    first: np.ndarray
    role: np.ndarray

    def up_to(self, count: int) -> People:
        """The first `count` people."""
        return People(*(column[:count] for column in self))


def draw_people(settings: Settings, streams: Streams, count: int) -> People:
    """`count` people in households of the stated sizes."""
    rng = streams["households"]
    sizes = np.array(list(settings.households))[draw_shares(settings.households, count, rng)]
    households = int(np.searchsorted(np.cumsum(sizes), count)) + 1
    household = np.repeat(np.arange(households), sizes[:households])[:count]
    first = (np.cumsum(sizes) - sizes)[household]
    shares = {name: group.share for name, group in settings.groups.items()}
    places = np.array([GROUPS.index(name) for name in shares])
    group = places[draw_shares(shares, households, streams["groups"])][household]
    luck = Luck(settings, streams, group)
    born = _draw_births(settings, first, streams["ages"])
    role = _deal_roles(luck, first, born, settings)
    born, role = _move_births(settings, streams["kin ages"], (born, role, first))
    return People(_draw_sexes(luck, role, first), _make_twins(luck, born, role), group,
                  household, first, role)  # fmt: skip


def _draw_births(settings: Settings, first: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Days of birth by the stated ages on the first day, in days of the calendar's count."""
    labels = list(settings.ages)
    lows_highs = {f"{low}-{high}" if high else f"{low} and over": (low, high or _OLDEST)
                  for low, high in BANDS}  # fmt: skip
    band = draw_shares(settings.ages, len(first), rng)
    low, high = np.array([lows_highs[label] for label in labels]).T
    age = low[band] + rng.random(len(first)) * (high[band] + 1 - low[band])
    return (_day(settings.first_day) - 1 - age * YEAR).astype(np.int64)


def _day(day: object) -> int:
    return int(np.datetime64(str(day), "D").astype(np.int64))


def _deal_roles(luck: Luck, first: np.ndarray, born: np.ndarray, settings: Settings) -> np.ndarray:
    """First, partner, child or sibling of the first, for each person."""
    place = np.arange(len(first)) - first
    role = np.where(place == 0, FIRST, SIBLING)
    is_grown = born[first] < _day(settings.first_day) - 18 * YEAR
    role[luck.befalls("child", place > 0)] = CHILD
    role[luck.befalls("partner", (place == 1) & is_grown)] = PARTNER
    return role


def _move_births(
    settings: Settings, rng: np.random.Generator, rows: tuple[np.ndarray, ...]
) -> tuple[np.ndarray, np.ndarray]:
    """Births of kin set by the first member's; a child that would come too late is a sibling."""
    born, role, first = rows
    head = born[first]
    start = _day(settings.first_day)
    near = head + rng.normal(0, 4 * YEAR, len(born)).astype(np.int64)
    later = head + (np.clip(rng.normal(28, 6, len(born)), 15, 45) * YEAR).astype(np.int64)
    role = np.where((role == CHILD) & (later >= start), SIBLING, role)
    apart = np.where(abs(near - head) < 300, head + 300 + near % 700, near)
    set_by_kin = [
        np.minimum(near, start - int(17 * YEAR)),
        later,
        np.minimum(apart, start - 1),
    ]
    return np.select([role == PARTNER, role == CHILD, role == SIBLING], set_by_kin, born), role


def _draw_sexes(luck: Luck, role: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Sexes at the stated share; a partner has mostly the other one."""
    sex = np.zeros(len(role), dtype=np.int64)
    sex[luck.befalls("male")] = MALE
    other = (role == PARTNER) & (luck.how("male").random(len(role)) < 0.97)
    return np.where(other, 1 - sex[first], sex)


def _make_twins(luck: Luck, born: np.ndarray, role: np.ndarray) -> np.ndarray:
    """Days of birth as dates; a twin has that of the member before, of the same generation."""
    before = np.concatenate([[PARTNER], role[:-1]])
    can = (role == before) & np.isin(role, (CHILD, SIBLING))
    can |= (role == SIBLING) & (before == FIRST)
    twins = luck.befalls("twin", can)
    twins = twins[~np.isin(twins - 1, twins)]
    born[twins] = born[twins - 1]
    return born.astype("datetime64[D]")


def find_double(people: People) -> np.ndarray:
    """The row of another of the same sex in the household, or -1."""
    found = np.full(len(people.sex), -1)
    rows = np.arange(len(people.sex))
    for step in (2, -2, 1, -1):
        other = np.clip(rows + step, 0, len(rows) - 1)
        fits = (people.household[other] == people.household) & (people.sex[other] == people.sex)
        found = np.where(fits & (other != rows), other, found)
    return found
