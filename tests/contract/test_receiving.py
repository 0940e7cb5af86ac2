"""What the door does beyond one file: again, in its place, under an agreement, at its own pace."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import made_files as made
import polars as pl
import pytest
from made_agencies import OFFENCES, offences
from made_files import STREET, Door, agreement_of, mapping_of, month_member, street, street_row

from vrn.sharing.checks import concluding, examining, spool
from vrn.sharing.contracts import CONTRACTS
from vrn.sharing.fault import TextError
from vrn.sharing.files import archive, geojson, reading
from vrn.sharing.intake import check_file, receive
from vrn.sharing.receipt import receipt_from

if TYPE_CHECKING:
    from pathlib import Path

MARCH, FEBRUARY = month_member("2024-03"), month_member("2024-02")


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def rows_of(door: Door, feed: str = "street-crime") -> pl.DataFrame:
    """The live rows of a feed, in the order of slice and line."""
    frames = [pl.read_parquet(part.path) for part in door.store.live_parts(feed)]
    return pl.concat(frames) if frames else pl.DataFrame()


def faults(receipt: Any) -> str:
    return "\n".join(fault["says"] for fault in receipt.faults)


# --- what is stored -----------------------------------------------------------------------------


def test_a_row_is_stored_as_it_came_with_its_supply_and_line(door: Door) -> None:
    receipt = door.send(street(1, street_row(2, location="'=1+1", crime_type="00801")))
    rows = rows_of(door)
    assert rows.columns == [*CONTRACTS["street-crime"].names, "line", "supply"]
    assert rows.row(1, named=True) == {
        "crime_id": f"{2:064x}",
        "month": "2024-03",
        "reported_by": "Midshire Police",
        "falls_within": "Midshire Police",
        "longitude": -1.131592,
        "latitude": 52.636878,
        "location": "'=1+1",
        "area_code": "E01099001",
        "area_name": "Midbury 001A",
        "crime_type": "00801",
        "outcome": "Under investigation",
        "context": None,
        "line": 3,
        "supply": receipt.id,
    }


def test_ages_across_the_page_become_rows(door: Door) -> None:
    content = made.ages_table([("E01099001", "A")], code="lsoa11_code", name="lsoa11_name")
    receipt = door.send(content, "ages.csv", "residents-mid-2020-small-areas")
    assert (receipt.rows_read, receipt.rows_loaded, receipt.rows_stored) == (1, 1, 92)
    rows = rows_of(door, "residents")
    assert rows.filter(pl.col("age").is_null())["residents"].to_list() == [182]
    assert rows["age"].drop_nulls().to_list() == list(range(91))
    assert set(rows["level"]) == {"small area 2011"}
    assert rows["line"].unique().to_list() == [2]


def test_rows_of_one_area_become_one(door: Door) -> None:
    table = [["E01099001", "10.0", group, "5.0", "0.5"] for group in "AB"]
    receipt = door.send(made.census(table), "census.csv", "residents-census-2021")
    assert (receipt.rows_read, receipt.rows_loaded, receipt.rows_stored) == (2, 2, 1)
    assert rows_of(door, "residents").select("area_code", "age", "residents").rows() == [
        ("E01099001", None, 10)
    ]


def test_rows_held_back_are_kept_with_their_reason(door: Door) -> None:
    receipt = door.send(street(150, street_row(999, month="2024-13", location="Odd Lane")))
    path = door.store.held_rows(receipt.id)
    assert path is not None
    (row,) = pl.read_parquet(path).rows(named=True)
    assert (row["file"], row["line"], row["column"]) == (receipt.file, 152, "month")
    assert json.loads(row["cells"])["location"] == "Odd Lane"
    assert receipt.held_reasons == (("month is not a month written YYYY-MM, such as 2021-11", 1),)


def test_every_reason_of_a_row_is_told(door: Door) -> None:
    receipt = door.send(street(150, street_row(999, month="2024-13", latitude="", crime_type="")))
    (row,) = receipt.held_back
    assert row.column == "month, crime_type, longitude, latitude"
    assert row.reason.count(";") == 3


def test_columns_read_over_are_kept_nowhere(door: Door) -> None:
    table = [["E01099001", "10.0", "Ignored group", "5.0", "0.5"], ["E1", "1.0", "B", "5.0", "0.5"]]
    agreement = agreement_of("residents-census-2021", tolerance="0.5")
    receipt = door.send(made.census(table), "census.csv", agreement=agreement)
    assert receipt.rows_held_back == 1
    kept = b"".join(path.read_bytes() for path in door.store.folder.rglob("*.parquet"))
    assert b"Ignored group" not in kept
    assert "Ignored group" not in receipt.to_json()


def test_a_refused_column_leaves_no_value_behind(door: Door) -> None:
    header = [*made.STREET_HEADER, "Victim name"]
    content = made.csv_text([[*street_row(), "Somebody Else"]], header).encode()
    receipt = door.send(content)
    assert not receipt.is_accepted
    assert receipt.header[-1] == "Victim name"
    assert b"Somebody Else" not in b"".join(
        path.read_bytes() for path in door.store.folder.rglob("*") if path.is_file()
    )


def test_a_line_that_may_be_somebodys_record_is_not_kept_as_a_header(door: Door) -> None:
    receipt = door.send(b"Somebody,Else,1999-01-01\n")
    assert not receipt.is_accepted
    assert receipt.header == ()
    assert "Somebody" not in receipt.to_json()


# --- again, and in place of another -------------------------------------------------------------


def test_the_same_bytes_give_the_same_receipt_and_change_nothing(door: Door) -> None:
    first = door.send(street(), "one.csv")
    before = sorted((p.name, p.stat().st_mtime_ns) for p in door.store.parts_folder.iterdir())
    again = door.send(street(), "another name.csv", today=date(2024, 7, 1))
    assert again == first
    after = sorted((p.name, p.stat().st_mtime_ns) for p in door.store.parts_folder.iterdir())
    assert before == after


def test_the_same_period_with_other_bytes_is_refused_with_the_receipt_named(door: Door) -> None:
    first = door.send(street(3))
    second = door.send(street(4))
    assert not second.is_accepted
    assert f"came before with other content, under receipt {first.id}" in faults(second)
    assert f"say that it replaces {first.id}" in faults(second)
    assert rows_of(door).height == 3


def test_a_supply_that_says_what_it_replaces_takes_over(door: Door) -> None:
    first = door.send(street(3))
    second = door.send(street(4), replaces=[first.id])
    assert second.is_accepted
    assert second.replaces == (first.id,)
    assert set(rows_of(door)["supply"]) == {second.id}
    assert rows_of(door).height == 4


def test_old_bytes_can_come_back_over_what_replaced_them(door: Door) -> None:
    first = door.send(street(3))
    second = door.send(street(4), replaces=[first.id])
    assert door.send(street(3)) == first
    third = door.send(street(3), replaces=[second.id])
    assert third.is_accepted
    assert third.id not in (first.id, second.id)
    assert set(rows_of(door)["supply"]) == {third.id}


def test_the_same_bytes_can_be_read_anew_when_they_replace_themselves(door: Door) -> None:
    first = door.send(street(3))
    mapping = mapping_of(top="# read differently now")
    second = door.send(street(3), replaces=[first.id], mapping=mapping)
    assert second.is_accepted
    assert second.mapping_sha256 != first.mapping_sha256
    assert set(rows_of(door)["supply"]) == {second.id}


def test_a_receipt_that_cannot_be_replaced_is_refused(door: Door) -> None:
    receipt = door.send(street(), replaces=["0123456789ab"])
    assert "nothing is live under the receipt 0123456789ab" in faults(receipt)


def test_a_refused_file_is_taken_once_its_agreement_is_mended(door: Door) -> None:
    content = street(1, street_row(2, month="2024-13"))
    refused = door.send(content)
    accepted = door.send(content, agreement=agreement_of(tolerance="0.5"))
    assert not refused.is_accepted
    assert accepted.is_accepted
    assert [kept["state"] for kept in door.store.receipts()] == ["refused", "accepted"]


def test_members_that_came_before_are_passed_over_and_named(door: Door) -> None:
    first = door.send(made.zipped({FEBRUARY: street(month="2024-02")}), "one.zip")
    both = {FEBRUARY: street(month="2024-02"), MARCH: street(first=101)}
    second = door.send(made.zipped(both), "two.zip")
    assert second.is_accepted
    assert [member.name for member in second.members] == [MARCH]
    (note,) = second.passed_over
    assert (note.file, first.id in note.what) == (FEBRUARY, True)
    assert rows_of(door).height == 6


def test_an_archive_of_which_everything_came_before_changes_nothing(door: Door) -> None:
    door.send(street(), "2024-03-midshire-street.csv")
    receipt = door.send(made.zipped({MARCH: street()}), "one.zip")
    assert receipt.is_accepted
    assert (receipt.rows_read, len(receipt.passed_over), receipt.members) == (0, 1, ())
    assert rows_of(door).height == 3


def test_a_changed_member_is_refused_and_nothing_of_the_archive_taken(door: Door) -> None:
    door.send(made.zipped({FEBRUARY: street(month="2024-02")}), "one.zip")
    both = {FEBRUARY: street(4, month="2024-02"), MARCH: street(first=101)}
    receipt = door.send(made.zipped(both), "two.zip")
    assert "2024-02 Midshire Police came before with other content" in faults(receipt)
    assert rows_of(door).height == 3


def test_other_files_of_an_archive_are_named(door: Door) -> None:
    content = made.zipped({MARCH: street(), "2024-03/2024-03-midshire-outcomes.csv": b"x"})
    receipt = door.send(content, "one.zip")
    assert [note.file for note in receipt.passed_over] == ["2024-03/2024-03-midshire-outcomes.csv"]


def test_an_area_in_two_files_of_an_archive_is_held_back_in_both(door: Door) -> None:
    one = made.deprivation("2019", [{}, {"lsoa11_code": "E01099002"}])
    two = made.deprivation("2019", [{"lsoa11_code": "E01099002"}, {"lsoa11_code": "E01099003"}])
    receipt = door.send(
        made.zipped({"a.csv": one, "b.csv": two}),
        "imd.zip",
        agreement=agreement_of("deprivation-2019", tolerance="0.5"),
    )
    assert receipt.is_accepted, receipt.to_text()
    assert [(row.file, row.line) for row in receipt.held_back] == [("a.csv", 3), ("b.csv", 2)]
    assert rows_of(door, "deprivation")["area_code"].to_list() == ["E01099001", "E01099003"]


# --- sizes that are unusual ---------------------------------------------------------------------


def months_of(counts: list[int]) -> dict[str, bytes]:
    """Files of 2023 with so many rows each."""
    return {
        month_member(f"2023-{n:02d}"): street(rows, month=f"2023-{n:02d}", first=n * 1000)
        for n, rows in enumerate(counts, 1)
    }


@pytest.mark.parametrize(
    ("rows", "is_usual"), [(119, False), (120, True), (320, True), (321, False)]
)
def test_a_month_of_unusual_size_waits_for_the_analysts_word(
    door: Door, rows: int, is_usual: bool
) -> None:
    door.send(made.zipped(months_of([200] * 6)), "half.zip")
    content = street(rows, month="2023-07", first=9000)
    receipt = door.send(content, "2023-07-midshire-street.csv")
    assert receipt.is_accepted is is_usual
    if not is_usual:
        assert "where about 200 are usual" in faults(receipt)
        accepted = door.send(content, "2023-07-midshire-street.csv", word="The force confirmed it")
        assert accepted.is_accepted
        assert accepted.word == "The force confirmed it"


def test_a_few_months_say_nothing_of_what_is_usual(door: Door) -> None:
    assert door.send(made.zipped(months_of([200] * 5 + [20])), "half.zip").is_accepted


def test_small_months_vary_freely(door: Door) -> None:
    assert door.send(made.zipped(months_of([20] * 6 + [90])), "half.zip").is_accepted


# --- the agreement ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "clause"),
    [
        (date(2014, 10, 30), "in_force_from = 2014-10-31"),
        (date(2014, 10, 31), ""),
        (date(2024, 6, 30), ""),
        (date(2024, 7, 1), "in_force_to = 2024-06-30"),
    ],
)
def test_nothing_is_received_without_an_agreement_in_force(
    door: Door, today: date, clause: str
) -> None:
    agreement = agreement_of(in_force_from="2014-10-31\nin_force_to = 2024-06-30")
    content = street(month="2014-10")
    receipt = door.send(content, "2014-10-x.csv", agreement=agreement, today=today)
    assert receipt.is_accepted is (not clause)
    assert clause in faults(receipt)
    if clause:
        assert receipt.header == ()


def test_a_column_that_the_mapping_reads_but_the_agreement_does_not_list(door: Door) -> None:
    text = made.agreement_text(STREET).replace('"outcome", ', "")
    agreement = made.parse_agreement(text)
    receipt = door.send(street(), agreement=agreement)
    assert "does not list the column 'Last outcome category'" in faults(receipt)


def test_an_agreement_and_a_mapping_that_do_not_fit_are_told_apart_from_a_bad_file(
    door: Door,
) -> None:
    with pytest.raises(TextError, match="the agreement names the mapping 'police-uk-street'"):
        door.send(street(), mapping=mapping_of("deprivation-2019"))


# --- the mapping --------------------------------------------------------------------------------


def test_a_known_alias_is_mended(door: Door) -> None:
    mapping = mapping_of(end='[aliases]\narea_code = ["LSOA Code 2021"]')
    receipt = door.send(street().replace(b"LSOA code", b"LSOA Code 2021"), mapping=mapping)
    assert [note.what for note in receipt.mended] == [
        "the header 'LSOA Code 2021' was read as 'LSOA code'"
    ]


def test_codes_are_translated_and_one_that_is_not_listed_is_held_back(door: Door) -> None:
    mapping = mapping_of(
        end='[codes.crime_type]\n"ROB" = "Robbery"\n[codes.area_name]\n"Midbury 001A" = "Midbury"'
    )
    rows = [*made.street_rows(150, crime_type="ROB"), street_row(999, crime_type="Robbery")]
    receipt = door.send(made.csv_text(rows).encode(), mapping=mapping)
    (row,) = receipt.held_back
    assert row.reason == "'Robbery' is not in the mapping's list of codes: ROB"
    assert set(rows_of(door)["crime_type"]) == {"Robbery"}
    assert set(rows_of(door)["area_name"]) == {"Midbury"}


def test_codes_of_an_absent_column_do_no_harm(door: Door) -> None:
    mapping = mapping_of(end='[codes.context]\n"a" = "b"')
    header = made.STREET_HEADER[:-1]
    content = made.csv_text([row[:-1] for row in made.street_rows(3)], header).encode()
    assert door.send(content, mapping=mapping).is_accepted


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1252", "iso-8859-15"])
def test_another_encoding_is_read_as_declared(door: Door, encoding: str) -> None:
    mapping = mapping_of(encoding=f'"{encoding}"')
    content = street(1, street_row(2, location="Café")).decode().encode(encoding)
    receipt = door.send(content, mapping=mapping)
    assert receipt.is_accepted, receipt.to_text()
    assert rows_of(door)["location"].to_list()[1] == "Café"


@pytest.mark.parametrize(
    ("encoding", "content", "says"),
    [
        ("utf-16", street(), "without UTF-16's byte-order mark; the file seems to be UTF-8"),
        ("utf-16", street().decode().encode("utf-16-le"), "seems to be UTF-16 without a mark"),
        ("utf-16", b"", "the file is empty"),
        ("utf-16", street().decode().encode("utf-16")[:-1], "is not utf-16"),
        ("cp1252", b"\xef\xbb\xbf" + street(), "begins with the byte-order mark of UTF-8"),
        (
            "cp1252",
            street() + b"\x81",
            "byte 0x81 at offset 729 is not cp1252; the file seems to be damaged",
        ),
    ],
)
def test_bytes_that_are_not_as_declared_are_refused(
    door: Door, encoding: str, content: bytes, says: str
) -> None:
    receipt = door.send(content, mapping=mapping_of(encoding=f'"{encoding}"'))
    assert says in faults(receipt)


def test_semicolons_are_read_as_declared(door: Door) -> None:
    content = made.csv_text(made.street_rows(3), delimiter=";").encode()
    assert door.send(content, mapping=mapping_of(delimiter='";"')).is_accepted


def test_a_fixed_delimiter_of_another_kind_is_named_in_the_message(door: Door) -> None:
    receipt = door.send(street(), mapping=mapping_of(delimiter='"~"'))
    assert "Expected: cells parted by '~'" in faults(receipt)


# --- names, sizes, pace -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\nb.csv", "a_b.csv"),
        ("<script>.csv", "_script_.csv"),
        ("x" * 240 + ".csv", "..." + "x" * 113 + ".csv"),
    ],
)
def test_a_file_name_is_shown_safely(door: Door, name: str, shown: str) -> None:
    assert door.send(street(), name).file == shown


def test_a_name_in_an_archive_is_never_a_path(door: Door) -> None:
    receipt = door.send(made.zipped({"../../2024-03-midshire-street.csv": street()}), "one.zip")
    assert receipt.is_accepted
    assert not list(door.folder.parent.glob("*.csv"))


def test_progress_is_told_to_the_end(door: Door) -> None:
    told: list[tuple[int, int, str]] = []
    content = made.zipped({FEBRUARY: street(month="2024-02"), MARCH: street(first=101)})
    door.send(content, "one.zip", on_progress=lambda *how: told.append(how))
    total = len(street(month="2024-02")) + len(street(first=101))
    assert told[0] == (len(content), len(content), "taking the digest")
    assert told[-1] == (total, total, f"checking {MARCH}")
    assert [done for done, _, what in told[1:]] == sorted(done for done, _, what in told[1:])


def test_ctrl_c_leaves_nothing(door: Door) -> None:
    def stop(done: int, total: int, what: str) -> None:
        if what.startswith("checking"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        door.send(street(), on_progress=stop)
    assert door.store.receipts() == []
    assert door.send(street()).is_accepted


def test_a_file_that_grows_while_it_is_read_is_refused(door: Door) -> None:
    path = door.folder / "arrived" / "2024-03-midshire-street.csv"

    def grow(done: int, total: int, what: str) -> None:
        if what.startswith("checking"):
            path.write_bytes(street(4))

    assert "was changed while it was read" in faults(door.send(street(), on_progress=grow))


def test_a_file_that_is_not_there_is_the_callers_to_explain(door: Door) -> None:
    agreement = agreement_of()
    with pytest.raises(OSError, match="No such file"):
        receive(
            door.folder / "absent.csv",
            agreement=agreement,
            mapping=mapping_of(),
            contract=CONTRACTS[agreement.feed],
            store=door.store,
            today=made.TODAY,
        )


def test_small_blocks_give_the_same_rows(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    content = street(200, street_row(998, context="a\r\nb"), street_row(999, month="2024-13"))
    whole = Door(door.folder / "whole")
    in_one = whole.send(content)
    monkeypatch.setattr("vrn.sharing.files.archive.CHUNK_BYTES", 100)
    monkeypatch.setattr(reading, "BLOCK_BYTES", 1000)
    monkeypatch.setattr(spool, "MOST_BYTES_IN_MEMORY", 1000)
    monkeypatch.setattr(spool, "ROWS_TO_GIVE", 10)
    in_many = door.send(content)
    assert in_many == in_one
    assert len(door.store.live_parts("street-crime")) > 10
    assert rows_of(door).sort("line").equals(rows_of(whole).sort("line"))


def test_too_many_rows_held_back_end_the_reading(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "MOST_HELD_ROWS", 5)
    rows = made.street_rows(6, month="2024-13")
    receipt = door.send(made.csv_text(rows).encode())
    assert "more than 5 rows cannot be accepted" in faults(receipt)


def test_a_file_put_together_twice_over_is_refused_as_that(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concluding, "MOST_HELD_ROWS", 5)
    once = offences(3)
    _, _, rows = once.partition(b"\n")
    receipt = door.send(once + rows, under=OFFENCES)
    assert "stand in another row too, in 6 rows" in faults(receipt)
    assert "put together twice over" in faults(receipt)
    assert not door.store.live_parts("police-offences")


def test_a_check_alone_keeps_nothing(door: Door) -> None:
    path = door.folder / "2024-03-midshire-street.csv"
    path.write_bytes(street())
    agreement = agreement_of()
    receipt = check_file(
        path,
        agreement=agreement,
        mapping=mapping_of(),
        contract=CONTRACTS[agreement.feed],
        today=made.TODAY,
    )
    assert receipt == door.send(street())


# --- the receipt --------------------------------------------------------------------------------


def test_a_receipt_can_be_read_back(door: Door) -> None:
    door.send(street(2, month="2024-02"), "2024-02-a.csv")
    content = street(150, street_row(999, month="2024-13"), street_row(9, crime_type="Cyber "))
    receipt = door.send(made.zipped({MARCH: content, "other.txt": b""}), "one.zip")
    read_again = receipt_from(json.loads(receipt.to_json()))
    assert read_again == receipt
    assert receipt.to_json() == read_again.to_json()


def test_a_receipt_reads_as_a_text(door: Door) -> None:
    first = door.send(street(3))
    odd = [street_row(999, month="2024-13"), street_row(1, crime_type="Cyber crime ")]
    content = made.zipped({MARCH: street(150, *odd), "other.txt": b""})
    receipt = door.send(content, "one.zip", replaces=[first.id], word="as agreed")
    assert (
        receipt.to_text()
        == f"""\
