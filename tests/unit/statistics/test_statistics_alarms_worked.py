"""Alarms of quiet series, of gaps in the weeks before, and of settings one by one."""

from __future__ import annotations

import pytest

from vrn.statistics.alarms import Ears, ears


@pytest.mark.parametrize("bound", ["sum", "own count"])
def test_weeks_that_are_all_alike_give_no_alarm_of_c3(bound) -> None:
    found = ears([4] * 15, range(15), settings=Ears("C3", bound=bound))
    assert found["alarm"].to_list() == [None] * 11 + [False] * 4


def test_c3_expects_nothing_where_a_week_before_has_no_count() -> None:
    counts = [3, 5, 4, 4, 3, 5, 4, 4, 5, 3, 4, 5, None, 4, 4, 4]
    found = ears(counts, range(16), settings=Ears("C3"))
    assert found["value"].is_null().to_list() == [True] * 11 + [False] + [True] * 4
    assert found["alarm"].is_null().to_list() == [True] * 11 + [False] + [True] * 4
