"""Difference in differences: by hand, what it says in words, its power, and planted truths."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from vrn.statistics.comparison.checks import residual_checks
from vrn.statistics.comparison.differences import difference_in_differences, power_of
from vrn.statistics.comparison.estimating import (
    FEW_AREAS,
    FEW_PLACEBOS,
    NO_SPREAD,
    NOT_FINITE,
    NOT_WITHOUT,
    ONE_AREA,
    estimate,
    fitting_errors,
)
from vrn.statistics.comparison.panel import Panel, panel_of
from vrn.statistics.comparison.power import (
    NO_EVENTS,
    difference_power,
    least_detectable_fall,
    power_of_ratio,
)
from vrn.statistics.comparison.sentences import sentence_of
from vrn.statistics.comparison.verdicts import (
    check_important,
    judge,
    said_change,
    said_interval,
)


def panel_from(counts: Any, *, treated: int, before: int, population: Any = None) -> Panel:
    """A panel of a table of counts: the first areas treated, the first months before."""
    table = np.asarray(counts, dtype=float)
    area, month = (each.ravel() for each in np.indices(table.shape))
    return panel_of(
        table.ravel(),
        area=area,
        month=month,
        treated=area < treated,
        after=month >= before,
        population=None if population is None else np.asarray(population, dtype=float).ravel(),
    )


def made(
    ratio: float, *, areas: int = 30, treated: int = 10, months: int = 24, seed: int = 1, **how: Any
) -> Panel:
    """A made-up panel with the ratio planted in treated areas in the second half of its months."""
    rng = np.random.default_rng(seed)
    level = rng.uniform(0.5, 2, areas) * how.get("mean", 40)
    season = 1 + 0.2 * np.sin(np.arange(months) / 2)
    population = rng.uniform(0.9, 1.1, (areas, months)) * 1_000
    expected = level[:, None] * season * population / 1_000
    expected[:treated, months // 2 :] *= ratio
    counts = rng.poisson(expected)
    return panel_from(counts, treated=treated, before=months // 2, population=population)


def four() -> Panel:
    return panel_from([[200, 120], [100, 120]], treated=1, before=1)


def test_four_cells_by_hand() -> None:
    # (120/200)/(120/100) = 0.5; the variance of its logarithm 1/200 + 1/120 + 1/100 + 1/120.
    found = difference_in_differences(four(), errors="model", confidence=[0.95, 0.8])
    error = np.sqrt(1 / 200 + 1 / 120 + 1 / 100 + 1 / 120)
    for row, confidence in zip(found.effect.rows(named=True), (0.95, 0.8), strict=True):
        reach = stats.norm.ppf(0.5 + confidence / 2) * error
        assert row["value"] == pytest.approx(0.5)
        assert row["lower"] == pytest.approx(0.5 * np.exp(-reach))
        assert row["upper"] == pytest.approx(0.5 * np.exp(reach))
        assert row["confidence"] == confidence
    row = found.effect.row(0, named=True)
    assert row["standard_error"] == pytest.approx(error)
    assert row["p"] == pytest.approx(2 * stats.norm.sf(np.log(2) / error))
    whole = ("treated_areas", "untreated_areas", "months", "rows", "observed")
    assert [row[name] for name in whole] == [1, 1, 2, 4, 120]
    assert row["reason"] is None
    # Without the effect 120/0.5 = 240 events; 120 fewer.
    averted = found.averted.row(0, named=True)
    assert (averted["observed"], averted["expected"], averted["value"]) == pytest.approx(
        (120, 240, 120)
    )
    assert averted["lower"] == pytest.approx(120 / row["upper"] - 120)
    assert averted["upper"] == pytest.approx(120 / row["lower"] - 120)
    assert found.verdict == "lower"
    assert found.cautions == (
        "the comparison would seldom see a difference that matters: one that it does see is likely "
        "to be overstated",
    )


def test_months_carry_the_counterfactual() -> None:
    months = difference_in_differences(four(), errors="model").months
    before, after = months.rows(named=True)
    assert (before["observed"], before["untreated_observed"], before["after"]) == (200, 100, False)
    assert (before["value"], before["lower"], before["upper"]) == (pytest.approx(200), None, None)
    assert before["reason"].startswith("before the change")
    assert (after["fitted"], after["value"]) == pytest.approx((120, 240))
    assert after["lower"] < 240 < after["upper"]
    effect = difference_in_differences(four(), errors="model").effect.row(0, named=True)
    assert after["lower"] == pytest.approx(120 / effect["upper"])
    assert after["reason"] is None


def test_t_limits_of_cluster_errors() -> None:
    panel = made(0.8)
    row = difference_in_differences(panel, errors="cluster").effect.row(0, named=True)
    reach = stats.t.ppf(0.975, 29) * row["standard_error"]
    assert row["lower"] == pytest.approx(row["value"] * np.exp(-reach))
    assert row["p"] == pytest.approx(
        2 * stats.t.sf(abs(row["estimate"]) / row["standard_error"], 29)
    )
    assert "HC1" in row["method"]


def test_errors_are_chosen_by_how_many_areas_there_are_and_said() -> None:
    assert fitting_errors(made(1, areas=10, treated=5)) == "jackknife"
    assert fitting_errors(made(1, areas=10, treated=4)) == "placebo"
    assert fitting_errors(made(1, areas=9, treated=5)) == "placebo"
    many = difference_in_differences(made(0.8)).effect
    assert "jackknife" in many["method"][0]
    few = difference_in_differences(made(0.8, treated=2)).effect
    assert "untreated areas' own changes" in few["method"][0]


@pytest.mark.parametrize("errors", ["jackknife", "cluster", "cluster-HC0", "cluster-HC0-adjusted"])
def test_errors_by_area_of_few_areas_come_with_a_caution(errors: Any) -> None:
    assert FEW_AREAS in difference_in_differences(made(0.8, treated=4), errors=errors).cautions
    assert FEW_AREAS not in difference_in_differences(made(0.8), errors=errors).cautions


@pytest.mark.parametrize("errors", ["jackknife", "cluster"])
def test_errors_by_area_are_withheld_of_one_treated_area(errors: Any) -> None:
    found = difference_in_differences(made(0.8, treated=1), errors=errors)
    row = found.effect.row(0, named=True)
    assert (row["lower"], row["upper"], row["p"], row["power"]) == (None,) * 4
    assert row["value"] == pytest.approx(0.8, abs=0.1)
    assert row["reason"] == ONE_AREA
    assert found.verdict == "cannot tell"
    assert found.averted["value"][0] > 0
    assert found.averted["lower"][0] is None


def test_an_effect_that_rests_on_one_area_of_several_is_without_a_jackknife() -> None:
    # The second treated area has no events after, so that all rests on the first.
    panel = panel_from([[9, 8], [9, 0], [9, 9], [9, 8]], treated=2, before=1)
    row = difference_in_differences(panel, errors="jackknife").effect.row(0, named=True)
    assert (row["value"], row["lower"]) == (pytest.approx(8 / 18 / (17 / 18)), None)
    assert row["reason"] == NOT_WITHOUT


@pytest.mark.parametrize("errors", [None, "model", "cluster"])
def test_no_events_on_one_side_give_a_reason(errors: Any) -> None:
    panel = panel_from([[9, 0], [9, 0], [9, 9], [9, 8]], treated=2, before=1)
    found = difference_in_differences(panel, errors=errors, confidence=[0.95, 0.9])
    assert found.effect["value"].to_list() == [None, None]
    assert found.effect["reason"].to_list() == [NOT_FINITE] * 2
    assert found.averted["value"].to_list() == [None, None]
    assert found.months["value"].to_list() == [None, None]
    assert found.checks["value"].null_count() < 4
    assert found.verdict == "cannot tell"
    assert found.sentence == (
        "We cannot tell whether events in the 2 treated areas changed otherwise than elsewhere: "
        f"{NOT_FINITE}."
    )


def test_a_panel_without_any_event_gives_a_reason() -> None:
    found = difference_in_differences(panel_from(np.zeros((3, 2)), treated=1, before=1))
    assert found.effect["reason"].to_list() == [NOT_FINITE]
    assert found.months.height == 0


def test_placebo_limits_stand_as_far_as_the_untreated_areas_scores() -> None:
    panel = made(0.7, areas=41, treated=2)
    found = estimate(panel, panel.after, "placebo")
    # 39 placebo areas: the 38th smallest distance at 95%, and all of them at 97.5%.
    distances = np.sort(np.abs(found.placebos))
    assert found.quantile(0.95) == distances[37]
    assert found.quantile(0.975) == distances[38]
    limits = found.ratio(0.95)
    assert np.log(limits.value / limits.lower) == pytest.approx(
        distances[37] * found.standard_error
    )
    row = difference_in_differences(panel, confidence=[0.95, 0.99]).effect.rows(named=True)
    assert row[0]["reason"] is None
    assert (row[1]["lower"], row[1]["reason"]) == (None, FEW_PLACEBOS)
    assert row[0]["p"] == 1 / 40


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=12, max_size=12), st.integers(2, 9))
def test_populations_of_another_unit_change_no_ratio(counts: list[int], times: int) -> None:
    population = np.linspace(1, 2, 12)
    rows = [
        difference_in_differences(
            panel_from(np.reshape(counts, (4, 3)), treated=2, before=1, population=each),
            errors="model",
        ).effect.row(0, named=True)
        for each in (population, population * times)
    ]
    assert rows[0]["value"] == pytest.approx(rows[1]["value"], rel=1e-8)
    assert rows[0]["lower"] <= rows[0]["value"] <= rows[0]["upper"]


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(shuffled: Any) -> None:
    rows = [(a, m, 5 + (3 * a + 2 * m) % 7) for a in range(6) for m in range(4)]
    first = _effect_of(rows)
    shuffled.shuffle(rows)
    assert _effect_of(rows).equals(first)


def _effect_of(rows: list[tuple[int, int, int]]) -> pl.DataFrame:
    panel = panel_of(
        [row[2] for row in rows],
        area=[row[0] for row in rows],
        month=[row[1] for row in rows],
        treated=[row[0] < 3 for row in rows],
        after=[row[1] > 1 for row in rows],
    )
    return difference_in_differences(panel, errors="cluster").effect


def test_a_planted_ratio_is_recovered() -> None:
    found = difference_in_differences(made(0.8, areas=60, treated=20, months=36))
    row = found.effect.row(0, named=True)
    assert row["value"] == pytest.approx(0.8, abs=0.03)
    assert row["lower"] < 0.8 < row["upper"]
    assert found.verdict == "lower"
    # A fifth of what would have been is averted.
    averted = found.averted.row(0, named=True)
    assert averted["value"] / averted["expected"] == pytest.approx(0.2, abs=0.03)


def test_nothing_planted_is_no_important_difference_where_there_is_much_to_see_it_by() -> None:
    found = difference_in_differences(made(1.0, areas=60, treated=20, months=36), noun="falls")
    assert found.verdict == "no important difference"
    assert found.sentence.startswith(
        "In the 20 treated areas falls changed as in 40 other areas, within what matters "
        "(10% lower to 10% higher): "
    )
    assert found.cautions == ()


def test_nothing_planted_cannot_be_told_where_events_are_few() -> None:
    found = [
        difference_in_differences(made(1.0, areas=10, treated=5, mean=2, seed=seed), noun="falls")
        for seed in range(40)
    ]
    untold = [each.sentence for each in found if each.verdict == "cannot tell"]
    assert len(untold) >= 36
    assert untold[0].startswith("We cannot tell whether falls in the 5 treated areas changed ")
    assert untold[0].endswith(" of 100 such comparisons.")


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    missed = 0
    for seed in range(300):
        panel = made(0.8, areas=20, treated=8, months=12, seed=seed, mean=10)
        row = difference_in_differences(panel).effect.row(0, named=True)
        missed += not row["lower"] < 0.8 < row["upper"]
    assert missed <= 0.07 * 300


def test_checks_by_hand() -> None:
    # Fitted: 10.909, 13.091, 9.091, 10.909 in the untreated; 20.706, 11.294, 23.294, 12.706.
    counts = [[20, 12], [24, 12], [9, 15], [11, 9]]
    panel = panel_from(counts, treated=2, before=1)
    checks = residual_checks(panel, estimate(panel, panel.after, "jackknife"))
    fitted = np.array(
        [
            [32 * 44 / 68, 32 * 24 / 68],
            [36 * 44 / 68, 36 * 24 / 68],
            [24 * 20 / 44, 24 * 24 / 44],
            [20 * 20 / 44, 20 * 24 / 44],
        ]
    )
    residuals = (np.array(counts) - fitted) / np.sqrt(fitted)
    values = dict(zip(checks["check"], checks["value"], strict=True))
    assert values["dispersion"] == pytest.approx((residuals**2).sum() / 2)
    follows = residuals[:, 0] @ residuals[:, 1] / (residuals**2).sum()
    assert values["month to month"] == pytest.approx(follows)
    assert values["far off"] == 0
    # Without the third area the others' 24/20 is 9/11, which moves the ratio most.
    assert values["sway"] == pytest.approx((24 / 20) / (9 / 11))
    assert checks["said"][3] == "without area 2 the ratio would be 47% higher"
    assert checks["said"][0] == "events vary 0.7 times as much as by chance alone"


def test_checks_that_cannot_be_made_are_null() -> None:
    checks = difference_in_differences(four(), errors="model").checks
    assert checks["value"].to_list() == [None, None, 0, None]
    assert checks["said"].to_list().count("this check cannot be made here") == 3


def test_cells_far_from_the_fit_are_counted() -> None:
    counts = np.full((8, 10), 50)
    counts[6, 3] = 120
    panel = panel_from(counts, treated=4, before=5)
    checks = residual_checks(panel, estimate(panel, panel.after, "model"))
    assert checks["value"][2] == 1 / 80


@pytest.mark.parametrize(
    ("interval", "power", "verdict"),
    [
        ((0.7, 0.99), 0.1, "lower"),
        ((1.01, 1.4), 0.1, "higher"),
        ((0.91, 1.09), 0.1, "no important difference"),
        ((0.9, 1.09), 0.9, "no clear difference"),
        ((0.91, 1.1), 0.9, "no clear difference"),
        ((0.9, 1.1), 0.9, "cannot tell"),
        ((0.85, 1.05), 0.79, "cannot tell"),
        ((0.85, 1.05), 0.8, "no clear difference"),
        ((0.85, 1.0), 0.8, "no clear difference"),
        ((1.0, 1.2), 0.8, "no clear difference"),
        ((np.nan, 1.2), 0.9, "cannot tell"),
        ((0.5, np.inf), 0.9, "cannot tell"),
    ],
)
def test_verdicts(interval: tuple[float, float], power: float, verdict: str) -> None:
    assert judge(*interval, power=power) == verdict


def test_what_matters_is_an_argument() -> None:
    assert judge(0.75, 1.2, power=0.5, important=(0.7, 1.3)) == "no important difference"
    for wrong in ((1.0, 1.1), (0.9, 1.0), (0, 1.1), (-0.1, 1.1)):
        with pytest.raises(ValueError, match="important is a ratio below 1"):
            check_important(wrong)
    with pytest.raises(ValueError, match="important is"):
        difference_in_differences(four(), important=(1.1, 0.9))
    with pytest.raises(ValueError, match="errors are one of"):
        difference_in_differences(four(), errors="best")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="confidence"):
        difference_in_differences(four(), confidence=95)


@pytest.mark.parametrize(
    ("ratio", "said"),
    [(0.82, "18% lower"), (1.034, "3% higher"), (1.004, "no different"), (13, "1,200% higher")],
)
def test_changes_in_words(ratio: float, said: str) -> None:
    assert said_change(ratio) == said


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ((0.79, 0.86), "21% to 14% lower"),
        ((1.1, 1.2), "10% to 20% higher"),
        ((0.9, 1.2), "10% lower to 20% higher"),
        ((0.9, 1.001), "10% lower to no different"),
        ((0.999, 1.001), "no different to no different"),
    ],
)
def test_intervals_in_words(limits: tuple[float, float], said: str) -> None:
    assert said_interval(*limits) == said


def frames(ratio: float, lower: float, upper: float, **more: Any) -> tuple[pl.DataFrame, ...]:
    row = {"treated_areas": 2, "untreated_areas": 9, "observed": 800, "confidence": 0.95}
    row |= {"value": ratio, "lower": lower, "upper": upper, "power": 0.237, "reason": None} | more
    saved = {"value": 800 / ratio - 800, "lower": 800 / upper - 800, "upper": 800 / lower - 800}
    return pl.DataFrame([row]), pl.DataFrame([saved])


@pytest.mark.parametrize(
    ("verdict", "effect", "said"),
    [
        (
            "lower",
            frames(0.8, 0.64, 0.9),
            "In the 2 treated areas falls were 20% lower than 9 other areas lead one to expect "
            "(95% interval: 36% to 10% lower): 200 fewer (89 to 450 fewer).",
        ),
        (
            "higher",
            frames(1.25, 1.0, 1.6, treated_areas=1, untreated_areas=1),
            "In the treated area falls were 25% higher than 1 other area leads one to expect "
            "(95% interval: no different to 60% higher): 160 more (0 to 300 more).",
        ),
        (
            "no important difference",
            frames(0.99, 0.95, 1.03, confidence=0.998),
            "In the 2 treated areas falls changed as in 9 other areas, within what matters (10% "
            "lower to 10% higher): 1% lower (99.8% interval: 5% lower to 3% higher).",
        ),
        (
            "no clear difference",
            frames(0.95, 0.87, 1.03),
            "In the 2 treated areas falls did not clearly change otherwise than in 9 other areas: "
            "5% lower (95% interval: 13% lower to 3% higher).",
        ),
        (
            "cannot tell",
            frames(0.99, 0.75, 1.3),
            "We cannot tell whether falls in the 2 treated areas changed otherwise than in 9 other "
            "areas: it may be anything from 25% lower to 30% higher, and one that is 10% lower "
            "would be seen in 24 of 100 such comparisons.",
        ),
    ],
)
def test_sentences(verdict: Any, effect: tuple[pl.DataFrame, ...], said: str) -> None:
    assert sentence_of(*effect, verdict=verdict, noun="falls") == said


def test_power_by_hand() -> None:
    # 2.8 errors away the normal test at 5% has a power of 80%; of 1 it is the 5% itself.
    assert power_of_ratio(np.exp(-0.28016), 0.1) == pytest.approx(0.8, abs=1e-4)
    assert power_of_ratio(1.0, 0.1) == pytest.approx(0.05)
    assert power_of_ratio(1.0, 0.1, confidence=0.9) == pytest.approx(0.1)
    assert power_of_ratio(1.0, 0.1, degrees=4) == pytest.approx(0.05)
    assert least_detectable_fall(0.1) == pytest.approx(np.exp(-0.28016), abs=1e-4)
    reach = stats.t.ppf(0.975, 9) + stats.t.ppf(0.9, 9)
    assert least_detectable_fall(0.1, power=0.9, degrees=9) == pytest.approx(np.exp(-0.1 * reach))
    # At the t quantile itself half of all intervals leave 1 out.
    edge = np.exp(0.1 * stats.t.ppf(0.975, 9))
    far = stats.t.cdf(-2 * stats.t.ppf(0.975, 9), 9)
    assert power_of_ratio(edge, 0.1, degrees=9) == pytest.approx(0.5 + far)


def test_power_of_broken_settings_is_refused() -> None:
    for ratio, error in ((0, 0.1), (0.8, 0)):
        with pytest.raises(ValueError, match="must be above 0"):
            power_of_ratio(ratio, error)
    for power in (0, 1):
        with pytest.raises(ValueError, match="power is a chance"):
            least_detectable_fall(0.1, power=power)
    whole = {
        name: [9]
        for name in ("treated_before", "treated_after", "untreated_before", "untreated_after")
    }
    for broken in (
        {"ratio": [0]},
        {"treated_before": [-1]},
        {"treated_after": [np.inf]},
        {"dispersion": 0},
    ):
        with pytest.raises(ValueError, match="events must be at least 0"):
            difference_power(**({"ratio": [0.8]} | whole | broken))


def test_the_power_of_a_comparison_planned() -> None:
    found = difference_power(
        [0.8, 0.8, 0.8, None],
        treated_before=[600, 0, None, 5],
        treated_after=[600] * 4,
        untreated_before=[1_800] * 4,
        untreated_after=[1_800] * 4,
        dispersion=2,
    )
    error = np.sqrt(2 * (1 / 600 + 1 / 480 + 2 / 1_800))
    first = found.row(0, named=True)
    assert first["standard_error"] == pytest.approx(error)
    assert first["value"] == pytest.approx(power_of_ratio(0.8, error))
    assert first["least_fall"] == pytest.approx(least_detectable_fall(error))
    assert first["reason"] == "the method gives no limits here"
    assert found["value"].to_list()[1:] == [None] * 3
    assert found["standard_error"].to_list()[1:] == [None] * 3
    assert found["reason"].to_list()[1:] == [NO_EVENTS] + ["an input is missing"] * 2


def test_the_power_of_a_comparison_made() -> None:
    panel = made(0.8)
    cluster = estimate(panel, panel.after, "cluster")
    power = power_of_ratio(0.9, cluster.standard_error, degrees=29)
    assert power_of(cluster, 0.95) == pytest.approx(float(power))
    placebo = estimate(panel, panel.after, "placebo")
    assert power_of(placebo, 0.9) == pytest.approx(
        float(power_of_ratio(0.9, placebo.margin(0.9) / stats.norm.ppf(0.95), confidence=0.9))
    )
    model = estimate(panel, panel.after, "model")
    assert power_of(model, 0.95) == pytest.approx(float(power_of_ratio(0.9, model.standard_error)))
    assert np.isnan(power_of(placebo, 0.99))


@pytest.mark.parametrize("errors", ["jackknife", "cluster", "placebo"])
def test_areas_that_all_change_alike_have_no_limits(errors: Any) -> None:
    counts = [[9, 3], [9, 3], *([[9, 9]] * 20)]
    found = difference_in_differences(panel_from(counts, treated=2, before=1), errors=errors)
    row = found.effect.row(0, named=True)
    assert row["value"] == pytest.approx(1 / 3)
    assert (row["lower"], row["reason"]) == (None, NO_SPREAD)
    assert np.isnan(power_of(found.found, 0.95))
