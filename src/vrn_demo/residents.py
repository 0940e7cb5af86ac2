"""Who lives in the made-up area: residents by piece of ground, age, sex and ethnic group.

The districts are about as large and as old as the real ones, and the ethnic groups about as large
(public totals of the middle of 2020 and of the census of 2021); who lives where is made up. Small
areas of 2011 have about 1,000 to 3,100 residents; those that were split are large, those that
were merged small, because that is why the real ones are changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.area import CITY, DISTRICTS
from vrn_demo.layout import CENTRE_CELL
from vrn_demo.shapes import place_centre

if TYPE_CHECKING:
    from vrn_demo.area import MadeUpArea

AGES = (*(str(age) for age in range(90)), "90+")
SEXES = ("female", "male")
ETHNIC_GROUPS = (
    "Asian, Asian British or Asian Welsh",
    "Black, Black British, Black Welsh, Caribbean or African",
    "Mixed or Multiple ethnic groups",
    "White",
    "Other ethnic group",
)

_ABOUT = {
    "E06000016": 355_000,
    "E06000017": 40_000,
    "E07000129": 102_000,
    "E07000130": 186_000,
    "E07000131": 95_000,
    "E07000132": 113_000,
    "E07000133": 52_000,
    "E07000134": 104_000,
    "E07000135": 57_000,
}
"""Residents of each district, from which those drawn are a per cent or so away."""
_FEWEST, _MOST = 1000, 3100
_SIZE_BY_KIND = {"U": 1.0, "S": 1.45, "M": 0.65, "X": 1.0}

_YOUNG_ADULTS = {CITY: 0.75, "E07000130": 0.5, "E07000135": 0.2}
"""How much a district's ages bulge at 22: where there are universities."""
_OLDER_ADULTS = {CITY: 0.0, "E07000130": 0.3, "E06000017": 0.7, "E07000133": 0.6}
_FALLS_BY_AGE = {CITY: 200}
"""Years over which a district's ages fall to a third of those of the newly born."""

# Shares in a hundred, in the order of ETHNIC_GROUPS.
_GROUPS = {
    "E06000016": (51, 9, 4.5, 31, 4.5),
    "E06000017": (1.5, 1.4, 1.8, 94.8, 0.5),
    "E07000129": (8, 1.6, 2.7, 86.4, 1.3),
    "E07000130": (12, 1.5, 2.5, 82.8, 1.2),
    "E07000131": (5.4, 0.7, 2, 91.1, 0.8),
    "E07000132": (2.8, 0.6, 1.8, 94.2, 0.6),
    "E07000133": (1.1, 0.4, 1.3, 96.9, 0.3),
    "E07000134": (1.5, 0.6, 1.5, 95.9, 0.5),
    "E07000135": (28, 2.2, 3.2, 63.4, 3.2),
}
_LEAN_OF_THE_EAST = np.array([0.14, 0.01, 0.0, -0.13, 0.03])
"""How much larger (as a logarithm) a group is one hexagon unit further east in the city."""
_YOUNGER = np.array([0.008, 0.008, 0.03, 0.0, 0.012])
"""How much smaller (as a logarithm) a group is at each year of age more."""
_ALIKE, _ALIKE_ELSEWHERE = 14.0, 80.0
"""How alike the city's small areas are in their ethnic groups, and those of another district."""


@dataclass(frozen=True)
class Residents:
    """Residents of the made-up area; each array in the order of the area's own lists."""

    by_piece: np.ndarray
    """Middle of 2020: for each piece of ground by AGES, SEXES and ETHNIC_GROUPS (four axes)."""
    by_group_2021: np.ndarray
    """Census of 2021: one row for each small area of 2021, one column for each ETHNIC_GROUPS."""

    def __post_init__(self) -> None:
        """Refuse counts below zero and an array of another shape."""
        if self.by_piece.shape[1:] != (len(AGES), len(SEXES), len(ETHNIC_GROUPS)):
            raise ValueError("residents of a piece are by age, sex and ethnic group")
        if min(self.by_piece.min(), self.by_group_2021.min()) < 0:
            raise ValueError("residents cannot be fewer than none")

    @property
    def of_pieces_2020(self) -> np.ndarray:
        """Middle of 2020: one number for each piece of ground."""
        return np.asarray(self.by_piece.sum(axis=(1, 2, 3)))


