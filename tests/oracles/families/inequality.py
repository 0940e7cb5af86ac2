"""The slope and relative index of inequality against the reference's, variant by variant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tests.oracles.checking import Check, agree
from vrn.statistics.inequality import (
    Line,
    QuantileValues,
    Simulation,
    inequality_indices,
    quantile_values,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.oracles.checking import Agreements

KINDS = {"0": ("continuous", "rate"), "1": ("rate", "rate"), "2": ("proportion", "prop")}
"""For each value type: the kind of the values, and their column unless the text names another."""

SEED = 20_041
DRAWS = 1_000_000
"""Ten times the reference's: ours then add little noise of their own to its."""
LIMIT = re.compile(r"(sii|rii)_lower(\d+)_(\d+)(?:cl)?$")


def compare_indices(expected: pl.DataFrame, rows: pl.DataFrame) -> Agreements:
    """One yes or no an area for each column that a variant fills."""
    agreements = {}
    for (variant,), areas in expected.group_by("variant", maintain_order=True):
        given = areas.select(column for column in areas if column.null_count() < areas.height)
        for column, each in _agreements_of(str(variant), given, rows).items():
            agreements[f"{column} of {variant}"] = each
    return agreements


def _agreements_of(variant: str, areas: pl.DataFrame, rows: pl.DataFrame) -> Agreements:
    """Deterministic columns closely, and each pair of limits within what simulation allows."""
    limits = {
        column: float(f"{found[2]}.{found[3]}") / 100
        for column in areas.columns
        if (found := LIMIT.match(column))
    }
    ours = _ours(variant, rows, tuple(sorted(set(limits.values()))))
    found = {
        "sii": agree(_beside(areas, ours["slope"])["value"], areas["sii"]),
        "rii": agree(_beside(areas, ours["relative"])["value"], areas["rii"]),
    }
    if "intercept" in areas.columns:
        # Without a transform the reference leaves its intercept in the unit of the values.
        per = 1.0 if "transform" in variant else _multiplier(variant)
        intercepts = _beside(areas, ours["slope"])["intercept"] / abs(per)
        found["intercept"] = agree(intercepts, areas["intercept"])
    for column, confidence in limits.items():
        index = "slope" if column.startswith("sii") else "relative"
        at = ours[index].filter(pl.col("confidence").is_close(confidence))
        found |= _limits_agree(areas, _beside(areas, at), column)
    return found


def _limits_agree(areas: pl.DataFrame, ours: pl.DataFrame, column: str) -> Agreements:
    """Within 5 of the reference's own spreads between runs, or 2% of the width, the larger."""
    above = column.replace("lower", "upper")
    spread = re.sub(r"_lower(\d+_\d+)(cl)?$", r"_mad\1", column)
    width = (areas[above] - areas[column]).to_numpy()
    allowed = 0.02 * width
    if spread in areas.columns:
        allowed = np.fmax(allowed, 5 * areas[spread].cast(pl.Float64).fill_null(0).to_numpy())
    return {
        name: _within(ours[end], areas[name], allowed)
        for name, end in ((column, "lower"), (above, "upper"))
    }


def _within(
    ours: pl.Series, expected: pl.Series, allowed: NDArray[np.float64]
) -> NDArray[np.bool_]:
    left, right = (each.cast(pl.Float64).fill_null(np.nan).to_numpy() for each in (ours, expected))
    near = np.abs(left - right) <= np.nan_to_num(allowed)
    return near | (np.isnan(left) & np.isnan(right))


def _beside(areas: pl.DataFrame, ours: pl.DataFrame) -> pl.DataFrame:
    """Our rows at the first confidence among them, in the order of the expected areas."""
    first = ours.filter(pl.col("confidence") == pl.col("confidence").first())
    return areas.select("area").join(first, on="area", how="left", maintain_order="left")


def _ours(
    variant: str, rows: pl.DataFrame, confidences: tuple[float, ...]
) -> dict[str, pl.DataFrame]:
    """Our answers by index, made as the words of the variant say."""
    multiplier, transform = _multiplier(variant), "transform" in variant
    line = Line(
        transform=transform,
        contrast="last_to_first" if multiplier > 0 else "first_to_last",
        multiplier=abs(multiplier),
    )
    # The reference turns a line of logarithms or logits about its observed mean.
    level = "observed" if transform else "drawn"
    answers = inequality_indices(
        _column(rows, "decile", "quantile", "quintile"),
        rows["population"],
        _values(variant, rows),
        by=rows.select("area"),
        line=line,
        limits=Simulation(np.random.default_rng(SEED), draws=DRAWS, level=level),
        confidence=confidences or 0.95,
    )
    return {name: answers.filter(index=name) for name in ("slope", "relative")}


def _values(variant: str, rows: pl.DataFrame) -> QuantileValues:
    """The values and their errors: from the limits, unless the text says "se"."""
    value_type = re.search(r"value_type\s*=\s*(\d)", variant)
    kind, column = KINDS[value_type[1] if value_type else "0"]
    named = set(re.findall(r"[a-z_]+", variant))
    column = "prop" if named & {"prop", "proportion"} else "rate" if "rate" in named else column
    if "se" in named and f"se_{column}" in rows.columns:
        return quantile_values(rows[column], kind=kind, se=rows[f"se_{column}"])
    return quantile_values(
        rows[column], kind=kind, limits=(rows[f"{column}_lower"], rows[f"{column}_upper"])
    )


def _multiplier(variant: str) -> float:
    said = re.search(r"multiplier\s*=\s*(-?[\d.]+(?:e[+-]?\d+)?)", variant)
    return float(said[1]) if said else 1.0


def _column(rows: pl.DataFrame, *names: str) -> pl.Series:
    return next(rows[name] for name in names if name in rows.columns)


CHECKS: tuple[Check, ...] = (
    Check(
        "sii_expected.csv",
        ("sii_input.csv",),
        compare_indices,
        "1e-9; limits within 5 mean differences between runs or 2% of the width",
    ),
)
