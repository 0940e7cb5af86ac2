"""Serves one partnership's released figures and published documents to any browser."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from django.core.handlers.wsgi import WSGIHandler

    from vrn_web.accounts.demonstration import SignIn

WORKERS = 2
THREADS = 8
PATIENCE_SECONDS = 10


def serve(
    folder: Path,
    *,
    bind: str,
    port: int,
    workers: int | None = None,
    threads: int = THREADS,
    with_worker: bool = True,
    say: Callable[[str], None] = lambda _line: None,
) -> None:
    """Serves the folder until it is told to stop; SiteError or SettingsError where it cannot start.

    Brings the database up to date first, and says a demonstration's sign-ins. `with_worker` also
    starts the operational worker, which takes in the files that people send, and ends it
    afterwards. Each web worker reads for itself and keeps nothing between requests but what cannot
    change, so a new edition shows without a restart.
    """
    configure(folder, bind=bind)
    check_front()
    for line in sign_in_lines(prepare(folder)):
        say(line)
    with working(folder) if with_worker else nobody_working():
        _application_class()(
            {
                "bind": f"[{bind}]:{port}" if ":" in bind else f"{bind}:{port}",
                "workers": workers or WORKERS,
                "threads": threads,
                "worker_class": "gthread",
                "loglevel": "warning",
                "control_socket_disable": True,
                "proc_name": "vrn",
            }
        ).run()


def prepare(folder: Path) -> Sequence[SignIn]:
    """Brings the database up to date; gives the sign-ins of a made-up partnership, else none.

    Call `configure` first. DatabaseSettingError where the database cannot be opened.
    """
    from django.db import connections

    from vrn_web.accounts.demonstration import create_demo_users
    from vrn_web.database import bring_up_to_date
    from vrn_web.site import current_site
    from vrn_web.stewardship.exchange import sweep_arriving

    bring_up_to_date(folder)
    sweep_arriving(folder)
    site = current_site()
    try:
        return create_demo_users(site) if site.made_up else ()
    finally:
        connections.close_all()


def sign_in_lines(people: Sequence[SignIn]) -> list[str]:
    """The sign-ins of a demonstration for a terminal, with a line above them; none of nobody."""
    if not people:
        return []
    from vrn_web.accounts import demonstration

    head = "Made-up people who can sign in: role, email address, password"
    return [head, *demonstration.sign_in_lines(people)]


@contextmanager
def working(folder: Path) -> Iterator[None]:
    """Runs the operational worker of the folder as a process of its own while the block runs.

    It is the only process that opens rows; it is started by name, since no page may import it.
    """
    command = [sys.executable, "-m", "vrn_work", str(folder)]
    worker = subprocess.Popen(command)  # noqa: S603 - nothing in it is typed by a reader
    starter = os.getpid()
    try:
        yield
    finally:
        # The web workers are forks of this process and leave by the same way.
        if os.getpid() == starter:
            _end(worker)


@contextmanager
def nobody_working() -> Iterator[None]:
    """No worker: what is sent waits until one is started."""
    yield


def _end(worker: subprocess.Popen[bytes]) -> None:
    """Ends the worker: kindly, then at once; what it was doing is done again at the next start."""
    worker.terminate()
    try:
        worker.wait(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def configure(folder: Path, *, bind: str = "127.0.0.1") -> WSGIHandler:
    """The site of one folder as a WSGI application; SiteError where the folder is none."""
    import django
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from vrn_web.settings import build_settings
    from vrn_web.site import read_site

    built = build_settings(read_site(folder), bind=bind, environ=os.environ)
    settings.configure(**built)
    django.setup()
    return get_wsgi_application()


def check_front() -> None:
    """Raises SettingsError where the stylesheet and fonts were not built."""
    from vrn_web.front import built_names
    from vrn_web.settings import SettingsError

    if "site.css" not in built_names():
        raise SettingsError("the site's stylesheet was not built: run `make front`, then again")


def warm_up() -> None:
    """Reads the current editions and draws the dashboards' first views: no reader waits for them.

    The drawing also starts what all charts are drawn with.
    """
    from vrn_web.figures import dashboard
    from vrn_web.figures.violence import views as violence
    from vrn_web.papers.editions import PAPERS, readable_paper

    for name in PAPERS:
        readable_paper(name)
    dashboard.draw_first_view()
    violence.draw_first_view()


def _application_class() -> Any:
    from gunicorn.app.base import BaseApplication

    class Application(BaseApplication):  # type: ignore[misc]
        """Gunicorn run from inside this program, told everything here and reading no file."""

        def __init__(self, options: dict[str, Any]) -> None:
            self.options = options
            super().__init__()

        def load_config(self) -> None:
            for name, value in self.options.items():
                self.cfg.set(name, value)

        def load(self) -> WSGIHandler:
            from django.core.handlers.wsgi import WSGIHandler

            warm_up()
            return WSGIHandler()

    return Application
