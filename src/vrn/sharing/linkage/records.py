"""The records that linkage compares, out of the feeds held, each by its own reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.linkage.profiles import COMPARED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.sharing.contract import Contract

NAMED = ("surname", "forename")
"""Tokens without which a feed's rows are no records of persons that could be told apart."""
_REFERENCE = ("crime_ref", "role")
STOOD = ("supply", "line")
"""Where a row stood in what was sent."""


def linkable(contracts: Mapping[str, Contract]) -> tuple[str, ...]:
    """The feeds whose rows are of named people, by the tokens that they store."""
    return tuple(
        feed
        for feed, contract in contracts.items()
        if contract.needs_key and set(NAMED) <= set(contract.stored_names)
    )


def records_of(
    feeds: Mapping[str, pl.DataFrame], contracts: Mapping[str, Contract]
) -> pl.DataFrame:
    """Every record of a named person: `source` (its feed), `record`, and what can be compared.

    `supply` and `line` say where it stood; nothing compares them.
    """
    parts = [
        with_reference(feeds[feed], contracts[feed]).select(
            pl.lit(feed).alias("source"),
            "record",
            *(pl.col(name) for name in (*COMPARED, *STOOD) if name in feeds[feed].columns),
        )
        for feed in linkable(contracts)
        if feed in feeds
    ]
    empty = pl.DataFrame(schema={"source": pl.String, "record": pl.String})
    return pl.concat([empty, *parts], how="diagonal").sort("source", "record")


def own_reference(contract: Contract) -> pl.Expr:
    """What a source itself calls a record: other rows of the source may share it."""
    columns = contract.key or tuple(name for name in _REFERENCE if name in contract.stored_names)
    return pl.concat_str([pl.col(name).cast(pl.String) for name in columns], separator=" ")


def with_reference(rows: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """The rows with `record`: the source's own reference, the same when the row is sent again.

    It is of the columns of the contract's key; else the crime's number and the part played. Several
    rows of one reference are numbered by what is stored of them without a key, and then by where
    they stood: tokens, which another key would order otherwise, have no say in it.
    """
    tokens = {treatment.makes for treatment in contract.treatments if treatment.is_token}
    clear = [name for name in contract.stored_names if name not in tokens]
    order = [name for name in (*clear, *STOOD) if name in rows.columns]
    told = (
        rows.with_row_index("__row")
        .with_columns(__own=own_reference(contract))
        .sort("__own", *order)
    )
    nth = pl.int_range(1, pl.len() + 1).over("__own")
    named = pl.when(nth == 1).then("__own").otherwise(pl.format("{} #{}", "__own", nth))
    return told.with_columns(record=named).sort("__row").drop("__row", "__own")
