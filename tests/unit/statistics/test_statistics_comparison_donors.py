"""Weights of donors by hand: the certificate, scaling that is undone, and weights of nothing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from vrn.statistics.comparison import donors as donors_module
from vrn.statistics.comparison.donors import _excess, _solve, donor_weights

if TYPE_CHECKING:
    from collections.abc import Callable

pytest.importorskip("pysyncon")


@pytest.fixture
def solving(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[float]]:
    """Has the optimiser find the weights told, in turn; gives the sizes that it was asked at."""

    def answers(*tries: list[float]) -> list[float]:
        sizes: list[float] = []

        def solve(gaps: np.ndarray, scale: float) -> np.ndarray:
            sizes.append(scale)
            return np.array(tries[len(sizes) - 1])

        monkeypatch.setattr(donors_module, "_solve", solve)
        return sizes

    return answers


def test_the_excess_is_the_gap_of_frank_and_wolfe_over_the_sum_of_squares() -> None:
    # Missed -1 and 2; the slope 2 x (3, 7); weighed 10, least 6. The squares are 1 + 4.
    gaps = np.array([[1.0, -3.0], [2.0, 2.0]])
    assert _excess(gaps, np.array([0.5, 0.5]), 3_000.0) == pytest.approx(4 / (5 + 3))
    assert _excess(gaps, np.array([0.5, 0.5]), 0.5) == pytest.approx(4 / (5 + 0.0005))


def test_the_months_are_scaled_so_that_pysyncons_own_scaling_is_undone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: dict[str, Any] = {}

    class Synth:
        W = np.array([0.5, 0.5])

        def fit(self, **asked: Any) -> None:
            seen.update(asked)

    monkeypatch.setattr(donors_module, "_pysyncon", lambda: SimpleNamespace(Synth=Synth))
    gaps = np.array([[1.0, -3.0], [0.0, 0.0], [2.0, 7.0]])
    assert _solve(gaps, 10.0).tolist() == [0.5, 0.5]
    # A month without any gap is left out.
    assert seen["X0"].to_numpy().tolist() == [[1, -3], [2, 7]]
    assert seen["X1"].to_list() == [0, 0]
    deviations = seen["X0"].assign(own=seen["X1"]).std(axis=1).to_numpy()
    assert seen["custom_V"] / deviations**2 == pytest.approx([10, 10])


def test_small_weights_are_rounding_and_the_others_sum_to_one(
    solving: Callable[..., list[float]],
) -> None:
    donors = np.array([[4.0, 5.0], [9.0, 8.0], [9.0, 9.0]])
    treated = np.array([4.0, 5.0])
    solving([0.9999, 0.00009, 0.00001])
    assert donor_weights(treated, donors).tolist() == [1, 0, 0]
    solving(*[[0.6, 0.2, 0.0]] * 5)
    assert donor_weights(treated, donors) == pytest.approx([0.75, 0.25, 0])
    solving(*[[0.9999, 0.0001, 0.0]] * 5)
    assert donor_weights(treated, donors) == pytest.approx([0.9999, 0.0001, 0])


def test_of_two_tries_that_are_as_good_the_first_is_kept(
    solving: Callable[..., list[float]],
) -> None:
    sizes = solving([1.0, 0.0], *[[0.0, 1.0]] * 4)
    donors = np.array([[4.0, 6.0, 5.0], [6.0, 4.0, 5.0]])
    assert donor_weights(np.array([5.0, 5.0, 8.0]), donors).tolist() == [1, 0]
    # Equal weights miss 9 in all; the sizes are tried from the likeliest on.
    assert sizes == pytest.approx([100 / 9, 10 / 9, 1_000 / 9, 1 / 9, 10_000 / 9])


def test_gaps_that_are_rounding_of_the_level_are_none() -> None:
    donors = 1e9 + np.array([[0.1, 0.2], [0.3, 0.2]])
    assert donor_weights(np.full(2, 1e9), donors).tolist() == [0.5, 0.5]


@pytest.mark.parametrize(("level", "unit"), [(1_000.0, 1e-5), (0.0, 1e-10)])
def test_small_gaps_are_gaps_still(level: float, unit: float) -> None:
    donors = level + unit * np.array([[1.0, 2.0, -1.0], [-3.0, -6.0, 3.0]])
    weights = donor_weights(np.full(3, level), donors)
    assert weights == pytest.approx([0.75, 0.25], abs=0.01)
