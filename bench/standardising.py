"""Standardised and grouped rates of millions of rows, beside bare Polars with NumPy, and pandas."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from bench.report import Section
from bench.timing import say_ratios, say_spread, take_turns

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Side = Callable[[], "Rates"]

STANDARD = (
    *(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000),
    *(7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 2500),
)
"""The European Standard Population 2013 of eighteen bands, those of 85 and over as one."""
KEYS = ["area", "year", "sex"]
YEARS, SEXES = range(2000, 2025), ("F", "M")
CONFIDENCES = (0.95, 0.998)
LEAST, EXACT_BELOW = 10, 10
OURS, FLOOR, PANDAS = "vrn.statistics", "Polars and NumPy, bare", "pandas and NumPy, bare"


class Rates(NamedTuple):
    """A side's answer: the groups' values, and both limits at each confidence, in their order."""

    value: Numbers
    limits: tuple[Numbers, ...]


class DisagreementError(AssertionError):
    """Two sides of a bench gave different answers, so that their times mean nothing."""


def prepare(*, rows: int, is_ordered: bool = True) -> pl.DataFrame:
    """Rows of made-up bands: a code for the area, year, sex, band, events, people, standard."""
    rng = np.random.default_rng(11)
    bands = len(STANDARD)
    areas = max(rows // (bands * len(SEXES) * len(YEARS)), 1)
    groups = areas * len(YEARS) * len(SEXES)
    size = groups * bands
    codes = pl.Series([f"E02{place:06d}" for place in range(areas)])
    people = rng.integers(50, 2_000, size)
    frame = pl.DataFrame(
        {
            "area": codes.gather(np.repeat(np.arange(areas), size // areas)),
            "year": np.tile(np.repeat(np.array(YEARS), len(SEXES) * bands), areas),
            "sex": pl.Series(SEXES).gather(
                np.tile(np.repeat(np.arange(2), bands), areas * len(YEARS))
            ),
            "band": np.tile(np.arange(bands) * 5, groups),
            "count": rng.poisson(people * 0.001),
            "population": people,
            "standard": np.tile(STANDARD, groups),
        }
    )
    return frame if is_ordered else frame.sample(fraction=1.0, shuffle=True, seed=5)


def _byars(count: Numbers, z: float) -> tuple[Numbers, Numbers]:
    more = count + 1
    lower = count * (1 - 1 / (9 * count) - z / (3 * np.sqrt(count))) ** 3
    return lower, more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3


def _standardised(count: Numbers, rate: Numbers, variance: Numbers, standard: Numbers) -> Rates:
    """Dobson's limits per 100,000, by hand; NaN below ten events."""
    from scipy.special import ndtri

    limits = []
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(count < LEAST, np.nan, 1e5 * rate / standard)
        scale = 1e5 * np.sqrt(variance / count) / standard
        for confidence in CONFIDENCES:
            limits += [
                value + scale * (limit - count)
                for limit in _byars(count, ndtri(0.5 + confidence / 2))
            ]
    return Rates(value, tuple(limits))


