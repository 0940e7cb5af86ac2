"""The fast scan gives what looking at every circle and every window gives, one at a time."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pytest

from vrn.statistics.scan import Windows, screening
from vrn.statistics.scan.clusters import best_windows, without_overlaps
from vrn.statistics.scan.likelihood import (
    edge_of_level,
    log_likelihood_ratio,
    signed_counts_needed,
    strength,
)
from vrn.statistics.scan.screening import at_level, cumulate, largest_ratio, make_screens
from vrn.statistics.scan.zones import Zones, nearest_zones

CLOSE = 1e-9


class Place(NamedTuple):
    """A made-up region: its areas' points and people, and the events by area and period."""

    x: np.ndarray
    y: np.ndarray
    people: np.ndarray
    counts: np.ndarray

    def zones(self, share: float) -> Zones:
        return nearest_zones(self.x, self.y, self.people, largest_share=share)

    def screens(self, windows: Windows) -> tuple[screening.Screen, ...]:
        return make_screens(
            self.zones(windows.largest_population),
            windows,
            population=self.people.sum(),
            total=int(self.counts.sum()),
            periods=self.counts.shape[1],
        )


def made_up(seed: int, *, areas: int = 14, periods: int = 7, mean: float = 1.5) -> Place:
    """On a small grid, so that many distances tie and some areas share a point."""
    rng = np.random.default_rng(seed)
    people = rng.integers(5, 30, areas).astype(float)
    rates = np.where(rng.random((areas, 1)) < 0.2, 2.5, 1.0) * people[:, None] / people.mean()
    return Place(
        rng.integers(0, 5, areas).astype(float),
        rng.integers(0, 4, areas).astype(float),
        people,
        rng.poisson(mean * np.broadcast_to(rates, (areas, periods))),
    )


def ratio_by_hand(count: int, expected: float, total: int, windows: Windows) -> float:
    """Kulldorff's ratio of one window; 0 where it is not of the kind looked for."""
    is_high = count > expected and count >= windows.least_count and windows.rates != "low"
    is_low = count < expected and windows.rates != "high"
    if not (is_high or is_low):
        return 0.0
    inside = count * math.log(count / expected) if count else 0.0
    rest = total - count
    return inside + (rest * math.log(rest / (total - expected)) if rest else 0.0)


def circles_by_hand(place: Place, centre: int, share: float) -> list[list[int]]:
    """Every circle around a centre whose border is an area, and that is not too large."""
    squares = (place.x - place.x[centre]) ** 2 + (place.y - place.y[centre]) ** 2
    circles = [
        [area for area in range(len(squares)) if squares[area] <= border]
        for border in sorted(set(squares.tolist()))
    ]
    most = share * place.people.sum()
    return [each for each in circles if sum(place.people[area] for area in each) <= most + 1e-9]


def windows_by_hand(windows: Windows, periods: int) -> list[tuple[int, int]]:
    if windows.analysis == "purely spatial":
        return [(0, periods)]
    return [
        (start, end)
        for start in range(periods)
        for end in range(start + 1, periods + 1)
        if end - start <= windows.largest_time * periods
        and (end == periods or windows.analysis == "space-time")
    ]


def best_by_hand(place: Place, windows: Windows) -> dict[int, float]:
    """The best ratio of each centre that has one."""
    total, periods = int(place.counts.sum()), place.counts.shape[1]
    best = {}
    for centre in range(len(place.x)):
        for circle in circles_by_hand(place, centre, windows.largest_population):
            share = sum(place.people[area] for area in circle) / place.people.sum()
            for start, end in windows_by_hand(windows, periods):
                count = sum(int(place.counts[area, start:end].sum()) for area in circle)
                expected = share * total * (end - start) / periods
                found = ratio_by_hand(count, expected, total, windows)
                best[centre] = max(best.get(centre, 0.0), found)
    return {centre: ratio for centre, ratio in best.items() if ratio > 0}


ASKED = [
    Windows("purely spatial"),
    Windows("space-time"),
    Windows("prospective"),
    Windows("space-time", largest_population=0.3, largest_time=0.9, least_count=4),
    Windows("space-time", rates="low"),
    Windows("prospective", rates="both"),
    Windows("purely spatial", rates="low", largest_population=1.0),
]


