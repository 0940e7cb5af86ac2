"""Power: the formula by hand, and confirmed by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm, t

from vrn.statistics.series import Recipe, Spread, least_ratio_seen, power_to_see, series_design
from vrn.statistics.series.analysing import analyse
from vrn.statistics.series.effects import critical_value, error_of, ratio_limits, whole_period
from vrn.statistics.series.errors import covariance_of_weights

DESIGN = series_design(48, after=24)
EXPECTED = np.full((1, 48), 20.0)


def by_hand(ratio: float, critical: float = norm.ppf(0.975), *, scale: float = 1.0) -> float:
    mean = np.where(np.arange(48) < 24, 20.0, 20.0 * ratio)
    information = (DESIGN.matrix * mean[:, None]).T @ DESIGN.matrix
    # The whole ratio is exp(post + months_since x their weighted mean); even counts, so 12.5, and
    # season and month cancel.
    gradient = np.array([0, 0, 1, 12.5, 0, 0])
    error = np.sqrt(scale * gradient @ np.linalg.inv(information) @ gradient)
    reach = abs(np.log(ratio)) / error
    return norm.cdf(reach - critical) + norm.cdf(-reach - critical)


@pytest.mark.parametrize("ratio", [0.5, 0.7, 0.95, 1.3])
def test_power_is_that_of_the_information(ratio: float) -> None:
    assert power_to_see(ratio, DESIGN, EXPECTED)[0] == pytest.approx(by_hand(ratio))
    wide = power_to_see(ratio, DESIGN, EXPECTED, spread=Spread(scale=2.5))
    assert wide[0] == pytest.approx(by_hand(ratio, scale=2.5))


def test_power_of_no_change_is_the_chance_of_error() -> None:
    assert power_to_see(1.0, DESIGN, EXPECTED)[0] == pytest.approx(0.05)
    assert power_to_see(1.0, DESIGN, EXPECTED, confidence=0.998)[0] == pytest.approx(0.002)


def test_power_by_students_quantile() -> None:
    found = power_to_see(0.7, DESIGN, EXPECTED, degrees=np.array([10.0]))
    assert found[0] == pytest.approx(by_hand(0.7, t.ppf(0.975, 10)))


def test_each_series_has_its_own_ratio_and_spread() -> None:
    both = np.vstack([EXPECTED[0], 3 * EXPECTED[0]])
    found = power_to_see(
        [0.7, 0.8], DESIGN, both, spread=Spread([1.0, 2.0], [np.inf, 15.0], [0.0, 0.3])
    )
    second = power_to_see(0.8, DESIGN, both[1:], spread=Spread(2.0, 15.0, 0.3))
    assert found[0] == pytest.approx(by_hand(0.7))
    assert found[1] == pytest.approx(second[0])


def test_spread_and_going_together_take_power_away() -> None:
    plain = power_to_see(0.6, DESIGN, EXPECTED)[0]
    for spread in (Spread(scale=2), Spread(theta=10.0), Spread(correlation=0.4)):
        assert power_to_see(0.6, DESIGN, EXPECTED, spread=spread)[0] < plain - 0.1
    # A negative binomial's weight: mu / (1 + mu / theta).
    weights = np.where(np.arange(48) < 24, 20 / (1 + 20 / 10), 12 / (1 + 12 / 10))[None]
    covariance = covariance_of_weights(
        DESIGN.matrix, weights, scale=np.ones(1), correlation=np.zeros(1)
    )
    error = error_of(np.array([[0, 0, 1, 12.5, 0, 0]]), covariance)[0]
    found = power_to_see(0.6, DESIGN, EXPECTED, spread=Spread(theta=10.0))[0]
    reach, critical = -np.log(0.6) / error, norm.ppf(0.975)
    assert found == pytest.approx(norm.cdf(reach - critical) + norm.cdf(-reach - critical))


@pytest.mark.parametrize("is_fall", [True, False])
@pytest.mark.parametrize("power", [0.6, 0.8, 0.95])
def test_the_least_ratio_has_the_power_asked_for(is_fall: bool, power: float) -> None:
    found = least_ratio_seen(DESIGN, EXPECTED, power=power, is_fall=is_fall)
    assert bool(found[0] < 1) is is_fall
    assert power_to_see(found, DESIGN, EXPECTED)[0] == pytest.approx(power, abs=1e-4)


def test_the_least_ratio_goes_by_confidence_degrees_and_spread() -> None:
    words = {"confidence": 0.9, "degrees": np.array([8.0]), "spread": Spread(1.4, 30.0, 0.2)}
    found = least_ratio_seen(DESIGN, EXPECTED, **words)
    assert power_to_see(found, DESIGN, EXPECTED, **words)[0] == pytest.approx(0.8, abs=1e-5)


def test_a_sparse_series_shows_no_ratio() -> None:
    both = np.vstack([EXPECTED[0], np.full(48, 0.3)])
    found = least_ratio_seen(DESIGN, both)
    assert found[0] < 1  # a fall, where nothing else is asked for
    assert np.isnan(found[1])


def test_a_ratio_that_does_not_stand_still_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vrn.statistics.series.power.MOST_TURNS", 2)
    assert np.isnan(least_ratio_seen(DESIGN, EXPECTED)[0])


def test_broken_inputs_are_refused() -> None:
    for method in (
        lambda some: power_to_see(0.8, DESIGN, some),
        lambda some: least_ratio_seen(DESIGN, some),
    ):
        for wrong in (0.0, -1.0, np.nan):
            with pytest.raises(ValueError, match="every month needs an expected count above 0"):
                method(np.full((1, 48), wrong))
    with pytest.raises(ValueError, match="a ratio is above 0; got 0"):
        power_to_see(0, DESIGN, EXPECTED)
    for power in (0.0, 1.0):
        with pytest.raises(ValueError, match="power is a share between 0 and 1"):
            least_ratio_seen(DESIGN, EXPECTED, power=power)
    with pytest.raises(ValueError, match="confidence is a share"):
        power_to_see(0.8, DESIGN, EXPECTED, confidence=2)


def seen_share(counts: np.ndarray, design: object) -> tuple[float, float, float]:
    """How often the ratio's limits leave out 1, and hold 0.65; and the power that was promised."""
    asked = Recipe(worthwhile=0.65)
    _, found, _ = analyse(design, counts, np.ones_like(counts), recipe=asked)
    critical = critical_value(0.95, found.degrees)
    limits = ratio_limits(found.log_ratio, np.sqrt(found.ratio_variance), critical=critical)
    seen = (limits.upper < 1) | (limits.lower > 1)
    held = (limits.lower < 0.65) & (limits.upper > 0.65)
    return seen.mean(), held.mean(), np.mean(found.power)


