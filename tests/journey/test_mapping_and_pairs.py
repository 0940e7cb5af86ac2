"""A steward maps a file and answers on uncertain pairs, without scripts and at two widths."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

import pytest

from tests.journey.conftest import served
from tests.journey.signing_in import STEWARD, signed_in_page
from tests.journey.test_steward import check, heading, left_in
from tests.unit.work.made_requests import offences
from vrn.chain.linking import train_linkage
from vrn_web.stewardship import exchange

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("steward")]

PATIENCE_SECONDS = 240
SHAPED = offences(30).replace(b"STREET", b"ALLEY", 3)


@pytest.fixture(scope="module")
def linked_folder(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration whole, with a model of linkage in use."""
    folder = shutil.copytree(demo_folder, tmp_path_factory.mktemp("linked") / "partnership")
    train_linkage(folder, seed=1)
    return folder


@pytest.fixture(scope="module")
def linked_site(linked_folder: Path) -> Iterator[str]:
    """The address of the site with its operational worker."""
    with served(linked_folder, "worker") as address:
        yield address


def until_it_is_there(page: Page, role: str, name: str) -> None:
    """Asks for the page again, without letting it do so itself, until a thing stands on it."""
    address = page.url.partition("?")[0]
    last = time.monotonic() + PATIENCE_SECONDS
    while not page.get_by_role(role, name=name).count():  # type: ignore[arg-type]
        assert time.monotonic() < last, page.locator("main").inner_text()
        time.sleep(1)
        page.goto(f"{address}?still=yes")


def look_at(page: Page, button: str) -> None:
    """Sends the sample and opens what was found."""
    content = {"name": "x.csv", "mimeType": "text/csv", "buffer": SHAPED}
    page.locator("#id_file").set_input_files(content)  # type: ignore[arg-type]
    page.get_by_role("button", name=button).click()
    page.wait_for_url("**/files/map/asked/**")
    until_it_is_there(page, "button", "Show what was found")
    page.get_by_role("button", name="Show what was found").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("scripts", [False, True])
def test_a_steward_maps_a_file_and_nothing_of_it_is_left(
    linked_site: str, linked_folder: Path, browser: Browser, scripts: bool
) -> None:
    with signed_in_page(browser, linked_site, linked_folder, role=STEWARD, scripts=scripts) as page:
        page.goto(f"{linked_site}/files/")
        page.get_by_role("button", name="Map a file").click()
        page.get_by_role("link", name="Offences recorded by the police").click()
        look_at(page, "Look at the file")
        assert heading(page) == "27 of the first 30 rows would be loaded"
        told = page.locator("main").inner_text()
        assert "20-0000001" not in told, "of persons no value is shown"
        if scripts:
            check(page)
        text = page.get_by_label("Mapping, as text").input_value()
        assert 'beat = "BEAT"\n' in text
        with page.expect_download() as downloaded:
            page.get_by_role("button", name="Download the mapping").click()
        assert downloaded.value.suggested_filename == "police-offences.toml"
        assert downloaded.value.path().read_text(encoding="utf-8") == text
        page.get_by_label("Mapping, as text").fill(text.replace('crime_ref = "CRIME REF"\n', ""))
        look_at(page, "Try the mapping")
        assert heading(page) == "The mapping is not whole yet"
        if scripts:
            check(page)
    assert left_in(linked_folder) == []
    assert list((exchange.outbox(linked_folder) / "passing").iterdir()) == []


def test_a_steward_answers_on_uncertain_pairs(
    linked_site: str, linked_folder: Path, browser: Browser
) -> None:
    with signed_in_page(browser, linked_site, linked_folder, role=STEWARD) as page:
        page.goto(f"{linked_site}/files/pairs/")
        page.get_by_role("button", name="Show the pairs").click()
        page.wait_for_url("**/files/pairs/asked/**")
        until_it_is_there(page, "button", "Stop here")
        check(page)
        assert "0 of " in page.locator("#progress").inner_text()
        page.locator("#pair-1-same").check()
        page.get_by_role("button", name="Save").click()
        page.wait_for_load_state()
        assert page.locator("#progress").inner_text().startswith("1 of ")
        kept = linked_folder / "linkage" / "answers.csv"
        last = time.monotonic() + PATIENCE_SECONDS
        while not kept.is_file():
            assert time.monotonic() < last, "the answer was not taken in"
            time.sleep(1)
        assert ',same,"Sam Steward, ' in kept.read_text(encoding="utf-8")
        page.get_by_role("button", name="Stop here").click()
        page.wait_for_load_state()
        assert "The answers that you saved stay" in page.locator("main").inner_text()
        check(page)