def scanned(place: Place, windows: Windows) -> Place:
    is_spatial = windows.analysis == "purely spatial"
    return place._replace(counts=place.counts.sum(axis=1)[:, None]) if is_spatial else place


@pytest.mark.parametrize("windows", ASKED, ids=str)
@pytest.mark.parametrize("seed", range(4))
def test_the_best_of_each_centre_is_that_of_every_window(seed: int, windows: Windows) -> None:
    place = scanned(made_up(seed), windows)
    by_hand = best_by_hand(place, windows)
    screens = place.screens(windows)
    found = best_windows(place.counts, screens)
    # Of areas at one point the first is the centre of all.
    firsts = {int(each) for each in screens[0].zones.centres}
    strongest = sorted((by_hand[each] for each in firsts & set(by_hand)), reverse=True)
    np.testing.assert_allclose([each.ratio for each in found], strongest, atol=CLOSE)
    for each in found:
        inside = place.counts[each.areas, each.start : each.end]
        share = place.people[each.areas].sum() / place.people.sum()
        length = (each.end - each.start) / place.counts.shape[1]
        assert each.events == inside.sum()
        assert each.expected == pytest.approx(share * length * place.counts.sum())


@pytest.mark.parametrize("windows", ASKED, ids=str)
@pytest.mark.parametrize("mean", [0.05, 1.5, 12.0])
def test_the_largest_ratio_is_that_of_every_window_at_any_level(windows, mean) -> None:
    place = scanned(made_up(9, mean=mean), windows)
    largest = max(best_by_hand(place, windows).values(), default=0.0)
    screens = place.screens(windows)
    assert largest_ratio(place.counts, screens) == pytest.approx(largest, abs=CLOSE)
    for level in (0.2, 0.9 * largest, largest, largest + 1):
        higher = tuple(at_level(each, level) for each in screens)
        assert largest_ratio(place.counts, higher) == pytest.approx(largest, abs=CLOSE)


@pytest.mark.parametrize("width", [0.01, 2.0, 50.0])
def test_the_width_of_blocks_changes_no_answer(width: float, monkeypatch) -> None:
    windows = Windows("space-time")
    place = made_up(3, areas=40, periods=9, mean=0.8)
    before = largest_ratio(place.counts, place.screens(windows))
    monkeypatch.setattr(screening, "_BLOCK_WIDTH", width)
    screens = place.screens(windows)
    steps = len(screens[0].zones.order)
    assert (screens[0].blocks[0].last.size == steps) == (width < 1)
    assert largest_ratio(place.counts, screens) == before


def test_blocks_hold_each_step_once() -> None:
    screen = made_up(3, areas=40, periods=9).screens(Windows("space-time"))[0]
    for block in screen.blocks:
        assert block.last[-1] == len(screen.zones.order) - 1
        assert (np.diff(block.last) > 0).all()
        assert block.expected.shape == (block.last.size, screen.zones.centres.size)


def test_few_centres_are_looked_into() -> None:
    windows = Windows("space-time")
    place = made_up(5, areas=60, periods=12)
    screen = at_level(place.screens(windows)[0], 3.0)
    tops = screening._block_counts(cumulate(place.counts, screen), screen)
    at_three, at_none = (screening._bounds(tops, screen, number) for number in (0, 1))
    assert (at_three > 0).sum() < (at_none > 0).sum()
    # What reaches the level keeps its bound; what does not, loses it.
    np.testing.assert_array_equal(at_three, np.where(at_none >= 3.0, at_none, 0.0))


@pytest.mark.parametrize("windows", [Windows("space-time"), Windows("space-time", rates="both")])
@pytest.mark.parametrize(("times", "kind"), [(1, "int16"), (90, "int16"), (200, "int32")])
def test_small_integers_hold_what_they_must(times: int, kind: str, windows: Windows) -> None:
    """Ninety times as many events run over in the sums, yet never in a window's count."""
    place = made_up(2, areas=20, periods=12, mean=2.0)
    place = place._replace(counts=place.counts * times)
    screens = place.screens(windows)
    cumulated = cumulate(place.counts, screens[0])
    assert cumulated.dtype == kind
    assert (place.counts.sum() > 2**15) == (times > 1)
    largest = max(best_by_hand(place, windows).values())
    assert largest_ratio(place.counts, screens) == pytest.approx(largest, rel=CLOSE)