@pytest.mark.parametrize("months", [36, 60])
@pytest.mark.parametrize("theta", [None, 15.0])
def test_the_formula_is_confirmed_by_simulation(months: int, theta: float | None) -> None:
    rng = np.random.default_rng(months)
    design = series_design(months, after=2 * months // 3)
    mean = 25 * np.exp(0.1 * design.matrix[:, 4]) * np.where(design.matrix[:, 2] > 0, 0.65, 1.0)
    shape = (800, months)
    counts = (
        rng.poisson(mean, shape)
        if theta is None
        else rng.negative_binomial(theta, theta / (theta + mean), shape)
    )
    seen, held, promised = seen_share(counts.astype(float), design)
    expected = (mean / np.where(design.matrix[:, 2] > 0, 0.65, 1.0))[None]
    spread = Spread(theta=np.inf if theta is None else theta)
    degrees = np.inf if theta is None else months - 6.0
    formula = power_to_see(0.65, design, expected, spread=spread, degrees=degrees)[0]
    assert seen == pytest.approx(formula, abs=0.06)
    assert promised == pytest.approx(formula, abs=0.06)
    assert held == pytest.approx(0.95, abs=0.025)


def test_power_where_months_go_together_is_confirmed_by_simulation() -> None:
    rng = np.random.default_rng(8)
    design = series_design(60, after=40)
    mean = np.full(60, 60.0) * np.where(design.matrix[:, 2] > 0, 0.65, 1.0)
    drift = rng.normal(size=(800, 80))
    for month in range(1, 80):
        drift[:, month] = 0.5 * drift[:, month - 1] + drift[:, month] * np.sqrt(0.75)
    spread = 0.2
    counts = rng.poisson(mean * np.exp(spread * drift[:, 20:] - spread**2 / 2)).astype(float)
    # Poisson's own part does not go together: 1 of 1 + 60 x 0.04 = 3.4 in spread.
    _, found, _ = analyse(design, counts, np.ones_like(counts), recipe=Recipe())
    error = np.std(found.log_ratio)
    covariance = covariance_of_weights(
        design.matrix, mean[None], scale=np.array([3.4]), correlation=np.array([0.5 * 2.4 / 3.4])
    )
    gradient = whole_period(
        design, np.array([[0, 0, np.log(0.65), 0, 0, 0]]), mean[None]
    ).ratio_gradient
    assert error == pytest.approx(error_of(gradient, covariance)[0], rel=0.15)
