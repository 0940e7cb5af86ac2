"""Reads a kept original again: its rows in clear, in memory only, and the same file without some.

Only what the operational process does with the keys at hand comes here: a key's rotation, and the
erasure of a person.
"""

from __future__ import annotations

import codecs
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from vrn.sharing.checks.examining import Examination, read_clear_rows
from vrn.sharing.checks.spool import Spool
from vrn.sharing.contract import Setting
from vrn.sharing.files.archive import open_members
from vrn.sharing.files.decoding import decode_chunks
from vrn.sharing.files.structure import find_records
from vrn.sharing.originals.sealing import PIECE_BYTES, unseal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    import polars as pl

    from vrn.sharing.agreement import Terms
    from vrn.sharing.files.structure import Records
    from vrn.sharing.pseudonyms.keys import Key

_PACKED = frozenset({b"PK", b"\x1f\x8b"})


def read_clear(
    path: Path, receipt: Mapping[str, Any], terms: Terms, key: Key
) -> Iterator[pl.DataFrame]:
    """The rows of a sealed original as text in the contract's columns, block by block.

    Raises SealError where it cannot be opened, RefusedError where the mapping of today does not
    read it any more.
    """
    day = date.fromisoformat(receipt["received_on"])
    setting = Setting(day, terms.agreement.period_from)
    with unseal(path, key) as handle, Spool() as spool:
        found = Examination(terms, setting, receipt["id"], spool)
        mapping = terms.mapping
        members, _ = open_members(
            *(handle, receipt["file"], mapping.members), is_workbook=mapping.format == "xlsx"
        )
        for member in members:
            yield from read_clear_rows(member, found)


def can_be_rewritten(path: Path, terms: Terms, key: Key) -> bool:
    """Whether an original is a plain table, of which single records can be left empty."""
    with unseal(path, key) as handle:
        return terms.mapping.format == "csv" and handle.read(2) not in _PACKED


def without_lines(path: Path, terms: Terms, key: Key, lines: Collection[int]) -> Iterator[bytes]:
    """The bytes of a plain table with the records of these lines left empty, in pieces.

    Every other record keeps its line. A byte-order mark goes, which no reader needs.
    """
    encoder = codecs.getincrementalencoder(terms.mapping.encoding)()
    rest, before = b"", 0
    with unseal(path, key) as handle:
        chunks = iter(lambda: handle.read(PIECE_BYTES), b"")
        for text in chain(decode_chunks(chunks, terms.mapping.encoding, path.name), "\n"):
            rest += text.encode()
            records = find_records(rest, terms.mapping.delimiter)
            yield encoder.encode(_blank(rest, records, lines, before).decode())
            rest, before = rest[records.used_bytes :], before + records.used_lines


def _blank(block: bytes, records: Records, lines: Collection[int], before: int) -> bytes:
    """The records of a block, those of some lines with nothing left but their line ends."""
    kept = [
        block[start : end + 1]
        if line + before + 1 not in lines
        else b"\n" * block.count(b"\n", start, end + 1)
        for start, end, line in zip(
            records.starts.tolist(), records.ends.tolist(), records.lines.tolist(), strict=True
        )
    ]
    return b"".join(kept)
