"""The fit with area and month effects, and its errors: by hand, and beside a model with columns."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from vrn.statistics.comparison import absorbing
from vrn.statistics.comparison.absorbing import fit_two_way, left_of
from vrn.statistics.comparison.errors import (
    ERRORS,
    check_errors,
    cluster_error,
    effects_without_each,
    jackknife_error,
    model_error,
)

TABLES = arrays(np.float64, (4, 3), elements=st.integers(1, 50).map(float))
TREATED_AFTER = np.zeros((1, 4, 3))
TREATED_AFTER[0, 2:, 1:] = 1.0


def made(areas: int, months: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Counts, exposures with a few cells not known, and two regressors."""
    rng = np.random.default_rng(seed)
    exposures = rng.uniform(500, 2_000, (areas, months)) * (rng.random((areas, months)) > 0.1)
    x = np.zeros((2, areas, months))
    x[0, : areas // 2, months // 2 :] = 1
    x[1] = rng.normal(size=(areas, months))
    counts = rng.poisson(exposures * 0.01 * np.exp(-0.3 * x[0] + 0.1 * x[1])).astype(float)
    return counts, exposures, x


def with_columns(counts: np.ndarray, exposures: np.ndarray, x: np.ndarray, **how: object) -> object:
    """The same model by statsmodels, with a column for each area and each month but the first."""
    known = exposures > 0
    area, month = (each[known] for each in np.indices(counts.shape))
    columns = [
        *(each[known] for each in x),
        *(np.equal(area, each).astype(float) for each in range(counts.shape[0])),
        *(np.equal(month, each).astype(float) for each in range(1, counts.shape[1])),
    ]
    family, offset = sm.families.Poisson(), np.log(exposures[known])
    model = sm.GLM(counts[known], np.column_stack(columns), family=family, offset=offset)
    return model.fit(tol=1e-13, maxiter=200, **how)


def test_four_cells_by_hand() -> None:
    # Breslow and Day: the logarithm of (12/20)/(12/10) with variance 1/10 + 1/12 + 1/20 + 1/12.
    counts = np.array([[10.0, 12.0], [20.0, 12.0]])
    fit = fit_two_way(counts, np.ones((2, 2)), TREATED_AFTER[:, [0, 2]][:, :, :2])
    assert np.exp(fit.effects) == pytest.approx([0.5])
    assert model_error(fit) ** 2 == pytest.approx(1 / 10 + 1 / 12 + 1 / 20 + 1 / 12)
    assert fit.fitted == pytest.approx(counts)
    assert (fit.deviance, fit.rows, fit.parameters) == (pytest.approx(0, abs=1e-12), 4, 4)


def test_exposures_are_what_rates_are_taken_over() -> None:
    # Rates 10/1, 12/2, 20/4, 12/8 per unit: (1.5/5)/(6/10) = 0.5.
    counts = np.array([[10.0, 12.0], [20.0, 12.0]])
    exposures = np.array([[1.0, 2.0], [4.0, 8.0]])
    fit = fit_two_way(counts, exposures, TREATED_AFTER[:, [0, 2]][:, :, :2])
    assert np.exp(fit.effects) == pytest.approx([0.5])


@pytest.mark.parametrize(("areas", "months", "seed"), [(5, 4, 1), (12, 9, 2), (4, 15, 3)])
def test_the_fit_is_that_of_a_model_with_a_column_for_each_area_and_month(
    areas: int, months: int, seed: int
) -> None:
    counts, exposures, x = made(areas, months, seed)
    ours, theirs = fit_two_way(counts, exposures, x), with_columns(counts, exposures, x)
    assert ours.effects == pytest.approx(theirs.params[:2], rel=1e-7)
    assert ours.fitted[exposures > 0] == pytest.approx(theirs.fittedvalues, rel=1e-7)
    assert np.linalg.inv(ours.information) == pytest.approx(theirs.cov_params()[:2, :2], rel=1e-6)
    assert ours.deviance == pytest.approx(theirs.deviance, rel=1e-8)
    assert ours.rows == theirs.nobs
    assert ours.rows - ours.parameters == theirs.df_resid
    assert ours.converged
    one = fit_two_way(counts, exposures, x[:1])
    clusters = np.indices(counts.shape)[0][exposures > 0]
    robust = with_columns(
        counts, exposures, x[:1], cov_type="cluster", cov_kwds={"groups": clusters}
    )
    assert cluster_error(one, counts) == pytest.approx(robust.bse[0], rel=1e-6)


def test_a_start_nearby_gives_the_same_fit_and_so_does_one_far_off() -> None:
    counts, exposures, x = made(8, 6, 4)
    fit = fit_two_way(counts, exposures, x)
    far = fit.point._replace(effects=np.array([4.0, -4.0]))
    for start in (fit.point, far):
        again = fit_two_way(counts, exposures, x, start=start)
        assert again.effects == pytest.approx(fit.effects, rel=1e-9)
        assert again.converged


def test_an_effect_without_events_on_one_side_has_no_estimate() -> None:
    counts = np.array([[5.0, 6.0, 7.0], [4.0, 0.0, 0.0], [9.0, 9.0, 9.0]])
    x = np.zeros((1, 3, 3))
    x[0, 1, 1:] = 1
    assert not fit_two_way(counts, np.ones((3, 3)), x).converged


def test_an_effect_that_area_effects_explain_has_no_estimate() -> None:
    x = np.zeros((1, 4, 3))
    x[0, 1] = 1
    assert not fit_two_way(np.full((4, 3), 5.0), np.ones((4, 3)), x).converged


def test_areas_that_share_no_month_do_not_disturb_the_others() -> None:
    counts = np.array([[9.0, 12.0], [20.0, 12.0]])
    apart = np.zeros((4, 4))
    apart[:2, :2], apart[2:, 2:] = counts, counts[::-1]
    x = np.zeros((1, 4, 4))
    x[0, 1, 1] = 1
    fit = fit_two_way(apart, (apart > 0).astype(float), x)
    assert np.exp(fit.effects) == pytest.approx([(12 / 20) / (12 / 9)])


def test_a_fit_that_runs_out_of_steps_has_not_converged(monkeypatch: pytest.MonkeyPatch) -> None:
    counts, exposures, x = made(6, 5, 7)
    monkeypatch.setattr(absorbing, "NEWTON_STEPS", 1)
    assert not fit_two_way(counts, exposures, x).converged


def test_a_step_that_never_helps_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    counts, exposures, x = made(6, 5, 7)
    start = fit_two_way(counts, exposures, x).point._replace(effects=np.array([3.0, -3.0]))
    monkeypatch.setattr(absorbing, "HALVINGS", 0)
    fit = fit_two_way(counts, exposures, x, start=start)
    assert fit.effects.tolist() == [3, -3]
    assert not fit.converged


def test_no_events_at_all_have_no_estimate() -> None:
    fit = fit_two_way(np.zeros((0, 0)), np.zeros((0, 0)), np.zeros((1, 0, 0)))
    assert not fit.converged
    assert np.isnan(fit.effects).all()


@settings(max_examples=30, deadline=None)
@given(TABLES)
def test_fitted_counts_have_the_totals_of_areas_months_and_treated_after(
    counts: np.ndarray,
) -> None:
    fit = fit_two_way(counts, np.ones(counts.shape), TREATED_AFTER)
    assert fit.fitted.sum(axis=0) == pytest.approx(counts.sum(axis=0), rel=1e-6)
    assert fit.fitted.sum(axis=1) == pytest.approx(counts.sum(axis=1), rel=1e-6)
    after = TREATED_AFTER[0] > 0
    assert fit.fitted[after].sum() == pytest.approx(counts[after].sum(), rel=1e-6)
    left = left_of(TREATED_AFTER, fit.fitted) * fit.fitted
    assert left.sum(axis=1) == pytest.approx(0, abs=1e-7)
    assert left.sum(axis=2) == pytest.approx(0, abs=1e-7)


@settings(max_examples=30, deadline=None)
@given(TABLES)
def test_with_one_exposure_the_ratio_is_that_of_four_sums(counts: np.ndarray) -> None:
    fit = fit_two_way(counts, np.ones(counts.shape), TREATED_AFTER)
    inside, outside = counts[2:], counts[:2]
    ratio = inside[:, 1:].sum() / inside[:, 0].sum() / outside[:, 1:].sum() * outside[:, 0].sum()
    assert np.exp(fit.effects[0]) == pytest.approx(ratio, rel=1e-7)


def test_cluster_errors_by_hand() -> None:
    # Two treated and two other areas before and after: the scores are (count - fitted) times what
    # is left of treated after. All but the last area lie at their fit of 10, 10; the last has 12
    # and 8, its fellow 8 and 12, so that each has the sum 20 of its fit.
    counts = np.array([[10.0, 10.0], [10.0, 10.0], [8.0, 12.0], [12.0, 8.0]])
    x = np.zeros((1, 4, 2))
    x[0, 2:, 1] = 1
    fit = fit_two_way(counts, np.ones((4, 2)), x)
    # left is -1/4, 1/4 in treated areas and the other way round in others; information 40/16 x 2.
    assert fit.left[0, 3] == pytest.approx([-0.25, 0.25])
    assert fit.information[0, 0] == pytest.approx(5.0)
    scores = np.array([0, 0, 1.0, -1.0])
    plain = np.sqrt((scores**2).sum()) / 5
    assert cluster_error(fit, counts, "cluster-HC0") == pytest.approx(plain)
    assert cluster_error(fit, counts, "cluster-HC0-adjusted") == pytest.approx(
        plain * np.sqrt(4 / 3)
    )
    # Eight cells and 4 + 2 - 1 + 1 parameters.
    assert cluster_error(fit, counts) == pytest.approx(plain * np.sqrt(4 / 3 * 7 / 2))


def test_the_jackknife_leaves_out_each_area_by_a_fit_of_its_own() -> None:
    counts, exposures, x = made(6, 5, 7)
    fit = fit_two_way(counts, exposures, x[:1])
    each = effects_without_each(fit, counts, exposures, x[:1])
    for area in range(6):
        stay = np.arange(6) != area
        alone = fit_two_way(counts[stay], exposures[stay], x[:1, stay])
        assert each[area] == pytest.approx(alone.effects[0], rel=1e-8)
    # By hand: root of 5/6 of the sum of squares about the whole's effect.
    squares = ((each - fit.effects[0]) ** 2).sum()
    assert jackknife_error(float(fit.effects[0]), each) == pytest.approx(np.sqrt(5 / 6 * squares))


def test_an_effect_that_rests_on_one_area_has_no_jackknife() -> None:
    counts = np.array([[10.0, 12.0], [11.0, 9.0], [20.0, 12.0]])
    x = np.zeros((1, 3, 2))
    x[0, 2, 1] = 1
    fit = fit_two_way(counts, np.ones((3, 2)), x)
    each = effects_without_each(fit, counts, np.ones((3, 2)), x)
    assert np.isnan(each).tolist() == [False, False, True]
    assert np.isnan(jackknife_error(float(fit.effects[0]), each))


def test_a_month_that_one_area_alone_has_events_in_is_left_out_with_it() -> None:
    counts = np.array([[10.0, 12.0, 0], [11.0, 9.0, 4.0], [20.0, 12.0, 0], [18.0, 11.0, 0]])
    x = np.zeros((1, 4, 3))
    x[0, 2:, 1] = 1
    fit = fit_two_way(counts, np.ones((4, 3)), x)
    without = effects_without_each(fit, counts, np.ones((4, 3)), x)[1]
    assert without == pytest.approx(np.log(23 / 38 / (12 / 10)))


def test_errors_of_no_known_kind_are_refused() -> None:
    for kind in ERRORS:
        check_errors(kind)
    with pytest.raises(ValueError, match=r"errors are one of jackknife, .* got 'HC3'"):
        check_errors("HC3")
