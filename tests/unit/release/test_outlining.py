"""Boundaries become outlines: where points fall, edges that areas share, frames, and JSON."""

from __future__ import annotations

import json
import math
from itertools import pairwise

import polars as pl
import pytest
import shapely

from vrn.release.outline import outline_from_json, outline_to_json
from vrn.release.outlining import Frame, frame, make_outline

# One degree in hundreds of metres on a sphere of the earth's mean radius.
DEGREE = math.pi / 180 * 63_710.088


def row(code: str, shape: shapely.Geometry, **more: str | None) -> dict[str, object]:
    """One boundary of a small area of 2021 in district Z1."""
    settings = {"level": "small area", "vintage": "2021", "area_code": code,
                "area_name": f"Name of {code}", "district_code": "Z1"}  # fmt: skip
    return {**settings, **more, "geometry": shapely.to_wkb(shape)}


def wavy_edge(steps: int = 60) -> list[tuple[float, float]]:
    """A line south to north near longitude 0 with small waves in it."""
    return [(0.002 * math.sin(3 * step) / 3, 52 + 0.1 * step / steps) for step in range(steps + 1)]


WEST = shapely.Polygon([(-0.1, 52.0), *wavy_edge(), (-0.1, 52.1)])
EAST = shapely.Polygon([(0.1, 52.0), (0.1, 52.1), *reversed(wavy_edge())])
ISLAND = shapely.Polygon(
    [(0.02, 52.02), (0.08, 52.02), (0.08, 52.08), (0.02, 52.08)],
    [[(0.04, 52.04), (0.06, 52.04), (0.06, 52.06), (0.04, 52.06)]],
)
BOUNDARIES = pl.DataFrame(
    [
        row("A2", EAST),
        row("A1", WEST),
        row("Z1", WEST.union(EAST), level="district", district_code=None),
        row("B1", ISLAND, vintage="2011"),
    ]
)


def outline_of(level: str = "small area", vintage: str = "2021", **more: object):
    return make_outline(BOUNDARIES, level=level, vintage=vintage, supplies=("b", "a"), **more)


def test_areas_come_by_code_with_names_districts_and_supplies() -> None:
    outline = outline_of()
    assert [area[:3] for area in outline.areas] == [
        ("A1", "Name of A1", "Z1"),
        ("A2", "Name of A2", "Z1"),
    ]
    assert (outline.level, outline.vintage, outline.supplies) == ("small area", "2021", ("a", "b"))


def test_a_districts_own_code_stands_for_its_district() -> None:
    assert outline_of("district").areas[0][2] == "Z1"


def test_the_plane_is_to_scale_with_y_downwards() -> None:
    outline = outline_of()
    across = DEGREE * math.cos(math.radians(52.05))
    assert outline.width == pytest.approx(0.2 * across, abs=0.1)
    assert outline.height == pytest.approx(0.1 * DEGREE, abs=0.1)
    west = outline.areas[0][3][0]
    assert (min(x for x, _ in west), min(y for _, y in west)) == (0.0, 0.0)
    top_right = max(west, key=lambda point: (-point[1], point[0]))
    assert top_right[1] == 0.0
    assert top_right[0] == pytest.approx(0.1 * across, abs=3)


def test_points_are_rounded_to_ten_metres_and_rings_are_closed() -> None:
    for _, _, _, rings in outline_of().areas:
        for ring in rings:
            assert ring[0] == ring[-1]
            assert all(point == (round(point[0], 1), round(point[1], 1)) for point in ring)
            assert all(a != b for a, b in pairwise(ring))


def test_neighbours_keep_the_same_simplified_edge() -> None:
    fine, coarse = outline_of(simplify_metres=1.0), outline_of(simplify_metres=80.0)
    assert len(coarse.areas[0][3][0]) < len(fine.areas[0][3][0])
    for outline in (fine, coarse):
        west, east = (set(area[3][0]) for area in outline.areas)
        inner = {point for point in west | east if 20 < point[0] < outline.width - 20}
        assert inner <= west & east


def test_a_hole_is_a_ring_too() -> None:
    (island,) = outline_of(vintage="2011").areas
    assert len(island[3]) == 2


def test_levels_and_vintages_of_one_table_share_a_frame() -> None:
    sizes = {
        (outline.width, outline.height)
        for outline in (outline_of(), outline_of("district"), outline_of(vintage="2011"))
    }
    assert len(sizes) == 1


def test_a_frame_given_places_a_part_as_in_the_whole() -> None:
    whole = frame(BOUNDARIES)
    part = BOUNDARIES.filter(pl.col("area_code") == "A2")
    outline = make_outline(part, level="small area", vintage="2021", supplies=(), within=whole)
    assert min(x for x, _ in outline.areas[0][3][0]) > whole.width / 3
    assert (outline.width, outline.height) == (whole.width, whole.height)


def test_the_order_of_rows_and_points_does_not_matter() -> None:
    turned = shapely.Polygon([*WEST.exterior.coords[5:-1], *WEST.exterior.coords[:5]])
    table = pl.DataFrame(
        [row("A1", turned), *BOUNDARIES.filter(pl.col("area_code") != "A1").to_dicts()]
    )
    again = make_outline(
        table.reverse(),
        level="small area",
        vintage="2021",
        supplies=("a", "b"),
        simplify_metres=0.0,
    )
    assert outline_to_json(again) == outline_to_json(outline_of(simplify_metres=0.0))


def test_json_brings_the_same_outline_back_and_is_canonical() -> None:
    for outline in (outline_of(), outline_of("district"), outline_of(vintage="2011")):
        text = outline_to_json(outline)
        assert outline_from_json(text) == outline
        assert outline_to_json(outline_from_json(text)) == text
        assert "\n" not in text


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plain: plain.pop("areas"),
        lambda plain: plain.update(width="wide"),
        lambda plain: plain["areas"][0].pop(),
        lambda plain: plain["areas"][0][3][0].pop(),
        lambda plain: plain["areas"][0][3][0].__setitem__(0, "x"),
    ],
)
def test_spoiled_json_is_refused_with_what_to_do(spoil) -> None:
    plain = json.loads(outline_to_json(outline_of()))
    spoil(plain)
    with pytest.raises(ValueError, match="make it again from the boundaries"):
        outline_from_json(json.dumps(plain))


def test_text_that_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="not an outline"):
        outline_from_json("<svg/>")


def test_a_level_that_is_not_held_is_refused_with_those_that_are() -> None:
    with pytest.raises(ValueError, match=r"small area 2031.*district 2021"):
        outline_of(vintage="2031")


def test_no_boundaries_cannot_be_framed() -> None:
    with pytest.raises(ValueError, match="receive the boundaries first"):
        frame(BOUNDARIES.clear())


def test_a_frame_says_where_it_lies() -> None:
    framed = frame(BOUNDARIES)
    assert isinstance(framed, Frame)
    assert (framed.west, framed.north) == (-0.1, 52.1)
    assert framed.latitude == pytest.approx(52.05)
