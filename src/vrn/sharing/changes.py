"""What a supply changed where it replaced others: which rows came, went and differ, cell by name.

Rows are told by the contract's key, or by the supplier's own number where no key is agreed. Rows
without either are compared as a whole: they are added or removed, and never changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.contracts import CONTRACTS
from vrn.sharing.receipt import receipt_from
from vrn.sharing.schema import LINE
from vrn.sharing.store import manifest
from vrn.sharing.store.manifest_entries import parts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.sharing.contract import Contract
    from vrn.sharing.receipt import Receipt
    from vrn.sharing.store import Store

ADDED, CHANGED, REMOVED = "added", "changed", "removed"
CHANGES = {
    "what": pl.String,
    "slice": pl.String,
    LINE: pl.Int64,
    "line_before": pl.Int64,
    "columns": pl.String,
}
_BEFORE, _AGAIN, _SAME = "_before", "again", "same"


def changed_rows(store: Store, receipt_id: str) -> pl.DataFrame:
    """A row for each that was added, changed or removed: what, slice, line, line_before, columns.

    Only slices that the supply took over are looked at; empty where it replaced nothing. Raises
    StoreError where there is no such receipt.
    """
    receipt = receipt_from(store.receipt(receipt_id))
    contract = CONTRACTS[receipt.feed]
    after = _rows(store, [receipt], receipt.slices, contract)
    earlier = [receipt_from(store.receipt(name)) for name in receipt.replaces]
    before = _rows(store, earlier, receipt.slices, contract)
    if not earlier:
        return pl.DataFrame(schema=CHANGES)
    return _compare(before, after, contract).sort("slice", LINE, "line_before", nulls_last=True)


def count_changes(changes: pl.DataFrame) -> dict[str, int]:
    """How many rows were added, changed and removed."""
    counts = dict(changes.group_by("what").len().iter_rows())
    return {what: int(counts.get(what, 0)) for what in (ADDED, CHANGED, REMOVED)}


def _rows(
    store: Store, receipts: Sequence[Receipt], slices: Sequence[str], contract: Contract
) -> pl.DataFrame:
    """The stored rows of these receipts, live or not, with the slice of each."""
    with manifest.reading(store.manifest_path) as connection:
        found = [parts_of(connection, receipt.id, store.parts_folder) for receipt in receipts]
    parts = [part for of_receipt in found for part in of_receipt]
    frames = [
        pl.read_parquet(part.path)
        .select(*contract.stored_names, LINE)
        .with_columns(pl.lit(part.slice).alias("slice"))
        for part in parts
        if part.slice in slices
    ]
    return pl.concat(frames) if frames else pl.DataFrame(schema=dict.fromkeys(_names(contract)))


def _names(contract: Contract) -> list[str]:
    return [*contract.stored_names, LINE, "slice"]


def _compare(before: pl.DataFrame, after: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    cells = list(contract.stored_names)
    key = list(contract.key or contract.repeats)
    has_key = pl.all_horizontal(pl.col(key).is_not_null()) if key else pl.lit(value=False)
    keyed = _pair(before.filter(has_key), after.filter(has_key), key, cells)
    whole = _pair(before.filter(~has_key), after.filter(~has_key), cells, cells)
    return pl.concat([keyed, whole])


def _pair(
    before: pl.DataFrame, after: pl.DataFrame, key: list[str], cells: list[str]
) -> pl.DataFrame:
    """Rows of one key side by side; where several share it, the first with the first, and so on."""
    if not before.height and not after.height:
        return pl.DataFrame(schema=CHANGES)
    # The cells are part of the order, so that rows in another order are the same rows.
    numbered = [
        side.sort(*cells, LINE, nulls_last=True).with_columns(
            pl.int_range(pl.len()).over(key).alias(_AGAIN)
        )
        for side in (before, after)
    ]
    pairs = numbered[0].join(
        numbered[1], on=[*key, _AGAIN], how="full", nulls_equal=True, suffix=_BEFORE
    )
    # In a full join the left side is the earlier one; the later one bears the suffix.
    is_new, is_gone = pl.col(LINE).is_null(), pl.col(f"{LINE}{_BEFORE}").is_null()
    differs = {
        name: pl.col(name).ne_missing(pl.col(f"{name}{_BEFORE}"))
        for name in cells
        if name not in key
    }
    names = [pl.when(is_met).then(pl.lit(name)) for name, is_met in differs.items()]
    columns = pl.concat_str(names, separator=", ", ignore_nulls=True) if names else pl.lit("")
    what = pl.when(is_new).then(pl.lit(ADDED)).when(is_gone).then(pl.lit(REMOVED))
    return pairs.select(
        what.when(columns != "").then(pl.lit(CHANGED)).alias("what"),
        pl.coalesce(f"slice{_BEFORE}", "slice").alias("slice"),
        pl.col(f"{LINE}{_BEFORE}").alias(LINE),
        pl.col(LINE).alias("line_before"),
        pl.when(~is_new & ~is_gone).then(columns).alias("columns"),
    ).filter(pl.col("what").is_not_null())
