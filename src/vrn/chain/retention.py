"""Retention carried out: supplies whose time is over go, then the cuts that were made of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from vrn.chain.agreeing import list_due
from vrn.chain.cutting import replace_cut
from vrn.chain.forgetting import forget_asked, forget_supplies
from vrn.partnership.folder import read_partnership
from vrn.terms import unwatched

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from vrn.sharing.agreements.retention import Due
    from vrn.sharing.store import Store
    from vrn.terms import Progress

RESTS_ON = "rests on a supply whose time for keeping is over"


@dataclass(frozen=True)
class Deleted:
    """What went: the supplies with their clauses, how many rows, the cut served, those retired.

    `why` says why the cut that is served now holds nothing, where that is so.
    """

    due: tuple[Due, ...]
    rows: int
    cut: int | None
    retired: tuple[int, ...]
    why: str = ""


def delete_due(folder: Path, *, today: date, on_progress: Progress = unwatched) -> Deleted:
    """Deletes every supply that may be kept no longer, and retires the cuts that rest on it.

    Rows, rows held back, originals and what was said of their records go; each receipt's line
    stays, and the log says by which clause. A new cut is served before those that rest on what went
    are retired; where too little is left for one it holds nothing. What was released stays. Whoever
    was stopped does it again.
    """
    from vrn.sharing.store import Store

    due = list_due(folder, today=today)
    partnership = read_partnership(folder)
    if not (partnership.store / "manifest.sqlite").is_file():
        return Deleted((), 0, None, ())
    store = Store.open(partnership.store)
    on_progress(0, 2, "deleting what may be kept no longer")
    forget_supplies(partnership, store, [one.receipt for one in due])
    if due:
        forget_asked(partnership)
    rows = sum(
        store.remove_supplies([one.receipt for one in several], why=why, today=today)
        for why, several in groupby(sorted(due, key=_why), key=_why)
    )
    on_progress(1, 2, "retiring the cuts that rest on it")
    stale = _stale_cuts(store)
    cut, why = None, ""
    if store.cut_numbers() and store.cut().number in stale:
        served, why = replace_cut(folder)
        cut = served.number
    for number in stale:
        store.retire_cut(number, why=RESTS_ON, today=today)
    on_progress(2, 2, "deleted")
    return Deleted(due, rows, cut, tuple(stale), why)


def _why(due: Due) -> str:
    return f"its time for keeping is over: {due.agreement}, {due.clause}"


def _stale_cuts(store: Store) -> list[int]:
    """The cuts that are kept and rest on a supply that was removed, whenever that was."""
    retired = store.retired_cuts()
    return [
        number
        for number in store.cut_numbers()
        if number not in retired
        and any("removed" in receipt for receipt in store.cut(number).supplies)
    ]
