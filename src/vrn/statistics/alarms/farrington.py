"""Alarms from the same weeks of past years: the Farrington algorithm in its flexible form.

For each week judged, a log-linear model with season and trend is fitted to the past years, past
outbreaks are given less weight, and the week's count is compared with a high quantile.

Sources: A. Noufaily, D. G. Enki, P. Farrington, P. Garthwaite, N. Andrews and A. Charlett, An
improved algorithm for outbreak detection in multiple surveillance systems, Statistics in Medicine
32 (2013) 1206-1222 (season of ten levels, trend always kept, weights above 2.58, 26 weeks left out,
negative binomial quantile); C. P. Farrington, N. J. Andrews, A. D. Beale and M. A. Catchpole, A
statistical algorithm for the early detection of outbreaks of infectious disease, Journal of the
Royal Statistical Society A 159 (1996) 547-563 (the model, Anscombe residuals, the 2/3 power
threshold, rules on trend and on small counts).

Limits: a year is 52 weeks, so over many years the season slides by a day or so a year. The negative
binomial quantile leaves out how uncertain the model itself is: with few years or small counts there
are more false alarms than alpha says. Many series watched at once give many alarms by chance. A
change in recording looks like an outbreak.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn.statistics.alarms.past_weeks import Farrington
from vrn.statistics.alarms.quasi_poisson import Fit, anscombe_residuals, fit
from vrn.statistics.alarms.weekly import Judged, frame_of_alarms, read_weekly

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl
    from numpy.typing import NDArray

    from vrn.statistics.answers import Column, Groups
    from vrn.statistics.limits import FloatArray

FEWEST_YEARS_FOR_TREND = 3
AT_ONCE = 1024
"""Weeks fitted together: what so many models need lies in the processor's nearer memory."""
TOO_FEW_EVENTS = "fewer than {least} events in the last {weeks} weeks"
NO_FIT = "the model of the past weeks did not converge"


class Ahead(NamedTuple):
    """What a model says of the weeks judged: the mean, phi, and the variance of the log mean."""

    mean: FloatArray
    dispersion: FloatArray
    log_variance: FloatArray
    converged: NDArray[np.bool_]


def farrington(
    count: Column, week: Column, *, by: Groups | None = None, settings: Farrington | None = None
) -> pl.DataFrame:
    """Whether each week's count is above a high quantile of what the past years let one expect.

    Past weeks t: log E(y_t) = a + season level + b t, Var(y_t) = phi E(y_t), phi = max(1, Pearson's
    chi-square / degrees of freedom). Fitted once; then weeks with standardised Anscombe residual
    s = 3/(2 sqrt phi) (y^(2/3) - mu^(2/3)) / (mu^(1/6) sqrt(1 - h)) above 2.58 get the weight s^-2
    (weights are scaled to sum to the number of weeks), and it is fitted again. With mu and phi at
    the week judged, the threshold is the 1 - alpha quantile of a negative binomial of mean mu and
    variance phi mu (Poisson where phi is 1), a whole number; alarm is a count above it.

    `count` and `week` (whole numbers, or dates seven days apart) are one a row, of each group of
    `by`; a week that is left out has no count. One row a row given, by group and week: `week`,
    `observed`, `alarm` (null where it cannot be told), `score` ((y - mu) / (threshold - mu)), then
    the answer, whose `value` is mu, `lower` 0 (one-sided) and `upper` the threshold. Null with a
    reason where the years before are too few or lack a count, where too few events came of late
    for an alarm, or where the model does not converge. Raises ValueError for broken counts and for
    weeks missing or given twice.

    >>> import polars as pl
    >>> counts = [10, 12, 9, 11, 13, 8] * 20 + [30]
    >>> found = farrington(counts, range(121), settings=Farrington(years=2))
    >>> found.select("alarm", pl.col("value").round(1), "upper").row(-1)
    (True, 10.4, 20.0)
    """
    from scipy.special import ndtri

    chosen = settings or Farrington()
    weekly = read_weekly(count, week, by)
    counts, z = weekly.counts, float(ndtri(1 - chosen.alpha))
    expected, upper = np.full((2, *counts.shape), np.nan)
    diverged = np.zeros(counts.shape, dtype=np.bool_)
    has_enough = _of_late(counts, chosen) >= chosen.least_events
    for group, at in _judged_together(counts, has_enough, chosen.lags):
        past = counts[group[:, None], at[:, None] - chosen.lags]
        ahead = _look_ahead(past, chosen)
        expected[group, at] = np.where(ahead.converged, ahead.mean, np.nan)
        upper[group, at] = _threshold(ahead, chosen, z)
        diverged[group, at] = ~ahead.converged
    few = TOO_FEW_EVENTS.format(least=chosen.least_events, weeks=chosen.least_weeks)
    with np.errstate(divide="ignore", invalid="ignore"):
        judged = Judged(
            expected,
            upper,
            (counts - expected) / (upper - expected),
            counts > upper,
            np.broadcast_to(np.arange(counts.shape[1]) < chosen.lags.max(), counts.shape),
            why=((few, ~has_enough), (NO_FIT, diverged)),
        )
    return frame_of_alarms(
        weekly,
        judged,
        confidence=1 - chosen.alpha,
        method=f"Farrington flexible, {chosen.threshold}",
    )


