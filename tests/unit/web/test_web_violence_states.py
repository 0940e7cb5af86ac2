"""The dashboard of serious violence where much is missing, and what a page of it costs."""

from __future__ import annotations

import re
import shutil
import time
from statistics import median
from typing import TYPE_CHECKING

import pytest

from tests.unit.web.made_up_assessment import build_assessment
from tests.unit.web.made_up_folder import build_folder
from tests.unit.web.made_up_people import signed_in_as
from tests.unit.web.test_web_violence import part_of, text_of
from vrn_web.figures.violence.rendering import _drawn, _parts
from vrn_web.serving import warm_up

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def police_alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose assessment has the police's offences and nothing else."""
    folder = build_folder(tmp_path_factory.mktemp("police"))
    build_assessment(folder, feeds=("police-offences",))
    return folder


def test_with_police_offences_alone_the_rest_says_who_holds_it(
    people, site_of, police_alone: Path
) -> None:
    site_of(police_alone)
    ben = signed_in_as(people["Ben"])
    words = text_of(ben, "/violence/")
    assert "A&E attendances not received" in words
    assert "has been received; they are held by the hospitals" in words
    page = ben.get("/violence/").content.decode()
    for key in ("who", "repeat"):
        assert "they are held by the police" in part_of(page, key)
    assert "In what kind of place?" in words
    for period in ("assessment", "year:2020/21", "month:2021-06"):
        assert ben.get("/violence/", {"period": period, "age": "under 25"}).status_code == 200


def test_nothing_published_and_a_profile_alone_are_said_with_what_to_do(
    people, site_of, published_folder: Path, tmp_path: Path
) -> None:
    ben = signed_in_as(people["Ben"])
    bare = tmp_path / "bare"
    shutil.copytree(published_folder, bare, ignore=lambda *_: ["released", "published"])
    for folder in (published_folder, bare):
        site_of(folder)
        warm_up()
        for address in ("/violence/", "/assessment/"):
            words = text_of(ben, address)
            assert "No assessment has been published yet" in words
            assert "vrn publish assessment" in words
            assert "Made-up data." in words
        assert ben.get("/violence/by-month.csv").status_code == 404
        assert ben.get("/assessment/trends/").status_code == 404


def test_figures_without_a_document_are_shown_and_a_broken_one_is_said(
    people, site_of, assessed_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "own"
    shutil.copytree(assessed_folder, folder)
    home = folder / "published" / "assessment"
    edition = (home / "current").read_text(encoding="ascii").strip()
    path = home / edition / "document.json"
    path.write_bytes(re.sub(rb'"value": *[0-9.]+', b'"value": 7.0', path.read_bytes()))
    site_of(folder)
    ben = signed_in_as(people["Ben"])
    words = text_of(ben, "/violence/")
    assert "a check of the published assessment failed" in words
    assert "5,520 offences" in words
    shutil.rmtree(home)
    assert "there are no findings in words" in text_of(ben, "/violence/")


def test_the_first_reader_waits_for_no_drawing_and_a_page_costs_little(
    people, site_of, assessed_folder: Path
) -> None:
    site_of(assessed_folder)
    _parts.cache_clear()
    _drawn.cache_clear()
    warm_up()
    drawn = _drawn.cache_info().misses
    assert drawn == 20
    ben = signed_in_as(people["Ben"])
    took = []
    for _ in range(5):
        start = time.process_time()
        assert ben.get("/violence/").status_code == 200
        took.append(time.process_time() - start)
    assert _drawn.cache_info().misses == drawn
    assert median(took) < 0.15
