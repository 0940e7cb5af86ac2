"""Who is whose neighbour: pairs, bands and nearest areas, their sums, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn.statistics.spatial import (
    contiguity,
    nearest,
    row_standardised,
    weighted_pairs,
    within_distance,
)
from vrn.statistics.spatial.weights import lag, read_values, restrict, totals

if TYPE_CHECKING:
    from vrn.statistics.spatial.weights import Weights


def line() -> Weights:
    return contiguity(["a", "b", "c", "d"], ["a", "b", "c"], ["b", "c", "d"])


def named(weights) -> dict[object, list[object]]:
    """The neighbours of each area, by name."""
    near = np.split(weights.neighbours, weights.starts[1:-1])
    return {
        area: [weights.areas[int(at)] for at in each]
        for area, each in zip(weights.areas, near, strict=True)
    }


def test_pairs_may_be_listed_once_or_both_ways_or_twice() -> None:
    expected = {"a": ["b"], "b": ["a", "c"], "c": ["b", "d"], "d": ["c"]}
    assert named(line()) == expected
    both = contiguity(list("abcd"), list("abcbcda"), list("bcdabcb"))
    assert named(both) == expected
    assert both.weights.tolist() == [1.0] * 6


def test_ids_may_be_numbers_in_any_order_and_of_another_width() -> None:
    found = contiguity(np.array([30, 10, 20], dtype=np.int32), pl.Series([10]), [30])
    assert named(found) == {30: [10], 10: [30], 20: []}


def test_ids_keep_their_type() -> None:
    kinds = pl.Enum(["south", "north"])
    found = contiguity(pl.Series(["south", "north"], dtype=kinds), ["north"], ["south"])
    assert found.areas.dtype == kinds


@pytest.mark.parametrize(
    ("areas", "i", "j", "said"),
    [
        (["a", "b", "b", "a"], ["a"], ["b"], "a stands more than once"),
        (["a", None], ["a"], ["a"], "1 have none"),
        (["a", "b"], ["a"], ["z"], r"^j names an area .* z \(1 of 1 are unknown\)"),
        (["a", "b"], ["y"], ["a"], r"^i names an area .* y \(1 of 1 are unknown\)"),
        (["a", "b"], ["a"], ["a"], "a is paired with itself"),
        (["a", "b"], ["a", "b"], ["b"], "i has 2 areas and j 1"),
    ],
)
def test_broken_pairs_are_refused(areas, i, j, said) -> None:
    with pytest.raises(ValueError, match=said):
        contiguity(pl.Series(areas), i, j)
    with pytest.raises(ValueError, match=said):
        weighted_pairs(pl.Series(areas), i, j, weight=[1.0] * len(i))


def test_weights_of_pairs_go_one_way_and_stand_in_order_of_area() -> None:
    found = weighted_pairs(list("abc"), list("cab"), list("aca"), weight=[3, 1, 2])
    assert named(found) == {"a": ["c"], "b": ["a"], "c": ["a"]}
    assert found.weights.tolist() == [1.0, 2.0, 3.0]


@pytest.mark.parametrize(
    ("weight", "said"),
    [
        ([1, 0], r"above 0; got 0 at position 1 \(1 of 2"),
        ([-1, np.inf], r"got -1 at position 0 \(2 of 2"),
        ([1], "2 pairs and 1 weights"),
    ],
)
def test_a_weight_is_above_nothing_and_one_for_each_pair(weight, said) -> None:
    with pytest.raises(ValueError, match=said):
        weighted_pairs(["a", "b"], ["a", "b"], ["b", "a"], weight=weight)


def test_a_weighted_pair_stands_once() -> None:
    with pytest.raises(ValueError, match="the pair b, a stands twice"):
        weighted_pairs(list("abc"), list("bacb"), list("acaa"), weight=[1, 1, 1, 2])


def test_a_standardised_lag_is_a_mean_and_islands_stay_empty() -> None:
    rows = row_standardised(contiguity(list("abcx"), list("ab"), list("bc")))
    assert lag(rows, np.array([1.0, 2.0, 7.0, 9.0])).tolist() == [2.0, 4.0, 2.0, 0.0]
    assert row_standardised(rows) is rows
    with pytest.raises(ValueError, match="4 areas and 3 values"):
        lag(rows, np.ones(3))


def test_a_map_without_pairs_has_lags_of_nothing() -> None:
    found = lag(contiguity(["a", "b"], [], []), np.ones(2))
    assert found.tolist() == [0.0, 0.0]
    assert found.dtype == np.float64
    assert totals(contiguity(["a", "b"], [], [])) == (0.0, 0.0, 0.0)


def test_sums_of_the_weights_follow_their_definition() -> None:
    rng = np.random.default_rng(4)
    ways = np.array([[i, j] for i in range(6) for j in range(6) if i != j])
    chosen = ways[rng.permutation(len(ways))[:17]]
    found = weighted_pairs(range(6), chosen[:, 0], chosen[:, 1], weight=rng.uniform(0.5, 2, 17))
    full = np.zeros((6, 6))
    full[found.rows, found.neighbours] = found.weights
    assert totals(found) == pytest.approx(
        (
            full.sum(),
            ((full + full.T) ** 2).sum() / 2,
            ((full.sum(axis=0) + full.sum(axis=1)) ** 2).sum(),
        )
    )


def test_sums_of_one_pair_one_way() -> None:
    # Half of 2^2 each way; the row of a and the column of b hold 2 each.
    assert totals(weighted_pairs(["a", "b"], ["a"], ["b"], weight=[2])) == (2, 4, 8)


def test_areas_that_leave_take_their_pairs_with_them() -> None:
    kept = np.array([True, False, True, True])
    assert named(restrict(line(), kept)) == {"a": [], "c": ["d"], "d": ["c"]}
    whole = line()
    assert restrict(whole, np.ones(4, dtype=bool)) is whole
    # c had b and d with half a weight each; d alone weighs 1.
    assert restrict(row_standardised(line()), kept).weights.tolist() == [1.0, 1.0]


def test_values_are_placed_by_name() -> None:
    found = read_values([1, None, 3, 4], line(), by=list("dcba"), name="values")
    np.testing.assert_array_equal(found, [4, 3, np.nan, 1])


@pytest.mark.parametrize(
    ("values", "by", "said"),
    [
        ([1, 2, 3], None, "4 areas, and values 3 values"),
        ([1, 2, 3, np.inf], None, "values must be finite; got inf at position 3"),
        ([1, 2, 3, 4], list("abca"), "each area of the weights once"),
        ([1, 2, 3, 4], list("abc"), "each area of the weights once"),
        ([1, 2, 3, 4], list("abcx"), "by names an area"),
    ],
)
def test_values_that_are_not_one_each_are_refused(values, by, said) -> None:
    with pytest.raises(ValueError, match=said):
        read_values(values, line(), by=by, name="values")


def test_a_band_holds_its_end_and_leaves_islands() -> None:
    # From a: b at 5 (3-4-5), c at 5.001, d far off.
    x, y = [0, 3, 5.001, 90], [0, 4, 0, 90]
    assert named(within_distance(list("abcd"), x, y, largest=5)) == {
        "a": ["b"],
        "b": ["a", "c"],
        "c": ["b"],
        "d": [],
    }
    assert within_distance(list("abcd"), x, y, largest=5.001).counts.tolist() == [2, 2, 2, 0]


def test_the_nearest_are_as_many_as_asked_for_and_need_not_be_mutual() -> None:
    found = nearest(list("abcd"), [0, 1, 3, 7], [0, 0, 0, 0], k=2)
    assert named(found) == {"a": ["b", "c"], "b": ["a", "c"], "c": ["a", "b"], "d": ["b", "c"]}


def test_of_equally_near_areas_the_western_then_the_southern_is_taken() -> None:
    x, y = [0, 1, 0, -1, 0], [0, 0, 1, 0, -1]
    assert named(nearest(list("oenws"), x, y, k=1))["o"] == ["w"]
    assert named(nearest(list("oenws"), x, y, k=2))["o"] == ["w", "s"]
    south_first = nearest(list("ons"), [0, 0, 0], [0, 1, -1], k=1)
    assert named(south_first)["o"] == ["s"]


def test_a_nearer_area_goes_before_those_that_tie() -> None:
    found = nearest(list("oewn"), [0, 1, -2, 0], [0, 0, 0, 2], k=2)
    assert named(found)["o"] == ["e", "w"]


def test_areas_on_one_spot_are_near_one_another() -> None:
    assert nearest(list("abc"), [1, 1, 1], [2, 2, 2], k=2).counts.tolist() == [2, 2, 2]
    assert named(nearest(list("abc"), [1, 1, 9], [2, 2, 2], k=1))["a"] == ["b"]


@given(st.permutations(range(9)))
def test_the_order_of_areas_changes_nobodys_nearest(order: list[int]) -> None:
    x, y = (np.arange(9) % 3)[order], (np.arange(9) // 3)[order]
    found = named(nearest(order, x, y, k=3))
    straight = named(nearest(range(9), np.arange(9) % 3, np.arange(9) // 3, k=3))
    assert {area: sorted(each) for area, each in found.items()} == straight


@pytest.mark.parametrize("largest", [0, -1, np.nan, np.inf])
def test_a_band_reaches_somewhere(largest) -> None:
    with pytest.raises(ValueError, match="largest distance must be a number above 0"):
        within_distance(["a", "b"], [0, 1], [0, 1], largest=largest)


@pytest.mark.parametrize("k", [0, 3])
def test_there_are_as_many_others_as_nearest_asked_for(k) -> None:
    with pytest.raises(ValueError, match=f"one less than the 3 areas; got {k}"):
        nearest(list("abc"), [0, 1, 2], [0, 1, 2], k=k)


def test_an_area_has_a_place() -> None:
    with pytest.raises(ValueError, match=r"y must be a finite .* nan at position 1 \(1 of 2"):
        within_distance(["a", "b"], [0, 1], [0, None], largest=1)
    with pytest.raises(ValueError, match="3 areas and 2 points"):
        within_distance(["a", "b", "c"], [0, 1], [0, 1], largest=1)
