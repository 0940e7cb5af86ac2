"""Monthly series and the start of the national restrictions: what was expected, and what came.

A series goes on as its own trend and season had it; the months from April 2020 on are set against
that. It says that the months after differ from those before, and never that restrictions did it:
whatever else changed then gives the same answer.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from vrn.problem.counting import WITHHELD_BY_SUPPLIER
from vrn.problem.estimating import answer
from vrn.problem.measure import Estimate, Indicator, Tally
from vrn.problem.violence.tallies import (
    ASSAULT_ADMISSIONS,
    ASSAULT_ATTENDANCES,
    CALLED,
    SERIOUS_VIOLENCE,
    UNDER,
)
from vrn.terms import month_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from vrn.statistics.series import InterruptedSeries

FIRST_MONTH_AFTER = "2020-04"
"""The first whole month under national restrictions.

The Health Protection (Coronavirus, Restrictions) (England) Regulations 2020, S.I. 2020/350, came
into force on 26 March 2020, after the Prime Minister's announcement of 23 March.
"""
_LAST_MONTH_BEFORE = date(2020, 3, 1)
_TERMS = 6  # a level and a trend, a step and a change of trend, and the two halves of a yearly wave
NO_LIMITS = "the counts do not say what to expect closely enough for any limits"
_BEGAN = month_label(FIRST_MONTH_AFTER)
_MODEL = (
    "Interrupted series of monthly counts with a straight trend, one yearly wave, and a step and a "
    f"change of trend from {_BEGAN} on. Poisson; where a test finds more spread, the negative "
    "binomial, or quasi-Poisson where that has no answer. Wider errors where neighbouring months "
    "go together. The method line says which were taken."
)
_CAVEATS = (
    "It takes for true that the trend and the season of the months before would have gone on. One "
    "series shows that something changed, and never what: everything else that changed in spring "
    "2020 is in it too. Few months before make the limits wide. March 2020 counts as before, "
    "though its last week was not. "
)


def restrictions_ratio(frame: pl.DataFrame) -> pl.DataFrame:
    """All events from April 2020 on over those that the months before led to expect, with limits.

    `frame` has `count` by `month`; a null count is one that its supplier withheld.
    """
    return _effect(frame, "whole period")


def restrictions_averted(frame: pl.DataFrame) -> pl.DataFrame:
    """How many events fewer than expected from April 2020 on, with limits; below 0 for more."""
    return _effect(frame, "events averted")


def restrictions_power(frame: pl.DataFrame) -> pl.DataFrame:
    """The chance in per cent that the series would show a true fall of a fifth; no limits."""
    series = _read(frame)
    if isinstance(series, str):
        return answer(reason=series)
    return answer(
        value=100 * float(series.found.verdicts["power"].item()),
        method=series.method,
        events=series.events,
    )


class _Series(NamedTuple):
    """A series analysed: what was found, how, and the events that it stands on."""

    found: InterruptedSeries
    method: str
    events: dict[str, int]


def _effect(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    series = _read(frame)
    if isinstance(series, str):
        return answer(reason=series)
    effect = series.found.effects.row(by_predicate=pl.col("effect") == name, named=True)
    if effect["lower"] is None or effect["upper"] is None:
        return answer(reason=NO_LIMITS)
    return answer(
        value=effect["value"],
        limits=(effect["lower"], effect["upper"]),
        method=series.method,
        events=series.events,
    )


def _read(frame: pl.DataFrame) -> _Series | str:
    """The analysis of a series, or why there is none."""
    if frame["count"].null_count():
        return WITHHELD_BY_SUPPLIER
    from vrn.statistics.series import interrupted_series

    rows = frame.sort("month").with_columns(start=(pl.col("month") + "-01").str.to_date())
    before = pl.col("month") < FIRST_MONTH_AFTER
    sides = [rows.filter(each)["count"] for each in (before, ~before)]
    if not all(side.len() for side in sides):
        return f"the series does not hold months on both sides of {_BEGAN}"
    found = interrupted_series(rows["count"], month=rows["start"], after=_LAST_MONTH_BEFORE)
    if reason := found.verdicts["reason"].item():
        return str(reason)
    return _Series(
        found,
        _method(found, *(side.len() for side in sides)),
        {
            "events before": int(sides[0].sum()),
            "events after": int(sides[1].sum()),
            "residual degrees of freedom": rows.height - _TERMS,
        },
    )


def _method(found: InterruptedSeries, before: int, after: int) -> str:
    """The model, its errors, any fall-back, the verdict and what to be careful of, in words."""
    told, recipe = found.verdicts.row(0, named=True), found.recipe
    parts = [
        f"interrupted series, {before} months before {_BEGAN} and {after} from then on",
        str(found.effects["method"][0]),
        str(found.models["fall_back"].item() or ""),
        f"verdict: {told['verdict']}",
        "power is short" if told["power"] < recipe.power_wanted else "",
    ]
    return "; ".join(part for part in parts if part)


class _Asked(NamedTuple):
    """What is asked of a series: its ending, title, unit, decimals, meaning and function."""

    ending: str
    title: str
    unit: str
    decimals: int
    definition: str
    function: Callable[[pl.DataFrame], pl.DataFrame]


def _asked(of: Indicator) -> tuple[_Asked, ...]:
    return (
        _Asked(
            "ratio",
            "against what was expected under restrictions",
            "ratio",
            2,
            f"The number of all months from {_BEGAN} on over that which the trend and season of "
            "the months before led to expect. Below one there were fewer, above one more. ",
            restrictions_ratio,
        ),
        _Asked(
            "averted",
            "fewer than expected under restrictions",
            of.unit,
            0,
            f"How many fewer there were from {_BEGAN} on than the trend and season of the months "
            "before led to expect; below 0 where there were more. ",
            restrictions_averted,
        ),
        _Asked(
            "power",
            "chance to see a fall of a fifth under restrictions",
            "per cent",
            0,
            f"How likely the series would show a fall of a fifth from {_BEGAN} on, if there were "
            "one: below 80 per cent, that no change is seen says little. ",
            restrictions_power,
        ),
    )


def _of(over: Tally, dimensions: tuple[str, ...], asked: _Asked) -> Estimate:
    of = over.indicator
    return Estimate(
        indicator=Indicator(
            name=f"{of.name}_restrictions_{asked.ending}",
            title=f"{of.title}: {asked.title}",
            definition=f"{asked.definition}{of.definition}",
            rationale="Says whether the months under restrictions differ by more than chance.",
            unit=asked.unit,
            method=_MODEL,
            source=of.source,
            caveats=_CAVEATS + of.caveats,
            numerator=f"{of.numerator}, from {_BEGAN} on",
            denominator="The number expected from the months before",
            decimals=asked.decimals,
        ),
        over=over,
        frame=("month",),
        function=asked.function,
        dimensions=dimensions,
    )


_SERIES = (
    (SERIOUS_VIOLENCE, UNDER),
    (ASSAULT_ATTENDANCES, ("age_group",)),
    (CALLED, ("age_group",)),
    (ASSAULT_ADMISSIONS, ("age_group",)),
)
INTERRUPTED = tuple(
    _of(over, dimensions, asked) for over, dimensions in _SERIES for asked in _asked(over.indicator)
)
