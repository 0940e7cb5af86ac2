"""From pairs to persons: records that are linked, each person once, and no chain of weak links.

Joining whatever hangs together by links makes one person of many: A is like B, B like C, and A is
nothing like C. So where a connected part is not all links, it is put together from the strongest
link on, two groups at a time, and only while their pairs agree on average (average linkage).
"""

from __future__ import annotations

from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Weights = NDArray[np.float64]

NEVER = -1e6
"""The weight of a pair that may not be one person: no average makes up for it."""
NOT_PUT_TOGETHER = -4.0
"""The weight, in bits, of a pair that no rule put side by side: it shares next to nothing."""
EVEN = 0.0
"""Two groups are joined while their pairs, on average, are rather of one person than of two."""
_MOST, _LEAST = 12.0, -12.0
"""Beyond this many bits a pair counts no more: one pair shall not outvote all others."""
LARGEST = 1_500
"""A connected part of more profiles is parted by stronger links first."""


class Ruling(NamedTuple):
    """What people said of pairs of profiles: those that are the same, and those that are not."""

    same: Numbers
    different: Numbers


def no_ruling() -> Ruling:
    """Where nobody was asked."""
    nothing = np.empty((0, 2), dtype=np.int64)
    return Ruling(nothing, nothing)


def cluster(
    pairs: pl.DataFrame,
    numbers: Numbers,
    *,
    linked: float,
    ruling: Ruling | None = None,
) -> Numbers:
    """The cluster of each profile, numbered from 0 by the first profile in it.

    pairs     `one`, `other`, `weight` in bits and `probability`, every pair that was compared
    numbers   the NHS number of each profile as a number, -1 where there is none: no cluster holds
              two different ones
    linked    the probability from which on a pair is a link
    """
    ruling = ruling or no_ruling()
    least = log2(linked / (1 - linked))
    ones, others, weights = _ruled(pairs, numbers, ruling)
    labels = _parts(len(numbers), ones, others, weights >= least)
    members, inner = _suspicious(labels, ones, others, weights >= least)
    labels = labels.copy()
    free = len(numbers)
    for part, rows in zip(members, inner, strict=True):
        groups = _agglomerate(part, ones[rows], others[rows], weights[rows], numbers)
        labels[part] = free + groups
        free += len(part)
    return _numbered(labels)


def _ruled(
    pairs: pl.DataFrame, numbers: Numbers, ruling: Ruling
) -> tuple[Numbers, Numbers, Weights]:
    """Left and right profiles and the weight of each pair, with what people said put over it."""
    ones = pairs["one"].to_numpy().astype(np.int64)
    others = pairs["other"].to_numpy().astype(np.int64)
    weights = np.clip(pairs["weight"].to_numpy().astype(np.float64), _LEAST, _MOST)
    differ = (numbers[ones] >= 0) & (numbers[others] >= 0) & (numbers[ones] != numbers[others])
    weights[differ] = NEVER
    said = np.concatenate([ruling.same, ruling.different]).reshape(-1, 2)
    if not len(said):
        return ones, others, weights
    said = np.sort(said, axis=1)
    size = len(numbers)
    is_said = np.isin(ones * size + others, said[:, 0] * size + said[:, 1])
    of_said = np.concatenate(
        [np.full(len(ruling.same), -NEVER), np.full(len(ruling.different), NEVER)]
    )
    return (
        np.concatenate([ones[~is_said], said[:, 0]]),
        np.concatenate([others[~is_said], said[:, 1]]),
        np.concatenate([weights[~is_said], of_said]),
    )


