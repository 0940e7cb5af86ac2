"""How many offences and people the planted shares come to, given who lives in the area.

Everything follows from residents: the distinct victims of the period say how many offences there
are, the distinct suspects and the repeat shares how many of them have a suspect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vrn.terms.ages import BANDS
from vrn_demo.agencies.dealing import apportion
from vrn_demo.agencies.seasons import (
    IN_PERIOD,
    POLICE_MONTHS,
    bend_to_trend,
    season,
    strictness,
)

if TYPE_CHECKING:
    from vrn_demo.agencies.planted import Planted
    from vrn_demo.residents import Residents

VICTIM_NAMED = 0.985
"""Offences whose victim stands in the file of people."""
VICTIMS_AGAIN = 0.03
"""Rows of victims that are a second one of the same person, in the period."""
SECOND_SUSPECT = 0.04
"""Second suspects for each offence that has one."""
OFFENCES_OF_A_REPEATER = {True: 2.9, False: 2.4}
"""Mean number in the period of those who have two or more, by whether they are under 25."""
_DEPTH = 0.42
"""What the strictest rules take away from a month."""


@dataclass(frozen=True)
class Living:
    """Residents of the middle of 2020 at each age from 0 to 90 and over."""

    by_age: np.ndarray
    males: np.ndarray

    def of_bands(self) -> np.ndarray:
        """Residents of each age band."""
        return np.array([self.by_age[first : (last or 200) + 1].sum() for first, last in BANDS])

    @property
    def everybody(self) -> int:
        """All residents."""
        return int(self.by_age.sum())

    @property
    def under_25(self) -> int:
        """Residents under 25."""
        return int(self.by_age[:25].sum())


def read_living(residents: Residents) -> Living:
    """Residents at each age from what was drawn for the files of residents."""
    by_sex = residents.by_piece.sum(axis=(0, 3))
    return Living(by_sex.sum(axis=1), by_sex[:, 1])


@dataclass(frozen=True)
class Series:
    """Serious violence by month of recording: all ages, and those with a victim under 25."""

    all_ages: np.ndarray
    under_25: np.ndarray

    def __post_init__(self) -> None:
        """Refuse months with more offences against the under 25 than there are."""
        if (self.under_25 > self.all_ages).any() or self.under_25.min() < 1:
            raise ValueError("the planted trends leave a month without one of the age groups")

    @property
    def in_period(self) -> int:
        """Offences of the period."""
        return int(self.all_ages[IN_PERIOD].sum())


def plan_series(planted: Planted, living: Living, rng: np.random.Generator) -> Series:
    """Offences of each month: a slope, a season, what the restrictions took, and a little noise."""
    victims = planted.victims_per_resident * living.everybody
    offences = round(victims / (1 - VICTIMS_AGAIN) / VICTIM_NAMED)
    by_band = np.array(planted.victim_rates) * living.of_bands()
    under_25 = round(offences * by_band[:4].sum() / by_band.sum())
    return Series(
        _lay_out(offences, planted.trend, depth=_DEPTH, rng=rng),
        _lay_out(under_25, planted.trend_under_25, depth=_DEPTH + 0.06, rng=rng),
    )


def _lay_out(in_period: int, trend: float, *, depth: float, rng: np.random.Generator) -> np.ndarray:
    """Whole numbers by month that come to `in_period` over the period and have this trend."""
    wave = season(POLICE_MONTHS, 0.07) * (1 - depth * strictness(POLICE_MONTHS))
    shape = bend_to_trend(wave * rng.normal(1, 0.02, len(wave)), trend)
    shape *= in_period / shape[IN_PERIOD].sum()
    counts = np.rint(shape).astype(int)
    counts[IN_PERIOD] = apportion(in_period, shape[IN_PERIOD])
    return counts


@dataclass(frozen=True)
class Involved:
    """Suspects of one run of months: persons by side (under 25, from 25 on) and their offences.

    `once` and `repeaters` count persons, `again` the offences of the repeaters; a second suspect
    counts as one more of either.
    """

    once: tuple[int, int]
    repeaters: tuple[int, int]
    again: tuple[int, int]


def plan_suspects(planted: Planted, living: Living, *, part: float) -> Involved:
    """The suspects of `part` of the period's offences (1 in the period itself)."""
    total = planted.suspects_per_resident * living.everybody * part
    young, older = split_sides(total, planted.suspects_ratio, living)
    less_young, less_older = (1 - 1 / OFFENCES_OF_A_REPEATER[side] for side in (True, False))
    with_second = 1 + SECOND_SUSPECT
    of_young = young / with_second / (1 - planted.repeat_share_under_25 * less_young)
    aside = planted.repeat_share - planted.repeat_share_under_25
    of_older = (older / with_second + less_older * of_young * aside) / (
        1 - less_older * planted.repeat_share
    )
    again_older = planted.repeat_share * (of_young + of_older)
    again_older -= planted.repeat_share_under_25 * of_young
    if not 0 < again_older < of_older:
        raise ValueError("the two repeat shares leave no room for suspects of 25 and over")
    again = (of_young * planted.repeat_share_under_25 * with_second, again_older * with_second)
    repeaters = tuple(
        round(number / OFFENCES_OF_A_REPEATER[side])
        for number, side in zip(again, (True, False), strict=True)
    )
    return Involved(
        once=(round(young) - repeaters[0], round(older) - repeaters[1]),
        repeaters=(repeaters[0], repeaters[1]),
        again=(round(again[0]), round(again[1])),
    )


def split_sides(total: float, ratio: float, living: Living) -> tuple[float, float]:
    """`total` parted under and from 25 so that the first rate is `ratio` times the second."""
    young = ratio * living.under_25
    older = living.everybody - living.under_25
    return total * young / (young + older), total * older / (young + older)
