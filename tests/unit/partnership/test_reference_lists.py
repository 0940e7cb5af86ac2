"""The shipped lists: any police force area of England and Wales, found by name; none is special."""

from __future__ import annotations

import re

import pytest

from vrn.partnership.reference import UnknownAreaError, find_police_area, read_list
from vrn.terms import Level, Period, following_month

CODE = re.compile(r"[EW]\d{8}")


@pytest.mark.parametrize(
    ("area", "force", "districts"),
    [
        ("Cleveland", "Cleveland Police", 4),
        ("Durham", "Durham Constabulary", 2),
        ("South Wales", "South Wales Police", 7),
        ("devon & cornwall", "Devon & Cornwall Police", 12),
        ("WARWICKSHIRE", "Warwickshire Police", 5),
        ("London, City of", "City of London Police", 1),
    ],
)
def test_a_police_area_is_found_whatever_its_case(area: str, force: str, districts: int) -> None:
    found = find_police_area(area)
    assert found.name.casefold() == area.casefold()
    assert found.forces == (force,)
    assert len(found.districts) == districts
    assert all(district.level is Level.DISTRICT for district in found.districts)
    codes = [district.code for district in found.districts]
    assert codes == sorted(set(codes))


def test_every_police_area_in_the_list_can_be_started() -> None:
    """Nothing is true of one area alone."""
    names = {row["police_force_area_name"] for row in read_list("districts.csv")}
    assert len(names) == 43
    for name in names:
        found = find_police_area(name)
        assert found.name == name
        assert len(found.forces) == 1
        assert found.districts


def test_a_partnership_may_reach_over_several_whole_forces() -> None:
    found = find_police_area("Durham; cleveland ;Durham")
    assert found.name == "Durham, Cleveland"
    assert set(found.forces) == {"Cleveland Police", "Durham Constabulary"}
    assert len(found.districts) == 6


def test_and_may_be_written_for_its_sign() -> None:
    assert find_police_area("Devon and Cornwall").name == "Devon & Cornwall"


@pytest.mark.parametrize("district", ["Hartlepool", "E06000001"])
def test_a_part_of_a_force_is_refused_with_the_whole_of_it(district: str) -> None:
    """The published files hold a whole force; a part of it would lose what has no place."""
    with pytest.raises(UnknownAreaError, match=r"whole force areas: try Cleveland$"):
        find_police_area(district)


@pytest.mark.parametrize(
    ("wanted", "near"),
    [
        ("Clevland", "Cleveland"),
        ("clevland", "Cleveland"),
        ("West Mids", "West Midlands"),
        ("Durham; Clevelnd", "Cleveland"),
        ("Durham Constabulary", "Durham"),
    ],
)
def test_an_unknown_name_gives_near_ones(wanted: str, near: str) -> None:
    with pytest.raises(UnknownAreaError, match="try one of: ") as told:
        find_police_area(wanted)
    assert near in str(told.value).partition("try one of: ")[2].split(", ")


def test_a_name_like_no_other_is_refused_without_a_guess() -> None:
    with pytest.raises(UnknownAreaError, match=r"'Zzyzx'$"):
        find_police_area("Zzyzx")


@pytest.mark.parametrize("wanted", ["", " ", ";", " ; ; "])
def test_no_name_at_all_says_what_to_name(wanted: str) -> None:
    with pytest.raises(UnknownAreaError, match="name a police force area, or several"):
        find_police_area(wanted)


def test_the_lists_are_whole() -> None:
    districts, forces = read_list("districts.csv"), read_list("police_forces.csv")
    assert len({row["district_code"] for row in districts}) == len(districts)
    assert len({row["district_name"] for row in districts}) == len(districts)
    for row in (*districts, *forces):
        assert all(cell == cell.strip() and cell for cell in row.values()), row
        assert CODE.fullmatch(row["police_force_area_code"])
    areas = {(r["police_force_area_code"], r["police_force_area_name"]) for r in districts}
    assert areas == {(r["police_force_area_code"], r["police_force_area_name"]) for r in forces}


def test_the_shipped_restrictions_are_dated_and_say_where_they_are_from() -> None:
    rows = read_list("restrictions.csv")
    assert rows
    for row in rows:
        period = Period(row["first_month"], row["last_month"])
        assert row["first_day"][:7] == period.first
        assert period.last <= row["last_day"] < f"{following_month(period.last)}-04"
        assert row["provenance"]


def test_every_list_has_its_source_beside_it() -> None:
    from importlib.resources import files

    folder = files("vrn.partnership") / "reference"
    sources = (folder / "SOURCES.md").read_text(encoding="utf-8")
    lists = [entry.name for entry in folder.iterdir() if entry.name.endswith(".csv")]
    assert lists
    assert all(f"| {name} |" in sources for name in lists)