def _parts(size: int, ones: Numbers, others: Numbers, is_link: NDArray[np.bool_]) -> Numbers:
    """The number of the connected part that each profile lies in."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    left, right = ones[is_link], others[is_link]
    links = coo_matrix((np.ones(len(left), dtype=np.int8), (left, right)), (size, size))
    found: Numbers = connected_components(links, directed=False)[1].astype(np.int64)
    return found


def _suspicious(
    labels: Numbers, ones: Numbers, others: Numbers, is_link: NDArray[np.bool_]
) -> tuple[list[Numbers], list[Numbers]]:
    """The parts of which not all pairs are links: their profiles, and the rows of their pairs."""
    count = int(labels.max()) + 1 if len(labels) else 0
    sizes = np.bincount(labels, minlength=count)
    links = np.bincount(labels[ones[is_link]], minlength=count)
    is_odd = (sizes > 2) & (links < sizes * (sizes - 1) // 2)
    within = np.flatnonzero((labels[ones] == labels[others]) & is_odd[labels[ones]])
    rows = within[np.argsort(labels[ones[within]], kind="stable")]
    held = np.flatnonzero(is_odd[labels])
    profiles = held[np.argsort(labels[held], kind="stable")]
    return list(_runs(profiles, labels[profiles])), list(_runs(rows, labels[ones[rows]]))


def _runs(values: Numbers, keys: Numbers) -> Iterator[Numbers]:
    """The values parted where the key changes."""
    if len(values):
        ends = [0, *(np.flatnonzero(np.diff(keys)) + 1), len(values)]
        for start, stop in pairwise(ends):
            yield values[start:stop]


def _agglomerate(
    part: Numbers,
    ones: Numbers,
    others: Numbers,
    weights: Weights,
    numbers: Numbers,
) -> Numbers:
    """The group of each profile of one part, by average linkage over the weights of its pairs."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    left, right = np.searchsorted(part, ones), np.searchsorted(part, others)
    if len(part) == 1:
        return np.zeros(1, dtype=np.int64)
    if len(part) > LARGEST:
        return _in_pieces(part, left, right, weights, numbers)
    matrix = np.full((len(part), len(part)), NOT_PUT_TOGETHER)
    of_part = numbers[part]
    known = of_part >= 0
    matrix[np.outer(known, known) & (of_part[:, None] != of_part[None, :])] = NEVER
    matrix[left, right] = weights
    matrix[right, left] = weights
    np.fill_diagonal(matrix, 0.0)
    # scipy joins what is near: a distance from nothing that falls as the weight rises.
    tree = linkage(squareform(-NEVER - matrix, checks=False), "average")
    found: Numbers = fcluster(tree, -NEVER - EVEN, "distance").astype(np.int64) - 1
    return found


def _in_pieces(
    part: Numbers, left: Numbers, right: Numbers, weights: Weights, numbers: Numbers
) -> Numbers:
    """The groups of a very large part: parted by stronger links, and each piece put together.

    A piece that even the strongest links leave too large stays whole.
    """
    pieces = _by_stronger_links(part, left, right, weights)
    found, free = np.zeros(len(part), dtype=np.int64), 0
    for piece in range(int(pieces.max()) + 1):
        members = np.flatnonzero(pieces == piece)
        rows = np.flatnonzero((pieces[left] == piece) & (pieces[right] == piece))
        groups = np.zeros(len(members), dtype=np.int64)
        if len(members) <= LARGEST:
            ends = part[left[rows]], part[right[rows]]
            groups = _agglomerate(part[members], *ends, weights[rows], numbers)
        found[members] = free + groups
        free += int(groups.max()) + 1
    return found


def _by_stronger_links(part: Numbers, left: Numbers, right: Numbers, weights: Weights) -> Numbers:
    """The connected parts of a very large part by links ever twice as sure, until they fit."""
    found, least = np.zeros(len(part), dtype=np.int64), EVEN
    while len(part) and np.bincount(found).max() > LARGEST and least < _MOST:
        least += 1.0
        found = _parts(len(part), left, right, weights >= least)
    return found


def _numbered(labels: Numbers) -> Numbers:
    """The same groups numbered from 0 by their first member."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    numbered: Numbers = rank[inverse]
    return numbered
