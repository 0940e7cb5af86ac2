"""The door holds every file to its agreement: the rows of bad-input that are about agreements."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import made_agencies as made
import polars as pl
import pytest
from made_agencies import (
    ATTENDANCE_HEADER,
    OFFENCE_HEADER,
    attendance_row,
    attendances,
    callouts,
    offence_row,
    offences,
    people,
)
from made_files import TODAY, Door, agreement_of, agreement_text, csv_text, street

from vrn.sharing.agreement import Agreement, parse_agreement
from vrn.sharing.agreements.refusing import DESTROYED
from vrn.sharing.agreements.standing import Standing
from vrn.sharing.agreements.states import State

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.sharing.receipt import Receipt

SURNAME = "Quillfeather"
ONLY_16 = '["pcsc-2022-s16"]'


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def faults(receipt: Receipt) -> str:
    return "\n".join(fault["says"] for fault in receipt.faults)


def kept_bytes(door: Door) -> bytes:
    """Everything that lies in the store."""
    files = [path for path in (door.folder / "store").rglob("*") if path.is_file()]
    return b"".join(path.read_bytes() for path in files)


def changed(under: str, **lines: str) -> Agreement:
    """An agreement of the template with more lines at its head, or lines of it replaced."""
    text = agreement_text(under)
    for key, value in lines.items():
        held = [line for line in text.splitlines() if line.startswith(f"{key} =")]
        text = text.replace(held[0], f"{key} = {value}") if held else f"{key} = {value}\n{text}"
    return parse_agreement(text)


def check_refused_for_law(receipt: Receipt, door: Door, *values: str) -> None:
    assert not receipt.is_accepted
    assert DESTROYED in receipt.incident
    assert f"Incident        {receipt.incident}" in receipt.to_text()
    assert len(receipt.sha256) == 64
    assert receipt.rows_read == 0
    assert door.store.live_receipts() == []
    assert door.store.receipts()[-1]["incident"] == receipt.incident
    for value in values:
        assert value.encode() not in kept_bytes(door)
        assert value not in receipt.to_json()


# --- no agreement in force -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("standing", "says"),
    [
        (Standing(State.DRAFT, "signatures are lacking: The network"), "it is draft; signatures"),
        (Standing(State.WITHDRAWN, "A withdrew it", date(2024, 5, 1)), "it is withdrawn; A with"),
        (None, "signatures are lacking"),
    ],
)
def test_a_file_without_an_agreement_in_force_is_refused(
    door: Door, standing: Standing | None, says: str
) -> None:
    receipt = door.send(offences(), "o.csv", made.OFFENCES, standing=standing)
    assert not receipt.is_accepted
    assert f"is not in force on {TODAY}" in faults(receipt)
    assert says in faults(receipt)
    assert receipt.incident == "", "a late signature is no incident"
    assert b"20-0000001" not in kept_bytes(door)


def test_open_data_needs_no_signature(door: Door) -> None:
    assert door.send(street(), standing=None).is_accepted


@pytest.mark.parametrize(
    ("today", "clause"),
    [
        (date(2023, 3, 31), "in_force_from = 2023-04-01"),
        (date(2025, 1, 1), "in_force_to = 2024-12"),
    ],
)
def test_a_signed_agreement_counts_on_its_days_alone(door: Door, today: date, clause: str) -> None:
    agreement = changed(made.OFFENCES, in_force_to="2024-12-31")
    receipt = door.send(offences(), "o.csv", agreement=agreement, today=today)
    assert f"its clause {clause}" in faults(receipt)


def test_the_right_file_under_another_agreement_is_refused(door: Door) -> None:
    receipt = door.send(offences(), "o.csv", made.ATTENDANCES)
    assert not receipt.is_accepted
    assert "its first line is not the header of the feed 'ae-attendances'" in faults(receipt)
    assert b"20-0000001" not in kept_bytes(door)


# --- columns and names ---------------------------------------------------------------------------


def test_a_column_that_is_not_in_the_schedule_is_refused_and_no_value_kept(door: Door) -> None:
    content = csv_text([[*offence_row(), "Quillmere Arms"]], [*OFFENCE_HEADER, "PUB"]).encode()
    receipt = door.send(content, "o.csv", made.OFFENCES)
    assert "does not list the column in place 19 in its clause columns" in faults(receipt)
    assert b"Quillmere" not in kept_bytes(door)
    assert "Quillmere" not in receipt.to_json()


@pytest.mark.parametrize("header", ["Surname", "PATIENT NAME", "NHS number", "date_of_birth"])
def test_a_column_of_names_where_it_says_pseudonymised_is_an_incident(
    door: Door, header: str
) -> None:
    content = csv_text([[*attendance_row(), SURNAME]], [*ATTENDANCE_HEADER, header]).encode()
    receipt = door.send(content, "a.csv", made.ATTENDANCES)
    assert "its clause identifiability = pseudonymised" in faults(receipt)
    assert receipt.header[:2] == ("AttendanceNo", "SiteCode")
    check_refused_for_law(receipt, door, SURNAME)


def test_names_in_the_place_of_numbers_are_an_incident_without_a_value(door: Door) -> None:
    content = attendances(3, attendance_row(attendance=f"Robin {SURNAME}"))
    receipt = door.send(content, "a.csv", made.ATTENDANCES)
    assert "what looks like a name stands where a record's number belongs" in faults(receipt)
    assert "line 5, column attendance" in faults(receipt)
    check_refused_for_law(receipt, door, SURNAME)


def test_names_are_let_in_where_they_were_agreed(door: Door) -> None:
    door.prepare([(made.OFFENCES, offences())])
    assert door.send(people(), "p.csv", made.PEOPLE).is_accepted


# --- section 16 ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("under", "content", "value"),
    [(made.ATTENDANCES, attendances(), "A100001"), (made.CALLOUTS, callouts(), "900001")],
)
@pytest.mark.parametrize("is_signed", [True, False])
def test_rows_of_a_health_body_under_section_16_are_an_incident(
    door: Door, under: str, content: bytes, value: str, is_signed: bool
) -> None:
    """A text that says so is no agreement in force; the incident is recorded all the same."""
    standing = Standing(State.IN_FORCE if is_signed else State.DRAFT, "it is not lawful")
    receipt = door.send(
        content, "h.csv", agreement=changed(under, gateways=ONLY_16), standing=standing
    )
    assert "gateways = [pcsc-2022-s16]" in faults(receipt)
    assert "section 16(4)" in faults(receipt)
    assert ("is not in force" in faults(receipt)) is not is_signed
    assert receipt.header, "the header's names are kept"
    check_refused_for_law(receipt, door, value)


def test_a_broken_file_of_an_unlawful_flow_is_an_incident_too(door: Door) -> None:
    agreement = changed(made.ATTENDANCES, gateways=ONLY_16)
    receipt = door.send(attendances()[:-60], "h.csv", agreement=agreement)
    check_refused_for_law(receipt, door, "A100001")


def test_another_gateway_lets_the_same_rows_in(door: Door) -> None:
    agreement = changed(made.ATTENDANCES, gateways='["pcsc-2022-s16", "nhs-2006-s251"]')
    assert door.send(attendances(), "h.csv", agreement=agreement).is_accepted


def test_numbers_of_a_health_body_may_come_under_section_16(door: Door) -> None:
    agreement = changed(made.ADMISSIONS, gateways=ONLY_16)
    assert door.send(made.admissions(), "m.csv", agreement=agreement).is_accepted


def test_the_police_may_send_under_section_16(door: Door) -> None:
    agreement = changed(made.OFFENCES, gateways=ONLY_16)
    assert door.send(offences(), "o.csv", agreement=agreement).is_accepted


# --- period, area and tolerance ------------------------------------------------------------------


def test_rows_after_the_last_month_are_held_back_with_the_clause(door: Door) -> None:
    late = offence_row(900, recorded_at="02/07/2020 09:00")
    agreement = changed(made.OFFENCES, period_to='"2020-06"')
    receipt = door.send(offences(150, late), "o.csv", agreement=agreement)
    (held,) = receipt.held_back
    assert (held.line, held.column) == (152, "recorded_at")
    assert "its clause period_to = 2020-06" in held.reason
    assert (receipt.rows_read, receipt.rows_loaded, receipt.rows_held_back) == (151, 150, 1)


def test_people_of_offences_before_the_first_month_are_held_back(door: Door) -> None:
    """Their month is that of the offence, which is known at the door alone."""
    door.prepare([(made.OFFENCES, offences())])
    agreement = changed(made.PEOPLE, period_from='"2020-06"', tolerance="0.5")
    receipt = door.send(people(), "p.csv", agreement=agreement)
    assert not receipt.is_accepted
    assert "is before the first month of the agreement, its clause period_from = 2020-06" in faults(
        receipt
    )


def test_rows_of_another_area_are_held_back_with_the_clause(door: Door) -> None:
    away = made.admission_row(area_code="E99000001")
    agreement = changed(
        made.ADMISSIONS, area_column='"area_code"', area_begins='["E07"]', tolerance="0.3"
    )
    receipt = door.send(made.admissions(12, away), "m.csv", agreement=agreement)
    (held,) = receipt.held_back
    assert "is outside the agreement's area, its clause area_begins = E07" in held.reason
    stored = pl.concat(
        [pl.read_parquet(part.path) for part in door.store.live_parts("hospital-admissions")]
    )
    assert stored.height == receipt.rows_stored == 12
    assert "E99000001" not in stored["area_code"].to_list()


def test_a_row_without_a_place_stays(door: Door) -> None:
    agreement = changed(made.OFFENCES, area_column='"sector"', area_begins='["XL"]')
    receipt = door.send(offences(3, offence_row(9, postcode="")), "o.csv", agreement=agreement)
    assert (receipt.is_accepted, receipt.rows_held_back) == (True, 0)


def test_the_tolerance_is_the_agreements_own(door: Door) -> None:
    content = offences(3, offence_row(9, status="Lost"))
    assert not door.send(content, "o.csv", made.OFFENCES).is_accepted
    own = agreement_of(made.OFFENCES, tolerance="0.25")
    assert door.send(content, "o.csv", agreement=own).is_accepted
