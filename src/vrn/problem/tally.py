"""Counts the rows of a cut: the one file that speaks to the engine (DuckDB, through Ibis).

The engine only filters, groups and counts, each table once. Deciles are put on afterwards, from the
few hundred small areas, so that no join runs over rows.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import polars as pl

from vrn.problem.places import DEPRIVATION, marks_of, paths_of, read_places

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vrn.problem.measure import Tally
    from vrn.problem.places import Tables
    from vrn.terms import Period

# Which table holds a unit, and the column that says how many each row stands for (None: one).
UNITS: Mapping[str, tuple[str, str | None]] = {
    "offences": ("offences", None),
    "incidents": ("offences", None),
    "crimes and incidents": ("offences", None),
    "residents": ("residents", "residents"),
}
_OWN = threading.local()


def count_cells(
    tables: Tables,
    tally: Tally,
    *,
    split: Sequence[str] = (),
    where: Mapping[str, str] | None = None,
    period: Period | None = None,
) -> pl.DataFrame:
    """The tally's exact counts by cell: a text column per dimension of `split`, then `count`.

    Cells without a row are left out (without a split there is always one row); rows that have no
    place are counted under null in a place dimension. `where` keeps one code a dimension; `period`
    is start in, end in. Sorted by the split. NotInCutError where the cut lacks a table.
    """
    return count_together(tables, {"count": tally}, split=split, where=where, period=period)


def count_together(
    tables: Tables,
    tallies: Mapping[str, Tally],
    *,
    split: Sequence[str] = (),
    where: Mapping[str, str] | None = None,
    period: Period | None = None,
    is_placed: bool = False,
) -> pl.DataFrame:
    """As `count_cells`, several tallies of one table in one reading: a count column for each.

    With `is_placed` only rows placed in a small area of the partnership count.
    """
    asked = dict(where or {})
    derived = [name for name in (*split, *asked) if name.startswith(DEPRIVATION)]
    by = [name for name in split if name not in derived]
    if derived and "small_area" not in by:
        by.append("small_area")
    plain = {name: code for name, code in asked.items() if name not in derived}
    counted = _run(tables, tallies, by=by, where=plain, period=period, is_placed=is_placed)
    if derived:
        deciles = read_places(tables, derived).select("small_area", *dict.fromkeys(derived))
        counted = counted.join(deciles, on="small_area", how="left")
        kept = [pl.col(name) == code for name, code in asked.items() if name in derived]
        counted = _sum_over(counted.filter(*kept), split, list(tallies))
    return counted.select(*split, *tallies).sort(split) if split else counted.select(*tallies)


def _sum_over(counted: pl.DataFrame, split: Sequence[str], names: list[str]) -> pl.DataFrame:
    sums = [pl.col(name).sum() for name in names]
    return counted.group_by(split).agg(sums) if split else counted.select(sums)


def _run(
    tables: Tables,
    tallies: Mapping[str, Tally],
    *,
    by: Sequence[str],
    where: Mapping[str, str],
    period: Period | None,
    is_placed: bool,
) -> pl.DataFrame:
    """One query: filter by what all the tallies share, group, count each under its own filter."""
    ((name, weight),) = {UNITS[tally.unit] for tally in tallies.values()}
    rows = _rows(tables, name)
    shared = _shared_filters(tallies)
    keep = [_is_in(rows[column], codes) for column, codes in shared.items()]
    keep += [_is_in(rows[column], (code,)) for column, code in where.items()]
    if period:
        keep.append(rows.month.between(period.first, period.last))
    if is_placed:
        keep.append(rows.small_area.notnull())
    kept = rows.filter(*keep) if keep else rows
    counts = {
        each: _count(kept, tally, shared=shared, weight=weight) for each, tally in tallies.items()
    }
    asked = kept.group_by(list(by)).aggregate(**counts) if by else kept.aggregate(**counts)
    found: pl.DataFrame = asked.to_polars()
    texts = [pl.col(column).cast(pl.String) for column in by]
    return found.with_columns(*texts, pl.col(*tallies).cast(pl.Int64).fill_null(0))


def _count(
    kept: Any, tally: Tally, *, shared: Mapping[str, tuple[str, ...]], weight: str | None
) -> Any:
    """The count of the tally's rows, or the sum of what each stands for."""
    own = None
    for column, codes in tally.where.items():
        if set(codes) != set(shared.get(column, ())):
            test = _is_in(kept[column], codes)
            own = test if own is None else own & test
    return kept[weight].sum(where=own) if weight else kept.count(where=own)


def _shared_filters(tallies: Mapping[str, Tally]) -> dict[str, tuple[str, ...]]:
    """For each column that all the tallies filter, the codes of any: other rows need no reading."""
    first, *others = tallies.values()
    columns = [name for name in first.where if all(name in other.where for other in others)]
    return {
        name: tuple(dict.fromkeys(code for tally in tallies.values() for code in tally.where[name]))
        for name in columns
    }


def _is_in(column: Any, codes: Sequence[str]) -> Any:
    """Whether the column, read as text, holds one of the codes."""
    text = column if column.type().is_string() else column.cast("string")
    return text.isin(list(codes))


def _rows(tables: Tables, name: str) -> Any:
    """A table as the engine knows it; it is told of it once for as long as its parts stay."""
    paths = [str(path) for path in paths_of(tables, name)]
    engine, marks = _engine(), marks_of(tables, name)
    if name not in _OWN.told or _OWN.told[name][0] != marks:
        _OWN.told[name] = (marks, engine.read_parquet(paths, table_name=name))
    return _OWN.told[name][1]


def _engine() -> Any:
    """This thread's own engine in memory: it makes no file and reaches no network."""
    if not hasattr(_OWN, "engine"):
        import ibis

        _OWN.told = {}
        # Kept file contents have answered for a file that was written again within a second.
        _OWN.engine = ibis.duckdb.connect(
            autoinstall_known_extensions=False,
            autoload_known_extensions=False,
            enable_external_file_cache=False,
        )
    return _OWN.engine
