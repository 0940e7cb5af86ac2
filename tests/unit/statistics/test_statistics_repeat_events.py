"""Standardised rates of events of which a person can have several."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn.statistics.bands import BAND_MISSING, BAND_TWICE, BAND_UNKNOWN
from vrn.statistics.counts import BYARS, byars_limits
from vrn.statistics.repeat_events import DOBSON_OF_REPEATS, standardised_rate_of_repeats
from vrn.statistics.standardising import directly_standardised_rate


def frame_of(**changes) -> pl.DataFrame:
    """Two bands of an area, each with people who had one, two and three events."""
    columns = {
        "area": ["a"] * 6,
        "band": [0] * 3 + [1] * 3,
        "people": [30, 6, 1, 20, 0, 2],
        "each": [1, 2, 3, 1, 2, 3],
        "population": [1_000] * 3 + [500] * 3,
        "standard": [60.0] * 3 + [40.0] * 3,
    }
    return pl.DataFrame(columns | changes, strict=False)


def rates_of(frame: pl.DataFrame, **options) -> pl.DataFrame:
    asked = {"by": frame.select("area"), "band": frame["band"], **options}
    return standardised_rate_of_repeats(
        frame["people"], frame["each"], frame["population"], frame["standard"], **asked
    )


def test_the_rate_and_limits_worked_by_hand() -> None:
    # Events: 30 + 12 + 3 = 45 of 1000, and 20 + 6 = 26 of 500: 0.6 * 0.045 + 0.4 * 0.052 = 0.0478.
    # Sums of squares: 30 + 24 + 9 = 63 and 20 + 18 = 38: 0.36 * 63/1000^2 + 0.16 * 38/500^2.
    found = rates_of(frame_of(), multiplier=1_000)
    variance = 0.36 * 63e-6 + 0.16 * 38 / 250_000
    counted, scale = byars_limits([71]), 1_000 * math.sqrt(variance / 71)
    assert found.columns[:3] == ["area", "total_count", "total_population"]
    assert found.row(0)[:3] == ("a", 71, 1_500.0)
    assert found["value"][0] == pytest.approx(47.8)
    assert found["lower"][0] == pytest.approx(47.8 + scale * (counted.lower[0] - 71))
    assert found["upper"][0] == pytest.approx(47.8 + scale * (counted.upper[0] - 71))
    assert found["method"][0] == DOBSON_OF_REPEATS.format(BYARS)
    assert rates_of(frame_of())["value"][0] == pytest.approx(4_780)


def test_repeats_widen_the_limits_of_the_same_events() -> None:
    repeats = rates_of(frame_of())
    alone = directly_standardised_rate(
        [45, 26], [1_000, 500], [60.0, 40.0], by={"area": ["a", "a"]}, band=[0, 1]
    )
    assert repeats["value"][0] == pytest.approx(alone["value"][0])
    assert repeats["lower"][0] < alone["lower"][0]
    assert repeats["upper"][0] > alone["upper"][0]


def test_events_are_counted_not_people_where_few_are_withheld() -> None:
    frame = frame_of(people=[1, 1, 0, 1, 1, 1])
    assert rates_of(frame)["reason"][0] == "fewer than 10 events"
    assert rates_of(frame, least_events=9)["value"][0] is not None
    assert rates_of(frame_of(people=[2, 1, 0, 1, 1, 1]))["total_count"][0] == 10
    assert rates_of(frame_of(people=[2, 1, 0, 1, 1, 1]))["reason"][0] is None


def test_what_is_missing_gives_a_reason_or_nothing_as_asked() -> None:
    lacking = frame_of(people=[30, 6, None, 20, 0, 2])
    assert rates_of(lacking)["reason"][0] == "a count is missing"
    filled = rates_of(frame_of(people=[30, 6, 0, 20, 0, 2]))
    assert rates_of(lacking, missing="zero").equals(filled)
    population = frame_of(population=[None] * 3 + [500] * 3)
    assert rates_of(population)["reason"][0] == "a population is missing"
    nobody = frame_of(population=[0] * 3 + [500] * 3)
    assert rates_of(nobody)["reason"][0] == "a population is 0: nothing is at risk"
    unknown = frame_of(band=[None] * 3 + [1] * 3)
    assert rates_of(unknown)["reason"][0] == BAND_UNKNOWN


def test_a_band_left_out_is_a_reason_or_not_as_asked() -> None:
    whole = frame_of()
    both = pl.concat([whole, whole[3:].with_columns(area=pl.lit("b"))])
    assert rates_of(both)["reason"].to_list() == [None, BAND_MISSING]
    assert rates_of(both, missing_bands="leave-out")["reason"].null_count() == 2
    assert BAND_TWICE not in rates_of(pl.concat([whole, whole]))["reason"]


def test_a_number_of_events_that_no_row_names_has_no_people() -> None:
    # The row of two events in the second band has nobody, and can as well be left out.
    frame = frame_of()
    assert rates_of(frame.filter(pl.col("people") > 0)).equals(rates_of(frame))


def test_two_populations_of_one_band_are_refused() -> None:
    with pytest.raises(ValueError, match=r"population must be the same .* 1 of 2"):
        rates_of(frame_of(population=[1_000, 1_000, 999, 500, 500, 500]))
    with pytest.raises(ValueError, match="standard must be the same in each row of a band of"):
        rates_of(frame_of(standard=[60.0] * 3 + [40.0, 40.0, 41.0]))


def test_bad_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="people must be a whole number"):
        rates_of(frame_of(people=[0.5] * 6))
    with pytest.raises(ValueError, match="events_each must be a whole number"):
        rates_of(frame_of(each=[-1] * 6))
    with pytest.raises(ValueError, match="population must be a number of at least 0"):
        rates_of(frame_of(population=[-1] * 6))
    with pytest.raises(ValueError, match="may not be called total_population"):
        rates_of(frame_of(), by={"total_population": [1] * 6})


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=5))
def test_where_each_person_has_one_event_all_is_as_without_repeats(groups) -> None:
    by = [f"area {place}" for place in range(len(groups)) for _ in range(2)]
    people = [count for pair in groups for count in pair]
    columns = [[900, 400] * len(groups), [7.0, 3.0] * len(groups)]
    band = [0, 1] * len(groups)
    one = standardised_rate_of_repeats(people, [1] * len(people), *columns, by=by, band=band)
    other = directly_standardised_rate(people, *columns, by=by, band=band)
    assert one.drop("method", "value", "lower", "upper").equals(
        other.drop("method", "value", "lower", "upper")
    )
    for name in ("value", "lower", "upper"):
        left, right = (each[name].fill_null(math.nan).to_numpy() for each in (one, other))
        np.testing.assert_allclose(left, right, rtol=1e-12)
