"""What a mapping says of titles above a CSV's header and of words for "not recorded"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from made_files import STREET_HEADER, Door, csv_text, mapping_of, street_rows

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = (
    "CRIME REF,ROLE,NOMINAL ID,SURNAME,FORENAME,DOB,SEX,ETHNICITY SELF,ETHNICITY OFFICER,"
    "HOME POSTCODE,RELATIONSHIP\n"
)


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def titled(*above: str) -> bytes:
    return ("\n".join(above) + "\n" + csv_text(street_rows(3), STREET_HEADER)).encode()


def test_titles_are_read_over_where_the_mapping_says_so(door: Door) -> None:
    receipt = door.send(titled("Crime, March", ""), mapping=mapping_of(top="header_row = 3"))
    assert receipt.rows_loaded == 3, receipt.to_text()
    parts = door.store.live_parts("street-crime")
    assert pl.read_parquet(parts[0].path)["line"].to_list() == [4, 5, 6]
    said = {note.what: note.count for note in receipt.mended}
    assert said["a line above the header was read over, as the mapping says"] == 1
    assert said["blank lines were passed over"] == 1


def test_titles_without_that_word_name_the_row(door: Door) -> None:
    said = door.send(titled("Crime, March", "made by us")).to_text()
    assert "the header seems to be in line 3" in said
    assert "write header_row = 3 in the mapping" in said


@pytest.mark.parametrize("row", [2, 4])
def test_another_row_is_no_header(row: int, door: Door) -> None:
    content = titled("Crime, March", "made by us")
    receipt = door.send(content, mapping=mapping_of(top=f"header_row = {row}"))
    assert not receipt.is_accepted


def test_a_header_row_beyond_the_file_is_refused(door: Door) -> None:
    receipt = door.send(titled("a"), mapping=mapping_of(top="header_row = 50"))
    assert "the file ends before line 50, in which the mapping says" in receipt.to_text()


def test_missing_words_empty_cells_and_are_counted(door: Door) -> None:
    rows = street_rows(3)
    rows[0][10], rows[1][10], rows[2][11] = "NULL", "Null", "none yet"
    words = 'missing_words = ["NULL"]\nmissing_words_of = {context = ["none yet"]}'
    content = csv_text(rows, STREET_HEADER).encode()
    receipt = door.send(content, mapping=mapping_of(top=words))
    kept = pl.read_parquet(door.store.live_parts("street-crime")[0].path)
    assert kept["outcome"].to_list() == [None, "Null", "Under investigation"]
    assert kept["context"].to_list() == [None] * 3
    assert [note.what for note in receipt.mended] == [
        "'NULL' was read as not recorded in outcome, as the mapping says",
        "'none yet' was read as not recorded in context, as the mapping says",
    ]
    assert "NULL" not in [note.what for note in receipt.flagged]


def people(door: Door, top: str) -> list[str]:
    known = [*mapping_of("police-offences").columns.values()]
    cells = "24-0000001,8N,06,x,01/03/2024 10:00,,02/03/2024 09:00,Recorded,Street,,,,,,N,N,N,Open"
    header = [*known[:3], "OFFENCE TITLE", *known[3:]]
    offence = csv_text([cells.split(",")], header)
    assert door.send(offence.encode(), "o.csv", "police-offences").is_accepted
    row = "24-0000001,Victim,N1,Null,Jo,01/02/1990,NULL,W1,IC1,XL4 7AB,None\n"
    mapping = mapping_of("police-people", top=top)
    receipt = door.send((PEOPLE + row).encode(), "p.csv", "police-people", mapping=mapping)
    assert receipt.is_accepted, receipt.to_text()
    kept = pl.read_parquet(door.store.live_parts("police-people")[0].path)
    return [note.what for note in receipt.mended] + [name for name in kept.columns if kept[name][0]]


def test_the_surname_null_stays_a_surname(door: Door, tmp_path: Path) -> None:
    """Words for all columns leave names alone; a column's own words do not."""
    kept = people(door, 'missing_words = ["NULL"]')
    assert "surname" in " ".join(kept)
    assert "'NULL' was read as not recorded in sex, as the mapping says" in kept
    own = people(Door(tmp_path / "own"), 'missing_words_of = {surname = ["Null"], sex = ["NULL"]}')
    assert "'Null' was read as not recorded in surname, as the mapping says" in own
    assert not [name for name in own if name.startswith("surname")]
