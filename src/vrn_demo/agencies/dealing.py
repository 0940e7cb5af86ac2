"""Draws by quota: labels that come to the planted shares exactly, whatever the seed.

Small groups would miss a target by chance if each member were drawn alone; dealing out a fixed
number of each label leaves only who gets which to chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence


def apportion(total: int, weights: Sequence[float] | np.ndarray) -> np.ndarray:
    """`total` parted in whole numbers by the weights; the largest remainders are rounded up.

    >>> apportion(10, [1, 1, 1]).tolist()
    [4, 3, 3]
    """
    weight = np.asarray(weights, dtype=float)
    if weight.min() < 0 or weight.sum() <= 0:
        raise ValueError("weights are at least 0 and not all 0")
    exact = total * weight / weight.sum()
    parts = np.floor(exact).astype(int)
    left = total - int(parts.sum())
    parts[np.argsort(parts - exact, kind="stable")[:left]] += 1
    return parts


def deal(rng: np.random.Generator, count: int, weights: Sequence[float] | np.ndarray) -> np.ndarray:
    """`count` labels 0, 1, 2 ... in a random order, each as often as its weight says."""
    parts = apportion(count, weights)
    return rng.permutation(np.repeat(np.arange(len(parts)), parts))


def deal_within(rng: np.random.Generator, groups: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """A label for each member, dealt inside its group: `weights` has one row for each group."""
    dealt = np.zeros(len(groups), dtype=int)
    order = np.argsort(groups, kind="stable")
    sizes = np.bincount(groups, minlength=len(weights))
    start = 0
    for group, size in enumerate(sizes):
        if size:
            dealt[order[start : start + size]] = deal(rng, int(size), weights[group])
        start += size
    return dealt


def pick(rng: np.random.Generator, weights: np.ndarray, count: int) -> np.ndarray:
    """Which members are picked: exactly `count`, the heavier ones the likelier; never weight 0."""
    able = int((weights > 0).sum())
    if count > able:
        raise ValueError(f"{count} cannot be picked from {able}")
    # the exponential trick of weighted sampling without replacement
    keys = np.full(len(weights), np.inf)
    inside = weights > 0
    keys[inside] = rng.exponential(size=able) / weights[inside]
    picked = np.zeros(len(weights), dtype=bool)
    picked[np.argpartition(keys, count - 1)[:count] if count else []] = True
    return picked


def fit_margins(start: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """The table nearest to `start` whose rows and columns have these sums (fitting by turns).

    A cell that starts at 0 stays 0. Raises ValueError where the zeros leave no such table.
    """
    table = np.asarray(start, dtype=float).copy()
    for _ in range(500):
        table *= _ratio(rows, table.sum(axis=1))[:, None]
        table *= _ratio(columns, table.sum(axis=0))
        if np.allclose(table.sum(axis=1), rows, rtol=1e-4, atol=0.5):
            return table
    raise ValueError("no table has these row and column sums with these cells empty")


def _ratio(wanted: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Wanted over found, 0 where nothing is found."""
    return np.divide(wanted, found, out=np.zeros(len(found)), where=found > 0)
