"""Control charts of many series at once: a row a point, with its limits and its special cause.

An XmR chart asks of a series whether it varies as it always has (common cause) or whether something
else is at work (special cause). It suits single values of equal standing, one a month, week or day.

Sources: W. A. Shewhart (1931); D. J. Wheeler and D. S. Chambers (1992); NHS England, Making Data
Count (2019): see the modules of limits, special causes and rule sets, which name the works.

Limits: a special cause says that something changed, never what. Series with a season or a slow
drift, rates over exposures that differ a good deal, and rare events need other charts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.statistics.control_charts.baseline import (
    WHOLE_SERIES,
    in_baseline,
    rebase_groups,
)
from vrn.statistics.control_charts.limits import moving_range_baselines
from vrn.statistics.control_charts.points import COLUMNS, DIRECTIONS, LINES, read_points
from vrn.statistics.control_charts.rule_sets import MAKING_DATA_COUNT, check_rules
from vrn.statistics.control_charts.runs import positions
from vrn.statistics.control_charts.special_causes import (
    COMMON_CAUSE,
    cause_names,
    special_causes,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.statistics.answers import Column, Groups
    from vrn.statistics.control_charts.baseline import Baseline
    from vrn.statistics.control_charts.limits import Baselines
    from vrn.statistics.control_charts.points import Points
    from vrn.statistics.control_charts.rule_sets import RuleSet
    from vrn.statistics.control_charts.runs import Flags
    from vrn.statistics.control_charts.special_causes import Causes

IMPROVING, CONCERNING = "improving", "concerning"
HIGH, LOW = "neutral, high", "neutral, low"
# By 3 (improvement + 1) + tone + 1, of which each is -1, 0 or 1; the middle of each is no cause.
_POINT_TYPES = pl.Series(
    [
        *(IMPROVING, COMMON_CAUSE, CONCERNING),
        *(LOW, COMMON_CAUSE, HIGH),
        *(CONCERNING, COMMON_CAUSE, IMPROVING),
    ]
)

NO_VALUE = "the value is missing"
NO_BASELINE = "no value in the baseline"
NO_RANGE = "no two neighbouring values in the baseline"
CONSTANT = "the baseline never changes"


def control_chart(
    value: Column,
    date: Column,
    *,
    by: Groups | None = None,
    rules: RuleSet = MAKING_DATA_COUNT,
    baseline: Baseline = WHOLE_SERIES,
    improvement: str | Column = "neutral",
    target: float | Column | None = None,
    at_least: float | None = None,
) -> pl.DataFrame:
    """XmR charts of one or many series: a frame with a row a point, by series and date.

    With mean m and mean moving range M of the baseline the limits are m +- 2.66 M, and the
    two-sigma lines lie at two thirds. `date` is anything that can be put in order, once a series; a
    month without a value belongs in with a null, for neighbouring rows are taken as neighbours.
    `improvement` ("increase", "decrease" or "neutral") and `target` are one for all, or one a
    point. `at_least` is the least value possible, such as 0: no line is drawn below it.

    Columns: those of `by`; `date`; `rebase_group` (from 0); in the value's unit `value`,
    `centre_line`, `lower_limit`, `upper_limit`, `lower_two_sigma` and `upper_two_sigma`;
    `is_outside_limits`; `side_of_mean` (1, 0, -1); `is_close_to_limits` (past two sigma, within the
    limits); `special_cause`; `point_type` ("common cause", "improving", "concerning", or "neutral,
    high" and "neutral, low"); `baseline_points`; `is_short` (the re-base group is too short to
    trust its limits); `target`; `improvement`; `rule_set`; `reason`. Where a value is missing, or a
    baseline gives no limits, cells are null and `reason` says why.

    When ranges are screened, the R package NHSRplotthedots gives no limits to a series that never
    changes; here they have no width, unless `vary(rules, has_limits_when_constant=False)` asks
    for its way. Raises ValueError for infinite values, a date that is missing or comes twice,
    columns of other lengths, an unknown direction, and rules that bear another set's name.

    >>> chart = control_chart([10, 12, 11, 20], ["05-01", "05-02", "05-03", "05-04"])
    >>> chart.select("date", "centre_line", "upper_limit", "special_cause").row(3)
    ('05-04', 13.25, 23.89, 'common cause')
    """
    check_rules(rules)
    points = read_points(
        value, date, by=by, improvement=improvement, target=target, begins_again=baseline.starts
    )
    is_start, group = _segments(points, baseline)
    lines = moving_range_baselines(
        points.value,
        is_start,
        in_baseline(points.frame["date"], positions(is_start), is_start, baseline=baseline),
        rules=rules,
    )
    causes = special_causes(points.value, is_start, lines, rules=rules)
    frame = points.frame.with_columns(
        pl.Series("rebase_group", group),
        pl.Series("is_short", _sizes(points, is_start) < rules.short_below),
        *_drawn_lines(lines, at_least),
        *_judgements(points, causes, rules),
        pl.lit(rules.label).alias("rule_set"),
    )
    return _with_reasons(frame).select(*points.by, *COLUMNS)


def _segments(points: Points, baseline: Baseline) -> tuple[Flags, NDArray[np.int64]]:
    """Where each re-base group of each series begins, and the group of each point."""
    starts = points.frame["begins_again"].to_numpy() if baseline.starts is not None else None
    group = rebase_groups(points.frame["date"], starts, points.is_first, baseline=baseline)
    is_start = points.is_first.copy()
    is_start[1:] |= group[1:] != group[:-1]
    return is_start, group


def _sizes(points: Points, is_start: Flags) -> NDArray[np.int64]:
    """How many values each point's re-base group has."""
    firsts = np.flatnonzero(is_start)
    sizes = np.add.reduceat(~np.isnan(points.value), firsts, dtype=np.int64)
    return np.repeat(sizes, np.diff(firsts, append=is_start.size))


