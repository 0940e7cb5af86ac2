"""Reads a Parquet file as a table of text, so that every check after it is the same as for CSV.

Texts, whole numbers and truth values are taken as they are. A decimal number has lost how it was
written, so a column of them is refused unless the mapping reads it over.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.fault import Fault, RefusedError, quoted
from vrn.sharing.files.header import Header, match_header
from vrn.sharing.schema import LINE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vrn.sharing.agreement import Terms

MOST_BYTES = 200 << 20
MOST_ROWS = 5_000_000
_DO = "send the table as CSV, or as Parquet with every column of decimal numbers written as text"


def read_parquet(chunks: Iterable[bytes], terms: Terms, file: str) -> tuple[pl.DataFrame, Header]:
    """The rows as a frame of text in canonical columns, with `line`: the row's number, from 1."""
    content = _gather(chunks, file)
    try:
        schema = pl.read_parquet_schema(io.BytesIO(content))
        height = pl.scan_parquet(io.BytesIO(content)).select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise RefusedError(_broken(file)) from error
    if height > MOST_ROWS:
        raise RefusedError(_too_large(file, f"{height:,} rows"))
    header = match_header(list(schema), terms, file)
    kept = {n: ours for n, ours in zip(schema, header.columns, strict=True) if ours is not None}
    if faults := [_odd(name, file) for name in kept if not _is_exact(schema[name])]:
        raise RefusedError(*faults)
    try:
        frame = pl.read_parquet(io.BytesIO(content), columns=list(kept))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise RefusedError(_broken(file)) from error
    texts = [pl.col(name).cast(pl.String).alias(ours) for name, ours in kept.items()]
    rows = frame.select(texts).with_row_index(LINE, offset=1)
    return rows.with_columns(pl.col(LINE).cast(pl.Int64)), header


def _gather(chunks: Iterable[bytes], file: str) -> bytes:
    gathered = bytearray()
    for chunk in chunks:
        gathered += chunk
        if len(gathered) > MOST_BYTES:
            raise RefusedError(_too_large(file, f"more than {MOST_BYTES >> 20} MB"))
    return bytes(gathered)


def _is_exact(kind: pl.DataType) -> bool:
    return kind.is_integer() or kind in (pl.String, pl.Categorical, pl.Enum, pl.Boolean)


def _odd(name: str, file: str) -> Fault:
    return Fault(
        f"the column {quoted(name)} holds neither texts nor whole numbers",
        expected="columns of texts or whole numbers: as anything else, what was written is lost",
        do=_DO,
        file=file,
    )


def _too_large(file: str, what: str) -> Fault:
    return Fault(
        f"it holds {what}",
        expected=f"at most {MOST_ROWS:,} rows in {MOST_BYTES >> 20} MB",
        do="send it in parts, or as CSV",
        file=file,
    )


def _broken(file: str) -> Fault:
    return Fault(
        "it is no whole Parquet file",
        expected="a Parquet file from its first byte to its last",
        do="send the file again; it may have been cut off",
        file=file,
    )
