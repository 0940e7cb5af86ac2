"""A police neighbourhood's shape is that of its small areas together."""

from __future__ import annotations

import polars as pl
import shapely

from vrn.chain.releasing import join_neighbourhoods

SQUARES = {
    "A1": shapely.box(0, 0, 1, 1),
    "A2": shapely.box(1, 0, 2, 1),
    "A3": shapely.box(5, 5, 6, 6),
}


def shapes() -> pl.DataFrame:
    rows = [
        ("small area", "2021", code, f"Name of {code}", "D1", square.wkb)
        for code, square in SQUARES.items()
    ]
    rows.append(("district", "2021", "D1", "First", None, shapely.box(0, 0, 6, 6).wkb))
    names = ("level", "vintage", "area_code", "area_name", "district_code", "geometry")
    schema = {**dict.fromkeys(names, pl.String), "geometry": pl.Binary}
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_small_areas_of_a_neighbourhood_become_one_shape_without_a_seam() -> None:
    listed = pl.DataFrame(
        {
            "neighbourhood": ["N1", "N1", "N2"],
            "neighbourhood_name": ["West", "West", "East"],
            "small_area": ["A1", "A2", "A3"],
        }
    )
    found = join_neighbourhoods(shapes(), listed)
    assert found.head(4).equals(shapes())
    joined = found.filter(pl.col("level") == "police neighbourhood").sort("area_code")
    assert joined.select("area_code", "area_name", "district_code").rows() == [
        ("N1", "West", "D1"),
        ("N2", "East", "D1"),
    ]
    west, east = shapely.from_wkb(joined["geometry"].to_numpy())
    assert west.equals(shapely.box(0, 0, 2, 1))
    assert east.equals(SQUARES["A3"])
