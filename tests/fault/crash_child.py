"""A writer that is killed: does rounds on a store, says what it begins and what is done.

    python crash_child.py FOLDER --rounds 1 --first 0 --kill-at 17

Prints `ready`, then for each act `begin NAME`, the steps of its commit and `done JSON`, each
flushed; at the end `operations N`. With --kill-at it kills itself with SIGKILL just before that
operation (counted from 1, opening included).
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from acts import one_round
from operations import Operation, watched

from vrn.sharing.store import Store, durable

if TYPE_CHECKING:
    from collections.abc import Callable

_really_write = os.write


def say(line: str) -> None:
    _really_write(1, f"{line}\n".encode())


def telling(step: Callable[[durable.Commit], None]) -> Callable[[durable.Commit], None]:
    """A step that says that it begins."""

    def told(commit: durable.Commit) -> None:
        say(f"step {step.__name__}")
        step(commit)

    return told


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--kill-at", type=int, default=0)
    options = parser.parse_args()
    counted = itertools.count(1)
    last = 0

    def kill_or_go_on(operation: Operation) -> None:
        nonlocal last
        last = next(counted)
        if last == options.kill_at:
            say(f"killed before {operation.name}")
            os.kill(os.getpid(), signal.SIGKILL)

    durable.COMMIT_STEPS = tuple(telling(step) for step in durable.COMMIT_STEPS)
    say("ready")
    with watched(before=kill_or_go_on):
        store = Store.open(options.folder)
        rounds = (
            range(options.first, options.first + options.rounds)
            if options.rounds
            else itertools.count(options.first)
        )
        for number in rounds:
            for name, act in one_round(store, number):
                say(f"begin {name}")
                say(f"done {json.dumps(act())}")
    say(f"operations {last}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
