"""Concludes an examination: what holds over the whole supply, and whether it can be accepted."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.checks.day_profiles import (
    add_days,
    check_last_days,
    compare_order,
    flag_spikes,
    profile_of,
)
from vrn.sharing.checks.holding import MOST_HELD_ROWS, NOT_KEPT
from vrn.sharing.checks.shaping import CELLS
from vrn.sharing.checks.time_notes import flag_times
from vrn.sharing.fault import Fault, RefusedError, listed, plural
from vrn.sharing.receipt import Note
from vrn.sharing.schema import LINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vrn.sharing.checks.examining import Examination
    from vrn.sharing.checks.receipting import Arrival

MOST_ROW_FAULTS = 20
FEWEST_SLICES, FEWEST_ROWS = 6, 100


def conclude(
    found: Examination, live: Mapping[str, str], usual: Mapping[str, int], arrival: Arrival
) -> dict[int, pl.Series]:
    """Adds what holds over the whole supply to its faults and flags; gives lines to leave out.

    `live` are the slices held already, each with its receipt; `usual` the rows of those that stay.
    """
    left_out = hold_back_repeats(found)
    found.flagged += note_repeats(found, arrival.name)
    found.flagged += flag_times(found.times, found.terms)
    days = add_days(found.days)
    found.profile = profile_of(days)
    found.flagged += flag_spikes(days, found.terms.contract, arrival.name)
    found.flagged += compare_order(days, found.terms, found.last_profile, arrival.name)
    found.faults += found.announced.row_faults(found.rows, arrival.name)
    found.faults += check_tolerance(found)
    found.faults += check_members(found)
    found.faults += check_slices(found, live, arrival)
    if arrival.word is None and not found.faults:
        found.faults += check_sizes(found, usual, arrival.name)
        found.faults += check_last_days(days, found.terms.contract, arrival.today, arrival.name)
    return left_out


def hold_back_repeats(found: Examination) -> dict[int, pl.Series]:
    """Holds back every row whose key stands in another row too; gives those lines by member.

    Which of two such rows is right cannot be told, so none is taken.
    """
    repeated = [_repeated_lines(keys) for keys in found.keys.buckets()]
    lines = pl.concat(repeated).unique() if repeated else pl.DataFrame()
    if not lines.height:
        return {}
    if lines.height > MOST_HELD_ROWS:
        raise RefusedError(_too_many_repeats(lines.height, found))
    # Rows made of one line may have keys in several buckets: with one of them all are left out.
    of_them = [keys.join(lines, on=["member", LINE], how="semi") for keys in found.keys.buckets()]
    keys = pl.concat(of_them)
    sources = keys.select("member", "source_line").unique().sort("member", "source_line")
    found.stored_rows -= keys.unique(["member", LINE, "key"]).height
    found.held_by_member.update(sources["member"].to_list())
    found.held.append(_held_repeats(sources, found))
    by_member = lines.partition_by("member", as_dict=True)
    return {int(str(member)): frame[LINE] for (member,), frame in by_member.items()}


def _repeated_lines(keys: pl.DataFrame) -> pl.DataFrame:
    """The lines, with their member, whose key stands in another row too."""
    rows = keys.unique(["member", LINE, "key"])
    return rows.filter(pl.col("key").is_duplicated()).select("member", LINE).unique()


def _too_many_repeats(rows: int, found: Examination) -> Fault:
    key = ", ".join(found.terms.contract.key)
    return Fault(
        f"{key} stand in another row too, in {plural(rows, 'row')}",
        expected="each of them once",
        do="look whether the file was put together twice over, and send each record once",
    )


def _held_repeats(sources: pl.DataFrame, found: Examination) -> pl.DataFrame:
    key = ", ".join(found.terms.contract.key)
    names = pl.Series([member.name for member in found.members], dtype=pl.String)
    words = "stand in another row of this supply too"
    return sources.select(
        pl.lit(names).gather(pl.col("member")).alias("file"),
        pl.col("source_line").alias(LINE),
        pl.lit(key).alias("column"),
        pl.lit(words).alias("reason"),
        pl.lit(f"{key} {words}").alias("rule"),
        pl.lit(None, pl.String).alias(CELLS),
        pl.lit("all of it", pl.String).alias(NOT_KEPT),
    )


def note_repeats(found: Examination, file: str) -> Iterator[Note]:
    """A flag for each column in which values repeat, with the rows beyond the first."""
    for column, hashes in found.repeats.items():
        again = sum(keys.height - keys["key"].n_unique() for keys in hashes.buckets())
        if again:
            what = f"{column} repeats: {plural(again, 'row')} with a value seen before"
            yield Note(what, again, file, None)


def check_tolerance(found: Examination) -> Iterator[Fault]:
    """Faults for each file of which more was held back than the agreement allows.

    First the sum, then the first rows with their reasons. Declared parts are one file.
    """
    agreement = found.terms.agreement
    for numbers in _by_whole(found).values():
        held = sum(found.held_by_member[number] for number in numbers)
        rows = sum(found.members[number].rows for number in numbers)
        if held > agreement.tolerance * rows:
            yield Fault(
                f"{held:,} of {plural(rows, 'row')} cannot be accepted ({held / rows:.1%})",
                expected=f"at most {agreement.tolerance:.1%}, as the agreement says",
                do="mend the rows that are listed here and send the file again",
                file=listed([found.members[number].name for number in numbers]),
            )
            for number in numbers:
                yield from _first_rows(found, found.members[number].name)


def _by_whole(found: Examination) -> dict[str, list[int]]:
    """The numbers of the members by the file that they are, or are declared parts of."""
    numbers: dict[str, list[int]] = {}
    for number, whole in enumerate(found.wholes):
        numbers.setdefault(whole, []).append(number)
    return numbers


def _first_rows(found: Examination, file: str) -> Iterator[Fault]:
    rows = pl.concat(found.held).filter(pl.col("file") == file).sort(LINE)
    listed_rows = rows.select(LINE, "column", "reason").head(MOST_ROW_FAULTS)
    for line, column, reason in listed_rows.iter_rows():
        yield Fault(reason, file=file, line=line, column=column)
    if rows.height > MOST_ROW_FAULTS:
        more = plural(rows.height - MOST_ROW_FAULTS, "further row")
        yield Fault(f"{more} of the same or other kinds", file=file)


def check_members(found: Examination) -> Iterator[Fault]:
    """Faults where two files of an archive hold the same slice, and nothing says which one counts.

    Feeds with a key are looked at row by row instead.
    """
    names: dict[str, dict[str, str]] = {}
    for member, whole in zip(found.members, found.wholes, strict=True):
        for part in member.slices:
            names.setdefault(part, {}).setdefault(whole, member.name)
    for part, of in names.items():
        files = list(of.values())
        if len(files) > 1 and not found.terms.contract.key:
            yield Fault(
                f"{part} stands in {listed(files)}",
                expected="each month of a force in one file",
                do="send an archive that holds each of them once",
            )


def check_slices(found: Examination, live: Mapping[str, str], arrival: Arrival) -> Iterator[Fault]:
    """Faults where a slice is live under another receipt that this supply does not replace."""
    taken: dict[str, list[str]] = {}
    for name in sorted(found.slice_rows):
        if name in live and live[name] not in arrival.replaces:
            taken.setdefault(live[name], []).append(name)
    for receipt, names in taken.items():
        yield Fault(
            f"{listed(names)} came before with other content, under receipt {receipt}",
            expected="content that is new",
            do=f"if this file corrects it, receive it again and say that it replaces {receipt}",
            file=arrival.name,
        )


def check_sizes(found: Examination, usual: Mapping[str, int], file: str) -> Iterator[Fault]:
    """Faults where a slice has 40 % fewer or 60 % more rows than is usual in its series.

    `usual` holds the rows of slices already held. Usual is the median of the other slices of the
    series (six at least); fewer than a hundred rows say nothing.
    """
    if found.terms.contract.period is None:
        return
    rows_by_slice = {**usual, **found.slice_rows}
    for name, rows in sorted(found.slice_rows.items()):
        others = [n for s, n in rows_by_slice.items() if s != name and _series(s) == _series(name)]
        expected = median(others) if len(others) >= FEWEST_SLICES else 0
        if expected >= FEWEST_ROWS and not 0.6 * expected <= rows <= 1.6 * expected:
            yield Fault(
                f"{name} has {plural(rows, 'row')} where about {expected:,.0f} are usual",
                expected="between 40 % fewer and 60 % more rows than usual",
                do="ask the supplier; if it is right, receive it again with the analyst's word",
                file=file,
                for_word=True,
            )


def _series(name: str) -> str:
    """A slice's name without its month."""
    return name.partition(" ")[2]
