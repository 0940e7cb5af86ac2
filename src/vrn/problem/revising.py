"""Why a count differs between two cuts: each record that came, went or moved, with one reason.

A later supply brings late records, cancels and reclassifies others; a place is found, two people
turn out to be one. The reasons stand in the order in which they are looked for, and each record has
the first that holds, so that they add up to the change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

import polars as pl

from vrn.problem.asking import ask
from vrn.problem.measure import Estimate, tallies_of
from vrn.problem.months import codes_of_time
from vrn.problem.places import OF_SMALL_AREAS, PLACE_DIMENSIONS
from vrn.problem.rows import columns_in_cut, read_all, read_rows
from vrn.problem.units import unit_of_tally
from vrn.terms import CountTable, period_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vrn.problem.asking import Asked
    from vrn.problem.measure import Measure, Tally
    from vrn.problem.places import Tables
    from vrn.terms import Period

LATE = "received since"
NEW_MONTH = "of a month that was not held"
STANDS_AGAIN = "held before, and did not stand then"
CANCELLED = "cancelled by the supplier"
NO_LONGER_HELD = "of a month that is no longer held"
NO_LONGER_SENT = "no longer sent"
OTHER = "told otherwise in some other way"

MOVES: Mapping[str, tuple[str, ...]] = {
    "reclassified by the supplier": ("code", "offence", "intent", "kind", "violent"),
    "the same code under another list or definition": (
        *("offence_group", "definition_class", "knife", "abh", "place_type", "public_place"),
        *("night_time", "night_time_late", "night_time_premises"),
    ),
    "dated otherwise": ("month", "committed", "hour", "day_type", "time_quality"),
    "placed elsewhere": (
        *("small_area", "district", "neighbourhood", "residence", "placement"),
        *("easting", "northing"),
    ),
    "people told apart or together": ("person", "victim", "suspect_known"),
    "people described otherwise": ("under_25", "age_band", "sex", "ethnic_group"),
}
"""What may have moved in a record that both cuts hold, and the columns that show it."""
REASONS = (
    *(LATE, NEW_MONTH, STANDS_AGAIN, CANCELLED, NO_LONGER_HELD, NO_LONGER_SENT),
    *MOVES,
    OTHER,
)

_KEY = ["record", "nth"]
_NEW, _CELL = " now", " counted"
_OF_MOVE = (*_KEY, "came", "went")


class Side(NamedTuple):
    """One of two cuts: its tables, what it holds, and the references its supplies cancelled."""

    tables: Tables
    edition: str
    months_held: Mapping[str, Sequence[str]]
    definitions: Mapping[str, Sequence[str]]
    supplies: frozenset[str]
    cancelled: frozenset[str] = frozenset()


class Revised(NamedTuple):
    """The counts of both cuts by cell, and the records that moved by cell and reason.

    `where` and `period` are those that both were asked with.
    """

    counts: CountTable
    reasons: CountTable
    where: Mapping[str, str]
    period: Period


def see_revisions(
    measure: Measure,
    before: Side,
    after: Side,
    *,
    split: Sequence[str] = (),
    where: Mapping[str, str],
    period: Period | None = None,
) -> Revised:
    """Both cuts' counts of a measure by cell, and why each record in which they differ does.

    `counts` has the split, `before`, `after` (null where the months are not held) and `change`;
    `reasons` the split, `reason`, `came` and `went`, in records: a record that went from one cell
    to another stands in both. Without a `period` (start in, end in) that of the later cut. A ratio
    is looked at through what it counts; a measure of persons counts persons, and its reasons the
    records of them. ValueError for an estimate, and for a split or filter by what is worked out
    from the small area or by codes that overlap.
    """
    tally = _counted_by(measure, split, where)
    asked = _ask(measure, after, split=split, where=where, period=period)
    earlier = _ask(measure, before, split=split, where=where, period=asked.period)
    counted = [_counted(each, tally) for each in (earlier, asked)]
    counts = _beside(
        *(_cells(rows, tally, each) for rows, each in zip(counted, (earlier, asked), strict=True)),
        by=list(split),
    )
    moved = _moved(*counted)
    told = _tell(moved, before, after, unit=tally.unit)
    reasons = CountTable(_sum_up(told, list(split)))
    return Revised(CountTable(counts), reasons, asked.where, cast("Period", asked.period))


def _counted_by(measure: Measure, split: Sequence[str], where: Mapping[str, str]) -> Tally:
    """The tally that is looked at; ValueError where its records cannot be."""
    if isinstance(measure, Estimate):
        raise ValueError(
            f"{measure.indicator.name} is worked out by a method, not counted: ask for the count "
            "that it rests on"
        )
    tally = tallies_of(measure)[0]
    unit = unit_of_tally(tally.unit)
    if not unit.record:
        raise ValueError(
            f"{measure.indicator.name} counts {tally.unit}, whose records cannot be told apart "
            "from one supply to the next"
        )
    wrong = [name for name in (*split, *where) if name in OF_SMALL_AREAS]
    wrong += [name for name in split if name in unit.parts]
    if wrong:
        raise ValueError(
            f"revisions cannot be split by {', '.join(wrong)}: its codes overlap, or are those of "
            "the small area; put an overlapping one into the filter"
        )
    return tally


def _ask(
    measure: Measure,
    side: Side,
    *,
    split: Sequence[str],
    where: Mapping[str, str],
    period: Period | None,
) -> Asked:
    return ask(
        measure,
        side.tables,
        split=split,
        where=where,
        period=period,
        edition=side.edition,
        months_held=side.months_held,
        definitions=side.definitions,
    )


def _counted(asked: Asked, tally: Tally) -> pl.DataFrame:
    """The records that a cut counts: `record`, `nth` and the split as text."""
    unit = unit_of_tally(tally.unit)
    rows = read_rows(
        asked.tables,
        tally,
        [*_needed(asked.tables, tally.unit), *asked.split],
        where=asked.where,
        period=asked.period,
        members=asked.members,
    )
    if asked.is_by_place:
        rows = rows.drop_nulls([name for name in asked.split if name in PLACE_DIMENSIONS])
    texts = [pl.col(name).cast(pl.String) for name in asked.split]
    keyed = _keyed(rows, unit.record).with_columns(texts)
    person = [unit.person] if unit.person else []
    return keyed.select(*_KEY, *dict.fromkeys((*asked.split, *person)))


def _needed(tables: Tables, unit: str) -> list[str]:
    """The columns of the unit's table by which records are told apart and compared."""
    there = columns_in_cut(tables, unit)
    wanted = [name for names in MOVES.values() for name in names]
    wanted += [unit_of_tally(unit).record, "role", "supply", "month"]
    return [name for name in dict.fromkeys(wanted) if name in there]


