"""Reads outlines of areas: GeoJSON text to well-known binary, checked for place and form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from vrn.sharing.country import EAST, NORTH, SOUTH, WEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_POLYGON, _MULTIPOLYGON = 3, 6
_SMALLEST_AREA = 1e-12


def read_shapes(texts: Sequence[str | None]) -> tuple[list[bytes | None], list[str], int]:
    """For each text its outline as WKB and what is wrong with it ("" where nothing is, or no text).

    An outline is a Polygon or MultiPolygon within Great Britain and Northern Ireland. Parts of it
    that hold no area are left out; the last value says from how many outlines. One that crosses
    itself is wrong, because it cannot be said which points lie inside.
    """
    import shapely

    shapes = shapely.from_geojson(np.array(texts, dtype=object), on_invalid="ignore")
    trimmed = 0
    for place in np.flatnonzero(_is_outline(shapes) & ~shapely.is_valid(shapes)):
        without = _without_flat_parts(shapes[place])
        trimmed += without is not shapes[place]
        shapes[place] = without
    words = np.where([text is None for text in texts], "", _words(shapes))
    wkb = [
        bytes(shape) if shape is not None and not word else None
        for shape, word in zip(shapely.to_wkb(shapes), words, strict=True)
    ]
    return wkb, [str(word) for word in words], trimmed


def shape_text(wkb: bytes) -> str:
    """The GeoJSON text of an outline kept as WKB."""
    import shapely

    return str(shapely.to_geojson(shapely.from_wkb(wkb)))


def _is_outline(shapes: Any) -> NDArray[np.bool_]:
    import shapely

    kinds = np.atleast_1d(shapely.get_type_id(shapes))
    is_empty = np.atleast_1d(shapely.is_empty(shapes))
    found: NDArray[np.bool_] = np.isin(kinds, [_POLYGON, _MULTIPOLYGON]) & ~is_empty
    return found


def _without_flat_parts(shape: Any) -> Any:
    """The shape without parts that hold no area, where they are all that is wrong with it."""
    import shapely

    mended = shapely.get_parts(shapely.get_parts(shapely.make_valid(shape)))
    areas = mended[_is_outline(mended)]
    if abs(float(shapely.area(areas).sum()) - float(shapely.area(shape))) > _SMALLEST_AREA:
        return shape
    return shapely.multipolygons(areas) if len(areas) > 1 else areas[0] if len(areas) else shape


def _words(shapes: NDArray[Any]) -> NDArray[Any]:
    """What is wrong with each outline; the first that applies."""
    import shapely

    west, south, east, north = shapely.bounds(shapes).T
    furthest = np.abs([west, south, east, north]).max(axis=0)
    is_inside = (west >= WEST) & (east <= EAST) & (south >= SOUTH) & (north <= NORTH)
    is_swapped = (south >= WEST) & (north <= EAST) & (west >= SOUTH) & (east <= NORTH)
    return np.select(
        [
            ~_is_outline(shapes),
            ~shapely.is_valid(shapes),
            is_inside,
            furthest > 180,
            is_swapped,
        ],
        [
            "is no Polygon or MultiPolygon",
            "is no proper outline: it crosses or touches itself, or a ring is not closed",
            "",
            "is not in degrees: eastings and northings in metres, perhaps",
            "has latitude before longitude",
        ],
        "lies outside Great Britain and Northern Ireland",
    )
