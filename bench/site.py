"""The site, and a bare one beside it, each through a real gunicorn on the loopback address."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from html import unescape
from http import HTTPStatus
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import psutil

from bench.timing import ROOT, command

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PATIENCE_SECONDS = 30.0
_LINK = re.compile(r'href="(/[^"#]*)')

BARE = """
import sys
from gunicorn.app.base import BaseApplication
def answer(environ, start):
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "3")])
    return [b"ok\\n"]
class Bare(BaseApplication):
    def load_config(self):
        options = {"bind": "127.0.0.1:" + sys.argv[1], "workers": 2, "threads": 8}
        for name, value in options.items():
            self.cfg.set(name, value)
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("loglevel", "warning")
        self.cfg.set("control_socket_disable", True)
    def load(self):
        return answer
Bare().run()
"""
"""The least that gunicorn can serve, with as many workers and threads as the site has."""


class SiteError(RuntimeError):
    """A site did not start, or did not answer a page; the message holds what it said."""


def site_words(folder: Path) -> list[str | Path]:
    """The words that serve a partnership's folder; a port is to follow."""
    return [*command(), "serve", folder, "--port"]


def bare_words() -> list[str | Path]:
    """The words that serve nothing but "ok"; a port is to follow."""
    return [sys.executable, "-c", BARE]


@dataclass(frozen=True)
class Served:
    """A server that answers: its port, its process, and what its start took in seconds."""

    port: int
    pid: int
    seconds: float
    work: float


@contextmanager
def served(words: Sequence[str | Path]) -> Iterator[Served]:
    """Starts a server and gives it once it answers; stops it at the end."""
    port = free_port()
    start = time.perf_counter()
    started = subprocess.Popen(
        [*(str(word) for word in words), str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _await(started, port)
        seconds = time.perf_counter() - start
        yield Served(port, started.pid, seconds, _work_of(started.pid))
    finally:
        started.terminate()
        try:
            started.communicate(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            started.kill()
            started.communicate()


def free_port() -> int:
    """A port of the loopback address that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(started: subprocess.Popen[str], port: int) -> None:
    """Asks until the server answers; SiteError where it ends, or does not answer in time."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if started.poll() is not None:
            raise SiteError((started.communicate()[1] or "it ended without a word").strip())
        try:
            with connect(port) as line:
                get(line, "/health")
        except (ConnectionError, TimeoutError):
            time.sleep(0.01)
        else:
            return
    raise SiteError(f"it did not answer within {PATIENCE_SECONDS:.0f} seconds")


def connect(port: int) -> closing[HTTPConnection]:
    """A line to a server here, kept open for several requests; for use in `with`."""
    return closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS))


def get(line: HTTPConnection, address: str) -> bytes:
    """The body of a page as it came over the line, packed as a browser asks for it."""
    line.request("GET", address, headers={"Accept-Encoding": "gzip"})
    answer = line.getresponse()
    body = answer.read()
    if answer.status != HTTPStatus.OK:
        raise SiteError(f"{address} answers {answer.status}")
    return body


def find_pages(port: int) -> dict[str, str]:
    """One address of each main kind of page, as links of the site lead to it."""
    with connect(port) as line:
        return _find_pages(line)


def _find_pages(line: HTTPConnection) -> dict[str, str]:
    profile, dashboard = _links(line, "/profile/"), _links(line, "/dashboard/")
    chapters = _matching(profile, r"/profile/[a-z][a-z0-9_-]*/")
    longest = max(chapters, key=lambda address: len(_read(line, address)))
    cube = _matching(dashboard, r"/cubes/([a-z0-9_]+)\.csv(\?.*)?")[0]
    measure = cube.partition("/cubes/")[2].partition(".csv")[0]
    figure = _matching(dashboard, r"/figures/[0-9a-f]{16}/")[0]
    return {
        "start": "/",
        "profile": "/profile/",
        "its longest chapter": longest,
        "its stand-alone HTML": _matching(profile, r"/profile/files/\w+/profile\.html")[0],
        "dashboard": "/dashboard/",
        "dashboard, by district": f"/dashboard/?measure={measure}&split=district",
        "dashboard, small areas": f"/dashboard/?measure={measure}&split=small_area",
        "CSV of a cube": cube,
        "figure": figure,
        "supply": _matching(_links(line, figure), r"/supplies/[0-9a-zA-Z_-]+/")[0],
        "methods": "/methods/",
        "method": _matching(_links(line, "/methods/"), r"/methods/[a-z0-9_]+/")[0],
    }


def _matching(addresses: Sequence[str], pattern: str) -> list[str]:
    """Those of the addresses that are of the pattern; SiteError where none is."""
    found = [address for address in addresses if re.fullmatch(pattern, address)]
    if not found:
        raise SiteError(f"no link to {pattern} where one was looked for")
    return found


def _links(line: HTTPConnection, address: str) -> list[str]:
    return [unescape(found) for found in _LINK.findall(_read(line, address))]


def _read(line: HTTPConnection, address: str) -> str:
    line.request("GET", address)
    return line.getresponse().read().decode("utf-8")


def _work_of(pid: int) -> float:
    """Processor seconds of a server with its workers so far."""
    parent = psutil.Process(pid)
    used = [one.cpu_times() for one in (parent, *parent.children(recursive=True))]
    return sum(one.user + one.system for one in used)


def resident_megabytes(pid: int) -> tuple[float, float]:
    """Memory of a server with its workers: their share (pages in common parted), and the largest.

    The share is the proportional set size, so that its sum over processes is what they hold.
    """
    parent = psutil.Process(pid)
    found = [one.memory_full_info() for one in (parent, *parent.children(recursive=True))]
    return sum(getattr(one, "pss", one.uss) for one in found) / 1e6, max(
        one.rss for one in found
    ) / 1e6
