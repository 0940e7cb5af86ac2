"""What arrives and what becomes of it, as one table: tests run it, docs/how-to/errors.md shows it.

Each line: what arrives, under which agreement, the file, the outcome, what is said and where, and
(where a sender can mend it) the file as it should have been.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass

import made_files as made
from made_files import STREET, STREET_HEADER, csv_text, street, street_row, street_rows

SMALL_AREAS = "residents-mid-2020-small-areas"
CENSUS = "residents-census-2021"
AREAS_2021 = "boundaries-lsoa-2021"
CHANGES = "area-changes-2011-2021"
MANY = 150  # rows among which one that is held back stays below the tolerance


@dataclass(frozen=True)
class Case:
    """One file that arrives: `says` stands in the message, `line` and `column` are its place."""

    arrives: str
    under: str
    content: bytes
    outcome: str
    says: str = ""
    line: int | None = None
    column: str | None = None
    file: str = "2024-03-midshire-street.csv"
    mended: bytes | None = None

    @property
    def name(self) -> str:
        """The case as the test's report names it."""
        return f"{self.under}: {self.arrives} -> {self.outcome}"


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

VALUES = [
    Case(
        "trailing and non-breaking blanks in codes",
        STREET,
        street(3, street_row(9, area_code="E01099001\u00a0 ")),
        "mend",
        "blanks around the text were taken off in area_code",
        line=5,
    ),
    Case(
        "a month that does not exist",
        STREET,
        street(MANY, street_row(999, month="2024-13")),
        "hold back",
        "'2024-13' is not a month written YYYY-MM",
        line=MANY + 2,
        column="month",
        mended=street(MANY, street_row(999)),
    ),
    Case(
        "a month in the future",
        STREET,
        street(MANY, street_row(999, month="2024-07")),
        "hold back",
        "is later than today's month",
        line=MANY + 2,
        column="month",
        file="midshire-street.csv",
    ),
    Case(
        "a month before the agreement's period",
        STREET,
        street(MANY, street_row(999, month="1900-01")),
        "hold back",
        "is before the first month of the agreement, 2010-12",
        line=MANY + 2,
        file="midshire-street.csv",
    ),
    Case(
        "a month that is not the one in the file's name",
        STREET,
        street(MANY, street_row(999, month="2024-02")),
        "hold back",
        "is not 2024-03, the month in the file's name",
        line=MANY + 2,
    ),
    Case(
        "months written as dates",
        STREET,
        street(MANY, street_row(999, month="01/03/2024")),
        "refuse",
        "months are written in another way, such as '01/03/2024', in 1 row",
        line=MANY + 2,
        column="month",
        mended=street(MANY, street_row(999)),
    ),
    Case(
        "months with two-digit years",
        STREET,
        street(3, street_row(9, month="Mar-24")),
        "refuse",
        "months are written in another way",
        line=5,
    ),
    Case(
        "months as a spreadsheet's day numbers",
        STREET,
        street(3, street_row(9, month="45352")),
        "refuse",
        "months are written in another way",
        line=5,
    ),
    Case(
        "a decimal comma",
        STREET,
        csv_text([street_row(1, longitude="-1,131592", latitude="52,636878")]).encode(),
        "refuse",
        "numbers are written with a decimal comma",
        line=2,
        column="longitude",
        mended=street(1),
    ),
    Case(
        "coordinates swapped",
        STREET,
        street(MANY, street_row(999, longitude="52.636878", latitude="-1.131592")),
        "hold back",
        "seem to be swapped",
        line=MANY + 2,
        column="longitude, latitude",
        mended=street(MANY, street_row(999)),
    ),
    Case(
        "coordinates 0,0",
        STREET,
        street(MANY, street_row(999, longitude="0", latitude="0.0")),
        "hold back",
        "are both 0",
        line=MANY + 2,
    ),
    Case(
        "coordinates in metres",
        STREET,
        street(MANY, street_row(999, longitude="458000", latitude="304000")),
        "hold back",
        "eastings and northings in metres",
        line=MANY + 2,
    ),
    Case(
        "coordinates elsewhere",
        STREET,
        street(MANY, street_row(999, longitude="13.4", latitude="52.5")),
        "hold back",
        "lie outside Great Britain and Northern Ireland",
        line=MANY + 2,
    ),
    Case(
        "one coordinate alone",
        STREET,
        street(MANY, street_row(999, latitude="")),
        "hold back",
        "stand alone: give both, or neither",
        line=MANY + 2,
    ),
    Case(
        "a number that is none",
        STREET,
        street(MANY, street_row(999, longitude="1E3")),
        "hold back",
        "'1E3' is not a decimal number",
        line=MANY + 2,
        column="longitude",
    ),
    Case(
        "an error of a spreadsheet in a number",
        STREET,
        street(MANY, street_row(999, longitude="#REF!")),
        "hold back",
        "is a spreadsheet's error",
        line=MANY + 2,
    ),
    Case(
        "an error of a spreadsheet in a text",
        STREET,
        street(MANY, street_row(999, crime_type="#N/A")),
        "hold back",
        "is a spreadsheet's error, not a text",
        line=MANY + 2,
        column="crime_type",
    ),
    Case(
        "a cell of ##### for a column too narrow",
        STREET,
        street(MANY, street_row(999, location="#######")),
        "hold back",
        "is a spreadsheet's error, not a text",
        line=MANY + 2,
    ),
    Case(
        "a control character in a text",
        STREET,
        street(MANY, street_row(999, location="Tanner\x07Lane")),
        "hold back",
        "holds a control character",
        line=MANY + 2,
    ),
    Case(
        "a control character in a code",
        STREET,
        street(MANY, street_row(999, area_code="E0109\x079001")),
        "hold back",
        "holds a control character",
        line=MANY + 2,
        column="area_code",
    ),
    Case(
        "an empty cell that must be filled",
        STREET,
        street(MANY, street_row(999, crime_type=" ")),
        "hold back",
        "is empty; expected text",
        line=MANY + 2,
        column="crime_type",
    ),
    Case(
        "a text beyond its length",
        STREET,
        street(MANY, street_row(999, reported_by="Midshire " * 20)),
        "hold back",
        "is not text of at most 100 characters",
        line=MANY + 2,
    ),
    Case(
        "a telephone number in a field that is not personal",
        STREET,
        street(MANY, street_row(999, context="ring 01632 960 123")),
        "hold back",
        "seems to hold a telephone number",
        line=MANY + 2,
        column="context",
    ),
    Case(
        "an NHS number in a field that is not personal",
        STREET,
        street(MANY, street_row(999, context="943 476 5919")),
        "hold back",
        "seems to hold a telephone number, an NHS number",
        line=MANY + 2,
    ),
    Case(
        "a long number cut short by a spreadsheet",
        STREET,
        street(MANY, street_row(999, crime_id="9.43E+09")),
        "refuse",
        "a spreadsheet has cut long numbers short",
        line=MANY + 2,
        column="crime_id",
    ),
    Case(
        "leading zeros lost from codes",
        STREET,
        street(3, *[street_row(n, area_code="1099001") for n in range(10, 20)]),
        "refuse",
        "10 of 13 rows cannot be accepted (76.9%)",
        mended=street(3, *[street_row(n) for n in range(10, 20)]),
    ),
    Case(
        "many rows that cannot be accepted",
        STREET,
        csv_text(street_rows(30, month="2024-13")).encode(),
        "refuse",
        "10 further rows of the same or other kinds",
    ),
    Case(
        "a crime type that is not on the published list",
        STREET,
        street(3, street_row(9, crime_type="Cyber crime")),
        "flag",
        "crime_type holds 'Cyber crime', which is not on the published list",
        line=5,
    ),
    Case(
        "a crime ID that repeats",
        STREET,
        street(3, street_row(1)),
        "flag",
        "crime_id repeats: 1 row with a value seen before",
    ),
    Case(
        "letters lost before the file was sent",
        STREET,
        street(3, street_row(9, location="Caf\ufffd Row")),
        "flag",
        "letters lost before the file was sent",
        line=5,
    ),
    Case(
        "=cmd, <script>, {{7*7}} and ' OR 1=1",
        STREET,
        street(
            3,
            street_row(9, location="=cmd|' /C calc'!A0"),
            street_row(10, location="<script>alert(1)</script>"),
            street_row(11, location="{{7*7}}"),
            street_row(12, location="' OR 1=1 --"),
        ),
        "load",
    ),
    Case("the surname None, and NULL", STREET, street(3, street_row(9, location="None")), "load"),
]

