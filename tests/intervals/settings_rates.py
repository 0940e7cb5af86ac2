"""Rates, proportions, means, ratios of rates, and comparison with a benchmark."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from tests.intervals.simulating import CLOSED, Drawn, Setting, of_events, of_frame, of_limits
from vrn.statistics.benchmarks import rate_against_benchmark
from vrn.statistics.means import mean
from vrn.statistics.proportions import proportion
from vrn.statistics.rates import rate
from vrn.statistics.ratios import rate_ratio_limits, rate_ratio_wald_limits

if TYPE_CHECKING:
    from numpy.random import Generator

PEOPLE = 10_000
MEANS_AT_ONCE = 2_000_000
"""Values drawn for one setting of means: fewer samples where each is large."""

FEW_FOR_BYAR = "below ten events Byar's approximation is not meant, and of no event it has none"
FEW_IN_PART = (
    "ten or fewer are expected in the part, or in the rest: the share held goes up and down with "
    "them"
)
SKEWED = "few values with a long tail: their mean is not near enough to normal"
FEW_FOR_WALD = "few events: the log of the ratio is not near enough to normal"

FEW_FOR_SCORE = "few events expected: the test takes the count as normal"


def _rate(rng: Generator, expected: float, exact_below: int) -> Drawn:
    count, people = rng.poisson(expected, CLOSED), np.full(CLOSED, PEOPLE)
    return of_frame(rate(count, people, exact_below=exact_below), 1_000 * expected / PEOPLE)


def _proportion(rng: Generator, total: int, share: float) -> Drawn:
    found = proportion(rng.binomial(total, share, CLOSED), np.full(CLOSED, total))
    return of_frame(found, share)


def _mean(rng: Generator, size: int, shape: str) -> Drawn:
    samples = min(CLOSED, MEANS_AT_ONCE // size)
    cells = (samples, size)
    values = rng.normal(5, 2, cells) if shape == "normal" else rng.lognormal(0, 1, cells)
    truth = 5.0 if shape == "normal" else float(np.exp(0.5))
    return of_frame(mean(values.ravel(), by=np.repeat(np.arange(samples), size)), truth)


def _ratio(rng: Generator, first: float, second: float, method: str) -> Drawn:
    counts = rng.poisson(first, CLOSED), rng.poisson(second, CLOSED)
    limits = rate_ratio_limits if method == "exact" else rate_ratio_wald_limits
    return of_limits(limits(counts), first / second)


def _verdict(rng: Generator, expected: float) -> Drawn:
    found = rate_against_benchmark(
        rng.poisson(expected, CLOSED),
        np.full(CLOSED, PEOPLE),
        benchmark=1_000 * expected / PEOPLE,
    )
    return Drawn(
        found["comparison"].is_not_null().to_numpy(),
        (found["comparison"] == "similar").fill_null(value=False).to_numpy(),
    )


RATES = tuple(
    Setting(
        method=method,
        case=of_events(expected),
        promise="not promised" if below == 0 and expected < 10 else "at least",
        draw=partial(_rate, expected=expected, exact_below=below),
        limit=FEW_FOR_BYAR if below == 0 and expected < 10 else "",
    )
    for method, below in (
        ("`rate`: exact limits below ten events, Byar's from there on", 10),
        ("`rate(exact_below=0)`: Byar's limits alone", 0),
        ("`rate(exact_below=1_000_000)`: exact limits alone", 1_000_000),
    )
    for expected in (1, 2, 5, 10, 20, 50, 200, 2_000)
)

PROPORTIONS = tuple(
    Setting(
        method="`proportion`: Wilson's limits",
        case=f"{100 * share:g}% of {total:,}",
        promise="not promised" if total * min(share, 1 - share) <= 10 else "about",
        draw=partial(_proportion, total=total, share=share),
        limit=FEW_IN_PART if total * min(share, 1 - share) <= 10 else "",
    )
    for total, share in (
        *((20, 0.02), (20, 0.1), (20, 0.5), (100, 0.01), (100, 0.1), (100, 0.5)),
        *((1_000, 0.02), (1_000, 0.3), (10_000, 0.05)),
    )
)

MEANS = tuple(
    Setting(
        method="`mean`: Student's t limits",
        case=f"{size:,} {shape} values",
        promise="not promised" if shape == "long-tailed" and size < 1_000 else "about",
        draw=partial(_mean, size=size, shape=shape),
        limit=SKEWED if shape == "long-tailed" and size < 1_000 else "",
    )
    for size, shape in (
        *((3, "normal"), (10, "normal"), (50, "normal")),
        *((5, "long-tailed"), (20, "long-tailed"), (100, "long-tailed"), (1_000, "long-tailed")),
    )
)

RATIOS = tuple(
    Setting(
        method=f"`rate_ratio`: {words}",
        case=f"{of_events(first)} beside {second:,}",
        promise="at least" if method == "exact" else "about" if least >= 20 else "not promised",
        draw=partial(_ratio, first=first, second=second, method=method),
        limit=FEW_FOR_WALD if method == "Wald" and least < 20 else "",
    )
    for method, words in (("exact", "exact limits"), ("Wald", "limits of the log ratio"))
    for first, second in ((2, 2), (5, 5), (5, 50), (20, 20), (40, 20), (100, 100), (400, 1_000))
    for least in (min(first, second),)
)

BENCHMARKS = tuple(
    Setting(
        method="`rate_against_benchmark`: equal rates called similar",
        case=of_events(expected),
        promise="not promised" if expected < 20 else "about",
        draw=partial(_verdict, expected=expected),
        limit=FEW_FOR_SCORE if expected < 20 else "",
    )
    for expected in (1, 3, 20, 200)
)

SETTINGS = (*RATES, *PROPORTIONS, *MEANS, *RATIOS, *BENCHMARKS)