def draw_residents(area: MadeUpArea, rng: np.random.Generator) -> Residents:
    """Made-up residents of every piece of ground, drawn with `rng`."""
    of_pieces = _share_among_pieces(area, _draw_totals(area, rng), rng)
    ages = rng.multinomial(of_pieces, _weigh_ages(area, rng))
    female = 0.488 + 0.15 * (np.arange(len(AGES)) / 90) ** 4
    females = rng.binomial(ages, female)
    by_sex = np.stack([females, ages - females], axis=2)
    by_piece = rng.multinomial(by_sex, _weigh_groups(area, rng)[:, :, None, :])
    return Residents(by_piece, _draw_census(area, by_piece, rng))


def sum_small_areas(area: MadeUpArea, residents: Residents) -> np.ndarray:
    """Residents of each small area of 2011 (rows) at each age (columns), the middle of 2020."""
    by_age = residents.by_piece.sum(axis=(2, 3))
    return np.array([by_age[list(place.pieces)].sum(axis=0) for place in area.areas_2011])


def sum_districts(area: MadeUpArea, residents: Residents) -> dict[str, np.ndarray]:
    """Residents by district code, the middle of 2020: one row for each age, one column a sex."""
    by_sex = residents.by_piece.sum(axis=3)
    codes = np.array([piece.district for piece in area.pieces])
    return {code: by_sex[codes == code].sum(axis=0) for code in DISTRICTS}


def _draw_totals(area: MadeUpArea, rng: np.random.Generator) -> np.ndarray:
    """Residents of each small area of 2011; those of a district add up to about its number."""
    kinds = {change.code_2011: change.kind for change in area.changes}
    sizes = np.array([_SIZE_BY_KIND[kinds[place.code]] for place in area.areas_2011])
    sizes *= rng.normal(1, 0.13, len(sizes))
    districts = np.array([place.district for place in area.areas_2011])
    totals = np.zeros(len(sizes))
    for code, about in _ABOUT.items():
        own = districts == code
        totals[own] = about * rng.normal(1, 0.005) * sizes[own] / sizes[own].sum()
    return np.asarray(np.clip(totals.round().astype(int), _FEWEST, _MOST))


def _share_among_pieces(
    area: MadeUpArea, totals: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Residents of each piece; an area of two pieces is shared out between 42 and 58 per cent."""
    of_pieces = np.zeros(len(area.pieces), dtype=int)
    for place, total in zip(area.areas_2011, totals, strict=True):
        first = round(total * rng.uniform(0.42, 0.58)) if len(place.pieces) > 1 else total
        of_pieces[list(place.pieces)] = [first, total - first][: len(place.pieces)]
    return of_pieces


def _weigh_ages(area: MadeUpArea, rng: np.random.Generator) -> np.ndarray:
    """The share of each piece's residents (rows) at each age; the last one is 90 and over."""
    districts = [piece.district for piece in area.pieces]
    age = np.arange(len(AGES))
    alive = 1 / (1 + np.exp((age - 79) / 6))
    falls, older, younger = (
        np.array([numbers.get(code, otherwise) for code in districts])[:, None]
        for numbers, otherwise in ((_FALLS_BY_AGE, 900), (_OLDER_ADULTS, 0.45), (_YOUNG_ADULTS, 0))
    )
    younger = younger * rng.lognormal(-0.25, 0.7, younger.shape)
    older = older * rng.lognormal(0, 0.2, older.shape)
    weights = np.exp(-age / falls) + younger * np.exp(-(((age - 22) / 4.5) ** 2))
    weights = alive * (weights + older * np.exp(-(((age - 60) / 16) ** 2)))
    weights[:, -1] *= 3
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _weigh_groups(area: MadeUpArea, rng: np.random.Generator) -> np.ndarray:
    """The share of each ethnic group (last axis) among each piece's residents at each age."""
    middle = place_centre(*CENTRE_CELL)[0]
    rows = []
    for piece in area.pieces:
        shares = np.array(_GROUPS[piece.district]) / 100
        alike = _ALIKE_ELSEWHERE
        if piece.district == CITY:
            alike = _ALIKE
            east = place_centre(*piece.cell)[0] - middle
            shares *= np.exp(_LEAN_OF_THE_EAST * east)
        rows.append(rng.dirichlet(alike * shares / shares.sum()))
    years = np.arange(len(AGES)) - 38
    weights = np.array(rows)[:, None, :] * np.exp(-np.outer(years, _YOUNGER))
    return np.asarray(weights / weights.sum(axis=2, keepdims=True))


def _draw_census(area: MadeUpArea, by_piece: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Residents of each small area of 2021 by ethnic group, on the day of the census."""
    groups = by_piece.sum(axis=(1, 2))
    rows = []
    for place in area.areas_2021:
        before = groups[list(place.pieces)].sum(axis=0)
        grown = round(rng.normal(1.008, 0.015) * before.sum())
        rows.append(rng.multinomial(grown, before / before.sum()))
    return np.array(rows)
