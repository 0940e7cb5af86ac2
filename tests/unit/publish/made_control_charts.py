"""Made-up control charts of every shape that has to be drawn well, for the tests of this folder."""

from __future__ import annotations

from functools import cache
from typing import Any

from vrn.publish.control_points import ControlChart, ControlPoint
from vrn.publish.drawings.control_chart import draw_control
from vrn.publish.sentence import Name
from vrn.statistics.control_charts import Baseline, chart_summary, control_chart
from vrn.terms import following_month

CALM = [41, 44, 38, 40, 43, 37, 42, 39, 45, 40, 38, 42, 36, 41, 43, 40, 39, 44]


def make_control(values: list[float | None], **more: Any) -> ControlChart:
    """A chart of months from April 2019, judged by the rules of Making Data Count."""
    absent, decimals = more.pop("absent", "withheld"), more.pop("decimals", 0)
    title = more.pop("title", ("Robbery rose & fell",))
    months = ["2019-04"]
    while len(months) < len(values):
        months.append(following_month(months[-1]))
    chart = control_chart(values, months, **{"at_least": 0, "improvement": "decrease", **more})
    (last,) = chart_summary(chart).rows(named=True)
    return ControlChart(
        key="by-month",
        title=title,
        sentence=("The last number was ", Name("41"), "."),
        points=tuple(_point(row, absent) for row in chart.rows(named=True)),
        rule_set=last["rule_set"],
        target=last["target"],
        assurance=last["assurance"] or "",
        is_short=bool(last["is_short"]),
        decimals=decimals,
    )


def _point(row: dict[str, Any], absent: str) -> ControlPoint:
    has_limits = row["upper_limit"] is not None
    return ControlPoint(
        month=row["date"],
        value=row["value"],
        centre=row["centre_line"] if has_limits else None,
        lower=row["lower_limit"],
        upper=row["upper_limit"],
        rebase_group=row["rebase_group"],
        special_cause=row["special_cause"] or "",
        point_type=row["point_type"] or "",
        absent=absent if row["value"] is None else "",
    )


FIXED = Baseline(points=18)
EVERY_CONTROL = {
    "usual": make_control([*CALM, *CALM], target=36),
    "a concern": make_control([*CALM, 60, 41, 42], baseline=FIXED, target=70),
    "an improvement": make_control([*CALM, 44, 41, 38, 35, 32, 29, 28], baseline=FIXED, target=9),
    "both": make_control([*CALM, 60, *[37] * 8, 44], baseline=FIXED, target=36),
    "neither": make_control([*CALM, 60, 41, 12], baseline=FIXED, improvement="neutral"),
    "begun again": make_control(
        [*CALM, None, None, *(value / 2 for value in CALM), None, *CALM],
        baseline=Baseline(rebase=["2020-04", "2020-10", "2022-04"]),
        target=35,
        decimals=1,
    ),
    "short": make_control(CALM[:5], target=41),
    "one month": make_control([41]),
    "no limits, and a target": make_control([41, None, 42, None], target=12),
    "never changes": make_control([0] * 14, target=0),
    "large": make_control([value * 12_345 for value in CALM], target=40 * 12_345),
    "close ends": make_control([*CALM[:-1], 40], baseline=FIXED, target=40.4, decimals=1),
    "ends without a value": make_control([*CALM, None], target=30, absent="no file"),
    "nothing": make_control([None, None]),
}


@cache
def drawn_control(name: str, width: str) -> str:
    """One of the charts above, drawn once for all tests."""
    return draw_control(EVERY_CONTROL[name], width=width)
