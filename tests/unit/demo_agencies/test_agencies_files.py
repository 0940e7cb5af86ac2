"""The agencies' files: their own shapes and untidiness, and the same bytes for the same seed."""

from __future__ import annotations

import re
import time
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from vrn_demo.agencies.admissions import round_for_others
from vrn_demo.agencies.files import TRUTH, make_agencies, write_agencies
from vrn_demo.agencies.names import strip_accents
from vrn_demo.agencies.police_files import spell_class_forms

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    ReadRows = Callable[[str], list[dict[str, str]]]

HEADERS = {
    "police_offences_2020.csv": (
        "CRIME REF,HO CLASS,HO SUBCLASS,OFFENCE TITLE,COMMITTED FROM,COMMITTED TO,RECORDED AT,"
        "STATUS,LOCATION TYPE,POSTCODE,EASTING,NORTHING,BEAT,NPA,KNIFE FLAG,DOMESTIC FLAG,"
        "ALCOHOL FLAG,OUTCOME\r\n"
    ),
    "police_people_2020.csv": (
        "CRIME REF,ROLE,NOMINAL ID,SURNAME,FORENAME,DOB,SEX,ETHNICITY SELF,ETHNICITY OFFICER,"
        "HOME POSTCODE,RELATIONSHIP\r\n"
    ),
    "ambulance_calls.csv": (
        "Incident number;Time of call;Arrived at scene;Postcode;Chief complaint;"
        "Injury mechanism;Conveyed to;Age;Gender\r\n"
    ),
    "ae_attendances_2018-10_2021-10.csv": (
        "AttendanceNo,SiteCode,ArrivalDateTime,InjuryDateTime,InjuryIntent,InjuryMechanism,"
        "PlaceOfInjury,AssaultLocationDescription,AgeAtArrival,Sex,EthnicCategory,"
        "PostcodeSector,DischargeDestination\n"
    ),
    "hospital_admissions_monthly.csv": "Month,Area,Kind,AgeGroup,Admissions\n",
}
POSTCODE = re.compile(r"(X[LM]\d{1,2} ?\d[A-Z]{2}|ZZ99 ?3VZ)?", re.IGNORECASE)
BEFORE_2012 = {"8F", "8G", "5A"}


