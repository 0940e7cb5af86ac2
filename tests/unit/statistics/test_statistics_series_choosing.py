"""The recipe: which model and which errors, by test, and a fall-back that is told."""

from __future__ import annotations

import numpy as np
import pytest

from vrn.statistics.series import (
    Recipe,
    autoregressive_covariance,
    choose_errors,
    choose_model,
    fit_poisson,
    lag_one,
    model_covariance,
    newey_west_covariance,
    pearson_dispersion,
    series_design,
)
from vrn.statistics.series.choosing import FELL_BACK, fit_as, methods_of

DESIGN = series_design(36, after=24)


def drawn(*, theta: float | None = None, series: int = 3, seed: int = 3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    if theta is None:
        return rng.poisson(20, (series, 36)).astype(float)
    return rng.negative_binomial(theta, theta / (theta + 20), (series, 36)).astype(float)


def test_even_counts_are_poisson_and_spread_ones_negative_binomial() -> None:
    counts = np.vstack([drawn(series=1), drawn(theta=3, series=1)])
    chosen = choose_model(DESIGN.matrix, counts, np.zeros_like(counts))
    assert chosen.models.tolist() == ["Poisson", "negative binomial"]
    assert chosen.fall_back.tolist() == [None, None]
    assert chosen.tested.p_value[0] > 0.05 > chosen.tested.p_value[1]
    assert np.isnan(chosen.fit.theta[0])
    assert chosen.fit.theta[1] > 0
    poisson = fit_poisson(DESIGN.matrix, counts, np.zeros_like(counts))
    np.testing.assert_allclose(chosen.dispersion, poisson.dispersion)
    second = chosen.take(np.array([1]))
    assert second.models.tolist() == ["negative binomial"]
    assert second.fit.theta.tolist() == [chosen.fit.theta[1]]
    assert second.tested.statistic[0] == chosen.tested.statistic[1]
    assert second.dispersion[0] == chosen.dispersion[1]
    assert second.fall_back.tolist() == [None]


def test_the_level_is_where_the_choice_turns() -> None:
    counts = drawn(series=1, seed=11)
    p_value = pearson_dispersion(fit_poisson(DESIGN.matrix, counts, np.zeros((1, 36)))).p_value[0]
    for level, model in (
        (p_value * 0.99, "Poisson"),
        (p_value, "Poisson"),
        (p_value * 1.01, "quasi-Poisson"),
    ):
        asked = Recipe(level=level, spread_model="quasi-Poisson")
        found = choose_model(DESIGN.matrix, counts, np.zeros((1, 36)), recipe=asked)
        assert found.models.tolist() == [model]
        assert found.fall_back.tolist() == [None]  # it was asked for


def test_a_negative_binomial_without_theta_falls_back_to_quasi_poisson() -> None:
    design = np.column_stack([np.ones(6), np.arange(6.0)])
    counts = np.array([[20.0, 21, 19, 22, 20, 18]])
    models = np.array(["negative binomial"], dtype=object)
    fit, used = fit_as(models, design, counts, np.zeros((1, 6)))
    assert used.tolist() == ["quasi-Poisson"]
    assert models.tolist() == ["negative binomial"]  # the caller's is left as it was
    assert np.isnan(fit.theta[0])
    poisson = fit_poisson(design, counts, np.zeros((1, 6)))
    assert fit.scale[0] == poisson.dispersion[0] < 1


def test_each_series_is_fitted_by_its_own_model() -> None:
    counts = np.vstack([np.full(36, 20.0), drawn(theta=3, series=1), drawn(series=1)])
    counts[2] = np.tile([20.0, 21, 19, 22, 20, 18], 6)
    asked = np.array(["Poisson", "negative binomial", "negative binomial"], dtype=object)
    fit, used = fit_as(asked, DESIGN.matrix, counts, np.zeros_like(counts))
    poisson = fit_poisson(DESIGN.matrix, counts, np.zeros_like(counts))
    assert used.tolist() == ["Poisson", "negative binomial", "quasi-Poisson"]
    assert np.isnan(fit.theta).tolist() == [True, False, True]
    assert (fit.scale[0], fit.scale[2]) == (1, poisson.dispersion[2])
    np.testing.assert_array_equal(fit.observed, counts)
    np.testing.assert_allclose(fit.fitted[[0, 2]], poisson.fitted[[0, 2]])
    alone, _ = fit_as(asked[:1], DESIGN.matrix, counts[:1], np.zeros((1, 36)))
    assert alone.model == "Poisson"


def test_the_fall_back_stands_in_the_choice() -> None:
    # Rare events by chance in one month: too much spread for Poisson by chi-square, at so lax a
    # level; the many even counts beside them leave a negative binomial no theta.
    design = np.column_stack([np.ones(24), np.repeat([0.0, 1.0], 12)])
    counts = np.full((1, 24), 60.0)
    counts[0, :12] = 0
    counts[0, 3] = 3
    chosen = choose_model(design, counts, np.zeros((1, 24)), recipe=Recipe(level=0.9))
    assert chosen.models.tolist() == ["quasi-Poisson"]
    assert chosen.fall_back.tolist() == [FELL_BACK]


def test_short_series_widen_the_negative_binomials_own_errors() -> None:
    counts = drawn(theta=3, series=4)
    models = np.full(4, "negative binomial", dtype=object)
    wide, _ = fit_as(models, DESIGN.matrix, counts, np.zeros_like(counts))
    plain, _ = fit_as(models, DESIGN.matrix, counts, np.zeros_like(counts), small_sample=False)
    np.testing.assert_allclose(plain.scale, 1)
    np.testing.assert_allclose(wide.scale, np.maximum(wide.dispersion, 1))
    assert wide.scale.max() > 1.05
    first = choose_model(DESIGN.matrix, counts, np.zeros_like(counts), recipe=Recipe(level=0.99))
    np.testing.assert_allclose(first.fit.scale, wide.scale)
    asked = Recipe(small_sample=False, level=0.99)
    chosen = choose_model(DESIGN.matrix, counts, np.zeros_like(counts), recipe=asked)
    np.testing.assert_allclose(chosen.fit.scale, 1)


def test_a_series_without_events_keeps_its_place_and_is_told() -> None:
    counts = drawn()
    counts[1] = 0
    chosen = choose_model(DESIGN.matrix, counts, np.zeros_like(counts))
    assert chosen.models[1] == "Poisson"
    assert chosen.fit.is_converged.tolist() == [True, False, True]


def test_the_other_test_may_be_asked_for() -> None:
    counts = drawn(theta=3)
    asked = Recipe(test="Cameron-Trivedi")
    found = choose_model(DESIGN.matrix, counts, np.zeros_like(counts), recipe=asked)
    other = choose_model(DESIGN.matrix, counts, np.zeros_like(counts))
    assert (found.tested.statistic != other.tested.statistic).all()


CONTRAST = np.array([[0.0, 0.0, 1.0, 6.0, 0.0, 0.0]])


def kinds(counts: np.ndarray, **asked: object) -> list[str]:
    fit = fit_poisson(DESIGN.matrix, counts, np.zeros_like(counts))
    models = np.full(len(counts), "Poisson", dtype=object)
    contrast = np.repeat(CONTRAST, len(counts), axis=0)
    return choose_errors(fit, models, contrast=contrast, recipe=Recipe(**asked)).kind.tolist()


def test_errors_are_the_models_unless_neighbours_go_together() -> None:
    slow = np.tile(np.repeat([10.0, 30.0], 3), 6)[None]  # three months alike, then three others
    assert kinds(drawn(series=1)) == ["model"]
    assert kinds(slow)[0] in ("Newey-West", "autoregressive")
    assert kinds(slow, level=1e-12) == ["model"]
    fit = fit_poisson(DESIGN.matrix, slow, np.zeros_like(slow))
    assert kinds(slow, level=float(lag_one(fit).p_value[0])) == ["model"]


@pytest.mark.parametrize("kind", ["model", "Newey-West", "autoregressive"])
def test_one_kind_of_errors_may_be_asked_for(kind: str) -> None:
    counts = drawn()
    fit = fit_poisson(DESIGN.matrix, counts, np.zeros_like(counts))
    models = np.full(3, "Poisson", dtype=object)
    asked = Recipe(errors=kind, lag=4)
    found = choose_errors(fit, models, contrast=np.repeat(CONTRAST, 3, axis=0), recipe=asked)
    expected = {
        "model": model_covariance(fit),
        "Newey-West": newey_west_covariance(fit, lag=4, small_sample=True),
        "autoregressive": autoregressive_covariance(fit, found.autocorrelation.statistic),
    }
    np.testing.assert_allclose(found.covariance, expected[kind])
    assert found.kind.tolist() == [kind] * 3
    assert found.lag == 4
    assert found.degrees.tolist() == [np.inf if kind == "model" else 30.0] * 3


def test_the_widest_errors_are_taken_where_neighbours_go_together() -> None:
    rng = np.random.default_rng(9)
    drift = np.cumsum(rng.normal(0, 0.25, (40, 36)), axis=1)
    counts = rng.poisson(40 * np.exp(drift)).astype(float)
    fit = fit_poisson(DESIGN.matrix, counts, np.zeros_like(counts))
    models = np.full(40, "Poisson", dtype=object)
    contrast = np.repeat(CONTRAST, 40, axis=0)
    found = choose_errors(fit, models, contrast=contrast)
    together = found.autocorrelation
    three = np.stack(
        [
            model_covariance(fit),
            newey_west_covariance(fit, lag=3, small_sample=True),
            autoregressive_covariance(fit, together.statistic),
        ]
    )
    widths = np.einsum("k,iskm,m->is", CONTRAST[0], three, CONTRAST[0])
    taken = np.einsum("k,skm,m->s", CONTRAST[0], found.covariance, CONTRAST[0])
    is_together = together.p_value < 0.05
    assert 0 < is_together.sum() < 40
    np.testing.assert_allclose(taken, np.where(is_together, widths.max(axis=0), widths[0]))
    assert (found.kind[~is_together] == "model").all()


def test_students_quantile_is_used_unless_all_is_poissons_own() -> None:
    counts = drawn()
    fit = fit_poisson(DESIGN.matrix, counts, np.zeros_like(counts))
    models = np.array(["Poisson", "quasi-Poisson", "negative binomial"], dtype=object)
    found = choose_errors(fit, models, contrast=np.repeat(CONTRAST, 3, axis=0))
    assert found.degrees.tolist() == [np.inf, 30.0, 30.0]


def test_without_season_the_lag_is_a_years() -> None:
    design = series_design(48, after=24, season_pairs=0).matrix
    fit = fit_poisson(design, np.full((1, 48), 9.0), np.zeros((1, 48)))
    models = np.array(["Poisson"], dtype=object)
    found = choose_errors(fit, models, contrast=np.ones((1, 4)), recipe=Recipe(season_pairs=0))
    assert found.lag == 12


def test_methods_are_said_in_words() -> None:
    counts = drawn()
    fit = fit_poisson(DESIGN.matrix, counts, np.zeros_like(counts))
    models = np.full(3, "Poisson", dtype=object)
    contrast = np.repeat(CONTRAST, 3, axis=0)
    said = [
        methods_of(
            models, choose_errors(fit, models, contrast=contrast, recipe=Recipe(errors=kind))
        )[0]
        for kind in ("model", "Newey-West")
    ]
    assert said == ["Poisson, model errors", "Poisson, Newey-West (lag 3) errors"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"test": "guess"}, "test is 'guess'; try one of: Pearson chi-square, Cameron-Trivedi"),
        ({"spread_model": "Poisson"}, "spread_model is 'Poisson'; try one of: negative binomial"),
        ({"errors": "none"}, "errors is 'none'; try one of: by test, model"),
        ({"level": 0}, "level is a share between 0 and 1; got 0"),
        ({"power_wanted": 1}, "power_wanted is a share between 0 and 1; got 1"),
        ({"worthwhile": 1}, "worthwhile is a ratio above 0 other than 1; got 1"),
        ({"worthwhile": 0}, "worthwhile is a ratio above 0"),
        ({"fewest_before": 2}, "at least 3 months and 1 event"),
        ({"fewest_after": 2}, "at least 3 months and 1 event"),
        ({"fewest_events": 0}, "at least 3 months and 1 event"),
        ({"season_pairs": 6}, "a season has 0 to 5 pairs; got 6"),
        ({"season_pairs": -1}, "a season has 0 to 5 pairs; got -1"),
        ({"fewest_before": 3, "fewest_after": 4}, "1 pairs of a season need 8 months or more"),
        ({"lag": 18}, "shorter than every series; got 18"),
        ({"lag": -1}, "the lag is at least 0"),
    ],
)
def test_a_recipe_that_means_nothing_is_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Recipe(**wrong)


def test_a_recipe_at_its_bounds_is_taken() -> None:
    edge = Recipe(fewest_before=3, fewest_after=3, fewest_events=1, season_pairs=0, lag=5)
    assert edge.lag == 5
    assert Recipe(fewest_before=3, fewest_after=5).fewest_after == 5
    assert Recipe(season_pairs=5, lag=0).lag == 0
