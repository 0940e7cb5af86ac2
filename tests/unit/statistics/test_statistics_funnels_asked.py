"""Funnels asked for in small numbers, in several at once, and what is wrong with them by name."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from scipy.stats import chi2

from vrn.statistics.counts import exact_limits
from vrn.statistics.funnels import (
    Overdispersion,
    poisson_funnel_limits,
    proportion_funnel,
    proportion_funnel_limits,
    rate_funnel,
    rate_funnel_curve,
    rate_funnel_limits,
    ratio_funnel,
    ratio_funnel_curve,
    ratio_funnel_limits,
    widened_rate_limits,
)
from vrn.statistics.funnels.dispersion import dispersion_of
from vrn.statistics.funnels.placing import TOO_FEW_AREAS


def test_a_curve_of_rates_is_per_thousand_of_baselines_and_years_below_one_too() -> None:
    # Half an event per thousand and year, in half a year: 4,000 people for each event expected.
    found = rate_funnel_curve([4], baseline=0.5, years=0.5, confidence=0.95).row(0, named=True)
    (upper,) = exact_limits([4], confidence=0.95).upper
    assert found["lower_population"] == pytest.approx(4_000 * upper)
    assert found["lower"] == pytest.approx(0.5 * 4 / upper)
    assert ratio_funnel_curve([4]).schema["events"] == pl.Int64


@pytest.mark.parametrize("funnel", [proportion_funnel, ratio_funnel])
def test_funnels_beside_one_another_are_as_each_alone(funnel) -> None:
    by = {"year": [1, 1, 2, 2, 2], "area": ["a", "b", "a", "b", "b"]}
    counts, sizes = [10, 30, 30, 12, 13], [100, 100, 100, 60, 40]
    found = funnel(counts, sizes, by=by, within=["year"]).filter(year=2).drop("year")
    alone = funnel(counts[2:], sizes[2:], by={"area": by["area"][2:]})
    assert_frame_equal(found, alone)
    assert found.height == 4


@pytest.mark.parametrize("funnel", [proportion_funnel, rate_funnel])
def test_a_baseline_that_is_estimated_takes_a_degree_of_freedom(funnel) -> None:
    for baseline, degrees in ((None, 2), (0.4, 3)):
        found = funnel([20, 30, 45], [100] * 3, baseline=baseline, multiplier=1, confidence=0.95)
        wanted = chi2.sf((found["z"] ** 2).sum(), degrees)
        assert found["dispersion_p"][0] == pytest.approx(wanted)


def test_limits_are_at_the_confidence_and_in_the_unit_asked_for() -> None:
    rate = rate_funnel_limits([2_000], baseline=10, confidence=0.5)
    ratio = ratio_funnel_limits([20.0], confidence=0.5)
    assert ratio.upper[0] == pytest.approx(10 * rate.upper[0])
    asked = {"baseline": 1, "multiplier": 100, "confidence": 0.5}
    widened = widened_rate_limits([2_000], tau2=0, **asked)
    assert widened == rate_funnel_limits([2_000], **asked)
    assert all(math.isnan(each[0]) for each in poisson_funnel_limits([math.nan]))
    assert proportion_funnel_limits([10], baseline=100, multiplier=100).value[0] == 100


@pytest.mark.parametrize(
    ("said", "broken"),
    [
        ("^expected must be", lambda: ratio_funnel_limits([0])),
        ("^baseline must be", lambda: widened_rate_limits([1], baseline=0, tau2=1)),
        ("^population must be", lambda: widened_rate_limits([0], baseline=1, tau2=1)),
        ("a baseline is a number above 0", lambda: rate_funnel([1], [2], baseline=math.inf)),
        ("got 3 of 2 at position 1", lambda: proportion_funnel([2, 3], [2, 2])),
    ],
)
def test_what_is_wrong_is_named(said: str, broken) -> None:
    with pytest.raises(ValueError, match=said):
        broken()


def test_a_value_on_its_limit_lies_within() -> None:
    found = proportion_funnel([0, 1], [1, 1], confidence=0.95)
    assert found.select("value", "lower", "upper").rows() == [(0, 0, 1), (1, 0, 1)]
    assert found["position"].to_list() == ["within"] * 2


def test_too_few_areas_are_said_in_each_row() -> None:
    found = ratio_funnel([36, 16, 36, 16], [25.0] * 4, overdispersion=Overdispersion())
    assert found["reason"].to_list() == [TOO_FEW_AREAS] * 8


def test_outlying_scores_are_drawn_in_to_between_two_scores() -> None:
    # The quarters of four scores lie three quarters of the way: at -1.25 and, above 1, at 3.25.
    found = dispersion_of(
        np.array([-2.0, -1, 1, 10]),
        np.full(4, 25.0),
        np.zeros(4, dtype=int),
        overdispersion=Overdispersion(winsorised=0.25, corrected=False),
        estimated=False,
    )
    assert found.phi[0] == pytest.approx((1.25**2 + 1 + 1 + 3.25**2) / 4)


def test_counts_and_totals_are_whole_and_models_have_names() -> None:
    assert proportion_funnel([1], [2]).select("count", "total").dtypes == [pl.Int64] * 2
    with pytest.raises(ValueError, match=r"model is \('multiplicative', 'additive'\); got 'x'"):
        Overdispersion("x")  # type: ignore[arg-type]
