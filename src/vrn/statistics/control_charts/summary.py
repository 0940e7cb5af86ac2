"""What a control chart says in the end: one row a series, by its last point and last limits.

Variation is what the last point shows. Assurance asks whether a target will be met by the series as
it is: always, where the whole of the limits lies on its good side; never, where on its bad side.

Source: NHS England, Making Data Count: strengthening your decisions (2019), the icons of variation
and assurance.

Limits: assurance holds while the series goes on as it is; with limits from few points, or after a
special cause, it says little.
"""

from __future__ import annotations

import polars as pl

from vrn.statistics.control_charts.chart import NO_VALUE
from vrn.statistics.control_charts.points import COLUMNS
from vrn.statistics.control_charts.special_causes import COMMON_CAUSE

PASSING, FAILING = "consistently passing", "consistently failing"
INCONSISTENT = "inconsistent"
NO_TARGET = "no target is given"
NO_DIRECTION = "neither direction is an improvement"
NO_LIMITS = "there are no limits to lay the target against"


def chart_summary(chart: pl.DataFrame) -> pl.DataFrame:
    """One row a series of `control_chart`: variation and assurance, by its last point with a value.

    Columns: those of the series; `points` (values held); `last_date`; `value`, `centre_line`,
    `lower_limit`, `upper_limit`, `rebase_group`, `is_short` and `special_cause` of the last point;
    `variation` (its point type); `last_special_date` and `last_special_cause` of the latest point
    with a special cause, null where there never was one; `target`; `assurance` ("consistently
    passing", "consistently failing", "inconsistent"), with its own `assurance_reason` where there
    is none; `rule_set`; `reason`. A target on a limit is inconsistent. Raises ValueError for a
    frame of another kind.

    >>> from vrn.statistics.control_charts.chart import control_chart
    >>> chart = control_chart([5, 6, 5, 6], [1, 2, 3, 4], improvement="decrease", target=12)
    >>> chart_summary(chart).select("variation", "assurance").row(0)
    ('common cause', 'consistently passing')
    """
    absent = [name for name in COLUMNS if name not in chart.columns]
    if absent:
        raise ValueError(f"this is no chart of control_chart(): it has no {', '.join(absent)}")
    by = [name for name in chart.columns if name not in COLUMNS]
    # Without columns of series all rows are one series, told by a column that is dropped again.
    keyed = chart.sort(*by, "date").with_columns(pl.lit(0).alias("__one__"))
    rows = keyed.group_by(*by, "__one__", maintain_order=True).agg(*_last_cells())
    return rows.drop("__one__").with_columns(_assurance(), _assurance_reason()).select(*by, *_NAMES)


_OF_THE_LAST = (
    *("value", "centre_line", "lower_limit", "upper_limit", "rebase_group", "is_short"),
    *("special_cause", "target", "improvement", "reason"),
)
_NAMES = (
    *("points", "last_date", "value", "centre_line", "lower_limit", "upper_limit"),
    *("rebase_group", "is_short", "special_cause", "variation", "last_special_date"),
    *("last_special_cause", "target", "assurance", "assurance_reason", "rule_set", "reason"),
)


def _last_cells() -> list[pl.Expr]:
    has_value = pl.col("value").is_not_null()
    is_special = pl.col("special_cause") != COMMON_CAUSE
    return [
        has_value.sum().cast(pl.Int64).alias("points"),
        pl.col("date").filter(has_value).last().alias("last_date"),
        pl.col("point_type").filter(has_value).last().alias("variation"),
        pl.col("date").filter(is_special).last().alias("last_special_date"),
        pl.col("special_cause").filter(is_special).last().alias("last_special_cause"),
        pl.col("rule_set").last(),
        *(pl.col(name).filter(has_value).last() for name in _OF_THE_LAST if name != "reason"),
        pl.when(has_value.any())
        .then(pl.col("reason").filter(has_value).last())
        .otherwise(pl.lit(NO_VALUE))
        .alias("reason"),
    ]


def _assurance() -> pl.Expr:
    """The word for a target that lies outside the limits, by the side that is an improvement."""
    rises, falls = pl.col("improvement") == "increase", pl.col("improvement") == "decrease"
    above = pl.col("target") > pl.col("upper_limit")
    below = pl.col("target") < pl.col("lower_limit")
    can_be_told = pl.col("target", "upper_limit").is_not_null()
    return (
        pl.when((rises & below) | (falls & above))
        .then(pl.lit(PASSING))
        .when((rises & above) | (falls & below))
        .then(pl.lit(FAILING))
        .when(pl.all_horizontal(can_be_told, rises | falls))
        .then(pl.lit(INCONSISTENT))
        .alias("assurance")
    )


def _assurance_reason() -> pl.Expr:
    return (
        pl.when(pl.col("target").is_null())
        .then(pl.lit(NO_TARGET))
        .when(pl.col("improvement") == "neutral")
        .then(pl.lit(NO_DIRECTION))
        .when(pl.col("upper_limit").is_null())
        .then(pl.lit(NO_LIMITS))
        .alias("assurance_reason")
    )
