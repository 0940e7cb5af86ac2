"""Limits of rates at any size where areas differ anyway: those by which the funnel judges areas."""

from __future__ import annotations

import numpy as np
import pytest

from vrn.statistics.funnels import (
    Overdispersion,
    rate_funnel,
    rate_funnel_limits,
    widened_rate_limits,
)

COUNTS, PEOPLE = [90, 160, 40, 300, 75, 120], [20_000, 30_000, 9_000, 40_000, 25_000, 22_000]


def test_they_are_the_limits_of_the_areas_of_a_funnel():
    found = rate_funnel(COUNTS, PEOPLE, confidence=0.998, overdispersion=Overdispersion())
    limits = widened_rate_limits(
        PEOPLE, baseline=found["baseline"][0], tau2=found["tau2"][0], confidence=0.998
    )
    assert limits.lower == pytest.approx(found["lower"].to_numpy())
    assert limits.upper == pytest.approx(found["upper"].to_numpy())


def test_without_a_variance_between_areas_they_are_the_exact_ones():
    exact = rate_funnel_limits([500, 9_000], baseline=3)
    for one, other in zip(
        widened_rate_limits([500, 9_000], baseline=3, tau2=0), exact, strict=True
    ):
        assert one == pytest.approx(other)


def test_the_lower_limit_is_never_below_nought_and_the_unknown_stays_unknown():
    limits = widened_rate_limits([10.0, np.nan], baseline=1, tau2=4)
    assert limits.lower[0] == 0
    assert np.isnan([each[1] for each in limits]).all()


@pytest.mark.parametrize("tau2", [-0.1, float("nan")])
def test_a_variance_below_nought_is_refused(tau2):
    with pytest.raises(ValueError, match="0 or more"):
        widened_rate_limits([1_000], baseline=1, tau2=tau2)
