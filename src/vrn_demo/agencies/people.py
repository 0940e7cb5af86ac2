"""Made-up people: sex, day of birth, home and ethnic group; names are put to them by spelling.

A person is a number: its place in the arrays. Nobody here is real, and nobody is looked up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from vrn.terms.ages import BANDS
from vrn_demo.agencies.dealing import apportion, deal

if TYPE_CHECKING:
    from vrn_demo.agencies.ground import Ground
    from vrn_demo.agencies.sizes import Living
    from vrn_demo.residents import Residents

FEMALE, MALE = 0, 1
ELSEWHERE = -1
"""The home of somebody who does not live in the made-up area."""
_LIVE_ELSEWHERE = 0.09
_OLDEST = 89
YOUNGEST_SUSPECT = 8
"""In completed years: the police also record a few who are too young to be charged."""
_DAYS_OF_A_YEAR = 365.2425
BANDS_UNDER_25 = 4


@dataclass
class People:
    """Everybody drawn so far; the arrays grow together and are read at the end."""

    ground: Ground
    residents: Residents
    living: Living
    rng: np.random.Generator
    _sex: list[np.ndarray] = field(default_factory=list)
    _born: list[np.ndarray] = field(default_factory=list)
    _home: list[np.ndarray] = field(default_factory=list)
    _group: list[np.ndarray] = field(default_factory=list)
    count: int = 0

    def add(self, sex: np.ndarray, born: np.ndarray) -> np.ndarray:
        """The numbers of new people of this sex and day of birth, at home somewhere."""
        homes = self._draw_homes(len(sex))
        self._sex.append(sex)
        self._born.append(born.astype("datetime64[D]"))
        self._home.append(homes)
        self._group.append(self._draw_groups(homes))
        self.count += len(sex)
        return np.arange(self.count - len(sex), self.count)

    def _draw_homes(self, count: int) -> np.ndarray:
        """Pieces of ground by who lives there and how busy it is, or elsewhere."""
        weights = self.ground.residents * np.sqrt(self.ground.busy)
        homes = self.rng.choice(len(weights), count, p=weights / weights.sum())
        return np.where(self.rng.random(count) < _LIVE_ELSEWHERE, ELSEWHERE, homes)

    def _draw_groups(self, homes: np.ndarray) -> np.ndarray:
        """An ethnic group for each, as common as among the residents of the home's piece."""
        by_piece = self.residents.by_piece.sum(axis=(1, 2)).astype(float)
        shares = np.vstack([by_piece, by_piece.sum(axis=0)])
        shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1)
        steps = shares.cumsum(axis=1)
        drawn = (self.rng.random(len(homes))[:, None] > steps[homes]).sum(axis=1)
        return np.asarray(np.minimum(drawn, shares.shape[1] - 1))

    @property
    def sex(self) -> np.ndarray:
        """FEMALE or MALE of each person."""
        return np.concatenate(self._sex)

    @property
    def born(self) -> np.ndarray:
        """The day of birth of each person."""
        return np.concatenate(self._born)

    @property
    def home(self) -> np.ndarray:
        """The piece of ground where each person lives, or ELSEWHERE."""
        return np.concatenate(self._home)

    @property
    def group(self) -> np.ndarray:
        """The ethnic group of each person, by its place in ETHNIC_GROUPS of the residents."""
        return np.concatenate(self._group)

    def by_age(self) -> np.ndarray:
        """Residents at each age, for drawing ages inside a band."""
        return self.living.by_age


def draw_sexes(count: int, male: float, rng: np.random.Generator) -> np.ndarray:
    """Sexes dealt out so that the planted part is male."""
    return deal(rng, count, [1 - male, male])


def draw_ages(
    young: np.ndarray,
    weights: np.ndarray,
    by_age: np.ndarray,
    rng: np.random.Generator,
    *,
    youngest: int = 0,
) -> np.ndarray:
    """An age in completed years for each, on its side of 25; bands by `weights`, dealt out.

    Nobody is younger than `youngest`, who is in the first band.
    """
    ages = np.zeros(len(young), dtype=int)
    for side, bands in ((True, range(BANDS_UNDER_25)), (False, range(BANDS_UNDER_25, len(BANDS)))):
        here = rng.permutation(np.flatnonzero(young == side))
        dealt = apportion(len(here), weights[list(bands)])
        start = 0
        for band, count in zip(bands, dealt, strict=True):
            first, last = BANDS[band]
            years = np.arange(max(first, youngest), (last or _OLDEST) + 1)
            shares = by_age[years] + 1.0
            ages[here[start : start + count]] = rng.choice(years, count, p=shares / shares.sum())
            start += count
    return ages


def draw_births(ages: np.ndarray, on: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A day of birth for each age in completed years on a day."""
    within = rng.uniform(0.003, 0.997, len(ages))
    days = ((ages + within) * _DAYS_OF_A_YEAR).astype(int)
    return on.astype("datetime64[D]") - days.astype("timedelta64[D]")


def find_ages(born: np.ndarray, on: np.ndarray) -> np.ndarray:
    """Age in completed years on each day; somebody born on 29 February is a year older in March."""
    born, on = born.astype("datetime64[D]"), on.astype("datetime64[D]")
    years = on.astype("datetime64[Y]").astype(int) - born.astype("datetime64[Y]").astype(int)
    day_of_year = [
        100 * (days.astype("datetime64[M]").astype(int) % 12)
        + (days - days.astype("datetime64[M]")).astype(int)
        for days in (born, on)
    ]
    return np.asarray(years - (day_of_year[1] < day_of_year[0]))


def keep_under_25(born: np.ndarray, last: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The births, later where somebody would be 25 by the last of these days."""
    is_late = find_ages(born, last) >= BANDS[BANDS_UNDER_25][0]
    young_enough = draw_births(np.full(len(born), 24), last, rng)
    return np.where(is_late, young_enough, born)
