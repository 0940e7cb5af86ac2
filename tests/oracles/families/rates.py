"""Counts, rates, proportions, means, ratios and quantiles beside the reference's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tests.oracles.checking import Agreements, Check, agree, agree_exactly
from vrn.statistics.counts import BYARS, EXACT, byars_limits, exact_limits
from vrn.statistics.means import STUDENT, mean
from vrn.statistics.proportions import WILSON, proportion
from vrn.statistics.quantiles import quantile_of
from vrn.statistics.rates import rate
from vrn.statistics.ratios import NO_UPPER, rate_ratio

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

METHODS = {EXACT: "Exact", BYARS: "Byars", WILSON: "Wilson", STUDENT: "Student's t-distribution"}
QUANTILES = {"tertile": 3, "quartile": 4, "quintile": 5, "sextile": 6, "decile": 10}
_LOWER = re.compile(r"^lower(?:(\d+)_(\d+))?cl$")


def confidences_of(expected: pl.DataFrame) -> dict[float, str]:
    """Each confidence that the columns of limits name, with what follows "lower" in theirs."""
    found = {}
    for column in expected.columns:
        match = _LOWER.match(column)
        if match:
            per_cent = match[1] and f"{match[1]}.{match[2]}"
            stated = per_cent or expected["confidence"][0].strip("%")
            found[round(float(stated) / 100, 9)] = column.removeprefix("lower")
    return found


def compare_answers(
    expected: pl.DataFrame,
    ours: pl.DataFrame,
    *,
    by: Sequence[str],
    own: Mapping[str, str],
    methods: Mapping[str, str] = METHODS,
) -> Agreements:
    """Every column of the reference beside ours; `own` names ours of the family by theirs."""
    found = {}
    asked = confidences_of(expected)
    for confidence, suffix in asked.items():
        frame = ours.filter(pl.col("confidence") == confidence)
        found[f"groups ({confidence:g})"] = np.array([frame.height == expected.height])
        beside = expected.select(by).join(frame, on=by, how="left", maintain_order="left")
        limits = {"value": "value", f"lower{suffix}": "lower", f"upper{suffix}": "upper"}
        for theirs, name in (limits | dict(own)).items():
            found[f"{theirs} ({confidence:g})"] = agree(beside[name], expected[theirs])
        method = beside["method"].replace(methods)
        found[f"method ({confidence:g})"] = agree_exactly(method, expected["method"])
        is_reasoned = beside["reason"].is_not_null().to_numpy()
        lacks = expected.select(pl.any_horizontal(pl.col(list(limits)).is_null())).to_series()
        found[f"reason ({confidence:g})"] = is_reasoned == lacks.to_numpy()
    said = ", ".join(f"{100 * each:g}%" for each in asked)
    found["confidence"] = (expected["confidence"] == said).to_numpy()
    return found


def multiplier_of(expected: pl.DataFrame, otherwise: float) -> float:
    """The multiplier that the first statistic to name one does ("rate per 1000", "ratio x 100")."""
    named = expected["statistic"].str.extract(r"(?:per|x) ([\d.e+]+)$").drop_nulls()
    return float(named[0]) if named.len() else otherwise


def _counts(expected: pl.DataFrame) -> Agreements:
    found = []
    for (confidence,), rows in expected.group_by("confidence", maintain_order=True):
        columns = {}
        for name, limits in (("byars", byars_limits), ("exact", exact_limits)):
            ours = limits(rows["x"].to_numpy(), confidence=float(str(confidence)))
            columns[f"{name}_lower"] = agree(ours.lower, rows[f"{name}_lower"])
            columns[f"{name}_upper"] = agree(ours.upper, rows[f"{name}_upper"])
        found.append(columns)
    return {name: np.concatenate([each[name] for each in found]) for name in found[0]}


def _by_multiplier(expected: pl.DataFrame, method: str) -> Agreements:
    found = []
    for (multiplier,), rows in expected.group_by("multiplier", maintain_order=True):
        function = rate if method == "rate" else proportion
        ours = function(
            rows["x"],
            rows["n"],
            by={"row": np.arange(rows.height)},
            multiplier=float(str(multiplier)),
            confidence=list(confidences_of(expected)),
        )
        numbered = rows.with_columns(row=np.arange(rows.height))
        found.append(compare_answers(numbered, ours, by=["row"], own={"x": "count"}))
    return {name: np.concatenate([each[name] for each in found]) for name in found[0]}


def _rates(expected: pl.DataFrame) -> Agreements:
    return _by_multiplier(expected, "rate")


def _proportions(expected: pl.DataFrame) -> Agreements:
    return _by_multiplier(expected, "proportion")


def _grouped(expected: pl.DataFrame, rows: pl.DataFrame) -> Agreements:
    by = [name for name in rows.columns if name not in ("x", "n")]
    ours = rate(
        rows["x"],
        rows["n"],
        by=rows.select(by),
        multiplier=multiplier_of(expected, 1_000),
        confidence=list(confidences_of(expected)),
    )
    return compare_answers(expected, ours, by=by, own={"x": "count", "n": "population"})


def _means(expected: pl.DataFrame, rows: pl.DataFrame) -> Agreements:
    by = [name for name in rows.columns if name != "value"]
    ours = mean(rows["value"], by=rows.select(by), confidence=list(confidences_of(expected)))
    own = {"value_sum": "total", "value_count": "count", "stdev": "standard_deviation"}
    return compare_answers(expected, ours, by=by, own=own)


def _ratios(expected: pl.DataFrame) -> Agreements:
    found = {}
    columns = [expected[name] for name in ("x1", "n1", "x2", "n2")]
    for name, method, rtol in (("exact", "exact", 1e-4), ("log_wald", "log-wald", 1e-9)):
        for lower in (each for each in expected.columns if each.startswith(f"{name}_lower")):
            suffix = lower.removeprefix(f"{name}_lower")
            confidence = float(suffix.replace("_", ".")) / 100
            ours = rate_ratio(*columns, method=method, confidence=confidence)
            if method == "exact":
                # The reference writes a ratio without a finite value, and its limit, as infinite.
                endless = pl.when(pl.col("reason") == NO_UPPER).then(float("inf"))
                ours = ours.with_columns(
                    endless.otherwise(each).alias(each) for each in ("value", "upper")
                )
                found["rate_ratio"] = agree(ours["value"], expected["rate_ratio"])
                found["exact_p_two_sided"] = agree(ours["p_value"], expected["exact_p_two_sided"])
            for side in ("lower", "upper"):
                theirs = f"{name}_{side}{suffix}"
                found[theirs] = agree(ours[side], expected[theirs], rtol=rtol)
    return found


def _quantiles(expected: pl.DataFrame) -> Agreements:
    found = {}
    for column in expected.columns:
        kind, _, called = column.partition("_")
        if kind in QUANTILES:
            ours = quantile_of(
                expected["value"],
                quantiles=QUANTILES[kind],
                by=None if "ungrouped" in called else expected["region"],
                high_is_one="high_is_1" in called,
            )
            found[column] = agree(ours["quantile"], expected[column])
            is_reasoned = ours["reason"].is_not_null().to_numpy()
            found[f"reason of {column}"] = is_reasoned == expected[column].is_null().to_numpy()
    return found


USUAL = "rtol 1e-9"
CHECKS = (
    Check("count_limits.csv", (), _counts, USUAL),
    Check("rates.csv", (), _rates, USUAL),
    Check("proportions.csv", (), _proportions, USUAL),
    Check("rates_grouped_expected.csv", ("rates_grouped_input.csv",), _grouped, USUAL),
    Check("means_expected.csv", ("means_input.csv",), _means, USUAL),
    Check("rate_ratios.csv", (), _ratios, "rtol 1e-9, exact limits 1e-4"),
    Check("quantiles.csv", (), _quantiles, "equality"),
)
