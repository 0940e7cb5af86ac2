"""The frames of an analysis: effects, coefficients, counterfactual, placebos, models, verdicts.

Sources and limits: those of the numbers that they show; each frame keeps to the one shape of an
answer (`vrn.statistics.answers`), or has a row a series and a `reason`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.statistics.answers import answer, column_of, reasons
from vrn.statistics.limits import Limits
from vrn.statistics.series.design import MONTHS_SINCE, POST
from vrn.statistics.series.effects import Averted, averted_limits, critical_value, ratio_limits
from vrn.statistics.series.verdict import (
    Finding,
    Wording,
    cautions_of,
    sentence_of,
    verdict_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from vrn.statistics.limits import FloatArray
    from vrn.statistics.series.analysing import Analysis, Months
    from vrn.statistics.series.choosing import Recipe
    from vrn.statistics.series.panel import Panel
    from vrn.statistics.series.placebo import Placebos

EFFECTS = ("level change", "slope change", "whole period", "events averted")
CHECKED = (
    *("statistic", "p_value", "dispersion", "theta", "autocorrelation", "autocorrelation_p"),
    *("ljung_box", "ljung_box_p", "durbin_watson"),
)
NO_METHOD = "none"
NO_PLACEBO = "too few events on a side, or no finite estimate, at this date"
UNITS = ("ratio", "ratio a month", "ratio", "events")


def effect_limits(found: Analysis, confidence: float) -> tuple[Limits, ...]:
    """The four effects in the order of `EFFECTS`, each with one value a series.

    Raises ValueError unless 0 < confidence < 1; may be 0 or infinite where counts are few.

    >>> from vrn.statistics.series.analysing import gather
    >>> [each.value.size for each in effect_limits(gather([], series=2, terms=4), 0.95)]
    [2, 2, 2, 2]
    """
    critical = critical_value(confidence, found.degrees)
    parts = Averted(
        found.log_counterfactual,
        found.log_ratio,
        found.counterfactual_variance,
        found.ratio_variance,
        found.covariance,
    )
    level, slope = (
        ratio_limits(found.coefficients[:, term], found.errors[:, term], critical=critical)
        for term in (POST, MONTHS_SINCE)
    )
    whole = ratio_limits(found.log_ratio, np.sqrt(found.ratio_variance), critical=critical)
    return level, slope, whole, averted_limits(parts, critical=critical)


def effects_table(panel: Panel, found: Analysis, confidence: float) -> pl.DataFrame:
    """A row a series and effect: `effect` and `unit`, then the columns of an answer."""
    size, many = panel.first.size, len(EFFECTS)
    labels = {"effect": _texts(EFFECTS * size), "unit": _texts(UNITS * size)}
    return _answer(
        _stack(effect_limits(found, confidence)),
        confidence=confidence,
        series=np.repeat(np.arange(size), many),
        columns=labels,
        of=(panel, found),
    )


def coefficients_table(
    panel: Panel, found: Analysis, confidence: float, *, terms: Sequence[str]
) -> pl.DataFrame:
    """A row a series and term: estimates in logarithms, and their standard errors of each kind."""
    size, many = panel.first.size, len(terms)
    reach = critical_value(confidence, found.degrees)[:, None] * found.errors
    value = found.coefficients
    columns = {"term": _texts(list(terms) * size)}
    for name, errors in (
        ("se", found.errors),
        ("se_model", found.errors_model),
        ("se_hc0", found.errors_hc0),
        ("se_newey_west", found.errors_newey_west),
    ):
        columns[name] = column_of(name, errors.ravel())
    return _answer(
        Limits(value.ravel(), (value - reach).ravel(), (value + reach).ravel()),
        confidence=confidence,
        series=np.repeat(np.arange(size), many),
        columns=columns,
        of=(panel, found),
    )


def counterfactual_table(
    panel: Panel, found: Analysis, confidence: float, *, by_month: Months
) -> pl.DataFrame:
    """A row a series and month: observed, fitted, and the events expected without intervention."""
    series = np.repeat(np.arange(panel.first.size), panel.length)
    place = np.arange(series.size) - panel.first[series]
    critical = critical_value(confidence, found.degrees)[series]
    limits = ratio_limits(by_month.log_expected, by_month.log_error, critical=critical)
    columns = {
        "month": panel.months,
        "is_after": pl.Series(place >= panel.before[series]),
        "observed": column_of("observed", panel.counts),
        "fitted": column_of("fitted", by_month.fitted),
    }
    return _answer(limits, confidence=confidence, series=series, columns=columns, of=(panel, found))


def placebos_table(
    panel: Panel, confidence: float, *, placebos: Sequence[tuple[NDArray[np.intp], Placebos]]
) -> pl.DataFrame:
    """A row a series and placebo date: `after`, the last month before it, and the whole ratio."""
    rows, dates = [np.zeros(0, dtype=np.intp)], [np.zeros(0, dtype=np.intp)]
    numbers, methods = [np.zeros((3, 0))], [np.zeros(0, dtype=object)]
    for series, each in placebos:
        rows.append(np.repeat(series, each.after.size))
        dates.append(np.tile(each.after, series.size))
        numbers.append(np.stack([each.log_ratio.ravel(), each.error.ravel(), each.degrees.ravel()]))
        methods.append(each.methods.ravel())
    order = np.lexsort((np.concatenate(dates), np.concatenate(rows)))
    told, date = np.concatenate(rows)[order], np.concatenate(dates)[order]
    log_ratio, error, degrees = np.concatenate(numbers, axis=1)[:, order]
    return answer(
        ratio_limits(log_ratio, error, critical=critical_value(confidence, degrees)),
        confidence=confidence,
        method=_texts(np.concatenate(methods)[order]).fill_null(NO_METHOD),
        reason=reasons((NO_PLACEBO, np.isnan(log_ratio))),
        by=_frame(panel, told, {"after": panel.months.gather(panel.first[told] + date - 1)}),
    )


def models_table(panel: Panel, found: Analysis, *, recipe: Recipe) -> pl.DataFrame:
    """A row a series: the model and errors chosen, the tests that chose, and residual checks."""
    size = panel.first.size
    columns = {
        "months_before": pl.Series(panel.before),
        "months_after": pl.Series(panel.length - panel.before),
        "model": _texts(found.model),
        "fall_back": _texts(found.fall_back),
        "test": _texts([recipe.test] * size),
        "level": pl.Series(np.full(size, recipe.level)),
        "errors": _texts(found.errors_kind),
        "lag": column_of("lag", found.lag, pl.Int64),
    }
    numbers = {name: column_of(name, getattr(found, name)) for name in CHECKED}
    reason = {"reason": _texts(panel.reasons)}
    return _frame(panel, np.arange(size), {**columns, **numbers, **reason})


def verdicts_table(
    panel: Panel, found: Analysis, *, share: FloatArray, dates: FloatArray, wording: Wording
) -> pl.DataFrame:
    """A row a series: verdict and sentence, cautions, power, and the share of placebos as large.

    `share` and `dates` have one value a series, NaN where no placebo date has an effect.
    """
    *_, whole, spared = effect_limits(found, wording.confidence)
    findings = [
        Finding(
            ratio=(float(whole.value[row]), float(whole.lower[row]), float(whole.upper[row])),
            averted=(float(spared.value[row]), float(spared.lower[row]), float(spared.upper[row])),
            months_after=int(panel.length[row] - panel.before[row]),
            power=float(found.power[row]),
            least_ratio=_or_none(found.least_ratio[row]),
            placebo_share=_or_none(share[row]),
            placebo_dates=int(dates[row]),
            fall_back=found.fall_back[row],
            box_p_value=float(found.ljung_box_p[row]),
            reason=panel.reasons[row],
        )
        for row in range(panel.first.size)
    ]
    cautions = ["; ".join(cautions_of(each, wording)) or None for each in findings]
    size = panel.first.size
    columns = {
        "verdict": _texts([verdict_of(each, wording) for each in findings]),
        "sentence": _texts([sentence_of(each, wording) for each in findings]),
        "cautions": _texts(cautions),
        "power": column_of("power", found.power),
        "worthwhile": pl.Series(np.full(size, wording.worthwhile)),
        "least_ratio": column_of("least_ratio", found.least_ratio),
        "placebo_dates": column_of("placebo_dates", dates, pl.Int64),
        "placebo_share": column_of("placebo_share", share),
        "reason": _texts(panel.reasons),
    }
    return _frame(panel, np.arange(size), columns)


def _answer(
    limits: Limits,
    *,
    confidence: float,
    series: NDArray[np.intp],
    columns: Mapping[str, pl.Series],
    of: tuple[Panel, Analysis],
) -> pl.DataFrame:
    panel, found = of
    return answer(
        limits,
        confidence=confidence,
        method=_texts(found.method[series]).fill_null(NO_METHOD),
        reason=_texts(panel.reasons[series]),
        by=_frame(panel, series, columns),
    )


def _frame(
    panel: Panel, series: NDArray[np.intp], columns: Mapping[str, pl.Series]
) -> pl.DataFrame:
    """Columns with those of the groups before them, where there are groups."""
    frame = pl.DataFrame(columns)
    if panel.groups is None:
        return frame
    return pl.concat([panel.groups[series], frame], how="horizontal")


def _texts(values: Iterable[str | None]) -> pl.Series:
    return pl.Series(list(values), dtype=pl.String)


def _stack(limits: Sequence[Limits]) -> Limits:
    """Limits of one value a series, side by side: all of the first series, then of the next."""
    return Limits(*(np.stack(each, axis=1).ravel() for each in zip(*limits, strict=True)))


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
