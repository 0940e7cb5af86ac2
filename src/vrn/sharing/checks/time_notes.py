"""Days and times that were loaded and look odd: heaps at midnight, default days, clock changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.column import Column, Kind
from vrn.sharing.receipt import Note
from vrn.sharing.schema import LINE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.sharing.agreement import Terms

DEFAULT_DAYS = ("1900-01-01", "1901-01-01", "1970-01-01")
"""Days that systems write where none is known; the last one is a fair birthday."""
FEWEST_AT_MIDNIGHT, MOST_AT_MIDNIGHT = 10, 0.02
FEWEST_FOR_ORDER = 60

_WORDS = {
    "midnight": "is 00:00 in more rows than chance would bring: a time that was not known, perhaps",
    "default": "holds a day that systems write where none is known",
    "skipped": "lies in the hour that the clocks skip in spring",
    "repeated": "lies in the hour that the clocks repeat in autumn: which of the two is not known",
}


def note_times(good: pl.DataFrame, terms: Terms, file: str) -> pl.DataFrame | None:
    """One row a column of times of a block: how many rows of each sort, and the first line of it.

    None where the feed has no such column.
    """
    columns = [column for column in terms.contract.columns if column.is_time]
    if not columns or not good.height:
        return None
    return pl.concat([_note_column(good, column, file) for column in columns])


def _note_column(good: pl.DataFrame, column: Column, file: str) -> pl.DataFrame:
    text = pl.col(column.name)
    sorts = _sorts(text, column.kind)
    counted = [sort.sum().alias(name) for name, sort in sorts.items()]
    lines = [pl.col(LINE).filter(sort).first().alias(f"{n}_line") for n, sort in sorts.items()]
    return good.select(
        pl.lit(file).alias("file"),
        pl.lit(column.name).alias("column"),
        text.count().alias("rows"),
        text.str.slice(8, 2).max().alias("highest_day"),
        *counted,
        *lines,
    )


def _sorts(text: pl.Expr, kind: Kind) -> dict[str, pl.Expr]:
    """Which cells are odd, by sort; the clocks change on the last Sundays of March and October."""
    never = pl.lit(value=False)
    if kind is Kind.DAY:
        default = text.is_in(DEFAULT_DAYS[:2])
        return {"midnight": never, "default": default, "skipped": never, "repeated": never}
    is_sunday = text.str.head(10).str.to_date("%Y-%m-%d", strict=False).dt.weekday() == 7
    is_late = (text.str.slice(8, 2) >= "25") & (text.str.slice(11, 2) == "01") & is_sunday
    return {
        "midnight": text.str.ends_with("T00:00"),
        "default": text.str.head(10).is_in(DEFAULT_DAYS),
        "skipped": is_late & (text.str.slice(5, 2) == "03"),
        "repeated": is_late & (text.str.slice(5, 2) == "10"),
    }


def flag_times(noted: list[pl.DataFrame], terms: Terms) -> Iterator[Note]:
    """The flags of a whole supply, from what was noted of its blocks."""
    if not noted:
        return
    sums = [pl.col("rows", *_WORDS).sum(), pl.col("highest_day").max()]
    firsts = [pl.col(f"{name}_line").drop_nulls().first() for name in _WORDS]
    by_column = pl.concat(noted).group_by("file", "column", maintain_order=True)
    for row in by_column.agg(*sums, *firsts).iter_rows(named=True):
        for name, words in _WORDS.items():
            many = name != "midnight" or _is_heap(row["midnight"], row["rows"])
            if row[name] and many:
                yield Note(f"{row['column']} {words}", row[name], row["file"], row[f"{name}_line"])
        if _may_be_swapped(row["column"], row["rows"], row["highest_day"] or "31", terms):
            what = f"{row['column']} has no day after the 12th: days and months may be swapped"
            yield Note(what, row["rows"], row["file"], None)


def _is_heap(midnights: int, rows: int) -> bool:
    return midnights >= FEWEST_AT_MIDNIGHT and midnights > MOST_AT_MIDNIGHT * rows


def _may_be_swapped(column: str, rows: int, highest_day: str, terms: Terms) -> bool:
    """Whether nothing shows that the day is the day; a year first leaves no doubt."""
    form = terms.mapping.dates.get(column, "%Y")
    return rows >= FEWEST_FOR_ORDER and highest_day <= "12" and not form.startswith("%Y")
