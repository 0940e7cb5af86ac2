"""Grid positions as degrees: the guide's own point, and there and back within a metre."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vrn.problem.episodes.grid import longitudes_and_latitudes
from vrn_demo.national_grid import find_grid

METRES_A_DEGREE = 111_320.0


def test_the_guides_point_is_met_within_five_metres() -> None:
    """Caister water tower, whose degrees in WGS84 are known (memory)."""
    east, north = longitudes_and_latitudes([651_409.903], [313_177.270])
    wanted = (1 + 42 / 60 + 57.8663 / 3600, 52 + 39 / 60 + 28.8282 / 3600)
    off = np.array([(east[0] - wanted[0]) * np.cos(np.radians(52.66)), north[0] - wanted[1]])
    assert 1 < np.hypot(*off) * METRES_A_DEGREE < 5


@given(st.integers(80_000, 655_000), st.integers(5_000, 1_200_000))
def test_degrees_lead_back_to_the_same_square_metre(easting: int, northing: int) -> None:
    """Against the forward formulas, which the made-up files are written with by other code."""
    east, north = longitudes_and_latitudes([easting], [northing])
    back = find_grid(east, north)
    assert abs(int(back[0][0]) - easting) <= 1
    assert abs(int(back[1][0]) - northing) <= 1


def test_no_points_give_none() -> None:
    east, north = longitudes_and_latitudes([], [])
    assert east.size == north.size == 0
