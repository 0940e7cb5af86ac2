"""Were the areas already moving apart? A trend before the change, and each step month by month.

Sources: A. Kahn-Lang and K. Lang, The promise and pitfalls of differences-in-differences, Journal
of Business and Economic Statistics 38 (2020) (trends before the change); J. Roth, Pretest with
caution: event-study estimates after testing for parallel trends, American Economic Review:
Insights 4 (2022) (a test that finds nothing shows little where it would seldom find anything).

Limits: a trend before is evidence against the comparison; no trend found is weak evidence for it.
Read the interval: what trend can be ruled out, and what it would come to by the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.statistics.answers import Confidence, read_confidences
from vrn.statistics.comparison.estimating import Estimate, estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.statistics.comparison.errors import Errors
    from vrn.statistics.comparison.panel import Panel
    from vrn.statistics.limits import FloatArray

FEWEST_MONTHS = 3
FEW_MONTHS = f"fewer than {FEWEST_MONTHS} months with events before the change"
NOT_BOTH = "no events in treated or in untreated areas in one of the two times"
NO_EVENTS_IN = "one of the groups has no area with events before the change"


def pre_trend(
    panel: Panel, *, errors: Errors | None = None, confidence: Confidence = 0.95
) -> pl.DataFrame:
    """The ratio by which treated areas drew away from the others, a month, before the change.

    Poisson on the months before alone: area and month effects, and treated x month number; the
    value is the exponential of its effect, 1 where the areas moved alike. Columns: months (before),
    p, then the answer's. `errors` as in `difference_in_differences`. No value, with a reason, where
    fewer than 3 months lie before. Raises ValueError for other errors or confidences.

    >>> from vrn.statistics.comparison.panel import panel_of
    >>> panel = panel_of([8, 8, 8, 8, 4, 8, 16, 9], area=[1] * 4 + [2] * 4,
    ...                  month=[1, 2, 3, 4] * 2, treated=[0] * 4 + [1] * 4, after=[0, 0, 0, 1] * 2)
    >>> pre_trend(panel, errors="model")["value"].round(3).to_list()
    [2.0]
    """
    before = panel.only(months=~panel.after)
    confidences = read_confidences(confidence)
    months = len(before.months)
    if months < FEWEST_MONTHS or not _has_both(before):
        reason = FEW_MONTHS if months < FEWEST_MONTHS else NO_EVENTS_IN
        return _unknown({"months": months, "p": None}, confidences, reason)
    found = estimate(before, before.numbers - before.numbers.mean(), errors)
    return _row({"months": months, "p": found.p}, found, confidences)


def event_study(
    panel: Panel,
    *,
    months_a_step: int = 1,
    errors: Errors | None = None,
    confidence: Confidence = 0.95,
) -> pl.DataFrame:
    """The treated areas' ratio in each step of months, beside all the other months before.

    Each step is a difference in differences of its own: its months against the months before the
    change that are not in it. Steps before the change should lie about 1; those after show how the
    effect grew. Steps are counted from the change, `months_a_step` each: -1 is the last before, 0
    the first after. Columns: step, month (its first), after, p, then the answer's. No value, with a
    reason, where a group has no events in one of the two times. Raises ValueError for a step of
    less than one month.

    >>> from vrn.statistics.comparison.panel import panel_of
    >>> panel = panel_of([8, 8, 8, 8, 8, 4], area=[1] * 3 + [2] * 3, month=[1, 2, 3] * 2,
    ...                  treated=[0] * 3 + [1] * 3, after=[0, 0, 1] * 2)
    >>> event_study(panel, errors="model")["value"].round(3).to_list()
    [1.0, 1.0, 0.5]
    """
    if months_a_step < 1:
        raise ValueError(f"a step has at least one month; got {months_a_step}")
    confidences = read_confidences(confidence)
    steps = panel.numbers // months_a_step
    if not steps.size:
        nothing: dict[str, object] = {"step": 0, "month": None, "after": False, "p": None}
        empty = _unknown(nothing, confidences, NOT_BOTH).head(0)
        return empty.cast({"month": panel.months.dtype})
    rows = [_step(panel, steps, step, errors, confidences) for step in np.unique(steps)]
    return pl.concat(row[[at]] for at in range(len(confidences)) for row in rows)


def _step(
    panel: Panel,
    steps: FloatArray,
    step: float,
    errors: Errors | None,
    confidences: Sequence[float],
) -> pl.DataFrame:
    inside = steps == step
    first = int(np.flatnonzero(inside)[0])
    beside: dict[str, object] = {
        "step": int(step),
        "month": panel.months[first],
        "after": bool(panel.after[first]),
    }
    part = panel.only(months=inside | ~panel.after)
    of_step = panel.months.filter(pl.Series(inside))
    over = part.months.is_in(of_step.implode()).to_numpy()
    if over.all() or not over.any() or not _has_both(part):
        return _unknown({**beside, "p": None}, confidences, NOT_BOTH)
    found = estimate(part, over.astype(np.float64), errors)
    return _row({**beside, "p": found.p}, found, confidences)


def _has_both(panel: Panel) -> bool:
    return bool(panel.treated.any() and not panel.treated.all())


def _row(beside: dict[str, object], found: Estimate, confidences: Sequence[float]) -> pl.DataFrame:
    rows = pl.DataFrame([beside] * len(confidences)).with_columns(
        pl.col("p").cast(pl.Float64).fill_nan(None)
    )
    return pl.concat([rows, found.frame(confidences)], how="horizontal")


def _unknown(beside: dict[str, object], confidences: Sequence[float], reason: str) -> pl.DataFrame:
    return pl.DataFrame([beside] * len(confidences)).with_columns(
        pl.col("p").cast(pl.Float64),
        *(pl.lit(None, dtype=pl.Float64).alias(name) for name in ("value", "lower", "upper")),
        pl.Series("confidence", confidences),
        pl.lit("not fitted").alias("method"),
        pl.lit(reason).alias("reason"),
    )
