"""Hot spots: small areas that, with those they touch, hold more than a scatter would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.touching import touching_areas

if TYPE_CHECKING:
    from vrn.problem.places import Tables

LEVEL = 0.05
"""The share of areas called hot that may be so by chance alone (false discovery rate)."""
NO_TEST = "the numbers of small areas are too few or too uneven for a test of hot spots"
METHOD = (
    "Gi* of the logarithm of each small area's number plus one, over the area and those that touch "
    "it, p by exact moments, 5% of hot spots false"
)


def hot_spots(counted: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Gi* of every small area: small_area, count, z, p, q, is_hot; p and q null where none holds.

    `counted` has `small_area` and `count`, areas with 0 too. The logarithm (of the count plus one)
    keeps one very busy place from making a hot spot of everything around it. `is_hot` is a z above
    0 with a q (Benjamini and Hochberg's) below `LEVEL`. Rows are in order of area.
    """
    from vrn.statistics.spatial import contiguity, gi_star

    ordered = counted.sort("small_area")
    areas = ordered["small_area"]
    pairs = touching_areas(tables).filter(
        pl.all_horizontal(pl.col("i", "j").is_in(areas.implode()))
    )
    weights = contiguity(areas, pairs["i"], pairs["j"])
    found = gi_star((ordered["count"].cast(pl.Float64) + 1).log(), weights)
    return ordered.select("small_area", "count").with_columns(
        *(found[name].alias(new) for name, new in (("value", "z"), ("p", "p"), ("q", "q"))),
        is_hot=((found["value"] > 0) & (found["q"] < LEVEL)).fill_null(value=False),
    )


def why_no_test(found: pl.DataFrame) -> str:
    """Why hot spots cannot be told from these areas: over a tenth have no p; empty where they can.

    A few have none everywhere: those with fewer than three neighbours.
    """
    return NO_TEST if found["p"].null_count() > found.height / 10 else ""
