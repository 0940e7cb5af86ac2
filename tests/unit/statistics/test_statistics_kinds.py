"""Kinds of values in order, and each value as a number."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn.statistics.kinds import NARROW, number_kinds


@pytest.mark.parametrize(
    ("series", "codes", "kinds"),
    [
        (pl.Series(["5-9", "0-4", "5-9"]), [1, 0, 1], ["0-4", "5-9"]),
        (pl.Series([10, 0, 90]), [1, 0, 2], [0, 10, 90]),
        (pl.Series([-3, 5, -3], dtype=pl.Int8), [0, 1, 0], [-3, 5]),
        (pl.Series([200, 3], dtype=pl.UInt8), [1, 0], [3, 200]),
        (pl.Series([0, NARROW]), [0, 1], [0, NARROW]),
        (pl.Series([0, NARROW + 1, 0]), [0, 1, 0], [0, NARROW + 1]),
        (pl.Series([2.5, None, 1.5]), [1, 2, 0], ["1.5", "2.5"]),
        (pl.Series([4, None, 3]), [1, 2, 0], ["3", "4"]),
        (pl.Series([], dtype=pl.Int64), [], []),
        (pl.Series([], dtype=pl.String), [], []),
    ],
)
def test_kinds_are_in_order_and_values_numbered_by_them(series, codes, kinds) -> None:
    numbers, found = number_kinds(series)
    assert (numbers.tolist(), found.to_list()) == (codes, kinds)
    assert numbers.dtype == np.intp


def test_kinds_of_whole_numbers_keep_their_name_and_type() -> None:
    for values in ([3, 1], [3, NARROW * 2]):
        _, found = number_kinds(pl.Series("area", values, dtype=pl.Int32))
        assert (found.name, found.dtype) == ("area", pl.Int32)


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=9))
def test_any_whole_numbers_are_found_again(values: list[int]) -> None:
    series = pl.Series("whole", values, dtype=pl.Int64)
    codes, kinds = number_kinds(series)
    assert kinds.gather(codes).equals(series)
    assert kinds.to_list() == sorted(set(values))
