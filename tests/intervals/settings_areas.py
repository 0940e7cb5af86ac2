"""Comparison of areas (difference in differences), and association of area factors."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from tests.intervals.simulating import FITTED, Drawn, Setting, of_limits
from vrn.statistics.association.regression import read_areas_and_factors, regress
from vrn.statistics.comparison import panel_of
from vrn.statistics.comparison.estimating import estimate
from vrn.statistics.limits import Limits
from vrn.statistics.series import Recipe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator

    from vrn.statistics.comparison.errors import Errors

MONTHS = 8
DRIFTING = "each drifting by itself"
DRIFT = 0.15
"""Standard deviation of the logarithm by which each area changes by itself from before to after."""
RATIO = 0.8

FEW_AREAS = "few areas, of which two are treated: errors by area are too small"
NO_DRIFT_KNOWN = "errors of independent Poisson counts know nothing of areas that drift"
FEW_CLUSTERS = "errors clustered by area are too small where few areas are treated"
HIDDEN_SPREAD = "the errors of a Poisson model, kept where the test saw no spread that is there"


def _difference(
    rng: Generator, areas: int, treated: int, *, errors: Errors | None, drift: float
) -> Drawn:
    area, month = np.repeat(np.arange(areas), MONTHS), np.tile(np.arange(MONTHS), areas)
    is_treated, is_after = area < treated, month >= MONTHS // 2
    level = np.exp(np.linspace(2.5, 4.0, areas))
    usual = level[area] * np.where(is_treated & is_after, RATIO, 1.0)
    panel = panel_of(np.ones(area.size), area=area, month=month, treated=is_treated, after=is_after)
    found = []
    for _ in range(FITTED):
        moved = np.exp(drift * rng.standard_normal(areas))
        counts = rng.poisson(usual * np.where(is_after, moved[area], 1.0))
        each = replace(panel, counts=counts.reshape(areas, MONTHS).astype(np.float64))
        found.append(estimate(each, panel.after, errors).ratio(0.95))
    return of_limits(_stacked(found), RATIO)


def _association(rng: Generator, areas: int, events: float, shape: float | None) -> Drawn:
    """The rate ratio of one factor beside another; `shape` is the negative binomial's theta."""
    from scipy.special import ndtri, stdtrit

    first, second = rng.standard_normal((2, areas))
    factors = {"one": first, "other": 0.5 * first + second}
    mean = events * np.exp(0.2 * first)
    found = []
    for _ in range(FITTED):
        spread = 1.0 if shape is None else rng.gamma(shape, 1 / shape, areas)
        count = rng.poisson(mean * spread)
        given = read_areas_and_factors(count, np.ones(areas), factors, None)
        one = regress(given, Recipe(small_sample=False))
        if one is not None:
            is_normal = np.isinf(one.degrees)
            reach = ndtri(0.975) if is_normal else stdtrit(one.degrees, 0.975)
            middle, far = one.log_ratios[:1], reach * one.errors[:1]
            found.append(Limits(middle, middle - far, middle + far))
    return of_limits(_stacked(found), 0.2 * first.std(ddof=1))


def _stacked(limits: Sequence[Limits]) -> Limits:
    return Limits(*(np.concatenate(each) for each in zip(*limits, strict=True)))


DIFFERENCES = tuple(
    Setting(
        method=f"`difference_in_differences`: {words}",
        case=f"{areas} areas, {treated} treated, {DRIFTING if drift else 'Poisson'}",
        promise="not promised" if limit else "at least" if "placebo" in words else "about",
        draw=partial(_difference, areas=areas, treated=treated, errors=errors, drift=drift),
        limit=limit,
    )
    for words, errors, areas, treated, drift, limit in (
        ("its own choice, the jackknife", None, 20, 8, DRIFT, ""),
        ("its own choice, placebo areas", None, 26, 3, DRIFT, ""),
        ("the jackknife asked for", "jackknife", 8, 2, DRIFT, FEW_AREAS),
        ("errors clustered by area", "cluster", 8, 2, DRIFT, FEW_AREAS),
        ("errors clustered by area", "cluster", 20, 4, DRIFT, FEW_CLUSTERS),
        ("errors clustered by area", "cluster", 40, 15, DRIFT, ""),
        ("errors of Poisson counts", "model", 20, 8, 0.0, ""),
        ("errors of Poisson counts", "model", 20, 8, DRIFT, NO_DRIFT_KNOWN),
    )
)

ASSOCIATIONS = tuple(
    Setting(
        method="`associate`: rate ratios of two factors",
        case=f"{areas} areas, {events:g} events each, {'Poisson' if shape is None else 'spread'}",
        promise="not promised" if limit else "about",
        draw=partial(_association, areas=areas, events=events, shape=shape),
        limit=limit,
    )
    for areas, events, shape, limit in (
        (30, 20.0, None, ""),
        (12, 5.0, 3.0, HIDDEN_SPREAD),
        (200, 5.0, None, ""),
        (60, 20.0, 5.0, ""),
    )
)

SETTINGS = (*DIFFERENCES, *ASSOCIATIONS)
