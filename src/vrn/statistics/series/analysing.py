"""The numbers of an interrupted series, for all series of one shape at once; no frames yet.

Sources and limits: those of `choosing` (model and errors), `effects` (ratios, events averted,
counterfactual), `checks` and `power`, which this puts together.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from vrn.statistics.series.checks import durbin_watson, ljung_box
from vrn.statistics.series.choosing import (
    Chosen,
    ChosenErrors,
    Recipe,
    choose_errors,
    choose_model,
    methods_of,
)
from vrn.statistics.series.design import YEAR, Design
from vrn.statistics.series.effects import Whole, averted, expected_counts, is_told, whole_period
from vrn.statistics.series.errors import (
    hc0_covariance,
    model_covariance,
    newey_west_covariance,
    standard_errors,
)
from vrn.statistics.series.power import Spread, least_ratio_seen, power_to_see

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.statistics.limits import FloatArray

Texts = NDArray[np.object_]
TEXTS = ("model", "fall_back", "errors_kind", "method")
BY_TERM = ("coefficients", "errors", "errors_model", "errors_hc0", "errors_newey_west")


@dataclass(frozen=True)
class Analysis:
    """What was found: one value a series, or (series, terms); null texts and NaN where nothing was.

    `errors_*` are standard errors of the coefficients by kind and `errors` those chosen; the parts
    of events averted are `log_*`, their variances and covariance.
    """

    model: Texts
    fall_back: Texts
    errors_kind: Texts
    method: Texts
    statistic: FloatArray
    p_value: FloatArray
    dispersion: FloatArray
    theta: FloatArray
    lag: FloatArray
    degrees: FloatArray
    autocorrelation: FloatArray
    autocorrelation_p: FloatArray
    ljung_box: FloatArray
    ljung_box_p: FloatArray
    durbin_watson: FloatArray
    coefficients: FloatArray
    errors: FloatArray
    errors_model: FloatArray
    errors_hc0: FloatArray
    errors_newey_west: FloatArray
    log_counterfactual: FloatArray
    log_ratio: FloatArray
    counterfactual_variance: FloatArray
    ratio_variance: FloatArray
    covariance: FloatArray
    power: FloatArray
    least_ratio: FloatArray


@dataclass(frozen=True)
class Months:
    """Fitted counts, and the logarithm of the expected ones with its error: (series, months)."""

    fitted: FloatArray
    log_expected: FloatArray
    log_error: FloatArray


def analyse(
    design: Design,
    counts: FloatArray,
    populations: FloatArray,
    *,
    recipe: Recipe,
    confidence: float = 0.95,
) -> tuple[NDArray[np.intp], Analysis, Months]:
    """Which series have a finite estimate, by position, and the analysis of those.

    `counts` and `populations` are (series, months), of one design; `confidence` is that of the
    power. Raises LinAlgError for terms that are not independent.

    >>> from vrn.statistics.series import Recipe, series_design
    >>> design = series_design(24, after=14, season_pairs=0)
    >>> counts = np.array([[10.0] * 14 + [5.0] * 10])
    >>> _, found, _ = analyse(design, counts, np.ones((1, 24)), recipe=Recipe(season_pairs=0))
    >>> np.exp(found.log_ratio).round(6)
    array([0.5])
    """
    chosen = choose_model(design.matrix, counts, np.log(populations), recipe=recipe)
    fit = chosen.fit
    expected = expected_counts(design, fit.coefficients, fit.fitted)
    rows = np.flatnonzero(fit.is_converged & is_told(expected) & is_told(fit.fitted))
    chosen = chosen.take(rows)
    fit = chosen.fit
    whole = whole_period(design, fit.coefficients, fit.fitted)
    errors = choose_errors(fit, chosen.models, contrast=whole.ratio_gradient, recipe=recipe)
    seen = _seen(design, expected[rows], chosen, errors=errors, recipe=recipe, asked=confidence)
    found = _told(chosen, whole, errors=errors, recipe=recipe, seen=seen)
    reach = np.einsum(
        "tk,skm,tm->st",
        design.counterfactual,
        errors.covariance,
        design.counterfactual,
        optimize=True,
    )
    return rows, found, Months(fit.fitted, np.log(expected[rows]), np.sqrt(np.maximum(reach, 0.0)))


def _told(
    chosen: Chosen,
    whole: Whole,
    *,
    errors: ChosenErrors,
    recipe: Recipe,
    seen: tuple[FloatArray, FloatArray],
) -> Analysis:
    """All numbers of the series that have an estimate; `seen` is their power and least ratio."""
    fit = chosen.fit
    parts = averted(whole, errors.covariance)
    box = ljung_box(fit.residuals, lag=min(YEAR, fit.fitted.shape[1] // 2))
    newey_west = newey_west_covariance(fit, lag=errors.lag, small_sample=recipe.small_sample)
    return Analysis(
        model=chosen.models,
        fall_back=chosen.fall_back,
        errors_kind=errors.kind,
        method=methods_of(chosen.models, errors),
        statistic=chosen.tested.statistic,
        p_value=chosen.tested.p_value,
        dispersion=chosen.dispersion,
        theta=fit.theta,
        lag=np.full(len(fit.fitted), float(errors.lag)),
        degrees=errors.degrees,
        autocorrelation=errors.autocorrelation.statistic,
        autocorrelation_p=errors.autocorrelation.p_value,
        ljung_box=box.statistic,
        ljung_box_p=box.p_value,
        durbin_watson=durbin_watson(fit.residuals),
        coefficients=fit.coefficients,
        errors=standard_errors(errors.covariance),
        errors_model=standard_errors(model_covariance(fit)),
        errors_hc0=standard_errors(hc0_covariance(fit)),
        errors_newey_west=standard_errors(newey_west),
        log_counterfactual=parts.log_counterfactual,
        log_ratio=parts.log_ratio,
        counterfactual_variance=parts.counterfactual_variance,
        ratio_variance=parts.ratio_variance,
        covariance=parts.covariance,
        power=seen[0],
        least_ratio=seen[1],
    )


def _seen(
    design: Design,
    expected: FloatArray,
    chosen: Chosen,
    *,
    errors: ChosenErrors,
    recipe: Recipe,
    asked: float,
) -> tuple[FloatArray, FloatArray]:
    """The chance to see the ratio that matters, and the least that is seen often enough."""
    fit, together = chosen.fit, errors.autocorrelation
    is_together = together.p_value < recipe.level
    spread = Spread(
        fit.scale,
        np.where(np.isnan(fit.theta), np.inf, fit.theta),
        np.where(is_together, together.statistic, 0.0),
    )
    power = power_to_see(
        recipe.worthwhile,
        design,
        expected,
        spread=spread,
        confidence=asked,
        degrees=errors.degrees,
    )
    least = least_ratio_seen(
        design,
        expected,
        power=recipe.power_wanted,
        is_fall=recipe.worthwhile < 1,
        spread=spread,
        confidence=asked,
        degrees=errors.degrees,
    )
    return power, least


def gather(
    parts: Sequence[tuple[NDArray[np.intp], Analysis]], *, series: int, terms: int
) -> Analysis:
    """One analysis of all series from those of each shape: NaN and null where there is none.

    `parts` say which series they are of; raises nothing of its own.

    >>> gather([], series=2, terms=4).coefficients.shape
    (2, 4)
    """
    whole: dict[str, Any] = {}
    for field in fields(Analysis):
        if field.name in TEXTS:
            whole[field.name] = np.full(series, None, dtype=object)
        else:
            shape = (series, terms) if field.name in BY_TERM else (series,)
            whole[field.name] = np.full(shape, np.nan)
        for rows, found in parts:
            whole[field.name][rows] = getattr(found, field.name)
    return Analysis(**whole)
