"""The document: blocks with numbered paragraphs, notes, tables, charts and maps, made of Figures.

One model feeds every format, so a number reads the same in the page, the PDF and the Word file.
What a sentence may hold is in `vrn.publish.sentence`, whose names this module gives on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from vrn.publish.funnelled import Funnelled, check_funnelled
from vrn.publish.judged import Judged, check_judged
from vrn.publish.sentence import (
    Cell,
    Link,
    Name,
    Note,
    Shown,
    Span,
    Spans,
    UnreleasedNumberError,
    check_cell,
    check_plain_spans,
    check_spans,
    check_text,
    show_aspect,
)
from vrn.release.figure import Figure, check_seal
from vrn.terms import Clearance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.release.outline import Outline
    from vrn.terms import Period

__all__ = [
    "Band", "Block", "Box", "Bullets", "Cell", "Chart", "Document", "Heading", "Link", "Name",
    "Note", "Paragraph", "Series", "Shown", "Span", "Spans", "Table", "UnreleasedNumberError",
    "figures_of", "placed_blocks", "show_aspect", "uses_of",
]  # fmt: skip

_KEY = re.compile(r"[a-z][a-z0-9_-]*")
# Addresses that the renderers make themselves and no part may take.
_RESERVED = re.compile(r"(paragraph|figure|note|known|supply|summary|key-finding)-.*|.*-note-\d+")


def _check_key(key: str) -> None:
    if not _KEY.fullmatch(key) or _RESERVED.fullmatch(key):
        raise ValueError(
            f"{key!r} cannot be the key of a part: write small letters, digits, - and _, and do "
            "not begin with paragraph-, figure-, note-, known-, supply-, summary- or key-finding-"
        )


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (a chapter) or 2; `key` is its address within the document."""

    text: str
    key: str
    level: int = 1

    def __post_init__(self) -> None:
        check_text(self.text)
        _check_key(self.key)
        if self.level not in {1, 2}:
            raise ValueError(f"heading {self.text!r}: a level is 1 or 2, not {self.level}")


@dataclass(frozen=True)
class Paragraph:
    """One numbered paragraph; numbers run through the whole document, across headings."""

    spans: Spans

    def __post_init__(self) -> None:
        check_spans(self.spans)


@dataclass(frozen=True)
class Bullets:
    """A short unnumbered list under the paragraph before it."""

    items: tuple[Spans, ...]

    def __post_init__(self) -> None:
        for item in self.items:
            check_spans(item)


@dataclass(frozen=True)
class Box:
    """Set-apart text with a title, such as a definition or what the figures cannot show."""

    title: str
    items: tuple[Spans, ...]

    def __post_init__(self) -> None:
        check_text(self.title)
        for item in self.items:
            check_spans(item)


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table whose numbers are figures; `title` states what it shows, `source` stands below.

    `columns` are the headings; `numeric` says which columns are set right in tabular figures.
    The first column names the row.
    """

    key: str
    title: Spans
    columns: tuple[str | Name, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[bool, ...]
    source: Spans

    def __post_init__(self) -> None:
        _check_key(self.key)
        check_spans(self.title)
        check_spans(self.source)
        for column in self.columns:
            check_text(column)
        if len(self.numeric) != len(self.columns):
            raise ValueError(f"table {self.key}: say of each column whether it is numeric")
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"table {self.key}: a row has {len(row)} cells, not as its head")
            for cell in row:
                check_cell(cell)


@dataclass(frozen=True)
class Band:
    """A labelled stretch of months behind a time chart, such as a national restriction."""

    label: str
    period: Period

    def __post_init__(self) -> None:
        check_text(self.label)


@dataclass(frozen=True)
class Series:
    """One line: a label and a figure per month in order; a month not held is NOT_AVAILABLE.

    The line breaks at such a month and is never drawn across it. `is_dashed` sets it apart.
    """

    label: str
    figures: tuple[Figure, ...]
    is_dashed: bool = False

    def __post_init__(self) -> None:
        check_text(self.label)
        for figure in self.figures:
            check_seal(figure)


KINDS = frozenset({"line", "bars", "pyramid", "hours", "map", "control", "funnel"})


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What every chart has: a finding as its title, a subtitle, a sentence, a table and a source.

    `kind` is "line" (uses `series` and `bands`), "bars" (one series, or two in step, labelled by
    dimension `by`, drawn with intervals), "pyramid" (two series in step, drawn back to back),
    "hours" (lines over the hours of a day, by the last two digits of the code in `by`), "map"
    (one series as bars have it, on `outline`, five classes), "control" (one monthly series with
    what is `judged` of it) or "funnel" (one series of rates by place, `funnelled`).
    `frame` holds figures of another chart that the axes have room for too, so that the two may be
    compared; they are not drawn. `labels` are what bars are called, in step with the series, where
    neither a dimension nor a place tells their figures apart: they are of different measures. The
    table behind a chart takes no notes: not every format prints it in its place.
    """

    key: str
    kind: str
    title: Spans
    subtitle: Spans
    sentence: Spans
    source: Spans
    table: Table
    series: tuple[Series, ...]
    bands: tuple[Band, ...] = ()
    by: str = ""
    outline: Outline | None = None
    overlay: Outline | None = None
    frame: tuple[Figure, ...] = ()
    judged: Judged | None = None
    funnelled: Funnelled | None = None
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_key(self.key)
        check_judged(self)
        check_funnelled(self)
        for figure in self.frame:
            check_seal(figure)
        if self.kind not in KINDS:
            raise ValueError(f"chart {self.key}: no kind {self.kind!r}")
        for spans in (self.title, self.subtitle, self.sentence, self.source):
            check_spans(spans)
        for label in self.labels:
            check_text(label)
        if self.labels and any(len(self.labels) != len(row.figures) for row in self.series):
            raise ValueError(f"chart {self.key}: its labels are not in step with its figures")
        check_plain_spans(self.table.title, "the table behind a chart")
        check_plain_spans(self.table.source, "the table behind a chart")


