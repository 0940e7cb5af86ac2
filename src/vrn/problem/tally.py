"""Counts the rows of a cut: what the engine is told, in expressions that any engine may be given.

The engine only filters, groups and counts, each table once. Deciles, and whether a place is urban,
are put on afterwards, from the few hundred small areas, and overlapping codes from disjoint ones,
so that no join runs over rows. Distinct persons alone are counted for each overlapping code, since
they do not add up.
"""

from __future__ import annotations

from itertools import product
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

from vrn.problem.engines import own_engine
from vrn.problem.places import OF_SMALL_AREAS, marks_of, paths_of, read_places
from vrn.problem.units import unit_of_tally

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vrn.problem.measure import Tally
    from vrn.problem.memberships import Members
    from vrn.problem.places import Tables
    from vrn.problem.units import Unit
    from vrn.terms import Period

NO_MEMBERS: Members = MappingProxyType({})


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
    members: Members = NO_MEMBERS,
) -> pl.DataFrame:
    """As `count_cells`, several tallies of one unit in one reading: a count column for each.

    With `is_placed` only rows placed in the area count. `members` has the overlapping dimensions,
    each code with the disjoint codes it is made of.
    """
    asked = dict(where or {})
    derived = [name for name in (*split, *asked) if name in OF_SMALL_AREAS]
    by = [name for name in split if name not in derived]
    if derived and "small_area" not in by:
        by.append("small_area")
    plain = {name: (code,) for name, code in asked.items() if name not in derived}
    counted = _count_parts(
        tables,
        tallies,
        by=by,
        where=plain,
        period=period,
        is_placed=is_placed,
        members=members,
    )
    if derived:
        deciles = read_places(tables, derived).select("small_area", *dict.fromkeys(derived))
        counted = counted.join(deciles, on="small_area", how="left")
        kept = [pl.col(name) == code for name, code in asked.items() if name in derived]
        counted = _sum_over(counted.filter(*kept), split, list(tallies))
    return counted.select(*split, *tallies).sort(split) if split else counted.select(*tallies)


def _sum_over(counted: pl.DataFrame, split: Sequence[str], names: list[str]) -> pl.DataFrame:
    sums = [pl.col(name).sum() for name in names]
    return counted.group_by(split).agg(sums) if split else counted.select(sums)


def _count_parts(
    tables: Tables,
    tallies: Mapping[str, Tally],
    *,
    by: Sequence[str],
    where: Mapping[str, tuple[str, ...]],
    period: Period | None,
    is_placed: bool,
    members: Members,
) -> pl.DataFrame:
    """The counts by columns of the table, and by overlapping dimensions made of some of them."""
    unit = unit_of_tally(next(iter(tallies.values())).unit)
    own = [name for name in by if name not in members]
    over = [name for name in by if name in members]
    kept = keep_rows(
        tables, tallies, where=parts_asked(where, unit, members), period=period, is_placed=is_placed
    )
    if unit.person and over:
        return _count_persons(kept, tallies, unit, by=own, over={n: members[n] for n in over})
    counted = _group(kept, tallies, by=[*own, *(unit.parts[name] for name in over)])
    for name in over:
        counted = _made_of(counted, name, unit.parts[name], members[name], names=list(tallies))
    return counted


def parts_asked(
    where: Mapping[str, tuple[str, ...]], unit: Unit, members: Members
) -> dict[str, tuple[str, ...]]:
    """The filter with each overlapping code written as the disjoint codes it is made of."""
    found = {}
    for name, codes in where.items():
        if name in members:
            found[unit.parts[name]] = tuple(part for code in codes for part in members[name][code])
        else:
            found[name] = codes
    return found


def _made_of(
    counted: pl.DataFrame,
    name: str,
    part: str,
    codes: Mapping[str, tuple[str, ...]],
    *,
    names: Sequence[str],
) -> pl.DataFrame:
    """The counts by a dimension's overlapping codes, each the sum of the rows it is made of."""
    pairs = [(code, each) for code, parts in codes.items() for each in parts]
    made = pl.DataFrame(pairs, schema={name: pl.String, part: pl.String}, orient="row")
    others = [column for column in counted.columns if column not in (part, *names)]
    found = made.join(counted, on=part).drop(part)
    return found.group_by([name, *others]).agg(pl.col(names).sum())


