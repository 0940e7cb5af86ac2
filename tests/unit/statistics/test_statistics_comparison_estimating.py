"""One effect with its error, field by field, for each kind of errors and each reason for none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from scipy import stats
from statistics_drawn_panels import panel_from

from vrn.statistics.comparison.absorbing import fit_two_way
from vrn.statistics.comparison.errors import METHODS, Errors, cluster_error, model_error
from vrn.statistics.comparison.estimating import (
    FEW_PLACEBOS,
    NO_SPREAD,
    NOT_FINITE,
    NOT_WITHOUT,
    ONE_AREA,
    estimate,
)
from vrn.statistics.comparison.randomisation import placebo_scores, rank_p, score_of_treated

if TYPE_CHECKING:
    from vrn.statistics.comparison.panel import Panel


def six() -> Panel:
    counts = [[20, 12], [24, 13], [18, 20], [9, 15], [11, 9], [14, 12]]
    return panel_from(counts, treated=2, before=1)


@pytest.mark.parametrize("errors", ["jackknife", "cluster", "model", "placebo"])
def test_without_a_finite_ratio_all_else_is_not_known(errors: Errors) -> None:
    panel = panel_from([[9, 0], [9, 0], [9, 9], [9, 8]], treated=2, before=1)
    found = estimate(panel, panel.after, errors)
    assert np.isnan([found.effect, found.standard_error, found.p]).all()
    assert (found.errors, found.degrees, found.reason) == (errors, 3, NOT_FINITE)
    assert (found.placebos.size, found.without_each.size) == (0, 0)
    assert not found.fit.converged


@pytest.mark.parametrize("treated", [1, 3])
def test_one_area_of_a_kind_has_a_ratio_and_no_error(treated: int) -> None:
    panel = panel_from([[8, 4], [8, 4], [8, 4], [9, 9]], treated=treated, before=1)
    found = estimate(panel, panel.after, "cluster")
    assert np.isfinite(found.effect)
    assert np.isnan([found.standard_error, found.p]).all()
    assert (found.errors, found.degrees, found.reason) == ("cluster", 3, ONE_AREA)
    assert (found.placebos.size, found.without_each.size) == (0, 0)
    assert found.fit.converged
    assert estimate(panel, panel.after, "model").reason is None


def test_errors_of_independent_counts_are_judged_by_the_normal() -> None:
    panel = six()
    found = estimate(panel, panel.after, "model")
    assert found.standard_error == model_error(found.fit)
    assert found.p == pytest.approx(2 * stats.norm.sf(abs(found.effect) / found.standard_error))
    assert (found.errors, found.degrees, found.reason) == ("model", 5, None)
    assert (found.placebos.size, found.without_each.size) == (0, 0)
    assert found.quantile(0.9) == pytest.approx(stats.norm.ppf(0.95))


@pytest.mark.parametrize("errors", ["cluster", "cluster-HC0", "cluster-HC0-adjusted"])
def test_errors_by_area_are_judged_by_t(errors: Errors) -> None:
    panel = six()
    found = estimate(panel, panel.after, errors)
    assert found.standard_error == cluster_error(found.fit, panel.counts, errors)
    assert found.p == pytest.approx(2 * stats.t.sf(abs(found.effect) / found.standard_error, 5))
    assert (found.errors, found.degrees, found.reason) == (errors, 5, None)
    assert found.quantile(0.9) == pytest.approx(stats.t.ppf(0.95, 5))
    assert found.margin(0.9) == pytest.approx(stats.t.ppf(0.95, 5) * found.standard_error)


def test_errors_of_the_jackknife_keep_the_effect_without_each_area() -> None:
    panel = six()
    found = estimate(panel, panel.after, "jackknife")
    assert found.without_each.size == 6
    # Without the first area: (13 + 0)/24 over the others' change, 56/52.
    others = (20 + 15 + 9 + 12) / (18 + 9 + 11 + 14)
    assert found.without_each[0] == pytest.approx(np.log(13 / 24 / others))
    squares = ((found.without_each - found.effect) ** 2).sum()
    assert found.standard_error == pytest.approx(np.sqrt(5 / 6 * squares))
    assert found.p == pytest.approx(2 * stats.t.sf(abs(found.effect) / found.standard_error, 5))
    assert (found.errors, found.degrees, found.reason) == ("jackknife", 5, None)
    assert found.placebos.size == 0
    alone = panel_from([[9, 8], [9, 0], [9, 9], [9, 8]], treated=2, before=1)
    assert estimate(alone, alone.after, "jackknife").reason == NOT_WITHOUT


def test_placebo_errors_are_of_independent_counts_and_ranked() -> None:
    panel = six()
    found = estimate(panel, panel.after, "placebo")
    assert found.standard_error == model_error(found.fit)
    assert found.placebos.tolist() == placebo_scores(panel, panel.after).tolist()
    assert found.p == rank_p(score_of_treated(panel, panel.after), found.placebos)
    assert (found.errors, found.degrees, found.reason) == ("placebo", 5, None)
    assert found.without_each.size == 0
    assert found.effect == pytest.approx(np.log(25 / 44 / ((20 + 15 + 9 + 12) / 52)))


def test_placebos_that_do_not_change_leave_chance_unknown() -> None:
    panel = panel_from([[9, 3], [9, 9], [9, 9], [9, 9]], treated=1, before=1)
    found = estimate(panel, panel.after, "placebo")
    assert np.isnan(found.standard_error)
    assert (found.p, found.reason) == (0.25, NO_SPREAD)
    none = panel_from([[9, 3], [9, 9]], treated=1, before=1)
    found = estimate(none, none.after, "placebo")
    assert found.standard_error == model_error(found.fit)
    assert (found.p, found.reason, found.placebos.size) == (1.0, None, 0)


def test_a_placebo_without_a_score_takes_no_part() -> None:
    # The last untreated area is known in one month alone.
    counts = [[9.0, 3], [9, 7], [9, 9], [8, np.nan]]
    panel = panel_from(counts, treated=1, before=1)
    assert np.isnan(placebo_scores(panel, panel.after)).tolist() == [False, False, True]
    assert estimate(panel, panel.after, "placebo").placebos.size == 2


def test_a_ratio_without_limits_keeps_its_value() -> None:
    panel = panel_from([[8, 4], [8, 8], [9, 9]], treated=1, before=1)
    limits = estimate(panel, panel.after, "cluster").ratio(0.95)
    assert limits.value == pytest.approx([0.5])
    assert np.isnan([*limits.lower, *limits.upper]).all()
    panel = panel_from([[8, 4], [8, 10], [10, 8]], treated=1, before=1)
    few = estimate(panel, panel.after, "placebo").frame([0.95, 0.9])
    assert few["reason"].to_list() == [FEW_PLACEBOS] * 2
    assert few["confidence"].to_list() == [0.95, 0.9]
    assert few["method"].to_list() == [METHODS["placebo"]] * 2
    assert few["value"].to_list() == pytest.approx([0.5, 0.5])
    assert few["lower"].to_list() == [None, None]


def test_reasons_are_of_rows_without_a_limit_alone() -> None:
    panel = panel_from([[8, 4], *[[9, 8], [8, 9], [9, 9]] * 5], treated=1, before=1)
    frame = estimate(panel, panel.after, "placebo").frame([0.99, 0.5])
    assert frame["reason"].to_list() == [FEW_PLACEBOS, None]
    assert frame.schema["reason"] == pl.String


def test_the_factor_of_a_fit_without_cells_to_spare_is_finite() -> None:
    # Four cells and four parameters: cells less parameters are taken as 1.
    counts = np.array([[10.0, 12.0], [20.0, 12.0]])
    fit = fit_two_way(counts, np.ones((2, 2)), np.array([[[0.0, 0.0], [0.0, 1.0]]]))
    moved = counts + np.array([[1.0, -1.0], [-2.0, 2.0]])
    plain = cluster_error(fit, moved, "cluster-HC0")
    assert cluster_error(fit, moved) == pytest.approx(plain * np.sqrt(2 / 1 * 3 / 1))
