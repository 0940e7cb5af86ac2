"""Removing from the store: supplies, cuts, originals and one person's rows; all or nothing, logged.

A removal is one transaction of the manifest. New files, where there are any, are durable before
it; what nothing speaks of any more is deleted after it, in the same turn of the one writer. A stop
in between leaves files that the next opening sweeps. A part that another receipt or cut still names
stays. Nothing is linked to, so a file that is deleted is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.sharing.store import durable, manifest
from vrn.sharing.store import manifest_entries as entries
from vrn.sharing.store import removal_entries as removing
from vrn.sharing.store.durable import StoreError
from vrn.sharing.store.manifest_entries import Part
from vrn.sharing.store.parts import supply_drafts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import date
    from pathlib import Path

    import polars as pl

    from vrn.sharing.store.removal_entries import KeptOriginal
    from vrn.sharing.store.store import Store


@dataclass(frozen=True)
class Original:
    """The bytes of a supply as it came, sealed, in pieces; and the day on which they are to go."""

    pieces: Iterable[bytes]
    delete_on: date | None = None

    def draft(self, folder: Path) -> durable.Draft:
        """The file that is kept of it."""
        return durable.Draft(folder, "", 0, self.pieces, durable.ORIGINAL_SUFFIX)


@dataclass(frozen=True)
class Rewriting:
    """What becomes of one receipt: each of its parts as it is to be, in their order.

    Parts are asked for once, one after the other, as they are written: all need not fit in memory.
    `pseudonyms` says which key made its tokens from now on, `original` takes the place of the kept
    one; without them both stay as they are.
    """

    receipt: str
    parts: Iterable[tuple[int, pl.DataFrame]]
    pseudonyms: str | None = None
    original: Original | None = None


@dataclass(frozen=True)
class Alongside:
    """What a rewriting changes beside parts, in the same transaction.

    rows               how many rows it is about, for the log
    tombstones         tokens of people who are not to come back
    without_original   receipts whose kept original goes
    leaving_none_by    a key and recipe that no kept row may have been made by afterwards
    """

    rows: int
    tombstones: tuple[str, ...] = ()
    without_original: tuple[str, ...] = ()
    leaving_none_by: str | None = None


def originals(store: Store) -> dict[str, KeptOriginal]:
    """The sealed originals by receipt, the oldest first."""
    with manifest.reading(store.manifest_path) as connection:
        return removing.all_originals(connection, store.originals_folder)


def erased(store: Store) -> frozenset[str]:
    """Tokens of the references of people who were erased and are not to come back."""
    with manifest.reading(store.manifest_path) as connection:
        return removing.all_erased(connection)


def made_by(store: Store) -> frozenset[str]:
    """By which keys and recipes the tokens of all kept rows were made."""
    with manifest.reading(store.manifest_path) as connection:
        return removing.made_by(connection)


def removed_before(store: Store, *, sha256: str, agreement: str) -> int:
    """How many supplies of these bytes under this agreement were removed again."""
    with manifest.reading(store.manifest_path) as connection:
        return removing.count_removed(connection, sha256=sha256, agreement=agreement)


def parts_of(store: Store, receipt_id: str) -> list[tuple[int, Part]]:
    """Each part of a receipt with its position, live or not."""
    with manifest.reading(store.manifest_path) as connection:
        found = removing.parts_of(connection, receipt_id)
    return [
        (n, Part(name, receipt_id, store.parts_folder / f"{sha256}.parquet", rows, sha256))
        for n, name, sha256, rows in found
    ]


def remove_supplies(store: Store, ids: Sequence[str], *, why: str, today: date) -> int:
    """Removes rows, held-back rows and originals of receipts, and gives how many rows went.

    The receipts' own lines stay, marked removed; cuts made of them stay until they are retired.
    Raises StoreError, and nothing is removed, where one of the ids is no receipt, or where no
    reason is given. One that was removed before is passed over.
    """
    with _turn(store, why):
        with manifest.writing(store.manifest_path) as connection:
            _check_known(connection, ids, store)
            new = [one for one in dict.fromkeys(ids) if not removing.is_removed(connection, one)]
            rows = {one: removing.count_rows(connection, one) for one in new}
            for one, count in rows.items():
                number = removing.log(
                    connection, kind="supply", what=one, why=why, today=today, rows=count
                )
                removing.forget_supply(connection, one, removal=number)
        _delete_unnamed(store)
    return sum(rows.values())


def retire_cut(store: Store, number: int, *, why: str, today: date) -> int:
    """Removes the parts of a cut; number, facts and hashes stay. Gives how many rows went.

    Raises StoreError for the cut that is served, and for one that there is not. A cut that was
    retired before stays as it is.
    """
    with _turn(store, why):
        with manifest.writing(store.manifest_path) as connection:
            if number not in entries.cut_numbers(connection):
                raise StoreError(f"{store.folder}: there is no cut {number}. Nothing was removed.")
            if number == entries.current_number(connection):
                raise StoreError(
                    f"{store.folder}: cut {number} is served, and is not retired before another "
                    "one is. Nothing was removed. Make the next cut first, with `vrn cut`."
                )
            if number in removing.retired_numbers(connection):
                return 0
            rows = removing.count_cut_rows(connection, number)
            what = str(number)
            line = removing.log(connection, kind="cut", what=what, why=why, today=today, rows=rows)
            removing.empty_cut(connection, number, removal=line)
        _delete_unnamed(store)
    return rows


def drop_originals(store: Store, ids: Sequence[str], *, why: str, today: date) -> int:
    """Removes the kept originals of receipts, and gives how many there were."""
    with _turn(store, why):
        with manifest.writing(store.manifest_path) as connection:
            held = removing.all_originals(connection, store.originals_folder)
            found = [one for one in dict.fromkeys(ids) if one in held]
            for one in found:
                removing.drop_original(connection, one)
                removing.log(connection, kind="original", what=one, why=why, today=today, rows=0)
        _delete_unnamed(store)
    return len(found)


def rewrite_supplies(
    store: Store,
    rewritings: Sequence[Rewriting],
    *,
    what: str,
    why: str,
    today: date,
    alongside: Alongside,
) -> None:
    """Puts other parts in the place of those of several receipts, in one transaction.

    `what` is the kind of the log's line. Raises StoreError, and nothing is changed, where a receipt
    has been removed or has other parts by now, or where tokens by a former key would be left.
    """
    with _turn(store, why):
        drafts = _drafts(store, rewritings)

        def record(files: list[durable.KeptFile]) -> None:
            with manifest.writing(store.manifest_path) as connection:
                _put_parts(connection, rewritings, drafts.places, files)
                _put_alongside(connection, alongside, why=why, today=today)
                removing.log(
                    connection, kind=what, what="", why=why, today=today, rows=alongside.rows
                )

        durable.run_commit(durable.Commit(drafts.each, record))
        _delete_unnamed(store)


@dataclass(frozen=True)
class _Drafts:
    """The files of a rewriting as they are made, and for each whose it is: receipt, position."""

    each: Iterable[durable.Draft]
    places: list[tuple[str, int | None]]


def _drafts(store: Store, rewritings: Sequence[Rewriting]) -> _Drafts:
    places: list[tuple[str, int | None]] = []

    def made() -> Iterator[durable.Draft]:
        for one in rewritings:
            for position, rows in one.parts:
                places.append((one.receipt, position))
                yield from supply_drafts(store.parts_folder, [("", rows)])
            if one.original is not None:
                places.append((one.receipt, None))
                yield one.original.draft(store.originals_folder)

    return _Drafts(made(), places)


def _put_parts(
    connection: sqlite3.Connection,
    rewritings: Sequence[Rewriting],
    places: Sequence[tuple[str, int | None]],
    files: Sequence[durable.KeptFile],
) -> None:
    originals = {one.receipt: one.original for one in rewritings if one.original is not None}
    for one in rewritings:
        held = [part[0] for part in removing.parts_of(connection, one.receipt)]
        if held != [at for receipt, at in places if receipt == one.receipt and at is not None]:
            raise StoreError(
                f"receipt {one.receipt} has other parts by now. Nothing was changed. Do the same "
                "again."
            )
        if one.pseudonyms is not None:
            removing.set_pseudonyms(connection, one.receipt, one.pseudonyms)
    for (receipt, position), file in zip(places, files, strict=True):
        if position is None:
            day = originals[receipt].delete_on
            removing.add_original(connection, receipt, sha256=file.sha256, delete_on=day)
        else:
            removing.replace_part(connection, receipt, position, sha256=file.sha256, rows=file.rows)


def _put_alongside(
    connection: sqlite3.Connection, alongside: Alongside, *, why: str, today: date
) -> None:
    if alongside.leaving_none_by in removing.made_by(connection):
        raise StoreError(
            "a supply came meanwhile with tokens by the former key "
            f"({alongside.leaving_none_by}). Nothing was changed. Do the same again."
        )
    removing.add_erased(connection, alongside.tombstones)
    for receipt in alongside.without_original:
        removing.drop_original(connection, receipt)
        removing.log(connection, kind="original", what=receipt, why=why, today=today, rows=0)


def _turn(store: Store, why: str) -> AbstractContextManager[None]:
    if not why.strip():
        raise StoreError("nothing is removed without a reason. Nothing was changed. Say why.")
    return store.turn()


def _check_known(connection: sqlite3.Connection, ids: Sequence[str], store: Store) -> None:
    unknown = [one for one in ids if entries.find_by_id(connection, one) is None]
    if unknown:
        raise StoreError(
            f"{store.folder}: no receipt {', '.join(unknown)}. Nothing was removed. List the "
            "receipts to find it."
        )


def _delete_unnamed(store: Store) -> None:
    """Deletes every file that nothing speaks of any more, and what SQLite's log says of it."""
    store.sweep()
    for folder in (store.parts_folder, store.held_folder, store.originals_folder):
        durable.sync_path(folder)
    manifest.forget(store.manifest_path)
