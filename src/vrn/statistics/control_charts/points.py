"""The points of many series as a chart reads them: checked, and in order of series and date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.statistics.answers import read_columns, read_groups

if TYPE_CHECKING:
    from vrn.statistics.answers import Column, Groups
    from vrn.statistics.control_charts.runs import Flags
    from vrn.statistics.limits import FloatArray

DIRECTIONS = {"increase": 1, "neutral": 0, "decrease": -1}
OF_A_POINT = ("value", "date", "target", "improvement", "begins_again")
LINES = ("centre_line", "lower_limit", "upper_limit", "lower_two_sigma", "upper_two_sigma")
COLUMNS = (
    *("date", "rebase_group", "value", *LINES, "is_outside_limits", "side_of_mean"),
    *("is_close_to_limits", "special_cause", "point_type", "baseline_points", "is_short"),
    *("target", "improvement", "rule_set", "reason"),
)


@dataclass(frozen=True, kw_only=True)
class Points:
    """Points in order: `frame` has the columns of the series, then those of `OF_A_POINT`.

    `is_first` is true at the first point of each series, in the order of the frame.
    """

    frame: pl.DataFrame
    by: tuple[str, ...]
    is_first: Flags

    @property
    def value(self) -> FloatArray:
        """The values, NaN where one is missing."""
        return self.frame["value"].to_numpy()


def read_points(
    value: Column,
    date: Column,
    *,
    by: Groups | None,
    improvement: str | Column,
    target: float | Column | None,
    begins_again: Column | None,
) -> Points:
    """The points in order; raises ValueError for what no chart can be made of.

    >>> points = read_points(
    ...     [3, 1], [2, 1], by=None, improvement="neutral", target=None, begins_again=None
    ... )
    >>> points.value
    array([1., 3.])
    """
    values = _read_values("value", value)
    length = values.size
    groups = pl.DataFrame() if by is None else read_groups(by, length=length)
    if target is None or isinstance(target, int | float):
        target = np.full(length, np.nan if target is None else target)
    columns = {
        "value": pl.Series(values),
        "date": _one_each(date, length, name="date"),
        "target": _one_each(_read_values("target", target), length, name="target"),
        "improvement": _one_each(improvement, length, name="improvement"),
        "begins_again": _one_each(
            False if begins_again is None else begins_again, length, name="starts"
        )
        .cast(pl.Boolean)
        .fill_null(value=False),
    }
    _check_names(groups.columns)
    _check_directions(columns["improvement"])
    if columns["date"].null_count():
        raise ValueError(
            f"every point needs a date; {columns['date'].null_count()} of {length} have none"
        )
    own = (column.alias(name) for name, column in columns.items())
    frame = pl.DataFrame([*groups.get_columns(), *own])
    return _parted(frame.sort([*groups.columns, "date"]), tuple(groups.columns))


def _parted(frame: pl.DataFrame, by: tuple[str, ...]) -> Points:
    """The points with the first of each series marked; raises where a date comes twice."""
    is_first = np.zeros(frame.height, dtype=np.bool_)
    is_first[:1] = True
    for name in by:
        is_first |= _differs(frame[name])
    twice = np.flatnonzero(~is_first & ~_differs(frame["date"]))
    if twice.size:
        *series, day = frame.select(*by, "date").row(int(twice[0]))
        raise ValueError(
            f"a series has one point a date; {', '.join(map(repr, series)) or 'it'} has more at "
            f"{day} ({twice.size} too many in all)"
        )
    return Points(frame=frame, by=by, is_first=is_first)


def _differs(column: pl.Series) -> Flags:
    """Whether each cell differs from the one before it; the first from a null."""
    differs: Flags = column.ne_missing(column.shift()).to_numpy()
    return differs


def _read_values(name: str, column: Column) -> FloatArray:
    values = read_columns(**{name: column})[name]
    endless = np.flatnonzero(np.isinf(values))
    if endless.size:
        raise ValueError(
            f"{name} must be a finite number; got {values[endless[0]]:g} at position {endless[0]} "
            f"({endless.size} of {values.size} values are wrong)"
        )
    return values


def _one_each(given: object, length: int, *, name: str) -> pl.Series:
    """A column of that length; one value stands for all points."""
    if isinstance(given, str | float | int):
        return pl.Series([given]).new_from_index(0, length)
    column = pl.Series(values=given)  # type: ignore[arg-type]
    if column.len() != length:
        raise ValueError(f"columns must have one length: value has {length}, {name} {column.len()}")
    return column


def _check_names(by: list[str]) -> None:
    taken = [name for name in by if name in {*COLUMNS, *OF_A_POINT}]
    if taken:
        raise ValueError(
            f"a column of series may not be called {', '.join(taken)}: the chart's are"
        )


def _check_directions(column: pl.Series) -> None:
    unknown = sorted(set(column.unique().to_list()) - set(DIRECTIONS), key=str)
    if unknown:
        raise ValueError(
            f"improvement is {', '.join(map(repr, unknown))}: try one of {', '.join(DIRECTIONS)}"
        )
