"""Area outlines for maps: boundaries projected to a flat plane, released as open reference data.

Kept as JSON and read again; how they are made of boundaries is in `vrn.release.outlining`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise

Ring = tuple[tuple[float, float], ...]
AreaShape = tuple[str, str, str, tuple[Ring, ...]]
"""An area's code, name, district code and rings."""


@dataclass(frozen=True)
class Outline:
    """The shapes of one level: for each area its rings, on a plane with y downwards.

    `areas` holds (code, name, district code, rings); a ring is a closed run of (x, y) points in
    hundreds of metres from the north-west corner, rounded to a tenth. `width` and `height` are in
    the same unit. Holes are rings too: fill by the even-odd rule.
    """

    level: str
    vintage: str
    width: float
    height: float
    areas: tuple[AreaShape, ...]
    supplies: tuple[str, ...]


def outline_to_json(outline: Outline) -> str:
    """The outline as one line of canonical JSON: equal outlines give equal text.

    Points are whole tenths of the outline's unit: the first of a ring, then steps from one to the
    next.
    """
    plain = {
        "level": outline.level,
        "vintage": outline.vintage,
        "width": _tenths(outline.width),
        "height": _tenths(outline.height),
        "supplies": list(outline.supplies),
        "areas": [
            [code, name, district, [_steps(ring) for ring in rings]]
            for code, name, district, rings in outline.areas
        ],
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def outline_from_json(text: str) -> Outline:
    """The outline that `outline_to_json` wrote; ValueError where the text is not one."""
    try:
        plain = json.loads(text)
        return Outline(
            level=str(plain["level"]),
            vintage=str(plain["vintage"]),
            width=plain["width"] / 10,
            height=plain["height"] / 10,
            areas=tuple(_read_area(*area) for area in plain["areas"]),
            supplies=tuple(str(supply) for supply in plain["supplies"]),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise ValueError(
            f"this is not an outline as vrn.release writes it ({fault!r}): make it again from the "
            "boundaries"
        ) from fault


def _tenths(place: float) -> int:
    return round(place * 10)


def _steps(ring: Ring) -> list[int]:
    points = [(_tenths(x), _tenths(y)) for x, y in ring]
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points)]
    return [part for point in (points[0], *steps) for part in point]


def _read_area(code: str, name: str, district: str, rings: list[list[int]]) -> AreaShape:
    return str(code), str(name), str(district), tuple(_read_ring(ring) for ring in rings)


def _read_ring(steps: list[int]) -> Ring:
    x = y = 0
    points = []
    for east, south in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + east, y + south
        points.append((x / 10, y / 10))
    return tuple(points)
