"""Every address of the site in a browser: WCAG 2.2 AA, 320 px, without scripts, without a store."""

from __future__ import annotations

import re
import urllib.error
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journey.addresses import NOWHERE, POSTED, READERS, example_addresses
from tests.journey.signing_in import BOARD_MEMBER, opener_of, signed_in_page
from vrn_web import urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from urllib.request import OpenerDirector

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NAMES = tuple(str(one.name) for one in urls.urlpatterns if one.name not in POSTED)
WIDTHS = (1280, 320)
# Addresses that give a file and not a page, with the start of its type.
FILES = {
    "profile_file": ("application/", "text/html"),
    "cube_csv": ("text/csv",),
    "violence_csv": ("text/csv",),
    "assessment_file": ("application/",),
    "questions_file": ("application/",),
    "figure_json": ("application/json",),
    "supplied_csv": ("text/csv",),
    "figure_csv": ("text/csv",),
    "scorecard_csv": ("text/csv",),
    "scorecard_letter": ("text/plain",),
    "health": ("text/plain",),
    "robots": ("text/plain",),
    "brand": ("text/css",),
    "icon": ("image/svg+xml",),
}
PAGES = tuple(name for name in NAMES if name not in FILES)
BARE = ("/", "/profile/", "/dashboard/", "/methods/")


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page that is open, one line each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def check_pages(page: Page, addresses: Iterable[str]) -> None:
    """Opens each address and fails where axe, the width or the console finds a fault."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for address in addresses:
        page.goto(address)
        assert violations(page) == [], address
        is_wider = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not is_wider, f"{address} scrolls sideways"
        assert not [one for one in said if "Content Security Policy" in one], address


def texts_of(page: Page, addresses: Iterable[str]) -> dict[str, str]:
    """What a reader sees at each address; who has looked at a receipt grows with each look."""
    texts = {}
    for address in addresses:
        page.goto(address)
        text = page.locator("body").inner_text().partition("Who has looked")[0]
        texts[address] = text.strip()
    return texts


@contextmanager
def page_for(
    name: str, browser: Browser, site: str, folder: Path, *, width: int = 1280, scripts: bool = True
) -> Iterator[Page]:
    """A page of a browser for an address of that name: signed in where it is for such readers."""
    if name in READERS:
        role = READERS[name]
        with signed_in_page(browser, site, folder, role=role, width=width, scripts=scripts) as page:
            yield page
        return
    page = browser.new_page(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    yield page
    page.close()


def test_every_address_has_an_example(site_folder: Path) -> None:
    examples = example_addresses(site_folder)
    assert sorted(NAMES) == sorted(examples), "give the new address an example in addresses.py"
    assert all(examples.values())


@pytest.mark.parametrize("name", sorted(READERS))
def test_whoever_has_not_signed_in_is_asked_to(site: str, site_folder: Path, name: str) -> None:
    opener = opener_of(site, site_folder, None)
    for address in example_addresses(site_folder)[name]:
        if name == "sign_out":
            continue  # it takes a form alone, and leads to the start
        with opener.open(site + address, timeout=30) as answer:
            assert answer.url.startswith(f"{site}/sign-in/?next="), address


def test_axe_finds_a_planted_fault(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<html lang='en'><title>x</title><main><img src='x.png'></main></html>")
    assert any("image-alt" in one for one in violations(page))
    page.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_no_violation_and_no_sideways_scrolling(
    site: str, site_folder: Path, browser: Browser, name: str, width: int
) -> None:
    addresses = [site + one for one in example_addresses(site_folder)[name]]
    with page_for(name, browser, site, site_folder, width=width) as page:
        check_pages(page, addresses)


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_there_and_nothing_published(
    site: str, bare_site: str, browser: Browser, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    check_pages(page, [site + NOWHERE, *(bare_site + one for one in BARE)])
    page.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_assessment_yet(bare_site: str, bare_folder: Path, browser: Browser, width: int) -> None:
    with signed_in_page(browser, bare_site, bare_folder, role=BOARD_MEMBER, width=width) as page:
        for address in ("/violence/", "/assessment/"):
            check_pages(page, [bare_site + address])
            assert "No assessment has been published yet" in page.locator("main").inner_text()


@pytest.mark.parametrize("name", PAGES)
def test_the_same_text_without_scripts(
    site: str, site_folder: Path, browser: Browser, name: str
) -> None:
    addresses = [site + one for one in example_addresses(site_folder)[name]]
    found = []
    for scripts in (False, True):
        with page_for(name, browser, site, site_folder, scripts=scripts) as page:
            found.append(texts_of(page, addresses))
    assert found[0] == found[1]
    assert all(found[0].values())


@pytest.mark.parametrize("name", sorted(FILES))
def test_files_have_their_type(site: str, site_folder: Path, name: str) -> None:
    opener = opener_of(site, site_folder, READERS.get(name))
    for address in example_addresses(site_folder)[name]:
        with opener.open(site + address, timeout=30) as answer:
            assert answer.headers["Content-Type"].startswith(FILES[name]), address
            assert answer.read()


@pytest.mark.parametrize("role", [None, *sorted(set(READERS.values()))])
def test_every_link_leads_somewhere(site: str, site_folder: Path, role: str | None) -> None:
    """Follows each inner link of each example once; parts that an address names are there."""
    opener = opener_of(site, site_folder, role)
    examples = example_addresses(site_folder)
    names = [name for name in PAGES if READERS.get(name) == role]
    pages: dict[str, str] = {}
    for name in names:
        for one in examples[name]:
            pages[site + one] = _read(opener, site + one)
    count = len(pages)
    for start, text in list(pages.items()):
        for target in set(re.findall(r'href="([^"]+)"', text)):
            _follow(opener, target.replace("&amp;", "&"), start=start, site=site, pages=pages)
    assert len(pages) > count, "pages beyond the examples were reached"


def _follow(
    opener: OpenerDirector, target: str, *, start: str, site: str, pages: dict[str, str]
) -> None:
    """Fails where an inner link's page or part is not there."""
    if target.startswith("data:") or not target.startswith(("/", "#", "?")):
        return
    path, _, part = target.partition("#")
    address = start.partition("?")[0] + path if path.startswith("?") else site + path
    address = address if path else start
    if address not in pages:
        pages[address] = _read(opener, address)
    if part:
        assert f'id="{part}"' in pages[address], f"{start} names {target}, and it is not there"


def _read(opener: OpenerDirector, address: str) -> str:
    try:
        with opener.open(address, timeout=60) as answer:
            return str(answer.read().decode("utf-8", errors="replace"))
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{address} answers {error.code}") from error
