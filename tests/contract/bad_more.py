"""More files that arrive as such files do: spikes of days, postcodes as typed, names in a text."""

from __future__ import annotations

import made_agencies as made
from arriving import MANY, Case
from bad_people import BEFORE as HELD
from bad_tables import SMALL_AREAS, _ages
from made_agencies import (
    OFFENCE_HEADER,
    PEOPLE_HEADER,
    callout_row,
    callouts,
    offence_row,
    offences,
    people,
    person_row,
)
from made_files import STREET, csv_text, street, street_row

FILE, PEOPLE_FILE = "police_offences_2020.csv", "police_people_2020.csv"


def _text(arrives: str, location: str, says: str) -> Case:
    content = street(MANY, street_row(999, location=location))
    mended = street(MANY, street_row(999))
    return Case(arrives, STREET, content, "hold back", says, MANY + 2, "location", mended=mended)


def _monthly(days: int, *, per_day: int = 6, month: str = "05") -> bytes:
    """Offences of the first days of a month, so many each day, told at noon."""
    rows = [
        offence_row(
            day * 100 + n,
            committed_from=f"{day:02d}/{month}/2020 12:{n:02d}",
            recorded_at=f"{day:02d}/{month}/2020 13:00",
        )
        for day in range(1, days + 1)
        for n in range(per_day)
    ]
    return csv_text(rows, OFFENCE_HEADER).encode()


def _swapped(*, is_swapped: bool, month: int = 3) -> bytes:
    """Offences of the first twelve days of March, or the same with day and month in each other's
    place: the third of January, of February and so on."""
    rows = []
    for n in range(96):
        day = n % 12 + 1
        said = f"{month:02d}/{day:02d}/2020" if is_swapped else f"{day:02d}/{month:02d}/2020"
        recorded = "31/12/2020 23:00" if month == 3 else "31/01/2021 23:00"
        times = {"committed_from": f"{said} 10:{n % 60:02d}", "recorded_at": recorded}
        rows.append(offence_row(month * 1000 + n, **times))
    return csv_text(rows, OFFENCE_HEADER).encode()


def _born(*days: str) -> bytes:
    rows = [person_row(n + 1, born=day) for n, day in enumerate(days)]
    return csv_text(rows, PEOPLE_HEADER).encode()


