"""Did a series of monthly counts change when something was done? The whole analysis, in one call.

log mu = log(population) + intercept + month + post + months since + season, by the model that a
stated recipe chooses; from it the effect as ratios and as events averted, with limits, the
counterfactual, placebo dates, checks of what is left over, power, and a verdict in plain words.

Sources: A. K. Wagner, S. B. Soumerai, F. Zhang and D. Ross-Degnan, Journal of Clinical Pharmacy and
Therapeutics 27 (2002); J. Lopez Bernal, S. Cummins and A. Gasparrini, International Journal of
Epidemiology 46 (2017); and those of the modules that it puts together.

Limits: one series before and after says that something changed, not what changed it: compare with
areas where nothing was done wherever there are any. The trend before is taken to go on. Limits may
be too narrow where months go together strongly (see `choosing` for how much).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.statistics.answers import read_confidences
from vrn.statistics.series.analysing import Analysis, Months, analyse, gather
from vrn.statistics.series.choosing import Recipe
from vrn.statistics.series.design import series_design
from vrn.statistics.series.panel import NOT_CONVERGED, read_panel
from vrn.statistics.series.placebo import placebo_effects, share_as_large
from vrn.statistics.series.tables import (
    coefficients_table,
    counterfactual_table,
    effects_table,
    models_table,
    placebos_table,
    verdicts_table,
)
from vrn.statistics.series.verdict import Wording

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from vrn.statistics.answers import Column, Confidence, Groups
    from vrn.statistics.limits import FloatArray
    from vrn.statistics.series.panel import Panel
    from vrn.statistics.series.placebo import Placebos


@dataclass(frozen=True)
class InterruptedSeries:
    """What an interrupted series shows: frames, each with the columns of the groups first.

    `effects`: a row an effect (level change, slope change, whole period; ratios) and events
    averted. `coefficients`: a row a term, in logarithms, with standard errors of each kind.
    `counterfactual`: a row a month, with the events expected without the intervention. `placebos`:
    a row a date at which nothing happened. `models`: a row a series, with the model and errors
    chosen, the tests' numbers, any fall-back, and residual checks. `verdicts`: a row a series, with
    a verdict, a sentence, cautions, power and the share of placebo effects as large.
    """

    effects: pl.DataFrame
    coefficients: pl.DataFrame
    counterfactual: pl.DataFrame
    placebos: pl.DataFrame
    models: pl.DataFrame
    verdicts: pl.DataFrame
    recipe: Recipe


def interrupted_series(
    count: Column,
    population: Column | None = None,
    *,
    after: int | date | Column,
    month: Column | None = None,
    by: Groups | None = None,
    recipe: Recipe | None = None,
    confidence: Confidence = 0.95,
    noun: str = "events",
) -> InterruptedSeries:
    """The effect of what began after a month on monthly counts, one series or one for each group.

    Whole period: the sum of fitted counts over the months after, over that of the counterfactual
    (post and months since at 0): exp(log ratio -+ c e), with e by the delta method. Events averted:
    counterfactual less fitted, with limits from the same errors. Level change: exp(b(post)), at the
    last month before; slope change: exp(b(months since)), a month. c is the normal's quantile for a
    Poisson model's own errors, else Student's on months less terms.

    `count` and `population` are columns with a row a month (no population: counts alone); `month`
    whole numbers or dates, where it is not given the order of the rows; `after` the last month
    before the change, one for all or one a row; `noun` names the events in the sentences. Verdict
    and power go by the first `confidence`. A series with a missing value, a population of 0, a
    month left out, or too few months or events has null and a reason.

    Raises ValueError for negative or fractional counts, negative populations, columns of other
    lengths, a month given twice, and dates beside numbers.

    >>> counts = [20, 24, 19, 22] * 6 + [12, 10, 13, 9] * 3
    >>> found = interrupted_series(counts, after=24, recipe=Recipe(season_pairs=0))
    >>> whole = found.effects.filter(effect="whole period")
    >>> whole.select(pl.col("value", "lower", "upper").round(3)).row(0)
    (0.517, 0.384, 0.694)
    >>> found.verdicts["verdict"].item()
    'fewer'
    """
    asked, confidences = recipe or Recipe(), read_confidences(confidence)
    panel = read_panel(count, population, month=month, after=after, by=by, recipe=asked)
    found, by_month, placebos = _analyse_all(panel, asked, confidences[0])
    share, dates = _placebo_shares(panel, found, placebos)
    wording = _wording(asked, noun, confidences[0])
    terms = series_design(2, after=1, season_pairs=asked.season_pairs).terms
    return InterruptedSeries(
        effects=pl.concat([effects_table(panel, found, each) for each in confidences]),
        coefficients=pl.concat(
            [coefficients_table(panel, found, each, terms=terms) for each in confidences]
        ),
        counterfactual=pl.concat(
            [counterfactual_table(panel, found, each, by_month=by_month) for each in confidences]
        ),
        placebos=pl.concat(
            [placebos_table(panel, each, placebos=placebos) for each in confidences]
        ),
        models=models_table(panel, found, recipe=asked),
        verdicts=verdicts_table(panel, found, share=share, dates=dates, wording=wording),
        recipe=asked,
    )


def _wording(recipe: Recipe, noun: str, confidence: float) -> Wording:
    return Wording(
        noun=noun,
        confidence=confidence,
        basis="trend and season" if recipe.season_pairs else "trend",
        worthwhile=recipe.worthwhile,
        power_wanted=recipe.power_wanted,
        level=recipe.level,
    )


def _analyse_all(
    panel: Panel, recipe: Recipe, confidence: float
) -> tuple[Analysis, Months, list[tuple[NDArray[np.intp], Placebos]]]:
    """The analysis of every series that has one, shape by shape; the others get their reason."""
    by_month = Months(*(np.full(panel.counts.size, np.nan) for _ in range(3)))
    parts, placebos = [], []
    for months, before, series in panel.shapes():
        design = series_design(months, after=before, season_pairs=recipe.season_pairs)
        cells = panel.rows_of(series, months)
        rows, found, monthly = analyse(
            design,
            panel.counts[cells],
            panel.populations[cells],
            recipe=recipe,
            confidence=confidence,
        )
        panel.reasons[np.delete(series, rows)] = NOT_CONVERGED
        cells, told = cells[rows], series[rows]
        by_month.fitted[cells] = monthly.fitted
        by_month.log_expected[cells] = monthly.log_expected
        by_month.log_error[cells] = monthly.log_error
        earlier = cells[:, :before]
        each = placebo_effects(
            found.model, panel.counts[earlier], panel.populations[earlier], recipe=recipe
        )
        parts.append((told, found))
        placebos.append((told, each))
    terms = 4 + 2 * recipe.season_pairs
    return gather(parts, series=panel.first.size, terms=terms), by_month, placebos


def _placebo_shares(
    panel: Panel, found: Analysis, placebos: list[tuple[NDArray[np.intp], Placebos]]
) -> tuple[FloatArray, FloatArray]:
    """The share of placebo effects as large, and the dates that have one, of each series."""
    share, dates = np.full(panel.first.size, np.nan), np.zeros(panel.first.size)
    for series, each in placebos:
        share[series] = share_as_large(found.log_ratio[series], each.log_ratio)
        dates[series] = (~np.isnan(each.log_ratio)).sum(axis=1)
    return share, dates
