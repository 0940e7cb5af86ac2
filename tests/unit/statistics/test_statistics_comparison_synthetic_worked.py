"""Synthetic controls by hand: what is asked for, gaps, bounds, and the progress that is told."""

from __future__ import annotations

import numpy as np
import pytest
from statistics_drawn_panels import whole_panel_from

from vrn.statistics.comparison.outcome_reading import (
    MANY_DONORS,
    POOR_FIT,
    Events,
    cautions_of,
    events_of,
    sentence_of_outcome,
    verdict_of,
)
from vrn.statistics.comparison.outcomes import holm, synthetic_controls
from vrn.statistics.comparison.power import power_of_ratio
from vrn.statistics.comparison.synthetic import Gaps, Rates, Synthetic, rates_of, synthetic_of

pytest.importorskip("pysyncon")


def test_rates_are_per_hundred_thousand_of_a_population_unless_told_otherwise() -> None:
    population = np.array([[200.0], [400.0]])
    rates = rates_of(whole_panel_from([[1, 2, 3], [4, 6, 8]], before=2, population=population))
    assert rates.per == 100_000
    assert rates.treated.tolist() == [500, 1_000, 1_500]
    assert rates.donor_rates.tolist() == [[1_000, 1_500, 2_000]]
    assert rates.donor_exposures.tolist() == [[400, 400, 400]]
    # An area that is not known in some month has no say in whether there are populations.
    counts = [[1, 2, 3], [4, 6, 8], [1, -1, 1]]
    assert rates_of(whole_panel_from(counts, before=2)).per == 1.0
    # Populations of 1 throughout are none.
    assert rates_of(whole_panel_from(counts, before=2, population=np.ones((3, 1)))).per == 1.0


def test_the_nearest_donors_are_as_many_as_asked_for() -> None:
    counts = [[5, 5, 9], [5, 8, 0], [6, 5, 0], [5, 6, 7], [9, 9, 9]]
    population = np.array([[1.0], [2.0], [1.0], [3.0], [1.0]]) * 10
    panel = whole_panel_from(counts, before=2, population=population)
    # Rates a ten: 5, 5 beside 2.5, 4; 6, 5; 1.7, 2; 9, 9.
    one = rates_of(panel, per=10, nearest=1)
    assert one.donors.tolist() == [2]
    assert one.donor_rates.tolist() == [[6, 5, 0]]
    assert one.donor_exposures.tolist() == [[10, 10, 10]]
    two = rates_of(panel, per=10, nearest=2)
    assert two.donors.tolist() == [1, 2]
    assert two.donor_rates.tolist() == [[2.5, 4, 0], [6, 5, 0]]
    assert two.donor_exposures.tolist() == [[20] * 3, [10] * 3]


def test_of_equally_near_donors_the_first_is_taken() -> None:
    panel = whole_panel_from([[5, 5, 9], *[[6, 5, 1], [4, 5, 2], [5, 6, 3]] * 8], before=2)
    assert rates_of(panel, nearest=3).donors.tolist() == [1, 2, 3]


def test_two_months_before_are_enough() -> None:
    assert rates_of(whole_panel_from([[1, 2, 3], [1, 2, 3]], before=2)).per == 1.0


def test_one_donor_alone_is_the_control_and_has_no_placebo() -> None:
    done: list[int] = []
    panel = whole_panel_from([[6, 7, 3], [4, 6, 6]], before=2)
    found = synthetic_of(rates_of(panel), tell=lambda: done.append(1))
    assert found.weights.tolist() == [1]
    assert (found.placebos, found.without, len(done)) == ((), {}, 1)
    assert found.gaps.synthetic.tolist() == [4, 6, 6]
    assert found.gaps.gap.tolist() == [2, 1, -3]
    assert found.gaps.before == pytest.approx(np.sqrt(5 / 2))
    assert (found.gaps.after, found.gaps.mean) == (3, -3)


