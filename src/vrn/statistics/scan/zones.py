"""The circles of a scan: around each area's point, growing from neighbour to neighbour.

Sources: M. Kulldorff, A spatial scan statistic, Communications in Statistics: Theory and Methods 26
(1997); the SaTScan user guide (M. Kulldorff) for circles around the areas' own points and for the
share of the population that one may hold.

Limits: distances are straight lines in a plane, so that coordinates are metres of a national grid,
or the like, and never degrees. The order of neighbours of n areas takes up to 8 n^2 bytes: 3 MB for
600 areas, and more than 4 GB for all 35,000 small areas of a country, which want a scan by region.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.statistics.limits import FloatArray

_CENTRES_AT_ONCE = 256
_SAME = 1e-12


@dataclass(frozen=True)
class Zones:
    """The circles around each centre, a column a centre, a row for each neighbour let in.

    `centres` are positions of areas; two areas at one point are one centre. `order` holds the
    position of the area that is let in at each step, and `area_count` (which is none) past the
    largest circle. `population` is that of the circle so far, infinite where there is no circle:
    past the largest, and between areas of equal distance, which are let in together.
    """

    centres: NDArray[np.intp]
    order: NDArray[np.intp]
    population: FloatArray
    area_count: int

    def areas(self, centre: int, step: int) -> NDArray[np.intp]:
        """The positions of the areas in a circle, nearest first; `centre` is a column."""
        return self.order[: step + 1, centre]


def nearest_zones(
    x: FloatArray, y: FloatArray, population: FloatArray, *, largest_share: float
) -> Zones:
    """All circles that hold at most `largest_share` of the population.

    Each is centred on an area's point and reaches as far as one of its areas, border in. `x` and
    `y` are in one unit of length, the population above 0.

    >>> square = nearest_zones(
    ...     np.array([0.0, 1.0, 9.0]), np.zeros(3), np.array([10.0, 10.0, 30.0]), largest_share=0.5
    ... )
    >>> square.population
    array([[10., 10., inf],
           [20., 20., inf]])
    """
    points = np.column_stack([x, y])
    centres = np.sort(np.unique(points, axis=0, return_index=True)[1])
    limit = largest_share * population.sum() * (1 + _SAME)
    parts = [
        _zones_around(points, centres[first : first + _CENTRES_AT_ONCE], population, limit)
        for first in range(0, centres.size, _CENTRES_AT_ONCE)
    ]
    steps = max(len(order) for order, _ in parts)
    order = np.full((steps, centres.size), x.size, dtype=np.intp)
    held = np.full((steps, centres.size), np.inf)
    for number, (nearest, within) in enumerate(parts):
        columns = slice(number * _CENTRES_AT_ONCE, (number + 1) * _CENTRES_AT_ONCE)
        order[: len(nearest), columns] = nearest
        held[: len(nearest), columns] = within
    return Zones(centres, order, held, x.size)


def distances_from(points: FloatArray, centres: FloatArray) -> FloatArray:
    """The distance of each point (a row) from each centre (a column), in their unit.

    >>> distances_from(np.array([[3.0, 4.0]]), np.array([[0.0, 0.0]]))
    array([[5.]])
    """
    across, along = (points[:, None, each] - centres[None, :, each] for each in (0, 1))
    return np.hypot(across, along)


def _zones_around(
    points: FloatArray, centres: NDArray[np.intp], population: FloatArray, limit: float
) -> tuple[NDArray[np.intp], FloatArray]:
    """The order of neighbours and the population held, as in `Zones`, of some of the centres."""
    distance = distances_from(points, points[centres])
    order = np.argsort(distance, axis=0, kind="stable")
    distance = np.take_along_axis(distance, order, axis=0)
    held = np.cumsum(population[order], axis=0)
    is_last_of_equals = np.ones(held.shape, dtype=np.bool_)
    is_last_of_equals[:-1] = distance[1:] > distance[:-1] * (1 + _SAME)
    is_zone = (held <= limit) & is_last_of_equals
    steps = np.where(is_zone, np.arange(1, len(held) + 1)[:, None], 0).max(axis=0)
    is_past = np.arange(len(held))[:, None] >= steps
    order[is_past] = len(points)
    most = int(steps.max())
    return order[:most], np.where(is_zone, held, np.inf)[:most]
