"""The steps of the fit: beside Newton's with a column for each month, halved by hand, and few."""

from __future__ import annotations

import numpy as np
import pytest

from vrn.statistics.comparison import absorbing
from vrn.statistics.comparison.absorbing import (
    Point,
    _log_likelihood,
    _newton_step,
    _shares,
    _walk,
    fit_two_way,
    information_of,
    left_of,
)

COUNTS = np.array([[10.0, 12, 9, 4], [3, 6, 5, 8], [20, 31, 12, 11]])
EXPOSURES = np.array([[1.0, 2, 1, 0.5], [1, 1, 3, 2], [2, 2, 1, 1]])
X = np.array(
    [[[0, 0, 0, 0], [0, 0, 1, 1], [0, 1, 0, 0.5]], [[1, 0, 2, 0], [0.5, 0, 0, 1], [0, 0, 1, 0]]]
)


def test_a_step_is_newtons_of_the_multinomial_likelihood() -> None:
    shares = _shares(
        np.log(EXPOSURES), X, Point(np.array([0, 0.3, -0.2, 0.1]), np.array([0.5, -1]))
    )
    assert shares.sum(axis=1) == pytest.approx([1, 1, 1])
    totals = COUNTS.sum(axis=1)
    # A column for each month but the first, and one for each x, in rows of area and month.
    months = np.broadcast_to(np.eye(4)[1:, None, :], (3, 3, 4))
    columns = np.concatenate([months, X])
    gradient = np.einsum("kat,at->k", columns, COUNTS - totals[:, None] * shares)
    hessian = np.zeros((5, 5))
    for area, total in enumerate(totals):
        own, z = shares[area], columns[:, area]
        hessian += total * z @ (np.diag(own) - np.outer(own, own)) @ z.T
    step, decrement = _newton_step(COUNTS, totals[:, None] * shares, X)
    expected = np.linalg.solve(hessian, gradient)
    assert [*step.months[1:], *step.effects] == pytest.approx(expected, rel=1e-9)
    assert step.months[0] == 0
    assert decrement == pytest.approx(gradient @ expected, rel=1e-9)


def test_what_is_left_is_the_residual_of_weighted_least_squares() -> None:
    fitted = COUNTS + 0.5
    area, month = (each.ravel() for each in np.indices(COUNTS.shape))
    columns = np.column_stack([np.eye(3)[area], np.eye(4)[month]])
    root = np.sqrt(fitted.ravel())[:, None]
    values = X.reshape(2, -1).T
    found = np.linalg.lstsq(root * columns, root * values, rcond=None)[0]
    left = left_of(X, fitted)
    assert pytest.approx(values - columns @ found) == left.reshape(2, -1).T
    expected = [[(fitted * a * b).sum() for a in left] for b in left]
    assert information_of(left, fitted).tolist() == pytest.approx(np.array(expected))


