"""The checks at their edges: steps, dates and areas that only just speak, and fits left out."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from statistics_drawn_panels import panel_from

from vrn.statistics.comparison import absorbing
from vrn.statistics.comparison.absorbing import fit_two_way
from vrn.statistics.comparison.errors import effects_without_each
from vrn.statistics.comparison.placebo import NO_RATIO, placebo_areas, placebo_dates
from vrn.statistics.comparison.recipe import compare_areas
from vrn.statistics.comparison.trends import event_study, pre_trend


def dates_said(own: list[float]) -> list[str]:
    """The cautions of dates, where the treated area has these events in thirteen months before."""
    panel = panel_from([[*own, own[-1]], *[[1_000.0] * 14] * 3], treated=1, before=13)
    cautions = compare_areas(panel, errors="model").cautions
    return [each for each in cautions if "earlier dates" in each]


@pytest.mark.parametrize("after", [1_300.0, 700.0])
def test_dates_at_which_nothing_began_and_a_difference_is_found_are_counted(after: float) -> None:
    assert dates_said([1_000.0] * 6 + [after] * 7) == [
        "at 2 of 2 earlier dates, at which nothing began, the same comparison finds a difference"
    ]
    # From the second date on all is as before it on the whole, from the first it is not.
    assert dates_said([1_000.0] * 6 + [4_000.0] + [1_700.0] * 6)[0].startswith("at 2 of 2")
    assert dates_said([1_000.0] * 13) == []
    assert dates_said([20.0] * 13) == []


def test_a_share_of_areas_of_just_the_level_speaks_against_nothing() -> None:
    # Nine of nineteen areas change farther: p is 10/20, and the level 1 - 0.5.
    others = [[1_000.0, each] for each in [200.0, 1_800.0] * 4 + [200.0] + [1_000.0] * 10]
    panel = panel_from([[1_000.0, 600.0], *others], treated=1, before=1)
    found = compare_areas(panel, errors="model", confidence=0.5)
    assert (found.areas.p, found.verdict) == (0.5, "lower")
    assert compare_areas(panel, errors="model", confidence=0.6).verdict == "cannot tell"


def test_a_treated_area_without_events_after_has_a_score_and_no_ratio() -> None:
    found = placebo_areas(panel_from([[9, 0], [8, 9], [9, 8], [9, 9]], treated=1, before=1))
    assert found.areas["value"].to_list()[0] is None
    assert found.areas["reason"].to_list() == [NO_RATIO, None, None, None]
    assert found.p == 0.25


def test_steps_and_dates_are_in_order_within_each_confidence() -> None:
    rng = np.random.default_rng(1)
    panel = panel_from(rng.poisson(50, (4, 16)), treated=1, before=14)
    asked = [0.8, 0.95, 0.9]
    dates = placebo_dates(panel, least_months=4, errors="model", confidence=asked)
    assert dates.select("confidence", "month").rows() == [
        (each, month) for each in asked for month in range(4, 11)
    ]
    steps = event_study(panel, months_a_step=4, errors="model", confidence=asked)
    assert steps.select("confidence", "step").rows() == [
        (each, step) for each in asked for step in range(-4, 1)
    ]
    assert steps.schema["step"] == pl.Int64
    for frame, by in ((dates, "month"), (steps, "step")):
        values = frame.group_by(by).agg(pl.col("value").n_unique())["value"]
        assert set(values) == {1}


def test_a_panel_without_events_has_no_steps_and_the_types_of_them() -> None:
    empty = event_study(panel_from(np.zeros((2, 3)), treated=1, before=1))
    full = event_study(panel_from([[20, 12], [10, 12]], treated=1, before=1), errors="model")
    assert empty.schema == full.schema


def test_a_trend_of_placebos_at_just_the_level_is_none() -> None:
    # The treated area and one of three others drift: p is 2/4, and the level 1 - 0.5.
    counts = [
        [500, 550, 605, 300],
        [50, 75, 112, 80],
        [5_000, 5_000, 5_000, 5_000],
        [5_000, 5_001, 5_000, 5_000],
    ]
    panel = panel_from(counts, treated=1, before=3)
    assert pre_trend(panel, errors="placebo")["p"].to_list() == [0.5]
    found = compare_areas(panel, errors="placebo", confidence=0.5)
    assert (found.difference.verdict, found.verdict) == ("lower", "lower")


def test_a_month_left_without_events_costs_no_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = np.array([[10.0, 12.0, 0], [11.0, 9.0, 4.0], [20.0, 12.0, 0], [18.0, 11.0, 0]])
    x = np.zeros((1, 4, 3))
    x[0, 2:, 1] = 1
    fit = fit_two_way(counts, np.ones((4, 3)), x)
    monkeypatch.setattr(absorbing, "NEWTON_STEPS", 8)
    without = effects_without_each(fit, counts, np.ones((4, 3)), x)
    assert without[1] == pytest.approx(np.log(23 / 38 / (12 / 10)))


def test_a_month_left_with_one_event_stays() -> None:
    counts = np.array([[10.0, 12.0, 1], [11.0, 9.0, 4.0], [20.0, 12.0, 0], [18.0, 11.0, 0]])
    x = np.zeros((1, 4, 3))
    x[0, 2:, 1] = 1
    fit = fit_two_way(counts, np.ones((4, 3)), x)
    without = effects_without_each(fit, counts, np.ones((4, 3)), x)
    assert without[1] == pytest.approx(np.log(23 / 38 / (12 / 11)))
