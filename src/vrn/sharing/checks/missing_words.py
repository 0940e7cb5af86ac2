"""Reads the words by which a supplier says "not recorded" as empty cells, as the mapping says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.column import Kind
from vrn.sharing.fault import quoted
from vrn.sharing.receipt import Note
from vrn.sharing.schema import LINE

if TYPE_CHECKING:
    from vrn.sharing.contract import Contract
    from vrn.sharing.mapping import Mapping


def read_missing(
    rows: pl.DataFrame, mapping: Mapping, contract: Contract, file: str
) -> tuple[pl.DataFrame, list[Note]]:
    """The rows with those words as empty cells, and how often each stood in which column.

    Words for all columns leave free text about a person alone: somebody may be called Null.
    Capitals count, unless the mapping says that they make no difference in codes.
    """
    notes = []
    for column in contract.columns:
        words = _words_of(column.name, mapping, contract)
        if not words or column.name not in rows.columns:
            continue
        cells = pl.col(column.name)
        told = cells.str.to_lowercase() if mapping.codes_in_any_case else cells
        for word in words:
            is_word = told == (word.lower() if mapping.codes_in_any_case else word)
            found = rows.filter(is_word)
            if found.height:
                what = f"{quoted(word)} was read as not recorded in {column.name}"
                told_by = f"{what}, as the mapping says"
                notes.append(Note(told_by, found.height, file, found[LINE][0]))
                rows = rows.with_columns(pl.when(~is_word).then(cells).alias(column.name))
    return rows, notes


def _words_of(name: str, mapping: Mapping, contract: Contract) -> tuple[str, ...]:
    column = contract.column(name)
    is_free = column.kind is Kind.TEXT and not column.is_plain
    return mapping.missing_words_of.get(name, ()) if is_free else mapping.missing_in(name)
