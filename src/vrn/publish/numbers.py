"""What every format shares: the last check, the numbers of notes, and the addresses of places.

Paragraphs, figures and tables are numbered by `placed_blocks` of the document; here are the notes,
which run through the whole document in the order of reading.
"""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING

from vrn.publish.document import (
    Band,
    Box,
    Bullets,
    Chart,
    Heading,
    Link,
    Note,
    Paragraph,
    Series,
    Shown,
    Table,
    placed_blocks,
    uses_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.publish.document import Block, Document, Spans

MADE_UP = "Made-up data"
MADE_UP_MEANING = "Nothing here is about a real place or a real person."
# On paper a longer table behind a chart is only named: it stands on the web and in its CSV file.
LONGEST_PRINTED_TABLE = 60
TOLD_ELSEWHERE = "This table is long: it stands in the page on the web and in its CSV file."
CONTENTS = "Contents"
TABLES_BEHIND = "The tables behind the figures"
SUMMARY = "Executive summary"
SUMMARY_KEY = "executive-summary"
FINDINGS = "Key findings"
FINDINGS_KEY = "key-findings"
_CHECKED = (Heading, Paragraph, Bullets, Box, Table, Band, Series, Chart, Shown, Link, Note)
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def check_document(document: Document) -> None:
    """Raises unless every part still holds what it may: for renderers, before they write a byte.

    A frozen value can be forced; this asks of each part again what was asked at its birth.
    """
    document.__post_init__()
    opening = (document.subtitle, document.summary, document.findings)
    parts = (*opening, document.blocks, document.licence)
    _check_again(parts)
    keys = {FINDINGS_KEY, *([SUMMARY_KEY] if document.summary else [])} | {
        block.key for block in document.blocks if isinstance(block, Heading | Chart | Table)
    }
    for link in _links_in(parts):
        if link.address.startswith("#") and link.address[1:] not in keys:
            raise ValueError(
                f"the link {link.text!r} leads to {link.address!r}, and no heading, chart or table "
                f"has that key; try one of {', '.join(sorted(keys))}"
            )


def _check_again(part: object) -> None:
    if isinstance(part, tuple):
        for inner in part:
            _check_again(inner)
    elif isinstance(part, _CHECKED):
        part.__post_init__()
        for inner in fields(part):
            _check_again(getattr(part, inner.name))


def _links_in(part: object) -> Iterator[Link]:
    if isinstance(part, tuple):
        for inner in part:
            yield from _links_in(inner)
    elif isinstance(part, Link):
        yield part
    elif isinstance(part, _CHECKED):
        for inner in fields(part):
            yield from _links_in(getattr(part, inner.name))


def note_numbers(document: Document) -> dict[Note, int]:
    """Each note with its number, from 1 in the order of reading; the same note twice is one."""
    numbers: dict[Note, int] = {}
    for spans in _sentences(document):
        for span in spans:
            if isinstance(span, Note):
                numbers.setdefault(span, len(numbers) + 1)
    return numbers


def _sentences(document: Document) -> Iterator[Spans]:
    yield from document.summary
    yield from document.findings
    for block in document.blocks:
        yield from sentences_of(block)


def sentences_of(block: Block) -> tuple[Spans, ...]:
    """The sentences of a block in the order in which every format sets them."""
    if isinstance(block, Paragraph):
        return (block.spans,)
    if isinstance(block, Bullets | Box):
        return block.items
    if isinstance(block, Table):
        return (block.title, block.source)
    if isinstance(block, Chart):
        return (block.title, block.subtitle, block.sentence, block.source)
    return ()


def place_keys(document: Document) -> dict[str, str]:
    """Each place that may use a figure with its address: "paragraph 12" -> "paragraph-12".

    A chart's or table's address is its own key; a list or box has that of the paragraph before.
    """
    keys = {"subtitle": "main-content", "licence": "licence"}
    for number in range(1, len(document.summary) + 1):
        keys[f"summary {number}"] = f"summary-{number}"
    for number in range(1, len(document.findings) + 1):
        keys[f"key finding {number}"] = f"key-finding-{number}"
    for place, block in placed_blocks(document):
        if isinstance(block, Chart | Table):
            keys[place] = block.key
        elif not isinstance(block, Heading):
            keys[place] = place.removeprefix("after ").replace(" ", "-")
    if "after paragraph 0" in keys:
        keys["after paragraph 0"] = "main-content"
    return keys


def places_by_figure(document: Document) -> dict[str, tuple[str, ...]]:
    """For the id of each figure, every place of the document that uses it, in order, once each."""
    places: dict[str, dict[str, None]] = {}
    for place, figure in uses_of(document):
        places.setdefault(figure.id, {})[place] = None
    return {key: tuple(found) for key, found in places.items()}


def tables_behind(document: Document) -> tuple[tuple[str, Table], ...]:
    """The tables behind the charts, which stand in a last chapter on paper: ("Behind figure 2", …).

    One longer than `LONGEST_PRINTED_TABLE` is only named there.
    """
    return tuple(
        (f"Behind {place}", block.table)
        for place, block in placed_blocks(document)
        if isinstance(block, Chart)
    )


def printable(text: str) -> str:
    """The text with characters that no page can hold, or that reorder it, made into "\ufffd".

    Those are control characters other than tab and newline, lone surrogates and the marks that
    turn the direction of writing.
    """
    return _UNPRINTABLE.sub("\ufffd", text)
