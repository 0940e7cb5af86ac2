"""Django for the site's tests, once for the whole run: it can be configured once in a process."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client, override_settings

from tests.site_settings import configure_once
from tests.unit.web.databases import fresh_database, postgres_server, undone, use_database
from tests.unit.web.made_up_assessment import SOME_WITHHELD, build_assessment
from tests.unit.web.made_up_folder import build_folder, publish_profile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

configure_once()


@pytest.fixture(scope="session")
def released_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with released cubes and nothing published."""
    return build_folder(tmp_path_factory.mktemp("westmere"))


@pytest.fixture(scope="session")
def published_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a published profile, and no store."""
    folder = build_folder(tmp_path_factory.mktemp("published"))
    publish_profile(folder)
    return folder


@pytest.fixture(scope="session")
def assessed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a published profile and a published assessment, some of its cells withheld."""
    folder = build_folder(tmp_path_factory.mktemp("assessed"))
    publish_profile(folder)
    build_assessment(folder, change=SOME_WITHHELD)
    return folder


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """The databases with their tables that were made so far, by name, each as its environment."""
    return {"folder": tmp_path_factory.mktemp("databases")}


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server that runs as long as the tests."""
    with postgres_server() as address:
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, databases: dict[str, object]) -> Iterator[str]:
    """The site's database, empty but for its tables: each test runs on SQLite and on PostgreSQL.

    What a test writes is undone at its end.
    """
    name = request.param
    folder = databases["folder"]
    if name not in databases:
        is_server = name == "postgres"
        environ = {"VRN_DATABASE": request.getfixturevalue("postgres")} if is_server else {}
        databases[name] = fresh_database(folder, environ)
    use_database(folder, databases[name])
    with undone():
        yield name
    use_database(folder, {})


@pytest.fixture
def people(database: str) -> dict[str, object]:
    """Ada the analyst, Ben of the Board, Sam the police's steward and Una the hospital's."""
    from tests.unit.web.made_up_people import add_people

    return add_people()


@pytest.fixture
def site_of() -> Iterator[object]:
    """Gives a client for a folder: `site_of(folder).get("/")`."""
    opened = []

    def serve(folder: Path) -> Client:
        override = override_settings(VRN_FOLDER=folder)
        override.enable()
        opened.append(override)
        return Client()

    yield serve
    for override in reversed(opened):
        override.disable()


@pytest.fixture
def folder(site_of: Any, released_folder: Path, tmp_path: Path) -> Path:
    """A partnership's folder that is served, with agreements and receipts, and nothing sent yet."""
    from tests.unit.web.made_up_exchange import write_exchange

    folder = shutil.copytree(released_folder, tmp_path / "partnership")
    site_of(folder)
    return write_exchange(folder)


@pytest.fixture
def sam(people: Any, folder: Path) -> Client:
    """A browser in which the police's steward has signed in."""
    from tests.unit.web.made_up_people import signed_in_as

    return signed_in_as(people["Sam"])


@pytest.fixture
def ada(people: Any, folder: Path) -> Client:
    """A browser in which the analyst has signed in."""
    from tests.unit.web.made_up_people import signed_in_as

    return signed_in_as(people["Ada"])


@pytest.fixture
def client(site_of: object, released_folder: Path) -> Client:
    """A client for the folder with released cubes and nothing published."""
    return site_of(released_folder)  # type: ignore[operator, no-any-return]


@pytest.fixture
def reader(site_of: object, published_folder: Path) -> Client:
    """A client for the folder with a published profile."""
    return site_of(published_folder)  # type: ignore[operator, no-any-return]


@pytest.fixture
def settings_of() -> type[override_settings]:
    """Gives settings for the length of a `with`."""
    return override_settings
