"""Keeps a worker running: starts it again when a fault of the program ended it, and ends it.

The worker is a process of its own, so that nothing that a file does to it (no memory left, a fault
in an engine) stops the next file from being taken in.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType

KEPT = "--kept"
LOOK_EVERY_SECONDS = 1.0
MOST_SECONDS_BETWEEN_STARTS = 60.0
PATIENCE_SECONDS = 8.0


def keep_working(folder: Path) -> int:
    """Works for the folder until SIGTERM or Ctrl-C, or until whoever started this is gone.

    What it was doing then is done again at the next start. Gives the exit code, 0.
    """
    told = Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        told.set()

    former = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    starter = os.getppid()
    pause = 1.0
    try:
        while not told.is_set() and os.getppid() == starter:
            code = _run(folder, told, starter)
            if code == 0:
                break
            told.wait(pause)
            pause = min(2 * pause, MOST_SECONDS_BETWEEN_STARTS)
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
    return 0


def _run(folder: Path, told: Event, starter: int) -> int:
    """One worker from its start to its end; gives its exit code, 0 where it was told to stop."""
    command = [sys.executable, "-m", "vrn_work", str(folder), KEPT]
    worker = subprocess.Popen(command)  # noqa: S603 - nothing in it is typed by a reader
    try:
        while not told.is_set() and os.getppid() == starter:
            try:
                return worker.wait(timeout=LOOK_EVERY_SECONDS)
            except subprocess.TimeoutExpired:
                continue
        return 0
    finally:
        _end(worker)


def _end(worker: subprocess.Popen[bytes]) -> None:
    """Ends the worker: kindly, then at once."""
    if worker.poll() is None:
        worker.terminate()
        try:
            worker.wait(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
