"""The whole comparison in one call: the difference, and every check that could speak against it.

Sources: those of `differences`, `trends` and `placebo`; the order of the steps, and reporting all
of them whatever they find: J. Roth, P. H. C. Sant'Anna, A. Bilinski and J. Poe, What's trending in
difference-in-differences?, Journal of Econometrics 235 (2023).

Limits: those of `differences`. No check can show that the areas would have moved alike after the
change; they can only show that they did not before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from vrn.statistics.comparison.differences import Difference, difference_in_differences
from vrn.statistics.comparison.estimating import ENOUGH_PLACEBOS
from vrn.statistics.comparison.placebo import PlaceboAreas, placebo_areas, placebo_dates
from vrn.statistics.comparison.trends import event_study, pre_trend
from vrn.statistics.comparison.verdicts import IMPORTANT, Important, Verdict, said_change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.statistics.comparison.errors import Errors
    from vrn.statistics.comparison.panel import Panel
    from vrn.statistics.comparison.placebo import Progress

MANY_AREAS = 60


@dataclass(frozen=True)
class AreaComparison:
    """A difference in differences with its checks, and the verdict once they have been heard.

    `difference` is the comparison by itself; `trend` and `steps` say how the areas moved before the
    change and month by month; `areas` and `dates` are its placebos. `verdict` is that of the
    difference unless a check speaks against it: then "cannot tell", and `sentence` says why.
    """

    difference: Difference
    trend: pl.DataFrame
    steps: pl.DataFrame
    areas: PlaceboAreas
    dates: pl.DataFrame
    verdict: Verdict
    sentence: str
    cautions: tuple[str, ...]


def compare_areas(
    panel: Panel,
    *,
    errors: Errors | None = None,
    confidence: float = 0.95,
    important: Important = IMPORTANT,
    noun: str = "events",
    months_a_step: int = 3,
    progress: Progress | None = None,
) -> AreaComparison:
    """How treated areas changed beside the others, with its checks, and one sentence.

    The ratio of `difference_in_differences`, the trend before, steps of `months_a_step` months,
    placebo areas and placebo dates. The verdict is "cannot tell" where the difference's is, where
    the areas were already moving apart (p of the trend under 1 - confidence), and where at least 19
    untreated areas could be ranked and too many of them changed as far as the treated areas did.
    Steps and dates of more than 60 areas have cluster errors where the jackknife would be slow.
    `progress` is told of placebo areas done. Raises ValueError as `difference_in_differences` does.

    >>> from vrn.statistics.comparison.panel import panel_of
    >>> panel = panel_of([8, 8, 9, 8, 8, 9, 9, 2], area=[1, 1, 2, 2, 3, 3, 4, 4],
    ...                  month=[1, 2] * 4, treated=[0] * 6 + [1] * 2, after=[0, 1] * 4)
    >>> print(compare_areas(panel, noun="falls").sentence)  # doctest: +NORMALIZE_WHITESPACE
    We cannot tell whether falls in the treated area changed otherwise than elsewhere:
    too few untreated areas for limits of this confidence.
    """
    difference = difference_in_differences(
        panel, errors=errors, confidence=confidence, important=important, noun=noun
    )
    quick = _quick(panel, difference.found.errors)
    trend = pre_trend(panel, errors=errors, confidence=confidence)
    areas = placebo_areas(panel, noun=noun, progress=progress)
    dates = placebo_dates(panel, errors=quick, confidence=confidence)
    against = list(_against(difference.verdict, trend, areas, alpha=1 - confidence))
    verdict: Verdict = "cannot tell" if against else difference.verdict
    sentence = difference.sentence
    if against:
        sentence = (
            f"We cannot tell whether the change did anything to {noun}: {'; '.join(against)}. "
            f"The comparison by itself: {sentence}"
        )
    return AreaComparison(
        difference,
        trend,
        event_study(panel, months_a_step=months_a_step, errors=quick, confidence=confidence),
        areas,
        dates,
        verdict,
        sentence,
        (*difference.cautions, *_of_trend(trend), *_of_dates(dates)),
    )


def _quick(panel: Panel, errors: Errors) -> Errors:
    """The errors of steps and dates: those of the difference, but no jackknife of many areas."""
    return "cluster" if errors == "jackknife" and len(panel.areas) > MANY_AREAS else errors


def _against(
    verdict: Verdict, trend: pl.DataFrame, areas: PlaceboAreas, *, alpha: float
) -> Iterator[str]:
    """What the checks say against a verdict; nothing is said against "cannot tell"."""
    if verdict == "cannot tell":
        return
    row = trend.row(0, named=True)
    if row["p"] is not None and row["p"] < alpha:
        drift = f"by a ratio of {row['value']:.3f} a month"
        yield f"the treated areas were already moving apart from the others before it, {drift}"
    ranked = len(areas.areas) - 1
    if (
        verdict in ("lower", "higher")
        and ranked >= ENOUGH_PLACEBOS
        and areas.p is not None
        and areas.p > alpha
    ):
        yield (
            f"{areas.p:.0%} of areas, untreated ones among them, changed as far or further, for "
            "their number"
        )


def _of_trend(trend: pl.DataFrame) -> Iterator[str]:
    row = trend.row(0, named=True)
    if row["lower"] is None:
        yield f"whether the areas moved alike before the change is not known: {row['reason']}"
        return
    low, high = (row[name] ** 12 for name in ("lower", "upper"))
    yield (
        "before the change the treated areas' trend, beside the others', may have been anything "
        f"from {said_change(low)} to {said_change(high)} over twelve months"
    )


def _of_dates(dates: pl.DataFrame) -> Iterator[str]:
    tried = dates.filter(pl.col("lower").is_not_null())
    found = tried.filter((pl.col("upper") < 1) | (pl.col("lower") > 1))
    if found.height:
        yield (
            f"at {found.height} of {tried.height} earlier dates, at which nothing began, the same "
            "comparison finds a difference"
        )
