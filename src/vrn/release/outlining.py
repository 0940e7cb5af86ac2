"""Boundaries to outlines: projected, simplified without gaps, and framed alike.

Boundaries are open reference data, released under their own licence with the supplies they came in.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from vrn.release.outline import Outline, Ring

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

# The mean radius of the earth in metres (IUGG), by which a degree is 111.2 km.
_RADIUS = 6_371_008.8
_UNIT = 100.0
# Tolerance of simplification: at a county's width on a page it is below a pixel.
SIMPLIFY_METRES = 80.0


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The rectangle that outlines share: its north-west corner, its size, and its true latitude.

    `west` and `north` are degrees; `latitude` is where east and north keep their proportion;
    `width` and `height` are hundreds of metres.
    """

    west: float
    north: float
    latitude: float
    width: float
    height: float


def frame(boundaries: pl.DataFrame) -> Frame:
    """The frame around all the boundaries given, of whatever level and vintage.

    Outlines made with one frame lie over one another exactly.
    """
    import shapely

    if boundaries.is_empty():
        raise ValueError("no boundaries are given to frame: receive the boundaries first")
    shapes = shapely.from_wkb(boundaries["geometry"].to_numpy())
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
    latitude = (south + north) / 2
    across, up = _scale(latitude)
    return Frame(
        west=west,
        north=north,
        latitude=latitude,
        width=math.ceil((east - west) * across * 10) / 10,
        height=math.ceil((north - south) * up * 10) / 10,
    )


def _scale(latitude: float) -> tuple[float, float]:
    """Hundreds of metres in a degree east and a degree north, at a latitude (equirectangular)."""
    north = math.radians(1) * _RADIUS / _UNIT
    return north * math.cos(math.radians(latitude)), north


def make_outline(
    boundaries: pl.DataFrame,
    *,
    level: str,
    vintage: str,
    supplies: tuple[str, ...],
    simplify_metres: float = SIMPLIFY_METRES,
    within: Frame | None = None,
) -> Outline:
    """The outline of one level and vintage, by area code, in `within` or the frame of all given.

    `boundaries` has level, vintage, area_code, area_name, district_code (null for a district) and
    geometry (WKB of polygons, WGS84). The plane is equirectangular at the frame's latitude, y
    downwards. Edges that areas share are simplified once, so that no gap opens between them.
    """
    import polars as pl
    import shapely

    framed = within or frame(boundaries)
    rows = boundaries.filter(pl.col("level") == level, pl.col("vintage") == vintage)
    if rows.is_empty():
        held = sorted({f"{a} {b}" for a, b in boundaries.select("level", "vintage").iter_rows()})
        raise ValueError(f"no boundaries of {level} {vintage} are held; there are {held}")
    rows = rows.sort("area_code")
    plane = _project(shapely.from_wkb(rows["geometry"].to_numpy()), framed)
    simple = shapely.normalize(shapely.coverage_simplify(plane, simplify_metres / _UNIT))
    names = rows.select("area_code", "area_name", "district_code").iter_rows()
    return Outline(
        level=level,
        vintage=vintage,
        width=framed.width,
        height=framed.height,
        areas=tuple(
            (code, name, district or code, _rings(shape))
            for (code, name, district), shape in zip(names, simple, strict=True)
        ),
        supplies=tuple(sorted(supplies)),
    )


def _project(shapes: np.ndarray[Any, Any], framed: Frame) -> np.ndarray[Any, Any]:
    import shapely

    across, up = _scale(framed.latitude)

    def move(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return (points - (framed.west, framed.north)) * (across, -up)

    projected: np.ndarray[Any, Any] = shapely.transform(shapes, move)
    return projected


def _rings(shape: Any) -> tuple[Ring, ...]:
    """The rings of a polygon or several, rounded to ten metres, without points said twice."""
    import shapely

    polygons = [part for part in shapely.get_parts(shape) if not part.is_empty]
    rings = [ring for part in polygons for ring in (part.exterior, *part.interiors)]
    rounded = (_round(ring.coords) for ring in rings)
    return tuple(ring for ring in rounded if len(ring) >= 4)


def _round(points: Any) -> Ring:
    places = [(round(x * 10) / 10, round(y * 10) / 10) for x, y in points]
    kept = [places[0], *(b for a, b in pairwise(places) if a != b)]
    return tuple(kept)
