"""Replications of the scan: equal on one process and two, and fair under no clusters."""

from __future__ import annotations

import multiprocessing

import numpy as np
import pytest

from vrn.statistics.scan import (
    PURELY_SPATIAL,
    SPACE_TIME,
    Scan,
    Sequential,
    kulldorff_scan,
)
from vrn.statistics.scan.replications import Null, draw_seed, p_values

RNG = np.random.default_rng(11)
AREAS = {
    "area": [f"area {number:02}" for number in range(30)],
    "x": RNG.uniform(0, 100, 30),
    "y": RNG.uniform(0, 100, 30),
    "population": RNG.integers(50, 150, 30),
}
COUNTS = {
    "area": np.repeat(AREAS["area"], 6),
    "period": np.tile(np.arange(1, 7), 30),
    "count": RNG.poisson(1.2, 180),
}


def look(windows=SPACE_TIME, *, counts=None, seed: int = 5, **asked) -> Scan:
    return kulldorff_scan(
        AREAS, counts or COUNTS, windows, rng=np.random.default_rng(seed), **asked
    )


def test_the_same_seed_gives_the_same_answer_on_one_process_and_two() -> None:
    seen: list[tuple[int, int]] = []
    one = look(replications=60)
    two = look(replications=60, workers=2, progress=lambda *at: seen.append(at))
    np.testing.assert_array_equal(one.null_maxima, two.null_maxima)
    assert one.clusters.equals(two.clusters)
    assert one.seed == two.seed
    assert seen == [(done, 60) for done in range(1, 61)]
    assert multiprocessing.active_children() == []


def test_another_seed_gives_other_replications() -> None:
    assert not np.allclose(
        look(replications=3).null_maxima, look(replications=3, seed=6).null_maxima
    )


def test_more_replications_begin_with_the_same() -> None:
    few, many = look(replications=4).null_maxima, look(replications=12).null_maxima
    np.testing.assert_array_equal(few, many[:4])
    assert len(set(many)) == 12


def test_a_scan_ends_early_once_chance_is_plain() -> None:
    whole = look(replications=200)
    top = whole.clusters["log_likelihood_ratio"][0]
    reached = np.flatnonzero(whole.null_maxima >= top)
    assert reached.size > 5
    early = look(replications=Sequential(200, exceedances=5))
    assert early.replications_done == reached[4] + 1 < 200
    assert early.replications_asked == 200
    assert early.clusters["p_value"][0] == pytest.approx(5 / early.replications_done)
    assert (early.clusters["p_value"] < 1).all()


def test_p_values_count_ties_as_reached() -> None:
    maxima = np.array([3.0, 1.0, 3.0, 2.0])
    assert p_values(np.array([3.0, 3.1, 0.5]), maxima).tolist() == [0.6, 0.2, 1.0]
    assert p_values(np.array([3.0 + 1e-12]), maxima).tolist() == [0.6]
    assert np.isnan(p_values(np.array([3.0]), np.empty(0))).all()


def test_sequential_p_values_end_at_the_last_exceedance() -> None:
    maxima = np.array([3.0, 1.0, 3.0, 2.0])
    found = p_values(np.array([3.0, 2.0, 3.1]), maxima, exceedances=2)
    assert found.tolist() == [2 / 3, 2 / 3, 0.2]


def test_draws_keep_the_total_and_the_shares() -> None:
    chances = np.array([0.1, 0.3, 0.6])
    rng = np.random.default_rng(2)
    for total in (20, 2_000):
        null = Null(chances, total, 4, (1, 2, 3, 4), ())
        draws = np.array([null.draw(rng) for _ in range(1_000)])
        assert draws.shape == (1_000, 3, 4)
        assert (draws.sum(axis=(1, 2)) == total).all()
        cells = np.repeat(chances[:, None] / 4, 4, axis=1)
        error = np.sqrt(total * cells * (1 - cells) / 1_000)
        assert (np.abs(draws.mean(axis=0) - total * cells) < 4.5 * error).all()
        # Multinomial: the variance of a cell is C p (1 - p).
        np.testing.assert_allclose(draws.var(axis=0), total * cells * (1 - cells), rtol=0.25)


def test_a_seed_is_four_whole_numbers_of_the_generator() -> None:
    assert draw_seed(np.random.default_rng(1)) == draw_seed(np.random.default_rng(1))
    rng = np.random.default_rng(1)
    first, second = draw_seed(rng), draw_seed(rng)
    assert first != second
    assert all(isinstance(each, int) and 0 <= each < 2**32 for each in first)
    assert len(first) == 4


def test_p_values_are_about_even_under_no_clusters() -> None:
    """Of 120 made-up regions without clusters, one in five has a p-value of at most one in five."""
    chances = AREAS["population"] / AREAS["population"].sum()
    rng = np.random.default_rng(8)
    ranks = []
    for _ in range(120):
        counts = {**COUNTS, "count": np.zeros(180, dtype=int)}
        counts["count"][::6] = rng.multinomial(200, chances)
        found = look(PURELY_SPATIAL, counts=counts, seed=int(rng.integers(1_000)), replications=19)
        p = found.clusters["p_value"]
        ranks.append(p[0] if p.len() else 1.0)
    for share in (0.2, 0.5, 0.8):
        error = np.sqrt(share * (1 - share) / 120)
        assert abs(np.mean(np.array(ranks) <= share + 1e-9) - share) < 3 * error
