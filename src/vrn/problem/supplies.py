"""Counts of the supplies themselves: rows read from each file, and rows held back by a check."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vrn.problem.measure import Indicator, Measured, Tally
from vrn.terms import CountTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SOURCE = "The receipts of the cut's supplies."
_METHOD = "a count of rows has no interval"

ROWS_READ = Tally(
    indicator=Indicator(
        name="rows_read",
        title="Rows read",
        definition="Rows of a supply as it came, before any check: loaded and held back together.",
        rationale="Nothing is lost without a line that says so.",
        unit="rows",
        method="A count; it has no interval.",
        source=_SOURCE,
        caveats="A file with ages across the page has one row an area, whatever it becomes.",
        numerator="Rows read",
    ),
    unit="rows read",
    dimensions=("supply",),
)

ROWS_HELD_BACK = Tally(
    indicator=Indicator(
        name="rows_held_back",
        title="Rows held back",
        definition="Rows of a supply that failed a check of its contract; in no other figure.",
        rationale="What a figure leaves out is said with its size.",
        unit="rows",
        method="A count; it has no interval.",
        source=_SOURCE,
        caveats="The reasons stand on the supply's receipt.",
        numerator="Rows held back",
    ),
    unit="rows held back",
    dimensions=("supply",),
)

ROWS_OF_SUPPLIES = frozenset({ROWS_READ.unit, ROWS_HELD_BACK.unit})
"""The units that count rows of files, and no person's."""
_COLUMNS = ((ROWS_READ, "rows_read"), (ROWS_HELD_BACK, "rows_held_back"))


def measure_supplies(
    receipts: Sequence[Mapping[str, Any]], *, read_for: str = ""
) -> tuple[Measured, ...]:
    """Rows read and rows held back, a cell for each supply (its receipt's id, then its file).

    `read_for` names who reads them where not everybody may, and stands in the filter.
    """
    where = (("read_for", read_for),) if read_for else ()
    return tuple(replace(_measure(t, column, receipts), where=where) for t, column in _COLUMNS)


def _measure(tally: Tally, column: str, receipts: Sequence[Mapping[str, Any]]) -> Measured:
    import polars as pl

    counts = [int(receipt[column]) for receipt in receipts]
    table = pl.DataFrame(
        {
            "supply": [str(receipt["id"]) for receipt in receipts],
            "value": [float(count) for count in counts],
            "lower": None,
            "upper": None,
            "numerator": counts,
            "denominator": None,
            "method": _METHOD,
            "reason": "",
        }
    )
    return Measured(
        measure=tally,
        split=("supply",),
        where=(),
        period=None,
        table=CountTable(table),
        labels={"supply": {str(r["id"]): str(r["file"]) for r in receipts}},
        tables=(),
    )
