"""The site's database: which one it is, how it is opened, and its tables brought up to date."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from vrn_web.site_folder import make_private_file, site_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
POSTGRES_OPTIONS = ("host", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout")
_MIGRATING = 0x76726E  # "vrn": the lock that servers of one PostgreSQL database share
_SHAPE = "postgresql://USER:PASSWORD@HOST:PORT/NAME"


class DatabaseSettingError(ValueError):
    """The database cannot be the one that the setting names; the message says why."""


def database_settings(folder: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    """What Django is told of its database: the folder's own SQLite file, or VRN_DATABASE."""
    address = environ.get("VRN_DATABASE", "").strip()
    return _postgres(address) if address else _sqlite(folder)


def _sqlite(folder: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / "site" / "site.sqlite"),
        "OPTIONS": {
            "init_command": SQLITE_PRAGMAS,
            # Whoever is going to write says so at once: none of two waits for ever on the other.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        },
    }


def _postgres(address: str) -> dict[str, Any]:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise DatabaseSettingError(f"VRN_DATABASE cannot be read: {error}") from error
    name = unquote(parts.path.lstrip("/"))
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    faults = {
        f"it begins with {parts.scheme or 'nothing'}://, and only postgresql:// is known": (
            parts.scheme not in {"postgresql", "postgres"}
        ),
        "it names no database after the host": not name,
        "the name of the database holds a /": "/" in name,
        f"it has the unknown options {sorted(options.keys() - set(POSTGRES_OPTIONS))}": bool(
            options.keys() - set(POSTGRES_OPTIONS)
        ),
        "the package psycopg is not installed (the extra `postgres`)": find_spec("psycopg") is None,
    }
    if found := [words for words, is_wrong in faults.items() if is_wrong]:
        raise DatabaseSettingError(
            f"VRN_DATABASE is written {_SHAPE}: {'; '.join(found)}; unset it for the folder's own"
        )
    host = options.pop("host", None) or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "OPTIONS": {"connect_timeout": 10, **options},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def bring_up_to_date(folder: Path) -> None:
    """Makes the tables, or changes them to this version's; once where many start together.

    DatabaseSettingError where the database cannot be opened. Connections are closed afterwards, so
    that a process can be forked.
    """
    from django.core.management import call_command
    from django.db import DatabaseError, connection, connections

    own = site_folder(folder)
    with _alone(own / "migrate.lock"):
        if connection.vendor == "sqlite":
            make_private_file(own / "site.sqlite")
        try:
            with _alone_in_database():
                call_command("migrate", verbosity=0, interactive=False)
                call_command("clearsessions")
        except DatabaseError as error:
            raise DatabaseSettingError(
                f"the database {_where()} cannot be opened: {' '.join(str(error).split())}; "
                "start it, or mend VRN_DATABASE"
            ) from error
        finally:
            connections.close_all()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


@contextmanager
def _alone_in_database() -> Iterator[None]:
    """The same among servers on several machines, where the database is PostgreSQL."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATING])


def _where() -> str:
    """The database by name and host, without user and password."""
    from django.db import connection

    host = connection.settings_dict["HOST"]
    return f"{connection.settings_dict['NAME']}{f' at {host}' if host else ''}"
