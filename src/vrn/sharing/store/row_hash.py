"""The row hash: one short text that names a table's rows, whatever their order.

Definition, version 1. Tables with the same rows, each as often, have the same row hash.

- The columns `supply` and `line` are left out: they say where a row came from, not what it says.
- Columns stand in the order of their names (as UTF-8 bytes).
- A cell is its text's length in bytes, a colon and the text; an absent value is `-`. So an absent
  value and an empty text (`0:`) differ, and no two cells run together.
- Texts are themselves; whole numbers are decimal; true and false are `true` and `false`; dates are
  `YYYY-MM-DD`; bytes are lower-case hexadecimal. A float is the decimal whole number that its 64
  bits make (IEEE 754), so it is exact, as Python's `repr` is, on every machine and version; not a
  number is `NaN`.
- A row is its cells and a line feed. The rows are sorted as UTF-8 bytes.
- The hash is the SHA-256, in hexadecimal, of a header and the sorted rows. The header is a line
  `vrn rows 1` and a line with two cells for each column: its name and its kind (`text`, `whole
  number`, `float`, `true or false`, `date`, `bytes`, or `nothing` for a column without a type).

Nothing of the order of rows or columns, of chunks, parts or threads enters it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

LEFT_OUT = frozenset({"supply", "line"})
"""Columns that say where a row came from; they never enter the hash."""

_TEXT = "_text of the row"
_ROWS_AT_ONCE = 50_000
_TEXTS_AT_ONCE = 200_000


def hash_rows(table: pl.DataFrame) -> str:
    """The row hash of a table: 64 hexadecimal digits.

    Boundary: every row, every column but `supply` and `line`. Raises TypeError, naming all columns
    at fault, where a column holds something else than text, numbers, true or false, dates or bytes.
    """
    return _digest(table, _row_texts(table).sort())


def arrange_rows(table: pl.DataFrame) -> tuple[pl.DataFrame, str]:
    """The table with its rows in the hash's own order, and its row hash.

    Rows that say the same stand in the order of their `supply` and `line`, so a shuffled table
    comes out the same to the last row. Columns keep their places. The texts of all rows are in
    memory meanwhile (about 300 bytes a row for offences).
    """
    order, digest = _order_of(table)
    return table[order].rechunk(), digest


def _order_of(table: pl.DataFrame) -> tuple[pl.Series, str]:
    """The places of the rows in the hash's own order, and the row hash.

    Sorting by the texts alone takes half the memory of sorting by the origin too, which only rows
    that say the same need.
    """
    texts = _row_texts(table)
    order = texts.arg_sort()
    sorted_texts = texts.gather(order)
    origin = [name for name in ("supply", "line") if name in table.columns]
    if origin and (sorted_texts == sorted_texts.shift()).any():
        known = table.select(origin).with_columns(texts)
        order = known.select(pl.arg_sort_by(_TEXT, *origin)).to_series()
    return order, _digest(table, sorted_texts)


def hash_tables(row_hashes: Mapping[str, str]) -> str:
    """The hash of several tables: SHA-256 of their names and row hashes, in the order of names."""
    lines = [f"{_cell(name)}{_cell(row_hashes[name])}\n" for name in sorted(row_hashes)]
    return hashlib.sha256("".join(["vrn tables 1\n", *lines]).encode()).hexdigest()


def _hashed_columns(table: pl.DataFrame) -> list[str]:
    """Names of the columns that enter the hash, in its order."""
    return sorted((name for name in table.columns if name not in LEFT_OUT), key=str.encode)


def _digest(table: pl.DataFrame, sorted_texts: pl.Series) -> str:
    """SHA-256 of the header and the sorted texts, a slice at a time to keep memory low."""
    names = _hashed_columns(table)
    header = "".join(_cell(name) + _cell(_kind(table.schema[name])) for name in names)
    digest = hashlib.sha256(f"vrn rows 1\n{header}\n".encode())
    for start in range(0, len(sorted_texts), _ROWS_AT_ONCE):
        digest.update(sorted_texts.slice(start, _ROWS_AT_ONCE).str.join("").item().encode())
    return digest.hexdigest()


def _row_texts(table: pl.DataFrame) -> pl.Series:
    """The text of each row, in the table's own order."""
    _check_kinds(table)
    cells = [_cell_expression(name, table.schema[name]) for name in _hashed_columns(table)]
    pieces = [
        _concatenated(table.slice(start, _TEXTS_AT_ONCE), cells)
        for start in range(0, max(table.height, 1), _TEXTS_AT_ONCE)
    ]
    return pl.concat(pieces)


def _concatenated(piece: pl.DataFrame, cells: list[pl.Expr]) -> pl.Series:
    """The cells of each row in one text; they stand beside it in memory while it is made."""
    # an empty table with no column at all still needs a column of texts
    end = pl.repeat("\n", piece.height, dtype=pl.String)
    return piece.select(pl.concat_str(*cells, end).alias(_TEXT))[_TEXT]


def _cell(text: str) -> str:
    """The cell of a text: its length in bytes, a colon, the text."""
    return f"{len(text.encode())}:{text}"


def _cell_expression(name: str, dtype: pl.DataType) -> pl.Expr:
    """The cells of one column, as `_cell` writes them; `-` where the value is absent."""
    text = _as_text(pl.col(name), _kind(dtype))
    cell = pl.concat_str(text.str.len_bytes().cast(pl.String), pl.lit(":"), text)
    return cell.fill_null("-")


def _as_text(value: pl.Expr, kind: str) -> pl.Expr:
    """A column's values as the texts that the definition names."""
    if kind == "float":
        wide = value.cast(pl.Float64)
        bits = wide.reinterpret(dtype=pl.UInt64).cast(pl.String)
        return pl.when(wide.is_nan()).then(pl.lit("NaN")).otherwise(bits)
    if kind == "bytes":
        return value.bin.encode("hex")
    return value.cast(pl.String)


def _kind(dtype: pl.DataType) -> str:
    """The kind of a column, as the definition names it; '' where it knows none."""
    if dtype.is_integer():
        return "whole number"
    if dtype.is_float():
        return "float"
    kinds: dict[object, str] = {
        pl.String: "text",
        pl.Categorical: "text",
        pl.Enum: "text",
        pl.Boolean: "true or false",
        pl.Date: "date",
        pl.Binary: "bytes",
        pl.Null: "nothing",
    }
    return kinds.get(dtype.base_type(), "")


def _check_kinds(table: pl.DataFrame) -> None:
    """Raises TypeError, naming every column whose kind the definition does not know."""
    strange = [f"{name} ({dtype})" for name, dtype in table.schema.items() if not _kind(dtype)]
    if strange:
        raise TypeError(
            "a stored table holds text, whole numbers, floats, true or false, dates and bytes; "
            f"these columns hold something else: {', '.join(strange)}. Turn them into one of those."
        )
