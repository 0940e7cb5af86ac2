"""The power of a comparison planned: which settings are refused, and every column by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats
from statistics_drawn_panels import ANSWER

from vrn.statistics.comparison.power import (
    NO_EVENTS,
    difference_power,
    least_detectable_fall,
    power_of_ratio,
)
from vrn.statistics.comparison.verdicts import check_important, judge, said_change

SETTING: dict[str, Any] = {
    "ratio": [0.5],
    "treated_before": [100],
    "treated_after": [50],
    "untreated_before": [200],
    "untreated_after": [400],
}
REFUSED = "events must be at least 0, and the ratio and the dispersion above 0"


def test_a_whole_row_of_a_comparison_planned() -> None:
    found = difference_power(**SETTING, dispersion=4, confidence=0.9)
    error = np.sqrt(4 * (1 / 100 + 1 / 25 + 1 / 200 + 1 / 400))
    q = stats.norm.ppf(0.95)
    far = np.log(2) / error
    row = found.row(0, named=True)
    assert list(row) == [
        *SETTING,
        "standard_error",
        "least_fall",
        *ANSWER,
    ]
    assert [row[name] for name in SETTING] == [0.5, 100, 50, 200, 400]
    assert row["standard_error"] == pytest.approx(error)
    assert row["least_fall"] == pytest.approx(np.exp(-(q + stats.norm.ppf(0.8)) * error))
    assert row["value"] == pytest.approx(stats.norm.cdf(far - q) + stats.norm.cdf(-far - q))
    assert (row["lower"], row["upper"], row["confidence"]) == (None, None, 0.9)
    assert row["method"] == "normal approximation to the logarithm of the ratio"


def test_a_dispersion_of_one_and_95_per_cent_are_taken_unasked() -> None:
    row = difference_power(**SETTING).row(0, named=True)
    assert row["standard_error"] == pytest.approx(np.sqrt(0.01 + 0.04 + 0.005 + 0.0025))
    assert row["confidence"] == 0.95
    assert row["value"] == pytest.approx(power_of_ratio(0.5, row["standard_error"]))
    assert row["least_fall"] == pytest.approx(least_detectable_fall(row["standard_error"]))


@pytest.mark.parametrize("name", list(SETTING)[1:])
def test_no_events_in_any_one_group_give_a_reason(name: str) -> None:
    row = difference_power(**SETTING | {name: [0]}).row(0, named=True)
    assert (row["value"], row["standard_error"], row["least_fall"]) == (None, None, None)
    assert row["reason"] == NO_EVENTS
    unknown = difference_power(**SETTING | {name: [None]}).row(0, named=True)
    assert (unknown[name], unknown["value"], unknown["reason"]) == (
        None,
        None,
        "an input is missing",
    )


@pytest.mark.parametrize("name", list(SETTING)[1:])
@pytest.mark.parametrize("wrong", [-0.5, np.inf])
def test_broken_events_are_refused_wherever_they_stand(name: str, wrong: float) -> None:
    with pytest.raises(ValueError, match=REFUSED):
        difference_power(**SETTING | {name: [wrong]})


@pytest.mark.parametrize("others", [{"ratio": [-0.1]}, {"dispersion": -1}, {"dispersion": np.nan}])
def test_broken_ratios_and_dispersions_are_refused(others: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=REFUSED):
        difference_power(**SETTING | others)


def test_small_settings_are_taken() -> None:
    small = SETTING | {"ratio": [0.01], "treated_before": [0.5]}
    assert difference_power(**small, dispersion=0.5)["value"][0] > 0


def test_one_broken_row_of_several_refuses_all() -> None:
    several = {name: values * 2 for name, values in SETTING.items()}
    with pytest.raises(ValueError, match=REFUSED):
        difference_power(**several | {"ratio": [0.5, 0]})
    for broken in ([0.5, -1.0], [1.0, 0.0]):
        with pytest.raises(ValueError, match="ratios and their standard errors must be above 0"):
            power_of_ratio(broken, 0.1)
        with pytest.raises(ValueError, match="ratios and their standard errors must be above 0"):
            power_of_ratio(0.5, broken)


def test_power_and_its_inverse_by_hand() -> None:
    # Two errors away by t on 3: F(2 - q) + F(-2 - q).
    q = stats.t.ppf(0.9, 3)
    expected = stats.t.cdf(2 - q, 3) + stats.t.cdf(-2 - q, 3)
    for ratio in (np.exp(0.2), np.exp(-0.2)):
        assert power_of_ratio(ratio, 0.1, degrees=3, confidence=0.8) == pytest.approx(expected)
    n = stats.norm.ppf(0.9)
    expected = stats.norm.cdf(2 - n) + stats.norm.cdf(-2 - n)
    assert power_of_ratio(np.exp(-0.2), 0.1, confidence=0.8) == pytest.approx(expected)
    reach = q + stats.t.ppf(0.7, 3)
    fall = least_detectable_fall(0.1, power=0.7, degrees=3, confidence=0.8)
    assert fall == pytest.approx(np.exp(-0.1 * reach))
    fall = least_detectable_fall(0.1, power=0.7, confidence=0.8)
    assert fall == pytest.approx(np.exp(-0.1 * (n + stats.norm.ppf(0.7))))
    assert power_of_ratio([0.5, 0.8], [[0.1], [0.2], [0.3]]).shape == (3, 2)


@pytest.mark.parametrize("power", [0, 1, -0.1, 1.1])
def test_a_power_that_is_no_chance_is_refused(power: float) -> None:
    with pytest.raises(
        ValueError, match=f"power is a chance between 0 and 1, such as 0.8; got {power}"
    ):
        least_detectable_fall(0.1, power=power)


def test_verdicts_at_their_very_edges() -> None:
    assert judge(1.0, 1.05, power=0.9) == "no important difference"
    assert judge(0.95, 1.0, power=0.9) == "no important difference"
    assert judge(0.9, 1.2, power=1.0) == "cannot tell"
    assert judge(0.8, 1.1, power=1.0) == "cannot tell"
    assert judge(0.8, 1.0999, power=0.8) == "no clear difference"
    assert judge(0.9001, 1.2, power=0.8) == "no clear difference"
    assert judge(np.nan, np.nan, power=1.0) == "cannot tell"
    assert judge(-np.inf, 0.5, power=1.0) == "cannot tell"
    assert judge(0.5, np.nan, power=1.0) == "cannot tell"
    assert judge(2.0, np.inf, power=1.0) == "cannot tell"
    check_important((0.001, 1.001))
    check_important((0.999, 9.0))
    assert said_change(0.996) == "no different"
    assert (said_change(0.99), said_change(1.01)) == ("1% lower", "1% higher")
