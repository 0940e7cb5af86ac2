"""Alarms of quiet series, of gaps in the weeks before, and of settings one by one."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from vrn.statistics.alarms import Ears, Farrington, ears, farrington
from vrn.statistics.alarms.quasi_poisson import fit

WEEKS = 52 * 3 + 4
RISING = np.round(20 * np.exp(0.004 * np.arange(WEEKS))).astype(int).tolist()


@pytest.mark.parametrize("bound", ["sum", "own count"])
def test_weeks_that_are_all_alike_give_no_alarm_of_c3(bound) -> None:
    found = ears([4] * 15, range(15), settings=Ears("C3", bound=bound))
    assert found["alarm"].to_list() == [None] * 11 + [False] * 4


def test_c3_expects_nothing_where_a_week_before_has_no_count() -> None:
    counts = [3, 5, 4, 4, 3, 5, 4, 4, 5, 3, 4, 5, None, 4, 4, 4]
    found = ears(counts, range(16), settings=Ears("C3"))
    assert found["value"].is_null().to_list() == [True] * 11 + [False] + [True] * 4
    assert found["alarm"].is_null().to_list() == [True] * 11 + [False] + [True] * 4


def test_a_trend_that_leads_beyond_the_past_is_dropped_however_small_its_p() -> None:
    chosen = Farrington(years=3, trend_p=0.05)
    found = farrington(RISING, range(WEEKS), settings=chosen)
    assert found["value"][-1] < max(RISING[:-27])


def test_the_highest_past_count_is_that_of_the_group_alone() -> None:
    by = ["low"] * WEEKS + ["top"] * WEEKS
    both = [*RISING, *(100 + each for each in RISING)]
    found = farrington(both, [*range(WEEKS)] * 2, by=by, settings=Farrington(years=3))
    alone = farrington(RISING, range(WEEKS), settings=Farrington(years=3))
    assert found.filter(group="low")["value"][-1] == pytest.approx(alone["value"][-1])


def test_the_weights_of_a_group_are_scaled_by_its_own() -> None:
    rng = np.random.default_rng(5)
    counts = rng.negative_binomial(3, 0.2, (2, 52 * 2 + 4))
    counts[1, 30:34] = 400
    weeks, chosen = range(counts.shape[1]), Farrington(years=2)
    both = farrington(
        counts.ravel(), [*weeks] * 2, by=np.repeat([1, 2], len(weeks)), settings=chosen
    )
    for group, alone in enumerate(counts, start=1):
        found = farrington(alone, weeks, settings=chosen)
        assert both.filter(group=group)["upper"].to_list() == found["upper"].to_list()


def test_what_is_wrong_with_weeks_is_said_of_mixed_kinds_too() -> None:
    with pytest.raises(ValueError, match="weeks are whole numbers or dates; got Float64"):
        ears([1, 2, 3], [1, None, 2.5])
    with pytest.raises(ValueError, match=r"^count must be a whole number"):
        ears([1, 0.5], [1, 2])
    with pytest.raises(ValueError, match="may not be called score"):
        ears([1, 2], [1, 2], by={"score": ["a", "a"]})
    assert ears([3, 5], [1, 2]).schema["observed"] == pl.Int64


@pytest.mark.parametrize("last", [1, 3])
def test_a_threshold_at_the_mean_leaves_no_score_and_no_warning(last: int) -> None:
    # At an alpha of a half the 1996 threshold is the mean itself, here 1.
    chosen = Farrington(years=2, periods=1, alpha=0.5, threshold="two-thirds power", least_events=0)
    found = farrington([1] * 107 + [last], range(108), settings=chosen).row(-1, named=True)
    assert found["value"] == found["upper"] == pytest.approx(1)
    assert found["score"] is None


def test_groups_of_one_week_are_groups_and_one_without_a_name_comes_first() -> None:
    found = ears([3, 5], [1, 1], by=["a", None])
    assert found.select("group", "observed").rows() == [(None, 5), ("a", 3)]
    assert ears([3], [1])["observed"].to_list() == [3]


def test_settings_at_their_ends_are_taken() -> None:
    assert Farrington(weeks_left_out=45, weigh_above=0.5).lags[-1] == 46
    found = fit(np.ones((4, 1)), np.array([[2.0, 4.0, 4.0, 6.0]]), np.ones((1, 4)))
    assert found.degrees == 3
