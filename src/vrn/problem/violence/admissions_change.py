"""Admissions as supplied, one run of months against another: ratios of means, with limits."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from vrn.problem.counting import WITHHELD_BY_SUPPLIER
from vrn.problem.estimating import answer
from vrn.problem.measure import Estimate, Indicator, Tally
from vrn.problem.violence.tallies import ASSAULT_ADMISSIONS, SHARP_OBJECT_ADMISSIONS

if TYPE_CHECKING:
    import polars as pl

RUN, YEAR = 18, 12
TOO_SHORT = "the series does not hold both runs of months"
NONE_BEFORE = "nothing was admitted in the months before"
_CAVEATS = (
    "The limits know chance alone, as if the months of a run were alike: a season or restrictions "
    "make months differ by more, and the true limits wider. The supplier's rounding to 5 moves "
    "each month by 2 at most and is not in them. It says that the numbers differ, and never why. "
)


def compare_runs(frame: pl.DataFrame, *, months: int, apart: int) -> pl.DataFrame:
    """The mean of the latest months over that of as many that end `apart` months earlier.

    With exact 95% limits of the ratio of two Poisson counts. `frame` has `count` by `month`; a null
    count is one that the supplier withheld, and then there is no answer.
    """
    counts = frame.sort("month")["count"]
    end = counts.len() - apart
    if end < months:
        return answer(reason=TOO_SHORT)
    runs = (counts.tail(months), counts.slice(end - months, months))
    if any(run.null_count() for run in runs):
        return answer(reason=WITHHELD_BY_SUPPLIER)
    latest, before = (int(run.sum()) for run in runs)
    if not before:
        return answer(counts=(latest, before), reason=NONE_BEFORE)
    from vrn.statistics.ratios import rate_ratio_limits

    found = rate_ratio_limits(([latest], [before]))
    return answer(
        value=float(found.value[0]),
        limits=(float(found.lower[0]), float(found.upper[0])),
        counts=(latest, float(before)),
        method=f"exact 95% limits of the ratio of two Poisson counts, {months} months each",
        events={"latest months": latest, "months before": before},
    )


def _change(over: Tally, ending: str, title: str, said: str, *, runs: tuple[int, int]) -> Estimate:
    of, (months, apart) = over.indicator, runs
    return Estimate(
        indicator=Indicator(
            name=f"{of.name}{ending}",
            title=f"{of.title}: {title}",
            definition=f"{said} {of.definition}",
            rationale="Says how far the number has moved, and how far chance could have moved it.",
            unit="ratio",
            method="Ratio of two counts of as many months, with exact 95% limits given their sum.",
            source=of.source,
            caveats=_CAVEATS + of.caveats,
            numerator=f"{of.numerator} in the latest {months} months",
            denominator=f"{of.numerator} in the {months} months that they are set against",
            decimals=2,
        ),
        over=over,
        frame=("month",),
        function=partial(compare_runs, months=months, apart=apart),
        dimensions=("age_group",),
        months=months + apart,
    )


ADMISSIONS_CHANGE = tuple(
    each
    for over in (ASSAULT_ADMISSIONS, SHARP_OBJECT_ADMISSIONS)
    for each in (
        _change(
            over,
            "_change",
            "eighteen months against the eighteen before",
            "The monthly mean of the latest eighteen months over that of the eighteen before.",
            runs=(RUN, RUN),
        ),
        _change(
            over,
            "_same_months_change",
            "twelve months against the same twelve two years before",
            "The monthly mean of the latest twelve months over that of the same twelve months of "
            "the year, two years before: no season is in it.",
            runs=(YEAR, 2 * YEAR),
        ),
    )
)
