"""Gi* of many areas with permutations and by exact moments, beside bare NumPy and esda."""

from __future__ import annotations

import functools
import importlib.util
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bench.report import Section
from bench.timing import Timed, say_ratio, say_ratios, say_spread, take_turns
from vrn.statistics.spatial import Weights, contiguity, gi_star, weighted_pairs

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from vrn.statistics.limits import FloatArray

OURS = "vrn, permutations"
UNEQUAL = "vrn, permutations, unequal weights"
MOMENTS = "vrn, exact moments"
DRAWN = "bare NumPy, a draw for each area"
SHUFFLED = "bare scipy.sparse, the whole map shuffled"
FLOOR = "bare NumPy, moments alone"
PEER = "esda, one job, warm"
SEED = 11
LARGEST_GAP = 0.1
"""Two simulations of 999 draws that share draws over areas lie this far apart at the most."""


@dataclass(frozen=True)
class Map:
    """A grid whose areas touch at sides and corners, with a value each."""

    weights: Weights
    unequal: Weights
    values: FloatArray


class DisagreementError(AssertionError):
    """Two sides of a bench gave different answers, so that their times mean nothing."""


def make_map(areas: int) -> Map:
    """A made-up map of about so many areas; values are skewed as rates are."""
    wide = max(int(np.sqrt(areas)), 3)
    tall = max(areas // wide, 3)
    rng = np.random.default_rng(7)
    ids = np.arange(wide * tall).reshape(tall, wide)
    steps = ((ids[:, :-1], ids[:, 1:]), (ids[:-1], ids[1:]))
    corners = ((ids[:-1, :-1], ids[1:, 1:]), (ids[:-1, 1:], ids[1:, :-1]))
    ends = [np.concatenate([pair[end].ravel() for pair in steps + corners]) for end in (0, 1)]
    weights = contiguity(ids.ravel(), *ends)
    weight = rng.uniform(0.1, 1.0, weights.weights.size)
    unequal = weighted_pairs(ids.ravel(), weights.rows, weights.neighbours, weight=weight)
    return Map(weights, unequal, rng.gamma(4.0, 2.0, ids.size))


def permute(made: Map, *, permutations: int) -> pl.DataFrame:
    """Ours with binary weights: draws in which each area keeps its value."""
    rng = np.random.default_rng(SEED)
    return gi_star(made.values, made.weights, permutations=permutations, rng=rng)


def permute_unequal(made: Map, *, permutations: int) -> pl.DataFrame:
    """Ours where each pair weighs something else, so that no sums are shared."""
    rng = np.random.default_rng(SEED)
    return gi_star(made.values, made.unequal, permutations=permutations, rng=rng)


def by_moments(made: Map) -> pl.DataFrame:
    """Ours without a draw."""
    return gi_star(made.values, made.weights)


def draw_plainly(made: Map, *, permutations: int) -> FloatArray:
    """The floor of a draw for each area and permutation: gathering, adding, comparing."""
    rng, weights, values = np.random.default_rng(SEED), made.weights, made.values
    others = made.values.size - 1
    widest = int(weights.counts.max())
    rows = [rng.choice(others, widest, replace=False) for _ in range(permutations)]
    table = np.stack(rows)
    sums = np.bincount(weights.rows, values[weights.neighbours], minlength=values.size)
    p = np.empty(values.size)
    for area, (count, seen) in enumerate(zip(weights.counts, sums, strict=True)):
        chosen = table[:, :count]
        drawn = values[chosen + (chosen >= area)].sum(axis=1)
        above = int((drawn >= seen).sum())
        p[area] = (min(above, permutations - above) + 1) / (permutations + 1)
    return p


def shuffle_plainly(made: Map, *, permutations: int, block: int = 32) -> FloatArray:
    """The floor of shuffling all values: sparse products of blocks, without keeping own values."""
    from scipy.sparse import csr_array

    rng, weights, values = np.random.default_rng(SEED), made.weights, made.values
    shape = (values.size, values.size)
    matrix = csr_array((weights.weights, weights.neighbours, weights.starts), shape=shape)
    seen, above = matrix @ values, np.zeros(values.size)
    for start in range(0, permutations, block):
        rows = min(block, permutations - start)
        maps = rng.permuted(np.broadcast_to(values, (rows, values.size)), axis=1)
        above += (matrix @ np.ascontiguousarray(maps.T) >= seen[:, None]).sum(axis=1)
    return (np.minimum(above, permutations - above) + 1) / (permutations + 1)


def moments_plainly(made: Map) -> FloatArray:
    """The floor of the moments: z of Gi* and nothing else."""
    weights, x, n = made.weights, made.values, made.values.size
    sums = np.bincount(weights.rows, x[weights.neighbours], minlength=n) + x
    size = weights.counts + 1
    z: FloatArray = (sums - size * x.mean()) / (x.std() * np.sqrt((n * size - size**2.0) / (n - 1)))
    return z


def peer_of(made: Map, *, permutations: int) -> Callable[[], FloatArray] | None:
    """esda's Gi* in one job, its weights made before; None where it is not installed."""
    if not all(importlib.util.find_spec(name) for name in ("esda", "libpysal", "numba")):
        return None
    from esda import G_Local
    from libpysal.weights import W

    weights = made.weights
    near = np.split(weights.neighbours, weights.starts[1:-1])
    theirs = W({area: each.tolist() for area, each in enumerate(near)}, silence_warnings=True)

    def run() -> FloatArray:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = G_Local(
                made.values,
                theirs,
                transform="B",
                star=True,
                permutations=permutations,
                n_jobs=1,
                seed=SEED,
            )
        return np.asarray(found.p_sim, dtype=np.float64)

    return run


def check_agreement(
    made: Map, peer: Callable[[], FloatArray] | None, *, permutations: int
) -> float:
    """The largest gap of folded p-values between ours and the others; z is equal to rounding."""
    ours = permute(made, permutations=permutations)
    np.testing.assert_allclose(ours["value"].to_numpy(), moments_plainly(made), rtol=1e-8)
    folded = ours["p_folded"].to_numpy()
    others = {
        DRAWN: draw_plainly(made, permutations=permutations),
        SHUFFLED: shuffle_plainly(made, permutations=permutations),
    }
    if peer is not None:
        others[PEER] = peer()
    gaps = {name: float(np.abs(each - folded).max()) for name, each in others.items()}
    for name, gap in gaps.items():
        if gap > LARGEST_GAP * np.sqrt(999 / permutations):
            raise DisagreementError(f"{name} gives p-values up to {gap:.3f} from {OURS}")
    return max(gaps.values())


def run(*, areas: int = 35_000, permutations: int = 999, rounds: int = 5) -> Section:
    """Times the sides in turn over one made-up map."""
    made = make_map(areas)
    peer = peer_of(made, permutations=permutations)
    gap = check_agreement(made, peer, permutations=permutations)
    drawn = functools.partial(dict, permutations=permutations)
    sides: dict[str, Callable[[], object]] = {
        OURS: lambda: permute(made, **drawn()),
        UNEQUAL: lambda: permute_unequal(made, **drawn()),
        MOMENTS: lambda: by_moments(made),
        DRAWN: lambda: draw_plainly(made, **drawn()),
        SHUFFLED: lambda: shuffle_plainly(made, **drawn()),
        FLOOR: lambda: moments_plainly(made),
    }
    if peer is not None:
        sides[PEER] = peer
    timed = take_turns(sides, rounds=rounds, budget=60)
    return _section(timed, made, permutations=permutations, gap=gap)


def _section(timed: Timed, made: Map, *, permutations: int, gap: float) -> Section:
    section = Section(
        "Gi*",
        f"A made-up map of {made.values.size:,} areas that touch at sides and corners "
        f"({made.weights.weights.size:,} weights), {permutations:,} permutations.",
        ("side", "seconds", "ours over this", "by processor time"),
    )
    for side, seconds in timed.seconds.items():
        ours = MOMENTS if side in {MOMENTS, FLOOR} else UNEQUAL if side == UNEQUAL else OURS
        section.rows.append((side, say_spread(seconds, 3), *say_ratios(timed, ours, side)))
    section.notes = [
        f"Folded p-values of the sides with permutations differ by {gap:.3f} at the most, as "
        "simulations do; z is equal.",
        "Ours answers with a frame: z, exact moments, p-values, q-values and reasons. With equal "
        "weights areas of as many neighbours share sorted sums of draws; with unequal ones each "
        "has sums of its own.",
        "The bare sides give p-values (or z) alone. Shuffling the whole map does not keep an "
        "area's own value in its place.",
    ]
    if PEER in timed.seconds:
        share = say_ratio(timed.ratios(UNEQUAL, PEER))
        section.notes.append(f"With unequal weights ours takes {share} of the time of {PEER}.")
    else:
        section.notes.append("esda is not installed here, so that its side is left out.")
    return section
