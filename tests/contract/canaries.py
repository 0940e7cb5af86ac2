"""Made-up identifiers planted in files, and a search for them in everything that is kept or said.

The search opens what is packed (Parquet, SQLite) and knows an identifier also in other case,
reversed, without its blanks and signs, in UTF-16, hexadecimal and base64.
"""

from __future__ import annotations

import base64
import re
import sqlite3
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SURNAME, FORENAME = "Quetzelthwaite-O'Dreary", "Ysoldelina"
BORN, NHS_NUMBER = "23/11/1987", "943 476 5919"
POSTCODE, NOMINAL = "XL77 7QZ", "NQZ/7788-991"
CANARIES = (SURNAME, FORENAME, BORN, NHS_NUMBER, POSTCODE, NOMINAL)
WRITTEN_OTHERWISE = {BORN: ("1987-11-23", "19871123", "23/11/87", "11/23/1987", "23 Nov 1987")}
"""A day as other programs would write it."""

CELL = f"{FORENAME} {SURNAME}, {BORN}, {NHS_NUMBER}, {POSTCODE}, {NOMINAL}"
"""All of them in one free text."""


@cache
def forms_of(text: str) -> frozenset[bytes]:
    """Every way in which an identifier might be hidden; all but base64 in small letters."""
    bare = re.sub(r"[^\w]", "", text)
    plain = {text, bare, text[::-1], bare[::-1], *WRITTEN_OTHERWISE.get(text, ())}
    plain |= {one.lower() for one in plain} | {one.upper() for one in plain}
    spelt = {one.encode(code) for one in plain for code in ("utf-8", "utf-16-le", "utf-16-be")}
    hidden = {one.hex().encode() for one in spelt}
    small = {one.lower() for one in spelt | hidden}
    return frozenset(small | {packed for one in spelt for packed in _base64(one)})


def _base64(text: bytes) -> Iterator[bytes]:
    """The middle of its base64 text, whatever stands before and behind it."""
    for before in range(3):
        packed = base64.b64encode(b"\0" * before + text + b"\0\0")
        start, end = -(-before * 8 // 6), (before + len(text)) * 8 // 6
        yield packed[start:end]


def find_canaries(*haystacks: bytes) -> list[str]:
    """The identifiers that stand in any of these bytes, in whatever form."""
    whole = b"\n".join(haystacks)
    small = whole.lower()
    return [
        text for text in CANARIES if any(form in whole or form in small for form in forms_of(text))
    ]


def bytes_below(folder: Path) -> Iterator[bytes]:
    """The bytes of every file below a folder, names included, and what packed ones hold."""
    for path in sorted(folder.rglob("*")):
        yield str(path).encode()
        if path.is_file():
            yield path.read_bytes()
        if path.suffix == ".parquet":
            yield pl.read_parquet(path).write_json().encode()
        if path.suffix == ".arrow":
            yield pl.read_ipc(path).write_json().encode()
        if path.suffix == ".sqlite":
            with closing(sqlite3.connect(path)) as connection:
                yield "\n".join(connection.iterdump()).encode()
