"""Brings every row to a small area of one vintage, and says how; no row is lost.

Codes go by the published lookup of changes: U unchanged, M merged (both by the code alone), S split
and X redrawn (both by the position of the row's point among the areas that the old one became).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from vrn.problem import placements as way

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

LEAST_MATCHED = 0.95
WELL_FORMED = r"^[A-Z]\d{8}$"
COLUMNS = (
    *("crime_id", "month", "crime_type", "reported_by", "falls_within", "outcome", "location"),
    *("longitude", "latitude", "supplied_area", "placement", "small_area", "district"),
    *("supply", "line"),
)
_WAYS = {"U": way.UNCHANGED, "M": way.MERGED, "S": way.SPLIT, "X": way.REDRAWN}
_BY_POSITION = (way.SPLIT, way.REDRAWN)
_POINT = ("supplied_area", "longitude", "latitude")


def place_offences(
    street: pl.DataFrame,
    *,
    area_changes: pl.DataFrame,
    boundaries: pl.DataFrame,
    districts: Collection[str],
    from_vintage: str = "2011",
    to_vintage: str = "2021",
) -> pl.DataFrame:
    """The cut's `offences` table: every row of `street`, in its order, with how it was placed.

    `small_area` and `district` are codes of `to_vintage`, null unless the row lies in one of
    `districts` (codes). A code of `to_vintage` is taken as it is. A point in none of the outlines
    of the candidates, which are simplified, goes to the nearest and is marked so; a point on the
    border of two goes to the lower code. Degrees of longitude are shortened by the latitude.

    Where a well-formed code is in neither vintage of the lookup the row is "outside the area": the
    published lookups may cover the partnership's area alone, and then every code from elsewhere is
    one they do not hold. The code is believed, not the point: beside the border a snapped point can
    fall within a simplified outline. "unknown code" is for a code that is no area code at all, and
    for a point without a code. A row without code and point, or with a code that needs a point and
    has none, is "no location".

    Raises ValueError where the lookup contradicts itself, knows no area of one of the districts, or
    where an outline is missing that a row needs.
    """
    changes = _read_changes(area_changes, from_vintage, to_vintage)
    check_districts(changes, districts)
    named = street.rename({"area_code": "supplied_area"}).with_columns(
        pl.col("longitude", "latitude").cast(pl.Float64)
    )
    found = named.join(
        _ways_of_codes(changes, districts), on="supplied_area", how="left", maintain_order="left"
    )
    placed = _place_by_point(found, changes, _read_outlines(boundaries, to_vintage, changes))
    homes = changes.select(small_area="new", district="district").unique()
    rows = placed.join(homes, on="small_area", how="left", maintain_order="left", validate="m:1")
    return _mark_the_rest(rows, districts).select(COLUMNS)


def check_matched(placed: pl.DataFrame, *, least: float = LEAST_MATCHED) -> None:
    """Raises unless that share of the rows with a code were placed in the partnership's districts.

    Fewer means that the lookup is of another area or vintage, and every figure would be too low.
    """
    coded = placed.filter(
        pl.col("supplied_area").is_not_null() & (pl.col("placement") != way.NO_LOCATION)
    )
    matched = coded["small_area"].is_not_null().mean()
    if isinstance(matched, float) and matched < least:
        raise ValueError(
            f"only {matched:.1%} of the records with a small area lie in the partnership's "
            f"districts, and at least {least:.0%} must: receive the lookup and the boundaries of "
            "this area, or mend the districts in partnership.toml"
        )


def check_districts(changes: pl.DataFrame, districts: Collection[str]) -> None:
    """Raises unless the lookup (column `district`) knows an area of each of the districts."""
    lost = sorted(set(districts) - set(changes["district"].to_list()))
    if lost or not districts:
        raise ValueError(
            f"the lookup of small areas knows none in {', '.join(lost) or 'any district'}: receive "
            "the lookup of these districts, or mend their codes in partnership.toml"
        )


def _read_changes(area_changes: pl.DataFrame, old: str, new: str) -> pl.DataFrame:
    """The lookup as old, change, new, district; refuses a pair that its own letter forbids."""
    changes = area_changes.select(
        old=f"code_{old}", change="change", new=f"code_{new}", district="district_code"
    ).unique(maintain_order=True)
    whole = changes.filter(pl.col("change").is_in(["U", "M"])).select("old").unique()
    several = changes.group_by("old").agg(pl.col("new").n_unique())
    wrong = several.join(whole, on="old").filter(pl.col("new") > 1)
    homes = changes.group_by("new").agg(pl.col("district").n_unique())
    astray = homes.filter(pl.col("district") > 1)
    if wrong.height or astray.height:
        codes = sorted([*wrong["old"].head(5), *astray["new"].head(5)])
        raise ValueError(
            "the lookup of small areas contradicts itself: an unchanged or merged area has one "
            f"successor, and every area one district; look at {', '.join(codes)}"
        )
    return changes


def _ways_of_codes(changes: pl.DataFrame, districts: Collection[str]) -> pl.DataFrame:
    """One row a code of either vintage: how it is placed, and where when the code says it all."""
    old = changes.group_by(supplied_area="old").agg(
        # Where one area's pairs bear several letters it was redrawn: X sorts last.
        pl.col("change").max().replace_strict(_WAYS).alias("placement"),
        pl.col("new").first().alias("small_area"),
        pl.col("district").is_in(list(districts)).any().alias("is_near"),
    )
    by_point = pl.col("placement").is_in(_BY_POSITION)
    old = old.with_columns(
        # Split far from the partnership: outside whichever part it lies in, and no outline needed.
        placement=pl.when(by_point & ~pl.col("is_near"))
        .then(pl.lit(way.OUTSIDE))
        .otherwise("placement"),
        small_area=pl.when(~by_point).then("small_area"),
    ).drop("is_near")
    new = changes.select(
        supplied_area="new", placement=pl.lit(way.NEW), small_area=pl.col("new")
    ).unique()
    return pl.concat([old, new.join(old, on="supplied_area", how="anti")])


def _read_outlines(
    boundaries: pl.DataFrame, vintage: str, changes: pl.DataFrame
) -> dict[str, bytes]:
    """Outlines (WKB) by code, of the areas that may be chosen by position."""
    wanted = changes.filter(pl.col("change").is_in(["S", "X"]))["new"].unique().to_list()
    held = boundaries.filter(
        (pl.col("level") == "small area")
        & (pl.col("vintage").cast(pl.String) == vintage)
        & pl.col("area_code").is_in(wanted)
    )
    return dict(held.select("area_code", "geometry").iter_rows())


def _place_by_point(
    rows: pl.DataFrame, changes: pl.DataFrame, outlines: dict[str, bytes]
) -> pl.DataFrame:
    """Fills the small area of the rows that need their point, and marks the nearest ones."""
    points = rows.filter(
        pl.col("placement").is_in(_BY_POSITION) & pl.col("longitude").is_not_null()
    )
    points = points.select(_POINT).unique().sort(_POINT)
    chosen = [
        _choose(str(code), group, changes, outlines)
        for (code,), group in points.group_by("supplied_area", maintain_order=True)
    ]
    if not chosen:
        return rows
    found = rows.join(
        pl.concat(chosen), on=_POINT, how="left", maintain_order="left", validate="m:1"
    )
    return found.with_columns(
        small_area=pl.coalesce("small_area", "chosen"),
        placement=pl.when("is_beside").then(pl.lit(way.NEAREST)).otherwise("placement"),
    ).drop("chosen", "is_beside")


def _choose(
    code: str, points: pl.DataFrame, changes: pl.DataFrame, outlines: dict[str, bytes]
) -> pl.DataFrame:
    """For each point of one old area the successor it lies in, or the nearest of them."""
    candidates = sorted(changes.filter(pl.col("old") == code)["new"].to_list())
    missing = [new for new in candidates if new not in outlines]
    if missing:
        raise ValueError(
            f"small area {code} became {', '.join(candidates)}, and rows must be placed among them "
            f"by position: receive the boundaries of {', '.join(missing)}"
        )
    distances = _distances([outlines[new] for new in candidates], points)
    nearest = distances.argmin(axis=0)
    return points.with_columns(
        chosen=pl.Series([candidates[index] for index in nearest], dtype=pl.String),
        is_beside=pl.Series(distances.min(axis=0) > 0),
    )


def _distances(outlines: list[bytes], points: pl.DataFrame) -> NDArray[np.float64]:
    """Distances, one row an outline and one column a point; 0 inside and on the border."""
    import shapely

    shapes = shapely.from_wkb(outlines)
    south, north = shapely.total_bounds(shapes)[[1, 3]]
    scale = np.array([np.cos(np.radians((south + north) / 2)), 1.0])
    flat: Any = shapely.transform(shapes, lambda degrees: degrees * scale)
    shapely.prepare(flat)
    spots = shapely.points(points.select("longitude", "latitude").to_numpy() * scale)
    distances: NDArray[np.float64] = shapely.distance(flat[:, None], spots[None, :])
    return distances


def _mark_the_rest(rows: pl.DataFrame, districts: Collection[str]) -> pl.DataFrame:
    """Names what is outside, unknown or without a place, and clears places in other districts."""
    code, is_pointless = pl.col("supplied_area"), pl.col("longitude").is_null()
    is_inside = pl.col("district").is_in(list(districts)).fill_null(value=False)
    needs_point = pl.col("placement").is_in(_BY_POSITION) & pl.col("small_area").is_null()
    return rows.with_columns(
        placement=pl.when(is_inside)
        .then("placement")
        .when(needs_point | (code.is_null() & is_pointless))
        .then(pl.lit(way.NO_LOCATION))
        .when(pl.col("placement").is_not_null() | code.str.contains(WELL_FORMED))
        .then(pl.lit(way.OUTSIDE))
        .otherwise(pl.lit(way.UNKNOWN)),
        small_area=pl.when(is_inside).then("small_area"),
        district=pl.when(is_inside).then("district"),
    )
