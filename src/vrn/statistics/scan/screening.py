"""The largest log likelihood ratio of all windows, exactly and without looking at each of them.

A replication is wanted for its largest ratio alone. With a fixed population the ratio of a circle
and a length depends on the count alone, so that only the largest count over the starts matters. And
as circles grow the counts of a window never fall: the count of the last circle of a block of
neighbouring steps, beside the events expected in the first, bounds the ratio of all of them. So the
sliding sums are made for the last circle of each block; a table of the count needed at each block
passes over those that cannot reach a level, comparing whole numbers and taking no logarithm; and
the few circles and lengths whose bound is above the best so far are looked at one by one. The
answer is the same as that of looking at every window, whatever the level and the blocks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vrn.statistics.scan.likelihood import edge_of_level, signed_counts_needed, strength
from vrn.statistics.scan.windows import HIGH, SIGNS, slide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import DTypeLike, NDArray

    from vrn.statistics.limits import FloatArray
    from vrn.statistics.scan.windows import Counts, Sliding, Windows
    from vrn.statistics.scan.zones import Zones

_BLOCK_WIDTH = 1.25
_MOST_SMALL = np.iinfo(np.int16).max


class Blocks(NamedTuple):
    """The blocks of steps for one length of window, a row a block and a column a centre.

    `last` is the last step of each; `expected` the events expected in its best circle at this
    length; `needed` the least signed count in its last circle with which it may reach each level.
    """

    length: int
    last: NDArray[np.intp]
    expected: FloatArray
    needed: tuple[Counts, ...]


@dataclass(frozen=True)
class Screen:
    """All that stays the same from replication to replication, for rates of one sign.

    `expected` are the events expected in a period in the circle of each step (rows) and centre
    (columns), infinite where there is none. `levels` go from high to 0.
    """

    zones: Zones
    expected: FloatArray
    lengths: tuple[int, ...]
    total: int
    periods: int
    sign: int
    least_count: int
    is_alive: bool
    levels: tuple[float, ...] = ()
    blocks: tuple[Blocks, ...] = ()

    def strength(self, signed: Counts, expected: FloatArray) -> FloatArray:
        """The ratio of signed counts, 0 where their rate is not of the sign looked for."""
        return strength(
            self.sign * signed.astype(np.float64),
            expected,
            total=self.total,
            sign=self.sign,
            least_count=self.least_count,
        )


def make_screens(
    zones: Zones, windows: Windows, *, population: float, total: int, periods: int
) -> tuple[Screen, ...]:
    """A screen for each sign of rates that is looked for, with the level 0 alone."""
    screens = (
        Screen(
            zones,
            zones.population / population * total / periods,
            windows.lengths(periods),
            total,
            periods,
            sign,
            windows.least_count,
            windows.is_alive,
        )
        for sign in SIGNS[windows.rates]
    )
    return tuple(at_level(screen, 0.0) for screen in screens)


def at_level(screen: Screen, level: float) -> Screen:
    """The same screen that first looks for windows that reach `level`, then for any."""
    levels = (level, 0.0) if level > 0 else (0.0,)
    edges = [edge_of_level(each, total=screen.total, sign=screen.sign) for each in levels]
    blocks = tuple(_lay_blocks(screen, length, edges) for length in screen.lengths)
    return replace(screen, levels=levels, blocks=blocks)


def _lay_blocks(screen: Screen, length: int, edges: list[FloatArray]) -> Blocks:
    firsts = _first_steps(screen, length)
    expected = length * np.minimum.reduceat(screen.expected, firsts)
    small = _count_type(1.1 * screen.total * max(screen.lengths) / screen.periods)
    needed = (
        signed_counts_needed(expected, each, sign=screen.sign, least_count=screen.least_count)
        for each in edges
    )
    clipped = tuple(np.minimum(each, np.iinfo(small).max).astype(small) for each in needed)
    return Blocks(length, np.append(firsts[1:], len(screen.expected)) - 1, expected, clipped)


def _first_steps(screen: Screen, length: int) -> NDArray[np.intp]:
    """Where blocks begin: as wide as chance alone lets a count of that size stray.

    A circle of k areas holds about e k events, which stray by sqrt(e k), as many as sqrt(k / e)
    areas hold; wider blocks are fewer, and more of them have to be looked into. Low rates, rarely
    asked for, would be bounded by the first circle rather than the last: each step is a block.
    """
    steps = len(screen.expected)
    if screen.sign != HIGH:
        return np.arange(steps)
    in_an_area = screen.total / screen.zones.area_count * length / screen.periods
    firsts = [0]
    while firsts[-1] < steps:
        before = firsts[-1] + 1
        width = int(_BLOCK_WIDTH * np.sqrt(before / in_an_area))
        firsts.append(firsts[-1] + min(max(1, width), before))
    return np.array(firsts[:-1])


def _count_type(most: float) -> DTypeLike:
    """The smallest integers that hold every count of a window: small ones are added faster."""
    return np.int16 if most <= _MOST_SMALL else np.int32


def largest_ratio(counts: Counts, screens: tuple[Screen, ...]) -> float:
    """The largest log likelihood ratio over all windows of all screens; 0 where there is none.

    `counts` has a row an area and a column a period.

    >>> from vrn.statistics.scan.windows import PURELY_SPATIAL
    >>> from vrn.statistics.scan.zones import nearest_zones
    >>> people = np.array([10.0, 10.0, 10.0])
    >>> zones = nearest_zones(np.array([0.0, 1.0, 5.0]), np.zeros(3), people, largest_share=0.5)
    >>> screens = make_screens(zones, PURELY_SPATIAL, population=30, total=24, periods=1)
    >>> round(largest_ratio(np.array([[14], [5], [5]]), screens), 4)
    3.1346
    """
    return max(_largest_of(counts, screen) for screen in screens)


def _largest_of(counts: Counts, screen: Screen) -> float:
    cumulated = cumulate(counts, screen)
    tops = _block_counts(cumulated, screen)
    found = (
        _best_of(cumulated, screen, _bounds(tops, screen, number))
        for number in range(len(screen.levels))
    )
    # A best below its level may have been passed over; the last level is 0 and always reached.
    return next(best for best, level in zip(found, screen.levels, strict=True) if best >= level)


def cumulate(counts: Counts, screen: Screen) -> Counts:
    """Signed events of each area before each period, and a last row of none.

    Of the smallest integers that hold the count of any window: these are the ones whose differences
    are right, even where the sums over all periods run over.
    """
    by_period = counts.sum(axis=0)
    before = np.concatenate([[0], np.cumsum(by_period)])
    length = max(screen.lengths)
    most = int((before[length:] - before[:-length]).max())
    cumulated = np.zeros((len(counts) + 1, counts.shape[1] + 1), dtype=_count_type(most))
    np.cumsum(screen.sign * counts, axis=1, out=cumulated[:-1, 1:])
    return cumulated


def _block_counts(cumulated: Counts, screen: Screen) -> list[Counts]:
    """For each length, the largest signed count of the last circle of each block, by centre."""
    tops = [np.empty(block.expected.shape, cumulated.dtype) for block in screen.blocks]
    at_step = _due_at(screen)
    centres = screen.zones.centres.size
    inside = np.zeros((centres, cumulated.shape[1]), cumulated.dtype)
    joining, by_period = np.empty_like(inside), np.empty(inside.T.shape, cumulated.dtype)
    sliding = _slide_all(by_period, screen, screen.lengths)
    for step, due in enumerate(at_step):
        # "clip" only spares NumPy a check of positions: they are all in range.
        np.take(cumulated, screen.zones.order[step], axis=0, out=joining, mode="clip")
        np.add(inside, joining, out=inside)
        if due:
            by_period[...] = inside.T
        for number, row in due:
            sliding[number].largest_counts(out=tops[number][row])
    return tops


def _slide_all(cumulated: Counts, screen: Screen, lengths: Sequence[int]) -> list[Sliding]:
    room = np.empty_like(cumulated)
    return [slide(cumulated, room, each, is_alive=screen.is_alive) for each in lengths]


def _due_at(screen: Screen) -> list[list[tuple[int, int]]]:
    """For each step, the lengths (by number) and rows of the blocks that end with it."""
    due: list[list[tuple[int, int]]] = [[] for _ in range(len(screen.expected))]
    for number, block in enumerate(screen.blocks):
        for row, step in enumerate(block.last.tolist()):
            due[step].append((number, row))
    return due


def _bounds(tops: list[Counts], screen: Screen, level: int) -> FloatArray:
    """A bound of the ratios of each length (rows) and centre (columns); 0 below the level."""
    bounds = np.zeros((len(screen.lengths), screen.zones.centres.size))
    for number, (top, block) in enumerate(zip(tops, screen.blocks, strict=True)):
        # Positions in the flattened arrays: NumPy finds these eight times as fast as pairs.
        found = np.flatnonzero(top >= block.needed[level])
        ratios = screen.strength(top.ravel()[found], block.expected.ravel()[found])
        np.maximum.at(bounds[number], found % bounds.shape[1], ratios)
    return bounds


def _best_of(cumulated: Counts, screen: Screen, bounds: FloatArray) -> float:
    """The largest ratio, looking only at centres and lengths whose bound is above the best."""
    highest = bounds.max(axis=0)
    best = 0.0
    for centre in np.argsort(-highest):
        if highest[centre] <= best:
            break
        numbers = np.flatnonzero(bounds[:, centre] > best)
        best = max(best, float(ratios_at(cumulated, screen, int(centre), numbers).max()))
    return best


def counts_at(cumulated: Counts, screen: Screen, centre: int) -> Counts:
    """Signed events before each period (rows) in the circle of each step (columns) of a centre."""
    joining = cumulated[screen.zones.order[:, centre]]
    return np.ascontiguousarray(np.cumsum(joining, axis=0, dtype=cumulated.dtype).T)


def ratios_at(
    cumulated: Counts, screen: Screen, centre: int, numbers: NDArray[np.intp]
) -> FloatArray:
    """The largest ratio for some of the lengths (rows) and each step (columns) of a centre."""
    inside = counts_at(cumulated, screen, centre)
    lengths = [screen.lengths[number] for number in numbers]
    most = np.array([each.largest_counts() for each in _slide_all(inside, screen, lengths)])
    return screen.strength(most, np.outer(lengths, screen.expected[:, centre]))
