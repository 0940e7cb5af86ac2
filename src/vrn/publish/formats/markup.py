"""Sentences, tables and lists as HTML: all of it escaped, and each figure a link to its proof."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from vrn.publish.document import Link, Note, Shown, UnreleasedNumberError, show_aspect
from vrn.publish.numbers import printable
from vrn.release.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vrn.publish.document import Cell, Span, Spans, Table


def _in_page(key: str) -> str:
    return f"#{key}"


def _in_list(figure: Figure) -> str:
    return f"#figure-{figure.id}"


@dataclass(frozen=True, kw_only=True)
class Page:
    """What the markup of a section has to know: the notes' numbers and where links lead.

    `figure_address` gives where a figure is explained, `known_address` where a chart's "How do we
    know this?" leads, `part_address` where a key of the document stands, and `csv_address` where a
    chart's table is kept as a file (None: it has none). `section` is the key of the section being
    written, `drawings` the wide and the narrow SVG of each chart by its key.
    """

    notes: Mapping[Note, int]
    drawings: Mapping[str, tuple[str, str]]
    figure_address: Callable[[Figure], str] = _in_list
    known_address: Callable[[Figure], str] = _in_list
    part_address: Callable[[str], str] = _in_page
    csv_address: Callable[[str], str | None] = field(default=lambda _: None)
    section: str = ""


def escape_text(text: str) -> str:
    """The text safe within an element or an attribute in double quotes."""
    return escape(printable(text), quote=True)


def mark_spans(spans: Spans, page: Page) -> str:
    """A sentence as HTML."""
    return "".join(_mark_span(span, page) for span in spans)


def _mark_span(span: Span, page: Page) -> str:
    if isinstance(span, str):
        return escape_text(span)
    if isinstance(span, Shown):
        return _mark_figure(span.figure, span.aspect, page)
    if isinstance(span, Link):
        return _mark_link(span, page)
    if isinstance(span, Note):
        number = page.notes[span]
        return (
            f'<sup class="vrn-note-mark"><a href="#{note_key(page.section, number)}" '
            f'role="doc-noteref" aria-label="Note {number}">{number}</a></sup>'
        )
    raise UnreleasedNumberError(f"a sentence cannot show a {type(span).__name__}")


def note_key(section: str, number: int) -> str:
    """The address of a note at the foot of a section."""
    return f"{section}-note-{number}"


def _mark_figure(figure: Figure, aspect: str, page: Page) -> str:
    address = escape_text(page.figure_address(figure))
    return f'<a class="figure" href="{address}">{escape_text(show_aspect(figure, aspect))}</a>'


def _mark_link(link: Link, page: Page) -> str:
    address = link.address
    if address.startswith("#"):
        address = page.part_address(address[1:])
    return f'<a class="govuk-link" href="{escape_text(address)}">{escape_text(link.text)}</a>'


def mark_cell(cell: Cell, page: Page) -> str:
    """What stands in a table's cell, as HTML."""
    if isinstance(cell, Figure):
        return _mark_figure(cell, "value", page)
    return _mark_span(cell, page)


def mark_table(table: Table, page: Page, *, label: str = "") -> str:
    """A table with its caption, heads with scope, and its source, in a region that scrolls."""
    mark = f'<span class="vrn-label">{label}:</span> ' if label else ""
    caption = f"{mark}{mark_spans(table.title, page)}"
    head = "".join(
        _tag_cell("th", escape_text(name), is_numeric, scope="col")
        for name, is_numeric in zip(table.columns, table.numeric, strict=True)
    )
    return (
        f'<div class="vrn-table" id="{table.key}">\n'
        f'<div class="vrn-scroll" role="region" aria-labelledby="{table.key}-caption" '
        'tabindex="0">\n'
        '<table class="govuk-table">\n'
        '<caption class="govuk-table__caption govuk-table__caption--s" '
        f'id="{table.key}-caption">{caption}</caption>\n'
        f'<thead class="govuk-table__head"><tr class="govuk-table__row">{head}</tr></thead>\n'
        f'<tbody class="govuk-table__body">\n{_rows(table, page)}</tbody>\n</table>\n</div>\n'
        f"{mark_source(table.source, page)}</div>\n"
    )


def _rows(table: Table, page: Page) -> str:
    rows = []
    for row in table.rows:
        first, *others = (
            (mark_cell(cell, page), is_numeric)
            for cell, is_numeric in zip(row, table.numeric, strict=True)
        )
        cells = _tag_cell("th", *first, scope="row")
        cells += "".join(_tag_cell("td", *other) for other in others)
        rows.append(f'<tr class="govuk-table__row">{cells}</tr>\n')
    return "".join(rows)


def _tag_cell(tag: str, inner: str, is_numeric: bool, *, scope: str = "") -> str:
    kind = "header" if tag == "th" else "cell"
    classes = f"govuk-table__{kind}"
    if is_numeric:
        classes += f" govuk-table__{kind}--numeric"
    where = f' scope="{scope}"' if scope else ""
    return f'<{tag}{where} class="{classes}">{inner}</{tag}>'


def mark_source(source: Spans, page: Page) -> str:
    """The line under a table or chart that says where it comes from; nothing where it is empty."""
    if not source:
        return ""
    return f'<p class="govuk-body-s vrn-source">{mark_spans(source, page)}</p>\n'


def mark_items(items: tuple[Spans, ...], page: Page) -> str:
    """Sentences as a list with bullets."""
    marked = "".join(f"<li>{mark_spans(item, page)}</li>\n" for item in items)
    return f'<ul class="govuk-list govuk-list--bullet">\n{marked}</ul>\n'