def test_gaps_of_donors_and_without_them_are_weighed_by_their_own_exposure() -> None:
    counts = [[20, 24, 14, 40], [8, 12, 12, 16], [32, 36, 16, 24]]
    population = np.array([[1.0, 1, 1, 2], [1, 1, 1, 1], [1, 1, 1, 3]]) * 10
    rates = rates_of(whole_panel_from(counts, before=2, population=population), per=10)
    found = synthetic_of(rates)
    # Rates after: 14, 20 of the treated; 12, 16 and 16, 8 of the donors.
    assert found.gaps.synthetic == pytest.approx([20, 24, 14, 12], abs=0.1)
    first, second = found.placebos
    assert first.gap.tolist() == [-24, -24, -4, 8]
    assert first.mean == pytest.approx((-4 * 10 + 8 * 10) / 20)
    assert second.mean == pytest.approx((4 * 10 - 8 * 30) / 40)
    assert (first.before, first.after) == pytest.approx((24, np.sqrt(40)))
    without = found.without[0]
    assert without.synthetic.tolist() == [32, 36, 16, 8]
    assert without.mean == pytest.approx((-2 * 10 + 12 * 20) / 30)
    assert without.before == pytest.approx(12)


def control(*, own: Gaps, placebos: tuple[Gaps, ...], level: float = 9.0) -> Synthetic:
    """A control of gaps as told, three months before the change and two after it."""
    panel = whole_panel_from([[level] * 5, *([[1] * 5] * max(len(placebos), 1))], before=3)
    ones = np.ones((len(placebos), 5))
    places = np.arange(1, len(placebos) + 1)
    rates = Rates(panel, 1.0, places, np.full(5, level), np.ones(5), ones, ones)
    return Synthetic(rates, np.ones(len(placebos)), own, placebos, {})


def gaps(before: float, after: float, mean: float, *, level: float = 9.0) -> Gaps:
    return Gaps(np.full(5, level - mean), np.zeros(5), before, after, mean)


def test_ratios_of_errors() -> None:
    assert gaps(2.0, 3.0, 1.0).ratio == 1.5
    assert gaps(0.5, 3.0, 1.0).ratio == 6
    assert gaps(0.0, 3.0, 1.0).ratio == np.inf


def test_gaps_of_less_than_a_millionth_of_the_level_leave_no_chance() -> None:
    some = (gaps(1.0, 1.0, 1.0),) * 3
    assert control(own=gaps(8.01e-6, 1, 1), placebos=some, level=8).has_chance
    assert not control(own=gaps(8 * 1e-6, 1, 1), placebos=some, level=8).has_chance
    assert not control(own=gaps(0.0, 1, 1), placebos=some, level=0).has_chance
    assert control(own=gaps(1e-200, 1, 1), placebos=some, level=0).has_chance


def test_a_margin_is_the_distance_of_the_placebos_in_errors_before() -> None:
    placebos = tuple(gaps(before, 9.0, mean) for before, mean in [(2, -6), (0.5, 0.5), (4, 8)])
    found = control(own=gaps(1.5, 1, 1), placebos=placebos)
    assert found.margin(0.75) == 1.5 * 3
    assert found.margin(0.5) == 1.5 * 2
    assert found.margin(0.25) == 1.5
    assert np.isnan(control(own=gaps(0.0, 1, 1), placebos=placebos).margin(0.75))


def test_events_of_unequal_months() -> None:
    rates = Rates(
        whole_panel_from([[1] * 4, [1] * 4], before=2),
        10.0,
        np.array([1]),
        np.array([9.0, 9, 4, 6]),
        np.array([7.0, 7, 20, 50]),
        np.ones((1, 4)),
        np.ones((1, 4)),
    )
    own = Gaps(np.array([1.0, 1, 5, 10]), np.zeros(4), 1.0, 1.0, -1.0)
    found = Synthetic(rates, np.ones(1), own, (Gaps(own.gap, own.gap, 1.0, 1.0, 3.0),) * 19, {})
    # 4 x 2 + 6 x 5 = 38 events, 5 x 2 + 10 x 5 = 60 expected; 3 a ten of 70 people are 21.
    events = events_of(found, important=(0.8, 1.1))
    assert events[:6] == pytest.approx((38, 60, 21, 38 / 60, 17 / 60, 59 / 60))
    error = 21 / 60 / 1.959963985
    assert events.power == pytest.approx(float(power_of_ratio(0.8, error)))
    assert events.reason is None
    wide = events_of(found, confidence=0.9)
    assert wide.power == pytest.approx(
        float(power_of_ratio(0.9, 21 / 60 / 1.644853627, confidence=0.9))
    )


