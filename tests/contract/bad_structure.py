"""Files whose bytes, lines or header are not as agreed."""

from __future__ import annotations

from arriving import MANY, Case
from made_files import STREET, STREET_HEADER, csv_text, street, street_row, street_rows

CHANGES = "area-changes-2011-2021"


def _header(*changes: tuple[str, str]) -> list[str]:
    swapped = dict(changes)
    return [swapped.get(name, name) for name in STREET_HEADER]


def _without(name: str) -> bytes:
    place = STREET_HEADER.index(name)
    rows = [[c for n, c in enumerate(row) if n != place] for row in street_rows(3)]
    return csv_text(rows, [n for n in STREET_HEADER if n != name]).encode()


def _turned() -> bytes:
    return csv_text([row[::-1] for row in street_rows(3)], STREET_HEADER[::-1]).encode()


def _extra(name: str, value: str) -> bytes:
    return csv_text([[*row, value] for row in street_rows(3)], [*STREET_HEADER, name]).encode()


def _replaced(old: str, new: str, rows: int = 3) -> bytes:
    return street(rows).decode().replace(old, new, 1).encode()


GOOD = street()
LINES = GOOD.decode().splitlines()

STRUCTURE = [
    Case("a good file", STREET, GOOD, "load"),
    Case("UTF-8 with a byte-order mark", STREET, b"\xef\xbb\xbf" + GOOD, "load"),
    Case("lines that end in CRLF", STREET, GOOD.replace(b"\n", b"\r\n"), "load"),
    Case(
        "CRLF inside quotation marks",
        STREET,
        street(3, street_row(9, context="first\r\nsecond")),
        "load",
    ),
    Case("no line end after the last row", STREET, GOOD.rstrip(b"\n"), "load"),
    Case("columns in another order", STREET, _turned(), "load"),
    Case("a column that may be absent is absent", STREET, _without("Context"), "flag", "absent"),
    Case(
        "header names in capitals",
        STREET,
        csv_text(street_rows(3), [name.upper() for name in STREET_HEADER]).encode(),
        "mend",
        "the header 'CRIME ID' was read as 'Crime ID'",
    ),
    Case(
        "header names with blanks and underscores",
        STREET,
        csv_text(street_rows(3), _header(("Crime ID", " crime_id "))).encode(),
        "mend",
        "was read as 'Crime ID'",
    ),
    Case("blank lines between rows", STREET, GOOD.replace(b"\n", b"\n\r\n\n"), "mend", "blank"),
    Case(
        "cp1252 sent as UTF-8",
        STREET,
        street(3, street_row(9, location="On or near Café Row")).decode().encode("cp1252"),
        "refuse",
        "byte 0xe9 at offset 868 is not utf-8; the file seems to be Windows-1252",
        line=5,
        mended=street(3, street_row(9, location="On or near Café Row")),
    ),
    Case(
        "mixed encodings",
        STREET,
        street(3, street_row(9, location="Café"))
        + _replaced("Tanner", "T\u00e4nner").replace(b"\xc3\xa4", b"\xe4"),
        "refuse",
        "a mix of UTF-8 and Windows-1252",
        line=7,
    ),
    Case(
        "NUL bytes", STREET, GOOD[:300] + b"\0" + GOOD[300:], "refuse", "a NUL byte at offset 300"
    ),
    Case(
        "UTF-16 where UTF-8 was agreed",
        STREET,
        GOOD.decode().encode("utf-16"),
        "refuse",
        "the byte-order mark of UTF-16",
        mended=GOOD,
    ),
    Case(
        "UTF-16 without a mark",
        STREET,
        GOOD.decode().encode("utf-16-le"),
        "refuse",
        "the file seems to be UTF-16 without a mark",
        line=1,
    ),
    Case(
        "UTF-16 without a mark, and with letters beyond ASCII",
        STREET,
        GOOD.decode().replace("Crime ID", "Crimé").encode("utf-16-le"),
        "refuse",
        "the file seems to be UTF-16 without a mark",
        line=1,
    ),
    Case("an empty file", STREET, b"", "refuse", "the file is empty"),
    Case("blank lines alone", STREET, b"\n \n\n", "refuse", "the file is empty"),
    Case("a header alone", STREET, csv_text([]).encode(), "refuse", "a header and no rows"),
    Case(
        "a total as the last line",
        STREET,
        GOOD + b"Total: 412\n",
        "refuse",
        "looks like a total",
        line=5,
        mended=GOOD,
    ),
    Case(
        "a total as the last line, in the width of the table",
        STREET,
        street(MANY, ["", "", "Total", "412", *[""] * 8]),
        "refuse",
        "looks like a total",
        line=MANY + 2,
    ),
    Case(
        "title rows above the header",
        STREET,
        b"Recorded crime\n\nMidshire,March 2024\n" + GOOD,
        "refuse",
        "the header seems to be in line 4",
        line=4,
        mended=GOOD,
    ),
    Case(
        "semicolons where commas were agreed",
        STREET,
        csv_text(street_rows(3), delimiter=";").encode(),
        "refuse",
        "its cells are parted by semicolons",
        line=1,
        mended=GOOD,
    ),
    Case(
        "tabs where commas were agreed",
        STREET,
        csv_text(street_rows(3), delimiter="\t").encode(),
        "refuse",
        "parted by tabs",
        line=1,
    ),
    Case(
        "a quotation mark that is not closed",
        STREET,
        _replaced("On or near Tanner", '"On or near Tanner'),
        "refuse",
        "a quotation mark in cell 7 is not closed",
        line=2,
        mended=GOOD,
    ),
    Case(
        "a quotation mark inside a cell",
        STREET,
        street(1, street_row(2)) + ",".join(street_row(3, location='The 5" Bar')).encode() + b"\n",
        "refuse",
        "a quotation mark in cell 7",
        line=4,
        mended=street(2, street_row(3, location='The 5" Bar')),
    ),
    Case(
        "a carriage return alone inside a row",
        STREET,
        _replaced("Tanner", "Tan\rner"),
        "refuse",
        "a carriage return stands alone",
        line=2,
    ),
    Case(
        "lines that end in a carriage return alone",
        STREET,
        GOOD.replace(b"\n", b"\r"),
        "refuse",
        "a carriage return alone",
    ),
    Case(
        "a row longer than the header",
        STREET,
        GOOD + ",".join(street_row(9, location="Tanner Lane, Midbury")).encode() + b"\n",
        "refuse",
        "this row has 13 cells, the header has 12",
        line=5,
        mended=street(3, street_row(9, location="Tanner Lane, Midbury")),
    ),
    Case(
        "a row shorter than the header: cut off",
        STREET,
        GOOD[:-60],
        "refuse",
        "this row has 7 cells, the header has 12",
        line=4,
        mended=GOOD,
    ),
    Case(
        "many rows of another length",
        STREET,
        GOOD + b"a,b\n" * 30,
        "refuse",
        "10 further rows with another number of cells",
    ),
    Case(
        "a header name that stands twice",
        STREET,
        csv_text(street_rows(3), _header(("Context", "Location"))).encode(),
        "refuse",
        "the header 'Location' stands 2 times",
        line=1,
        mended=GOOD,
    ),
    Case(
        "a required column that is missing",
        STREET,
        _without("Crime type"),
        "refuse",
        "the column 'Crime type' is missing",
        line=1,
        column="crime_type",
        mended=GOOD,
    ),
    Case(
        "a column that the agreement does not list",
        STREET,
        _extra("Victim name", "Somebody Else"),
        "refuse",
        "does not list the column 'Victim name'",
        line=1,
        mended=GOOD,
    ),
    Case("a column without a name", STREET, _extra("", "x"), "refuse", "a column has no name"),
    Case(
        "a cell of 200 kB",
        STREET,
        street(3, street_row(9, context="x" * 200_000)),
        "refuse",
        "a cell of 195 kB",
        line=5,
    ),
    Case(
        "a header cell of 200 kB",
        STREET,
        _extra("x" * 200_000, ""),
        "refuse",
        "does not list the column 'xxx",
    ),
    Case(
        "10,000 columns",
        STREET,
        ",".join(f"c{n}" for n in range(10_000)).encode() + b"\n",
        "refuse",
        "10,000 columns",
        line=1,
    ),
    Case("a line of 5 MB", STREET, GOOD + b"x" * 5_000_000, "refuse", "more than 1 MB", line=5),
    Case(
        "a quotation mark that swallows the file",
        STREET,
        csv_text(street_rows(9000)).replace("On or", '"On or', 1).encode(),
        "refuse",
        "a quotation mark in cell 7 is not closed",
        line=2,
    ),
    Case(
        "the right file on the wrong feed",
        CHANGES,
        GOOD,
        "refuse",
        "is not the header of the feed 'area-changes'",
        line=1,
    ),
    Case(
        "a file without a header",
        STREET,
        "\n".join(LINES[1:]).encode(),
        "refuse",
        "its first line is not the header",
        line=1,
        mended=GOOD,
    ),
]
