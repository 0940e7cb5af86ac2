"""The frames of synthetic controls, of controls made by hand: every column, row and reason."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from vrn.statistics.comparison.outcome_frames import (
    METHOD,
    averted_frame,
    effects_frame,
    months_frame,
    placebos_frame,
    weights_frame,
    without_frame,
)
from vrn.statistics.comparison.outcome_reading import Events, Reading
from vrn.statistics.comparison.panel import Panel, Table, whole_panels_of
from vrn.statistics.comparison.synthetic import Gaps, Rates, Synthetic


def panel() -> Panel:
    """Areas a to d, a treated, in months 1 to 4, of which the last two come after."""
    names = [each for each in "abcd" for _ in range(4)]
    table = Table(names, [1, 2, 3, 4] * 4, [1] * 4 + [0] * 12, [0, 0, 1, 1] * 4)
    return whole_panels_of({"falls": [1] * 16}, table)["falls"]


def gaps(before: float, after: float, mean: float) -> Gaps:
    return Gaps(np.array([5.0, 6, 7, 9]), np.array([1.0, -1, -2, -4]), before, after, mean)


def control(*, before: float = 2.0) -> Synthetic:
    """Donors c and d of some weight, b of none; d heavier than c."""
    rates = Rates(
        panel(),
        10.0,
        np.array([1, 2, 3]),
        np.array([6.0, 5, 5, 5]),
        np.array([100.0, 100, 200, 400]),
        np.ones((3, 4)),
        np.ones((3, 4)),
    )
    nothing = Gaps(np.zeros(4), np.zeros(4), 0.5, 1.0, -1.0)
    return Synthetic(
        rates,
        np.array([0.0, 0.25, 0.75]),
        gaps(before, 3.0, -3.5),
        (gaps(1.0, 4.0, 0.5), gaps(0.0, 5.0, 0.25), gaps(2.0, 6.0, -0.125)),
        {1: gaps(8.0, 1.0, 1.0), 2: nothing},
    )


READ = Reading(
    Events(300.0, 500.0, 50.0, 0.6, 0.5, 0.7, 0.9),
    0.25,
    0.5,
    "lower",
    "with care",
    "Fewer falls.",
)
UNREAD = Reading(
    Events(3.0, 6.0, value=0.5, reason="too few"),
    np.nan,
    np.nan,
    "cannot tell",
    None,
    "Nothing known.",
)


def test_a_row_of_effects() -> None:
    found = {"falls": control(), "burns": control(before=0.0)}
    falls, burns = effects_frame(found, {"falls": READ, "burns": UNREAD}, confidence=0.9).rows(
        named=True
    )
    assert falls == {
        "outcome": "falls",
        "donors": 3,
        "months_before": 2,
        "per": 10.0,
        "observed": 300.0,
        "expected": 500.0,
        "gap": -3.5,
        "pre_rmspe": 2.0,
        "post_rmspe": 3.0,
        "rmspe_ratio": 1.5,
        "p": 0.25,
        "p_holm": 0.5,
        "power": 0.9,
        "value": 0.6,
        "lower": 0.5,
        "upper": 0.7,
        "confidence": 0.9,
        "method": METHOD,
        "reason": None,
        "verdict": "lower",
        "caution": "with care",
        "sentence": "Fewer falls.",
    }
    assert burns == falls | {
        "outcome": "burns",
        "observed": 3.0,
        "expected": 6.0,
        "pre_rmspe": 0.0,
        "rmspe_ratio": None,
        "p": None,
        "p_holm": None,
        "power": None,
        "value": 0.5,
        "lower": None,
        "upper": None,
        "reason": "too few",
        "verdict": "cannot tell",
        "caution": None,
        "sentence": "Nothing known.",
    }


@pytest.mark.parametrize("reading", [READ, UNREAD])
def test_columns_are_of_one_type_whatever_is_known(reading: Reading) -> None:
    found = effects_frame({"falls": control()}, {"falls": reading}, confidence=0.95)
    floats = ("value", "lower", "upper", "p", "p_holm", "power", "rmspe_ratio", "gap", "per")
    assert {found.schema[name] for name in floats} == {pl.Float64}
    assert {found.schema[name] for name in ("reason", "caution", "sentence")} == {pl.String}
    averted = averted_frame({"falls": reading}, confidence=0.95)
    assert [averted.schema[name] for name in ("value", "lower", "reason")] == [
        pl.Float64,
        pl.Float64,
        pl.String,
    ]


def test_outcomes_and_readings_go_together() -> None:
    with pytest.raises(ValueError, match="zip"):
        effects_frame({"falls": control()}, {}, confidence=0.95)


def test_a_row_of_events_averted() -> None:
    falls, burns = averted_frame({"falls": READ, "burns": UNREAD}, confidence=0.9).rows(named=True)
    assert falls == {
        "outcome": "falls",
        "observed": 300.0,
        "expected": 500.0,
        "value": 200.0,
        "lower": 150.0,
        "upper": 250.0,
        "confidence": 0.9,
        "method": METHOD,
        "reason": None,
    }
    assert burns == falls | {
        "outcome": "burns",
        "observed": 3.0,
        "expected": 6.0,
        "value": 3.0,
        "lower": None,
        "upper": None,
        "reason": "too few",
    }


def test_weights_of_donors_the_heaviest_first() -> None:
    found = weights_frame({"falls": control(), "burns": control()})
    assert found.rows() == [
        ("falls", "d", 0.75),
        ("falls", "c", 0.25),
        ("burns", "d", 0.75),
        ("burns", "c", 0.25),
    ]
    assert found.columns == ["outcome", "area", "weight"]
    assert dict(weights_frame({}).schema) == {
        "outcome": pl.String,
        "area": pl.Null,
        "weight": pl.Float64,
    }


def test_months_of_each_outcome() -> None:
    found = months_frame({"falls": control(), "burns": control()})
    assert found.columns == ["outcome", "month", "after", "observed", "synthetic", "gap"]
    assert found.rows()[:4] == [
        ("falls", 1, False, 6.0, 5.0, 1.0),
        ("falls", 2, False, 5.0, 6.0, -1.0),
        ("falls", 3, True, 5.0, 7.0, -2.0),
        ("falls", 4, True, 5.0, 9.0, -4.0),
    ]
    assert found["outcome"].to_list() == ["falls"] * 4 + ["burns"] * 4


def test_placebos_stand_below_the_treated() -> None:
    found = placebos_frame({"falls": control(), "burns": control()})
    assert found.columns == ["outcome", "area", "gap", "pre_rmspe", "post_rmspe", "rmspe_ratio"]
    assert found.rows()[:4] == [
        ("falls", None, -3.5, 2.0, 3.0, 1.5),
        ("falls", "b", 0.5, 1.0, 4.0, 4.0),
        ("falls", "c", 0.25, 0.0, 5.0, None),
        ("falls", "d", -0.125, 2.0, 6.0, 3.0),
    ]
    assert found["outcome"].to_list() == ["falls"] * 4 + ["burns"] * 4


def test_the_ratio_without_each_donor() -> None:
    # Observed after: 5 x 200 + 5 x 400 = 3,000; expected 7 x 200 + 9 x 400 = 5,000.
    found = without_frame({"falls": control()})
    assert found.columns == ["outcome", "area", "pre_rmspe", "value"]
    assert found.rows() == [("falls", "c", 8.0, 0.6), ("falls", "d", 0.5, None)]


def test_frames_of_no_outcome_are_empty() -> None:
    assert effects_frame({}, {}, confidence=0.95).columns == []
    assert [each({}).columns for each in (months_frame, placebos_frame, without_frame)] == [[]] * 3
