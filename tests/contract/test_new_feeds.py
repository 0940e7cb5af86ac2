"""Injury surveillance, schools, orders, episodes and supplied tables at the door, drawn small."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import polars as pl
import pytest
from made_files import Door, csv_text, mapping_of

from vrn.sharing.contracts import CONTRACTS
from vrn.sharing.fault import TextError

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.sharing.receipt import Receipt

INFIRMARY, GENERAL = "injury-surveillance-infirmary", "injury-surveillance-general"
SECRET = ("Madeup", "Robin", "2005-03-04", "04/03/2005", "XL4 7AB")


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def stored(door: Door, feed: str) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(part.path) for part in door.store.live_parts(feed)])


def file_of(under: str, *rows: dict[str, str], **how: str) -> bytes:
    """Rows by canonical name as that supplier's file."""
    theirs = mapping_of(under).columns
    lines = [[row.get(name, "") for name in theirs] for row in rows]
    return csv_text(lines, list(theirs.values()), **how).encode()


def istv(**changes: str) -> dict[str, str]:
    row = {
        "site_code": "RXL01",
        "period_start": "01/05/2020",
        "period_end": "31/05/2020",
        "arrived_at": "23/05/2020 23:50",
        "assaulted_at": "23/05/2020 22:10",
        "assault_method": "4",
        "location_type": "2",
        "location_description": "by the Quillmere Arms",
    }
    return row | changes


def test_two_hospitals_with_columns_and_codes_of_their_own_become_one_feed(door: Door) -> None:
    receipt = door.send(file_of(INFIRMARY, istv()), "may.csv", INFIRMARY)
    assert receipt.is_accepted, receipt.to_text()
    own = istv(
        period_start="2020-05-01",
        period_end="2020-05-31",
        assault_method="Knife",
        arrived_at="2020-05-03 01:00:00",
        assaulted_at="2020-05-03 00:30:00",
        location_type="bus",
    )
    content = file_of(GENERAL, own, delimiter=";")
    receipt = door.send(content, "export.csv", GENERAL)
    assert receipt.is_accepted, receipt.to_text()
    rows = stored(door, "injury-surveillance").sort("site_code")
    told = rows.select("site_code", "month", "assault_method", "location_type", "assaulted_at")
    assert told.rows() == [
        ("RXL01", "2020-05", "GL", "LP", "2020-05-23T22:10"),
        ("RXM02", "2020-05", "SH", "TR", "2020-05-03T00:30"),
    ]


def test_injury_surveillance_has_no_age_sex_or_identity() -> None:
    named = {"age", "sex", "born", "surname", "forename", "nhs_number", "home_postcode"}
    contract = CONTRACTS["injury-surveillance"]
    assert not named & {*contract.names, *contract.stored_names}
    assert not contract.needs_key
    assert all(not column.allowed for column in contract.columns), "no list of codes in the code"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"assault_method": "77"}, "is not in the mapping's list of codes"),
        ({"arrived_at": "02/06/2020 00:10"}, "lies outside the reporting period"),
        ({"assaulted_at": "24/05/2020 00:10"}, "arrived before the assault"),
        ({"assaulted_at": ""}, "is empty"),
    ],
)
def test_a_row_of_injury_surveillance_is_held_back(
    door: Door, changes: dict[str, str], says: str
) -> None:
    rows = [istv() for _ in range(150)]
    receipt = door.send(file_of(INFIRMARY, *rows, istv(**changes)), "may.csv", INFIRMARY)
    assert receipt.is_accepted, receipt.to_text()
    assert receipt.rows_held_back == 1
    assert says in receipt.held_back[0].reason


