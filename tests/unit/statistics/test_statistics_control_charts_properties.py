"""What must hold of the chart of any series; and each fact is that of plain loops."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from statistics_plain_charts import plain_chart

from vrn.statistics.control_charts import MAKING_DATA_COUNT, Baseline, control_chart, vary

LEVELS = st.integers(0, 6) | st.sampled_from([None, 3, 4, 40])
SERIES = st.lists(st.lists(LEVELS, min_size=1, max_size=26), min_size=1, max_size=4)
PLACED = st.builds(
    Baseline,
    rebase=st.lists(st.integers(1, 26), max_size=2, unique=True),
    points=st.none() | st.integers(2, 14),
    until=st.none() | st.integers(1, 20),
)
FACTS = (
    *("rebase_group", "centre_line", "upper_limit", "lower_two_sigma", "side_of_mean"),
    *("is_outside_limits", "is_close_to_limits", "special_cause", "baseline_points"),
)


def rows_of(many) -> dict[str, list]:
    rows = [(name, day, value) for name, one in enumerate(many) for day, value in enumerate(one, 1)]
    return dict(zip(("by", "date", "value"), map(list, zip(*rows, strict=True)), strict=True))


@given(SERIES, PLACED, st.booleans())
def test_every_fact_is_that_of_plain_loops(many, baseline, is_screened) -> None:
    rules = vary(MAKING_DATA_COUNT, is_screened=is_screened)
    rows = rows_of(many)
    chart = control_chart(**rows, rules=rules, baseline=baseline)
    plain = [fact for one in many for fact in plain_chart(one, baseline, is_screened=is_screened)]
    for name in FACTS:
        expected = [fact[name] for fact in plain]
        if chart[name].dtype == pl.Float64:
            np.testing.assert_allclose(
                chart[name].fill_null(np.nan),
                [np.nan if e is None else e for e in expected],
                rtol=1e-12,
            )
        else:
            assert chart[name].to_list() == expected, name


@given(SERIES, PLACED, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(many, baseline, random) -> None:
    rows = rows_of(many)
    order = list(range(len(rows["value"])))
    random.shuffle(order)
    shuffled = {name: [column[at] for at in order] for name, column in rows.items()}
    assert_frame_equal(
        control_chart(**rows, baseline=baseline), control_chart(**shuffled, baseline=baseline)
    )


@given(SERIES, PLACED)
def test_a_chart_turned_upside_down_says_the_opposite(many, baseline) -> None:
    rows = rows_of(many)
    rows["value"] = [None if each is None else float(each) for each in rows["value"]]
    turned = {**rows, "value": [None if each is None else -each for each in rows["value"]]}
    chart = control_chart(**rows, baseline=baseline, improvement="increase")
    other = control_chart(**turned, baseline=baseline, improvement="decrease")
    assert chart["point_type"].to_list() == other["point_type"].to_list()
    assert_frame_equal(
        chart.select(pl.col("upper_limit", "upper_two_sigma")),
        other.select(
            upper_limit=-pl.col("lower_limit"), upper_two_sigma=-pl.col("lower_two_sigma")
        ),
        abs_tol=1e-9,
    )


@given(SERIES, st.sampled_from([0.25, 2.0, 1024.0]))
def test_another_unit_scales_the_lines_and_no_judgement(many, unit) -> None:
    rows = rows_of(many)
    larger = [None if each is None else each * unit for each in rows["value"]]
    chart, other = control_chart(**rows), control_chart(**{**rows, "value": larger})
    assert chart["special_cause"].to_list() == other["special_cause"].to_list()
    np.testing.assert_array_equal(
        (chart["upper_limit"] * unit).fill_null(-1), other["upper_limit"].fill_null(-1)
    )


@given(SERIES)
def test_limits_bracket_the_mean_and_the_two_sigma_lines_lie_between(many) -> None:
    chart = control_chart(**rows_of(many)).drop_nulls("upper_limit")
    names = ("lower_limit", "lower_two_sigma", "centre_line", "upper_two_sigma", "upper_limit")
    for below, above in pairwise(names):
        assert (chart[below] <= chart[above]).all()
