"""Signing in with a browser: by keyboard, on a phone, without scripts, wrong and right, and out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.journey.signing_in import BOARD_MEMBER, STEWARD, sign_in, sign_in_of, signed_in_page
from tests.journey.test_every_address import violations

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_a_board_member_signs_in_on_a_phone_without_scripts(
    site: str, site_folder: Path, browser: Browser
) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=False, has_touch=True
    )
    page = context.new_page()
    page.goto(f"{site}/account/")
    assert page.get_by_role("heading", level=1).inner_text() == "Sign in"
    who = sign_in_of(site_folder, BOARD_MEMBER)
    page.get_by_label("Email address").fill(who.email)
    page.get_by_label("Password").fill("not this one")
    page.locator("main").get_by_role("button", name="Sign in").tap()
    summary = page.get_by_role("alert")
    assert "do not belong together" in summary.inner_text()
    assert page.title().startswith("Error:")
    assert page.get_by_label("Email address").input_value() == who.email
    assert page.get_by_label("Password").input_value() == ""
    page.get_by_label("Password").fill(who.password)
    page.locator("main").get_by_role("button", name="Sign in").tap()
    page.wait_for_url(f"{site}/account/")  # the page that was asked for
    assert who.name in page.locator("main").inner_text()
    page.get_by_role("button", name="Sign out").tap()
    page.wait_for_url(f"{site}/")
    page.goto(f"{site}/account/")
    assert page.get_by_role("heading", level=1).inner_text() == "Sign in"
    context.close()


def test_it_can_be_done_by_keyboard_alone(site: str, site_folder: Path, browser: Browser) -> None:
    who = sign_in_of(site_folder, STEWARD)
    page = browser.new_page()
    page.goto(f"{site}/sign-in/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(who.email)
    page.keyboard.press("Tab")
    page.keyboard.type(who.password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/")
    assert who.name in page.locator(".vrn-person").inner_text()
    page.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_errors_and_the_lock_are_accessible(
    bare_site: str, browser: Browser, width: int
) -> None:
    """With an account that is not there: nothing is told of accounts, and the lock is the same."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    for typed in (("", ""), (f"nobody{width}@made-up.example", "wrong")):
        page.goto(f"{bare_site}/sign-in/")
        page.get_by_label("Email address").fill(typed[0])
        page.get_by_label("Password").fill(typed[1])
        page.locator("main").get_by_role("button", name="Sign in").click()
        assert violations(page) == []
        page.get_by_role("alert").get_by_role("link").first.click()
        assert page.evaluate("document.activeElement.id") == "id_email"
    for _ in range(4):
        page.goto(f"{bare_site}/sign-in/")
        page.get_by_label("Email address").fill(f"nobody{width}@made-up.example")
        page.get_by_label("Password").fill("wrong")
        page.locator("main").get_by_role("button", name="Sign in").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Too many tries"
    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    page.close()


def test_cookies_are_out_of_reach_of_scripts_and_only_for_who_signs_in(
    site: str, site_folder: Path, browser: Browser
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/profile/")
    assert context.cookies() == []
    sign_in(page, site, sign_in_of(site_folder, BOARD_MEMBER))
    cookies = {one["name"]: one for one in context.cookies()}
    assert set(cookies) == {"session", "form"}
    assert all(one["httpOnly"] and one["sameSite"] in {"Lax", "Strict"} for one in cookies.values())
    assert page.evaluate("document.cookie") == ""
    context.close()


def test_sixteen_who_sign_in_at_once_leave_the_pages_answering(
    bare_site: str,
) -> None:
    """Each is answered, signed in or asked to try again; a page is served while they are at it."""

    def try_to_sign_in(number: int) -> int:
        opener = build_opener(HTTPCookieProcessor())
        with opener.open(f"{bare_site}/sign-in/", timeout=60) as page:
            text = page.read().decode()
        mark = text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        typed = {"csrfmiddlewaretoken": mark, "email": f"{number}@x.example", "password": "wrong"}
        try:
            with opener.open(
                f"{bare_site}/sign-in/", urlencode(typed).encode(), timeout=60
            ) as answer:
                return int(answer.status)
        except HTTPError as error:
            with error:
                return error.code

    with ThreadPoolExecutor(max_workers=16) as pool:
        tries = [pool.submit(try_to_sign_in, number) for number in range(16)]
        with build_opener().open(f"{bare_site}/about/", timeout=5) as page:
            assert page.status == 200
        statuses = {one.result() for one in tries}
    assert statuses <= {200, 429, 503}


def test_pages_of_one_who_signed_in_are_not_kept_by_the_browser(
    site: str, site_folder: Path, browser: Browser
) -> None:
    """After signing out, going back shows no page of before."""
    with signed_in_page(browser, site, site_folder, role=BOARD_MEMBER) as page:
        page.goto(f"{site}/account/")
        answer = page.reload()
        assert answer is not None
        assert answer.headers["cache-control"] == "private, no-store"