_AREAS = [("E01099001", "Midbury 001A"), ("E01099002", "Midbury 001B")]


def _ages(areas: list[tuple[str, str]] | None = None, **changes: str) -> bytes:
    return made.ages_table(areas or _AREAS, code="lsoa11_code", name="lsoa11_name", **changes)


def _many_ages(**changes: str) -> bytes:
    many = [(f"E01{n:06d}", f"Midbury {n}") for n in range(1, MANY + 1)]
    odd = made.ages_table([("E01099999", "Odd")], code="lsoa11_code", name="lsoa11_name", **changes)
    return _ages(many) + odd.split(b"\n", 1)[1]


def _census(*odd: list[str]) -> bytes:
    rows = [
        [f"E01{n:06d}", "10.0", group, "5.0", "0.5"] for n in range(1, MANY + 1) for group in "AB"
    ]
    return made.census([*rows, *odd])


RESIDENTS = [
    Case("a good file", SMALL_AREAS, _ages(), "load", file="ages.csv"),
    Case("a good file, packed", SMALL_AREAS, made.gzipped(_ages()), "load", file="ages.csv.gz"),
    Case(
        "a good file",
        "residents-mid-2020-districts",
        made.ages_table([("E07099001", "Midbury")], code="ltla21_code", name="ltla21_name"),
        "load",
        file="ages.csv",
    ),
    Case(
        "whole numbers written as 2.0",
        SMALL_AREAS,
        _ages(),
        "mend",
        "'.0' behind whole numbers was taken off",
        file="ages.csv",
    ),
    Case(
        "-1 residents",
        SMALL_AREAS,
        _many_ages(**{"17": "-1.0"}),
        "hold back",
        "'-1' is not a whole number from 0",
        line=MANY + 2,
        column="residents",
        file="ages.csv",
    ),
    Case(
        "12y where a number belongs",
        SMALL_AREAS,
        _many_ages(**{"17": "12y"}),
        "hold back",
        "'12y' is not a whole number",
        line=MANY + 2,
        file="ages.csv",
    ),
    Case(
        "ages that do not add up to the total",
        SMALL_AREAS,
        _many_ages(total_population="183.0"),
        "hold back",
        "of all ages do not add up to the total",
        line=MANY + 2,
        column="residents",
        file="ages.csv",
    ),
    Case(
        "a comma between thousands",
        SMALL_AREAS,
        _many_ages(total_population="1,182"),
        "hold back",
        "'1,182' is not a whole number",
        file="ages.csv",
    ),
    Case(
        "an area that stands twice",
        SMALL_AREAS,
        _ages([_AREAS[0], _AREAS[0]]),
        "refuse",
        "stand in another row of this supply too",
        file="ages.csv",
        mended=_ages(),
    ),
    Case(
        "a header turned into a date: 10-14 as 10-Oct",
        SMALL_AREAS,
        _ages().replace(b",10,", b",10-Oct,", 1),
        "refuse",
        "the column '10' is missing",
        line=1,
        file="ages.csv",
    ),
    Case(
        "codes of another level",
        SMALL_AREAS,
        _ages([("E07099001", "Midbury")]),
        "refuse",
        "the code is of another kind of area",
        line=2,
        column="area_code, level",
        file="ages.csv",
    ),
    Case("a good file", CENSUS, _census(), "load", file="census.csv"),
    Case(
        "a header alone", CENSUS, made.census([]), "refuse", "a header and no rows", file="c.csv"
    ),
    Case(
        "rows of an area that do not agree",
        CENSUS,
        _census(["E01099999", "10.0", "A", "5.0", "0.5"], ["E01099999", "11.0", "B", "6.0", "0.5"]),
        "hold back",
        "differs between rows of the same area_code",
        line=2 * MANY + 2,
        column="residents",
        file="census.csv",
    ),
    Case(
        "a bad code, in each row of its area",
        CENSUS,
        _census(["E1", "10.0", "A", "5.0", "0.5"], ["E1", "10.0", "B", "5.0", "0.5"]),
        "hold back",
        "'E1' is not a published area code",
        line=2 * MANY + 3,
        column="area_code",
        file="census.csv",
    ),
]

