"""kill -9 before every write, sync, rename and manifest write, and at random: nothing is lost."""

from __future__ import annotations

import os
import random
import signal
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from acts import one_round
from children import Life, live, live_until
from crash_checks import faults_after

from vrn.sharing.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RANDOM_KILLS = int(os.environ.get("VRN_FAULT_KILLS", "20"))
AT_ONCE = 2


def faults_and_next_round(folder: Path, life: Life) -> list[str]:
    """What a stop harmed; and whether the store goes on without repair by hand."""
    cuts = [one["cut"] for one in life.acknowledged if "cut" in one]
    if cuts and Store.read(folder).cut().number < cuts[-1]:
        return ["a reader does not see the last cut"]
    faults = faults_after(folder, life.acknowledged)
    if faults:
        return faults
    more = [act() for _, act in one_round(Store.open(folder), 1000)[:2]]
    return faults_after(folder, [*life.acknowledged, *more])


def test_killed_before_each_operation(tmp_path: Path, tell: Callable[[str], None]) -> None:
    def kill_before(operation: int) -> Life:
        return live(tmp_path / str(operation), "--rounds", 1, "--kill-at", operation)

    lives: dict[int, Life] = {}
    with ThreadPoolExecutor(AT_ONCE) as several:
        while all(life.ended for life in lives.values()):
            next_ones = range(len(lives) + 1, len(lives) + 1 + 2 * AT_ONCE)
            lives |= zip(next_ones, several.map(kill_before, next_ones), strict=True)
    whole = [life for life in lives.values() if life.ended == 0]
    killed = {at: life for at, life in lives.items() if life.ended}
    inside = sum(life.is_inside_a_commit for life in killed.values())
    tell(f"killed before each operation: {len(killed)} kills, {inside} inside a commit")

    assert {life.ended for life in killed.values()} == {-signal.SIGKILL}
    assert whole[0].lines[-1] == f"operations {len(killed)}"
    assert inside > 0
    harmed = {
        (at, life.lines[-1]): faults
        for at, life in lives.items()
        if (faults := faults_and_next_round(tmp_path / str(at), life))
    }
    assert harmed == {}


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
def test_stopped_at_random_moments(
    stop: signal.Signals, tmp_path: Path, tell: Callable[[str], None]
) -> None:
    rng = random.Random(20240305)
    count = RANDOM_KILLS if stop == signal.SIGKILL else 1 + RANDOM_KILLS // 5
    # some while the store is made, the rest while it is in use
    words = ["begin " if n % 3 else "ready" for n in range(count)]
    moments = [rng.uniform(0.0, 0.2 if n % 3 else 0.02) for n in range(count)]

    def stop_at(number: int) -> Life:
        folder = tmp_path / str(number)
        return live_until(folder, stop, word=words[number], seconds=moments[number])

    with ThreadPoolExecutor(AT_ONCE) as several:
        lives = list(several.map(stop_at, range(count)))
    inside = sum(life.is_inside_a_commit for life in lives)
    done = sum(len(life.acknowledged) for life in lives)
    tell(
        f"{stop.name} at random moments: {len(lives)} stops, {inside} inside a commit, "
        f"{done} acknowledged acts"
    )

    assert {life.ended for life in lives} == {-stop if stop == signal.SIGKILL else 130}
    assert inside > 0 or stop == signal.SIGINT or count < 20
    harmed = {
        number: faults
        for number, life in enumerate(lives)
        if (faults := faults_and_next_round(tmp_path / str(number), life))
    }
    assert harmed == {}


def test_a_writer_is_killed_again_and_again_on_one_store(tmp_path: Path) -> None:
    """Kills one after the other on the same store: what each acknowledged is there at the end."""
    acknowledged = []
    for number, kill_at in enumerate((25, 40, 47, 30)):
        life = live(tmp_path / "store", "--first", 10 * number, "--kill-at", kill_at)
        assert life.ended == -signal.SIGKILL
        acknowledged += life.acknowledged
    assert faults_after(tmp_path / "store", acknowledged) == []
    assert acknowledged


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    def write(first: int) -> Life:
        return live(tmp_path / "store", "--rounds", 6, "--first", first)

    with ThreadPoolExecutor(AT_ONCE) as several:
        lives = list(several.map(write, (0, 100)))
    assert [life.ended for life in lives] == [0, 0]
    acknowledged = [one for life in lives for one in life.acknowledged]
    assert len(acknowledged) == 2 * 6 * 5
    assert faults_after(tmp_path / "store", acknowledged) == []