def _keyed(rows: pl.DataFrame, record: str) -> pl.DataFrame:
    """The rows with `record`, and `nth` among those that bear the same: several people have one."""
    role = [pl.col("role")] if "role" in rows.columns else []
    told_by = [name for name in ("age_band", "sex", "ethnic_group") if name in rows.columns]
    named = rows.sort(record, *role, *told_by).with_columns(
        record=pl.concat_str(pl.col(record), *role, separator=" ")
    )
    return named.with_columns(nth=pl.int_range(pl.len()).over("record"))


def _cells(rows: pl.DataFrame, tally: Tally, asked: Asked) -> pl.DataFrame:
    """The count by cell, of records or persons; null in a cell whose months are not all held."""
    person = unit_of_tally(tally.unit).person
    count = pl.col(person).n_unique() if person else pl.len()
    by = list(asked.split)
    found = rows.group_by(by).agg(count=count) if by else rows.select(count=count)
    if not asked.missing:
        return found
    if not (asked.time and asked.period):
        return found.with_columns(count=pl.lit(None, pl.UInt32))
    absent = {month for run in asked.missing for month in run.months}
    gone = [
        code
        for code in codes_of_time(asked.time, asked.period)
        if absent.intersection(period_of(code).months)
    ]
    return found.filter(~pl.col(asked.time).is_in(gone))


