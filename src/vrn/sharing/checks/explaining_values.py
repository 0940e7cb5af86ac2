"""Says in the sender's words why a cell cannot be accepted, and when that condemns the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.column import Column, Kind
from vrn.sharing.fault import Fault, plural, quoted
from vrn.sharing.person_columns import FULL_POSTCODE, SECTOR_PATTERN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.sharing.contract import Contract

_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0080-\u009f]"
_SPREADSHEET_ERROR = r"^#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|DATE!|##+)"
SPOILT_DATE = "#DATE!"
"""What a workbook's cell is read as that holds a day where none belongs: 10-14 typed as an age."""
_SPOILT = (
    "holds a day in the workbook: a spreadsheet turned into one what was typed, and that is lost"
)
_PERSONAL = (
    r"[\w.]@[\w-]+\.\w"  # e-mail
    r"|(^|\D)0\d{2,4} ?\d{3} ?\d{3,4}(\D|$)"  # telephone
    r"|(^|\D)\d{3}[ -]?\d{3}[ -]?\d{4}(\D|$)"  # NHS number
)
_NAMED = (
    r"\b(Mr|Mrs|Ms|Miss|Mx|Master)\b\.? \p{Lu}"  # Mrs M
    r"|(?i:\bd\.?o\.?b\b|\bdate of birth\b|\bnhs (no|number)\b)"
)
ODD_TEXT = f"{_CONTROL}|{_SPREADSHEET_ERROR}|{_PERSONAL}|{_NAMED}"

_OTHER_DATES = (
    r"^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}( .*)?$"  # 03/04/2024
    r"|^\d{1,2}[/.-](\d{2}|\d{4})$"  # 03/2024
    r"|^\d{4}/\d{1,2}(/\d{1,2})?$"  # 2024/03
    r"|^\d{4}-\d{2}-\d{2}([ T].*)?$"  # 2024-03-01
    r"|^[A-Za-z]{3,9}[ -]\d{2,4}$"  # Mar-24
    r"|^\d{2}[ -][A-Za-z]{3,9}$"  # 24-Mar
    r"|^\d{5}(\.0)?$"  # 45352, a spreadsheet's number of a day
)
_DECIMAL_COMMA = r"^-?\d+,\d+$"
_WHOLE_WITH_COMMA = r"^-?\d+,0{1,2}$"  # 182,0; three noughts would be thousands
_SCIENTIFIC = r"^-?\d(\.\d+)?[Ee]\+?\d+$"


def say_why(column: Column) -> pl.Expr:
    """What is to be said of a cell of this column that does not fit: follows its value."""
    value = pl.col(column.name)
    wanted = f"is not {column.expected}"
    return (
        pl.when(value == SPOILT_DATE)
        .then(pl.lit(f"{_SPOILT}; expected {column.expected}"))
        .when(value.str.contains(_SPREADSHEET_ERROR))
        .then(pl.lit(f"is a spreadsheet's error; expected {column.expected}"))
        .when(value.str.contains(_CONTROL))
        .then(pl.lit(f"holds a control character; expected {column.expected}"))
        .otherwise(pl.lit(wanted))
    )


def words_for_odd_text(name: str) -> pl.Expr:
    """What is to be said of a free text that matches ODD_TEXT; never with its value."""
    value = pl.col(name)
    return (
        pl.when(value == SPOILT_DATE)
        .then(pl.lit(_SPOILT))
        .when(value.str.contains(_SPREADSHEET_ERROR))
        .then(pl.lit("is a spreadsheet's error, not a text"))
        .when(value.str.contains(_CONTROL))
        .then(pl.lit("holds a control character"))
        .when(value.str.contains(_NAMED))
        .then(pl.lit("seems to name somebody, who does not belong here"))
        .otherwise(
            pl.lit(
                "seems to hold a telephone number, an NHS number or an e-mail address, which "
                "do not belong here"
            )
        )
    )


def explain_whole_file(bad: pl.DataFrame, contract: Contract, file: str) -> Iterator[Fault]:
    """Faults of cells that show how the whole file was made: loading the rest would be wrong."""
    for column in contract.columns:
        cells = bad.filter((pl.col("column") == column.name) & pl.col("value").is_not_null())
        for pattern, what, do in _signs(column):
            found = cells.filter(pl.col("value").str.contains(pattern))
            if found.height:
                shown = (
                    f", such as {quoted(found['value'][0])}" if not contract.is_of_persons else ""
                )
                yield Fault(
                    f"{what}{shown}, in {plural(found.height, 'row')}",
                    expected=column.expected,
                    do=do,
                    file=file,
                    line=found["line"][0],
                    column=column.name,
                )


def _signs(column: Column) -> Iterator[tuple[str, str, str]]:
    if column.kind is Kind.MONTH:
        yield (
            _OTHER_DATES,
            "months are written in another way",
            "write every month as YYYY-MM and send the file again; which part of another form is "
            "the day cannot be told",
        )
    if column.is_number:
        yield (
            _DECIMAL_COMMA if column.kind is Kind.DECIMAL else _WHOLE_WITH_COMMA,
            "numbers are written with a decimal comma",
            "write a point before the decimals and send the file again",
        )
    if column.pattern == SECTOR_PATTERN:
        yield (
            FULL_POSTCODE,
            "full postcodes stand where sectors were agreed",
            "send each postcode without its last two letters; nothing of this file was kept",
        )
    if column.kind in (Kind.CODE, Kind.WHOLE):
        yield (
            _SCIENTIFIC,
            "a spreadsheet has cut long numbers short",
            "format the column as text, fill it in from the source again and send the file again",
        )
