"""The attendances that are offences too: as many as planted, each a victim's, with its errors."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from vrn_demo.agencies.files import make_agencies
from vrn_demo.agencies.known import Known
from vrn_demo.agencies.planted import REPORTED

if TYPE_CHECKING:
    from collections.abc import Callable

    ReadRows = Callable[[str], list[dict[str, str]]]


def test_as_many_are_known_as_were_planted(agencies_truth: dict[str, Any]) -> None:
    known = agencies_truth["attendances_known"]
    assert agencies_truth["drawn"]["attendances_known"] == pytest.approx(0.2, abs=0.005)
    for group in ("all ages", "under 25"):
        share = known["known"][group] / known["could_be_known"][group]
        assert share == pytest.approx(0.2, abs=0.01)
    months = agencies_truth["assault_attendances_by_month"]["all ages"]
    assert known["could_be_known"]["all ages"] == sum(
        count for month, count in months.items() if month >= "2019-02"
    )
    assert known["injuries_known"] > 0.9 * known["known"]["all ages"]


def test_far_more_attendances_meet_a_victim_than_by_chance(rows_of: ReadRows) -> None:
    """By sex, home sector and time: 15 minutes about the injury, and about a week before it."""
    committed = {row["CRIME REF"]: row["COMMITTED FROM"] for row in rows_of("police_offences")}
    met = {
        (
            row["SEX"],
            row["HOME POSTCODE"].replace(" ", "").upper()[:-2],
            datetime.strptime(committed[row["CRIME REF"]], "%d/%m/%Y %H:%M"),  # noqa: DTZ007
        )
        for row in rows_of("police_people")
        if row["ROLE"] == "Victim"
    }
    attended = [
        (
            {"1": "M", "2": "F"}.get(row["Sex"], ""),
            row["PostcodeSector"].replace(" ", ""),
            datetime.fromisoformat(row["InjuryDateTime"]),
        )
        for row in rows_of("ae_attendances")
        if row["InjuryIntent"] == "Assault" and row["InjuryDateTime"] >= "2019-03"
    ]
    found = [
        sum(
            any((sex, sector, time + move + timedelta(minutes=m)) in met for m in range(-15, 16))
            for sex, sector, time in attended
        )
        for move in (timedelta(), timedelta(days=-7))
    ]
    assert found[0] > 600 > 10 * found[1]


def test_a_person_arrives_after_the_injury_and_within_the_month(rows_of: ReadRows) -> None:
    for row in rows_of("ae_attendances"):
        assert not row["InjuryDateTime"] or row["InjuryDateTime"] <= row["ArrivalDateTime"]


def test_another_planted_share_changes_no_other_agency(agencies: dict[str, bytes]) -> None:
    others = make_agencies(planted=replace(REPORTED, attendances_known=0.4))
    changed = {name for name in agencies if others[name] != agencies[name]}
    assert {name.split("/")[-1].split("_")[0] for name in changed} == {"ae", "known"}
    assert len(changed) == 2


def test_an_offence_is_one_attendance_at_most() -> None:
    one, two = np.array([1]), np.array([1, 1])
    columns = dict.fromkeys(("is_male", "group", "age", "sector", "arrived", "injured"), two)
    with pytest.raises(ValueError, match="one offence at most"):
        Known(attendance=np.array([1, 2]), offence=two, **columns)
    Known(attendance=one, offence=one, **dict.fromkeys(columns, one))
