"""Small ways of writing that the health agencies' files share: ages, homes, times."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.agencies.dealing import deal
from vrn_demo.agencies.people import draw_ages
from vrn_demo.agencies.seasons import days_of, nights_open, season, strictness

if TYPE_CHECKING:
    from vrn_demo.agencies.sizes import Living

RATES_OF_INJURED = np.array([0.12, 1.1, 2.0, 1.9, 1.4, 0.9, 0.5, 0.3])
"""Rates of people hurt by others, by age band and up to a factor."""
_BY_HOUR = np.array(
    [
        *(8, 7, 6, 5, 3.5, 2.5, 1.5, 1.2, 1.4, 1.8, 2.2, 2.6),
        *(3, 3, 3.4, 4.2, 4.4, 4.2, 4.4, 4.6, 5, 5.5, 6.5, 7.5),
    ]
)


def shape_months(months: tuple[str, ...], *, depth: float, swing: float = 0.08) -> np.ndarray:
    """How much a month has of violence that ends with the doctors: season, restrictions, nights."""
    closed = 1 - nights_open(months)
    return season(months, swing) * (1 - depth * strictness(months)) * (1 - 0.2 * closed)


def draw_side_ages(young: np.ndarray, living: Living, rng: np.random.Generator) -> np.ndarray:
    """An age in completed years on each one's side of 25."""
    return draw_ages(young, RATES_OF_INJURED * living.of_bands(), living.by_age, rng)


def draw_clock(month: np.ndarray, months: tuple[str, ...], rng: np.random.Generator) -> np.ndarray:
    """A local time to the second in each month, more of them in the evening and at night."""
    days = np.zeros(len(month), dtype="datetime64[D]")
    for number, name in enumerate(months):
        here = np.flatnonzero(month == number)
        if len(here):
            of_month = days_of(name)
            days[here] = of_month[deal(rng, len(here), np.ones(len(of_month)))]
    hours = deal(rng, len(month), _BY_HOUR)
    seconds = 3600 * hours + rng.integers(0, 3600, len(month))
    return days.astype("datetime64[s]") + seconds.astype("timedelta64[s]")


def spell_ages(ages: np.ndarray, missing: np.ndarray) -> list[str]:
    """Ages as text; empty where missing."""
    return np.where(missing, "", ages.astype(str)).tolist()


def find_sector(postcodes: np.ndarray) -> np.ndarray:
    """The sector of full postcodes: all but the last two letters."""
    return np.array([one[:-2] for one in postcodes.ravel().tolist()]).reshape(postcodes.shape)
