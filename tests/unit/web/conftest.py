"""Django for the site's tests, once for the whole run: it can be configured once in a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django
import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests.unit.web.made_up_folder import build_folder, publish_profile
from vrn_web.settings import build_settings
from vrn_web.site import read_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
def _django(released_folder: Path) -> None:
    if not settings.configured:
        site = read_site(released_folder)
        built = build_settings(site, bind="127.0.0.1", environ={})
        settings.configure(**{**built, "ALLOWED_HOSTS": ["testserver"]})
        django.setup()


@pytest.fixture
def site_of(_django: None) -> Iterator[object]:
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
def client(site_of: object, released_folder: Path) -> Client:
    """A client for the folder with released cubes and nothing published."""
    return site_of(released_folder)  # type: ignore[operator, no-any-return]


@pytest.fixture
def reader(site_of: object, published_folder: Path) -> Client:
    """A client for the folder with a published profile."""
    return site_of(published_folder)  # type: ignore[operator, no-any-return]


@pytest.fixture
def settings_of(_django: None) -> type[override_settings]:
    """Gives settings for the length of a `with`."""
    return override_settings
