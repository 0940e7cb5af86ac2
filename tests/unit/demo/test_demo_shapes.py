"""Hexagons that are drawn, cut and joined without a gap."""

from __future__ import annotations

import pytest

from vrn_demo import shapes


def test_a_cell_runs_anticlockwise_and_has_the_ground_of_a_hexagon() -> None:
    ring = shapes.draw_hexagon(3, 4)
    assert len(ring) == shapes.CORNERS
    assert shapes.measure_ground(ring) == pytest.approx(2.598, abs=0.4)


def test_neighbours_share_the_very_same_points() -> None:
    west, east = shapes.draw_hexagon(2, 2), shapes.draw_hexagon(2, 3)
    assert len(set(west) & set(east)) == shapes.PARTS_OF_AN_EDGE + 1


@pytest.mark.parametrize(("first", "second"), [(0, 12), (2, 14), (10, 22)])
def test_the_two_parts_of_a_cut_ring_join_to_the_same_ring(first: int, second: int) -> None:
    ring = shapes.draw_hexagon(1, 1)
    one, other = shapes.cut_ring(ring, first, second)
    (joined,) = shapes.join_rings([one, other])
    assert set(joined) == set(ring)
    assert shapes.measure_ground(one) > 0
    assert shapes.measure_ground(other) > 0
    assert shapes.measure_ground(joined) == pytest.approx(shapes.measure_ground(ring))


def test_cells_apart_stay_two_rings() -> None:
    apart = [shapes.draw_hexagon(0, 0), shapes.draw_hexagon(0, 5)]
    assert len(shapes.join_rings(apart)) == 2


def test_a_hole_is_refused() -> None:
    around = [(1, 1), (1, 2), (2, 1), (2, 3), (3, 1), (3, 2)]
    with pytest.raises(ValueError, match="hole"):
        shapes.join_rings(shapes.draw_hexagon(*cell) for cell in around)


def test_two_parts_that_touch_in_a_point_are_refused() -> None:
    left = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    right = tuple((x + 1, y + 1) for x, y in left)
    with pytest.raises(ValueError, match="single point"):
        shapes.join_rings([left, right])


@pytest.mark.parametrize(("first", "second"), [(5, 5), (-1, 4), (3, 24)])
def test_a_cut_that_no_ring_has_is_refused(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="cannot cut"):
        shapes.cut_ring(shapes.draw_hexagon(0, 0), first, second)


def test_the_centre_lies_where_it_is_put_and_cells_grow_outwards() -> None:
    at = (-1.0, 52.0)
    assert shapes.lay_on_earth((3.0, 3.0), (3.0, 3.0), at=at) == at
    near = shapes.lay_on_earth((1.0, 0.0), (0.0, 0.0), at=at)[0] - at[0]
    tenth = shapes.lay_on_earth((10.0, 0.0), (0.0, 0.0), at=at)[0] - at[0]
    ninth = shapes.lay_on_earth((9.0, 0.0), (0.0, 0.0), at=at)[0] - at[0]
    assert tenth - ninth > 2 * near


def test_cells_are_drawn_together_around_a_town_and_stay_elsewhere() -> None:
    town = (10.0, 10.0)
    assert shapes.draw_together(town, [town]) == town
    near, far = (10.2, 10.0), (30.0, 10.0)
    assert shapes.draw_together(near, [town])[0] - town[0] == pytest.approx(0.1, abs=0.01)
    assert shapes.draw_together(far, [town]) == pytest.approx(far, abs=1e-9)
    assert shapes.draw_together(near, []) == near


def test_points_keep_their_order_on_the_way_out_of_a_town() -> None:
    drawn = [shapes.draw_together((0.1 * n, 0.0), [(0.0, 0.0)])[0] for n in range(120)]
    assert drawn == sorted(drawn)
    assert len(set(drawn)) == len(drawn)
