"""The made-up files of schools, orders, injury surveillance and the unit's quarterly table."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from vrn_demo.agencies import further
from vrn_demo.agencies.files import TRUTH
from vrn_demo.agencies.unit_table import TABLE, show


def rows_of(agencies: dict[str, bytes], name: str, **how: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(agencies[name].decode("cp1252"), newline=""), **how))


def test_the_two_hospitals_write_in_their_own_way(agencies: dict[str, bytes]) -> None:
    infirmary = rows_of(agencies, further.INFIRMARY)
    general = rows_of(agencies, further.GENERAL, delimiter=";")
    assert not set(infirmary[0]) & set(general[0])
    assert {row["Site Code"] for row in infirmary} == {"RXL01"}
    assert {"fist", "FIST", ""} <= {row["WEAPON"] for row in general}


@pytest.mark.parametrize("name", [further.INFIRMARY, further.GENERAL])
def test_injury_surveillance_names_no_age_or_sex(agencies: dict[str, bytes], name: str) -> None:
    header = agencies[name].split(b"\r\n")[0].decode().lower()
    assert not any(word in header for word in ("age", "sex", "gender", "name", "birth"))


def test_who_stands_in_an_order_is_a_suspect_of_the_police(agencies: dict[str, bytes]) -> None:
    police = set()
    for name, content in agencies.items():
        if "police_people" in name:
            text = content.decode("utf-8-sig")
            for row in csv.DictReader(io.StringIO(text, newline="")):
                if row["ROLE"].lower() == "suspect":
                    police.add((row["SURNAME"], row["DOB"]))
    text = agencies[further.YOUTH_JUSTICE].decode("utf-8")
    children = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(children) > 100
    assert {(row["Surname"], row["DOB"]) for row in children} <= police


def test_the_units_table_shows_of_the_truth_what_its_rule_lets_through(
    agencies: dict[str, bytes],
) -> None:
    truth = json.loads(agencies[TRUTH])["assaults_treated"]
    rows = rows_of(agencies, TABLE, delimiter=";")
    assert len(rows) == len(truth) == 9 * 8 * 2
    missing = [row for row in rows if row["ED attendances"] == "n/a"]
    assert [(row["Council"], row["Admitted"]) for row in missing] == [("Rutland", "")]
    for row in rows:
        if row not in missing:
            told = truth[f"{row['Council']}, {row['Quarter']}, {row['Age']}"]
            assert [row["ED attendances"], row["Admitted"]] == [show(count) for count in told]
    assert {"*", "low", "0"} <= {row["Admitted"] for row in rows}
