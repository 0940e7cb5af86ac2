"""The frames of synthetic controls: effects, events averted, weights, months, placebos, left out.

Sources: those of `synthetic`; the shape is that of every answer of this library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vrn.statistics.comparison.outcome_reading import Reading
    from vrn.statistics.comparison.synthetic import Gaps, Synthetic

METHOD = "synthetic control (pysyncon, months before as predictors); limits from placebo areas"
TEXTS = ("reason", "caution")


def effects_frame(
    found: Mapping[str, Synthetic], readings: Mapping[str, Reading], *, confidence: float
) -> pl.DataFrame:
    """A row an outcome: what stands behind the ratio, the ratio as an answer, and what it says.

    >>> effects_frame({}, {}, confidence=0.95).height
    0
    """
    return _framed(
        {
            "outcome": name,
            "donors": len(control.weights),
            "months_before": int((~control.rates.panel.after).sum()),
            "per": control.rates.per,
            "observed": reading.events.observed,
            "expected": reading.events.expected,
            "gap": control.gaps.mean,
            **_errors(control.gaps),
            "p": reading.p,
            "p_holm": reading.p_holm,
            "power": reading.events.power,
            "value": reading.events.value,
            "lower": reading.events.lower,
            "upper": reading.events.upper,
            "confidence": confidence,
            "method": METHOD,
            "reason": reading.events.reason,
            "verdict": reading.verdict,
            "caution": reading.caution,
            "sentence": reading.sentence,
        }
        for (name, control), reading in zip(found.items(), readings.values(), strict=True)
    )


def averted_frame(readings: Mapping[str, Reading], *, confidence: float) -> pl.DataFrame:
    """A row an outcome: events fewer than expected as `value`, below 0 where there were more.

    >>> averted_frame({}, confidence=0.95).height
    0
    """
    rows = []
    for name, reading in readings.items():
        events = reading.events
        fewer = events.expected - events.observed
        rows.append(
            {
                "outcome": name,
                "observed": events.observed,
                "expected": events.expected,
                "value": fewer,
                "lower": fewer - events.margin,
                "upper": fewer + events.margin,
                "confidence": confidence,
                "method": METHOD,
                "reason": events.reason,
            }
        )
    return _framed(rows)


def weights_frame(found: Mapping[str, Synthetic]) -> pl.DataFrame:
    """The donors that have a weight, the heaviest first: outcome, area, weight.

    >>> weights_frame({}).columns
    ['outcome', 'area', 'weight']
    """
    frames = [
        pl.DataFrame({"area": _donors(control), "weight": control.weights})
        .filter(pl.col("weight") > 0)
        .sort("weight", descending=True, maintain_order=True)
        .select(pl.lit(name).alias("outcome"), "area", "weight")
        for name, control in found.items()
    ]
    empty = {"outcome": pl.String, "area": pl.Null, "weight": pl.Float64}
    return pl.concat(frames) if frames else pl.DataFrame(schema=empty)


def months_frame(found: Mapping[str, Synthetic]) -> pl.DataFrame:
    """Month by month: the treated areas' rate, that of their synthetic control, and the gap.

    >>> months_frame({}).height
    0
    """
    return _joined(
        pl.DataFrame(
            {
                "month": control.rates.panel.months,
                "after": control.rates.panel.after,
                "observed": control.rates.treated,
                "synthetic": control.gaps.synthetic,
                "gap": control.gaps.gap,
            }
        ).select(pl.lit(name).alias("outcome"), pl.all())
        for name, control in found.items()
    )


def placebos_frame(found: Mapping[str, Synthetic]) -> pl.DataFrame:
    """Each donor as if treated, with its errors before and after; the treated first, area null.

    >>> placebos_frame({}).height
    0
    """
    frames = []
    for name, control in found.items():
        areas = _donors(control).head(len(control.placebos))
        rows = _framed(
            {"outcome": name, "gap": each.mean, **_errors(each)}
            for each in (control.gaps, *control.placebos)
        )
        own = areas.head(0).extend_constant(None, 1)
        frames.append(rows.insert_column(1, pl.concat([own, areas]).alias("area")))
    return _joined(frames)


def without_frame(found: Mapping[str, Synthetic]) -> pl.DataFrame:
    """The ratio without each donor of some weight: outcome, area, pre_rmspe, value.

    >>> without_frame({}).height
    0
    """
    frames = []
    for name, control in found.items():
        after, exposure = control.rates.panel.after, control.rates.exposure
        observed = float((control.rates.treated * exposure)[after].sum())
        left = control.without.values()
        ratios = [_over(observed, float((each.synthetic * exposure)[after].sum())) for each in left]
        columns = {
            "outcome": pl.Series([name] * len(left), dtype=pl.String),
            "area": _donors(control)[list(control.without)],
            "pre_rmspe": pl.Series([each.before for each in left], dtype=pl.Float64),
            "value": pl.Series(ratios, dtype=pl.Float64),
        }
        frames.append(pl.DataFrame(columns).with_columns(pl.col("value").fill_nan(None)))
    return _joined(frames)


def _over(observed: float, expected: float) -> float:
    return observed / expected if expected > 0 else np.nan


def _donors(control: Synthetic) -> pl.Series:
    return control.rates.panel.areas.gather(control.rates.donors)


def _errors(gaps: Gaps) -> dict[str, float]:
    ratio = gaps.ratio if np.isfinite(gaps.ratio) else np.nan
    return {"pre_rmspe": gaps.before, "post_rmspe": gaps.after, "rmspe_ratio": ratio}


def _framed(rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """Rows as a frame without NaN."""
    listed = list(rows)
    names = listed[0] if listed else {}
    kinds = {name: pl.String for name in TEXTS if name in names}
    frame = pl.DataFrame(listed, schema_overrides=kinds)
    return frame.with_columns(pl.selectors.float().fill_nan(None))


def _joined(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    listed = list(frames)
    return pl.concat(listed) if listed else pl.DataFrame()
