"""How a scan passes over windows: the levels, the blocks of steps and the integers, by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from vrn.statistics.scan import Windows
from vrn.statistics.scan.likelihood import (
    edge_of_level,
    log_likelihood_ratio,
    signed_counts_needed,
)
from vrn.statistics.scan.screening import Screen, at_level, cumulate, largest_ratio, make_screens
from vrn.statistics.scan.zones import Zones, nearest_zones

HIGH, LOW = 1, -1


def line(areas: int, *, share: float = 1.0) -> Zones:
    """Areas of one person each, one, two, three ... units after the first."""
    points = np.arange(areas, dtype=float)
    return nearest_zones(points, np.zeros(areas), np.ones(areas), largest_share=share)


def screen(
    areas: int, *, total: int, periods: int, windows: Windows | None = None, share: float = 1.0
) -> Screen:
    asked = windows or Windows(largest_time=0.5)
    zones = line(areas, share=share)
    return make_screens(zones, asked, population=areas, total=total, periods=periods)[0]


def test_the_edge_of_a_level_for_all_events_and_for_none() -> None:
    # All 10 events inside: 10 ln(10 / e) = 3. None inside: 10 ln(10 / (10 - e)) = 3.
    assert edge_of_level(3.0, total=10, sign=HIGH)[10] == pytest.approx(10 * math.exp(-0.3))
    assert edge_of_level(3.0, total=10, sign=LOW)[0] == pytest.approx(10 - 10 * math.exp(-0.3))


@pytest.mark.parametrize("sign", [HIGH, LOW])
def test_at_the_edge_of_a_level_the_ratio_is_the_level(sign: int) -> None:
    edges = edge_of_level(3.0, total=10, sign=sign)
    counts = np.arange(1, 10)
    assert log_likelihood_ratio(counts, edges[1:-1], total=10) == pytest.approx(np.full(9, 3.0))
    assert (sign * (counts - edges[1:-1]) > 0).all()
    assert (np.diff(edges) > 0).all()
    # No event is no high rate, and all events are no low one.
    assert edges[0 if sign == HIGH else -1] == (0 if sign == HIGH else 10)


def test_high_rates_need_a_count_whose_edge_is_at_or_above_the_expected() -> None:
    edges = np.array([0.0, 0.2, 0.9, 1.8, 3.0])
    expected = np.array([0.05, 0.5, 0.9, 0.95, 3.0, 3.1, np.inf])
    needed = signed_counts_needed(expected, edges, sign=HIGH, least_count=2)
    assert needed.tolist() == [2, 2, 2, 3, 4, 5, 5]
    assert signed_counts_needed(expected, edges, sign=HIGH, least_count=1).tolist()[:2] == [1, 2]


def test_low_rates_need_a_count_whose_edge_is_at_or_below_the_expected() -> None:
    edges = np.array([0.3, 1.4, 2.5, 3.6, 4.0])
    expected = np.array([0.2, 0.3, 1.3, 1.4, 2.6, np.inf])
    needed = signed_counts_needed(expected, edges, sign=LOW, least_count=2)
    # At most 0, 0, 1 and 2 events for those in between; none is few enough for the first and last.
    assert needed.tolist() == [1, 0, 0, -1, -2, 5]


def test_a_block_is_as_wide_as_chance_lets_its_count_stray() -> None:
    # 48 events in 12 areas and 4 periods: one an area and a period. A block after k areas takes
    # 1.25 sqrt(k + 1) more, rounded down: 1, 1, 2, 2, 3, 3.
    one, two = screen(12, total=48, periods=4).blocks
    assert one.last.tolist() == [0, 1, 3, 5, 8, 11]
    assert one.expected[:, 0] == pytest.approx([1, 2, 3, 5, 7, 10])
    # Two periods at once: two an area, and 1.25 sqrt((k + 1) / 2): 0 (one at least), 1, ... 2, 2.
    assert two.last.tolist() == [0, 1, 2, 3, 4, 6, 8, 10, 11]
    assert two.expected[:, 0] == pytest.approx([2, 4, 6, 8, 10, 12, 16, 20, 24])
    assert (one.length, two.length) == (1, 2)


def test_a_block_is_never_wider_than_all_before_it() -> None:
    rare = screen(12, total=1, periods=4).blocks[0]
    assert rare.last.tolist() == [0, 2, 6, 11]


def test_each_step_is_a_block_of_low_rates() -> None:
    low = screen(12, total=48, periods=4, windows=Windows(rates="low")).blocks[0]
    assert low.last.tolist() == list(range(12))


def test_only_a_level_above_nothing_is_looked_for_first() -> None:
    first = screen(3, total=24, periods=2)
    assert (first.levels, len(first.blocks[0].needed)) == ((0.0,), 1)
    assert at_level(first, 0.5).levels == (0.5, 0.0)
    assert at_level(at_level(first, 0.5), 0.0).levels == (0.0,)


@pytest.mark.parametrize(
    ("total", "kind", "none"), [(59_576, "int16", 32_767), (59_578, "int32", 59_579)]
)
def test_counts_needed_are_small_integers_where_windows_a_tenth_larger_are(
    total: int, kind: str, none: int
) -> None:
    # Windows of two of four periods: 1.1 * 59,576 / 2 = 32,766.8, which an int16 holds.
    blocks = screen(2, total=total, periods=4, share=0.5).blocks
    assert {block.needed[0].dtype for block in blocks} == {np.dtype(kind)}
    # No count is enough where there is no circle: for the second of two areas at one distance.
    middle = screen(3, total=total, periods=4).blocks[0]
    assert middle.needed[0][1, 1] == none


@pytest.mark.parametrize(("second", "kind"), [(12_767, "int16"), (12_768, "int32")])
def test_sums_are_small_integers_where_the_largest_window_is(second: int, kind: str) -> None:
    counts = np.array([[20_000, second, 3, 5]])
    sums = cumulate(counts, screen(1, total=32_000, periods=4))
    assert sums.dtype == kind
    assert sums[0, :3].tolist() == [0, 20_000, 20_000 + second]
    assert sums[1].tolist() == [0, 0, 0, 0, 0]
    assert (sums[0, 3:] - sums[0, 2:-1]).tolist() == [3, 5]  # the same where they run over


def test_one_event_above_the_expected_is_found() -> None:
    spatial = screen(3, total=24, periods=1, windows=Windows("purely spatial"), share=0.4)
    found = largest_ratio(np.array([[9], [8], [7]]), (spatial,))
    assert found == pytest.approx(9 * math.log(9 / 8) + 15 * math.log(15 / 16))


def test_events_as_expected_have_no_ratio() -> None:
    assert largest_ratio(np.full((4, 2), 3), (screen(4, total=24, periods=2),)) == 0
