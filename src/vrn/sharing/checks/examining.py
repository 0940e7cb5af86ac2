"""Examines a supply, member by member: what is good, what is held back, what condemns it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.agreements.law import why_unlawful
from vrn.sharing.agreements.refusing import (
    DESTROYED,
    check_lawful,
    check_nobody_named,
    hold_outside,
)
from vrn.sharing.checks.checking import check_rows
from vrn.sharing.checks.holding import hold_rows
from vrn.sharing.checks.shaping import OF, shape_rows
from vrn.sharing.checks.time_notes import note_times
from vrn.sharing.contract import Setting
from vrn.sharing.fault import Fault, RefusedError, RefusedForLawError, plural
from vrn.sharing.files.archive import Member, read_chunks
from vrn.sharing.files.csv_file import CsvFile
from vrn.sharing.files.decoding import decode_chunks
from vrn.sharing.files.geojson import read_geojson
from vrn.sharing.files.reading import read_csv_blocks
from vrn.sharing.pseudonyms.door import Door, treat_rows
from vrn.sharing.receipt import Note, ReceiptMember
from vrn.sharing.schema import LINE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from vrn.sharing.agreement import Terms
    from vrn.sharing.checks.spool import Spool
    from vrn.sharing.files.header import Header

MOST_HELD_ROWS = 200_000
SLICE, SUPPLY = "slice", "supply"
_MONTH_IN_NAME = re.compile(r"(?<!\d)(\d{4}-(?:0[1-9]|1[0-2]))(?!-?\d)")


@dataclass
class Examination:
    """What has been found in a supply so far; `spool` holds its good rows.

    `keys` has one frame a block: member, line, source line and a hash of the contract's key.
    `times` likewise, of columns that hold days and times; `door` makes of rows what is stored.
    `progress` is called with the bytes that have been read of the current member. `incident` says
    that the supply was refused for law, and what becomes of it.
    """

    terms: Terms
    setting: Setting
    supply: str
    spool: Spool
    door: Door = field(default_factory=Door)
    progress: Callable[[int, str], None] = lambda done, name: None
    rows: int = 0
    stored_rows: int = 0
    held: list[pl.DataFrame] = field(default_factory=list)
    held_by_member: Counter[int] = field(default_factory=Counter)
    mended: list[Note] = field(default_factory=list)
    flagged: list[Note] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    incident: str = ""
    members: list[ReceiptMember] = field(default_factory=list)
    header: tuple[str, ...] = ()
    slice_rows: dict[str, int] = field(default_factory=dict)
    months: set[str] = field(default_factory=set)
    keys: list[pl.DataFrame] = field(default_factory=list)
    repeats: dict[str, list[pl.Series]] = field(default_factory=dict)
    times: list[pl.DataFrame] = field(default_factory=list)

    @property
    def held_rows(self) -> int:
        """Source rows held back so far, of all members."""
        return self.held_by_member.total()


def digest_of(chunks: Iterable[bytes]) -> str:
    """The SHA-256 of these bytes, in hexadecimal."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def examine_member(member: Member, found: Examination) -> None:
    """Reads one member into the examination; its faults are gathered, so that all can be told."""
    digest = hashlib.sha256()
    before = found.rows
    number = len(found.members)
    slices: set[str] = set()
    try:
        for block in _read_blocks(_hashed(member, digest, found), member.name, found):
            slices |= _take_block(block, number, member.name, found)
        if found.rows == before:
            raise RefusedError(_no_rows(member.name))
    except RefusedError as error:
        found.faults += error.faults
        unlawful = why_unlawful(found.terms.agreement, found.terms.contract)
        if unlawful or isinstance(error, RefusedForLawError):
            found.incident = f"refused for law: {DESTROYED}; its digest and header alone are kept"
    rows = found.rows - before
    found.members.append(
        ReceiptMember(member.name, digest.hexdigest(), rows, tuple(sorted(slices)))
    )


def _hashed(member: Member, digest: hashlib._Hash, found: Examination) -> Iterator[bytes]:
    done = 0
    for chunk in read_chunks(member):
        digest.update(chunk)
        done += len(chunk)
        yield chunk
        found.progress(done, member.name)


