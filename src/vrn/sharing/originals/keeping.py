"""How long the bytes of a supply are kept as they came, and their deletion when that has ended.

    accepted            sealed, until the day on which its rows are to go too
    refused for form    sealed, until the time for sending again has ended
    refused for law     not kept: digest and header names stand on the receipt, and no more

A supply is refused for law where one of its faults says so: no agreement in force, or a column, a
name or a person that may not be given.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, BinaryIO

from vrn.sharing.agreements.retention import due_days
from vrn.sharing.originals.sealing import PIECE_BYTES, seal
from vrn.sharing.pseudonyms.keys import open_named_key
from vrn.sharing.store import Original, removal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from vrn.sharing.agreement import Agreement
    from vrn.sharing.pseudonyms.keys import Key
    from vrn.sharing.receipt import Receipt
    from vrn.sharing.store import Store

RESEND_DAYS = 28
"""For so many days the bytes of a file that was refused for its form are kept, to look into."""


def originals_key(keys: Path) -> Key:
    """The key that originals are sealed under; made on first need, and outside the store."""
    return open_named_key(keys, "originals")


def original_of(
    handle: BinaryIO, receipt: Receipt, agreement: Agreement, *, keys: Path | None, today: date
) -> Original | None:
    """The sealed original that is to be kept of a supply; None where none may be.

    None also without a folder of keys: what cannot be sealed is not kept.
    """
    if keys is None or is_refused_for_law(receipt):
        return None
    resend = today + timedelta(days=RESEND_DAYS)
    day = last_day(agreement, today) if receipt.is_accepted else resend
    return Original(seal(_pieces(handle), originals_key(keys)), day)


def last_day(agreement: Agreement, received_on: date) -> date | None:
    """The day on which the bytes of an accepted supply are to go; None where no clause sets one.

    By the agreement's retention, counted from its last day as the text names it; a text that names
    no retention lets them stay until that day. Where an agreement ends early the bytes go earlier,
    with the rows of the supply.
    """
    days = due_days(agreement, received_on, agreement.in_force_to)
    return min((day for day, _ in days), default=agreement.in_force_to)


def is_refused_for_law(receipt: Receipt) -> bool:
    """Whether one of the receipt's faults is against law or agreement, not against form."""
    return bool(receipt.incident) or any(fault.get("for_law") for fault in receipt.faults)


def is_held_for_word(receipt: Mapping[str, Any]) -> bool:
    """Whether nothing but the analyst's word keeps a supply out, by its receipt as plain values."""
    faults = receipt.get("faults", ())
    return bool(faults) and all(fault.get("for_word") for fault in faults)


def _pieces(handle: BinaryIO) -> Iterator[bytes]:
    handle.seek(0)
    while piece := handle.read(PIECE_BYTES):
        yield piece


def due_originals(store: Store, today: date) -> Sequence[str]:
    """The receipts whose kept original is to be gone by this day, the day itself in."""
    return [
        receipt
        for receipt, kept in removal.originals(store).items()
        if kept.delete_on is not None and kept.delete_on <= today
    ]


def delete_due_originals(store: Store, *, today: date) -> int:
    """Deletes the originals whose day has come, with a line in the log each; gives how many.

    A clock that was set back deletes nothing early: an original goes on its day or after it.
    """
    due = due_originals(store, today)
    if not due:
        return 0
    return removal.drop_originals(store, due, why="the time for keeping it has ended", today=today)
