"""What a sender announces, declares and names: digests, rows, nil returns, parts, file names."""

from __future__ import annotations

import hashlib
import zipfile
from typing import TYPE_CHECKING, Any

import made_agencies as made
import polars as pl
import pytest
from made_files import Door, csv_text, month_member, street, street_row, street_rows, zipped

from vrn.sharing.announcing import Announcement
from vrn.sharing.fault import TextError
from vrn.sharing.files.packing import pack_parts
from vrn.terms import Period

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.sharing.receipt import Receipt

MARCH = Period("2024-03", "2024-03")
NIL = Announcement(nil_of=MARCH)
HEADER_ALONE = csv_text([]).encode()


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def faults(receipt: Receipt) -> str:
    return "\n".join(str(fault["says"]) for fault in receipt.faults)


def rows_of(door: Door, feed: str = "street-crime") -> pl.DataFrame:
    parts = [pl.read_parquet(part.path) for part in door.store.live_parts(feed)]
    return pl.concat(parts).drop("line", "supply")


# --- announced ----------------------------------------------------------------------------------


def test_a_file_as_announced_is_accepted(door: Door) -> None:
    content = street(3)
    said = Announcement(hashlib.sha256(content).hexdigest().upper(), 3)
    assert door.send(content, announced=said).is_accepted


def test_an_upload_that_was_cut_off_is_refused_and_the_whole_one_accepted_after(door: Door) -> None:
    whole = street(30)
    said = Announcement(hashlib.sha256(whole).hexdigest(), 30)
    end = whole.index(b"\n", len(whole) // 2) + 1  # at a line's end: nothing else would show it
    refused = door.send(whole[:end], announced=said)
    assert "the bytes that arrived are not those that were announced" in faults(refused)
    assert f"Expected: the SHA-256 {said.sha256}" in faults(refused)
    assert door.store.live_parts("street-crime") == []
    assert refused.header == ()  # none of it was read
    assert door.send(whole, announced=said).rows_loaded == 30


def test_rows_that_are_not_as_announced_are_refused(door: Door) -> None:
    receipt = door.send(street(3), announced=Announcement(rows=4))
    assert "the file holds 3 rows, and was announced with 4 rows" in faults(receipt)
    assert door.store.live_parts("street-crime") == []
    assert door.send(street(3), announced=Announcement(rows=3)).is_accepted


def test_rows_held_back_are_rows_that_were_announced(door: Door) -> None:
    content = street(150, street_row(999, month="2024-13"))
    receipt = door.send(content, announced=Announcement(rows=151))
    assert (receipt.rows_loaded, receipt.rows_held_back) == (150, 1)


def test_bytes_that_came_before_are_not_taken_for_others_that_were_announced(door: Door) -> None:
    first = door.send(street(3))
    other = Announcement(sha256="0" * 64)
    again = door.send(street(3), announced=other)
    assert first.is_accepted
    assert not again.is_accepted
    assert rows_of(door).height == 3


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"sha256": "abc"}, "64 hexadecimal digits"),
        ({"rows": -1}, "not below 0"),
        ({"rows": 2, "nil_of": MARCH}, "a nil return has no rows"),
    ],
)
def test_what_cannot_be_announced_is_told(said: dict[str, Any], words: str) -> None:
    with pytest.raises(TextError, match=words):
        Announcement(**said)


# --- nil returns --------------------------------------------------------------------------------


def test_a_header_alone_is_accepted_where_a_nil_return_is_declared(door: Door) -> None:
    assert "send it as a nil return" in faults(door.send(HEADER_ALONE))
    receipt = door.send(HEADER_ALONE, announced=NIL)
    assert receipt.is_accepted, receipt.to_text()
    assert (receipt.rows_read, receipt.rows_stored, receipt.members[0].rows) == (0, 0, 0)
    assert door.store.live_parts("street-crime") == []


@pytest.mark.parametrize("content", [b"", street(1)])
def test_a_nil_return_is_a_header_and_nothing_else(door: Door, content: bytes) -> None:
    assert not door.send(content, announced=NIL).is_accepted


def test_a_nil_return_changes_no_row(door: Door) -> None:
    door.send(street(3))
    before = rows_of(door)
    door.send(HEADER_ALONE, "2024-04-midshire-street.csv", announced=NIL)
    assert rows_of(door).equals(before)


def test_the_same_bytes_of_another_month_are_a_nil_return_of_their_own(door: Door) -> None:
    """A header alone is the same bytes each month; what it says is not."""
    first = door.send(HEADER_ALONE, announced=NIL)
    april = Announcement(nil_of=Period("2024-04", "2024-04"))
    second = door.send(HEADER_ALONE, announced=april)
    assert second.is_accepted
    assert second.id != first.id
    assert [(r.period_from, r.period_to) for r in (first, second)] == [
        ("2024-03", "2024-03"),
        ("2024-04", "2024-04"),
    ]
    assert [r["id"] for r in door.store.receipts()] == [first.id, second.id]
    assert "Nil return      there was nothing to report" in second.to_text()
    assert "Months          2024-04 to 2024-04, both in" in second.to_text()
    for said, receipt in ((NIL, first), (april, second)):
        again = door.send(HEADER_ALONE, announced=said)
        assert (again.id, again.period_from) == (receipt.id, receipt.period_from)
    assert len(door.store.receipts()) == 2


