"""Every address of the site in a browser: WCAG 2.2 AA, 320 px, without scripts, without a store."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journey.addresses import NOWHERE, example_addresses
from vrn_web import urls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NAMES = tuple(str(pattern.name) for pattern in urls.urlpatterns)
WIDTHS = (1280, 320)
# Addresses that give a file and not a page, with the start of its type.
FILES = {
    "profile_file": ("application/", "text/html"),
    "cube_csv": ("text/csv",),
    "figure_json": ("application/json",),
    "figure_csv": ("text/csv",),
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


def check_pages(browser: Browser, addresses: Iterable[str], *, width: int) -> None:
    """Opens each address and fails where axe, the width or the console finds a fault."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for address in addresses:
        page.goto(address)
        assert violations(page) == [], address
        is_wider = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not is_wider, f"{address} scrolls sideways"
        assert not [one for one in said if "Content Security Policy" in one], address
    page.close()


def texts_of(browser: Browser, addresses: Iterable[str], *, scripts: bool) -> dict[str, str]:
    """What a reader sees at each address, with scripts switched on or off."""
    page = browser.new_page(java_script_enabled=scripts)
    texts = {}
    for address in addresses:
        page.goto(address)
        texts[address] = page.locator("body").inner_text().strip()
    page.close()
    return texts


def test_every_address_has_an_example(site_folder: Path) -> None:
    examples = example_addresses(site_folder)
    assert sorted(NAMES) == sorted(examples), "give the new address an example in addresses.py"
    assert all(examples.values())


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
    check_pages(browser, [site + one for one in example_addresses(site_folder)[name]], width=width)


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_there_and_nothing_published(
    site: str, bare_site: str, browser: Browser, width: int
) -> None:
    check_pages(browser, [site + NOWHERE, *(bare_site + one for one in BARE)], width=width)


@pytest.mark.parametrize("name", PAGES)
def test_the_same_text_without_scripts(
    site: str, site_folder: Path, browser: Browser, name: str
) -> None:
    addresses = [site + one for one in example_addresses(site_folder)[name]]
    texts = texts_of(browser, addresses, scripts=False)
    assert texts == texts_of(browser, addresses, scripts=True)
    assert all(texts.values())


@pytest.mark.parametrize("name", sorted(FILES))
def test_files_have_their_type(site: str, site_folder: Path, name: str) -> None:
    for address in example_addresses(site_folder)[name]:
        with urllib.request.urlopen(site + address, timeout=30) as answer:
            assert answer.headers["Content-Type"].startswith(FILES[name]), address
            assert answer.read()


def test_every_link_leads_somewhere(site: str, site_folder: Path) -> None:
    """Follows each inner link of each example once; parts that an address names are there."""
    pages: dict[str, str] = {}
    examples = example_addresses(site_folder)
    links = {(site + one, one) for name in PAGES for one in examples[name]}
    for start, _ in sorted(links):
        pages[start] = _read(start)
    for start, text in list(pages.items()):
        for target in set(re.findall(r'href="([^"]+)"', text)):
            _follow(target.replace("&amp;", "&"), start=start, site=site, pages=pages)
    assert len(pages) > len(links), "pages beyond the examples were reached"


def _follow(target: str, *, start: str, site: str, pages: dict[str, str]) -> None:
    """Fails where an inner link's page or part is not there."""
    if target.startswith("data:") or not target.startswith(("/", "#", "?")):
        return
    path, _, part = target.partition("#")
    address = start.partition("?")[0] + path if path.startswith("?") else site + path
    address = address if path else start
    if address not in pages:
        pages[address] = _read(address)
    if part:
        assert f'id="{part}"' in pages[address], f"{start} names {target}, and it is not there"


def _read(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return str(answer.read().decode("utf-8", errors="replace"))
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{address} answers {error.code}") from error
