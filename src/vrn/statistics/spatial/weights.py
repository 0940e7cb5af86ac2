"""Which areas are neighbours and how much each counts: the weights of every method on areas.

Sources: A. D. Cliff and J. K. Ord, Spatial Processes: Models and Applications (Pion, 1981), chapter
1 (binary and row-standardised weights, and the sums S0, S1 and S2 of a matrix of weights).

Limits: an answer is about these neighbours and no others. Contiguity makes a large rural area and a
small urban one alike; a distance band leaves remote areas without a neighbour. Say which was used.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vrn.statistics.answers import read_columns
from vrn.statistics.limits import check_finite

if TYPE_CHECKING:
    from vrn.statistics.answers import Column
    from vrn.statistics.limits import FloatArray

IndexArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Weights:
    """The neighbours of each area, as compressed rows; made by the functions of this package.

    `areas` are the ids, one each. The neighbours of area number i are `neighbours[starts[i] :
    starts[i + 1]]` (positions in `areas`), and `weights` beside them count each; the weights are
    above 0 and no area is its own neighbour.

    >>> chain = contiguity(["a", "b", "c"], ["a", "b"], ["b", "c"])
    >>> chain.counts, chain.weights
    (array([1, 2, 1]), array([1., 1., 1., 1.]))
    """

    areas: pl.Series
    starts: IndexArray
    neighbours: IndexArray
    weights: FloatArray
    is_row_standardised: bool = False

    @property
    def size(self) -> int:
        """How many areas there are."""
        return self.areas.len()

    @property
    def counts(self) -> IndexArray:
        """How many neighbours each area has; 0 for an island."""
        return np.diff(self.starts)

    @property
    def rows(self) -> IndexArray:
        """The area that each of `neighbours` is a neighbour of, as a position."""
        return np.repeat(np.arange(self.size), self.counts)


class Totals(NamedTuple):
    """Sums of a matrix of weights w (Cliff and Ord): what moments of global statistics need.

    s0 is the sum of w_ij; s1 is half the sum of (w_ij + w_ji)^2; s2 is the sum over areas of
    (row sum + column sum)^2.
    """

    s0: float
    s1: float
    s2: float


def contiguity(areas: Column, i: Column, j: Column) -> Weights:
    """Binary weights from pairs of areas that touch: 1 for neighbours, 0 for all others.

    `areas` names each area once; `i` and `j` name the two areas of a pair. Touching is mutual, so a
    pair may be listed once or both ways, and repeats count once. An area in no pair is an island:
    it stays, with a reason in place of its values. Raises ValueError for an area named twice, a
    pair with an unknown area, and an area paired with itself.

    >>> contiguity(["a", "b", "c"], ["a"], ["b"]).counts
    array([1, 1, 0])
    """
    ids = read_areas(areas)
    left, right = _positions(ids, i, name="i"), _positions(ids, j, name="j")
    _check_pairs(ids, left, right)
    both = np.unique(np.concatenate((left * ids.len() + right, right * ids.len() + left)))
    left, right = np.divmod(both, max(ids.len(), 1))
    return _compressed(ids, left, right, np.ones(both.size))


def weighted_pairs(areas: Column, i: Column, j: Column, *, weight: Column) -> Weights:
    """Weights of any kind: `weight` says how much area `j` counts for area `i`, one way only.

    Give both (i, j) and (j, i) where it goes both ways; the two may differ. Raises ValueError for a
    weight that is not above 0 and finite, a pair listed twice, an area named twice, an unknown
    area, and an area paired with itself.

    >>> weighted_pairs(["a", "b"], ["a", "b"], ["b", "a"], weight=[0.5, 2]).weights
    array([0.5, 2. ])
    """
    ids = read_areas(areas)
    left, right = _positions(ids, i, name="i"), _positions(ids, j, name="j")
    _check_pairs(ids, left, right)
    values = read_columns(weight=weight)["weight"]
    if values.size != left.size:
        raise ValueError(f"there are {left.size} pairs and {values.size} weights: one each, please")
    wrong = np.flatnonzero(~(np.isfinite(values) & (values > 0)))
    if wrong.size:
        raise ValueError(
            f"a weight must be a finite number above 0; got {values[wrong[0]]:g} at position "
            f"{wrong[0]} ({wrong.size} of {values.size} weights are wrong)"
        )
    order = np.lexsort((right, left))
    twice = (np.diff(left[order]) == 0) & (np.diff(right[order]) == 0)
    if twice.any():
        first = order[1:][twice][0]
        raise ValueError(f"the pair {ids[int(left[first])]}, {ids[int(right[first])]} stands twice")
    return _compressed(ids, left[order], right[order], values[order])


def row_standardised(weights: Weights) -> Weights:
    """The same neighbours with each area's weights divided by their sum: a lag is then a mean.

    Islands keep their empty row, and weights that are standardised already come back as they are.
    Raises nothing: weights were checked when they were made.

    >>> chain = contiguity(["a", "b", "c"], ["a", "b"], ["b", "c"])
    >>> row_standardised(chain).weights
    array([1. , 0.5, 0.5, 1. ])
    """
    if weights.is_row_standardised:
        return weights
    sums = lag(weights, np.ones(weights.size))
    divided = weights.weights / np.repeat(sums, weights.counts)
    return replace(weights, weights=divided, is_row_standardised=True)


def lag(weights: Weights, values: FloatArray) -> FloatArray:
    """For each area the sum of weight times value over its neighbours (0 for an island).

    `values` has one number an area, in the order of `weights.areas`. Raises ValueError for another
    length.

    >>> lag(contiguity(["a", "b", "c"], ["a", "b"], ["b", "c"]), np.array([1.0, 2.0, 4.0]))
    array([2., 5., 2.])
    """
    if values.shape != (weights.size,):
        raise ValueError(f"there are {weights.size} areas and {values.size} values: one each")
    terms = weights.weights * values[weights.neighbours]
    # Of no pair at all, the counts would be whole numbers.
    return np.bincount(weights.rows, terms, minlength=weights.size).astype(np.float64)


def totals(weights: Weights) -> Totals:
    """The sums S0, S1 and S2 of the weights.

    >>> totals(contiguity(["a", "b", "c"], ["a", "b"], ["b", "c"]))
    Totals(s0=4.0, s1=8.0, s2=24.0)
    """
    rows, columns, size = weights.rows, weights.neighbours, weights.size
    forth, back = rows * size + columns, columns * size + rows
    # Pairs are in order of row and column, so that the way back is found by bisection.
    at = np.minimum(np.searchsorted(forth, back), max(forth.size - 1, 0))
    mirrored = np.where(forth[at] == back, weights.weights[at], 0.0)
    row_sums = np.bincount(rows, weights.weights, minlength=size)
    column_sums = np.bincount(columns, weights.weights, minlength=size)
    return Totals(
        float(weights.weights.sum()),
        # Half of (w_ij + w_ji)^2 over both of a pair is w_ij^2 + w_ij w_ji over each listed one.
        float((weights.weights**2 + weights.weights * mirrored).sum()),
        float(((row_sums + column_sums) ** 2).sum()),
    )


def restrict(weights: Weights, kept: NDArray[np.bool_]) -> Weights:
    """The weights among the areas that are kept; standardised rows are standardised again.

    >>> chain = contiguity(["a", "b", "c"], ["a", "b"], ["b", "c"])
    >>> restrict(chain, np.array([True, True, False])).counts
    array([1, 1])
    """
    if kept.all():
        return weights
    number = np.cumsum(kept) - 1
    rows, columns = weights.rows, weights.neighbours
    stays = kept[rows] & kept[columns]
    restricted = _compressed(
        weights.areas.filter(pl.Series(kept)),
        number[rows[stays]],
        number[columns[stays]],
        weights.weights[stays],
    )
    return row_standardised(restricted) if weights.is_row_standardised else restricted


def read_values(values: Column, weights: Weights, *, by: Column | None, name: str) -> FloatArray:
    """One value an area in the order of `weights.areas`, null as NaN.

    `by` names the area of each value; without it the values stand in the order of the weights.
    Raises ValueError for another length, an infinite value, and areas in `by` that are not exactly
    those of the weights.
    """
    found = read_columns(**{name: values})[name]
    check_finite(name, found)
    if found.size != weights.size:
        raise ValueError(f"the weights have {weights.size} areas, and {name} {found.size} values")
    if by is None:
        return found
    positions = _positions(weights.areas, by, name="by")
    if positions.size != found.size or np.unique(positions).size != found.size:
        raise ValueError("by must name each area of the weights once")
    placed = np.empty_like(found)
    placed[positions] = found
    return placed


def read_areas(areas: Column) -> pl.Series:
    """The ids of areas; raises ValueError for one that is missing or stands more than once.

    >>> read_areas(["a", "b"]).to_list()
    ['a', 'b']
    """
    ids = _series(areas)
    if ids.null_count():
        raise ValueError(f"every area needs a name; {ids.null_count()} have none")
    if ids.n_unique() < ids.len():
        first = ids.filter(ids.is_duplicated())[0]
        raise ValueError(f"areas must be named once each; {first} stands more than once")
    return ids


def _series(ids: Column) -> pl.Series:
    values = ids if isinstance(ids, pl.Series) else pl.Series(np.atleast_1d(np.asarray(ids)))
    return values.alias("area")


def _positions(areas: pl.Series, ids: Column, *, name: str) -> IndexArray:
    """The position in `areas` of each id."""
    asked = _series(ids).cast(areas.dtype)
    numbered = pl.DataFrame({"area": areas, "position": np.arange(areas.len())})
    found = asked.to_frame().join(numbered, on="area", how="left", maintain_order="left")
    unknown = found.filter(pl.col("position").is_null())
    if unknown.height:
        raise ValueError(
            f"{name} names an area that is not among the areas: {unknown['area'][0]} "
            f"({unknown.height} of {found.height} are unknown)"
        )
    return found["position"].to_numpy()


def _check_pairs(areas: pl.Series, left: IndexArray, right: IndexArray) -> None:
    if left.size != right.size:
        raise ValueError(f"i has {left.size} areas and j {right.size}: a pair needs both")
    own = np.flatnonzero(left == right)
    if own.size:
        raise ValueError(
            f"an area is not its own neighbour: {areas[int(left[own[0]])]} is paired with itself"
        )


def _compressed(
    areas: pl.Series, left: IndexArray, right: IndexArray, values: FloatArray
) -> Weights:
    """Weights from pairs in order of their first area and then of their second."""
    starts = np.zeros(areas.len() + 1, dtype=np.int64)
    np.cumsum(np.bincount(left, minlength=areas.len()), out=starts[1:])
    return Weights(areas, starts, right, values)
