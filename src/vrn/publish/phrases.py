"""Short ways to write a document's sentences and tables: figures, names, lists in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.publish.document import Cell, Name, Shown, Span, Table
from vrn.publish.rules import printed_limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vrn.release.figure import Figure
    from vrn.terms import Period


def value(figure: Figure) -> Shown:
    """The figure's value, in a sentence."""
    return Shown(figure)


def interval(figure: Figure) -> Shown:
    """The figure's interval in words, in a sentence."""
    return Shown(figure, "interval")


def with_interval(figure: Figure) -> tuple[Span, ...]:
    """The value and its interval: "6.2 (between 6.1 and 6.3)"; alone where they print the same.

    One that rests on linkage has its range beside the interval, or why there is none.
    """
    lower, upper = printed_limits(figure)
    limits: tuple[Span, ...] = ()
    if figure.lower is not None and lower != upper:
        limits = (interval(figure),)
    if figure.linkage_range:
        limits = (*limits, *(("; ",) if limits else ()), Shown(figure, "range"))
    return (value(figure), " (", *limits, ")") if limits else (value(figure),)


def range_words(figures: Iterable[Figure]) -> tuple[Span, ...]:
    """The note of a table of which figures have ranges over thresholds of linkage; else empty."""
    if not any(figure.linkage_range for figure in figures):
        return ()
    return (
        " People are linked by a trained model: what each number is over three thresholds of "
        "linkage, in sentences “by linkage”, stands with it under the figures of its measure.",
    )


def period_name(period: Period) -> Name:
    """The period as a name: "November 2021 to October 2022"."""
    return Name(period.label)


def listed(parts: Sequence[tuple[Span, ...]]) -> tuple[Span, ...]:
    """Parts in a row with commas and a closing "and"."""
    spans: list[Span] = []
    for number, part in enumerate(parts):
        if number:
            spans.append(" and " if number == len(parts) - 1 else ", ")
        spans.extend(part)
    return tuple(spans)


def figure_table(
    key: str,
    title: tuple[Span, ...],
    *,
    head: str,
    columns: Sequence[tuple[str | Name, Sequence[Figure]]],
    labels: Sequence[str],
    source: tuple[Span, ...],
) -> Table:
    """A table with a label column and a column of figures each; the sequences are in step."""
    rows: list[tuple[Cell, ...]] = [
        (Name(label), *(figures[number] for _, figures in columns))
        for number, label in enumerate(labels)
    ]
    return Table(
        key=key,
        title=title,
        columns=(head, *(name for name, _ in columns)),
        rows=tuple(rows),
        numeric=(False, *(True for _ in columns)),
        source=(*source, *range_words(each for _, figures in columns for each in figures)),
    )


def names_of(figures: Iterable[Figure]) -> tuple[Span, ...]:
    """The places of figures as a list in words."""
    return listed([(Name(figure.place.name),) for figure in figures])
