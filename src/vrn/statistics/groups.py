"""Sums within groups in one pass, the groups in order.

Rows that stand together in their group are added up first; only where a group comes back later, or
where hardly any stand together, are groups looked up by their codes. Large tables mostly lie in
order of their areas and years, and are then summed several times faster than by looking up.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from vrn.statistics.kinds import number_kinds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from vrn.statistics.limits import FloatArray

SHORTEST_RUN = 4
"""Rows that a run must hold on average for runs to be added up first."""
GLANCE, SELDOM = 10_000, 0.8
"""Texts that are looked at, and the share of them that may be of kinds of their own."""
_ROWS = "rows of a group"
FAR_APART = 4
"""Places that there may be for each row, were every area met in every year, to count by place."""


class Sums(NamedTuple):
    """The groups in order, how many rows each has, and each column summed: a value a group."""

    by: pl.DataFrame
    rows: FloatArray
    of: Mapping[str, FloatArray]


def sums_by_group(groups: pl.DataFrame | None, columns: Mapping[str, FloatArray]) -> Sums:
    """Each column summed within each group; NaN where a value within is NaN.

    `groups` has a row for each value; without it each row is a group of its own, and stays where it
    is. The order of the rows does not matter. No unit of its own, and raises nothing: lengths are
    checked before.

    >>> found = sums_by_group(
    ...     pl.DataFrame({"area": ["b", "a", "b"]}), {"count": np.array([1.0, 2.0, 4.0])}
    ... )
    >>> found.by["area"].to_list(), found.of["count"]
    (['a', 'b'], array([2., 5.]))
    """
    if groups is None:
        size = len(next(iter(columns.values())))
        return Sums(pl.DataFrame(height=size), np.ones(size), columns)
    starts = _starts_of_runs(groups)
    if starts.size * SHORTEST_RUN > groups.height:
        return _looked_up(groups, None, columns)
    rows = np.diff(starts, append=groups.height).astype(np.float64)
    groups = groups[starts]
    columns = {name: np.add.reduceat(each, starts) for name, each in columns.items()}
    if _increases(groups):
        return Sums(groups, rows, columns)
    return _looked_up(groups, rows, columns)


def _starts_of_runs(groups: pl.DataFrame) -> NDArray[np.intp]:
    """The positions of the rows whose group is not that of the row before."""
    changes = groups.select(
        pl.any_horizontal(pl.all().ne_missing(pl.all().shift())).alias("changes")
    ).to_series()
    begins = changes.to_numpy(writable=True)
    begins[:1] = True
    return np.flatnonzero(begins)


def _increases(groups: pl.DataFrame) -> bool:
    """Whether each row's group comes after that of the row before, so that none comes twice."""
    if not all(_is_plain(each) for each in groups.dtypes):
        return False
    after = pl.lit(value=False)
    for name in reversed(groups.columns):
        each = pl.col(name)
        after = (each > each.shift()) | ((each == each.shift()) & after)
    later = groups.select(after.alias("after")).to_series().slice(1)
    return bool(later.fill_null(value=False).all())


def _is_plain(dtype: pl.DataType) -> bool:
    """Whether values compare as they sort; the codes of a category may not."""
    return dtype == pl.String or dtype.is_numeric() or dtype.is_temporal()


def _looked_up(
    groups: pl.DataFrame, rows: FloatArray | None, columns: Mapping[str, FloatArray]
) -> Sums:
    """The same where a group's rows lie apart; `rows` are how many each row stands for, or one."""
    if groups.height and all(_is_numbered_fast(each) for each in groups):
        numbered = [number_kinds(each) for each in groups]
        sizes = tuple(kinds.len() for _, kinds in numbered)
        if math.prod(sizes) <= FAR_APART * groups.height:
            places = np.ravel_multi_index(tuple(codes for codes, _ in numbered), sizes)
            counts = np.bincount(places)
            here = np.flatnonzero(counts)
            held = zip(numbered, np.unravel_index(here, sizes), strict=True)
            by = pl.DataFrame([kinds.gather(each) for (_, kinds), each in held])
            weights = columns if rows is None else {**columns, _ROWS: rows}
            of = {name: _added_up(places, each)[here] for name, each in weights.items()}
            return Sums(by, of.pop(_ROWS, counts[here].astype(np.float64)), of)
    return _hashed(groups, np.ones(groups.height) if rows is None else rows, columns)


def _added_up(places: NDArray[np.intp], values: FloatArray) -> FloatArray:
    return np.asarray(np.bincount(places, weights=values), dtype=np.float64)


def _is_numbered_fast(series: pl.Series) -> bool:
    """Whether to number kinds is quicker than a hash: of whole numbers and texts that repeat."""
    if series.null_count():
        return False
    few = series.head(GLANCE)
    repeats = series.dtype == pl.String and few.n_unique() <= SELDOM * few.len()
    return repeats or series.dtype.is_integer()


def _hashed(groups: pl.DataFrame, rows: FloatArray, columns: Mapping[str, FloatArray]) -> Sums:
    """The same by a hash of the groups; names are put aside, for a group's may be a column's."""
    keys = [f"by {place}" for place in range(groups.width)]
    summed = {f"sum of {name}": each for name, each in columns.items()} | {"rows": rows}
    frame = groups.rename(dict(zip(groups.columns, keys, strict=True)))
    frame = frame.with_columns(pl.Series(name, each) for name, each in summed.items())
    found = frame.lazy().group_by(keys).agg(pl.exclude(keys).sum()).sort(keys).collect()
    by = found.select(keys).rename(dict(zip(keys, groups.columns, strict=True)))
    of = {name: found[f"sum of {name}"].to_numpy() for name in columns}
    return Sums(by, found["rows"].to_numpy(), of)
