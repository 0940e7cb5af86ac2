"""Times things side by side: A B A B in one run, so that a noisy machine is noisy for both."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from typing import TYPE_CHECKING, Any

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
FEWEST_ROUNDS = 2


class CommandError(RuntimeError):
    """A command that a bench runs has failed; the message holds what it said last."""


class BoundError(RuntimeError):
    """A command was ended at one of its bounds; the message says at which."""


@dataclass(frozen=True)
class Timed:
    """The seconds of each side, by name, in the order of the rounds.

    `seconds` passed on the clock; `work` was done by processors, all threads and children together:
    others on the same machine lengthen the first far more than the second.
    """

    seconds: Mapping[str, tuple[float, ...]]
    work: Mapping[str, tuple[float, ...]]

    def ratios(self, ours: str, peer: str) -> tuple[float, ...]:
        """How many times as long ours took as the peer, round by round."""
        return tuple(a / b for a, b in zip(self.seconds[ours], self.seconds[peer], strict=True))

    def work_ratio(self, ours: str, peer: str) -> float:
        """The median of how many times as much processor time ours took, round by round."""
        pairs = zip(self.work[ours], self.work[peer], strict=True)
        return median(a / max(b, 1e-6) for a, b in pairs)

    def middle(self, side: str) -> float:
        """The median seconds of a side."""
        return median(self.seconds[side])


def take_turns(
    sides: Mapping[str, Callable[[], Any]],
    *,
    rounds: int,
    budget: float = 60.0,
    before: Callable[[], None] = lambda: None,
    warm: bool = True,
) -> Timed:
    """Runs the sides in turn, once unmeasured to warm up and then `rounds` times.

    Stops early when `budget` seconds are spent, but never before the second round. `before` is
    called ahead of each run and is not timed.
    """
    started = time.perf_counter()
    if warm:
        for run in sides.values():
            before()
            run()
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in sides}
    for done in range(rounds):
        if done >= FEWEST_ROUNDS and time.perf_counter() - started > budget:
            break
        for name, run in sides.items():
            before()
            taken[name].append(clock(run))
    return Timed(
        {name: tuple(seconds for seconds, _ in pairs) for name, pairs in taken.items()},
        {name: tuple(work for _, work in pairs) for name, pairs in taken.items()},
    )


def clock(run: Callable[[], Any]) -> tuple[float, float]:
    """The seconds that one run takes: on the clock, and of processors."""
    work, start = _work_so_far(), time.perf_counter()
    run()
    return time.perf_counter() - start, _work_so_far() - work


def _work_so_far() -> float:
    """Processor seconds of this process and of its children that have ended."""
    used = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def run_command(words: Sequence[str | Path], *, seconds: float = 120.0) -> str:
    """What a command prints; it runs in a process of its own, at the project's root.

    Raises CommandError with the end of what it said, or TimeoutExpired.
    """
    found = subprocess.run(
        [str(word) for word in words],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    if found.returncode:
        raise CommandError(f"a command ended with {found.returncode}: {found.stderr[-2000:]}")
    return found.stdout


def run_bounded(words: Sequence[str | Path], *, seconds: float, megabytes: float) -> str:
    """What a command prints; it is ended where it takes more time, or holds more memory.

    Memory is looked at every twentieth of a second. Raises BoundError where it was ended, and
    CommandError where it failed by itself.
    """
    until = time.monotonic() + seconds
    with (
        tempfile.TemporaryFile("w+") as said,
        tempfile.TemporaryFile("w+") as complained,
        subprocess.Popen(
            [str(word) for word in words], cwd=ROOT, stdout=said, stderr=complained
        ) as running,
    ):
        while running.poll() is None:
            is_late, is_large = time.monotonic() > until, _held_by(running.pid) > megabytes
            if is_late or is_large:
                running.kill()
                bound = f"{megabytes:,.0f} MB" if is_large else f"{seconds:,.0f} s"
                raise BoundError(f"ended at {bound}")
            time.sleep(0.05)
        for stream in (said, complained):
            stream.seek(0)
        if running.returncode:
            message = complained.read()[-2000:]
            raise CommandError(f"a command ended with {running.returncode}: {message}")
        return said.read()


def _held_by(pid: int) -> float:
    """Megabytes of RAM that a process holds now; 0 where it has ended."""
    try:
        return psutil.Process(pid).memory_info().rss / 2**20
    except psutil.NoSuchProcess:
        return 0.0


def command() -> list[str | Path]:
    """The words that start `vrn` in the environment that is running now."""
    script = Path(sys.executable).with_name("vrn")
    if script.exists():
        return [script]
    return [sys.executable, "-c", "from vrn_cli import main; main()"]


def say_spread(values: Sequence[float], digits: int = 2, *, times: float = 1.0) -> str:
    """The median with the least and the most: "1.20 (1.10 to 1.45)"; of one value it alone."""
    if len(values) == 1:
        return f"{values[0] * times:,.{digits}f}"
    low, high = min(values) * times, max(values) * times
    return f"{median(values) * times:,.{digits}f} ({low:,.{digits}f} to {high:,.{digits}f})"


def say_ratio(values: Sequence[float]) -> str:
    """The median ratio with the least and the most, in three figures or so."""
    digits = 1 if median(values) >= 10 else 2
    return say_spread(values, digits)


def say_ratios(timed: Timed, ours: str, peer: str) -> tuple[str, str]:
    """The two ratios of ours over a peer: of seconds, with their spread, and of processor time."""
    if ours == peer:
        return "1", "1"
    return say_ratio(timed.ratios(ours, peer)), f"{timed.work_ratio(ours, peer):.2g}"
