"""Every word of a template goes through gettext, and the catalogue of words is up to date."""

from __future__ import annotations

import re
import runpy
from html.parser import HTMLParser
from pathlib import Path

import pytest

import vrn_web

HERE = Path(vrn_web.__file__).parent
TEMPLATES = sorted(HERE.rglob("templates/**/*.html"))
SCRIPT = HERE.parent.parent / "scripts" / "build_messages.py"
SAID = ("alt", "title", "aria-label", "placeholder", "label", "content")
# Not words: a command to type, and what a browser reads.
NOT_WORDS = {
    "vrn publish profile",
    "vrn publish assessment",
    "vrn publish questions",
    "width=device-width, initial-scale=1, viewport-fit=cover",
}
NOT_WORDS |= {"width=device-width, initial-scale=1", "site/sign-ins.txt"}


class _Words(HTMLParser):
    """Gathers what a reader sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in SAID and value]


def bare_text(template: str) -> list[str]:
    """The words of a template that no translator would see."""
    text = re.sub(
        r"{% (?:blocktranslate|comment).*?{% end(?:blocktranslate|comment) %}",
        "",
        template,
        flags=re.DOTALL,
    )
    text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", text, flags=re.DOTALL)
    words = _Words()
    words.feed(text)
    found = (one.strip() for one in words.found)
    return [one for one in found if re.search(r"[A-Za-z]", one) and one not in NOT_WORDS]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(HERE).as_posix())
def test_a_template_holds_no_bare_text(path: Path) -> None:
    assert bare_text(path.read_text(encoding="utf-8")) == []


def test_bare_text_would_be_found() -> None:
    page = '<p>{% translate "a" %}</p><p>Loose {{ b }}</p><img alt="words">'
    assert bare_text(page) == ["Loose", "words"]


def test_the_english_catalogue_holds_todays_words() -> None:
    main = runpy.run_path(str(SCRIPT))["main"]
    assert main(["--check"]) == 0, "run: python scripts/build_messages.py"


def test_a_translation_is_shown(client, tmp_path, settings_of) -> None:
    script = runpy.run_path(str(SCRIPT))
    words = script["gather"]()
    words.get("Page not found").string = "Heb ddod o hyd"
    folder = tmp_path / "cy" / "LC_MESSAGES"
    script["compile_catalogue"](words, folder / "django.mo")
    with settings_of(LOCALE_PATHS=[str(tmp_path)], LANGUAGE_CODE="cy", LANGUAGES=[("cy", "cy")]):
        page = client.get("/nowhere/").content.decode()
    assert '<h1 class="govuk-heading-l">Heb ddod o hyd</h1>' in page
    assert '<html lang="cy"' in page