def test_few_steps_are_enough_from_nothing_and_fewer_from_nearby(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fit = fit_two_way(COUNTS, EXPOSURES, X)
    assert fit.converged
    monkeypatch.setattr(absorbing, "NEWTON_STEPS", 6)
    assert fit_two_way(COUNTS, EXPOSURES, X).converged
    monkeypatch.setattr(absorbing, "NEWTON_STEPS", 1)
    assert not fit_two_way(COUNTS, EXPOSURES, X).converged
    assert fit_two_way(COUNTS, EXPOSURES, X, start=fit.point).converged


def test_a_fit_that_stands_at_its_end_from_the_first_has_converged() -> None:
    x = np.zeros((1, 2, 2))
    x[0, 1, 1] = 1
    fit = fit_two_way(np.full((2, 2), 5.0), np.ones((2, 2)), x)
    assert fit.converged
    assert fit.effects == pytest.approx([0])


def walked(months: float, step: float) -> tuple[float, list[float]]:
    """Where a step of the second month leads from a point of it, with one event in each of two."""
    counts, base, x = np.ones((1, 2)), np.zeros((1, 2)), np.zeros((0, 1, 2))
    none = np.zeros(0)
    at = Point(np.array([0.0, months]), none)
    stand = at, Point(np.array([0.0, step]), none), _shares(base, x, at)
    point, shares = _walk(counts, base, x, stand)
    assert shares[0, 1] / shares[0, 0] == pytest.approx(np.exp(point.months[1]))
    return float(point.months[1]), shares[0].tolist()


def test_steps_are_halved_until_the_likelihood_does_not_fall() -> None:
    # The likelihood is that of p (1 - p), greatest at 0 and the same on both sides of it.
    assert walked(-3.0, 2.0)[0] == -1
    assert walked(-3.0, 8.0)[0] == 1
    assert walked(-3.0, 20.0)[0] == 2
    # As good is good enough, but for rounding.
    assert walked(-3.0, 6.0)[0] == 3
    assert walked(-3.0, 12.0)[0] == 3
    assert walked(-3.0, -1.0)[0] == pytest.approx(-3, abs=1e-6)


def test_a_step_that_no_halving_helps_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(absorbing, "HALVINGS", 2)
    assert walked(-3.0, 24.0) == (-3.0, pytest.approx([0.9525741, 0.0474259]))
    monkeypatch.setattr(absorbing, "HALVINGS", 3)
    assert walked(-3.0, 24.0)[0] == 3


def test_the_likelihood_is_of_the_events_there_are() -> None:
    shares = np.array([[0.5, 0.25, 0.25], [1.0, 0.0, 0.0]])
    counts = np.array([[2.0, 0.5, 0], [3, 0, 0]])
    assert _log_likelihood(counts, shares) == pytest.approx(2 * np.log(0.5) + 0.5 * np.log(0.25))
    counts[1, 2] = 1
    assert _log_likelihood(counts, shares) == -np.inf


def test_shares_of_effects_far_apart_do_not_overflow() -> None:
    base = np.array([[0.0, 1.0, -np.inf]])
    point = Point(np.array([0.0, 2_000.0, 1.0]), np.array([1.0]))
    assert _shares(base, np.array([[[1.0, 0, 0]]]), point).tolist() == [[0, 1, 0]]
    point = Point(np.array([0.0, 0.0, 1.0]), np.array([1.0]))
    assert _shares(base, np.array([[[1.0, 0, 0]]]), point).tolist() == [[0.5, 0.5, 0]]


@pytest.mark.parametrize("unit", [1e-3, 1.0, 1e3])
def test_an_x_of_another_unit_has_an_effect_of_its_inverse(unit: float) -> None:
    fit, other = (fit_two_way(COUNTS, EXPOSURES, each) for each in (X[:1], unit * X[:1]))
    assert (fit.converged, other.converged) == (True, True)
    assert other.effects * unit == pytest.approx(fit.effects, rel=1e-7)
    assert other.deviance == pytest.approx(fit.deviance)


def test_an_x_that_is_explained_keeps_its_effect_and_disturbs_no_other() -> None:
    explained = np.zeros((1, 3, 4))
    explained[0, 1] = 1
    alone = fit_two_way(COUNTS, EXPOSURES, X[:1])
    fit = fit_two_way(COUNTS, EXPOSURES, np.concatenate([X[:1], explained]))
    assert not fit.converged
    assert fit.effects[0] == pytest.approx(alone.effects[0], rel=1e-7)
    assert fit.effects[1] == pytest.approx(0, abs=1e-6)


def test_an_effect_is_told_from_a_millionth_of_its_x_on() -> None:
    # All but one event lie in the months before: the information is about that one event's.
    x = np.zeros((1, 2, 2))
    x[0, 1, 1] = 1
    few = fit_two_way(np.array([[1e-5, 1e-5], [1e-5, 1e-5]]), np.ones((2, 2)), x)
    assert few.information[0, 0] == pytest.approx(2.5e-6)
    assert few.converged
    fewer = fit_two_way(np.array([[1e-6, 1e-6], [1e-6, 1e-6]]), np.ones((2, 2)), x)
    assert not fewer.converged


def test_cells_of_less_than_one_event_are_rows_and_have_a_deviance() -> None:
    counts = np.array([[0.0, 3, 0.5], [4, 1, 0]])
    exposures = np.array([[1.0, 1, 0.25], [1, 1, 0]])
    fit = fit_two_way(np.where(exposures > 0, counts, 0.0), exposures, np.zeros((0, 2, 3)))
    assert (fit.rows, fit.parameters) == (5, 4)
    known = exposures > 0
    mu, y = fit.fitted[known], counts[known]
    logs = np.array([a * np.log(a / b) if a else 0.0 for a, b in zip(y, mu, strict=True)])
    assert fit.deviance == pytest.approx(2 * (logs - (y - mu)).sum())
    assert fit.fitted[1, 2] == 0


def test_shares_of_areas_of_sizes_far_apart_are_each_their_own() -> None:
    base = np.array([[0.0, 0.0], [-2_000.0, -2_000.0]])
    point = Point(np.zeros(2), np.zeros(0))
    assert _shares(base, np.zeros((0, 2, 2)), point).tolist() == [[0.5, 0.5]] * 2


def test_rounding_of_a_large_likelihood_halves_no_step() -> None:
    # The same shares in another order: their likelihood is the same but for rounding.
    counts, base, x = np.full((1, 3), 1e6), np.zeros((1, 3)), np.zeros((0, 1, 3))
    at = Point(np.array([0, -1, 1]) / 64, np.zeros(0))
    step = Point(np.array([0, 2, -2]) / 64, np.zeros(0))
    point, _ = _walk(counts, base, x, (at, step, _shares(base, x, at)))
    assert point.months.tolist() == [0, 1 / 64, -1 / 64]
