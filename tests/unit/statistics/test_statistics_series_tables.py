"""Frames of an analysis from made numbers: each in its column and row, of its type."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from statistics_planted_series import ANSWER

from vrn.statistics.series import Recipe
from vrn.statistics.series.analysing import Analysis, Months, gather
from vrn.statistics.series.panel import Panel
from vrn.statistics.series.placebo import Placebos
from vrn.statistics.series.tables import (
    CHECKED,
    NO_PLACEBO,
    counterfactual_table,
    effects_table,
    models_table,
    placebos_table,
    verdicts_table,
)
from vrn.statistics.series.verdict import Wording

NAN = np.nan
NO_EVENTS = "there are no events"


def panel() -> Panel:
    """East fell, West has no events, and North and South cannot tell."""
    return Panel(
        groups=pl.DataFrame({"area": ["East", "West", "North", "South"]}),
        months=pl.Series([5, 6, 7, 8, 1, 2, 3, 1, 2, 3, 4, 5, 1, 2, 3]),
        counts=np.arange(15.0),
        populations=np.ones(15),
        first=np.array([0, 4, 7, 12]),
        length=np.array([4, 3, 5, 3]),
        before=np.array([2, 1, 2, 1]),
        reasons=np.array([None, NO_EVENTS, None, None], dtype=object),
    )


def texts(*values: str | None) -> np.ndarray:
    return np.array(values, dtype=object)


def analysis() -> Analysis:
    """East halved, to a tenth of the logarithm; what else is asked is a number of its own."""
    found = gather([], series=4, terms=4)
    half = np.log(0.5)
    checked = {name: np.array([n + 0.5, NAN, n, n]) for n, name in enumerate(CHECKED)}
    checked["ljung_box_p"] = np.array([0.5, NAN, 0.5, 0.01])
    return replace(
        found,
        **checked,
        model=texts("Poisson", None, "Poisson", "quasi-Poisson"),
        method=texts("Poisson, model errors", None, "Poisson, model errors", "quasi"),
        errors_kind=texts("model", None, "model", "Newey-West"),
        lag=np.array([3.0, NAN, 2, 2]),
        degrees=np.array([np.inf, NAN, np.inf, np.inf]),
        log_counterfactual=np.log([20, NAN, 40, 40]),
        log_ratio=np.array([half, NAN, 0, 0]),
        counterfactual_variance=np.array([0, NAN, 0, 0]),
        ratio_variance=np.array([0.01, NAN, 0.01, 0.01]),
        covariance=np.array([0, NAN, 0, 0]),
        power=np.array([0.9, NAN, 0.3, 0.4]),
        least_ratio=np.array([0.6, NAN, 0.45, NAN]),
    )


def test_a_row_of_models_for_each_series() -> None:
    asked = Recipe(level=0.01, test="Cameron-Trivedi")
    found = models_table(panel(), analysis(), recipe=asked)
    named = {"area": pl.String, "months_before": pl.Int64, "months_after": pl.Int64}
    chosen = {"model": pl.String, "fall_back": pl.String, "test": pl.String, "level": pl.Float64}
    more = {"errors": pl.String, "lag": pl.Int64, **dict.fromkeys(CHECKED, pl.Float64)}
    assert found.schema == pl.Schema({**named, **chosen, **more, "reason": pl.String})
    test = ("Cameron-Trivedi", 0.01)
    numbers = [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 0.5, 8.5]
    assert found.row(0) == ("East", 2, 2, "Poisson", None, *test, "model", 3, *numbers, None)
    assert found.row(1) == ("West", 1, 2, None, None, *test, *[None] * 11, NO_EVENTS)
    assert found["months_after"].to_list() == [2, 2, 3, 2]
    fell = replace(analysis(), fall_back=texts(None, None, None, "fell"))
    assert models_table(panel(), fell, recipe=asked)["fall_back"][3] == "fell"


SHARE, DATES = np.array([0.1, NAN, NAN, 0.25]), np.array([10, 0, 0, 4])


def test_a_row_of_verdicts_for_each_series() -> None:
    words = Wording(noun="calls", confidence=0.9, worthwhile=0.7)
    found = verdicts_table(panel(), analysis(), share=SHARE, dates=DATES, wording=words)
    said = {"area": pl.String, "verdict": pl.String, "sentence": pl.String, "cautions": pl.String}
    numbers = {"power": pl.Float64, "worthwhile": pl.Float64, "least_ratio": pl.Float64}
    placebos = {"placebo_dates": pl.Int64, "placebo_share": pl.Float64}
    assert found.schema == pl.Schema({**said, **numbers, **placebos, "reason": pl.String})
    # exp(-+ 1.645 / 10) about a half: 0.424 and 0.589, of 20 expected.
    fewer = (
        "In the 2 months after, there were 50% fewer calls than the trend and season before led to "
        "expect (90% limits: 41% to 58% fewer): about 10 fewer (8 to 12)."
    )
    weak = (
        "months after, the series cannot tell whether calls changed (90% limits: 15% fewer to 18% "
        "more): a fall of 30% would be seen with a chance of"
    )
    north = f"In the 3 {weak} 30%, where 80% is wanted. The least that it would show is a fall of "
    south = f"In the 2 {weak} 40%, where 80% is wanted. It would show no fall, however large, often"
    together = "months still go together after the model: the limits may be too narrow"
    west = "The series cannot tell whether calls changed: there are no events."
    cannot = "cannot tell"
    assert found.rows() == [
        ("East", "fewer", fewer, None, 0.9, 0.7, 0.6, 10, 0.1, None),
        ("West", cannot, west, None, None, 0.7, None, 0, None, NO_EVENTS),
        ("North", cannot, f"{north}55%.", None, 0.3, 0.7, 0.45, 0, None, None),
        ("South", cannot, f"{south} enough.", together, 0.4, 0.7, None, 4, 0.25, None),
    ]


def test_cautions_are_a_column_of_texts_where_there_are_none() -> None:
    quiet = replace(analysis(), ljung_box_p=np.ones(4))
    found = verdicts_table(panel(), quiet, share=SHARE, dates=DATES, wording=Wording())
    assert found["cautions"].to_list() == [None] * 4
    assert found.schema["cautions"] == pl.String


def test_cautions_are_told_one_after_another() -> None:
    fell = replace(analysis(), power=np.full(4, 0.2), fall_back=texts("fell", None, None, None))
    found = verdicts_table(panel(), fell, share=SHARE * 5, dates=DATES, wording=Wording())
    assert found["cautions"][0] == (
        "fell; power is short (20%): a change that is seen is likely larger than the true one; "
        "50% of 10 placebo dates show a change as large, with no intervention"
    )


def placebos(after: list[int], ratios: list[list[float]], method: list[str | None]) -> Placebos:
    shape = (len(ratios), len(after))
    return Placebos(
        np.array(after),
        np.log(ratios),
        np.full(shape, np.log(2) / 10),
        np.where(np.isnan(ratios), NAN, np.inf),
        np.array([method] * len(ratios), dtype=object),
    )


def test_placebos_stand_in_order_of_series_and_date() -> None:
    some = [
        (np.array([2, 3]), placebos([1, 2, 3], [[1, 2, 3], [4, 5, NAN]], ["p", "q", None])),
        (np.array([0]), placebos([2, 3], [[0.5, 0.25]], ["r", "s"])),
    ]
    found = placebos_table(panel(), 0.5, placebos=some)
    assert found.columns == ["area", "after", *ANSWER]
    assert found.schema["after"] == pl.Int64
    assert found.select("area", "after", "method").rows() == [
        *(("East", 6, "r"), ("East", 7, "s")),
        *(("North", 1, "p"), ("North", 2, "q"), ("North", 3, "none")),
        *(("South", 1, "p"), ("South", 2, "q"), ("South", 3, "none")),
    ]
    assert found["value"].to_list() == pytest.approx([0.5, 0.25, 1, 2, 3, 4, 5, None])
    # Half of the normal curve lies within 0.6745 standard errors.
    wide = 2 ** (0.67448975 / 10)
    assert found["upper"].to_list() == pytest.approx(
        [0.5 * wide, 0.25 * wide, wide, 2 * wide, 3 * wide, 4 * wide, 5 * wide, None]
    )
    assert found["reason"].to_list() == [None] * 7 + [NO_PLACEBO]
    none = placebos_table(panel(), 0.5, placebos=[])
    assert none.is_empty()
    assert none.schema == found.schema


def test_effects_stand_beside_each_other_by_series() -> None:
    found = effects_table(panel(), analysis(), 0.95)
    assert found["area"].to_list() == [
        name for name in ("East", "West", "North", "South") for _ in range(4)
    ]
    assert found["effect"][:4].to_list() == [
        *("level change", "slope change", "whole period", "events averted")
    ]
    assert found["value"][2:4].to_list() == pytest.approx([0.5, 10])
    assert found["method"].to_list()[3:5] == ["Poisson, model errors", "none"]
    assert found["reason"][4:8].to_list() == [NO_EVENTS] * 4


def test_months_after_are_those_of_each_series() -> None:
    level = np.log(np.arange(1.0, 16))
    months = Months(np.arange(15.0) / 2, level, np.full(15, 0.1))
    found = counterfactual_table(panel(), analysis(), 0.95, by_month=months)
    is_after = [0, 0, 1, 1, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1, 1]
    assert found["is_after"].to_list() == [bool(each) for each in is_after]
    assert found["month"].to_list() == panel().months.to_list()
    assert found["observed"].to_list() == list(range(15))
    assert found["fitted"].to_list() == [each / 2 for each in range(15)]
    assert found["value"][-1] == pytest.approx(15)
    assert found["upper"][-1] == pytest.approx(15 * np.exp(0.1959964))


def test_without_groups_a_frame_has_its_own_columns_alone() -> None:
    one = replace(panel(), groups=None)
    assert models_table(one, analysis(), recipe=Recipe()).columns[0] == "months_before"
