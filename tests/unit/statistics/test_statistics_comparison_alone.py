"""One untreated area has no other to be compared with: then there is no rank, and it is said."""

from __future__ import annotations

from vrn.statistics.comparison.panel import panel_of
from vrn.statistics.comparison.placebo import NONE_BESIDE, NOT_RANKED, placebo_areas

MONTHS = {"month": [1, 2, 3, 4] * 2, "after": [0, 0, 1, 1] * 2}
BESIDE = {**MONTHS, "area": [1] * 4 + [2] * 4, "treated": [0] * 4 + [1] * 4}


def test_among_none_there_is_no_rank() -> None:
    found = placebo_areas(panel_of([8, 9, 8, 9, 8, 9, 4, 3], **BESIDE))
    assert (found.p, found.least_p, found.reason) == (None, 1.0, NONE_BESIDE)
    assert found.sentence == f"No rank: {NONE_BESIDE}."
    assert found.areas["area"].to_list() == [None, 1]
    assert found.areas["score"][0] is not None


def test_a_treated_area_without_events_is_the_reason_that_comes_first() -> None:
    found = placebo_areas(panel_of([8, 9, 8, 9, 0, 0, 0, 0], **BESIDE))
    assert (found.p, found.reason) == (None, NOT_RANKED)
