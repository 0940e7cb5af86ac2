"""No name, day of birth, NHS number, postcode or nominal id passes the door, in whatever form."""

from __future__ import annotations

import base64
import logging
import shutil
import sqlite3
import tempfile
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import made_agencies as made
import polars as pl
import pytest
from canaries import (
    BORN,
    CANARIES,
    CELL,
    FORENAME,
    NOMINAL,
    POSTCODE,
    SURNAME,
    bytes_below,
    find_canaries,
)
from made_agencies import attendance_row, callout_row, offence_row, person_row
from made_files import Door, agreement_of, csv_text, zipped

from vrn.sharing import intake
from vrn.sharing.checks.spool import Spool
from vrn.sharing.pseudonyms.keys import open_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vrn.sharing.receipt import Receipt

COUNT = 60
FEEDS = {
    made.OFFENCES: (made.OFFENCE_HEADER, offence_row, ",", "utf-8"),
    made.PEOPLE: (made.PEOPLE_HEADER, person_row, ",", "utf-8"),
    made.CALLOUTS: (made.CALLOUT_HEADER, callout_row, ";", "cp1252"),
    made.ATTENDANCES: (made.ATTENDANCE_HEADER, attendance_row, ",", "utf-8"),
}
WHO = {
    "surname": SURNAME,
    "forename": FORENAME,
    "born": BORN,
    "home_postcode": POSTCODE,
    "nominal": NOMINAL,
}
OWN = {
    made.OFFENCES: {"postcode": POSTCODE, made.TITLE: CELL},
    made.PEOPLE: WHO,
    made.CALLOUTS: {"postcode": POSTCODE, "incident": NOMINAL},
    made.ATTENDANCES: {"attendance": NOMINAL, made.PLACE: CELL},
}
"""Where identifiers are meant to stand, and where free text is."""


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Door:
    """A door whose spool goes to the disk at once, which is kept to be searched."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setattr(intake, "Spool", partial(_WatchedSpool, most_bytes=0))
    _WatchedSpool.copies = tmp_path / "spooled"
    return Door(tmp_path / "door")


class _WatchedSpool(Spool):
    """A spool that leaves a copy of its folder before it is emptied."""

    copies: Path

    def __exit__(self, *what: object) -> None:
        if self.folder is not None:
            shutil.copytree(self.folder.name, self.copies, dirs_exist_ok=True)
        super().__exit__(*what)  # type: ignore[arg-type]


def send(door: Door, under: str, rows: list[list[str]], **how: object) -> Receipt:
    """Receives a file of these rows, of people behind the offences that they name."""
    header, _, delimiter, encoding = FEEDS[under]
    if under == made.PEOPLE and not door.store.receipts():
        door.prepare([(made.OFFENCES, made.offences(COUNT * 3))])
    content = csv_text(rows, header, delimiter=delimiter).encode(encoding)
    lenient = agreement_of(under, tolerance="0.5")
    return door.send(content, f"{under}.csv", under, agreement=lenient, **how)


def check_no_canary(
    door: Door, receipt: Receipt, caplog: pytest.LogCaptureFixture, *more: str
) -> None:
    """Nothing kept, said, logged or left over holds one."""
    base = door.folder.parent
    kept = [*bytes_below(door.store.folder), *bytes_below(base / "spooled")]
    said = [receipt.to_text(), receipt.to_json(), str(receipt), caplog.text, *more]
    assert find_canaries(*kept, *(text.encode() for text in said)) == []
    assert list((base / "scratch").iterdir()) == []


@pytest.fixture(autouse=True)
def _log_all(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.DEBUG):
        yield


@pytest.mark.parametrize("under", FEEDS)
def test_good_rows_leave_no_identifier(
    under: str, door: Door, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    row = FEEDS[under][1]
    receipt = send(door, under, [row(1, **OWN[under]), *[row(n) for n in range(2, 9)]])
    assert receipt.rows_loaded == 8, receipt.to_text()
    assert (door.folder.parent / "spooled").is_dir()
    check_no_canary(door, receipt, caplog, *capfd.readouterr())


@pytest.mark.parametrize(
    ("under", "broken"),
    [
        (made.OFFENCES, {"status": "Reopened"}),
        (made.PEOPLE, {"role": "Witness"}),
        (made.PEOPLE, {"crime_ref": "20-9999999"}),
        (made.PEOPLE, {"born": "24/11/2093"}),
        (made.CALLOUTS, {"age": "999"}),
        (made.ATTENDANCES, {"age": "-1"}),
    ],
)
def test_rows_held_back_leave_no_identifier(
    under: str, broken: dict[str, str], door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    row = FEEDS[under][1]
    odd = row(99, **OWN[under] | broken)
    receipt = send(door, under, [odd, *[row(n) for n in range(2, 9)]])
    assert receipt.rows_held_back == 1, receipt.to_text()
    (path,) = [p for r in door.store.receipts() if (p := door.store.held_rows(r["id"]))]
    (held,) = pl.read_parquet(path).rows(named=True)
    assert held["line"] == 2
    assert set(held["not_kept"].split(", ")) >= set(OWN[under]) - {made.TITLE, made.PLACE}
    check_no_canary(door, receipt, caplog)


@pytest.mark.parametrize("where", ["key", "tolerance"])
def test_rows_that_repeat_and_files_beyond_the_tolerance_leave_none(
    where: str, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    odd = [offence_row(1, **OWN[made.OFFENCES])] * 2
    rows = [*odd, *[offence_row(n) for n in range(2, 3 if where == "tolerance" else 9)]]
    receipt = send(door, made.OFFENCES, rows)
    assert receipt.is_accepted is (where == "key")
    check_no_canary(door, receipt, caplog)


@pytest.mark.parametrize(
    ("under", "place"),
    [(under, place) for under, (header, *_) in FEEDS.items() for place in range(len(header))],
    ids=str,
)
def test_an_identifier_in_the_wrong_column_is_not_kept(
    under: str, place: int, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    """Each identifier in each column of each feed; the free text of all of them, too."""
    row = FEEDS[under][1]
    receipts = []
    for number, canary in enumerate((*CANARIES, CELL)):
        odd = row(COUNT + 1)
        odd[place] = canary
        first = number * COUNT
        rows = [row(n) for n in range(first + 2, first + 12)]
        if under == made.PEOPLE:
            rows = [row(n) for n in range(2, 12 + number)]
        live = tuple(sorted(set(door.store.held_slices(under).values())))
        receipts.append(send(door, under, [*rows, odd], replaces=live, word="as planted"))
    check_no_canary(door, receipts[0], caplog, *(receipt.to_text() for receipt in receipts))


def test_most_of_those_files_are_accepted(door: Door) -> None:
    """Else the test above would look into an empty store."""
    odd = offence_row(99, status=SURNAME)
    assert send(door, made.OFFENCES, [odd, *[offence_row(n) for n in range(9)]]).is_accepted
    odd = person_row(99, role=CELL)
    assert send(door, made.PEOPLE, [odd, *[person_row(n) for n in range(1, 9)]]).is_accepted


def _spoilt_files() -> dict[str, bytes]:
    """Files of people that are refused, each with identifiers all over."""
    header, rows = made.PEOPLE_HEADER, [person_row(n, **WHO) for n in range(1, 5)]
    good = csv_text(rows, header)
    first, _, rest = good.partition("\n")
    wider = [[*row, CELL] for row in rows]
    return {
        "a column that is not agreed": csv_text(wider, [*header, "NOTES"]).encode(),
        "a name for a header": csv_text(wider, [*header, SURNAME]).encode(),
        "two names for headers": csv_text(
            [[*row, "", ""] for row in rows], [*header, SURNAME, SURNAME]
        ).encode(),
        "a header that is missing": csv_text(
            rows, [SURNAME if name == "SURNAME" else name for name in header]
        ).encode(),
        "no header": rest.encode(),
        "a title above the header": f"Extract for {CELL}\n{good}".encode(),
        "a wider title above the header": f"{','.join(CANARIES)}\n{good}".encode(),
        "another delimiter": csv_text(rows, header, delimiter=";").encode(),
        "a quotation mark left open": f'{first}\n"{SURNAME}{rest}'.encode(),
        "a quotation mark inside a cell": good.replace(SURNAME, f'{SURNAME}"x').encode(),
        "a row that is too long": f"{good}{','.join(CANARIES * 3)}\n".encode(),
        "a row that is too short": f"{good}{SURNAME},{BORN}\n".encode(),
        "a total": f"{good}Total: 4{',' * (len(header) - 1)}\n".encode(),
        "Windows-1252": good.replace("O'", "Ó'").encode("cp1252"),
        "a NUL byte": good.replace(FORENAME, f"{FORENAME}\0").encode(),
        "UTF-16": good.encode("utf-16"),
        "days with the month first": good.replace(BORN, "11/23/1987").encode(),
        "days with two-digit years": good.replace(BORN, "23/11/87").encode(),
        "a long cell": good.replace(SURNAME, SURNAME * 3_000).encode(),
        "all rows wrong": good.replace("Victim", SURNAME).replace("Suspect", NOMINAL).encode(),
        "another feed": csv_text(rows, ["A", "B", *CANARIES, *header[8:]]).encode(),
        "carriage returns alone": good.replace("\n", "\r").encode(),
    }


@pytest.mark.parametrize("what", _spoilt_files())
def test_a_file_that_is_refused_leaves_no_identifier(
    what: str, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    door.prepare([(made.OFFENCES, made.offences(10))])
    content = _spoilt_files()[what]
    for file, packed in (("people.csv", content), ("people.zip", zipped({"p.csv": content}))):
        receipt = door.send(packed, file, made.PEOPLE)
        assert not receipt.is_accepted, receipt.to_text()
        check_no_canary(door, receipt, caplog)


def test_the_key_is_nowhere_but_in_its_folder(
    door: Door, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = send(door, made.PEOPLE, [person_row(n) for n in range(1, 9)])
    secret = open_key(door.folder / "keys", "serious-violence").secret
    assert receipt.is_accepted
    kept = b"\n".join(
        [*bytes_below(door.store.folder), *bytes_below(door.folder.parent / "spooled")]
    )
    kept += receipt.to_json().encode() + caplog.text.encode()
    for form in (secret, secret.hex().encode(), base64.b64encode(secret), repr(secret).encode()):
        assert form not in kept
        assert form[::-1] not in kept


# --- the search itself --------------------------------------------------------------------------


HIDDEN = {
    "as it is": lambda text: text.encode(),
    "in capitals": lambda text: text.upper().encode(),
    "in small letters": lambda text: text.lower().encode(),
    "reversed": lambda text: text[::-1].encode(),
    "without signs": lambda text: "".join(c for c in text if c.isalnum()).encode(),
    "in UTF-16": lambda text: text.encode("utf-16-le"),
    "in hexadecimal": lambda text: text.encode().hex().encode(),
    "in capital hexadecimal": lambda text: text.encode().hex().upper().encode(),
    "in base64": lambda text: base64.b64encode(text.encode()),
    "in base64 behind one byte": lambda text: base64.b64encode(b"1" + text.encode()),
    "in base64 behind two bytes": lambda text: base64.b64encode(b"12" + text.encode()),
}


@pytest.mark.parametrize("form", HIDDEN)
@pytest.mark.parametrize("canary", CANARIES)
def test_a_hidden_identifier_would_be_found(form: str, canary: str) -> None:
    assert find_canaries(b"...", b"before " + HIDDEN[form](canary) + b" after") == [canary]


@pytest.mark.parametrize("day", ["1987-11-23", "19871123", "23111987"])
def test_a_day_written_otherwise_would_be_found(day: str) -> None:
    assert find_canaries(f"born {day}".encode()) == [BORN]


def test_what_is_packed_is_opened(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": [SURNAME] * 3})
    frame.write_parquet(tmp_path / "a.parquet", compression="zstd")
    frame.write_ipc(tmp_path / "b.arrow", compression="zstd")
    with closing(sqlite3.connect(tmp_path / "c.sqlite")) as connection:
        connection.execute("CREATE TABLE t (x)")
        connection.execute("INSERT INTO t VALUES (?)", [BORN])
        connection.commit()
    assert set(find_canaries(*bytes_below(tmp_path))) == {SURNAME, BORN}


def test_sectors_and_other_people_are_no_canaries() -> None:
    assert find_canaries(b"XL77 7", b"Madeup", b"1987-11", b"943 476 5918") == []
