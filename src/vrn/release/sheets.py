"""Exact tables of places for the operational lane: sealed as such, written out, and never kept.

They are no figures: no register takes them, and no document, page or download can hold one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.terms import Clearance

if TYPE_CHECKING:
    from vrn.terms import CountTable

MARK = "Operational, not to be published"
_DECIMALS = {"z": 2, "expected": 1, "relative_risk": 2, "ratio": 2, "p": 4, "q": 4}
_WHOLE_METRES = ("metres_from", "metres_to")


@dataclass(frozen=True, kw_only=True)
class OperationalSheet:
    """A table in words as a named person may see it on screen, with its title and its method."""

    title: str
    method: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def clearance(self) -> Clearance:
        """Always the narrowest."""
        return Clearance.OPERATIONAL


def seal_sheet(title: str, method: str, table: CountTable) -> OperationalSheet:
    """An exact table in words: numbers to the places that each column bears, nothing for null."""
    frame = table.exact
    return OperationalSheet(
        title=title,
        method=method,
        columns=tuple(name.replace("_", " ") for name in frame.columns),
        rows=tuple(
            tuple(_write(name, value) for name, value in row.items())
            for row in frame.iter_rows(named=True)
        ),
    )


def _write(name: str, value: object) -> str:
    """One cell in words.

    >>> _write("z", 3.14159), _write("p", 0.00001), _write("metres_to", 200.0), _write("q", None)
    ('3.14', 'below 0.0001', '200', '')
    """
    if value is None:
        return ""
    if name in _WHOLE_METRES:
        return f"{value:.0f}"
    if not isinstance(value, float):
        return str(value)
    decimals = _DECIMALS[name]
    least = 10.0**-decimals
    if name in ("p", "q") and value < least:
        return f"below {least:.{decimals}f}"
    return f"{value:.{decimals}f}"
