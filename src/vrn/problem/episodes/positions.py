"""Places offences by their grid reference, else by the neighbourhood or postcode sector written.

The point is believed before what is written beside it. Outlines are simplified, so that a point in
none of them, but near, goes to the nearest and is marked so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from vrn.problem import placements as way
from vrn.problem.episodes.grid import longitudes_and_latitudes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

BY_POINT = "inside by position"
BY_NEIGHBOURHOOD = "by police neighbourhood"
BY_SECTOR = "by postcode sector"
MEANINGS = {
    BY_POINT: "the grid reference lies in the small area",
    way.NEAREST: "the grid reference lies in no simplified outline, and took the nearest",
    BY_NEIGHBOURHOOD: "without a grid reference: the police neighbourhood written lies in the area",
    BY_SECTOR: "without either: the postcode sector lies in one district of the area",
    way.OUTSIDE: "the grid reference lies in no district of the partnership",
    way.NO_LOCATION: "neither grid reference, nor a neighbourhood or sector of the area",
}
NEAR_IN_METRES = 250.0
_METRES_A_DEGREE = 111_320.0
_POINT = ("easting", "northing")


def place_by_position(
    rows: pl.DataFrame,
    *,
    feeds: Mapping[str, pl.DataFrame],
    districts: Collection[str],
    vintage: str,
) -> pl.DataFrame:
    """The rows with `placement`, `small_area`, `district`, `neighbourhood`; codes, null if unknown.

    `rows` has easting and northing (metres of the National Grid), `neighbourhood` and `sector` as
    supplied, any of them null. Of `feeds` it reads boundaries, police-neighbourhoods, postcode-
    sectors and area-changes where they are held. A border point goes to the lower code. A point
    farther than 250 m from every outline of the partnership's small areas is outside the area.
    """
    homes = _homes(feeds, districts, vintage)
    points = rows.select(_POINT).drop_nulls().unique().sort(_POINT)
    named = rows.rename({"neighbourhood": "written"}).with_columns(sector=tidy_sector("sector"))
    placed = named.join(
        _small_areas_of(points, _outlines(feeds, homes, vintage)),
        on=_POINT,
        how="left",
        maintain_order="left",
        validate="m:1",
    )
    placed = placed.join(
        homes.select("small_area", "district"), on="small_area", how="left", maintain_order="left"
    )
    found = _with_neighbourhoods(placed, feeds, districts)
    found = found.join(
        _districts_of_sectors(feeds, districts), on="sector", how="left", maintain_order="left"
    )
    is_free = pl.col("placement").is_null()
    by_name = is_free & pl.col("named_district").is_not_null()
    by_sector = is_free & ~by_name & pl.col("sector_district").is_not_null()
    return found.with_columns(
        placement=pl.when(by_name)
        .then(pl.lit(BY_NEIGHBOURHOOD))
        .when(by_sector)
        .then(pl.lit(BY_SECTOR))
        .otherwise(pl.col("placement").fill_null(way.NO_LOCATION)),
        district=pl.when(by_name)
        .then("named_district")
        .when(by_sector)
        .then("sector_district")
        .otherwise("district"),
        neighbourhood=pl.when(by_name).then("named").otherwise("neighbourhood"),
    ).drop("written", "named", "named_district", "sector_district")


def _homes(
    feeds: Mapping[str, pl.DataFrame], districts: Collection[str], vintage: str
) -> pl.DataFrame:
    """small_area and its district, of the partnership's districts; the lookup is believed first."""
    listed = []
    if "area-changes" in feeds:
        changes = feeds["area-changes"]
        listed.append(changes.select(small_area=f"code_{vintage}", district="district_code"))
    if "boundaries" in feeds:
        drawn = _drawn(feeds["boundaries"], vintage)
        listed.append(drawn.select(small_area="area_code", district="district_code"))
    if "police-neighbourhoods" in feeds:
        listed.append(feeds["police-neighbourhoods"].select("small_area", district="district_code"))
    if not listed:
        return pl.DataFrame(schema={"small_area": pl.String, "district": pl.String})
    both = pl.concat([each.cast(pl.String) for each in listed]).drop_nulls()
    return (
        both.unique("small_area", keep="first", maintain_order=True)
        .filter(pl.col("district").is_in(list(districts)))
        .sort("small_area")
    )


def _drawn(boundaries: pl.DataFrame, vintage: str) -> pl.DataFrame:
    return boundaries.filter(
        (pl.col("level") == "small area") & (pl.col("vintage").cast(pl.String) == vintage)
    )


def _outlines(feeds: Mapping[str, pl.DataFrame], homes: pl.DataFrame, vintage: str) -> pl.DataFrame:
    """small_area and its geometry (WKB), of the partnership's small areas, by code."""
    if "boundaries" not in feeds:
        return pl.DataFrame(schema={"small_area": pl.String, "geometry": pl.Binary})
    drawn = _drawn(feeds["boundaries"], vintage).select("geometry", small_area="area_code")
    return drawn.join(homes, on="small_area", how="semi").unique("small_area").sort("small_area")


