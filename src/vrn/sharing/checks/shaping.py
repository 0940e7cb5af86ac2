"""Brings rows as supplied into a feed's canonical columns, as its mapping says; all still text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.cell_states import WRITTEN, read_cells
from vrn.sharing.checks.dating import read_dates
from vrn.sharing.checks.missing_words import read_missing
from vrn.sharing.checks.row_faults import as_faults, no_faults
from vrn.sharing.column import Kind
from vrn.sharing.mapping import COUNTED
from vrn.sharing.receipt import Note
from vrn.sharing.schema import LINE

if TYPE_CHECKING:
    from collections.abc import Mapping as Codes

    from vrn.sharing.contract import Contract
    from vrn.sharing.fault import Fault
    from vrn.sharing.mapping import AgesAcross, Mapping

CELLS, OF = "cells", "of"
BLANKS = " \t\r\n\u00a0\u2007\u202f\u200b\ufeff"


@dataclass(frozen=True)
class Shaped:
    """Rows in canonical columns as text, `line` beside them; and the same rows as they came.

    One source row may be several rows here (ages across the page), or several may be one
    (`one_row_per`): `source` holds each source row once, with its `line`, the line of the row that
    was made of it (`of`), and its cells.
    `faults` holds line, column, value and words of cells that the mapping cannot bring over;
    `condemned` what shows that the whole file was written in another way.
    """

    rows: pl.DataFrame
    source: pl.DataFrame
    mended: tuple[Note, ...]
    faults: pl.DataFrame
    ages: AgesAcross | None = None
    condemned: tuple[Fault, ...] = ()


def shape_rows(supplied: pl.DataFrame, mapping: Mapping, contract: Contract, file: str) -> Shaped:
    """The supplied rows in the contract's columns, without blanks around cells."""
    stripped, mended = _strip_blanks(supplied, file)
    of = pl.col(LINE).first().over(mapping.one_row_per) if mapping.one_row_per else pl.col(LINE)
    source = stripped.with_columns(of.alias(OF))
    rows, doubtful = _one_row_per(stripped, mapping)
    if mapping.ages_across is not None:
        rows = _ages_down(rows, mapping.ages_across)
    rows = _counted_down(rows, mapping) if mapping.across else rows
    rows, missing = read_missing(rows, mapping, contract, file)
    rows, unsaid, cells = read_cells(rows, mapping.marks, file)
    rows = _take_marks(rows, mapping)
    rows, unmapped = _translate(rows, mapping)
    rows, undated, condemned = read_dates(rows, mapping, contract, file)
    rows, numbers = _whole_numbers(rows, mapping, contract, file)
    constants = [pl.lit(value).alias(name) for name, value in mapping.constants.items()]
    absent = [name for name in contract.names if name not in (*rows.columns, *mapping.constants)]
    empty = [pl.lit(None, pl.String).alias(name) for name in absent]
    shaped = rows.with_columns(*constants, *empty).select(*contract.names, LINE)
    faults = pl.concat([doubtful, unsaid, unmapped, undated])
    notes = (*mended, *missing, *cells, *numbers)
    return Shaped(shaped, source, notes, faults, mapping.ages_across, condemned)


def _strip_blanks(frame: pl.DataFrame, file: str) -> tuple[pl.DataFrame, list[Note]]:
    """The cells without blanks around them, null where nothing is left; and what was taken off."""
    names = [name for name in frame.columns if name != LINE]
    bare = {name: pl.col(name).str.strip_chars(BLANKS) for name in names}
    changed = {n: pl.col(n).str.len_bytes() != text.str.len_bytes() for n, text in bare.items()}
    counts = frame.select(cells.sum().alias(name) for name, cells in changed.items()).row(0)
    notes = [
        Note(
            f"blanks around the text were taken off in {name.replace('|', _of(name))}",
            count,
            file,
            frame.filter(changed[name])[LINE][0],
        )
        for name, count in zip(names, counts, strict=True)
        if count
    ]
    emptied = [pl.when(text != "").then(text).alias(name) for name, text in bare.items()]
    return frame.with_columns(emptied), notes


def _of(name: str) -> str:
    """What stands between a column and what its header says of it."""
    return " of " if name.startswith(f"{WRITTEN}|") else " of age "


