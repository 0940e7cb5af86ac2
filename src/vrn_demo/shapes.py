"""Schematic ground for a made-up area: warped hexagons that can be cut in two and joined again.

A ring is a tuple of corner points in hexagon units, anticlockwise, its first point not repeated.
Two neighbours carry the very same points along their common edge, so that cutting and joining
rings leaves neither gap nor overlap, also after the points are rounded for a file.
"""

from __future__ import annotations

from math import atan2, cos, exp, hypot, pi, sin, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Ring = tuple[Point, ...]

PARTS_OF_AN_EDGE = 4
"""Each side of a hexagon is drawn as this many short lines."""
CORNERS = 6 * PARTS_OF_AN_EDGE
"""Points of a whole hexagon's ring; the corner at 30 degrees comes first."""

MIDDLE_OF_EAST_SIDE = CORNERS - PARTS_OF_AN_EDGE // 2
MIDDLE_OF_WEST_SIDE = 2 * PARTS_OF_AN_EDGE + PARTS_OF_AN_EDGE // 2

_REACH_OF_A_TOWN = 3.5
"""Hexagon units within which the cells around a town are drawn together."""
_SHRUNK = 0.42
"""Hexagon units are taken as this much of one before the ground is stretched."""
_KILOMETRES_PER_DEGREE_NORTH = 111.2
_KILOMETRES_PER_DEGREE_EAST = 67.5
"""At 52.6 degrees north, where the made-up area is laid."""


def place_centre(row: int, column: int) -> Point:
    """The centre of the hexagon in this row and column; odd rows stand half a cell to the east."""
    return sqrt(3) * (column + 0.5 * (row % 2)), -1.5 * row


def draw_hexagon(row: int, column: int) -> Ring:
    """The ring of one cell, each side a slightly crooked line shared with the neighbour."""
    x, y = place_centre(row, column)
    corners = [_grid(x + cos(pi / 6 + k * pi / 3), y + sin(pi / 6 + k * pi / 3)) for k in range(6)]
    ring: list[Point] = []
    for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
        ring += [start, *draw_crooked_line(start, end)]
    return tuple(ring)


def draw_crooked_line(start: Point, end: Point) -> list[Point]:
    """The points between two ends, the same ones (turned round) from whichever end one starts."""
    low, high = sorted((start, end))
    across = (low[1] - high[1], high[0] - low[0])
    points = []
    for part in range(1, PARTS_OF_AN_EDGE):
        t = part / PARTS_OF_AN_EDGE
        x, y = low[0] + t * (high[0] - low[0]), low[1] + t * (high[1] - low[1])
        aside = 0.07 * sin(12.99 * x + 78.23 * y)
        points.append(_grid(x + aside * across[0], y + aside * across[1]))
    return points if start == low else points[::-1]


def cut_ring(ring: Ring, first: int, second: int) -> tuple[Ring, Ring]:
    """The two parts of a ring cut from its point `first` to its point `second`.

    The part that holds the points walked from first to second comes first.
    """
    if not 0 <= first < second < len(ring):
        raise ValueError(f"cannot cut a ring of {len(ring)} points from {first} to {second}")
    path = draw_crooked_line(ring[second], ring[first])
    one = (*ring[first : second + 1], *path)
    other = (*ring[second:], *ring[: first + 1], *path[::-1])
    return one, other


def join_rings(rings: Iterable[Ring]) -> list[Ring]:
    """The outer rings of what these rings cover together; one for each part that hangs together.

    Raises ValueError where a hole would be left or two parts would touch in one point only.
    """
    steps = [step for ring in rings for step in zip(ring, ring[1:] + ring[:1], strict=True)]
    inner = set(steps)
    outer = [(start, end) for start, end in steps if (end, start) not in inner]
    following = dict(outer)
    if len(following) != len(outer):
        raise ValueError("two parts of the ground touch in a single point: they cannot be joined")
    joined = []
    while following:
        joined.append(_walk(following))
    if any(measure_ground(ring) <= 0 for ring in joined):
        raise ValueError("the parts of the ground leave a hole between them")
    return joined


def _walk(following: dict[Point, Point]) -> Ring:
    """One closed ring out of `following`, from its lowest point on; what it walks it takes out."""
    start = min(following)
    ring = [start]
    while (point := following.pop(ring[-1])) != start:
        ring.append(point)
    return tuple(ring)


def measure_ground(ring: Sequence[Point]) -> float:
    """The area inside a ring in the square of its unit; below zero where it runs clockwise."""
    turned = [*ring[1:], ring[0]]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, turned, strict=True)) / 2


def draw_together(point: Point, towns: Iterable[Point]) -> Point:
    """Where a point of the map comes to lie when the cells around each town are drawn together.

    At a town's centre the cells become half as wide; a few cells away nothing has moved. Points
    keep their order around each other, because what is drawn in is always less than the distance.
    """
    x, y = point
    for town_x, town_y in towns:
        east, north = point[0] - town_x, point[1] - town_y
        pull = 0.5 * exp(-(east**2 + north**2) / _REACH_OF_A_TOWN**2)
        x, y = x - pull * east, y - pull * north
    return x, y


def lay_on_earth(point: Point, centre: Point, *, at: Point) -> Point:
    """Longitude and latitude in degrees of a point, the cells small at the centre and wide outside.

    `centre` is the point that comes to lie `at` (longitude, latitude). Distances grow faster than
    the distance from the centre, so a city of many cells stays small beside its county; two waves
    keep the outline from being a circle.
    """
    x, y = (_SHRUNK * (point[n] - centre[n]) for n in (0, 1))
    distance, bearing = hypot(x, y), atan2(y, x)
    kilometres = 0.5 * distance * (distance**2 + 4) ** 0.35
    kilometres *= 1 + 0.05 * sin(3 * bearing + 0.8) + 0.03 * cos(5 * bearing)
    bearing += 0.04 * sin(0.9 * distance)
    east, north = kilometres * cos(bearing), kilometres * sin(bearing)
    return (
        at[0] + east / _KILOMETRES_PER_DEGREE_EAST,
        at[1] + north / _KILOMETRES_PER_DEGREE_NORTH,
    )


def _grid(x: float, y: float) -> Point:
    """A point on a grid so fine that it moves nothing, so that equal corners are the same value."""
    return round(x, 6) + 0.0, round(y, 6) + 0.0
