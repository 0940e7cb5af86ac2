"""The files of schools, youth justice, probation and two hospitals' injury surveillance.

Who stands in an order is a suspect of the police's file, written as that agency writes people: the
same made-up person under another number. No figure rests on these files yet.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from vrn_demo.agencies.spoils import spell_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np

YOUTH_JUSTICE = "agencies/youth_justice_interventions.csv"
PROBATION = "agencies/probation_orders.txt"
EXCLUSIONS = "agencies/school_exclusions.csv"
ABSENCE = "agencies/school_absence.csv"
INFIRMARY = "agencies/istv_infirmary.csv"
GENERAL = "agencies/istv_general.csv"

_CHILDREN, _ADULTS, _PUPILS, _EXCLUSIONS, _ASSAULTS_A_MONTH = 260, 420, 300, 380, 14
_YOUTH_ORDERS = ("Community resolution", "Youth Caution", "YCC", "referral order", "RO", "YRO")
_ADULT_ORDERS = ("CO", "SSO", "Licence", "PSS", "community order", "Other")
_REASONS = ("PP", "PA", "VP", "VA", "OW", "BU", "DB", "DB", "DB", "DA", "OT")
_SPOTS = ("outside the Quillmere Arms", "bus stop, Tansby Road", "not sure", "", "the top field")


class Suspect:
    """One suspect as the police's file writes them: names, day of birth, sex, group, postcode."""

    def __init__(self, row: Sequence[str]) -> None:
        self.surname, self.forename, self.born, self.sex, self.group = row[3:8]
        self.postcode = row[9]
        self.year = int(self.born[-4:]) if self.born else 0


def make_further(people: Iterable[Sequence[str]], rng: np.random.Generator) -> dict[str, bytes]:
    """The bytes of each file by its name below the folder."""
    seen = {row[2]: Suspect(row) for row in people if row[1].strip().lower() == "suspect"}
    known = [one for _, one in sorted(seen.items()) if one.year > 1900]
    children = [one for one in known if 2004 <= one.year <= 2008]
    adults = [one for one in known if 1950 <= one.year <= 1998]
    pupils = _some(children, _PUPILS, rng)
    texts = {
        YOUTH_JUSTICE: _youth_justice(_some(children, _CHILDREN, rng), rng),
        PROBATION: _probation(_some(adults, _ADULTS, rng), rng),
        EXCLUSIONS: _exclusions(pupils, rng),
        ABSENCE: _absence(pupils, rng),
        INFIRMARY: _infirmary(rng),
        GENERAL: _general(rng),
    }
    encodings = {PROBATION: "cp1252", GENERAL: "cp1252"}
    return {
        name: text.encode(encodings.get(name, "utf-8"), errors="replace")
        for name, text in texts.items()
    }


def _some(whom: list[Suspect], count: int, rng: np.random.Generator) -> list[Suspect]:
    return [whom[int(n)] for n in rng.permutation(len(whom))[:count]]


