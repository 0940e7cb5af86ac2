"""Placebos: the same comparison where nothing happened, in untreated areas and at earlier dates.

Sources: those of `vrn.statistics.comparison.randomisation`; dates before the change: A. Abadie, A.
Diamond and J. Hainmueller, Comparative politics and the synthetic control method, American Journal
of Political Science 59 (2015), section on placebo tests.

Limits: with J untreated areas no p is below 1/(J+1). Placebo dates share months, and so are not
independent of one another: they are to be looked at together, not counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.statistics.answers import Confidence, read_confidences
from vrn.statistics.comparison.absorbing import fit_two_way
from vrn.statistics.comparison.estimating import estimate
from vrn.statistics.comparison.randomisation import (
    placebo_scores,
    rank_p,
    score_of_treated,
    untreated,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from vrn.statistics.comparison.absorbing import Point
    from vrn.statistics.comparison.errors import Errors
    from vrn.statistics.comparison.panel import Panel

    Progress = Callable[[int, int], None]

NO_RATIO = "no finite ratio: no events in this area, or in the others, on one side of the change"
NOT_RANKED = "the treated areas have no score: no events in one of the two groups"
NONE_BESIDE = "no untreated area has a score: each is compared with other untreated ones"


@dataclass(frozen=True)
class PlaceboAreas:
    """Untreated areas as if treated, and where the treated areas stand among them.

    `areas`: area, score and ratio (`value`, without limits), the treated areas together first with
    area null. `p`: the share of scores at least as far from 0 as the treated areas', theirs among
    them; null with a `reason`. `least_p` is the smallest that so many areas can give.
    """

    areas: pl.DataFrame
    p: float | None
    least_p: float
    reason: str | None
    sentence: str


def placebo_areas(
    panel: Panel, *, noun: str = "events", progress: Progress | None = None
) -> PlaceboAreas:
    """Each untreated area in turn as if it were the treated one, ranked with the treated areas.

    Scores: the sum of (count - fitted) times what is left of the regressor, over the root of its
    information, under no effect; p is (1 + those at least as far from 0)/(1 + untreated areas).
    Treated areas take no part in the placebos. `progress` is told of areas done, of how many.
    Raises nothing: where a ratio is not finite its `reason` says so, and the score still ranks.

    >>> from vrn.statistics.comparison.panel import panel_of
    >>> panel = panel_of([8, 8, 9, 8, 8, 9, 9, 2], area=[1, 1, 2, 2, 3, 3, 4, 4],
    ...                  month=[1, 2] * 4, treated=[0] * 6 + [1] * 2, after=[0, 1] * 4)
    >>> found = placebo_areas(panel)
    >>> found.p, found.areas["value"].round(2).to_list()
    (0.25, [0.22, 1.0, 0.84, 1.2])
    """
    others = untreated(panel)
    scores = placebo_scores(panel, panel.after)
    known = scores[~np.isnan(scores)]
    own = score_of_treated(panel, panel.after) if _has_treated(panel) else np.nan
    reason = NOT_RANKED if np.isnan(own) else NONE_BESIDE if not known.size else None
    p = None if reason else rank_p(own, known)
    ratios = [_ratio_of_treated(panel)]
    start = fit_two_way(others.counts, others.exposures, np.zeros((0, *others.counts.shape))).point
    for done in range(len(scores)):
        ratios.append(_ratio_alone(others, done, start._replace(effects=np.zeros(1))))
        if progress is not None:
            progress(done + 1, len(scores))
    names = pl.concat([others.areas.head(0).extend_constant(None, 1), others.areas])
    frame = pl.DataFrame({"area": names, "score": [own, *scores], "value": ratios}).with_columns(
        pl.col("score", "value").fill_nan(None)
    )
    frame = frame.with_columns(
        pl.when(pl.col("value").is_null()).then(pl.lit(NO_RATIO)).alias("reason")
    )
    sentence = _said(p, known.size, noun) if p is not None else f"No rank: {reason}."
    return PlaceboAreas(frame, p, 1 / (1 + known.size), reason, sentence)


def placebo_dates(
    panel: Panel,
    *,
    least_months: int = 6,
    errors: Errors | None = None,
    confidence: Confidence = 0.95,
    progress: Progress | None = None,
) -> pl.DataFrame:
    """The comparison at each date before the change at which nothing began: ratios about 1.

    Months before the change alone; each month with `least_months` before it and from it on, up to
    the change, is taken as if it were the change. Columns: month, p, then the answer's. Empty where
    too few months lie before. `progress` is told of dates done, of how many. Raises ValueError for
    fewer than one month on a side.

    >>> from vrn.statistics.comparison.panel import panel_of
    >>> panel = panel_of([8, 8, 8, 8, 4, 8, 8, 4], area=[1] * 4 + [2] * 4, month=[1, 2, 3, 4] * 2,
    ...                  treated=[0] * 4 + [1] * 4, after=[0, 0, 0, 1] * 2)
    >>> found = placebo_dates(panel, least_months=1, errors="model")
    >>> found.select("month", pl.col("value").round(3)).rows()
    [(2, 2.0), (3, 1.333)]
    """
    if least_months < 1:
        raise ValueError(
            f"a placebo date needs at least one month on each side; got {least_months}"
        )
    confidences = read_confidences(confidence)
    before = panel.only(months=~panel.after)
    dates = range(least_months, len(before.months) - least_months + 1)
    there = _has_treated(before) and not before.treated.all()
    rows = []
    for done, date in enumerate(dates if there else (), 1):
        found = estimate(before, (np.arange(len(before.months)) >= date).astype(float), errors)
        beside = pl.DataFrame({"month": before.months[[date] * len(confidences)], "p": found.p})
        rows.append(pl.concat([beside, found.frame(confidences)], how="horizontal"))
        if progress is not None:
            progress(done, len(dates))
    if not rows:
        found = estimate(panel, panel.after, "model")
        no_month = panel.months.head(0).extend_constant(None, 1)
        beside = pl.DataFrame({"month": no_month, "p": found.p})
        return pl.concat([beside, found.frame(confidences[:1])], how="horizontal").head(0)
    in_order = [row[[at]] for at in range(len(confidences)) for row in rows]
    return pl.concat(in_order).with_columns(pl.col("p").fill_nan(None))


def _has_treated(panel: Panel) -> bool:
    return bool(panel.treated.any())


def _ratio_of_treated(panel: Panel) -> float:
    fit = fit_two_way(panel.counts, panel.exposures, panel.profile(panel.after))
    return float(np.exp(fit.effects[0])) if fit.converged else np.nan


def _ratio_alone(others: Panel, area: int, start: Point) -> float:
    x = np.zeros((1, *others.counts.shape))
    x[0, area] = others.after
    fit = fit_two_way(others.counts, others.exposures, x, start=start)
    return float(np.exp(fit.effects[0])) if fit.converged else np.nan


def _said(p: float, ranked: int, noun: str) -> str:
    far = round(p * (1 + ranked)) - 1
    if far == 0:
        return f"In none of {ranked} untreated areas did {noun} change as far, for their number."
    return (
        f"In {far} of {ranked} untreated areas, where nothing began, {noun} changed as far "
        "or further, for their number."
    )
