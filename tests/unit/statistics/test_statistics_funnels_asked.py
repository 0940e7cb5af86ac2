"""Funnels asked for in small numbers, and by what they are unless asked otherwise."""

from __future__ import annotations

import pytest

from vrn.statistics.counts import exact_limits
from vrn.statistics.funnels import rate_funnel_curve


def test_a_curve_of_rates_is_per_thousand_of_baselines_and_years_below_one_too() -> None:
    # Half an event per thousand and year, in half a year: 4,000 people for each event expected.
    found = rate_funnel_curve([4], baseline=0.5, years=0.5, confidence=0.95).row(0, named=True)
    (upper,) = exact_limits([4], confidence=0.95).upper
    assert found["lower_population"] == pytest.approx(4_000 * upper)
    assert found["lower"] == pytest.approx(0.5 * 4 / upper)
