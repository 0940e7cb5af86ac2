"""Parts the rows that keep a feed's contract from those that do not, with a reason for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.checks.explaining_values import (
    ODD_TEXT,
    explain_whole_file,
    say_why,
    words_for_odd_text,
)
from vrn.sharing.checks.holding import hold_rows
from vrn.sharing.checks.row_faults import as_faults, no_faults
from vrn.sharing.checks.shapes import read_shapes
from vrn.sharing.column import DECIMAL_PATTERN, WHOLE_PATTERN, Column, Kind
from vrn.sharing.fault import quoted
from vrn.sharing.receipt import Note
from vrn.sharing.schema import LINE, ROW, build_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.sharing.checks.shaping import Shaped
    from vrn.sharing.contract import Contract, Setting
    from vrn.sharing.fault import Fault
    from vrn.sharing.mapping import AgesAcross

_REPLACEMENT = "\ufffd"


@dataclass(frozen=True)
class Checked:
    """Good rows, typed; the source rows held back; and what is to be said of the rows.

    good     the contract's columns that arrive, and `line`
    held     one row a source row, as hold_rows gives them
    rows     source rows in all
    faults   those for which the whole file is refused
    """

    good: pl.DataFrame
    held: pl.DataFrame
    rows: int
    mended: tuple[Note, ...]
    flagged: tuple[Note, ...]
    faults: tuple[Fault, ...]


def check_rows(shaped: Shaped, contract: Contract, setting: Setting, file: str) -> Checked:
    """The rows parted by the contract; a source row is held back when any row made of it is."""
    text = shaped.rows.with_row_index(ROW)
    typed, mended, unread = _read_values(text, contract, file)
    good, broken = _keep_rules(typed, text, contract, setting)
    cells = [_explain_cell(rule, rows, contract) for rule, rows in broken.items() if "|" in rule]
    cell_faults = pl.concat([no_faults(), unread, _odd_texts(text, contract), *cells])
    # A cell that the mapping could not bring over is empty here, and was explained before.
    told = shaped.faults.select(LINE, "column")
    bad = pl.concat([shaped.faults, cell_faults.join(told, on=[LINE, "column"], how="anti")])
    for number, rule in enumerate(contract.rules):
        rows = broken.get(f"rule_{number}", text.clear())
        # A rule over a row says nothing where one of the cells that it looks at is wrong itself.
        fresh = _without(rows, bad.filter(pl.col("column").is_in(rule.columns)))
        words = pl.lit(rule.reason.format(**vars(setting)))
        named = as_faults(fresh, ", ".join(rule.columns), words, with_value=False)
        bad = pl.concat([bad, named])
    if shaped.ages is not None:
        bad = pl.concat([bad, _wrong_sums(_without(good, bad), shaped.ages)])
    kept = _without(good, bad)
    return Checked(
        good=kept.select(*contract.names, LINE),
        held=hold_rows(bad, shaped.source, contract),
        rows=shaped.source.height,
        mended=(*shaped.mended, *mended),
        flagged=tuple(_flags(kept, contract, file)),
        faults=(*shaped.condemned, *explain_whole_file(bad, contract, file)),
    )


def _without(rows: pl.DataFrame, bad: pl.DataFrame) -> pl.DataFrame:
    """The rows of lines without a fault."""
    if not bad.height:
        return rows
    return rows.join(bad.select(LINE).unique(), on=LINE, how="anti", maintain_order="left")


def _read_values(
    text: pl.DataFrame, contract: Contract, file: str
) -> tuple[pl.DataFrame, list[Note], pl.DataFrame]:
    """The typed values of each cell, null where it cannot be read, and those cells as faults."""
    typed = text.with_columns(_typed(column) for column in contract.columns)
    mended: list[Note] = []
    faults = [no_faults()]
    for column in contract.columns:
        if column.kind is Kind.SHAPE:
            values, words, trimmed = read_shapes(text[column.name].to_list())
            typed = typed.with_columns(pl.Series(column.name, values, pl.Binary))
            wrong = text.with_columns(pl.Series("words", words)).filter(pl.col("words") != "")
            faults.append(as_faults(wrong, column.name, pl.col("words"), with_value=False))
            what = f"parts without any area were left out of {column.name}"
            mended += [Note(what, trimmed, file, None)] if trimmed else []
        elif column.is_number:
            unread = text.filter(pl.col(column.name).is_not_null() & typed[column.name].is_null())
            faults.append(as_faults(unread, column.name, say_why(column)))
    return typed, mended, pl.concat(faults)


def _typed(column: Column) -> pl.Expr:
    text = pl.col(column.name)
    if column.kind is Kind.WHOLE:
        return pl.when(text.str.contains(WHOLE_PATTERN)).then(text).cast(pl.Int64, strict=False)
    if column.kind is Kind.DECIMAL:
        fits = pl.when(text.str.contains(DECIMAL_PATTERN)).then(text)
        return fits.cast(pl.Float64, strict=False) + 0.0  # so that -0.0 is 0.0
    return text


def _keep_rules(
    typed: pl.DataFrame, text: pl.DataFrame, contract: Contract, setting: Setting
) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """The rows that keep the contract's schema, and for each broken rule the rows that break it."""
    good, failure = build_schema(contract, setting).filter(typed)
    details = failure.details() if len(failure) else typed
    broken = {
        rule: details.filter(pl.col(rule) == "invalid").select(ROW)
        for rule in sorted(failure.counts(), key=[*_rule_names(contract)].index)
    }
    return good, {
        rule: text.join(rows, on=ROW, how="semi", maintain_order="left")
        for rule, rows in broken.items()
    }


