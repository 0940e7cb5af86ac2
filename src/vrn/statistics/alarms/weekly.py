"""Weekly counts laid out as a table, a group a row and a week a column, and the frame of alarms.

A week is told by a whole number (one more each week) or by a date (seven days on each week). Weeks
that a group does not have between its others are weeks without a count, never weeks of 0. The
layout is this module's own: no source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from vrn.statistics.answers import MISSING_COUNT, answer, read_columns, read_groups, reasons
from vrn.statistics.limits import Limits, read_counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.statistics.answers import Column, Groups
    from vrn.statistics.limits import FloatArray

OWN = ("week", "observed", "alarm", "score")
TOO_LITTLE_PAST = "too few weeks before this one"
MISSING_PAST = "a week before this one has no count"


class Weekly(NamedTuple):
    """Counts by group (rows) and week (columns, NaN where there is none), and the rows given.

    `told` has a row for each row given, in order of group and week: the columns of the groups and
    `week`. `group` and `at` are that row's place in `counts`.
    """

    counts: FloatArray
    told: pl.DataFrame
    group: NDArray[np.intp]
    at: NDArray[np.intp]


class Judged(NamedTuple):
    """What a method says of each week, in the shape of `Weekly.counts`; NaN where it says nothing.

    `is_early` is true of the weeks with too few before them; `why` gives the method's own reasons.
    """

    expected: FloatArray
    upper: FloatArray
    score: FloatArray
    alarm: NDArray[np.bool_]
    is_early: NDArray[np.bool_]
    why: tuple[tuple[str, NDArray[np.bool_]], ...] = ()


def read_weekly(count: Column, week: Column, by: Groups | None) -> Weekly:
    """The counts as a table, a group a row and a week a column.

    Raises ValueError for a week that is missing, given twice in a group, no whole number or date,
    or not a multiple of seven days from the first.

    >>> read_weekly([4, 7], [3, 1], None).counts
    array([[ 7., nan,  4.]])
    """
    weeks = week
    if not isinstance(weeks, pl.Series):
        weeks = pl.Series(np.atleast_1d(np.asarray(week)).tolist(), strict=False)
    counts = read_counts("count", read_columns(count=count)["count"])
    groups = pl.DataFrame(height=counts.size)
    if by is not None:
        groups = read_groups(by, length=counts.size, taken=OWN)
    if weeks.len() != counts.size:
        raise ValueError(f"columns must have one length: count {counts.size}, week {weeks.len()}")
    told = groups.with_columns(weeks.alias("week"))
    ordered = told.with_row_index("row").sort(*told.columns, nulls_last=False)
    order = ordered["row"].to_numpy()
    told = ordered.drop("row")
    at = _places(told["week"])
    group = _numbers(told.drop("week"))
    if told.is_duplicated().any():
        twice = told.filter(told.is_duplicated()).row(0, named=True)
        raise ValueError(f"a week may be given once in a group; given twice: {twice}")
    table = np.full((int(group.max(initial=-1)) + 1, int(at.max(initial=-1)) + 1), np.nan)
    table[group, at] = counts[order]
    return Weekly(table, told, group, at)


def frame_of_alarms(
    weekly: Weekly, judged: Judged, *, confidence: float, method: str
) -> pl.DataFrame:
    """The rows given, with `observed`, `alarm`, `score` and the answer.

    `value` is what is expected, `lower` 0 (the interval is one-sided) and `upper` the count above
    which is alarm. Reasons: the method's own, no count this week, a week before without one, or too
    few weeks before.
    """
    row = (weekly.group, weekly.at)
    observed, expected, upper = weekly.counts[row], judged.expected[row], judged.upper[row]
    why = reasons(
        (TOO_LITTLE_PAST, judged.is_early[row]),
        (MISSING_COUNT, np.isnan(observed)),
        *((words, holds[row]) for words, holds in judged.why),
        (MISSING_PAST, np.isnan(expected)),
    )
    score = pl.Series("score", judged.score[row])
    lower = np.where(np.isfinite(upper), 0.0, np.nan)
    by = weekly.told.with_columns(
        pl.Series("observed", observed).fill_nan(None).cast(pl.Int64),
        pl.when(why.is_null()).then(pl.Series("alarm", judged.alarm[row])).alias("alarm"),
        pl.when(why.is_null() & score.is_finite()).then(score).alias("score"),
    )
    return answer(
        Limits(expected, lower, upper), confidence=confidence, method=method, reason=why, by=by
    )


def _places(weeks: pl.Series) -> NDArray[np.intp]:
    """How many weeks each lies after the first of all."""
    if weeks.dtype.is_temporal():
        numbers, step = weeks.cast(pl.Date).to_physical(), 7
    elif weeks.dtype.is_integer() or weeks.is_empty():
        numbers, step = weeks, 1
    else:
        raise ValueError(f"weeks are whole numbers or dates; got {weeks.dtype}")
    if numbers.null_count():
        raise ValueError(f"every count needs its week; {numbers.null_count()} have none")
    after: NDArray[np.int64] = numbers.cast(pl.Int64).to_numpy()
    after = after - after.min(initial=after[0] if after.size else 0)
    if (after % step).any():
        raise ValueError("dates of weeks must be a multiple of seven days apart")
    return (after // step).astype(np.intp)


def _numbers(groups: pl.DataFrame) -> NDArray[np.intp]:
    """The number of each row's group, the groups in order; all 0 without groups."""
    if not groups.width:
        return np.zeros(groups.height, dtype=np.intp)
    starts = groups.select(pl.any_horizontal(pl.all().ne_missing(pl.all().shift()))).to_series()
    begins = starts.to_numpy(writable=True)
    begins[:1] = False
    numbers: NDArray[np.intp] = np.cumsum(begins, dtype=np.intp)
    return numbers
