"""Police neighbourhoods: three parts of the city, elsewhere the districts; and the town centres."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from shapely import union_all
from shapely.geometry import Polygon

from vrn_demo.area import CITY, DISTRICTS, build_area, outline
from vrn_demo.policing import Neighbourhood, list_neighbourhoods

if TYPE_CHECKING:
    from collections.abc import Callable

    Reader = Callable[[str], list[dict[str, str]]]

AREA = build_area()
IN_CITY = ["West Leicester", "Central Leicester", "East Leicester"]


def test_the_city_has_three_neighbourhoods_and_every_other_district_is_one() -> None:
    found = [(one.name, one.district) for one in list_neighbourhoods()]
    others = [(name, code) for code, name in DISTRICTS.items() if code != CITY]
    assert found == [*((name, CITY) for name in IN_CITY), *others]
    assert len({one.code for one in list_neighbourhoods()}) == len(found)


def test_a_neighbourhood_elsewhere_is_refused() -> None:
    with pytest.raises(ValueError, match="district of the made-up area"):
        Neighbourhood("LN99", "Nowhere", "E08000001")


def test_each_small_area_of_2021_has_one_neighbourhood_in_its_own_district(
    read_rows: Reader,
) -> None:
    rows = read_rows("lookups/police_neighbourhoods.csv")
    assert [row["SmallAreaCode"] for row in rows] == [place.code for place in AREA.areas_2021]
    assert [row["DistrictCode"] for row in rows] == [place.district for place in AREA.areas_2021]
    given = {row["SmallAreaCode"]: row["Neighbourhood"] for row in rows}
    assert all(piece.neighbourhood == given[piece.code_2021] for piece in AREA.pieces)
    names = {row["Neighbourhood"]: row["NeighbourhoodName"] for row in rows}
    assert names == {one.code: one.name for one in list_neighbourhoods()}


def test_the_three_of_the_city_hang_together_and_lie_from_west_to_east() -> None:
    grounds = []
    for one in list_neighbourhoods()[:3]:
        places = [n for n, piece in enumerate(AREA.pieces) if piece.neighbourhood == one.code]
        (ring,) = outline(AREA, places)
        grounds.append(Polygon(ring))
    west, central, east = grounds
    assert west.centroid.x < central.centroid.x < east.centroid.x
    whole = union_all(grounds)
    assert all(ground.area > 0.05 * whole.area for ground in grounds)
    counted = Counter(piece.neighbourhood for piece in AREA.pieces if piece.district == CITY)
    assert min(counted.values()) >= 50


def test_every_sector_of_the_lookup_has_the_district_of_its_ground(read_rows: Reader) -> None:
    rows = read_rows("lookups/postcode_sectors.csv")
    given = {row["Sector"]: row["DistrictCode"] for row in rows}
    assert len(given) == len(rows)
    assert given == {piece.sector: piece.district for piece in AREA.pieces}


def test_town_centres_are_small_areas_of_2021_and_every_district_has_one() -> None:
    district = {place.code: place.district for place in AREA.areas_2021}
    assert len(set(AREA.town_centres)) == len(AREA.town_centres) == 17
    assert {district[code] for code in AREA.town_centres} == set(DISTRICTS)
    assert [district[code] for code in AREA.town_centres[:4]] == [CITY] * 4
    central = list_neighbourhoods()[1].code
    for code in AREA.town_centres[:4]:
        (piece,) = (piece for piece in AREA.pieces if piece.code_2021 == code)
        assert piece.neighbourhood == central