ORDER = {
    "order_no": "I1",
    "child": "C1",
    "surname": "Madeup",
    "forename": "Robin",
    "born": "04/03/2005",
    "sex": "M",
    "ethnicity_self": "W1",
    "home_postcode": "XL4 7AB",
    "order": "YCC",
    "first_time": "Y",
    "ho_class": "8N",
    "started_on": "03/03/2020",
}
LICENCE = {
    "order_no": "E1",
    "person": "X1",
    "surname": "Madeup",
    "forename": "Robin",
    "born": "2005-03-04",
    "sex": "M",
    "ethnicity_self": "W1",
    "home_postcode": "XL4 7AB",
    "order": "SSO",
    "risk_of_harm": "H",
    "started_on": "2024-03-04",
}
EXCLUSION = {
    "exclusion": "S1",
    "pupil": "P1",
    "born": "2005-03-04",
    "sex": "F",
    "home_postcode": "XL4 7AB",
    "kind": "SUSP",
    "school": "990101",
    "reason": "OW",
    "started_on": "2020-03-04",
    "ended_on": "2020-03-05",
    "sessions": "3",
}
ABSENCE = {
    "pupil": "P1",
    "born": "2005-03-04",
    "home_postcode": "XL4 7AB",
    "month": "2020-03",
    "school": "990101",
    "possible": "40",
    "authorised": "2",
    "unauthorised": "5",
}
# agreement, row, delimiter, what is stored of it
PEOPLE = [
    (
        *("youth-justice", ORDER, ","),
        {"month": "2020-03", "age": 14, "order": "youth conditional caution"},
    ),
    (
        *("probation", LICENCE, "|"),
        {"age": 19, "order": "suspended sentence order", "risk_of_harm": "high"},
    ),
    (
        *("school-exclusions", EXCLUSION, ","),
        {"age": 15, "kind": "suspension", "reason": "use or threat of a weapon", "sessions": 3},
    ),
    ("school-absence", ABSENCE, ",", {"age": 14, "unauthorised": 5, "home_sector": "XL4 7"}),
]


def send(door: Door, under: str, *rows: dict[str, str], delimiter: str = ",") -> Receipt:
    ending = "txt" if delimiter == "|" else "csv"
    return door.send(file_of(under, *rows, delimiter=delimiter), f"sent.{ending}", under)


@pytest.mark.parametrize(("under", "row", "delimiter", "kept"), PEOPLE, ids=[p[0] for p in PEOPLE])
def test_people_are_kept_as_tokens_with_an_age(
    door: Door, under: str, row: dict[str, str], delimiter: str, kept: dict[str, object]
) -> None:
    receipt = send(door, under, row, delimiter=delimiter)
    assert receipt.is_accepted, receipt.to_text()
    (found,) = stored(door, CONTRACTS[under].feed).to_dicts()
    assert {name: found[name] for name in kept} == kept
    assert not [word for word in SECRET if word in str(found) + receipt.to_json()]


def test_the_same_child_has_the_same_tokens_in_each_feed(door: Door) -> None:
    for under, row, delimiter, _ in PEOPLE:
        assert send(door, under, row, delimiter=delimiter).is_accepted
    born = {stored(door, under)["born"][0] for under, *_ in PEOPLE}
    assert len(born) == 1
    homes = {stored(door, under)["home"][0] for under, *_ in PEOPLE}
    assert len(homes) == 1


@pytest.mark.parametrize(
    ("born", "age"), [("05/03/2005", 14), ("01/01/1900", None), ("01/01/1890", None)]
)
def test_an_age_is_whole_years_or_nothing(door: Door, born: str, age: int | None) -> None:
    """Days that systems write where none is known, and lives longer than any, give no age."""
    form = {"born": born, "started_on": "04/03/2020"}
    receipt = send(door, "youth-justice", ORDER | form)
    if born.endswith("1890"):
        assert not receipt.is_accepted, "no day of birth is that old"
        return
    assert stored(door, "youth-justice")["age"].to_list() == [age]


EPISODE = {
    "episode": "9001",
    "site_code": "RXL",
    "episode_order": "1",
    "admission_method": "21",
    "patient_class": "1",
    "admitted_on": "2020-05-04",
    "ended_on": "2020-05-06",
    "age": "19",
    "sex": "1",
    "ethnic_category": "A",
    "home_sector": "XL4 7",
}


