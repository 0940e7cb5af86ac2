"""What a cell of a supplied table says: a number, zero, or one of the reasons for none.

A supplier's marks (*, x, -, low) are named in the mapping. They are never read as 0 or as each
other, and a mark that the mapping does not name holds its row back.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.checks.row_faults import as_faults, no_faults
from vrn.sharing.receipt import Note

if TYPE_CHECKING:
    from collections.abc import Mapping

SHOWN, ZERO, SUPPRESSED, NOT_AVAILABLE, LOW = (
    *("shown", "zero", "suppressed"),
    *("not available", "low"),
)
STATES = (SHOWN, ZERO, SUPPRESSED, NOT_AVAILABLE, LOW)
OF_MARKS = (SUPPRESSED, NOT_AVAILABLE, LOW)
"""What a mark can stand for: `low` is a number that is more than 0 and rounds to it."""
WRITTEN, MARK, VALUE, STATE = "written", "mark", "value", "state"
"""The columns: the cell, a mark in a column of its own, and what the two are read as."""

_NUMBER = r"^-?\d{1,15}(\.\d{1,20})?$"
_SCIENTIFIC = r"^-?\d(\.\d{1,17})?[eE][+-]?\d{1,2}$"


def mark_faults(marks: Mapping[str, str]) -> list[str]:
    """What is wrong with a mapping's marks, each to one of the states that a mark can stand for."""
    return [
        f"marks says {state!r} of {mark!r}: try one of {', '.join(OF_MARKS)}"
        for mark, state in marks.items()
        if state not in OF_MARKS
    ]


def read_cells(
    frame: pl.DataFrame, marks: Mapping[str, str], file: str
) -> tuple[pl.DataFrame, pl.DataFrame, list[Note]]:
    """The rows with `value` and `state`; faults of cells that say nothing known; what was mended.

    The mark "" stands for an empty cell. A number in scientific form (7.5E-2, as spreadsheets write
    small ones) is written out.
    """
    if not marks:
        return frame, no_faults(), []
    is_number = pl.col(WRITTEN).str.contains(_NUMBER).fill_null(value=False)
    is_scientific = pl.col(WRITTEN).str.contains(_SCIENTIFIC).fill_null(value=False)
    mended = int(frame.select(is_scientific.sum()).item())
    digits = pl.Series([_write_out(text or "") for text in frame[WRITTEN]], dtype=pl.String)
    said = pl.coalesce(WRITTEN, MARK) if MARK in frame.columns else pl.col(WRITTEN)
    marked = said.fill_null("").replace_strict(dict(marks), default=None, return_dtype=pl.String)
    value = pl.when(is_number).then(WRITTEN).when(is_scientific).then(digits)
    read = frame.with_columns(value.alias(VALUE), marked.alias(STATE))
    is_zero = pl.col(VALUE).cast(pl.Float64, strict=False) == 0
    state = pl.when(is_zero).then(pl.lit(ZERO)).otherwise(pl.lit(SHOWN))
    read = read.with_columns(pl.when(pl.col(VALUE).is_null()).then(STATE).otherwise(state))
    both = read.filter(_is_both(read, marks))
    known = ", ".join(mark or "(empty)" for mark in marks)
    words = pl.lit(f"is no number, and no mark that the mapping names: {known}")
    faults = as_faults(read.filter(pl.col(STATE).is_null()), WRITTEN, words)
    two = pl.lit("is a number, and the mark beside it says that there is none")
    faults = pl.concat([faults, as_faults(both, WRITTEN, two)])
    what = "numbers in scientific form were written out"
    return read, faults, [Note(what, mended, file, None)] if mended else []


def _is_both(read: pl.DataFrame, marks: Mapping[str, str]) -> pl.Expr:
    """Where a number stands beside a mark that says why there is none."""
    if MARK not in read.columns:
        return pl.lit(value=False)
    return pl.col(VALUE).is_not_null() & pl.col(MARK).is_in([mark for mark in marks if mark])


def _write_out(text: str) -> str | None:
    """A number in scientific form as plain digits; None for any other text.

    >>> _write_out("7.5E-2"), _write_out("1E3"), _write_out("x")
    ('0.075', '1000', None)
    """
    return f"{Decimal(text):f}" if re.search(_SCIENTIFIC, text) else None
