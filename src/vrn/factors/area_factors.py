"""What is known of each small area that violence may go with, and which areas are neighbours."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.places import (
    RURAL_URBAN,
    NotInCutError,
    marks_of,
    older_areas,
    read_places,
    read_table,
    tables_of,
)
from vrn.problem.touching import touching_areas

if TYPE_CHECKING:
    from vrn.problem.places import Marks, Tables
    from vrn.statistics.spatial.weights import Weights

INCOME, EDUCATION, UNDER_25, URBAN = "income", "education", "under_25", "urban"
FACTORS = (INCOME, EDUCATION, UNDER_25, URBAN)
TABLES = ("areas", "area_changes", "boundaries", "deprivation", "residents", "rural_urban")
"""The tables of a cut that the factors and the neighbours are read from."""
YOUNG = 25
_MIDDLE = r"^(.*\d{3})[A-Z]$"
"""How a small area's published name begins: with that of its middle-layer area."""
CLUSTER = pl.coalesce(pl.col("small_area_name").str.extract(_MIDDLE), "district")
"""Which middle-layer area a small area lies in, or else its district, from `read_places`."""


def area_factors(tables: Tables) -> pl.DataFrame:
    """A row a small area, by code: small_area, cluster, and a column for each factor the cut has.

    `income` and `education` count from 0, the least deprived tenth of England, to 9, the most, by
    the indices of 2025; `under_25` is per cent of residents; `urban` is 1 or 0. Null where the
    area's own is not known. `cluster` is the middle-layer area of some five small areas that it
    lies in, as its name says, or else its district.
    """
    return _factors(marks_of(tables, *TABLES)).clone()


def neighbours_of(tables: Tables) -> Weights:
    """Which small areas touch, in the order of `area_factors`; an area without outline is alone."""
    return _neighbours(marks_of(tables, "areas", "boundaries"))


# Every factor and definition of a release asks for the same few hundred rows.
@lru_cache(maxsize=4)
def _factors(marks: Marks) -> pl.DataFrame:
    tables = tables_of(marks)
    places = read_places(tables)
    found = places.select("small_area", cluster=CLUSTER)
    for part in (_deprived(tables), _young(tables, places), _urban(tables)):
        if part is not None:
            found = found.join(part, on="small_area", how="left", maintain_order="left")
    return found


@lru_cache(maxsize=4)
def _neighbours(marks: Marks) -> Weights:
    from vrn.statistics.spatial import contiguity

    tables = tables_of(marks)
    pairs = touching_areas(tables)
    return contiguity(read_places(tables)["small_area"], pairs["i"], pairs["j"])


def _deprived(tables: Tables) -> pl.DataFrame | None:
    names = {INCOME: "income_2025", EDUCATION: "education_2025"}
    try:
        places = read_places(tables, names.values())
    except NotInCutError:
        return None
    return places.select(
        "small_area",
        **{
            name: 10 - pl.col(tenth).cast(pl.Float64, strict=False) for name, tenth in names.items()
        },
    )


def _urban(tables: Tables) -> pl.DataFrame | None:
    if not tables.get(RURAL_URBAN):
        return None
    urban = pl.when(pl.col(RURAL_URBAN).is_not_null()).then(pl.col(RURAL_URBAN) == "urban")
    return read_places(tables, [RURAL_URBAN]).select(
        "small_area", **{URBAN: urban.cast(pl.Float64)}
    )


def _young(tables: Tables, places: pl.DataFrame) -> pl.DataFrame | None:
    """Per cent under 25 of each small area, or of the older ones that it was made from."""
    held = read_table(tables, "residents").filter(
        (pl.col("sex") == "persons")
        & pl.col("age").is_not_null()
        & pl.col("level").str.starts_with("small area")
    )
    newest = held.filter(pl.col("edition") == pl.col("edition").max())
    older = older_areas(tables, places["vintage"][0])
    pairs = pl.concat(
        [
            places.select("small_area", area_code="small_area", level=_level_of("vintage")),
            older.select("small_area", area_code="older", level=_level_of("older_vintage")),
        ]
    )
    own = pairs.join(newest, on=["area_code", "level"]).group_by("small_area", "level")
    young = pl.col("residents").filter(pl.col("age") < YOUNG).sum()
    shares = own.agg((100.0 * young / pl.col("residents").sum()).alias(UNDER_25))
    # An area that is counted itself has its own share: the newest vintage comes first.
    first = shares.sort("level", descending=True).unique(
        "small_area", keep="first", maintain_order=True
    )
    return first.select("small_area", UNDER_25) if first.height else None


def _level_of(vintage: str) -> pl.Expr:
    return pl.format("small area {}", pl.col(vintage))
