"""Covariances of coefficients: worked by hand, and those of statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from vrn.statistics.series import (
    autoregressive_covariance,
    default_lag,
    fit_poisson,
    fit_rates,
    hc0_covariance,
    model_covariance,
    newey_west_covariance,
    series_design,
    standard_errors,
)
from vrn.statistics.series.errors import covariance_of_weights, inverse_information

ONE = np.ones((4, 1))
COUNTS = np.array([[2.0, 4.0, 5.0, 1.0]])  # mean 3: scores -1, 1, 2, -2


def test_hc0_of_a_mean_is_the_sum_of_squares_over_the_events_squared() -> None:
    fit = fit_poisson(ONE, COUNTS, np.zeros((1, 4)))
    assert hc0_covariance(fit)[0, 0, 0] == pytest.approx((1 + 1 + 4 + 4) / 12**2)
    assert inverse_information(fit)[0, 0, 0] == pytest.approx(1 / 12)


def test_newey_west_of_a_mean_by_hand() -> None:
    fit = fit_poisson(ONE, COUNTS, np.zeros((1, 4)))
    # Neighbours: -1 + 2 - 4 = -3; two apart: -2 - 2 = -4. Weights 2/3 and 1/3, each twice.
    meat = 10 + 2 * (2 / 3 * -3 + 1 / 3 * -4)
    assert newey_west_covariance(fit, lag=2)[0, 0, 0] == pytest.approx(meat / 144)
    adjusted = newey_west_covariance(fit, lag=2, small_sample=True)[0, 0, 0]
    assert adjusted == pytest.approx(meat / 144 * 4 / 3)


@pytest.mark.parametrize("lag", [-1, 4])
def test_a_lag_that_the_series_does_not_have_is_refused(lag: int) -> None:
    fit = fit_poisson(ONE, COUNTS, np.zeros((1, 4)))
    with pytest.raises(ValueError, match=f"the lag is from 0 to 3, .* {lag}"):
        newey_west_covariance(fit, lag=lag)
    assert newey_west_covariance(fit, lag=3).shape == (1, 1, 1)


def test_errors_that_go_together_by_hand() -> None:
    fit = fit_rates(ONE, COUNTS)  # scale 10/3, and B = 1/4
    r = 0.5
    together = 4 + 2 * (3 * r + 2 * r**2 + r**3)
    found = autoregressive_covariance(fit, np.array([r]))
    assert found[0, 0, 0] == pytest.approx(10 / 3 * together / 16)


@pytest.mark.parametrize("correlation", [0.0, -0.5, np.nan])
def test_months_that_do_not_go_together_have_the_models_errors(correlation: float) -> None:
    fit = fit_rates(ONE, COUNTS)
    found = autoregressive_covariance(fit, np.array([correlation]))
    np.testing.assert_allclose(found, model_covariance(fit))


def test_a_series_that_turns_about_is_not_narrowed_beside_one_that_goes_together() -> None:
    fit = fit_rates(ONE, np.vstack([COUNTS, COUNTS]))
    found = autoregressive_covariance(fit, np.array([0.5, -0.5]))
    np.testing.assert_allclose(found[1], model_covariance(fit)[1])
    assert found[0, 0, 0] > found[1, 0, 0]


def test_months_that_always_go_together_are_taken_as_nearly_so() -> None:
    fit = fit_rates(ONE, COUNTS)
    found, nearly = (autoregressive_covariance(fit, np.array([r])) for r in (1.0, 0.95))
    np.testing.assert_allclose(found, nearly)


def test_a_planned_series_needs_weights_alone() -> None:
    design = series_design(24, after=12, season_pairs=0).matrix
    weights = np.vstack([np.linspace(1, 5, 24), np.full(24, 2.0)])
    found = covariance_of_weights(
        design, weights, scale=np.array([1.0, 3.0]), correlation=np.array([0.3, 0.3])
    )
    apart = np.abs(np.subtract.outer(np.arange(24), np.arange(24)))
    for row, scale in ((0, 1.0), (1, 3.0)):
        root = np.sqrt(weights[row])[:, None] * design
        bread = np.linalg.inv(root.T @ root)
        np.testing.assert_allclose(
            found[row], scale * bread @ root.T @ 0.3**apart @ root @ bread, rtol=1e-5
        )


def test_errors_are_those_of_statsmodels() -> None:
    rng = np.random.default_rng(4)
    design = series_design(48, after=30).matrix
    counts = rng.poisson(20, (3, 48)).astype(float)
    fit = fit_poisson(design, counts, np.zeros_like(counts))
    for row, each in enumerate(counts):
        model = sm.GLM(each, design, family=sm.families.Poisson())
        white = model.fit(tol=1e-12, cov_type="HC0").bse
        np.testing.assert_allclose(standard_errors(hc0_covariance(fit))[row], white, rtol=1e-6)
        for adjusted in (True, False):
            words = {"maxlags": 5, "use_correction": adjusted}
            theirs = model.fit(tol=1e-12, cov_type="HAC", cov_kwds=words).bse
            ours = newey_west_covariance(fit, lag=5, small_sample=adjusted)
            np.testing.assert_allclose(standard_errors(ours)[row], theirs, rtol=1e-6)


def test_a_diagonal_below_nought_by_rounding_is_nought() -> None:
    assert standard_errors(np.array([[[-1e-18]]])).tolist() == [[0.0]]


@pytest.mark.parametrize(
    ("months", "with_season", "without"),
    [(1, 0, 0), (36, 3, 12), (48, 3, 12), (100, 4, 12), (120, 4, 12), (27, 2, 9)],
)
def test_the_lag_by_rule(months: int, with_season: int, without: int) -> None:
    assert default_lag(months) == with_season
    assert default_lag(months, has_season=False) == without


def test_a_series_without_months_has_no_lag() -> None:
    with pytest.raises(ValueError, match="at least one month; got 0"):
        default_lag(0)
