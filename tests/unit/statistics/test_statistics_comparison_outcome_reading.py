"""What is read off one synthetic control whose months, populations and units are not all alike."""

from __future__ import annotations

import numpy as np
import pytest
from statistics_drawn_panels import whole_panel_from

from vrn.statistics.comparison.outcome_reading import (
    NOTHING_EXPECTED,
    events_of,
    is_poor,
    verdict_of,
)
from vrn.statistics.comparison.synthetic import Gaps, Rates, Synthetic, rates_of


def control(*, before: float, expected: float = 10.0, spread: float = 1.0) -> Synthetic:
    """Rates a ten: 20 in fifty people before, 100 in one after; `expected` is the control's."""
    rates = Rates(
        whole_panel_from([[1] * 4] * 2, before=2),
        10.0,
        np.array([1]),
        np.array([10.0, 30, 100, 100]),
        np.array([40.0, 60, 1, 1]),
        np.ones((1, 4)),
        np.ones((1, 4)),
    )
    placebos = (Gaps(np.zeros(4), np.zeros(4), 1.0, 1.0, spread),) * 19
    own = Gaps(np.full(4, expected), np.zeros(4), before, 1.0, 1.0)
    return Synthetic(rates, np.ones(1), own, placebos, {})


def test_a_poor_fit_is_judged_by_the_months_before_in_people() -> None:
    # A level of 20 a ten, among five tens of people: chance leaves the root of 20/5 = 2.
    assert not is_poor(control(before=3.99))
    assert is_poor(control(before=4.01))


def test_less_than_one_event_expected_is_expected_still() -> None:
    # 2.5 a ten in two times one person: half an event, of which 20 are seen.
    events = events_of(control(before=1.0, expected=2.5))
    assert (events.observed, events.expected, events.value) == pytest.approx((20, 0.5, 40))
    assert events_of(control(before=1.0, expected=0.0)).reason == NOTHING_EXPECTED


def test_a_rise_that_does_not_pass_the_correction_cannot_be_told() -> None:
    found = control(before=1.0)
    events = events_of(found)
    assert events.lower > 1
    assert verdict_of(found, events, p=0.04) == ("higher", "")
    assert verdict_of(found, events, p=0.06)[0] == "cannot tell"


def test_of_many_equally_near_donors_the_first_are_taken() -> None:
    donors = [[7.0, 5, 1], [6.0, 5, 2], [8.0, 5, 3]] * 100
    rates = rates_of(whole_panel_from([[5, 5, 9], *donors], before=2), nearest=3)
    assert rates.donors.tolist() == [2, 5, 8]
    assert (
        rates_of(whole_panel_from([[5, 5, 9], *donors], before=2), nearest=300).donors.size == 300
    )
