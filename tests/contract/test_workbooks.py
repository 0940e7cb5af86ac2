"""Workbooks as partners send them: each sort of fault, its outcome, and what cells become."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import made_files as made
import polars as pl
import pytest
from made_files import STREET, STREET_HEADER, Door, mapping_of, street_row, street_rows
from made_workbooks import Book, N, Value, book_of
from python_calamine import CalamineWorkbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from vrn.sharing.mapping import Mapping
    from vrn.sharing.receipt import Receipt

MANY = 150
ATTENDANCES = "ae-attendances"
ATTENDANCE_HEADER = [
    *("AttendanceNo", "SiteCode", "ArrivalDateTime", "InjuryDateTime", "InjuryIntent"),
    *("InjuryMechanism", "PlaceOfInjury", "AgeAtArrival", "Sex", "EthnicCategory"),
    *("PostcodeSector", "DischargeDestination"),
]


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def xlsx(under: str = STREET, **more: str) -> Mapping:
    return mapping_of(under, format='"xlsx"', top="\n".join(f"{k} = {v}" for k, v in more.items()))


def attendance(number: int, **changes: Value) -> list[Value]:
    row: dict[str, Value] = {
        "attendance": f"A{number:07d}",
        "site": "RXX01",
        "arrived": N("45352.9653125", 5),  # 1 March 2024, 23:10:03
        "injured": N("45352.9375", 5),
        "intent": "Assault",
        "mechanism": "Knife",
        "place": "Pub",
        "age": N("19"),
        "sex": N("1"),
        "ethnic": "A",
        "sector": "XL4 7",
        "disposal": "Home",
    }
    return list((row | changes).values())


def send(door: Door, book: Book | bytes, file: str = "month.xlsx", **how: Any) -> Receipt:
    content = book.bytes() if isinstance(book, Book) else book
    under = how.pop("under", STREET)
    return door.send(content, file, under, **{"mapping": xlsx(under), **how})


def stored(door: Door, feed: str) -> pl.DataFrame:
    return pl.concat(pl.read_parquet(part.path) for part in door.store.live_parts(feed))


def street_book(*odd: list[Value], count: int = 3) -> Book:
    rows: list[list[Value]] = [list(row) for row in street_rows(count)]
    return book_of(list(STREET_HEADER), *rows, *odd)


def test_a_workbook_gives_the_rows_that_its_csv_gives(door: Door, tmp_path: Path) -> None:
    assert send(door, street_book()).is_accepted
    other = Door(tmp_path / "csv")
    assert other.send(made.street()).is_accepted
    gone = ["supply"]
    assert stored(door, "street-crime").drop(gone).equals(stored(other, "street-crime").drop(gone))


def test_days_and_numbers_become_what_the_sheet_shows(door: Door) -> None:
    rows = [attendance(n) for n in range(1, 4)]
    receipt = send(door, book_of(list(ATTENDANCE_HEADER), *rows), under=ATTENDANCES)
    assert receipt.is_accepted, receipt.to_text()
    kept = stored(door, ATTENDANCES)
    assert kept["arrived_at"].to_list() == ["2024-03-01T23:10"] * 3
    assert kept["injury_at"].to_list() == ["2024-03-01T22:30"] * 3
    assert kept["age"].to_list() == [19] * 3
    assert kept["sex"].to_list() == ["male"] * 3


def test_days_from_1904_are_four_years_and_a_day_later(door: Door) -> None:
    rows = [attendance(1, arrived=N("43890.5", 5), injured=None)]
    book = book_of(list(ATTENDANCE_HEADER), *rows)
    book.properties = '<workbookPr date1904="1"/>'
    assert send(door, book, under=ATTENDANCES).is_accepted
    assert stored(door, ATTENDANCES)["arrived_at"].to_list() == ["2024-03-01T12:00"]


@dataclass(frozen=True)
class Spoilt:
    """A workbook, what becomes of it, and what is said."""

    arrives: str
    spoil: Callable[[Book], None]
    says: str
    line: int | None = None


def cell(row: int, column: int, value: Value) -> Callable[[Book], None]:
    def spoil(book: Book) -> None:
        next(iter(book.sheets.values()))[row - 1][column] = value

    return spoil


def set_to(**parts: Any) -> Callable[[Book], None]:
    def spoil(book: Book) -> None:
        for name, part in parts.items():
            setattr(book, name, part)

    return spoil


def more_sheets(**sheets: list[list[Value]]) -> Callable[[Book], None]:
    return lambda book: book.sheets.update(sheets)


def hidden_sheet(book: Book) -> None:
    book.sheets["Back"] = [["x"]]
    book.states["Back"] = "veryHidden"


def titles(book: Book) -> None:
    rows = book.sheets["Sheet1"]
    rows[:0] = [["Offences in March"], []]


def total(book: Book) -> None:
    book.sheets["Sheet1"].append(["Total: 3"])


def empty(book: Book) -> None:
    book.sheets["Sheet1"] = []


MERGED = '<mergeCells count="1"><mergeCell ref="A3:A4"/></mergeCells>'
COLUMNS = '<cols><col min="2" max="2" hidden="1"/></cols>'
REFUSED = [
    Spoilt("a formula without its value", cell(3, 1, N("", formula="A2")), "formulas: B3"),
    Spoilt("a formula with its value", cell(3, 1, N("x", 0, "str", "A2")), "formulas: B3"),
    Spoilt("merged cells", set_to(tails={"Sheet1": MERGED}), "merged cells: A3:A4"),
    Spoilt("a hidden row", set_to(hidden_rows={"Sheet1": (3,)}), "hidden rows"),
    Spoilt("a hidden column", set_to(columns={"Sheet1": COLUMNS}), "hidden columns"),
    Spoilt("a hidden sheet", hidden_sheet, "1 hidden sheet of the workbook holds something"),
    Spoilt("two sheets", more_sheets(March=[["x"]]), "2 sheets hold something"),
    Spoilt("titles above", titles, "the header seems to be in line 3", 3),
    Spoilt("a total below", total, "looks like a total", 5),
    Spoilt("nothing in it", empty, "the workbook is empty"),
    Spoilt("a header alone", lambda b: b.sheets["Sheet1"].__delitem__(slice(1, None)), "no rows"),
    Spoilt("macros", set_to(more={"xl/vbaProject.bin": b"x"}), "holds macros"),
    Spoilt("a file inside", set_to(more={"xl/embeddings/a.bin": b"x"}), "another file inside"),
    Spoilt("a link", set_to(more={"xl/externalLinks/a.xml": b"x"}), "draws on other files"),
    Spoilt("another kind renamed", set_to(more={"mimetype": b"x"}), "of another kind"),
    Spoilt(
        "XML entities",
        set_to(doctype='<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'),
        "declares a document type or entities",
    ),
    Spoilt("a percentage", cell(3, 4, N("0.12", 3)), "cell E3 is shown otherwise than", 3),
    Spoilt("a rounded number", cell(3, 4, N("-1.13159", 2)), "cell E3 is shown rounded", 3),
    Spoilt("a long number", cell(3, 0, N("1.23456789012346E+17")), "more than 15 digits", 3),
    Spoilt("a number that is none", cell(3, 4, N("nan")), "holds no number", 3),
    Spoilt("a long text", cell(3, 6, "x" * 40_000), "cell G3 holds more than 32 kB", 3),
    Spoilt("a text that is not there", cell(3, 6, N("7", 0, "s")), "does not hold"),
    Spoilt("a damaged part", set_to(more={"xl/styles.xml": b"<a>"}), "its XML is damaged"),
    Spoilt("no sheet at all", lambda book: book.sheets.clear(), "holds no sheet"),
    Spoilt("a bomb", set_to(more={"docProps/a.xml": b"0" * 20_000_000}), "over 100 times"),
    Spoilt(
        "a macro type",
        set_to(
            more={
                "[Content_Types].xml": b'<Types><Override ContentType="application/vnd.ms-excel.'
                b'sheet.macroEnabled.main+xml"/></Types>'
            }
        ),
        "holds macros",
    ),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda c: c.arrives)
def test_what_may_not_be_in_a_workbook_is_refused(case: Spoilt, door: Door) -> None:
    book = street_book()
    case.spoil(book)
    receipt = send(door, book)
    assert not receipt.is_accepted
    said = [fault for fault in receipt.faults if case.says in fault["says"]]
    assert said, receipt.to_text()
    assert case.line is None or case.line == said[0]["line"]
    assert said[0]["do"]
    assert not list(door.store.live_parts("street-crime"))


def test_something_beside_the_table_is_refused(door: Door) -> None:
    book = street_book([*street_row(9), None, "seen by JS"])
    receipt = send(door, book)
    assert "cell N5 holds something beside the table" in receipt.to_text()
    assert "seen by" not in receipt.to_text()


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"0" * 99, "locked with a password"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"0" * 99, "an old workbook (.xls)"),
        ("a.xlsm", book_of(["x"]).bytes(), "a workbook with macros (.xlsm)"),
        ("a.xlsb", book_of(["x"]).bytes(), "a binary workbook (.xlsb)"),
        ("a.ods", book_of(["x"]).bytes(), "an OpenDocument spreadsheet (.ods)"),
        ("a.csv", made.street(), "this is no workbook"),
        ("a.xlsx", made.street(), "this is no workbook"),
        ("a.xlsx", made.zipped({"a.csv": b"x"}), "cut off or damaged, or is none"),
        ("a.xlsx", book_of(["x"]).bytes()[:-30], "its table of contents is absent"),
    ],
)
def test_what_is_no_workbook_is_refused(file: str, content: bytes, says: str, door: Door) -> None:
    receipt = send(door, content, file)
    assert not receipt.is_accepted
    assert says in receipt.to_text()


def test_a_workbook_under_a_mapping_for_csv_says_how_to_go_on(door: Door) -> None:
    receipt = door.send(street_book().bytes(), "month.xlsx")
    assert 'write format = "xlsx" in the mapping' in receipt.to_text()


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (N("#REF!", 0, "e"), "age is a spreadsheet's error"),
        (N("45575", 4), "age holds a day in the workbook"),  # 10-14, typed as an age
        (N("0.5", 4), "age holds a day in the workbook"),
        (N("1", 0, "b"), "age is not a whole number"),
        ("#####", "age is a spreadsheet's error"),
        ("12y", "age is not a whole number"),
    ],
)
def test_a_spoilt_cell_holds_its_row_back(value: Value, says: str, door: Door) -> None:
    rows = [attendance(n) for n in range(1, MANY)] + [attendance(MANY, age=value)]
    receipt = send(door, book_of(list(ATTENDANCE_HEADER), *rows), under=ATTENDANCES)
    assert receipt.is_accepted, receipt.to_text()
    (held,) = receipt.held_back
    assert (held.line, held.column) == (MANY + 1, "age")
    assert says.removeprefix("age ") in held.reason


def test_days_in_two_kinds_of_cells_are_refused(door: Door) -> None:
    """03/04/2024 became a day, 13/04/2024 stayed text: which the first was cannot be told."""
    rows = [attendance(1), attendance(2, arrived="2024-03-13T10:00:00")]
    receipt = send(door, book_of(list(ATTENDANCE_HEADER), *rows), under=ATTENDANCES)
    assert "some days of the column are days to the spreadsheet" in receipt.to_text()
    assert "2024-03-13" not in receipt.to_text()


def test_a_time_in_a_column_of_days_is_no_day(door: Door) -> None:
    header = ["CRIME REF", "ROLE", "NOMINAL ID", "SURNAME", "FORENAME", "DOB", "SEX"]
    header += ["ETHNICITY SELF", "ETHNICITY OFFICER", "HOME POSTCODE", "RELATIONSHIP"]
    row: list[Value] = ["24-0000001", "Victim", "N1", "Made", "Up", N("38000.4", 5), "F"]
    receipt = send(
        door, book_of([*header], [*row, "W1", "IC1", "XL4 7AB", "None"]), under="police-people"
    )
    assert not receipt.is_accepted
    assert "column born" in receipt.to_text()


def test_a_month_is_the_first_of_it_and_no_other_day(door: Door) -> None:
    book = street_book(count=MANY)
    book.sheets["Sheet1"][1][1] = N("45352", 7)
    book.sheets["Sheet1"][2][1] = N("45375", 7)  # 24-Mar, typed as March 2024
    receipt = send(door, book)
    assert receipt.is_accepted, receipt.to_text()
    assert [(row.line, row.column) for row in receipt.held_back] == [(3, "month")]
    assert "holds a day in the workbook" in receipt.held_back[0].reason


def test_leading_zeros_shown_are_kept(door: Door) -> None:
    book = street_book()
    book.sheets["Sheet1"][1][6] = N("801", 1)
    assert send(door, book).is_accepted
    assert stored(door, "street-crime").sort("line")["location"][0] == "00801"


def test_the_mapping_names_sheet_and_header_row(door: Door) -> None:
    book = street_book()
    titles(book)
    book.sheets["Notes"] = [["As agreed"]]
    receipt = send(door, book, mapping=xlsx(sheet='"sheet1"', header_row="3"))
    assert receipt.is_accepted, receipt.to_text()
    said = [note.what for note in receipt.mended]
    assert "a sheet that the mapping does not name was read over" in said
    assert "a line above the header was read over, as the mapping says" in said
    wrong = send(door, book, "b.xlsx", mapping=xlsx(sheet='"April"', header_row="3"))
    assert wrong == receipt  # the same bytes
    book.sheets["Notes"] = [["As agreed", "again"]]
    assert "no sheet 'April'" in send(door, book, mapping=xlsx(sheet='"April"')).to_text()
    again = send(door, book, "c.xlsx", mapping=xlsx(sheet='"Sheet1"', header_row="2"))
    assert "row 2 of the sheet is empty" in again.to_text()


def test_sheet_names_are_not_told_of_a_feed_about_persons(door: Door) -> None:
    book = book_of(list(ATTENDANCE_HEADER), attendance(1))
    book.sheets["Jo Made-Up"] = [["x"]]
    receipt = send(door, book, under=ATTENDANCES)
    assert "2 sheets hold something, and which" in receipt.to_text()


def test_more_rows_than_a_block_keep_their_lines(door: Door) -> None:
    book = street_book(count=10_003)
    receipt = send(door, book)
    assert receipt.rows_loaded == 10_003
    lines = stored(door, "street-crime")["line"].sort()
    assert lines.to_list() == list(range(2, 10_005))


def test_shared_texts_are_put_together_without_how_they_sound(door: Door) -> None:
    """A text may come in pieces of several looks, with a line on its sound beside it."""
    book = street_book()
    book.texts = (
        "<si><t>On or near Mill Lane</t></si><si><r><t>On or near </t></r><r><t>Tan_x002D_ner</t>"
        '</r><rPh sb="0" eb="1"><t>sound</t></rPh><phoneticPr fontId="1"/></si>'
    )
    book.sheets["Sheet1"][1][6] = N("0", 0, "s")
    book.sheets["Sheet1"][2][6] = N("1", 0, "s")
    receipt = send(door, book)
    assert receipt.is_accepted, receipt.to_text()
    kept = stored(door, "street-crime").sort("line")["location"].to_list()
    assert kept[:2] == ["On or near Mill Lane", "On or near Tan-ner"]


def test_texts_beyond_the_limit_are_refused(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vrn.sharing.files.workbook.MOST_TEXT_BYTES", 100)
    book = street_book()
    book.texts = "<si><t>" + "x" * 200 + "</t></si>"
    assert "the texts of the workbook are larger" in send(door, book).to_text()


def test_days_written_out_and_too_many_columns(door: Door) -> None:
    rows = [
        attendance(1, arrived=N("2024-03-01T23:10:00", 0, "d")),
        *(attendance(n) for n in range(2, MANY)),
        attendance(MANY, arrived=N("soon", 0, "d")),
    ]
    receipt = send(door, book_of(list(ATTENDANCE_HEADER), *rows), under=ATTENDANCES)
    assert receipt.is_accepted, receipt.to_text()
    assert [row.line for row in receipt.held_back] == [MANY + 1]
    assert stored(door, ATTENDANCES).sort("line")["arrived_at"][0] == "2024-03-01T23:10"
    wide = send(door, book_of([*STREET_HEADER, *["x"] * 500]), "wide.xlsx")
    assert "more than 500 columns" in wide.to_text()


def test_a_peer_reads_the_same_cells() -> None:
    """The reader of another project agrees on every text and whole number of a good workbook."""
    content = street_book(count=20).bytes()
    peer = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [[str(cell) for cell in row] for row in peer] == [STREET_HEADER, *street_rows(20)]


def test_a_damaged_sheet_is_refused(door: Door) -> None:
    parts = street_book().parts()
    sheet = parts["xl/worksheets/sheet1.xml"]
    for old, new, says in (
        (b'<row r="3"', b'<row r="1"', "rows do not stand in their order"),
        (b'r="B3"', b'r="A3"', "cells do not stand in their order"),
        (b'r="B3"', b'r="B9"', "not in the row that it stands in"),
        (b'<row r="3"', b'<row r="x"', "a number in its structure"),
        (b"</sheetData>", b"", "its XML is damaged"),
    ):
        parts["xl/worksheets/sheet1.xml"] = sheet.replace(old, new, 1)
        receipt = send(door, made.zipped(parts), f"{says[:4]}.xlsx")
        assert says in receipt.to_text()


def test_a_workbook_inside_an_archive_is_refused(door: Door) -> None:
    packed = made.zipped({"2024-03-midshire-street.csv": street_book().bytes()})
    assert "another packed or foreign file" in door.send(packed, "a.zip").to_text()
    assert zipfile.is_zipfile(io.BytesIO(packed))
