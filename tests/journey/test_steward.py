"""A steward sends a file and reads its receipt; the analyst sends one and makes the new edition."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

import pytest

from tests.journey.conftest import served
from tests.journey.signing_in import ANALYST, STEWARD, signed_in_page
from tests.journey.test_every_address import violations
from tests.unit.work.made_requests import offences
from vrn_web.stewardship import exchange
from vrn_web.stewardship.uploads import PIECE_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("steward")]

PATIENCE = 240_000
FUTURE = b"20-9999999,8N,6,Assault,23/05/2018 23:10,,24/05/2099 09:05,Recorded,STREET,,,,,,,,,\r\n"


@pytest.fixture(scope="module")
def whole_folder(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration whole, with its store and keys, for a worker to write into."""
    return shutil.copytree(demo_folder, tmp_path_factory.mktemp("whole") / "partnership")


@pytest.fixture(scope="module")
def whole_site(whole_folder: Path) -> Iterator[str]:
    """The address of the site with its operational worker."""
    with served(whole_folder, "worker") as address:
        yield address


@pytest.fixture
def may_2018(tmp_path: Path) -> Path:
    """A month of offences before the demonstration's, with one row that lies in the future."""
    content = offences(200).replace(b"/2020", b"/2018").replace(b"20-0", b"18-0")
    path = tmp_path / "offences May 2018.csv"
    path.write_bytes(content + FUTURE)
    return path


def check(page: Page) -> None:
    """No violation and no sideways scrolling, on a wide screen and a narrow one."""
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == [], page.url
        is_wider = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not is_wider, f"{page.url} scrolls sideways at {width}"


def send(page: Page) -> None:
    page.get_by_role("button", name="Send the file").click()
    page.wait_for_url("**/files/requests/**")


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def until_it_is_over(page: Page, *headings: str) -> None:
    """Waits for the page to show that the request is over; it looks again by itself."""
    waiting = ", ".join(f"h1:text-is('{one}')" for one in headings)
    page.wait_for_selector(waiting, state="detached", timeout=PATIENCE)


def test_the_worker_starts_and_ends_with_the_site(demo_folder: Path, tmp_path: Path) -> None:
    for name in ("partnership.toml", "release.pub"):
        shutil.copy(demo_folder / name, tmp_path)
    with served(tmp_path, "worker"):
        last = time.monotonic() + 30
        while not exchange.is_worker_there(tmp_path):
            assert time.monotonic() < last, "no worker was started"
            time.sleep(0.1)
    assert not exchange.is_worker_there(tmp_path)


def test_a_steward_sends_a_file_without_scripts_and_reads_its_receipt(
    whole_site: str, whole_folder: Path, browser: Browser, may_2018: Path
) -> None:
    page_of = {"role": STEWARD, "scripts": False}
    with signed_in_page(browser, whole_site, whole_folder, **page_of) as page:
        page.goto(f"{whole_site}/files/")
        page.get_by_role("button", name="Send a file").click()
        assert "Attendances" not in page.locator("main").inner_text()
        page.get_by_label("Offences recorded by the police").check()
        page.get_by_role("button", name="Continue").click()
        assert "CRIME REF" in page.locator("main").inner_text()
        page.get_by_role("button", name="Send the file").click()
        assert "Choose a file to send" in page.get_by_role("alert").inner_text()
        page.get_by_label("Choose a file").set_input_files(may_2018)
        send(page)
        until_it_is_over(page, "Waiting", "Being checked")
        assert heading(page).startswith("supply-"), "of a feed about persons no name is kept"
        told = page.locator("main").inner_text()
        assert "One row was held back." in told
        assert "202" in told, "the line that was held back, below the header and 200 good ones"
        assert "Sam Steward" in told
        page.get_by_role("link", name="Send a corrected file in place of this one").click()
        number = page.get_by_label("Does it replace a file").input_value()
        assert len(number) == 12
        page.goto(f"{whole_site}/files/")
        assert "supply-" in page.locator("main").inner_text()
    assert left_in(whole_folder) == []


def left_in(folder: Path) -> list[str]:
    found = exchange.inbox(folder).rglob("*")
    return [path.name for path in found if path.is_file() and path.name != "worker.lock"]


def test_every_state_of_it_is_accessible(
    whole_site: str, whole_folder: Path, browser: Browser, may_2018: Path
) -> None:
    with signed_in_page(browser, whole_site, whole_folder, role=STEWARD) as page:
        for address in ("/files/", "/files/send/", "/files/send/?send=yes", "/account/password/"):
            page.goto(whole_site + address)
            check(page)
        page.get_by_label("New password", exact=True).fill("short")
        page.get_by_role("button", name="Change the password").click()
        check(page)
        page.goto(f"{whole_site}/files/send/police-offences/")
        check(page)
        page.get_by_role("button", name="Send the file").click()
        check(page)
        wrong = may_2018.with_name("wrong.csv")
        wrong.write_bytes(b"Name,Born\nnobody,1999\n")
        page.get_by_label("Choose a file").set_input_files(wrong)
        send(page)
        page.goto(f"{page.url.partition('?')[0]}?still=yes")
        check(page)
        page.goto(page.url.partition("?")[0])
        until_it_is_over(page, "Waiting", "Being checked")
        assert "Nothing of this file was loaded" in page.locator("main").inner_text()
        check(page)


