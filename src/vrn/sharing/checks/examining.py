"""Examines a supply, member by member: what is good, what is held back, what condemns it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, cast

import polars as pl

from vrn.sharing.agreements.law import why_unlawful
from vrn.sharing.agreements.refusing import (
    DESTROYED,
    check_lawful,
    check_nobody_named,
    hold_outside,
)
from vrn.sharing.announcing import UNANNOUNCED, Announcement
from vrn.sharing.checks.checking import check_rows
from vrn.sharing.checks.choosing import choose_rows
from vrn.sharing.checks.day_profiles import note_days
from vrn.sharing.checks.holding import MOST_HELD_ROWS, hold_rows
from vrn.sharing.checks.key_spool import KeySpool
from vrn.sharing.checks.shaping import OF, shape_rows
from vrn.sharing.checks.time_notes import note_times
from vrn.sharing.contract import Setting
from vrn.sharing.fault import Fault, RefusedError, RefusedForLawError, plural
from vrn.sharing.files.archive import Member, read_chunks
from vrn.sharing.files.csv_file import CsvFile
from vrn.sharing.files.decoding import decode_chunks
from vrn.sharing.files.geojson import read_geojson
from vrn.sharing.files.parquet import read_parquet
from vrn.sharing.files.reading import read_csv_blocks
from vrn.sharing.files.workbook_reading import read_workbook_blocks
from vrn.sharing.pseudonyms.door import Door, treat_rows
from vrn.sharing.receipt import Note, ReceiptMember
from vrn.sharing.schema import LINE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from vrn.sharing.agreement import Terms
    from vrn.sharing.checks.spool import Spool
    from vrn.sharing.files.header import Header

SLICE, SUPPLY = "slice", "supply"
_MONTH_IN_NAME = re.compile(r"(?<!\d)(\d{4}-(?:0[1-9]|1[0-2]))(?!-?\d)")


@dataclass
class Examination:
    """What has been found in a supply so far; `spool` holds its good rows.

    `keys` has a row for each of them: member, line, source line and a hash of the contract's key.
    `repeats` has the same of each column that should not repeat. `times` and `days` have one frame
    a block, of columns that hold days and times; `wholes` names for each member the file that it is
    a part of; `last_profile` is that of the last supply; `door` makes of rows what is stored.
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
    times: list[pl.DataFrame] = field(default_factory=list)
    days: list[pl.DataFrame] = field(default_factory=list)
    wholes: list[str] = field(default_factory=list)
    profile: dict[str, list[int]] = field(default_factory=dict)
    announced: Announcement = UNANNOUNCED
    last_profile: tuple[str, Mapping[str, list[int]]] | None = None
    keys: KeySpool = field(init=False)
    repeats: dict[str, KeySpool] = field(init=False)

    def __post_init__(self) -> None:
        self.keys = KeySpool(self.spool, "keys")
        columns = self.terms.contract.repeats
        self.repeats = {name: KeySpool(self.spool, f"repeats-{name}") for name in columns}

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
        _check_format(member, found)
        for block in _read_blocks(_hashed(member, digest, found), member, found):
            slices |= _take_block(block, number, member.name, found)
        if found.rows == before and not found.announced.is_nil:
            raise RefusedError(_no_rows(member.name))
    except RefusedError as error:
        found.faults += error.faults
        unlawful = why_unlawful(found.terms.agreement, found.terms.contract)
        if unlawful or isinstance(error, RefusedForLawError):
            found.incident = f"refused for law: {DESTROYED}; its digest and header alone are kept"
    rows = found.rows - before
    found.wholes.append(member.whole or member.name)
    found.members.append(
        ReceiptMember(member.name, digest.hexdigest(), rows, tuple(sorted(slices)))
    )


def _check_format(member: Member, found: Examination) -> None:
    """Raises where a table of another format came than the mapping reads."""
    wanted = found.terms.mapping.format
    if (wanted == "parquet") is (member.kind == "parquet"):
        return
    raise RefusedError(
        Fault(
            f"it is {'a Parquet file' if member.kind else 'no Parquet file'}",
            expected=f"a {wanted} file, as the mapping '{found.terms.mapping.id}' says",
            do="send it in that format, or agree on another and write it in the mapping",
            file=member.name,
        )
    )


