"""The body of a document as HTML sections: the same markup in the stand-alone page and the web.

Class names are those of the GOV.UK Design System where it has one for the thing, and begin with
"vrn-" where it has none; `document.css` styles the latter for both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from vrn.publish.document import (
    Box,
    Bullets,
    Chart,
    Heading,
    Note,
    Paragraph,
    Table,
    UnreleasedNumberError,
    placed_blocks,
)
from vrn.publish.drawings.embedding import embed_svg
from vrn.publish.formats.markup import (
    Page,
    escape_text,
    mark_items,
    mark_source,
    mark_spans,
    mark_table,
    note_key,
)
from vrn.publish.numbers import (
    FINDINGS,
    FINDINGS_KEY,
    MADE_UP,
    SUMMARY,
    SUMMARY_KEY,
    check_document,
    note_numbers,
    place_keys,
    sentences_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from vrn.publish.document import Block, Document, Spans
    from vrn.release.figure import Figure

Placed: TypeAlias = "tuple[str, Block]"


@dataclass(frozen=True)
class Section:
    """One chapter: its heading as text, its key as an address, and the HTML below the heading."""

    heading: str
    key: str
    html: str


@dataclass(frozen=True, kw_only=True)
class _Chapter:
    """One chapter before it is marked up; only an opening one has a summary or findings."""

    heading: str
    key: str
    summary: tuple[Spans, ...] = ()
    findings: tuple[Spans, ...] = ()
    placed: tuple[Placed, ...] = ()


def render_body(
    document: Document,
    *,
    drawings: Mapping[str, tuple[str, str]],
    figure_address: Callable[[Figure], str] | None = None,
    known_address: Callable[[Figure], str] | None = None,
    part_address: Callable[[str], str] | None = None,
    csv_address: Callable[[str], str | None] | None = None,
    heading_level: int = 2,
) -> list[Section]:
    """The document's sections: the summary and the key findings, then one for each chapter.

    `heading_level` is that of a section's own heading, which the caller writes; inner headings
    follow it. Notes stand at the foot of the section that uses them, under their number in the
    whole document. Addresses left out lead within the page: see `Page`.
    """
    check_document(document)
    page = Page(notes=note_numbers(document), drawings=drawings)
    if figure_address is not None:
        page = replace(page, figure_address=figure_address, known_address=figure_address)
    if known_address is not None:
        page = replace(page, known_address=known_address)
    if part_address is not None:
        page = replace(page, part_address=part_address)
    if csv_address is not None:
        page = replace(page, csv_address=csv_address)
    keys = place_keys(document)
    return [
        Section(
            chapter.heading,
            chapter.key,
            _mark_banner(document)
            + _mark_chapter(chapter, replace(page, section=chapter.key), heading_level + 1)
            + _mark_notes(chapter, replace(page, section=chapter.key), keys),
        )
        for chapter in _chapters(document)
    ]


def _chapters(document: Document) -> Iterator[_Chapter]:
    """The summary; the findings with what stands before the first chapter; then each chapter."""
    if document.summary:
        yield _Chapter(heading=SUMMARY, key=SUMMARY_KEY, summary=document.summary)
    starts: list[tuple[str, str, list[Placed]]] = [(FINDINGS, FINDINGS_KEY, [])]
    for place, block in placed_blocks(document):
        if isinstance(block, Heading) and block.level == 1:
            starts.append((block.text, block.key, []))
        else:
            starts[-1][2].append((place, block))
    for number, (heading, key, placed) in enumerate(starts):
        findings = () if number else document.findings
        if number or findings or placed:
            yield _Chapter(heading=heading, key=key, findings=findings, placed=tuple(placed))


def _mark_banner(document: Document) -> str:
    return f'<p class="vrn-made-up">{MADE_UP}</p>\n' if document.made_up else ""


def _mark_chapter(chapter: _Chapter, page: Page, level: int) -> str:
    parts, inner = [_mark_summary(chapter.summary, page)], level
    parts.append(_mark_findings(chapter.findings, page))
    for place, block in chapter.placed:
        if isinstance(block, Heading):
            inner = level + 1
            parts.append(
                f'<h{level} class="govuk-heading-m" id="{block.key}">'
                f"{escape_text(block.text)}</h{level}>\n"
            )
        elif isinstance(block, Box):
            parts.append(_mark_box(block, page, inner))
        else:
            parts.append(_mark_block(place, block, page))
    return "".join(parts)


def _mark_summary(summary: tuple[Spans, ...], page: Page) -> str:
    return "".join(
        f'<p class="govuk-body" id="summary-{number}">{mark_spans(spans, page)}</p>\n'
        for number, spans in enumerate(summary, 1)
    )


def _mark_findings(findings: tuple[Spans, ...], page: Page) -> str:
    if not findings:
        return ""
    items = "".join(
        f'<li id="key-finding-{number}">{mark_spans(spans, page)}</li>\n'
        for number, spans in enumerate(findings, 1)
    )
    return f'<ol class="govuk-list vrn-findings">\n{items}</ol>\n'


def _mark_block(place: str, block: Block, page: Page) -> str:
    if isinstance(block, Paragraph):
        number = place.removeprefix("paragraph ")
        return (
            f'<p class="govuk-body vrn-numbered" id="paragraph-{number}">'
            f'<span class="vrn-number">{number}.</span> {mark_spans(block.spans, page)}</p>\n'
        )
    if isinstance(block, Bullets):
        return mark_items(block.items, page)
    if isinstance(block, Table):
        return mark_table(block, page, label=place.capitalize())
    if isinstance(block, Chart):
        return _mark_chart(place.capitalize(), block, page)
    raise UnreleasedNumberError(f"a document cannot show a {type(block).__name__}")


def _mark_box(box: Box, page: Page, level: int) -> str:
    return (
        f'<div class="govuk-inset-text vrn-box">\n<h{level} class="govuk-heading-s">'
        f"{escape_text(box.title)}</h{level}>\n{mark_items(box.items, page)}</div>\n"
    )


def _mark_chart(label: str, chart: Chart, page: Page) -> str:
    if chart.key not in page.drawings:
        raise ValueError(f"chart {chart.key}: no drawing of it was given; draw it first")
    wide, narrow = page.drawings[chart.key]
    return (
        f'<figure class="vrn-chart" id="{chart.key}" aria-labelledby="{chart.key}-caption">\n'
        f'<figcaption id="{chart.key}-caption"><strong class="govuk-heading-s vrn-chart-title">'
        f'<span class="vrn-label">{label}:</span> {mark_spans(chart.title, page)}</strong>\n'
        f'<span class="govuk-body-s vrn-subtitle">{mark_spans(chart.subtitle, page)}</span>'
        "</figcaption>\n"
        f'<div class="vrn-wide">{embed_svg(wide, f"{chart.key}-wide")}</div>\n'
        f'<div class="vrn-narrow">{embed_svg(narrow, f"{chart.key}-narrow")}</div>\n'
        f'<p class="govuk-body vrn-sentence">{mark_spans(chart.sentence, page)}</p>\n'
        f"{mark_source(chart.source, page)}"
        '<details class="govuk-details"><summary class="govuk-details__summary">'
        f'<span class="govuk-details__summary-text">The table behind {label.lower()}</span>'
        f'</summary>\n<div class="govuk-details__text">\n{mark_table(chart.table, page)}</div>\n'
        f"</details>\n{_mark_chart_links(label, chart, page)}</figure>\n"
    )


def _mark_chart_links(label: str, chart: Chart, page: Page) -> str:
    """Where the chart's figures are explained, and its table as a file; each says of which."""
    which = f'<span class="govuk-visually-hidden"> ({label})</span>'
    links = []
    first = next((figure for series in chart.series for figure in series.figures), None)
    if first is not None:
        address = escape_text(page.known_address(first))
        links.append(f'<a class="govuk-link" href="{address}">How do we know this?{which}</a>')
    file = page.csv_address(chart.key)
    if file is not None:
        links.append(
            f'<a class="govuk-link" download="{chart.key}.csv" href="{escape_text(file)}">'
            f"Download the table as CSV{which}</a>"
        )
    return f'<p class="govuk-body-s vrn-chart-links">{" ".join(links)}</p>\n' if links else ""


