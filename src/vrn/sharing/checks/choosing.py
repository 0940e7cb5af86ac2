"""Which rows of a file are of the feed, where a supplier sends more than was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.receipt import Note

if TYPE_CHECKING:
    from vrn.sharing.mapping import Mapping


def choose_rows(
    block: pl.DataFrame, mapping: Mapping, file: str
) -> tuple[pl.DataFrame, tuple[Note, ...]]:
    """The rows that the mapping asks for, and how many were read over."""
    wanted = [pl.col(name).is_in(list(words)) for name, words in mapping.only.items()]
    wanted += [~pl.col(name).is_in(list(words)) for name, words in mapping.leave_out.items()]
    if not wanted:
        return block, ()
    chosen = block.filter(*(each.fill_null(value=False) for each in wanted))
    over = block.height - chosen.height
    what = "rows that the mapping does not ask for were read over"
    return chosen, (Note(what, over, file, None),) if over else ()
