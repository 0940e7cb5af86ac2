"""An association's settings, inflation, Moran's I of what is left over, and its words."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from vrn.statistics.association import (
    Association,
    AssociationNouns,
    associate,
    association_sentence,
    residual_moran,
)
from vrn.statistics.association.associating import NO_FIT
from vrn.statistics.association.regression import (
    read_areas_and_factors,
    standardise,
    variance_inflation,
)
from vrn.statistics.spatial.weights import contiguity, row_standardised

NOUNS = AssociationNouns("the rate of admissions", "poverty", "points", "districts")


def test_morans_moments_are_those_of_the_whole_matrix() -> None:
    rng = np.random.default_rng(4)
    near, n = contiguity(range(12), range(11), range(1, 12)), 12
    design = np.column_stack([np.ones(n), rng.normal(size=n)])
    residuals = rng.normal(size=n)
    for weights in (near, row_standardised(near)):
        matrix = np.zeros((n, n))
        matrix[weights.rows, weights.neighbours] = weights.weights
        even, total = (matrix + matrix.T) / 2, matrix.sum()
        kept = np.eye(n) - design @ np.linalg.inv(design.T @ design) @ design.T
        product = kept @ even
        expected = n / total * np.trace(product) / (n - 2)
        second = 2 * np.trace(product @ product) + np.trace(product) ** 2
        variance = (n / total) ** 2 * second / ((n - 2) * n) - expected**2
        found = residual_moran(residuals, design, weights)
        value = n / total * residuals @ matrix @ residuals / (residuals @ residuals)
        assert found.value == pytest.approx(value)
        assert found.expected == pytest.approx(expected)
        assert found.deviation == pytest.approx(math.sqrt(variance))
        assert found.z == pytest.approx((value - expected) / math.sqrt(variance))
        assert found.p == pytest.approx(math.erfc(found.z / math.sqrt(2)) / 2)


def test_moran_without_neighbours_or_residuals_is_unknown() -> None:
    alone = contiguity(range(4), [], [])
    assert math.isnan(residual_moran(np.ones(4), np.ones((4, 1)), alone).p)
    pair = contiguity(range(4), [0], [1])
    assert math.isnan(residual_moran(np.zeros(4), np.ones((4, 1)), pair).value)
    with pytest.raises(ValueError, match="one number of areas; got 3, 4 and 4"):
        residual_moran(np.ones(3), np.ones((4, 1)), pair)
    with pytest.raises(ValueError, match="got 4, 4 and 12"):
        residual_moran(np.ones(4), np.ones((4, 1)), contiguity(range(12), [0], [1]))
    with pytest.raises(ValueError, match="nothing over after 4 terms"):
        residual_moran(np.ones(4), np.eye(4), pair)
    found = associate(
        [3, 5, 4, 7], [100] * 4, {"x": [1, 2, 3, 5]}, neighbours=contiguity(range(4), [], [])
    )
    assert found.select("moran", "moran_p", "caution").row(0) == (None, None, None)


def test_the_last_areas_may_be_without_neighbours() -> None:
    # I = (4 / 2) 2 / 4; of 1 - 11'/4 the entry of the pair is -1/4, and tr(MV) twice that.
    found = residual_moran(
        np.array([1.0, 1, -1, -1]), np.ones((4, 1)), contiguity(range(4), [0], [1])
    )
    assert found.value == pytest.approx(1)
    assert found.expected == pytest.approx(-1 / 3)


def test_residuals_are_judged_by_the_weights_of_the_model() -> None:
    # The model's rates are 30 / 2000 and 90 / 3000, and a Poisson weight is the count expected.
    near = contiguity(range(4), [0, 1, 2], [1, 2, 3])
    present, expected = np.array([0, 0, 1, 1]), np.array([12.0, 18, 42, 48])
    left = (np.array([10, 20, 40, 50]) - expected) / np.sqrt(expected)
    root = np.column_stack([np.ones(4), present]) * np.sqrt(expected)[:, None]
    found = associate(
        [10, 20, 40, 50], [800, 1200, 1400, 1600], {"present": present}, neighbours=near
    )
    by_hand = residual_moran(left, root, near)
    assert found["moran"][0] == pytest.approx(by_hand.value)
    assert found["moran_p"][0] == pytest.approx(by_hand.p)


def test_factors_are_standardised_about_their_mean() -> None:
    areas = read_areas_and_factors([3, 4, 5], [9, 9, 9], {"x": [2, 4, 6]}, None)
    assert standardise(areas).tolist() == [[-1], [0], [1]]


def test_factors_that_go_together_are_inflated() -> None:
    rng = np.random.default_rng(5)
    one = rng.normal(size=200)
    other = 0.8 * one + 0.6 * rng.normal(size=200)
    squared = np.corrcoef(one, other)[0, 1] ** 2
    found = variance_inflation(np.column_stack([one, other]))
    assert found == pytest.approx([1 / (1 - squared)] * 2)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"per": "decade"}, "per is one of standard deviation, unit and test one of .* got 'dec"),
        ({"test": "other"}, "test one of Pearson chi-square, .* and 'other'"),
        ({"level": 0.0}, "levels are between 0 and 1; got 0.0"),
        ({"level": 1.0}, "got 1.0"),
        ({"moran_level": 0.0}, "got 0.05 and 0.0"),
        ({"moran_level": 1.0}, "got 0.05 and 1.0"),
        ({"steps": {"x": 0.0}}, "a step is a number above 0; got {'x': 0.0}"),
        ({"steps": {"x": 0.5, "y": math.inf}}, "got {'x': 0.5, 'y': inf}"),
    ],
)
def test_wrong_settings_are_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Association(**wrong)


def test_a_step_may_be_less_than_one() -> None:
    assert Association(steps={"x": 0.5}).steps == {"x": 0.5}


def a_row(**change: Any) -> dict[str, Any]:
    return {
        "per": "standard deviation",
        "step": 4.2,
        "areas": 1200,
        "factors": 3,
        "caution": None,
        "value": 1.35,
        "lower": 1.1,
        "upper": 1.66,
        "confidence": 0.95,
        "reason": None,
    } | change


def test_the_sentence_says_association_and_never_cause() -> None:
    said = association_sentence(a_row(), NOUNS)
    assert said == (
        "Among 1,200 districts, one standard deviation (4.2 points) more poverty is associated "
        "with 1.35 times the rate of admissions (95% interval 1.10 to 1.66), allowing for the 2 "
        "other factors. This is an association among areas: it says nothing of persons, and "
        "nothing of causes."
    )


def test_the_sentence_says_what_is_not_clear_and_what_to_beware() -> None:
    unclear = association_sentence(
        a_row(lower=0.9, factors=1, per="unit", step=10.0, caution="Beware"), NOUNS
    )
    assert "10 points more poverty shows no clear association: 1.35 times" in unclear
    assert unclear.endswith(
        "the rate of admissions (95% interval 0.90 to 1.66). Beware. This is an association among "
        "areas: it says nothing of persons, and nothing of causes."
    )
    assert "no clear association" in association_sentence(a_row(lower=1.0), NOUNS)
    assert "no clear association" in association_sentence(
        a_row(value=0.8, lower=0.6, upper=1.0), NOUNS
    )
    assert "is associated with 0.80" in association_sentence(
        a_row(value=0.8, lower=0.6, upper=0.99), NOUNS
    )
    assert "the other factor." in association_sentence(a_row(factors=2), NOUNS)
    none = association_sentence(a_row(value=None, reason=NO_FIT), NOUNS)
    assert none == (
        "Among 1,200 districts, no association of poverty can be given: the model did not converge."
    )
