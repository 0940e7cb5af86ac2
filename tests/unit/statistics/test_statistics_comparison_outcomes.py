"""Several outcomes of one panel: what is asked for reaches each of them, and ties keep order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from statistics_drawn_panels import whole_panel_from

from vrn.statistics.comparison.outcome_frames import weights_frame, without_frame
from vrn.statistics.comparison.outcome_reading import FEW_DONORS, cautions_of
from vrn.statistics.comparison.outcomes import synthetic_controls
from vrn.statistics.comparison.synthetic import Gaps, Rates, Synthetic

if TYPE_CHECKING:
    from vrn.statistics.comparison.panel import Panel

pytest.importorskip("pysyncon")


def seven(after: float) -> Panel:
    """A hundred events a month by chance in seven areas; the treated one's last two are `after`."""
    counts = np.random.default_rng(3).poisson(100, (7, 14))
    counts[0, 12:] = after
    return whole_panel_from(counts, before=12, population=1_000)


def test_what_is_asked_for_reaches_every_outcome() -> None:
    found = synthetic_controls(
        {"falls": seven(50), "burns": seven(100)},
        per=10,
        nearest=4,
        confidence=0.8,
        important=(0.5, 2.0),
    )
    falls, burns = found.effects.rows(named=True)
    for row in (falls, burns):
        assert (row["donors"], row["per"], row["confidence"]) == (4, 10, 0.8)
        assert "(80% interval: " in row["sentence"]
        assert row["reason"] is None
    assert (falls["p"], falls["p_holm"]) == (1 / 5, 2 / 5)


def test_limits_and_verdict_are_of_the_confidence_and_importance_asked_for() -> None:
    def row(after: float, **how: Any) -> dict[str, Any]:
        return synthetic_controls({"falls": seven(after)}, **how).effects.row(0, named=True)

    # Six donors: p is at best 1/7, limits at 80% stand at the farthest of them, at 95% nowhere.
    seen = row(50, confidence=0.8)
    assert (seen["verdict"], seen["p"]) == ("lower", 1 / 7)
    assert seen["upper"] < 1
    assert (row(50)["reason"], row(50)["donors"], row(50)["per"]) == (FEW_DONORS, 6, 100_000)
    usual, wide = row(100, confidence=0.8), row(100, confidence=0.8, important=(0.5, 2.0))
    assert 0.5 < wide["lower"] < 0.9
    assert 1.1 < wide["upper"] < 2
    assert wide["lower"] == usual["lower"]
    assert wide["power"] > 0.999 > usual["power"]
    assert (wide["verdict"], usual["verdict"]) == ("no important difference", "cannot tell")
    assert wide["caution"] == "without donor 3 the difference turns to the other side"
    assert seen["caution"] is None


def control(own: Gaps, *, weights: tuple[float, ...], without: dict[int, Gaps]) -> Synthetic:
    places, ones = np.arange(1, len(weights) + 1), np.ones((len(weights), 4))
    rates = Rates(
        whole_panel_from(np.ones((len(weights) + 1, 4)), before=2),
        1.0,
        places,
        np.ones(4),
        np.ones(4),
        ones,
        ones,
    )
    return Synthetic(rates, np.array(weights), own, (), without)


def gaps(expected: float, mean: float) -> Gaps:
    return Gaps(np.full(4, expected), np.zeros(4), 1.0, 1.0, mean)


def test_donors_of_equal_weight_stand_in_their_order() -> None:
    found = control(gaps(1.0, 1.0), weights=(0.02,) * 40 + (0.005,) * 40, without={})
    assert weights_frame({"falls": found})["area"].to_list() == [*range(1, 81)]


def test_a_ratio_is_known_however_few_are_expected() -> None:
    found = control(gaps(1.0, 1.0), weights=(1.0,), without={0: gaps(0.25, 1.0)})
    assert without_frame({"falls": found})["value"].to_list() == [4]


def test_without_a_donor_to_leave_out_columns_keep_their_types() -> None:
    empty = without_frame({"falls": control(gaps(1.0, 1.0), weights=(1.0,), without={})})
    assert [empty.schema[name] for name in ("outcome", "pre_rmspe", "value")] == [
        pl.String,
        pl.Float64,
        pl.Float64,
    ]


def test_no_difference_at_all_is_turned_by_no_donor() -> None:
    own = gaps(1.0, 0.0)
    assert [*cautions_of(control(own, weights=(1.0,), without={0: gaps(1.0, -1.0)}))] == []
