"""One effect of a panel with its error, of the kind asked for, or why there is none.

Sources: those of `absorbing`, `errors` and `randomisation`, which this module puts together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.statistics.answers import answer
from vrn.statistics.comparison.absorbing import TwoWayFit, fit_two_way
from vrn.statistics.comparison.errors import (
    METHODS,
    Errors,
    check_errors,
    cluster_error,
    effects_without_each,
    jackknife_error,
    model_error,
)
from vrn.statistics.comparison.randomisation import (
    placebo_quantile,
    placebo_scores,
    rank_p,
    score_of_treated,
)
from vrn.statistics.limits import Limits, tail_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.statistics.comparison.panel import Panel, Profile
    from vrn.statistics.limits import FloatArray

ENOUGH_AREAS = 5
ENOUGH_PLACEBOS = 19
# Errors and scores below this are rounding.
NO_ERROR = 1e-9

NOT_FINITE = "no finite ratio: no events on one side of the comparison"
ONE_AREA = "one treated or one untreated area: errors by area cannot be judged from it"
NOT_WITHOUT = "the effect rests on one area alone: without it nothing can be compared"
NO_SPREAD = "areas of a kind all changed alike: chance cannot be judged from them"
FEW_PLACEBOS = "too few untreated areas for limits of this confidence"
FEW_AREAS = (
    f"fewer than {ENOUGH_AREAS} areas are treated, or are not: errors by area are then too small, "
    "and limits from placebo areas to be preferred"
)


@dataclass(frozen=True)
class Estimate:
    """The logarithm of a ratio, its error, the p of a ratio of 1, and what is wanting.

    `standard_error` and `p` are NaN where they are wanting. With placebo errors `standard_error` is
    that of independent Poisson counts, and limits stand at as many of them as the untreated areas'
    own changes (`placebos`) do. `without_each` holds the effect without each area (jackknife only).
    """

    effect: float
    standard_error: float
    p: float
    errors: Errors
    degrees: int
    fit: TwoWayFit
    placebos: FloatArray
    without_each: FloatArray
    reason: str | None

    def margin(self, confidence: float) -> float:
        """Half the width of the interval, on the scale of the logarithm; not finite without one."""
        return self.quantile(confidence) * self.standard_error

    def quantile(self, confidence: float) -> float:
        """How many standard errors the limits stand from the effect.

        Of Student's t on the areas less one; of the normal for errors of independent Poisson
        counts; for placebo errors the distance that the untreated areas' scores keep.
        """
        from scipy.special import ndtri, stdtrit

        if self.errors == "placebo":
            return placebo_quantile(self.placebos, confidence)
        upper = 1 - tail_of(confidence)
        return float(ndtri(upper) if self.errors == "model" else stdtrit(self.degrees, upper))

    def ratio(self, confidence: float) -> Limits:
        """The ratio with its limits; NaN without one."""
        half = self.margin(confidence)
        half = half if np.isfinite(half) else np.nan
        return Limits(*(np.exp(np.array([self.effect + each])) for each in (0.0, -half, half)))

    def frame(self, confidences: Sequence[float]) -> pl.DataFrame:
        """The columns of an answer, a row a confidence: the ratio, its limits, and the reasons."""
        rows = [
            answer(self.ratio(each), confidence=each, method=METHODS[self.errors])
            for each in confidences
        ]
        wanting = self.reason or FEW_PLACEBOS
        return pl.concat(rows).with_columns(
            pl.when(pl.col("reason").is_not_null()).then(pl.lit(wanting)).alias("reason")
        )


def estimate(panel: Panel, over_months: Profile, errors: Errors | None = None) -> Estimate:
    """The effect of a regressor that follows `over_months` in treated areas and is 0 elsewhere.

    `errors` is one of `ERRORS`; without it the one that `fitting_errors` names. Raises ValueError
    for another kind of errors.

    >>> from vrn.statistics.comparison.panel import panel_of
    >>> panel = panel_of([10, 12, 20, 12], area=[1, 1, 2, 2], month=[1, 2, 1, 2],
    ...                  treated=[0, 0, 1, 1], after=[0, 1, 0, 1])
    >>> found = estimate(panel, panel.after, "model")
    >>> found.ratio(0.95).value.round(3), round(found.standard_error, 3)
    (array([0.5]), 0.563)
    """
    kind = errors or fitting_errors(panel)
    check_errors(kind)
    x = panel.profile(over_months)
    fit = fit_two_way(panel.counts, panel.exposures, x)
    none = np.zeros(0)
    degrees = len(panel.areas) - 1
    if not fit.converged:
        return Estimate(np.nan, np.nan, np.nan, kind, degrees, fit, none, none, NOT_FINITE)
    effect = float(fit.effects[0])
    if kind == "placebo":
        return _by_placebos(panel, over_months, fit)
    treated = int(panel.treated.sum())
    if kind != "model" and min(treated, len(panel.treated) - treated) < 2:
        return Estimate(effect, np.nan, np.nan, kind, degrees, fit, none, none, ONE_AREA)
    each, reason = none, None
    if kind == "model":
        error = model_error(fit)
    elif kind == "jackknife":
        each = effects_without_each(fit, panel.counts, panel.exposures, x)
        error = jackknife_error(effect, each)
        reason = None if np.isfinite(error) else NOT_WITHOUT
    else:
        error = cluster_error(fit, panel.counts, kind)
    if error < NO_ERROR:
        error, reason = np.nan, NO_SPREAD
    p = _two_sided(effect, error, degrees=None if kind == "model" else degrees)
    return Estimate(effect, error, p, kind, degrees, fit, none, each, reason)


def fitting_errors(panel: Panel) -> Errors:
    """The errors that fit the number of areas: jackknife, or placebo where few are treated.

    The jackknife where at least 5 areas are treated and 5 are not; otherwise placebo limits.

    >>> from vrn.statistics.comparison.panel import panel_of
    >>> panel = panel_of([10, 12, 20, 12], area=[1, 1, 2, 2], month=[1, 2, 1, 2],
    ...                  treated=[0, 0, 1, 1], after=[0, 1, 0, 1])
    >>> fitting_errors(panel)
    'placebo'
    """
    treated = int(panel.treated.sum())
    least = min(treated, len(panel.treated) - treated)
    return "jackknife" if least >= ENOUGH_AREAS else "placebo"


def _by_placebos(panel: Panel, over_months: Profile, fit: TwoWayFit) -> Estimate:
    scores = placebo_scores(panel, over_months)
    scores = scores[~np.isnan(scores)]
    alike = bool(scores.size) and np.abs(scores).max() < NO_ERROR
    return Estimate(
        float(fit.effects[0]),
        np.nan if alike else model_error(fit),
        rank_p(score_of_treated(panel, over_months), scores),
        "placebo",
        len(panel.areas) - 1,
        fit,
        scores,
        np.zeros(0),
        NO_SPREAD if alike else None,
    )


def _two_sided(effect: float, error: float, *, degrees: int | None) -> float:
    from scipy.special import ndtr, stdtr

    distance = -abs(effect) / error
    return float(2 * (ndtr(distance) if degrees is None else stdtr(degrees, distance)))
