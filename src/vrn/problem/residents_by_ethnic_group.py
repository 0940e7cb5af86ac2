"""How many people of each ethnic group live in the whole of a cut's area, by its newest census."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.places import marks_of, read_places, read_table, tables_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.problem.places import Marks, Tables

TABLE = "residents_by_ethnic_group"


def residents_by_ethnic_group(tables: Tables) -> Mapping[str, int]:
    """Residents of the partnership's area by group; empty where the cut cannot tell.

    Of the newest census held. Its areas are small areas of the cut's own vintage, or districts, of
    which every one must be there: a total that lacks a place is none.
    """
    if not tables.get(TABLE):
        return {}
    return dict(_by_group(marks_of(tables, "areas", TABLE)))


@lru_cache(maxsize=4)
def _by_group(marks: Marks) -> tuple[tuple[str, int], ...]:
    tables = tables_of(marks)
    held, places = read_table(tables, TABLE), read_places(tables)
    newest = held.filter(pl.col("edition") == pl.col("edition").max())
    small = f"small area {places['vintage'][0]}"
    for level, column in ((small, "small_area"), ("district", "district")):
        wanted = places.select(area_code=column).unique()
        found = newest.filter(pl.col("level") == level).join(wanted, on="area_code", how="semi")
        if found["area_code"].n_unique() == wanted.height:
            sums = found.group_by("ethnic_group").agg(pl.col("residents").sum())
            return tuple(sums.sort("ethnic_group").iter_rows())
    return ()
