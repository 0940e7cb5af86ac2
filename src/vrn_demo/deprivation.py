"""How deprived each made-up small area is: the indices of 2019 and of 2025, and the files of them.

One hidden number for each small area of 2011 (`hardship`, mean 0, sd 1, higher is worse) drives
every rank, and the offences too, so that a gradient over deprivation is there to be found.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.area import CITY
from vrn_demo.table_text import spell_table, spell_whole

if TYPE_CHECKING:
    from vrn_demo.area import MadeUpArea

AREAS_IN_ENGLAND = {"2019": 32_844, "2025": 33_755}
"""Small areas that were ranked, 1 the most deprived."""

_DISTRICT_LEAN = {CITY: 1.0, "E07000132": 0.0, "E07000134": 0.1, "E06000017": -0.7}

# How closely a domain follows hardship; below zero where the countryside is worse off.
_DOMAINS_2019 = {
    "IMD": 1.0,
    "Income": 0.96,
    "Employment": 0.94,
    "Education": 0.86,
    "Health": 0.9,
    "Crime": 0.8,
    "Housing_and_Access": -0.25,
    "Environment": 0.35,
}
_PARTS_2019 = {
    "Children_and_young_people": 0.82,
    "Adult_skills": 0.84,
    "Geographical_barriers": -0.6,
    "Wider_barriers": 0.6,
    "Indoors": 0.3,
    "Outdoors": 0.35,
}
_DOMAINS_2025 = {
    name.replace("Housing_and_Access", "Housing_and_Services"): follows
    for name, follows in _DOMAINS_2019.items()
}
_SHARES = {"Income": (0.015, 0.68), "Employment": (0.01, 0.42)}
"""Scores that are a share of people: from the least to the most deprived."""
_BELL_SHAPED = ("Health", "Crime")
_STEEPNESS = 23
"""The published indices stretch their most deprived end by an exponential with this divisor."""


def draw_hardship(area: MadeUpArea, rng: np.random.Generator) -> np.ndarray:
    """One number for each small area of 2011, spread evenly over the bell curve (mean 0, sd 1).

    Every tenth of the curve is present, whatever the seed; the city leans to the worse end.
    """
    lean = np.array([_DISTRICT_LEAN.get(place.district, -0.4) for place in area.areas_2011])
    order = np.argsort(np.argsort(lean + rng.normal(0, 0.8, len(lean))))
    curve = NormalDist()
    return np.array([curve.inv_cdf((place + 0.5) / len(order)) for place in order])


def draw_2019(area: MadeUpArea, hardship: np.ndarray, rng: np.random.Generator) -> str:
    """The file of 2019: deciles and ranks of the index, its domains and their parts."""
    among = AREAS_IN_ENGLAND["2019"]
    ranks = _draw_ranks(hardship, _DOMAINS_2019 | _PARTS_2019, among=among, rng=rng)
    columns = [*_two_forms(ranks, list(_DOMAINS_2019), among)]
    columns += _two_forms(ranks, list(_PARTS_2019), among)
    return _spell("lsoa11_code", [place.code for place in area.areas_2011], columns)


def draw_2025(area: MadeUpArea, hardship: np.ndarray, rng: np.random.Generator) -> str:
    """The file of 2025: deciles, ranks and scores of the index and its domains."""
    among = AREAS_IN_ENGLAND["2025"]
    codes = [place.code for place in area.areas_2011]
    of_pieces = np.array([hardship[codes.index(piece.code_2011)] for piece in area.pieces])
    later = np.array([of_pieces[list(place.pieces)].mean() for place in area.areas_2021])
    later = later + rng.normal(0, 0.15, len(later))
    ranks = _draw_ranks(later, _DOMAINS_2025, among=among, rng=rng)
    columns = [*_two_forms(ranks, list(_DOMAINS_2025), among)]
    columns += [
        (f"{name}_score", [_score(name, rank, among) for rank in ranks[name]]) for name in ranks
    ]
    return _spell("lsoa21_code", [place.code for place in area.areas_2021], columns)


def _draw_ranks(
    hardship: np.ndarray, domains: dict[str, float], *, among: int, rng: np.random.Generator
) -> dict[str, list[int]]:
    """The rank of each small area in each domain, 1 the most deprived; no two share a rank."""
    ranks = {}
    for name, follows in domains.items():
        own = rng.normal(size=len(hardship))
        worse = follows * hardship + (1 - follows**2) ** 0.5 * own
        ranks[name] = _keep_apart([1 + int(NormalDist().cdf(-z) * among) for z in worse])
    return ranks


def _keep_apart(ranks: list[int]) -> list[int]:
    """The same ranks, an equal one moved to the next free place (towards the middle)."""
    taken: set[int] = set()
    apart = []
    for wanted in ranks:
        rank = wanted
        step = 1 if rank < AREAS_IN_ENGLAND["2019"] // 2 else -1
        while rank in taken:
            rank += step
        taken.add(rank)
        apart.append(rank)
    return apart


def _two_forms(
    ranks: dict[str, list[int]], names: list[str], among: int
) -> list[tuple[str, list[str]]]:
    """The columns of deciles, then the columns of ranks."""
    deciles = [
        (f"{name}_decile", [spell_whole(-(-rank * 10 // among)) for rank in ranks[name]])
        for name in names
    ]
    return deciles + [
        (f"{name}_rank", [spell_whole(rank) for rank in ranks[name]]) for name in names
    ]


def _score(domain: str, rank: int, among: int) -> str:
    """The score that goes with a rank, higher where more deprived; at most three decimals."""
    worse = 1 - (rank - 0.5) / among
    if domain in _SHARES:
        low, high = _SHARES[domain]
        return repr(round(low + (high - low) * worse**2.4, 3))
    if domain in _BELL_SHAPED:
        return repr(round(0.85 * NormalDist().inv_cdf(worse), 3))
    floor = float(np.exp(-100 / _STEEPNESS))
    return repr(round(-_STEEPNESS * float(np.log(1 - worse * (1 - floor))), 3))


def _spell(code: str, codes: list[str], columns: list[tuple[str, list[str]]]) -> str:
    """The text of the file: one line for each small area."""
    rows = zip(codes, *(cells for _, cells in columns), strict=True)
    return spell_table([code, *(name for name, _ in columns)], list(rows))
