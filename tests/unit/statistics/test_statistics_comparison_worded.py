"""Cautions and sentences of a comparison where numbers are at their edges, and types of nulls."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest
from statistics_drawn_panels import panel_from

from vrn.statistics.comparison.checks import residual_checks
from vrn.statistics.comparison.differences import difference_in_differences, power_of
from vrn.statistics.comparison.estimating import FEW_AREAS, estimate
from vrn.statistics.comparison.randomisation import placebo_scores
from vrn.statistics.comparison.sentences import sentence_of


@pytest.mark.parametrize(
    ("treated", "untreated", "is_few"), [(5, 5, False), (4, 5, True), (5, 4, True), (7, 2, True)]
)
def test_fewer_than_five_areas_of_either_kind_are_few(
    treated: int, untreated: int, is_few: bool
) -> None:
    counts = np.random.default_rng(5).poisson(50, (treated + untreated, 4))
    panel = panel_from(counts, treated=treated, before=2)
    found = difference_in_differences(panel, errors="cluster")
    assert (FEW_AREAS in found.cautions) == is_few


def test_months_without_a_ratio_have_the_types_of_those_with_one() -> None:
    none = panel_from([[9, 0], [9, 0], [9, 9], [9, 8]], treated=2, before=1)
    some = panel_from([[9, 7], [9, 6], [9, 9], [9, 8]], treated=2, before=1)
    schemas = [
        difference_in_differences(each, errors="model").months.schema for each in (none, some)
    ]
    assert schemas[0] == schemas[1]
    assert schemas[0]["lower"] == pl.Float64


def sentence(value: float, lower: float, upper: float, **how: Any) -> str:
    row = {"treated_areas": 2, "untreated_areas": 9, "confidence": 0.95, "reason": None}
    effect = row | {"value": 0.9, "lower": 0.8, "upper": 0.95, "power": 0.9}
    saved = {"value": value, "lower": lower, "upper": upper}
    return sentence_of(pl.DataFrame([effect]), pl.DataFrame([saved]), verdict="lower", **how)


def test_less_than_one_event_averted_is_fewer_still() -> None:
    assert sentence(0.75, 0.25, 1.75).endswith(": 1 fewer (0 to 2 fewer).")
    assert sentence(-1_200.25, -2_000, -400).endswith(": 1,200 more (400 to 2,000 more).")


def test_events_are_called_events_unless_told_otherwise() -> None:
    assert sentence(2.0, 1.0, 3.0).startswith("In the 2 treated areas events were 10% lower than ")
    assert " areas falls were " in sentence(2.0, 1.0, 3.0, noun="falls")


def test_areas_of_few_events_have_scores() -> None:
    # By Pearson's chi-square of four cells: N (ad - bc)^2 over the product of the margins.
    panel = panel_from([[9, 9], [1, 1], [1, 2], [2, 1]], treated=1, before=1)
    chi = 8 * (1 * 2 - 2 * 3) ** 2 / (3 * 5 * 4 * 4)
    assert placebo_scores(panel, panel.after) == pytest.approx([0, np.sqrt(chi), -np.sqrt(chi)])


def test_what_matters_reaches_power_verdict_and_sentence() -> None:
    panel = panel_from([[100, 100], [100, 110], [100, 90]], treated=1, before=1)
    usual = difference_in_differences(panel, errors="model")
    assert usual.verdict == "cannot tell"
    wide = difference_in_differences(panel, errors="model", important=(0.5, 2.0))
    assert wide.verdict == "no important difference"
    assert "within what matters (50% lower to 100% higher)" in wide.sentence
    assert wide.effect["power"][0] > usual.effect["power"][0]


def test_limits_that_no_placebo_keeps_apart_have_no_power() -> None:
    panel = panel_from([[100, 90], [100, 110], [100, 90]], treated=1, before=1)
    found = replace(estimate(panel, panel.after, "placebo"), placebos=np.zeros(19))
    assert found.margin(0.95) == 0
    assert np.isnan(power_of(found, 0.95))


def test_the_power_is_said_of_a_hundred_comparisons() -> None:
    effect = pl.DataFrame(
        {
            "treated_areas": 1_200,
            "untreated_areas": 2_300,
            "confidence": 0.95,
            "value": 0.9,
            "lower": 0.8,
            "upper": 1.2,
            "power": 0.75,
            "reason": None,
        }
    )
    assert sentence_of(effect, effect, verdict="cannot tell", important=(0.8, 1.1)) == (
        "We cannot tell whether events in the 1,200 treated areas changed otherwise than in 2,300 "
        "other areas: it may be anything from 20% lower to 20% higher, and one that is 20% lower "
        "would be seen in 75 of 100 such comparisons."
    )


def test_residuals_of_an_area_are_held_beside_those_of_the_month_before() -> None:
    # Residuals 2, 1, -1 and 0.5 / 0.5 = 1, -1 and 0: squares 8; neighbours 2 - 1 - 1 + 0 = 0.
    panel = panel_from([[24, 20, 12], [1, 12, 16]], treated=1, before=1)
    found = estimate(panel, panel.after, "model")
    fitted = np.array([[16, 16, 16], [0.25, 16, 16]])
    panel = replace(panel, counts=np.array([[24, 20, 12], [0.75, 12, 16]]))
    checks = residual_checks(panel, replace(found, fit=found.fit._replace(fitted=fitted)))
    assert checks["value"].to_list()[1] == 0
    turned = replace(panel, counts=panel.counts[:, ::-1])
    other = found.fit._replace(fitted=fitted[:, ::-1], rows=12, parameters=4)
    assert residual_checks(turned, replace(found, fit=other))["value"].to_list()[:2] == [1, 0]
    steep = replace(panel, counts=np.array([[24, 20, 24], [0.75, 12, 16]]))
    other = found.fit._replace(fitted=fitted)
    assert residual_checks(steep, replace(found, fit=other))["value"][1] == (2 + 2 - 1) / 11


def test_every_check_is_named_where_it_cannot_be_made() -> None:
    panel = panel_from([[200, 120], [100, 120]], treated=1, before=1)
    checks = residual_checks(panel, estimate(panel, panel.after, "model"))
    assert checks["check"].to_list() == ["dispersion", "month to month", "far off", "sway"]
    assert checks["said"].to_list() == [
        "this check cannot be made here",
        "this check cannot be made here",
        "0.0% of cells are far from the fit (0.3% by chance)",
        "this check cannot be made here",
    ]
