"""Alarms from past years: Farrington's algorithm in its flexible form."""

from __future__ import annotations

import math

import numpy as np
import pytest

from vrn.statistics.alarms import Farrington, farrington
from vrn.statistics.alarms.farrington import NO_FIT
from vrn.statistics.alarms.weekly import MISSING_PAST, TOO_LITTLE_PAST
from vrn.statistics.answers import MISSING_COUNT

Z025 = 1.9599640


def test_the_past_weeks_are_those_of_the_paper() -> None:
    chosen = Farrington()
    told = (chosen.years, chosen.half_window, chosen.periods, chosen.weeks_left_out)
    assert told == (5, 3, 10, 26)
    assert (chosen.trend_p, chosen.weigh_above, chosen.alpha) == (1, 2.58, 0.005)
    assert (chosen.least_events, chosen.least_weeks) == (5, 4)
    lags, design = chosen.lags, chosen.design
    assert (lags[0], lags[-1], lags.size) == (263, 27, 237)
    assert design.shape == (237, 11)
    season = design[:, 1:10]
    # Windows of seven weeks around the anniversaries have no level but the first.
    bare = lags[season.sum(axis=1) == 0]
    assert sorted({(each + 3) % 52 for each in bare}) == [0, 1, 2, 3, 4, 5, 6]
    # Nine levels of five weeks each in a whole year, in order after the window.
    year = (lags > 52 + 26) & (lags <= 104 + 26)
    assert season[year].sum(axis=0).tolist() == [5] * 9
    after = lags[np.flatnonzero(season[:, 0])]
    assert {(-each) % 52 for each in after} == {4, 5, 6, 7, 8}
    assert design[:, -1] == pytest.approx(-lags / 52)
    without = Farrington(years=2, periods=1, weeks_left_out=3)
    assert without.lags.tolist() == [*range(107, 100, -1), *range(55, 48, -1)]
    assert without.design.shape == (14, 2)


def steady(years: int, *, last: int = 10, level: int = 10) -> list[int]:
    """A count that goes evenly up and down about its level, little enough to be no outbreak."""
    return [level + (-1) ** week for week in range(52 * years + 3)] + [last]


def judged(counts: list, **chosen) -> dict:
    return farrington(counts, range(len(counts)), settings=Farrington(**chosen)).row(-1, named=True)


def test_an_even_past_gives_a_poisson_quantile_of_its_mean() -> None:
    found = judged(steady(2), years=2, alpha=0.01)
    assert found["value"] == pytest.approx(10, abs=0.4)
    # 0.99 quantile of Poisson of about 10 is 18.
    assert (found["upper"], found["lower"], found["alarm"]) == (18, 0, False)
    assert found["score"] == pytest.approx((10 - found["value"]) / (18 - found["value"]))
    assert found["confidence"] == pytest.approx(0.99)
    assert found["method"] == "Farrington flexible, negative binomial"
    assert judged(steady(2, last=18), years=2, alpha=0.01)["alarm"] is False
    assert judged(steady(2, last=19), years=2, alpha=0.01)["alarm"] is True


def test_too_little_past_is_said() -> None:
    counts = steady(2)
    found = farrington(counts, range(len(counts)), settings=Farrington(years=2))
    assert found["reason"].to_list() == [TOO_LITTLE_PAST] * 107 + [None]
    assert found["alarm"].null_count() == 107
    assert farrington([1, 2], [1, 2])["reason"].to_list() == [TOO_LITTLE_PAST] * 2


def test_a_past_week_without_a_count_is_said() -> None:
    counts = [None if week == 5 else each for week, each in enumerate(steady(2))]
    assert judged(counts, years=2)["reason"] == MISSING_PAST
    late = [*steady(2)[:-1], None]
    assert judged(late, years=2)["reason"] == MISSING_COUNT
    # The weeks just before are no part of the past.
    gap = steady(2)
    gap[-5] = None
    assert judged(gap, years=2)["reason"] is None


def test_few_events_of_late_are_no_alarm() -> None:
    counts = [0, 1] * 53 + [0, 3]  # 0, 1, 0 and 3 of late
    few = judged(counts, years=2, alpha=0.05)
    assert (few["alarm"], few["upper"]) == (None, None)
    assert few["reason"] == "fewer than 5 events in the last 4 weeks"
    assert judged(counts, years=2, alpha=0.05, least_events=4)["alarm"] is True
    assert judged(counts, years=2, alpha=0.05, least_weeks=6)["alarm"] is True
    assert judged([*counts[:-1], 4], years=2, alpha=0.05)["alarm"] is True


