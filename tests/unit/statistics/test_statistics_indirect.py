"""Indirectly standardised rates and ratios."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn.statistics.bands import BAND_MISSING, BAND_TWICE, BAND_UNKNOWN, OTHER_TOTAL
from vrn.statistics.counts import BYARS, EXACT, count_limits
from vrn.statistics.indirect import (
    MISSING_REFERENCE,
    NO_REFERENCE,
    NOTHING_EXPECTED,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
)

COLUMNS = ("count", "population", "ref_count", "ref_population")
BANDS = st.lists(
    st.tuples(
        st.integers(0, 50), st.integers(1, 900), st.integers(1, 400), st.integers(500, 9_000)
    ),
    min_size=1,
    max_size=5,
)


def frame_of(**changes) -> pl.DataFrame:
    columns = {
        "area": ["a", "a", "b", "b"],
        "band": [0, 1, 0, 1],
        "count": [8, 16, 3, 4],
        "population": [1_000, 1_000, 2_000, 500],
        "ref_count": [40, 200, 40, 200],
        "ref_population": [10_000, 20_000, 10_000, 20_000],
    }
    return pl.DataFrame(columns | changes, strict=False)


def ratios_of(frame: pl.DataFrame, **options) -> pl.DataFrame:
    asked = {"by": frame.select("area"), "band": frame["band"], **options}
    return indirectly_standardised_ratio(*(frame[name] for name in COLUMNS), **asked)


def rates_of(frame: pl.DataFrame, **options) -> pl.DataFrame:
    asked = {"by": frame.select("area"), "band": frame["band"], **options}
    return indirectly_standardised_rate(*(frame[name] for name in COLUMNS), **asked)


def test_the_ratio_worked_by_hand() -> None:
    # At 4 and 10 per thousand: 4 + 10 = 14 expected beside 24, and 8 + 5 = 13 beside 7.
    found = ratios_of(frame_of(), multiplier=100, confidence=[0.95, 0.998])
    assert found.columns[:3] == ["area", "observed", "expected"]
    assert "ref_rate" not in found.columns
    assert found["observed"].to_list() == [24, 7, 24, 7]
    assert found["expected"].to_list() == pytest.approx([14.0, 13.0, 14.0, 13.0])
    assert found["value"].to_list() == pytest.approx([100 * 24 / 14, 100 * 7 / 13] * 2)
    for place, confidence in ((0, 0.95), (2, 0.998)):
        counted = count_limits([24, 7], confidence=confidence)
        expected = 100 * counted.lower / [14, 13], 100 * counted.upper / [14, 13]
        np.testing.assert_allclose(found["lower"][place : place + 2], expected[0])
        np.testing.assert_allclose(found["upper"][place : place + 2], expected[1])
    assert found["method"].to_list() == [BYARS, EXACT] * 2
    assert ratios_of(frame_of())["value"][0] == pytest.approx(24 / 14)


def test_the_rate_is_the_ratio_times_the_rate_of_the_reference() -> None:
    found, ratio = rates_of(frame_of(), multiplier=1_000), ratios_of(frame_of())
    assert found.columns[:4] == ["area", "observed", "expected", "ref_rate"]
    assert found["ref_rate"].to_list() == pytest.approx([8.0, 8.0])
    for name in ("value", "lower", "upper"):
        np.testing.assert_allclose(found[name], 8 * ratio[name])
    assert rates_of(frame_of())["ref_rate"][0] == pytest.approx(800)


def test_the_exact_switch_can_be_moved() -> None:
    for function in (ratios_of, rates_of):
        assert function(frame_of(), exact_below=7)["method"].to_list() == [BYARS, BYARS]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"count": [None, 16, 3, 4]}, "a count is missing"),
        ({"population": [None, 1_000, 2_000, 500]}, "a population is missing"),
        ({"ref_count": [None, 200, 40, 200]}, MISSING_REFERENCE),
        ({"ref_population": [None, 20_000, 10_000, 20_000]}, MISSING_REFERENCE),
        ({"population": [0, 1_000, 2_000, 500]}, "a population is 0: nothing is at risk"),
        ({"ref_population": [0, 20_000, 10_000, 20_000]}, NO_REFERENCE),
        ({"ref_count": [0, 0, 40, 200]}, NOTHING_EXPECTED),
        ({"band": [None, 1, 0, 1]}, BAND_UNKNOWN),
    ],
)
def test_what_is_missing_in_one_band_is_a_reason_for_its_group_alone(changes, reason) -> None:
    for function in (ratios_of, rates_of):
        found = function(frame_of(**changes))
        assert found["reason"].to_list() == [reason, None]
        assert found.select("value", "lower", "upper").null_count().row(0) == (1, 1, 1)


def test_nothing_expected_is_shown_as_missing_and_a_missing_count_as_asked() -> None:
    found = rates_of(frame_of(ref_count=[0, 0, 40, 200]))
    assert found.row(0)[1:4] == (24, None, 0.0)
    for function in (ratios_of, rates_of):
        zero = function(frame_of(count=[None, 16, 3, 4]), missing="zero")
        assert zero.equals(function(frame_of(count=[0, 16, 3, 4])))


def test_a_band_left_out_or_there_twice_is_a_reason_unless_asked() -> None:
    frame, other = frame_of(), OTHER_TOTAL.format("reference")
    twice = pl.concat([frame, frame[:1]])
    for function in (ratios_of, rates_of):
        assert function(frame[1:])["reason"].to_list() == [BAND_MISSING, None]
        assert function(twice)["reason"].to_list() == [BAND_TWICE, None]
        assert function(frame[1:], band=None)["reason"].to_list() == [other, None]
        assert function(frame, band=None).equals(function(frame))
        for band in (frame["band"][1:], None):
            left = function(frame[1:], missing_bands="leave-out", band=band)
            assert left["reason"].null_count() == 2
            assert left["expected"][0] == pytest.approx(10.0)


def test_bad_columns_are_refused() -> None:
    for name in ("count", "ref_count"):
        with pytest.raises(ValueError, match=f"^{name} must be a whole number"):
            ratios_of(frame_of(**{name: [0.5] * 4}))
    for name in ("population", "ref_population"):
        with pytest.raises(ValueError, match=f"^{name} must be a number of at least 0"):
            ratios_of(frame_of(**{name: [-1] * 4}))
    with pytest.raises(ValueError, match="missing_bands is"):
        ratios_of(frame_of(), missing_bands="zero")
    with pytest.raises(ValueError, match="multiplier"):
        rates_of(frame_of(), multiplier=0)
    with pytest.raises(ValueError, match="may not be called expected"):
        rates_of(frame_of(), by={"expected": [1] * 4})


@given(BANDS)
def test_the_ratio_of_the_reference_is_one(bands) -> None:
    _, _, count, people = (list(each) for each in zip(*bands, strict=True))
    found = indirectly_standardised_ratio(count, people, count, people, by=["all"] * len(count))
    assert found["value"][0] == pytest.approx(1)
    rate = indirectly_standardised_rate(count, people, count, people, by=["all"] * len(count))
    assert rate["value"][0] == pytest.approx(1e5 * sum(count) / sum(people))


@given(BANDS, st.integers(2, 9), st.integers(0, 10_000))
def test_growing_the_reference_or_turning_rows_changes_nothing(bands, times, seed) -> None:
    frame = pl.DataFrame(bands, schema=list(COLUMNS), orient="row").with_columns(
        area=pl.lit("a"), band=pl.int_range(pl.len())
    )
    found = rates_of(frame)
    grown = frame.with_columns(pl.col("ref_count", "ref_population") * times)
    turned = grown.sample(fraction=1.0, shuffle=True, seed=seed)
    for other in (rates_of(grown), rates_of(turned)):
        for name in ("expected", "ref_rate", "value", "lower", "upper"):
            assert math.isclose(found[name][0], other[name][0], rel_tol=1e-9)
    assert found["lower"][0] <= found["value"][0] < found["upper"][0]


def test_a_reference_of_nobody_and_nothing_is_no_reference() -> None:
    found = ratios_of(frame_of(ref_count=[0, 200] * 2, ref_population=[0, 20_000] * 2))
    assert found["reason"].to_list() == [NO_REFERENCE] * 2


def test_limits_go_by_the_count_below_which_they_are_asked_to_be_exact() -> None:
    # 7 beside 13 expected in b: exact below ten as it stands, Byar's below none.
    found = ratios_of(frame_of(), multiplier=1, exact_below=0)
    counted = count_limits([24, 7], exact_below=0)
    np.testing.assert_allclose(found["upper"], counted.upper / [14, 13])
    assert found["observed"].dtype == pl.Int64
