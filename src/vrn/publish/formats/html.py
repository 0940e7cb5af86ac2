"""The document as one HTML file: style, fonts and drawings inside, no script, no outside address.

Only links to licences and sources lead out. The sections are those of `body`, so the web shows the
same markup.
"""

from __future__ import annotations

from base64 import b64encode
from importlib.resources import files
from typing import TYPE_CHECKING

from vrn.publish.drawings.colours import BRAND, check_brand
from vrn.publish.drawings.fonts import FAMILY, font_files
from vrn.publish.formats.bases import bases_of
from vrn.publish.formats.body import Section, render_body
from vrn.publish.formats.known import KNOWN, KNOWN_KEY, mark_known
from vrn.publish.formats.markup import Page, escape_text, mark_spans
from vrn.publish.numbers import (
    MADE_UP,
    MADE_UP_MEANING,
    check_document,
    place_keys,
    places_by_figure,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from vrn.publish.document import Document
    from vrn.release.figure import Figure

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
_SHIPPED_STYLES = ((400, "normal"), (600, "normal"), (700, "normal"))


def render_html(
    document: Document,
    *,
    drawings: Mapping[str, tuple[str, str]],
    supplies: Mapping[str, Mapping[str, object]],
    chart_files: Mapping[str, bytes] | None = None,
    figure_address: Callable[[Figure], str] | None = None,
    brand: str = BRAND,
) -> str:
    """The whole document as the text of one file.

    `drawings` gives each chart's key its wide and narrow SVG, `supplies` each receipt id its facts
    (file, sha256, supplier, licence), `chart_files` each chart's key its table as CSV. Where
    `figure_address` is given, figures lead there; else to an appendix that explains each of them.
    """
    check_document(document)
    check_brand(brand)
    bases = bases_of(document)
    known = {figure.id: basis.key for basis in bases for figure in basis.figures}
    sections = render_body(
        document,
        drawings=drawings,
        figure_address=figure_address,
        known_address=figure_address or (lambda figure: f"#{known[figure.id]}"),
        csv_address=lambda key: _file_address((chart_files or {}).get(key)),
    )
    if figure_address is None:
        places, keys = places_by_figure(document), place_keys(document)
        appendix = mark_known(bases, places=places, keys=keys, supplies=supplies)
        sections.append(Section(KNOWN, KNOWN_KEY, appendix))
    return _frame(document, sections, brand)


def _file_address(file: bytes | None) -> str | None:
    """A CSV file as an address that holds it, so that one file is the whole document."""
    return None if file is None else f"data:text/csv;base64,{b64encode(file).decode()}"


def _frame(document: Document, sections: Sequence[Section], brand: str) -> str:
    name = escape_text(document.organisation)
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="{escape_text(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape_text(document.title)} – {name}</title>\n"
        f"<style>\n{_font_faces()}{_style()}:root{{--vrn-brand:{brand}}}\n</style>\n"
        "</head>\n<body>\n"
        '<a class="govuk-skip-link" href="#main-content">Skip to main content</a>\n'
        f'<header class="vrn-header"><div class="vrn-width">{name}</div></header>\n'
        f"{_banner(document)}"
        f'<main class="vrn-width vrn-document" id="main-content" tabindex="-1">\n'
        f"{_title(document)}{_contents(sections)}"
        f"{''.join(_mark_section(section) for section in sections)}</main>\n"
        f"{_footer(document)}</body>\n</html>\n"
    )


def _banner(document: Document) -> str:
    if not document.made_up:
        return ""
    return (
        f'<div class="vrn-banner" role="region" aria-label="{MADE_UP}"><div class="vrn-width">'
        f"<strong>{MADE_UP}.</strong> {MADE_UP_MEANING}</div></div>\n"
    )


def _title(document: Document) -> str:
    page = Page(notes={}, drawings={})
    return (
        f'<h1 class="govuk-heading-xl">{escape_text(document.title)}</h1>\n'
        f'<p class="govuk-body-l">{mark_spans(document.subtitle, page)}</p>\n'
    )


def _contents(sections: Sequence[Section]) -> str:
    items = "".join(
        f'<li><a class="govuk-link" href="#{section.key}">{escape_text(section.heading)}</a></li>\n'
        for section in sections
    )
    return (
        '<nav class="vrn-contents" aria-labelledby="contents">\n'
        '<h2 class="govuk-heading-s" id="contents">Contents</h2>\n'
        f'<ol class="govuk-list">\n{items}</ol>\n</nav>\n'
    )


def _mark_section(section: Section) -> str:
    return (
        f'<section id="{section.key}" aria-labelledby="{section.key}-heading">\n'
        f'<h2 class="govuk-heading-l" id="{section.key}-heading">{escape_text(section.heading)}'
        f"</h2>\n{section.html}</section>\n"
    )


def _footer(document: Document) -> str:
    page = Page(notes={}, drawings={})
    edition = f"<p>Edition {escape_text(document.edition)}</p>\n" if document.edition else ""
    licence = f'<p id="licence">{mark_spans(document.licence, page)}</p>\n'
    return (
        '<footer class="vrn-footer"><div class="vrn-width govuk-body-s">\n'
        f"{licence if document.licence else ''}{edition}</div></footer>\n"
    )


def _font_faces() -> str:
    return "".join(
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};font-style:{slant};"
        f"src:url(data:font/ttf;base64,{b64encode(path.read_bytes()).decode()})}}\n"
        for path, weight, slant in font_files()
        if (weight, slant) in _SHIPPED_STYLES
    )


def _style() -> str:
    folder = files("vrn.publish") / "formats"
    return "".join((folder / name).read_text("utf-8") for name in ("profile.css", "document.css"))
