"""Where made-up offences happen and people live: points, postcodes and what lies where.

The unit is the piece of ground, which lies in one small area of either vintage, one police
neighbourhood, one district and one postcode sector.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.area import CITY
from vrn_demo.ground import draw_grid
from vrn_demo.policing import list_neighbourhoods
from vrn_demo.postcodes import OUTSIDE_SECTORS, draw_postcodes

if TYPE_CHECKING:
    from vrn_demo.files import Places

POINTS_OF_A_PIECE = 12
_HARDSHIP = 0.35
"""The logarithm of how busy a piece is rises by this with each standard deviation of hardship."""


@dataclass(frozen=True)
class Ground:
    """The pieces of ground in the area's order; arrays hold one entry for each piece."""

    neighbourhoods: tuple[str, ...]
    """Names; `neighbourhood` counts in them."""
    codes: tuple[str, ...]
    """The neighbourhoods' codes."""
    in_city: np.ndarray
    """For each neighbourhood, whether it lies in the city."""
    neighbourhood: np.ndarray
    is_centre: np.ndarray
    """Whether the piece lies in a town centre of the partnership's list."""
    small_area: tuple[str, ...]
    residents: np.ndarray
    busy: np.ndarray
    """How much more happens in a piece than its residents make likely."""
    eastings: np.ndarray
    """Metres, one row for each piece, one column for each of its points."""
    northings: np.ndarray
    postcodes: np.ndarray
    """The postcode of each point, in the same shape."""
    outside: tuple[str, ...]
    """Postcodes of people who live elsewhere."""

    def weigh(self, *, centres: float = 1.0) -> np.ndarray:
        """How likely an offence falls in each piece; town centres are as busy again as told."""
        return self.residents * self.busy * np.where(self.is_centre, centres, 1.0)


def survey(places: Places, rng: np.random.Generator) -> Ground:
    """The ground of the made-up area with points and postcodes drawn in each piece of it."""
    area = places.area
    worse = dict(zip((one.code for one in area.areas_2011), places.hardship, strict=True))
    hardship = np.array([worse[piece.code_2011] for piece in area.pieces])
    hoods = list_neighbourhoods()
    place = {one.code: n for n, one in enumerate(hoods)}
    centres = set(area.town_centres)
    size = (len(area.pieces), POINTS_OF_A_PIECE)
    eastings, northings = draw_grid(np.repeat(np.arange(size[0]), POINTS_OF_A_PIECE), rng)
    sectors = [piece.sector for piece in area.pieces for _ in range(POINTS_OF_A_PIECE)]
    return Ground(
        neighbourhoods=tuple(one.name for one in hoods),
        codes=tuple(one.code for one in hoods),
        in_city=np.array([one.district == CITY for one in hoods]),
        neighbourhood=np.array([place[piece.neighbourhood] for piece in area.pieces]),
        is_centre=np.array([piece.code_2021 in centres for piece in area.pieces]),
        small_area=tuple(piece.code_2021 for piece in area.pieces),
        residents=places.residents.of_pieces_2020.astype(float),
        busy=np.exp(_HARDSHIP * hardship + rng.normal(0, 0.35, len(hardship))),
        eastings=eastings.reshape(size),
        northings=northings.reshape(size),
        postcodes=np.array(draw_postcodes(sectors, rng)).reshape(size),
        outside=tuple(draw_postcodes(OUTSIDE_SECTORS * 4, rng)),
    )
