"""Replications by one process and by several: how many, which, how far ahead, and how they end."""

from __future__ import annotations

import multiprocessing
import signal
from concurrent.futures import Future
from typing import ClassVar, NamedTuple

import numpy as np
import pytest

from vrn.statistics.scan import PURELY_SPATIAL, Sequential, kulldorff_scan, replications
from vrn.statistics.scan.replications import Null, null_maxima


class Numbered(Null):
    """In place of a draw, the number of a replication is its largest ratio."""

    def largest(self, number: int) -> float:
        return float(number)


NUMBERED = Numbered(np.array([0.5, 0.5]), 3, 1, (1, 2, 3, 4), ())


def draw(
    most: int,
    *,
    workers: int = 1,
    exceedances: int = 0,
    strongest: float = 1e9,
    progress=None,
    should_stop=None,
) -> list[float]:
    return null_maxima(
        NUMBERED,
        strongest=strongest,
        plan=Sequential(most, exceedances),
        workers=workers,
        progress=progress,
        should_stop=should_stop,
    ).tolist()


class Done(NamedTuple):
    done: list[Future]


class Pool:
    """Does at once and in this process what it is given to do, and keeps what was asked of it."""

    asked: ClassVar[list] = []
    begun: ClassVar[list[range]] = []

    def __init__(self, workers, context, *, initializer, initargs) -> None:
        self.asked.append((workers, context.get_start_method()))
        initializer(*initargs)

    def submit(self, work, numbers: range) -> Future:
        self.begun.append(numbers)
        future: Future = Future()
        future.set_result(work(numbers))
        return future

    def shutdown(self, *, cancel_futures: bool) -> None:
        self.asked.append(cancel_futures)


@pytest.fixture
def waited(monkeypatch) -> list[tuple[int, float, int]]:
    """How many are waited for at each look, for how long, and how many rounds are begun by then."""
    seen: list[tuple[int, float, int]] = []

    def wait(futures, *, timeout: float) -> Done:
        seen.append((len(futures), timeout, len(Pool.begun)))
        return Done(futures)

    monkeypatch.setattr(replications, "ProcessPoolExecutor", Pool)
    monkeypatch.setattr(replications, "wait", wait)
    monkeypatch.setattr(replications, "_held", [])
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    Pool.asked.clear()
    Pool.begun.clear()
    return seen


def test_two_rounds_a_worker_are_begun_ahead(waited) -> None:
    assert draw(60, workers=2) == list(range(60))
    # Five pilots, then eight at a time: seven rounds, four of them begun before the first is taken.
    assert [(each.start, each.stop) for each in Pool.begun] == [
        *((first, first + 8) for first in range(5, 53, 8)),
        (53, 60),
    ]
    assert [begun for _, _, begun in waited] == [4, 5, 6, 7, 7, 7, 7]
    assert {(many, seconds) for many, seconds, _ in waited} == {(1, 0.1)}
    assert Pool.asked == [(2, "spawn"), True]


def test_looks_go_on_until_the_first_round_is_done(waited, monkeypatch) -> None:
    looks = iter([[], [], [1]])
    monkeypatch.setattr(replications, "wait", lambda *_, timeout: Done(next(looks)))
    stops: list[int] = []

    def should_stop() -> bool:
        stops.append(1)
        return False

    assert draw(13, workers=2, should_stop=should_stop) == list(range(13))
    # Before each of five pilots, at two looks in vain, and before each of eight others.
    assert len(stops) == 15


def test_one_worker_begins_no_process(monkeypatch) -> None:
    monkeypatch.setattr(replications, "ProcessPoolExecutor", None)
    assert draw(14) == list(range(14))
    with pytest.raises(TypeError):
        draw(14, workers=2)


@pytest.mark.parametrize("most", [0, 3, 5])
@pytest.mark.parametrize("workers", [1, 2])
def test_few_replications_are_pilots_alone(most: int, workers: int) -> None:
    assert draw(most, workers=workers) == list(range(most))
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("after", [0, 3, 9])
def test_replications_that_are_stopped_are_those_done_so_far(workers: int, after: int) -> None:
    seen: list[tuple[int, int]] = []
    found = draw(
        5000,
        workers=workers,
        progress=lambda *at: seen.append(at),
        should_stop=lambda: len(seen) >= after,
    )
    assert found == list(range(after))
    assert seen == [(done, 5000) for done in range(1, after + 1)]
    assert multiprocessing.active_children() == []


def test_a_stop_is_heeded_while_replications_are_awaited(monkeypatch) -> None:
    monkeypatch.setattr(replications, "_SECONDS_BETWEEN_LOOKS", 0.0)
    asked: list[int] = []

    def should_stop() -> bool:
        # Five pilots are asked before; the workers have not even begun when the sixth look comes.
        asked.append(1)
        return len(asked) > 5

    assert draw(500, workers=2, should_stop=should_stop) == [0, 1, 2, 3, 4]
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interruption_leaves_no_process_behind(workers: int) -> None:
    def interrupt(done: int, _asked: int) -> None:
        if done == 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        draw(500, workers=workers, progress=interrupt)
    assert multiprocessing.active_children() == []


def test_a_worker_leaves_interruptions_to_the_main_process(monkeypatch) -> None:
    heard = []
    monkeypatch.setattr(signal, "signal", lambda *what: heard.append(what))
    monkeypatch.setattr(replications, "_held", [])
    replications._begin(NUMBERED)
    assert heard == [(signal.SIGINT, signal.SIG_IGN)]
    assert replications._do(range(2, 5)) == [2, 3, 4]


def test_replications_end_at_the_last_exceedance_asked_for() -> None:
    assert draw(20, exceedances=2, strongest=6.0) == list(range(8))
    assert draw(20, exceedances=2, strongest=18.0) == list(range(20))
    assert draw(20, strongest=6.0) == list(range(20))


def test_a_ratio_that_ties_but_for_its_last_bits_is_reached() -> None:
    assert draw(20, exceedances=1, strongest=6.0 + 5e-10) == list(range(7))
    assert draw(20, exceedances=1, strongest=6.0 + 2e-9) == list(range(8))
    # A billionth below the strongest is still reached.
    assert draw(20, exceedances=1, strongest=replications.ALIKE) == [0]


def test_a_scan_that_is_stopped_before_its_first_replication_has_no_p_value() -> None:
    areas = {"area": ["a", "b", "c"], "x": [0, 1, 5], "y": [0, 0, 0], "population": [10] * 3}
    counts = {"area": ["a", "b", "c"], "period": [1, 1, 1], "count": [14, 5, 5]}
    found = kulldorff_scan(
        areas, counts, PURELY_SPATIAL, rng=np.random.default_rng(1), should_stop=lambda: True
    )
    assert (found.replications_done, found.replications_asked) == (0, 999)
    assert found.clusters["p_value"].to_list() == [None]
