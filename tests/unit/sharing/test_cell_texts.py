"""What a workbook's numbers become: by hand, and for any number that a spreadsheet may hold."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn.sharing.files.cell_text import (
    Form,
    Shown,
    UnclearCellError,
    number_text,
    read_day,
    read_form,
    read_number,
)
from vrn.sharing.files.sheet_rows import letters_of, unescape

PLAIN = Form(Shown.PLAIN)


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (0, None, Shown.PLAIN),
        (1, None, Shown.DIGITS),
        (2, None, Shown.DECIMALS),
        (9, None, Shown.OTHERWISE),
        (14, None, Shown.DAY),
        (22, None, Shown.DAY),
        (49, None, Shown.PLAIN),
        (164, "0000000", Shown.DIGITS),
        (164, "#,##0.000", Shown.DECIMALS),
        (164, "#", Shown.DECIMALS),
        (164, "[$-809]dd mmmm yyyy;@", Shown.DAY),
        (164, "[hh]:mm", Shown.DAY),
        (164, '"days" 0', Shown.OTHERWISE),
        (164, "[Red]0", Shown.OTHERWISE),
        (164, "0;-0;;@", Shown.OTHERWISE),
        (164, r"\d0", Shown.OTHERWISE),
        (164, "0.00E+00", Shown.OTHERWISE),
        (164, "General", Shown.PLAIN),
    ],
)
def test_forms_are_told_apart(number: int, code: str | None, shown: Shown) -> None:
    assert read_form(number, code).shown is shown


@pytest.mark.parametrize(
    ("kept", "form", "text"),
    [
        ("801", read_form(164, "00000"), "00801"),
        ("-801", read_form(164, "00000"), "-00801"),
        ("1234567", read_form(164, "#,##0"), "1234567"),
        ("2.50", read_form(2, None), "2.5"),
        ("1E3", PLAIN, "1000"),
        ("1.0000000000000001E-5", PLAIN, "0.00001"),
        ("-0", PLAIN, "0"),
        ("9434765919", PLAIN, "9434765919"),
    ],
)
def test_numbers_become_what_the_sheet_shows(kept: str, form: Form, text: str) -> None:
    assert number_text(kept, form) == text


@pytest.mark.parametrize("text", ["", "nan", "inf", "1,5", "0x1", "1e999", "--1", "1 2"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(UnclearCellError):
        read_number(text)


@pytest.mark.parametrize(
    ("number", "is_from_1904", "day"),
    [
        ("1", False, "1900-01-01"),
        ("59", False, "1900-02-28"),
        ("60", False, None),
        ("61", False, "1900-03-01"),
        ("0.5", False, None),
        ("-1", False, None),
        ("45352.999999", False, "2024-03-02"),
        ("2958465", False, "9999-12-31"),
        ("2958466", False, None),
        ("0", True, "1904-01-01"),
        ("2957003", True, "9999-12-31"),
        ("2957004", True, None),
    ],
)
def test_days_by_hand(number: str, is_from_1904: bool, day: str | None) -> None:
    expected = datetime.fromisoformat(day) if day else None
    assert read_day(number, is_from_1904=is_from_1904) == expected


@given(st.integers(-(10**14), 10**14))
def test_every_whole_number_keeps_its_digits(number: int) -> None:
    assert number_text(str(number), PLAIN) == str(number)
    assert number_text(f"{float(number)!r}", PLAIN) == str(number)


FIRST, LAST = (datetime.fromisoformat(day) for day in ("1900-03-01", "9999-12-31"))


@given(st.datetimes(FIRST, LAST))
def test_every_day_comes_back_to_the_second(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    serial = (whole - datetime.fromisoformat("1899-12-30")).total_seconds() / 86_400
    assert read_day(repr(serial), is_from_1904=False) == whole


def test_letters_and_escapes() -> None:
    assert [letters_of(n) for n in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert unescape("a_x0007_b_x") == "a\x07b_x"
