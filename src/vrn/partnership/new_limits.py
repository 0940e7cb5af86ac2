"""Months at which a partnership says that the limits of a control chart begin again, and why."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from vrn.terms import Period

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "series,month,why,provenance\n"
"""The head of the list; a line without a series is of every one."""


class NewLimits(NamedTuple):
    """The first month of new limits and why; `series` is a measure by name, or empty for all."""

    series: str
    month: str
    why: str


def read_new_limits(path: Path) -> tuple[NewLimits, ...]:
    """The list in order of month; empty where the folder has none.

    Raises ValueError naming every line that lacks a month or a reason, or whose month is none.
    """
    if not path.is_file():
        return ()
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    found: list[NewLimits] = []
    faults: list[str] = []
    for row in rows:
        series, month, why = ((row.get(name) or "").strip() for name in ("series", "month", "why"))
        if fault := _fault(month, why):
            faults.append(f"{path.name}, line {rows.line_num}: {fault}")
        found.append(NewLimits(series, month, why))
    if faults:
        raise ValueError("; ".join(faults))
    return tuple(sorted(found, key=lambda each: each.month))


def _fault(month: str, why: str) -> str:
    if not month or not why:
        return "say the first month of the new limits, and why they begin again"
    try:
        Period(month, month)
    except ValueError as error:
        return str(error)
    return ""