def _mark_notes(chapter: _Chapter, page: Page, keys: Mapping[str, str]) -> str:
    """The chapter's notes with their numbers, and for each the way back to where it is marked."""
    places: dict[Note, dict[str, None]] = {}
    for place, sentences in _sentences(chapter):
        for note in _notes_in(sentences):
            places.setdefault(note, {})[place] = None
    if not places:
        return ""
    items = "".join(
        f'<li id="{note_key(page.section, page.notes[note])}" value="{page.notes[note]}">'
        f"{mark_spans(note.spans, page)} {_mark_ways_back(tuple(found), keys)}</li>\n"
        for note, found in sorted(places.items(), key=lambda item: page.notes[item[0]])
    )
    return (
        '<div class="vrn-notes" role="group" aria-label="Notes">\n'
        f'<ol class="govuk-list">\n{items}</ol>\n</div>\n'
    )


def _sentences(chapter: _Chapter) -> Iterator[tuple[str, tuple[Spans, ...]]]:
    for number, sentence in enumerate(chapter.summary, 1):
        yield f"summary {number}", (sentence,)
    for number, finding in enumerate(chapter.findings, 1):
        yield f"key finding {number}", (finding,)
    for place, block in chapter.placed:
        yield place, sentences_of(block)


def _notes_in(sentences: Sequence[Spans]) -> Iterator[Note]:
    for spans in sentences:
        yield from (span for span in spans if isinstance(span, Note))


def _mark_ways_back(places: Sequence[str], keys: Mapping[str, str]) -> str:
    return ", ".join(
        f'<a class="govuk-link vrn-way-back" role="doc-backlink" href="#{keys[place]}">'
        f"back to {place.removeprefix('after ')}</a>"
        for place in places
    )