DEPRIVATION = [
    Case("a good file", "deprivation-2019", made.deprivation("2019"), "load", file="imd.csv"),
    Case("a good file", "deprivation-2025", made.deprivation("2025"), "load", file="imd.csv"),
    Case(
        "a decile of 11",
        "deprivation-2019",
        made.deprivation("2019", [{"IMD_decile": "11.0"}]),
        "refuse",
        "'11' is not a whole number from 1 to 10",
        line=2,
        column="imd_decile",
        file="imd.csv",
        mended=made.deprivation("2019", [{"IMD_decile": "10.0"}]),
    ),
    Case(
        "the indices of another year",
        "deprivation-2025",
        made.deprivation("2019"),
        "refuse",
        "the column 'lsoa21_code' is missing",
        line=1,
        file="imd.csv",
    ),
    Case(
        "areas of Wales",
        "deprivation-2019",
        made.deprivation("2019", [{"lsoa11_code": "W01000001"}]),
        "refuse",
        "is not the code of a small area in England",
        file="imd.csv",
    ),
    Case(
        "an area that stands twice",
        "deprivation-2019",
        made.deprivation("2019", [{}, {}]),
        "refuse",
        "stand in another row of this supply too",
        line=2,
        file="imd.csv",
    ),
]

_BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[-1.2, 52.6], [-1.1, 52.7], [-1.1, 52.6], [-1.2, 52.7], [-1.2, 52.6]]],
}
_FLAT = [[[-1.15, 52.65], [-1.15, 52.65], [-1.15, 52.65], [-1.15, 52.65]]]
_WITH_FLAT_PART = {
    "type": "MultiPolygon",
    "coordinates": [made.square()["coordinates"], _FLAT],
}


