"""Profiles the columns of a sample: counts, shapes, ranges, and which number of a date is the day.

Of a feed about persons a shape stands for ten rows at least, and no value is given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from vrn.sharing.proposing.sampling import Sample

FEWEST_OF_A_SHAPE = 10
SHAPES_SHOWN = 3
_TWO_NUMBERS = r"^(\d{1,2})[/. -](\d{1,2})[/. -]\d{2,4}\b"
_NUMBER = re.compile(r"-?\d{1,15}(\.\d+)?")


@dataclass(frozen=True)
class ColumnProfile:
    """One column of a file: how many cells are empty, how many values differ, and their shapes.

    A shape has 9 for a digit, A and a for letters. `values` counts each value and is for the
    proposal alone: it is shown of feeds without persons only.
    """

    header: str
    rows: int
    empty: int
    distinct: int
    shapes: tuple[tuple[str, int], ...]
    other_shapes: int
    lowest: str
    highest: str
    order: str
    values: dict[str, int]

    @property
    def filled(self) -> int:
        """Cells that hold something."""
        return self.rows - self.empty


def profile_columns(sample: Sample, *, is_of_persons: bool) -> tuple[ColumnProfile, ...]:
    """The profile of each column, in the file's order."""
    return tuple(
        _profile(header, [row[place] for row in sample.rows], is_of_persons=is_of_persons)
        for place, header in enumerate(sample.header)
    )


def shape_of(text: str) -> str:
    """A text's shape: 9 for a digit, A for a capital, a for another letter.

    >>> shape_of("XL4 7ab")
    'AA9 9aa'
    """
    return "".join(
        "9" if sign.isdigit() else ("A" if sign.isupper() else "a") if sign.isalpha() else sign
        for sign in text
    )


def _profile(header: str, cells: list[str], *, is_of_persons: bool) -> ColumnProfile:
    filled = pl.Series("value", [cell for cell in cells if cell], pl.String)
    counts = filled.value_counts(sort=True)
    values = dict(counts.iter_rows())
    shapes = _count_shapes(values)
    fewest = FEWEST_OF_A_SHAPE if is_of_persons else 1
    shown = [(shape, rows) for shape, rows in shapes if rows >= fewest][:SHAPES_SHOWN]
    lowest, highest = ("", "") if is_of_persons else _range(values)
    return ColumnProfile(
        header=header,
        rows=len(cells),
        empty=len(cells) - len(filled),
        distinct=len(values),
        shapes=tuple(shown),
        other_shapes=len(filled) - sum(rows for _, rows in shown),
        lowest=lowest,
        highest=highest,
        order=_find_order(filled),
        values=values,
    )


def _count_shapes(values: dict[str, int]) -> list[tuple[str, int]]:
    counted: dict[str, int] = {}
    for value, rows in values.items():
        shape = shape_of(value[:40]) + "..." * (len(value) > 40)
        counted[shape] = counted.get(shape, 0) + rows
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _range(values: dict[str, int]) -> tuple[str, str]:
    """The lowest and the highest where all are numbers, else first and last in the alphabet."""
    if not values:
        return "", ""
    are_numbers = all(map(_NUMBER.fullmatch, values))
    ordered = sorted(values, key=float) if are_numbers else sorted(values)
    return ordered[0][:40], ordered[-1][:40]


def _find_order(filled: pl.Series) -> str:
    """Which of two numbers is the day, with the evidence; empty where there are no such dates."""
    pairs = filled.str.extract_groups(_TWO_NUMBERS).struct.unnest().drop_nulls()
    if not pairs.height or pairs.height * 2 < len(filled):
        return ""
    first, second = (pairs[name].cast(pl.Int64) > 12 for name in ("1", "2"))
    firsts, seconds = int(first.sum()), int(second.sum())
    of = f"of {pairs.height:,} dates"
    if firsts and seconds:
        both = f"the first number is above 12 in {firsts:,}, the second in {seconds:,}"
        return f"both orders: {both} {of}"
    if firsts:
        return f"day first: its first number is above 12 in {firsts:,} {of}, the second in none"
    if seconds:
        return f"month first: its second number is above 12 in {seconds:,} {of}, the first in none"
    return f"cannot be told: neither number is above 12 in any {of}"
