"""Counts the stored rows of a month, and sorts what a receipt says of those held back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from vrn.sharing.checks.time_notes import DEFAULT_DAYS
from vrn.sharing.column import Kind
from vrn.sharing.quality.card import RowFacts, SupplyFacts
from vrn.sharing.quality.expecting import month_of
from vrn.sharing.treatment import How

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from vrn.sharing.agreement import Agreement
    from vrn.sharing.contract import Contract

CODE_WORDS = ("is not in the mapping's list of codes", "is not one of ", "is not on the published")
"""How a receipt says that a code is in no list (checks/shaping, column, checks/checking)."""
BIRTH_WORDS = ("holds a day that systems write", "falls on 1 January", "holds one day in far more")


def agreed_columns(contract: Contract, agreement: Agreement) -> tuple[str, ...]:
    """The stored columns that the agreement lets be filled, without the month itself."""
    made = {treatment.makes: treatment.of for treatment in contract.treatments}
    agreed = set(agreement.columns)
    return tuple(
        name
        for name in contract.stored_names
        if name != contract.period and agreed & set(made.get(name, (name,)))
    )


def read_rows(paths: Sequence[Path], contract: Contract, columns: Sequence[str]) -> RowFacts:
    """What the stored parts of one month say, counted without keeping a row in memory."""
    frame = pl.concat([pl.scan_parquet(path) for path in paths], how="diagonal")
    there = set(frame.collect_schema().names())
    counted = {f"filled {name}": pl.col(name).count() for name in columns if name in there}
    times = [c for c in contract.stored_columns if c.is_time and c.name in there]
    of_code = [t.makes for t in contract.treatments if t.how is How.TITLE and t.makes in there]
    clocks = [pl.col(c.name) for c in times if c.kind is Kind.MOMENT]
    sums = {
        "rows": [pl.len()],
        "titles": [pl.col(name).null_count() for name in of_code],
        "times": [clock.count() for clock in clocks],
        "midnight": [clock.str.ends_with("T00:00").sum() for clock in clocks],
        "defaults": [pl.col(c.name).str.head(10).is_in(DEFAULT_DAYS).sum() for c in times],
    }
    added = {name: pl.sum_horizontal(pl.lit(0), *of) for name, of in sums.items()}
    row = frame.select(**counted, **added).collect().row(0, named=True)
    filled = {name: int(row.get(f"filled {name}", 0)) for name in columns}
    return RowFacts(filled=filled, **{name: int(row[name]) for name in sums})


def read_receipts(receipts: Iterable[Mapping[str, Any]], contract: Contract) -> SupplyFacts:
    """What the receipts of the supplies that hold a month say of all of their rows."""
    kept = list(receipts)
    reasons: dict[str, int] = {}
    for receipt in kept:
        for reason, rows in receipt.get("held_reasons") or ():
            reasons[reason] = reasons.get(reason, 0) + rows
    flags = [note for receipt in kept for note in receipt.get("flagged") or ()]
    return SupplyFacts(
        receipts=tuple(receipt["id"] for receipt in kept),
        months=len({month_of(name) for receipt in kept for name in slices_of(receipt)}),
        read=sum(receipt["rows_read"] for receipt in kept),
        held=sum(receipt["rows_held_back"] for receipt in kept),
        reasons=tuple(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))),
        codes=sum(rows for reason, rows in reasons.items() if _says(reason, CODE_WORDS))
        + sum(note["count"] for note in flags if _says(note["what"], CODE_WORDS)),
        births=sum(
            note["count"]
            for note in flags
            if _says(note["what"], BIRTH_WORDS)
            and note["what"].partition(" ")[0] not in contract.stored_names
        ),
    )


def slices_of(receipt: Mapping[str, Any]) -> set[str]:
    """The slices that a receipt's files hold."""
    return {name for member in receipt.get("members") or () for name in member["slices"]}


def _says(words: str, any_of: Sequence[str]) -> bool:
    return any(one in words for one in any_of)