def _judged_together(
    counts: FloatArray, has_enough: NDArray[np.bool_], lags: NDArray[np.intp]
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """The groups and weeks that have enough events and all their past, some hundreds at a time."""
    known = np.isfinite(counts)
    ready = known & has_enough
    ready[:, : lags.max()] = False
    for lag in lags:
        ready[:, lag:] &= known[:, :-lag]
    group, at = np.nonzero(ready)
    for start in range(0, group.size, AT_ONCE):
        yield group[start : start + AT_ONCE], at[start : start + AT_ONCE]


def _look_ahead(past: FloatArray, chosen: Farrington) -> Ahead:
    """The model of each row of past counts at the week judged, with the trend where it is kept."""
    design = chosen.design
    if chosen.years < FEWEST_YEARS_FOR_TREND or chosen.trend_p <= 0:
        return _ahead(_fit_twice(design[:, :-1], past, chosen))
    trended = _fit_twice(design, past, chosen)
    ahead = _ahead(trended)
    kept = ahead.converged & (ahead.mean <= past.max(axis=1))
    if chosen.trend_p < 1:
        kept &= _p_of_last(trended) < chosen.trend_p
    dropped = np.flatnonzero(~kept)
    if dropped.size:
        level = _ahead(_fit_twice(design[:, :-1], past[dropped], chosen))
        for whole, part in zip(ahead, level, strict=True):
            whole[dropped] = part
    return ahead


def _fit_twice(design: FloatArray, past: FloatArray, chosen: Farrington) -> Fit:
    first = fit(design, past, np.ones(past.shape))
    residual = anscombe_residuals(first, past)
    is_high = residual > chosen.weigh_above
    weight = np.where(is_high, np.where(is_high, residual, 1.0) ** -2.0, 1.0)
    return fit(design, past, weight * past.shape[1] / weight.sum(axis=1, keepdims=True))


def _ahead(found: Fit) -> Ahead:
    # At the week judged the design is one and zeros: the first coefficient is the log mean.
    return Ahead(
        np.exp(found.coefficients[:, 0]),
        found.dispersion,
        found.dispersion * found.unscaled[:, 0, 0],
        found.converged,
    )


def _p_of_last(found: Fit) -> FloatArray:
    """The two-sided p of the last coefficient, by Student's t."""
    from scipy.special import stdtr

    error = np.sqrt(found.dispersion * found.unscaled[:, -1, -1])
    p: FloatArray = 2 * stdtr(found.degrees, -np.abs(found.coefficients[:, -1] / error))
    return p


def _threshold(ahead: Ahead, chosen: Farrington, z: float) -> FloatArray:
    """The count above which is alarm, of each week judged."""
    mean, phi = ahead.mean, ahead.dispersion
    if chosen.threshold == "two-thirds power":
        return mean * (1 + 2 / 3 * z * np.sqrt(phi / mean + ahead.log_variance)) ** 1.5
    if chosen.threshold == "wide negative binomial":
        mean = mean * np.exp(z * np.sqrt(ahead.log_variance))
    return _quantile(mean, phi, 1 - chosen.alpha)


def _quantile(mean: FloatArray, phi: FloatArray, probability: float) -> FloatArray:
    """Of a count with a mean and variance phi x mean: negative binomial, or Poisson where phi = 1.

    A negative binomial of size k has variance mean + mean^2 / k: k is mean / (phi - 1).
    """
    from scipy.stats import nbinom, poisson

    spread = np.where(phi > 1, phi, 2.0)
    wide = nbinom.ppf(probability, mean / (spread - 1), 1 / spread)
    found: FloatArray = np.where(phi > 1, wide, poisson.ppf(probability, mean))
    return found


def _of_late(counts: FloatArray, chosen: Farrington) -> FloatArray:
    """The events of each week and the last before it; weeks without a count add nothing."""
    total = np.cumsum(np.nan_to_num(counts), axis=1)
    late = total.copy()
    late[:, chosen.least_weeks :] -= total[:, : -chosen.least_weeks]
    return late