def _outline(geometry: object, says: str, arrives: str, line: int = 1) -> Case:
    return Case(
        arrives,
        AREAS_2021,
        made.geojson(made.feature(geometry=geometry)),
        "refuse",
        says,
        line=line,
        column="geometry",
        file="areas.geojson",
    )


def _map(arrives: str, content: bytes, says: str, line: int | None = None) -> Case:
    return Case(arrives, AREAS_2021, content, "refuse", says, line=line, file="areas.geojson")


BOUNDARIES = [
    Case("a good file", AREAS_2021, made.geojson(), "load", file="areas.geojson"),
    Case(
        "a good file",
        "boundaries-districts",
        made.geojson(
            {
                "type": "Feature",
                "properties": {"lad_code": "E07099001", "lad_name": "Midbury"},
                "geometry": made.square(),
            }
        ),
        "load",
        file="districts.geojson",
    ),
    Case(
        "a part without any area",
        AREAS_2021,
        made.geojson(made.feature(geometry=_WITH_FLAT_PART)),
        "mend",
        "parts without any area were left out",
        file="areas.geojson",
    ),
    _outline(_BOW_TIE, "is no proper outline", "an outline that crosses itself"),
    _outline({"type": "Point", "coordinates": [-1, 52]}, "is no Polygon", "a point for an outline"),
    _outline({"type": "Polygon", "coordinates": "x"}, "is no Polygon", "an outline of letters"),
    _outline(made.square(52.6, -1.2), "has latitude before longitude", "latitude before longitude"),
    _outline(made.square(458000, 304000), "is not in degrees", "an outline in metres"),
    _outline(made.square(13.4, 52.5), "lies outside Great Britain", "an outline elsewhere"),
    _map(
        "a feature without an outline",
        b'{"type":"FeatureCollection","features":[{"type":"Feature",'
        b'"properties":{"LSOA21CD":"E01099001","LSOA21NM":"A","lad_code":"E07099001"},'
        b'"geometry":null}]}',
        "is empty; expected an outline",
        1,
    ),
    _map("a file cut off", made.geojson()[:-30], "this is not whole JSON"),
    _map("no features", b'{"type":"FeatureCollection","features":[]}', "it holds no features"),
    _map("another kind of JSON", b'{"type":"Topology"}', "not a collection of features"),
    _map("a list", b"[1,2]", "not a collection of features"),
    _map("brackets without end", b"[" * 200_000, "nested too deep"),
    _map("not a number", made.geojson().replace(b"-1.2", b"NaN", 1), "NaN stands where a number"),
    _map(
        "a name that stands twice in an object",
        made.geojson().replace(b'"LSOA21NM"', b'"LSOA21CD"'),
        "the name 'LSOA21CD' stands twice",
    ),
    _map(
        "another coordinate system",
        made.geojson(crs={"type": "name", "properties": {"name": "EPSG:27700"}}),
        "another coordinate system",
    ),
    _map(
        "something else among the features",
        made.geojson(made.feature(), {"type": "Dot"}),
        "this is not a feature",
        2,
    ),
    _map(
        "a feature without properties and geometry",
        made.geojson({"type": "Feature"}),
        "the feature has no properties",
        1,
    ),
    _map(
        "a property that is a list",
        made.geojson(made.feature(LSOA21NM=["A"])),
        "the property 'LSOA21NM' is not a single value",
        1,
    ),
    _map(
        "values beside the properties",
        made.geojson(made.feature() | {"owner": "Somebody"}),
        "the feature holds 'owner' beside its properties",
        1,
    ),
    _map(
        "a property that the agreement does not list",
        made.geojson(made.feature(owner="Somebody")),
        "does not list the column 'owner'",
        1,
    ),
    _map(
        "a property named as the outline is",
        made.geojson(
            made.feature(geometry=made.square())
            | {
                "properties": {
                    "LSOA21CD": "E01099001",
                    "LSOA21NM": "A",
                    "lad_code": "E07099001",
                    "geometry": "x",
                }
            }
        ),
        "the header 'geometry' stands 2 times",
    ),
    _map(
        "cp1252 for UTF-8",
        made.geojson().replace(b"Midbury", b"Caf\xe9"),
        "seems to be Windows-1252",
    ),
    _map("many things wrong", made.geojson(*[{"type": "Dot"}] * 30), "10 further faults"),
]

