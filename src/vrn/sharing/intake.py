"""Receives a file: digest first, then every check, then the store; a receipt in every case."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO

from vrn.sharing.agreement import Agreement, Terms
from vrn.sharing.agreements.law import why_unlawful
from vrn.sharing.agreements.standing import Standing, check_standing
from vrn.sharing.announcing import UNANNOUNCED, Announcement
from vrn.sharing.checks.concluding import conclude
from vrn.sharing.checks.declared_parts import check_parts
from vrn.sharing.checks.examining import Examination, digest_of, examine_member
from vrn.sharing.checks.receipting import Arrival, held_rows, write_receipt
from vrn.sharing.checks.spool import Spool
from vrn.sharing.contract import Contract, Setting
from vrn.sharing.fault import Fault, RefusedError, safe_name
from vrn.sharing.files.archive import CHUNK_BYTES, open_members, read_chunks
from vrn.sharing.files.naming import naming, own_name, split_part
from vrn.sharing.originals.keeping import original_of
from vrn.sharing.pseudonyms.opening import look_through, open_door
from vrn.sharing.receipt import Note, Receipt, receipt_from, receipt_id
from vrn.sharing.store.removal import removed_before
from vrn.sharing.store.withdrawal import taken_before
from vrn.terms import unwatched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    import polars as pl

    from vrn.sharing.mapping import Mapping as SupplierMapping
    from vrn.sharing.pseudonyms.door import Door
    from vrn.sharing.store import Original, Store
    from vrn.terms import Progress


def receive(  # noqa: PLR0913 - all but the path by keyword
    path: Path,
    *,
    agreement: Agreement,
    mapping: SupplierMapping,
    contract: Contract,
    store: Store,
    today: date,
    standing: Standing | None = None,
    keys: Path | None = None,
    replaces: Sequence[str] = (),
    word: str | None = None,
    announced: Announcement = UNANNOUNCED,
    on_progress: Progress = unwatched,
) -> Receipt:
    """The receipt of one file, accepted or refused; its good rows are in the store or none are.

    The same bytes under the same agreement give the same receipt and change nothing; nil returns of
    other months, which are the same bytes too, give a receipt each. Whatever is wrong with the file
    stands in the receipt's `faults`, all of it at once; nothing is raised for it. Raises OSError
    where the file cannot be opened, TextError where agreement, mapping and contract do not fit
    together or the key cannot be used, and what the store raises. `standing` is how the agreement
    stands that day; without one only open data is let in. `keys` is the folder of the keys that
    tokens are made with, outside the store; a feed without tokens needs none. `announced` is what
    the sender said of the file beside it. `on_progress` is called with bytes done, bytes in all (0:
    not known) and what is being done.
    """
    terms = Terms(contract, agreement, mapping)
    door = open_door(terms, store, keys)
    with path.open("rb") as handle:
        arrival = _arrive(handle, path.name, terms, today=today, progress=on_progress)
        arrival = replace(
            arrival, replaces=tuple(replaces), word=word, announced=announced, standing=standing
        )
        earlier = store.find_receipt(
            sha256=arrival.sha256, agreement=agreement.id, nil_of=announced.nil_text
        )
        if earlier is not None and not _is_asked_again(earlier, arrival, store):
            return receipt_from(earlier)
        parts = [agreement.id, arrival.sha256, *(arrival.replaces if earlier else ())]
        parts += [f"nil of {announced.nil_text}"] if announced.is_nil else []
        parts += _after_removal(arrival.sha256, agreement, store)
        parts += _after_withdrawal(earlier, arrival, store)
        with Spool() as spool:
            found = _begin(terms, arrival, receipt_id(*parts), spool, door)
            left_out, passed = _examine(arrival, found, store)
            receipt = write_receipt(arrival, found, passed)
            original = original_of(handle, receipt, agreement, keys=keys, today=today)
            _keep(receipt, found, left_out, store=store, original=original)
    return receipt


def check_file(
    path: Path,
    *,
    agreement: Agreement,
    mapping: SupplierMapping,
    contract: Contract,
    today: date,
    standing: Standing | None = None,
) -> Receipt:
    """The receipt that the file would get in an empty store; nothing is kept.

    What a row needs from the store, such as the offence that a person was involved in, is not
    looked up.
    """
    terms = Terms(contract, agreement, mapping)
    with path.open("rb") as handle, Spool() as spool:
        arrival = _arrive(handle, path.name, terms, today=today, progress=unwatched)
        arrival = replace(arrival, standing=standing)
        supply = receipt_id(agreement.id, arrival.sha256)
        found = _begin(terms, arrival, supply, spool, look_through(terms))
        _, passed = _examine(arrival, found, None)
        return replace(write_receipt(arrival, found, passed), pseudonyms=None)


def _arrive(
    handle: BinaryIO, name: str, terms: Terms, *, today: date, progress: Progress
) -> Arrival:
    size = os.fstat(handle.fileno()).st_size

    def chunks() -> Iterator[bytes]:
        while chunk := handle.read(CHUNK_BYTES):
            progress(handle.tell(), size, "taking the digest")
            yield chunk

    digest = digest_of(chunks())
    shown = own_name(name, digest) if terms.contract.is_of_persons else safe_name(name)
    return Arrival(handle, shown, size, digest, today, part=split_part(name), progress=progress)


def _is_asked_again(earlier: Mapping[str, Any], arrival: Arrival, store: Store) -> bool:
    """Whether bytes that were accepted before are to be taken anew, over what came since."""
    if earlier["id"] in arrival.replaces or not arrival.announced.has_digest(arrival.sha256):
        return True
    live = store.held_slices(earlier["agreement"])
    slices = receipt_from(earlier).slices
    if earlier["id"] in live.values() or not slices:
        return False
    return bool(arrival.replaces) or live.keys().isdisjoint(slices)


def _begin(terms: Terms, arrival: Arrival, supply: str, spool: Spool, door: Door) -> Examination:
    setting = Setting(arrival.today, terms.agreement.period_from)
    return Examination(terms, setting, supply, spool, door)


def _examine(
    arrival: Arrival, found: Examination, store: Store | None
) -> tuple[dict[int, pl.Series], list[Note]]:
    """Examines all members and concludes; gives lines to leave out, and members passed over."""
    agreement = found.terms.agreement
    before = os.fstat(arrival.handle.fileno())
    live = store.held_slices(agreement.id) if store else {}
    passed: list[Note] = []
    left_out: dict[int, pl.Series] = {}
    try:
        _check_standing(arrival, found)
        found.announced = arrival.announced
        _raise_any(arrival.announced.digest_faults(arrival.sha256, arrival.name))
        receipts = _live_receipts(store, live)
        _check_replaces(arrival, receipts, agreement)
        found.last_profile = _last_profile(receipts)
        passed += _examine_members(arrival, found, receipts, live)
        usual = _usual_rows(receipts, live, arrival.replaces)
        left_out = conclude(found, live, usual, arrival)
    except RefusedError as error:
        found.faults += error.faults
    after = os.fstat(arrival.handle.fileno())
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        found.faults.append(_changed(arrival.name))
    return left_out, passed


def _raise_any(faults: Iterable[Fault]) -> None:
    """Raises RefusedError with all of these faults, where there are any."""
    found = tuple(faults)
    if found:
        raise RefusedError(*found)


def _last_profile(receipts: Mapping[str, Receipt]) -> tuple[str, Mapping[str, list[int]]] | None:
    """The newest live receipt that has a profile of days, with it."""
    profiled = [(name, receipt.profile) for name, receipt in receipts.items() if receipt.profile]
    return profiled[-1] if profiled else None


def _check_standing(arrival: Arrival, found: Examination) -> None:
    """Raises unless the agreement is in force.

    A flow that the law does not let in is looked into all the same, as far as the header: what was
    sent is an incident, and its receipt is to say so.
    """
    terms = found.terms
    try:
        check_standing(terms.agreement, arrival.standing, arrival.today)
    except RefusedError as error:
        if not why_unlawful(terms.agreement, terms.contract):
            raise
        found.faults += error.faults


def _live_receipts(store: Store | None, live: Mapping[str, str]) -> dict[str, Receipt]:
    if store is None or not live:
        return {}
    ids = set(live.values())
    return {plain["id"]: receipt_from(plain) for plain in store.receipts() if plain["id"] in ids}


def _check_replaces(
    arrival: Arrival, receipts: Mapping[str, Receipt], agreement: Agreement
) -> None:
    unknown = [name for name in arrival.replaces if name not in receipts]
    if unknown:
        raise RefusedError(
            Fault(
                f"nothing is live under the receipt {', '.join(unknown)} that this file is said to "
                "replace",
                expected=f"a receipt of the agreement '{agreement.id}' whose rows are live",
                do="look the receipt up, and name the newest one of that period",
                file=arrival.name,
            )
        )


def _examine_members(
    arrival: Arrival, found: Examination, receipts: Mapping[str, Receipt], live: Mapping[str, str]
) -> Iterator[Note]:
    """Examines each member that is new; gives a note for each that is passed over."""
    mapping = found.terms.mapping
    shown = naming(is_of_persons=found.terms.contract.is_of_persons)
    members, others = open_members(
        *(arrival.handle, arrival.name, mapping.members, shown),
        is_workbook=mapping.format == "xlsx",
    )
    if len(members) == 1 and arrival.part[2] > 1:
        members = (replace(members[0], whole=arrival.part[0], part=arrival.part[1:]),)
    _raise_any(check_parts(members))
    for name in others:
        yield Note("a file of the archive that does not belong to this feed", 1, name, None)
    known = _known_members(receipts, live, arrival.replaces)
    total = sum(member.size or 0 for member in members)
    done = 0
    for member in members:
        earlier = known.get(digest_of(read_chunks(member))) if known else None
        if earlier is not None:
            what = f"came before with the same content, under receipt {earlier}"
            yield Note(what, 1, member.name, None)
        else:
            found.progress = _progress(arrival, done, total)
            examine_member(member, found)
        done += member.size or 0


def _progress(arrival: Arrival, before: int, total: int) -> Callable[[int, str], None]:
    return lambda done, name: arrival.progress(before + done, total, f"checking {name}")


def _known_members(
    receipts: Mapping[str, Receipt], live: Mapping[str, str], replaces: tuple[str, ...]
) -> dict[str, str]:
    """The digests of members whose slices are all live still, with their receipts."""
    return {
        member.sha256: name
        for name, receipt in receipts.items()
        for member in receipt.members
        if name not in replaces
        and member.slices
        and all(live.get(part) == name for part in member.slices)
    }


def _usual_rows(
    receipts: Mapping[str, Receipt], live: Mapping[str, str], replaces: tuple[str, ...]
) -> dict[str, int]:
    """The rows of slices that are live and stay so, where a member holds just one."""
    return {
        member.slices[0]: member.rows
        for name, receipt in receipts.items()
        for member in receipt.members
        if name not in replaces and len(member.slices) == 1 and live.get(member.slices[0]) == name
    }


def _after_removal(sha256: str, agreement: Agreement, store: Store) -> list[str]:
    """What tells a supply apart from one of the same bytes that was removed: its number."""
    before = removed_before(store, sha256=sha256, agreement=agreement.id)
    return [f"removed before: {before}"] if before else []


def _after_withdrawal(
    earlier: Mapping[str, Any] | None, arrival: Arrival, store: Store
) -> list[str]:
    """What tells a supply apart from one of the same bytes whose slices are no longer live."""
    if earlier is None or arrival.replaces:
        return []
    agreement = earlier["agreement"]
    return [f"taken before: {taken_before(store, sha256=arrival.sha256, agreement=agreement)}"]


def _keep(
    receipt: Receipt,
    found: Examination,
    left_out: Mapping[int, pl.Series],
    *,
    store: Store,
    original: Original | None,
) -> None:
    """Hands the receipt to the store, with its rows where it was accepted."""
    if receipt.is_accepted:
        held = held_rows(found)
        store.accept(receipt.as_mapping(), found.spool.give(left_out), held, original=original)
    elif all(plain["id"] != receipt.id for plain in store.receipts()):
        store.refuse(receipt.as_mapping(), original=original)


def _changed(name: str) -> Fault:
    return Fault(
        "the file was changed while it was read",
        expected="a file at rest",
        do="wait until it is written in full, then receive it again",
        file=name,
    )
