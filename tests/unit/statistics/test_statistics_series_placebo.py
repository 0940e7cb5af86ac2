"""Placebo dates, and what was planted in made series: found again as often as is promised."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from statistics_planted_series import PLAIN, effect, planted

from vrn.statistics.series import Recipe, interrupted_series, series_design
from vrn.statistics.series.placebo import placebo_effects, share_as_large
from vrn.statistics.series.tables import NO_PLACEBO


def test_placebo_dates_leave_months_on_both_sides() -> None:
    found = interrupted_series(planted(0.5, mean=80.0)[0], after=40)
    assert found.placebos["after"].to_list() == list(range(12, 35))
    assert found.placebos["method"].str.starts_with("Poisson").all()
    assert found.placebos["reason"].null_count() == 23
    verdict = found.verdicts.row(0, named=True)
    assert verdict["placebo_dates"] == 23
    logs = np.abs(np.log(found.placebos["value"].to_numpy()))
    ratio = effect(found.effects, "whole period")[0]
    assert verdict["placebo_share"] == pytest.approx((logs >= abs(np.log(ratio))).mean())


def test_a_placebo_is_the_analysis_of_the_months_before() -> None:
    counts = planted(0.6, mean=80.0)[0]
    placebos = interrupted_series(counts, after=40).placebos
    alone = interrupted_series(counts[:40], after=20)
    one = placebos.filter(after=20).select("value", "lower", "upper").row(0)
    assert one == pytest.approx(effect(alone.effects, "whole period"))


def test_a_placebo_date_with_few_events_has_a_reason() -> None:
    quiet = [0] * 16 + [5, 4, 6, 5] * 4
    found = interrupted_series(quiet + [5, 6] * 5, after=32, recipe=PLAIN)
    reasons = found.placebos["reason"].to_list()
    assert reasons[0] == NO_PLACEBO
    assert found.placebos["value"][0] is None
    assert found.placebos["method"][0] == "none"
    assert reasons[-1] is None
    assert found.verdicts["placebo_dates"].item() == reasons.count(None)


def test_a_placebo_without_theta_falls_back_and_says_so() -> None:
    rng = np.random.default_rng(3)
    counts = np.concatenate([np.tile([30, 31, 29, 30], 5), rng.negative_binomial(2, 2 / 32, 16)])
    found = placebo_effects(
        np.array(["negative binomial"], dtype=object),
        counts[None, :24].astype(float),
        np.ones((1, 24)),
        recipe=Recipe(season_pairs=0),
    )
    even = placebo_effects(
        np.array(["negative binomial"], dtype=object),
        np.tile([30.0, 31.0, 29.0, 30.0], 6)[None],
        np.ones((1, 24)),
    )
    assert found.after.tolist() == even.after.tolist() == list(range(12, 19))
    assert all(method.startswith("quasi-Poisson") for method in even.methods[0])
    assert (even.degrees == 18).all()


def test_placebos_go_by_the_recipe() -> None:
    counts = planted(1.0, months=24, after=12).astype(float)
    asked = Recipe(season_pairs=0, errors="Newey-West", lag=2)
    found = placebo_effects(
        np.array(["Poisson"], dtype=object), counts, np.ones((1, 24)), recipe=asked
    )
    assert set(found.methods[0]) == {"Poisson, Newey-West (lag 2) errors"}
    assert (found.degrees == 24 - 4).all()


def test_short_placebos_widen_the_negative_binomials_own_errors() -> None:
    counts = np.random.default_rng(4).negative_binomial(2, 2 / 32, (1, 24)).astype(float)
    models = np.array(["negative binomial"], dtype=object)
    wide, plain = (
        placebo_effects(
            models, counts, np.ones((1, 24)), recipe=Recipe(errors="model", small_sample=small)
        )
        for small in (True, False)
    )
    assert (wide.error > plain.error).any()


def test_a_placebo_whose_trend_leads_beyond_all_bounds_has_no_effect() -> None:
    counts = np.array([[*(2.0 ** np.arange(12)), *[5.0] * 24]])
    poisson = np.array(["Poisson"], dtype=object)
    found = placebo_effects(poisson, counts, np.ones((1, 36)), recipe=PLAIN)
    assert np.isnan(found.log_ratio[0, 0])
    assert found.methods[0, 0] is None


def test_the_share_of_placebos_as_large_goes_either_way() -> None:
    placebos = np.log([[0.5, 2.0, 1.5, 0.99], [0.5, 2.0, 1.5, 0.99]])
    placebos[1] = [np.nan, np.nan, np.log(0.4), 0.0]
    found = share_as_large(np.log([2.0, 1.0]), placebos)
    assert found.tolist() == [0.5, 1.0]
    assert share_as_large(np.log([0.9]), np.log([[np.nan, 0.5]])).tolist() == [1.0]
    nothing = share_as_large(np.zeros(1), np.full((1, 3), np.nan))
    assert np.isnan(nothing[0])


def test_the_planted_ratio_is_recovered() -> None:
    counts = planted(0.7, series=300, months=60, after=40)
    found = interrupted_series(counts.ravel(), after=40, by=np.repeat(np.arange(300), 60))
    whole = found.effects.filter(effect="whole period")
    assert np.exp(np.log(whole["value"]).mean()) == pytest.approx(0.7, abs=0.012)
    held = whole.select(pl.lit(0.7).is_between("lower", "upper")).to_series().mean()
    assert held == pytest.approx(0.95, abs=0.03)
    design = series_design(60, after=40).matrix
    expected = 40 * np.exp(0.15 * design[:, 4] + 0.004 * design[:, 1])
    truth = 0.3 * expected[40:].sum()
    averted = found.effects.filter(effect="events averted")
    held = averted.select(pl.lit(truth).is_between("lower", "upper")).to_series().mean()
    assert held == pytest.approx(0.95, abs=0.03)
    # A series says "fewer" as often as its power promises.
    fewer = (found.verdicts["verdict"] == "fewer").mean()
    assert fewer > 0.5
    assert (whole["upper"] < 1).to_list() == (averted["lower"] > 0).to_list()


def test_no_change_is_seen_as_one_about_as_often_as_chance_allows() -> None:
    counts = planted(1.0, series=300, seed=7)
    found = interrupted_series(counts.ravel(), after=40, by=np.repeat(np.arange(300), 60))
    seen = found.verdicts["verdict"].is_in(["fewer", "more"]).mean()
    assert seen == pytest.approx(0.05, abs=0.03)


@pytest.mark.parametrize(("spare", "is_told"), [(0, False), (1, True)])
def test_ten_events_on_each_side_of_a_placebo_are_enough(spare: int, is_told: bool) -> None:
    sparse = [1, 1, 0, 1, 1, 1, 0, 1, 1, 1, spare, 1]
    poisson = np.array(["Poisson"], dtype=object)
    for counts, place in (
        ([*sparse, *[5, 4, 6] * 6], 0),
        ([*[5, 4, 6] * 6, *sparse[:6], 2, 1, 0, 0, 1, spare], -7),
    ):
        given = np.array([counts], dtype=float)
        found = placebo_effects(poisson, given, np.ones((1, len(counts))), recipe=PLAIN)
        if place == 0:
            assert np.isfinite(found.log_ratio[0, 0]) == is_told
            assert np.isfinite(found.log_ratio[0, 1])
        else:
            least = np.array([given[0, date:].sum() for date in found.after])
            np.testing.assert_array_equal(np.isfinite(found.log_ratio[0]), least >= 10)
