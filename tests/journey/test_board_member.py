"""A Board member with a phone answers a question in the room, and shows how the answer is known."""

from __future__ import annotations

import csv
import io
import re
import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.journey.signing_in import BOARD_MEMBER, sign_in_of
from tests.journey.test_every_address import violations
from vrn.release.register import open_released

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

    from vrn.release.figure import Figure

pytestmark = pytest.mark.browser

PLACE = "dwelling"
CHOSEN = {"definition": "duty-2023", "age_group": "under 25"}
A_MINUTE = 60.0


@pytest.fixture(params=[(320, True), (390, True), (390, False)], ids=["320", "390", "no scripts"])
def phone(request: pytest.FixtureRequest, browser: Browser) -> BrowserContext:
    """A phone: narrow, touched, with scripts and without."""
    width, scripts = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 740}, has_touch=True, java_script_enabled=scripts
    )
    yield context
    context.close()


def asked_share(folder: Path) -> Figure:
    """The figure that answers the question, read from the register."""
    register = open_released(folder / "released", folder / "release.pub")
    split = ("definition", "age_group", "place_type")
    entries = [e for e in register.entries() if e.measure == "serious_violence_share"]
    entry = next(e for e in entries if e.split == split)
    return register.cube_by_sha(entry.sha256).at(**CHOSEN, place_type=PLACE)


def sign_in_on(page: Page, site: str, folder: Path) -> None:
    """Asks for the dashboard, is asked to sign in, and comes to the dashboard."""
    who = sign_in_of(folder, BOARD_MEMBER)
    page.goto(f"{site}/violence/")
    page.get_by_label("Email address").fill(who.email)
    page.get_by_label("Password").fill(who.password)
    page.locator("main").get_by_role("button", name="Sign in").tap()
    page.wait_for_url(f"{site}/violence/")


def choose(page: Page) -> None:
    """Chooses the wider definition and people under 25, as the question has it."""
    page.get_by_label("Definition", exact=True).select_option(CHOSEN["definition"])
    page.get_by_label("Age group", exact=True).select_option(CHOSEN["age_group"])
    page.get_by_role("button", name="Show").tap()
    page.wait_for_url(re.compile(r"definition=duty-2023&age=under"))


def places(page: Page) -> Locator:
    return page.get_by_role("region", name="In what kind of place?")


def test_the_share_in_dwellings_under_25_is_read_and_walked_back_within_a_minute(
    site: str, site_folder: Path, phone: BrowserContext
) -> None:
    share, page, start = asked_share(site_folder), phone.new_page(), time.monotonic()
    sign_in_on(page, site, site_folder)
    choose(page)
    assert "(duty-2023): under 25" in page.locator(".vrn-chosen").inner_text()
    page.get_by_role("link", name="In what kind of place?").tap()
    said = places(page).locator(".vrn-sentence").inner_text()
    assert f"{PLACE} {share} per cent ({share.interval})".lower() in said.lower()
    places(page).locator("summary").tap()
    row = places(page).get_by_role("row").filter(has=page.get_by_role("rowheader", name=PLACE))
    assert share.interval in row.first.inner_text()
    row.first.get_by_role("link", name=str(share), exact=True).first.tap()
    page.wait_for_url(f"{site}/figures/{share.id}/")
    told = page.locator("main").inner_text()
    assert share.interval in told.lower()
    assert "duty-2023 version 1" in told
    assert "under 25" in told
    page.locator("table").get_by_role("link").first.tap()
    page.wait_for_url(re.compile(r"/supplies/"))
    assert "SHA-256 of the file" in page.locator("main").inner_text()
    assert time.monotonic() - start < A_MINUTE


def test_back_comes_back_to_what_was_chosen_and_the_file_holds_it(
    site: str, site_folder: Path, phone: BrowserContext
) -> None:
    share, page = asked_share(site_folder), phone.new_page()
    sign_in_on(page, site, site_folder)
    choose(page)
    address = page.url
    page.get_by_role("link", name="Where is it?").tap()
    page.locator(".vrn-tile a.figure").first.tap()
    page.wait_for_url(re.compile(r"/figures/"))
    page.go_back()
    page.go_back()
    assert page.url == address
    assert page.get_by_label("Age group", exact=True).input_value() == "under 25"
    link = places(page).get_by_role("link", name="Download the table as CSV").get_attribute("href")
    assert link
    asked = {name: found[0] for name, found in parse_qs(urlsplit(link).query).items()}
    assert (asked["definition"], asked["age"]) == ("duty-2023", "under 25")
    answer = phone.request.get(site + link)
    about, _, cells = answer.text().removeprefix("\ufeff").partition("\r\n\r\n")
    assert "Filter: age group,Under 25" in about
    rows = {row["figure"]: row for row in csv.DictReader(io.StringIO(cells))}
    assert rows[share.id]["value"] == str(share)


@pytest.mark.parametrize("width", [320, 390])
def test_a_chosen_state_scrolls_not_sideways_and_breaks_no_rule(
    site: str, site_folder: Path, browser: Browser, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740}, has_touch=True)
    page = context.new_page()
    sign_in_on(page, site, site_folder)
    choose(page)
    wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1]
    assert violations(page) == []
    context.close()


def test_the_first_view_answers_without_scrolling_on_a_laptop(
    site: str, site_folder: Path, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    sign_in_keys(page, site, site_folder)
    tiles = page.locator(".vrn-tile")
    assert tiles.count() == 4
    for tile in tiles.all():
        box = tile.bounding_box()
        assert box
        assert box["y"] + box["height"] <= 768, tile.inner_text()
        assert tile.locator("a.figure").count()
    page.close()


def sign_in_keys(page: Page, site: str, folder: Path) -> None:
    """Signs in by keyboard alone and reaches the filters by it."""
    who = sign_in_of(folder, BOARD_MEMBER)
    page.goto(f"{site}/violence/")
    page.get_by_label("Email address").focus()
    page.keyboard.type(who.email)
    page.keyboard.press("Tab")
    page.keyboard.type(who.password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/violence/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for name in ("definition", "age", "area", "period"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == name
