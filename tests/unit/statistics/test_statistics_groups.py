"""Sums within groups, by runs of rows and by looking up, against sums taken one by one."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from vrn.statistics.groups import SHORTEST_RUN, sums_by_group

KEYS = st.one_of(
    st.lists(st.sampled_from(["a", "b", "c", None]), max_size=40),
    st.lists(st.integers(-2, 2), max_size=40),
    st.lists(st.sampled_from([0.5, -1.0, None]), max_size=40),
)


def sums_one_by_one(groups: pl.DataFrame, values: list[float]) -> list[tuple[object, ...]]:
    found: dict[tuple[object, ...], list[float]] = {}
    for row, value in zip(groups.rows(), values, strict=True):
        found.setdefault(row, []).append(value)
    return [(*key, len(each), sum(each)) for key, each in sorted(found.items(), key=in_order)]


def in_order(item: tuple[tuple[object, ...], object]) -> list[tuple[bool, object]]:
    return [(part is not None, part if part is not None else 0) for part in item[0]]


@given(KEYS, st.sampled_from([1, SHORTEST_RUN, 7]), st.booleans(), st.randoms())
def test_sums_are_those_taken_one_by_one(keys, repeats, is_sorted, random) -> None:
    if is_sorted:
        keys = sorted(keys, key=lambda each: (each is not None, each))
    first = [each for each in keys for _ in range(repeats)]
    second = [random.choice("xy") for _ in keys for _ in range(repeats)]
    if is_sorted:
        pairs = sorted(zip(first, second, strict=True), key=in_order_of_pair)
        first, second = [each for each, _ in pairs], [each for _, each in pairs]
    values = [float(random.randrange(9)) for _ in first]
    for groups in (
        pl.DataFrame({"k": pl.Series(first, dtype=None if first else pl.Int64)}),
        pl.DataFrame({"k": pl.Series(first, dtype=None if first else pl.Int64), "other": second}),
    ):
        found = sums_by_group(groups, {"k": np.array(values), "ones": np.ones(len(values))})
        expected = sums_one_by_one(groups, values)
        rows = zip(found.by.rows(), found.rows, found.of["k"], strict=True)
        assert [(*key, size, total) for key, size, total in rows] == expected
        assert found.by.columns == groups.columns
        assert found.of["ones"].tolist() == found.rows.tolist()


def in_order_of_pair(pair: tuple[object, str]) -> tuple[bool, object, str]:
    return (pair[0] is not None, pair[0] if pair[0] is not None else 0, pair[1])


def test_without_groups_each_row_is_its_own() -> None:
    found = sums_by_group(None, {"count": np.array([3.0, 1.0])})
    assert found.by.shape == (2, 0)
    assert found.rows.tolist() == [1.0, 1.0]
    assert found.of["count"].tolist() == [3.0, 1.0]


def test_a_missing_value_makes_the_sum_of_its_group_missing_and_no_other() -> None:
    for keys in (["a"] * 5 + ["b"] * 5, ["a", "b"] * 5):
        values = np.array([math.nan, *range(1, 10)], dtype=float)
        found = sums_by_group(pl.DataFrame({"k": keys}), {"x": values})
        assert found.by["k"].to_list() == ["a", "b"]
        assert np.isnan(found.of["x"]).tolist() == [True, False]


def test_groups_in_falling_order_are_put_in_order() -> None:
    frame = pl.DataFrame({"k": [2] * 4 + [1] * 4, "m": ["x"] * 8})
    found = sums_by_group(frame, {"x": np.arange(8.0)})
    assert found.by["k"].to_list() == [1, 2]
    assert found.of["x"].tolist() == [22.0, 6.0]


def test_runs_out_of_order_are_put_in_order_whatever_comes_after_or_is_missing() -> None:
    falls_and_rises = pl.DataFrame({"k": [2] * 4 + [1] * 4, "m": ["x"] * 4 + ["y"] * 4})
    found = sums_by_group(falls_and_rises, {"x": np.arange(8.0)})
    assert found.by["k"].to_list() == [1, 2]
    assert found.rows.dtype == np.float64
    with_missing = pl.DataFrame({"k": ["b"] * 4 + [None] * 4 + ["a"] * 4})
    found = sums_by_group(with_missing, {"x": np.arange(12.0)})
    assert found.by["k"].to_list() == [None, "a", "b"]
    assert found.of["x"].tolist() == [22.0, 38.0, 6.0]


def test_a_run_without_a_group_is_not_added_to_the_one_before() -> None:
    found = sums_by_group(pl.DataFrame({"k": ["a"] + [None] * 9}), {"x": np.ones(10)})
    assert (found.by["k"].to_list(), found.of["x"].tolist()) == ([None, "a"], [9.0, 1.0])


def test_a_run_of_one_row_is_a_group() -> None:
    found = sums_by_group(pl.DataFrame({"k": ["a"] + ["b"] * 9}), {"x": np.arange(10.0)})
    assert (found.by["k"].to_list(), found.rows.tolist()) == (["a", "b"], [1.0, 9.0])
    assert sums_by_group(pl.DataFrame({"k": ["b", "a"]}), {"x": np.ones(2)}).rows.dtype == float


def test_equal_first_codes_are_put_in_order_of_the_second() -> None:
    frame = pl.DataFrame({"k": [1] * 8, "m": ["y"] * 4 + ["x"] * 4})
    assert sums_by_group(frame, {"x": np.ones(8)}).by["m"].to_list() == ["x", "y"]


def test_categories_and_yes_or_no_are_groups_too() -> None:
    for values, dtype in ((["b", "a"], pl.Enum(["b", "a"])), ([True, False], pl.Boolean)):
        frame = pl.DataFrame({"k": pl.Series(values, dtype=dtype)})
        found = sums_by_group(frame, {"x": np.array([1.0, 2.0])})
        assert found.by.height == 2
        assert found.by["k"].dtype == dtype
        assert sorted(found.of["x"]) == [1.0, 2.0]
    enum = pl.DataFrame({"k": pl.Series(["a", "b"], dtype=pl.Enum(["b", "a"]))})
    assert sums_by_group(enum, {"x": np.ones(2)}).by["k"].to_list() == ["b", "a"]


def test_groups_far_apart_or_of_many_kinds_are_summed_alike() -> None:
    # Places for each pair of codes would be many more than rows; and texts that hardly repeat.
    size = 60
    wide = pl.DataFrame({"a": range(size), "b": range(size, 0, -1), "c": range(size)})
    texts = pl.DataFrame({"a": [f"{each:03d}" for each in range(size)]})
    for frame in (wide, texts):
        turned = pl.concat([frame.reverse(), frame])
        found = sums_by_group(turned, {"x": np.arange(2.0 * size) ** 2})
        assert found.by.equals(frame)
        assert found.of["x"].tolist() == [
            (size - 1.0 - each) ** 2 + (size + each) ** 2 for each in range(size)
        ]
        assert found.rows.tolist() == [2.0] * size


def test_runs_that_come_back_are_added_to_the_first() -> None:
    frame = pl.DataFrame({"k": ["a"] * 5 + ["b"] * 4 + ["a"] * 6})
    for keys in (frame, frame.with_columns(pl.col("k").cast(pl.Categorical))):
        found = sums_by_group(keys, {"x": np.ones(15)})
        assert (found.rows.tolist(), found.of["x"].tolist()) == ([11.0, 4.0], [11.0, 4.0])


def test_whole_numbers_keep_their_kind() -> None:
    frame = pl.DataFrame({"k": pl.Series([3, 1, 3], dtype=pl.Int16)})
    found = sums_by_group(frame, {"x": np.array([1.0, 2.0, 4.0])})
    assert found.by.schema == frame.schema
    assert found.by["k"].to_list() == [1, 3]
    assert found.of["x"].tolist() == [2.0, 5.0]
