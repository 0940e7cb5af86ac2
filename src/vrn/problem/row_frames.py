"""The frames of an estimate that needs the rows themselves, one for each cell of a question."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.asking import codes_of
from vrn.problem.measure import TIME_DIMENSIONS
from vrn.problem.months import codes_of_time
from vrn.problem.rows import read_rows
from vrn.problem.units import unit_of_tally
from vrn.terms import period_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.problem.asking import Asked
    from vrn.problem.measure import Estimate

_HELD = "definition"


def row_frames(estimate: Estimate, asked: Asked) -> list[tuple[pl.DataFrame, pl.DataFrame]]:
    """For each cell: one row of its codes, and its frame with `estimate.columns` and `is_asked`.

    A cell's frame holds the rows of its definition and its stretch of time. What else the cell is
    of (age group, district) takes no row away and is told by `is_asked`: whether a person comes
    again is asked of all that is held of the person.
    """
    codes = [_codes(name, asked) for name in asked.split]
    return [
        (
            pl.DataFrame({name: [code] for name, code in zip(asked.split, each, strict=True)}),
            _frame(estimate, asked, dict(zip(asked.split, each, strict=True))),
        )
        for each in product(*codes)
    ]


def _codes(name: str, asked: Asked) -> tuple[str, ...]:
    if name in TIME_DIMENSIONS and asked.period:
        return codes_of_time(name, asked.period)
    return codes_of(name, asked.places, asked.members)


def _frame(estimate: Estimate, asked: Asked, cell: Mapping[str, str]) -> pl.DataFrame:
    parts = unit_of_tally(estimate.over.unit).parts
    of_cell = {**asked.where, **cell}
    time = next((code for name, code in cell.items() if name in TIME_DIMENSIONS), "")
    asked_of = {n: c for n, c in of_cell.items() if n not in (_HELD, *TIME_DIMENSIONS)}
    rows = read_rows(
        asked.tables,
        estimate.over,
        [*estimate.columns, *(parts.get(name, name) for name in asked_of)],
        where={_HELD: of_cell[_HELD]},
        period=period_of(time) if time else asked.period,
        members=asked.members,
    )
    tests = [
        pl.col(parts.get(name, name)).is_in(asked.members.get(name, {}).get(code, (code,)))
        for name, code in asked_of.items()
    ]
    is_asked = pl.all_horizontal(tests) if tests else pl.lit(value=True)
    return rows.with_columns(is_asked=is_asked.fill_null(value=False)).select(
        *estimate.columns, "is_asked"
    )