def _rule_names(contract: Contract) -> Iterator[str]:
    """Every rule that a row can break, columns first and in their order."""
    kinds = ("nullability", "regex", "max_length", "min", "max", "inf", "nan")
    yield from (f"{name}|{kind}" for name in contract.names for kind in kinds)
    yield from (f"rule_{number}" for number in range(len(contract.rules)))


def _explain_cell(rule: str, wrong: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    name, _, kind = rule.partition("|")
    column = contract.column(name)
    if kind == "nullability":  # a cell that holds something unreadable was explained before
        empty = wrong.filter(pl.col(name).is_null())
        return as_faults(empty, name, pl.lit(f"is empty; expected {column.expected}"))
    return as_faults(wrong, name, say_why(column))


def _odd_texts(text: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """Free texts that hold control characters, a spreadsheet's errors, or somebody's number."""
    names = [column.name for column in contract.columns if column.kind is Kind.TEXT]
    faults = [no_faults()]
    for name in _found_in(text, {name: pl.col(name).str.contains(ODD_TEXT) for name in names}):
        odd = text.filter(pl.col(name).str.contains(ODD_TEXT))
        faults.append(as_faults(odd, name, words_for_odd_text(name), with_value=False))
    return pl.concat(faults)


def _found_in(frame: pl.DataFrame, tests: dict[str, pl.Expr]) -> list[str]:
    """The names of the tests that some row of the frame meets; all are made in one pass."""
    if not tests:
        return []
    found = frame.select(test.any().alias(name) for name, test in tests.items()).row(0)
    return [name for name, is_met in zip(tests, found, strict=True) if is_met]


def _wrong_sums(good: pl.DataFrame, ages: AgesAcross) -> pl.DataFrame:
    """Lines on which the ages do not add up to the total that stands beside them."""
    is_total = pl.col(ages.age).is_null()
    sums = good.group_by(LINE, maintain_order=True).agg(
        pl.col(ages.cells).filter(is_total).sum().alias("total"),
        pl.col(ages.cells).filter(~is_total).sum().alias("summed"),
    )
    wrong = sums.filter(pl.col("total") != pl.col("summed"))
    return as_faults(
        wrong, ages.cells, pl.lit("of all ages do not add up to the total"), with_value=False
    )


def _flags(good: pl.DataFrame, contract: Contract, file: str) -> Iterator[Note]:
    """Values beyond the published list, and letters that were lost before the file was sent."""
    listed = {c.name: ~pl.col(c.name).is_in(c.known) for c in contract.columns if c.known}
    for name in _found_in(good, listed):
        values = good.filter(listed[name]).group_by(name, maintain_order=True)
        for value, rows, line in values.agg(pl.len(), pl.col(LINE).first()).head(20).iter_rows():
            shown = "a value" if contract.is_of_persons else quoted(value)
            what = f"{name} holds {shown}, which is not on the published list"
            yield Note(what, rows, file, line)
    texts = [column.name for column in contract.columns if column.kind is Kind.TEXT]
    lost = {name: pl.col(name).str.contains(_REPLACEMENT, literal=True) for name in texts}
    for name in _found_in(good, lost):
        rows = good.filter(lost[name])
        what = f"{name} holds the mark for letters lost before the file was sent"
        yield Note(what, rows.height, file, rows[LINE][0])
