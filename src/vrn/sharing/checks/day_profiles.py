"""How the days of a supply lie: spikes, days that end too soon, and a profile to compare with.

A profile counts, for each column of days or times, on how many days of the month and in how many
months its rows fall. Where days and months are swapped the two change places.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.checks.time_notes import DEFAULT_DAYS, FEWEST_FOR_ORDER
from vrn.sharing.column import Kind
from vrn.sharing.fault import Fault, plural
from vrn.sharing.receipt import Note
from vrn.sharing.schema import LINE
from vrn.sharing.treatment import How

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vrn.sharing.agreement import Terms
    from vrn.sharing.contract import Contract

FEWEST_IN_SPIKE, FEWEST_DAYS, SPIKE_TIMES = 20, 10, 10
NEW_YEAR_SHARE = 0.02
"""About seven times the share of births on 1 January: a day that was not known, perhaps."""
FEWEST_EXPECTED = 10
"""Rows expected on the missing days: by chance none would come once in twenty thousand months."""
MOST_DAYS_WITHOUT = 0.25
FEWEST_DAYS_SEEN = 5
"""With fewer it may be a day of the month by custom, such as the first of a reporting period."""

_SCHEMA = {"column": pl.String, "day": pl.String, "rows": pl.UInt32, LINE: pl.Int64}


def note_days(good: pl.DataFrame, contract: Contract) -> pl.DataFrame | None:
    """The rows of a block by column and day, with each first line; None without such columns.

    Days that systems write where none is known are left out.
    """
    columns = [column.name for column in contract.columns if column.is_time]
    if not columns or not good.height:
        return None
    counted = [
        good.select(pl.lit(name).alias("column"), pl.col(name).str.head(10).alias("day"), LINE)
        .filter(pl.col("day").is_not_null() & ~pl.col("day").is_in(DEFAULT_DAYS))
        .group_by("column", "day", maintain_order=True)
        .agg(pl.len().cast(pl.UInt32).alias("rows"), pl.col(LINE).first())
        for name in columns
    ]
    return pl.concat(counted)


def add_days(noted: list[pl.DataFrame]) -> pl.DataFrame:
    """The blocks of a supply as one table, a row a column and day."""
    empty = pl.DataFrame(schema=_SCHEMA)
    by_day = pl.concat([empty, *noted]).group_by("column", "day", maintain_order=True)
    return by_day.agg(pl.col("rows").sum(), pl.col(LINE).first())


def flag_spikes(days: pl.DataFrame, contract: Contract, file: str) -> Iterator[Note]:
    """Columns in which one day stands in many more rows than any day would; the day is not said."""
    for column in contract.columns:
        of = days.filter(pl.col("column") == column.name)
        if of.height < FEWEST_DAYS:
            continue
        usual = of["rows"].median()
        spikes = of.filter(
            (pl.col("rows") >= FEWEST_IN_SPIKE) & (pl.col("rows") > SPIKE_TIMES * pl.lit(usual))
        )
        if spikes.height:
            what = (
                "holds one day in far more rows than the others: a day that was not known, perhaps"
            )
            yield Note(f"{column.name} {what}", int(spikes["rows"].sum()), file, spikes[LINE][0])
        if column.kind is Kind.DAY:
            yield from _flag_new_year(of, column.name, file)


def _flag_new_year(of: pl.DataFrame, name: str, file: str) -> Iterator[Note]:
    first = of.filter(pl.col("day").str.ends_with("-01-01"))
    rows = int(first["rows"].sum())
    if rows >= FEWEST_IN_SPIKE and rows > NEW_YEAR_SHARE * int(of["rows"].sum()):
        what = "falls on 1 January in more rows than chance would bring: only the year was known"
        yield Note(f"{name} {what}, perhaps", rows, file, first[LINE][0])


def profile_of(days: pl.DataFrame) -> dict[str, list[int]]:
    """For each column: rows, days of the month, months; numbers that tell nothing of a person."""
    by_column = days.group_by("column", maintain_order=True).agg(
        pl.col("rows").sum(),
        pl.col("day").str.slice(8, 2).n_unique().alias("days"),
        pl.col("day").str.head(7).n_unique().alias("months"),
    )
    return {name: [int(n) for n in numbers] for name, *numbers in by_column.iter_rows()}


def compare_order(
    days: pl.DataFrame, terms: Terms, last: tuple[str, Mapping[str, list[int]]] | None, file: str
) -> Iterator[Note]:
    """Where days and months may be swapped throughout: what the last supply's profile says of it.

    `last` is that supply's receipt and its profile; None where there is none to compare with.
    """
    for name, (rows, on_days, in_months) in profile_of(days).items():
        form = terms.mapping.dates.get(name, "%Y")
        highest = days.filter(pl.col("column") == name)["day"].str.slice(8, 2).max()
        if rows < FEWEST_FOR_ORDER or str(highest) > "12" or form.startswith("%Y"):
            continue
        shape = f"{name} falls on {_spread(on_days, in_months)}"
        if last is None or name not in last[1]:
            yield Note(f"{shape}; there is no earlier supply to compare with", rows, file, None)
            continue
        receipt, (_, days_then, months_then) = last[0], last[1][name]
        is_turned = (on_days < in_months) is not (days_then < months_then)
        says = "it looks as if they were swapped" if is_turned else "the two are alike in that"
        then = f"in the last supply ({receipt}) it fell on {_spread(days_then, months_then)}"
        yield Note(f"{shape}; {then}: {says}", rows, file, None)


def _spread(days: int, months: int) -> str:
    return f"{plural(days, 'day')} of the month in {plural(months, 'month')}"


def check_last_days(
    days: pl.DataFrame, contract: Contract, today: date, file: str
) -> Iterator[Fault]:
    """Faults of months that are over and lack their last days, though rows came day by day."""
    for treatment in contract.treatments:
        if treatment.how is not How.MONTH:
            continue
        of = days.filter(pl.col("column") == treatment.of[0])
        by_month = of.group_by(pl.col("day").str.head(7).alias("month")).agg(
            pl.col("rows").sum(), pl.len().alias("days"), pl.col("day").max()
        )
        for month, rows, with_rows, last in by_month.sort("month").iter_rows():
            missing = _missing_days(month, date.fromisoformat(last), rows, with_rows, today)
            if missing:
                yield Fault(
                    f"the last {plural(missing, 'day')} of {month} are missing in "
                    f"{treatment.of[0]}, where rows came nearly every day before",
                    expected=f"rows up to the end of {month}",
                    do="ask the supplier whether the file was made before the month was over; "
                    "if it is right, receive it again with the analyst's word",
                    file=file,
                    for_word=True,
                )


def _missing_days(month: str, last: date, rows: int, with_rows: int, today: date) -> int:
    """How many days at the month's end have no rows, where they ought to; 0 where none."""
    ends = monthrange(last.year, last.month)[1]
    missing = ends - last.day
    is_over = month < f"{today:%Y-%m}"
    comes_daily = with_rows >= max(FEWEST_DAYS_SEEN, (1 - MOST_DAYS_WITHOUT) * last.day)
    is_expected = rows / last.day * missing >= FEWEST_EXPECTED
    return missing if is_over and comes_daily and is_expected else 0
