"""NHS numbers, where an agreement lists them: mended, dropped, refused; never kept in clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

import made_agencies as made
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import Door, agreement_text, csv_text, mapping_text

from vrn.sharing.agreement import parse_agreement
from vrn.sharing.mapping import parse_mapping
from vrn.sharing.pseudonyms.nhs_number import normalise_nhs_number

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.sharing.receipt import Receipt

GOOD = "9990000018"
FEEDS = {
    made.ATTENDANCES: ("ae-attendances", made.ATTENDANCE_HEADER, made.attendance_row, ","),
    made.CALLOUTS: ("ambulance", made.CALLOUT_HEADER, made.callout_row, ";"),
}


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def send(door: Door, under: str, *numbers: str) -> Receipt:
    """Receives a file with these NHS numbers, under an agreement that lists them."""
    _, header, row, delimiter = FEEDS[under]
    text = agreement_text(under).replace("columns = [", 'columns = ["nhs_number", ')
    mapping = parse_mapping(
        mapping_text(under).replace("[columns]", '[columns]\nnhs_number = "NHS"')
    )
    rows = [[*row(n), number] for n, number in enumerate(numbers, 1)]
    content = csv_text(rows, [*header, "NHS"], delimiter=delimiter).encode()
    return door.send(content, "h.csv", under, agreement=parse_agreement(text), mapping=mapping)


def tokens(door: Door, under: str) -> list[str | None]:
    parts = [pl.read_parquet(part.path) for part in door.store.live_parts(FEEDS[under][0])]
    return pl.concat(parts).sort("line")["nhs_number"].to_list()


@pytest.mark.parametrize("under", FEEDS)
def test_blanks_and_dashes_are_mended_and_told(door: Door, under: str) -> None:
    receipt = send(door, under, GOOD, "999 000 0018", "999-000-0018", "")
    assert receipt.is_accepted, receipt.to_text()
    first, *same, absent = tokens(door, under)
    assert first is not None
    assert same == [first, first]
    assert absent is None
    (note,) = [note for note in receipt.mended if "nhs_number" in note.what]
    assert (note.what, note.count, note.line) == (
        "nhs_number was read without the blanks and hyphens in it",
        2,
        3,
    )


@pytest.mark.parametrize("under", FEEDS)
@pytest.mark.parametrize("wrong", ["9990000017", "999 000 001", "0000000000", "12345678901"])
def test_a_wrong_check_digit_drops_the_number_and_keeps_the_row(
    door: Door, under: str, wrong: str
) -> None:
    receipt = send(door, under, GOOD, wrong)
    assert receipt.rows_loaded == 2, receipt.to_text()
    kept, dropped = tokens(door, under)
    assert kept is not None
    assert dropped is None
    assert any("no NHS number by its check digit" in note.what for note in receipt.flagged)
    assert wrong not in receipt.to_json()


@pytest.mark.parametrize("under", FEEDS)
def test_a_number_that_a_spreadsheet_cut_short_is_refused(door: Door, under: str) -> None:
    receipt = send(door, under, GOOD, "9.43E+09")
    assert "a spreadsheet has cut long numbers short" in receipt.to_text()
    assert "9.43E+09" not in receipt.to_json()


@pytest.mark.parametrize("under", FEEDS)
def test_a_name_in_its_place_is_held_back(door: Door, under: str) -> None:
    receipt = send(door, under, *[GOOD] * 150, "Robin Madeup")
    assert receipt.rows_held_back == 1
    assert "Madeup" not in receipt.to_json()


def test_the_same_number_gets_the_same_token_in_both_feeds(door: Door) -> None:
    for under in FEEDS:
        send(door, under, GOOD)
    assert tokens(door, made.ATTENDANCES) == tokens(door, made.CALLOUTS)


def test_no_number_is_kept_in_clear(door: Door) -> None:
    send(door, made.ATTENDANCES, GOOD, "9990000017")
    kept = b"".join(path.read_bytes() for path in door.store.folder.rglob("*") if path.is_file())
    assert b"999000001" not in kept


@given(st.integers(0, 10**9 - 1), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(number: int, by: int) -> None:
    """The sum by eleven tells every single wrong digit, and every two neighbours swapped."""
    digits = f"{number:09d}"
    check = 11 - sum((10 - n) * int(digit) for n, digit in enumerate(digits)) % 11
    whole = digits + {10: "x", 11: "0"}.get(check, str(check))
    if check == 10 or len(set(whole)) == 1:
        assert normalise_nhs_number(whole) is None
        return
    assert normalise_nhs_number(whole) == whole
    for place in range(10):
        wrong = whole[:place] + str((int(whole[place]) + by) % 10) + whole[place + 1 :]
        assert normalise_nhs_number(wrong) is None
    for place in range(9):
        swapped = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
        assert swapped == whole or normalise_nhs_number(swapped) is None