def test_a_trend_is_followed_when_it_is_kept() -> None:
    weeks = np.arange(52 * 3 + 4)
    rising = np.round(20 * np.exp(0.004 * weeks)).astype(int).tolist()
    kept = judged(rising, years=3)
    aim = 20 * math.exp(0.004 * weeks[-1])
    # It leads beyond the highest past count, so it is left out, as the rule of 1996 has it.
    assert kept["value"] < max(rising[:-27]) < aim
    falling = rising[::-1]
    assert judged(falling, years=3)["value"] == pytest.approx(20, rel=0.05)
    assert judged(falling, years=3, trend_p=0)["value"] > 24
    assert judged(falling, years=3, trend_p=0.05)["value"] == pytest.approx(20, rel=0.05)
    # With two years no trend is fitted.
    assert judged(falling, years=2)["value"] == judged(falling, years=2, trend_p=0)["value"]


def test_a_trend_without_support_is_dropped() -> None:
    rng = np.random.default_rng(4)
    counts = rng.poisson(12, 52 * 3 + 4).tolist()
    without = judged(counts, years=3, trend_p=0)["value"]
    assert judged(counts, years=3, trend_p=1e-9)["value"] == without
    assert judged(counts, years=3)["value"] != without


def test_a_trend_is_kept_by_students_t() -> None:
    import statsmodels.api as sm

    rng = np.random.default_rng(11)
    counts = rng.negative_binomial(20, 0.5, 52 * 3 + 4)
    chosen = Farrington(years=3, weigh_above=1e9)
    past = counts[counts.size - 1 - chosen.lags]
    peer = sm.GLM(past, chosen.design, family=sm.families.Poisson()).fit(scale="X2", use_t=True)
    assert peer.scale > 1
    p = peer.pvalues[-1]
    kept, dropped, without = (
        judged(counts.tolist(), years=3, weigh_above=1e9, trend_p=each)["value"]
        for each in (p * 1.001, p * 0.999, 0)
    )
    assert kept == pytest.approx(math.exp(peer.params[0]), rel=1e-6)
    assert dropped == without
    assert dropped != kept


def test_a_past_outbreak_weighs_less() -> None:
    quiet = steady(2)
    wild = quiet.copy()
    wild[52:55] = [60, 70, 60]
    plain = judged(wild, years=2, weigh_above=1e9)
    robust = judged(wild, years=2)
    assert judged(quiet, years=2)["upper"] <= robust["upper"] < plain["upper"]
    assert robust["value"] < plain["value"]


def test_the_weights_are_those_of_the_paper() -> None:
    import statsmodels.api as sm

    rng = np.random.default_rng(12)
    counts = rng.poisson(12, 52 * 3 + 4)
    counts[[30, 31, 90]] = 45, 60, 38
    chosen = Farrington(years=3)
    past = counts[counts.size - 1 - chosen.lags]

    def fitted(weights: np.ndarray) -> tuple:
        family = sm.families.Poisson()
        found = sm.GLM(past, chosen.design, family=family, var_weights=weights).fit(tol=1e-12)
        return found, max(1, found.pearson_chi2 / found.df_resid)

    first, phi = fitted(np.ones(past.size))
    free = np.sqrt(phi * (1 - first.get_hat_matrix_diag()))
    residual = 1.5 * (past ** (2 / 3) - first.mu ** (2 / 3)) / (first.mu ** (1 / 6) * free)
    weights = np.where(residual > 2.58, residual**-2, 1)
    assert (weights < 1).sum() == 3
    second, phi = fitted(weights * past.size / weights.sum())
    found = judged(counts.tolist(), years=3)
    assert found["value"] == pytest.approx(math.exp(second.params[0]), rel=1e-6)
    from scipy.stats import nbinom

    size = found["value"] / (phi - 1)
    assert found["upper"] == nbinom.ppf(0.995, size, 1 / phi)


