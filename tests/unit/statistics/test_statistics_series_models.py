"""Models of many series: estimates worked by hand, and those of statsmodels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from vrn.statistics.series import (
    as_quasi_poisson,
    fit_negative_binomial,
    fit_poisson,
    fit_rates,
    model_covariance,
    series_design,
    standard_errors,
)
from vrn.statistics.series.least_squares import (
    cross_products,
    lagged_products,
    reweight,
    solve,
)
from vrn.statistics.series.models import MIXED, NEGATIVE_BINOMIAL, POISSON

TWO_LEVELS = np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 1.0], [1.0, 1.0]])
"""An intercept and a change: the estimates are logarithms of means and of their ratio."""

COUNTS = np.array([[2.0, 4.0, 9.0, 15.0]])
NO_OFFSET = np.zeros((1, 4))
SPREAD = np.array([[0.0, 9.0, 1.0, 12.0, 3.0, 20.0, 2.0, 8.0]])
ONES = np.ones((8, 1))


def test_a_poisson_model_of_two_levels_is_the_ratio_of_their_means() -> None:
    fit = fit_poisson(TWO_LEVELS, COUNTS, NO_OFFSET)
    np.testing.assert_allclose(fit.coefficients, [[np.log(3), np.log(4)]])
    np.testing.assert_allclose(fit.fitted, [[3, 3, 12, 12]])
    # 1/6 for the six events before, 1/6 + 1/24 for the change: the delta method on two counts.
    np.testing.assert_allclose(
        standard_errors(model_covariance(fit)) ** 2, [[1 / 6, 1 / 6 + 1 / 24]]
    )
    # (1 + 1) / 3 + (9 + 9) / 12 = 13/6 on two degrees of freedom.
    assert fit.pearson[0] == pytest.approx(13 / 6)
    assert fit.dispersion[0] == pytest.approx(13 / 12)
    assert fit.degrees_of_freedom == 2
    by_hand = 2 * (
        2 * np.log(2 / 3) + 4 * np.log(4 / 3) + 9 * np.log(9 / 12) + 15 * np.log(15 / 12)
    )
    assert fit.deviance[0] == pytest.approx(by_hand)
    # log of e^-3 3^2/2!, e^-3 3^4/4!, e^-12 12^9/9!, e^-12 12^15/15!.
    factorials = np.log([2.0, 24.0, 362_880.0, 1_307_674_368_000.0]).sum()
    likelihood = -30 + 6 * np.log(3) + 24 * np.log(12) - factorials
    assert fit.log_likelihood[0] == pytest.approx(likelihood)
    assert fit.aic[0] == pytest.approx(-2 * likelihood + 4)
    assert np.isnan(fit.theta[0])
    assert fit.is_converged[0]


def test_the_offset_turns_means_into_rates() -> None:
    people = np.array([[10.0, 20.0, 30.0, 50.0]])
    fit = fit_poisson(TWO_LEVELS, COUNTS, np.log(people))
    np.testing.assert_allclose(np.exp(fit.coefficients), [[6 / 30, (24 / 80) / (6 / 30)]])
    np.testing.assert_allclose(fit.fitted, [[2, 4, 9, 15]])
    assert fit.deviance[0] == pytest.approx(0, abs=1e-12)


def test_the_deviance_of_a_model_without_an_intercept_counts_what_is_not_met() -> None:
    # The first month is held at 1, whatever its count; the second is met.
    fit = fit_poisson(np.array([[0.0], [1.0]]), np.array([[3.0, 2.0]]), np.zeros((1, 2)))
    np.testing.assert_allclose(fit.fitted, [[1, 2]])
    assert fit.deviance[0] == pytest.approx(2 * (3 * np.log(3) - 2))


def test_quasi_poisson_widens_by_the_dispersion_and_has_no_likelihood() -> None:
    fit = fit_poisson(TWO_LEVELS, COUNTS, NO_OFFSET)
    quasi = as_quasi_poisson(fit)
    np.testing.assert_allclose(quasi.coefficients, fit.coefficients)
    np.testing.assert_allclose(model_covariance(quasi), 13 / 12 * model_covariance(fit))
    assert np.isnan(quasi.log_likelihood[0])
    with pytest.raises(ValueError, match="rests on a Poisson fit; this one is quasi-Poisson"):
        as_quasi_poisson(quasi)


def test_months_without_events_are_fitted() -> None:
    fit = fit_poisson(TWO_LEVELS, np.array([[0.0, 4.0, 0.0, 2.0]]), NO_OFFSET)
    np.testing.assert_allclose(fit.fitted, [[2, 2, 1, 1]])
    assert fit.deviance[0] == pytest.approx(2 * (4 * np.log(2) + 2 * np.log(2)))


def test_a_side_without_events_has_no_finite_estimate() -> None:
    counts = np.array([[0.0, 0.0, 3.0, 5.0], [1.0, 2.0, 3.0, 5.0]])
    fit = fit_poisson(TWO_LEVELS, counts, np.zeros((2, 4)))
    assert fit.is_converged.tolist() == [False, True]
    np.testing.assert_allclose(fit.fitted[1], [1.5, 1.5, 4, 4])


def test_a_trend_through_two_months_is_exact() -> None:
    design = np.array([[1.0, 0.0], [1.0, 1.0]])
    fit = fit_poisson(design, np.array([[5.0, 10.0]]), np.zeros((1, 2)))
    np.testing.assert_allclose(fit.coefficients, [[np.log(5), np.log(2)]])


def test_the_negative_binomial_of_one_mean_keeps_the_mean() -> None:
    fit = fit_negative_binomial(ONES, SPREAD, np.zeros((1, 8)))
    np.testing.assert_allclose(fit.fitted, np.full((1, 8), 55 / 8))
    theta, mean = fit.theta[0], 55 / 8
    # One parameter: the information is 8 mu / (1 + mu / theta).
    assert model_covariance(fit)[0, 0, 0] == pytest.approx((1 + mean / theta) / (8 * mean))
    assert fit.parameters[0] == 2
    assert fit.pearson[0] == pytest.approx(
        ((SPREAD[0] - mean) ** 2).sum() / (mean + mean**2 / theta)
    )
    np.testing.assert_allclose(fit.scores[0], (SPREAD[0] - mean) / (1 + mean / theta))


def test_theta_is_that_of_greatest_likelihood() -> None:
    from scipy.optimize import minimize_scalar
    from scipy.stats import nbinom

    fit = fit_negative_binomial(ONES, SPREAD, np.zeros((1, 8)))
    mean = 55 / 8

    def fall(log_theta: float) -> float:
        size = np.exp(log_theta)
        return float(-nbinom.logpmf(SPREAD[0], size, size / (size + mean)).sum())

    found = minimize_scalar(fall, bounds=(-5, 5), method="bounded", options={"xatol": 1e-10})
    assert fit.theta[0] == pytest.approx(np.exp(found.x), rel=1e-6)
    assert fit.log_likelihood[0] == pytest.approx(-found.fun)
    # The error is one over the root of the curvature, here by differences.
    step, theta = 1e-3, fit.theta[0]
    curve = sum(w * fall(np.log(theta + s)) for w, s in ((1, step), (-2, 0), (1, -step))) / step**2
    assert fit.theta_error[0] == pytest.approx(1 / np.sqrt(curve), rel=1e-4)


def test_the_deviance_of_the_negative_binomial_is_twice_the_likelihood_lost() -> None:
    from scipy.stats import nbinom

    fit = fit_negative_binomial(ONES, SPREAD, np.zeros((1, 8)))
    theta = fit.theta[0]
    exact = SPREAD[0] + 1e-300  # the saturated model: every month its own mean
    saturated = nbinom.logpmf(SPREAD[0], theta, theta / (theta + exact)).sum()
    assert fit.deviance[0] == pytest.approx(2 * (saturated - fit.log_likelihood[0]))


def test_counts_spread_no_more_than_poisson_have_no_theta() -> None:
    both = np.vstack([np.full(8, 5.0), SPREAD[0]])
    fit = fit_negative_binomial(ONES, both, np.zeros((2, 8)))
    assert fit.is_converged.tolist() == [False, True]
    assert np.isnan(fit.theta[0])
    assert fit.theta[1] > 0


def test_a_negative_binomial_may_begin_from_a_fit_that_is_at_hand() -> None:
    start = fit_poisson(ONES, SPREAD, np.zeros((1, 8)))
    once = fit_negative_binomial(ONES, SPREAD, np.zeros((1, 8)), start=start)
    again = fit_negative_binomial(ONES, SPREAD, np.zeros((1, 8)))
    assert once.theta[0] == again.theta[0]
    astray = replace(start, is_converged=np.array([False]))
    found = fit_negative_binomial(ONES, SPREAD, np.zeros((1, 8)), start=astray)
    assert not found.is_converged[0]  # nor is what begins from a fit that went astray


def test_rates_are_fitted_by_ordinary_least_squares() -> None:
    # Through (0, 1), (1, 4), (2, 4): slope 3/2, intercept 3/2, residuals -1/2, 1, -1/2.
    design = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
    fit = fit_rates(design, np.array([[1.0, 4.0, 4.0]]))
    np.testing.assert_allclose(fit.coefficients, [[1.5, 1.5]])
    np.testing.assert_allclose(fit.residuals, [[-0.5, 1, -0.5]])
    assert fit.scale[0] == pytest.approx(1.5)
    # The slope's variance: sigma^2 over the sum of squares about the mean, which is 2.
    assert model_covariance(fit)[0, 1, 1] == pytest.approx(1.5 / 2)
    assert fit.log_likelihood[0] == pytest.approx(-1.5 * (np.log(2 * np.pi * 0.5) + 1))
    assert fit.aic[0] == pytest.approx(3 * (np.log(2 * np.pi * 0.5) + 1) + 6)
    assert fit.dispersion[0] == pytest.approx(1.5)
    assert np.isnan([fit.theta[0], fit.theta_error[0]]).all()
    np.testing.assert_allclose(fit.observed, [[1, 4, 4]])
    np.testing.assert_allclose(fit.fitted, [[1.5, 3, 4.5]])
    np.testing.assert_allclose(fit.scores, fit.residuals)


def test_rates_of_a_month_that_is_missing_spoil_their_own_series_alone() -> None:
    fit = fit_rates(np.ones((3, 1)), np.array([[1.0, 4.0, 4.0], [1.0, np.nan, 4.0]]))
    assert fit.is_converged.tolist() == [True, False]


def test_rates_on_a_line_leave_nothing_over() -> None:
    fit = fit_rates(np.ones((3, 1)), np.full((1, 3), 2.0))
    assert fit.deviance[0] == 0
    assert np.isposinf(fit.log_likelihood[0])


def test_fits_of_some_series_are_taken_and_put_back() -> None:
    both = np.vstack([SPREAD[0], SPREAD[0][::-1] + 1])
    poisson = fit_poisson(ONES, both, np.zeros((2, 8)))
    spread = fit_negative_binomial(ONES, both, np.zeros((2, 8)))
    second = np.array([1])
    mixed = poisson.put(second, spread.take(second))
    assert (poisson.model, mixed.model) == (POISSON, MIXED)
    assert poisson.put(second, poisson.take(second)).model == POISSON
    assert np.isnan(mixed.theta[0])
    assert mixed.theta[1] == spread.theta[1]
    assert np.isnan(poisson.theta[1])  # the first is left as it was
    np.testing.assert_array_equal(mixed.weights[0], poisson.weights[0])


def drawn(series: int, months: int = 60, *, theta: float | None = None) -> np.ndarray:
    rng = np.random.default_rng(5)
    season = np.sin(2 * np.pi * np.arange(1, months + 1) / 12)
    mean = 30 * np.exp(0.2 * season) * np.where(np.arange(months) < 40, 1.0, 0.7)
    if theta is None:
        return rng.poisson(mean, (series, months)).astype(float)
    return rng.negative_binomial(theta, theta / (theta + mean), (series, months)).astype(float)


def test_poisson_fits_are_those_of_statsmodels() -> None:
    design, counts = series_design(60, after=40, season_pairs=2).matrix, drawn(5)
    people = np.linspace(1000.0, 1100.0, 60)
    fit = fit_poisson(design, counts, np.log(np.broadcast_to(people, counts.shape)))
    for row, each in enumerate(counts):
        family = sm.families.Poisson()
        theirs = sm.GLM(each, design, family=family, offset=np.log(people)).fit(tol=1e-12)
        np.testing.assert_allclose(fit.coefficients[row], theirs.params, rtol=1e-6)
        np.testing.assert_allclose(
            standard_errors(model_covariance(fit))[row], theirs.bse, rtol=1e-6
        )
        assert fit.log_likelihood[row] == pytest.approx(theirs.llf)
        assert fit.deviance[row] == pytest.approx(theirs.deviance)


def test_negative_binomial_fits_are_those_of_statsmodels() -> None:
    design, counts = series_design(60, after=40).matrix, drawn(3, theta=6)
    fit = fit_negative_binomial(design, counts, np.zeros_like(counts))
    assert fit.model == NEGATIVE_BINOMIAL
    for row, each in enumerate(counts):
        family = sm.families.NegativeBinomial(alpha=1 / fit.theta[row])
        theirs = sm.GLM(each, design, family=family).fit(tol=1e-12)
        np.testing.assert_allclose(fit.coefficients[row], theirs.params, rtol=1e-5)
        assert fit.deviance[row] == pytest.approx(theirs.deviance)
        assert fit.pearson[row] == pytest.approx(theirs.pearson_chi2, rel=1e-6)
        assert fit.log_likelihood[row] == pytest.approx(theirs.llf)


def test_series_do_not_touch_one_another() -> None:
    design, counts = series_design(60, after=40).matrix, drawn(4, theta=3)
    counts[1] = 0
    whole = fit_negative_binomial(design, counts, np.zeros_like(counts))
    for row in (0, 2, 3):
        alone = fit_negative_binomial(design, counts[[row]], np.zeros((1, 60)))
        np.testing.assert_allclose(whole.coefficients[row], alone.coefficients[0], rtol=1e-7)
    assert not whole.is_converged[1]


@given(st.lists(st.integers(1, 200), min_size=4, max_size=4), st.floats(0.01, 100))
def test_scaling_populations_moves_the_intercept_alone(counts: list[int], by: float) -> None:
    some = np.array([counts], dtype=float)
    plain = fit_poisson(TWO_LEVELS, some, NO_OFFSET)
    scaled = fit_poisson(TWO_LEVELS, some, NO_OFFSET + np.log(by))
    np.testing.assert_allclose(scaled.fitted, plain.fitted, rtol=1e-9)
    np.testing.assert_allclose(
        scaled.coefficients[0], plain.coefficients[0] - [np.log(by), 0], atol=1e-9
    )


def test_products_over_months_are_sums_of_outer_products() -> None:
    rng = np.random.default_rng(2)
    design, weights = rng.normal(size=(5, 2)), rng.random((3, 5))
    by_hand = sum(weights[1, t] * np.outer(design[t], design[t]) for t in range(5))
    np.testing.assert_allclose(cross_products(design, weights)[1], by_hand)
    apart = sum(weights[2, t] * np.outer(design[t], design[t - 2]) for t in range(2, 5))
    np.testing.assert_allclose(lagged_products(design, weights[:, 2:], lag=2)[2], apart)
    score = rng.normal(size=(3, 2))
    found = solve(cross_products(design, weights), score)
    np.testing.assert_allclose(cross_products(design, weights)[0] @ found[0], score[0])


def test_reweighting_may_begin_from_fitted_counts() -> None:
    start = np.full((1, 4), 5.0)
    found = reweight(TWO_LEVELS, COUNTS, NO_OFFSET, start=start)
    np.testing.assert_allclose(found.fitted, [[3, 3, 12, 12]])
    assert start.tolist() == [[5.0] * 4]  # the caller's array is left as it was
    spread = reweight(TWO_LEVELS, COUNTS, NO_OFFSET, theta=np.array([2.0]))
    np.testing.assert_allclose(spread.fitted, [[3, 3, 12, 12]])


def test_reweighting_comes_back_from_a_start_far_below() -> None:
    found = reweight(ONES[:2], np.full((1, 2), 5.0), np.zeros((1, 2)), start=np.full((1, 2), 1e-8))
    np.testing.assert_allclose(found.fitted, [[5, 5]])


def test_a_series_that_does_not_stand_still_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vrn.statistics.series.least_squares.MOST_STEPS", 2)
    start = np.array([[3.0, 3.0, 12.0, 12.0], [1e3] * 4])
    found = reweight(TWO_LEVELS, np.repeat(COUNTS, 2, axis=0), np.zeros((2, 4)), start=start)
    assert found.is_converged.tolist() == [True, False]


def test_a_month_of_few_people_may_have_next_to_nothing_fitted() -> None:
    people = np.array([[1.0, 5e-9]])
    found = reweight(ONES[:2], np.array([[5.0, 0.0]]), np.log(people))
    np.testing.assert_allclose(found.fitted, [[5, 2.5e-8]])
    assert found.is_converged.all()
