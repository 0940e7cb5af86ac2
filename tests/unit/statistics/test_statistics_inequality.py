"""Slope and relative index of inequality, by lines drawn by hand and by what must hold of any."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrn.statistics.inequality import (
    Line,
    QuantileValues,
    Simulation,
    indices,
    inequality_indices,
    quantile_proportions,
    quantile_rates,
    quantile_values,
    ridit_ranks,
    simulation,
)
from vrn.statistics.inequality.scales import scale_of

Z = 1.959963984540054
HALVES = [500, 500]


def of(index: str, *arguments: Any, **named: Any) -> pl.DataFrame:
    return inequality_indices(*arguments, **named).filter(index=index)


def both(*arguments: Any, **named: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    found = inequality_indices(*arguments, **named)
    assert found["index"].to_list() == ["slope", "relative"]
    slope, relative = found.to_dicts()
    return slope, relative


# Two quantiles of equal people lie at ranks 1/4 and 3/4: the line runs half as far again each way.


def test_the_line_through_two_halves() -> None:
    slope, relative = both([1, 2], HALVES, quantile_values([20, 10], se=[1, 1]))
    assert slope["value"] == pytest.approx(5 - 25)
    assert relative["value"] == pytest.approx(5 / 25)
    assert slope["intercept"] == relative["intercept"] == pytest.approx(25)
    assert slope["quantiles"] == 2
    # The slope weighs the values by -2 and 2: its variance is 4 + 4.
    assert slope["lower"] == pytest.approx(-20 - Z * math.sqrt(8))
    assert slope["upper"] == pytest.approx(-20 + Z * math.sqrt(8))
    # The ends weigh them by (1.5, -0.5) and (-0.5, 1.5); over 25 and 5: (-0.16, 0.32).
    error = math.sqrt(0.16**2 + 0.32**2)
    assert relative["lower"] == pytest.approx(0.2 * math.exp(-Z * error))
    assert relative["upper"] == pytest.approx(0.2 * math.exp(Z * error))


def test_the_other_contrast_turns_both_about() -> None:
    line = Line(contrast="first_to_last", multiplier=100)
    slope, relative = both([1, 2], HALVES, quantile_values([20, 10], se=[1, 1]), line=line)
    assert slope["value"] == pytest.approx(2_000)
    assert slope["upper"] == pytest.approx(2_000 + 100 * Z * math.sqrt(8))
    assert slope["intercept"] == pytest.approx(2_500)
    assert relative["value"] == pytest.approx(5)
    assert relative["upper"] == pytest.approx(5 * math.exp(Z * math.sqrt(0.128)))


def test_ranks_are_the_middles_of_the_shares_of_people() -> None:
    np.testing.assert_allclose(ridit_ranks(np.array([100.0, 300, 100])), [0.1, 0.5, 0.9])
    np.testing.assert_allclose(ridit_ranks(np.array([100.0, 300, 600])), [0.05, 0.25, 0.7])


def test_weights_are_people_or_precision() -> None:
    values = quantile_values([8, 5, 1], se=[1, 1, 0.5])
    # By people 0.2, 0.6, 0.2 the values are weighed by -1.25, 0, 1.25 about the mean rank 0.5.
    slope, _ = both([1, 2, 3], [100, 300, 100], values)
    assert slope["value"] == pytest.approx(1.25 * (1 - 8))
    assert slope["intercept"] == pytest.approx(0.2 * 8 + 0.6 * 5 + 0.2 * 1 + 8.75 / 2)
    # By precision 1, 1, 4 the mean rank is 0.7, and they are weighed by (-0.6, -0.2, 0.8) / 0.56.
    slope, _ = both([1, 2, 3], [100, 300, 100], values, line=Line(weights="precision"))
    assert slope["value"] == pytest.approx((-0.6 * 8 - 0.2 * 5 + 0.8 * 1) / 0.56)
    assert slope["intercept"] == pytest.approx((8 + 5 + 4) / 6 + 0.7 * 5 / 0.56)
    error = math.sqrt(0.6**2 + 0.2**2 + 0.8**2 * 0.25) / 0.56
    assert slope["upper"] == pytest.approx(-5 / 0.56 + Z * error)


def test_rates_are_fitted_by_their_logarithms_if_asked() -> None:
    # log 10 and log 40 at ranks 1/4 and 3/4: the ends are log 5 and log 80.
    values = quantile_values([10, 40], kind="rate", se=[1, 4])
    slope, relative = both([1, 2], HALVES, values, line=Line(transform=True))
    assert slope["intercept"] == pytest.approx(5)
    assert slope["value"] == pytest.approx(75)
    assert relative["value"] == pytest.approx(16)
    # Standard errors of the logs are 0.1; 80 * (-0.5, 1.5) - 5 * (1.5, -0.5) = (-47.5, 122.5).
    assert slope["lower"] == pytest.approx(75 - Z * 0.1 * math.hypot(47.5, 122.5))
    assert relative["upper"] == pytest.approx(16 * math.exp(Z * 0.1 * math.sqrt(8)))
    assert "logarithms" in slope["method"]


def test_proportions_are_fitted_by_their_logits_if_asked() -> None:
    # Logits -log 4 and 0 at ranks 1/4 and 3/4: the ends are -log 8 and log 2.
    values = quantile_values([0.2, 0.5], kind="proportion", se=[0.016, 0.025])
    slope, relative = both([1, 2], HALVES, values, line=Line(transform=True))
    assert slope["intercept"] == pytest.approx(1 / 9)
    assert slope["value"] == pytest.approx(2 / 3 - 1 / 9)
    assert relative["value"] == pytest.approx(6)
    # Errors of the logits are 0.1; the ends are as steep as 8/81 and 2/9.
    error = 0.1 * math.hypot(2 / 9 * 0.5 + 8 / 81 * 1.5, 2 / 9 * 1.5 + 8 / 81 * 0.5)
    assert slope["upper"] == pytest.approx(5 / 9 + Z * error)


def test_errors_come_from_limits_on_the_scale_of_the_kind() -> None:
    limits = ([0.25], [0.75])
    assert quantile_values([0.5], limits=limits).error[0] == pytest.approx(0.25 / Z)
    rate = quantile_values([0.5], kind="rate", limits=limits)
    assert rate.error[0] == pytest.approx(math.log(3) / (2 * Z))
    share = quantile_values([0.5], kind="proportion", limits=limits)
    assert share.error[0] == pytest.approx(math.log(9) / (2 * Z))
    wide = quantile_values([0.5], limits=limits, limits_confidence=0.998)
    assert wide.error[0] == pytest.approx(0.25 / 3.090232306167813)


def test_an_untransformed_line_of_rates_takes_its_errors_as_the_rates_vary() -> None:
    values = quantile_values([20, 10], kind="rate", se=[1, 1])
    slope, _ = both([1, 2], HALVES, values)
    assert slope["upper"] == pytest.approx(-20 + Z * math.sqrt(8))


def test_counts_make_rates_and_shares_with_the_errors_of_their_limits() -> None:
    rates = quantile_rates([30, 0, 5, None], [1_000, 1_000, 0, 10], multiplier=100)
    np.testing.assert_allclose(rates.value, [3, 0, np.nan, np.nan])
    assert rates.error[0] == pytest.approx(math.log(42.83 / 20.24) / (2 * Z), rel=1e-3)
    assert np.isnan(rates.error[1:]).all()
    assert quantile_rates([1], [0.5]).value[0] == 2_000
    shares = quantile_proportions([5, 0, 7, 3], [10, 10, 7, 0])
    np.testing.assert_allclose(shares.value, [0.5, 0, 1, np.nan])
    # Wilson's limits of 5 in 10 are 0.2366 and 0.7634.
    assert shares.error[0] == pytest.approx(2 * math.log(0.7634 / 0.2366) / (2 * Z), rel=1e-3)
    assert np.isnan(shares.error[1:]).all()


KINDS = [
    ("continuous", False, [12.0, 9.0, 7.0, 6.0]),
    ("rate", False, [12.0, 9.0, 7.0, 6.0]),
    ("rate", True, [12.0, 9.0, 7.0, 6.0]),
    ("proportion", False, [0.42, 0.3, 0.2, 0.15]),
    ("proportion", True, [0.42, 0.3, 0.2, 0.15]),
]
PEOPLE = np.array([300.0, 200, 400, 100])


@pytest.mark.parametrize("level", ["drawn", "observed"])
@pytest.mark.parametrize(("kind", "transform", "value"), KINDS)
def test_drawn_limits_are_the_percentiles_of_lines_fitted_one_by_one(
    kind, transform, value, level
) -> None:
    value, draws = np.array(value), 1_000
    values = quantile_values(value, kind=kind, se=value / 20)
    scale = scale_of(kind)
    normal = np.random.default_rng(7).standard_normal((4, draws))
    fitted = scale.onto(value)[:, None] + values.error[:, None] * normal
    fitted, observed = (fitted, scale.onto(value)) if transform else (scale.back(fitted), value)
    ranks, weights = ridit_ranks(PEOPLE), PEOPLE / PEOPLE.sum()
    # polyfit minimises the sum of squares of weight times residual: the root of people.
    slope, first = np.polyfit(ranks, fitted, 1, w=np.sqrt(weights))
    if level == "observed":
        first = observed @ weights - slope * (ranks @ weights)
    back = scale.back if transform else np.asarray
    far, near = back(first), back(first + slope)
    found = inequality_indices(
        [1, 2, 3, 4],
        PEOPLE,
        values,
        line=Line(transform=transform, contrast="first_to_last", multiplier=10),
        limits=Simulation(np.random.default_rng(7), draws=draws, level=level),
        confidence=[0.9, 0.95],
    )
    assert found["confidence"].to_list() == [0.9, 0.9, 0.95, 0.95]
    for row, confidence in ((0, 0.9), (2, 0.95)):
        tails = [(1 - confidence) / 2, (1 + confidence) / 2]
        for place, index in ((row, 10 * (far - near)), (row + 1, far / near)):
            np.testing.assert_allclose(
                found.select("lower", "upper").row(place), np.quantile(index, tails)
            )


def test_drawn_limits_of_a_plain_line_come_to_the_normal_ones() -> None:
    values = quantile_values([20, 10], se=[1, 1])
    drawn = of(
        "slope", [1, 2], HALVES, values, limits=Simulation(np.random.default_rng(3))
    ).to_dicts()[0]
    normal = of("slope", [1, 2], HALVES, values).to_dicts()[0]
    assert drawn["lower"] == pytest.approx(normal["lower"], abs=0.05)
    assert drawn["upper"] == pytest.approx(normal["upper"], abs=0.05)
    assert drawn["method"] == "line weighted by population, limits of 100,000 draws"


def test_the_level_is_said_when_it_is_held() -> None:
    held = Simulation(np.random.default_rng(3), draws=1_000, level="observed")
    found = inequality_indices([1, 2], HALVES, quantile_values([2, 1], se=[1, 1]), limits=held)
    assert found["method"][0] == "line weighted by population, limits of 1,000 draws, level held"


def many(size: int) -> dict[str, Any]:
    rng = np.random.default_rng(11)
    groups = np.repeat(np.arange(size), 3)
    return {
        "quantile": np.tile([1, 2, 3], size),
        "population": rng.integers(100, 900, groups.size),
        "by": {"area": groups},
        "values": quantile_values(rng.uniform(5, 9, groups.size), se=np.full(groups.size, 0.5)),
    }


def drawn(**rows: Any) -> pl.DataFrame:
    return inequality_indices(
        rows["quantile"],
        rows["population"],
        rows["values"],
        by=rows["by"],
        limits=Simulation(np.random.default_rng(5), draws=1_000),
    )


def test_groups_drawn_a_few_at_a_time_are_drawn_alike(monkeypatch) -> None:
    at_once = drawn(**many(5))
    monkeypatch.setattr(simulation, "NUMBERS_AT_ONCE", 2 * 3 * 1_000)
    assert drawn(**many(5)).equals(at_once)
    monkeypatch.setattr(simulation, "NUMBERS_AT_ONCE", 1)
    assert drawn(**many(5)).equals(at_once)


def test_a_group_does_not_depend_on_the_others() -> None:
    rows = many(5)
    value, error, scale = rows["values"]
    alone = {
        "quantile": rows["quantile"][6:9],
        "population": rows["population"][6:9],
        "by": {"area": rows["by"]["area"][6:9]},
        "values": QuantileValues(value[6:9], error[6:9], scale),
    }
    assert drawn(**rows).filter(area=2).equals(drawn(**alone))


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = many(4)
    turned = np.random.default_rng(1).permutation(12)
    again = {
        "quantile": rows["quantile"][turned],
        "population": rows["population"][turned],
        "by": {"area": rows["by"]["area"][turned]},
        "values": rows["values"]._replace(
            value=rows["values"].value[turned], error=rows["values"].error[turned]
        ),
    }
    assert drawn(**again).equals(drawn(**rows))


PEOPLE_OF_FIVE = st.lists(st.integers(50, 5_000), min_size=5, max_size=5)
VALUES_OF_FIVE = st.lists(st.floats(1, 50), min_size=5, max_size=5)


@settings(deadline=None, max_examples=50)
@given(PEOPLE_OF_FIVE, VALUES_OF_FIVE, st.sampled_from([0.5, 3, 1_000]))
def test_populations_and_values_scale(people, values, times) -> None:
    quantile, error = [1, 2, 3, 4, 5], [1.0] * 5
    plain = of("slope", quantile, people, quantile_values(values, se=error))
    scaled = of(
        "slope",
        quantile,
        np.array(people) * times,
        quantile_values(np.array(values) * times, se=np.array(error) * times),
    )
    for each in ("value", "lower", "upper", "intercept"):
        assert scaled[each][0] == pytest.approx(times * plain[each][0], rel=1e-6, abs=1e-6)


@settings(deadline=None, max_examples=50)
@given(PEOPLE_OF_FIVE, VALUES_OF_FIVE)
def test_limits_bracket_values_and_a_contrast_is_the_other_turned(people, values) -> None:
    rows = ([1, 2, 3, 4, 5], people, quantile_values(values, kind="rate", se=[0.5] * 5))
    up = inequality_indices(*rows, line=Line(transform=True))
    down = inequality_indices(*rows, line=Line(transform=True, contrast="first_to_last"))
    assert (up["lower"] < up["value"]).all()
    assert (up["value"] < up["upper"]).all()
    assert down["value"][0] == pytest.approx(-up["value"][0])
    assert down["value"][1] == pytest.approx(1 / up["value"][1])
    assert down["upper"][1] == pytest.approx(1 / up["lower"][1])


@settings(deadline=None, max_examples=50)
@given(PEOPLE_OF_FIVE, st.floats(1, 9), st.floats(-10, 10))
def test_a_straight_line_is_found_whatever_the_weights(people, first, slope) -> None:
    values = first + slope * ridit_ranks(np.array(people, dtype=float))
    found = of("slope", [1, 2, 3, 4, 5], people, quantile_values(values, se=[1] * 5))
    assert found["value"][0] == pytest.approx(slope, abs=1e-9)
    assert found["intercept"][0] == pytest.approx(first, abs=1e-9)


def reason(*rows: Any, index: str = "slope", **named: Any) -> str | None:
    found = of(index, *rows, **named)
    assert found["value"].is_null().all()
    assert found["lower"].is_null().all()
    return found["reason"][0]


@pytest.mark.parametrize("index", ["slope", "relative"])
def test_what_has_no_line_says_why(index) -> None:
    two = quantile_values([20, 10], se=[1, 1])
    assert reason([1, 3], HALVES, two, index=index) == indices.MISSING_QUANTILE
    assert reason([1, 2], HALVES, two, quantiles=5, index=index) == indices.MISSING_QUANTILE
    assert reason([2, None], HALVES, two, index=index) == indices.MISSING_QUANTILE
    assert reason([1, 2], [500, None], two, index=index) == "a population is missing"
    assert reason([1, 2], [500, 0], two, index=index) == "a population is 0: nothing is at risk"
    unknown = quantile_values([20, None], se=[1, 1])
    assert reason([1, 2], HALVES, unknown, index=index) == indices.MISSING_VALUE
    none = quantile_values([20, 0], kind="rate", limits=([15, 0], [25, 1]))
    transformed = Line(transform=True)
    assert reason([1, 2], HALVES, none, line=transformed, index=index) == indices.AT_A_BOUND
    for error in (0, None):
        sure = quantile_values([20, 10], se=[1, error])
        line = Line(weights="precision")
        assert reason([1, 2], HALVES, sure, line=line, index=index) == indices.NO_WEIGHT


@pytest.mark.parametrize("limits", ["normal", Simulation(np.random.default_rng(1), draws=1_000)])
def test_a_value_without_an_error_stands_without_limits(limits) -> None:
    values = quantile_values([20, 10], se=[1, None])
    for row in both([1, 2], HALVES, values, limits=limits):
        assert row["value"] is not None
        assert row["lower"] is None
        assert row["reason"] == indices.NO_ERROR


@pytest.mark.parametrize("values", [[30, 10], [10, 30]])
def test_no_ratio_is_read_where_an_end_is_at_0(values) -> None:
    slope, relative = both([1, 2], HALVES, quantile_values(values, se=[1, 1]))
    assert slope["reason"] is None
    assert abs(slope["value"]) == 40
    assert relative["value"] is None
    assert relative["reason"] == indices.NO_RATIO


def test_a_ratio_has_no_upper_limit_where_draws_of_its_end_reach_0() -> None:
    values = quantile_values([29, 10], se=[1, 1])
    limits = Simulation(np.random.default_rng(1), draws=1_000)
    line = Line(contrast="first_to_last")
    slope, relative = both([1, 2], HALVES, values, line=line, limits=limits)
    assert slope["reason"] is None
    # The far end is 38.5 and the near end 0.5, whose standard error is the root of 2.5.
    assert relative["value"] == pytest.approx(77)
    assert relative["lower"] is not None
    assert relative["upper"] is None
    assert relative["reason"] == indices.END_NEAR_0


def test_groups_stack_in_order_for_each_confidence_and_index() -> None:
    found = inequality_indices(
        [1, 2, 2, 1],
        HALVES * 2,
        quantile_values([6, 4, 3, 5], se=[1] * 4),
        by={"area": ["b", "b", "a", "a"]},
        confidence=[0.95, 0.998],
    )
    assert found.columns == [
        *("area", "index", "intercept", "quantiles"),
        *("value", "lower", "upper", "confidence", "method", "reason"),
    ]
    assert found.select("confidence", "index", "area").rows() == [
        (confidence, index, area)
        for confidence in (0.95, 0.998)
        for index in ("slope", "relative")
        for area in ("a", "b")
    ]
    assert found["value"].round(9).to_list()[:2] == [-4, -4]
    assert found["reason"].is_null().all()


def test_a_group_without_a_name_is_a_group() -> None:
    values = quantile_values([6, 4], se=[1, 1])
    found = of(
        "slope", [1, 2], HALVES, values, by={"area": pl.Series([None, None], dtype=pl.String)}
    )
    assert found["value"].to_list() == [pytest.approx(-4)]


TWO = quantile_values([2, 1], se=[1, 1])
BROKEN = {
    "counted from 1; got 0": lambda: inequality_indices([0, 1], HALVES, TWO),
    "quantile must be a whole number": lambda: inequality_indices([1, 1.5], HALVES, TWO),
    "population must be": lambda: inequality_indices([1, 2], [5, -1], TWO),
    "quantile 1 is given 2 times in group 0 of 1": lambda: inequality_indices(
        [1, 1], HALVES, TWO, quantiles=2
    ),
    "got 1 quantiles and a highest of 1": lambda: inequality_indices([1, 1], HALVES, TWO),
    "got 2 quantiles and a highest of 3": lambda: inequality_indices(
        [1, 3], HALVES, TWO, quantiles=2
    ),
    "got 0 quantiles and a highest of 0": lambda: inequality_indices([None] * 2, HALVES, TWO),
    "one length": lambda: inequality_indices([1, 2, 3], HALVES, TWO),
    "may not be called intercept": lambda: inequality_indices(
        [1, 2], HALVES, TWO, by={"intercept": [1, 1]}
    ),
    "limits are 'normal' or a Simulation": lambda: inequality_indices(
        [1, 2],
        HALVES,
        TWO,
        limits="exact",  # type: ignore[arg-type]
    ),
    "such as 0.95": lambda: inequality_indices([1, 2], HALVES, TWO, confidence=95),
    "values are continuous, rate, proportion; got 'count'": lambda: quantile_values(
        [1],
        kind="count",  # type: ignore[arg-type]
        se=[1],
    ),
    "one of the two": lambda: quantile_values([1], se=[1], limits=([0], [2])),
    "their limits, one": lambda: quantile_values([1]),
    "a standard error must be": lambda: quantile_values([1], se=[-1]),
    "may not lie above its upper; got 3 at position 1 .1 of 2": lambda: quantile_values(
        [1, 1], limits=([1, 3], [2, 2])
    ),
    "must be finite; got inf": lambda: quantile_values([math.inf], se=[1]),
    "a rate must be at least 0": lambda: quantile_values([-1], kind="rate", se=[1]),
    "a proportion must be at least 0": lambda: quantile_values([-1], kind="proportion", se=[1]),
    "must be at most 1": lambda: quantile_values([2], kind="proportion", se=[1]),
    "at least 1,000 draws; got 999": lambda: Simulation(np.random.default_rng(1), draws=999),
    "the level is": lambda: Simulation(np.random.default_rng(1), level="mean"),  # type: ignore[arg-type]
    "weights are": lambda: Line(weights="none"),  # type: ignore[arg-type]
    "the contrast is": lambda: Line(contrast="up"),  # type: ignore[arg-type]
    "multiplier must be a number above 0": lambda: Line(multiplier=-1),
}


@pytest.mark.parametrize(("said", "broken"), BROKEN.items(), ids=BROKEN)
def test_broken_input_is_refused_with_its_rule(said, broken) -> None:
    with pytest.raises(ValueError, match=said):
        broken()


def test_values_at_the_ends_of_their_range_are_taken() -> None:
    shares = quantile_values([0, 1], kind="proportion", se=[0.1, 0.1])
    assert np.isnan(shares.error).all()
    slope, _ = both([1, 2], HALVES, shares)
    assert slope["value"] == pytest.approx(2)
    assert slope["reason"] == indices.NO_ERROR
