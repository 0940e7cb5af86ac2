"""A person is erased: every row of theirs goes, cuts that held one are retired, figures stay."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vrn.chain.cutting import replace_cut
from vrn.chain.forgetting import forget_asked, forget_said
from vrn.chain.linking import others_of_person
from vrn.chain.receiving import all_terms
from vrn.partnership.folder import read_partnership
from vrn.terms import unwatched

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from vrn.sharing.agreement import Terms
    from vrn.sharing.pseudonyms.erased import Erased
    from vrn.sharing.pseudonyms.erasing import Cleared, Found
    from vrn.sharing.pseudonyms.keys import Key
    from vrn.sharing.store import Removal, Store
    from vrn.terms import Progress


class NobodyError(LookupError):
    """No row that is held bears the number."""


@dataclass(frozen=True)
class Erasure:
    """What an erasure did: rows gone, originals written anew or dropped, cuts.

    `linked` counts, by feed, the records that a model takes for the same person and that stayed:
    they are under another number, or another supplier's.
    """

    rows: int
    originals_rewritten: int
    originals_dropped: int
    cut: int | None
    retired: tuple[int, ...]
    linked: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Asked:
    """Who is to be erased, and with which keys they are found."""

    store: Store
    keys: Path
    terms: Terms
    key: Key
    erased: Erased
    number: str

    @property
    def linkage(self) -> str:
        return self.terms.agreement.linkage


def erase(
    folder: Path,
    *,
    under: str,
    number: str,
    why: str,
    today: date,
    on_progress: Progress = unwatched,
) -> Erasure:
    """Erases the person whom a supplier knows by a number, in every supply of that feed.

    All rows that bear the number, or the same name and day of birth, go: from parts that are live,
    from those that were replaced, and from the kept originals; an original that cannot be written
    anew is dropped. The next cut is made and served, and all earlier ones are retired. What was
    released stays. The number goes to a list of tokens, so that a file sent again does not bring
    the person back. What stewards said of the person's records goes before the rows do. Older
    backups still hold the person: they are to be deleted.

    NobodyError where no row bears the number. Whoever was stopped in the middle asks again.
    """
    asked = _open(folder, under, number)
    on_progress(0, 2, "finding the person's rows")
    receipts = [one for one in _of_project(asked) if one["feed"] == asked.terms.contract.feed]
    found = _find(asked, receipts)
    done, linked = (0, 0, 0), {}
    if found.persons:
        linked = others_of_person(asked.store, asked.terms.contract.feed, found.gone)
        _forget_said(folder, asked, found)
        done = _remove(asked, found, receipts, why=why, today=today)
    elif asked.erased.token(number, asked.terms.contract) not in asked.erased.tokens:
        raise NobodyError(f"no row received under {under} bears that number: nothing was changed")
    forget_asked(read_partnership(folder))
    on_progress(1, 2, "making the next cut, and retiring those before it")
    cut, retired = _retire_cuts(folder, asked.store, why=why, today=today)
    on_progress(2, 2, "erased")
    return Erasure(*done, cut, retired, linked)


def _open(folder: Path, under: str, number: str) -> _Asked:
    from vrn.sharing.pseudonyms.erased import Erased, erasing_key
    from vrn.sharing.pseudonyms.keys import open_key
    from vrn.sharing.store import Store, removal

    partnership = read_partnership(folder)
    store = Store.open(partnership.store)
    terms = all_terms(folder, under)
    linkage = terms.agreement.linkage
    return _Asked(
        store=store,
        keys=partnership.keys,
        terms=terms,
        key=open_key(partnership.keys, linkage, may_make=False),
        erased=Erased(linkage, erasing_key(partnership.keys), removal.erased(store)),
        number=number,
    )


def _of_project(asked: _Asked) -> list[dict[str, Any]]:
    """Every receipt whose tokens the project's key made, and every refused one of the agreement."""
    return [
        receipt
        for receipt in asked.store.receipts()
        if (receipt.get("pseudonyms") or "").startswith(f"{asked.linkage}, ")
        or receipt["agreement"] == asked.terms.agreement.id
    ]


