"""Interrupted series: the ratio of the whole period, and the events averted."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np

from tests.intervals.simulating import FITTED, Drawn, Setting, of_limits, rng_of
from vrn.statistics.limits import Limits
from vrn.statistics.series import Recipe, series_design
from vrn.statistics.series.analysing import analyse
from vrn.statistics.series.tables import EFFECTS, effect_limits

if TYPE_CHECKING:
    from numpy.random import Generator

    from vrn.statistics.limits import FloatArray

RATIO = 0.8
SPREAD = 0.2
"""Standard deviation of the logarithm of what varies beyond chance."""
TOGETHER = 0.4
"""How far that goes together from a month to the next."""

SHORT = "two years: how far months vary beyond chance is not well told from so few"
AUTOCORRELATED = "months go together more than so short a series can tell"
NEWEY_WEST_ALONE = "Newey-West's errors by themselves are too small in series of some dozen months"


def _means(rng: Generator, months: int, level: float, truth: str) -> FloatArray:
    """The mean of each month of each sample without an effect: season, and spread if any."""
    month = np.arange(1, months + 1)
    usual = level * np.exp(0.1 * np.sin(2 * np.pi * month / 12))
    if truth == "Poisson":
        return np.broadcast_to(usual, (FITTED, months))
    shocks = rng.standard_normal((FITTED, months))
    if truth == "autocorrelated":
        left = np.sqrt(1 - TOGETHER**2)
        for place in range(1, months):
            shocks[:, place] = TOGETHER * shocks[:, place - 1] + left * shocks[:, place]
    return np.asarray(usual * np.exp(SPREAD * shocks - SPREAD**2 / 2))


@lru_cache(maxsize=1)
def _limits(months: int, level: float, truth: str, errors: str) -> dict[str, Limits]:
    """The limits of each effect in all samples: both settings of a case look at the same ones."""
    rng, after = rng_of(f"{months} {level} {truth} {errors}"), months * 2 // 3
    ratio = np.where(np.arange(months) < after, 1.0, RATIO)
    counts = rng.poisson(_means(rng, months, level, truth) * ratio).astype(np.float64)
    rows, found, _ = analyse(
        series_design(months, after=after),
        counts,
        np.ones_like(counts),
        recipe=Recipe(errors=errors),
    )
    laid = {name: np.full((3, FITTED), np.nan) for name in EFFECTS}
    for name, limits in zip(EFFECTS, effect_limits(found, 0.95), strict=True):
        laid[name][:, rows] = np.stack(limits)
    return {name: Limits(*each) for name, each in laid.items()}


def _series(
    rng: Generator, months: int, level: float, truth: str, effect: str, errors: str
) -> Drawn:
    usual = _means(rng, months, level, "Poisson")[0, months * 2 // 3 :]
    right = RATIO if effect == "whole period" else (1 - RATIO) * usual.sum()
    return of_limits(_limits(months, level, truth, errors)[effect], right)


def _setting(effect: str, errors: str, *case: object) -> Setting:
    months, level, truth, limit = case
    words = "" if errors == "by test" else ", Newey-West's errors by themselves"
    said = {
        "Poisson": "Poisson months",
        "spread": "months that vary beyond chance",
        "autocorrelated": "months that vary beyond chance and go together",
    }[str(truth)]
    return Setting(
        method=f"`interrupted_series`: {EFFECT_WORDS[effect]}{words}",
        case=f"{months} {said}, {level:g} events a month",
        promise="not promised" if limit else "about",
        draw=partial(
            _series, months=months, level=level, truth=truth, effect=effect, errors=errors
        ),
        limit=str(limit),
    )


EFFECT_WORDS = {"whole period": "ratio of the whole period", "events averted": "events averted"}
CASES = (
    (36, 8.0, "Poisson", ""),
    (60, 30.0, "Poisson", ""),
    (120, 100.0, "Poisson", ""),
    (24, 30.0, "spread", SHORT),
    (48, 30.0, "spread", ""),
    (120, 100.0, "spread", ""),
    (60, 100.0, "autocorrelated", AUTOCORRELATED),
    (120, 100.0, "autocorrelated", AUTOCORRELATED),
)

SETTINGS = (
    *(_setting(effect, "by test", *case) for case in CASES for effect in EFFECT_WORDS),
    *(
        _setting("whole period", "Newey-West", months, level, truth, NEWEY_WEST_ALONE)
        for months, level, truth, _ in (CASES[0], CASES[4], CASES[6])
    ),
)