def test_more_spread_and_other_thresholds_are_heard() -> None:
    rng = np.random.default_rng(5)
    counts = rng.negative_binomial(3, 0.2, 52 * 2 + 4).tolist()
    found = {
        each: judged(counts, years=2, threshold=each)
        for each in ("negative binomial", "wide negative binomial", "two-thirds power")
    }
    values = {each["value"] for each in found.values()}
    assert len(values) == 1
    plain, wide, power = (each["upper"] for each in found.values())
    assert plain < wide
    assert power != round(power)
    assert plain == int(plain)
    # A season of 1 takes the windows alone: seven weeks a year.
    alone = judged(counts, years=2, periods=1, weeks_left_out=3)
    window = np.array([*counts[0:7], *counts[52:59]])
    assert alone["value"] == pytest.approx(window.mean(), rel=0.3)


def test_the_two_thirds_power_is_worked_by_hand() -> None:
    # Windows alone of an even past: mean m, phi 1, log variance 1/(14 m).
    counts = steady(2)
    found = judged(counts, years=2, periods=1, threshold="two-thirds power", alpha=0.025)
    window = np.array([*counts[0:7], *counts[52:59]])
    m = window.mean()
    wanted = m * (1 + 2 / 3 * Z025 * math.sqrt(1 / m + 1 / window.sum())) ** 1.5
    assert found["value"] == pytest.approx(m)
    assert found["upper"] == pytest.approx(wanted, rel=1e-6)
    wide = judged(counts, years=2, periods=1, threshold="wide negative binomial", alpha=0.025)
    from scipy.stats import poisson

    upper_mean = m * math.exp(Z025 * math.sqrt(1 / window.sum()))
    assert wide["upper"] == poisson.ppf(0.975, upper_mean)


def test_the_negative_binomial_is_that_of_mean_and_variance() -> None:
    from scipy.stats import nbinom

    counts = ([2, 30] * 54)[:108]
    found = judged(counts, years=2, periods=1, alpha=0.025, weigh_above=1e9)
    window = np.array([*counts[0:7], *counts[52:59]])
    m = window.mean()
    phi = ((window - m) ** 2 / m).sum() / 13
    assert found["upper"] == nbinom.ppf(0.975, m / (phi - 1), 1 / phi)


def test_a_level_without_events_is_still_judged() -> None:
    season = ([20] * 26 + [0] * 26) * 2 + [20] * 4
    found = judged(season, years=2)
    assert found["reason"] is None
    assert found["value"] == pytest.approx(20, rel=0.2)


def test_a_fit_that_does_not_stand_still_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from vrn.statistics.alarms import quasi_poisson

    monkeypatch.setattr(quasi_poisson, "MOST_STEPS", 1)
    assert judged(steady(2), years=2)["reason"] == NO_FIT


def test_many_weeks_and_groups_are_judged_as_each_alone() -> None:
    rng = np.random.default_rng(6)
    counts = rng.poisson([[8], [20], [3]], (3, 170))
    by, weeks = np.repeat(["c", "a", "b"], 170), np.tile(np.arange(170), 3)
    found = farrington(counts.ravel(), weeks, by=by, settings=Farrington(years=2))
    for name, row in zip(["c", "a", "b"], counts, strict=True):
        alone = farrington(row, range(170), settings=Farrington(years=2))
        both = found.filter(group=name)
        assert both["upper"].to_list() == alone["upper"].to_list()
        assert both["value"].drop_nulls().to_list() == pytest.approx(
            alone["value"].drop_nulls().to_list()
        )


def test_false_alarms_are_as_rare_as_asked() -> None:
    rng = np.random.default_rng(7)
    counts = rng.poisson(20, (40, 52 * 3 + 30))
    found = farrington(
        counts.ravel(),
        np.tile(np.arange(counts.shape[1]), 40),
        by=np.repeat(np.arange(40), counts.shape[1]),
        settings=Farrington(years=3, alpha=0.05),
    ).drop_nulls("alarm")
    assert found.height > 800
    assert found["alarm"].mean() == pytest.approx(0.05, abs=0.03)


@pytest.mark.parametrize(
    "wrong",
    [
        {"years": 0},
        {"half_window": -1},
        {"periods": 0},
        {"periods": 47},
        {"weeks_left_out": -1},
        {"weeks_left_out": 46},
        {"alpha": 0.0},
        {"alpha": 1.0},
        {"weigh_above": 0.0},
        {"threshold": "other"},
        {"least_events": -1},
        {"least_weeks": 0},
    ],
)
def test_wrong_settings_of_farrington_are_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match="got"):
        Farrington(**wrong)
    Farrington(years=1, half_window=0, periods=52, weeks_left_out=51, least_events=0, least_weeks=1)
    assert Farrington(weeks_left_out=0).lags[-1] == 1
