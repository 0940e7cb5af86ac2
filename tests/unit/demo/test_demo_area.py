"""The made-up area: two vintages that tile the same ground, and nothing that could be real."""

from __future__ import annotations

import csv
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from shapely import union_all
from shapely.geometry import shape

from vrn_demo.area import CITY, DISTRICTS, NAME, Change, SmallArea, build_area

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

AREA = build_area()


def read_shapes(folder: Path, name: str, key: str) -> dict[str, BaseGeometry]:
    collection = json.loads((folder / "boundaries" / name).read_text(encoding="utf-8"))
    return {one["properties"][key]: shape(one["geometry"]) for one in collection["features"]}


@pytest.fixture(scope="module")
def old(made_up: Path) -> dict[str, BaseGeometry]:
    return read_shapes(made_up, "lsoa11_llr.geojson", "LSOA11CD")


@pytest.fixture(scope="module")
def new(made_up: Path) -> dict[str, BaseGeometry]:
    return read_shapes(made_up, "lsoa21_llr.geojson", "LSOA21CD")


@pytest.fixture(scope="module")
def districts(made_up: Path) -> dict[str, BaseGeometry]:
    return read_shapes(made_up, "lad_llr.geojson", "lad_code")


def test_it_is_called_made_up_and_no_code_or_name_could_be_real() -> None:
    assert NAME.startswith("Made-up")
    for place in (*AREA.areas_2011, *AREA.areas_2021):
        assert place.code.startswith("E0199")
        assert len(place.code) == 9
        assert place.name.removeprefix(DISTRICTS[place.district])[:2] == " 9"


def test_it_has_nine_districts_and_as_many_small_areas_as_the_real_ones() -> None:
    assert list(DISTRICTS) == [
        "E06000016",
        "E06000017",
        *(f"E0700{n:04d}" for n in range(129, 136)),
    ]
    assert {place.district for place in AREA.areas_2021} == set(DISTRICTS)
    counted = Counter(place.district for place in AREA.areas_2011)
    assert [counted[code] for code in DISTRICTS] == [192, 23, 60, 99, 47, 66, 30, 58, 36]
    assert len(AREA.areas_2011) == 611
    assert len(AREA.areas_2021) == 630


def test_most_small_areas_are_unchanged_and_every_kind_of_change_is_there() -> None:
    kinds = {change.code_2011: change.kind for change in AREA.changes}
    assert Counter(kinds.values()) == {"U": 584, "S": 21, "M": 4, "X": 2}
    assert Counter(change.kind for change in AREA.changes) == {"U": 584, "S": 42, "M": 4, "X": 4}


def test_codes_and_names_stand_once_in_a_vintage_and_changed_areas_have_new_ones() -> None:
    for places in (AREA.areas_2011, AREA.areas_2021):
        assert len({place.code for place in places}) == len(places)
        assert len({place.name for place in places}) == len(places)
    names = {place.code: place.name for place in AREA.areas_2011}
    later = {place.code: place.name for place in AREA.areas_2021}
    for change in AREA.changes:
        is_same = change.code_2011 == change.code_2021
        assert is_same == (change.kind == "U")
        assert is_same == (names[change.code_2011] == later[change.code_2021])


def test_both_vintages_and_the_districts_tile_the_same_ground(
    old: dict[str, Any], new: dict[str, Any], districts: dict[str, Any]
) -> None:
    ground = union_all(list(districts.values()))
    for places in (old, new, districts):
        assert all(place.is_valid for place in places.values())
        assert sum(place.area for place in places.values()) == pytest.approx(ground.area, rel=1e-9)
        assert union_all(list(places.values())).symmetric_difference(ground).area < 1e-12


def test_changed_small_areas_cover_what_they_covered_before(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    changed = [change for change in AREA.changes if change.kind != "U"]
    for change in changed:
        before = union_all([old[one.code_2011] for one in changed if _is_tied(one, change)])
        after = union_all([new[one.code_2021] for one in changed if _is_tied(one, change)])
        assert before.symmetric_difference(after).area < 1e-12


def _is_tied(one: Change, other: Change) -> bool:
    """Whether two lines of the lookup are about the same change."""
    return (
        one.code_2011 == other.code_2011
        or one.code_2021 == other.code_2021
        or (one.kind == other.kind == "X")
    )


def test_a_split_parts_one_area_and_a_redrawn_border_mixes_two(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    for change in AREA.changes:
        shared = old[change.code_2011].intersection(new[change.code_2021]).area
        part_of_old = shared / old[change.code_2011].area
        part_of_new = shared / new[change.code_2021].area
        expected = {"U": (1, 1), "S": (0.5, 1), "M": (1, 0.5), "X": (0.5, 0.5)}[change.kind]
        assert (part_of_old, part_of_new) == pytest.approx(expected, abs=0.2)


def test_the_city_lies_in_the_middle_with_the_smallest_areas(
    new: dict[str, Any], districts: dict[str, Any]
) -> None:
    ground = union_all(list(districts.values()))
    assert districts[CITY].distance(ground.centroid) < 0.05
    inside = [new[place.code].area for place in AREA.areas_2021 if place.district == CITY]
    outside = [new[place.code].area for place in AREA.areas_2021 if place.district != CITY]
    assert sum(inside) / len(inside) < 0.6 * sum(outside) / len(outside)


def test_one_district_lies_in_two_parts(districts: dict[str, Any]) -> None:
    kinds = Counter(district.geom_type for district in districts.values())
    assert kinds == {"Polygon": 8, "MultiPolygon": 1}


def test_each_small_area_lies_in_the_district_that_it_names(
    old: dict[str, Any], new: dict[str, Any], districts: dict[str, Any]
) -> None:
    for places, ground in ((AREA.areas_2011, old), (AREA.areas_2021, new)):
        for place in places:
            assert ground[place.code].difference(districts[place.district]).area < 1e-12


@pytest.mark.parametrize(
    ("code", "district", "pieces"),
    [("E01013600", CITY, (0,)), ("E01990001", "E08000001", (0,)), ("E01990001", CITY, ())],
)
def test_a_small_area_that_could_be_real_or_lies_nowhere_is_refused(
    code: str, district: str, pieces: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match=r"^E01"):
        SmallArea(code, "Anywhere 901A", district, pieces)


def test_an_unknown_kind_of_change_is_refused() -> None:
    with pytest.raises(ValueError, match="kind of change"):
        Change("E01990001", "Z", "E01990001")


@pytest.mark.shared
def test_no_published_small_area_has_a_made_up_code_or_name(shared: Path) -> None:
    path = shared / "data" / "lookups" / "lsoa11_lsoa21_lad22_llr.csv"
    with path.open(encoding="utf-8", newline="") as file:
        real = {cell for row in csv.DictReader(file) for cell in row.values()}
    for place in (*AREA.areas_2011, *AREA.areas_2021):
        assert place.code not in real
        assert place.name not in real
