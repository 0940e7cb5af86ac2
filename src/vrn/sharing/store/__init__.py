"""The store of a partnership's rows: supplies, receipts and cuts that survive anything."""

from vrn.sharing.store.durable import StoreError
from vrn.sharing.store.manifest_entries import Cut, KeptReceipt, Part, TablePart
from vrn.sharing.store.removal import Original, Rewriting
from vrn.sharing.store.removal_entries import KeptOriginal, Removal
from vrn.sharing.store.store import Store

__all__ = [
    "Cut",
    "KeptOriginal",
    "KeptReceipt",
    "Original",
    "Part",
    "Removal",
    "Rewriting",
    "Store",
    "StoreError",
    "TablePart",
]
