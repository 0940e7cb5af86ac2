"""The police neighbourhoods of the made-up area: three in the city, elsewhere one a district.

They nest in the small areas of 2021 and in the districts, as the real ones do there.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import dist
from typing import TYPE_CHECKING

from vrn_demo.layout import CENTRE_CELL, CITY, DISTRICTS, REACH_OF_CENTRE
from vrn_demo.shapes import place_centre
from vrn_demo.table_text import spell_table

if TYPE_CHECKING:
    from vrn_demo.area import MadeUpArea
    from vrn_demo.layout import Cell

HEADER = ("SmallAreaCode", "Neighbourhood", "NeighbourhoodName", "DistrictCode")
_PARTS_OF_THE_CITY = ("West Leicester", "Central Leicester", "East Leicester")


@dataclass(frozen=True)
class Neighbourhood:
    """A police neighbourhood: its made-up code, its name and the district that it lies in."""

    code: str
    name: str
    district: str

    def __post_init__(self) -> None:
        """Refuse a neighbourhood outside the made-up area."""
        if self.district not in DISTRICTS:
            raise ValueError(f"{self.name} needs a district of the made-up area")


def list_neighbourhoods() -> tuple[Neighbourhood, ...]:
    """Every police neighbourhood, the city's from west to east, then the others by district."""
    named = [(name, CITY) for name in _PARTS_OF_THE_CITY]
    named += [(name, code) for code, name in DISTRICTS.items() if code != CITY]
    return tuple(
        Neighbourhood(f"LN{n:02d}", name, district)
        for n, (name, district) in enumerate(named, start=1)
    )


def find_neighbourhood(cell: Cell, district: str) -> str:
    """The code of the neighbourhood that a cell of the map lies in."""
    west, central, east, *others = list_neighbourhoods()
    if district != CITY:
        return next(one.code for one in others if one.district == district)
    here, centre = place_centre(*cell), place_centre(*CENTRE_CELL)
    if dist(here, centre) <= REACH_OF_CENTRE:
        return central.code
    return west.code if here[0] < centre[0] else east.code


def spell_neighbourhoods(area: MadeUpArea) -> str:
    """The lookup of small areas of 2021 to police neighbourhoods, one line for each small area."""
    named = {one.code: one for one in list_neighbourhoods()}
    rows = []
    for place in area.areas_2021:
        one = named[area.pieces[place.pieces[0]].neighbourhood]
        rows.append([place.code, one.code, one.name, one.district])
    return spell_table(HEADER, rows)
