"""The whole analysis of interrupted series: frames, reasons, placebos, planted truth."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statistics_planted_series import ANSWER, PLAIN, effect, planted, steps

from vrn.statistics.series import Recipe, interrupted_series
from vrn.statistics.series.choosing import FELL_BACK


def test_a_halving_is_told_with_its_events() -> None:
    found = interrupted_series(steps(40, 20), after=24, recipe=PLAIN, noun="calls")
    ratio, lower, upper = effect(found.effects, "whole period")
    assert ratio == pytest.approx(0.5, abs=0.01)
    assert lower < ratio < upper < 1
    averted, least, most = effect(found.effects, "events averted")
    assert averted == pytest.approx(12 * 20, abs=8)
    assert 0 < least < averted < most
    assert found.effects["effect"].to_list() == [
        *("level change", "slope change", "whole period", "events averted")
    ]
    assert found.effects["unit"].to_list() == ["ratio", "ratio a month", "ratio", "events"]
    assert found.effects.columns == ["effect", "unit", *ANSWER]
    assert found.verdicts["verdict"].item() == "fewer"
    assert (
        found.verdicts["sentence"].item().startswith("In the 12 months after, there were 50% few")
    )
    assert "fewer calls than the trend before" in found.verdicts["sentence"].item()
    assert found.recipe is PLAIN


def test_level_and_slope_are_exponents_of_their_terms() -> None:
    found = interrupted_series(planted(0.7)[0], after=40, recipe=Recipe(errors="model"))
    terms = found.coefficients
    assert terms["term"].to_list() == [
        "intercept",
        "month",
        "post",
        "months_since",
        "sin12",
        "cos12",
    ]
    for name, term in (("level change", "post"), ("slope change", "months_since")):
        one = terms.filter(term=term)
        logs = one.select("value", "lower", "upper").row(0)
        assert effect(found.effects, name) == pytest.approx(np.exp(logs))
        assert logs[2] - logs[0] == pytest.approx(1.959964 * one["se"].item())
    assert (terms["se"] == terms["se_model"]).all()
    assert (terms["se_hc0"] != terms["se_newey_west"]).all()


def test_the_counterfactual_adds_up_to_the_events_averted() -> None:
    found = interrupted_series(planted(0.7)[0], after=40)
    months = found.counterfactual
    assert months["month"].to_list() == list(range(1, 61))
    assert months["is_after"].to_list() == [False] * 40 + [True] * 20
    before, after = months.filter(~pl.col("is_after")), months.filter(pl.col("is_after"))
    np.testing.assert_allclose(before["value"], before["fitted"])
    averted = (after["value"] - after["fitted"]).sum()
    assert effect(found.effects, "events averted")[0] == pytest.approx(averted)
    # Poisson's fitted counts add up to the observed ones on each side.
    assert after["fitted"].sum() == pytest.approx(after["observed"].sum())
    assert (months["lower"] < months["value"]).all()
    assert (months["value"] < months["upper"]).all()
    width = np.log(months["upper"] / months["lower"]).to_numpy()
    assert width[59] > width[40] > width[20]  # the further on, the less is known


def test_placebos_of_each_series_go_by_the_recipe() -> None:
    counts = planted(0.8, series=2, months=36, after=24).ravel()
    asked = Recipe(fewest_before=14)
    found = interrupted_series(counts, after=24, by=["a"] * 36 + ["b"] * 36, recipe=asked)
    assert found.placebos["after"].to_list() == [14, 15, 16, 17, 18] * 2
    assert found.verdicts["placebo_dates"].to_list() == [5, 5]


def test_models_say_what_was_chosen_and_by_which_number() -> None:
    rng = np.random.default_rng(2)
    counts = np.vstack([planted(1.0, seed=4)[0], rng.negative_binomial(3, 3 / 33, 60)])
    found = interrupted_series(
        counts.ravel(), after=40, by={"area": np.repeat(["East", "West"], 60)}
    ).models
    assert found["area"].to_list() == ["East", "West"]
    assert found["model"].to_list() == ["Poisson", "negative binomial"]
    assert found["test"].to_list() == ["Pearson chi-square"] * 2
    assert found["level"].to_list() == [0.05, 0.05]
    assert found["errors"].to_list() == ["model", "model"]
    assert found["lag"].to_list() == [3, 3]
    assert found["fall_back"].to_list() == [None, None]
    assert found["theta"].is_null().to_list() == [True, False]
    assert found["months_before"].to_list() == [40, 40]
    assert found["months_before"].dtype == pl.Int64
    assert found["months_after"].to_list() == [20, 20]
    np.testing.assert_allclose(found["dispersion"], found["statistic"] / 54)
    for name in ("ljung_box_p", "autocorrelation_p", "p_value"):
        assert found[name].is_between(0, 1).all()
    assert found["durbin_watson"].is_between(1, 3).all()


def test_a_fall_back_is_told_in_models_and_cautions() -> None:
    # More spread by chi-square at so lax a level, and none that a negative binomial could have.
    rng = np.random.default_rng(5)
    found = None
    for _ in range(40):
        counts = rng.poisson(6, 36)
        found = interrupted_series(counts, after=24, recipe=Recipe(season_pairs=0, level=0.9))
        if found.models["model"].item() == "quasi-Poisson":
            break
    assert found is not None
    assert found.models["fall_back"].item() == FELL_BACK
    assert FELL_BACK in found.verdicts["cautions"].item()
    assert found.effects["method"][0].startswith("quasi-Poisson, ")


def test_dates_stand_for_months() -> None:
    counts = planted(0.7)[0]
    months = pl.date_range(date(2019, 1, 1), date(2023, 12, 1), "1mo", eager=True)
    dated = interrupted_series(counts, month=months, after=date(2022, 4, 1))
    numbered = interrupted_series(counts, after=40)
    assert dated.effects.equals(numbered.effects)
    assert dated.counterfactual["month"].to_list() == months.to_list()
    assert dated.placebos["after"][0] == date(2019, 12, 1)
    assert numbered.placebos["after"].to_list() == list(range(12, 35))


def test_series_of_other_lengths_stand_beside_one_another() -> None:
    short, long = planted(0.6, months=48, after=30)[0], planted(1.0, seed=4)[0]
    frame = pl.DataFrame(
        {
            "area": ["West"] * 48 + ["East"] * 60,
            "count": [*short, *long],
            "after": [30] * 48 + [40] * 60,
        }
    )
    both = interrupted_series(frame["count"], after=frame["after"], by=frame.select("area"))
    alone = interrupted_series(short, after=30)
    assert both.models["area"].to_list() == ["East", "West"]
    west = both.effects.filter(area="West").drop("area")
    for name in ("value", "lower", "upper"):
        np.testing.assert_allclose(west[name], alone.effects[name], rtol=1e-9)
    assert both.counterfactual.height == 108
    after = both.counterfactual.group_by("area").agg(pl.col("is_after").sum()).sort("area")
    assert after["is_after"].to_list() == [20, 18]
    assert both.placebos.group_by("area").len().sort("area")["len"].to_list() == [23, 13]
    told = both.verdicts.filter(area="West")["sentence"].item()
    assert told == alone.verdicts["sentence"].item()


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.floats(0.1, 10))
def test_reordering_and_scaling_change_nothing(random: object, by: float) -> None:
    counts = planted(0.8, series=2, months=30, after=20).ravel()
    frame = pl.DataFrame(
        {"area": np.repeat(["b", "a"], 30), "month": np.tile(np.arange(30), 2), "count": counts}
    ).with_columns(people=1000.0 + pl.col("month"))
    order = list(range(60))
    random.shuffle(order)
    mixed = frame[order]
    plain, other = (
        interrupted_series(
            each["count"],
            each["people"] * times,
            month=each["month"],
            after=19,
            by=each.select("area"),
        )
        for each, times in ((frame, 1.0), (mixed, by))
    )
    for left, right in (
        (plain.effects, other.effects),
        (plain.counterfactual, other.counterfactual),
    ):
        assert left["area"].to_list() == right["area"].to_list()
        for name in ("value", "lower", "upper"):
            np.testing.assert_allclose(left[name], right[name], rtol=1e-6)
    assert (plain.effects["lower"] <= plain.effects["value"]).all()
    assert (plain.effects["value"] <= plain.effects["upper"]).all()


def test_more_confidence_stacks_and_widens() -> None:
    found = interrupted_series(planted(0.7)[0], after=40, confidence=[0.95, 0.998])
    assert found.effects["confidence"].to_list() == [0.95] * 4 + [0.998] * 4
    assert (found.effects["lower"][:4] > found.effects["lower"][4:]).all()
    assert found.counterfactual.height == 120
    assert found.coefficients.height == 12
    assert found.placebos.height == 46
    assert "(95% limits" in found.verdicts["sentence"].item()
    wider = interrupted_series(planted(0.7)[0], after=40, confidence=0.998)
    assert "(99.8% limits" in wider.verdicts["sentence"].item()
    assert wider.verdicts["power"].item() < found.verdicts["power"].item()


def test_a_short_and_sparse_series_cannot_tell() -> None:
    found = interrupted_series([2, 3, 1, 4, 2, 2] * 5, after=18)
    verdict = found.verdicts.row(0, named=True)
    assert verdict["verdict"] == "cannot tell"
    assert verdict["power"] < 0.3
    assert verdict["worthwhile"] == 0.8
    assert verdict["least_ratio"] is None or verdict["least_ratio"] < 0.6
    assert "80% is wanted" in verdict["sentence"]
    asked = Recipe(power_wanted=0.01)
    content = interrupted_series([2, 3, 1, 4, 2, 2] * 5, after=18, recipe=asked).verdicts
    assert content["verdict"].item() == "no change seen"


def test_a_long_and_full_series_says_that_no_change_was_seen() -> None:
    found = interrupted_series(planted(1.0, mean=400.0, seed=3)[0], after=40)
    assert found.verdicts["verdict"].item() == "no change seen"
    assert "against the trend and season before" in found.verdicts["sentence"].item()
    assert found.verdicts["power"].item() > 0.8
    strict = interrupted_series(planted(1.0)[0], after=40, recipe=Recipe(level=0.99)).verdicts
    assert "months still go together" in strict["cautions"].item()
    asked = Recipe(worthwhile=1.02)
    unsure = interrupted_series(planted(1.0, mean=400.0, seed=3)[0], after=40, recipe=asked)
    assert unsure.verdicts["verdict"].item() == "cannot tell"
    assert "a rise of 2% would be seen" in unsure.verdicts["sentence"].item()
    assert unsure.verdicts["least_ratio"].item() > 1.02


def test_power_goes_by_months_that_go_together() -> None:
    rng = np.random.default_rng(12)
    drift = np.zeros(72)
    for month in range(1, 72):
        drift[month] = 0.45 * drift[month - 1] + rng.normal(0, 0.15)
    counts = rng.poisson(100 * np.exp(drift))
    together = interrupted_series(counts, after=48)
    blind = interrupted_series(counts, after=48, recipe=Recipe(errors="model", level=1e-9))
    assert together.models["errors"].item() != "model"
    assert together.verdicts["power"].item() < blind.verdicts["power"].item()
