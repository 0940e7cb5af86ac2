"""Rarer workbooks: charts, sounds in cells, numbers in the header, more faults than are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import made_files as made
import polars as pl
import pytest
from made_files import STREET, STREET_HEADER, Door, mapping_of, street_rows
from made_workbooks import Book, N, Value, book_of

from vrn.sharing.files import workbook_reading
from vrn.sharing.files.explaining import MOST_ROW_FAULTS

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.sharing.receipt import Receipt

ATTENDANCES = "ae-attendances"
HEADER = [
    *("AttendanceNo", "SiteCode", "ArrivalDateTime", "InjuryDateTime", "InjuryIntent"),
    *("InjuryMechanism", "PlaceOfInjury", "AgeAtArrival", "Sex", "EthnicCategory"),
    *("PostcodeSector", "DischargeDestination"),
]


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def send(door: Door, book: Book | bytes, under: str = STREET, **how: Any) -> Receipt:
    content = book.bytes() if isinstance(book, Book) else book
    mapping = how.pop("mapping", None) or mapping_of(under, format='"xlsx"')
    return door.send(content, "month.xlsx", under, mapping=mapping, **how)


def street_book(count: int = 3, header: list[Value] | None = None) -> Book:
    return book_of(header or [*STREET_HEADER], *([*row] for row in street_rows(count)))


def test_a_sheet_that_holds_a_chart_alone_is_no_table(door: Door) -> None:
    parts = street_book().parts()
    name = "xl/workbook.xml"
    chart = b'<sheet name="Chart" sheetId="9" r:id="rId96"/></sheets>'
    parts[name] = parts[name].replace(b"</sheets>", chart)
    related = "xl/_rels/workbook.xml.rels"
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartsheet"
    relation = b'<Relationship Id="rId96" Type="' + kind + b'" Target="chartsheets/sheet1.xml"/>'
    parts[related] = parts[related].replace(b"</Relationships>", relation + b"</Relationships>")
    parts["xl/chartsheets/sheet1.xml"] = b"<chartsheet/>"
    receipt = send(door, made.zipped(parts))
    assert receipt.is_accepted, receipt.to_text()
    assert receipt.rows_loaded == 3


def test_how_a_text_in_a_cell_sounds_is_no_part_of_it(door: Door) -> None:
    parts = street_book().parts()
    name = "xl/worksheets/sheet1.xml"
    sound = b'Tanner Lane</t><rPh sb="0" eb="1"><t>sound</t></rPh>'
    parts[name] = parts[name].replace(b"Tanner Lane</t>", sound, 1)
    receipt = send(door, made.zipped(parts))
    assert receipt.is_accepted, receipt.to_text()
    kept = pl.concat(pl.read_parquet(part.path) for part in door.store.live_parts("street-crime"))
    assert kept["location"].unique().to_list() == ["On or near Tanner Lane"]


@pytest.mark.parametrize(
    ("spoilt", "shown"),
    [
        (N("2024"), "2024"),
        (N("45575", 4), "#DATE!"),  # 10-14, typed as the header of an age group
        (N("0.12", 3), "#DATE!"),
        (N("nan"), "#DATE!"),
    ],
)
def test_a_number_or_a_day_in_the_header_is_no_name(door: Door, spoilt: N, shown: str) -> None:
    header: list[Value] = [*STREET_HEADER]
    header[9] = spoilt
    unlisted, missing = send(door, street_book(header=header)).faults
    assert f"does not list the column '{shown}'" in unlisted["says"]
    assert "'Crime type'" in missing["says"]


def test_a_column_that_the_mapping_ignores_may_hold_anything(door: Door) -> None:
    book = street_book(header=[*STREET_HEADER, "Share"])
    for row in book.sheets["Sheet1"][1:]:
        row.append(N("0.12", 3))
    assert not send(door, book).is_accepted
    mapping = mapping_of(STREET, format='"xlsx"', top='ignored = ["Share"]')
    receipt = send(door, book, mapping=mapping)
    assert receipt.is_accepted, receipt.to_text()


def test_days_written_as_texts_alone_are_read_by_their_form(door: Door) -> None:
    rest = ("Assault", "Knife", "Pub", N("19"), N("1"), "A", "XL4 7", "Home")
    rows: list[list[Value]] = [
        [f"A{n:07d}", "RXX01", "2024-03-01T23:10:00", "2024-03-01T22:30:00", *rest]
        for n in range(3)
    ]
    receipt = send(door, book_of([*HEADER], *rows), ATTENDANCES)
    assert receipt.is_accepted, receipt.to_text()


@pytest.mark.parametrize("is_stopped", [True, False])
def test_of_many_faults_the_first_are_listed(
    door: Door, monkeypatch: pytest.MonkeyPatch, *, is_stopped: bool
) -> None:
    """In a long sheet the reading ends with them; a short one is read to its end first."""
    if is_stopped:
        monkeypatch.setattr(workbook_reading, "ROWS_A_BLOCK", 50)
    book = street_book(200)
    for row in book.sheets["Sheet1"][1:101]:
        row[4] = N("0.12", 3)
    book.sheets["Sheet1"].append(["Total: 200"])
    receipt = send(door, book)
    said = [fault["says"] for fault in receipt.faults]
    assert len([words for words in said if "is shown otherwise than" in words]) == 21
    assert MOST_ROW_FAULTS == 20
    assert any("looks like a total" in words for words in said) is not is_stopped
