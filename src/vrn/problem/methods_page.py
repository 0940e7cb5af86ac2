"""Writes the page that explains measures to readers: their words, then worked examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vrn.problem.measure import Indicator

_FIELDS = (
    ("definition", "What it is"),
    ("numerator", "Counted"),
    ("denominator", "Over"),
    ("unit", "Unit"),
    ("method", "Method and interval"),
    ("rationale", "Why it is watched"),
    ("caveats", "What it does not show"),
    ("source", "Source"),
)


@dataclass(frozen=True, kw_only=True)
class Worked:
    """An example that a test runs: the tables given, what was asked of them, and the answer.

    `given` are (caption, rows) and `answer` is rows: each a list of equal mappings, name to cell.
    """

    shows: str
    given: tuple[tuple[str, Sequence[Mapping[str, str | None]]], ...]
    asked: str
    answer: Sequence[Mapping[str, str | None]]


@dataclass(frozen=True, kw_only=True)
class Family:
    """Measures that differ in what they count alone: their title, words and examples.

    With `each_in_full` every one is described, else the first, and the others are listed with what
    their caveats say beyond its own.
    """

    title: str
    indicators: tuple[Indicator, ...]
    examples: tuple[Worked, ...]
    each_in_full: bool = False


def methods_page(title: str, opening: str, families: Iterable[Family]) -> str:
    """The page as Markdown: for each family its measures in words, then its examples."""
    parts = [f"# {title}", opening]
    for family in families:
        parts.append(f"## {family.title}")
        parts.extend(_described(family))
        parts.extend(part for example in family.examples for part in _worked(example))
    return "\n\n".join(parts) + "\n"


def _described(family: Family) -> list[str]:
    first, *others = family.indicators
    if family.each_in_full:
        return [part for each in family.indicators for part in _in_full(each)]
    listed = [
        {
            "measure": f"`{each.name}`",
            "title": each.title,
            "unit": each.unit,
            "also": _beyond(each.caveats, first.caveats),
        }
        for each in others
    ]
    return [
        *_in_full(first),
        *(["Made in the same way:", markdown_table(listed)] if others else []),
    ]


def _beyond(caveats: str, others: str) -> str:
    """The sentences of the one that the other has not."""
    said = set(_sentences(others))
    return " ".join(each for each in _sentences(caveats) if each not in said)


def _sentences(text: str) -> list[str]:
    return [f"{each.rstrip('.')}." for each in text.split(". ") if each]


def _in_full(indicator: Indicator) -> list[str]:
    lines = [
        f"- **{label}**: {getattr(indicator, field)}"
        for field, label in _FIELDS
        if getattr(indicator, field)
    ]
    return [f"### {indicator.title}", f"`{indicator.name}`", "\n".join(lines)]


def _worked(example: Worked) -> list[str]:
    parts = [f"**Example: {example.shows}**"]
    for caption, rows in example.given:
        parts += [f"{caption}:", markdown_table(rows)]
    return [*parts, f"Asked: {example.asked}", "Answer:", markdown_table(example.answer)]


def markdown_table(rows: Sequence[Mapping[str, str | None]]) -> str:
    """Rows as a Markdown table, columns padded to one width; "" where there are none.

    >>> print(markdown_table([{"area": "S1", "value": "5"}, {"area": "S10", "value": None}]))
    | area | value |
    | ---- | ----- |
    | S1   | 5     |
    | S10  |       |
    """
    if not rows:
        return ""
    names = list(rows[0])
    texts = [names, *([row[name] or "" for name in names] for row in rows)]
    widths = [max(len(text[at]) for text in texts) for at in range(len(names))]
    lines = [_line(text, widths) for text in texts]
    lines.insert(1, _line(["-" * width for width in widths], widths))
    return "\n".join(lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded)} |"
