"""The shapes of a map: paths of areas, their size and middle, and which district is too small."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vrn.release.outline import AreaShape, Outline, Ring

# Points are drawn on a grid of this many tenths of an outline's unit (so twenty metres): below a
# third of a pixel, and shared edges fall on the same points.
GRID = 2
# A small area is too small to see below this many pixels across.
_TOO_SMALL = 7.0


@dataclass(frozen=True)
class View:
    """How an outline lies on paper: pixels for each of its units, and where its corner is."""

    scale: float
    x: float = 0.0
    y: float = 0.0

    def place(self, point: tuple[float, float]) -> tuple[float, float]:
        """A point of the outline in pixels."""
        return self.x + point[0] * self.scale, self.y + point[1] * self.scale

    @property
    def grid(self) -> float:
        """Pixels for each step of the grid on which paths are written."""
        return self.scale * GRID / 10

    @property
    def transform(self) -> str:
        """The SVG transform under which paths of `path_of` lie in this view."""
        return f"translate({self.x:.2f} {self.y:.2f})scale({self.grid:.6f})"


def path_of(areas: Iterable[AreaShape]) -> str:
    """The path of some areas on the grid, to be filled by the even-odd rule; empty for none."""
    return "".join(_path_of_ring(ring) for _, _, _, rings in areas for ring in rings)


def _path_of_ring(ring: Ring) -> str:
    points = [(round(x * 10 / GRID), round(y * 10 / GRID)) for x, y in ring]
    kept = [points[0], *(b for a, b in pairwise(points) if a != b)]
    if kept[-1] == kept[0]:
        kept.pop()
    if len(kept) < 3:
        return ""
    steps = [part for (ax, ay), (bx, by) in pairwise(kept) for part in (bx - ax, by - ay)]
    first, second = kept[0]
    return f"M{first} {second}l{_join(steps)}z"


def _join(numbers: list[int]) -> str:
    """Numbers as a path takes them: a minus sign is separator enough."""
    return " ".join(map(str, numbers)).replace(" -", "-")


def bounds_of(areas: Iterable[AreaShape]) -> tuple[float, float, float, float]:
    """The least x and y and the greatest x and y of some areas, in the outline's unit."""
    points = [point for _, _, _, rings in areas for ring in rings for point in ring]
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def size_of(rings: Iterable[Ring]) -> float:
    """The surface that rings enclose, holes taken off, in squares of the outline's unit.

    Outer rings and holes run in opposite directions, so their signed surfaces add up to it.
    """
    return abs(sum(_signed_size(ring) for ring in rings))


def _signed_size(ring: Ring) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring)) / 2


def middle_of(area: AreaShape) -> tuple[float, float]:
    """The point of an area's largest part that lies farthest inside it, in the outline's unit."""
    import shapely
    from shapely.ops import polylabel

    shape = shapely.Polygon()
    for ring in area[3]:
        shape = shape.symmetric_difference(shapely.Polygon(ring).buffer(0))
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    if not parts:
        return area[3][0][0]
    point = polylabel(max(parts, key=lambda part: float(part.area)), tolerance=1.0)
    return round(point.x, 1), round(point.y, 1)


def crowded_district(outline: Outline, overlay: Outline | None, scale: float) -> AreaShape | None:
    """The district whose small areas are the smallest on paper, where they are too small to see.

    None where every district's areas can be seen, or where there is no overlay of districts.
    """
    if overlay is None:
        return None
    numbers: dict[str, int] = {}
    for _, _, district, _ in outline.areas:
        numbers[district] = numbers.get(district, 0) + 1
    across = {
        area[0]: (size_of(area[3]) / numbers[area[0]]) ** 0.5 * scale
        for area in overlay.areas
        if area[0] in numbers
    }
    smallest = min(across, key=lambda code: (across[code], code), default="")
    if not smallest or across[smallest] >= _TOO_SMALL:
        return None
    return next(area for area in overlay.areas if area[0] == smallest)
