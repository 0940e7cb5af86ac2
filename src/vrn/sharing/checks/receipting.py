"""Writes the receipt of an examination that has been concluded: accepted, or refused and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO

import polars as pl

from vrn.sharing.announcing import UNANNOUNCED, Announcement
from vrn.sharing.receipt import (
    MOST_LISTED,
    HeldRow,
    Note,
    Receipt,
    gather_notes,
    receipt_id,
)
from vrn.terms import unwatched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from vrn.sharing.agreements.standing import Standing
    from vrn.sharing.checks.examining import Examination
    from vrn.sharing.fault import Fault
    from vrn.terms import Progress


@dataclass(frozen=True)
class Arrival:
    """What arrived, and how it is to be taken: the open file, its digest, and the caller's words.

    `replaces` are receipts that the supply corrects; `word` is what the analyst says of its size;
    `part` says of which file it is which part, and of how many; `standing` is how the agreement
    stands on that day.
    """

    handle: BinaryIO
    name: str
    size: int
    sha256: str
    today: date
    replaces: tuple[str, ...] = ()
    word: str | None = None
    progress: Progress = unwatched
    announced: Announcement = UNANNOUNCED
    part: tuple[str, int, int] = ("", 1, 1)
    standing: Standing | None = None


def write_receipt(arrival: Arrival, found: Examination, passed: list[Note]) -> Receipt:
    """The receipt: accepted with its counts, or refused with every fault and no count."""
    agreement = found.terms.agreement
    common: dict[str, Any] = {
        "agreement": agreement.id,
        "agreement_sha256": agreement.sha256,
        "feed": agreement.feed,
        "supplier": agreement.supplier,
        "file": arrival.name,
        "bytes": arrival.size,
        "sha256": arrival.sha256,
        "contract_sha256": found.terms.contract.sha256,
        "mapping_sha256": found.terms.mapping.sha256,
        "received_on": arrival.today.isoformat(),
        "replaces": arrival.replaces,
        "header": found.header,
        "word": arrival.word,
    }
    if found.faults:
        faults = tuple(_in_file(fault, arrival).as_mapping() for fault in found.faults)
        said = [str(fault["says"]) for fault in faults]
        parts = [str(value) for value in common.values()] + said
        common |= {"faults": faults, "incident": found.incident}
        return Receipt(id=receipt_id("refused", *parts), state="refused", **common)
    nil_of = arrival.announced.nil_of
    months = [nil_of.first, nil_of.last] if nil_of else sorted(found.months)
    return Receipt(
        id=found.supply,
        state="accepted",
        rows_read=found.rows,
        rows_loaded=found.rows - found.held_rows,
        rows_held_back=found.held_rows,
        rows_stored=found.stored_rows,
        held_back=tuple(_held_rows(found)),
        held_reasons=tuple(_held_reasons(found)),
        mended=gather_notes(found.mended),
        flagged=gather_notes(found.flagged),
        passed_over=tuple(passed),
        members=tuple(found.members),
        pseudonyms=found.door.named,
        profile=found.profile,
        period_from=months[0] if months else None,
        period_to=months[-1] if months else None,
        nil_of=arrival.announced.nil_text,
        **common,
    )


def _in_file(fault: Fault, arrival: Arrival) -> Fault:
    return fault if fault.file else replace(fault, file=arrival.name)


def held_rows(found: Examination) -> pl.DataFrame | None:
    """The source rows held back: file, line, column, reason, rule, cells; None for none."""
    return pl.concat(found.held) if found.held else None


def _held_rows(found: Examination) -> Iterator[HeldRow]:
    rows = held_rows(found)
    if rows is not None:
        listed = rows.select("file", "line", "column", "reason").head(MOST_LISTED)
        yield from (HeldRow(*row) for row in listed.iter_rows())


def _held_reasons(found: Examination) -> Iterator[tuple[str, int]]:
    rows = held_rows(found)
    if rows is not None:
        counts = rows.group_by("rule").len()
        counts = counts.sort("len", "rule", descending=[True, False])
        yield from ((str(rule), int(count)) for rule, count in counts.iter_rows())
