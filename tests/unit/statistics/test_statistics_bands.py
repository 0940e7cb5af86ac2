"""Bands as numbers, and whether each group holds each band once."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrn.statistics.bands import (
    BAND_MISSING,
    BAND_TWICE,
    BAND_UNKNOWN,
    check_missing_bands,
    check_one_weight,
    is_other_total,
    marks_of,
    read_bands,
    reasons_of_marks,
)
from vrn.statistics.groups import sums_by_group
from vrn.statistics.kinds import NARROW


@pytest.mark.parametrize(
    ("band", "codes", "size"),
    [
        (["5-9", "0-4", "5-9"], [1, 0, 1], 2),
        ([10, 0, 90], [1, 0, 2], 3),
        ([-3, 5, -3], [0, 1, 0], 2),
        ([0, NARROW], [0, 1], 2),
        ([0, NARROW + 1, 0], [0, 1, 0], 2),
        ([0.5, 1.5], [0, 1], 2),
        (pl.Series(["b", None, "a"]), [1, 2, 0], 2),
        (pl.Series([4, None, 3]), [1, 2, 0], 2),
        (pl.Series([], dtype=pl.Int64), [], 0),
        (pl.Series([], dtype=pl.String), [], 0),
    ],
)
def test_bands_are_numbered_from_nothing(band, codes: list[int], size: int) -> None:
    found = read_bands(band, length=len(codes))
    assert (found.codes.tolist(), found.size) == (codes, size)


def test_bands_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="2 bands are given for 3 values"):
        read_bands([1, 2], length=3)


def reason_of(held: list[object], every: list[object]) -> str | None:
    """What is said of a group that holds some bands, beside one that holds all."""
    column = pl.Series([*held, *every])
    bands = read_bands(column, length=column.len())
    groups = pl.DataFrame({"group": ["a"] * len(held) + ["b"] * len(every)})
    sums = sums_by_group(groups, marks_of(bands))
    stated = reasons_of_marks(bands, sums.rows, sums.of)
    assert not any(holds[1] for _, holds in stated)
    return next((words for words, holds in stated if holds[0]), None)


@pytest.mark.parametrize("size", [1, 2, 31, 32, 33, 64, 91])
def test_a_band_left_out_or_there_twice_is_seen(size: int) -> None:
    every = list(range(size))
    assert reason_of(every, every) is None
    assert reason_of(every[::-1], every) is None
    assert reason_of([*every, every[-1]], every) == BAND_TWICE
    assert reason_of([*every, None], every) == BAND_UNKNOWN
    if size > 1:
        assert reason_of(every[1:], every) == BAND_MISSING
        assert reason_of(every[:-1], every) == BAND_MISSING
        # As many rows as bands, yet one is there twice and one is left out.
        assert reason_of([*every[:-1], 0], every) == BAND_MISSING


@given(st.lists(st.integers(0, 3), max_size=8))
def test_only_each_band_once_is_whole(held: list[int]) -> None:
    found = reason_of(held, [0, 1, 2, 3]) if held else BAND_MISSING
    assert (found is None) == (sorted(held) == [0, 1, 2, 3])


def test_a_band_has_one_weight() -> None:
    bands = read_bands(["a", "b", "a", None], length=4)
    check_one_weight(bands, np.array([5.0, 6.0, math.nan, 9.0]), name="standard")
    check_one_weight(bands, np.array([5.0, 6.0, 5.0, 7.0]), name="standard")
    with pytest.raises(ValueError, match=r"standard must be the same .* got 5 at position 0 .* 4"):
        check_one_weight(bands, np.array([5.0, 6.0, 4.0, 1.0]), name="standard")


def test_a_total_that_differs_from_most_is_seen() -> None:
    found = is_other_total(np.array([100.0, 99.0, 100.0, 101.0, math.nan]))
    assert found.tolist() == [False, True, False, True, False]


def test_of_totals_as_common_the_largest_is_taken_for_whole() -> None:
    assert is_other_total(np.array([80.0, 100.0])).tolist() == [True, False]
    # One group with a band twice does not put all the others in the wrong.
    assert is_other_total(np.array([80.0, 100.0, 80.0])).tolist() == [False, True, False]


def test_rounding_makes_no_other_total() -> None:
    tenth = [0.1, 0.2, 0.3, 0.4]
    totals = np.array([sum(tenth), sum(tenth[::-1]), 0.1 + 0.4 + 0.2 + 0.3])
    assert not is_other_total(totals * 3e7).any()
    assert is_other_total(np.array([1.0, 1.0, 1 - 1e-8])).tolist() == [False, False, True]


@pytest.mark.parametrize("totals", [[], [0.0, 0.0], [math.nan]])
def test_nothing_to_weigh_by_is_no_other_total(totals: list[float]) -> None:
    found = is_other_total(np.array(totals))
    assert found.dtype == np.bool_
    assert not found.any()


def test_words_for_missing_bands_are_two() -> None:
    check_missing_bands("reason")
    check_missing_bands("leave-out")
    with pytest.raises(ValueError, match="missing_bands is 'reason' or 'leave-out'; got 'zero'"):
        check_missing_bands("zero")  # type: ignore[arg-type]


@pytest.mark.parametrize("rows", [5, 6, 7])
def test_bands_that_repeat_in_their_order_are_read_once(rows: int) -> None:
    column = (["b", "c", "a"] * 3)[:rows]
    found = read_bands(column, length=rows)
    assert found.pattern.tolist() == [1, 2, 0]
    assert found.codes.tolist() == ([1, 2, 0] * 3)[:rows]
    marks = marks_of(found)["bands from 0"]
    assert marks.tolist() == ([2.0, 4.0, 1.0] * 3)[:rows]


def test_bands_that_repeat_but_once_are_read_in_full() -> None:
    assert read_bands(["a", "b", "a", "b", "b"], length=5).codes.tolist() == [0, 1, 0, 1, 1]
    unknown = read_bands(pl.Series(["a", None] * 3), length=6)
    assert unknown.codes.tolist() == [0, 1] * 3
    assert marks_of(unknown)["bands not known"].tolist() == [0.0, 1.0] * 3


def test_a_second_weight_is_seen_in_bands_that_repeat() -> None:
    bands = read_bands(["a", "b"] * 3, length=6)
    check_one_weight(bands, np.array([5.0, 6.0] * 3), name="standard")
    check_one_weight(bands, np.array([5.0, math.nan] * 3), name="standard")
    with pytest.raises(ValueError, match="must be the same in each row of a band; got 6 at pos"):
        check_one_weight(bands, np.array([5.0, 6.0, 5.0, 6.0, 5.0, 7.0]), name="standard")
    twice = read_bands(["a", "a", "b", "a", "a", "b"], length=6)
    with pytest.raises(ValueError, match="must be the same"):
        check_one_weight(twice, np.array([5.0, 6.0, 7.0] * 2), name="standard")


def test_rows_whose_band_is_not_known_may_have_any_weight_and_bear_no_mark() -> None:
    bands = read_bands(pl.Series(["a", None, "b", None]), length=4)
    check_one_weight(bands, np.array([5.0, 1.0, 6.0, 2.0]), name="standard")
    many = read_bands(pl.Series([*range(33), None]), length=34)
    marks = marks_of(many)
    assert [*marks] == ["bands from 0", "bands from 32", "bands not known"]
    assert (marks["bands from 32"][-1], marks["bands from 32"].sum()) == (0.0, 1.0)
