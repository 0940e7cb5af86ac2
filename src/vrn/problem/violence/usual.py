"""What a usual month is: the mean of a monthly series and the limits that chance alone keeps to.

The chart of the series, with its unusual months, is drawn from the released months themselves; here
are the numbers of it that a reader quotes, each a finding of its own. The limits are no confidence
interval of the mean, so they are values and not limits of a value.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from vrn.problem.estimating import answer
from vrn.problem.measure import Estimate, Indicator, Tally
from vrn.problem.violence.tallies import (
    ASSAULT_ADMISSIONS,
    ASSAULT_ATTENDANCES,
    CALLED,
    SERIOUS_VIOLENCE,
    UNDER,
)

if TYPE_CHECKING:
    import polars as pl

LEAST_MONTHS = 12
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


def line_of_chart(frame: pl.DataFrame, *, line: str) -> pl.DataFrame:
    """One line of the XmR chart of the months: its mean, or one of the limits about it.

    `frame` has `count` by `month`, null where a supplier withheld it; `line` is a column of
    `control_chart`.
    """
    held = frame.height - frame["count"].null_count()
    if held < LEAST_MONTHS:
        return answer(reason=TOO_SHORT)
    chart = _chart(frame)
    return answer(
        value=float(chart[line][0]),
        counts=(int(frame["count"].sum()), float(held)),
        method=_method(frame, chart),
        events=_behind(frame),
    )


def unusual_months(frame: pl.DataFrame) -> pl.DataFrame:
    """How many months of the series have a special cause by the chart's rules; no interval.

    `frame` has `count` by `month`, null where a supplier withheld it: such a month is not judged.
    """
    held = frame.height - frame["count"].null_count()
    if held < LEAST_MONTHS:
        return answer(reason=TOO_SHORT)
    chart = _chart(frame)
    marked = int((chart["point_type"] != "common cause").sum())
    return answer(
        value=float(marked),
        counts=(marked, float(held)),
        method=_method(frame, chart),
        events=_behind(frame),
    )


def _chart(frame: pl.DataFrame) -> pl.DataFrame:
    from vrn.statistics.control_charts import control_chart

    ordered = frame.sort("month")
    return control_chart(ordered["count"], ordered["month"], at_least=0)


def _method(frame: pl.DataFrame, chart: pl.DataFrame) -> str:
    """The chart and its rules in words, with the months that it does without."""
    withheld = frame["count"].null_count()
    without = f", {withheld} more withheld by the supplier" if withheld else ""
    months = frame.height - withheld
    return f"XmR chart of {months} months{without}, rules: {chart['rule_set'][0]}"


def _behind(frame: pl.DataFrame) -> dict[str, int]:
    return {
        "events of the series": int(frame["count"].sum()),
        "residual degrees of freedom": frame.height - frame["count"].null_count() - 1,
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
                "moving range, ranges of great jumps screened once; never below 0."
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
            method="XmR control chart under the rule set named; months are counted.",
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
    )


_SERIES = (
    (SERIOUS_VIOLENCE, UNDER),
    (ASSAULT_ATTENDANCES, ("age_group",)),
    (CALLED, ("age_group",)),
    (ASSAULT_ADMISSIONS, ("age_group",)),
)
USUAL = tuple(
    each
    for over, under in _SERIES
    for each in (*(_line(over, *under, ending=ending) for ending in LINES), _unusual(over, *under))
)
