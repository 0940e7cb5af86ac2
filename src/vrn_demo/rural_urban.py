"""Which small areas of the made-up area are urban and which rural: the densest are urban.

The classes are those of the Rural Urban Classification (2021). About as many are urban as really
are there; the real rule looks at settlements, which the made-up area has none of.
"""

from __future__ import annotations

from math import dist
from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.area import outline
from vrn_demo.layout import CENTRE_CELL
from vrn_demo.shapes import place_centre
from vrn_demo.table_text import spell_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn_demo.area import MadeUpArea, SmallArea
    from vrn_demo.residents import Residents
    from vrn_demo.shapes import Point

HEADER = ("lsoa21_code", "ruc21_code", "classification", "ruc")
CLASSES = {"U": "Urban", "RL": "Larger rural", "RS": "Smaller rural"}
URBAN_SHARE, SMALLER_SHARE = 0.77, 0.1
"""Of all small areas, how many are urban; and how many, the emptiest, smaller rural."""
NEAR = 20.0
"""How far from the city's middle is near to it, in hexagon units."""


def spell_classes(area: MadeUpArea, residents: Residents) -> str:
    """The classification of the small areas of 2021, one line for each."""
    density = [_density(area, place, residents) for place in area.areas_2021]
    least, most = np.quantile(density, [SMALLER_SHARE, 1 - URBAN_SHARE])
    rows = []
    for place, each in zip(area.areas_2021, density, strict=True):
        kind = "U" if each >= most else "RL" if each >= least else "RS"
        near, words = ("N", "Nearer to") if _is_near(area, place) else ("F", "Further from")
        name = f"{CLASSES[kind]}: {words} a major town or city"
        rows.append([place.code, f"{kind}{near}1", name, "Urban" if kind == "U" else "Rural"])
    return spell_table(HEADER, rows)


def _density(area: MadeUpArea, place: SmallArea, residents: Residents) -> float:
    """Residents of the middle of 2020 over ground; the unit is of no matter, as all are alike."""
    people = residents.of_pieces_2020[list(place.pieces)].sum()
    return float(people / sum(_ground(ring) for ring in outline(area, place.pieces)))


def _ground(ring: Sequence[Point]) -> float:
    """The ground within a closed ring, by the shoelace formula, in square degrees."""
    x, y = np.array(ring).T
    return float(abs(x[:-1] @ y[1:] - x[1:] @ y[:-1]) / 2)


def _is_near(area: MadeUpArea, place: SmallArea) -> bool:
    cell = area.pieces[place.pieces[0]].cell
    return dist(place_centre(*cell), place_centre(*CENTRE_CELL)) <= NEAR
