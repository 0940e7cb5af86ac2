"""Serves one partnership's released figures and published documents to any browser."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from django.core.handlers.wsgi import WSGIHandler

WORKERS = 2
THREADS = 8


def serve(
    folder: Path, *, bind: str, port: int, workers: int | None = None, threads: int = THREADS
) -> None:
    """Serves the folder until it is told to stop; SiteError or SettingsError where it cannot start.

    Each worker reads for itself and keeps nothing between requests but what cannot change, so a
    new edition shows without a restart.
    """
    configure(folder, bind=bind)
    check_front()
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
    """Reads the current edition and draws the dashboard's first view: no reader waits for them.

    The drawing also starts what all charts are drawn with.
    """
    from vrn_web.figures.dashboard import draw_first_view
    from vrn_web.papers.editions import readable_paper

    readable_paper()
    draw_first_view()


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
