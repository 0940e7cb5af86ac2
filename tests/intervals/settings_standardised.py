"""Standardised rates, direct and indirect, and funnels."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from tests.intervals.simulating import CLOSED, Drawn, Setting, of_events, of_frame
from vrn.statistics.funnels import proportion_funnel, rate_funnel
from vrn.statistics.indirect import indirectly_standardised_ratio
from vrn.statistics.repeat_events import standardised_rate_of_repeats
from vrn.statistics.standardising import directly_standardised_rate

if TYPE_CHECKING:
    from numpy.random import Generator

# Six bands of age: residents of an area, a standard population, and how the rate goes with age.
PEOPLE = np.array([9_000.0, 8_000, 8_000, 7_000, 5_000, 3_000])
STANDARD = np.array([16_000.0, 16_000, 19_000, 20_000, 17_000, 12_000])
SHAPE = np.array([0.2, 1.8, 1.5, 0.8, 0.4, 0.3])
# The bands of the highest rates have few people, and a third of the standard's weight.
LOPSIDED = np.array([30_000.0, 100, 100, 5_000, 4_000, 800])
ONE_SHARE = ((1, 0.6), (2, 0.3), (4, 0.1))
A_FEW_WITH_MANY = ((1, 0.98), (20, 0.02))
"""Events a person, and the share of people with so many."""
SAMPLES = CLOSED // 2
FUNNEL_AREAS = 40

LOPSIDED_WEIGHTS = "the weight of the standard lies on a band of few people and few events"
FEW_WITH_MANY = "a rare person with very many events, whom the period by chance may not hold"
FEW_IN_FUNNEL = "a baseline times a total below about five"


def _bands(samples: int) -> tuple[np.ndarray, np.ndarray]:
    """The sample and the band of each row."""
    bands = PEOPLE.size
    return np.repeat(np.arange(samples), bands), np.tile(np.arange(bands), samples)


def _tiled(values: np.ndarray) -> np.ndarray:
    return np.tile(values, SAMPLES)


def _direct(rng: Generator, events: float, people: np.ndarray) -> Drawn:
    expected = SHAPE * people * events / (SHAPE @ people)
    truth = 100_000 * (STANDARD @ (expected / people)) / STANDARD.sum()
    area, band = _bands(SAMPLES)
    found = directly_standardised_rate(
        rng.poisson(_tiled(expected)), _tiled(people), _tiled(STANDARD), by=area, band=band
    )
    return of_frame(found, truth)


def _repeats(rng: Generator, persons: float, parts: tuple[tuple[int, float], ...]) -> Drawn:
    expected = SHAPE * PEOPLE * persons / (SHAPE @ PEOPLE)
    each = sum(number * part for number, part in parts)
    truth = 100_000 * each * (STANDARD @ (expected / PEOPLE)) / STANDARD.sum()
    area, band = _bands(SAMPLES)
    found = standardised_rate_of_repeats(
        np.concatenate([rng.poisson(_tiled(expected) * part) for _, part in parts]),
        np.repeat([number for number, _ in parts], area.size),
        np.tile(_tiled(PEOPLE), len(parts)),
        np.tile(_tiled(STANDARD), len(parts)),
        by=np.tile(area, len(parts)),
        band=np.tile(band, len(parts)),
    )
    return of_frame(found, truth)


def _indirect(rng: Generator, events: float) -> Drawn:
    reference_people = STANDARD * 1_000
    reference = np.round(SHAPE * reference_people / 50)
    at_reference = PEOPLE * reference / reference_people
    truth = events / at_reference.sum()
    area, band = _bands(SAMPLES)
    found = indirectly_standardised_ratio(
        rng.poisson(_tiled(at_reference * truth)),
        _tiled(PEOPLE),
        _tiled(reference),
        _tiled(reference_people),
        by=area,
        band=band,
    )
    return of_frame(found, truth)


def _funnel(rng: Generator, expected: float, of: str) -> Drawn:
    """Whether areas that do not differ lie within; the baseline is that of all areas together."""
    samples = 500
    area = np.tile(np.arange(FUNNEL_AREAS), samples)
    draw = np.repeat(np.arange(samples), FUNNEL_AREAS)
    by = {"draw": draw, "area": area}
    if of == "rates":
        people = 1_000 * (1 + area % 5)
        count = rng.poisson(expected * people / 3_000)
        found = rate_funnel(count, people, by=by, within=["draw"], confidence=0.95)
    else:
        total = 50 * (1 + area % 5)
        count = rng.binomial(total, expected / 150)
        found = proportion_funnel(count, total, by=by, within=["draw"], confidence=0.95)
    position = found["position"]
    return Drawn(
        position.is_not_null().to_numpy(),
        (position == "within").fill_null(value=False).to_numpy(),
    )


DIRECT = tuple(
    Setting(
        method="`directly_standardised_rate`: Dobson's limits",
        case=f"{of_events(events)}, {words}",
        promise="not promised" if limit else "at least" if events < 20 else "about",
        draw=partial(_direct, events=events, people=people),
        limit=limit,
    )
    for words, people, limits in (
        ("people much as in the standard", PEOPLE, ("", "", "", "")),
        ("a lopsided standard", LOPSIDED, (LOPSIDED_WEIGHTS,) * 4),
    )
    for events, limit in zip((15, 40, 200, 2_000), limits, strict=True)
)

REPEATS = tuple(
    Setting(
        method="`standardised_rate_of_repeats`: Dobson's limits, events not independent",
        case=f"{persons:,} people expected, {words}",
        promise="not promised" if limit else "at least" if persons < 20 else "about",
        draw=partial(_repeats, persons=persons, parts=parts),
        limit=limit,
    )
    for persons, parts, words, limit in (
        *((each, ONE_SHARE, "one to four events each", "") for each in (10, 25, 100, 1_000)),
        (40, A_FEW_WITH_MANY, "one in fifty of them with twenty events", FEW_WITH_MANY),
    )
)

INDIRECT = tuple(
    Setting(
        method="`indirectly_standardised_ratio`: limits of the count",
        case=of_events(events),
        promise="at least",
        draw=partial(_indirect, events=events),
    )
    for events in (3, 12, 60, 600)
)

FUNNELS = tuple(
    Setting(
        method=f"`{of[:-1]}_funnel`: areas that do not differ lie within",
        case=f"{expected:g} events expected on average in each of {FUNNEL_AREAS} areas",
        promise="not promised" if of == "proportions" and expected < 10 else promise,
        draw=partial(_funnel, expected=expected, of=of),
        limit=FEW_IN_FUNNEL if of == "proportions" and expected < 10 else "",
    )
    for of, promise in (("rates", "at least"), ("proportions", "about"))
    for expected in (0.2, 2, 30, 60)
)

SETTINGS = (*DIRECT, *REPEATS, *INDIRECT, *FUNNELS)
