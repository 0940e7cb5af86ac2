"""Reads what is in a cut's tables without counting it: rows, codes, and numbers as supplied."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.places import marks_of, tables_of
from vrn.problem.tally import (
    NO_MEMBERS,
    aggregate,
    fetch,
    is_in,
    keep_rows,
    parts_asked,
    table_rows,
)
from vrn.problem.units import unit_of_tally

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vrn.problem.measure import Tally
    from vrn.problem.memberships import Members
    from vrn.problem.places import Marks, Tables
    from vrn.terms import Period


def count_supplied(
    tables: Tables,
    tally: Tally,
    *,
    split: Sequence[str] = (),
    where: Mapping[str, str] | None = None,
    period: Period | None = None,
) -> pl.DataFrame:
    """As `count_cells`, of counts as a supplier gave them: `count`, `rows` and `withheld`.

    `rows` is how many numbers it gave for the cell, `withheld` how many of these it kept back.
    """
    codes = {name: (code,) for name, code in (where or {}).items()}
    kept = keep_rows(tables, {"count": tally}, where=codes, period=period, is_placed=False)
    given = kept[unit_of_tally(tally.unit).weight]
    counts = {"count": given.sum(), "rows": kept.count(), "withheld": given.isnull().sum()}
    return aggregate(kept, split, counts)


def as_given(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells of `count_supplied` with a null count where one was withheld, or none was given."""
    is_known = (pl.col("rows") > 0) & (pl.col("withheld") == 0)
    return cells.with_columns(count=pl.when(is_known).then("count")).drop("rows", "withheld")


def read_rows(
    tables: Tables,
    tally: Tally,
    columns: Sequence[str],
    *,
    where: Mapping[str, str],
    period: Period | None = None,
    members: Members = NO_MEMBERS,
) -> pl.DataFrame:
    """The tally's rows themselves with these columns, in no order; filtered as `count_cells`."""
    unit = unit_of_tally(tally.unit)
    codes = parts_asked({name: (code,) for name, code in where.items()}, unit, members)
    kept = keep_rows(tables, {"rows": tally}, where=codes, period=period, is_placed=False)
    return fetch(kept.select(*dict.fromkeys(columns)))


def read_all(
    tables: Tables, unit: str, columns: Sequence[str], *, where: Mapping[str, Sequence[str]]
) -> pl.DataFrame:
    """These columns of every row of the unit's table that holds one of the codes named for each."""
    rows = table_rows(tables, unit_of_tally(unit).table)
    keep = [is_in(rows[column], codes) for column, codes in where.items()]
    kept = rows.filter(*keep) if keep else rows
    return fetch(kept.select(*dict.fromkeys(columns)))


def columns_in_cut(tables: Tables, unit: str) -> tuple[str, ...]:
    """The columns that the unit's table has in this cut."""
    return tuple(table_rows(tables, unit_of_tally(unit).table).columns)


def codes_in_cut(tables: Tables, unit: str, column: str, **where: Sequence[str]) -> tuple[str, ...]:
    """What a column of the unit's table holds anywhere in the cut, sorted; nulls left out.

    Only of the rows whose other columns hold one of the codes named for them.
    """
    marks = marks_of(tables, unit_of_tally(unit).table)
    kept = tuple((name, tuple(codes)) for name, codes in where.items())
    return _codes_in(marks, unit, column, kept)


# Every question under a definition asks which classes there are.
@lru_cache(maxsize=64)
def _codes_in(
    marks: Marks, unit: str, column: str, where: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[str, ...]:
    rows = table_rows(tables_of(marks), unit_of_tally(unit).table)
    kept = rows.filter(rows[column].notnull(), *(is_in(rows[name], codes) for name, codes in where))
    found = fetch(kept.select(column).distinct())
    return tuple(sorted(found[column].cast(pl.String).to_list()))
