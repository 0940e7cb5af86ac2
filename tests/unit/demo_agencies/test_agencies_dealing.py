"""Dealing by quota: exact numbers of each label, whoever gets which."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn_demo.agencies.dealing import apportion, deal, deal_within, fit_margins, pick

WEIGHTS = st.lists(st.floats(0, 100), min_size=1, max_size=8).filter(lambda w: sum(w) > 0.001)


@given(total=st.integers(0, 500), weights=WEIGHTS)
def test_parts_add_up_and_are_within_one_of_their_share(total: int, weights: list[float]) -> None:
    parts = apportion(total, weights)
    assert parts.sum() == total
    assert np.abs(parts - total * np.array(weights) / sum(weights)).max() < 1 + 1e-6


@pytest.mark.parametrize("weights", [[0.0, 0.0], [-1.0, 2.0]])
def test_weights_below_or_of_nothing_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        apportion(3, weights)


def test_labels_are_dealt_as_often_as_their_weight_says() -> None:
    dealt = deal(np.random.default_rng(1), 100, [0.31, 0.69])
    assert np.bincount(dealt).tolist() == [31, 69]
    assert dealt.tolist() != sorted(dealt)


def test_labels_are_dealt_inside_each_group() -> None:
    groups = np.array([0, 1] * 50)
    dealt = deal_within(np.random.default_rng(1), groups, np.array([[1, 1], [0, 1]]))
    assert np.bincount(dealt[groups == 0]).tolist() == [25, 25]
    assert set(dealt[groups == 1]) == {1}


def test_heavy_ones_are_picked_more_often_and_weightless_ones_never() -> None:
    rng = np.random.default_rng(1)
    weights = np.array([0.0, 1.0, 5.0] * 200)
    picked = pick(rng, weights, 150)
    assert picked.sum() == 150
    assert not picked[weights == 0].any()
    assert picked[weights == 5].sum() > 2 * picked[weights == 1].sum()
    assert not pick(rng, weights, 0).any()
    with pytest.raises(ValueError, match="401 cannot be picked from 400"):
        pick(rng, weights, 401)


def test_a_table_is_fitted_to_its_margins_and_keeps_its_zeros() -> None:
    start = np.array([[1.0, 1, 1], [1, 0, 2]])
    fitted = fit_margins(start, np.array([60.0, 40]), np.array([30.0, 30, 40]))
    assert fitted.sum(axis=1) == pytest.approx([60, 40], abs=0.5)
    assert fitted.sum(axis=0) == pytest.approx([30, 30, 40])
    assert fitted[1, 1] == 0
    with pytest.raises(ValueError, match="no table"):
        fit_margins(np.array([[1.0, 0], [0, 1]]), np.array([9.0, 1]), np.array([5.0, 5]))