def _beside(before: pl.DataFrame, after: pl.DataFrame, *, by: list[str]) -> pl.DataFrame:
    """Both counts by cell, with their difference."""
    names = {"count": "before"}, {"count": "after"}
    old, new = (each.rename(name) for each, name in zip((before, after), names, strict=True))
    both = (
        old.join(new, on=by, how="full", coalesce=True).sort(by)
        if by
        else pl.concat([old, new], how="horizontal")
    )
    numbers = both.with_columns(pl.col("before", "after").cast(pl.Int64))
    return numbers.with_columns(change=pl.col("after") - pl.col("before"))


def _moved(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The records that one cut counts in a cell, or of a person, and the other does not."""
    came = after.join(before, on=after.columns, how="anti", nulls_equal=True)
    went = before.join(after, on=after.columns, how="anti", nulls_equal=True)
    return pl.concat(
        [
            came.with_columns(came=pl.lit(1), went=pl.lit(0)),
            went.with_columns(came=pl.lit(0), went=pl.lit(1)),
        ]
    )


def _tell(moved: pl.DataFrame, before: Side, after: Side, *, unit: str) -> pl.DataFrame:
    """The moved records with the first reason that holds."""
    old, new = (_told_of(moved, side, unit) for side in (before, after))
    shared = [name for name in old.columns if name in new.columns and name not in _KEY]
    # What both cuts tell of a record stands beside its cell, which may bear the same names.
    cells = moved.rename({n: f"{n}{_CELL}" for n in moved.columns if n not in _OF_MOVE})
    rows = cells.join(old, on=_KEY, how="left").join(new, on=_KEY, how="left", suffix=_NEW)
    in_old, in_new = pl.col("supply").is_not_null(), pl.col(f"supply{_NEW}").is_not_null()
    held_before, held_after = (
        pl.col("record").is_in(list(side.cancelled)) for side in (before, after)
    )
    month, month_new = pl.col("month"), pl.col(f"month{_NEW}")
    tests = {
        CANCELLED: ~in_new & held_after,
        NO_LONGER_HELD: ~in_new & ~month.is_in(_months(after, unit)),
        NO_LONGER_SENT: ~in_new,
        STANDS_AGAIN: ~in_old
        & (held_before | pl.col(f"supply{_NEW}").is_in(list(before.supplies))),
        NEW_MONTH: ~in_old & ~month_new.is_in(_months(before, unit)),
        LATE: ~in_old,
        **{
            reason: pl.any_horizontal(
                pl.lit(False),
                *(
                    pl.col(name).ne_missing(pl.col(f"{name}{_NEW}"))
                    for name in names
                    if name in shared
                ),
            )
            for reason, names in MOVES.items()
        },
    }
    return rows.with_columns(
        reason=pl.coalesce(
            *(pl.when(test).then(pl.lit(reason)) for reason, test in tests.items()), pl.lit(OTHER)
        )
    )


def _told_of(moved: pl.DataFrame, side: Side, unit: str) -> pl.DataFrame:
    """What one cut holds of the moved records, counted there or not."""
    columns = _needed(side.tables, unit)
    rows = _keyed(read_all(side.tables, unit, columns, where={}), unit_of_tally(unit).record)
    kept = rows.join(moved.select(_KEY).unique(), on=_KEY, how="semi")
    return kept.select(*_KEY, *(name for name in columns if name != unit_of_tally(unit).record))


def _months(side: Side, unit: str) -> list[str]:
    """The months that a cut holds of every feed that the unit needs."""
    held = [set(side.months_held.get(feed, ())) for feed in unit_of_tally(unit).feeds]
    return sorted(set.intersection(*held)) if held else []


def _sum_up(told: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """The records that came and went, by cell and reason, in the order of the reasons."""
    cells = [pl.col(f"{name}{_CELL}").alias(name) for name in by]
    summed = told.group_by([*cells, "reason"]).agg(pl.col("came", "went").sum().cast(pl.Int64))
    order = pl.col("reason").replace_strict({each: n for n, each in enumerate(REASONS)})
    return summed.sort([*by, order])
