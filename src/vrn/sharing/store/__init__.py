"""The store of a partnership's rows: supplies, receipts and cuts that survive anything."""

from vrn.sharing.store.durable import StoreError
from vrn.sharing.store.manifest_entries import Cut, Part, Receipt, TablePart
from vrn.sharing.store.store import Store

__all__ = ["Cut", "Part", "Receipt", "Store", "StoreError", "TablePart"]
