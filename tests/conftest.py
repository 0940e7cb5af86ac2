"""What every suite shares: real open files, the made-up partnership, no silent skips in CI."""

from __future__ import annotations

import fcntl
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
# The browser's driver keeps an event loop in the thread that runs the tests, and Django takes any
# query in such a thread for one that would block the loop. Nothing here is asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
TODAY = date(2024, 6, 3)
# How long an example takes tells how busy the machine is, and no timing is asserted here.
settings.register_profile(
    "untimed", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real open data beside the checkout (or at VRN_SHARED); skips where absent."""
    folder = Path(os.environ.get("VRN_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip("the folder of real open data is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up partnership, received, cut and published once for all the tests of a run.

    Tests read it and never write into it; who writes takes a copy.
    """
    from vrn_cli.whole_way import make_demo

    base = tmp_path_factory.getbasetemp()
    shared_base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = shared_base / "demo"
    with _alone(shared_base / "demo.lock"):
        if not (folder / "done").exists():
            make_demo(folder, today=TODAY, on_progress=_unwatched, say=_unheard)
            (folder / "done").touch()
    return folder / "partnership"


@pytest.fixture(scope="session")
def area_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A partnership in small (tests/small_area.py), written once for all the tests of a run.

    Its geography is received, and the police's files lie beside it. Tests take copies.
    """
    from small_area import write_area

    base = tmp_path_factory.getbasetemp()
    shared_base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = shared_base / "area"
    with _alone(shared_base / "area.lock"):
        if not (folder / "done").exists():
            write_area(folder)
            (folder / "done").touch()
    return folder


class _alone:  # noqa: N801 - reads as a verb where it is used
    """Holds a lock file, so that of several test processes one makes the demonstration."""

    def __init__(self, path: Path) -> None:
        self.stream = path.open("w")

    def __enter__(self) -> None:
        fcntl.flock(self.stream, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self.stream.close()


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Says something for the end of the run's output, such as how many kills fell in a commit."""

    def say(text: str) -> None:
        request.node.user_properties.append(("told", text))

    return say


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints what tests told, also where they ran in another process."""
    reports = [report for found in terminalreporter.stats.values() for report in found]
    told = [
        text
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, text in report.user_properties
        if name == "told"
    ]
    if told:
        terminalreporter.section("told by the tests")
        for text in told:
            terminalreporter.write_line(text)


def _unwatched(_done: int, _total: int, _what: str) -> None:
    """Progress that nobody watches."""


def _unheard(_line: str) -> None:
    """A line that nobody reads."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Where VRN_NO_SKIPS is set (in CI) a test that skips fails: nothing is left untried."""
    report = yield
    if os.environ.get("VRN_NO_SKIPS") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} skipped, and in CI nothing may: {report.longrepr}"
    return report
