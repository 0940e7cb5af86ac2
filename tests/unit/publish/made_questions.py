"""A brief of made-up cubes, one for each shape that the worked questions are planned from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.unit.publish.made_assessment import PERIODS, Made, _cube, _finder, make_assessment
from vrn.publish.assessment.plan import FEEDS, Periods
from vrn.publish.questions.plan import question_shapes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Change = dict[str, Any]
    Changes = Mapping[str, Change | Callable[[dict[str, str]], Change]]

METHOD = "interrupted series, made up; verdict: made up"


def finding(value: float, *limits: float, decimals: int = 2, **more: Any) -> Change:
    """The fields of a finding: its value, its limits where it has some, and no count."""
    lower, upper = limits or (None, None)
    return {
        "value": value, "lower": lower, "upper": upper, "numerator": None, "denominator": None,
        "confidence": 0.95 if limits else None, "decimals": decimals, "method": METHOD, **more,
    }  # fmt: skip


def absent(reason: str = "the supplier withheld a number from 1 to 7 here") -> Change:
    """The fields of a finding that is not to be had."""
    return {"state": "not available", "reason": reason}


def series(measure: str, ratio: Change, *, averted: Change, power: float) -> dict[str, Change]:
    """The three findings of a series under restrictions."""
    return {
        f"{measure}_restrictions_ratio": ratio,
        f"{measure}_restrictions_averted": averted,
        f"{measure}_restrictions_power": finding(power, decimals=0),
    }


AS_FOUND: dict[str, Any] = {
    "serious_violence_peak_share": finding(129.0, 116.0, 143.0, decimals=0),
    "attendances_peak_share": finding(65.0, 54.0, 78.0, decimals=0),
    "attendances_unknown_share": finding(81.0, 79.0, 83.0, decimals=0),
    "assault_admissions_change": finding(0.87, 0.79, 0.96),
    "assault_admissions_same_months_change": finding(0.82, 0.72, 0.93),
    "sharp_object_admissions_change": absent(),
    "sharp_object_admissions_same_months_change": absent(),
    "assault_admissions_usual_month": finding(41.0, decimals=0),
    "assault_admissions_usual_month_low": finding(24.0, decimals=0),
    "assault_admissions_usual_month_high": finding(59.0, decimals=0),
    "assault_admissions_unusual_months": finding(5.0, decimals=0),
    **series(
        "serious_violence",
        finding(0.85, 0.52, 1.38),
        averted=finding(1350, -2120, 6880, decimals=0),
        power=14,
    ),
    **series(
        "assault_attendances",
        finding(0.56, 0.40, 0.77),
        averted=finding(1670, 670, 3000, decimals=0),
        power=29,
    ),
    **series(
        "violent_callouts",
        finding(0.89, 0.48, 1.63),
        averted=finding(247, -773, 2075, decimals=0),
        power=10,
    ),
    **series(
        "assault_admissions",
        finding(0.90, 0.68, 1.19),
        averted=finding(81, -111, 324, decimals=0),
        power=35,
    ),
}
"""What the demonstration's figures are like: apart by one rule, and little of it can be told."""


def make_questions(
    change: Changes | None = None,
    *,
    feeds: tuple[str, ...] = FEEDS,
    periods: Periods = PERIODS,
    **overrides: Any,
) -> Made:
    """The brief of the worked questions; `change` overrides figures of the measures it names."""
    changes = {**AS_FOUND, **(change or {})}
    cubes = {
        (shape.measure, shape.split, shape.period): _cube(shape, changes)
        for shape in question_shapes(periods, feeds=feeds)
    }
    brief = make_assessment(
        feeds=feeds, periods=periods, **{"cube": _finder(cubes), **overrides}
    ).brief
    return Made(brief, {figure.id: figure for cube in cubes.values() for figure in cube.figures})