def _small_areas_of(points: pl.DataFrame, outlines: pl.DataFrame) -> pl.DataFrame:
    """easting, northing, small_area and placement of each point; no row where none is drawn."""
    if outlines.is_empty() or points.is_empty():
        return points.clear().with_columns(
            small_area=pl.lit(None, pl.String), placement=pl.lit(None, pl.String)
        )
    index, distances = _nearest(points, outlines["geometry"].to_list())
    codes = outlines["small_area"].to_numpy()[index]
    is_near = distances <= NEAR_IN_METRES
    return points.with_columns(
        small_area=pl.Series(codes, dtype=pl.String),
        placement=pl.when(pl.Series(distances == 0))
        .then(pl.lit(BY_POINT))
        .when(pl.Series(is_near))
        .then(pl.lit(way.NEAREST))
        .otherwise(pl.lit(way.OUTSIDE)),
    ).with_columns(small_area=pl.when(pl.col("placement") != way.OUTSIDE).then("small_area"))


def _nearest(
    points: pl.DataFrame, outlines: list[bytes]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """For each point the first of the nearest outlines, and metres to it; 0 inside and on it."""
    import shapely

    east, north = longitudes_and_latitudes(points["easting"], points["northing"])
    shapes = shapely.from_wkb(outlines)
    south, top = shapely.total_bounds(shapes)[[1, 3]]
    scale = np.array([np.cos(np.radians((south + top) / 2)), 1.0]) * _METRES_A_DEGREE
    flat = shapely.transform(shapes, lambda degrees: degrees * scale)
    spots = shapely.points(np.column_stack([east, north]) * scale)
    spot, shape = shapely.STRtree(flat).query_nearest(spots, all_matches=True)
    # All outlines at the least distance, by point and then by code: the first is the lowest.
    order = np.lexsort((shape, spot))
    spot, shape = spot[order], shape[order]
    _, first = np.unique(spot, return_index=True)
    chosen: NDArray[np.int64] = shape[first].astype(np.int64)
    distances: NDArray[np.float64] = shapely.distance(flat[chosen], spots)
    return chosen, distances


def _with_neighbourhoods(
    placed: pl.DataFrame, feeds: Mapping[str, pl.DataFrame], districts: Collection[str]
) -> pl.DataFrame:
    """With `neighbourhood` of the small area, and `named`, `named_district` of the one written."""
    if "police-neighbourhoods" not in feeds:
        return placed.with_columns(
            pl.lit(None, pl.String).alias(name)
            for name in ("neighbourhood", "named", "named_district")
        )
    of_areas = feeds["police-neighbourhoods"].filter(pl.col("district_code").is_in(list(districts)))
    by_area = of_areas.select("small_area", "neighbourhood").unique("small_area", keep="first")
    key = pl.col("written").str.strip_chars().str.to_lowercase()
    return (
        placed.join(by_area, on="small_area", how="left", maintain_order="left")
        .with_columns(written=key)
        .join(_by_name(of_areas), on="written", how="left", maintain_order="left", validate="m:1")
    )


def _by_name(of_areas: pl.DataFrame) -> pl.DataFrame:
    """Each neighbourhood by its code and by its name, in lower case; none that names two."""
    names = pl.concat(
        [
            of_areas.select(
                written=pl.col(name).str.strip_chars().str.to_lowercase(),
                named="neighbourhood",
                named_district="district_code",
            )
            for name in ("neighbourhood", "neighbourhood_name")
        ]
    ).unique()
    return names.filter(pl.len().over("written") == 1)


def districts_of_sectors(sectors: pl.DataFrame) -> pl.DataFrame:
    """sector (upper case, one space) and the district it lies in; null where it lies in several."""
    one = pl.col("district").n_unique() == 1
    return (
        sectors.select(sector=tidy_sector("sector"), district="district_code")
        .group_by("sector")
        .agg(pl.when(one).then(pl.col("district").first()).alias("district"))
    )


def tidy_sector(column: str) -> pl.Expr:
    """A postcode sector in capitals with one space before its last sign: "XL4 7"."""
    packed = pl.col(column).str.to_uppercase().str.replace_all(r"\s", "")
    return packed.str.replace(r"^(.+)(.)$", "$1 $2")


def _districts_of_sectors(
    feeds: Mapping[str, pl.DataFrame], districts: Collection[str]
) -> pl.DataFrame:
    if "postcode-sectors" not in feeds:
        return pl.DataFrame(schema={"sector": pl.String, "sector_district": pl.String})
    found = districts_of_sectors(feeds["postcode-sectors"]).rename({"district": "sector_district"})
    return found.filter(pl.col("sector_district").is_in(list(districts)))
