"""Checks of what a model leaves over: worked by hand, and those of statsmodels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import chi2, norm
from statsmodels.stats.diagnostic import acorr_ljungbox
from statsmodels.stats.stattools import durbin_watson as their_durbin_watson

from vrn.statistics.series import (
    autocorrelation,
    cameron_trivedi,
    durbin_watson,
    fit_poisson,
    fit_rates,
    lag_one,
    ljung_box,
    pearson_dispersion,
    series_design,
)

LEFT = np.array([[1.0, 3.0, -2.0, 0.0]])  # mean 1/2


def test_autocorrelation_about_the_mean_by_hand() -> None:
    # About 1/2: 1/2, 5/2, -5/2, -1/2, squares sum to 13; neighbours 5/4 - 25/4 + 5/4.
    assert autocorrelation(LEFT, lag=1)[0] == pytest.approx(-3.75 / 13)
    assert autocorrelation(LEFT, lag=2)[0] == pytest.approx(-2.5 / 13)
    assert autocorrelation(LEFT, lag=3)[0] == pytest.approx(-0.25 / 13)


@pytest.mark.parametrize("lag", [0, 4])
def test_a_lag_that_residuals_do_not_have_is_refused(lag: int) -> None:
    with pytest.raises(ValueError, match=f"the lag is from 1 to 3; got {lag}"):
        autocorrelation(LEFT, lag=lag)


def test_ljung_box_by_hand() -> None:
    found = ljung_box(LEFT, lag=2)
    by_hand = 4 * 6 * ((3.75 / 13) ** 2 / 3 + (2.5 / 13) ** 2 / 2)
    assert found.statistic[0] == pytest.approx(by_hand)
    assert found.p_value[0] == pytest.approx(np.exp(-by_hand / 2))  # chi-square on two degrees


def test_ljung_box_and_durbin_watson_are_those_of_statsmodels() -> None:
    left = np.random.default_rng(1).normal(size=(3, 40))
    found, watson = ljung_box(left), durbin_watson(left)
    for row, each in enumerate(left):
        theirs = acorr_ljungbox(each, lags=[12]).iloc[0]
        assert found.statistic[row] == pytest.approx(theirs["lb_stat"])
        assert found.p_value[row] == pytest.approx(theirs["lb_pvalue"])
        assert watson[row] == pytest.approx(their_durbin_watson(each))


def test_durbin_watson_by_hand() -> None:
    # (2^2 + 5^2 + 2^2) / (1 + 9 + 4 + 0).
    assert durbin_watson(LEFT)[0] == pytest.approx(33 / 14)


def test_residuals_that_are_all_nought_say_nothing() -> None:
    nothing = np.zeros((1, 5))
    assert np.isnan(durbin_watson(nothing)[0])
    assert np.isnan(autocorrelation(nothing, lag=1)[0])
    fit = fit_rates(np.ones((3, 1)), np.full((1, 3), 2.0))
    assert np.isnan(lag_one(fit).statistic[0])
    assert np.isnan(lag_one(fit).p_value[0])


def test_pearsons_test_by_hand() -> None:
    fit = fit_poisson(np.ones((3, 1)), np.array([[1.0, 4.0, 10.0]]), np.zeros((1, 3)))
    found = pearson_dispersion(fit)
    assert found.statistic[0] == pytest.approx((16 + 1 + 25) / 5)
    assert found.p_value[0] == pytest.approx(np.exp(-(42 / 5) / 2))


def test_cameron_and_trivedis_test_by_hand() -> None:
    fit = fit_poisson(np.ones((3, 1)), np.array([[1.0, 4.0, 10.0]]), np.zeros((1, 3)))
    found = cameron_trivedi(fit)
    # z = (16 - 1)/5, (1 - 4)/5, (25 - 10)/5 on mu = 5: slope 27/5 * 5 / 75 = 0.36.
    left = np.array([3.0, -0.6, 3.0]) - 0.36 * 5
    error = np.sqrt((left**2).sum() / 2 / 75)
    assert found.statistic[0] == pytest.approx(0.36 / error)
    assert found.p_value[0] == pytest.approx(norm.sf(0.36 / error))
    with pytest.raises(ValueError, match="of a Poisson fit; this one is least squares"):
        cameron_trivedi(fit_rates(np.ones((2, 1)), np.array([[1.0, 2.0]])))


def test_cameron_and_trivedis_test_of_unequal_means() -> None:
    design = np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 1.0], [1.0, 1.0]])
    fit = fit_poisson(design, np.array([[2.0, 4.0, 4.0, 20.0]]), np.zeros((1, 4)))
    excess = np.array([(1 - 2) / 3, (1 - 4) / 3, (64 - 4) / 12, (64 - 20) / 12])
    mean = np.array([3.0, 3.0, 12.0, 12.0])
    slope = (excess * mean).sum() / (mean**2).sum()
    error = np.sqrt(((excess - slope * mean) ** 2).sum() / 3 / (mean**2).sum())
    assert cameron_trivedi(fit).statistic[0] == pytest.approx(slope / error)


def test_cameron_and_trivedis_test_takes_each_series_alone() -> None:
    counts = np.array([[1.0, 4.0, 10.0], [2.0, 2.0, 11.0]])
    both = cameron_trivedi(fit_poisson(np.ones((3, 1)), counts, np.zeros((2, 3))))
    for row in (0, 1):
        alone = fit_poisson(np.ones((3, 1)), counts[[row]], np.zeros((1, 3)))
        assert both.statistic[row] == pytest.approx(cameron_trivedi(alone).statistic[0])


def test_cameron_and_trivedis_test_of_what_leaves_nothing_over() -> None:
    counts = np.array([[1.0, 1.0, 4.0], [4.0, 4.0, 4.0]])
    fit = fit_poisson(np.ones((3, 1)), counts, np.zeros((2, 3)))
    mean = np.array([[2.0] * 3, [4.0] * 3])
    found = cameron_trivedi(replace(fit, fitted=mean, scores=counts - mean))
    # (y - mu)^2 = y in each month of the first: a slope of 0 with no error. In the second -1/4.
    np.testing.assert_array_equal(found.statistic, [np.nan, -np.inf])
    np.testing.assert_array_equal(found.p_value, [np.nan, 1.0])


def test_the_first_autocorrelation_is_freed_from_the_models_own_doing() -> None:
    # A mean of four months: each h is 1/4, so r(1) has a mean of -3/4 over 3 under independence.
    fit = fit_rates(np.ones((4, 1)), LEFT)
    assert lag_one(fit).statistic[0] == pytest.approx(-3.75 / 13 + 0.25)
    assert lag_one(fit).p_value[0] == pytest.approx(norm.sf((-3.75 / 13 + 0.25) * 2))


def test_the_first_autocorrelation_of_unequal_weights_by_hand() -> None:
    design = series_design(8, after=4, season_pairs=0).matrix
    counts = np.array([[3.0, 9, 4, 6, 20, 31, 18, 40], [9.0, 2, 5, 1, 7, 3, 8, 2]])
    fit = fit_poisson(design, counts, np.zeros((2, 8)))
    found = lag_one(fit)
    for row in (0, 1):
        scaled = design * np.sqrt(fit.weights[row])[:, None]
        hat = scaled @ np.linalg.inv(scaled.T @ scaled) @ scaled.T
        left = fit.residuals[row]
        plain = (left[1:] * left[:-1]).sum() / (left**2).sum()
        assert found.statistic[row] == pytest.approx(plain + np.diag(hat, 1).sum() / 4)


def test_what_counts_as_noise_of_rounding_goes_by_the_weight() -> None:
    fit = fit_rates(np.ones((4, 1)), np.vstack([LEFT] * 3))
    share = np.array([[1e-8], [2e-7], [1.0]])
    assert np.isnan(lag_one(replace(fit, residuals=LEFT * share / 3)).statistic).tolist() == [
        *(True, False, False)
    ]
    heavy = replace(fit, residuals=LEFT * share, weights=np.full((3, 4), 100.0))
    assert np.isnan(lag_one(heavy).statistic).tolist() == [True, True, False]
    few = replace(fit, residuals=LEFT / 3 * 1.5e-7 * np.ones((3, 1)))
    assert np.isfinite(lag_one(few).statistic).all()


def test_the_first_autocorrelation_has_no_bias_over_many_series() -> None:
    design = series_design(36, after=24).matrix
    counts = np.random.default_rng(6).poisson(20 * np.exp(0.03 * np.arange(36)), (4000, 36))
    fit = fit_poisson(design, counts.astype(float), np.zeros(counts.shape))
    plain = (fit.residuals[:, 1:] * fit.residuals[:, :-1]).sum(axis=1) / fit.pearson
    assert plain.mean() < -0.08
    assert abs(lag_one(fit).statistic.mean()) < 0.01
    assert 0.02 < (lag_one(fit).p_value < 0.05).mean() < 0.06


def test_pearsons_test_errs_as_often_as_it_says() -> None:
    counts = np.random.default_rng(7).poisson(15, (2000, 40)).astype(float)
    fit = fit_poisson(np.ones((40, 1)), counts, np.zeros_like(counts))
    assert (pearson_dispersion(fit).p_value < 0.05).mean() == pytest.approx(0.05, abs=0.015)
    assert chi2.sf(fit.pearson[0], 39) == pytest.approx(pearson_dispersion(fit).p_value[0])


def test_noise_of_rounding_about_an_exact_fit_goes_together_with_nothing():
    """A series on its own line leaves residuals of some 1e-12: they say nothing of its months."""
    month = np.arange(36.0)
    fit = fit_rates(np.column_stack([np.ones(36), month]), (10_000.1 + 0.07 * month)[None, :])
    assert 0 < np.abs(fit.residuals).max() < 1e-9
    assert np.isnan(lag_one(fit).p_value[0])
