"""Points and postcodes inside a piece of ground, and their place on the national grid."""

from __future__ import annotations

import re

import numpy as np
import pytest
from shapely.geometry import Point, Polygon

from vrn.problem.episodes.grid import longitudes_and_latitudes
from vrn_demo.area import build_area
from vrn_demo.ground import draw_grid, draw_points, find_ring
from vrn_demo.national_grid import find_grid, project
from vrn_demo.postcodes import OUTSIDE_SECTORS, draw_postcodes, list_sectors, number_sectors

AREA = build_area()
EVERY_PIECE = np.arange(len(AREA.pieces))
METRES_NORTH, METRES_EAST = 111_200, 67_500


def test_the_projection_comes_to_the_worked_point_of_the_published_guide() -> None:
    degrees = (1 + 43 / 60 + 4.5177 / 3600, 52 + 39 / 60 + 27.2531 / 3600)
    easting, northing = project(np.array(degrees[0]), np.array(degrees[1]))
    assert (float(easting), float(northing)) == pytest.approx((651409.903, 313177.270), abs=0.001)


def test_a_grid_position_leads_back_to_its_point_within_two_metres() -> None:
    points = draw_points(EVERY_PIECE, np.random.default_rng(1))
    easting, northing = find_grid(points[:, 0], points[:, 1])
    assert easting.dtype.kind == northing.dtype.kind == "i"
    longitude, latitude = longitudes_and_latitudes(easting, northing)
    off = np.hypot(
        (longitude - points[:, 0]) * METRES_EAST, (latitude - points[:, 1]) * METRES_NORTH
    )
    assert off.max() < 2


def test_the_made_up_area_lies_in_the_grid_squares_around_leicester() -> None:
    easting, northing = draw_grid(EVERY_PIECE, np.random.default_rng(1))
    assert 420_000 < easting.min() < easting.max() < 500_000
    assert 270_000 < northing.min() < northing.max() < 340_000


def test_a_point_lies_in_its_piece_and_away_from_its_border() -> None:
    wanted = np.repeat(EVERY_PIECE, 3)[::-1]
    points = draw_points(wanted, np.random.default_rng(2))
    for piece, point in zip(wanted.tolist(), points, strict=True):
        ground = Polygon(find_ring(piece))
        assert ground.contains(Point(*point))
        assert ground.exterior.distance(Point(*point)) > 0.0002


def test_the_same_generator_draws_the_same_points_and_postcodes() -> None:
    one, other = (draw_points(EVERY_PIECE[:9], np.random.default_rng(3)) for _ in range(2))
    assert (one == other).all()
    sectors = ["XL1 1", "XL2 4"]
    first, second = (draw_postcodes(sectors, np.random.default_rng(3)) for _ in range(2))
    assert first == second


def test_each_sector_lies_in_one_district_and_so_does_each_outward_code() -> None:
    found = {(piece.sector, piece.district) for piece in AREA.pieces}
    assert len({sector for sector, _ in found}) == len(found) == len(list_sectors(AREA))
    outward = {(sector.split()[0], district) for sector, district in found}
    assert len({code for code, _ in outward}) == len(outward)
    assert 100 <= len(found) <= 150


def test_no_sector_could_be_real_and_those_of_visitors_lie_outside() -> None:
    inside = list_sectors(AREA)
    assert all(re.fullmatch(r"XL\d{1,2} [1-9]", sector) for sector in inside)
    assert all(re.fullmatch(r"XM\d [1-9]", sector) for sector in OUTSIDE_SECTORS)
    assert len(set(OUTSIDE_SECTORS)) == 20


def test_a_postcode_begins_with_its_sector_and_many_people_share_it() -> None:
    sectors = ["XL4 7"] * 4000
    drawn = draw_postcodes(sectors, np.random.default_rng(4))
    assert all(re.fullmatch("XL4 7[ABD-HJLNP-UW-Z]{2}", postcode) for postcode in drawn)
    assert 380 < len(set(drawn)) <= 400


def test_sectors_are_counted_on_where_an_outward_code_is_full() -> None:
    groups = dict.fromkeys(sorted({piece.district for piece in AREA.pieces}), 0)
    sectors = number_sectors({**groups, "E06000016": 11, "E07000135": 1})
    assert sectors["E06000016", 8] == "XL1 9"
    assert sectors["E06000016", 9] == "XL2 1"
    assert sectors["E07000135", 0] == "XL3 1"
