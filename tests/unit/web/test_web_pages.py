"""What every page of the site has, and what is said when there is nothing to show."""

from __future__ import annotations

import re
import shutil
import sqlite3
from html import unescape
from typing import TYPE_CHECKING

import pytest

from tests.unit.web.made_up_folder import RECEIPTS, write_text

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

PLAIN = ("/", "/profile/", "/dashboard/", "/methods/", "/about/", "/accessibility/")


def title_of(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page, flags=re.DOTALL)
    assert found
    return unescape(found[1])


def first_figure(client: Client, query: str) -> str:
    page = client.get(f"/dashboard/?{query}").content.decode()
    found = re.search(r'href="/figures/([0-9a-f]{16})/"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("address", PLAIN)
def test_a_page_has_its_frame(reader: Client, address: str) -> None:
    page = reader.get(address).content.decode()
    assert page.count("<h1") == 1
    assert 'href="#main" class="govuk-skip-link"' in page
    assert 'id="main"' in page
    assert "Westmere violence reduction network" in page
    assert "Made-up data." in page
    assert "<script" not in page
    assert " style=" not in re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)


def test_titles_are_unique(reader: Client) -> None:
    ids = [first_figure(reader, f"measure=violence&split={split}") for split in ("month", "")]
    addresses = [*PLAIN, *(f"/figures/{one}/" for one in ids), "/methods/violence/", "/nowhere/"]
    addresses += ["/methods/violence_rate/", "/profile/how-much/", "/profile/limits/"]
    addresses += [f"/supplies/{receipt}/" for receipt in RECEIPTS]
    addresses += ["/dashboard/?measure=violence&split=district"]
    titles = [title_of(reader.get(address).content.decode()) for address in addresses]
    assert len(set(titles)) == len(titles)


def test_no_banner_where_the_data_is_real(site_of, released_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "real"
    shutil.copytree(released_folder, folder)
    write_text(folder, made_up=False)
    assert "Made-up data." not in site_of(folder).get("/about/").content.decode()


def test_headers_keep_everything_else_out(client: Client) -> None:
    headers = client.get("/").headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'self'"
    assert policy["script-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "style-src" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "Set-Cookie" not in headers


def test_head_has_headers_and_no_body(client: Client) -> None:
    answer = client.head("/about/")
    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["Content-Type"].startswith("text/html")


def test_nothing_can_be_sent(client: Client) -> None:
    assert client.post("/dashboard/").status_code == 405


def test_a_strange_host_is_refused(client: Client) -> None:
    answer = client.get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "cannot be read" in answer.content.decode()


def test_plain_answers(client: Client) -> None:
    assert client.get("/health").content == b"ok\n"
    assert "User-agent: *" in client.get("/robots.txt").content.decode()
    assert "#12436D" in client.get("/brand.css").content.decode()
    assert "#12436D" in client.get("/icon.svg").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/",
        "/figures/0123456789abcdef/",
        "/figures/0123456789abcdef.json",
        "/supplies/000000000000/",
        "/methods/absent/",
        "/profile/absent/",
        "/cubes/absent.csv",
        "/profile/editions/0123456789ab/",
        "/profile/files/0123456789ab/profile.pdf",
    ],
)
def test_what_was_never_released_is_not_found(reader: Client, address: str) -> None:
    answer = reader.get(address)
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()


@pytest.fixture
def empty(site_of, tmp_path: Path, released_folder: Path) -> Client:
    """A client for a partnership that has released nothing."""
    write_text(tmp_path)
    shutil.copy(released_folder / "release.pub", tmp_path)
    return site_of(tmp_path)


@pytest.mark.parametrize("address", ["/", "/profile/", "/dashboard/", "/methods/"])
def test_before_anything_is_published_pages_say_so(empty: Client, address: str) -> None:
    answer = empty.get(address)
    assert answer.status_code == 200
    assert "Nothing is published yet" in answer.content.decode()


def test_a_broken_signature_shows_no_number(site_of, released_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "changed"
    shutil.copytree(released_folder, folder)
    client = site_of(folder)
    figure = first_figure(client, "measure=robbery&split=month")
    with sqlite3.connect(folder / "released" / "register.sqlite") as register:
        row = register.execute("SELECT cube FROM figure WHERE id = ?", (figure,)).fetchone()
    register.close()
    path = folder / "released" / "cubes" / f"{row[0]}.json"
    moved = tmp_path / "again"
    path.write_text(path.read_text("utf-8").replace('"offences"', '"offences!"'), "utf-8")
    folder.rename(moved)
    answer = site_of(moved).get(f"/figures/{figure}/")
    assert answer.status_code == 503
    assert "a check failed" in answer.content.decode()
    assert "vrn-single__value" not in answer.content.decode()


def test_a_fault_of_ours_is_said_without_its_inside(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("an inside that nobody may see")

    monkeypatch.setattr("vrn_web.pages.readable_paper", fail)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "something went wrong" in answer.content.decode()
    assert "inside" not in answer.content.decode()
