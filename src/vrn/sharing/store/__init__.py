"""The store of a partnership's rows: supplies, receipts and cuts that survive anything."""

from vrn.sharing.store.durable import StoreError
from vrn.sharing.store.manifest_entries import Cut, KeptReceipt, Part, TablePart
from vrn.sharing.store.store import Store

__all__ = ["Cut", "KeptReceipt", "Part", "Store", "StoreError", "TablePart"]
