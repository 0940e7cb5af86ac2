"""Neighbours by distance: all within a band, or the k nearest.

Sources: A. Getis and J. K. Ord, The analysis of spatial association by use of distance statistics,
Geographical Analysis 24 (1992) (bands); L. Anselin, Spatial Econometrics (Kluwer, 1988), chapter 3
(k nearest neighbours).

Limits: coordinates are on a plane, in one unit (metres of a national grid, say); degrees of
longitude and latitude are not distances. An area is its one point, wherever its people live.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from vrn.statistics.answers import read_columns
from vrn.statistics.spatial.weights import Weights, contiguity, read_areas, weighted_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.statistics.answers import Column
    from vrn.statistics.limits import FloatArray

SLACK = 1e-9
"""Distances are equal when they differ by less than this share: coordinates are rounded."""


def within_distance(areas: Column, x: Column, y: Column, *, largest: float) -> Weights:
    """Binary weights: neighbours lie at most `largest` away (end in), by straight distance.

    `x`, `y` and `largest` are in one unit. An area with none in the band is an island. Raises
    ValueError for an unknown or infinite coordinate, other lengths, and a distance not above 0.

    >>> within_distance(["a", "b", "c"], [0, 3, 9], [0, 4, 0], largest=5).counts
    array([1, 1, 0])
    """
    if not (np.isfinite(largest) and largest > 0):
        raise ValueError(f"the largest distance must be a number above 0; got {largest:g}")
    from scipy.spatial import cKDTree

    points = _read_points(x, y)
    pairs = cKDTree(points).query_pairs(largest * (1 + SLACK), output_type="ndarray")
    ids = np.arange(len(points))
    numbered = contiguity(ids, ids[pairs[:, 0]], ids[pairs[:, 1]])
    return _named(areas, numbered)


def nearest(areas: Column, x: Column, y: Column, *, k: int) -> Weights:
    """Binary weights: the `k` nearest other areas of each, by straight distance.

    Not mutual: a may be among the nearest of b and b not among those of a. Of areas at the same
    distance the one with the smaller x, then the smaller y, then the earlier place is taken, so
    that the order of the input matters only for areas on one spot. Raises ValueError for an
    unknown or infinite coordinate, other lengths, and a `k` that is not from 1 to areas - 1.

    >>> nearest(["a", "b", "c"], [0, 1, 5], [0, 0, 0], k=1).neighbours
    array([1, 0, 1])
    """
    points = _read_points(x, y)
    if not 1 <= k < len(points):
        raise ValueError(f"k must be from 1 to one less than the {len(points)} areas; got {k}")
    left, right = _candidates(points, k)
    gaps = np.hypot(*(points[left] - points[right]).T)
    # Rounded to a share of the map, so that equal distances tie although their digits differ.
    gaps = np.round(gaps / max(np.ptp(points, axis=0).max() * SLACK, np.finfo(float).tiny))
    order = np.lexsort((right, points[right, 1], points[right, 0], gaps, left))
    left, right = left[order], right[order]
    firsts = np.searchsorted(left, np.arange(len(points)))
    taken = np.arange(left.size) - firsts[left] < k
    ids = np.arange(len(points))
    pairs = (ids[left[taken]], ids[right[taken]])
    return _named(areas, weighted_pairs(ids, *pairs, weight=np.ones(pairs[0].size)))


def _candidates(points: FloatArray, k: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of each area with all others that are no farther than its k-th nearest."""
    from scipy.spatial import cKDTree

    tree = cKDTree(points)
    reach = tree.query(points, k=[k + 1])[0][:, 0]
    # The slack also takes in those that tie with the k-th, of which the wanted one is chosen later.
    slack = np.ptp(points, axis=0).max() * SLACK
    lists = tree.query_ball_point(points, reach + slack)
    left = np.repeat(np.arange(len(points)), [len(each) for each in lists])
    right = np.concatenate([np.asarray(each, dtype=np.int64) for each in lists])
    other = left != right
    return left[other], right[other]


def _read_points(x: Column, y: Column) -> FloatArray:
    columns = read_columns(x=x, y=y)
    for name, values in columns.items():
        wrong = np.flatnonzero(~np.isfinite(values))
        if wrong.size:
            raise ValueError(
                f"{name} must be a finite number for each area; got {values[wrong[0]]:g} at "
                f"position {wrong[0]} ({wrong.size} of {values.size} values are wrong)"
            )
    return np.column_stack(tuple(columns.values()))


def _named(areas: Column, numbered: Weights) -> Weights:
    """The weights of numbered areas under the names of the caller."""
    named = read_areas(areas)
    if named.len() != numbered.size:
        raise ValueError(f"there are {named.len()} areas and {numbered.size} points: one each")
    return replace(numbered, areas=named)
