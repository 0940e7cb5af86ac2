"""Gathers the site's words for translators and compiles what they wrote.

    build_messages.py            writes locale/*/LC_MESSAGES/django.po and compiles each to .mo
    build_messages.py --check    changes nothing; 1 where the English catalogue is not up to date

Babel does it, so no gettext program is needed on the machine. A new language begins with an empty
folder locale/<code>/LC_MESSAGES.
"""

from __future__ import annotations

import io
import re
import sys
from ast import literal_eval
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "src" / "vrn_web"
LOCALE = SITE / "locale"
SOURCE_LANGUAGE = "en"
CALLS = {
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
# Django turns a template into calls of these; each argument is a literal of Python, or "count".
_LITERAL = re.compile(r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", re.DOTALL)
_CALL = re.compile(
    rf"\b(gettext|ngettext|pgettext|npgettext|_)\(((?:{_LITERAL.pattern}|[,\s]|count)+)\)",
    re.DOTALL,
)
# Lines of a catalogue that change from day to day or say nothing.
_DAILY = re.compile(
    rb'#( |$)|"(POT-Creation|PO-Revision)-Date|"Last-Translator|"Language-Team|"Generated-By'
    rb'|"Report-Msgid'
)


def main(arguments: list[str]) -> int:
    """Writes and compiles the catalogues, or only compares where asked to."""
    words = gather()
    if "--check" in arguments:
        return (
            0 if _po(SOURCE_LANGUAGE).read_bytes() == as_po(merged(words, SOURCE_LANGUAGE)) else 1
        )
    for language in languages():
        catalogue = merged(words, language)
        _po(language).parent.mkdir(parents=True, exist_ok=True)
        _po(language).write_bytes(as_po(catalogue))
        compile_catalogue(catalogue, _po(language).with_suffix(".mo"))
    return 0


def languages() -> list[str]:
    """English, and every language that has a folder."""
    found = {path.parent.name for path in LOCALE.glob("*/LC_MESSAGES")}
    return sorted(found | {SOURCE_LANGUAGE})


def gather() -> Catalog:
    """Every text of the templates and the code, with where it stands, in a fixed order."""
    words = Catalog(project="vrn", charset="utf-8")
    for path in sorted([*SITE.rglob("templates/**/*.html"), *SITE.rglob("*.py")]):
        place = path.relative_to(ROOT).as_posix()
        find = from_template if path.suffix == ".html" else from_code
        for message, context in find(path):
            words.add(message, locations=[(place, 1)], context=context)
    return words


def from_template(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """The texts of a template, as (text or (one, many), context)."""
    from django.utils.translation.template import templatize

    text = templatize(path.read_text(encoding="utf-8"))
    for name, inner in (found.group(1, 2) for found in _CALL.finditer(text)):
        parts = [literal_eval(found[1]) for found in _LITERAL.finditer(inner)]
        context = parts.pop(0) if "p" in name.removesuffix("gettext") else None
        yield (tuple(parts) if len(parts) > 1 else parts[0]), context


def from_code(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """The texts of a module of Python, likewise."""
    with path.open("rb") as stream:
        for _, message, _, context in extract("python", stream, keywords=CALLS):
            yield message, context


def merged(words: Catalog, language: str) -> Catalog:
    """The language's catalogue with today's texts, keeping what was translated already."""
    catalogue = Catalog(locale=language, project="vrn", charset="utf-8", fuzzy=False)
    path = _po(language)
    held = Catalog(locale=language)
    if path.is_file():
        with path.open("rb") as stream:
            held = read_po(stream, locale=language)
    for message in words:
        if message.id:
            former = held.get(message.id, message.context)
            places = [(place, 1) for place, _ in message.locations]
            catalogue.add(
                message.id,
                former.string if former else None,
                locations=places,
                context=message.context,
            )
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as text, the same for the same words on any day: without dates and lines."""
    stream = io.BytesIO()
    write_po(stream, catalogue, sort_output=True, include_lineno=False, width=100)
    lines = stream.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not _DAILY.match(line))


def compile_catalogue(catalogue: Catalog, path: Path) -> None:
    """Writes the catalogue as gettext reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        write_mo(stream, catalogue)


def _po(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