def test_events_without_a_margin_are_certain() -> None:
    found = control(own=gaps(1.0, 1.0, 3.0), placebos=(gaps(1.0, 1.0, 0.0),) * 19)
    events = events_of(found)
    assert (events.margin, events.lower, events.upper, events.power) == (0, 1.5, 1.5, 1)


def test_p_at_the_level_passes_and_the_level_is_asked_for() -> None:
    placebos = (gaps(1.0, 1.0, 1.0),) * 19
    found = control(own=gaps(1.0, 1.0, -3.0), placebos=placebos)
    events = events_of(found)
    assert verdict_of(found, events, p=1 - 0.95) == ("lower", "")
    assert verdict_of(found, events, p=0.09, confidence=0.9) == ("lower", "")
    assert verdict_of(found, events, p=0.09)[0] == "cannot tell"
    assert verdict_of(found, events, p=0.05, important=(0.5, 2.0))[0] == "lower"
    within = Events(9.0, 10.0, 1.0, 0.9, 0.88, 1.05, 0.9)
    assert verdict_of(found, within, p=0.5)[0] == "no clear difference"
    assert verdict_of(found, within, p=0.5, important=(0.8, 1.2))[0] == "no important difference"


def test_as_many_donors_as_months_before_are_said() -> None:
    few = control(own=gaps(1.0, 1.0, 1.0), placebos=(gaps(1.0, 1.0, 1.0),) * 2)
    assert list(cautions_of(few)) == []
    many = control(own=gaps(7.0, 1.0, 1.0), placebos=(gaps(1.0, 1.0, 1.0),) * 3)
    assert list(cautions_of(many)) == [POOR_FIT, MANY_DONORS]
    many.without[1] = gaps(1.0, 1.0, 0.0)
    assert list(cautions_of(many)) == [POOR_FIT, MANY_DONORS]
    many.without[1] = gaps(1.0, 1.0, -0.1)
    assert list(cautions_of(many))[1] == ("without donor 2 the difference turns to the other side")


def test_a_sentence_says_its_confidence() -> None:
    events = Events(80, 100, 10, 0.8, 0.7, 0.9, 0.9)
    said = sentence_of_outcome("falls", events, ("lower", ""), confidence=0.998)
    assert "20% lower (99.8% interval: 30% to 10% lower)" in said


def test_holms_correction_takes_ties_in_their_order_and_the_ends() -> None:
    assert holm(np.array([0.0, 1.0])).tolist() == [0, 1]
    assert holm(np.array([0.5, 0.5, 0.25])).tolist() == [1, 1, 0.75]


def test_of_two_outcomes_each_is_read_with_the_correction_for_both() -> None:
    counts = [[60, 72, 66, 30], [40, 60, 50, 60], [80, 80, 80, 80]]
    turned = [[60, 72, 66, 90], *counts[1:]]
    told: list[tuple[int, int]] = []
    found = synthetic_controls(
        {"falls": whole_panel_from(counts, before=3), "burns": whole_panel_from(turned, before=3)},
        confidence=0.5,
        important=(0.5, 2.0),
        progress=lambda *done: told.append(done),
    )
    falls, burns = found.effects.rows(named=True)
    assert (falls["p"], burns["p"]) == pytest.approx((1 / 3, 1 / 3))
    assert (falls["p_holm"], burns["p_holm"]) == pytest.approx((2 / 3, 2 / 3))
    assert told == [(each, 10) for each in range(1, 11)]
    assert {*found.effects["confidence"], *found.averted["confidence"]} == {0.5}
    assert found.sentence == f"{falls['sentence']} {burns['sentence']}"


def test_fits_that_are_not_needed_are_told_of_at_the_end_of_their_outcome() -> None:
    # The first donor alone is the treated area, so that the second has no weight.
    counts = [[60, 72, 66, 30], [60, 72, 66, 60], [80, 80, 80, 80]]
    told: list[tuple[int, int]] = []
    panels = {each: whole_panel_from(counts, before=3) for each in ("falls", "burns")}
    found = synthetic_controls(panels, progress=lambda *done: told.append(done))
    assert told == [(each, 10) for each in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)]
    assert found.effects["caution"].to_list() == [None, None]
