"""Scales of quantiles' values: what lies at the end of a range and what lies off it."""

from __future__ import annotations

import math

import numpy as np

from vrn.statistics.inequality.scales import scale_of


def test_values_at_an_end_are_infinite_and_off_it_not_a_number_without_a_warning() -> None:
    np.testing.assert_array_equal(
        scale_of("rate").onto(np.array([1.0, 0.0, -1.0])), [0, -math.inf, math.nan]
    )
    np.testing.assert_array_equal(
        scale_of("proportion").onto(np.array([0.5, 0.0, 1.0, -1.0, 2.0])),
        [0, -math.inf, math.inf, math.nan, math.nan],
    )
