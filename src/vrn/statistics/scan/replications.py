"""What chance alone does: the largest ratio of each replication of the events under no clusters.

Given the total, each event falls in an area by its share of the population and in any period alike.
Replication i draws from a stream of its own, made from the seed and i: the answer is the same
whoever does which replication, on one processor or on several.

Sources: M. Dwass, Modified randomization tests for nonparametric hypotheses, Annals of Mathematical
Statistics 28 (1957) (p-values by rank); J. Besag and P. Clifford, Sequential Monte Carlo p-values,
Biometrika 78 (1991) (stopping at a number of exceedances).
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor, wait
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from vrn.statistics.scan.screening import at_level, largest_ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from vrn.statistics.limits import FloatArray
    from vrn.statistics.scan.screening import Screen
    from vrn.statistics.scan.windows import Counts

Seed: TypeAlias = tuple[int, ...]

_PILOTS = 5
_BELOW_PILOTS = 0.85
_AT_ONCE = 8
_SECONDS_BETWEEN_LOOKS = 0.1
_FEW_PER_CELL = 8
ALIKE = 1e-9


class Sequential(NamedTuple):
    """Replications that end early: once `exceedances` of them reach the strongest cluster's ratio.

    At most `most` are done. Where the strongest cluster is plainly chance this takes few.
    """

    most: int = 999
    exceedances: int = 10


class Null(NamedTuple):
    """How the events fall under no clusters, and the screens that look for the largest ratio."""

    chances: FloatArray
    total: int
    periods: int
    seed: Seed
    screens: tuple[Screen, ...]

    def largest(self, number: int) -> float:
        """The largest ratio of the replication of this number, counted from 0."""
        rng = np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=(number,)))
        return largest_ratio(self.draw(rng), self.screens)

    def draw(self, rng: np.random.Generator) -> Counts:
        """Events by area and period: a multinomial draw of the total."""
        by_area = rng.multinomial(self.total, self.chances)
        if self.total > _FEW_PER_CELL * by_area.size * self.periods:
            drawn: Counts = rng.multinomial(by_area, np.full(self.periods, 1 / self.periods))
            return drawn
        # A period for each event is drawn five times as fast as a count for each cell of few.
        first = np.repeat(np.arange(by_area.size) * self.periods, by_area)
        cells = first + rng.integers(0, self.periods, self.total)
        table = np.bincount(cells, minlength=by_area.size * self.periods)
        return table.reshape(by_area.size, self.periods)


def draw_seed(rng: np.random.Generator) -> Seed:
    """Four whole numbers from which the stream of each replication is made."""
    return tuple(int(each) for each in rng.integers(0, 2**32, size=4))


def null_maxima(
    null: Null,
    *,
    strongest: float,
    plan: Sequential,
    workers: int,
    progress: Callable[[int, int], None] | None,
    should_stop: Callable[[], bool] | None,
) -> FloatArray:
    """The largest ratio of each replication done, in order of their numbers.

    Ends after `plan.most` of them, once `plan.exceedances` reach `strongest` (0 for never), or as
    soon as `should_stop()` is true.
    """
    stops = should_stop or _never
    maxima: list[float] = []
    exceedances = 0
    stream = _stream(null, most=plan.most, workers=workers, stops=stops)
    try:
        for largest in stream:
            maxima.append(largest)
            exceedances += largest >= strongest - ALIKE
            if progress is not None:
                progress(len(maxima), plan.most)
            if plan.exceedances and exceedances == plan.exceedances:
                break
    finally:
        stream.close()
    return np.array(maxima)


def _stream(
    null: Null, *, most: int, workers: int, stops: Callable[[], bool]
) -> Generator[float, None, None]:
    """The maxima in order; a few pilots set the level at which the others begin to look."""
    pilots = []
    for number in range(min(_PILOTS, most)):
        if stops():
            return
        pilots.append(null.largest(number))
        yield pilots[-1]
    if most <= _PILOTS:
        return
    level = _BELOW_PILOTS * min(pilots)
    ready = null._replace(screens=tuple(at_level(each, level) for each in null.screens))
    if workers == 1:
        yield from _here(ready, most, stops)
    else:
        yield from _elsewhere(ready, most, workers, stops)


def _here(null: Null, most: int, stops: Callable[[], bool]) -> Iterator[float]:
    for number in range(_PILOTS, most):
        if stops():
            return
        yield null.largest(number)


def _elsewhere(null: Null, most: int, workers: int, stops: Callable[[], bool]) -> Iterator[float]:
    """As `_here`, by processes that are gone when this ends, however it ends.

    Processes rather than threads: the steps are too short for threads to run side by side.
    """
    rounds = deque(
        range(first, min(first + _AT_ONCE, most)) for first in range(_PILOTS, most, _AT_ONCE)
    )
    begun: deque[Future[list[float]]] = deque()
    pool = ProcessPoolExecutor(
        workers, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(null,)
    )
    try:
        while rounds or begun:
            while rounds and len(begun) < 2 * workers:
                begun.append(pool.submit(_do, rounds.popleft()))
            while not wait(list(begun)[:1], timeout=_SECONDS_BETWEEN_LOOKS).done:
                if stops():
                    return
            for largest in begun.popleft().result():
                if stops():
                    return
                yield largest
    finally:
        pool.shutdown(cancel_futures=True)


_held: list[Null] = []
"""In a worker's process: what its replications share, sent once."""


def _begin(null: Null) -> None:
    """Sets a worker up. An interruption is the main process's to handle: it ends the workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _held[:] = [null]


def _do(numbers: range) -> list[float]:
    return [_held[0].largest(number) for number in numbers]


def _never() -> bool:
    return False


def p_values(ratios: FloatArray, maxima: FloatArray, *, exceedances: int = 0) -> FloatArray:
    """The p-value of each ratio among the maxima of replications, by rank.

    (1 + the number of maxima at least as large) / (1 + their number). With `exceedances` h, where h
    maxima reach a ratio the p-value is h / (the number of replications up to the h-th of them).
    NaN where no replication was done.

    >>> p_values(np.array([5.0, 2.0]), np.array([1.0, 3.0, 2.0, 4.0]))
    array([0.2, 0.8])
    >>> p_values(np.array([5.0, 2.0]), np.array([1.0, 3.0, 2.0, 4.0]), exceedances=1)
    array([0.2, 0.5])
    """
    if not maxima.size:
        return np.full(ratios.shape, np.nan)
    reached = maxima[None, :] >= ratios[:, None] - ALIKE
    sums = reached.cumsum(axis=1)
    by_rank: FloatArray = (1 + sums[:, -1]) / (1 + maxima.size)
    if not exceedances:
        return by_rank
    until = 1 + np.argmax(sums == exceedances, axis=1)
    return np.where(sums[:, -1] >= exceedances, exceedances / until, by_rank)
