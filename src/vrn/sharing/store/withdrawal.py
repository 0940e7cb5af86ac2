"""Withdrawing a supply: none of its slices is live any more, and no row of it is deleted.

One transaction of the manifest, so that the slices, the mark on the receipt and the line of the log
are there together or not at all. The cuts that were made of it stay; the next one is without it. A
supply that it had replaced does not become live by itself: somebody has to send that one again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.sharing.store import manifest
from vrn.sharing.store import manifest_entries as entries
from vrn.sharing.store import removal_entries as removing
from vrn.sharing.store import withdrawal_entries as withdrawing
from vrn.sharing.store.durable import StoreError

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from vrn.sharing.store.store import Store


@dataclass(frozen=True)
class Affected:
    """What a withdrawal of a receipt is about: its live slices, their rows, and who had them.

    `earlier` names for each of the slices the supplies that held it before and are kept still, the
    oldest first: they do not come back by themselves.
    """

    slices: tuple[str, ...]
    rows: int
    earlier: tuple[tuple[str, tuple[str, ...]], ...]


def see_affected(store: Store, receipt: str) -> Affected:
    """What withdrawing a receipt would take out of the next cut; StoreError where it cannot be."""
    with manifest.reading(store.manifest_path) as connection:
        return _affected(connection, receipt, store)


def withdraw_supply(store: Store, receipt: str, *, by: str, why: str, today: date) -> Affected:
    """Makes every slice of a receipt not live, logs who and why, and gives what it was about.

    Raises StoreError, and nothing is changed, where there is no such accepted receipt, where none
    of its slices is live, or where a name or a reason is lacking.
    """
    if not (by.strip() and why.strip()):
        raise StoreError(
            "no supply is withdrawn without a name and a reason. Nothing was changed. Say who "
            "withdraws it, and why."
        )
    with store.turn(), manifest.writing(store.manifest_path) as connection:
        found = _affected(connection, receipt, store)
        number = removing.log(
            connection,
            kind="withdrawn",
            what=receipt,
            why=f"{why.strip()} (by {by.strip()})",
            today=today,
            rows=found.rows,
        )
        withdrawing.make_not_live(connection, receipt, by=by.strip(), why=why.strip(), log=number)
    return found


def taken_before(store: Store, *, sha256: str, agreement: str) -> int:
    """How often these bytes were accepted under this agreement, whatever became of them since."""
    with manifest.reading(store.manifest_path) as connection:
        return withdrawing.count_accepted(connection, sha256=sha256, agreement=agreement)


def _affected(connection: sqlite3.Connection, receipt: str, store: Store) -> Affected:
    kept = entries.find_by_id(connection, receipt)
    if kept is None or kept["state"] != "accepted":
        raise StoreError(
            f"{store.folder}: no accepted receipt {receipt}. Nothing was changed. List the "
            "receipts to find it."
        )
    slices = withdrawing.live_of(connection, receipt)
    if not slices:
        raise StoreError(
            f"{store.folder}: no slice of receipt {receipt} is live: it was replaced, withdrawn or "
            "removed before, or held no rows. Nothing was changed. Name the receipt that is live."
        )
    earlier = withdrawing.earlier_holders(connection, receipt)
    return Affected(
        slices=tuple(slices),
        rows=sum(slices.values()),
        earlier=tuple((name, tuple(earlier[name])) for name in slices if name in earlier),
    )
