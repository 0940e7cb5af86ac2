"""Many log-linear models of counts at once, beside one by hand and an established package."""

from __future__ import annotations

import math

import numpy as np
import pytest

from vrn.statistics.alarms.quasi_poisson import anscombe_residuals, fit


def test_a_level_fit_is_a_mean_and_its_dispersion_pearsons() -> None:
    counts = np.array([[2.0, 4.0, 4.0, 10.0], [0.0, 0.0, 0.0, 0.0]])
    found = fit(np.ones((4, 1)), counts, np.ones((2, 4)))
    assert np.exp(found.coefficients[0, 0]) == pytest.approx(5)
    # (9 + 1 + 1 + 25) / 5 / 3
    assert found.dispersion.tolist() == pytest.approx([2.4, 1])
    assert found.leverage[0] == pytest.approx([0.25] * 4)
    assert found.unscaled[0, 0, 0] == pytest.approx(1 / 20)
    assert found.converged[0]
    assert found.mean[1].max() < 1e-6
    # 3/(2 sqrt 2.4) (10^(2/3) - 5^(2/3)) / (5^(1/6) sqrt 0.75)
    assert anscombe_residuals(found, counts)[0, 3] == pytest.approx(
        1.5 / math.sqrt(2.4) * (10 ** (2 / 3) - 5 ** (2 / 3)) / (5 ** (1 / 6) * math.sqrt(0.75))
    )


def test_fits_are_those_of_an_established_package() -> None:
    import statsmodels.api as sm

    rng = np.random.default_rng(8)
    design = np.column_stack([np.ones(30), rng.normal(size=(30, 2))])
    counts, weights = rng.poisson(6, (3, 30)).astype(float), rng.uniform(0.5, 1.5, (3, 30))
    found = fit(design, counts, weights)
    for row in range(3):
        peer = sm.GLM(
            counts[row], design, family=sm.families.Poisson(), var_weights=weights[row]
        ).fit(tol=1e-12)
        assert found.coefficients[row] == pytest.approx(peer.params, rel=1e-6)
        assert found.unscaled[row] == pytest.approx(peer.cov_params(), rel=1e-6)
        assert found.leverage[row] == pytest.approx(peer.get_hat_matrix_diag(), rel=1e-6)
        assert found.dispersion[row] == pytest.approx(max(1, peer.pearson_chi2 / 27), rel=1e-6)


def test_a_week_with_a_level_of_its_own_has_no_residual() -> None:
    design = np.array([[1.0, 0], [1, 0], [1, 1]])
    counts = np.array([[4.0, 6.0, 50.0]])
    found = fit(design, counts, np.ones((1, 3)))
    assert anscombe_residuals(found, counts)[0, 2] == 0
