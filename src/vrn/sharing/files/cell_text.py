"""What a workbook's cell says as text: what the sheet shows, where no doubt is left; else refused.

A workbook keeps a number and, apart from it, the form in which it is shown. Both are read: 801
shown as 00801 is the text 00801. Where the form shows something else than what is kept (12% for
0.12, 3.14 for 3.14159), nobody can say which of the two the sender meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

_GENERAL, _TEXT, _MOST_DIGITS = 0, 49, 15
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", _TEXT: "@", _GENERAL: "General"}
_DAYS_BUILT_IN = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_NUMBER = re.compile(r"-?\d+(\.\d*)?([eE][+-]?\d+)?|-?\.\d+([eE][+-]?\d+)?")
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_DECIMALS = re.compile(r"(?:#,##)?[#0](?:\.(0+))?")
_LAST_DAY = 2_958_465  # 31 December 9999
_DAYS_TO_1904 = 1_462
_SECONDS_A_DAY = 86_400


class Shown(StrEnum):
    """How numbers are shown under a form."""

    PLAIN = "as they are kept"
    DIGITS = "whole, with leading zeros"
    DECIMALS = "rounded"
    DAY = "as days or times"
    OTHERWISE = "otherwise"


@dataclass(frozen=True)
class Form:
    """A number's form: how it shows, with how many digits or decimals, and its code."""

    shown: Shown
    places: int = 0
    code: str = ""


class UnclearCellError(ValueError):
    """A cell that shows another thing than it keeps; the message says which, without the value."""


def read_form(number: int, code: str | None) -> Form:
    """The form that a number in a workbook's list of forms, and its code where it has one, mean.

    >>> read_form(164, "00000")
    Form(shown=<Shown.DIGITS: 'whole, with leading zeros'>, places=5, code='00000')
    """
    if code is None:
        if number in _DAYS_BUILT_IN:
            return Form(Shown.DAY)
        code = _BUILT_IN.get(number)
    if code is None:
        return Form(Shown.OTHERWISE, 0, f"number {number}")
    if code in ("General", "@"):
        return Form(Shown.PLAIN)
    if re.fullmatch("0+", code):
        return Form(Shown.DIGITS, len(code), code)
    if decimals := _DECIMALS.fullmatch(code):
        return Form(Shown.DECIMALS, len(decimals[1] or ""), code)
    bare = _LITERALS.sub("", code.split(";")[0])
    is_day = re.search("[ymdhs]", bare, re.IGNORECASE) and "general" not in bare.lower()
    return Form(Shown.DAY if is_day else Shown.OTHERWISE, 0, code)


def read_number(text: str) -> float:
    """A number as a workbook keeps it; UnclearCellError where it is none."""
    if not _NUMBER.fullmatch(text):
        raise UnclearCellError("holds no number where the workbook says that one stands")
    number = float(text)
    if abs(number) >= 10**_MOST_DIGITS:
        raise UnclearCellError(
            "holds a number of more than 15 digits, which a spreadsheet cuts short"
        )
    return number


def number_text(text: str, form: Form) -> str:
    """A number as the sheet shows it, without commas between thousands.

    >>> number_text("801", Form(Shown.DIGITS, 5))
    '00801'
    >>> number_text("0.30000000000000004", Form(Shown.PLAIN))
    '0.3'
    """
    number = read_number(text)
    plain = format(Decimal(f"{number:.15g}"), "f")
    if form.shown is Shown.OTHERWISE:
        raise UnclearCellError(f"is shown otherwise than it is kept (form {form.code[:40]!r})")
    places = form.places if form.shown is Shown.DECIMALS else 0
    is_rounded = form.shown is not Shown.PLAIN and float(plain) != round(float(plain), places)
    if is_rounded:
        raise UnclearCellError(f"is shown rounded (form {form.code!r})")
    if form.shown is Shown.DIGITS:
        return f"{int(number):0{form.places + (number < 0)}d}"
    return "0" if plain == "-0" else plain


def read_day(text: str, *, is_from_1904: bool) -> datetime | None:
    """The day and time that a spreadsheet's number of a day means, to the second.

    None for a time without a day, for the 29 February 1900 that never was, and beyond 9999.
    """
    number = read_number(text)
    seconds = round(number * _SECONDS_A_DAY)
    whole = seconds // _SECONDS_A_DAY
    first_kept = 0 if is_from_1904 else 1
    if whole < first_kept or whole > _LAST_DAY - _DAYS_TO_1904 * is_from_1904:
        return None
    if is_from_1904:
        start = datetime(1904, 1, 1)  # noqa: DTZ001 - the clock of the place
    elif whole == 60:
        return None
    else:  # before March 1900 the numbers run one behind
        start = datetime(1899, 12, 31 if whole < 60 else 30)  # noqa: DTZ001
    return start + timedelta(seconds=seconds)
