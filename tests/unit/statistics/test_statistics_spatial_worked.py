"""Small maps worked by hand, for what tests of whole maps leave unseen."""

from __future__ import annotations

import numpy as np
import pytest

import vrn.statistics.spatial.conditional_draws as drawing
import vrn.statistics.spatial.map_statistics as maps
from vrn.statistics.spatial import (
    contiguity,
    gi,
    gi_star,
    local_moran,
    moran_of_rates,
    nearest,
    standardised_rates,
)
from vrn.statistics.spatial.chances import check_permutations
from vrn.statistics.spatial.global_moments import GlobalMoments
from vrn.statistics.spatial.map_statistics import Drawing, Form, MapTest, permuted_p


@pytest.mark.parametrize("test", [gi_star, gi, local_moran])
@pytest.mark.parametrize("same", [0, -3])
def test_equal_values_are_equal_whatever_they_are(test, same) -> None:
    line = contiguity(list("abcd"), list("abc"), list("bcd"))
    assert test([same] * 4, line)["reason"].to_list() == ["all values are equal"] * 4


@pytest.mark.parametrize(
    ("count", "people"),
    [([0, 0, 0, 0], [5, 6, 7, 8]), ([5, 5, 5, 5], [100] * 4), ([1, 2, 3, 7], [10, 20, 30, 70])],
)
def test_equal_rates_are_equal_whatever_the_populations(count, people) -> None:
    line = contiguity(list("abcd"), list("abc"), list("bcd"))
    assert standardised_rates(count, people).tolist() == [0, 0, 0, 0]
    assert moran_of_rates(count, people, line)["reason"][0] == "all values are equal"
    assert np.isnan(standardised_rates([None], [3])).all()


def test_rates_are_placed_by_name() -> None:
    line = contiguity(list("abcd"), list("abc"), list("bcd"))
    count, people = np.array([9, 16, 2, 1]), np.array([1000, 2000, 1000, 500])
    order = [2, 0, 3, 1]
    named = moran_of_rates(count[order], people[order], line, by=np.array(list("abcd"))[order])
    assert named["value"][0] == pytest.approx(moran_of_rates(count, people, line)["value"][0])


@pytest.mark.parametrize("scale", [1.0, 1e9])
def test_a_permuted_p_counts_every_order_drawn(monkeypatch, scale) -> None:
    monkeypatch.setattr(maps, "MAP_CELLS", 4 * 10)  # blocks of 10, 10 and 5
    line = contiguity(range(4), range(3), range(1, 4))
    values = np.array([0.1, 0.7, 0.1, 0.3])
    form = Form(values, 1.0, np.zeros(4), scale)
    test = MapTest(form, GlobalMoments(0.0, scale**2))
    seen = 2 * (0.07 + 0.07 + 0.03) * scale
    rng = np.random.default_rng(5)
    blocks = [rng.permuted(np.tile(values, (rows, 1)), axis=1) for rows in (10, 10, 5)]
    drawn = 2 * scale * np.array([x[:-1] @ x[1:] for x in np.concatenate(blocks)])
    far = min((drawn >= seen - 1e-6 * scale).sum(), (drawn <= seen + 1e-6 * scale).sum())
    found = permuted_p(test, line, seen, Drawing(25, np.random.default_rng(5)))
    assert found == pytest.approx(min(1, 2 * (far + 1) / 26))
    assert found < 1
    high = permuted_p(test, line, 9.0 * scale, Drawing(25, np.random.default_rng(5)))
    assert high == pytest.approx(2 / 26)


def test_the_nearest_do_not_hang_on_where_the_map_begins() -> None:
    for x, y in (([0, 1, -1.2], [0, 0, 0]), ([0, 0, 0], [0, 1, -1.2])):
        for east, north in ((0, 1e8), (1e8, 0), (0, 0)):
            found = nearest(["o", "near", "far"], np.add(x, east), np.add(y, north), k=1)
            assert found.neighbours[0] == 1


def test_ties_are_seen_on_a_map_that_runs_aslant() -> None:
    # 0.1 + 0.2 lies a last digit beyond 0.3: both are as near, and the western is taken.
    x = np.array([0, 0.3, -(0.1 + 0.2), 9])
    assert nearest(list("oewz"), x, x, k=1).neighbours[0] == 2


def test_draws_are_whole_numbers_without_replacement_unless_asked_for() -> None:
    line, values = contiguity(range(5), range(4), range(1, 5)), np.array([-2.0, -1, 0, 1, 2])
    unasked, asked = (
        drawing.tails(line, values, permutations=50, rng=np.random.default_rng(1), **more)
        for more in ({}, {"replacement": False})
    )
    for ours, theirs in zip(unasked, asked, strict=True):
        assert ours.tolist() == theirs.tolist()
        assert ours.dtype == np.int64


def test_no_more_areas_are_drawn_than_are_read() -> None:
    draws = next(
        drawing._without_replacement(30, 20, permutations=50, rng=np.random.default_rng(8))
    )
    assert draws.areas.shape == draws.spares.shape == (50, 20)


def test_one_permutation_is_enough_to_be_drawn() -> None:
    rng = np.random.default_rng(1)
    assert check_permutations(1, rng) == (1, rng)
