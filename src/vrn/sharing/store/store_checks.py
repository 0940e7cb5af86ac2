"""What the store will not keep, and why: the last guard, inside the turn of the one writer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vrn.sharing.store import manifest_entries as entries
from vrn.sharing.store import removal_entries as removing
from vrn.sharing.store.durable import StoreError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping

    import polars as pl


def check_receipt(receipt: Mapping[str, Any], *, state: str) -> None:
    """Raises StoreError, naming every entry at fault, where a receipt cannot be kept as `state`."""
    wanted = ("id", "agreement", "feed", "sha256")
    faults = [f"'{key}' must be a text" for key in wanted if not _is_text(receipt.get(key))]
    if receipt.get("state") != state:
        faults.append(f"'state' must be '{state}'")
    if not isinstance(receipt.get("replaces") or [], list | tuple):
        faults.append("'replaces' must be a list of receipt ids")
    if faults:
        raise StoreError(f"the receipt cannot be kept: {'; '.join(faults)}. Nothing was stored.")


def check_replaces(connection: sqlite3.Connection, receipt: Mapping[str, Any]) -> None:
    """Raises StoreError where a receipt replaces one that its agreement never had accepted."""
    strange = [
        name
        for name in entries.replaced_by(receipt)
        if not _is_accepted(entries.find_by_id(connection, name), receipt["agreement"])
    ]
    if strange:
        raise StoreError(
            f"receipt {receipt['id']} says that it replaces {', '.join(strange)}, but agreement "
            f"{receipt['agreement']} has no such accepted receipt. Nothing was stored. Look the "
            "receipts up and name the right one."
        )


def check_bytes_are_new(connection: sqlite3.Connection, receipt: Mapping[str, Any]) -> None:
    """Raises StoreError where the same bytes are in force under the agreement, and not replaced.

    Nil returns of other months are the same bytes, and each is in force.
    """
    in_force = entries.in_force_for(
        connection, sha256=receipt["sha256"], agreement=receipt["agreement"]
    )
    same = [
        name
        for name in in_force
        if name not in entries.replaced_by(receipt)
        and _months_of_nil(entries.find_by_id(connection, name)) == _months_of_nil(receipt)
    ]
    if same:
        raise StoreError(
            f"these bytes are in the store already, by receipt {', '.join(same)} of agreement "
            f"{receipt['agreement']}. Nothing was changed. Use that receipt."
        )


def _months_of_nil(receipt: Mapping[str, Any] | None) -> str:
    return str(receipt.get("nil_of") or "") if receipt else ""


def check_slices_are_free(
    connection: sqlite3.Connection, receipt: Mapping[str, Any], slices: Collection[str]
) -> None:
    """Raises StoreError, naming each slice that is live from a receipt that this one keeps."""
    live = entries.live_slices(connection, receipt["agreement"])
    taken = [
        f"'{name}' (receipt {live[name]})"
        for name in sorted(slices)
        if name in live and live[name] not in entries.replaced_by(receipt)
    ]
    if taken:
        raise StoreError(
            f"agreement {receipt['agreement']} already has these slices: {', '.join(taken)}. "
            f"Nothing of receipt {receipt['id']} was stored. If it corrects them, say which "
            "receipts it replaces."
        )


def check_one_key(connection: sqlite3.Connection, receipt: Mapping[str, Any]) -> None:
    """Raises StoreError where a linkage project would have tokens by two keys or recipes.

    They would never meet. It happens where a key was rotated while the supply was read.
    """
    words = receipt.get("pseudonyms")
    project = words.partition(", ")[0] if words else None
    others = [
        by for by in removing.made_by(connection) if by != words and by.startswith(f"{project}, ")
    ]
    if others:
        raise StoreError(
            f"the tokens of receipt {receipt['id']} were made by another key than those held "
            f"({words}; held: {others[0]}). Nothing was stored. Receive the file again."
        )


def check_basis(
    tables: Mapping[str, pl.DataFrame], *, live: Collection[str], supplies: Collection[str] | None
) -> None:
    """Raises StoreError where tables of a cut rest on other receipts than those that are live.

    `supplies` are the receipts they were made from, where the caller knows; the `supply` column of
    a table says it too.
    """
    faults = []
    if supplies is not None and set(supplies) != set(live):
        faults.append(f"made from or missing: {', '.join(sorted(set(live) ^ set(supplies)))}")
    for name, table in tables.items():
        used = set(table["supply"].drop_nulls().unique()) if "supply" in table.columns else set()
        if used - set(live):
            faults.append(f"in table '{name}': {', '.join(sorted(used - set(live)))}")
    if faults:
        raise StoreError(
            "the cut rests on other receipts than those that are live now "
            f"({'; '.join(faults)}). Nothing was stored. Make the cut again."
        )


def _is_accepted(receipt: Mapping[str, Any] | None, agreement: str) -> bool:
    return (
        receipt is not None
        and receipt["state"] == "accepted"
        and bool(receipt["agreement"] == agreement)
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)
