"""Drawn agreements, receipts, parts and cards of a made-up force, for the tests of scorecards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from vrn.sharing.agreement import Agreement
from vrn.sharing.contracts import CONTRACTS
from vrn.sharing.quality.card import MonthCard, RowFacts, Scorecard, SupplyFacts, Usual
from vrn.sharing.store import Part

if TYPE_CHECKING:
    from pathlib import Path

OFFENCES = CONTRACTS["police-offences"]
NOT_YET = Usual(None, None, None, "fewer than 3 earlier months are held")
MONTHS = ("2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06")


def agreement(**changes: Any) -> Agreement:
    """Westmere Police's agreement, in force from 2024 on, without an agreed day."""
    drawn = Agreement(
        id="westmere-offences",
        title="Offences",
        supplier="Westmere Police",
        feed="police-offences",
        mapping="westmere",
        columns=("crime_ref", "ho_class", "recorded_at", "knife_flag"),
        in_force_from=date(2024, 1, 1),
        purpose="to know",
        gateway="an Act",
    )
    return replace(drawn, **changes)


def receipt(name: str, *months: str, on: str = "2024-07-01", **changes: Any) -> dict[str, Any]:
    """A receipt of a file that held these months."""
    drawn = {
        "id": name,
        "agreement": "westmere-offences",
        "state": "accepted",
        "file": f"{name}.csv",
        "received_on": on,
        "rows_read": 10,
        "rows_held_back": 0,
        "held_reasons": [],
        "flagged": [],
        "members": [{"slices": list(months)}],
    }
    return drawn | changes


def part(folder: Path, receipt_id: str, month: str, rows: list[dict[str, Any]]) -> Part:
    """A stored part with these rows."""
    path = folder / f"{receipt_id}-{month}-{len(list(folder.iterdir()))}.parquet"
    schema = dict.fromkeys(("crime_ref", "recorded_at", "knife_flag", "offence_title"), pl.String)
    pl.DataFrame(rows, schema=schema).write_parquet(path)
    return Part(month, receipt_id, path, len(rows), "0" * 64)


def offence(**changes: Any) -> dict[str, Any]:
    """A stored offence with every value there."""
    drawn = {"crime_ref": "token", "recorded_at": "2024-01-05T10:00", "knife_flag": "no"}
    return drawn | {"offence_title": "Robbery"} | changes


def card(month: str = "2024-06", held: int = 100, **changes: Any) -> MonthCard:
    """A month with so many rows, of which every one has a reference."""
    drawn = MonthCard(
        month=month,
        received_on="2024-07-01",
        days_after_end=1,
        usual=NOT_YET,
        supplies=SupplyFacts(receipts=("r1",), months=1, read=held),
        rows=RowFacts(rows=held, filled={"crime_ref": held}),
    )
    return replace(drawn, **changes)


def whole(*months: MonthCard, **changes: Any) -> Scorecard:
    """A scorecard of these months; a day is agreed, so that nothing is said of that."""
    drawn = Scorecard(
        agreement="westmere-offences",
        title="Offences",
        supplier="Westmere Police",
        feed="police-offences",
        due_day=10,
        tolerance=0.01,
        made_on="2024-07-20",
        months=months,
    )
    return replace(drawn, **changes)
