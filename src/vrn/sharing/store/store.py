"""The store of a partnership's rows: supplies, receipts and numbered cuts that survive anything.

    store/manifest.sqlite     what is there (see manifest.py)
    store/parts/              rows of supplies and of cuts, in Parquet files named by their content
    store/held/               rows held back, likewise
    store/originals/          supplies as they came, sealed; the key is elsewhere
    store/writer.lock         held by the one writer that is at work

What was accepted is never changed: a newer supply takes over a slice, a newer cut takes over the
pointer. What goes, goes by removal.py alone. How a commit becomes durable stands in durable.py.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vrn.sharing.store import durable, manifest, removal
from vrn.sharing.store import manifest_entries as entries
from vrn.sharing.store import removal_entries as removing
from vrn.sharing.store.durable import StoreError
from vrn.sharing.store.manifest_entries import Cut, KeptReceipt, Part
from vrn.sharing.store.parts import cut_drafts, cut_tables, supply_drafts
from vrn.sharing.store.row_hash import arrange_rows, hash_tables
from vrn.sharing.store.store_checks import (
    check_basis,
    check_bytes_are_new,
    check_one_key,
    check_receipt,
    check_replaces,
    check_slices_are_free,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    import polars as pl

    from vrn.sharing.store.removal import Original
    from vrn.sharing.store.removal_entries import Removal


@dataclass(frozen=True)
class Store:
    """The store in one folder, by `Store.open` or `Store.read`; holds nothing open between calls.

    A writing call waits for another writer up to `wait_seconds`, then raises StoreError. What is
    stopped, by a full disk or Ctrl-C as by a kill, is there as a whole or not at all; a StoreError
    says that it is not.
    """

    folder: Path
    is_writable: bool = False
    wait_seconds: float = 30.0

    @classmethod
    def open(cls, folder: Path | str, *, wait_seconds: float = 30.0) -> Store:
        """The store of a folder, for writing: made where it is absent, and swept.

        Sweeps files that a stopped commit left, unless another writer is at work just now. Raises
        StoreError where the folder cannot be written.
        """
        store = cls(Path(folder), is_writable=True, wait_seconds=wait_seconds)
        for place in (store.folder, *store.rooms):
            durable.make_folder(place)
        is_there = manifest.is_prepared(store.manifest_path)
        patience = 0.0 if is_there else wait_seconds
        with durable.writer_turn(store.folder, wait_seconds=patience) as is_ours:
            if is_ours:
                manifest.prepare(store.manifest_path)
                durable.sync_path(store.folder)
                store.sweep()
            elif not is_there:
                raise StoreError(store._busy())
        return store

    @classmethod
    def read(cls, folder: Path | str) -> Store:
        """The store of a folder, for reading; waits for no writer. Raises where there is none."""
        store = cls(Path(folder))
        if not manifest.is_prepared(store.manifest_path):
            raise StoreError(
                f"{folder}: there is no store here yet. Receive a first supply into it."
            )
        return store

    @property
    def manifest_path(self) -> Path:
        """Where the manifest lies."""
        return self.folder / manifest.MANIFEST_NAME

    @property
    def parts_folder(self) -> Path:
        """Where the rows lie."""
        return self.folder / "parts"

    @property
    def held_folder(self) -> Path:
        """Where the rows held back lie."""
        return self.folder / "held"

    @property
    def originals_folder(self) -> Path:
        """Where supplies lie as they came, sealed."""
        return self.folder / "originals"

    @property
    def rooms(self) -> tuple[Path, ...]:
        """The folders of files that are named by their content."""
        return (self.parts_folder, self.held_folder, self.originals_folder)

    # -- receipts and supplies -------------------------------------------------------------------

    def find_receipt(self, *, sha256: str, agreement: str, nil_of: str = "") -> KeptReceipt | None:
        """The newest accepted receipt for these bytes and agreement, replaced since or not.

        Of a nil return the one of the same months: the next month's has the same bytes.
        """
        with manifest.reading(self.manifest_path) as connection:
            found = entries.find_by_bytes(connection, sha256=sha256, agreement=agreement)
        return next((each for each in found if each.get("nil_of", "") == nil_of), None)

    def receipt(self, receipt_id: str) -> KeptReceipt:
        """The receipt of that id, accepted or refused. Raises StoreError where there is none."""
        with manifest.reading(self.manifest_path) as connection:
            found = entries.find_by_id(connection, receipt_id)
        if found is None:
            raise StoreError(
                f"{self.folder}: no receipt {receipt_id}. List the receipts to find it."
            )
        return found

    def receipts(self) -> list[KeptReceipt]:
        """Every receipt, accepted and refused, the oldest first."""
        with manifest.reading(self.manifest_path) as connection:
            return entries.all_receipts(connection)

    def live_receipts(self) -> list[KeptReceipt]:
        """The receipts that hold at least one live slice, of all feeds, the oldest first."""
        with manifest.reading(self.manifest_path) as connection:
            return entries.live_receipts(connection)

    def held_slices(self, agreement: str) -> dict[str, str]:
        """The live slices of an agreement, in order, each with the id of the receipt it came by."""
        with manifest.reading(self.manifest_path) as connection:
            return entries.live_slices(connection, agreement)

    def held_rows(self, receipt_id: str) -> Path | None:
        """The Parquet file of the rows that a receipt holds back; None where it held none."""
        with manifest.reading(self.manifest_path) as connection:
            name = entries.held_file(connection, receipt_id)
        return self.held_folder / f"{name}.parquet" if name else None

    def live_parts(self, feed: str) -> list[Part]:
        """The parts of a feed's live slices, in the order of agreement, slice and arrival."""
        with manifest.reading(self.manifest_path) as connection:
            return entries.live_parts(connection, feed, self.parts_folder)

    def accept(
        self,
        receipt: Mapping[str, Any],
        parts: Iterable[tuple[str, pl.DataFrame]],
        held: pl.DataFrame | None = None,
        *,
        original: Original | None = None,
    ) -> None:
        """Keeps a supply: parts, rows held back, sealed original and receipt; all durable or none.

        Parts are pairs of a slice and its rows, written as they come, so a supply need not fit in
        memory; a slice may come in several. The receipt is read after the last part: who counts
        while giving parts may fill it in until then. Its slices become live. Raises StoreError
        where one is live already under the agreement from a receipt not in receipt["replaces"],
        where the id is taken, where these bytes are in force under the agreement already, or where
        the disk will not have it.
        """
        check_receipt(receipt, state="accepted")
        drafts = self._supply_drafts(parts, held, original)
        record = partial(self._record_supply, receipt, original)
        with self.turn():
            durable.run_commit(durable.Commit(drafts, record))

    def refuse(self, receipt: Mapping[str, Any], *, original: Original | None = None) -> None:
        """Keeps the receipt of a supply that was refused, and no row of it. Durable on return."""
        check_receipt(receipt, state="refused")
        drafts = [original.draft(self.originals_folder)] if original else []
        record = partial(self._record_refused, receipt, original)
        with self.turn():
            durable.run_commit(durable.Commit(drafts, record))

    # -- cuts ------------------------------------------------------------------------------------

    def cut_numbers(self) -> list[int]:
        """The numbers of all cuts, the oldest first."""
        with manifest.reading(self.manifest_path) as connection:
            return entries.cut_numbers(connection)

    def cut(self, number: int | None = None) -> Cut:
        """The cut of that number, or the one that is served. Raises StoreError if there is none."""
        with manifest.reading(self.manifest_path) as connection:
            wanted = entries.current_number(connection) if number is None else number
            found = entries.find_cut(connection, wanted, self.parts_folder) if wanted else None
            retired_on = removing.retired_numbers(connection).get(wanted or 0)
        if retired_on:
            raise StoreError(
                f"{self.folder}: cut {wanted} was retired on {retired_on}, and its rows are gone. "
                "What was released from it stays: look at the figures."
            )
        if found is None:
            which = "no cut yet" if number is None else f"no cut {number}"
            raise StoreError(f"{self.folder}: there is {which}. Make one with `vrn cut`.")
        return found

    def commit_cut(
        self,
        tables: Mapping[str, pl.DataFrame],
        *,
        facts: Mapping[str, Any],
        supplies: Sequence[str] | None = None,
    ) -> int:
        """Keeps tables as the next cut, serves it from then on, and gives its number.

        The cut rests on the receipts that are live now; `supplies`, if given, says which ones the
        tables were made from, and StoreError is raised where that has changed meanwhile, as where a
        table holds rows of another supply. Where rows, facts and supplies are those of the cut
        that is served, nothing is kept and its number is given.
        """
        arranged = {name: arrange_rows(tables[name]) for name in sorted(tables)}
        hashes = {name: digest for name, (_, digest) in arranged.items()}
        rows = {name: table for name, (table, _) in arranged.items()}
        with self.turn():
            basis = self.live_receipts()
            check_basis(rows, live=[receipt["id"] for receipt in basis], supplies=supplies)
            same = self._same_cut(hash_tables(hashes), facts, basis)
            if same is not None:
                return same
            number = max(self.cut_numbers(), default=0) + 1
            drafts = cut_drafts(self.parts_folder, rows)
            record = partial(self._record_cut, number, hashes, facts=facts, basis=basis)
            durable.run_commit(durable.Commit(drafts, record))
        return number

    # -- what goes -------------------------------------------------------------------------------

    def remove_supplies(self, ids: Sequence[str], *, why: str, today: date) -> int:
        """Removes all rows and originals of receipts; gives how many rows. See removal.py."""
        return removal.remove_supplies(self, ids, why=why, today=today)

    def retire_cut(self, number: int, *, why: str, today: date) -> int:
        """Removes the parts of a cut that is not served; gives how many rows. See removal.py."""
        return removal.retire_cut(self, number, why=why, today=today)

    def retired_cuts(self) -> dict[int, Cut]:
        """The cuts whose rows are gone, by number, with their facts and hashes and no file."""
        with manifest.reading(self.manifest_path) as connection:
            numbers = removing.retired_numbers(connection)
            found = {n: entries.find_cut(connection, n, self.parts_folder) for n in numbers}
        return {number: cut for number, cut in found.items() if cut is not None}

    def removals(self) -> list[Removal]:
        """The log of all that went: what, why, when, how many rows; the oldest line first."""
        with manifest.reading(self.manifest_path) as connection:
            return removing.all_removals(connection)

    # -- inside ----------------------------------------------------------------------------------

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Holds the writer's lock for the block. Raises StoreError where that cannot be had."""
        if not self.is_writable:
            raise StoreError(
                f"{self.folder}: was opened for reading only. Open it with Store.open."
            )
        with durable.writer_turn(self.folder, wait_seconds=self.wait_seconds) as is_ours:
            if not is_ours:
                raise StoreError(self._busy())
            yield

    def _busy(self) -> str:
        return (
            f"{self.folder}: another writer is at work, and was still after {self.wait_seconds:g} "
            "seconds. Nothing was changed. Wait until it has ended, then do the same again."
        )

    def sweep(self) -> None:
        """Removes files that no entry of the manifest speaks of. The caller holds the lock."""
        with manifest.reading(self.manifest_path) as connection:
            part_names, held_names, original_names = entries.named_files(connection)
        kept = {self.parts_folder / f"{name}{durable.PART_SUFFIX}" for name in part_names}
        kept |= {self.held_folder / f"{name}{durable.PART_SUFFIX}" for name in held_names}
        sealed = durable.ORIGINAL_SUFFIX
        kept |= {self.originals_folder / f"{name}{sealed}" for name in original_names}
        strays = durable.find_strays(self.rooms, kept)
        if not strays:
            return
        # Written over the place in SQLite's log where a commit whose sync failed may still stand:
        # after this no crash can bring that commit back, and its files may go.
        with manifest.writing(self.manifest_path) as connection:
            entries.note_sweep(connection)
        durable.remove_files(strays)

    def _supply_drafts(
        self,
        parts: Iterable[tuple[str, pl.DataFrame]],
        held: pl.DataFrame | None,
        original: Original | None,
    ) -> Iterator[durable.Draft]:
        yield from supply_drafts(self.parts_folder, parts)
        if held is not None and held.height:
            yield from supply_drafts(self.held_folder, [("", held)])
        if original is not None:
            yield original.draft(self.originals_folder)

    def _record_refused(
        self,
        receipt: Mapping[str, Any],
        original: Original | None,
        files: list[durable.KeptFile],
    ) -> None:
        with manifest.writing(self.manifest_path) as connection:
            entries.add_receipt(connection, receipt)
            self._enter_original(connection, receipt, original, files)

    def _enter_original(
        self,
        connection: sqlite3.Connection,
        receipt: Mapping[str, Any],
        original: Original | None,
        files: list[durable.KeptFile],
    ) -> None:
        for file in files:
            if original is not None and file.path.parent == self.originals_folder:
                removing.add_original(
                    connection, receipt["id"], sha256=file.sha256, delete_on=original.delete_on
                )

    def _record_supply(
        self,
        receipt: Mapping[str, Any],
        original: Original | None,
        files: list[durable.KeptFile],
    ) -> None:
        rows = [file for file in files if file.path.parent == self.parts_folder]
        held = next((file for file in files if file.path.parent == self.held_folder), None)
        with manifest.writing(self.manifest_path) as connection:
            check_replaces(connection, receipt)
            check_bytes_are_new(connection, receipt)
            check_one_key(connection, receipt)
            check_slices_are_free(connection, receipt, {file.about for file in rows})
            entries.add_receipt(connection, receipt, held=held)
            entries.add_parts(connection, receipt["id"], rows)
            entries.make_live(connection, receipt, {file.about for file in rows})
            self._enter_original(connection, receipt, original, files)

    def _same_cut(
        self, row_hash: str, facts: Mapping[str, Any], basis: list[KeptReceipt]
    ) -> int | None:
        """The number of the served cut where it says the same, facts and supplies included."""
        with manifest.reading(self.manifest_path) as connection:
            number = entries.current_number(connection)
            served = entries.find_cut(connection, number, self.parts_folder) if number else None
        if served is None or served.row_hash != row_hash or list(served.supplies) != basis:
            return None
        return number if served.facts == json.loads(json.dumps(dict(facts))) else None

    def _record_cut(
        self,
        number: int,
        hashes: Mapping[str, str],
        files: list[durable.KeptFile],
        *,
        facts: Mapping[str, Any],
        basis: list[KeptReceipt],
    ) -> None:
        cut = Cut(
            number=number,
            tables=cut_tables(hashes, files),
            supplies=tuple(basis),
            facts=facts,
            row_hash=hash_tables(hashes),
        )
        with manifest.writing(self.manifest_path) as connection:
            entries.add_cut(connection, cut)
