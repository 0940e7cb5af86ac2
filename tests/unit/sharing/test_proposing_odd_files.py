"""Odd files before a mapping is proposed: empty, cut, too large, with codes nobody knows."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vrn import chain
from vrn.sharing.fault import RefusedError
from vrn.sharing.mapping import parse_mapping
from vrn.sharing.proposing import sampling

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "contract"))

from made_files import STREET_HEADER, changes_table, csv_text, street, street_rows, zipped
from made_workbooks import Book, N, Value, book_of

if TYPE_CHECKING:
    from vrn.chain.mapping_files import Mapped

TODAY = date(2024, 6, 30)
STREET, CHANGES, ATTENDANCES = "street-crime", "area-changes", "ae-attendances"
CHANGE = ["Midbury 001A", "E01099001", "U", "Midbury 001A", "E01099001", "E07099001", "Midbury"]


@pytest.fixture
def partnership(tmp_path: Path) -> Path:
    chain.start(tmp_path / "p", area="Norfolk")
    return tmp_path / "p"


def map_bytes(
    partnership: Path, content: bytes, feed: str = STREET, file: str = "odd.csv", **how: str
) -> Mapped:
    path = partnership.parent / file
    path.write_bytes(content)
    return chain.map_file(partnership, path, feed=feed, today=TODAY, **how)


def map_book(partnership: Path, book: Book, feed: str = STREET, **how: str) -> Mapped:
    return map_bytes(partnership, book.bytes(), feed, "odd.xlsx", **how)


# --- how it is written --------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_an_empty_file_is_said_to_be_empty(partnership: Path, content: bytes) -> None:
    with pytest.raises(RefusedError, match="the file is empty"):
        map_bytes(partnership, content)


def test_a_letter_near_the_end_tells_the_encoding_as_one_elsewhere(partnership: Path) -> None:
    header, *rows = csv_text(street_rows(2)).splitlines()
    text = "\n".join([header, *rows[:-1], rows[-1] + "Caf\u00e9"])
    mapped = map_bytes(partnership, text.encode("cp1252"))
    assert mapped.sample.encoding == "cp1252"
    assert "is not UTF-8" in mapped.sample.encoding_because
    assert mapped.sample.rows[-1][-1] == "Caf\u00e9"


@pytest.mark.parametrize("cut", range(4))
def test_a_letter_that_the_sample_cuts_in_two_is_no_other_encoding(
    partnership: Path, monkeypatch: pytest.MonkeyPatch, cut: int
) -> None:
    text = csv_text(street_rows(40, context="\u20ac"))
    at = text.encode().index("\u20ac".encode(), 2000)
    monkeypatch.setattr(sampling, "MOST_BYTES", at + cut)
    mapped = map_bytes(partnership, text.encode())
    assert mapped.sample.encoding == "utf-8"
    assert not mapped.sample.is_whole


def test_of_a_file_larger_than_the_sample_no_row_is_taken_in_half(
    partnership: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "MOST_BYTES", 1500)
    content = street(40)
    mapped = map_bytes(partnership, content)
    whole = content[:1500].count(b"\n") - 1
    assert 0 < whole < 40
    assert len(mapped.sample.rows) == whole
    assert not mapped.sample.is_whole
    assert mapped.trial is not None
    assert (mapped.trial.loaded, mapped.trial.faults) == (whole, ())


def test_more_rows_than_are_looked_at_are_told(partnership: Path) -> None:
    mapped = map_bytes(partnership, changes_table([CHANGE] * sampling.MOST_ROWS), CHANGES)
    assert len(mapped.sample.rows) == sampling.MOST_ROWS - 1
    assert not mapped.sample.is_whole


def test_a_cell_without_end_stops_the_sample_and_is_a_fault_of_the_trial(partnership: Path) -> None:
    rows = [*street_rows(3), *street_rows(1, 4, context="x" * 200_000), *street_rows(1, 5)]
    mapped = map_bytes(partnership, csv_text(rows).encode())
    assert len(mapped.sample.rows) == 3
    assert mapped.trial is not None
    assert "line 5: a cell of 195 kB" in str(mapped.trial.faults[0])


def test_a_cell_of_several_lines_that_the_trial_would_cut_is_left_out(partnership: Path) -> None:
    rows = [*street_rows(198), *street_rows(1, 199, context="one\ntwo\nthree\nfour")]
    mapped = map_bytes(partnership, csv_text([*rows, *street_rows(40, 200)]).encode())
    assert mapped.trial is not None
    assert (mapped.trial.tried, mapped.trial.loaded, mapped.trial.faults) == (198, 198, ())


# --- what its columns are -----------------------------------------------------------------------


def test_a_column_that_another_mapping_reads_over_is_proposed_to_be(partnership: Path) -> None:
    header, *rows = changes_table([CHANGE]).decode().splitlines()
    text = "\n".join([f"{header},OBJECT ID", *(f"{row},1" for row in rows)])
    mapped = map_bytes(partnership, text.encode(), CHANGES)
    assert parse_mapping(mapped.text).ignored == ("OBJECT ID",)
    assert "# Read over and never kept, as in another mapping of this feed." in mapped.text
    assert mapped.unnamed == ()


def test_a_column_without_a_name_is_told_by_what_it_holds(partnership: Path) -> None:
    rows = [[*row, note] for row, note in zip(street_rows(3), ("a", "", "b"), strict=True)]
    mapped = map_bytes(partnership, csv_text(rows, [*STREET_HEADER, ""]).encode())
    assert "# a column without a name holds 2 cells" in mapped.text


def test_days_that_are_all_words_for_not_recorded_have_no_form(partnership: Path) -> None:
    mapped = map_book(
        partnership, attendances(injured="NULL", arrived="2024-03-01T23:10"), ATTENDANCES
    )
    assert '# injury_at = "..."   # no form that is known fits' in mapped.text
    assert parse_mapping(mapped.text).missing_words == ("NULL",)


def test_codes_of_open_data_that_nobody_knows_are_named_the_most_frequent_first(
    partnership: Path,
) -> None:
    odd = [[*CHANGE[:2], change, *CHANGE[3:]] for change in ("U", "Z", "Q", "Q")]
    mapped = map_bytes(partnership, changes_table(odd), CHANGES)
    assert mapped.proposal.unsure["codes.change"] == [
        '"q" = "..."   # 2 rows',
        '"z" = "..."   # 1 row',
    ]


# --- workbooks ----------------------------------------------------------------------------------

HEADER = [
    *("AttendanceNo", "SiteCode", "ArrivalDateTime", "InjuryDateTime", "InjuryIntent"),
    *("InjuryMechanism", "PlaceOfInjury", "AgeAtArrival", "Sex", "EthnicCategory"),
    *("PostcodeSector", "DischargeDestination"),
]


def attendances(*, injured: Value, arrived: Value, count: int = 3) -> Book:
    rest = ("Assault", "Knife", "Pub", N("19"), N("1"), "A", "XL4 7", "Home")
    rows = ([f"A{n:07d}", "RXX01", arrived, injured, *rest] for n in range(count))
    return book_of([*HEADER], *rows)


def test_days_of_a_workbook_are_shown_in_their_international_form(partnership: Path) -> None:
    mapped = map_book(
        partnership, attendances(arrived=N("45352.9653125", 5), injured=N("45352", 4)), ATTENDANCES
    )
    shapes = {one.header: one.values for one in mapped.profiles}
    assert shapes["ArrivalDateTime"] == {"2024-03-01T23:10": 3}
    assert shapes["InjuryDateTime"] == {"2024-03-01": 3}


@pytest.mark.parametrize("number", ["60", "1.23456789012346E+17"])
def test_a_number_of_no_day_is_shown_as_it_is_kept(partnership: Path, number: str) -> None:
    """Under the form of a day: 29 February 1900 never was, and the other one was cut short."""
    mapped = map_book(
        partnership, attendances(arrived=N(number, 4), injured="2024-03-01T22:30"), ATTENDANCES
    )
    (arrived,) = [one for one in mapped.profiles if one.header == "ArrivalDateTime"]
    assert arrived.values == {number: 3}
    assert '# arrived_at = "..."   # no form that is known fits' in mapped.text


def test_of_a_large_workbook_the_first_rows_are_looked_at(
    partnership: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "MOST_ROWS", 10)
    mapped = map_book(partnership, book_of([*STREET_HEADER], *([*r] for r in street_rows(20))))
    assert (len(mapped.sample.rows), mapped.sample.is_whole) == (9, False)


def test_a_damaged_workbook_says_so_before_anything_is_proposed(partnership: Path) -> None:
    parts = book_of([*STREET_HEADER], *([*r] for r in street_rows(3))).parts()
    name = "xl/worksheets/sheet1.xml"
    spoilt = parts | {name: parts[name].replace(b"</sheetData>", b"")}
    with pytest.raises(RefusedError, match="its XML is damaged"):
        map_bytes(partnership, zipped(spoilt), file="odd.xlsx")


def test_a_workbook_with_a_header_alone_has_nothing_to_try(partnership: Path) -> None:
    mapped = map_book(partnership, book_of([*STREET_HEADER]))
    assert mapped.trial is not None
    assert (mapped.trial.tried, mapped.trial.shown) == (0, ())