def test_a_header_that_is_declared_no_more_is_no_nil_return(door: Door) -> None:
    door.send(HEADER_ALONE, announced=NIL)
    assert "send it as a nil return" in faults(door.send(HEADER_ALONE))


# --- declared parts -----------------------------------------------------------------------------

ONE, TWO = "2024-03-midshire-street 1 of 2.csv", "2024-03-midshire-street 2 of 2.csv"


def test_parts_in_one_archive_are_one_file(door: Door) -> None:
    receipt = door.send(zipped({ONE: street(3), TWO: street(2, first=50)}), "march.zip")
    assert receipt.is_accepted, receipt.to_text()
    assert [member.rows for member in receipt.members] == [3, 2]
    assert rows_of(door).height == 5


def test_a_month_in_two_files_that_are_not_parts_of_one_is_refused(door: Door) -> None:
    content = zipped({"a-street.csv": street(3), "b-street.csv": street(2, first=50)})
    assert "stands in a-street.csv and b-street.csv" in faults(door.send(content, "march.zip"))


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ([ONE], "2 of 2 of its parts did not arrive with it"),
        (["s-street (2 of 4).csv"], "1 of 4, 3 of 4 and 4 of 4"),
        ([f"a/{ONE}", f"b/{TWO}"], "did not arrive with it"),
        ([ONE, TWO, "2024-03-midshire-street_2of2.csv"], "a part of 2 is there twice"),
    ],
)
def test_parts_are_complete_or_refused(door: Door, names: list[str], says: str) -> None:
    content = zipped({name: street(2, first=n * 10) for n, name in enumerate(names, 1)})
    receipt = door.send(content, "march.zip")
    assert says in faults(receipt)
    assert door.store.live_parts("street-crime") == []


def test_the_tolerance_is_that_of_the_whole_not_of_a_part(door: Door) -> None:
    """One bad row in 150, in a part of 20: 5 % of the part, and below 1 % of the file."""
    rows = [*street_rows(149), street_row(999, month="2024-13")]
    parts = {ONE: csv_text(rows[:130]).encode(), TWO: csv_text(rows[130:]).encode()}
    receipt = door.send(zipped(parts), "march.zip")
    assert (receipt.rows_loaded, receipt.rows_held_back) == (149, 1), receipt.to_text()


def test_parts_are_packed_the_same_in_any_order(tmp_path: Path) -> None:
    paths = [tmp_path / ONE, tmp_path / TWO]
    for number, path in enumerate(paths):
        path.write_bytes(street(2, first=number * 10))
    packed = []
    for number, order in enumerate((paths, paths[::-1])):
        folder = tmp_path / str(number)
        folder.mkdir()
        packed.append(pack_parts(order, folder))
    assert packed[0].name == "2024-03-midshire-street.zip"
    assert packed[0].read_bytes() == packed[1].read_bytes()
    assert zipfile.ZipFile(packed[0]).namelist() == [ONE, TWO]
    assert pack_parts([], tmp_path).name == "nothing.zip"


# --- names of files -----------------------------------------------------------------------------

PERSON = "Robin Madeup 28-02-2001.csv"


@pytest.mark.parametrize("kind", ["csv", "zip", "gz", "refused"])
def test_a_name_in_a_file_name_is_in_no_receipt_of_a_feed_about_persons(
    door: Door, kind: str
) -> None:
    import gzip

    content = made.callouts(150, made.callout_row(999, age="999"))
    file, sent = {
        "csv": (PERSON, content),
        "zip": (PERSON.replace(".csv", ".zip"), zipped({f"Madeup/{PERSON}": content})),
        "gz": (f"{PERSON}.gz", gzip.compress(content)),
        "refused": (PERSON.replace(".csv", ".zip"), zipped({PERSON: content[:-40]})),
    }[kind]
    receipt = door.send(sent, file, made.CALLOUTS)
    assert receipt.is_accepted is (kind != "refused"), receipt.to_text()
    said = receipt.to_text() + receipt.to_json()
    assert "Madeup" not in said
    assert "Robin" not in said
    ending = {"csv": ".csv", "gz": ".csv.gz"}.get(kind, ".zip")
    assert receipt.file == f"supply-{receipt.sha256[:12]}{ending}"
    kept = b"".join(path.read_bytes() for path in door.store.folder.rglob("*") if path.is_file())
    assert b"Madeup" not in kept


def test_files_of_an_archive_about_persons_are_told_by_number(door: Door) -> None:
    files = {PERSON: made.callouts(3), "Sam Madeup.txt": b"x", "Kim Madeup.csv": b"\n"}
    receipt = door.send(zipped(files), "one.zip", made.CALLOUTS)
    assert [fault["file"] for fault in receipt.faults] == ["file 3.csv"]


@pytest.mark.parametrize(
    "name", ["x" * 10_000 + "-street.csv", "a\nb-street.csv", "../../etc-street.csv"]
)
def test_odd_names_in_an_archive_are_shown_safely(door: Door, name: str) -> None:
    receipt = door.send(zipped({name: street()}), "one.zip")
    assert receipt.is_accepted, receipt.to_text()
    (member,) = receipt.members
    assert len(member.name) <= 120
    assert member.name.isprintable()


def test_a_month_in_the_name_of_a_part_is_read(door: Door) -> None:
    content = zipped(
        {
            month_member("2024-02").replace(".csv", f" {n} of 2.csv"): street(first=n * 9)
            for n in (1, 2)
        }
    )
    assert "is not 2024-02" in faults(door.send(content, "one.zip"))
