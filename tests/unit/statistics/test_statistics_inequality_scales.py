"""Scales of quantiles' values: what lies at the end of a range and what lies off it."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from vrn.statistics.inequality import (
    Line,
    Simulation,
    inequality_indices,
    quantile_proportions,
    quantile_rates,
    quantile_values,
)
from vrn.statistics.inequality.lines import ridit_ranks
from vrn.statistics.inequality.normal import Spread, relative_limits, slope_limits
from vrn.statistics.inequality.scales import scale_of
from vrn.statistics.inequality.simulation import _percentiles


def test_values_at_an_end_are_infinite_and_off_it_not_a_number_without_a_warning() -> None:
    np.testing.assert_array_equal(
        scale_of("rate").onto(np.array([1.0, 0.0, -1.0])), [0, -math.inf, math.nan]
    )
    np.testing.assert_array_equal(
        scale_of("proportion").onto(np.array([0.5, 0.0, 1.0, -1.0, 2.0])),
        [0, -math.inf, math.inf, math.nan, math.nan],
    )


def test_limits_that_meet_at_an_end_have_no_error_that_is_known() -> None:
    assert np.isnan(quantile_values([0], kind="rate", limits=([0], [0])).error[0])
    assert quantile_values([2], kind="rate", limits=([2], [2])).error[0] == 0


def test_what_is_wrong_with_a_quantile_is_named() -> None:
    with pytest.raises(ValueError, match=r"^population must be"):
        quantile_rates([1], [-1])
    with pytest.raises(ValueError, match=r"^total must be"):
        quantile_proportions([1], [-1])
    with pytest.raises(ValueError, match=r"level is \('drawn', 'observed'\); got 'mean'"):
        Simulation(np.random.default_rng(1), level="mean")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"weights are \('population', 'precision'\); got 'none'"):
        Line(weights="none")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"contrast is \('last_to_first', 'first_to_last'\); got"):
        Line(contrast="up")  # type: ignore[arg-type]


@pytest.mark.parametrize("limits_of", [slope_limits, relative_limits])
def test_limits_are_of_95_percent_unless_asked_otherwise(limits_of) -> None:
    spread = Spread(*(np.array([each]) for each in (20.0, 5.0, 2.0, 0.5)))
    assert limits_of(spread) == limits_of(spread, confidence=0.95)


def test_an_upper_limit_beyond_all_numbers_is_infinite_without_a_warning() -> None:
    spread = Spread(*(np.array([each]) for each in (20.0, 5.0, 2.0, 1_000.0)))
    assert relative_limits(spread).upper[0] == math.inf
    beside = _percentiles(np.array([[1.0, math.inf, math.inf]]), np.array([0.0, 0.5]))
    assert not np.isfinite(beside[1, 0])


def test_each_of_several_groups_has_the_limits_that_it_has_alone() -> None:
    errors = [1.0, 1.0, 2.0, 2.0, None, 1.0]
    several = inequality_indices(
        [1, 2] * 3,
        [500] * 6,
        quantile_values([20, 10, 20, 10, 20, 10], se=errors),
        by=["a", "a", "b", "b", "c", "c"],
        confidence=[0.5, 0.95],
    )
    for group, error in (("a", 1.0), ("b", 2.0)):
        found = several.filter(group=group)
        for at in (0.5, 0.95):
            alone = inequality_indices(
                [1, 2], [500] * 2, quantile_values([20, 10], se=[error] * 2), confidence=at
            )
            assert_frame_equal(found.filter(confidence=at).select(alone.columns), alone)
    assert several.filter(group="c")["lower"].null_count() == 4
    assert several.filter(group="a")["reason"].to_list() == [None] * 4
    assert several.schema["quantiles"] == pl.Int64
    for index in ("slope", "relative"):
        half, most = several.filter(group="a", index=index).sort("confidence").to_dicts()
        assert most["lower"] < half["lower"] < half["upper"] < most["upper"]


def test_where_there_are_no_people_there_is_no_rank() -> None:
    assert np.isnan(ridit_ranks(np.array([0.0, 0.0]))).all()


def test_a_quantile_given_twice_is_named_with_its_group() -> None:
    values = quantile_values([1] * 5, se=[1] * 5)
    with pytest.raises(ValueError, match="quantile 2 is given 2 times in group 1 of 2"):
        inequality_indices([1, 2, 1, 2, 2], [500] * 5, values, by=["a", "a", "b", "b", "b"])