def test_a_replication_larger_than_foreseen_takes_larger_integers() -> None:
    place = made_up(2, areas=20, periods=12, mean=2.0)
    place = place._replace(counts=place.counts * 80)
    screens = place.screens(Windows("space-time"))
    assert screens[0].blocks[0].needed[0].dtype == "int16"
    place.counts[:, 0] += place.counts[:, 1:].sum(axis=1)
    place.counts[:, 1:] = 0
    assert cumulate(place.counts, screens[0]).dtype == "int32"
    largest = max(best_by_hand(place, Windows("space-time")).values())
    assert largest_ratio(place.counts, screens) == pytest.approx(largest, rel=CLOSE)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("level", [0.0, 0.7, 4.0])
def test_the_count_needed_is_the_least_that_reaches_the_level(sign: int, level: float) -> None:
    total = 60
    expected = np.array([0.05, 0.9, 3.0, 11.3, 29.9, 55.0, np.inf])
    needed = signed_counts_needed(
        expected, edge_of_level(level, total=total, sign=sign), sign=sign, least_count=2
    )
    counts = np.arange(total + 1)
    for e, found in zip(expected, needed, strict=True):
        ratios = strength(counts, e, total=total, sign=sign, least_count=2)
        reaching = counts[(ratios >= level) & (ratios > 0)]
        sure = counts[(ratios >= level + 1e-9) & (ratios > 0)]
        assert all(sign * each >= found for each in sure)
        if level:
            assert set(reaching) == {each for each in counts if sign * each >= found}


def test_a_circle_that_is_none_has_no_ratio() -> None:
    assert log_likelihood_ratio([0, 3], np.inf, total=3).tolist() == [-np.inf, -np.inf]
    for sign in (1, -1):
        assert strength([0, 2, 3], np.inf, total=3, sign=sign, least_count=1).tolist() == [0, 0, 0]


def test_many_centres_are_made_in_parts(monkeypatch) -> None:
    from vrn.statistics.scan import zones

    place = made_up(8, areas=30)
    whole = place.zones(0.5)
    monkeypatch.setattr(zones, "_CENTRES_AT_ONCE", 7)
    parts = place.zones(0.5)
    np.testing.assert_array_equal(parts.order, whole.order)
    np.testing.assert_array_equal(parts.population, whole.population)


def test_of_equal_windows_the_smallest_the_shortest_and_the_earliest_is_taken() -> None:
    place = Place(
        np.array([0.0, 10.0]),
        np.zeros(2),
        np.array([10.0, 90.0]),
        np.array([[0, 3, 0, 3], [5, 5, 5, 5]]),
    )
    (window,) = best_windows(place.counts, place.screens(Windows("space-time")))
    assert (window.start, window.end, window.events) == (1, 2, 3)


def test_overlaps_are_judged_against_each_stronger_cluster_kept() -> None:
    place = made_up(4, areas=25, periods=8)
    found = best_windows(place.counts, place.screens(Windows("space-time")))
    kept = without_overlaps(found, above=0.0)
    cells = [
        {(int(area), at) for area in each.areas for at in range(each.start, each.end)}
        for each in found
    ]
    taken: set[tuple[int, int]] = set()
    by_hand = []
    for window, held in zip(found, cells, strict=True):
        if not held & taken:
            by_hand.append(window.ratio)
            taken |= held
    assert [each.ratio for each in kept] == by_hand
    assert 1 < len(kept) < len(found)
    middle = kept[1].ratio
    assert [each.ratio for each in without_overlaps(found, above=middle)] == [kept[0].ratio]


def test_a_region_at_one_point_is_one_circle() -> None:
    windows = Windows("space-time", largest_population=1.0)
    place = made_up(6)._replace(x=np.zeros(14), y=np.zeros(14))
    screens = place.screens(windows)
    assert screens[0].zones.centres.tolist() == [0]
    largest = max(best_by_hand(place, windows).values())
    assert largest_ratio(place.counts, screens) == pytest.approx(largest, abs=CLOSE)
