"""A receipt: what arrived, what became of each row, and why; given for every supply."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from vrn.sharing.fault import check_faultless, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

STATES = ("accepted", "refused")
MOST_LISTED = 1_000


@dataclass(frozen=True)
class Note:
    """Something mended, flagged or passed over: what, how many times, and where it came first."""

    what: str
    count: int
    file: str
    line: int | None


@dataclass(frozen=True)
class HeldRow:
    """A row kept aside: where it stands and why. The reasons hold no value of a personal field."""

    file: str
    line: int
    column: str
    reason: str


@dataclass(frozen=True)
class ReceiptMember:
    """One file of the supply: its digest, the rows in it, and the slices that they belong to."""

    name: str
    sha256: str
    rows: int
    slices: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What became of one supply; rows_read = rows_loaded + rows_held_back, or it cannot be made.

    rows_read, rows_loaded, rows_held_back   rows of the file as it came (a page with ages across
                                             has one row an area); all 0 where it was refused
    rows_stored   rows in the store that the loaded ones became
    held_back     the first thousand rows held back; `held_reasons` counts all of them by reason
    faults        why it was refused, each as a mapping with its sentence under "says"
    period_from, period_to   first and last month, both in; None where rows carry no month
    replaces      earlier receipts whose slices this one takes over
    word          what the analyst said of a supply of unusual size
    pseudonyms    which linkage project's key and which recipe made its tokens; None without tokens
    profile       by column of days: rows, on how many days of the month, in how many months
    nil_of        the months ("2024-04..2024-04") that it says there was nothing to report of
    incident      why it was refused for law, in words: then its bytes are kept nowhere
    """

    id: str
    agreement: str
    agreement_sha256: str
    feed: str
    supplier: str
    file: str
    bytes: int
    sha256: str
    contract_sha256: str
    mapping_sha256: str
    state: str
    received_on: str
    rows_read: int = 0
    rows_loaded: int = 0
    rows_held_back: int = 0
    rows_stored: int = 0
    held_back: tuple[HeldRow, ...] = ()
    held_reasons: tuple[tuple[str, int], ...] = ()
    mended: tuple[Note, ...] = ()
    flagged: tuple[Note, ...] = ()
    passed_over: tuple[Note, ...] = ()
    members: tuple[ReceiptMember, ...] = ()
    faults: tuple[dict[str, Any], ...] = ()
    header: tuple[str, ...] = ()
    period_from: str | None = None
    period_to: str | None = None
    replaces: tuple[str, ...] = ()
    word: str | None = None
    pseudonyms: str | None = None
    profile: dict[str, list[int]] = field(default_factory=dict)
    incident: str = ""
    nil_of: str = ""

    def __post_init__(self) -> None:
        check_faultless(f"receipt {self.id!r}", _faults(self))

    @property
    def is_accepted(self) -> bool:
        """Whether its rows are in the store."""
        return self.state == "accepted"

    @property
    def slices(self) -> tuple[str, ...]:
        """Every slice that the supply holds, in order."""
        return tuple(sorted({name for member in self.members for name in member.slices}))

    def as_mapping(self) -> dict[str, Any]:
        """The receipt as plain values that JSON can keep."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return plain

    def to_json(self) -> str:
        """The receipt as canonical JSON: sorted, the same bytes for the same receipt."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, indent=1) + "\n"

    def to_text(self) -> str:
        """The receipt as the sender reads it."""
        return "\n".join([*_summary(self), *_details(self)]) + "\n"


