"""Which small areas touch, and where each lies, from the outlines of a cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from drawn_agencies import make_agencies_cut

from vrn.problem.places import NotInCutError
from vrn.problem.touching import middles_of_areas, touching_areas

if TYPE_CHECKING:
    from pathlib import Path

AREAS = """
    small_area | district
    S1..S5     | D1
"""
SQUARES = """
    area_code | column | row
    S5        | 9      | 9
    S1        | 0      | 0
    S2        | 1      | 0
    S3        | 1      | 1
    S4        | 2      | 0
    S9        | 0      | 1
"""


def test_areas_touch_along_a_side_and_at_a_corner_and_once_each(tmp_path: Path) -> None:
    tables = make_agencies_cut(tmp_path, areas=AREAS, boundaries=SQUARES)
    pairs = [("S1", "S2"), ("S1", "S3"), ("S2", "S3"), ("S2", "S4"), ("S3", "S4")]
    assert touching_areas(tables).rows() == pairs


def test_outlines_of_another_vintage_and_of_areas_elsewhere_are_not_read(tmp_path: Path) -> None:
    tables = dict(make_agencies_cut(tmp_path, areas=AREAS, boundaries=SQUARES))
    drawn = pl.read_parquet(tables["boundaries"])
    older = drawn.with_columns(vintage=pl.lit("2011"))
    pl.concat([older, drawn.filter(pl.col("area_code") != "S2")]).write_parquet(
        tables["boundaries"][0]
    )
    assert touching_areas(tables).rows() == [("S1", "S3"), ("S3", "S4")]
    assert middles_of_areas(tables)["small_area"].to_list() == ["S1", "S3", "S4", "S5"]


def test_middles_are_metres_apart_on_a_plane(tmp_path: Path) -> None:
    tables = make_agencies_cut(tmp_path, areas=AREAS, boundaries=SQUARES)
    found = {area: (x, y) for area, x, y in middles_of_areas(tables).iter_rows()}
    # A thousandth of a degree is some 111 metres, at the equator both ways.
    assert found["S2"][0] - found["S1"][0] == pytest.approx(111.3, abs=0.1)
    assert found["S3"][1] - found["S2"][1] == pytest.approx(111.3, abs=0.1)


def test_a_cut_without_outlines_says_what_to_receive(tmp_path: Path) -> None:
    with pytest.raises(NotInCutError, match="boundaries"):
        touching_areas(make_agencies_cut(tmp_path))
    with pytest.raises(NotInCutError, match="boundaries"):
        middles_of_areas(make_agencies_cut(tmp_path))
