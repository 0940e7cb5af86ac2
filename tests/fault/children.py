"""Starts the programs of this folder as processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import vrn

HERE = Path(__file__).resolve().parent
DEADLINE_SECONDS = 60


def start(program: str, *arguments: object, **environment: str) -> subprocess.Popen[str]:
    """A program of this folder, with the library of this checkout, its output in a pipe."""
    source = str(Path(vrn.__file__).resolve().parent.parent)
    return subprocess.Popen(
        [sys.executable, str(HERE / program), *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": source, "POLARS_MAX_THREADS": "1"} | environment,
        stdout=subprocess.PIPE,
        text=True,
    )


@dataclass(frozen=True)
class Life:
    """What a writer said until it ended, and how it ended (negative: by which signal)."""

    ended: int
    lines: tuple[str, ...]

    @property
    def acknowledged(self) -> list[dict[str, Any]]:
        return [json.loads(line[5:]) for line in self.lines if line.startswith("done ")]

    @property
    def is_inside_a_commit(self) -> bool:
        """Whether it ended between the first step of a commit and its acknowledgement."""
        told = [line for line in self.lines if line.startswith(("begin ", "step ", "done "))]
        return bool(told) and told[-1].startswith("step ")


def live(folder: Path, *arguments: object) -> Life:
    """The whole life of a writer."""
    with start("crash_child.py", folder, *arguments) as child:
        said, _ = child.communicate(timeout=DEADLINE_SECONDS)
    return Life(child.returncode, tuple(said.splitlines()))


def live_until(folder: Path, signal_number: int, *, word: str, seconds: float) -> Life:
    """The life of a writer that gets a signal so many seconds after it said a word."""
    with start("crash_child.py", folder) as child:
        assert child.stdout
        heard = [child.stdout.readline()]
        while heard[-1] and not heard[-1].startswith(word):
            heard.append(child.stdout.readline())
        time.sleep(seconds)
        child.send_signal(signal_number)
        try:
            said, _ = child.communicate(timeout=DEADLINE_SECONDS / 4)
        except subprocess.TimeoutExpired:
            # Python drops a Ctrl-C that falls into a clean-up of its own; people press it again
            child.send_signal(signal_number)
            said, _ = child.communicate(timeout=DEADLINE_SECONDS)
    return Life(child.returncode, tuple(("".join(heard) + said).splitlines()))
