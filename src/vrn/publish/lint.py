"""The last reading before a document is written: figures and words that cannot both be true.

Each rule is a function that gives the faults of one kind, in the reader's words. A document with
any fault is not written, and all of them are told at once.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from vrn.publish.document import (
    Box,
    Bullets,
    Chart,
    Name,
    Note,
    Paragraph,
    Shown,
    Table,
    figures_of,
    placed_blocks,
)
from vrn.publish.lint_figures import (
    CHANGES,
    find_midnight_heaps,
    find_same_as_parent,
    find_small_bases,
)
from vrn.publish.numbers import sentences_of
from vrn.publish.rules import direction
from vrn.release.figure import Figure
from vrn.release.wording import as_printed
from vrn.terms import following_month

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vrn.publish.document import Cell, Document, Span, Spans

# An age that stands alone before "year olds": neither a range nor under or over it, nor quoted.
_AGE_SLIP = re.compile(
    r"(?<![-–“\"\d])(?<!under )(?<!over )(?<!to )\b\d{1,3}[- ]year[- ]olds?\b", re.IGNORECASE
)
_PLACED = frozenset({"district", "neighbourhood", "small_area"})
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DIRECTIONS = re.compile(r"\b(rose|fell|showed no clear change)\b")
# Dimensions whose codes are no parts of one whole: they overlap, or stand for times of their own;
# and the hours of a weekday are a part of all hours alone.
_NO_PARTS = frozenset({"definition", "age_group", "month", "quarter", "year", "day_hour"})


class LintError(ValueError):
    """A document says what its figures do not; every fault stands in the message."""


def check_lint(document: Document) -> None:
    """Raises LintError with every fault of the document; nothing where there is none."""
    faults = lint(document)
    if faults:
        listed = "\n".join(f"  {number}. {fault}" for number, fault in enumerate(faults, 1))
        raise LintError(
            f"the document {document.name!r} was not written, for it has {len(faults)} "
            f"fault{'s' if len(faults) > 1 else ''}:\n{listed}\n"
            "Correct the supply, the measure or the sentence, and publish again."
        )


def lint(document: Document) -> tuple[str, ...]:
    """Every fault of a document, in the order of the rules; each once."""
    figures = figures_of(document)
    rules = (
        find_same_as_parent(figures),
        find_open_shares(document),
        find_age_slips(document),
        find_small_bases(figures),
        find_undated_rates(document),
        find_midnight_heaps(figures),
        find_joined_trends(document, figures),
        find_wrong_directions(document, figures),
    )
    return tuple(dict.fromkeys(fault for found in rules for fault in found))


def find_open_shares(document: Document) -> Iterator[str]:
    """A column of shares of one whole that does not come to a hundred within its rounding.

    Places may come to less, for what could not be placed; people to more, for who is in two parts.
    """
    for table in _tables(document):
        for place, head in enumerate(table.columns):
            column = [row[place] for row in table.rows]
            shares = [cell for cell in column if isinstance(cell, Figure)]
            if len(shares) == len(column) and _is_closed(shares):
                total = sum(as_printed(f.value or 0.0, f.decimals) for f in shares)
                room = 0.5 * 10 ** -shares[0].decimals * len(shares) + 1e-9
                least, most = _limits_of(shares[0])
                if not least - room <= total <= most + room:
                    yield (
                        f"table {table.key}, column {str(head)!r}: the shares come to "
                        f"{total:.{shares[0].decimals}f} and not to 100"
                    )


def _limits_of(share: Figure) -> tuple[float, float]:
    """What a closed column may come to: 100, less what has no place, more who stands in two."""
    is_placed = any(name in _PLACED for name, _, _ in share.by)
    counts_people = share.measure.startswith(("victims_", "suspects_"))
    return (0.0 if is_placed else 100.0, 200.0 if counts_people else 100.0)


def _is_closed(shares: list[Figure]) -> bool:
    """Whether the figures are all parts of one whole: one measure, one base, one dimension."""
    first = shares[0] if shares else None
    if first is None or len(shares) < 2 or not first.measure.endswith("_share"):
        return False
    if not all(figure.is_shown and figure.unit.startswith("per cent") for figure in shares):
        return False
    bases = {(f.measure, f.denominator, f.period) for f in shares}
    differs = {
        name
        for name, _, _ in first.by
        if len({code for f in shares for n, code, _ in f.by if n == name}) > 1
    }
    return len(bases) == 1 and len(differs) == 1 and not differs & _NO_PARTS


def find_age_slips(document: Document) -> Iterator[str]:
    """ "25 year olds" where a group of ages is meant: people of one age alone are hardly ever."""
    for where, spans in _sentences(document):
        for slip in _AGE_SLIP.findall(_text(spans)):
            yield f"{where}: {slip!r} says one age alone; write “under”, “over” or a range"


def find_undated_rates(document: Document) -> Iterator[str]:
    """A chart or table of rates whose words do not say which year's residents it divides by."""
    for place, block in placed_blocks(document):
        if not isinstance(block, Chart | Table):
            continue
        texts = [_text(spans) for spans in sentences_of(block)]
        if isinstance(block, Chart):
            texts += [_text(block.table.source)]
        rates = [f for f in _figures_in(block) if "residents" in f.unit or "residents" in f.measure]
        if rates and not any("residents" in text.lower() and _YEAR.search(text) for text in texts):
            yield (
                f"{place} ({block.key}): a rate {rates[0].unit} stands without the year of its "
                "residents; name their edition in the source"
            )


