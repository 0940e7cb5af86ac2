"""Tries every small break of some modules in this folder, and says what became of it.

`scripts/mutate.py` makes the folder, says in asked.json what is to be tried, and calls it. One line
of JSON comes out for each break, as soon as it is known.

The tests are collected once, and the breaks are tried in forks from that point, where a new start
of pytest takes a second each. Only the tests run that reach the function that is broken: that which
saw its last break first, then the quick ones. A test that sees a break is run once more without it.
"""

from __future__ import annotations

import contextlib
import difflib
import gc
import itertools
import json
import os
import re
import resource
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

import libcst
import pytest
from mutmut.mutation import mutators
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state
from mutmut.utils.format_utils import get_mutant_name, mangled_name_from_mutant_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REACHED, SAID = Path("reached.json"), Path("said.txt")
QUIETLY = ["-q", "-s", "--tb=native", "--assert=plain", "-p", "no:cacheprovider"]
"""That a test fails is all that is asked: to say why takes longer than most tests."""
NONE = ""
"""The name of no break: with it, the sources are as they were written."""
CAST, UNKNOWN = re.compile(r"\bcast\([^,()]*,"), re.compile(r"np\.isnan\([^()]*\)")
TASKS, THREAD = Path("/proc/self/task"), re.compile(r"polars-\d+")
MOST_MEMORY = 8 * 2**30
TIMES_LONGER, SECONDS_MORE = 5, 5
"""A break may take five times as long as its tests take without one, and five seconds."""
AT_A_TIME = 25
LONGEST = 3_600
"""Seconds for all tests without a break; forks that wait for each other never end."""


class Break(NamedTuple):
    """One small change: its name, that of its function, the lines taken out and put in."""

    name: str
    function: str
    removed: str
    added: str


def main() -> int:
    """0 where every break asked for was tried."""
    asked = json.loads(Path("asked.json").read_text(encoding="utf-8"))
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(SAID, os.O_WRONLY | os.O_CREAT), 1)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and so ends its forks
    _leave_wording_alone()
    breaks = [each for path in asked["modules"] for each in break_module(Path(path))]
    sys.path.insert(0, str(Path("src").absolute()))
    trier = Trier(breaks, asked, out)
    ended = pytest.main([*QUIETLY, *asked["tests"]], plugins=[trier])
    return trier.ended if trier.ended is not None else int(ended) or 1


def _leave_wording_alone() -> None:
    """Texts with a blank in them are sentences for a reader, no keys: their letters are no answer.

    Whether a reason stands or a fault is raised is still tried, by the code around the words.
    """

    def of_keys(node: libcst.BaseString) -> Iterable[libcst.BaseString]:
        is_wording = isinstance(node, libcst.SimpleString) and " " in node.value
        return () if is_wording else mutators.operator_string(node)

    mutators.mutation_operators[:] = [  # type: ignore[index]
        (kind, of_keys if change is mutators.operator_string else change)
        for kind, change in mutators.mutation_operators
    ]


def break_module(path: Path) -> Iterator[Break]:
    """Its breaks; the module is written again with all of them in it, each behind its name."""
    written = mutate_file_contents(str(path), path.read_text(encoding="utf-8"))
    path.write_text(written.code, encoding="utf-8")
    lines = written.code.splitlines()

    def body(function: str) -> list[str]:
        span = written.line_span_by_function_name[function]
        text = "\n".join(lines[span.start - 1 : span.end])
        return re.sub(r"__mutmut_(orig|\d+)\b", "", text).splitlines()

    for each in written.mutant_names:
        was = body(f"{mangled_name_from_mutant_name(each)}__mutmut_orig")
        changes = [*difflib.unified_diff(was, body(each), n=0, lineterm="")][2:]
        removed, added = (
            " ".join(line[1:].strip() for line in changes if line.startswith(sign)) for sign in "-+"
        )
        if _at_work(removed) == _at_work(added):
            continue
        name = get_mutant_name(path, each)
        yield Break(name, mangled_name_from_mutant_name(name), removed, added)


def _at_work(line: str) -> str:
    """Without what makes no difference to any line: the type that a value is said to be is read by
    no one, and of values of which one is not known neither the sum nor the difference is.
    """
    return UNKNOWN.sub(lambda found: found[0].replace(" - ", " + "), CAST.sub("", line))


