"""Where an offence is placed: by its grid reference, else by what is written beside it."""

from __future__ import annotations

import polars as pl
import pytest
from drawn import frame_of
from unit.problem.episodes.made_feeds import boundaries, neighbourhoods, offences, sectors

from vrn.problem import placements as way
from vrn.problem.episodes import positions
from vrn.problem.episodes.positions import place_by_position

FEEDS = {
    "boundaries": boundaries(),
    "police-neighbourhoods": neighbourhoods(),
    "postcode-sectors": sectors(),
}
# S1 lies from 450000 to 451000 east, S2 up to 452000, S3 up to 453000; S4 is another network's.
DRAWN = frame_of("""
    easting | northing | neighbourhood | sector | way     | small_area | district | hood
    450500  | 300500   |               |        | inside  | S1         | D1       | N1
    450500  | 300500   | N3            | XL2 1  | inside  | S1         | D1       | N1
    451500  | 300500   |               |        | inside  | S2         | D1       | N2
    452500  | 300500   |               |        | inside  | S3         | D2       | N3
    450500  | 301100   |               |        | nearest | S1         | D1       | N1
    450500  | 301400   | N1            |        | outside |            |          |
    453500  | 300500   |               |        | outside |            |          |
            |          | N2            |        | hood    |            | D1       | N2
            |          | central       |        | hood    |            | D1       | N2
            |          | North         | XL1 1  | hood    |            | D2       | N3
            |          |               | XL1 1  | sector  |            | D1       |
            |          | N7            | XL2 1  | sector  |            | D2       |
            |          |               | XL9 9  | nowhere |            |          |
            |          |               |        | nowhere |            |          |
""")
WAYS = {
    "inside": positions.BY_POINT,
    "nearest": way.NEAREST,
    "outside": way.OUTSIDE,
    "hood": positions.BY_NEIGHBOURHOOD,
    "sector": positions.BY_SECTOR,
    "nowhere": way.NO_LOCATION,
}
FOUND = ("placement", "small_area", "district", "neighbourhood")


def place(rows: pl.DataFrame, feeds: dict[str, pl.DataFrame] | None = None) -> pl.DataFrame:
    return place_by_position(
        rows, feeds=FEEDS if feeds is None else feeds, districts=["D1", "D2"], vintage="2021"
    )


def drawn_offences() -> pl.DataFrame:
    given = DRAWN.select("easting", "northing", "neighbourhood", "sector")
    return offences(given.to_dicts())


def test_offences_are_placed_as_drawn() -> None:
    found = place(drawn_offences())
    ways = pl.col("way").replace(WAYS)
    wanted = DRAWN.select(ways, "small_area", "district", neighbourhood="hood")
    assert found.select(FOUND).rows() == wanted.rows()
    assert found["crime_ref"].to_list() == drawn_offences()["crime_ref"].to_list()
    assert set(found["placement"]) == set(positions.MEANINGS)


def test_a_border_point_goes_to_the_lower_code() -> None:
    """On the line between S1 and S2, drawn exactly: both outlines are at no distance."""
    square = boundaries().filter(pl.col("area_code") == "S1")["geometry"].item()
    twice = pl.concat(
        [boundaries(), boundaries().head(1).with_columns(area_code=pl.lit("S0"), geometry=square)]
    )
    found = place(drawn_offences().head(1), {"boundaries": twice})
    assert found["small_area"].to_list() == ["S0"]


def test_without_boundaries_what_is_written_counts() -> None:
    found = place(drawn_offences(), {"police-neighbourhoods": neighbourhoods()})
    assert found["small_area"].null_count() == len(found)
    assert found["district"].to_list()[1] == "D2"
    assert found["placement"].to_list()[:2] == [way.NO_LOCATION, positions.BY_NEIGHBOURHOOD]


def test_with_no_reference_at_all_nothing_is_placed() -> None:
    found = place(drawn_offences(), {})
    assert set(found["placement"]) == {way.NO_LOCATION}


def test_the_lookup_says_which_district_a_small_area_lies_in() -> None:
    changes = pl.DataFrame({"code_2021": ["S1", "S2"], "district_code": ["D2", "D1"]})
    found = place(drawn_offences().head(1), {"boundaries": boundaries(), "area-changes": changes})
    assert found.select("small_area", "district").row(0) == ("S1", "D2")


@pytest.mark.parametrize("sector", ["xl1 1", "XL11", " XL1  1"])
def test_a_sector_is_known_however_it_is_written(sector: str) -> None:
    found = place(offences([{"sector": sector}]), {"postcode-sectors": sectors()})
    assert found["district"].to_list() == ["D1"]


def test_no_rows_are_placed_as_no_rows() -> None:
    assert place(drawn_offences().clear()).is_empty()