def find_joined_trends(document: Document, figures: Iterable[Figure]) -> Iterator[str]:
    """A line without a figure for a month between its ends, or a trend over such a month."""
    missing: dict[str, set[str]] = {}
    for chart in (block for block in document.blocks if isinstance(block, Chart)):
        if chart.kind == "line":
            for series in chart.series:
                yield from _holes(chart, series.label, series.figures)
                gone = {f.period.first for f in series.figures if f.period and not f.is_shown}
                stem = series.figures[0].measure.removesuffix("_rate") if series.figures else ""
                missing.setdefault(stem, set()).update(gone)
    for figure in figures:
        gaps = missing.get(_stem(figure), set()) & _compared(figure)
        if figure.measure.endswith(CHANGES) and figure.is_shown and gaps:
            yield (
                f"{figure.title}: a trend is shown over months that have no value: "
                f"{', '.join(sorted(gaps))}"
            )


def _holes(chart: Chart, label: str, figures: Iterable[Figure]) -> Iterator[str]:
    months = sorted({figure.period.first for figure in figures if figure.period})
    for earlier, later in pairwise(months):
        if following_month(earlier) != later:
            yield (
                f"chart {chart.key}: the line of {str(label)!r} has no figure between {earlier} "
                f"and {later}: a month that is not held has to be in the line, as not available"
            )


def _stem(figure: Figure) -> str:
    for ending in CHANGES:
        if figure.measure.endswith(ending):
            return figure.measure.removesuffix(ending)
    return ""


def _compared(figure: Figure) -> frozenset[str]:
    """The months that a trend sets side by side: its first and last twelve, or all of a change."""
    if figure.period is None or not figure.measure.endswith("_trend"):
        return figure.months
    months = figure.period.months
    return frozenset((*months[:12], *months[-12:]))


def find_wrong_directions(document: Document, figures: Iterable[Figure]) -> Iterator[str]:
    """ "rose" or "fell" beside a ratio whose interval says otherwise, in a sentence or a title."""
    ratios = [figure for figure in figures if figure.measure.endswith(CHANGES)]
    for where, spans in _sentences(document):
        yield from _wrong_words(where, spans)
    for chart in (block for block in document.blocks if isinstance(block, Chart)):
        yield from _wrong_title(chart, ratios)


def _wrong_words(where: str, spans: Spans) -> Iterator[str]:
    """Each word of direction against the next ratio after it, up to the next such word."""
    word = ""
    for span in spans:
        if isinstance(span, str):
            found = _DIRECTIONS.findall(span)
            word = found[-1] if found else word
        elif isinstance(span, Shown) and span.figure.measure.endswith(CHANGES) and word:
            if direction(span.figure).value != word:
                yield f"{where}: says {word!r} of {_said(span.figure)}"
            word = ""


def _wrong_title(chart: Chart, ratios: Iterable[Figure]) -> Iterator[str]:
    """A title that holds one direction alone, against the ratio of each of its series."""
    words = set(_DIRECTIONS.findall(_text(chart.title)))
    if len(words) != 1 or any(isinstance(span, Shown) for span in chart.title):
        return
    (word,) = words
    for series in chart.series:
        for ratio in ratios:
            if _is_trend_of(ratio, series.figures) and direction(ratio).value != word:
                yield f"chart {chart.key}: the title says {word!r} of {_said(ratio)}"


def _is_trend_of(ratio: Figure, figures: tuple[Figure, ...]) -> bool:
    if not figures or _stem(ratio) != figures[0].measure.removesuffix("_rate"):
        return False
    own = {(name, code) for name, code, _ in figures[0].by}
    named = {(name, code) for name, code, _ in ratio.by}
    return ratio.place == figures[0].place and named <= own


def _said(figure: Figure) -> str:
    return f"{figure.title}, which is {figure} ({figure.interval or 'no interval'})"


def _tables(document: Document) -> Iterator[Table]:
    for block in document.blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Chart):
            yield block.table


def _sentences(document: Document) -> Iterator[tuple[str, Spans]]:
    """Every sentence of the document with its place, notes apart."""
    for number, spans in enumerate(document.summary, 1):
        yield f"summary {number}", spans
    for number, spans in enumerate(document.findings, 1):
        yield f"key finding {number}", spans
    for place, block in placed_blocks(document):
        if isinstance(block, Paragraph | Bullets | Box | Chart | Table):
            for spans in sentences_of(block):
                yield place, spans


def _text(spans: Iterable[Span | Cell]) -> str:
    """The sentence as plain text, its notes too: a slip there is one as well."""
    parts = []
    for span in spans:
        if isinstance(span, Note):
            parts.append(f" {_text(span.spans)} ")
        elif isinstance(span, str | Name):
            parts.append(str(span))
        else:
            parts.append(str(span) if isinstance(span, Figure) else span.text)
    return "".join(parts)


def _figures_in(block: Chart | Table) -> Iterator[Figure]:
    if isinstance(block, Chart):
        for series in block.series:
            yield from series.figures
        yield from _figures_in(block.table)
        return
    for row in block.rows:
        yield from (cell for cell in row if isinstance(cell, Figure))
