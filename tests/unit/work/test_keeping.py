"""One worker at a time, started again after a fault, and ended with whoever started it."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.unit.work.made_requests import (
    SURNAME,
    answer_to,
    left_in_inbox,
    offences,
    put,
    work,
)
from vrn_web.stewardship import exchange
from vrn_work import run_worker, working

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SOURCE = Path(__file__).resolve().parents[3] / "src"


def test_a_second_worker_waits_for_its_turn(folder: Path) -> None:
    sent = put(folder, offences())
    waited: list[float] = []
    with exchange.lock_path(folder).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert exchange.is_worker_there(folder)
        run_worker(folder, stop=lambda: len(waited) >= 3, wait=waited.append)
        assert exchange.waiting(folder) == [sent], "nothing is done out of turn"
    assert not exchange.is_worker_there(folder)
    work(folder)
    assert answer_to(folder, sent)["state"] == "done"


@pytest.fixture
def kept(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The worker as `vrn serve` starts it: a keeper with a worker under it."""
    keeper = subprocess.Popen(
        [sys.executable, "-m", "vrn_work", str(folder)],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stderr=subprocess.PIPE,
        text=True,
    )
    yield keeper
    keeper.kill()
    keeper.communicate()


def until(holds: Callable[[], bool], *, seconds: float = 60) -> None:
    last = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < last, "it did not come about"
        time.sleep(0.1)


def workers_under(keeper: subprocess.Popen[str]) -> list[int]:
    import psutil

    return [child.pid for child in psutil.Process(keeper.pid).children()]


def test_the_keeper_works_starts_again_and_ends(folder: Path, kept: subprocess.Popen[str]) -> None:
    sent = put(folder, offences())
    until(lambda: answer_to(folder, sent).get("state") == "done")
    (first,) = workers_under(kept)
    os.kill(first, signal.SIGKILL)
    again = put(folder, offences(4), replaces=answer_to(folder, sent)["receipt"])
    until(lambda: answer_to(folder, again).get("state") == "done")
    (second,) = workers_under(kept)
    assert second != first
    kept.send_signal(signal.SIGTERM)
    assert kept.wait(timeout=20) == 0
    until(lambda: not exchange.is_worker_there(folder))
    assert left_in_inbox(folder) == []


def test_a_worker_whose_keeper_was_killed_ends_too(
    folder: Path, kept: subprocess.Popen[str]
) -> None:
    until(lambda: exchange.is_worker_there(folder))
    kept.kill()
    kept.wait(timeout=20)
    until(lambda: not exchange.is_worker_there(folder))


def test_a_keeper_whose_site_was_killed_ends_too(folder: Path) -> None:
    start_it = (
        "import subprocess, sys; subprocess.run([sys.executable, '-m', 'vrn_work', sys.argv[1]])"
    )
    site = subprocess.Popen(
        [sys.executable, "-c", start_it, str(folder)],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )
    until(lambda: exchange.is_worker_there(folder))
    site.kill()
    site.wait(timeout=20)
    until(lambda: not exchange.is_worker_there(folder))


def test_a_fault_is_told_by_its_place_alone(capfd: pytest.CaptureFixture[str]) -> None:
    try:
        raise ValueError(SURNAME)
    except ValueError as error:
        working._tell_place(type(error), error, error.__traceback__)
    said = capfd.readouterr().err
    assert "ValueError at test_keeping.py" in said
    assert SURNAME not in said