def _youth_justice(children: list[Suspect], rng: np.random.Generator) -> str:
    header = (
        *("Intervention ID", "YP ID", "Surname", "Forename(s)", "DOB", "Sex", "Ethnicity"),
        *("Postcode", "Intervention Type", "FTE", "HO Offence Class", "Start Date", "End Date"),
        "Case Manager",
    )
    rows = []
    for number, child in enumerate(children):
        month, day = 1 + number % 9, _day(number // 9)
        rows.append(
            [
                *(f"INT-{number:05d}", f"YP{7000 + number}", child.surname, child.forename),
                *(child.born, _sex(child, rng), _group(child), child.postcode),
                _pick(_YOUTH_ORDERS, rng),
                *(_pick(("Y", "N", ""), rng), _pick(("8N", "5D", "34B", ""), rng)),
                f"{day:02d}/{month:02d}/2021",
                _pick((f"{day:02d}/{month + 3:02d}/2021", ""), rng),
                "made up",
            ]
        )
    return spell_rows(header, rows, line_end="\r\n")


def _probation(adults: list[Suspect], rng: np.random.Generator) -> str:
    header = (
        *("EVENT_REF", "CRN", "SURNAME", "FIRST_NAME", "DATE_OF_BIRTH", "GENDER", "ETHNICITY"),
        *("POSTCODE", "ORDER_TYPE", "ROSH", "MAIN_OFFENCE_CLASS", "START_DATE", "EXPECTED_END"),
        *("TERMINATED", "Team"),
    )
    rows = []
    for number, adult in enumerate(adults):
        month, day = 1 + number % 12, _day(number // 12)
        born = "-".join(reversed(adult.born.split("/")))
        rows.append(
            [
                *(f"E{number:06d}", f"X{100_000 + number}", adult.surname.upper()),
                *(adult.forename, born, _sex(adult, rng), _group(adult), adult.postcode),
                _pick(_ADULT_ORDERS, rng),
                *(_pick(("L", "M", "H", "V", ""), rng), _pick(("8N", "5D", "34B", ""), rng)),
                *(f"2020-{month:02d}-{day:02d}", f"2022-{month:02d}-{day:02d}"),
                _pick((f"2021-{month:02d}-{day:02d}", ""), rng),
                "North",
            ]
        )
    return spell_rows(header, rows, delimiter="|")


def _exclusions(pupils: list[Suspect], rng: np.random.Generator) -> str:
    header = (
        *("ExclusionRef", "PupilPseudonym", "DateOfBirth", "Gender", "PostcodeOfHome", "Category"),
        *("URN", "Reason1", "Reason2", "Reason3", "StartDate", "EndDate", "SessionsLost"),
    )
    rows = []
    for number in range(_EXCLUSIONS):
        at = int(rng.integers(len(pupils)))
        pupil = pupils[at]
        month, day, days = rng.integers(1, 13), rng.integers(1, 29), int(rng.integers(1, 6))
        began = date(2021, int(month), int(day))
        is_for_good = rng.random() < 0.06
        away = ("", "") if is_for_good else (str(began + timedelta(days=days)), str(2 * days))
        rows.append(
            [
                *(f"S{number:05d}", f"P{3000 + at:05d}", _iso(pupil), _sex(pupil, rng)),
                *(pupil.postcode, "PERM" if is_for_good else "SUSP"),
                str(990101 + int(rng.integers(12))),
                *(_pick(_REASONS, rng), _pick(("", "", "VA"), rng), ""),
                *(str(began), *away),
            ]
        )
    return spell_rows(header, rows)


def _absence(pupils: list[Suspect], rng: np.random.Generator) -> str:
    header = (
        *("PupilPseudonym", "DateOfBirth", "Gender", "PostcodeOfHome", "Month", "URN"),
        *("SessionsPossible", "SessionsAuthorised", "SessionsUnauthorised"),
    )
    rows = [
        [
            *(f"P{3000 + number:05d}", _iso(pupil), _sex(pupil, rng), pupil.postcode, month),
            *(str(990101 + number % 12), "38"),
            *(str(rng.integers(0, 6)), str(rng.integers(0, 12))),
        ]
        for number, pupil in enumerate(pupils)
        for month in ("2021-09", "2021-10")
    ]
    return spell_rows(header, rows)


def _infirmary(rng: np.random.Generator) -> str:
    header = (
        *("Site Code", "Reporting Period Start Date", "Reporting Period End Date"),
        *("Arrival Date And Time", "Assault Date And Time", "Assault Method"),
        *("Assault Method Other Description", "Assault Location Type"),
        "Assault Location Description",
    )
    rows = []
    for month in range(4, 10):
        for _ in range(_ASSAULTS_A_MONTH):
            day, hour = f"{rng.integers(1, 28):02d}/{month:02d}/2021", int(rng.integers(1, 22))
            method = _pick(("1", "1", "1", "2", "3", "4", "8", "9"), rng)
            rows.append(
                [
                    *("RXL01", f"01/{month:02d}/2021", f"30/{month:02d}/2021"),
                    f"{day} {hour + 1:02d}:{rng.integers(60):02d}",
                    *(f"{day} {hour:02d}:{rng.integers(60):02d}", method),
                    *("a thrown chair" if method == "8" else "", str(rng.integers(1, 10))),
                    _pick(_SPOTS, rng),
                ]
            )
    return spell_rows(header, rows, line_end="\r\n")


def _general(rng: np.random.Generator) -> str:
    header = (
        *("Seq", "FROM_DT", "TO_DT", "ED_ARRIVAL", "INCIDENT_DTTM", "WEAPON", "WEAPON_FREE_TEXT"),
        *("LOC_TYPE", "LOC_FREE_TEXT"),
    )
    rows = []
    for month in range(4, 10):
        for _ in range(_ASSAULTS_A_MONTH // 2):
            day, hour = f"2021-{month:02d}-{rng.integers(1, 28):02d}", int(rng.integers(1, 22))
            rows.append(
                [
                    *(str(len(rows) + 1), f"2021-{month:02d}-01", f"2021-{month:02d}-30"),
                    f"{day} {hour + 1:02d}:{rng.integers(60):02d}:00",
                    f"{day} {hour:02d}:{rng.integers(60):02d}:30",
                    *(_pick(("fist", "FIST", "Knife", "BOTTLE", "UNK", ""), rng), ""),
                    *(_pick(("PUB", "street", "HOME", "BUS", "UNK", ""), rng), _pick(_SPOTS, rng)),
                ]
            )
    return spell_rows(header, rows, delimiter=";", line_end="\r\n")


def _day(number: int) -> int:
    """The day of the next order of a month: over all of it, so that no month looks cut short."""
    return 1 + 5 * number % 28


def _iso(whom: Suspect) -> str:
    return "-".join(reversed(whom.born.split("/")))


def _sex(whom: Suspect, rng: np.random.Generator) -> str:
    """As the police write it, or as another clerk does."""
    words = {"M": ("M", "Male"), "F": ("F", "Female")}
    return _pick(words.get(whom.sex.strip()[:1].upper(), ("U",)), rng)


def _group(whom: Suspect) -> str:
    """The self-defined group where the police have one that every agency writes alike."""
    group = whom.group.strip().upper()
    return group if group[:1] in "WMABO" and len(group) == 2 else ""


def _pick(words: Sequence[str], rng: np.random.Generator) -> str:
    return words[int(rng.integers(len(words)))]