Receipt {receipt.id}: accepted
File            one.zip ({len(content):,} bytes)
SHA-256         {receipt.sha256}
Supplier        Police forces, through data.police.uk
Agreement       police-uk-street (feed street-crime)
Received on     2024-06-30
Rows read       152
Rows loaded     151
Rows held back  1
Months          2024-03 to 2024-03, both in
Replaces        {first.id}
Analyst's word  as agreed
Mended:
- blanks around the text were taken off in crime_type (1 time, first in {MARCH}, line 153)
Flagged, for the analyst:
- crime_type holds 'Cyber crime', which is not on the published list (1 time, first in {MARCH}, \
line 153)
- crime_id repeats: 1 row with a value seen before (1 time, first in one.zip)
Passed over:
- a file of the archive that does not belong to this feed (1 time, first in other.txt)
Held back, by reason:
- month is not a month written YYYY-MM, such as 2021-11: 1 row
  {MARCH}, line 152, month: '2024-13' is not a month written YYYY-MM, such as 2021-11
"""
    )


def test_a_refused_receipt_reads_as_a_text(door: Door) -> None:
    receipt = door.send(b"")
    assert receipt.to_text().splitlines()[-2:] == [
        "Nothing of this file was loaded.",
        "- 2024-03-midshire-street.csv: the file is empty. Expected: a header and at least one "
        "row. What to do: send the file again; if there was nothing to report, send a header alone "
        "as a nil return.",
    ]


def test_a_receipt_without_months_has_none_to_tell(door: Door) -> None:
    receipt = door.send(made.deprivation("2019"), "imd.csv", "deprivation-2019")
    assert "Months" not in receipt.to_text()
    assert (receipt.period_from, receipt.period_to) == (None, None)


# --- limits that no test can fill ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "content", "file", "says"),
    [
        ("MOST_UNPACKED_BYTES", made.zipped({MARCH: street()}), "a.zip", "would unpack to more"),
        ("MOST_UNPACKED_BYTES", street(), "2024-03.csv", "unpacks to more than 20 GB"),
    ],
)
def test_what_unpacks_to_too_much_is_refused(
    door: Door, monkeypatch: pytest.MonkeyPatch, limit: str, content: bytes, file: str, says: str
) -> None:
    monkeypatch.setattr(archive, limit, 200)
    assert says in faults(door.send(content, file))


@pytest.mark.parametrize(
    ("limit", "says"),
    [("MOST_CHARACTERS", "larger than 400 MB"), ("MOST_FEATURES", "holds more than 1 features")],
)
def test_a_map_that_is_too_large_is_refused(
    door: Door, monkeypatch: pytest.MonkeyPatch, limit: str, says: str
) -> None:
    monkeypatch.setattr(geojson, limit, 1)
    content = made.geojson(made.feature(), made.feature("E01099002"))
    assert says in faults(door.send(content, "a.geojson", "boundaries-lsoa-2021"))


def test_a_property_keeps_the_text_that_it_was_written_with(door: Door) -> None:
    content = made.geojson(
        made.feature(LSOA21NM=7), made.feature("E01099002", LSOA21NM=False)
    ).replace(b'"LSOA21NM": 7', b'"LSOA21NM": 7.50')
    receipt = door.send(content, "a.geojson", "boundaries-lsoa-2021")
    assert receipt.is_accepted, receipt.to_text()
    assert rows_of(door, "boundaries")["area_name"].to_list() == ["7.50", "false"]


# --- the tolerance ------------------------------------------------------------------------------


@pytest.mark.parametrize(("bad", "is_accepted"), [(1, True), (2, False)])
def test_the_tolerance_is_a_share_of_each_file(door: Door, bad: int, is_accepted: bool) -> None:
    """One row in a hundred is at the limit, two are above it, however large the archive is."""
    odd = [street_row(5000 + n, month="2024-13") for n in range(bad)]
    content = made.zipped(
        {FEBRUARY: street(1000, month="2024-02", first=1000), MARCH: street(100 - bad, *odd)}
    )
    receipt = door.send(content, "one.zip")
    assert receipt.is_accepted is is_accepted
    if not is_accepted:
        assert [fault["file"] for fault in receipt.faults] == [MARCH] * 3
        assert "2 of 100 rows cannot be accepted (2.0%)" in faults(receipt)


def test_the_day_of_an_export_is_no_month_of_the_rows(door: Door) -> None:
    assert door.send(street(month="2024-02"), "midshire-2024-03-15.csv").is_accepted
    assert door.send(street(month="2024-03"), "2019-12_2022-10.csv").is_accepted


def test_a_file_of_broken_rows_is_not_read_to_its_end(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vrn.sharing.files.archive.CHUNK_BYTES", 100)
    monkeypatch.setattr(reading, "BLOCK_BYTES", 1000)
    receipt = door.send(street(5) + b"a,b\n" * 5000)
    assert 21 <= len(receipt.faults) < 50
    assert "at least" in faults(receipt)
