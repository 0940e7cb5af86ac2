"""Funnels, by limits worked by hand and by what must hold of any of them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from scipy.stats import chi2, norm, poisson

from vrn.statistics.funnels import (
    Overdispersion,
    areas,
    placing,
    poisson_funnel_limits,
    proportion_funnel,
    proportion_funnel_limits,
    rate_funnel,
    rate_funnel_curve,
    rate_funnel_limits,
    ratio_funnel,
    ratio_funnel_curve,
    ratio_funnel_limits,
)
from vrn.statistics.funnels.dispersion import dispersion_of

Z = 1.959963984540054
PLAIN = {"winsorised": 0, "corrected": False}


# Limits.


def test_counts_beyond_the_limits_are_those_less_likely_than_the_tail() -> None:
    value, lower, upper = poisson_funnel_limits([10.0])
    # Of 10 expected, P(X <= 3) = 0.0103 and P(X <= 4) = 0.0293; P(X >= 17) = 0.0270, 18: 0.0143.
    assert value[0] == 10
    assert 3 < lower[0] < 4
    assert 17 < upper[0] < 18
    _, lower, upper = poisson_funnel_limits([10.0], confidence=0.998)
    # P(X <= 1) = 0.0005 and P(X <= 2) = 0.0028; P(X >= 21) = 0.0016, 22: 0.0007.
    assert 1 < lower[0] < 2
    assert 21 < upper[0] < 22


@settings(deadline=None)
@given(st.floats(1e-6, 500), st.sampled_from([0.8, 0.95, 0.998]))
def test_the_limits_are_the_exact_test_turned_about(expected, confidence) -> None:
    tail = (1 - confidence) / 2
    _, (lower,), (upper,) = poisson_funnel_limits([expected], confidence=confidence)
    assert 0 <= lower < expected < upper
    below, above = math.ceil(lower) - 1, math.floor(upper) + 1
    assert poisson.cdf(below, expected) <= tail * (1 + 1e-9)
    assert poisson.cdf(below + 1, expected) >= tail * (1 - 1e-9)
    assert poisson.sf(above - 1, expected) <= tail * (1 + 1e-9)
    assert poisson.sf(above - 2, expected) >= tail * (1 - 1e-9)


def test_no_events_are_too_few_only_where_some_are_surely_expected() -> None:
    # exp(-3.68) = 0.0252 and exp(-3.70) = 0.0247: the tail 0.025 lies between.
    _, lower, _ = poisson_funnel_limits([3.68, 3.70, 1e-6])
    assert lower[0] == lower[2] == 0
    assert 0 < lower[1] < 0.02


def test_limits_of_rates_and_ratios_are_those_of_what_is_expected() -> None:
    _, (lower,), (upper,) = poisson_funnel_limits([20.0])
    rate = rate_funnel_limits([1_000, math.nan], baseline=2, multiplier=100)
    assert rate.value[0] == pytest.approx(2)
    assert rate.lower[0] == pytest.approx(lower / 10)
    assert rate.upper[0] == pytest.approx(upper / 10)
    assert all(math.isnan(each[1]) for each in rate)
    years = rate_funnel_limits([500], baseline=2, multiplier=100, years=2)
    assert years.upper[0] == pytest.approx(rate.upper[0])
    ratio = ratio_funnel_limits([20.0])
    assert ratio.value[0] == 100
    assert ratio.lower[0] == pytest.approx(5 * lower)
    assert ratio_funnel_limits([20.0], multiplier=1).upper[0] == pytest.approx(upper / 20)


def test_limits_of_shares_are_where_wilsons_just_reach_the_baseline() -> None:
    found = proportion_funnel_limits([100, math.nan], baseline=20, multiplier=100)
    assert found.value[0] == 20
    assert found.lower[0] == pytest.approx(20 - Z * 4)
    assert found.upper[0] == pytest.approx(20 + Z * 4)
    assert all(math.isnan(each[1]) for each in found)
    wide = proportion_funnel_limits([100], baseline=0.2, confidence=0.998)
    assert wide.upper[0] == pytest.approx(0.2 + 3.090232306167813 * 0.04)


@pytest.mark.parametrize(
    ("multiplier", "cap", "upper"),
    [
        (1, "whole", 1),
        (1, "hundred", 0.9 + Z * 0.3),
        (100, "whole", 100),
        (100, "hundred", 100),
        (1_000, "whole", 1_000),
        (1_000, "hundred", 100),
    ],
)
def test_an_upper_limit_ends_at_the_whole_or_at_a_hundred(multiplier, cap, upper) -> None:
    found = proportion_funnel_limits([1], baseline=0.9 * multiplier, multiplier=multiplier, cap=cap)
    assert found.upper[0] == pytest.approx(upper)
    none = proportion_funnel_limits([1], baseline=0.1, cap=cap)
    assert none.lower[0] == 0


# Curves.


def test_curves_by_counts_lie_on_the_limits_by_populations() -> None:
    events = [1, 4, 60]
    found = rate_funnel_curve(events, baseline=3, multiplier=1_000, years=2)
    assert found["confidence"].to_list() == [0.95] * 3 + [0.998] * 3
    for row in found.iter_rows(named=True):
        for side in ("lower", "upper"):
            population = [row[f"{side}_population"]]
            limits = rate_funnel_limits(
                population, baseline=3, years=2, confidence=row["confidence"]
            )
            assert getattr(limits, side)[0] == pytest.approx(row[side], rel=1e-9)
            assert row[side] == pytest.approx(1_000 * row["events"] / (2 * population[0]))
    assert (found["value"] == 3).all()
    assert (found["method"] == "exact Poisson").all()


def test_a_curve_of_ratios_is_that_of_expected_events() -> None:
    # Garwood's limits of 10 events are 4.795 and 18.390.
    row = ratio_funnel_curve([10], confidence=0.95).to_dicts()[0]
    assert row["events"] == 10
    assert row["lower_expected"] == pytest.approx(18.390, abs=5e-4)
    assert row["upper_expected"] == pytest.approx(4.795, abs=5e-4)
    assert row["value"] == 100
    assert row["lower"] == pytest.approx(1_000 / 18.390, rel=1e-4)
    assert row["upper"] == pytest.approx(1_000 / 4.795, rel=1e-4)


def test_of_no_events_there_is_no_upper_curve() -> None:
    none, unknown = ratio_funnel_curve([0, None], confidence=0.95).to_dicts()
    assert (none["lower"], none["upper"], none["upper_expected"]) == (0, None, 0)
    assert none["reason"] == "the method gives no limits here"
    assert unknown["events"] is unknown["value"] is unknown["lower"] is None
    assert unknown["reason"] == "an input is missing"


# Areas in their funnel.


def test_shares_in_their_funnel() -> None:
    found = proportion_funnel(
        [20, 50, 25, 25],
        [100, 100, 100, 100],
        by={"area": ["d", "c", "b", "a"]},
        multiplier=100,
    )
    assert found.columns == [
        *("area", "count", "total", "baseline", "z", "phi", "tau2", "dispersion_p"),
        *("position", "significance"),
        *("value", "lower", "upper", "confidence", "method", "reason"),
    ]
    assert found["area"].to_list() == ["a", "b", "c", "d"] * 2
    third = found.to_dicts()[2]
    assert (third["count"], third["total"], third["value"]) == (50, 100, 50)
    assert third["baseline"] == pytest.approx(30)
    assert third["upper"] == pytest.approx(30 + Z * math.sqrt(30 * 70 / 100))
    assert third["z"] == pytest.approx(20 * (math.pi / 4 - math.asin(math.sqrt(0.3))))
    assert found["position"].to_list() == [
        *("within", "within", "high", "low"),
        *("within", "within", "high", "within"),
    ]
    said = ["Not significant", "Not significant", "High (0.001)", "Low (0.025)"]
    assert found["significance"].to_list() == said * 2
    assert found["method"].unique().to_list() == ["Wilson's score"]


def test_rates_in_their_funnel() -> None:
    found = rate_funnel([10, 30], [1_000, 1_000], multiplier=100, confidence=[0.998, 0.95])
    row = found.to_dicts()[0]
    limits = rate_funnel_limits([1_000], baseline=2, multiplier=100, confidence=0.998)
    assert (row["value"], row["baseline"], row["population"]) == (1, 2, 1_000)
    assert row["lower"] == pytest.approx(limits.lower[0])
    assert row["upper"] == pytest.approx(limits.upper[0])
    assert row["z"] == pytest.approx(2 * (math.sqrt(10) - math.sqrt(20)))
    # P(X <= 10 of 20) = 0.0108 and P(X >= 30) = 0.0218.
    assert found["position"].to_list() == ["within", "within", "low", "high"]
    assert found["significance"].to_list() == ["Low (0.025)", "High (0.025)"] * 2
    assert found["method"][0] == "exact Poisson"


def test_ratios_in_their_funnel() -> None:
    found = ratio_funnel([20, 36], [20, 20.0], confidence=0.95)
    assert found["value"].to_list() == [100, 180]
    assert found["baseline"].to_list() == [100, 100]
    assert found["upper"][0] == pytest.approx(ratio_funnel_limits([20.0]).upper[0])
    assert found["z"][1] == pytest.approx(2 * (6 - math.sqrt(20)))
    assert found["position"].to_list() == ["within", "high"]
    again = ratio_funnel([20, 36], [20, 20.0], baseline=180, confidence=0.95)
    assert again["value"].to_list() == [100, 180]
    assert again["baseline"].to_list() == pytest.approx([180, 180])
    assert again["z"].to_list() == pytest.approx([2 * (math.sqrt(20) - 6), 0])
    limits = poisson_funnel_limits([36.0])
    assert again["lower"][0] == pytest.approx(5 * limits.lower[0])
    assert again["position"].to_list() == ["low", "within"]


@pytest.mark.parametrize(("funnel", "multiplier"), [(proportion_funnel, 100), (rate_funnel, 1_000)])
def test_a_baseline_given_is_taken(funnel, multiplier) -> None:
    found = funnel([20, 30], [100, 100], baseline=0.4 * multiplier, multiplier=multiplier)
    assert found["baseline"].to_list() == pytest.approx([0.4 * multiplier] * 4)
    assert found["value"].to_list() == pytest.approx([0.2 * multiplier, 0.3 * multiplier] * 2)
    assert found["position"][0] == "low"


def test_rows_of_an_area_are_summed() -> None:
    split = rate_funnel([4, 6, 30], [300, 700, 1_000], by={"area": ["a", "a", "b"]})
    whole = rate_funnel([30, 10], [1_000, 1_000], by={"area": ["b", "a"]})
    assert split.equals(whole)


def test_each_funnel_has_its_own_baseline_and_dispersion() -> None:
    by = {"year": [1, 1, 2, 2], "area": ["a", "b", "a", "b"]}
    counts, people = [10, 30, 30, 30], [1_000] * 4
    found = rate_funnel(counts, people, by=by, within=["year"], multiplier=100)
    assert found["baseline"].to_list() == [2, 2, 3, 3] * 2
    assert found["phi"][0] == found["phi"][1] > 1
    assert found["phi"][2] == 0
    together = rate_funnel(counts, people, by=by, multiplier=100)
    assert together["baseline"].to_list() == [2.5] * 8
    alone = rate_funnel(counts[:2], people[:2], multiplier=100)
    assert_frame_equal(found.filter(year=1).drop("year", "area"), alone, check_exact=False)


# Over-dispersion.


def test_phi_and_the_variance_between_areas() -> None:
    z, one = np.array([3.0, -3.0, 1.0, -1.0, np.nan]), np.zeros(5, dtype=int)
    found = dispersion_of(
        z, np.full(5, 25.0), one, overdispersion=Overdispersion(**PLAIN), estimated=True
    )
    # phi = 20 / 4; weights are 100 each, so tau^2 = (20 - 3) / (400 - 100).
    assert found.phi[0] == 5
    assert found.tau2[0] == pytest.approx(17 / 300)
    assert found.areas[0] == 4
    assert found.p[0] == pytest.approx(chi2.sf(20, 3))
    given = dispersion_of(
        z, np.full(5, 25.0), one, overdispersion=Overdispersion(**PLAIN), estimated=False
    )
    assert given.p[0] == pytest.approx(chi2.sf(20, 4))


def test_weights_of_unlike_areas() -> None:
    found = dispersion_of(
        np.array([4.0, -4.0]),
        np.array([25.0, 75.0]),
        np.zeros(2, dtype=int),
        overdispersion=Overdispersion(**PLAIN),
        estimated=True,
    )
    # Weights 100 and 300: 400 - 100,000 / 400 = 150; (32 - 1) / 150.
    assert found.tau2[0] == pytest.approx(31 / 150)


def test_outlying_scores_are_drawn_in() -> None:
    z, size, one = np.array([-2.0, -1, 0, 1, 10]), np.full(5, 25.0), np.zeros(5, dtype=int)
    published = Overdispersion(winsorised=0.25, corrected=False)
    found = dispersion_of(z, size, one, overdispersion=published, estimated=False)
    assert found.phi[0] == pytest.approx(4 / 5)
    assert found.tau2[0] == 0
    corrected = Overdispersion(winsorised=0.25)
    more = dispersion_of(z, size, one, overdispersion=corrected, estimated=False)
    assert more.phi[0] == pytest.approx(0.8 / corrected.shrinkage())
    assert more.p[0] == pytest.approx(chi2.sf(106, 5))


@pytest.mark.parametrize("share", [0.05, 0.1, 0.25])
def test_drawing_in_shrinks_the_mean_square_of_normal_scores_so(share) -> None:
    normal = norm.ppf((np.arange(40_000) + 0.5) / 40_000)
    drawn_in = np.clip(normal, *np.quantile(normal, [share, 1 - share]))
    shrinkage = Overdispersion(winsorised=share).shrinkage()
    assert shrinkage == pytest.approx(np.mean(drawn_in**2), abs=1e-4)
    assert Overdispersion(winsorised=0).shrinkage() == 1


# Of 25 expected, z = 2 (sqrt(count) - 5) = 2, -2, 2, -2, 4: phi = 32 / 5 and tau^2 = 28 / 400.
FIVE = ([36, 16, 36, 16, 49], [25.0] * 5)


@pytest.mark.parametrize(
    ("model", "spread"), [("multiplicative", math.sqrt(0.064)), ("additive", math.sqrt(0.08))]
)
def test_limits_widen_on_the_scale_of_the_roots(model, spread) -> None:
    wider = Overdispersion(model, **PLAIN)
    found = ratio_funnel(*FIVE, overdispersion=wider, confidence=[0.95, 0.5])
    assert found["phi"].to_list() == pytest.approx([6.4] * 10)
    assert found["tau2"].to_list() == pytest.approx([0.07] * 10)
    assert found["dispersion_p"][0] == pytest.approx(chi2.sf(32, 5))
    assert found["lower"][0] == pytest.approx(100 * (1 - Z * spread) ** 2)
    assert found["upper"][0] == pytest.approx(100 * (1 + Z * spread) ** 2)
    assert found["z"][0] == pytest.approx(0.2 / spread)
    assert found["method"][0] == f"square roots, {model} over-dispersion"
    assert found["position"].to_list()[:5] == ["within"] * 5
    assert found["significance"][4] == "High (0.25)"


def test_shares_widen_on_the_scale_of_arcsine_roots() -> None:
    wider = Overdispersion("multiplicative", **PLAIN)
    found = proportion_funnel(
        [10, 90, 10, 90, 50], [100] * 5, confidence=0.95, overdispersion=wider
    )
    angles = [20 * (math.asin(math.sqrt(each)) - math.pi / 4) for each in (0.1, 0.9, 0.1, 0.9, 0.5)]
    phi = sum(each**2 for each in angles) / 5
    assert found["phi"][0] == pytest.approx(phi)
    far = Z * math.sqrt(phi / 400)
    assert far > math.pi / 4  # the limits end at 0 and at 1
    assert found["lower"][0] == pytest.approx(0, abs=1e-12)
    assert found["upper"][0] == pytest.approx(1)
    half = proportion_funnel([10, 90, 10, 90, 50], [100] * 5, confidence=0.5, overdispersion=wider)
    step = 0.6744897501960817 * math.sqrt(phi / 400)
    assert half["upper"][0] == pytest.approx(math.sin(math.pi / 4 + step) ** 2)
    assert half["method"][0] == "arcsine roots, multiplicative over-dispersion"


@pytest.mark.parametrize("model", ["multiplicative", "additive"])
def test_limits_stay_exact_where_areas_differ_by_no_more_than_chance(model) -> None:
    alike = ([25, 26, 24, 25, 25], [25.0] * 5)
    found = ratio_funnel(*alike, overdispersion=Overdispersion(model))
    assert found.equals(ratio_funnel(*alike))
    assert (found["method"] == "exact Poisson").all()


def test_too_few_areas_tell_nothing_of_over_dispersion() -> None:
    four = tuple(each[:4] for each in FIVE)
    found = ratio_funnel(*four, overdispersion=Overdispersion())
    assert found["value"].to_list() == [144, 64] * 4
    for column in ("lower", "upper", "z", "position", "significance"):
        assert found[column].is_null().all()
    assert (found["reason"] == placing.TOO_FEW_AREAS).all()
    assert ratio_funnel(*FIVE, overdispersion=Overdispersion())["reason"].is_null().all()


def test_one_area_has_no_variance_between_areas() -> None:
    found = ratio_funnel([30], [25.0])
    assert found["tau2"].is_null().all()
    assert found["phi"].is_not_null().all()


# Reasons and rules.


def test_what_has_no_value_says_why() -> None:
    shares = proportion_funnel([None, 1, 1, 5], [10, None, 10, 10]).head(3)
    assert shares["reason"].to_list() == ["a count is missing", "a total is missing", None]
    assert shares["baseline"][2] == pytest.approx(0.3)
    none = proportion_funnel([0, 1], [0, 2])
    assert none["reason"][0] == "the total is 0: there is nothing to take a share of"
    assert (
        none["value"][0] is none["z"][0] is none["position"][0] is none["significance"][0] is None
    )
    rates = rate_funnel([None, 1, 0, 5], [10, None, 0, 10])
    assert rates["reason"].to_list()[:4] == [
        *("a count is missing", "a population is missing"),
        *("a population is 0: nothing is at risk", None),
    ]
    assert rates["baseline"][3] == 500
    ratios = ratio_funnel([None, 1, 0, 5], [10, None, 0, 10])
    assert ratios["reason"].to_list()[:4] == [
        *("a count is missing", areas.MISSING_EXPECTED, areas.NONE_EXPECTED, None),
    ]
    empty = rate_funnel([0, 0], [10, 20])
    assert (empty["reason"] == areas.NO_BASELINE).all()


@pytest.mark.parametrize("funnel", [proportion_funnel, rate_funnel, ratio_funnel])
def test_no_cell_is_nan(funnel) -> None:
    found = funnel([None, 1, 0, 5, 0, 10], [10, None, 0, 10, 10, 10])
    assert not any(found.select(pl.col(pl.Float64).is_nan().any()).row(0))


def test_sizes_of_1_and_less_are_sizes() -> None:
    assert ratio_funnel([1], [0.5])["value"].to_list() == [200, 200]
    assert rate_funnel([1], [0.5])["value"].to_list() == [2_000, 2_000]
    assert proportion_funnel([1, 0], [1, 1])["value"].to_list() == [1, 0] * 2


def test_a_funnel_of_nothing_known_has_no_limits() -> None:
    found = proportion_funnel([None, None], [10, 10])
    assert found["reason"].to_list() == ["a count is missing"] * 4
    assert found["lower"].is_null().all()


BROKEN = {
    "expected must be a number above 0": lambda: poisson_funnel_limits([0]),
    "population must be a number above 0": lambda: rate_funnel_limits([0], baseline=1),
    "baseline must be a number above 0": lambda: rate_funnel_limits([1], baseline=0),
    "years must be a number above 0": lambda: rate_funnel_limits([1], baseline=1, years=0),
    "total must be a number above 0": lambda: proportion_funnel_limits([0], baseline=0.1),
    "baseline must be a number of at least 0": lambda: proportion_funnel_limits([1], baseline=-1),
    "may not exceed the multiplier, 100": lambda: proportion_funnel_limits(
        [1], baseline=101, multiplier=100
    ),
    "the cap is 'whole' or 'hundred'": lambda: proportion_funnel_limits(
        [1],
        baseline=0.1,
        cap="none",  # type: ignore[arg-type]
    ),
    "the multiplier must be": lambda: ratio_funnel_limits([1], multiplier=0),
    "multiplier must be": lambda: rate_funnel_limits([1], baseline=1, multiplier=-1),
    "multiplier": lambda: proportion_funnel_limits([1], baseline=1, multiplier=-1),
    "above 0; got 0 and 1": lambda: rate_funnel_curve([1], baseline=0),
    "above 0; got 1 and 0": lambda: rate_funnel_curve([1], baseline=1, years=0),
    "above 0; got inf and 1": lambda: rate_funnel_curve([1], baseline=math.inf),
    "above 0; got 1 and inf": lambda: rate_funnel_curve([1], baseline=1, years=math.inf),
    "above 0, such": lambda: rate_funnel_curve([1], baseline=1, multiplier=0),
    "number above 0, such": lambda: ratio_funnel_curve([1], multiplier=0),
    "events must be a whole number": lambda: ratio_funnel_curve([0.5]),
    "the model is": lambda: Overdispersion("none"),  # type: ignore[arg-type]
    "below 0.5; got 0.5": lambda: Overdispersion(winsorised=0.5),
    "below 0.5; got -0.1": lambda: Overdispersion(winsorised=-0.1),
    "exceed its total; got 3 of 2 at position 1": lambda: proportion_funnel([1, 3], [2, 2]),
    "total must be a whole number": lambda: proportion_funnel([1], [1.5]),
    "count must be a whole number": lambda: rate_funnel([0.5], [2]),
    "population must be": lambda: rate_funnel([1], [-2]),
    "such as 1000": lambda: rate_funnel([1], [2], multiplier=0),
    "within names columns of by .area.; got": lambda: rate_funnel(
        [1], [2], by={"area": ["a"]}, within=["year"]
    ),
    "may not be called z": lambda: rate_funnel([1], [2], by={"z": ["a"]}),
    "one length": lambda: ratio_funnel([1, 2], [2]),
    "such as 0.95": lambda: ratio_funnel([1], [2], confidence=95),
    "a baseline is": lambda: rate_funnel([1], [2], baseline=0),
}


@pytest.mark.parametrize(("said", "broken"), BROKEN.items(), ids=BROKEN)
def test_broken_input_is_refused_with_its_rule(said, broken) -> None:
    with pytest.raises(ValueError, match=said):
        broken()


COUNTS = st.lists(st.integers(0, 400), min_size=6, max_size=12)


@settings(deadline=None, max_examples=40)
@given(COUNTS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(counts, random) -> None:
    rows = [(f"{place:02}", each, 100 + 37 * place) for place, each in enumerate(counts)]
    turned = random.sample(rows, len(rows))
    options: dict[str, Any] = {"overdispersion": Overdispersion()}

    def funnel(given: list[tuple[str, int, int]]) -> pl.DataFrame:
        area, count, people = zip(*given, strict=True)
        return rate_funnel(count, people, by={"area": area}, **options)

    assert_frame_equal(funnel(turned), funnel(rows))


@settings(deadline=None, max_examples=40)
@given(COUNTS.filter(any), st.sampled_from([2, 10]))
def test_scaling_populations_scales_rates_and_nothing_else(counts, times) -> None:
    people = 500 + np.arange(len(counts))
    plain, scaled = rate_funnel(counts, people), rate_funnel(counts, people * times)
    for column in ("value", "lower", "upper", "baseline"):
        np.testing.assert_allclose(scaled[column] * times, plain[column], rtol=1e-9)
    np.testing.assert_allclose(scaled["z"], plain["z"], rtol=1e-6, atol=1e-9)
    assert scaled["position"].equals(plain["position"])


@settings(deadline=None, max_examples=40)
@given(COUNTS.filter(any))
def test_higher_confidence_and_over_dispersion_widen_limits(counts) -> None:
    people = [900] * len(counts)
    found = rate_funnel(counts, people)
    narrow, wide = found.filter(confidence=0.95), found.filter(confidence=0.998)
    assert (wide["lower"] <= narrow["lower"]).all()
    assert (wide["upper"] > narrow["upper"]).all()
    assert (narrow["lower"] <= narrow["baseline"]).all()
    assert (narrow["baseline"] < narrow["upper"]).all()