_PAIR = ["Midbury 001A", "E01099001", "U", "Midbury 001A", "E01099001", "Midbury", "E07099001"]


def _pair(**changes: str) -> list[str]:
    names = ["name_2011", "code_2011", "change", "name_2021", "code_2021", "district", "code"]
    return list((dict(zip(names, _PAIR, strict=True)) | changes).values())


AREA_CHANGES = [
    Case("a good file", CHANGES, made.changes_table([_PAIR]), "load", file="lookup.csv"),
    Case(
        "a kind of change that is not known",
        CHANGES,
        made.changes_table([_pair(change="Q")]),
        "refuse",
        "'Q' is not one of 'U', 'S', 'M' and 'X'",
        line=2,
        column="change",
        file="lookup.csv",
        mended=made.changes_table([_PAIR]),
    ),
    Case(
        "a pair that stands twice",
        CHANGES,
        made.changes_table([_PAIR, _PAIR]),
        "refuse",
        "stand in another row of this supply too",
        line=3,
        file="lookup.csv",
    ),
]

_LOCKED = bytearray(made.zipped({made.month_member("2024-03"): GOOD}))
for _at in (6, _LOCKED.rindex(b"PK\x01\x02") + 8):
    _LOCKED[_at] |= 1  # the flag of a password, in both places where an archive keeps it


def _archive(arrives: str, content: bytes, says: str, file: str = "crime.zip") -> Case:
    return Case(arrives, STREET, content, "refuse", says, file=file)


_ONE = {made.month_member("2024-03"): GOOD}
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

CASES = STRUCTURE + VALUES + RESIDENTS + DEPRIVATION + BOUNDARIES + AREA_CHANGES + ARCHIVES
