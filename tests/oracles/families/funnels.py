"""Funnel limits and the significance of areas against the reference's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from tests.oracles.checking import Check, agree, agree_exactly
from vrn.statistics.funnels import (
    proportion_funnel,
    proportion_funnel_limits,
    rate_funnel,
    rate_funnel_curve,
    ratio_funnel,
    ratio_funnel_curve,
)

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import ArrayLike, NDArray

    from tests.oracles.checking import Agreements

SIGMAS = {"2s": 0.95, "3s": 0.998}
RTOL = 1e-5
BISECTED_TO = 1e-7
"""Expected events to which the reference searches for its limits."""


def compare_proportions(expected: pl.DataFrame, areas: pl.DataFrame) -> Agreements:
    """The limits at each population, and the baseline that they are about."""
    share = areas.drop_nulls(["success", "trials"]).select("success", "trials").sum()
    plain = share["success"][0] / share["trials"][0]
    multiplier = _power_of_ten(expected["baseline"][0] / plain)
    found = {"baseline": agree([plain * multiplier] * expected.height, expected["baseline"])}
    for sigma, confidence in _sigmas(expected).items():
        limits = proportion_funnel_limits(
            expected["Population"].to_numpy(),
            baseline=plain * multiplier,
            multiplier=multiplier,
            confidence=confidence,
            cap="hundred",
        )
        for side in ("lower", "upper"):
            column = f"{side}_{sigma}_limit"
            found[column] = agree(getattr(limits, side), expected[column], rtol=RTOL)
    return found


def compare_rates(expected: pl.DataFrame, areas: pl.DataFrame) -> Agreements:
    """The populations at which each count reaches a limit, and the rates there."""
    multiplier = _multiplier_said(expected)
    is_crude = "crude" in expected["statistic"][0]
    baseline = _baseline_rate(areas, multiplier, is_crude=is_crude)
    found = {"baseline": agree([baseline] * expected.height, expected["baseline"])}
    size = re.compile(r"(lower|upper)_(\ds)_population_([\d.]+)_year")
    for column in expected.columns:
        if said := size.match(column):
            side, sigma, years = said[1], said[2], float(said[3])
            curve = rate_funnel_curve(
                expected["Events"],
                baseline=baseline,
                multiplier=multiplier,
                years=years,
                confidence=SIGMAS[sigma],
            )
            per_head = baseline * years / multiplier
            found[column] = _near(
                curve[f"{side}_population"] * per_head, expected[column] * per_head
            )
            limit = f"{side}_{sigma}_limit"
            found[limit] = _near(
                expected["Events"] * baseline / curve[side],
                expected["Events"] * baseline / expected[limit],
            )
    return found


def compare_ratios(expected: pl.DataFrame, _: pl.DataFrame) -> Agreements:
    """The expected events at which each count reaches a limit, and the ratios there."""
    events, found = expected["Observed_events"], {}
    for sigma, confidence in _sigmas(expected).items():
        for side in ("lower", "upper"):
            size, limit = f"{side}_{sigma}_exp_events", f"{side}_{sigma}_limit"
            multiplier = _power_of_ten((expected[limit] * expected[size] / events).median())
            curve = ratio_funnel_curve(events, multiplier=multiplier, confidence=confidence)
            found[size] = _near(curve[f"{side}_expected"], expected[size])
            found[limit] = _near(
                events * multiplier / curve[side], events * multiplier / expected[limit]
            )
    return found


def compare_significance(expected: pl.DataFrame, areas: pl.DataFrame) -> Agreements:
    """The words for each area, in funnels of its shares, rates and ratios."""
    by = areas.select("area")
    funnels = {
        "proportion": lambda: proportion_funnel(areas["success"], areas["trials"], by=by),
        "rate": lambda: rate_funnel(areas["events"], areas["pop"], by=by),
        "ratio": lambda: ratio_funnel(areas["events"], areas["expected"], by=by),
    }
    found = {}
    for kind, funnel in funnels.items():
        column = f"{kind}_significance"
        if column in expected.columns:
            ours = funnel().filter(confidence=0.95)
            beside = expected.join(ours, on="area", how="left", maintain_order="left")
            found[column] = agree_exactly(beside["significance"], expected[column])
    return found


def _baseline_rate(areas: pl.DataFrame, multiplier: float, *, is_crude: bool) -> float:
    """The rate of all areas: their events over their people, if the words are of crude rates.

    Rates that are standardised are not events over people: the mean of theirs by people is taken.
    """
    known = areas.drop_nulls(["events", "pop", "rate"])
    events = known["events"] if is_crude else known["rate"] * known["pop"] / multiplier
    return float(multiplier * events.sum() / known["pop"].sum())


def _multiplier_said(expected: pl.DataFrame) -> float:
    """The multiplier in words such as "rate (crude per 1,000)"."""
    said = re.search(r"per\s+([\d,.]+)", expected["statistic"][0])
    return float(said[1].replace(",", "")) if said else 1_000.0


def _sigmas(expected: pl.DataFrame) -> dict[str, float]:
    return {name: each for name, each in SIGMAS.items() if f"lower_{name}_limit" in expected}


def _power_of_ten(value: ArrayLike) -> float:
    return float(10.0 ** np.round(np.log10(value)))


def _near(ours: pl.Series, expected: pl.Series) -> NDArray[np.bool_]:
    """Expected events within the tolerance, or within what the reference searches to."""
    return agree(ours, expected, rtol=RTOL, atol=BISECTED_TO)


INPUTS = ("funnel_input.csv",)
BISECTED = "1e-5, or 1e-7 of the expected events it searches for"
CHECKS: tuple[Check, ...] = (
    Check("funnel_limits_proportion_expected.csv", INPUTS, compare_proportions, "1e-5"),
    Check("funnel_limits_rate_expected.csv", INPUTS, compare_rates, BISECTED),
    Check("funnel_limits_ratio_expected.csv", INPUTS, compare_ratios, BISECTED),
    Check("funnel_significance_expected.csv", INPUTS, compare_significance, "equal words"),
)
