"""Signing in to the site that is served, as one of the people of the demonstration."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from vrn_web.accounts.demonstration import read_sign_ins, sign_ins_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from urllib.request import OpenerDirector

    from playwright.sync_api import Browser, Page

    from vrn_web.accounts.demonstration import SignIn

ANALYST, BOARD_MEMBER, STEWARD = "analyst", "board member", "steward"
_KEPT: dict[tuple[str, str], object] = {}


def sign_in_of(folder: Path, role: str) -> SignIn:
    """What the demonstration's person of that role signs in with."""
    found = {one.role: one for one in read_sign_ins(sign_ins_path(folder))}
    return found[role]


def sign_in(page: Page, site: str, who: SignIn) -> None:
    """Signs in by the form, as a person does."""
    page.goto(f"{site}/sign-in/")
    page.get_by_label("Email address").fill(who.email)
    page.get_by_label("Password").fill(who.password)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site}/")


@contextmanager
def signed_in_page(
    browser: Browser, site: str, folder: Path, *, role: str, width: int = 1280, scripts: bool = True
) -> Iterator[Page]:
    """A page of a browser in which the person of that role has signed in; once for each site."""
    kept = _KEPT.get((site, role))
    options = {"viewport": {"width": width, "height": 800}, "java_script_enabled": scripts}
    context = browser.new_context(**options, **({"storage_state": kept} if kept else {}))
    page = context.new_page()
    if kept is None:
        sign_in(page, site, sign_in_of(folder, role))
        _KEPT[site, role] = context.storage_state()
    yield page
    context.close()


def opener_of(site: str, folder: Path, role: str | None) -> OpenerDirector:
    """Reads addresses without a browser, signed in as the person of that role, or as nobody."""
    opener = build_opener(HTTPCookieProcessor())
    if role is None:
        return opener
    who = sign_in_of(folder, role)
    with opener.open(f"{site}/sign-in/", timeout=60) as page:
        mark = page.read().decode().split('name="csrfmiddlewaretoken" value="')[1].partition('"')[0]
    typed = {"csrfmiddlewaretoken": mark, "email": who.email, "password": who.password}
    with opener.open(f"{site}/sign-in/", urlencode(typed).encode(), timeout=60) as answer:
        if answer.url != f"{site}/":
            raise RuntimeError(f"{who.email} could not sign in")
    return opener
