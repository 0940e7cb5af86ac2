"""Hot spots are found where they were planted, and nowhere by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from gridded import CODES, counted, make_grid, square

from vrn.problem.patterns.hot_spots import NO_TEST, hot_spots, why_no_test

if TYPE_CHECKING:
    from pathlib import Path

PLANTED = [square(column, row) for column in (4, 5, 6) for row in (4, 5, 6)]


def scattered(seed: int) -> dict[str, int]:
    return dict(
        zip(CODES, np.random.default_rng(seed).poisson(4, len(CODES)).tolist(), strict=True)
    )


def hot(folder: Path, counts: dict[str, int]) -> list[str]:
    found = hot_spots(counted(counts), make_grid(folder))
    assert not why_no_test(found)
    return found.filter("is_hot")["small_area"].to_list()


def test_a_planted_block_is_hot(tmp_path: Path) -> None:
    found = hot(tmp_path, scattered(1) | dict.fromkeys(PLANTED, 25))
    assert square(5, 5) in found
    near = {square(column, row) for column in range(3, 8) for row in range(3, 8)}
    assert 5 <= len(found) <= 13
    assert set(found) <= near


def test_a_scatter_has_no_hot_spot(tmp_path: Path) -> None:
    assert [hot(tmp_path, scattered(seed)) for seed in (1, 2, 3)] == [[], [], []]


def test_a_busy_square_among_quiet_ones_is_none(tmp_path: Path) -> None:
    assert hot(tmp_path, scattered(1) | {square(5, 5): 20}) == []


def test_rows_may_come_in_any_order(tmp_path: Path) -> None:
    tables, drawn = make_grid(tmp_path), counted(scattered(1) | dict.fromkeys(PLANTED, 25))
    assert hot_spots(drawn.reverse(), tables).equals(hot_spots(drawn, tables))


def test_areas_that_are_all_alike_or_mostly_empty_have_no_test(tmp_path: Path) -> None:
    tables = make_grid(tmp_path)
    assert why_no_test(hot_spots(counted({}), tables)) == NO_TEST
    one = hot_spots(counted({square(0, 0): 9}, elsewhere=0), tables)
    assert why_no_test(one) == NO_TEST
    assert not one["is_hot"].any()


def test_only_areas_that_are_counted_are_neighbours(tmp_path: Path) -> None:
    drawn = counted(scattered(1)).filter(pl.col("small_area") != square(5, 5))
    assert hot_spots(drawn, make_grid(tmp_path))["small_area"].len() == len(CODES) - 1
