"""The table of places of a partnership."""

from __future__ import annotations

import polars as pl
import pytest
from drawn import frame_of

from vrn.problem.areas import areas_table
from vrn.terms import Area, Level

WHOLE = Area("M1", "Midmere", Level.WHOLE)
DISTRICTS = (Area("D2", "West", Level.DISTRICT), Area("D1", "East", Level.DISTRICT))
CHANGES = frame_of("""
    code_2021 | name_2021 | district_code
    S2        | West 1    | D2
    S1        | East 1    | D1
    S1        | East 1    | D1
    S4        |           | D2
    S9        | Far 1     | D9
""")
BOUNDARIES = frame_of("""
    level      | vintage | area_code | area_name | district_code
    small area | 2021    | S1        | Other     | D2
    small area | 2021    | S3        | East 2    | D1
    small area | 2011    | O1        | Old       | D1
    district   | 2021    | D1        | East      |
""")


def test_the_table_holds_the_whole_its_districts_and_their_small_areas() -> None:
    found = areas_table(
        area_changes=CHANGES, boundaries=BOUNDARIES, whole=WHOLE, districts=DISTRICTS
    )
    assert found.rows() == [
        ("M1", "Midmere", "whole area", None, None),
        ("D1", "East", "district", None, "M1"),
        ("D2", "West", "district", None, "M1"),
        ("S1", "East 1", "small area", "2021", "D1"),
        ("S2", "West 1", "small area", "2021", "D2"),
        ("S3", "East 2", "small area", "2021", "D1"),
        ("S4", "S4", "small area", "2021", "D2"),
    ]
    assert found.columns == ["code", "name", "level", "vintage", "parent"]


def test_a_district_without_small_areas_is_refused() -> None:
    lost = (*DISTRICTS, Area("D3", "North", Level.DISTRICT))
    with pytest.raises(ValueError, match="no small area lies in D3"):
        areas_table(area_changes=CHANGES, boundaries=BOUNDARIES, whole=WHOLE, districts=lost)


def test_boundaries_alone_are_enough() -> None:
    found = areas_table(
        area_changes=CHANGES.clear(), boundaries=BOUNDARIES, whole=WHOLE, districts=DISTRICTS
    )
    assert found.filter(pl.col("level") == "small area")["code"].to_list() == ["S1", "S3"]