class Trier:
    """What pytest does once the tests are collected: it tries the breaks in forks of itself."""

    def __init__(self, breaks: list[Break], asked: dict[str, Any], out: TextIO) -> None:
        self.breaks, self.out = breaks, out
        self.settled, self.killers = set(asked["settled"]), dict(asked["killers"])
        self.processes: int = asked["processes"]
        self.under_way: dict[int, tuple[list[Break], int]] = {}
        self.latest: dict[str, str] = {}
        self.failed: list[str] = []
        self.ended: int | None = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keeps the names of the tests that fail."""
        if report.failed:
            self.failed.append(report.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of the tests: a run without a break, then one for each that is not settled."""
        if session.testsfailed:
            return True
        _check_forking()
        gc.freeze()
        self.items = {each.nodeid: each for each in session.items}
        self._say(names=[each.name for each in self.breaks])
        open_ones = [each for each in self.breaks if each.name not in self.settled]
        if open_ones:
            self.reached, self.seconds = self._reach()
            open_ones.sort(key=lambda each: self._length(each.function))
            self._try_all(open_ones)
        self.ended = 0
        return True

    def _reach(self) -> tuple[dict[str, list[str]], dict[str, float]]:
        """Which tests reach which function and how long each takes, in a fork as all else."""
        child = os.fork()
        if not child:
            signal.alarm(LONGEST)
            self._run_without_a_break()
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            raise SystemExit("the tests fail, or do not end, without any break: mend them first")
        known = json.loads(REACHED.read_text(encoding="utf-8"))
        return known["reached"], known["seconds"]

    def _run_without_a_break(self) -> None:
        """Writes what each test reaches and how long it takes; ends with 1 where one fails."""
        reached: dict[str, list[str]] = {}
        seconds = {}
        for name in self.items:
            state()._stats.clear()
            first = self._fails([name], "stats")
            for function in state()._stats:
                reached.setdefault(function, []).append(name)
            began = time.process_time()
            if first or self._fails([name], NONE):
                os._exit(1)
            seconds[name] = time.process_time() - began
        REACHED.write_text(json.dumps({"reached": reached, "seconds": seconds}), encoding="utf-8")

    def _fails(self, tests: list[str], broken: str) -> str:
        """The first of these tests that fails with this break."""
        set_mutant_under_test(broken)
        self.failed.clear()
        for test, following in zip(tests, [*tests[1:], None], strict=True):
            nextitem = None if following is None else self.items[following]
            item = self.items[test]
            item.ihook.pytest_runtest_protocol(item=item, nextitem=nextitem)
            if self.failed:
                return test
        return ""

    def _length(self, function: str) -> float:
        return sum(self.seconds[each] for each in self.reached.get(function, ()))

    def _try_all(self, breaks: list[Break]) -> None:
        """Some of one function together, in as many forks at once as there are processes."""
        waiting = [*_together(each for each in breaks if each.function in self.reached)]
        for each in breaks:
            if each.function not in self.reached:
                self._tell(each, "no test", "")
        try:
            while waiting or self.under_way:
                if waiting and len(self.under_way) < self.processes:
                    self._begin(waiting.pop(0))
                else:
                    waiting[:0] = self._await_one()
        finally:
            for pid in self.under_way:
                os.killpg(pid, signal.SIGKILL)

    def _begin(self, breaks: list[Break]) -> None:
        """A fork that tries them in turn, and says through a pipe which test saw which."""
        reading, writing = os.pipe()
        pid = os.fork()
        if not pid:
            os.setpgid(0, 0)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
            for each in breaks:
                _bound(int(TIMES_LONGER * self._length(each.function) + SECONDS_MORE))
                killer = self._try(each)
                if killer and len(breaks) > 1 and self._fails([killer], NONE):
                    os._exit(1)
                os.write(writing, f"{killer}\n".encode())
            os._exit(0)
        os.close(writing)
        self.under_way[pid] = breaks, reading

    def _try(self, each: Break) -> str:
        """The test that sees this break."""
        first = {self.killers.get(each.name): 0, self.latest.get(each.function): 1}
        tests = sorted(
            self.reached[each.function], key=lambda test: (first.get(test, 2), self.seconds[test])
        )
        self.latest[each.function] = killer = self._fails(tests, each.name)
        return killer

    def _await_one(self) -> Iterator[list[Break]]:
        """Tells what became of those of one fork; those left to try if it ended before its time.

        That at which it ended is then tried alone, lest one before it has left something behind.
        """
        pid, how = os.wait()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        breaks, reading = self.under_way.pop(pid)
        with os.fdopen(reading, encoding="utf-8") as said:
            killers = said.read().splitlines()
        for each, killer in zip(breaks, killers, strict=False):
            self._tell(each, "killed" if killer else "survived", killer)
        left = breaks[len(killers) :]
        if len(breaks) == 1 and left:
            self._tell(left.pop(), f"ended by {how}", "")
        yield from ([left[:1], left[1:]] if len(left) > 1 else [left] if left else [])

    def _tell(self, each: Break, status: str, killer: str) -> None:
        self._say(
            name=each.name, status=status, killer=killer, removed=each.removed, added=each.added
        )

    def _say(self, **what: object) -> None:
        print(json.dumps(what), file=self.out, flush=True)


def _check_forking() -> None:
    """Ends this run where a fork would wait for ever, for threads that are not in it."""
    if any(THREAD.fullmatch(each.read_text().strip()) for each in TASKS.glob("*/comm")):
        raise SystemExit(
            "Polars was put to work while the tests were collected, and its threads do not live "
            "through a fork: let the tests make their tables in functions, not when imported"
        )


def _together(breaks: Iterable[Break]) -> Iterator[list[Break]]:
    """Those of one function, some at a time: a process of its own for each takes longer."""
    for _, of_function in itertools.groupby(breaks, key=lambda each: each.function):
        while some := [*itertools.islice(of_function, AT_A_TIME)]:
            yield some


def _bound(seconds: int) -> None:
    """Ends this process where a break makes it endless; it and its own are a group."""
    used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, resource.RLIM_INFINITY))
    signal.alarm(10 * seconds)


if __name__ == "__main__":
    raise SystemExit(main())
