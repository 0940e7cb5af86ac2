"""Made series worked by hand, for what tests of whole analyses leave unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from vrn.statistics.series import (
    Recipe,
    fit_poisson,
    fit_rates,
    least_ratio_seen,
    power_to_see,
    series_design,
)
from vrn.statistics.series.analysing import analyse
from vrn.statistics.series.power import Spread

if TYPE_CHECKING:
    from vrn.statistics.series.analysing import Analysis, Months

DESIGN = series_design(24, after=12, season_pairs=0)
WAVE = np.round(100 + 60 * np.sin(np.pi * np.arange(24) / 6))  # neighbours go together
TURNING = np.array([100, 98, 103, 100] * 6)  # neighbours turn about
ROUGH = np.array([20, 40, 29, 55, 30, 64] * 4)  # neighbours turn about, far more than by chance
COUNTS = np.array([WAVE, TURNING, ROUGH], dtype=float)


ASKED = {"season_pairs": 0, "errors": "autoregressive", "small_sample": False}
QUASI = {**ASKED, "spread_model": "quasi-Poisson"}


def found_by(recipe: Recipe) -> tuple[Analysis, Months]:
    people = np.ones_like(COUNTS)
    rows, found, months = analyse(DESIGN, COUNTS, people, recipe=recipe, confidence=0.9)
    assert rows.tolist() == [0, 1, 2]
    return found, months


@pytest.mark.parametrize("asked", [ASKED, QUASI], ids=["with theta", "with a scale"])
@pytest.mark.parametrize("worthwhile", [0.7, 1.5])
def test_power_goes_by_the_spread_and_the_going_together_that_were_found(worthwhile, asked) -> None:
    found, months = found_by(Recipe(**asked, worthwhile=worthwhile, power_wanted=0.3))
    assert (found.autocorrelation_p < 0.05).tolist() == [True, False, False]
    together = np.array([found.autocorrelation[0], 0, 0])
    if asked is QUASI:
        spread = Spread(np.array([found.dispersion[0], 1, found.dispersion[2]]), np.inf, together)
    else:
        spread = Spread(1.0, np.array([found.theta[0], np.inf, found.theta[2]]), together)
    said = {"spread": spread, "confidence": 0.9, "degrees": 20}
    expected = np.exp(months.log_expected)
    np.testing.assert_allclose(found.power, power_to_see(worthwhile, DESIGN, expected, **said))
    least = least_ratio_seen(DESIGN, expected, power=0.3, is_fall=worthwhile == 0.7, **said)
    np.testing.assert_allclose(found.least_ratio, least)
    assert np.isfinite(least).all()


def test_going_together_is_read_below_the_level_and_not_at_it() -> None:
    plain, months = found_by(Recipe(**QUASI))
    chance, expected = float(plain.autocorrelation_p[0]), np.exp(months.log_expected)[[0]]
    for level, seen in ((chance, 0.0), (np.nextafter(chance, 1), plain.autocorrelation[0])):
        found, _ = found_by(Recipe(**QUASI, level=float(level)))
        spread = Spread(plain.dispersion[0], np.inf, seen)
        said = power_to_see(0.8, DESIGN, expected, spread=spread, confidence=0.9, degrees=20)
        assert found.power[0] == pytest.approx(said[0])


def test_the_scores_of_a_poisson_model_are_what_counts_are_beyond_the_fitted() -> None:
    fit = fit_poisson(np.ones((4, 1)), np.array([[1.0, 3.0, 2.0, 6.0]]), np.zeros((1, 4)))
    np.testing.assert_allclose(fit.scores, [[-2, 0, -1, 3]], atol=1e-9)


def test_the_scale_of_rates_is_shared_among_the_degrees_that_are_left() -> None:
    fit = fit_rates(np.ones((4, 1)), np.array([[1.0, 3.0, 2.0, 6.0]]))
    np.testing.assert_allclose(fit.scale, [(4 + 0 + 1 + 9) / 3])


def test_some_series_of_a_fit_keep_its_design() -> None:
    counts = np.array([[1.0, 3.0, 2.0, 6.0], [2, 2, 2, 3]])
    fit = fit_poisson(np.ones((4, 1)), counts, np.zeros((2, 4)))
    second = fit.take(np.array([1]))
    assert second.design.shape == (4, 1)
    assert second.degrees_of_freedom == 3
    assert second.fitted[0].tolist() == fit.fitted[1].tolist()
