"""The negative binomial's theta: score, information, moments and where there is none."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import polygamma, psi

from vrn.statistics.series.theta import (
    LARGEST,
    _fall_of_trigamma,
    _rise_of_digamma,
    estimate_theta,
    moment_theta,
    reweight_with_theta,
    score_and_information,
)

COUNTS = np.array([[0.0, 1.0, 7.0, 3.0]])
MEAN = np.array([[1.0, 2.0, 5.0, 3.0]])


@pytest.mark.parametrize("theta", [0.05, 1.0, 8.0, 500.0])
def test_score_and_information_are_the_published_sums(theta: float) -> None:
    y, mu = COUNTS[0], MEAN[0]
    score, information = score_and_information(COUNTS, MEAN, np.array([theta]))
    by_hand = (
        psi(theta + y)
        - psi(theta)
        + np.log(theta)
        + 1
        - np.log(theta + mu)
        - (y + theta) / (mu + theta)
    ).sum()
    assert score[0] == pytest.approx(by_hand, rel=1e-7, abs=1e-11)
    curve = (
        polygamma(1, theta)
        - polygamma(1, theta + y)
        - 1 / theta
        + 2 / (mu + theta)
        - (y + theta) / (mu + theta) ** 2
    ).sum()
    assert information[0] == pytest.approx(curve, rel=1e-6, abs=1e-12)


def test_series_of_digamma_and_trigamma_are_exact() -> None:
    start, by = np.array([[0.01], [0.5], [3.0], [40.0]]), np.array([[0.0, 1, 7, 300]])
    rise, fall = psi(start + by) - psi(start), polygamma(1, start) - polygamma(1, start + by)
    np.testing.assert_allclose(_rise_of_digamma(start, by), rise, rtol=0, atol=2e-12)
    np.testing.assert_allclose(_fall_of_trigamma(start, by), fall, rtol=0, atol=2e-11)


def test_the_score_keeps_its_figures_where_theta_is_large() -> None:
    # To first order in 1 / theta^2 the score is minus half the sum of (y - mu)^2 - y.
    excess = ((COUNTS - MEAN) ** 2 - COUNTS).sum()
    score, _ = score_and_information(COUNTS, MEAN, np.array([1e6]))
    assert score[0] == pytest.approx(-excess / 2 / 1e12, rel=1e-3)


def test_theta_by_moments() -> None:
    # mu^2 sums to 39; (y - mu)^2 to 6 and y to 11: no more spread than Poisson's.
    assert np.isinf(moment_theta(COUNTS, MEAN)[0])
    # About a mean of 3: (9 + 4 + 16 + 0) - 11 = 18, and 36 / 18.
    assert moment_theta(COUNTS, np.full((1, 4), 3.0))[0] == pytest.approx(2.0)


def test_theta_by_moments_is_of_each_series() -> None:
    counts = np.array([[1.0, 1.0, 4.0], [0.0, 0.0, 0.0], [0.0, 4.0, 8.0]])
    mean = np.array([[2.0] * 3, [0.5] * 3, [4.0] * 3])
    # Just as much spread as Poisson's; 3/4 over 3/4; and 48 over 16 + 0 + 16 - 12.
    np.testing.assert_allclose(moment_theta(counts, mean), [np.inf, 1.0, 2.4])


@pytest.mark.parametrize("start", [1e-3, 0.5, 40.0, 5e5])
def test_every_start_reaches_the_same_theta(start: float) -> None:
    spread = np.array([[0.0, 9.0, 1.0, 12.0, 3.0, 20.0]])
    mean = np.full((1, 6), 7.5)
    found = estimate_theta(spread, mean, np.array([start]))
    score, information = score_and_information(spread, mean, found)
    assert score[0] == pytest.approx(0, abs=1e-8)
    assert information[0] > 0
    assert found[0] == pytest.approx(estimate_theta(spread, mean, np.array([1.0]))[0])


def test_a_start_where_the_likelihood_is_nearly_straight_is_not_overshot() -> None:
    from scipy.optimize import brentq

    spread, mean = np.array([[0.0, 9.0, 1.0, 12.0, 3.0, 20.0]]), np.full((1, 6), 7.5)

    def curve(theta: float) -> float:
        score, information = score_and_information(spread, mean, np.array([theta]))
        return float(theta * score[0] - theta**2 * information[0])

    top = estimate_theta(spread, mean, np.array([1.0]))[0]
    start = brentq(curve, top, 1e4) * (1 - 1e-9)
    assert -1e-6 < curve(start) < 0
    assert estimate_theta(spread, mean, np.array([start]))[0] == pytest.approx(top)


def test_a_likelihood_that_rises_for_ever_has_no_theta() -> None:
    even = np.full((1, 6), 4.0)
    assert np.isnan(estimate_theta(even, even, np.array([10.0]))[0])
    assert LARGEST == 1e6


def test_a_series_that_loses_its_theta_on_the_way_is_told() -> None:
    # By moments there is a little more spread than Poisson's (9.3 against 9), and by likelihood
    # none: one month far out with many at the mean.
    counts = np.array([[0.0] * 30 + [1.0] * 6 + [3.0]])
    mean = np.full_like(counts, counts.mean())
    even = np.array([[2.0, 2.0, 2.0, 3.0] * 9 + [2.0]])
    both = np.vstack([counts, even])
    start = np.vstack([mean, np.full_like(even, even.mean())])
    found = reweight_with_theta(np.ones((37, 1)), both, np.zeros_like(both), start=start)
    assert np.isnan(found.theta[1])
    assert np.isnan(found.theta_error[1])
    assert found.found.is_converged.tolist() == [True, False]


def test_a_theta_that_does_not_stand_still_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vrn.statistics.series.theta.MOST_TURNS", 1)
    counts = np.array([[0.0, 9.0, 1.0, 12.0, 3.0, 20.0]])
    start = np.full_like(counts, 7.5)
    found = reweight_with_theta(np.ones((6, 1)), counts, np.zeros_like(counts), start=start)
    assert np.isnan(found.theta[0])
    assert not found.found.is_converged[0]


def test_one_event_far_out_cannot_run_off() -> None:
    # All events in one month: theta is small, and found.
    counts = np.array([[0.0] * 11 + [30.0]])
    start = np.full_like(counts, 2.5)
    found = reweight_with_theta(np.ones((12, 1)), counts, np.zeros_like(counts), start=start)
    assert 0 < found.theta[0] < 0.1
    np.testing.assert_allclose(found.found.fitted, start)