def _read_blocks(chunks: Iterable[bytes], name: str, found: Examination) -> Iterator[pl.DataFrame]:
    terms = found.terms
    texts = decode_chunks(chunks, terms.mapping.encoding, name)
    if terms.mapping.format == "geojson":
        frame, header = read_geojson(texts, terms, name)
        _note_header(header, found)
        yield frame
        return
    file = CsvFile(terms, name)
    blocks = read_csv_blocks(texts, file)
    try:
        yield from _gather_whole(blocks) if terms.mapping.one_row_per else blocks
    finally:
        found.header = found.header or file.names
    _note_header(file.header, found)
    if file.blank_lines:
        found.mended.append(Note("blank lines were passed over", file.blank_lines, name, None))


def _gather_whole(blocks: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """All blocks as one: rows that belong together may lie in two."""
    frames = list(blocks)
    yield from [pl.concat(frames)] if frames else []


def _note_header(header: Header, found: Examination) -> None:
    found.mended += header.mended
    found.flagged += header.flagged


def _take_block(block: pl.DataFrame, number: int, name: str, found: Examination) -> set[str]:
    """Checks one block of rows and keeps what is good; gives the slices it belongs to."""
    contract, mapping = found.terms.contract, found.terms.mapping
    check_lawful(found.terms, name)
    shaped = shape_rows(block, mapping, contract, name)
    check_nobody_named(shaped.rows, found.terms, name)
    checked = check_rows(shaped, contract, _setting(found.setting, name), name)
    treated = treat_rows(checked.good, contract, found.door, name)
    rows, outside = hold_outside(treated.rows, found.terms.agreement, contract)
    late = pl.concat([treated.bad, outside])
    held = pl.concat([checked.held, hold_rows(late, shaped.source, contract)])
    found.rows += checked.rows
    found.held_by_member[number] += held.height
    if held.height:
        found.held.append(held.insert_column(0, pl.lit(name).alias("file").cast(pl.String)))
    found.mended += checked.mended
    found.flagged += (*checked.flagged, *treated.flagged)
    if checked.faults:
        raise RefusedError(*checked.faults)
    if found.held_rows > MOST_HELD_ROWS:
        raise RefusedError(_too_many_held(name))
    times = note_times(checked.good, found.terms, name)
    found.times += [] if times is None else [times]
    _note_keys(rows, shaped.source, number, found)
    return _keep(rows, number, found)


def _setting(setting: Setting, name: str) -> Setting:
    """The setting of one member: the month in its name, where it carries exactly one."""
    named = set(_MONTH_IN_NAME.findall(name.rsplit("/", 1)[-1]))
    month = named.pop() if len(named) == 1 else None
    return Setting(setting.today, setting.period_from, month)


def _keep(good: pl.DataFrame, number: int, found: Examination) -> set[str]:
    contract = found.terms.contract
    form = re.sub(r"\{\w+\}", "{}", contract.slice_form)
    named = good.with_columns(
        pl.lit(found.supply).alias(SUPPLY),
        pl.format(form, *contract.slice_columns).alias(SLICE),
    )
    # Rows without a slice are of a check without a store: nothing of them is kept anyway.
    sliced = named.drop_nulls(SLICE)
    parts = sliced.partition_by(SLICE, as_dict=True, maintain_order=True, include_key=False)
    for (name,), rows in parts.items():
        found.spool.add(number, str(name), rows)
        found.slice_rows[str(name)] = found.slice_rows.get(str(name), 0) + rows.height
    found.stored_rows += good.height
    if contract.period is not None:
        found.months |= set(good[contract.period].drop_nulls().unique())
    return {str(name) for (name,) in parts}


def _note_keys(good: pl.DataFrame, source: pl.DataFrame, number: int, found: Examination) -> None:
    """Remembers what must not, or should not, repeat over the whole supply, as 64-bit hashes."""
    contract = found.terms.contract
    for column in contract.repeats:
        values = good[column].drop_nulls().hash()
        found.repeats.setdefault(column, []).append(values)
    if contract.key:
        keys = good.select(pl.struct(contract.key).hash().alias("key"), LINE)
        origin = source.select(pl.col(LINE).alias("source_line"), pl.col(OF).alias(LINE))
        found.keys.append(
            keys.join(origin, on=LINE, how="left").with_columns(pl.lit(number).alias("member"))
        )


def _no_rows(name: str) -> Fault:
    return Fault(
        "the file holds a header and no rows",
        expected="at least one row",
        do="send the file with its rows; if there was nothing to report, say so to the steward",
        file=name,
    )


def _too_many_held(name: str) -> Fault:
    return Fault(
        f"more than {plural(MOST_HELD_ROWS, 'row')} cannot be accepted; the rest was not looked at",
        expected="rows that keep the contract",
        do="mend what is listed here first, then send the file again",
        file=name,
    )
