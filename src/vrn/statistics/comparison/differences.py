"""Difference in differences for counts: how treated areas changed beside areas that were not.

The ratio by which events changed in treated areas, over the change in the others: Poisson with an
effect for each area, one for each month, and the population at risk.

Sources: J. D. Angrist and J.-S. Pischke, Mostly Harmless Econometrics (Princeton, 2009), section
5.2 (the design); J. M. Wooldridge, Simple approaches to nonlinear difference-in-differences with
panel data, Econometrics Journal 26 (2023) (the Poisson form: areas alike in ratio, not in number);
M. Bertrand, E. Duflo and S. Mullainathan, How much should we trust differences-in-differences
estimates?, Quarterly Journal of Economics 119 (2004) (errors by area).

Limits: it compares, and says a cause only as far as treated areas would else have changed by the
same ratio as the others; `pre_trend` and the placebos of this package test that where it can be
tested, before the change. The counterfactual's interval carries what is not known of the ratio, not
the chance of the month's own count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.statistics.answers import Confidence, read_confidences
from vrn.statistics.comparison.checks import residual_checks
from vrn.statistics.comparison.estimating import ENOUGH_AREAS, FEW_AREAS, Estimate, estimate
from vrn.statistics.comparison.power import ENOUGH_POWER, power_of_ratio
from vrn.statistics.comparison.sentences import sentence_of
from vrn.statistics.comparison.verdicts import (
    IMPORTANT,
    Important,
    Verdict,
    check_important,
    judge,
)
from vrn.statistics.limits import tail_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vrn.statistics.comparison.errors import Errors
    from vrn.statistics.comparison.panel import Panel

BEFORE = "before the change the fit is its own counterfactual, and has no limits"
SHORT_POWER = (
    "the comparison would seldom see a difference that matters: one that it does see is likely to "
    "be overstated"
)


@dataclass(frozen=True)
class Difference:
    """A difference in differences: frames, a verdict, a sentence, and what to be careful of.

    `effect`: a row a confidence; the ratio as `value`, with treated_areas, untreated_areas, months,
    rows, observed (events in treated areas after), estimate (its logarithm), standard_error, p,
    deviance, and power (the chance to see the important fall). `averted`: events fewer (below 0:
    more) than without the effect as `value`, beside observed and expected. `months`: treated areas
    month by month, observed, fitted, and the counterfactual as `value`. `checks`: see
    `residual_checks`. `found` is the estimate that all of them are made from.
    """

    effect: pl.DataFrame
    averted: pl.DataFrame
    months: pl.DataFrame
    checks: pl.DataFrame
    verdict: Verdict
    sentence: str
    cautions: tuple[str, ...]
    found: Estimate


def difference_in_differences(
    panel: Panel,
    *,
    errors: Errors | None = None,
    confidence: Confidence = 0.95,
    important: Important = IMPORTANT,
    noun: str = "events",
) -> Difference:
    """The ratio by which treated areas changed beside the others, and the events averted by it.

    log(mean count) = log population + area + month + effect x treated x after; the ratio is
    exp(effect), and averted events are observed (1/ratio - 1). `errors`: one of `ERRORS`; without
    it the jackknife over areas where 5 or more are treated and 5 or more are not, else limits from
    placebo areas; `method` says which. `important`: the least fall and rise that matter, as ratios.
    `noun`: what the events are, in the plural, for the sentence. Verdict and sentence are of the
    first confidence. Raises ValueError for other errors, a confidence not between 0 and 1, and an
    `important` that does not stand on both sides of 1.

    >>> from vrn.statistics.comparison.panel import panel_of
    >>> panel = panel_of([100, 120, 200, 120], area=[1, 1, 2, 2], month=[1, 2, 1, 2],
    ...                  treated=[0, 0, 1, 1], after=[0, 1, 0, 1])
    >>> found = difference_in_differences(panel, errors="model", noun="falls")
    >>> found.effect.select(pl.col("value", "lower", "upper").round(3)).row(0)
    (0.5, 0.353, 0.709)
    >>> print(found.sentence)  # doctest: +NORMALIZE_WHITESPACE
    In the treated area falls were 50% lower than 1 other area leads one to expect (95% interval:
    65% to 29% lower): 120 fewer (49 to 220 fewer).
    """
    check_important(important)
    confidences = read_confidences(confidence)
    found = estimate(panel, panel.after, errors)
    powers = [power_of(found, each, important) for each in confidences]
    limits = found.ratio(confidences[0])
    lower, upper = float(limits.lower[0]), float(limits.upper[0])
    verdict = judge(lower, upper, power=powers[0], important=important)
    effect = _effect(panel, found, confidences, powers=powers)
    averted = averted_of(effect)
    return Difference(
        effect,
        averted,
        _months(panel, found, confidences[0]),
        residual_checks(panel, found),
        verdict,
        sentence_of(effect, averted, verdict=verdict, noun=noun, important=important),
        (*panel.cautions, *_cautions(panel, found, verdict, powers[0])),
        found,
    )


def power_of(found: Estimate, confidence: float, important: Important = IMPORTANT) -> float:
    """The chance that this comparison's interval would leave out 1 under the important fall.

    NaN without an interval. With placebo limits the error is taken as their width would have it.

    >>> from vrn.statistics.comparison.panel import panel_of
    >>> panel = panel_of([100, 120, 200, 120], area=[1, 1, 2, 2], month=[1, 2, 1, 2],
    ...                  treated=[0, 0, 1, 1], after=[0, 1, 0, 1])
    >>> round(power_of(estimate(panel, panel.after, "model"), 0.95), 3)
    0.091
    """
    from scipy.special import ndtri

    margin = found.margin(confidence)
    if not np.isfinite(margin) or margin <= 0:
        return np.nan
    degrees = None if found.errors in ("model", "placebo") else found.degrees
    error = found.standard_error
    if found.errors == "placebo":
        error = margin / float(ndtri(1 - tail_of(confidence)))
    return float(power_of_ratio(important[0], error, degrees=degrees, confidence=confidence))


def averted_of(effect: pl.DataFrame) -> pl.DataFrame:
    """Events fewer than without the effect, a row a confidence: observed (1/ratio - 1).

    Below 0 where there were more; `expected` is observed / ratio; the limits are the ratio's.

    >>> averted_of(pl.DataFrame({"observed": [80], "value": [0.8], "lower": [0.5], "upper": [1.0],
    ...     "confidence": [0.95], "method": ["m"], "reason": [None]})).row(0)[:5]
    (80, 100.0, 20.0, 0.0, 80.0)
    """
    observed = pl.col("observed")
    return effect.select(
        observed,
        (observed / pl.col("value")).alias("expected"),
        (observed / pl.col("value") - observed).alias("value"),
        (observed / pl.col("upper") - observed).alias("lower"),
        (observed / pl.col("lower") - observed).alias("upper"),
        "confidence",
        "method",
        "reason",
    )


def _effect(
    panel: Panel, found: Estimate, confidences: Sequence[float], *, powers: Sequence[float]
) -> pl.DataFrame:
    treated = int(panel.treated.sum())
    beside = pl.DataFrame(
        {
            "treated_areas": treated,
            "untreated_areas": len(panel.areas) - treated,
            "months": len(panel.months),
            "rows": found.fit.rows,
            "observed": panel.events(treated=True, after=True),
            "estimate": found.effect,
            "standard_error": found.standard_error,
            "p": found.p,
            "deviance": found.fit.deviance,
            "power": powers,
        }
    )
    return pl.concat(
        [beside.with_columns(pl.selectors.float().fill_nan(None)), found.frame(confidences)],
        how="horizontal",
    )


def _months(panel: Panel, found: Estimate, confidence: float) -> pl.DataFrame:
    """Treated areas month by month: the counterfactual is the fit over the ratio, once after."""
    ratio = found.frame([confidence]).row(0, named=True)
    fitted = found.fit.fitted[panel.treated].sum(axis=0)
    frame = pl.DataFrame(
        {
            "month": panel.months,
            "after": panel.after,
            "observed": panel.counts[panel.treated].sum(axis=0).astype(np.int64),
            "untreated_observed": panel.counts[~panel.treated].sum(axis=0).astype(np.int64),
            "fitted": fitted if found.fit.converged else [None] * fitted.size,
        },
        schema_overrides={"fitted": pl.Float64},
    )
    over = [
        pl.when("after").then(pl.col("fitted") / pl.lit(ratio[by], pl.Float64)).alias(name)
        for name, by in (("value", "value"), ("lower", "upper"), ("upper", "lower"))
    ]
    return frame.with_columns(over).with_columns(
        pl.when("after").then("value").otherwise("fitted").alias("value"),
        pl.lit(confidence).alias("confidence"),
        pl.lit(ratio["method"]).alias("method"),
        pl.when("after").then(pl.lit(ratio["reason"])).otherwise(pl.lit(BEFORE)).alias("reason"),
    )


def _cautions(panel: Panel, found: Estimate, verdict: Verdict, power: float) -> Iterator[str]:
    treated = int(panel.treated.sum())
    few = min(treated, len(panel.areas) - treated) < ENOUGH_AREAS
    if few and found.errors not in ("placebo", "model"):
        yield FEW_AREAS
    if verdict in ("lower", "higher") and power < ENOUGH_POWER:
        yield SHORT_POWER
