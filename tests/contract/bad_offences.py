"""Files of recorded offences that are not as agreed."""

from __future__ import annotations

from arriving import MANY, Case
from made_agencies import OFFENCE_HEADER, TITLE, offence_row, offences, people
from made_agencies import OFFENCES as UNDER
from made_files import csv_text

LAST = MANY + 2
FILE = "police_offences_2020.csv"


def _held(arrives: str, says: str, column: str | None = None, **cells: str) -> Case:
    """One odd row behind good ones, which is held back."""
    good = offences(MANY, offence_row(999))
    content = offences(MANY, offence_row(999, **cells))
    return Case(arrives, UNDER, content, "hold back", says, LAST, column, FILE, good)


def _refused(arrives: str, says: str, column: str, **cells: str) -> Case:
    """One odd row that shows how the whole file was made."""
    good = offences(3, offence_row(9))
    return Case(
        arrives, UNDER, offences(3, offence_row(9, **cells)), "refuse", says, 5, column, FILE, good
    )


def _flagged(arrives: str, says: str, count: int = 1, **cells: str) -> Case:
    odd = [offence_row(n, **cells) for n in range(100, 100 + count)]
    return Case(arrives, UNDER, offences(3, *odd), "flag", says, 5, None, FILE)


OFFENCES = [
    Case("offences as a force writes them", UNDER, offences(), "load", file=FILE),
    Case(
        "headers in another case",
        UNDER,
        offences().replace(b"CRIME REF", b"Crime_ref"),
        "mend",
        "the header 'Crime_ref' was read as 'CRIME REF'",
        file=FILE,
    ),
    _refused(
        "times with the month first in a feed with the day first",
        "days and months stand in the other order, in 1 row",
        "committed_from",
        committed_from="05/23/2020 23:10",
    ),
    _refused(
        "times with two-digit years",
        "years are written with two digits",
        "recorded_at",
        recorded_at="24/05/20 09:05",
    ),
    _refused(
        "times as a spreadsheet's day numbers",
        "days are a spreadsheet's numbers",
        "committed_from",
        committed_from="43974.965",
    ),
    _refused(
        "times with the year first in a feed with the day first",
        "days are written in another way",
        "recorded_at",
        recorded_at="2020-05-24 09:05",
    ),
    _held(
        "a time on a day that does not exist",
        "a time on the clock, from 1900 on, in the form that the mapping names: dd/mm/yyyy hh:mm",
        "committed_from",
        committed_from="31/04/2020 23:10",
    ),
    _held(
        "a day without its time",
        "is not a day that exists and a time on the clock",
        "committed_from",
        committed_from="23/05/2020",
    ),
    _held("a year before 1900", "from 1900 on", "recorded_at", recorded_at="24/05/0020 09:05"),
    _held(
        "an offence recorded in the future",
        "lies in the future",
        "recorded_at",
        recorded_at="01/07/2024 00:00",
    ),
    _held(
        "an offence recorded before the agreement's period",
        "is before the first month of the agreement, 2018-01",
        "recorded_at",
        committed_from="31/12/2017 22:00",
        recorded_at="31/12/2017 23:59",
    ),
    _held(
        "an end before the start",
        "are in the wrong order: the end is first",
        "committed_from, committed_to",
        committed_to="23/05/2020 23:09",
    ),
    _held(
        "an offence recorded before it was committed",
        "are in the wrong order: recorded before committed",
        "committed_from, recorded_at",
        recorded_at="23/05/2020 23:09",
    ),
    _flagged(
        "an offence of 1 January 1900",
        "committed_from holds a day that systems write where none is known",
        committed_from="01/01/1900 12:00",
    ),
    _flagged(
        "a heap of times at midnight",
        "committed_from is 00:00 in more rows than chance would bring",
        count=12,
        committed_from="23/05/2020 00:00",
    ),
    _flagged(
        "a time in the hour that the clocks skip",
        "committed_from lies in the hour that the clocks skip in spring",
        committed_from="29/03/2020 01:30",
    ),
    _flagged(
        "a time in the hour that the clocks repeat",
        "committed_from lies in the hour that the clocks repeat in autumn",
        committed_from="27/10/2019 01:30",
    ),
    Case(
        "times that could have the month first throughout",
        UNDER,
        csv_text(
            [
                offence_row(n, committed_from="03/04/2020 10:00", recorded_at="04/04/2020 11:00")
                for n in range(1, 81)
            ],
            OFFENCE_HEADER,
        ).encode(),
        "flag",
        "committed_from has no day after the 12th: days and months may be swapped",
        file=FILE,
    ),
    _held(
        "a status that the mapping does not list",
        "is not in the mapping's list of codes: Recorded, Cancelled",
        "status",
        status="Reopened",
    ),
    _held(
        "a place of a kind that is not listed",
        "list of codes",
        "location_type",
        location_type="Pier",
    ),
    _held("a flag that is neither", "list of codes: Y, N", "knife_flag", knife_flag="?"),
    _held(
        "a class that is no class",
        "is not a class of the counting rules",
        "ho_class",
        ho_class="ASSAULT",
    ),
    _held(
        "a class turned into a day by a spreadsheet",
        "is not a class",
        "ho_class",
        ho_class="04-Jan",
    ),
    _flagged(
        "a class that the list does not know", "it is counted as not classified", ho_class="299"
    ),
    _held(
        "an easting alone", "stand alone: give both, or neither", "easting, northing", northing=""
    ),
    _held(
        "an easting in degrees",
        "is not a whole number from 1 to 700,000",
        "easting",
        easting="-1.13",
    ),
    _flagged(
        "a postcode that is none",
        "postcode holds something that is no postcode",
        postcode="town centre",
    ),
    _held(
        "a number of ten digits for a crime",
        "is not a crime's number",
        "crime_ref",
        crime_ref="9434765919",
    ),
    _held(
        "a day for a crime's number", "is not a crime's number", "crime_ref", crime_ref="12/03/1987"
    ),
    _held(
        "an empty crime reference", "is empty; expected a crime's number", "crime_ref", crime_ref=""
    ),
    Case(
        "a crime reference twice",
        UNDER,
        offences(2 * MANY, offence_row(1)),
        "hold back",
        "stand in another row of this supply too",
        line=2 * MANY + 2,
        column="crime_ref",
        file=FILE,
    ),
    Case(
        "a column with somebody's name",
        UNDER,
        csv_text([[*offence_row(), "Madeup, Robin"]], [*OFFENCE_HEADER, "VICTIM"]).encode(),
        "refuse",
        "the agreement 'police-offences' does not list the column in place 19",
        line=1,
        file=FILE,
        mended=csv_text([offence_row()], OFFENCE_HEADER).encode(),
    ),
    Case(
        "a file of people under the agreement for offences",
        UNDER,
        people(),
        "refuse",
        "its first line is not the header of the feed 'police-offences'",
        file=FILE,
    ),
    Case(
        "Windows-1252 sent as UTF-8",
        UNDER,
        csv_text([offence_row(**{TITLE: "Theft – other"})], OFFENCE_HEADER).encode("cp1252"),
        "refuse",
        "the file seems to be Windows-1252",
        line=2,
        file=FILE,
    ),
]
