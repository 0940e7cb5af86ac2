"""Quantiles within groups."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn.statistics.quantiles import quantile_of

FEW = "fewer than 3 values are known in the group"


def test_the_highest_values_are_the_first_quantile_unless_turned() -> None:
    values = [3.0, 10.0, 7.0, 1.0]
    assert quantile_of(values, quantiles=2)["quantile"].to_list() == [2, 1, 1, 2]
    turned = quantile_of(values, quantiles=2, high_is_one=False)
    assert turned["quantile"].to_list() == [1, 2, 2, 1]


def test_where_values_do_not_part_evenly() -> None:
    # Ranks 1 to 7 in thirds: 1 + floor(3 (rank - 1) / 7).
    found = quantile_of([7, 6, 5, 4, 3, 2, 1], quantiles=3)
    assert found["quantile"].to_list() == [1, 1, 1, 2, 2, 3, 3]


def test_equal_values_share_the_lowest_rank() -> None:
    found = quantile_of([5, 5, 5, 1], quantiles=4)
    assert found["quantile"].to_list() == [1, 1, 1, 4]
    assert quantile_of([5, 1, 1, 1], quantiles=4)["quantile"].to_list() == [1, 2, 2, 2]


def test_groups_keep_to_themselves_and_rows_to_their_order() -> None:
    found = quantile_of(
        [1, 9, 2, 8, 3, 7], quantiles=3, by={"region": list("xyxyxy"), "sex": ["F"] * 6}
    )
    assert found.columns == ["region", "sex", "value", "quantile", "reason"]
    assert found["region"].to_list() == list("xyxyxy")
    assert found["quantile"].to_list() == [3, 1, 2, 2, 1, 3]
    assert found["reason"].null_count() == 6


def test_a_group_of_too_few_known_values_and_a_missing_value_have_none() -> None:
    found = quantile_of(
        [1, 2, None, 4, 5, 6, None], quantiles=3, by=["a", "a", "a", "b", "b", "b", "b"]
    )
    assert found["quantile"].to_list() == [None, None, None, 3, 2, 1, None]
    missing = "a value is missing"
    assert found["reason"].to_list() == [FEW, FEW, missing, None, None, None, missing]
    assert found["value"].to_list()[2] is None


def test_bad_values_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 2; got 1"):
        quantile_of([1.0], quantiles=1)
    with pytest.raises(ValueError, match="value must be finite"):
        quantile_of([math.inf], quantiles=2)
    with pytest.raises(ValueError, match="may not be called quantile"):
        quantile_of([1.0], quantiles=2, by={"quantile": [1]})
    with pytest.raises(ValueError, match="2 groups are given for 1 values"):
        quantile_of([1.0], quantiles=2, by=[1, 2])


@given(st.lists(st.integers(-99, 99), min_size=2, max_size=60, unique=True), st.integers(2, 12))
def test_quantiles_are_of_equal_size_and_in_order(values: list[int], quantiles: int) -> None:
    found = quantile_of(values, quantiles=quantiles)
    if len(values) < quantiles:
        assert found["quantile"].null_count() == len(values)
        return
    given = found["quantile"].to_list()
    sizes = [given.count(each) for each in range(1, quantiles + 1)]
    assert sum(sizes) == len(values)
    assert max(sizes) - min(sizes) <= 1
    assert (
        given
        == quantile_of([-each for each in values], quantiles=quantiles, high_is_one=False)[
            "quantile"
        ].to_list()
    )
    ordered = [each for _, each in sorted(zip(values, given, strict=True), reverse=True)]
    assert ordered == sorted(ordered)
