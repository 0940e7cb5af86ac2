"""Town and country of the made-up area: one class each, the densest urban, the city all of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vrn_demo.area import CITY, build_area

if TYPE_CHECKING:
    from collections.abc import Callable

    Reader = Callable[[str], list[dict[str, str]]]

AREA = build_area()
FILE = "lookups/ruc21_lsoa21_llr.csv"
CODES = {"UN1", "UF1", "RLN1", "RLF1", "RSN1", "RSF1"}


def test_each_small_area_of_2021_has_one_class(read_rows: Reader) -> None:
    rows = read_rows(FILE)
    assert [row["lsoa21_code"] for row in rows] == [place.code for place in AREA.areas_2021]
    assert {row["ruc21_code"] for row in rows} <= CODES


def test_about_as_many_are_urban_as_really_are(read_rows: Reader) -> None:
    found = Counter(row["ruc"] for row in read_rows(FILE))
    assert set(found) == {"Urban", "Rural"}
    assert 0.75 < found["Urban"] / found.total() < 0.79


def test_code_name_and_settlement_belong_together(read_rows: Reader) -> None:
    for row in read_rows(FILE):
        code, name = row["ruc21_code"], row["classification"]
        assert (code[0] == "U") == (row["ruc"] == "Urban") == name.startswith("Urban:")
        assert (code[-2] == "N") == ("Nearer to" in name)
        assert (code[:2] == "RS") == name.startswith("Smaller rural:")


def test_the_city_is_urban_and_the_countryside_is_not_all(read_rows: Reader) -> None:
    urban = {row["lsoa21_code"] for row in read_rows(FILE) if row["ruc"] == "Urban"}
    by_district = Counter(place.district for place in AREA.areas_2021 if place.code in urban)
    whole = Counter(place.district for place in AREA.areas_2021)
    assert by_district[CITY] > 0.95 * whole[CITY]
    assert any(by_district[code] < 0.6 * whole[code] for code in whole if code != CITY)
