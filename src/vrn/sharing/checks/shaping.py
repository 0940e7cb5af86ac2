"""Brings rows as supplied into a feed's canonical columns, as its mapping says; all still text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.column import Kind
from vrn.sharing.receipt import Note
from vrn.sharing.schema import LINE

if TYPE_CHECKING:
    from vrn.sharing.contract import Contract
    from vrn.sharing.mapping import AgesAcross, Mapping

CELLS, OF = "cells", "of"
BLANKS = " \t\r\n\u00a0\u2007\u202f\u200b\ufeff"


@dataclass(frozen=True)
class Shaped:
    """Rows in canonical columns as text, `line` beside them; and the same rows as they came.

    One source row may be several rows here (ages across the page), or several may be one
    (`one_row_per`): `source` holds each source row once, with its `line`, the line of the row that
    was made of it (`of`), and its cells.
    `faults` holds line, column, value and words of cells that the mapping cannot bring over.
    """

    rows: pl.DataFrame
    source: pl.DataFrame
    mended: tuple[Note, ...]
    faults: pl.DataFrame
    ages: AgesAcross | None = None


def shape_rows(supplied: pl.DataFrame, mapping: Mapping, contract: Contract, file: str) -> Shaped:
    """The supplied rows in the contract's columns, without blanks around cells."""
    stripped, mended = _strip_blanks(supplied, file)
    of = pl.col(LINE).first().over(mapping.one_row_per) if mapping.one_row_per else pl.col(LINE)
    source = stripped.with_columns(of.alias(OF))
    rows, doubtful = _one_row_per(stripped, mapping)
    if mapping.ages_across is not None:
        rows = _ages_down(rows, mapping.ages_across)
    rows, unmapped = _translate(rows, mapping)
    rows, numbers = _whole_numbers(rows, mapping, contract, file)
    constants = [pl.lit(value).alias(name) for name, value in mapping.constants.items()]
    absent = [name for name in contract.names if name not in (*rows.columns, *mapping.constants)]
    empty = [pl.lit(None, pl.String).alias(name) for name in absent]
    shaped = rows.with_columns(*constants, *empty).select(*contract.names, LINE)
    faults = pl.concat([doubtful, unmapped])
    return Shaped(shaped, source, (*mended, *numbers), faults, mapping.ages_across)


def no_faults() -> pl.DataFrame:
    """An empty table of row faults: line, column, value (null: not to be shown), words."""
    texts = dict.fromkeys(("column", "value", "words"), pl.String)
    return pl.DataFrame(schema={LINE: pl.Int64, **texts})


def _strip_blanks(frame: pl.DataFrame, file: str) -> tuple[pl.DataFrame, list[Note]]:
    """The cells without blanks around them, null where nothing is left; and what was taken off."""
    names = [name for name in frame.columns if name != LINE]
    bare = {name: pl.col(name).str.strip_chars(BLANKS) for name in names}
    changed = {n: pl.col(n).str.len_bytes() != text.str.len_bytes() for n, text in bare.items()}
    counts = frame.select(cells.sum().alias(name) for name, cells in changed.items()).row(0)
    notes = [
        Note(
            f"blanks around the text were taken off in {name.replace('|', ' of age ')}",
            count,
            file,
            frame.filter(changed[name])[LINE][0],
        )
        for name, count in zip(names, counts, strict=True)
        if count
    ]
    emptied = [pl.when(text != "").then(text).alias(name) for name, text in bare.items()]
    return frame.with_columns(emptied), notes


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


def _translate(frame: pl.DataFrame, mapping: Mapping) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The supplier's codes as ours; one that is not listed is a fault of its row, never guessed."""
    unmapped = [no_faults()]
    for name, codes in mapping.codes.items():
        if name not in frame.columns:
            continue
        ours = pl.col(name).replace_strict(codes, default=None, return_dtype=pl.String)
        strange = frame.filter(pl.col(name).is_not_null() & ours.is_null())
        reason = "is not in the mapping's list of codes: " + ", ".join(codes)
        unmapped.append(
            strange.select(LINE, column=pl.lit(name), value=pl.col(name), words=pl.lit(reason))
        )
        frame = frame.with_columns(ours)
    return frame, pl.concat(unmapped)


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
