"""The frames of a difference in differences and of its checks: every column, by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from scipy import stats
from statistics_drawn_panels import ANSWER, panel_from

from vrn.statistics.comparison.absorbing import fit_two_way
from vrn.statistics.comparison.checks import residual_checks
from vrn.statistics.comparison.differences import (
    BEFORE,
    SHORT_POWER,
    averted_of,
    difference_in_differences,
)
from vrn.statistics.comparison.errors import METHODS
from vrn.statistics.comparison.estimating import FEW_AREAS, NOT_FINITE, Estimate, estimate
from vrn.statistics.comparison.trends import FEW_MONTHS, NOT_BOTH, event_study, pre_trend

if TYPE_CHECKING:
    from vrn.statistics.comparison.panel import Panel


def four() -> Panel:
    return panel_from([[200, 120], [100, 120]], treated=1, before=1)


def test_a_whole_row_of_the_effect() -> None:
    found = difference_in_differences(four(), errors="model", confidence=0.9)
    error = np.sqrt(1 / 200 + 1 / 120 + 1 / 100 + 1 / 120)
    reach = stats.norm.ppf(0.95)
    far = abs(np.log(0.9)) / error
    row = found.effect.row(0, named=True)
    assert list(row) == [
        "treated_areas",
        "untreated_areas",
        "months",
        "rows",
        "observed",
        "estimate",
        "standard_error",
        "p",
        "deviance",
        "power",
        *ANSWER,
    ]
    assert row["estimate"] == pytest.approx(np.log(0.5))
    assert row["deviance"] == pytest.approx(0, abs=1e-9)
    assert row["power"] == pytest.approx(stats.norm.cdf(far - reach) + stats.norm.cdf(-far - reach))
    assert row["method"] == METHODS["model"]


def test_unequal_numbers_of_areas_months_and_rows() -> None:
    counts = [[9, 8, 7, 6, 5], [9, 9, 9, 8, 9], [7, 9, 9, 9, 9]]
    row = difference_in_differences(panel_from(counts, treated=1, before=2)).effect.row(
        0, named=True
    )
    whole = ("treated_areas", "untreated_areas", "months", "rows", "observed")
    assert [row[name] for name in whole] == [1, 2, 5, 15, 18]


def test_an_effect_that_is_not_known_has_nulls_for_numbers() -> None:
    panel = panel_from([[9, 0], [9, 0], [9, 9], [9, 8]], treated=2, before=1)
    found = difference_in_differences(panel, errors="model")
    row = found.effect.row(0, named=True)
    for name in ("estimate", "standard_error", "p", "power", "value", "lower", "upper"):
        assert row[name] is None
        assert found.effect.schema[name] == pl.Float64
    assert row["reason"] == NOT_FINITE
    assert found.months["fitted"].to_list() == [None, None]
    assert found.months.schema["fitted"] == pl.Float64
    assert found.months["reason"].to_list() == [BEFORE, NOT_FINITE]


def test_whole_rows_of_months() -> None:
    found = difference_in_differences(
        panel_from([[200, 60], [100, 120], [100, 120], [0, 60]], treated=2, before=1),
        errors="model",
        confidence=[0.9, 0.95],
    )
    effect = found.effect.row(0, named=True)
    months = found.months
    assert months.columns == [
        "month",
        "after",
        "observed",
        "untreated_observed",
        "fitted",
        *ANSWER,
    ]
    assert months["confidence"].to_list() == [0.9, 0.9]
    assert months["method"].to_list() == [METHODS["model"]] * 2
    assert months["reason"].to_list() == [BEFORE, None]
    assert months["month"].to_list() == [0, 1]
    assert months["observed"].to_list() == [300, 180]
    assert months["untreated_observed"].to_list() == [100, 180]
    assert (months.schema["observed"], months.schema["untreated_observed"]) == (pl.Int64, pl.Int64)
    assert months["fitted"].to_list() == pytest.approx([300, 180])
    assert months["value"].to_list() == pytest.approx([300, 180 / effect["value"]])
    assert months["lower"].to_list() == [None, pytest.approx(180 / effect["upper"])]
    assert months["upper"].to_list() == [None, pytest.approx(180 / effect["lower"])]


def test_whole_rows_of_events_averted() -> None:
    effect = pl.DataFrame(
        {
            "observed": [80],
            "value": [0.8],
            "lower": [0.5],
            "upper": [1.0],
            "confidence": [0.95],
            "method": ["m"],
            "reason": ["r"],
            "power": [0.3],
        }
    )
    assert averted_of(effect).row(0, named=True) == {
        "observed": 80,
        "expected": 100.0,
        "value": 20.0,
        "lower": 0.0,
        "upper": 80.0,
        "confidence": 0.95,
        "method": "m",
        "reason": "r",
    }


def test_cautions_stand_after_those_of_the_panel() -> None:
    panel = replace(
        panel_from([[80, 40], [90, 45], [90, 91], [80, 79], [70, 71]], treated=2, before=1),
        cautions=("with care",),
    )
    found = difference_in_differences(panel, errors="cluster")
    assert found.verdict == "lower"
    assert found.cautions[:2] == ("with care", FEW_AREAS)
    assert difference_in_differences(panel, errors="model").cautions[0] == "with care"
    assert FEW_AREAS not in difference_in_differences(panel, errors="model").cautions
    assert FEW_AREAS not in difference_in_differences(panel, errors="placebo").cautions


def test_the_caution_of_a_little_power_is_of_a_difference_that_is_seen() -> None:
    rise = difference_in_differences(
        panel_from([[120, 200], [120, 100]], treated=1, before=1), errors="model"
    )
    assert (rise.verdict, rise.cautions) == ("higher", (SHORT_POWER,))
    unseen = difference_in_differences(
        panel_from([[12, 20], [12, 15]], treated=1, before=1), errors="model"
    )
    assert (unseen.verdict, unseen.cautions) == ("cannot tell", ())
    sure = difference_in_differences(
        panel_from([[20_000, 12_000], [10_000, 12_000]], treated=1, before=1), errors="model"
    )
    assert (sure.verdict, sure.cautions) == ("lower", ())


def estimate_of(panel: Panel, fitted: Any, *, parameters: int, without: Any = ()) -> Estimate:
    """An estimate of which the checks read the fit, its parameters, and the effects without."""
    found = estimate(panel, panel.after, "model")
    fitted = np.asarray(fitted, dtype=float)
    fit = found.fit._replace(fitted=fitted, rows=int((fitted > 0).sum()), parameters=parameters)
    return replace(found, fit=fit, effect=0.5, without_each=np.asarray(without, dtype=float))


def test_checks_by_hand_of_a_fit_as_told() -> None:
    # Residuals 4/4, -8/4, 0 in the first area and 16/4, 4/2 in the second, of which one cell is
    # not known: squares 1 + 4 + 0 + 16 + 4 = 25 over 5 - 1 rows; neighbours -2 + 0 + 8 = 6.
    panel = panel_from([[20, 8, 16], [32, 8, 1]], treated=1, before=1)
    found = estimate_of(
        panel, [[16, 16, 16], [16, 4, 0]], parameters=1, without=[0.25, 0.5 + np.log(0.5)]
    )
    assert residual_checks(panel, found).rows() == [
        ("dispersion", 6.25, "events vary 6.2 times as much as by chance alone"),
        ("month to month", 0.24, "residuals correlate 0.24 with those a month before"),
        ("far off", 0.2, "20.0% of cells are far from the fit (0.3% by chance)"),
        ("sway", pytest.approx(0.5), "without area 1 the ratio would be 50% lower"),
    ]


def test_a_cell_just_three_errors_off_is_not_far_and_sway_needs_every_area() -> None:
    panel = panel_from([[28, 16], [16, 16]], treated=1, before=1)
    found = estimate_of(panel, np.full((2, 2), 16.0), parameters=4, without=[0.25, np.nan])
    checks = residual_checks(panel, found)
    none = "this check cannot be made here"
    assert checks["value"].to_list() == [None, 0, 0, None]
    assert checks["said"].to_list()[0] == none
    assert checks["said"].to_list()[3] == none
    assert checks.schema == {"check": pl.String, "value": pl.Float64, "said": pl.String}


def test_the_fit_of_no_events_is_whole() -> None:
    fit = fit_two_way(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((2, 0, 3)))
    assert np.isnan(fit.effects).tolist() == [True, True]
    assert fit.point.months.tolist() == [0, 0, 0]
    assert np.isnan(fit.point.effects).all()
    assert (fit.fitted.shape, fit.left.shape) == ((0, 3), (2, 0, 3))
    assert fit.information.tolist() == [[0, 0], [0, 0]]
    assert (fit.deviance, fit.rows, fit.parameters, fit.converged) == (0, 0, 0, False)


def test_whole_rows_of_a_trend_and_of_steps() -> None:
    panel = panel_from([[4, 8, 16, 7], [8, 8, 8, 8]], treated=1, before=3)
    found = pre_trend(panel, errors="model")
    row = found.row(0, named=True)
    assert list(row) == [
        "months",
        "p",
        *ANSWER,
    ]
    assert (row["confidence"], row["method"], row["reason"]) == (0.95, METHODS["model"], None)
    steps = event_study(panel, errors="model")
    assert steps.columns == ["step", "month", "after", *found.columns[1:]]
    assert steps["confidence"].to_list() == [0.95] * 4
    assert steps["month"].to_list() == [0, 1, 2, 3]
    assert steps["p"].null_count() == 0


def test_whole_rows_of_what_is_not_fitted() -> None:
    few = pre_trend(panel_from([[4, 8, 7], [8, 8, 8]], treated=1, before=2), confidence=[0.9, 0.8])
    assert few.rows(named=True) == [
        {
            "months": 2,
            "p": None,
            "value": None,
            "lower": None,
            "upper": None,
            "confidence": each,
            "method": "not fitted",
            "reason": FEW_MONTHS,
        }
        for each in (0.9, 0.8)
    ]
    floats = ("p", "value", "lower", "upper", "confidence")
    assert {few.schema[name] for name in floats} == {pl.Float64}
    step = event_study(
        panel_from([[0, 0, 4, 2], [8, 8, 8, 8]], treated=1, before=2), errors="model"
    ).row(0, named=True)
    assert step == {
        "step": -2,
        "month": 0,
        "after": False,
        "p": None,
        "value": None,
        "lower": None,
        "upper": None,
        "confidence": 0.95,
        "method": "not fitted",
        "reason": NOT_BOTH,
    }


def test_a_panel_without_events_has_no_steps_but_their_columns() -> None:
    empty = event_study(panel_from(np.zeros((2, 3)), treated=1, before=1))
    full = event_study(four(), errors="model")
    assert empty.height == 0
    assert empty.columns == full.columns
