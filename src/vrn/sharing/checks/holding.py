"""Rows held back: each source row once, with all its reasons and those of its cells that are kept.

Of a feed about persons no reason quotes a cell, and only plain cells that passed their own check
are kept: what stands in the wrong column may be a name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.checks.shaping import CELLS, OF
from vrn.sharing.schema import LINE

if TYPE_CHECKING:
    from vrn.sharing.contract import Contract

MOST_HELD_ROWS = 200_000
NOT_KEPT = "not_kept"
"""The column that names the cells of a held-back row which were not kept."""
HELD = {LINE: pl.Int64} | dict.fromkeys(("column", "reason", "rule", CELLS, NOT_KEPT), pl.String)


def hold_rows(bad: pl.DataFrame, source: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """One row for each source row that is held back: line, column, reason, rule, cells, not_kept.

    `bad` is a table of row faults; `rule` is the first reason without a value; `cells` is JSON;
    `not_kept` names the columns of which nothing was kept, null where all was.
    """
    if not bad.height:
        return pl.DataFrame(schema=HELD)
    held = source.join(_reasons(bad, contract), on=OF, how="inner", maintain_order="left")
    supplied = [name for name in source.columns if name not in (LINE, OF)]
    if not contract.is_of_persons:
        cells, left_out = pl.struct(supplied).struct.json_encode(), pl.lit(None, pl.String)
    else:
        held = held.join(_wrong_columns(bad), on=OF, how="left", maintain_order="left")
        plain = [name for name in supplied if contract.column(name).is_plain]
        kept = pl.struct(_if_right(name) for name in plain) if plain else None
        cells = pl.lit("{}") if kept is None else kept.struct.json_encode()
        left_out = pl.lit(", ".join(name for name in supplied if name not in plain))
    return held.select(
        LINE, pl.col("held").struct.unnest(), cells.alias(CELLS), left_out.alias(NOT_KEPT)
    )


def _reasons(bad: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """For each line all that is said of it, as a struct `held`."""
    may_be_quoted = [] if contract.is_of_persons else [column.name for column in contract.columns]
    shown = pl.when(pl.col("column").is_in(may_be_quoted)).then(pl.col("value"))
    short = pl.when(shown.str.len_chars() > 40).then(shown.str.head(37) + "...").otherwise(shown)
    value = "'" + short.str.replace_all(r"[\pC\pZ]", " ") + "' "
    reason = pl.concat_str(value.fill_null(""), "words")
    return (
        bad.with_columns(
            reason.alias("reason"), pl.format("{} {}", "column", "words").alias("words")
        )
        .unique([LINE, "column", "reason"], maintain_order=True)
        .group_by(LINE, maintain_order=True)
        .agg(
            pl.col("column").unique(maintain_order=True).str.join(", "),
            pl.col("reason").str.join("; "),
            pl.col("words").first().alias("rule"),
        )
        .select(LINE, pl.struct("column", "reason", "rule").alias("held"))
        .rename({LINE: OF})
    )


def _wrong_columns(bad: pl.DataFrame) -> pl.DataFrame:
    """For each line the names of the columns with a fault; a rule over several names them all."""
    named = bad.select(pl.col(LINE).alias(OF), pl.col("column").str.split(", ")).explode("column")
    return named.group_by(OF).agg(pl.col("column").unique().alias("wrong"))


def _if_right(name: str) -> pl.Expr:
    """The cell, null where it is one of those with a fault."""
    return pl.when(~pl.col("wrong").list.contains(name)).then(pl.col(name)).alias(name)
