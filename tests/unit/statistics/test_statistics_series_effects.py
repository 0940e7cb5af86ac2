"""Effects of an intervention: ratios, events averted, the counterfactual; and designs."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm, t

from vrn.statistics.series import fit_poisson, model_covariance, series_design, whole_period
from vrn.statistics.series.effects import (
    Averted,
    LogGap,
    averted,
    averted_limits,
    critical_value,
    error_of,
    expected_counts,
    gap_quantile,
    is_told,
    joint,
    ratio_limits,
)


def each(*values: float) -> tuple[np.ndarray, ...]:
    return tuple(np.array([value]) for value in values)


def test_a_design_has_the_terms_of_segmented_regression() -> None:
    found = series_design(6, after=4, season_pairs=2)
    assert found.terms == (
        *("intercept", "month", "post", "months_since"),
        *("sin12", "cos12", "sin6", "cos6"),
    )
    np.testing.assert_array_equal(found.matrix[:, 1], [1, 2, 3, 4, 5, 6])
    np.testing.assert_array_equal(found.matrix[:, 2], [0, 0, 0, 0, 1, 1])
    np.testing.assert_array_equal(found.matrix[:, 3], [0, 0, 0, 0, 1, 2])
    np.testing.assert_allclose(found.matrix[2, 4:], [1, 0, 0, -1], atol=1e-15)
    np.testing.assert_allclose(found.matrix[0, 4:], [0.5, 3**0.5 / 2, 3**0.5 / 2, 0.5])
    np.testing.assert_array_equal(found.counterfactual[:, 2:4], np.zeros((6, 2)))
    np.testing.assert_array_equal(found.counterfactual[:, 4:], found.matrix[:, 4:])
    assert series_design(12, after=6, season_pairs=5).terms[-1] == "cos2.4"
    assert series_design(4, after=1).after == 1


@pytest.mark.parametrize("after", [0, 6, 9])
def test_an_intervention_has_months_on_both_sides(after: int) -> None:
    with pytest.raises(ValueError, match=f"after one of the months 1 to 5: {after}"):
        series_design(6, after=after)


@pytest.mark.parametrize("pairs", [-1, 6])
def test_a_season_has_so_many_waves(pairs: int) -> None:
    with pytest.raises(ValueError, match=f"0 to 5 pairs of waves; got {pairs}"):
        series_design(24, after=12, season_pairs=pairs)


def test_the_counterfactual_undoes_level_and_slope() -> None:
    design = series_design(4, after=2, season_pairs=0)
    coefficients = np.array([[1.0, 0.1, np.log(0.5), np.log(2)]])
    fitted = np.exp(coefficients @ design.matrix.T)
    found = expected_counts(design, coefficients, fitted)
    np.testing.assert_allclose(found[0], np.exp(1 + 0.1 * np.arange(1, 5)))
    whole = whole_period(design, coefficients, fitted)
    third, fourth = found[0, 2:]
    # The first month after is halved and doubled; the next halved and doubled twice.
    assert np.exp(whole.log_ratio[0]) == pytest.approx((third + 2 * fourth) / (third + fourth))
    assert np.exp(whole.log_counterfactual[0]) == pytest.approx(third + fourth)


def test_the_gradients_are_those_of_small_steps() -> None:
    design = series_design(30, after=20)
    coefficients = np.array([[2.0, 0.01, -0.3, 0.02, 0.2, -0.1]])

    def whole_at(given: np.ndarray) -> tuple[float, float]:
        found = whole_period(design, given, np.exp(given @ design.matrix.T))
        return found.log_ratio[0], found.log_counterfactual[0]

    found = whole_period(design, coefficients, np.exp(coefficients @ design.matrix.T))
    for term in range(6):
        step = np.zeros((1, 6))
        step[0, term] = 1e-6
        up, down = whole_at(coefficients + step), whole_at(coefficients - step)
        assert found.ratio_gradient[0, term] == pytest.approx((up[0] - down[0]) / 2e-6, abs=1e-6)
        slope = (up[1] - down[1]) / 2e-6
        assert found.counterfactual_gradient[0, term] == pytest.approx(slope, abs=1e-6)


def test_a_change_of_level_alone_has_the_error_of_two_counts() -> None:
    # Without trend the whole ratio is a ratio of means: variance 1/events + 1/events.
    design = series_design(8, after=5, season_pairs=0)
    fit = fit_poisson(design.matrix[:, [0, 2]], np.array([[3.0] * 5 + [6.0] * 3]), np.zeros((1, 8)))
    covariance = model_covariance(fit)
    assert error_of(np.array([[0.0, 1.0]]), covariance)[0] ** 2 == pytest.approx(1 / 15 + 1 / 18)
    assert joint(np.array([[1.0, 0.0]]), covariance, np.array([[0.0, 1.0]]))[0] == pytest.approx(
        -1 / 15
    )
    assert error_of(np.array([[1.0]]), np.array([[[-1e-20]]]))[0] == 0


def test_parts_of_events_averted_are_variances_of_two_logarithms() -> None:
    design = series_design(24, after=16, season_pairs=0)
    fit = fit_poisson(design.matrix, np.full((1, 24), 8.0), np.zeros((1, 24)))
    whole, covariance = whole_period(design, fit.coefficients, fit.fitted), model_covariance(fit)
    found = averted(whole, covariance)
    np.testing.assert_array_equal(found.log_counterfactual, whole.log_counterfactual)
    np.testing.assert_array_equal(found.log_ratio, whole.log_ratio)
    for number, left, right in (
        (found.ratio_variance, whole.ratio_gradient, whole.ratio_gradient),
        (found.counterfactual_variance, *(whole.counterfactual_gradient,) * 2),
        (found.covariance, whole.counterfactual_gradient, whole.ratio_gradient),
    ):
        assert number[0] == pytest.approx((left @ covariance[0] @ right.T).item())


def test_critical_values_are_students_or_the_normals() -> None:
    found = critical_value(0.9, np.array([4.0, np.inf]))
    np.testing.assert_allclose(found, [t.ppf(0.95, 4), norm.ppf(0.95)])
    with pytest.raises(ValueError, match="confidence is a share"):
        critical_value(95, np.array([4.0]))


def test_limits_of_a_ratio_lie_even_in_logarithms() -> None:
    found = ratio_limits(np.log([0.5]), np.log([1.1]), critical=np.array([2.0]))
    np.testing.assert_allclose(np.ravel(found), [0.5, 0.5 / 1.21, 0.5 * 1.21])
    far = ratio_limits(np.zeros(1), np.array([1e4]), critical=np.ones(1))
    assert (far.lower[0], far.upper[0]) == (0.0, np.inf)


SETTINGS = [
    (5.0, -0.3, 0.05, 0.06, -0.045),
    (5.0, 0.3, 0.01, 0.2, -0.005),
    (6.0, -0.02, 0.0004, 0.0009, -0.0003),
]


@pytest.mark.parametrize("setting", SETTINGS)
def test_limits_of_events_averted_are_quantiles_of_draws(setting: tuple[float, ...]) -> None:
    expected, ratio, variance, ratio_variance, covariance = setting
    rng = np.random.default_rng(1)
    matrix = [[variance, covariance], [covariance, ratio_variance]]
    drawn = rng.multivariate_normal([expected, ratio], matrix, 200_000)
    events = np.exp(drawn[:, 0]) * (1 - np.exp(drawn[:, 1]))
    found = averted_limits(Averted(*each(*setting)), critical=np.array([norm.ppf(0.95)]))
    low, high = np.quantile(events, [0.05, 0.95])
    width = high - low
    assert found.lower[0] == pytest.approx(low, abs=0.01 * width)
    assert found.upper[0] == pytest.approx(high, abs=0.01 * width)
    assert found.value[0] == pytest.approx(np.exp(expected) * (1 - np.exp(ratio)))


def test_limits_of_events_averted_leave_out_0_where_the_ratios_leave_out_1() -> None:
    edge = norm.ppf(0.975) * 0.2  # a log ratio whose limit lies on 1
    critical = np.array([norm.ppf(0.975)])
    for ratio, is_seen in ((-edge * 1.001, True), (-edge * 0.999, False)):
        parts = Averted(*each(4.0, ratio, 0.09, 0.04, -0.03))
        assert bool(averted_limits(parts, critical=critical).lower[0] > 0) is is_seen
    for ratio, is_seen in ((edge * 1.001, True), (edge * 0.999, False)):
        parts = Averted(*each(4.0, ratio, 0.01, 0.04, -0.01))
        assert bool(averted_limits(parts, critical=critical).upper[0] < 0) is is_seen


def test_a_certain_counterfactual_leaves_the_ratio_alone() -> None:
    parts = Averted(*each(np.log(100), np.log(0.5), 0.0, 0.01, 0.0))
    found = averted_limits(parts, critical=np.array([2.0]))
    assert found.value[0] == pytest.approx(50)
    assert found.lower[0] == pytest.approx(100 - 50 * np.exp(0.2))
    assert found.upper[0] == pytest.approx(100 - 50 * np.exp(-0.2))


def test_a_certain_fit_leaves_the_counterfactual_alone() -> None:
    # log F = log C + log R is certain where R moves against C exactly.
    for error in (0.1, 2.0):
        parts = Averted(*each(np.log(100), np.log(0.5), error**2, error**2, -(error**2)))
        found = averted_limits(parts, critical=np.array([1.9]))
        assert found.lower[0] == pytest.approx(100 * np.exp(-1.9 * error) - 50)
        assert found.upper[0] == pytest.approx(100 * np.exp(1.9 * error) - 50)


def test_a_gap_of_two_that_move_against_each_other_is_as_wide_as_both() -> None:
    parts = LogGap(*each(1.0, 1.0, 0.04, 0.04, -0.04))
    found = gap_quantile(parts, norm.cdf([2.0]))
    assert found[0] == pytest.approx(np.exp(1.4) - np.exp(0.6), rel=1e-4)


def test_a_gap_may_be_of_less_than_one_event() -> None:
    parts = LogGap(*each(np.log(0.5), np.log(0.25), 0.01, 0.0, 0.0))
    assert gap_quantile(parts, np.array([0.5]))[0] == pytest.approx(0.25)


def test_what_is_hardly_known_has_no_limits() -> None:
    for setting in (
        (4.0, 0.0, 9.1, 1.0, 0.0),
        (4.0, 0.0, 1.0, 9.1, 0.0),
        (4.0, 0.0, 1e6, 1e6, 0.0),
    ):
        found = averted_limits(Averted(*each(*setting)), critical=np.array([2.0]))
        assert np.isnan([found.lower[0], found.upper[0]]).all()
    known = averted_limits(Averted(*each(4.0, 0.0, 9.0, 1.0, 0.0)), critical=np.array([2.0]))
    assert np.isfinite([known.lower[0], known.upper[0]]).all()


def test_an_unknown_part_stays_unknown() -> None:
    parts = Averted(*each(np.nan, np.nan, np.nan, np.nan, np.nan))
    assert all(np.isnan(one[0]) for one in averted_limits(parts, critical=np.array([2.0])))


@pytest.mark.parametrize("wrong", [1e-5, 1e7, 0.0, np.inf, np.nan])
def test_counts_that_run_away_tell_nothing(wrong: float) -> None:
    assert is_told(np.array([[2.0, 3.0], [2.0, wrong]])).tolist() == [True, False]


def test_a_counterfactual_may_run_to_infinity() -> None:
    design = series_design(4, after=2, season_pairs=0)
    found = expected_counts(design, np.array([[0.0, 0.0, -800.0, 0.0]]), np.ones((1, 4)))
    assert found.tolist() == [[1.0, 1.0, np.inf, np.inf]]
