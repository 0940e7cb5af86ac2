"""Made-up receipts and rows for the tests of the store."""

from __future__ import annotations

from typing import Any

import polars as pl


def a_receipt(name: str, **changes: Any) -> dict[str, Any]:
    """An accepted receipt of Wexbridge Police's street-crime agreement."""
    receipt = {
        "id": name,
        "agreement": "wexbridge-crime",
        "feed": "street-crime",
        "state": "accepted",
        "sha256": f"bytes of {name}",
        "today": "2024-03-05",
    }
    return receipt | changes


def offences(supply: str, month: str, types: list[str]) -> pl.DataFrame:
    """One offence per type, on lines 2, 3, … of the supply's file."""
    return pl.DataFrame(
        {
            "month": [month] * len(types),
            "crime_type": types,
            "longitude": [-1.25 + n / 8 for n in range(len(types))],
            "supply": [supply] * len(types),
            "line": list(range(2, 2 + len(types))),
        },
        schema_overrides={"crime_type": pl.String, "month": pl.String, "longitude": pl.Float64},
    )
