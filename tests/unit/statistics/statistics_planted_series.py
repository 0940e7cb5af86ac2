"""Made series with a known effect, and how an effect is read, for the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vrn.statistics.series import Recipe, series_design

if TYPE_CHECKING:
    import polars as pl

PLAIN = Recipe(season_pairs=0)
ANSWER = ["value", "lower", "upper", "confidence", "method", "reason"]


def steps(before: float, after: float, *, months: tuple[int, int] = (24, 12)) -> list[float]:
    """Counts that go up and down about a mean, and about another after."""
    swing = [1, -1, -1, 1]
    return [
        level + swing[month % 4]
        for level, length in zip((before, after), months, strict=True)
        for month in range(length)
    ]


def planted(
    ratio: float,
    *,
    series: int = 1,
    months: int = 60,
    after: int = 40,
    mean: float = 40.0,
    seed: int = 1,
) -> np.ndarray:
    design = series_design(months, after=after)
    expected = mean * np.exp(0.15 * design.matrix[:, 4] + 0.004 * design.matrix[:, 1])
    rng = np.random.default_rng(seed)
    return rng.poisson(expected * np.where(design.matrix[:, 2] > 0, ratio, 1.0), (series, months))


def effect(frame: pl.DataFrame, name: str) -> tuple[float, float, float]:
    return frame.filter(effect=name).select("value", "lower", "upper").row(0)
