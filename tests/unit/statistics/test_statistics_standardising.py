"""Directly standardised rates, by hand and by what must hold of any of them."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn.statistics.bands import BAND_MISSING, BAND_TWICE, BAND_UNKNOWN, OTHER_TOTAL
from vrn.statistics.counts import BYARS, EXACT, byars_limits, count_limits
from vrn.statistics.standardising import (
    DOBSON,
    MISSING_STANDARD,
    NO_STANDARD,
    directly_standardised_rate,
    dobson_limits,
)

BANDS = ("under 25", "25 to 64", "65 and over")
STANDARD = (30_000.0, 50_000.0, 20_000.0)
ROWS = st.lists(
    st.tuples(*(st.tuples(st.integers(0, 60), st.integers(1, 5_000)) for _ in BANDS)),
    min_size=1,
    max_size=6,
)


def rates_of(groups, **options) -> pl.DataFrame:
    """The standardised rates of groups, each given as (count, population) for each of its bands."""
    rows = [
        (f"area {place}", band, count, people, weight)
        for place, held in enumerate(groups)
        for band, (count, people), weight in zip(BANDS, held, STANDARD, strict=True)
    ]
    frame = pl.DataFrame(
        rows, schema=["area", "band", "count", "population", "standard"], orient="row"
    )
    return rates_of_frame(frame, **options)


def rates_of_frame(frame: pl.DataFrame, **options) -> pl.DataFrame:
    asked = {"by": frame.select("area"), "band": frame["band"], **options}
    return directly_standardised_rate(
        frame["count"], frame["population"], frame["standard"], **asked
    )


def test_the_rate_and_limits_of_a_group_worked_by_hand() -> None:
    # Rates 10/1000, 40/2000 and 10/500 weighed 0.3, 0.5, 0.2: 0.003 + 0.01 + 0.004 = 0.017.
    # Variance: 0.09 * 10/1000^2 + 0.25 * 40/2000^2 + 0.04 * 10/500^2 = 9e-7 + 2.5e-6 + 1.6e-6.
    found = rates_of([((10, 1_000), (40, 2_000), (10, 500))], multiplier=1_000)
    counted, scale = byars_limits([60]), 1_000 * math.sqrt(5e-6 / 60)
    assert found.columns[:3] == ["area", "total_count", "total_population"]
    assert found.row(0)[:3] == ("area 0", 60, 3_500.0)
    assert found["value"][0] == pytest.approx(17.0)
    assert found["lower"][0] == pytest.approx(17 + scale * (counted.lower[0] - 60))
    assert found["upper"][0] == pytest.approx(17 + scale * (counted.upper[0] - 60))
    assert found["method"][0] == DOBSON.format(BYARS)
    assert found["reason"][0] is None


def test_rates_are_per_100_000_unless_another_multiplier_is_asked() -> None:
    assert rates_of([((10, 1_000), (40, 2_000), (10, 500))])["value"][0] == pytest.approx(1_700)


def test_with_one_band_the_rate_and_limits_are_the_crude_ones() -> None:
    found = directly_standardised_rate(
        [25], [5_000], [7.0], by=["a"], multiplier=1_000, confidence=[0.95, 0.998]
    )
    for place, confidence in enumerate((0.95, 0.998)):
        counted = byars_limits([25], confidence=confidence)
        assert found["lower"][place] == pytest.approx(counted.lower[0] / 5)
        assert found["upper"][place] == pytest.approx(counted.upper[0] / 5)
    assert found["confidence"].to_list() == [0.95, 0.998]


@pytest.mark.parametrize(
    ("count", "least", "stands"), [(9, 10, False), (10, 10, True), (9, 9, True)]
)
def test_few_events_are_withheld(count: int, least: int, stands: bool) -> None:
    groups = [((count, 1_000), (0, 2_000), (0, 500))]
    found = rates_of(groups, least_events=least)
    assert found["value"].is_not_null()[0] == found["lower"].is_not_null()[0] == stands
    assert found["reason"][0] == (None if stands else "fewer than 10 events")
    assert found["total_count"][0] == count


def test_ten_events_are_the_least_unless_another_number_is_asked() -> None:
    found = rates_of([((9, 1_000), (0, 2_000), (0, 500)), ((10, 1_000), (0, 2_000), (0, 500))])
    assert found["reason"].to_list() == ["fewer than 10 events", None]
    assert found["method"].to_list() == [DOBSON.format(EXACT), DOBSON.format(BYARS)]


def test_below_ten_events_the_limits_of_the_count_are_exact() -> None:
    found = rates_of([((4, 1_000), (0, 2_000), (0, 500))], least_events=1, multiplier=1)
    counted = count_limits([4])
    assert found["method"][0] == DOBSON.format(EXACT)
    # One band alone has events, so that the limits are its own, weighed 0.3.
    assert found["lower"][0] == pytest.approx(0.3 * counted.lower[0] / 1_000)
    assert found["upper"][0] == pytest.approx(0.3 * counted.upper[0] / 1_000)


def test_no_events_have_a_rate_and_no_limits_where_they_are_shown_at_all() -> None:
    found = rates_of([((0, 1_000), (0, 2_000), (0, 500))], least_events=0)
    assert found.select("value", "lower", "upper").row(0) == (0.0, None, None)
    assert found["reason"][0] == "the method gives no limits here"


def frame_of(**changes) -> pl.DataFrame:
    """Two whole groups as rows, with whole columns changed."""
    columns = {
        "area": ["a"] * 3 + ["b"] * 3,
        "band": [*BANDS, *BANDS],
        "count": [20, 20, 20, 30, 30, 30],
        "population": [1_000] * 6,
        "standard": [*STANDARD, *STANDARD],
    }
    return pl.DataFrame(columns | changes, strict=False)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"count": [20, None, 20, 30, 30, 30]}, "a count is missing"),
        ({"population": [1_000, None, *[1_000] * 4]}, "a population is missing"),
        ({"population": [1_000, 0, *[1_000] * 4]}, "a population is 0: nothing is at risk"),
        ({"standard": [None, *STANDARD[1:], *STANDARD]}, MISSING_STANDARD),
        ({"band": [None, *BANDS[1:], *BANDS]}, BAND_UNKNOWN),
    ],
)
def test_what_is_missing_in_one_band_is_a_reason_for_its_group_alone(changes, reason) -> None:
    found = rates_of_frame(frame_of(**changes))
    assert found["reason"].to_list() == [reason, None]
    assert found.select("value", "lower", "upper").null_count().row(0) == (1, 1, 1)


def test_a_missing_count_can_be_taken_as_none() -> None:
    lacking = {"count": [20, None, 20, 30, 30, 30]}
    found = rates_of_frame(frame_of(**lacking), missing="zero")
    filled = rates_of_frame(frame_of(count=[20, 0, 20, 30, 30, 30]))
    assert found.equals(filled)
    assert found["total_count"].to_list() == [40, 90]


def test_a_standard_of_nothing_is_a_reason() -> None:
    found = rates_of_frame(frame_of(standard=[0.0] * 6))
    assert found["reason"].to_list() == [NO_STANDARD] * 2


def test_a_band_left_out_or_there_twice_is_a_reason() -> None:
    frame = frame_of()
    assert rates_of_frame(frame[1:])["reason"].to_list() == [BAND_MISSING, None]
    twice = pl.concat([frame, frame[4:5]])
    assert rates_of_frame(twice)["reason"].to_list() == [None, BAND_TWICE]


def test_without_bands_the_totals_of_the_standard_tell() -> None:
    other = OTHER_TOTAL.format("standard")
    frame = frame_of()
    whole = rates_of_frame(frame, band=None)
    assert whole["reason"].to_list() == [None, None]
    assert whole.equals(rates_of_frame(frame))
    assert rates_of_frame(frame[1:], band=None)["reason"].to_list() == [other, None]


@pytest.mark.parametrize("band", ["given", None])
def test_bands_that_are_there_can_be_taken_as_all(band) -> None:
    frame = frame_of()[1:]
    asked = {} if band else {"band": None}
    found = rates_of_frame(frame, missing_bands="leave-out", **asked)
    assert found["reason"].null_count() == 2
    assert found["value"].to_list() == pytest.approx([2_000.0, 3_000.0])


def test_bad_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="count must be a whole number"):
        rates_of_frame(frame_of(count=[-1] * 6))
    with pytest.raises(ValueError, match="population must be a number of at least 0"):
        rates_of_frame(frame_of(population=[-1] * 6))
    with pytest.raises(ValueError, match="standard must be a number of at least 0"):
        rates_of_frame(frame_of(standard=[-1.0] * 6))
    with pytest.raises(ValueError, match="standard must be the same in each row of a band"):
        rates_of_frame(frame_of(standard=[1.0, 2.0, 3.0, 4.0, 2.0, 3.0]))
    with pytest.raises(ValueError, match="the same in each row of a band"):
        rates_of_frame(frame_of(standard=[1.0, 2.0, 3.0, 4.0, 2.0, 3.0]), missing_bands="leave-out")
    with pytest.raises(ValueError, match="missing_bands is"):
        rates_of_frame(frame_of(), missing_bands="zero")
    with pytest.raises(ValueError, match="5 bands are given for 6 values"):
        rates_of_frame(frame_of(), band=[1] * 5)
    with pytest.raises(ValueError, match="multiplier"):
        rates_of_frame(frame_of(), multiplier=-1)
    with pytest.raises(ValueError, match="may not be called total_count"):
        rates_of_frame(frame_of(), by={"total_count": [1] * 6})


def test_dobsons_limits_keep_one_shape_and_what_is_not_known() -> None:
    found = dobson_limits(
        np.array([20.0, math.nan]), np.array([4.0, 1.0]), np.array([0.8, 1.0]), confidence=0.9
    )
    counted = byars_limits([20], confidence=0.9)
    assert found.value.tolist() == [4.0, 1.0]
    assert found.lower[0] == pytest.approx(4 + 0.2 * (counted.lower[0] - 20))
    assert found.upper[0] == pytest.approx(4 + 0.2 * (counted.upper[0] - 20))
    assert np.isnan([found.lower[1], found.upper[1]]).all()


@given(ROWS, st.sampled_from([2, 5, 10]))
def test_scaling_populations_scales_rates(groups, times: int) -> None:
    grown = [[(count, times * people) for count, people in held] for held in groups]
    one, other = rates_of(groups), rates_of(grown)
    for name in ("value", "lower", "upper"):
        left, right = (each[name].fill_null(math.nan).to_numpy() for each in (one, other))
        np.testing.assert_allclose(left / times, right, rtol=1e-12)


@given(ROWS, st.integers(0, 10_000))
def test_the_order_of_rows_changes_nothing(groups, seed: int) -> None:
    frame = pl.concat(
        frame_of(
            area=[f"area {place}"] * 6,
            band=[*BANDS, *(f"{band}, men" for band in BANDS)],
            count=[count for count, _ in held] * 2,
            population=[people for _, people in held] * 2,
        )
        for place, held in enumerate(groups)
    )
    before = rates_of_frame(frame)
    after = rates_of_frame(frame.sample(fraction=1.0, shuffle=True, seed=seed))
    assert before.drop("value", "lower", "upper").equals(after.drop("value", "lower", "upper"))
    for name in ("value", "lower", "upper"):
        left, right = (each[name].fill_null(math.nan).to_numpy() for each in (before, after))
        np.testing.assert_allclose(left, right, rtol=1e-12)


@given(ROWS, st.floats(1, 1_000))
def test_the_size_of_the_standard_changes_nothing(groups, times: float) -> None:
    frame = frame_of()
    one = rates_of_frame(frame)
    other = rates_of_frame(frame.with_columns(pl.col("standard") * times))
    for name in ("value", "lower", "upper"):
        np.testing.assert_allclose(one[name], other[name], rtol=1e-9)
    assert rates_of(groups).height == len(groups)


@given(ROWS)
def test_limits_hold_the_rate_and_the_rate_lies_within_those_of_the_bands(groups) -> None:
    found = rates_of(groups, multiplier=1)
    for row, held in zip(found.iter_rows(named=True), groups, strict=True):
        if row["value"] is not None:
            bands = [count / people for count, people in held]
            assert row["lower"] < row["value"] < row["upper"]
            assert min(bands) - 1e-12 <= row["value"] <= max(bands) + 1e-12


def test_a_standard_may_be_shares_and_people_less_than_one() -> None:
    # Rates 2/0.5 and 3/1 weighed 0.25 and 0.75: 1 + 2.25.
    found = directly_standardised_rate(
        [2, 3], [0.5, 1], [0.25, 0.75], by=["a", "a"], multiplier=1, least_events=0
    )
    assert found["value"].to_list() == [3.25]
    assert found["total_count"].dtype == pl.Int64


def test_limits_are_of_95_percent_unless_asked_otherwise() -> None:
    sixty = (np.array([60.0]), np.array([44.0]), np.array([32.8]))
    for found, asked in zip(
        dobson_limits(*sixty), dobson_limits(*sixty, confidence=0.95), strict=True
    ):
        np.testing.assert_array_equal(found, asked)
