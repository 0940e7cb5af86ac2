"""What the checks of a comparison say against it, word for word, and at which number they begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from statistics_drawn_panels import ANSWER, panel_from

from vrn.statistics.comparison.differences import SHORT_POWER
from vrn.statistics.comparison.errors import METHODS
from vrn.statistics.comparison.placebo import NOT_RANKED, placebo_areas, placebo_dates
from vrn.statistics.comparison.recipe import compare_areas
from vrn.statistics.comparison.trends import FEW_MONTHS
from vrn.statistics.comparison.verdicts import said_change

if TYPE_CHECKING:
    from vrn.statistics.comparison.panel import Panel

NOT_KNOWN = f"whether the areas moved alike before the change is not known: {FEW_MONTHS}"


def two_months(own: float, *others: float) -> Panel:
    """A thousand events before in every area, and as many after as told; the first is treated."""
    return panel_from([[1_000, each] for each in (own, *others)], treated=1, before=1)


def restless(untreated: int) -> tuple[float, ...]:
    """Events after in untreated areas of which all but one change by far, half of them each way."""
    return (*([500.0, 1_500.0] * untreated)[: untreated - 1], 1_000.0)


@pytest.mark.parametrize(("own", "verdict"), [(800, "lower"), (1_250, "higher")])
def test_nineteen_areas_that_change_as_far_speak_against_a_difference(
    own: float, verdict: str
) -> None:
    found = compare_areas(two_months(own, *restless(19)), errors="model", noun="falls")
    assert found.difference.verdict == verdict
    assert found.verdict == "cannot tell"
    assert found.areas.p == 19 / 20
    assert found.sentence == (
        "We cannot tell whether the change did anything to falls: 95% of areas, untreated ones "
        "among them, changed as far or further, for their number. The comparison by itself: "
        f"{found.difference.sentence}"
    )
    assert found.cautions[-1] == NOT_KNOWN
    fewer = compare_areas(two_months(own, *restless(18)), errors="model")
    assert (fewer.verdict, fewer.sentence) == (verdict, fewer.difference.sentence)


def test_areas_that_change_far_say_nothing_against_no_difference() -> None:
    flat = [10_000.0] * 10
    others = [[10_000.0, *[each * 10] * 9] for each in restless(21)]
    found = compare_areas(panel_from([flat, *others], treated=1, before=1), errors="model")
    assert found.areas.p is not None
    assert found.areas.p > 0.9
    assert found.verdict == found.difference.verdict == "no important difference"


def test_the_level_of_the_checks_is_that_of_the_interval() -> None:
    # 19 areas that do not change and one that does: p is 2/21, under 0.1 and over 0.05.
    panel = two_months(700, 300, *[1_000.0] * 19)
    assert compare_areas(panel, errors="model", confidence=0.9).verdict == "lower"
    assert compare_areas(panel, errors="model").verdict == "cannot tell"


def drifting() -> Panel:
    """Treated areas that fall month by month beside 20 that do not, half of which jump at last."""
    own = 1_000 * 0.8 ** np.arange(6.0)
    other = np.full((20, 6), 1_000.0)
    other[:10, 4:], other[10:, 4:] = 100, 1_900
    return panel_from(np.round(np.vstack([own, other])), treated=1, before=4)


def test_all_that_speaks_against_a_difference_is_said_and_each_date_counted() -> None:
    found = compare_areas(drifting(), errors="model")
    assert found.difference.verdict == "lower"
    assert found.sentence == (
        "We cannot tell whether the change did anything to events: the treated areas were already "
        "moving apart from the others before it, by a ratio of 0.800 a month; "
        f"{found.areas.p:.0%} of areas, untreated ones among them, changed as far or further, for "
        f"their number. The comparison by itself: {found.difference.sentence}"
    )
    low, high = found.trend.select(pl.col("lower", "upper") ** 12).row(0)
    assert found.cautions == (
        SHORT_POWER,
        "before the change the treated areas' trend, beside the others', may have been anything "
        f"from {said_change(low)} to {said_change(high)} over twelve months",
    )


@pytest.mark.parametrize("month", [0.8, 1.25])
def test_dates_at_which_nothing_began_are_counted(month: float) -> None:
    own = 1_000 * month ** np.minimum(np.arange(14.0), 6)
    own[:6], own[7:12] = 1_000, own[7:12] * [1, 1, 1, 0.7, 1]
    panel = panel_from(np.round([own, *[[1_000.0] * 14] * 3]), treated=1, before=13)
    found = compare_areas(panel, errors="model")
    assert found.dates["month"].to_list() == [6, 7]
    said = "earlier dates, at which nothing began, the same comparison finds a difference"
    assert found.cautions[-1] == f"at 2 of 2 {said}"


def test_steps_dates_and_trend_take_what_is_asked_for() -> None:
    rng = np.random.default_rng(2)
    panel = panel_from(rng.poisson(100, (6, 16)), treated=3, before=13)
    told: list[tuple[int, int]] = []
    found = compare_areas(
        panel,
        errors="cluster",
        confidence=0.9,
        important=(0.5, 2.0),
        months_a_step=4,
        progress=lambda *done: told.append(done),
    )
    for frame in (found.difference.effect, found.trend, found.steps, found.dates):
        assert set(frame["confidence"]) == {0.9}
        assert set(frame["method"]) == {METHODS["cluster"]}
    assert found.steps["step"].to_list() == [-4, -3, -2, -1, 0]
    assert compare_areas(panel, errors="cluster").steps["step"].to_list() == [-5, -4, -3, -2, -1, 0]
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert found.difference.verdict == "no important difference"


def test_whole_rows_of_placebo_areas() -> None:
    panel = panel_from([[9, 2], [8, 8], [9, 0], [8, 9]], treated=1, before=1)
    found = placebo_areas(panel)
    assert found.areas.columns == ["area", "score", "value", "reason"]
    assert found.areas.schema["score"] == found.areas.schema["value"] == pl.Float64
    assert found.areas["value"].to_list()[2] is None
    none = placebo_areas(panel_from([[0, 0], [9, 5], [9, 9]], treated=1, before=1))
    assert (none.p, none.reason) == (None, NOT_RANKED)
    assert none.least_p == pytest.approx(1 / 3)
    assert none.areas["score"][0] is None


def test_how_many_areas_change_as_far_is_said() -> None:
    panel = panel_from([[30, 90], [40, 41], [40, 39]], treated=1, before=1)
    assert placebo_areas(panel, noun="falls").sentence == (
        "In none of 2 untreated areas did falls change as far, for their number."
    )
    panel = panel_from([[40, 80], [40, 140], *[[400, 400]] * 9], treated=1, before=1)
    assert placebo_areas(panel, noun="falls").sentence == (
        "In 1 of 10 untreated areas, where nothing began, falls changed as far or further, for "
        "their number."
    )


def test_dates_have_every_column_and_the_errors_asked_for() -> None:
    panel = panel_from([[4, 8, 8, 1], [8, 8, 8, 90], [8, 8, 9, 9]], treated=1, before=3)
    found = placebo_dates(panel, least_months=1, errors="model", confidence=[0.8, 0.9])
    assert found.columns == [
        "month",
        "p",
        *ANSWER,
    ]
    assert found["confidence"].to_list() == [0.8, 0.8, 0.9, 0.9]
    assert set(found["method"]) == {METHODS["model"]}
    assert found["p"].null_count() == 0
    clustered = placebo_dates(panel, least_months=1, errors="cluster")
    assert clustered["p"].null_count() == clustered.height == 2
    assert clustered.schema["p"] == pl.Float64
    none = placebo_dates(panel, least_months=2, confidence=[0.8, 0.9])
    assert none.schema == found.schema


def test_dates_need_six_months_on_each_side_unless_told_otherwise() -> None:
    eleven = panel_from(np.full((3, 12), 9.0), treated=1, before=11)
    assert placebo_dates(eleven, errors="model").height == 0
    twelve = panel_from(np.full((3, 13), 9.0), treated=1, before=12)
    assert placebo_dates(twelve, errors="model")["month"].to_list() == [6]


def test_the_words_and_what_matters_reach_the_comparison_and_its_placebos() -> None:
    panel = two_months(900, *restless(19))
    found = compare_areas(panel, errors="model", noun="falls", important=(0.5, 2.0))
    assert " falls changed as far or further" in found.areas.sentence
    power = found.difference.effect["power"][0]
    assert power > compare_areas(panel, errors="model").difference.effect["power"][0]