def test_the_analyst_sends_a_file_and_makes_the_new_edition(
    whole_site: str, whole_folder: Path, browser: Browser, tmp_path: Path
) -> None:
    june = tmp_path / "offences June 2018.csv"
    content = offences(150).replace(b"/05/2020", b"/06/2018").replace(b"20-0", b"17-0")
    june.write_bytes(content)
    with signed_in_page(browser, whole_site, whole_folder, role=ANALYST) as page:
        page.goto(f"{whole_site}/files/send/police-offences/")
        page.get_by_label("Choose a file").set_input_files(june)
        page.get_by_label("Your word on a file").fill("The first June that was sent.")
        send(page)
        until_it_is_over(page, "Waiting", "Being checked")
        assert "Every row was loaded." in page.locator("main").inner_text()
        check(page)
        page.goto(f"{whole_site}/files/")
        check(page)
        page.get_by_role("button", name="Make the cut and the assessment").click()
        check(page)
        page.get_by_role("button", name="Make the cut and the assessment").click()
        page.wait_for_url("**/files/requests/**")
        until_it_is_over(page, "Waiting", "Being made")
        assert heading(page) == "Done"
        check(page)
        page.locator("main").get_by_role("link", name="Profile").click()
        page.wait_for_url("**/profile/editions/**")


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A month of so many offences that it comes in three pieces."""
    content = offences(80_000).replace(b"/05/2020", b"/07/2018").replace(b"20-0", b"16-0")
    path = tmp_path / "offences July 2018.csv"
    path.write_bytes(content)
    assert 2 < len(content) / PIECE_BYTES < 3
    return path


def watch_pieces(page: Page, *, most: int) -> list[str]:
    """Lets so many pieces through and cuts the connection for the rest; gives those that went."""
    went: list[str] = []

    def pass_on(route: Route) -> None:
        if len(went) < most:
            went.append(route.request.headers["upload-offset"])
            route.continue_()
        else:
            route.abort("connectionreset")

    page.route("**/files/pieces/*/", pass_on)
    return went


def begin(page: Page, site: str, path: Path) -> None:
    page.goto(f"{site}/files/send/police-offences/")
    page.get_by_label("Choose a file").set_input_files(path)
    page.get_by_role("button", name="Send the file").focus()
    page.keyboard.press("Enter")


def test_a_large_file_goes_on_where_it_stopped(
    whole_site: str, whole_folder: Path, browser: Browser, large: Path
) -> None:
    """The line breaks, the tab is closed, and the same file is chosen again in another one."""
    said: list[str] = []
    with signed_in_page(browser, whole_site, whole_folder, role=STEWARD) as page:
        page.on("console", lambda message: said.append(message.text))
        assert watch_pieces(page, most=1) == []
        begin(page, whole_site, large)
        page.get_by_role("status").get_by_text("The connection was lost").wait_for()
        page.get_by_role("button", name="Pause").press("Enter")
        page.get_by_text("Paused at").wait_for()
        check(page)
    with signed_in_page(browser, whole_site, whole_folder, role=STEWARD) as page:
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{whole_site}/files/history/")
        assert "Begun, and not whole" in page.locator("main").inner_text()
        check(page)
        went = watch_pieces(page, most=9)
        begin(page, whole_site, large)
        page.wait_for_url("**/files/requests/**", timeout=PATIENCE)
        assert went == [str(PIECE_BYTES), str(2 * PIECE_BYTES)], "the first piece came before"
        until_it_is_over(page, "Waiting", "Being checked")
        assert "80,000" in page.locator("main").inner_text()
        page.goto(f"{whole_site}/files/history/")
        first = page.get_by_role("row").nth(1).inner_text()
        assert "offences July 2018.csv" in first
        assert "Accepted" in first
        assert "Begun, and not whole" not in page.locator("main").inner_text()
        check(page)
    assert not [one for one in said if "Content Security Policy" in one]
    assert left_in(whole_folder) == []


def test_what_is_wrong_beside_a_file_is_said_before_it_is_sent(
    whole_site: str, whole_folder: Path, browser: Browser, may_2018: Path
) -> None:
    with signed_in_page(browser, whole_site, whole_folder, role=STEWARD) as page:
        page.goto(f"{whole_site}/files/send/police-offences/")
        page.get_by_text("Say what the file holds").click()
        page.get_by_label("Rows, without the header").fill("many")
        page.get_by_label("Choose a file").set_input_files(may_2018)
        page.get_by_role("button", name="Send the file").click()
        alert = page.locator("[data-refused]")
        alert.wait_for()
        assert "a whole number" in alert.inner_text()
        check(page)
