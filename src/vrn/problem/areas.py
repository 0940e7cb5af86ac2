"""The cut's `areas` table: the whole area, its districts, their small areas, each in its parent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.terms import Area, Level

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = ("code", "name", "level", "vintage", "parent")


def areas_table(
    *,
    area_changes: pl.DataFrame,
    boundaries: pl.DataFrame,
    whole: Area,
    districts: Sequence[Area],
    vintage: str = "2021",
) -> pl.DataFrame:
    """Every place of the partnership: code, name, level, vintage, parent (code), all text.

    Levels are those of `Level`; the whole area has no parent, and it and the districts no vintage.
    Small areas are those of `vintage` that the lookup or the boundaries put in one of the districts
    (the lookup is believed where they differ); an area without a name bears its code. Sorted by
    level, then code. Raises ValueError where a district has no small area.
    """
    named = {area.code: area.name for area in districts}
    small = _small_areas(area_changes, boundaries, vintage).filter(
        pl.col("parent").is_in(list(named))
    )
    lost = sorted(set(named) - set(small["parent"].to_list()))
    if lost:
        raise ValueError(
            f"no small area lies in {', '.join(lost)}: receive the lookup or the boundaries of "
            f"{vintage} for these districts, or mend their codes in partnership.toml"
        )
    upper = [(whole.code, whole.name, Level.WHOLE.value, None, None)] + [
        (code, named[code], Level.DISTRICT.value, None, whole.code) for code in sorted(named)
    ]
    above = pl.DataFrame(upper, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
    return pl.concat([above, small.select(COLUMNS).sort("code")])


def _small_areas(
    area_changes: pl.DataFrame, boundaries: pl.DataFrame, vintage: str
) -> pl.DataFrame:
    listed = area_changes.select(
        code=f"code_{vintage}", name=f"name_{vintage}", parent="district_code"
    )
    drawn = boundaries.filter(
        (pl.col("level") == "small area") & (pl.col("vintage").cast(pl.String) == vintage)
    ).select(code="area_code", name="area_name", parent="district_code")
    both = pl.concat([each.cast(pl.String) for each in (listed, drawn)])
    merged = both.group_by("code", maintain_order=True).agg(
        pl.col("name", "parent").drop_nulls().first()
    )
    return merged.with_columns(
        pl.coalesce("name", "code").alias("name"),
        level=pl.lit(Level.SMALL_AREA.value),
        vintage=pl.lit(vintage),
    )
