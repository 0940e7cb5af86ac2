"""Archives, good and bad, and files that are not what their names say."""

from __future__ import annotations

import io
import warnings
import zipfile

import made_files as made
from arriving import Case
from made_files import STREET, csv_text, street

GOOD = street()
_ONE = {made.month_member("2024-03"): GOOD}
_LOCKED = bytearray(made.zipped({made.month_member("2024-03"): GOOD}))
for _at in (6, _LOCKED.rindex(b"PK\x01\x02") + 8):
    _LOCKED[_at] |= 1  # the flag of a password, in both places where an archive keeps it


def _archive(arrives: str, content: bytes, says: str, file: str = "crime.zip") -> Case:
    return Case(arrives, STREET, content, "refuse", says, file=file)


def _overlapping() -> bytes:
    """An archive whose table of contents names one file twice, under two names."""
    one = made.zipped({made.month_member("2024-03"): street(100)})
    start, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    entry, rest = one[start:end], bytearray(one[end:])
    again = entry.replace(b"2024-03/2024-03", b"2024-04/2024-04")
    rest[8:12] = bytes([2, 0, 2, 0])
    rest[12:16] = (2 * len(entry)).to_bytes(4, "little")
    return one[:start] + entry + again + bytes(rest)


def _twice() -> bytes:
    """An archive with two files of one name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for number in (1, 2):
                archive.writestr("2024-03-street.csv", street(number))
    return packed.getvalue()


def _outside() -> bytes:
    """An archive whose table of contents says that it starts before the archive itself."""
    one = bytearray(made.zipped(_ONE))
    place = one.index(b"PK\x05\x06") + 16
    one[place : place + 4] = (int.from_bytes(one[place : place + 4], "little") + 9).to_bytes(
        4, "little"
    )
    return bytes(one)


ARCHIVES = [
    Case(
        "an archive as published",
        STREET,
        made.zipped(
            _ONE
            | {
                made.month_member("2024-02"): street(month="2024-02", first=101),
                "2024-03/2024-03-midshire-outcomes.csv": b"Crime ID,Month\n",
                "2024-03/2024-03-midshire-stop-and-search.csv": b"Type\n",
            }
        ),
        "load",
        file="crime.zip",
    ),
    Case(
        "files stored without packing",
        STREET,
        made.zipped(_ONE, how=zipfile.ZIP_STORED),
        "load",
        file="crime.zip",
    ),
    _archive("a truncated archive", made.zipped(_ONE)[:-40], "its table of contents is absent"),
    _archive(
        "a damaged archive",
        made.zipped(_ONE, how=0).replace(b"Tanner", b"Tenner", 1),
        "the file is cut off or damaged",
    ),
    _archive(
        "a damaged table of contents",
        made.zipped(_ONE).replace(b"PK\x01\x02", b"PK\x01\x09"),
        "the archive is cut off or damaged",
    ),
    _archive("a password", bytes(_LOCKED), "locked with a password"),
    _archive(
        "a zip bomb",
        made.zipped({made.month_member("2024-03"): b"0" * 20_000_000}),
        "over 100 times its size",
    ),
    _archive(
        "a nested archive",
        made.zipped({"2024-03-midshire-street.csv": made.zipped(_ONE)}),
        "there is another packed or foreign file (zip)",
    ),
    _archive(
        "more than 10,000 files",
        made.zipped({f"{n}-street.csv": b"" for n in range(10_001)}, how=zipfile.ZIP_STORED),
        "more than 10,000 files",
    ),
    _archive("files that overlap", _overlapping(), "the files in the archive overlap"),
    _archive("two files of one name", _twice(), "holds two files of one name"),
    _archive("places outside the archive", _outside(), "points outside it"),
    _archive(
        "no file of the feed", made.zipped({"readme.txt": b"hello"}), "no file in the archive"
    ),
    _archive(
        "a packing method that is not read",
        made.zipped(_ONE, how=zipfile.ZIP_LZMA),
        "packed in a way that is not read",
    ),
    _archive(
        "one month in two files",
        made.zipped(
            {"a/2024-03-midshire-street.csv": GOOD, "b/2024-03-midshire-street.csv": GOOD + b"\n"}
        ),
        "2024-03 Midshire Police stands in a/2024-03",
    ),
    _archive(
        "a file without rows among others",
        made.zipped(_ONE | {made.month_member("2024-02"): csv_text([]).encode()}),
        "a header and no rows",
    ),
    _archive(
        "an archive named as a text",
        made.zipped(_ONE),
        "the name says a plain text file",
        "crime.csv",
    ),
    _archive("a text named as an archive", GOOD, "the name says zip", "crime.zip"),
    _archive(
        "a workbook",
        made.zipped({"xl/workbook.xml": b"<x/>"}),
        "a spreadsheet workbook",
        "crime.xlsx",
    ),
    _archive("a document", b"%PDF-1.7", "the bytes say pdf", "crime.csv"),
    _archive(
        "a gz that is cut off", made.gzipped(GOOD)[:-20], "cut off or damaged", "crime.csv.gz"
    ),
    _archive(
        "a gz within a gz", made.gzipped(made.gzipped(GOOD)), "another packed", "crime.csv.gz"
    ),
    _archive(
        "a gz bomb", made.gzipped(b"0" * 20_000_000), "over 100 times its size", "crime.csv.gz"
    ),
]