def _count_persons(
    kept: Any,
    tallies: Mapping[str, Tally],
    unit: Unit,
    *,
    by: Sequence[str],
    over: Members,
) -> pl.DataFrame:
    """Distinct persons for every combination of overlapping codes: one reading, never a sum."""
    cells = list(product(*(codes.items() for codes in over.values())))
    counts, shared = {}, _shared_filters(tallies)
    for number, cell in enumerate(cells):
        tests = [
            is_in(kept[unit.parts[name]], parts)
            for name, (_, parts) in zip(over, cell, strict=True)
        ]
        for each, tally in tallies.items():
            counts[f"{each} {number}"] = _count(kept, tally, shared=shared, also=tests)
    found = aggregate(kept, by, counts)
    parts = [
        found.select(
            *by,
            *(pl.lit(code).alias(name) for name, (code, _) in zip(over, cell, strict=True)),
            *(pl.col(f"{each} {number}").alias(each) for each in tallies),
        )
        for number, cell in enumerate(cells)
    ]
    return pl.concat(parts)


def keep_rows(
    tables: Tables,
    tallies: Mapping[str, Tally],
    *,
    where: Mapping[str, tuple[str, ...]],
    period: Period | None,
    is_placed: bool,
) -> Any:
    """The rows that any of the tallies may count: filtered by what all of them share."""
    unit = _unit_of(next(iter(tallies.values())))
    rows = table_rows(tables, unit.table)
    keep = [is_in(rows[column], codes) for column, codes in _shared_filters(tallies).items()]
    keep += [is_in(rows[column], codes) for column, codes in where.items()]
    if period:
        keep.append(rows.month.between(period.first, period.last))
    if is_placed:
        keep.append(rows[unit.placed].notnull())
    return rows.filter(*keep) if keep else rows


def _unit_of(tally: Tally) -> Unit:
    return unit_of_tally(tally.unit)


def _group(kept: Any, tallies: Mapping[str, Tally], *, by: Sequence[str]) -> pl.DataFrame:
    """Counts each tally under its own filter, by the columns named."""
    shared = _shared_filters(tallies)
    counts = {each: _count(kept, tally, shared=shared) for each, tally in tallies.items()}
    return aggregate(kept, by, counts)


def aggregate(kept: Any, by: Sequence[str], counts: Mapping[str, Any]) -> pl.DataFrame:
    """The counts by the columns named: these as text, counts as whole numbers, 0 for none."""
    asked = kept.group_by(list(by)).aggregate(**counts) if by else kept.aggregate(**counts)
    found = fetch(asked)
    texts = [pl.col(column).cast(pl.String) for column in by]
    return found.with_columns(*texts, pl.col(*counts).cast(pl.Int64).fill_null(0))


def _count(
    kept: Any,
    tally: Tally,
    *,
    shared: Mapping[str, tuple[str, ...]],
    also: Sequence[Any] = (),
) -> Any:
    """The tally's rows, the sum of what each stands for, or the distinct persons in them."""
    own, unit = None, _unit_of(tally)
    tests = [
        is_in(kept[column], codes)
        for column, codes in tally.where.items()
        if set(codes) != set(shared.get(column, ()))
    ]
    for test in (*tests, *also):
        own = test if own is None else own & test
    if unit.person:
        return kept[unit.person].nunique(where=own)
    return kept[unit.weight].sum(where=own) if unit.weight else kept.count(where=own)


def _shared_filters(tallies: Mapping[str, Tally]) -> dict[str, tuple[str, ...]]:
    """For each column that all the tallies filter, the codes of any: other rows need no reading."""
    first, *others = tallies.values()
    columns = [name for name in first.where if all(name in other.where for other in others)]
    return {
        name: tuple(dict.fromkeys(code for tally in tallies.values() for code in tally.where[name]))
        for name in columns
    }


def is_in(column: Any, codes: Sequence[str]) -> Any:
    """Whether the column, read as text, holds one of the codes."""
    text = column if column.type().is_string() else column.cast("string")
    return text.isin(list(codes))


def table_rows(tables: Tables, name: str) -> Any:
    """A table as the engine knows it; it is told of it once for as long as its parts stay."""
    paths = [str(path) for path in paths_of(tables, name)]
    engine, marks = own_engine(), marks_of(tables, name)
    if name not in engine.told or engine.told[name][0] != marks:
        engine.told[name] = (marks, engine.read(paths, name))
    return engine.told[name][1]


def fetch(asked: Any) -> pl.DataFrame:
    """What was asked of the engine, as a frame in memory."""
    return own_engine().fetch(asked)
