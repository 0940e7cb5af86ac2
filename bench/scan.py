"""Replications of a space-time scan per second, beside plain NumPy over every window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bench.report import Section
from bench.timing import Timed, clock, say_ratios, say_spread, take_turns
from vrn.statistics.scan import SPACE_TIME, kulldorff_scan
from vrn.statistics.scan.likelihood import strength
from vrn.statistics.scan.replications import Null, draw_seed
from vrn.statistics.scan.screening import at_level, make_screens
from vrn.statistics.scan.zones import nearest_zones

if TYPE_CHECKING:
    from numpy.typing import NDArray

EVENTS_IN_A_CELL = 2.44
REPLICATIONS = 999
OURS, BARE = "vrn, one process", "NumPy over every window"


@dataclass(frozen=True)
class Region:
    """A made-up region: areas with points and people, and events by area and period."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    people: NDArray[np.float64]
    counts: NDArray[np.int64]

    def areas(self) -> dict[str, NDArray[np.float64] | list[str]]:
        """The areas as a scan takes them."""
        return {"area": self.names(), "x": self.x, "y": self.y, "population": self.people}

    def events(self) -> dict[str, NDArray[np.int64] | list[str]]:
        """The counts as a scan takes them, a row an area and period."""
        areas, periods = self.counts.shape
        return {
            "area": np.repeat(self.names(), periods).tolist(),
            "period": np.tile(np.arange(1, periods + 1), areas),
            "count": self.counts.ravel(),
        }

    def names(self) -> list[str]:
        """A name for each area."""
        return [f"area {number:05}" for number in range(self.x.size)]


class DisagreementError(AssertionError):
    """Two sides of a bench gave different answers, so that their times mean nothing."""


def make_up(areas: int, periods: int) -> Region:
    """A region whose events follow its people, with one cluster of ten areas and four periods."""
    rng = np.random.default_rng(4)
    people = rng.integers(1_000, 3_400, areas).astype(np.float64)
    x, y = rng.uniform(0, 60_000, (2, areas))
    rates = np.repeat(people[:, None] / people.mean() * EVENTS_IN_A_CELL, periods, axis=1)
    near = np.argsort(np.hypot(x - x[0], y - y[0]))[:10]
    rates[near, periods // 2 : periods // 2 + 4] *= 2
    return Region(x, y, people, rng.poisson(rates))


def make_null(region: Region) -> Null:
    """All that replications share, with the level at which they begin to look already found."""
    zones = nearest_zones(region.x, region.y, region.people, largest_share=0.5)
    total, periods = int(region.counts.sum()), region.counts.shape[1]
    screens = make_screens(
        zones, SPACE_TIME, population=region.people.sum(), total=total, periods=periods
    )
    chances = region.people / region.people.sum()
    null = Null(chances, total, periods, draw_seed(np.random.default_rng(7)), screens)
    level = 0.85 * min(null.largest(number) for number in range(5))
    return null._replace(screens=tuple(at_level(each, level) for each in screens))


def look_at_every_window(null: Null, number: int) -> float:
    """Plain NumPy: a centre and a length at a time, all circles and starts, all logarithms."""
    (screen,) = null.screens
    rng = np.random.default_rng(np.random.SeedSequence(null.seed, spawn_key=(number,)))
    drawn = np.vstack([null.draw(rng), np.zeros((1, null.periods), dtype=np.int64)])
    before = np.concatenate([np.zeros((len(drawn), 1), np.int64), drawn.cumsum(axis=1)], axis=1)
    best = 0.0
    for centre in range(screen.zones.centres.size):
        inside = before[screen.zones.order[:, centre]].cumsum(axis=0)
        for length in screen.lengths:
            most = (inside[:, length:] - inside[:, :-length]).max(axis=1)
            expected = screen.expected[:, centre] * length
            ratios = strength(most, expected, total=null.total, sign=1, least_count=2)
            best = max(best, float(ratios.max()))
    return best


def run(*, areas: int = 600, periods: int = 36, replications: int = 8, rounds: int = 3) -> Section:
    """Times some replications on both sides in turn, then a whole scan on two processes."""
    region = make_up(areas, periods)
    null = make_null(region)
    for number in range(2):
        ours, bare = null.largest(number), look_at_every_window(null, number)
        if abs(ours - bare) > 1e-9:
            raise DisagreementError(f"replication {number}: {OURS} {ours}; {BARE} {bare}")
    sides = {
        OURS: lambda: [null.largest(number) for number in range(replications)],
        BARE: lambda: [look_at_every_window(null, number) for number in range(replications)],
    }
    timed = take_turns(sides, rounds=rounds, budget=45, warm=False)
    return _section(timed, null, replications, clock(lambda: _scan_wholly(region)))


def _scan_wholly(region: Region) -> None:
    rng = np.random.default_rng(4)
    asked = {"replications": REPLICATIONS, "workers": 2}
    kulldorff_scan(region.areas(), region.events(), rng=rng, **asked)


def _section(timed: Timed, null: Null, replications: int, whole: tuple[float, float]) -> Section:
    (screen,) = null.screens
    circles = int(np.isfinite(screen.expected).sum())
    windows = sum(null.periods - length + 1 for length in screen.lengths)
    section = Section(
        "Scan",
        f"Space-time scan of {screen.zones.area_count:,} made-up areas by {null.periods} periods, "
        f"{null.total:,} events: {circles:,} circles by {windows} windows in each replication. "
        "Both sides find the same largest ratio.",
        ("side", "milliseconds a replication", "ours over this", "by processor time"),
    )
    for side, seconds in timed.seconds.items():
        spread = say_spread(seconds, 1, times=1000 / replications)
        section.rows.append((side, spread, *say_ratios(timed, OURS, side)))
    section.notes = [
        "Plain NumPy makes the sliding sums of each centre and length, and takes the logarithms of "
        "all of them. Ours passes over what cannot be the largest, exactly.",
        f"A whole scan with {REPLICATIONS} replications on two processes, from columns to clusters "
        f"with p-values: {whole[0]:.1f} s on the clock, {whole[1]:.1f} s of processors.",
    ]
    return section
