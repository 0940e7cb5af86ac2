"""What a usual month is: the mean of a monthly series and the limits that chance alone keeps to.

The chart of the series, with its unusual months, is drawn from the released months themselves; here
are the numbers of it that a reader quotes, each a finding of its own. The limits are no confidence
interval of the mean, so they are values and not limits of a value.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.estimating import answer
from vrn.problem.measure import Estimate, Indicator, Tally
from vrn.problem.violence.tallies import (
    ASSAULT_ADMISSIONS,
    ASSAULT_ATTENDANCES,
    CALLED,
    SERIOUS_VIOLENCE,
    UNDER,
)
from vrn.terms import Period, month_label
from vrn.terms.parting import LEAST_MONTHS, stretches, usual_stretch

if TYPE_CHECKING:
    from collections.abc import Sequence

LINES = {
    "usual_month": (
        "centre_line",
        "a usual month",
        "The mean monthly number of the series, to which its months are compared.",
    ),
    "usual_month_low": (
        "lower_limit",
        "the least of a usual month",
        "The number that a month of the series stays above while only chance is at work.",
    ),
    "usual_month_high": (
        "upper_limit",
        "the most of a usual month",
        "The number that a month of the series stays below while only chance is at work.",
    ),
}
TOO_SHORT = f"the series has fewer than {LEAST_MONTHS} months"
_CAVEATS = (
    "A season, a slow drift or a great event widens the limits or lies outside of them: the chart "
    "says that something changed, never what. In 2020 and 2021 restrictions kept people at home. "
)


def line_of_chart(frame: pl.DataFrame, *, line: str, begins: Sequence[str] = ()) -> pl.DataFrame:
    """One line of the XmR chart of the months: its mean, or one of the limits about it.

    `frame` has `count` by `month`, null where a supplier withheld it; `line` is a column of
    `control_chart`. Where limits begin again (`begins`) it is that of the latest stretch of twelve
    months or more.
    """
    stretch = _stretch(frame, begins)
    held = stretch.height - stretch["count"].null_count()
    if held < LEAST_MONTHS:
        return answer(reason=TOO_SHORT)
    chart = _chart(stretch)
    return answer(
        value=float(chart[line][0]),
        counts=(int(stretch["count"].sum()), float(held)),
        method=_method(stretch, chart, begins=begins),
        events=_behind(stretch, means=1),
    )


def unusual_months(frame: pl.DataFrame, *, begins: Sequence[str] = ()) -> pl.DataFrame:
    """How many months of the series have a special cause by the chart's rules; no interval.

    `frame` has `count` by `month`, null where a supplier withheld it: such a month is not judged.
    Each stretch from one of `begins` to the next is judged by its own limits.
    """
    held = frame.height - frame["count"].null_count()
    if held < LEAST_MONTHS:
        return answer(reason=TOO_SHORT)
    chart = _chart(frame, begins)
    marked = int((chart["point_type"] != "common cause").sum())
    return answer(
        value=float(marked),
        counts=(marked, float(held)),
        method=_method(frame, chart, begins=begins),
        events=_behind(frame, means=chart["rebase_group"].n_unique()),
    )


def _stretch(frame: pl.DataFrame, begins: Sequence[str]) -> pl.DataFrame:
    """The rows of the stretch that tells what is usual; none where no stretch is long enough."""
    months = usual_stretch(frame["month"].sort().to_list(), begins)
    return frame.filter(pl.col("month").is_in(months))


def _chart(frame: pl.DataFrame, begins: Sequence[str] = ()) -> pl.DataFrame:
    from vrn.statistics.control_charts import Baseline, control_chart

    ordered = frame.sort("month")
    parted = stretches(ordered["month"].to_list(), begins)
    baseline = Baseline(rebase=[part[0] for part in parted[1:]])
    return control_chart(ordered["count"], ordered["month"], at_least=0, baseline=baseline)


def _method(frame: pl.DataFrame, chart: pl.DataFrame, *, begins: Sequence[str]) -> str:
    """The chart and its rules in words, with the months it does without and where it begins."""
    withheld = frame["count"].null_count()
    without = f", {withheld} more withheld by the supplier" if withheld else ""
    months = frame.height - withheld
    return (
        f"XmR chart of {months} months{without}{_say_begins(frame, begins)}, "
        f"rules: {chart['rule_set'][0]}"
    )


def _say_begins(frame: pl.DataFrame, begins: Sequence[str]) -> str:
    """Which stretch it is, or where limits begin again; empty where they never do."""
    parted = stretches(frame["month"].sort().to_list(), begins)
    if len(parted) > 1:
        return f", limits begun again in {' and in '.join(month_label(p[0]) for p in parted[1:])}"
    return f" ({Period(parted[0][0], parted[0][-1]).label})" if begins else ""


def _behind(frame: pl.DataFrame, *, means: int) -> dict[str, int]:
    """What a number of the chart stands on; each stretch's mean takes one from the months."""
    return {
        "events of the series": int(frame["count"].sum()),
        "residual degrees of freedom": frame.height - frame["count"].null_count() - means,
    }


def _line(over: Tally, *under: str, ending: str) -> Estimate:
    of = over.indicator
    line, title, what = LINES[ending]
    return Estimate(
        indicator=Indicator(
            name=f"{of.name}_{ending}",
            title=f"{of.title}: {title}",
            definition=f"{what} {of.definition}",
            rationale="Says what a month is to be expected to hold, and what would be unusual.",
            unit=f"{of.unit} a month",
            method=(
                "XmR control chart: the mean, and the mean plus and minus 2.66 times the mean "
                "moving range, ranges of great jumps screened once; never below 0. Where the "
                "partnership says that limits begin again, those of the latest stretch of twelve "
                "months or more."
            ),
            source=of.source,
            caveats=_CAVEATS + of.caveats,
            numerator=of.numerator,
            denominator="Months of the series",
            decimals=0,
        ),
        over=over,
        frame=("month",),
        function=partial(line_of_chart, line=line),
        dimensions=under,
        begins_again=True,
    )


def _unusual(over: Tally, *under: str) -> Estimate:
    of = over.indicator
    return Estimate(
        indicator=Indicator(
            name=f"{of.name}_unusual_months",
            title=f"{of.title}: unusual months",
            definition=(
                "How many months of the series the rules of its control chart mark: outside the "
                "limits, part of a trend of seven, two of three far from the mean, or seven on one "
                f"side of it. {of.definition}"
            ),
            rationale="Says whether anything but chance was at work at all.",
            unit="months",
            method=(
                "XmR control chart under the rule set named; months are counted. Each stretch in "
                "which the partnership says that limits begin again is judged by its own."
            ),
            source=of.source,
            caveats=(
                "Chance marks months too: about one in twenty of simulated series of three years "
                "in which nothing changed. "
                f"{_CAVEATS}{of.caveats}"
            ),
            numerator="Months with a special cause",
            denominator="Months of the series",
            decimals=0,
        ),
        over=over,
        frame=("month",),
        function=unusual_months,
        dimensions=under,
        begins_again=True,
    )


_SERIES = (
    (SERIOUS_VIOLENCE, UNDER),
    (ASSAULT_ATTENDANCES, ("age_group",)),
    (CALLED, ("age_group",)),
    (ASSAULT_ADMISSIONS, ("age_group",)),
)
SERIES = tuple(over.indicator.name for over, _ in _SERIES)
"""The series that have a control chart, by the name of their tally."""
USUAL = tuple(
    each
    for over, under in _SERIES
    for each in (*(_line(over, *under, ending=ending) for ending in LINES), _unusual(over, *under))
)
