"""Made-up files in the shapes in which agencies send them: good rows, and pieces to spoil."""

from __future__ import annotations

from made_files import csv_text, mapping_of

OFFENCES, PEOPLE = "police-offences", "police-people"
CALLOUTS, ATTENDANCES = "ambulance-calls", "ae-attendances"
ADMISSIONS = "hospital-admissions"

TITLE = "OFFENCE TITLE"
PLACE = "AssaultLocationDescription"

OFFENCE_HEADER = [
    *("CRIME REF", "HO CLASS", "HO SUBCLASS", TITLE, "COMMITTED FROM", "COMMITTED TO"),
    *("RECORDED AT", "STATUS", "LOCATION TYPE", "POSTCODE", "EASTING", "NORTHING", "BEAT", "NPA"),
    *("KNIFE FLAG", "DOMESTIC FLAG", "ALCOHOL FLAG", "OUTCOME"),
]
PEOPLE_HEADER = [
    *("CRIME REF", "ROLE", "NOMINAL ID", "SURNAME", "FORENAME", "DOB", "SEX", "ETHNICITY SELF"),
    *("ETHNICITY OFFICER", "HOME POSTCODE", "RELATIONSHIP"),
]
CALLOUT_HEADER = [
    *("Incident number", "Time of call", "Arrived at scene", "Postcode", "Chief complaint"),
    *("Injury mechanism", "Conveyed to", "Age", "Gender"),
]
ATTENDANCE_HEADER = [
    *("AttendanceNo", "SiteCode", "ArrivalDateTime", "InjuryDateTime", "InjuryIntent"),
    *("InjuryMechanism", "PlaceOfInjury", PLACE, "AgeAtArrival", "Sex", "EthnicCategory"),
    *("PostcodeSector", "DischargeDestination"),
]
ADMISSION_HEADER = ["Month", "Area", "Kind", "AgeGroup", "Admissions"]


def _by_header(under: str, changes: dict[str, str]) -> dict[str, str]:
    """Changes by canonical name as changes by the supplier's header; a header stays one."""
    theirs = mapping_of(under).columns
    return {theirs.get(name, name): cell for name, cell in changes.items()}


def offence_row(number: int = 1, **changes: str) -> list[str]:
    """One good offence; changes by canonical name, the title under its own header."""
    row = {
        **dict.fromkeys(OFFENCE_HEADER, ""),
        "CRIME REF": f"20-{number:07d}",
        "HO CLASS": ("8N", "008N", "004/01", "34B")[number % 4],
        "HO SUBCLASS": "6",
        TITLE: "Assault occasioning actual bodily harm",
        "COMMITTED FROM": "23/05/2020 23:10",
        "RECORDED AT": "24/05/2020 09:05",
        "STATUS": "Recorded",
        "LOCATION TYPE": "STREET",
        "POSTCODE": ("XL4 7AB", "xl47ab", "XL4  7AB")[number % 3],
        "EASTING": "458000",
        "NORTHING": "304000",
        "BEAT": "B001",
        "NPA": "LN01",
        "KNIFE FLAG": "Y",
        "DOMESTIC FLAG": "N",
        "OUTCOME": "No suspect identified",
    }
    return list((row | _by_header(OFFENCES, changes)).values())


def person_row(number: int = 1, **changes: str) -> list[str]:
    """One good person of the offence of that number; changes by canonical name."""
    row = {
        **dict.fromkeys(PEOPLE_HEADER, ""),
        "CRIME REF": f"20-{number:07d}",
        "ROLE": ("Victim", "Suspect")[number % 2],
        "NOMINAL ID": f"NQ{number:06d}",
        "SURNAME": "Madeup",
        "FORENAME": "Robin",
        "DOB": "28/02/2001",
        "SEX": ("M", "F", "U")[number % 3],
        "ETHNICITY SELF": "W1",
        "ETHNICITY OFFICER": "IC1",
        "HOME POSTCODE": "XL5 2CD",
        "RELATIONSHIP": "Stranger",
    }
    return list((row | _by_header(PEOPLE, changes)).values())


def callout_row(number: int = 1, **changes: str) -> list[str]:
    """One good ambulance call-out; changes by canonical name."""
    row = {
        "Incident number": f"{900_000 + number}",
        "Time of call": "2020-05-23 23:10:44",
        "Arrived at scene": "2020-05-23 23:21:09",
        "Postcode": "XL4 7AB",
        "Chief complaint": "Assault / sexual assault",
        "Injury mechanism": "Punch or kick",
        "Conveyed to": "ED",
        "Age": "19",
        "Gender": "Male",
    }
    return list((row | _by_header(CALLOUTS, changes)).values())


def attendance_row(number: int = 1, **changes: str) -> list[str]:
    """One good attendance; changes by canonical name, the free text under its own header."""
    row = {
        "AttendanceNo": f"A{100_000 + number}",
        "SiteCode": "RXL01",
        "ArrivalDateTime": "2020-05-23T23:10:00",
        "InjuryDateTime": "2020-05-23T22:00:00",
        "InjuryIntent": "Assault",
        "InjuryMechanism": "Fist or foot",
        "PlaceOfInjury": "Public place",
        PLACE: "outside the Quillmere Arms",
        "AgeAtArrival": "19",
        "Sex": "1",
        "EthnicCategory": "A",
        "PostcodeSector": "XL5 2",
        "DischargeDestination": "Discharged",
    }
    return list((row | _by_header(ATTENDANCES, changes)).values())


def admission_row(**changes: str) -> list[str]:
    """One good cell of the table of admissions; changes by canonical name."""
    row = dict(zip(ADMISSION_HEADER, _ADMISSION, strict=True))
    return list((row | _by_header(ADMISSIONS, changes)).values())


_ADMISSION = ("2020-05", "E07099001", "Assault", "All ages", "15")


def offences(count: int = 3, *odd: list[str]) -> bytes:
    """A file of good offences with odd ones behind them: byte-order mark, CRLF."""
    rows = [offence_row(number) for number in range(1, count + 1)]
    return csv_text([*rows, *odd], OFFENCE_HEADER, end="\r\n").encode("utf-8-sig")


def people(count: int = 3, *odd: list[str]) -> bytes:
    """A file of good people, one of each offence, with odd ones behind them."""
    rows = [person_row(number) for number in range(1, count + 1)]
    return csv_text([*rows, *odd], PEOPLE_HEADER, end="\r\n").encode("utf-8-sig")


def callouts(count: int = 3, *odd: list[str], delimiter: str = ";") -> bytes:
    """A file of good call-outs with odd ones behind them: semicolons, Windows-1252."""
    rows = [callout_row(number) for number in range(1, count + 1)]
    text = csv_text([*rows, *odd], CALLOUT_HEADER, delimiter=delimiter, end="\r\n")
    return text.encode("cp1252")


def attendances(count: int = 3, *odd: list[str]) -> bytes:
    """A file of good attendances with odd ones behind them."""
    rows = [attendance_row(number) for number in range(1, count + 1)]
    return csv_text([*rows, *odd], ATTENDANCE_HEADER).encode()


def admissions(count: int = 3, *odd: list[str]) -> bytes:
    """A table of admissions by month, with odd cells behind the good ones."""
    rows = [
        admission_row(
            month=f"{2010 + number // 12}-{number % 12 + 1:02d}", area_code=f"E0709{n:04d}"
        )
        for number in range(96, 96 + min(count, 12))
        for n in range(-(-count // 12))
    ]
    return csv_text([*rows[:count], *odd], ADMISSION_HEADER).encode()
