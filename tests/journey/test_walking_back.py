"""A Board member's way: from a sentence to its file and back again, by mouse and by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journey.addresses import VIOLENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page with scripts switched off, as some read it."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_from_a_sentence_to_the_file_and_back(page: Page, site: str) -> None:
    page.goto(f"{site}/profile/key-findings/")
    first = page.locator("main li a.figure").first
    value = first.inner_text()
    first.click()
    assert page.locator(".vrn-single__value").inner_text().startswith(value)
    assert page.locator("dt", has_text="Measure").count() >= 1
    assert page.locator("caption", has_text="suppl").count() == 1
    assert len(page.locator(".vrn-hash").first.inner_text()) == 64
    page.get_by_role("link", name="Key finding 1").click()
    assert page.url.endswith("#key-finding-1")
    page.go_back()
    page.locator("table tbody th a").first.click()
    assert page.locator("h1").inner_text()
    assert page.get_by_text("Figures that rest on it").count() == 1
    page.locator("#figures ~ div a.figure, #figures ~ .vrn-scroll a.figure").first.click()
    assert "/figures/" in page.url


def test_a_figure_of_the_page_is_the_figure_of_the_file(page: Page, site: str) -> None:
    page.goto(f"{site}/dashboard/?measure={VIOLENCE}&split=district")
    cells = page.locator("table.vrn-figures a.figure").all_inner_texts()
    address = page.get_by_role("link", name="Download these figures as CSV").get_attribute("href")
    assert address
    text = page.request.get(site + address).text()
    for cell in cells:
        assert f",{cell.replace(',', '')}," in text


def test_choosing_by_form_alone(page: Page, site: str) -> None:
    page.goto(f"{site}/dashboard/")
    page.get_by_label("Measure").select_option("robbery")
    page.get_by_role("button", name="Show").click()
    assert "measure=robbery" in page.url
    assert page.locator(".vrn-chosen").inner_text().startswith("Robbery")
    page.get_by_label("Shown").select_option("district")
    page.get_by_role("button", name="Show").click()
    assert "by district" in page.locator(".vrn-chosen").inner_text()


def test_by_keyboard_alone(page: Page, site: str) -> None:
    page.goto(f"{site}/dashboard/?measure={VIOLENCE}&split=district")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.id || document.activeElement.className")
        )
    assert reached[:4] == ["measure", "split", "where", "period"]
    assert reached[4] == "govuk-button"
    assert "figure" in reached
    while page.evaluate("document.activeElement.className") != "figure":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/figures/*/")
    assert page.locator("h1").inner_text()


def test_focus_can_be_seen(page: Page, site: str) -> None:
    page.goto(f"{site}/dashboard/?measure={VIOLENCE}&split=district")
    for target in ("#measure", ".govuk-button", "main a.figure", ".vrn-scroll", "nav a"):
        page.locator(target).first.focus()
        outline, shadow, ground = page.evaluate(
            "(() => {const s = getComputedStyle(document.activeElement);"
            "return [s.outlineStyle, s.boxShadow, s.backgroundColor]})()"
        )
        is_seen = outline != "none" or shadow != "none" or ground == "rgb(255, 221, 0)"
        assert is_seen, target


def focused(page: Page) -> str:
    """The words of the element that has the focus."""
    return str(page.evaluate("document.activeElement.textContent")).strip()
