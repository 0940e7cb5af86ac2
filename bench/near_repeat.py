"""Near repeat: Knox's test beside bare NumPy and, where it is installed, pointpats."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bench.report import Section
from bench.timing import say_ratios, say_spread, take_turns
from vrn.statistics.near_repeat import near_repeat
from vrn.statistics.pairs import Bands

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.timing import Timed

OURS, BANDED = "vrn, one band", "vrn, fifteen bands"
BARE, PEER = "NumPy, bare", "pointpats"
DISTANCE, DAYS, SIDE = 200, 7, 5_000
ONE = Bands(distances=[0, DISTANCE], days=[0, DAYS + 1])
FIFTEEN = Bands(distances=[0, 1, 51, 101, 151, DISTANCE], days=[0, 8, 15, 29])


class DisagreementError(AssertionError):
    """Two sides found other pairs, so that their times mean nothing."""


class Events(NamedTuple):
    """Made-up events: metres in a square of five kilometres, and days of a year."""

    x: np.ndarray
    y: np.ndarray
    day: np.ndarray


def make_events(events: int) -> Events:
    """Events scattered evenly, in no order."""
    rng = np.random.default_rng(7)
    x, y = rng.uniform(0, SIDE, (2, events))
    return Events(x, y, rng.integers(0, 365, events))


def ours(events: Events, bands: Bands, permutations: int) -> int:
    """The pairs that ours finds in its first band, after all its permutations."""
    found = near_repeat(*events, bands=bands, permutations=permutations, rng=_rng())
    return int(found["observed"].sum() if bands is ONE else found["observed"][:5].sum())


def bare(events: Events, permutations: int) -> int:
    """The same by hand: a tree, and for each permutation two looks-up and a count."""
    from scipy.spatial import cKDTree

    places = np.column_stack([events.x, events.y])
    pairs = cKDTree(places).query_pairs(DISTANCE, output_type="ndarray")
    first, second = pairs[:, 0], pairs[:, 1]

    def count(days: np.ndarray) -> int:
        return int((np.abs(days[first] - days[second]) <= DAYS).sum())

    rng = _rng()
    drawn = [count(rng.permutation(events.day)) for _ in range(permutations)]
    if len(drawn) != permutations:
        raise DisagreementError("a permutation is missing")
    return count(events.day)


def peers(events: Events, permutations: int) -> dict[str, Callable[[], int]]:
    """pointpats' function, where it is installed (its class takes several times as long)."""
    if importlib.util.find_spec("pointpats") is None:
        return {}
    from pointpats.spacetime import knox

    places, days = np.column_stack([events.x, events.y]), events.day[:, None]

    def by_function() -> int:
        return int(knox(places, days, DISTANCE, DAYS, permutations=permutations)["stat"])

    return {PEER: by_function}


def run(*, events: int = 5_000, permutations: int = 99, rounds: int = 5) -> Section:
    """Times the sides in turn over the same made-up events."""
    made = make_events(events)
    sides: dict[str, Callable[[], Any]] = {
        OURS: lambda: ours(made, ONE, permutations),
        BANDED: lambda: ours(made, FIFTEEN, permutations),
        BARE: lambda: bare(made, permutations),
        **peers(made, permutations),
    }
    found = {name: side() for name, side in sides.items()}
    if len(set(found.values())) > 1:
        raise DisagreementError(f"pairs near in place and time: {found}")
    timed = take_turns(sides, rounds=rounds, budget=45, warm=False)
    return _section(timed, found[OURS], (events, permutations))


def _section(timed: Timed, pairs: int, size: tuple[int, int]) -> Section:
    events, permutations = size
    section = Section(
        "Near repeat",
        f"{events:,} made-up events in a square of {SIDE / 1000:g} km and a year, "
        f"{permutations:,} permutations of the days; {pairs:,} pairs within {DISTANCE} m and "
        f"{DAYS} days, and all sides find the same.",
        ("side", "seconds", "milliseconds a permutation", "ours over this", "by processor time"),
    )
    for side, seconds in timed.seconds.items():
        each = f"{1000 * timed.middle(side) / permutations:.2f}"
        ratios = say_ratios(timed, OURS, side)
        section.rows.append((side, say_spread(seconds, 3), each, *ratios))
    section.notes = [
        "NumPy, bare: the pairs from scipy's tree, then two looks-up and a count a permutation. "
        "It checks nothing and gives no frame.",
        "Fifteen bands (five of distance by three of days) cost little more than one: the pairs "
        "stand in order of distance, and each edge of days is one comparison.",
    ]
    if PEER not in timed.seconds:
        section.notes.append("pointpats is not installed here: it is no dependency.")
    return section


def _rng() -> np.random.Generator:
    return np.random.default_rng(3)