def _grouped(count: Numbers, people: Numbers) -> Rates:
    """Rates per 1,000 by hand, the exact limits of the ten smallest counts looked up."""
    from scipy.special import gammaincinv, ndtri

    limits, few, small = [], count < EXACT_BELOW, np.arange(EXACT_BELOW, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        for confidence in CONFIDENCES:
            tail = (1 - confidence) / 2
            lower, upper = _byars(count, ndtri(1 - tail))
            place = count[few].astype(int)
            lower[few] = np.append(0.0, gammaincinv(small[1:], tail))[place]
            upper[few] = gammaincinv(small + 1, 1 - tail)[place]
            limits += [1e3 * lower / people, 1e3 * upper / people]
    return Rates(1e3 * count / people, tuple(limits))


def standardise_bare(frame: pl.DataFrame) -> Rates:
    """The floor: sums by Polars, lazily, and the limits by NumPy; nothing is checked or named."""
    w, x, n = pl.col("standard"), pl.col("count"), pl.col("population")
    weighed = frame.lazy().select(*KEYS, x, n, w, rate=w * x / n, variance=w * w * x / (n * n))
    names = ("count", "rate", "variance", "standard")
    sums = weighed.group_by(KEYS).agg(pl.col(*names, "population").sum()).collect()
    return _standardised(*(sums[name].cast(pl.Float64).to_numpy() for name in names))


def group_bare(frame: pl.DataFrame) -> Rates:
    """The floor of grouped rates: two sums by Polars, lazily, and the limits by NumPy."""
    names = ("count", "population")
    sums = frame.lazy().group_by(KEYS).agg(pl.col(names).sum()).collect()
    return _grouped(*(sums[name].cast(pl.Float64).to_numpy() for name in names))


def standardise_by_pandas(frame: pd.DataFrame) -> Rates:
    """The same by pandas, as an analyst would write it."""
    weight = frame["standard"] / frame["population"]
    rate = weight * frame["count"]
    weighed = frame[[*KEYS, "count", "population", "standard"]].assign(
        rate=rate, variance=weight * rate
    )
    sums = weighed.groupby(KEYS).sum()
    names = ("count", "rate", "variance", "standard")
    return _standardised(*(sums[name].to_numpy(dtype=float) for name in names))


def group_by_pandas(frame: pd.DataFrame) -> Rates:
    """Grouped rates by pandas."""
    sums = frame.groupby(KEYS)[["count", "population"]].sum()
    return _grouped(*(sums[name].to_numpy(dtype=float) for name in ("count", "population")))


def standardise(frame: pl.DataFrame) -> Rates:
    """Ours, whole: checked columns, every band once in each group, groups in order, reasons."""
    from vrn.statistics.standardising import directly_standardised_rate

    found = directly_standardised_rate(
        *(frame[name] for name in ("count", "population", "standard")),
        by=frame.select(KEYS),
        band=frame["band"],
        confidence=CONFIDENCES,
    )
    return _rates_of(found)


def group(frame: pl.DataFrame) -> Rates:
    """Ours: grouped rates, checked, in order, with reasons."""
    from vrn.statistics.rates import rate

    found = rate(frame["count"], frame["population"], by=frame.select(KEYS), confidence=CONFIDENCES)
    return _rates_of(found)


def _rates_of(found: pl.DataFrame) -> Rates:
    parts = [found[: found.height // 2], found[found.height // 2 :]]
    limits = (part[name].to_numpy() for part in parts for name in ("lower", "upper"))
    return Rates(parts[0]["value"].to_numpy(), tuple(limits))


def check_agreement(sides: dict[str, Side]) -> int:
    """How many groups all sides agree on; DisagreementError where they do not.

    The floor leaves its groups in no order: the sorted values and limits are compared.
    """
    answers = {name: side() for name, side in sides.items()}
    ours = answers.pop(OURS)
    for name, other in answers.items():
        for one, two in zip((ours.value, *ours.limits), (other.value, *other.limits), strict=True):
            if not np.allclose(np.sort(one), np.sort(two), rtol=1e-9, equal_nan=True):
                raise DisagreementError(f"{name} and {OURS} give different rates")
    return int(ours.value.size)


def run(*, rows: int, rounds: int = 5) -> list[Section]:
    """Times the sides in turn over made-up rows, in order of their groups and in no order."""
    sections = [
        _section("Standardised rates", "each of eighteen bands, per 100,000, Dobson's limits"),
        _section("Grouped rates", "per 1,000, Byar's limits and exact ones below ten events"),
    ]
    for is_ordered, words in ((True, "rows in order"), (False, "rows in no order")):
        frame = prepare(rows=rows, is_ordered=is_ordered)
        table = frame.to_pandas()
        works: list[dict[str, Side]] = [
            {
                OURS: partial(standardise, frame),
                FLOOR: partial(standardise_bare, frame),
                PANDAS: partial(standardise_by_pandas, table),
            },
            {
                OURS: partial(group, frame),
                FLOOR: partial(group_bare, frame),
                PANDAS: partial(group_by_pandas, table),
            },
        ]
        for section, sides in zip(sections, works, strict=True):
            _measure(section, sides, words=f"{words}: {frame.height:,}", rounds=rounds)
    return sections


def _measure(section: Section, sides: dict[str, Side], *, words: str, rounds: int) -> None:
    groups = check_agreement(sides)
    timed = take_turns(sides, rounds=rounds, budget=40)
    for side, seconds in timed.seconds.items():
        speed = f"{groups / timed.middle(side):,.0f}"
        ratios = say_ratios(timed, OURS, side)
        section.rows.append((words, side, say_spread(seconds), speed, *ratios))


def _section(title: str, about: str) -> Section:
    return Section(
        title,
        f"Rows to groups (area, year and sex), {about}, at 95% and 99.8% at once; all sides give "
        "the same numbers.",
        ("rows", "side", "seconds", "groups per second", "ours over this", "by processor time"),
        notes=[
            "Ours checks every count and population, gives reasons, puts groups in order and "
            "stacks a frame of both confidences; rows that stand together are summed first.",
            "Bare: the sums and the formulas alone, nothing checked; Polars leaves the groups in "
            "no order.",
        ],
    )
