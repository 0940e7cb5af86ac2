"""A dashboard view as a table: a row for each cell, or months down and another dimension across."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.publish.rules import ranked
from vrn.terms import sentence_case
from vrn_web.figures.findings import month_of
from vrn_web.words import dimension_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.release.figure import Figure
    from vrn_web.figures.choices import View

MOST_ACROSS = 12


@dataclass(frozen=True)
class Row:
    """One row: what it is of, and its figures in the order of the table's columns."""

    labels: tuple[str, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Grid:
    """A table: heads of the label columns, heads across (empty: one figure a row), and rows."""

    heads: tuple[str, ...]
    across: tuple[str, ...]
    rows: tuple[Row, ...]


def grid_of(view: View, figures: Sequence[Figure]) -> Grid:
    """The view's table: months in order, ordered classes in order, all else from the highest."""
    across = _across(view, figures)
    if across:
        return _crossed(across, figures)
    heads = tuple(sentence_case(dimension_word(name)) for name in view.split)
    ordered = _in_order(view, figures)
    rows = (
        Row(tuple(figure.label_of(name) for name in view.split), (figure,)) for figure in ordered
    )
    return Grid(heads, (), tuple(rows))


def _across(view: View, figures: Sequence[Figure]) -> str:
    """The dimension to set across: the other one beside months, where it has few enough codes."""
    others = [name for name in view.split if name != "month"]
    if len(view.split) != 2 or len(others) != 1:
        return ""
    codes = {figure.code_of(others[0]) for figure in figures}
    return others[0] if len(codes) <= MOST_ACROSS else ""


def _crossed(across: str, figures: Sequence[Figure]) -> Grid:
    labels = {figure.code_of(across): figure.label_of(across) for figure in figures}
    rows: dict[str, dict[str, Figure]] = {}
    for figure in sorted(figures, key=month_of):
        rows.setdefault(figure.label_of("month"), {})[figure.code_of(across)] = figure
    return Grid(
        (sentence_case(dimension_word("month")),),
        tuple(labels.values()),
        tuple(
            Row((month,), tuple(cells[code] for code in labels if code in cells))
            for month, cells in rows.items()
        ),
    )


def _in_order(view: View, figures: Sequence[Figure]) -> Sequence[Figure]:
    if "month" in view.split:
        return sorted(figures, key=month_of)
    if any(name.startswith("deprivation") for name in view.split):
        return figures
    return [*ranked(figures), *(figure for figure in figures if not figure.is_shown)]
