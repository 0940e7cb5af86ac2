"""A made-up area of a hundred squares, ten by ten, and counts in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from drawn_agencies import make_agencies_cut

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SIDE = 10
AREAS = "small_area | district\nS1..S100 | D1"
SQUARES = "area_code | in_rows_of\nS1..S100 | 10"
CODES = [f"S{number}" for number in range(1, SIDE * SIDE + 1)]


def make_grid(folder: Path) -> Mapping[str, list[Path]]:
    """A cut of the hundred squares with their outlines and no record."""
    return make_agencies_cut(folder, areas=AREAS, boundaries=SQUARES)


def square(column: int, row: int) -> str:
    """The code of the square in a column and row from 0."""
    return CODES[row * SIDE + column]


def counted(counts: Mapping[str, int], *, elsewhere: int = 3) -> pl.DataFrame:
    """`small_area` and `count` of every square."""
    return pl.DataFrame(
        {"small_area": CODES, "count": [counts.get(code, elsewhere) for code in CODES]}
    )