_BIRTHDAYS = [f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/{1990 + n % 15}" for n in range(100)]

MORE = [
    Case(
        "mixed encodings, Windows-1252 first",
        STREET,
        street(3, street_row(9, location="Stra\xdfe")).decode().encode("cp1252")
        + ",".join(street_row(10, location="Café")).encode()
        + b"\n",
        "refuse",
        "byte 0xdf at offset 858 is not utf-8; the file seems to be a mix of UTF-8 and Windows",
        line=5,
        mended=street(3, street_row(9, location="Straße"), street_row(10, location="Café")),
    ),
    _text("a name in a field that is not personal", "Home of Mrs Madeup", "to name somebody"),
    _text("a date of birth in a field that is not personal", "D.O.B. 3/4/01", "name somebody"),
    _text("an e-mail address in a field that is not personal", "robin@example.org", "e-mail"),
    _text("a mobile telephone in a field that is not personal", "07700900123", "a telephone"),
    Case(
        "a decimal comma in whole numbers",
        SMALL_AREAS,
        _ages(total_population="182,0"),
        "refuse",
        "numbers are written with a decimal comma",
        line=2,
        column="residents",
        file="ages.csv",
        mended=_ages(),
    ),
    Case(
        "a code that is not known, turned into a formula",
        STREET,
        street(3, street_row(9, crime_type="=HYPERLINK(0)")),
        "flag",
        "crime_type holds '=HYPERLINK(0)', which is not on the published list",
        line=5,
    ),
    Case(
        "+, - and @ at the start of a cell",
        STREET,
        street(
            3,
            *[street_row(n, location=text) for n, text in enumerate(("+1", "-cmd", "@SUM(A1)"), 9)],
        ),
        "load",
    ),
    Case(
        "postcodes with O for 0, in small letters and without a blank",
        made.OFFENCES,
        offences(1, offence_row(9, postcode="XL4O 7AB"), offence_row(10, postcode="xl47ab")),
        "mend",
        "postcode was written as a postcode is",
        file=FILE,
    ),
    Case(
        "homes with O for 0 and without a blank",
        made.PEOPLE,
        people(3, person_row(9, home_postcode="xl52cd")),
        "mend",
        "home_postcode was written as a postcode is",
        line=5,
        file=PEOPLE_FILE,
        before=HELD,
    ),
    Case(
        "no fixed abode, ZZ99, for a scene",
        made.CALLOUTS,
        callouts(MANY, callout_row(999, postcode="ZZ99 3VZ")),
        "flag",
        "postcode holds something that is no postcode",
        line=MANY + 2,
        file="calls.csv",
    ),
    Case(
        "a scene outside the area, or a postcode no longer in use",
        made.CALLOUTS,
        callouts(MANY, callout_row(999, postcode="XQ9 9ZZ")),
        "flag",
        "postcode lies in no postcode sector of the area",
        line=MANY + 2,
        file="calls.csv",
        before=(("postcode-sectors", b"Sector,DistrictCode\nXL4 7,E07099001\n"),),
    ),
    Case(
        "an easting and a northing of 0",
        made.OFFENCES,
        offences(MANY, offence_row(999, easting="0", northing="0")),
        "hold back",
        "is not a whole number from 1",
        line=MANY + 2,
        column="easting, northing",
        file=FILE,
        mended=offences(MANY, offence_row(999)),
    ),
    Case(
        "a call before the agreement",
        made.CALLOUTS,
        callouts(MANY, callout_row(999, call_at="2017-12-31 10:00:00", arrived_at="")),
        "hold back",
        "before the first month of the agreement",
        line=MANY + 2,
        column="call_at",
        file="calls.csv",
        mended=callouts(MANY, callout_row(999)),
    ),
    Case(
        "one day in far more rows than the others",
        made.OFFENCES,
        _monthly(31)
        + csv_text(
            [offence_row(9000 + n, committed_from="01/05/2020 12:01") for n in range(80)], []
        )
        .lstrip("\n")
        .encode(),
        "flag",
        "committed_from holds one day in far more rows than the others",
        line=2,
        file=FILE,
    ),
    Case(
        "births that heap on 1 January",
        made.PEOPLE,
        _born(*_BIRTHDAYS, *[f"01/01/{1960 + n}" for n in range(30)]),
        "flag",
        "born falls on 1 January in more rows than chance would bring",
        file=PEOPLE_FILE,
        before=HELD,
    ),
    Case(
        "births on many days",
        made.PEOPLE,
        _born(*_BIRTHDAYS),
        "load",
        file=PEOPLE_FILE,
        before=HELD,
    ),
    Case(
        "scenes inside the area",
        made.CALLOUTS,
        callouts(),
        "load",
        file="calls.csv",
        before=(("postcode-sectors", b"Sector,DistrictCode\nXL4 7,E07099001\n"),),
    ),
    Case(
        "a month of which the last days are missing",
        made.OFFENCES,
        _monthly(25),
        "refuse",
        "the last 6 days of 2020-05 are missing in recorded_at",
        file=FILE,
        mended=_monthly(31),
    ),
    Case("a month to its last day", made.OFFENCES, _monthly(31), "load", file=FILE),
    Case(
        "days and months swapped throughout, unlike the last supply",
        made.OFFENCES,
        _swapped(is_swapped=True, month=4),
        "flag",
        "it fell on 12 days of the month in 1 month: it looks as if they were swapped",
        file=FILE,
        before=((made.OFFENCES, _swapped(is_swapped=False)),),
    ),
    Case(
        "days up to the twelfth alone, like the last supply",
        made.OFFENCES,
        _swapped(is_swapped=False, month=4),
        "flag",
        "it fell on 12 days of the month in 1 month: the two are alike in that",
        file=FILE,
        before=((made.OFFENCES, _swapped(is_swapped=False)),),
    ),
    Case(
        "days up to the twelfth alone, and no earlier supply",
        made.OFFENCES,
        _swapped(is_swapped=False),
        "flag",
        "there is no earlier supply to compare with",
        file=FILE,
    ),
    Case(
        "a sex written m, Male, f and FEMALE",
        made.PEOPLE,
        people(
            1, *[person_row(n, sex=sex) for n, sex in enumerate(("m", "Male", "f", "FEMALE"), 5)]
        ),
        "load",
        file=PEOPLE_FILE,
        before=HELD,
    ),
    Case(
        "leading zeros lost from sites' codes",
        made.ATTENDANCES,
        made.attendances(3, *[made.attendance_row(n, site_code="1") for n in range(10, 20)]),
        "refuse",
        "10 of 13 rows cannot be accepted",
        file="ae.csv",
        mended=made.attendances(3, *[made.attendance_row(n) for n in range(10, 20)]),
    ),
    Case(
        "part 1 of 2 alone",
        STREET,
        street(),
        "refuse",
        "its name says that it is part 1 of 2, and 2 of 2 of its parts did not arrive with it",
        file="2024-03-midshire-street 1 of 2.csv",
    ),
]
