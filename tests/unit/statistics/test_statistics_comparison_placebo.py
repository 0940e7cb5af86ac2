"""Placebo areas and dates, trends before, and the recipe that hears them all."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrn.statistics.comparison import randomisation
from vrn.statistics.comparison.panel import Panel, panel_of
from vrn.statistics.comparison.placebo import NO_RATIO, placebo_areas, placebo_dates
from vrn.statistics.comparison.randomisation import (
    placebo_quantile,
    placebo_scores,
    rank_p,
    score_of_treated,
)
from vrn.statistics.comparison.recipe import compare_areas
from vrn.statistics.comparison.trends import (
    FEW_MONTHS,
    NO_EVENTS_IN,
    NOT_BOTH,
    event_study,
    pre_trend,
)


def panel_from(counts: Any, *, treated: int, before: int) -> Panel:
    """A panel of a table of counts: the first areas treated, the first months before."""
    table = np.asarray(counts, dtype=float)
    area, month = (each.ravel() for each in np.indices(table.shape))
    return panel_of(
        table.ravel(), area=area, month=month, treated=area < treated, after=month >= before
    )


def made(
    ratio: float = 1.0, *, areas: int = 25, treated: int = 1, seed: int = 1, drift: float = 0.0
) -> Panel:
    """24 months, 12 after; the ratio planted after, and a drift of the treated in every month."""
    rng = np.random.default_rng(seed)
    expected = rng.uniform(80, 200, areas)[:, None] * np.ones(24)
    expected[:treated] *= np.exp(drift * np.arange(24))
    expected[:treated, 12:] *= ratio
    return panel_from(rng.poisson(expected), treated=treated, before=12)


def test_a_score_squared_is_the_chi_square_of_four_cells() -> None:
    # Pearson: N (ad - bc)^2 over the product of the four margins.
    panel = panel_from([[9, 2], [8, 8], [9, 8], [8, 9]], treated=1, before=1)
    a, b, c, d = 9, 2, 25, 25
    chi = (a + b + c + d) * (a * d - b * c) ** 2 / ((a + b) * (c + d) * (a + c) * (b + d))
    assert score_of_treated(panel, panel.after) == pytest.approx(-np.sqrt(chi))
    # Placebo areas stand among the untreated alone: the second against the other two.
    a, b, c, d = 9, 8, 16, 17
    chi = (a + b + c + d) * (a * d - b * c) ** 2 / ((a + b) * (c + d) * (a + c) * (b + d))
    assert placebo_scores(panel, panel.after) == pytest.approx([0.0, -np.sqrt(chi), np.sqrt(chi)])


def test_scores_are_the_same_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    panel = made()
    whole = placebo_scores(panel, panel.after)
    monkeypatch.setattr(randomisation, "AT_ONCE", 1_500)
    assert placebo_scores(panel, panel.after) == pytest.approx(whole)


def test_months_without_events_in_untreated_areas_are_left_out_of_their_scores() -> None:
    counts = [[5, 5, 5, 5], [9, 0, 8, 8], [9, 0, 7, 6], [9, 0, 9, 9]]
    kept = np.delete(np.array(counts)[1:], 1, axis=1)
    scores = placebo_scores(panel_from(counts, treated=1, before=2), np.array([0, 0, 1.0, 1]))
    alone = panel_from([[1, 1, 1], *kept], treated=1, before=1)
    assert scores == pytest.approx(placebo_scores(alone, np.array([0, 1.0, 1])))


def test_one_untreated_area_has_no_placebo() -> None:
    panel = panel_from([[9, 2], [8, 8]], treated=1, before=1)
    assert np.isnan(placebo_scores(panel, panel.after)).all()
    found = placebo_areas(panel)
    assert (found.p, found.least_p) == (None, 1.0)
    assert found.areas["score"].to_list() == [pytest.approx(-1.682, abs=0.001), None]
    assert found.areas["reason"].to_list() == [None, NO_RATIO]


def test_ranks_count_the_treated_among_the_areas() -> None:
    placebos = np.array([0.5, -1.0, 2.0, -3.0])
    assert rank_p(2.0, placebos) == 3 / 5
    assert rank_p(-2.0, placebos) == 3 / 5
    assert rank_p(5.0, placebos) == 1 / 5
    assert rank_p(0.0, placebos) == 1
    assert rank_p(1.0, np.zeros(0)) == 1
    # The same score in another order of sums differs by rounding alone: it ties.
    assert rank_p(2.0 + 1e-12, placebos) == 3 / 5
    assert rank_p(2.0 + 1e-6, placebos) == 2 / 5


def test_quantiles_need_enough_placebos() -> None:
    placebos = -np.arange(1.0, 40.0)
    assert placebo_quantile(placebos, 0.95) == 38
    assert placebo_quantile(placebos, 0.975) == 39
    assert placebo_quantile(placebos, 0.98) == np.inf
    assert placebo_quantile(placebos, 0.5) == 20


def test_placebo_areas_by_hand() -> None:
    told: list[tuple[int, int]] = []
    panel = panel_from([[9, 2], [8, 8], [9, 8], [8, 9]], treated=1, before=1)
    found = placebo_areas(panel, noun="falls", progress=lambda *done: told.append(done))
    assert found.areas["area"].to_list() == [None, 1, 2, 3]
    assert found.areas["value"].to_list() == pytest.approx(
        [2 / 9, 1, (8 / 9) / (17 / 16), (9 / 8) / (16 / 17)]
    )
    assert (found.p, found.least_p, found.reason) == (0.25, 0.25, None)
    assert (
        found.sentence == "In none of 3 untreated areas did falls change as far, for their number."
    )
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_placebo_areas_that_change_as_far_are_said() -> None:
    panel = panel_from([[9, 9], [3, 9], [9, 3], [9, 9]], treated=1, before=1)
    found = placebo_areas(panel)
    assert found.p == 1
    assert found.sentence == (
        "In 3 of 3 untreated areas, where nothing began, events changed as far or further, for "
        "their number."
    )
    one = placebo_areas(panel_from([[9, 9], [3, 9], [9, 3]], treated=1, before=1))
    assert one.sentence.startswith("In 2 of 2 untreated areas,")


def test_a_placebo_without_a_finite_ratio_still_ranks() -> None:
    panel = panel_from([[9, 8], [9, 0], [9, 9], [9, 9]], treated=1, before=1)
    found = placebo_areas(panel)
    assert found.areas["value"].to_list()[1] is None
    assert found.areas["reason"].to_list() == [None, NO_RATIO, None, None]
    assert found.areas["score"].null_count() == 0
    assert found.p == 1


def test_treated_areas_without_events_are_not_ranked() -> None:
    panel = panel_from([[0, 0], [9, 5], [9, 9], [9, 9]], treated=1, before=1)
    found = placebo_areas(panel)
    assert found.p is None
    assert found.reason is not None
    assert found.sentence == f"No rank: {found.reason}."


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_ranks_of_nothing_planted_are_spread_over_all(seed: int) -> None:
    found = placebo_areas(made(seed=seed))
    assert found.p is not None
    assert 1 / 25 <= found.p <= 1
    assert round(found.p * 25, 9) == round(found.p * 25)


def test_placebo_dates_stand_on_the_months_before_alone() -> None:
    told: list[tuple[int, int]] = []
    panel = panel_from([[4, 8, 8, 1], [8, 8, 8, 90]], treated=1, before=3)
    found = placebo_dates(
        panel,
        least_months=1,
        errors="model",
        confidence=[0.9, 0.8],
        progress=lambda *done: told.append(done),
    )
    assert found["month"].to_list() == [1, 2, 1, 2]
    assert found["confidence"].to_list() == [0.9, 0.9, 0.8, 0.8]
    assert found["value"].to_list() == pytest.approx([2, 8 / 6, 2, 8 / 6])
    assert told == [(1, 2), (2, 2)]
    two = placebo_dates(made(0.7), errors="model", least_months=5)
    assert two["month"].to_list() == [5, 6, 7]


def test_placebo_dates_are_none_where_there_is_no_room() -> None:
    panel = panel_from([[4, 8, 8, 1], [8, 8, 8, 90]], treated=1, before=3)
    found = placebo_dates(panel, least_months=2)
    assert found.height == 0
    assert found.columns == placebo_dates(panel, least_months=1).columns
    nothing = panel_from([[0, 0, 0, 1], [8, 8, 8, 90]], treated=1, before=3)
    assert placebo_dates(nothing, least_months=1).height == 0
    with pytest.raises(ValueError, match="at least one month on each side; got 0"):
        placebo_dates(panel, least_months=0)


def test_a_trend_before_by_hand() -> None:
    # 4, 8, 16 beside 8, 8, 8: twice as many each month.
    panel = panel_from([[4, 8, 16, 7], [8, 8, 8, 8]], treated=1, before=3)
    found = pre_trend(panel, errors="model", confidence=[0.95, 0.9])
    assert found["value"].to_list() == pytest.approx([2, 2])
    assert found["months"].to_list() == [3, 3]
    assert found["lower"][0] < found["lower"][1] < 2
    assert found["p"][0] < 0.2


def test_a_trend_counts_months_over_one_without_events() -> None:
    panel = panel_from([[4, 0, 16, 32, 7], [8, 0, 8, 8, 8]], treated=1, before=4)
    assert panel.months.to_list() == [0, 2, 3, 4]
    assert pre_trend(panel, errors="model")["value"][0] == pytest.approx(2)
    assert event_study(panel, errors="model")["step"].to_list() == [-4, -2, -1, 0]


def test_a_planted_trend_is_found_and_its_absence_is_not() -> None:
    assert pre_trend(made(drift=0.05, treated=8))["p"][0] < 0.01
    assert pre_trend(made(treated=8))["p"][0] > 0.05
    assert pre_trend(made(drift=0.1, treated=1))["p"][0] == pytest.approx(1 / 25)


def test_no_trend_of_too_few_months_or_groups() -> None:
    two = pre_trend(panel_from([[4, 8, 7], [8, 8, 8]], treated=1, before=2))
    assert (two["value"][0], two["p"][0], two["reason"][0]) == (None, None, FEW_MONTHS)
    none = pre_trend(panel_from([[0, 0, 0, 7], [8, 8, 8, 8]], treated=1, before=3))
    assert (none["value"][0], none["reason"][0]) == (None, NO_EVENTS_IN)


def test_steps_by_hand() -> None:
    panel = panel_from([[8, 8, 4, 2, 6], [8, 8, 8, 8, 8]], treated=1, before=2)
    found = event_study(panel, errors="model", confidence=[0.95, 0.9])
    assert found["step"].to_list() == [-2, -1, 0, 1, 2] * 2
    assert found["value"].to_list() == pytest.approx([1, 1, 0.5, 0.25, 0.75] * 2)
    assert found["after"].to_list() == [False, False, True, True, True] * 2
    assert found["confidence"].to_list() == [0.95] * 5 + [0.9] * 5
    pairs = event_study(panel, errors="model", months_a_step=2)
    assert pairs["step"].to_list() == [-1, 0, 1]
    assert pairs["month"].to_list() == [0, 2, 4]
    assert pairs["value"].to_list() == [None, pytest.approx(6 / 16), pytest.approx(0.75)]
    assert pairs["reason"].to_list() == [NOT_BOTH, None, None]
    with pytest.raises(ValueError, match="at least one month; got 0"):
        event_study(panel, months_a_step=0)


def test_a_step_without_events_in_a_group_has_a_reason() -> None:
    panel = panel_from([[0, 0, 4, 2], [8, 8, 8, 8]], treated=1, before=2)
    found = event_study(panel, errors="model")
    assert found["value"].to_list() == [None] * 4
    assert found["reason"][0] == NOT_BOTH


def test_without_events_after_steps_are_counted_to_the_last_month() -> None:
    found = event_study(panel_from([[9, 8, 0], [8, 8, 0]], treated=1, before=2), errors="model")
    assert found["step"].to_list() == [-2, -1]
    assert found["value"].to_list() == pytest.approx([9 / 8, 8 / 9])


def test_the_recipe_tells_a_planted_ratio() -> None:
    found = compare_areas(made(0.7), noun="falls")
    assert found.verdict == "lower"
    assert found.sentence == found.difference.sentence
    assert found.sentence.startswith("In the treated area falls were ")
    assert found.areas.p == pytest.approx(1 / 25)
    assert found.trend.height == 1
    assert found.steps["step"].to_list() == [-4, -3, -2, -1, 0, 1, 2, 3]
    assert found.dates.height == 1
    assert any("over twelve months" in each for each in found.cautions)


def test_areas_already_moving_apart_cannot_tell() -> None:
    found = compare_areas(made(drift=-0.06, treated=8))
    assert found.difference.verdict == "lower"
    assert found.verdict == "cannot tell"
    assert found.sentence.startswith(
        "We cannot tell whether the change did anything to events: the treated areas were already "
        "moving apart from the others before it, by a ratio of 0.9"
    )
    assert found.difference.sentence in found.sentence
    assert any(each.startswith("at 1 of 1 earlier dates") for each in found.cautions)


def test_placebo_areas_that_change_as_far_cannot_tell() -> None:
    # Errors of independent counts find a difference that untreated areas show as well.
    rng = np.random.default_rng(4)
    counts = 100 * np.ones((30, 12))
    counts[:, 6:] *= np.exp(rng.normal(0, 0.3, (30, 1)))
    counts[0, 6:] = 75
    found = compare_areas(panel_from(np.round(counts), treated=1, before=6), errors="model")
    assert found.difference.verdict == "lower"
    assert found.verdict == "cannot tell"
    assert "% of areas, untreated ones among them, changed as far or further" in found.sentence
    few = compare_areas(panel_from(np.round(counts[:19]), treated=1, before=6), errors="model")
    assert few.verdict == "lower"


def test_the_recipe_says_where_a_trend_is_not_known() -> None:
    found = compare_areas(panel_from([[9, 9], *[[8, 9]] * 4], treated=1, before=1))
    assert found.verdict == "cannot tell"
    assert f"whether the areas moved alike before the change is not known: {FEW_MONTHS}" in (
        found.cautions
    )
    assert found.dates.height == 0


def test_the_recipe_says_that_there_are_no_events() -> None:
    found = compare_areas(panel_from(np.zeros((3, 8)), treated=1, before=4))
    assert found.verdict == "cannot tell"
    assert (found.steps.height, found.dates.height, found.areas.p) == (0, 0, None)
    assert found.trend["value"].to_list() == [None]


def test_many_areas_take_cluster_errors_for_steps_and_dates() -> None:
    found = compare_areas(made(0.9, areas=61, treated=6))
    assert "jackknife" in found.difference.effect["method"][0]
    assert "HC1" in found.steps["method"][0]
    fewer = compare_areas(made(0.9, areas=60, treated=6))
    assert "jackknife" in fewer.steps["method"][0]
    assert found.trend["reason"].to_list() == [None]


def test_frames_hold_no_nan() -> None:
    found = compare_areas(panel_from([[9, 0, 0], [9, 0, 9], [9, 9, 9]], treated=1, before=1))
    frames = (
        found.difference.effect,
        found.difference.averted,
        found.difference.months,
        found.difference.checks,
        found.trend,
        found.steps,
        found.areas.areas,
        found.dates,
    )
    for frame in frames:
        floats = frame.select(pl.selectors.float().is_nan().any())
        assert not any(floats.row(0)) if floats.width and frame.height else True