def _find(asked: _Asked, receipts: list[dict[str, Any]]) -> Found:
    from vrn.sharing.pseudonyms.erasing import find_rows

    return find_rows(asked.store, receipts, asked.terms, number=asked.number, key=asked.key)


def _forget_said(folder: Path, asked: _Asked, found: Found) -> None:
    from vrn.sharing.contracts import CONTRACTS
    from vrn.sharing.linkage.records import linkable, own_reference

    contract = CONTRACTS[asked.terms.contract.feed]
    if contract.feed in linkable(CONTRACTS):
        references = found.gone.select(own_reference(contract)).to_series()
        forget_said(read_partnership(folder), contract.feed, references)


def _remove(
    asked: _Asked, found: Found, receipts: list[dict[str, Any]], *, why: str, today: date
) -> tuple[int, int, int]:
    """Rewrites all supplies without the person in one step; rows, originals rewritten, dropped."""
    from vrn.sharing.pseudonyms.erasing import SUPPLY, rewriting_of
    from vrn.sharing.store import removal

    cleared = _clear_originals(asked, found, receipts)
    whose = set(found.gone[SUPPLY]) | {one for one, each in cleared.items() if each.original}
    numbers = {asked.number}.union(*(each.numbers for each in cleared.values()))
    dropped = [one for one, each in cleared.items() if each.is_dropped]
    rewritten = [each for each in cleared.values() if each.original]
    removal.rewrite_supplies(
        asked.store,
        [
            rewriting_of(
                asked.store,
                receipt,
                found,
                cleared[receipt["id"]].original if receipt["id"] in cleared else None,
            )
            for receipt in receipts
            if receipt["id"] in whose
        ],
        what="person",
        why=why,
        today=today,
        alongside=removal.Alongside(
            rows=found.gone.height,
            tombstones=asked.erased.tokens_of(numbers, asked.terms.contract),
            without_original=tuple(dropped),
        ),
    )
    return found.gone.height, len(rewritten), len(dropped)


def _clear_originals(
    asked: _Asked, found: Found, receipts: list[dict[str, Any]]
) -> dict[str, Cleared]:
    """What becomes of each kept original of the feed.

    One that was refused cannot be read as the feed, and one that came by another text of the
    mapping not as it was: both are dropped, whoever is in them.
    """
    from vrn.sharing.originals.keeping import originals_key
    from vrn.sharing.pseudonyms.erasing import Cleared, clear_original
    from vrn.sharing.store import removal

    held = removal.originals(asked.store)
    cleared: dict[str, Cleared] = {}
    for receipt in receipts:
        if receipt["id"] not in held:
            continue
        is_as_it_was = receipt["mapping_sha256"] == asked.terms.mapping.sha256
        if receipt["state"] == "accepted" and is_as_it_was:
            cleared[receipt["id"]] = clear_original(
                held[receipt["id"]],
                receipt,
                found,
                terms=asked.terms,
                keys=(asked.key, originals_key(asked.keys)),
            )
        else:
            cleared[receipt["id"]] = Cleared(None, is_dropped=True, numbers=frozenset())
    return cleared


def _retire_cuts(
    folder: Path, store: Store, *, why: str, today: date
) -> tuple[int | None, tuple[int, ...]]:
    """Serves a new cut and retires all others; nothing where no cut was ever made."""
    if not store.cut_numbers():
        return None, ()
    served = replace_cut(folder)[0].number
    others = [n for n in store.cut_numbers() if n != served and n not in store.retired_cuts()]
    for number in others:
        store.retire_cut(number, why=why, today=today)
    return served, tuple(others)


def delete_due_originals(folder: Path, *, today: date) -> int:
    """Deletes the kept originals whose time has ended; gives how many there were."""
    from vrn.sharing.originals import keeping
    from vrn.sharing.store import Store

    store = Store.open(read_partnership(folder).store)
    return keeping.delete_due_originals(store, today=today)


def list_removals(folder: Path) -> list[Removal]:
    """The log of all that was removed from the store, the oldest line first."""
    from vrn.sharing.store import Store

    return Store.read(read_partnership(folder).store).removals()