def _hashed(member: Member, digest: hashlib._Hash, found: Examination) -> Iterator[bytes]:
    done = 0
    for chunk in read_chunks(member):
        digest.update(chunk)
        done += len(chunk)
        yield chunk
        found.progress(done, member.name)


def _read_blocks(
    chunks: Iterable[bytes], member: Member, found: Examination
) -> Iterator[pl.DataFrame]:
    terms, name = found.terms, member.name
    if member.is_workbook:
        yield from _read_workbook(chunks, member, found)
        return
    if terms.mapping.format == "parquet":
        frame, header = read_parquet(chunks, terms, name)
        _note_header(header, found)
        yield frame
        return
    texts = decode_chunks(chunks, terms.mapping.encoding, name)
    if terms.mapping.format == "geojson":
        frame, header = read_geojson(texts, terms, name)
        _note_header(header, found)
        yield frame
        return
    file = CsvFile(terms, name)
    yield from _read_table(read_csv_blocks(texts, file), file, found)
    if file.blank_lines:
        found.mended.append(Note("blank lines were passed over", file.blank_lines, name, None))


def _read_workbook(
    chunks: Iterable[bytes], member: Member, found: Examination
) -> Iterator[pl.DataFrame]:
    """The rows of a workbook, once its digest is taken: an archive is not read in one pass."""
    deque(chunks, maxlen=0)
    file = CsvFile(found.terms, member.name)
    handle = cast("BinaryIO", member.open())
    yield from _read_table(read_workbook_blocks(handle, file), file, found)


def _read_table(
    blocks: Iterator[pl.DataFrame], file: CsvFile, found: Examination
) -> Iterator[pl.DataFrame]:
    try:
        yield from _gather_whole(blocks) if found.terms.mapping.one_row_per else blocks
    finally:
        found.header = found.header or file.names
    _note_header(file.header, found)
    found.mended += file.read_over


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
    block, over = choose_rows(block, mapping, name)
    found.mended += over
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
    found.mended += (*checked.mended, *treated.mended)
    found.flagged += (*checked.flagged, *treated.flagged)
    if checked.faults:
        raise RefusedError(*checked.faults)
    if found.held_rows > MOST_HELD_ROWS:
        raise RefusedError(_too_many_held(name))
    times = note_times(checked.good, found.terms, name)
    found.times += [] if times is None else [times]
    days = note_days(checked.good, contract)
    found.days += [] if days is None else [days]
    _note_keys(rows, shaped.source, number, found)
    return _keep(rows, number, found)


def read_clear_rows(member: Member, found: Examination) -> Iterator[pl.DataFrame]:
    """Every row of a member in the contract's columns as text, unchecked and clear; none is kept.

    For the bytes of a supply that was accepted once, to make its tokens anew or to find a person.
    """
    for block in _read_blocks(read_chunks(member), member, found):
        yield shape_rows(block, found.terms.mapping, found.terms.contract, member.name).rows


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
    member = pl.lit(number).alias("member")
    for column, repeats in found.repeats.items():
        held = good.select(pl.col(column).drop_nulls().hash().alias("key"))
        repeats.add(held.with_columns(member, pl.lit(0).alias(LINE), source_line=pl.lit(0)))
    if contract.key:
        keys = good.select(pl.struct(contract.key).hash().alias("key"), LINE)
        origin = source.select(pl.col(LINE).alias("source_line"), pl.col(OF).alias(LINE))
        found.keys.add(keys.join(origin, on=LINE, how="left").with_columns(member))


def _no_rows(name: str) -> Fault:
    return Fault(
        "the file holds a header and no rows",
        expected="at least one row",
        do="send the file with its rows; if there was nothing to report, send it as a nil return",
        file=name,
    )


def _too_many_held(name: str) -> Fault:
    return Fault(
        f"more than {plural(MOST_HELD_ROWS, 'row')} cannot be accepted; the rest was not looked at",
        expected="rows that keep the contract",
        do="mend what is listed here first, then send the file again",
        file=name,
    )
