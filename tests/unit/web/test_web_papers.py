"""The published profile as pages and files; a new edition shows at once, and an old one stays."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.unit.web.made_up_folder import publish_profile

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client


def edition_of(folder: Path) -> str:
    return (folder / "published" / "profile" / "current").read_text(encoding="ascii").strip()


@pytest.fixture
def own_folder(published_folder: Path, tmp_path: Path) -> Path:
    """A copy of the published folder that a test may change."""
    folder = tmp_path / "own"
    shutil.copytree(published_folder, folder)
    return folder


def test_the_profile_lists_its_chapters_and_files(reader: Client, published_folder: Path) -> None:
    page = reader.get("/profile/").content.decode()
    for key in ("key-findings", "how-much", "limits"):
        assert f'href="/profile/{key}/"' in page
    for ending in ("pdf", "docx", "html"):
        assert f"/profile/files/{edition_of(published_folder)}/profile.{ending}" in page


def test_a_chapter_has_its_neighbours_and_its_figures_are_links(reader: Client) -> None:
    page = reader.get("/profile/how-much/").content.decode()
    assert 'href="/profile/key-findings/" rel="prev"' in page
    assert 'href="/profile/limits/" rel="next"' in page
    assert 'id="paragraph-1"' in page
    assert 'class="figure" href="/figures/' in page
    assert 'class="vrn-made-up"' not in page, "the frame says it, once"


def test_the_start_shows_each_finding_as_a_tile_with_its_sentence(reader: Client) -> None:
    page = reader.get("/").content.decode()
    assert page.count('<li class="vrn-tile">') == 1
    assert "10,800" in page
    assert "between 20.9 and 24.1" in page
    assert "November 2021 to October 2022" in page


def test_a_part_leads_to_its_chapter(reader: Client) -> None:
    answer = reader.get("/profile/parts/violence-by-month/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/profile/how-much/#violence-by-month"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("profile.pdf", "application/pdf"),
        ("profile.html", "text/html; charset=utf-8"),
        ("document.json", "application/json"),
        ("violence-by-month.csv", "text/csv; charset=utf-8"),
        ("violence-by-month-wide.svg", "image/svg+xml"),
    ],
)
def test_files_come_as_they_were_published(
    reader: Client, published_folder: Path, name: str, kind: str
) -> None:
    edition = edition_of(published_folder)
    answer = reader.get(f"/profile/files/{edition}/{name}")
    home = published_folder / "published" / "profile" / edition
    path = next(path for path in (home / name, home / "charts" / name) if path.is_file())
    assert b"".join(answer.streaming_content) == path.read_bytes()
    assert answer.headers["Content-Type"] == kind
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["..", "../current", "%2e%2e/current", "charts", ".draft"])
def test_nothing_but_files_of_the_edition_is_given(
    reader: Client, published_folder: Path, name: str
) -> None:
    answer = reader.get(f"/profile/files/{edition_of(published_folder)}/{name}")
    assert answer.status_code == 404


def test_an_edition_whole_may_use_its_own_style_and_nothing_else(
    reader: Client, published_folder: Path
) -> None:
    answer = reader.get(f"/profile/editions/{edition_of(published_folder)}/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy or "script-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    answer.close()


def test_a_new_edition_shows_at_once_and_the_old_one_stays(site_of, own_folder: Path) -> None:
    client = site_of(own_folder)
    former = edition_of(own_folder)
    assert "Open data profile: Westmere" in client.get("/profile/").content.decode()
    newer = publish_profile(own_folder, title="Another profile: Westmere")
    assert newer != former
    assert "Another profile: Westmere" in client.get("/profile/").content.decode()
    whole = client.get(f"/profile/editions/{former}/")
    assert whole.status_code == 200
    whole.close()
    uses = client.get("/dashboard/?measure=violence&split=").content.decode()
    figure = uses.split('href="/figures/')[1][:16]
    page = client.get(f"/figures/{figure}/").content.decode()
    assert page.index("In the current profile:") < page.index(f"earlier edition {former}")
    assert f'href="/profile/editions/{former}/#paragraph-1"' in page


def test_a_changed_document_shows_no_number(site_of, own_folder: Path) -> None:
    path = own_folder / "published" / "profile" / edition_of(own_folder) / "document.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    for facts in plain["figures"].values():
        facts["value"] = 7.0
    path.write_text(json.dumps(plain), encoding="utf-8")
    client = site_of(own_folder)
    answer = client.get("/profile/key-findings/")
    assert answer.status_code == 503
    assert "a check failed" in answer.content.decode()
    start = client.get("/").content.decode()
    assert "The findings are not shown" in start
    assert "vrn-tile__value" not in start
    board = client.get("/dashboard/?measure=violence&split=")
    assert board.status_code == 200, "figures do not hang on the document"
    figure = board.content.decode().split('href="/figures/')[1][:16]
    assert client.get(f"/figures/{figure}/").status_code == 200


def test_a_pointer_to_nothing_is_as_before_any_edition(site_of, own_folder: Path) -> None:
    (own_folder / "published" / "profile" / "current").write_text("../../etc\n", encoding="ascii")
    assert "Nothing is published yet" in site_of(own_folder).get("/profile/").content.decode()