def when(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M")  # noqa: DTZ007 - a wall clock


@pytest.mark.parametrize("name", HEADERS)
def test_each_agency_has_a_header_of_its_own(agencies: dict[str, bytes], name: str) -> None:
    assert agencies[f"agencies/{name}"].decode("utf-8-sig").startswith(HEADERS[name])


def test_the_police_send_a_file_a_year_with_a_byte_order_mark(agencies: dict[str, bytes]) -> None:
    for kind in ("offences", "people"):
        names = [name for name in agencies if f"police_{kind}" in name]
        assert [name[-8:-4] for name in names] == ["2019", "2020", "2021", "2022"]
        assert all(agencies[name].startswith(b"\xef\xbb\xbf") for name in names)
    assert list(agencies)[-1] == TRUTH


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(
    agencies: dict[str, bytes],
) -> None:
    assert make_agencies() == agencies
    others = make_agencies(2020)
    assert others.keys() == agencies.keys()
    assert all(others[name] != agencies[name] for name in agencies)


def test_files_are_written_below_the_folder_truth_last(
    tmp_path: Path, agencies: dict[str, bytes]
) -> None:
    seen: list[tuple[int, int, str]] = []
    started = time.process_time()
    written = write_agencies(tmp_path, on_progress=lambda *told: seen.append(told))
    assert time.process_time() - started < 12
    assert [path.relative_to(tmp_path).as_posix() for path in written] == list(agencies)
    assert all(
        path.read_bytes() == agencies[name] for path, name in zip(written, agencies, strict=True)
    )
    assert seen[-1] == (len(agencies), len(agencies), TRUTH)


def test_the_truth_says_first_that_all_is_made_up(agencies: dict[str, bytes]) -> None:
    assert "made up" in agencies[TRUTH].decode("utf-8").splitlines()[1]


def test_every_row_is_good_or_told_to_be_held_back(
    agencies: dict[str, bytes], agencies_truth: dict[str, Any]
) -> None:
    held = Counter(one["file"] for one in agencies_truth["held_back"])
    assert len(held) == 10
    for name, good in agencies_truth["rows_good"].items():
        assert agencies[name].count(b"\n") == 1 + good + held[name]
        assert held[name] < 0.01 * good


def test_offences_are_recorded_in_the_year_of_the_file_after_they_were_committed(
    rows_of: ReadRows,
) -> None:
    refs = set()
    for row in rows_of("police_offences"):
        recorded = when(row["RECORDED AT"])
        assert row["CRIME REF"].startswith(f"{recorded:%y}-")
        assert when(row["COMMITTED FROM"]) <= recorded
        if row["COMMITTED TO"]:
            assert when(row["COMMITTED FROM"]) <= when(row["COMMITTED TO"]) <= recorded
        assert datetime(2019, 2, 1) <= recorded < datetime(2022, 3, 1)  # noqa: DTZ001
        refs.add(row["CRIME REF"])
    assert len(refs) == len(rows_of("police_offences"))


def test_times_places_and_flags_are_missing_for_some(rows_of: ReadRows) -> None:
    rows = rows_of("police_offences")
    for column in ("COMMITTED TO", "LOCATION TYPE", "POSTCODE", "EASTING", "KNIFE FLAG", "OUTCOME"):
        assert 0 < sum(not row[column] for row in rows) < len(rows)
    assert all(bool(row["EASTING"]) == bool(row["NORTHING"]) for row in rows)
    midnight = sum(row["COMMITTED FROM"].endswith("00:00") for row in rows) / len(rows)
    assert 0.02 < midnight < 0.06


def test_one_class_is_written_in_several_forms(rows_of: ReadRows) -> None:
    classes = {row["HO CLASS"] for row in rows_of("police_offences")}
    for code in ("8N", "1", "34B", "4/1"):
        assert set(spell_class_forms(code)) <= classes
    assert spell_class_forms("4/1") == ["4/1", "4.1", "004/01"]
    assert set(spell_class_forms("8N")) == {"8N", "008N"}


def test_old_codes_stand_on_old_offences_alone(rows_of: ReadRows) -> None:
    old = [row for row in rows_of("police_offences") if row["HO CLASS"].lstrip("0") in BEFORE_2012]
    assert old
    assert all(when(row["COMMITTED FROM"]) < datetime(2012, 4, 1) for row in old)  # noqa: DTZ001


def test_some_offences_are_cancelled_reclassified_or_of_no_known_code(rows_of: ReadRows) -> None:
    statuses = Counter(row["STATUS"] for row in rows_of("police_offences"))
    assert set(statuses) == {"Recorded", "Cancelled", "Reclassified"}
    assert statuses["Recorded"] > 0.95 * sum(statuses.values())
    unknown = [row for row in rows_of("police_offences") if row["HO CLASS"].endswith(("8X", "299"))]
    assert 20 < len(unknown) < 200


def test_people_belong_to_an_offence_and_their_postcodes_are_of_no_real_area(
    rows_of: ReadRows,
) -> None:
    refs = {row["CRIME REF"] for row in rows_of("police_offences")}
    people = rows_of("police_people")
    assert {row["CRIME REF"] for row in people} <= refs
    assert {row["ROLE"] for row in people} == {"Victim", "Suspect"}
    assert all(POSTCODE.fullmatch(row["HOME POSTCODE"]) for row in people)
    assert all(POSTCODE.fullmatch(row["POSTCODE"]) for row in rows_of("police_offences"))
    assert all(POSTCODE.fullmatch(row["Postcode"]) for row in rows_of("ambulance"))


def test_nobody_was_born_after_the_offence(rows_of: ReadRows) -> None:
    committed = {row["CRIME REF"]: row["COMMITTED FROM"] for row in rows_of("police_offences")}
    for row in rows_of("police_people"):
        if row["DOB"]:
            born = when(f"{row['DOB']} 00:00")
            assert born.date() <= when(committed[row["CRIME REF"]]).date()


def test_nominal_ids_are_imperfect_and_names_untidy(rows_of: ReadRows) -> None:
    ids: dict[tuple[str, str, str], set[str]] = {}
    names: dict[str, set[tuple[str, str]]] = {}
    for row in rows_of("police_people"):
        plain = tuple(strip_accents(row[key]).upper().strip() for key in ("SURNAME", "FORENAME"))
        if all(plain) and row["DOB"]:
            ids.setdefault((*plain, row["DOB"]), set()).add(row["NOMINAL ID"])
            names.setdefault(row["NOMINAL ID"], set()).add((row["DOB"], plain[1][:3]))
    assert 100 < sum(len(found) > 1 for found in ids.values()) < 2500
    births = {one: {born for born, _ in found} for one, found in names.items()}
    assert 5 < sum(len(found) > 1 for found in births.values()) < 300
    written = [row["SURNAME"] for row in rows_of("police_people")]
    assert any(name.isupper() for name in written)
    assert any(name != name.strip() for name in written)
    assert any(name != strip_accents(name) for name in written)
    assert "" in written


def test_the_months_of_a_run_of_admissions_are_left_to_chance(rows_of: ReadRows) -> None:
    """The two runs come to their planted ratio; no month is what it would be without chance."""
    rows = rows_of("hospital_admissions")
    counts = [
        int(row["Admissions"])
        for row in rows
        if (row["Kind"], row["AgeGroup"]) == ("Assault", "All ages")
    ]
    assert sum(counts[-18:]) / sum(counts[-36:-18]) == pytest.approx(0.87, abs=0.02)
    assert len(set(counts[-18:])) > 4


def test_admissions_are_rounded_and_the_smallest_not_shown(rows_of: ReadRows) -> None:
    cells = Counter(row["Admissions"] for row in rows_of("hospital_admissions"))
    assert cells["*"] > 10
    assert all(cell == "*" or (int(cell) % 5 == 0 and int(cell) not in (5,)) for cell in cells)
    assert [round_for_others(count) for count in (0, 1, 7, 8, 12, 13)] == [
        *("0", "*", "*", "10", "10", "15")
    ]


def test_attendances_are_of_residents_visitors_and_homes_nobody_knows(rows_of: ReadRows) -> None:
    homes = Counter(row["PostcodeSector"][:2] for row in rows_of("ae_attendances"))
    assert set(homes) == {"XL", "XM", ""}
    assert homes["XL"] > 10 * homes["XM"] / 2 > homes[""] > 0
    assert {row["InjuryIntent"] for row in rows_of("ae_attendances")} == {
        *("Assault", "Accidental", "Self-harm", "Not known")
    }
