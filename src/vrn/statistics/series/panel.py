"""Series read from columns: sorted, checked, and put together with those of the same shape.

Sources: how many months before and after are needed: R. B. Penfold and F. Zhang, Use of interrupted
time series analysis in evaluating health care quality improvements, Academic Pediatrics 13 (2013),
asks for at least eight on each side; the recipe's own numbers are twelve, a full year of season,
and six.

Limits: a series with a month missing is not mended: it has a reason and no answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.statistics.answers import (
    MISSING_COUNT,
    MISSING_POPULATION,
    NO_POPULATION,
    read_columns,
    read_groups,
    reasons,
)
from vrn.statistics.limits import read_counts, read_populations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from numpy.typing import NDArray

    from vrn.statistics.answers import Column, Groups
    from vrn.statistics.limits import FloatArray
    from vrn.statistics.series.choosing import Recipe

GAP = "a month between the first and the last is not given"
FEW_BEFORE = "fewer than {} months before the intervention"
FEW_AFTER = "fewer than {} months after the intervention"
NO_EVENTS = "there are no events"
FEW_EVENTS = "fewer than {} events before or after the intervention"
NOT_CONVERGED = "the model has no finite estimate on these counts"
OWN = (
    *("effect", "unit", "term", "se", "se_model", "se_hc0", "se_newey_west", "month", "is_after"),
    *("observed", "fitted", "after", "months_before", "months_after", "model", "fall_back", "test"),
    *("level", "errors", "lag", "statistic", "p_value", "dispersion", "theta", "autocorrelation"),
    *("autocorrelation_p", "ljung_box", "ljung_box_p", "durbin_watson", "verdict", "sentence"),
    *("cautions", "power", "worthwhile", "least_ratio", "placebo_dates", "placebo_share"),
)
"""The columns of the frames of an analysis: a column of groups may not be called so."""


@dataclass(frozen=True)
class Panel:
    """Series, in order of group and month: rows of months, and one value a series.

    `groups` has a row a series (null where there is one series only); `months` are the labels as
    given; `first` and `length` say which rows are a series', `before` how many of its months come
    before the intervention, and `reasons` why it cannot be analysed (null where it can).
    """

    groups: pl.DataFrame | None
    months: pl.Series
    counts: FloatArray
    populations: FloatArray
    first: NDArray[np.intp]
    length: NDArray[np.intp]
    before: NDArray[np.intp]
    reasons: NDArray[np.object_]

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """Which series have no reason against them."""
        return np.array([reason is None for reason in self.reasons], dtype=bool)

    def shapes(self) -> Iterator[tuple[int, int, NDArray[np.intp]]]:
        """Months, months before, and which series: those that can be analysed, shape by shape."""
        fit = self.is_open
        for months, before in sorted(set(zip(self.length[fit], self.before[fit], strict=True))):
            alike = fit & (self.length == months) & (self.before == before)
            yield int(months), int(before), np.flatnonzero(alike)

    def rows_of(self, series: NDArray[np.intp], months: int) -> NDArray[np.intp]:
        """The positions of the rows of series of one length: (series, months)."""
        return np.asarray(self.first[series][:, None] + np.arange(months))


def read_panel(
    count: Column,
    population: Column | None,
    *,
    month: Column | None,
    after: int | date | Column,
    by: Groups | None,
    recipe: Recipe,
) -> Panel:
    """The series of the columns, one value a month and group; see `interrupted_series`.

    Raises ValueError for broken counts or populations, other lengths, and a month given twice.

    >>> from vrn.statistics.series.choosing import Recipe
    >>> panel = read_panel([1, 2, 3], None, month=None, after=2, by=None, recipe=Recipe())
    >>> panel.reasons.tolist()
    ['fewer than 12 months before the intervention']
    """
    read = read_columns(count=count, population=count if population is None else population)
    size = read["count"].size
    if not size:
        raise ValueError("a series has months; none are given")
    groups = None if by is None else read_groups(by, length=size, taken=OWN)
    names = [] if groups is None else groups.columns
    labels = _labels(month, groups, size)
    ends = _column("after", after, size)
    if labels.dtype.is_temporal() != ends.dtype.is_temporal():
        raise ValueError("`month` and `after` are both dates or both whole numbers")
    people = np.ones(size)
    if population is not None:
        people = read_populations("population", read["population"])
    rows = pl.DataFrame(
        {
            "__label": labels,
            "__month": _numbers(labels),
            "__after": _numbers(ends),
            "__count": read_counts("count", read["count"]),
            "__population": people,
        }
    )
    frame = rows if groups is None else pl.concat([groups, rows], how="horizontal")
    return _panel(frame.sort(*names, "__month"), names, recipe)


def _labels(month: Column | None, groups: pl.DataFrame | None, size: int) -> pl.Series:
    """The months as given; where they are not, 1, 2, 3 ... in the order of each group's rows."""
    if month is not None:
        return _column("month", month, size)
    if groups is None:
        return pl.Series(range(1, size + 1))
    number = pl.int_range(1, pl.len() + 1).over(groups.columns)
    return groups.select(number.alias("__label"))["__label"]


