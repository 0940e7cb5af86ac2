"""Slope and relative index of inequality, and how many two lists leave out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tests.intervals.simulating import CLOSED, Drawn, Setting, of_events, of_frame
from vrn.statistics.capture_recapture import capture_recapture, share_not_on_second
from vrn.statistics.inequality import Simulation, inequality_indices, quantile_rates

if TYPE_CHECKING:
    from numpy.random import Generator

TENTHS = np.arange(1, 11)
RANKS = (TENTHS - 0.5) / 10
PEOPLE = 20_000.0
DRAWS = 1_000

FEW_IN_TENTHS = (
    "few events in each tenth: limits are wide, and there are none where a tenth has no event"
)
FEW_ON_LISTS = "few are expected on both lists, and most such samples get no estimate"
DEPENDENT = "the lists are not independent, which no interval knows of: print the sensitivity"


def _indices(rng: Generator, events: float, index: str, *, is_simulated: bool) -> Drawn:
    """Tenths whose rates fall in a straight line, from 1.5 times the mean to half of it."""
    samples = CLOSED // 8 if is_simulated else CLOSED // 4
    rates = 1_000 * events / PEOPLE * (1.5 - RANKS)
    count = rng.poisson(np.tile(rates * PEOPLE / 1_000, samples))
    found = inequality_indices(
        np.tile(TENTHS, samples),
        np.full(count.size, PEOPLE),
        quantile_rates(count, np.full(count.size, PEOPLE)),
        by=np.repeat(np.arange(samples), TENTHS.size),
        limits=Simulation(rng, draws=DRAWS) if is_simulated else "normal",
    ).filter(pl.col("index") == index)
    first, last = 1_000 * events / PEOPLE * 1.5, 1_000 * events / PEOPLE * 0.5
    return of_frame(found, last - first if index == "slope" else last / first)


def _lists(rng: Generator, size: int, chances: tuple[float, float], odds: float = 1.0) -> Drawn:
    """Two lists of a closed population; `odds` is how much likelier the second is on the first."""
    first, second = chances
    beside = second / (1 - second) * odds
    on_first = rng.binomial(size, first, CLOSED)
    both = rng.binomial(on_first, beside / (1 + beside))
    on_second = both + rng.binomial(size - on_first, second)
    return of_frame(capture_recapture(on_first, on_second, both), size)


def _lacking(rng: Generator, first: int, share: float) -> Drawn:
    both = first - rng.binomial(first, share, CLOSED)
    return of_frame(share_not_on_second(np.full(CLOSED, first), both), share)


INDICES = tuple(
    Setting(
        method=(
            f"`inequality_indices`: {index} index, "
            f"{f'limits of {DRAWS:,} draws' if is_simulated else 'normal limits'}"
        ),
        case=f"{of_events(events)} in a tenth",
        promise="not promised" if events < 20 else "at least" if events < 100 else "about",
        draw=partial(_indices, events=events, index=index, is_simulated=is_simulated),
        limit=FEW_IN_TENTHS if events < 20 else "",
    )
    for index in ("slope", "relative")
    for is_simulated in (False, True)
    for events in (4, 10, 40, 400)
)

LISTS = tuple(
    Setting(
        method="`capture_recapture`: log-transformed limits",
        case=(
            f"{size:,} in all, {100 * chances[0]:g}% on the first list and {100 * chances[1]:g}% "
            f"on the second{', odds of both 1.5' if odds > 1 else ''}"
        ),
        promise="not promised" if limit else "about",
        draw=partial(_lists, size=size, chances=chances, odds=odds),
        limit=limit,
    )
    for size, chances, odds, limit in (
        (100, (0.2, 0.2), 1.0, FEW_ON_LISTS),
        (100, (0.5, 0.5), 1.0, ""),
        (500, (0.3, 0.3), 1.0, ""),
        (2_000, (0.3, 0.5), 1.0, ""),
        (2_000, (0.3, 0.5), 1.5, DEPENDENT),
    )
)

LACKING = tuple(
    Setting(
        method="`share_not_on_second`: Wilson's limits",
        case=f"{100 * share:g}% of {first:,}",
        promise="about",
        draw=partial(_lacking, first=first, share=share),
    )
    for first, share in ((100, 0.4), (1_000, 0.6))
)

SETTINGS = (*INDICES, *LISTS, *LACKING)