def _one_row_per(frame: pl.DataFrame, mapping: Mapping) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows that share their key become one; where they do not agree, all of them are faulty."""
    key = list(mapping.one_row_per)
    if not key:
        return frame, no_faults()
    rest = [name for name in frame.columns if name not in (*key, LINE)]
    differs = pl.any_horizontal(pl.col(rest).n_unique().over(key) > 1)
    single = frame.with_columns(differs.alias("differs")).unique(
        key, keep="first", maintain_order=True
    )
    words = f"differs between rows of the same {' and '.join(key)}"
    doubtful = single.filter("differs").select(
        LINE, column=pl.lit(", ".join(rest)), value=pl.lit(None, pl.String), words=pl.lit(words)
    )
    return single.filter(~pl.col("differs")).drop("differs"), doubtful


def _ages_down(frame: pl.DataFrame, ages: AgesAcross) -> pl.DataFrame:
    """One row for each age instead of one column; all ages have an empty age."""
    across = [name for name in frame.columns if name.startswith(f"{ages.cells}|")]
    index = [name for name in frame.columns if name not in across]
    long = frame.unpivot(across, index=index, variable_name=ages.age, value_name=ages.cells)
    age = pl.col(ages.age).str.strip_prefix(f"{ages.cells}|")
    return long.with_columns(pl.when(age != "").then(age).alias(ages.age)).sort(
        LINE, maintain_order=True
    )


def _counted_down(frame: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """One row for each thing that is counted instead of one column."""
    across = [name for name in frame.columns if name.startswith(f"{WRITTEN}|")]
    index = [name for name in frame.columns if name not in across]
    long = frame.unpivot(across, index=index, variable_name=COUNTED, value_name=WRITTEN)
    counted = pl.col(COUNTED).str.strip_prefix(f"{WRITTEN}|")
    return long.with_columns(counted).sort(LINE, maintain_order=True)


def _take_marks(frame: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """Numbers that the supplier withholds as empty cells, with a "yes" beside them."""
    marked = mapping.withheld
    if marked is None or marked.column not in frame.columns:
        return frame
    is_marked = (pl.col(marked.column) == marked.mark).fill_null(value=False)
    return frame.with_columns(
        pl.when(~is_marked).then(marked.column).alias(marked.column),
        pl.when(is_marked).then(pl.lit("yes")).otherwise(pl.lit("no")).alias(marked.flag),
    )


def _translate(frame: pl.DataFrame, mapping: Mapping) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The supplier's codes as ours; one that is not listed is a fault of its row, never guessed."""
    unmapped = [no_faults()]
    for name, codes in mapping.codes.items():
        if name not in frame.columns:
            continue
        theirs = pl.col(name).fill_null("") if "" in codes else pl.col(name)
        if mapping.codes_in_any_case:
            codes = {code.lower(): ours for code, ours in codes.items()}  # noqa: PLW2901
            theirs = theirs.str.to_lowercase()
        ours = theirs.replace_strict(codes, default=None, return_dtype=pl.String)
        strange = frame.filter(pl.col(name).is_not_null() & ours.is_null())
        words = "is not in the mapping's list of codes: " + _spelt(mapping.codes[name])
        unmapped.append(as_faults(strange, name, pl.lit(words)))
        # An empty text of ours stands for "not recorded".
        frame = frame.with_columns(pl.when(ours != "").then(ours).alias(name))
    return frame, pl.concat(unmapped)


def _spelt(codes: Codes[str, str]) -> str:
    return ", ".join(code or "(empty)" for code in codes)


def _whole_numbers(
    frame: pl.DataFrame, mapping: Mapping, contract: Contract, file: str
) -> tuple[pl.DataFrame, list[Note]]:
    """Whole numbers without what the supplier writes behind them (".0"), as the mapping says."""
    ending = mapping.whole_numbers_end_in
    names = [c.name for c in contract.columns if c.kind is Kind.WHOLE and c.name in frame.columns]
    if not ending or not names:
        return frame, []
    ended = sum(int(frame[name].str.ends_with(ending).sum()) for name in names)
    what = f"'{ending}' behind whole numbers was taken off, as the mapping says"
    bare = frame.with_columns(pl.col(names).str.strip_suffix(ending))
    return bare, [Note(what, ended, file, None)] if ended else []
