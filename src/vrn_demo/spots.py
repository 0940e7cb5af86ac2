"""The map points that made-up offences are snapped to, each well inside its piece of ground.

Published crime points are not where something happened: each is moved to the nearest point of a
fixed list, so that many offences share few points. The same holds here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.ground import draw_points_inside, find_ring
from vrn_demo.layout import CENTRE_CELL

if TYPE_CHECKING:
    from vrn_demo.area import MadeUpArea

_BUSY_PLACES = (
    "Supermarket",
    "Parking Area",
    "Petrol Station",
    "Shopping Area",
    "Sports/Recreation Area",
    "Park/Open Space",
)
_CENTRE_PLACES = ("Nightclub", "Shopping Area", "Bus/Coach Station", "Parking Area")
"""In the city's centre: the kind of each of the busiest points, from the busiest on."""
_STREET_STEMS = (
    *(
        "Quillmere",
        "Brandlow",
        "Tansby",
        "Oxwithy",
        "Ferrowby",
        "Lindriven",
        "Marlspit",
        "Thornwick",
    ),
    *("Copperill", "Wexhollow", "Sallowdene", "Hathermoor", "Pinnock", "Gildersby", "Ashmarrow"),
    *("Netherquill", "Starvel", "Coldwithy", "Dunmallow", "Everspring"),
)
_STREET_KINDS = ("Road", "Street", "Close", "Avenue", "Lane", "Drive", "Way", "Court")

_ELSEWHERE = (
    (0.41, 52.92),
    (-0.12, 53.11),
    (-2.35, 52.44),
    (-1.02, 51.93),
    (-2.02, 53.31),
    (-0.38, 51.84),
)


@dataclass(frozen=True)
class Spot:
    """A map point (degrees, 6 decimals); `piece` is a place in the area's list, None elsewhere.

    `code` and `name` are those of a made-up small area elsewhere, and empty inside the area.
    """

    longitude: float
    latitude: float
    location: str
    piece: int | None
    code: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse a point elsewhere without a small area of its own, and the other way round."""
        if (self.piece is None) != bool(self.code):
            raise ValueError("a point lies in a piece of the made-up area or names its own area")


def draw_spots(area: MadeUpArea, rng: np.random.Generator) -> list[Spot]:
    """Five to seven points in each piece of ground, drawn with `rng`; the busiest comes first."""
    spots = []
    for place, piece in enumerate(area.pieces):
        points = draw_points_inside(find_ring(place), int(rng.integers(5, 8)), rng)
        names = [_name_place(rng) for _ in points]
        if piece.cell == CENTRE_CELL:
            names[: len(_CENTRE_PLACES)] = _CENTRE_PLACES
        spots += [
            Spot(longitude, latitude, f"On or near {name}", place)
            for (longitude, latitude), name in zip(points, names, strict=True)
        ]
    return spots


def list_elsewhere() -> list[Spot]:
    """A few points in made-up small areas far outside, where a force's files also have offences."""
    return [
        Spot(longitude, latitude, "On or near Parking Area", None, f"E0199{950 + n:04d}", name)
        for n, (longitude, latitude) in enumerate(_ELSEWHERE)
        for name in [f"Elsewhere 95{n}A"]
    ]


def weigh_spots(spots: list[Spot]) -> np.ndarray:
    """Each point's share of its piece's offences: the nth busiest has 1/n of the first one's."""
    weights = np.zeros(len(spots))
    pieces = np.array([spot.piece for spot in spots])
    for piece in np.unique(pieces):
        inside = pieces == piece
        falling = 1 / np.arange(1, inside.sum() + 1)
        weights[inside] = falling / falling.sum()
    return weights


def _name_place(rng: np.random.Generator) -> str:
    """A published kind of place for three in ten points, else a made-up street."""
    if rng.random() < 0.3:
        return _BUSY_PLACES[rng.integers(len(_BUSY_PLACES))]
    stem = _STREET_STEMS[rng.integers(len(_STREET_STEMS))]
    return f"{stem} {_STREET_KINDS[rng.integers(len(_STREET_KINDS))]}"
