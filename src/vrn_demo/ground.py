"""Points drawn inside pieces of ground of the made-up area, in degrees or on the national grid."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from vrn_demo.area import build_area, outline
from vrn_demo.national_grid import find_grid

if TYPE_CHECKING:
    from vrn_demo.shapes import Point

MARGIN = 0.0004
"""Degrees that a point keeps from its piece's border: some 30 to 45 metres."""


def draw_grid(pieces: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Easting and northing (whole metres) of a point well inside each of these pieces.

    `pieces` are places in the area's list, one for each point wanted; the order is kept.
    """
    points = draw_points(pieces, rng)
    return find_grid(points[:, 0], points[:, 1])


def draw_points(pieces: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Longitude and latitude of a point well inside each of these pieces: one row for each."""
    points = np.empty((len(pieces), 2))
    for piece in np.unique(pieces):
        wanted = np.flatnonzero(pieces == piece)
        points[wanted] = draw_points_inside(find_ring(int(piece)), len(wanted), rng)
    return points


@cache
def find_ring(piece: int) -> np.ndarray:
    """The border of a piece: rows of (longitude, latitude), the first one repeated at the end."""
    return np.array(outline(build_area(), [piece])[0])


def draw_points_inside(ring: np.ndarray, count: int, rng: np.random.Generator) -> list[Point]:
    """Points inside a ring of (longitude, latitude), none nearer to it than the margin, roughly."""
    low, high = ring.min(axis=0), ring.max(axis=0)
    found: list[Point] = []
    while len(found) < count:
        tried = rng.uniform(low, high, size=(4 * count + 8, 2)).round(6)
        kept = is_inside(tried, ring)
        for shift in ((MARGIN, 0), (-MARGIN, 0), (0, MARGIN), (0, -MARGIN)):
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