def receipt_id(*parts: str) -> str:
    """Twelve hexadecimal digits that stand for these parts (agreement, sha-256, ...)."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def receipt_from(plain: Mapping[str, Any]) -> Receipt:
    """The receipt that plain values (from JSON or the store) stand for; other keys are left out."""
    known = {field.name for field in fields(Receipt)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in plain.items()
        if name in known
    }
    for name in ("mended", "flagged", "passed_over"):
        values[name] = tuple(Note(**note) for note in values.get(name, ()))
    values["held_back"] = tuple(HeldRow(**row) for row in values.get("held_back", ()))
    values["held_reasons"] = tuple((r, n) for r, n in values.get("held_reasons", ()))
    values["members"] = tuple(
        ReceiptMember(**(member | {"slices": tuple(member["slices"])}))
        for member in values.get("members", ())
    )
    return Receipt(**values)


def gather_notes(notes: Iterable[Note]) -> tuple[Note, ...]:
    """One note for each thing that was said, with the counts added up and the first place kept."""
    gathered: dict[str, Note] = {}
    for note in notes:
        first = gathered.get(note.what)
        gathered[note.what] = replace(first, count=first.count + note.count) if first else note
    return tuple(gathered.values())


def _faults(receipt: Receipt) -> list[str]:
    is_refused = receipt.state == "refused"
    counts = (receipt.rows_read, receipt.rows_loaded, receipt.rows_held_back, receipt.rows_stored)
    found = {
        f"state is one of {', '.join(STATES)}": receipt.state not in STATES,
        "rows read are not rows loaded and rows held back": receipt.rows_read
        != receipt.rows_loaded + receipt.rows_held_back,
        "a count is below 0": min(counts) < 0,
        "refused, and yet rows are counted": is_refused and any(counts),
        "refused without a reason": is_refused and not receipt.faults,
        "accepted with faults": not is_refused and bool(receipt.faults),
        "accepted with an incident": not is_refused and bool(receipt.incident),
        "reasons do not add up to the rows held back": sum(n for _, n in receipt.held_reasons)
        != receipt.rows_held_back,
    }
    return [words for words, is_wrong in found.items() if is_wrong]


def _summary(receipt: Receipt) -> list[str]:
    lines = [
        f"Receipt {receipt.id}: {receipt.state}",
        f"File            {receipt.file} ({plural(receipt.bytes, 'byte')})",
        f"SHA-256         {receipt.sha256}",
        f"Supplier        {receipt.supplier}",
        f"Agreement       {receipt.agreement} (feed {receipt.feed})",
        f"Received on     {receipt.received_on}",
    ]
    if not receipt.is_accepted:
        lines.append("Nothing of this file was loaded.")
        return [*lines, f"Incident        {receipt.incident}"] if receipt.incident else lines
    lines += [
        f"Rows read       {receipt.rows_read:,}",
        f"Rows loaded     {receipt.rows_loaded:,}"
        + (f", stored as {receipt.rows_stored:,}" * (receipt.rows_stored != receipt.rows_loaded)),
        f"Rows held back  {receipt.rows_held_back:,}",
    ]
    if receipt.nil_of:
        lines.append("Nil return      there was nothing to report")
    if receipt.period_from:
        lines.append(f"Months          {receipt.period_from} to {receipt.period_to}, both in")
    if receipt.replaces:
        lines.append(f"Replaces        {', '.join(receipt.replaces)}")
    if receipt.pseudonyms:
        lines.append(f"Tokens          {receipt.pseudonyms}")
    return [*lines, f"Analyst's word  {receipt.word}"] if receipt.word else lines


def _details(receipt: Receipt) -> list[str]:
    lines = [f"- {fault['says']}" for fault in receipt.faults]
    notes = {
        "Mended": receipt.mended,
        "Flagged, for the analyst": receipt.flagged,
        "Passed over": receipt.passed_over,
    }
    for title, said in notes.items():
        lines += [f"{title}:"] if said else []
        lines += [f"- {note.what} ({_where(note)})" for note in said]
    if receipt.held_reasons:
        lines.append("Held back, by reason:")
        lines += [f"- {reason}: {plural(rows, 'row')}" for reason, rows in receipt.held_reasons]
        lines += [
            f"  {row.file}, line {row.line}, {row.column}: {row.reason}"
            for row in receipt.held_back[:20]
        ]
    return lines


def _where(note: Note) -> str:
    place = note.file + (f", line {note.line}" if note.line is not None else "")
    return f"{plural(note.count, 'time')}, first in {place}"
