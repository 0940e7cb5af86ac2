"""What a worker does before its first reader: it draws the first view, and a fault stops it not."""

from __future__ import annotations

import logging
import shutil
from typing import TYPE_CHECKING

import pytest

from vrn_web.figures.choices import fill, views_of
from vrn_web.figures.drawing import _drawings, drawings_of
from vrn_web.reading import entries, released
from vrn_web.serving import warm_up

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    Serve = Callable[[Path], Client]


@pytest.fixture(autouse=True)
def _nothing_drawn() -> None:
    _drawings.cache_clear()


def test_the_first_reader_of_the_dashboard_waits_for_no_drawing(
    site_of: Serve, published_folder: Path
) -> None:
    client = site_of(published_folder)
    warm_up()
    drawn = _drawings.cache_info().misses
    assert drawn == 1
    assert "<svg" in client.get("/dashboard/").content.decode()
    assert _drawings.cache_info().misses == drawn


def test_where_nothing_was_released_there_is_nothing_to_draw(
    site_of: Serve, released_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "new"
    shutil.copytree(released_folder, folder, ignore=lambda *_: ["released"])
    site_of(folder)
    warm_up()
    assert _drawings.cache_info().misses == 0


def test_a_broken_release_stops_no_worker(
    site_of: Serve, released_folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "changed"
    shutil.copytree(released_folder, folder)
    for cube in (folder / "released" / "cubes").iterdir():
        cube.write_bytes(cube.read_bytes().replace(b'"offences"', b'"offences!"'))
    client = site_of(folder)
    with caplog.at_level(logging.ERROR, "django.request"):
        warm_up()
    assert "the first view of the dashboard is not drawn yet" in caplog.text
    assert client.get("/dashboard/").status_code == 503
    assert client.get("/health").status_code == 200


def test_every_view_of_a_folder_stays_drawn(site_of: Serve, published_folder: Path) -> None:
    site_of(published_folder)
    register = released()
    views = {
        one
        for entry in entries()
        for view in views_of(entry)
        for one in fill(view, lambda entry: register.cube_by_sha(entry.sha256))
    }
    for _ in range(2):
        for view in views:
            drawings_of(view)
    told = _drawings.cache_info()
    assert (told.misses, told.hits) == (len(views), len(views))
