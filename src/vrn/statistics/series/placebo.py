"""The same analysis at dates when nothing happened: how often is an effect as large?

Sources: falsification at other dates: A. Abadie, A. Diamond and J. Hainmueller, Synthetic control
methods for comparative case studies, Journal of the American Statistical Association 105 (2010),
section 4 ("placebo in time"); J. Lopez Bernal, S. Cummins and A. Gasparrini, International Journal
of Epidemiology 46 (2017).

Limits: only the months before the intervention are used, so placebo series are shorter than the
whole and their effects less sure, and neighbouring dates share most of their months: the share is a
description of what such series show by themselves, and no p-value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn.statistics.series.choosing import Recipe, choose_errors, fit_as, methods_of
from vrn.statistics.series.design import series_design
from vrn.statistics.series.effects import error_of, expected_counts, is_told, whole_period

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.statistics.limits import FloatArray
    from vrn.statistics.series.design import Design


class Placebos(NamedTuple):
    """Months after which the placebo comes (dates), and effects in logarithms (series, dates).

    NaN where too few events lie on a side, or the model has no finite estimate; `methods` say the
    model and errors of each, null where there is none.
    """

    after: NDArray[np.intp]
    log_ratio: FloatArray
    error: FloatArray
    degrees: FloatArray
    methods: NDArray[np.object_]


def placebo_effects(
    models: NDArray[np.object_],
    counts: FloatArray,
    populations: FloatArray,
    *,
    recipe: Recipe | None = None,
) -> Placebos:
    """The effect over the months after, at every date that leaves enough months on both sides.

    `counts` and `populations` (series, months) are of the months before the intervention only, and
    `models` names the model of each series, which is fitted again at each date (a negative binomial
    without finite theta falls back to quasi-Poisson). Raises nothing for short series: no dates.

    >>> counts = np.array([[10.0, 12.0] * 12])
    >>> found = placebo_effects(np.array(["Poisson"], dtype=object), counts, np.ones((1, 24)))
    >>> found.after
    array([12, 13, 14, 15, 16, 17, 18])
    """
    asked, months = recipe or Recipe(), counts.shape[1]
    dates = np.arange(asked.fewest_before, months - asked.fewest_after + 1)
    shape = (len(counts), dates.size)
    log_ratio, error, degrees = (np.full(shape, np.nan) for _ in range(3))
    methods = np.full(shape, None, dtype=object)
    found = Placebos(dates, log_ratio, error, degrees, methods)
    before = np.cumsum(counts, axis=1)
    for place, date in enumerate(dates):
        least = np.minimum(before[:, date - 1], before[:, -1] - before[:, date - 1])
        rows = np.flatnonzero(least >= asked.fewest_events)
        if rows.size:
            design = series_design(months, after=int(date), season_pairs=asked.season_pairs)
            each = (models[rows], counts[rows], populations[rows])
            fitted, parts = _effects(design, *each, recipe=asked)
            for whole, part in zip(found[1:], parts, strict=True):
                whole[rows[fitted], place] = part
    return found


def _effects(
    design: Design,
    models: NDArray[np.object_],
    counts: FloatArray,
    populations: FloatArray,
    *,
    recipe: Recipe,
) -> tuple[NDArray[np.intp], tuple[FloatArray, FloatArray, FloatArray, NDArray[np.object_]]]:
    """Which series have an estimate at a date: log ratio, its error, degrees and method of each."""
    offset = np.log(populations)
    fit, used = fit_as(models, design.matrix, counts, offset, small_sample=recipe.small_sample)
    expected = expected_counts(design, fit.coefficients, fit.fitted)
    rows = np.flatnonzero(fit.is_converged & is_told(expected) & is_told(fit.fitted))
    fit, used = fit.take(rows), used[rows]
    whole = whole_period(design, fit.coefficients, fit.fitted)
    errors = choose_errors(fit, used, contrast=whole.ratio_gradient, recipe=recipe)
    error = error_of(whole.ratio_gradient, errors.covariance)
    return rows, (whole.log_ratio, error, errors.degrees, methods_of(used, errors))


def share_as_large(log_ratio: FloatArray, placebos: FloatArray) -> FloatArray:
    """The share of placebo effects at least as large as the effect, either way; from 0 to 1.

    `log_ratio` one value a series, `placebos` (series, dates); NaN where no date has an effect.
    Raises nothing of its own.

    >>> share_as_large(np.log([0.5]), np.log([[0.9, 0.4, 2.5, 1.1]]))
    array([0.5])
    """
    known = ~np.isnan(placebos)
    larger = (np.abs(placebos) >= np.abs(log_ratio)[:, None]) & known
    counted = known.sum(axis=1)
    return np.where(counted > 0, larger.sum(axis=1) / np.maximum(counted, 1), np.nan)
