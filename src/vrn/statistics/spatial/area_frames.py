"""What tests of areas share: which areas have an answer and why not, and the frame of answers.

>>> from vrn.statistics.spatial.weights import contiguity
>>> know([1, None, 3, 8], contiguity([1, 2, 3, 4], [1, 2], [2, 3]), by=None).values
array([1., 3., 8.])
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from vrn.statistics.answers import answer, read_confidences
from vrn.statistics.limits import Limits, tail_of
from vrn.statistics.spatial.false_discovery import benjamini_hochberg
from vrn.statistics.spatial.weights import read_values, restrict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from vrn.statistics.answers import Column, Confidence
    from vrn.statistics.limits import FloatArray
    from vrn.statistics.spatial.chances import Chance, Chances
    from vrn.statistics.spatial.weights import Weights

ISLAND = "the area has no neighbour"
CONSTANT = "all values are equal"
TOO_FEW = "fewer than 4 areas have a value"
NO_SPREAD = "the statistic cannot vary: every area is a neighbour, or all others have one value"
NO_CURVE = "too skewed, or too few neighbours, for a p-value by moments: ask for permutations"
FEWEST = 4
EQUAL = 1e-12
"""Values are equal when they differ by less than this share of the largest: digits are rounded."""


@dataclass(frozen=True, eq=False)
class Known:
    """The areas that have a value, in `weights` and `values`; `areas` are all of the caller's."""

    areas: pl.Series
    weights: Weights
    values: FloatArray

    @property
    def whole_reason(self) -> str | None:
        """Why no area has an answer, or None where some may have."""
        if self.values.size < FEWEST:
            return TOO_FEW
        is_constant = np.ptp(self.values) <= EQUAL * np.abs(self.values).max()
        return CONSTANT if is_constant else None

    @property
    def deviations(self) -> FloatArray:
        """Each value less the mean of all; zeros where no area has an answer."""
        if self.whole_reason:
            return np.zeros_like(self.values)
        deviations: FloatArray = self.values - self.values.mean()
        return deviations

    def reasons(self, statistic: FloatArray) -> list[str | None]:
        """Why each known area has no statistic; None where it has one."""
        if self.whole_reason:
            return [self.whole_reason] * self.values.size
        islands, stuck = self.weights.counts == 0, np.isnan(statistic)
        return [
            ISLAND if alone else NO_SPREAD if fixed else None
            for alone, fixed in zip(islands.tolist(), stuck.tolist(), strict=True)
        ]


class LocalTest(NamedTuple):
    """A statistic of each known area, NaN where it cannot vary, and what is said of it.

    `mean`, (standard) `deviation` and `skewness` are those of `value` when values are scattered;
    `columns` are shown before the p-values.
    """

    value: FloatArray
    mean: FloatArray
    deviation: FloatArray
    skewness: FloatArray
    columns: Mapping[str, FloatArray | NDArray[np.str_]]


def know(values: Column, weights: Weights, *, by: Column | None) -> Known:
    """Reads one value an area; an area without one is left out, as a neighbour of others too."""
    found = read_values(values, weights, by=by, name="values")
    is_known = ~np.isnan(found)
    return Known(weights.areas, restrict(weights, is_known), found[is_known])


def frame_of(
    known: Known, test: LocalTest, *, name: str, chance: Chance, confidence: Confidence
) -> pl.DataFrame:
    """A row for each area and confidence, in order of area; beside a reason, numbers are null."""
    z = (test.value - test.mean) / test.deviation
    chances = chance.of(known.weights, known.deviations, z=z, skewness=test.skewness)
    rows = _rows(known, test, chances)
    value = rows["value"].to_numpy()
    nothing = np.full(value.size, np.nan)
    return pl.concat(
        answer(
            Limits(value, nothing, nothing),
            confidence=each,
            method=f"{name}, {chance.said}",
            reason=rows["reason"],
            by=_with_chance_limits(rows, chance, confidence=each),
        )
        for each in read_confidences(confidence)
    ).with_columns(
        # A statistic that stands without its p-value needs a reason of its own.
        pl.when(pl.col("value").is_not_null() & pl.col("p").is_null())
        .then(pl.lit(NO_CURVE))
        .otherwise("reason")
        .alias("reason")
    )


def _rows(known: Known, test: LocalTest, chances: Chances) -> pl.DataFrame:
    """All areas in order, with what is known of each; null for NaN and beside a reason."""
    reason = pl.Series("reason", known.reasons(test.value), dtype=pl.String)
    stands = reason.is_null()
    p = np.where(stands, chances.both, np.nan)
    tested = {"p_folded": chances.folded, "p": p, "q": benjamini_hochberg(p)}
    found = (
        pl.DataFrame({**test.columns, **tested, **dict(zip(_SHAPE, test, strict=False))})
        .with_columns(pl.col(pl.Float64).fill_nan(None))
        .select(pl.when(stands).then(pl.all()))
        .with_columns(reason, known.weights.areas.alias("area"), neighbours=known.weights.counts)
    )
    # An area without a value is not among those known; the answer gives it its reason.
    return (
        known.areas.alias("area")
        .to_frame()
        .join(found, on="area", how="left")
        .select("area", "neighbours", pl.exclude("area", "neighbours"))
        .sort("area")
    )


_SHAPE = ("value", "mean", "deviation", "skewness_of_value")
"""The fields of a LocalTest as columns that are used here and not shown."""


def _with_chance_limits(rows: pl.DataFrame, chance: Chance, *, confidence: float) -> pl.DataFrame:
    """The columns to show, with the limits between which the value lies by chance."""
    _, mean, deviation, skewness = (rows[name].to_numpy() for name in _SHAPE)
    reach = chance.reach(skewness, tail=tail_of(confidence))
    limits = {
        name: pl.when(pl.col("p").is_not_null()).then(pl.Series(mean + end * deviation))
        for name, end in zip(("chance_lower", "chance_upper"), reach, strict=True)
    }
    return (
        rows.with_columns(**limits)
        .drop(*_SHAPE, "reason")
        .with_columns(pl.col(pl.Float64).fill_nan(None))
    )
