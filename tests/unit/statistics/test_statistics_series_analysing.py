"""The analysis of series of one shape: each number in its place, and which series have none."""

from __future__ import annotations

import numpy as np
from statistics_planted_series import PLAIN, planted

from vrn.statistics.series import (
    Recipe,
    choose_errors,
    choose_model,
    durbin_watson,
    hc0_covariance,
    ljung_box,
    model_covariance,
    newey_west_covariance,
    series_design,
    standard_errors,
    whole_period,
)
from vrn.statistics.series.analysing import analyse
from vrn.statistics.series.effects import averted, expected_counts

DESIGN = series_design(20, after=12)
COUNTS = planted(0.7, series=2, months=20, after=12).astype(float)
RECIPE = Recipe(errors="autoregressive")


def test_every_number_stands_in_its_place() -> None:
    rows, found, _ = analyse(DESIGN, COUNTS, np.ones_like(COUNTS), recipe=RECIPE)
    chosen = choose_model(DESIGN.matrix, COUNTS, np.zeros_like(COUNTS), recipe=RECIPE)
    fit = chosen.fit
    whole = whole_period(DESIGN, fit.coefficients, fit.fitted)
    errors = choose_errors(fit, chosen.models, contrast=whole.ratio_gradient, recipe=RECIPE)
    box = ljung_box(fit.residuals, lag=10)  # half of the months, for that is less than a year
    newey_west = newey_west_covariance(fit, lag=errors.lag, small_sample=True)
    parts = averted(whole, errors.covariance)
    expected = {
        "statistic": chosen.tested.statistic,
        "p_value": chosen.tested.p_value,
        "dispersion": chosen.dispersion,
        "theta": fit.theta,
        "lag": [2, 2],
        "degrees": [14, 14],
        "autocorrelation": errors.autocorrelation.statistic,
        "autocorrelation_p": errors.autocorrelation.p_value,
        "ljung_box": box.statistic,
        "ljung_box_p": box.p_value,
        "durbin_watson": durbin_watson(fit.residuals),
        "coefficients": fit.coefficients,
        "errors": standard_errors(errors.covariance),
        "errors_model": standard_errors(model_covariance(fit)),
        "errors_hc0": standard_errors(hc0_covariance(fit)),
        "errors_newey_west": standard_errors(newey_west),
        **parts._asdict(),
    }
    assert rows.tolist() == [0, 1]
    for name, numbers in expected.items():
        np.testing.assert_array_equal(getattr(found, name), numbers, err_msg=name)
    assert found.model.tolist() == ["Poisson"] * 2
    assert found.errors_kind.tolist() == ["autoregressive"] * 2
    assert found.method.tolist() == ["Poisson, autoregressive errors"] * 2
    assert found.fall_back.tolist() == [None] * 2


def test_the_counterfactual_is_known_as_far_as_its_own_terms_are() -> None:
    rows, _, months = analyse(DESIGN, COUNTS, np.ones_like(COUNTS), recipe=Recipe(errors="model"))
    fit = choose_model(DESIGN.matrix, COUNTS, np.zeros_like(COUNTS)).fit
    expected = expected_counts(DESIGN, fit.coefficients, fit.fitted)
    np.testing.assert_allclose(months.fitted, fit.fitted)
    np.testing.assert_allclose(np.exp(months.log_expected), expected)
    last = DESIGN.counterfactual[-1]
    for row in rows:
        variance = last @ model_covariance(fit)[row] @ last
        np.testing.assert_allclose(months.log_error[row, -1], np.sqrt(variance))


def test_power_is_at_95_percent_unless_asked_otherwise() -> None:
    people = np.ones_like(COUNTS)
    plain, same, wider = (
        analyse(DESIGN, COUNTS, people, recipe=RECIPE, **asked)[1].power
        for asked in ({}, {"confidence": 0.95}, {"confidence": 0.998})
    )
    np.testing.assert_array_equal(plain, same)
    assert (wider < plain).all()


def test_a_trend_that_leads_beyond_all_bounds_is_not_gone_on_with() -> None:
    # Doubling every month for a year, then 5 a month: 2 to the 35th would be expected in the end.
    design = series_design(36, after=12, season_pairs=0)
    counts = np.array([[*(2.0 ** np.arange(12)), *[5.0] * 24], [20.0] * 36])
    rows, found, _ = analyse(design, counts, np.ones_like(counts), recipe=PLAIN)
    assert rows.tolist() == [1]
    assert found.log_ratio.shape == (1,)
