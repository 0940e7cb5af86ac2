"""Draws of other areas worked by hand: what an area shows, ties, blocks, and spares."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import vrn.statistics.spatial.conditional_draws as drawing
from vrn.statistics.spatial import contiguity, local_moran, weighted_pairs

VALUES = np.array([-3.0, 1.0, 4.0, -2.0, 0.0])


def line():
    """a - b - c - d, and e alone."""
    return contiguity(list("abcde"), list("abc"), list("bcd"))


def scaled(by: float):
    """b counts a less than c; the others count their neighbours alike; all times a number."""
    weights = np.array([0.5, 0.5, 2, 0.5, 0.5, 0.5]) * by
    return dataclasses.replace(line(), weights=weights)


@pytest.mark.parametrize("by", [1.0, 1e-12, 1e12])
def test_what_an_area_shows_is_a_plain_sum_where_its_neighbours_count_alike(by) -> None:
    seen = drawing._see(scaled(by), VALUES)
    assert seen.is_even.tolist() == [True, False, True, True, True]
    assert seen.counts.tolist() == [1, 2, 2, 1, 0]
    shown = np.array([1, (0.5 * -3 + 2 * 4) * by, 1 - 2, 4, 0])
    np.testing.assert_allclose((seen.low + seen.high) / 2, shown, rtol=1e-12)
    # The root of the mean square is that of 30 / 5; a billionth of it for each neighbour's weight.
    slack = np.sqrt(6) * 1e-9 * np.array([1, 2.5 * by, 2, 1, 0])
    np.testing.assert_allclose((seen.high - seen.low) / 2, slack, rtol=1e-5)


def drawn(areas: list[list[int]], spares: list[list[int]]) -> drawing._Draws:
    return drawing._Draws(np.array(areas), np.array(spares))


@pytest.mark.parametrize("is_shared", [True, False])
def test_the_spare_stands_in_where_an_area_is_drawn_for_itself(is_shared) -> None:
    seen = drawing._see(line(), VALUES)
    if not is_shared:
        seen = seen._replace(is_even=np.zeros(5, dtype=bool))
    found = drawing.Tails(np.zeros(5, np.int64), np.zeros(5, np.int64))
    draws = drawn([[1, 2], [0, 3], [2, 0]], [[4, 4], [1, 1], [3, 3]])
    drawing._count_even(found, seen, VALUES, draws)
    drawing._count_uneven(found, seen, VALUES, draws)
    # a shows 1, and gets 1, then 1 of b in its own place, then 4. b shows 1, and gets 0 + 4, -3 - 2
    # and 4 - 3. c shows -1, and gets 1 + 0, -3 - 2 and -2 - 3. d shows 4, and gets 1, -3 and 4.
    assert found.at_least.tolist() == [3, 2, 1, 1, 3]
    assert found.at_most.tolist() == [2, 2, 2, 3, 3]


def test_an_area_that_is_drawn_twice_is_put_out_twice() -> None:
    ring = contiguity(range(5), range(5), [1, 2, 3, 4, 0])
    seen = drawing._see(ring, VALUES)
    found = drawing.Tails(np.zeros(5, np.int64), np.zeros(5, np.int64))
    drawing._count_even(found, seen, VALUES, drawn([[2, 2], [4, 4]], [[0, 3], [1, 1]]))
    # 0 shows 1 + 0, 1 shows 4 - 3, 2 shows 1 - 2, 3 shows 4 + 0 and 4 shows -2 - 3; all get 4 + 4
    # and 0 + 0, but that 2 gets -3 - 2, and 4 gets 1 + 1.
    assert found.at_least.tolist() == [1, 1, 1, 1, 2]
    assert found.at_most.tolist() == [1, 1, 1, 1, 0]


@pytest.mark.parametrize("replacement", [False, True])
@pytest.mark.parametrize("made", [line, lambda: scaled(1.0)], ids=["even", "uneven"])
def test_where_all_are_equal_every_draw_ties(made, replacement) -> None:
    found = drawing.tails(
        made(),
        np.zeros(5),
        permutations=30,
        rng=np.random.default_rng(1),
        replacement=replacement,
    )
    assert found.at_least.tolist() == found.at_most.tolist() == [30] * 5


def test_blocks_hold_as_many_cells_as_they_may_and_a_row_at_the_least(monkeypatch) -> None:
    monkeypatch.setattr(drawing, "TABLE_CELLS", 40)
    assert list(drawing._blocks(23, 8)) == [5, 5, 5, 5, 3]
    assert list(drawing._blocks(100, 1)) == [40, 40, 20]
    assert list(drawing._blocks(100, 0)) == [40, 40, 20]
    assert list(drawing._blocks(3, 41)) == [1, 1, 1]


@pytest.mark.parametrize(("cells", "sizes"), [(90, [1, 1, 1]), (200, [2, 1]), (1000, [3])])
def test_sums_of_their_own_are_held_for_some_areas_at_once(monkeypatch, cells, sizes) -> None:
    uneven = weighted_pairs(
        range(6), [0, 0, 1, 1, 2, 2], [1, 2, 2, 3, 3, 4], weight=[1, 2, 1, 3, 1, 4]
    )
    held: list[int] = []
    count = drawing._count_block

    def counting(found, seen, deviations, block):
        held.append(block[0].size)
        count(found, seen, deviations, block)

    monkeypatch.setattr(drawing, "SUM_CELLS", cells)
    monkeypatch.setattr(drawing, "_count_block", counting)
    values = np.array([-3.0, 1, 4, -2, 0, 0])
    found = drawing.tails(uneven, values, permutations=100, rng=np.random.default_rng(1))
    assert held == sizes
    assert (found.at_least + found.at_most >= 100).all()


def test_values_of_other_length_are_named() -> None:
    with pytest.raises(ValueError, match="the weights have 5 areas, and values 2 values"):
        local_moran([1, 2], line())
