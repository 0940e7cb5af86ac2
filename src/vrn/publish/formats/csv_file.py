"""Figures as CSV, in one form for every download: what it is first, then the figures."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from vrn.release.figure import RANGE, check_seal
from vrn.release.wording import show_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vrn.release.figure import Figure

# A spreadsheet takes a cell that starts so for a formula, and some act on it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    *("measure", "title", "value", "lower", "upper", "confidence", "numerator", "denominator"),
    *("unit", "state", "reason", "method", "place_code", "place", "first_month", "last_month"),
    "figure",
)


def figures_csv(figures: Sequence[Figure], *, about: Mapping[str, str]) -> bytes:
    """Figures as a CSV file: rows of `about`, an empty row, the heads, then a row a figure.

    Numbers are written as pages show them, without thousands commas. A cell that a spreadsheet
    would run as a formula gets an apostrophe before it. UTF-8 with its mark, by which spreadsheets
    know it. Where a figure has a range over thresholds of linkage, three columns more come last:
    its ends and why there is none. Raises ForgedFigureError where a seal does not hold.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    for row in (*about.items(), *_ground(figures), ()):
        writer.writerow([harmless(cell) for cell in row])
    dimensions = list(dict.fromkeys(name for figure in figures for name, _, _ in figure.by))
    heads = [part for name in dimensions for part in (f"{name}_code", name)]
    has_ranges = any(figure.linkage_range for figure in figures)
    writer.writerow([*heads, *COLUMNS, *(RANGE if has_ranges else ())])
    for figure in figures:
        cells = [*_cells(figure, dimensions), *(_range(figure) if has_ranges else ())]
        writer.writerow([harmless(cell) for cell in cells])
    return stream.getvalue().encode("utf-8-sig")


def about_measure(indicator: Mapping[str, Any], *, title: str, unit: str) -> dict[str, str]:
    """What a file of one measure's figures says of itself in its first rows.

    `unit` is that of these figures: a rate by month is for a month, and not for a year.
    """
    return {
        "Title": title,
        "Measure": str(indicator["title"]),
        "Unit": unit,
        "Definition": str(indicator["definition"]),
        "Source": str(indicator["source"]),
        "What it cannot show": str(indicator["caveats"]),
    }


def harmless(cell: object) -> str:
    """The cell as text that no spreadsheet runs: "=1+1" becomes "'=1+1"; plain numbers stay.

    >>> harmless("=1+1"), harmless("-3.5"), harmless("-cmd"), harmless(None)
    ("'=1+1", '-3.5', "'-cmd", '')
    """
    text = "" if cell is None else str(cell)
    if not text.startswith(FORMULA_STARTS) or _is_number(text):
        return text
    return f"'{text}"


def _ground(figures: Sequence[Figure]) -> Iterable[tuple[str, str]]:
    if figures:
        rests = figures[0].provenance
        yield ("Cut", f"{rests.cut} ({rests.cut_hash})")
        yield ("Code version", rests.code_version)
        yield ("Clearance", figures[0].clearance.label)


def _cells(figure: Figure, dimensions: Iterable[str]) -> list[object]:
    check_seal(figure)
    held = {name: (code, label) for name, code, label in figure.by}
    period = figure.period
    return [
        *(part for name in dimensions for part in held.get(name, ("", ""))),
        figure.measure,
        figure.title,
        *(_number(value, figure.decimals) for value in (figure.value, figure.lower, figure.upper)),
        figure.confidence,
        figure.numerator,
        _number(figure.denominator, 0),
        figure.unit,
        figure.state.value,
        figure.reason,
        figure.method,
        figure.place.code,
        figure.place.name,
        period.first if period else "",
        period.last if period else "",
        figure.id,
    ]


def _range(figure: Figure) -> list[str]:
    ends = (figure.range_lower, figure.range_upper)
    return [*(_number(end, figure.decimals) for end in ends), figure.range_reason]


def _number(value: float | None, decimals: int) -> str:
    return show_number(value, decimals).replace(",", "")


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
