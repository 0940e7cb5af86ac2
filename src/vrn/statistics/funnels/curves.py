"""The curves of a funnel, given by counts: the size of area at which each count reaches a limit.

A funnel can be drawn by populations (`rate_funnel_limits` of a row of them) or by counts, as here:
both lie on the same curves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.statistics.answers import answer, column_of, read_columns, read_confidences
from vrn.statistics.counts import exact_limits
from vrn.statistics.limits import FloatArray, Limits, check_multiplier, read_counts

if TYPE_CHECKING:
    from vrn.statistics.answers import Column, Confidence

TWO_AND_THREE_SIGMA = (0.95, 0.998)
EXACT = "exact Poisson"


def rate_funnel_curve(
    events: Column,
    *,
    baseline: float,
    multiplier: float = 1_000.0,
    years: float = 1.0,
    confidence: Confidence = TWO_AND_THREE_SIGMA,
) -> pl.DataFrame:
    """The populations at which so many events just reach the limits about a baseline rate.

    x events lie on the lower limit where their exact upper limit is expected, U(x) = baseline *
    population * years / multiplier, and on the upper limit where their exact lower one is.
    Populations are of one year.

    Shape: a row for each of `events`, in their order, stacked for each confidence; columns
    `events`, `lower_population` and `upper_population` stand before `value` (the baseline), `lower`
    and `upper` (the rates of so many events at these populations). Of no events there is no upper
    limit. Raises ValueError for broken counts, or a baseline or years of 0 or less.

    >>> found = rate_funnel_curve([10], baseline=2)
    >>> found.select(pl.col("lower_population", "lower", "upper").round(3)).row(0)
    (9195.178, 1.088, 4.171)
    """
    check_multiplier(multiplier)
    if not (0 < baseline < np.inf and 0 < years < np.inf):
        raise ValueError(f"baseline and years must be above 0; got {baseline} and {years}")
    per_event = multiplier / (baseline * years)
    return _curve(events, "population", per_event, baseline, confidence)


def ratio_funnel_curve(
    events: Column,
    *,
    multiplier: float = 100.0,
    confidence: Confidence = TWO_AND_THREE_SIGMA,
) -> pl.DataFrame:
    """The expected events at which so many observed just reach the limits about a ratio of 1.

    x events lie on the lower limit where their exact upper limit is expected, and on the upper
    limit where their exact lower one is. Shape: as of `rate_funnel_curve`, with columns
    `lower_expected` and `upper_expected`; `value`, `lower` and `upper` are ratios times
    `multiplier`. Raises ValueError for broken counts.

    >>> ratio_funnel_curve([10]).select(pl.col("lower_expected", "lower").round(2)).row(0)
    (18.39, 54.38)
    """
    check_multiplier(multiplier)
    return _curve(events, "expected", 1.0, multiplier, confidence)


def _curve(
    events: Column, size: str, per_event: float, value: float, confidence: Confidence
) -> pl.DataFrame:
    """`per_event`: how much size one expected event is; `value`: the baseline, in its unit."""
    observed = read_counts("events", read_columns(events=events)["events"])
    frames = []
    for each in read_confidences(confidence):
        _, least, most = exact_limits(observed, confidence=each)
        baseline = np.where(np.isnan(observed), np.nan, value)
        limits = Limits(baseline, value * observed / most, value * _over(observed, least))
        sizes = pl.DataFrame(
            [
                column_of("events", observed, pl.Int64),
                column_of(f"lower_{size}", most * per_event),
                column_of(f"upper_{size}", least * per_event),
            ]
        )
        frames.append(answer(limits, confidence=each, method=EXACT, by=sizes))
    return pl.concat(frames)


def _over(events: FloatArray, expected: FloatArray) -> FloatArray:
    """Events over expected ones, NaN where none are expected."""
    return events / np.where(expected == 0, np.nan, expected)