def _column(name: str, values: int | date | Column, size: int) -> pl.Series:
    """A column of whole numbers or dates; one value stands for all rows."""
    if isinstance(values, pl.Series | list | tuple | np.ndarray):
        column = pl.Series(values)
    else:
        column = pl.Series([values] * size)
    if column.len() != size:
        raise ValueError(
            f"columns must have one length: count has {size}, {name} has {column.len()}"
        )
    return column


def _numbers(labels: pl.Series) -> pl.Series:
    """Months as whole numbers that follow one another: dates by their month of the calendar."""
    if labels.null_count():
        raise ValueError(f"every row needs a month; {labels.null_count()} have none")
    if labels.dtype.is_temporal():
        return labels.dt.year().cast(pl.Int64) * 12 + labels.dt.month()
    numbers = labels.cast(pl.Int64)
    if not (numbers == labels).all():
        raise ValueError("months are whole numbers or dates")
    return numbers


def _panel(frame: pl.DataFrame, names: list[str], recipe: Recipe) -> Panel:
    is_new = frame.select(pl.struct(names).rle_id()).to_series().to_numpy() if names else 0
    series = np.broadcast_to(np.asarray(is_new, dtype=np.intp), (frame.height,))
    first = np.flatnonzero(np.diff(series, prepend=-1))
    length = np.diff(first, append=frame.height)
    month, after = (frame[name].to_numpy() for name in ("__month", "__after"))
    if not (after == np.repeat(after[first], length)).all():
        raise ValueError("`after` is one month for each series")
    step = np.diff(month, prepend=month[0] - 1)
    step[first] = 1
    if (step == 0).any():
        raise ValueError(f"a month is given twice in a series: {int((step == 0).sum())} rows are")
    panel = Panel(
        groups=frame[first].select(names) if names else None,
        months=frame["__label"],
        counts=frame["__count"].to_numpy(),
        populations=frame["__population"].to_numpy(),
        first=first,
        length=length,
        before=np.add.reduceat((month <= after).astype(np.intp), first),
        reasons=np.full(first.size, None, dtype=object),
    )
    return _with_reasons(panel, np.maximum.reduceat(step, first) > 1, recipe)


def _with_reasons(panel: Panel, has_gap: NDArray[np.bool_], recipe: Recipe) -> Panel:
    """The same panel, each series with the first reason that forbids its analysis."""
    place = np.arange(panel.counts.size) - np.repeat(panel.first, panel.length)
    is_before = place < np.repeat(panel.before, panel.length)
    events = np.add.reduceat(panel.counts, panel.first)
    events_before = np.add.reduceat(np.where(is_before, panel.counts, 0), panel.first)
    fewest = np.minimum(events_before, events - events_before)
    given = reasons(
        (MISSING_COUNT, np.isnan(events)),
        (MISSING_POPULATION, np.isnan(np.add.reduceat(panel.populations, panel.first))),
        (NO_POPULATION, np.minimum.reduceat(panel.populations, panel.first) == 0),
        (GAP, has_gap),
        (FEW_BEFORE.format(recipe.fewest_before), panel.before < recipe.fewest_before),
        (FEW_AFTER.format(recipe.fewest_after), panel.length - panel.before < recipe.fewest_after),
        (NO_EVENTS, events == 0),
        (FEW_EVENTS.format(recipe.fewest_events), fewest < recipe.fewest_events),
    )
    return replace(panel, reasons=np.array(given.to_list(), dtype=object))