@pytest.mark.parametrize(
    ("diagnoses", "causes"),
    [
        ("S61.0; X99.0", "X99.0"),
        ("S610,F100,Y04,X990", "Y04 X99.0"),
        ("S61.0 X99X", "X99"),
        ("J45.9", None),
    ],
)
def test_of_an_episode_only_the_external_causes_are_kept(
    door: Door, diagnoses: str, causes: str | None
) -> None:
    receipt = send(door, "hospital-episodes", EPISODE | {"diagnoses": diagnoses})
    assert receipt.is_accepted, receipt.to_text()
    (found,) = stored(door, "hospital-episodes").to_dicts()
    assert (found["causes"], found["episode_order"], found["admission_method"]) == (causes, 1, "21")
    assert "S61" not in str(found)
    assert "J45" not in str(found)


TABLE = "exclusions-2006-2017"


def cells(*marks: str) -> bytes:
    header = ["year", "level", "la_name", "school_type", *mapping_of(TABLE).across]
    rows = [["201617", "Local authority", "Midbury", "Total", *marks]]
    return csv_text(rows, header).encode()


def test_each_column_of_a_wide_table_is_counted_apart_and_each_mark_is_another(door: Door) -> None:
    receipt = door.send(cells("3", "1.50E3", "x", ".", "0", "0.00", "412", "4.12"), "t.csv", TABLE)
    assert receipt.is_accepted, receipt.to_text()
    rows = stored(door, "supplied-tables").select("counted", "written", "value", "state").rows()
    expected = [
        ("Schools", "3", 3.0, "shown"),
        ("Pupils", "1.50E3", 1500.0, "shown"),
        ("Permanent exclusions", "x", None, "suppressed"),
        ("Permanent exclusions in 100 pupils", ".", None, "not available"),
        ("Suspensions", "0", 0.0, "zero"),
        ("Suspensions in 100 pupils", "0.00", 0.0, "zero"),
        ("Pupils suspended at least once", "412", 412.0, "shown"),
        ("Pupils suspended at least once in 100", "4.12", 4.12, "shown"),
    ]
    assert sorted(rows) == sorted(expected)
    assert [(note.what, note.count) for note in receipt.mended] == [
        ("numbers in scientific form were written out", 1)
    ]


def test_a_sum_below_a_table_is_no_cell_of_it(door: Door) -> None:
    content = cells(*"12345678") + b"Total,,,,1,2,3,4,5,6,7,8\n"
    assert "looks like a total" in door.send(content, "t.csv", TABLE).to_text()


@pytest.mark.parametrize("odd", ["*", "", "c", "1,200", "nan"])
def test_a_mark_that_the_mapping_does_not_name_is_never_guessed(door: Door, odd: str) -> None:
    receipt = door.send(cells("3", odd, "1", "1", "1", "1", "1", "1"), "t.csv", TABLE)
    assert not receipt.is_accepted
    assert "no mark that the mapping names: x, ." in receipt.to_text()


def test_a_number_beside_a_mark_that_says_there_is_none_is_held_back(door: Door) -> None:
    under = "sharp-object-admissions-total"
    row = {
        "counted": "FAEs",
        "area": "Midshire",
        "period": "2019-20",
        "group": "All",
        "within_period": "April",
        "written": "20",
    }
    good = [row | {"area": f"Midshire {n}"} for n in range(200)]
    odd = [row | {"mark": "*"}, row | {"area": "Farshire", "written": "", "mark": "*"}]
    receipt = send(door, under, *good, *odd)
    assert receipt.is_accepted, receipt.to_text()
    assert [held.reason for held in receipt.held_back] == [
        "'20' is a number, and the mark beside it says that there is none"
    ]
    assert stored(door, "supplied-tables").filter(area="Farshire")["state"].to_list() == [
        "suppressed"
    ]


ENTRANTS = "first-time-entrants"


def parquet(**columns: list[object]) -> bytes:
    plain = {
        "measure_code": ["FirstYJS", "FirstYJS", "RTA"],
        "measure": ["M", "M", "R"],
        "period": ["2019"] * 3,
        "area": ["Midbury", "England", "Midbury"],
        "value": ["-", "1258", "12.1"],
        "la_number": [901.0, 970.0, 901.0],
        "region": ["N"] * 3,
        "topic": ["T"] * 3,
        "value_num": [None, 1258.0, 12.1],
    }
    file = io.BytesIO()
    pl.DataFrame(plain | columns).write_parquet(file)
    return file.getvalue()


