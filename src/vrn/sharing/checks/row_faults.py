"""The table of what is wrong with cells: line, column, value (null: not to be shown), words."""

from __future__ import annotations

import polars as pl

from vrn.sharing.schema import LINE


def no_faults() -> pl.DataFrame:
    """An empty table of row faults."""
    texts = dict.fromkeys(("column", "value", "words"), pl.String)
    return pl.DataFrame(schema={LINE: pl.Int64, **texts})


def as_faults(
    rows: pl.DataFrame, column: str, words: pl.Expr, *, with_value: bool = True
) -> pl.DataFrame:
    """A fault for each of these rows: `words` follow the column's name in a message."""
    value = pl.col(column) if with_value else pl.lit(None, pl.String)
    return rows.select(
        LINE, pl.lit(column).alias("column"), value.alias("value"), words.alias("words")
    )
