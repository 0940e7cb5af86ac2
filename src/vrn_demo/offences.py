"""The made-up offences: how many of each type in each month, and where.

The numbers of a month are Poisson around a mean that has a trend, a season and the restrictions of
2020 and 2021 in it; the place follows residents, hardship and how busy a small area is.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi
from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.area import find_pieces
from vrn_demo.layout import CENTRE_CELL, CITY_CENTRE_CELLS, TOWN_CELLS
from vrn_demo.spots import list_elsewhere, weigh_spots

if TYPE_CHECKING:
    from vrn_demo.area import MadeUpArea
    from vrn_demo.residents import Residents
    from vrn_demo.spots import Spot

EARLIER_MONTHS = (
    "2020-11",
    "2020-12",
    *(f"2021-{month:02d}" for month in range(1, 13)),
    *(f"2022-{month:02d}" for month in range(1, 11)),
)
"""Published with the small areas of 2011; first and last are in."""
LATER_MONTHS = tuple(f"2024-{month:02d}" for month in range(1, 5))
"""Published with the small areas of 2021; first and last are in."""

NO_CRIME_ID = "Anti-social behaviour"
"""The type that is an incident, not a crime: it has neither an id nor an outcome."""


@dataclass(frozen=True)
class Habit:
    """How one published crime type behaves in the made-up area."""

    a_month: float
    """Mean number in a month without season, trend and restrictions."""
    slope: float
    """The logarithm of the rate rises by this with each standard deviation of hardship."""
    centre: float
    """Rate of the city's busiest area over a quiet one's as deprived, less 1.

    The rest of the city's centre and the towns have a third of it.
    """
    restricted: float
    """What is left of it in a month wholly under the strictest restrictions."""
    summer: float
    """By how much of itself it rises in July and falls in January."""


HABITS = {
    "Anti-social behaviour": Habit(200, 0.40, 15, 1.10, 0.20),
    "Bicycle theft": Habit(27.5, 0.10, 24, 0.80, 0.25),
    "Burglary": Habit(85, 0.20, 3, 0.75, -0.06),
    "Criminal damage and arson": Habit(175, 0.38, 9, 0.90, 0.05),
    "Drugs": Habit(60, 0.40, 18, 1.05, 0.02),
    "Other crime": Habit(42.5, 0.20, 6, 0.95, 0.00),
    "Other theft": Habit(137.5, 0.15, 21, 0.72, 0.05),
    "Possession of weapons": Habit(20, 0.50, 27, 0.85, 0.05),
    "Public order": Habit(210, 0.42, 27, 0.85, 0.09),
    "Robbery": Habit(22.5, 0.52, 33, 0.70, 0.02),
    "Shoplifting": Habit(80, 0.25, 54, 0.65, -0.02),
    "Theft from the person": Habit(15, 0.15, 90, 0.45, -0.02),
    "Vehicle crime": Habit(115, 0.10, 3, 0.70, -0.02),
    "Violence and sexual offences": Habit(670, 0.42, 24, 0.85, 0.10),
}

RESTRICTED = {
    "2020-11": 0.8,
    "2020-12": 0.4,
    "2021-01": 1.0,
    "2021-02": 1.0,
    "2021-03": 0.7,
    "2021-04": 0.4,
    "2021-05": 0.2,
}
"""How much of the strictest restrictions lay on each month, from 0 to 1."""

SHARE_NOWHERE, SHARE_ELSEWHERE = 0.025, 0.0016

# Share of outcomes as published in the earlier and in the later months.
_OUTCOMES = {
    "Unable to prosecute suspect": (0.37, 0.23),
    "Investigation complete; no suspect identified": (0.36, 0.38),
    "Local resolution": (0.055, 0.035),
    "Court result unavailable": (0.045, 0.0),
    "Status update unavailable": (0.04, 0.0),
    "Under investigation": (0.035, 0.265),
    "Formal action is not in the public interest": (0.02, 0.012),
    "Awaiting court outcome": (0.02, 0.042),
    "Action to be taken by another organisation": (0.02, 0.022),
    "Further investigation is not in the public interest": (0.015, 0.004),
    "Further action is not in the public interest": (0.01, 0.006),
    "Offender given a caution": (0.01, 0.004),
}


@dataclass(frozen=True)
class Offence:
    """One made-up row before it is spelt; `spot` None is an offence without a published place."""

    month: str
    crime_type: str
    crime_id: str
    outcome: str
    spot: Spot | None

    def __post_init__(self) -> None:
        """Refuse an id or an outcome for an incident, and a crime without them."""
        has_neither = not self.crime_id and not self.outcome
        if has_neither != (self.crime_type == NO_CRIME_ID):
            raise ValueError(f"{self.crime_type}: an id and an outcome belong to crimes alone")


def expect_in_month(crime_type: str, month: str) -> float:
    """The mean number of offences of this type in a month, over the whole made-up area."""
    habit = HABITS[crime_type]
    year, number = int(month[:4]), int(month[5:])
    months_on = 12 * (year - 2020) + number - 11
    trend = 0.92 + 0.008 * months_on if year < 2024 else 1.02
    season = 1 + habit.summer * cos(2 * pi * (number - 7) / 12)
    return (
        habit.a_month * trend * season * (1 - RESTRICTED.get(month, 0.0) * (1 - habit.restricted))
    )


def draw_offences(
    area: MadeUpArea,
    residents: Residents,
    hardship: np.ndarray,
    *,
    spots: list[Spot],
    rng: np.random.Generator,
) -> dict[str, list[Offence]]:
    """The made-up offences of each month, in no particular order."""
    places: list[Spot | None] = [*spots, *list_elsewhere(), None]
    of_spots = weigh_spots(spots)
    chances = {
        crime_type: _chances(_weigh_pieces(area, residents, hardship, habit), spots, of_spots)
        for crime_type, habit in HABITS.items()
    }
    drawn = {}
    for month in (*EARLIER_MONTHS, *LATER_MONTHS):
        offences = []
        for crime_type, chance in chances.items():
            count = int(rng.poisson(expect_in_month(crime_type, month)))
            where = rng.choice(len(places), size=count, p=chance)
            offences += _fill_in(month, crime_type, [places[n] for n in where], rng)
        drawn[month] = [offences[n] for n in rng.permutation(len(offences))]
    return drawn


def _weigh_pieces(
    area: MadeUpArea, residents: Residents, hardship: np.ndarray, habit: Habit
) -> np.ndarray:
    """How likely an offence of one type falls in each piece of ground; not yet adding up to 1."""
    codes = {place.code: n for n, place in enumerate(area.areas_2011)}
    worse = np.array([hardship[codes[piece.code_2011]] for piece in area.pieces])
    weights = residents.of_pieces_2020 * np.exp(habit.slope * worse)
    weights[find_pieces(area, CENTRE_CELL)] *= 1 + habit.centre
    for cell in (*CITY_CENTRE_CELLS[1:], *TOWN_CELLS):
        weights[find_pieces(area, cell)] *= 1 + habit.centre / 3
    return weights


def _chances(of_pieces: np.ndarray, spots: list[Spot], of_spots: np.ndarray) -> np.ndarray:
    """The chance of each point, then of each point elsewhere, then of no place; adds up to 1."""
    inside = of_spots * of_pieces[[spot.piece for spot in spots if spot.piece is not None]]
    inside *= (1 - SHARE_NOWHERE - SHARE_ELSEWHERE) / inside.sum()
    elsewhere = len(list_elsewhere())
    chances = np.array([*inside, *[SHARE_ELSEWHERE / elsewhere] * elsewhere, SHARE_NOWHERE])
    return np.asarray(chances / chances.sum())


def _fill_in(
    month: str, crime_type: str, spots: list[Spot | None], rng: np.random.Generator
) -> list[Offence]:
    """Offences of one type at these places; a crime has an id of 64 hex digits and an outcome."""
    if crime_type == NO_CRIME_ID:
        return [Offence(month, crime_type, "", "", spot) for spot in spots]
    shares = np.array([pair[month in LATER_MONTHS] for pair in _OUTCOMES.values()])
    outcomes = rng.choice(list(_OUTCOMES), size=len(spots), p=shares / shares.sum())
    return [
        Offence(month, crime_type, rng.bytes(32).hex(), str(outcome), spot)
        for outcome, spot in zip(outcomes, spots, strict=True)
    ]
