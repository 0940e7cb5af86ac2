"""Synthetic controls: planted mixes found, ranks and limits by hand, several outcomes at once."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy.optimize import nnls

from vrn.statistics.comparison import donors as donors_module
from vrn.statistics.comparison.donors import donor_weights
from vrn.statistics.comparison.outcome_reading import (
    FEW_DONORS,
    MANY_DONORS,
    NO_CHANCE,
    NOTHING_EXPECTED,
    POOR_FIT,
    Events,
    cautions_of,
    events_of,
    is_poor,
    sentence_of_outcome,
    verdict_of,
)
from vrn.statistics.comparison.outcomes import holm, synthetic_controls
from vrn.statistics.comparison.panel import Panel, Table, whole_panels_of
from vrn.statistics.comparison.power import power_of_ratio
from vrn.statistics.comparison.synthetic import (
    Gaps,
    Rates,
    Synthetic,
    left_out,
    rates_of,
    synthetic_of,
)

pytest.importorskip("pysyncon")


def panel_from(counts: Any, *, treated: int = 1, before: int, population: Any = None) -> Panel:
    table = np.asarray(counts, dtype=float)
    area, month = (each.ravel() for each in np.indices(table.shape))
    people = None if population is None else np.broadcast_to(population, table.shape).ravel()
    names = np.array([f"area {each}" for each in area])
    columns = Table(names, month, area < treated, month >= before, people)
    return whole_panels_of({"falls": np.where(table < 0, np.nan, table).ravel()}, columns)["falls"]


def made(ratio: float, *, donors: int = 20, seed: int = 1, mean: float = 500) -> np.ndarray:
    """24 months, the last 8 after: the first area is half the second and half the third."""
    rng = np.random.default_rng(seed)
    walk = np.exp(np.cumsum(rng.normal(0, 0.05, (4, 24)), axis=1))
    level = rng.dirichlet(np.full(4, 0.4), donors + 1) @ walk * mean
    level[0] = (level[1] + level[2]) / 2
    level[0, 16:] *= ratio
    return np.asarray(rng.poisson(level), dtype=float)


def least_squares(treated: np.ndarray, donors: np.ndarray) -> float:
    """The least sum of squares that weights reach, by another method: a heavy row for their sum."""
    gaps = (donors - treated).T
    heavy = 1e6 * np.abs(gaps).max()
    rows = np.vstack([gaps, np.full(len(donors), heavy)])
    weights = nnls(rows, np.append(np.zeros(len(gaps)), heavy))[0]
    return float(((gaps @ (weights / weights.sum())) ** 2).sum())


@pytest.mark.parametrize("scale", [0.001, 1.0, 1e5])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_weights_reach_the_least_sum_of_squares_whatever_the_unit(seed: int, scale: float) -> None:
    counts = made(1.0, seed=seed)[:, :16] * scale
    weights = donor_weights(counts[0], counts[1:])
    reached = float(((counts[0] - weights @ counts[1:]) ** 2).sum())
    assert reached == pytest.approx(least_squares(counts[0], counts[1:]), rel=1e-3)
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1)
    assert (donor_weights(counts[0], counts[1:]) == weights).all()


def test_a_planted_mix_is_found() -> None:
    donors = made(1.0)[1:, :16]
    mix = 0.6 * donors[4] + 0.3 * donors[9] + 0.1 * donors[17]
    weights = donor_weights(mix, donors)
    assert weights[[4, 9, 17]] == pytest.approx([0.6, 0.3, 0.1], abs=0.01)
    assert np.delete(weights, [4, 9, 17]) == pytest.approx(0, abs=0.01)


def test_weights_of_no_choice_are_equal() -> None:
    treated = np.array([4.0, 5.0])
    assert donor_weights(treated, np.array([[9.0, 9.0]])).tolist() == [1]
    assert donor_weights(treated, np.array([treated, treated])).tolist() == [0.5, 0.5]
    assert donor_weights(np.zeros(2), np.zeros((4, 2))).tolist() == [0.25] * 4
    with pytest.raises(ValueError, match="at least one donor"):
        donor_weights(treated, np.zeros((0, 2)))


def test_a_month_in_which_all_areas_are_alike_tells_nothing() -> None:
    donors = np.array([[7.0, 10, 12, 11], [7.0, 20, 21, 26]])
    treated = 0.25 * donors[0] + 0.75 * donors[1]
    assert donor_weights(treated, donors) == pytest.approx([0.25, 0.75], abs=0.01)


def test_the_best_of_several_tries_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    tries = iter([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5], [1.0, 0.0], [1.0, 0.0]])
    sizes = []

    def solve(gaps: np.ndarray, scale: float) -> np.ndarray:
        sizes.append(scale)
        return np.array(next(tries))

    monkeypatch.setattr(donors_module, "_solve", solve)
    donors = np.array([[0.0, 4.0], [8.0, 4.0]])
    assert donor_weights(np.array([4.0, 4.5]), donors).tolist() == [0.5, 0.5]
    assert len(sizes) == 3
    tries = iter([[1.0, 0.0]] * 4 + [[0.4, 0.6]])
    assert donor_weights(np.array([4.0, 4.5]), donors).tolist() == [0.4, 0.6]
    assert len(sizes) == 8


def test_without_pysyncon_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pysyncon", None)
    with pytest.raises(ImportError, match=r"pip install vrn\[evaluation\]"):
        donor_weights(np.array([4.0, 5.0]), np.array([[3.0, 5.0], [9.0, 8.0]]))


def test_nothing_is_drawn_and_no_backend_is_chosen() -> None:
    matplotlib = importlib.import_module("matplotlib")
    donor_weights(np.array([4.0, 5.0]), np.array([[3.0, 5.0], [9.0, 8.0]]))
    assert not importlib.import_module("matplotlib.pyplot").get_fignums()
    assert (
        matplotlib.get_backend(auto_select=False) is None or "MPLBACKEND" in matplotlib.os.environ
    )


def test_rates_of_treated_areas_together_and_of_each_donor() -> None:
    counts = [[1, 2, 3], [4, 5, 6], [7, 8, 9], [2, -1, 2]]
    panel = panel_from(
        counts, treated=2, before=2, population=np.array([[10], [30], [20], [5]]).astype(float)
    )
    rates = rates_of(panel, per=100)
    assert rates.treated == pytest.approx([5 / 40 * 100, 7 / 40 * 100, 9 / 40 * 100])
    assert rates.exposure.tolist() == [40, 40, 40]
    assert rates.donors.tolist() == [2]  # the last area is not known in one month
    assert rates.donor_rates[0] == pytest.approx([35, 40, 45])
    plain = rates_of(panel_from(counts[:3], treated=2, before=2))
    assert (plain.per, plain.treated.tolist()) == (1, [2.5, 3.5, 4.5])


def test_the_nearest_donors_are_those_alike_before() -> None:
    panel = panel_from([[5, 5, 9], [5, 9, 0], [6, 5, 0], [5, 6, 0], [9, 9, 9]], before=2)
    assert rates_of(panel, nearest=2).donors.tolist() == [2, 3]
    assert rates_of(panel, nearest=4).donors.tolist() == [1, 2, 3, 4]
    assert rates_of(panel, nearest=9).donors.tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("counts", "before", "nearest", "said"),
    [
        ([[1, -1, 1], [1, 1, 1]], 2, None, "a treated area has a month without a count"),
        ([[1, 1, 1], [1, 1, 1]], 1, None, "at least two months before"),
        ([[1, 1, 1], [1, 1, 1]], 2, 0, "at least one donor; got nearest=0"),
        ([[1, 1, 1], [1, -1, 1]], 2, None, "no untreated area is known in every month"),
    ],
)
def test_rates_that_cannot_be_made_are_refused(
    counts: Any, before: int, nearest: int | None, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        rates_of(panel_from(counts, before=before), nearest=nearest)


def test_gaps_by_hand() -> None:
    # Half of each donor is 6, 7, 6, 5 beside 6, 7, 3, 5.
    panel = panel_from([[6, 7, 3, 5], [4, 6, 6, 8], [8, 8, 6, 2]], before=2)
    done: list[int] = []
    found = synthetic_of(rates_of(panel), tell=lambda: done.append(1))
    assert found.weights == pytest.approx([0.5, 0.5], abs=1e-3)
    assert found.gaps.gap == pytest.approx([0, 0, -3, 0], abs=0.02)
    assert found.gaps.mean == pytest.approx(-1.5, abs=0.02)
    assert found.gaps.after == pytest.approx(np.sqrt(9 / 2), abs=0.02)
    # Each donor beside the other: 4, 6 and 8, 8 before; 6, 8 and 6, 2 after.
    assert found.placebos[0].gap.tolist() == [-4, -2, 0, 6]
    assert found.placebos[0].before == pytest.approx(np.sqrt(10))
    assert found.placebos[0].ratio == pytest.approx(np.sqrt(18 / 10))
    # Without the first donor the second stands alone.
    assert found.without[0].gap.tolist() == [-2, -1, -3, 3]
    assert list(found.without) == [0, 1]
    assert len(done) == 5


def test_the_mean_gap_is_weighed_by_exposure() -> None:
    panel = panel_from(
        [[2, 2, 3, 10], [20, 20, 20, 20]], before=2, population=[[10, 10, 10, 30], [100] * 4]
    )
    found = synthetic_of(rates_of(panel, per=1))
    # Gaps 0.3 - 0.2 over 10 people and 10/30 - 0.2 over 30: 1 and 4 events over 40.
    assert found.gaps.mean == pytest.approx(5 / 40)
    assert events_of(found)[:2] == pytest.approx((13, 8))


def control(
    *, own: tuple[float, float, float], placebos: list[tuple[float, float, float]], level: float = 9
) -> Synthetic:
    """A synthetic control of gaps as told: error before, after, and mean; two months after."""
    panel = panel_from([[level] * 12, *([[1] * 12] * max(len(placebos), 1))], before=10)
    rates = Rates(
        panel,
        1.0,
        np.arange(1, len(placebos) + 1),
        np.full(12, level),
        np.ones(12),
        np.ones((len(placebos), 12)),
        np.ones((len(placebos), 12)),
    )
    expected = np.full(12, level - own[2])
    gaps = [Gaps(expected, np.zeros(12), *each) for each in (own, *placebos)]
    return Synthetic(rates, np.ones(len(placebos)), gaps[0], tuple(gaps[1:]), {})


def test_ranks_and_margins_by_hand() -> None:
    # Errors after over before of 39 placebos: 0.1 to 3.9; mean gaps over errors before the same.
    placebos = [(2.0, each / 5, each / 5) for each in range(1, 40)]
    found = control(own=(1.0, 3.75, -3.0), placebos=placebos)
    assert found.p() == 3 / 40  # those of 3.8 and 3.9, and itself
    # The 38th of 39 distances at 95%: 3.8 of its error before.
    assert found.margin(0.95) == pytest.approx(3.8)
    assert found.margin(0.99) == np.inf
    events = events_of(found)
    # Two months of 9 observed and 12 expected; the margin is 3.8 a month.
    assert events[:6] == pytest.approx((18, 24, 7.6, 0.75, 10.4 / 24, 25.6 / 24))
    error = 7.6 / 24 / 1.959964
    assert events.power == pytest.approx(float(power_of_ratio(0.9, error)), rel=1e-5)
    assert events_of(control(own=(1.0, 3.0, -3.0), placebos=[(0.1, 2.0, 2.0)] * 39)).lower == 0


def test_placebos_followed_exactly_before_rank_above_all() -> None:
    found = control(own=(1.0, 3.0, -3.0), placebos=[(0.0, 1.0, 1.0)] + [(1.0, 1.0, 1.0)] * 39)
    assert found.p() == 2 / 41
    assert found.margin(0.95) == 1.0
    assert found.placebos[0].ratio == np.inf


def test_treated_areas_followed_exactly_before_leave_chance_unknown() -> None:
    found = control(own=(0.0, 3.0, -3.0), placebos=[(1.0, 1.0, 1.0)] * 30)
    assert np.isnan(found.p())
    events = events_of(found)
    assert (events.value, events.reason) == (pytest.approx(0.75), NO_CHANCE)
    assert np.isnan(events.lower)
    assert np.isnan(control(own=(1.0, 3.0, -3.0), placebos=[]).p())


def test_a_control_without_events_has_no_ratio() -> None:
    events = events_of(control(own=(1.0, 9.0, 9.0), placebos=[(1.0, 1.0, 1.0)] * 30))
    assert (events.observed, events.expected, events.reason) == (18, 0, NOTHING_EXPECTED)
    assert np.isnan(events.value)


@pytest.mark.parametrize(
    ("own", "spread", "p", "verdict"),
    [
        ((1.0, 3.0, -3.0), 1.0, 0.05, "lower"),
        ((1.0, 3.0, 3.0), 1.0, 0.05, "higher"),
        ((1.0, 3.0, -3.0), 1.0, 0.06, "cannot tell"),
        ((1.0, 3.0, 0.1), 0.5, 0.5, "no important difference"),
        ((1.0, 3.0, 0.4), 0.55, 0.5, "no clear difference"),
        ((1.0, 3.0, 0.0), 3.0, 0.5, "cannot tell"),
        ((7.0, 3.0, -5.0), 0.1, 0.01, "cannot tell"),
    ],
)
def test_verdicts(own: Any, spread: float, p: float, verdict: str) -> None:
    found = control(own=own, placebos=[(1.0, 1.0, spread)] * 39)
    said, why = verdict_of(found, events_of(found), p=p)
    assert said == verdict
    assert bool(why) == (verdict == "cannot tell")


def test_why_it_cannot_be_told() -> None:
    placebos = [(1.0, 1.0, 1.0)] * 19
    found = control(own=(1.0, 3.0, -3.0), placebos=placebos)
    why = verdict_of(found, events_of(found), p=0.3)[1]
    assert why == (
        "corrected for all outcomes p is 0.30, and with 19 donors it is at least 0.050 even for one"
    )
    poor = control(own=(7.0, 3.0, -3.0), placebos=placebos)
    assert verdict_of(poor, events_of(poor), p=0.01)[1] == POOR_FIT
    few = control(own=(1.0, 3.0, -3.0), placebos=placebos[1:])
    assert verdict_of(few, events_of(few), p=0.01)[1] == FEW_DONORS


def test_a_fit_is_poor_past_twice_chance_and_a_tenth_of_the_level() -> None:
    # Chance leaves the root of 9 = 3 of 9 events a month, and 10 of 100: twice that is the edge.
    assert not is_poor(control(own=(6.0, 1.0, 1.0), placebos=[]))
    assert is_poor(control(own=(6.1, 1.0, 1.0), placebos=[]))
    assert not is_poor(control(own=(1_000.0, 1.0, 1.0), placebos=[], level=10_000))
    assert is_poor(control(own=(1_001.0, 1.0, 1.0), placebos=[], level=10_000))


def test_cautions() -> None:
    panel = panel_from([[6, 7, 3, 5], [4, 6, 6, 8], [8, 8, 6, 2]], before=2)
    found = synthetic_of(rates_of(panel))
    said = list(cautions_of(found))
    assert said == [MANY_DONORS]
    turned = control(own=(1.0, 3.0, -3.0), placebos=[(1.0, 1.0, 1.0)] * 3)
    turned.without.update({0: turned.gaps, 2: turned.gaps._replace(mean=0.5)})
    assert list(cautions_of(turned)) == [
        "without donor area 3 the difference turns to the other side"
    ]
    poor = control(own=(7.0, 3.0, -3.0), placebos=[(1.0, 1.0, 1.0)] * 3)
    assert list(cautions_of(poor)) == [POOR_FIT]


@pytest.mark.parametrize(
    ("verdict", "events", "said"),
    [
        (
            ("lower", ""),
            Events(80, 100, 10, 0.8, 0.7, 0.9, 0.9),
            "In the treated areas falls were 20% lower (95% interval: 30% to 10% lower) than the "
            "control: 20 fewer.",
        ),
        (
            ("higher", ""),
            Events(1_220, 1_000, 10, 1.22, 1.1, 1.35, 0.9),
            "In the treated areas falls were 22% higher (95% interval: 10% to 35% higher) than the "
            "control: 220 more.",
        ),
        (
            ("no important difference", ""),
            Events(99, 100, 3, 0.99, 0.96, 1.02, 0.9),
            "For falls there was no important difference from the control: 1% lower (95% interval: "
            "4% lower to 2% higher).",
        ),
        (
            ("no clear difference", ""),
            Events(95, 100, 7, 0.95, 0.88, 1.02, 0.9),
            "For falls there was no clear difference from the control: 5% lower (95% interval: 12% "
            "lower to 2% higher).",
        ),
        (
            ("cannot tell", POOR_FIT),
            Events(80, 100, 10, 0.8, 0.7, 0.9, 0.9),
            "We cannot tell for falls, which were 20% lower (95% interval: 30% to 10% lower) "
            f"beside the control: {POOR_FIT}.",
        ),
    ],
)
def test_sentences(verdict: Any, events: Events, said: str) -> None:
    assert sentence_of_outcome("falls", events, verdict) == said


def test_donors_of_some_weight_are_left_out_in_turn() -> None:
    assert left_out(np.array([0.5, 0.009, 0.01, 0.481])) == [0, 2, 3]
    assert left_out(np.array([1.0])) == []


def test_holms_correction_by_hand() -> None:
    # Holm (1979): smallest times m, the next times m - 1, never falling.
    p = np.array([0.01, 0.02, 0.022, 0.5])
    assert holm(p) == pytest.approx([0.04, 0.06, 0.06, 0.5])
    assert holm(p[::-1]) == pytest.approx([0.5, 0.06, 0.06, 0.04])
    assert holm(np.array([0.6, np.nan, 0.7])) == pytest.approx([1, np.nan, 1], nan_ok=True)
    assert holm(np.zeros(0)).size == 0
    for wrong in (-0.1, 1.1):
        with pytest.raises(ValueError, match="between 0 and 1"):
            holm(np.array([wrong]))


def test_several_outcomes_at_once() -> None:
    told: list[tuple[int, int]] = []
    area, month = (each.ravel() for each in np.indices((21, 24)))
    outcomes = {
        "falls": made(0.6).ravel(),
        "burns": made(1.0, seed=2, mean=20_000).ravel(),
    }
    table = Table(area, month, area == 0, month >= 16, np.full(area.size, 50_000))
    panels = whole_panels_of(outcomes, table)
    found = synthetic_controls(panels, progress=lambda *done: told.append(done))
    falls, burns = found.effects.rows(named=True)
    assert falls["value"] == pytest.approx(0.6, abs=0.06)
    assert falls["lower"] < 0.6 < falls["upper"] < 1
    assert falls["p"] == pytest.approx(1 / 21)
    assert falls["p_holm"] == pytest.approx(2 / 21)
    assert falls["verdict"] == "cannot tell"  # two outcomes and 20 donors cannot pass at 5%
    assert burns["verdict"] == "no important difference"
    assert (falls["donors"], falls["months_before"], falls["per"]) == (20, 16, 100_000)
    assert falls["rmspe_ratio"] == pytest.approx(falls["post_rmspe"] / falls["pre_rmspe"])
    people = 8 * 50_000 / 100_000
    assert falls["gap"] * people == pytest.approx(falls["observed"] - falls["expected"])
    averted = found.averted.row(0, named=True)
    assert averted["value"] == pytest.approx(falls["expected"] - falls["observed"])
    assert averted["upper"] - averted["value"] == pytest.approx(
        (falls["upper"] - falls["value"]) * falls["expected"]
    )
    weights = found.weights.filter(outcome="falls")
    assert weights["weight"].sum() == pytest.approx(1)
    assert weights["weight"].is_sorted(descending=True)
    assert found.months.filter(outcome="falls", after=True).height == 8
    assert found.placebos.filter(outcome="burns")["area"].to_list() == [None, *range(1, 21)]
    assert found.without.filter(outcome="falls")["area"].to_list() == sorted(
        weights.filter(pl.col("weight") >= 0.01)["area"]
    )
    assert found.sentence == " ".join(found.effects["sentence"])
    assert told[-1] == (82, 82)
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    one = synthetic_controls({"falls": panels["falls"]}, confidence=0.95)
    assert one.effects["verdict"].to_list() == ["lower"]
    assert one.sentence.startswith("In the treated areas falls were ")


def test_one_donor_gives_a_ratio_and_a_reason() -> None:
    panel = panel_from([[6, 7, 3, 0], [4, 6, 6, 8]], before=2)
    found = synthetic_controls({"falls": panel})
    row = found.effects.row(0, named=True)
    assert (row["value"], row["lower"], row["reason"]) == (pytest.approx(3 / 14), None, FEW_DONORS)
    assert row["p"] is None
    assert row["sentence"] == f"We cannot tell for falls: {FEW_DONORS}."
    assert found.without.height == 0
    assert found.without.columns == ["outcome", "area", "pre_rmspe", "value"]
    assert found.placebos.height == 1


def test_no_expected_events_without_a_donor_are_null() -> None:
    panel = panel_from([[5, 6, 9, 8], [0, 0, 0, 0], [9, 11, 10, 10]], before=2)
    without = synthetic_controls({"falls": panel}).without
    assert without.filter(area="area 2")["value"].to_list() == [None]


def test_no_outcome_is_refused() -> None:
    with pytest.raises(ValueError, match="name at least one outcome"):
        synthetic_controls({})
    with pytest.raises(ValueError, match="important"):
        synthetic_controls({}, important=(1, 1))
    with pytest.raises(ValueError, match="confidence"):
        synthetic_controls({}, confidence=95)