def _drawn_lines(lines: Baselines, at_least: float | None) -> list[pl.Series]:
    """The columns of the mean, the limits and the two-sigma lines, none below the least value."""
    sigmas = {"lower_limit": -3, "upper_limit": 3, "lower_two_sigma": -2, "upper_two_sigma": 2}
    least = -np.inf if at_least is None else at_least
    return [
        pl.Series("centre_line", lines.mean),
        *(pl.Series(name, np.maximum(lines.line(at), least)) for name, at in sigmas.items()),
        pl.Series("baseline_points", lines.points),
        pl.Series("baseline_ranges", lines.ranges),
    ]


def _judgements(points: Points, causes: Causes, rules: RuleSet) -> list[pl.Series]:
    """The columns that say where a point lies, what it shows and whether that is an improvement."""
    tones = np.where(causes.code == 0, 0, np.where(causes.code % 2, 1, -1))
    improvement = points.frame["improvement"].replace_strict(DIRECTIONS)
    kinds = 3 * (improvement.to_numpy() + 1) + tones + 1
    return [
        pl.Series("is_outside_limits", causes.is_outside),
        pl.Series("side_of_mean", causes.side),
        pl.Series("is_close_to_limits", causes.is_close),
        pl.Series(cause_names(rules)).gather(causes.code).alias("special_cause"),
        _POINT_TYPES.gather(kinds).alias("point_type"),
    ]


def _with_reasons(frame: pl.DataFrame) -> pl.DataFrame:
    """Nulls for what is not known, and why; without limits a point is never called common cause."""
    frame = frame.with_columns(pl.col("value", "target", *LINES).fill_nan(None))
    has_value, has_mean = pl.col("value").is_not_null(), pl.col("centre_line").is_not_null()
    has_limits = has_value & pl.col("upper_limit").is_not_null()
    is_told = has_limits | (has_value & (pl.col("special_cause") != COMMON_CAUSE))
    return frame.with_columns(
        pl.when(has_limits).then(pl.col("is_outside_limits", "is_close_to_limits")),
        pl.when(has_value & has_mean).then("side_of_mean"),
        pl.when(is_told).then(pl.col("special_cause", "point_type")),
        pl.when(~has_value)
        .then(pl.lit(NO_VALUE))
        .when(pl.col("baseline_points") == 0)
        .then(pl.lit(NO_BASELINE))
        .when(pl.col("baseline_ranges") == 0)
        .then(pl.lit(NO_RANGE))
        .when(~has_limits)
        .then(pl.lit(CONSTANT))
        .alias("reason"),
    )
