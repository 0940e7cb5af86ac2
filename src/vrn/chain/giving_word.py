"""The analyst's word on a supply of unusual size, which is then received from its kept bytes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from vrn.chain.early import NotReadyError
from vrn.chain.receiving import receive
from vrn.partnership.folder import read_partnership
from vrn.terms import unwatched

if TYPE_CHECKING:
    from datetime import date

    from vrn.sharing.receipt import Receipt
    from vrn.terms import Progress

PIECE_BYTES = 1 << 20


def list_held(folder: Path) -> frozenset[str]:
    """The receipts of supplies that wait for nothing but the analyst's word, and can be had again.

    One of whose bytes have been accepted since, or deleted, waits no more.
    """
    from vrn.sharing.originals.keeping import is_held_for_word
    from vrn.sharing.store import Store, removal

    place = read_partnership(folder).store
    if not (place / "manifest.sqlite").is_file():
        return frozenset()
    store = Store.read(place)
    kept = removal.originals(store)
    receipts = store.receipts()
    accepted = {(r["agreement"], r["sha256"]) for r in receipts if r["state"] == "accepted"}
    return frozenset(
        receipt["id"]
        for receipt in receipts
        if is_held_for_word(receipt)
        and receipt["id"] in kept
        and (receipt["agreement"], receipt["sha256"]) not in accepted
    )


def give_word(
    folder: Path, receipt: str, *, word: str, today: date, on_progress: Progress = unwatched
) -> Receipt:
    """Receives a supply again that was refused for its size alone, with the analyst's word on it.

    Its bytes are those that were kept, sealed, when it was refused. They are clear for as long as
    this takes, in a folder for passing files that only this process's user can read. Raises
    NotReadyError where no such supply waits, or its bytes are kept no more.
    """
    from tempfile import TemporaryDirectory

    from vrn.sharing.originals.keeping import originals_key
    from vrn.sharing.originals.sealing import unseal
    from vrn.sharing.store import Store, removal

    if receipt not in list_held(folder):
        raise NotReadyError(
            f"no supply waits for a word under the receipt {receipt}: it was taken in since, or "
            "its bytes are kept no more; if need be, ask the supplier to send the file again"
        )
    partnership = read_partnership(folder)
    store = Store.read(partnership.store)
    held, sealed = store.receipt(receipt), removal.originals(store)[receipt].path
    with TemporaryDirectory(prefix="vrn-word-") as place:
        path = Path(place) / Path(held["file"]).name
        with unseal(sealed, originals_key(partnership.keys)) as clear, path.open("xb") as out:
            shutil.copyfileobj(clear, out, PIECE_BYTES)
        return receive(
            folder,
            path,
            under=held["agreement"],
            today=today,
            replaces=tuple(held["replaces"]),
            word=word,
            on_progress=on_progress,
        )
