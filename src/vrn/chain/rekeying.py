"""Journeys of the keys: who can read them, a new one for a linkage project, and the end of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vrn.chain.carrying import carry_over, note_places
from vrn.chain.cutting import replace_cut
from vrn.chain.early import NotReadyError
from vrn.chain.receiving import all_terms
from vrn.partnership.folder import read_partnership
from vrn.terms import unwatched

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    import polars as pl

    from vrn.partnership.folder import Partnership
    from vrn.sharing.agreement import Terms
    from vrn.sharing.pseudonyms.custody import KeyFile
    from vrn.sharing.pseudonyms.keys import Key
    from vrn.sharing.pseudonyms.rotating import Translation
    from vrn.sharing.store import Rewriting, Store
    from vrn.terms import Progress


def list_keys(folder: Path) -> tuple[KeyFile, ...]:
    """Every key of a partnership's folder: whose it is, who can read it, and what is wrong."""
    from vrn.sharing.pseudonyms.custody import look_at_keys

    partnership = read_partnership(folder)
    return look_at_keys(partnership.keys, partnership.store)


def rotate_key(
    folder: Path, linkage: str, *, why: str, today: date, on_progress: Progress = unwatched
) -> str:
    """Makes every token of a linkage project anew under a new key; gives the new key's id.

    The tokens come from the kept originals. What stewards said goes on naming the records that it
    was said of. The former key is destroyed, and cuts that hold a token
    of it are retired once another is served. Nothing is changed where one supply cannot be made
    anew: NotReadyError, TextError or StoreError says which and why.
    """
    from vrn.sharing.pseudonyms.keys import open_key, open_next_key
    from vrn.sharing.pseudonyms.rotating import finish_rotation, named
    from vrn.sharing.store import Store, removal

    partnership = read_partnership(folder)
    store = Store.open(partnership.store)
    if not finish_rotation(partnership.keys, linkage, held=removal.made_by(store)):
        former = open_key(partnership.keys, linkage, may_make=False)
        new = open_next_key(partnership.keys, linkage)
        note_places(partnership)
        on_progress(1, 3, "making tokens anew")
        supplies = _supplies_of(store, linkage)
        removal.rewrite_supplies(
            store,
            [_rewriting(partnership, store, one, supplies, keys=(former, new)) for one in supplies],
            what="key",
            why=why,
            today=today,
            alongside=removal.Alongside(
                rows=sum(
                    part.rows for one in supplies for _, part in removal.parts_of(store, one["id"])
                ),
                leaving_none_by=named(former),
            ),
        )
        on_progress(2, 3, "destroying the former key")
        finish_rotation(partnership.keys, linkage, held=removal.made_by(store) | {named(new)})
    carry_over(partnership)
    _retire_cuts_of_former_keys(folder, store, why=why, today=today)
    on_progress(3, 3, "key rotated")
    return open_key(partnership.keys, linkage, may_make=False).id


def _retire_cuts_of_former_keys(folder: Path, store: Store, *, why: str, today: date) -> None:
    """Serves a cut of the new tokens, and retires those that hold one by a key that is gone."""
    from vrn.sharing.pseudonyms.tokens import key_ids_in
    from vrn.sharing.store import removal

    if not store.cut_numbers():
        return
    served = replace_cut(folder)[0].number
    known = {_id_of(words) for words in removal.made_by(store)}
    for number in set(store.cut_numbers()) - {served, *store.retired_cuts()}:
        tables = store.cut(number).tables.values()
        if key_ids_in([path for table in tables for path in table.paths]) - known:
            store.retire_cut(number, why=why, today=today)


def _id_of(words: str) -> str:
    """The key's id in what a receipt says of its tokens: "project, key 0a1b2c, recipe 1"."""
    return words.partition("key ")[2].partition(",")[0]


def destroy_key(folder: Path, linkage: str) -> None:
    """Destroys the key of a linkage project; its tokens can be tied to nobody ever again."""
    from vrn.sharing.pseudonyms import rotating

    rotating.destroy_key(read_partnership(folder).keys, linkage)


def _supplies_of(store: Store, linkage: str) -> list[dict[str, Any]]:
    """The receipts that still hold rows with tokens of a linkage project."""
    from vrn.sharing.store import removal

    return [
        receipt
        for receipt in store.receipts()
        if (receipt.get("pseudonyms") or "").startswith(f"{linkage}, ")
        and removal.parts_of(store, receipt["id"])
    ]


def _rewriting(
    partnership: Partnership,
    store: Store,
    receipt: dict[str, Any],
    supplies: Sequence[dict[str, Any]],
    *,
    keys: tuple[Key, Key],
) -> Rewriting:
    """A supply with its tokens by the second key, made when its parts are asked for."""
    from vrn.sharing.pseudonyms.rotating import lacking_tokens, named, put_tokens
    from vrn.sharing.store import Rewriting, removal

    contract = _terms(partnership, receipt).contract

    def parts() -> Iterator[tuple[int, pl.DataFrame]]:
        import polars as pl

        translation = _translate(partnership, store, [receipt], keys=keys)
        for position, part in removal.parts_of(store, receipt["id"]):
            rows = pl.read_parquet(part.path)
            if lacking_tokens(rows, contract, translation):
                # Its original has gone; that of its correction may give the same tokens.
                translation |= _translate(partnership, store, supplies, keys=keys)
            yield position, put_tokens(rows, contract, translation)

    return Rewriting(receipt["id"], parts(), pseudonyms=named(keys[1]))


def _translate(
    partnership: Partnership,
    store: Store,
    supplies: Sequence[dict[str, Any]],
    *,
    keys: tuple[Key, Key],
) -> Translation:
    """From every former token to the new one, as the kept originals of supplies give them."""
    from vrn.sharing.originals.keeping import originals_key
    from vrn.sharing.originals.rereading import read_clear
    from vrn.sharing.pseudonyms.rotating import translate
    from vrn.sharing.store import removal

    held = removal.originals(store)
    seal_key = originals_key(partnership.keys) if held else None
    found: Translation = {}
    for receipt in supplies:
        if seal_key is not None and receipt["id"] in held:
            terms = _terms(partnership, receipt)
            blocks = read_clear(held[receipt["id"]].path, receipt, terms, seal_key)
            found |= translate(blocks, terms.contract, former=keys[0], new=keys[1])
    return found


def _terms(partnership: Partnership, receipt: dict[str, Any]) -> Terms:
    """What a supply is read by today; NotReadyError where its mapping is not the one it came by."""
    terms = all_terms(partnership.folder, receipt["agreement"])
    if terms.mapping.sha256 != receipt["mapping_sha256"]:
        raise NotReadyError(
            f"supply {receipt['id']} came by another text of the mapping '{terms.mapping.id}' than "
            "the one in the folder: put that text back for as long as this takes"
        )
    return terms
