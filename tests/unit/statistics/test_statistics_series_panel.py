"""What cannot be analysed has a reason; what is broken is refused by name."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from statistics_planted_series import ANSWER, PLAIN, planted, steps

from vrn.statistics.series import Recipe, interrupted_series
from vrn.statistics.series.panel import OWN, read_panel


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"count": [None, *steps(9, 9)[1:]]}, "a count is missing"),
        ({"population": [None] + [5.0] * 35}, "a population is missing"),
        ({"population": [0.0] + [5.0] * 35}, "a population is 0: nothing is at risk"),
        (
            {"month": [*range(1, 36), 37]},
            "a month between the first and the last is not given",
        ),
        ({"after": 11}, "fewer than 12 months before the intervention"),
        ({"after": 31}, "fewer than 6 months after the intervention"),
        ({"count": [0] * 36}, "there are no events"),
        ({"count": [0] * 24 + [9] * 12}, "fewer than 10 events before or after the intervention"),
        (
            {"count": [9] * 27 + [1] * 9, "after": 27},
            "fewer than 10 events before or after the intervention",
        ),
    ],
)
def test_what_cannot_be_analysed_has_a_reason(change: dict[str, object], reason: str) -> None:
    words = {"count": steps(9, 9), "population": [5.0] * 36, "after": 24, **change}
    found = interrupted_series(words.pop("count"), words.pop("population"), recipe=PLAIN, **words)
    for frame in (found.effects, found.coefficients, found.counterfactual):
        assert frame["value"].null_count() == frame.height > 0
        assert frame["reason"].unique().to_list() == [reason]
        assert frame["method"].unique().to_list() == ["none"]
    assert found.models["reason"].item() == reason
    assert found.placebos.height == 0
    verdict = found.verdicts.row(0, named=True)
    assert (verdict["verdict"], verdict["reason"]) == ("cannot tell", reason)
    assert verdict["sentence"] == f"The series cannot tell whether events changed: {reason}."
    assert (verdict["power"], verdict["cautions"], verdict["placebo_share"]) == (None, None, None)
    assert verdict["placebo_dates"] == 0


@pytest.mark.parametrize(("after", "is_told"), [(12, True), (11, False), (30, True), (31, False)])
def test_the_fewest_months_are_enough(after: int, is_told: bool) -> None:
    found = interrupted_series(steps(9, 9), after=after, recipe=PLAIN)
    assert (found.models["reason"].item() is None) is is_told


def test_ten_events_on_a_side_are_enough() -> None:
    after = [1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1]
    for counts, is_told in ((after, True), ([0, *after[1:]], False)):
        found = interrupted_series([5, 6, 4, 5] * 6 + counts, after=24, recipe=PLAIN)
        assert (found.models["reason"].item() is None) is is_told


def test_estimates_that_run_away_have_a_reason() -> None:
    # All events after lie in the last month: the slope has no finite estimate.
    found = interrupted_series([9, 8, 7, 8] * 6 + [0] * 11 + [40], after=24, recipe=PLAIN)
    reason = "the model has no finite estimate on these counts"
    assert found.models["reason"].item() == reason
    assert found.verdicts["verdict"].item() == "cannot tell"
    both = interrupted_series(
        [*([9, 8, 7, 8] * 6 + [0] * 11 + [40]), *steps(9, 9)],
        after=24,
        by=["a"] * 36 + ["b"] * 36,
        recipe=PLAIN,
    )
    assert both.models["reason"].to_list() == [reason, None]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"count": [-1] + [3] * 35}, "count must be a whole number"),
        ({"count": [0.5] + [3] * 35}, "count must be a whole number"),
        ({"population": [-1.0] * 36}, "population must be a number of at least 0"),
        ({"population": [1.0] * 35}, "columns must have one length"),
        ({"month": [1, 1, *range(3, 37)]}, "a month is given twice in a series: 1 rows"),
        ({"month": list(range(35))}, "count has 36, month has 35"),
        ({"month": [None, *range(2, 37)]}, "every row needs a month; 1 have none"),
        ({"month": [1.5, *range(2, 37)]}, "months are whole numbers or dates"),
        ({"month": [date(2020, 1, 1)] * 36}, "both dates or both whole numbers"),
        ({"after": [24] * 35 + [25]}, "`after` is one month for each series"),
        ({"after": [24] * 35}, "count has 36, after has 35"),
        ({"count": [], "population": None}, "a series has months; none are given"),
        ({"by": ["a"] * 35}, "35 groups are given for 36 values"),
        ({"by": {"term": ["a"] * 36}}, "may not be called term"),
    ],
)
def test_broken_columns_are_refused(change: dict[str, object], said: str) -> None:
    words = {"count": [3] * 36, "population": [9.0] * 36, "after": 24, **change}
    count, population = words.pop("count"), words.pop("population")
    with pytest.raises(ValueError, match=said):
        interrupted_series(count, population, **words)


def test_every_column_of_a_frame_is_kept_from_groups() -> None:
    found = interrupted_series(planted(0.8)[0], after=40)
    frames = (
        *(found.effects, found.coefficients, found.counterfactual),
        *(found.placebos, found.models, found.verdicts),
    )
    own = {name for frame in frames for name in frame.columns} - set(ANSWER)
    assert own == set(OWN)


def test_one_month_is_too_few() -> None:
    panel = read_panel([3], None, month=None, after=1, by=None, recipe=Recipe())
    assert panel.reasons.tolist() == ["fewer than 12 months before the intervention"]


def test_months_follow_one_another_over_the_turn_of_a_year() -> None:
    days = [date(2020, 11, 1), date(2020, 12, 1), date(2021, 1, 1), date(2021, 2, 1)]
    words = {"month": days, "after": days[2], "by": None, "recipe": Recipe()}
    panel = read_panel([3, 3, 3, 3], None, **words)
    assert panel.months.to_list() == days
    assert (panel.before.tolist(), panel.before.dtype.kind) == ([3], "i")
    assert panel.reasons.tolist() == ["fewer than 12 months before the intervention"]


def test_a_panel_tells_series_of_one_shape_together() -> None:
    counts = np.full(96, 5.0)
    panel = read_panel(
        counts,
        None,
        month=None,
        after=[20] * 64 + [16] * 32,
        by=np.repeat(["c", "a", "b"], 32),
        recipe=Recipe(),
    )
    shapes = [(months, before, series.tolist()) for months, before, series in panel.shapes()]
    assert shapes == [(32, 16, [1]), (32, 20, [0, 2])]
    np.testing.assert_array_equal(panel.rows_of(np.array([1]), 32)[0], np.arange(32, 64))
    assert panel.groups is not None
    assert panel.groups["group"].to_list() == ["a", "b", "c"]
