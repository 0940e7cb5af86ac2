"""Which small areas of a cut touch, and where each lies: what statistics of neighbours stand on."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from vrn.problem.places import marks_of, paths_of, read_places, read_table, tables_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vrn.problem.places import Marks, Tables

GAP_IN_DEGREES = 1e-6
"""Outlines this near count as touching: about ten centimetres, what rounding parts them by."""
_METRES_A_DEGREE = 111_320.0


def touching_areas(tables: Tables) -> pl.DataFrame:
    """i, j: codes of two small areas of the cut whose outlines touch, at a corner too.

    Each pair stands once, i before j. An area that touches none, or of which the cut holds no
    outline, is in no pair. NotInCutError where the cut has no boundaries.
    """
    return _pairs(_marked(tables)).clone()


def middles_of_areas(tables: Tables) -> pl.DataFrame:
    """small_area, x, y: a point inside each small area that has an outline, by code.

    x and y are metres on a plane laid about the middle of the area: good for distances inside a
    partnership's area (off by less than one in a hundred), and for nothing else.
    """
    return _middles(_marked(tables)).clone()


def _marked(tables: Tables) -> Marks:
    paths_of(tables, "boundaries")  # says what to receive where the cut has none
    return marks_of(tables, "areas", "boundaries")


# Every definition of a release asks for the same few hundred.
@lru_cache(maxsize=4)
def _pairs(marks: Marks) -> pl.DataFrame:
    import shapely

    codes, shapes = _outlines(marks)
    left, right = shapely.STRtree(shapes).query(
        shapes, predicate="dwithin", distance=GAP_IN_DEGREES
    )
    once = left < right
    return pl.DataFrame({"i": codes[left[once]], "j": codes[right[once]]}).sort("i", "j")


@lru_cache(maxsize=4)
def _middles(marks: Marks) -> pl.DataFrame:
    import shapely

    codes, shapes = _outlines(marks)
    points = shapely.get_coordinates(shapely.point_on_surface(shapes))
    middle = np.radians(points[:, 1].mean()) if len(points) else 0.0
    plane = points * np.array([np.cos(middle), 1.0]) * _METRES_A_DEGREE
    return pl.DataFrame({"small_area": codes, "x": plane[:, 0], "y": plane[:, 1]})


def _outlines(marks: Marks) -> tuple[pl.Series, NDArray[Any]]:
    """The codes of the cut's small areas that have an outline, in order, and their shapes."""
    import shapely

    tables = tables_of(marks)
    drawn = read_table(tables, "boundaries").filter(pl.col("level") == "small area")
    homes = read_places(tables).select("small_area", vintage=pl.col("vintage").cast(pl.String))
    found = (
        drawn.select("geometry", pl.col("vintage").cast(pl.String), small_area="area_code")
        .join(homes, on=["small_area", "vintage"], how="semi")
        .unique("small_area", keep="first", maintain_order=True)
        .sort("small_area")
    )
    return found["small_area"], shapely.from_wkb(found["geometry"].to_list())