def test_of_a_parquet_file_the_rows_that_were_asked_for_are_read(door: Door) -> None:
    receipt = door.send(parquet(), "t.parquet", ENTRANTS)
    assert receipt.is_accepted, receipt.to_text()
    assert (receipt.rows_read, receipt.rows_loaded) == (1, 1)
    assert [(note.what, note.count) for note in receipt.mended] == [
        ("rows that the mapping does not ask for were read over", 2)
    ]
    (row,) = stored(door, "supplied-tables").to_dicts()
    assert (row["counted"], row["area"], row["state"]) == (
        *("First-time entrants", "Midbury"),
        "not available",
    )


@pytest.mark.parametrize(
    ("content", "file", "says"),
    [
        (parquet(value=[1.5, 2.5, 3.5]), "t.parquet", "neither texts nor whole numbers"),
        (parquet()[:-20], "t.parquet", "no whole Parquet file"),
        (parquet()[:400] + b"x" * 40 + parquet()[440:], "t.parquet", "no whole Parquet file"),
        (parquet(further=["a"] * 3), "t.parquet", "does not list the column"),
        (b"measure_code,period\n", "t.csv", "it is no Parquet file"),
        (b"measure_code,period\n", "t.parquet", "the name says parquet"),
        (parquet(), "t.csv", "the bytes say parquet"),
    ],
)
def test_a_parquet_file_that_is_not_as_agreed_is_refused(
    door: Door, content: bytes, file: str, says: str
) -> None:
    receipt = door.send(content, file, ENTRANTS)
    assert not receipt.is_accepted
    assert says in receipt.to_text()


def test_a_parquet_file_where_a_text_was_agreed_is_refused(door: Door) -> None:
    receipt = door.send(parquet(), "t.parquet", TABLE)
    assert not receipt.is_accepted
    assert "it is a Parquet file. Expected: a csv file" in receipt.to_text()


def test_a_parquet_file_beyond_the_bounds_is_refused(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vrn.sharing.files import parquet as reader

    monkeypatch.setattr(reader, "MOST_ROWS", 2)
    assert "it holds 3 rows" in door.send(parquet(), "a.parquet", ENTRANTS).to_text()
    monkeypatch.setattr(reader, "MOST_BYTES", 100)
    content = parquet(period=["2020"] * 3)
    assert "it holds more than 0 MB" in door.send(content, "b.parquet", ENTRANTS).to_text()


@pytest.mark.parametrize(
    ("end", "fault"),
    [
        ('"c" = "hidden"', "marks says 'hidden' of 'c': try one of suppressed, not available, low"),
        ('[only]\nmoon = ["Io"]', "only names 'moon', which the mapping does not fill"),
        ('[leave_out]\nmoon = ["Io"]', "leave_out names 'moon', which the mapping does not fill"),
    ],
)
def test_what_is_wrong_with_a_mapping_of_a_table_is_said(end: str, fault: str) -> None:
    with pytest.raises(TextError) as told:
        mapping_of(TABLE, end=end)
    assert fault in told.value.faults


ECDS = "ae-attendances-ecds"


def attendance(number: int, **changes: str) -> dict[str, str]:
    row = {
        "attendance": f"A{number}",
        "site_code": "RXL01",
        "intent": "276853009",
        "sex": "1",
        "arrived_at": "2020-05-23T23:10:00",
    }
    return row | changes


def test_an_attendance_in_the_emergency_care_data_set_is_read_by_its_own_element_names(
    door: Door,
) -> None:
    """A concept that nobody has listed is held back: none is taken from memory."""
    rows = [attendance(number) for number in range(150)]
    content = file_of(ECDS, *rows, attendance(999, intent="123456789"))
    receipt = door.send(content, "ecds.csv", ECDS)
    assert receipt.is_accepted, receipt.to_text()
    assert [row.column for row in receipt.held_back] == ["intent"]
    assert set(stored(door, "ae-attendances")["intent"]) == {"self-harm"}
