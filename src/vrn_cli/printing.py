"""A cube printed for a terminal or a file: table, CSV or JSON, of released figures only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from vrn.release.wording import show_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.release.cube import Cube
    from vrn.release.figure import Figure

COLUMNS = (
    "value",
    "interval",
    "by linkage",
    "numerator",
    "denominator",
    "state",
    "reason",
    "figure",
)


def print_cube(cube: Cube, form: str) -> str | bytes:
    """The cube as text, or as the same CSV file that pages give for download.

    ValueError for a form that is not table, csv or json.
    """
    if form == "json":
        plain = [figure.as_json() for figure in cube.figures]
        return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"
    if form == "csv":
        return _csv(cube)
    if form == "table":
        return _table(cube)
    raise ValueError(f"no form {form!r}: try one of table, csv, json")


def _rows(cube: Cube) -> list[list[str]]:
    head = [*cube.split, *COLUMNS]
    return [head, *(_row(cube, figure) for figure in cube.figures)]


def _row(cube: Cube, figure: Figure) -> list[str]:
    held = [_label(figure, dimension) for dimension in cube.split]
    shown = figure.is_shown
    parts = [figure.numerator, figure.denominator] if shown else [None, None]
    numbers = [show_number(part, 0) for part in parts]
    around = [figure.interval, figure.linkage_range]
    return [*held, str(figure), *around, *numbers, figure.state, figure.reason, figure.id]


def _label(figure: Figure, dimension: str) -> str:
    code, label = figure.code_of(dimension), figure.label_of(dimension)
    return label if label == code else f"{label} ({code})"


def _csv(cube: Cube) -> bytes:
    from vrn.publish.formats.csv_file import about_measure, figures_csv

    unit = str(cube.indicator["unit"])
    about = about_measure(cube.indicator, title=_title(cube), unit=unit)
    return figures_csv(cube.figures, about=about)


def _table(cube: Cube) -> str:
    rows = _rows(cube)
    kept = [n for n in range(len(rows[0])) if any(row[n] for row in rows[1:])]
    rows = [[row[n] for n in kept] for row in rows]
    widths = [max(len(row[n]) for row in rows) for n in range(len(kept))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    first = cube.figures[0].provenance if cube.figures else None
    ground = f"Cut {first.cut}, code {first.code_version}" if first else ""
    return "\n".join([_title(cube), *lines, ground]) + "\n"


def _title(cube: Cube) -> str:
    when = f", {cube.period.label}" if cube.period else ""
    return f"{cube.indicator['title']}, {cube.indicator['unit']}{when}"


def print_bridge(lines: Sequence[tuple[str, Figure]]) -> str:
    """A bridge as text: a total, what is taken away or added with its reason, the other total."""
    width = max(len(label) for label, _ in lines)
    first = lines[0][1]
    rows = [f"{label.ljust(width)}  {figure!s:>10}" for label, figure in lines]
    when = first.period.label if first.period else ""
    ground = f"Cut {first.provenance.cut}, code {first.provenance.code_version}"
    return "\n".join([f"{first.title}, {first.unit}, {when}", *rows, ground]) + "\n"