Block: TypeAlias = Heading | Paragraph | Bullets | Box | Table | Chart
_NUMBERED: dict[type, str] = {Paragraph: "paragraph", Chart: "figure", Table: "table"}


@dataclass(frozen=True, kw_only=True)
class Document:
    """A whole document with its clearance; `made_up` puts "Made-up data" on every page of it.

    `summary` is what it opens with, a paragraph each, before the numbered `findings`. `edition` is
    the name of a stored state (`vrn.publish.stored`), empty before it is stored. `licence` is the
    line of attribution at its end. `language` is a tag such as "en-GB".
    """

    name: str
    title: str
    subtitle: Spans
    organisation: str
    language: str
    made_up: bool
    blocks: tuple[Block, ...]
    findings: tuple[Spans, ...] = ()
    summary: tuple[Spans, ...] = ()
    edition: str = ""
    licence: Spans = field(default=())

    def __post_init__(self) -> None:
        check_text(self.title)
        check_plain_spans(self.subtitle, "a subtitle")
        check_plain_spans(self.licence, "the line of attribution")
        for sentence in (*self.summary, *self.findings):
            check_spans(sentence)
        if self.clearance is Clearance.OPERATIONAL:
            raise UnreleasedNumberError("operational figures are looked at, and never published")
        keys = [key for block in self.blocks for key in _keys_of(block)]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise ValueError(f"document {self.name}: two parts share the key {', '.join(twice)}")
        _check_frames(self)

    @property
    def clearance(self) -> Clearance:
        """The narrowest clearance of any figure in the document; open where it has no figure."""
        return max((figure.clearance for figure in figures_of(self)), default=Clearance.OPEN)


def _check_frames(document: Document) -> None:
    """Raises where a chart's axes make room for a figure that the document shows nowhere."""
    charts = [block for block in document.blocks if isinstance(block, Chart) and block.frame]
    held = {figure.id for figure in figures_of(document)} if charts else set()
    for chart in charts:
        if any(figure.id not in held for figure in chart.frame):
            raise ValueError(f"chart {chart.key}: its frame has a figure that no chart here shows")


def _keys_of(block: Block) -> tuple[str, ...]:
    if isinstance(block, Chart):
        return (block.key, block.table.key)
    if isinstance(block, Heading | Table):
        return (block.key,)
    if not isinstance(block, Paragraph | Bullets | Box):
        raise UnreleasedNumberError(f"a document has no block of {type(block).__name__}")
    return ()


def figures_of(document: Document) -> tuple[Figure, ...]:
    """Every figure that the document shows, once each, in the order of first use."""
    seen: dict[str, Figure] = {}
    for _, figure in uses_of(document):
        seen.setdefault(figure.id, figure)
    return tuple(seen.values())


def uses_of(document: Document) -> Iterator[tuple[str, Figure]]:
    """Each use of a figure as (place, figure); a place reads "paragraph 12" or "figure 2"."""
    yield from (("subtitle", figure) for figure in _figures_in(document.subtitle))
    for number, item in enumerate(document.summary, 1):
        yield from ((f"summary {number}", figure) for figure in _figures_in(item))
    for number, item in enumerate(document.findings, 1):
        yield from ((f"key finding {number}", figure) for figure in _figures_in(item))
    for place, block in placed_blocks(document):
        yield from ((place, figure) for figure in _figures_of_block(block))
    yield from (("licence", figure) for figure in _figures_in(document.licence))


def placed_blocks(document: Document) -> Iterator[tuple[str, Block]]:
    """Each block with its place: "paragraph 12", "figure 2", "table 1", "after paragraph 12"."""
    numbers = dict.fromkeys(_NUMBERED.values(), 0)
    for block in document.blocks:
        word = _NUMBERED.get(type(block))
        if word:
            numbers[word] += 1
            yield f"{word} {numbers[word]}", block
        else:
            yield f"after paragraph {numbers['paragraph']}", block


def _figures_of_block(block: Block) -> Iterator[Figure]:
    if isinstance(block, Paragraph):
        yield from _figures_in(block.spans)
    elif isinstance(block, Bullets | Box):
        for item in block.items:
            yield from _figures_in(item)
    elif isinstance(block, Table):
        yield from _figures_in(block.title)
        for row in block.rows:
            yield from _figures_in(row)
        yield from _figures_in(block.source)
    elif isinstance(block, Chart):
        for spans in (block.title, block.subtitle, block.sentence, block.source):
            yield from _figures_in(spans)
        for series in block.series:
            yield from series.figures
        if block.judged:
            yield from block.judged.lines
        yield from _figures_of_block(block.table)


def _figures_in(parts: tuple[Span | Cell, ...]) -> Iterator[Figure]:
    for part in parts:
        if isinstance(part, Figure):
            yield part
        elif isinstance(part, Shown):
            yield part.figure
        elif isinstance(part, Note):
            yield from _figures_in(part.spans)
