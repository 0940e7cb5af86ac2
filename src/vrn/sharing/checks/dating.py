"""Reads days and times as a supplier writes them, into one form; tells when a whole file is wrong.

Which of two numbers is the day is never guessed: a file that shows the other order is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.checks.row_faults import as_faults, no_faults
from vrn.sharing.column import Kind
from vrn.sharing.fault import Fault, plural
from vrn.sharing.schema import LINE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.sharing.column import Column
    from vrn.sharing.contract import Contract
    from vrn.sharing.mapping import Mapping

ISO = {Kind.MONTH: "%Y-%m", Kind.DAY: "%Y-%m-%d", Kind.MOMENT: "%Y-%m-%dT%H:%M"}
"""How days and times are kept, and how they arrive where the mapping says nothing."""

_DIGITS = {"%d": r"\d{1,2}", "%m": r"\d{1,2}", "%Y": r"\d{4}", "%H": r"\d{1,2}", "%M": r"\d{2}"}
_WORDS = {"%d": "dd", "%m": "mm", "%Y": "yyyy", "%H": "hh", "%M": "mm", "%S": "ss"}
_SECONDS = r"(\d{1,2}:\d{2}):\d{2}(\.\d+)?$"
_MIDNIGHT = r"[ T]0{1,2}:00(:00(\.0+)?)?$"
_SHORT_YEAR = r"^\d{1,2}[/. -](\d{1,2}|[A-Za-z]{3,9})[/. -]\d{2}(\D.*)?$"
_DAY_NUMBER = r"^\d{5}([.,]\d+)?$"
_ANY_DATE = r"^\d{1,2}[/. -](\d{1,2}|[A-Za-z]{3,9})[/. -]\d{4}\b|^\d{4}[/. -]\d{1,2}[/. -]\d{1,2}"
_NEVER = (
    "years are written with two digits, and the century cannot be told",
    "days are a spreadsheet's numbers",
)
_IN_THE_MAPPING = "; or write its form in the mapping, if this supplier always sends it so"


def form_in_words(form: str) -> str:
    """A form of days and times as a sender reads it.

    >>> form_in_words("%d/%m/%Y %H:%M")
    'dd/mm/yyyy hh:mm'
    """
    return re.sub("%.", lambda part: _WORDS[part[0]], form)


def read_dates(
    rows: pl.DataFrame, mapping: Mapping, contract: Contract, file: str
) -> tuple[pl.DataFrame, pl.DataFrame, tuple[Fault, ...]]:
    """The rows with days and times in ISO form; the cells that are none; faults of the whole file.

    Seconds are cut off, as is a midnight behind a day.
    """
    unread, condemned = [no_faults()], list[Fault]()
    for column in contract.columns:
        form = mapping.dates.get(column.name) or (ISO[column.kind] if column.is_time else "")
        if not form or column.name not in rows.columns:
            continue
        cells = rows.select(LINE, column.name, iso=_as_iso(column, form))
        odd = cells.filter(pl.col(column.name).is_not_null() & pl.col("iso").is_null())
        if odd.height:
            condemned += _whole_file(odd.select(LINE, cell=column.name), form, column, file)
            words = pl.lit(f"is not {column.expected}: {form_in_words(form)}")
            unread.append(as_faults(odd, column.name, words))
        rows = rows.with_columns(cells["iso"].alias(column.name))
    return rows, pl.concat(unread), tuple(condemned)


def _as_iso(column: Column, form: str) -> pl.Expr:
    """The cell in ISO form; null where it has another form, or names no day that there is."""
    text = pl.col(column.name)
    if column.kind is Kind.MOMENT:
        text = text.str.replace(_SECONDS, "$1")
    if column.kind is Kind.DAY:
        text = text.str.replace(_MIDNIGHT, "")
    if column.kind is Kind.MONTH:  # a month alone is no date to the parser
        text, form = pl.lit("01 ") + text, f"%d {form}"
    fits = pl.when(text.str.contains(_pattern(form))).then(text)
    read = fits.str.to_datetime(_without_seconds(form), strict=False)
    return read.dt.to_string(ISO[column.kind])


def _without_seconds(form: str) -> str:
    return form.replace(":%S", "")


def _pattern(form: str) -> str:
    """A form as a regular expression, without seconds."""
    parts = re.split("(%.)", _without_seconds(form))
    return "^" + "".join(_DIGITS.get(part) or re.escape(part) for part in parts) + "$"


def _other_order(form: str) -> str:
    """The form as a regular expression of days and months that change places."""
    swapped = {"%d": r"(0?[1-9]|1[0-2])", "%m": r"(1[3-9]|2\d|3[01])"}
    parts = re.split("(%.)", re.split("[ T]%H", form)[0])
    return "^" + "".join(swapped.get(p) or _DIGITS.get(p) or re.escape(p) for p in parts)


def _whole_file(odd: pl.DataFrame, form: str, column: Column, file: str) -> Iterator[Fault]:
    """Faults that show how the whole file was written; no cell is quoted."""
    cell = pl.col("cell")
    day_alone = _pattern(re.split("[ T]%H", form)[0])
    another_form = (
        cell.str.contains(_ANY_DATE)
        & ~cell.str.replace(_SECONDS, "$1").str.contains(_pattern(form))
        & ~cell.str.contains(day_alone)
    )
    signs = {
        _NEVER[0]: cell.str.contains(_SHORT_YEAR),
        _NEVER[1]: cell.str.contains(_DAY_NUMBER),
        "days and months stand in the other order": cell.str.contains(_other_order(form)),
        "days are written in another way": another_form,
    }
    for what, is_met in signs.items():
        found = odd.filter(is_met)
        if found.height:
            yield Fault(
                f"{what}, in {plural(found.height, 'row')}",
                expected=f"{form_in_words(form)} in every row",
                do="write every row of the column so, from the source, and send the file again"
                + ("" if what in _NEVER else _IN_THE_MAPPING),
                file=file,
                line=found[LINE][0],
                column=column.name,
            )
            return
