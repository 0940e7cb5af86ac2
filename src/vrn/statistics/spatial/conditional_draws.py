"""How often a scatter of the other areas' values gives a lag as large, or as small, as seen.

An area keeps its value and the others' are scattered over the others (conditional permutation). Its
lag is then a weighted sum of k values drawn without replacement from the others, k being its
neighbours. One table of draws serves all areas: a row holds distinct areas and a spare. Area i with
k neighbours takes the first k of the row; where i itself is among them, the spare stands in. Any k
of the others are then equally likely, as they must be, and areas that have as many neighbours of
equal weight share one sorted list of sums.

Sources: L. Anselin, Local indicators of spatial association, Geographical Analysis 27 (1995)
(conditional permutation); that areas share a table is common practice, the spare makes it exact.

Limits: sharing draws leaves each p-value alone what it is, but the errors of simulation of areas
with as many neighbours go together. A draw that ties with what was seen counts on both sides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn.statistics.spatial.weights import lag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.random import Generator
    from numpy.typing import NDArray

    from vrn.statistics.limits import FloatArray
    from vrn.statistics.spatial.weights import IndexArray, Weights

TABLE_CELLS = 2**22
"""How many drawn areas are held at once: rows of the table come in blocks of about this size."""
SUM_CELLS = 2**19
"""How many sums with unequal weights are held at once: a block that stays near the processor."""
TIE = 1e-9
"""Sums tie within this share of (standard deviation times sum of weights): digits are rounded."""


class Tails(NamedTuple):
    """How many draws gave an area a lag at least, and at most, as large as the one seen."""

    at_least: IndexArray
    at_most: IndexArray


def tails(
    weights: Weights,
    deviations: FloatArray,
    *,
    permutations: int,
    rng: Generator,
    replacement: bool = False,
) -> Tails:
    """Counts of draws in both tails for each area; ties are in both; an island ties always.

    `deviations` are values less their mean, one an area, none missing. Equal generators give equal
    answers. With `replacement` a value may be drawn for several neighbours at once, as R's spdep
    draws: its p-values are a little larger, the more so the fewer areas there are. Raises
    ValueError unless `permutations` is at least 1.

    >>> from vrn.statistics.spatial.weights import contiguity
    >>> chain = contiguity([1, 2, 3], [1, 2], [2, 3])
    >>> found = tails(chain, np.array([-2, -1, 3.0]), permutations=99, rng=np.random.default_rng(1))
    >>> found.at_least.tolist()[1:], found.at_most.tolist()[1:]  # the second borders on all others
    ([99, 47], [99, 99])
    """
    if permutations < 1:
        raise ValueError(f"permutations must be a whole number of at least 1; got {permutations}")
    seen = _see(weights, deviations)
    found = Tails(np.zeros(weights.size, np.int64), np.zeros(weights.size, np.int64))
    width = int(seen.counts.max())
    drawing = _with_replacement if replacement else _without_replacement
    for draws in drawing(weights.size, width, permutations=permutations, rng=rng):
        _count_even(found, seen, deviations, draws)
        _count_uneven(found, seen, deviations, draws)
    return found


class _Seen(NamedTuple):
    """What each area shows: neighbours, whether their weights are equal, and the bounds of a tie.

    Where weights are equal, `low` and `high` bound the plain sum of the neighbours' values.
    """

    weights: Weights
    counts: IndexArray
    is_even: NDArray[np.bool_]
    low: FloatArray
    high: FloatArray


class _Draws(NamedTuple):
    """Areas drawn, a row a draw, and beside each the spare that stands in for an area itself."""

    areas: NDArray[np.int64]
    spares: NDArray[np.int64]


def _see(weights: Weights, deviations: FloatArray) -> _Seen:
    counts = weights.counts
    sums = lag(weights, np.ones(weights.size))
    mean = sums / np.maximum(counts, 1)
    off = np.abs(weights.weights - mean[weights.rows]) > TIE * mean[weights.rows]
    is_even = np.bincount(weights.rows, off, minlength=weights.size) == 0
    unit = np.where(is_even & (counts > 0), mean, 1.0)
    value = lag(weights, deviations) / unit
    slack = TIE * float(np.sqrt((deviations**2).mean())) * sums / unit
    return _Seen(weights, counts, is_even, value - slack, value + slack)


def _without_replacement(
    size: int, width: int, *, permutations: int, rng: Generator
) -> Iterator[_Draws]:
    """Rows of distinct areas, the first being the spare of all the others in its row."""
    # A row with a repeat is drawn anew where most rows have none; else whole orders are drawn.
    is_sparse = width * (width + 1) <= 2 * size
    for rows in _blocks(permutations, width + 1 if is_sparse else size):
        if is_sparse:
            table = _distinct_rows(size, (rows, width + 1), rng=rng)
        else:
            whole = np.broadcast_to(np.arange(size), (rows, size))
            table = rng.permuted(whole, axis=1)[:, : width + 1]
        yield _Draws(table[:, 1:], np.broadcast_to(table[:, :1], (rows, width)))


def _with_replacement(
    size: int, width: int, *, permutations: int, rng: Generator
) -> Iterator[_Draws]:
    """Rows of areas that may repeat, each with a spare that is any other area."""
    for rows in _blocks(permutations, 2 * width):
        areas = rng.integers(size, size=(rows, width))
        yield _Draws(areas, (areas + rng.integers(1, size, size=(rows, width))) % size)


def _blocks(permutations: int, width: int) -> Iterator[int]:
    """The heights of the blocks in which `permutations` rows of `width` cells are held."""
    height = max(TABLE_CELLS // max(width, 1), 1)
    for start in range(0, permutations, height):
        yield min(height, permutations - start)


def _distinct_rows(size: int, shape: tuple[int, int], *, rng: Generator) -> NDArray[np.int64]:
    table = rng.integers(size, size=shape)
    repeats = np.arange(shape[0])
    while True:
        ordered = np.sort(table[repeats], axis=1)
        repeats = repeats[(np.diff(ordered, axis=1) == 0).any(axis=1)]
        if not repeats.size:
            return table
        table[repeats] = rng.integers(size, size=(repeats.size, shape[1]))


def _count_even(found: Tails, seen: _Seen, deviations: FloatArray, draws: _Draws) -> None:
    """Adds the draws of areas whose neighbours count alike: one sorted list for each number."""
    rows = len(draws.areas)
    sums = np.cumsum(deviations[draws.areas], axis=1)
    for number in np.unique(seen.counts[seen.is_even]):
        areas = np.flatnonzero(seen.is_even & (seen.counts == number))
        drawn = np.sort(sums[:, number - 1]) if number else np.zeros(rows)
        found.at_least[areas] += rows - np.searchsorted(drawn, seen.low[areas])
        found.at_most[areas] += np.searchsorted(drawn, seen.high[areas], "right")
    _mend_even(found, seen, deviations, draws)


def _mend_even(found: Tails, seen: _Seen, deviations: FloatArray, draws: _Draws) -> None:
    """Puts spares into the sums in which an area was drawn as a neighbour of its own."""
    size = seen.counts.size
    place = np.arange(draws.areas.shape[1])
    row, column = np.nonzero(seen.is_even[draws.areas] & (place < seen.counts[draws.areas]))
    change = deviations[draws.spares[row, column]] - deviations[draws.areas[row, column]]
    # Drawn with replacement, an area may stand in its own row more than once.
    cell, inverse = np.unique(row * size + draws.areas[row, column], return_inverse=True)
    row, area = np.divmod(cell, size)
    values = np.cumsum(deviations[draws.areas], axis=1)
    before = values[row, seen.counts[area] - 1]
    after = before + np.bincount(inverse, change)
    low, high = seen.low[area], seen.high[area]
    for tail, is_in, was_in in (
        (found.at_least, after >= low, before >= low),
        (found.at_most, after <= high, before <= high),
    ):
        tail += np.bincount(area[is_in], minlength=size)  # noqa: PLW2901
        tail -= np.bincount(area[was_in], minlength=size)  # noqa: PLW2901


def _count_uneven(found: Tails, seen: _Seen, deviations: FloatArray, draws: _Draws) -> None:
    """Adds the draws of areas whose neighbours count unequally: a sum of its own for each."""
    height = max(SUM_CELLS // len(draws.areas), 1)
    for number in np.unique(seen.counts[~seen.is_even]):
        areas = np.flatnonzero(~seen.is_even & (seen.counts == number))
        first = _Draws(draws.areas[:, :number], draws.spares[:, :number])
        for start in range(0, areas.size, height):
            _count_block(found, seen, deviations, (areas[start : start + height], first))


def _count_block(
    found: Tails, seen: _Seen, deviations: FloatArray, block: tuple[IndexArray, _Draws]
) -> None:
    """Adds the draws of a block of areas that have as many neighbours."""
    areas, draws = block
    number = draws.areas.shape[1]
    each = seen.weights.weights[seen.weights.starts[areas][:, None] + np.arange(number)]
    values = deviations[draws.areas]
    sums = each @ values.T
    local = np.full(seen.counts.size, -1)
    local[areas] = np.arange(areas.size)
    row, column = np.nonzero(local[draws.areas] >= 0)
    at = local[draws.areas[row, column]]
    change = deviations[draws.spares[row, column]] - values[row, column]
    np.add.at(sums, (at, row), each[at, column] * change)
    found.at_least[areas] += np.count_nonzero(sums >= seen.low[areas, None], axis=1)
    found.at_most[areas] += np.count_nonzero(sums <= seen.high[areas, None], axis=1)
