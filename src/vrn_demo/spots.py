"""The map points that made-up offences are snapped to, each well inside its piece of ground.

Published crime points are not where something happened: each is moved to the nearest point of a
fixed list, so that many offences share few points. The same holds here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.area import CENTRE_CELL, outline

if TYPE_CHECKING:
    from vrn_demo.area import MadeUpArea
    from vrn_demo.shapes import Point

_MARGIN = 0.0004
"""Degrees that a point keeps from its piece's border: some 30 to 45 metres."""

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
    """Nine to fifteen points in each piece of ground, drawn with `rng`; the busiest comes first."""
    spots = []
    for place, piece in enumerate(area.pieces):
        ring = np.array(outline(area, [place])[0])
        points = draw_points_inside(ring, int(rng.integers(9, 16)), rng)
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


def draw_points_inside(ring: np.ndarray, count: int, rng: np.random.Generator) -> list[Point]:
    """Points inside a ring of (longitude, latitude), none nearer to it than the margin, roughly."""
    low, high = ring.min(axis=0), ring.max(axis=0)
    found: list[Point] = []
    while len(found) < count:
        tried = rng.uniform(low, high, size=(8 * count, 2)).round(6)
        kept = is_inside(tried, ring)
        for shift in ((_MARGIN, 0), (-_MARGIN, 0), (0, _MARGIN), (0, -_MARGIN)):
            kept &= is_inside(tried + shift, ring)
        found += [(float(x), float(y)) for x, y in tried[kept]]
    return found[:count]


def is_inside(points: np.ndarray, ring: np.ndarray) -> np.ndarray:
    """Whether each point lies in the ring: a ray to the east crosses it an odd number of times.

    The ring repeats its first point at the end; a point on the border may fall either way.
    """
    x, y = points[:, :1], points[:, 1:]
    start, end = ring[:-1], ring[1:]
    spans = (start[:, 1] > y) != (end[:, 1] > y)
    rise = end[:, 1] - start[:, 1]
    slope = np.divide(end[:, 0] - start[:, 0], rise, out=np.zeros_like(rise), where=rise != 0)
    crossed = spans & (x < start[:, 0] + slope * (y - start[:, 1]))
    return np.asarray(crossed.sum(axis=1) % 2 == 1)


def _name_place(rng: np.random.Generator) -> str:
    """A published kind of place for three in ten points, else a made-up street."""
    if rng.random() < 0.3:
        return _BUSY_PLACES[rng.integers(len(_BUSY_PLACES))]
    stem = _STREET_STEMS[rng.integers(len(_STREET_STEMS))]
    return f"{stem} {_STREET_KINDS[rng.integers(len(_STREET_KINDS))]}"
