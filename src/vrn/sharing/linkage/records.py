"""The records that linkage compares, out of the feeds held, each by its own reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.linkage.profiles import COMPARED
from vrn.sharing.person_tokens import OWN_NUMBERS

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
    kept = (*COMPARED, *STOOD)
    parts = [
        with_reference(_with_own_number(feeds[feed]), contracts[feed]).select(
            pl.lit(feed).alias("source"),
            "record",
            *(pl.col(name) for name in kept if name in {"nominal", *feeds[feed].columns}),
        )
        for feed in linkable(contracts)
        if feed in feeds
    ]
    empty = pl.DataFrame(schema={"source": pl.String, "record": pl.String})
    return pl.concat([empty, *parts], how="diagonal").sort("source", "record")


def _with_own_number(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the source's own number of the person as `nominal`."""
    number = next((name for name in OWN_NUMBERS if name in rows.columns), None)
    return rows.with_columns(nominal=pl.col(number) if number else pl.lit(None, pl.String))


def is_named_by_token(contract: Contract) -> bool:
    """Whether the source's own reference holds a token, so that nobody at the source knows it."""
    return not tokens_of(contract).isdisjoint(_own_columns(contract))


def tokens_of(contract: Contract) -> frozenset[str]:
    """The stored columns that hold tokens."""
    return frozenset(each.makes for each in contract.treatments if each.is_token)


def _own_columns(contract: Contract) -> tuple[str, ...]:
    return contract.key or tuple(name for name in _REFERENCE if name in contract.stored_names)


def own_reference(contract: Contract) -> pl.Expr:
    """What a source itself calls a record: other rows of the source may share it."""
    columns = [pl.col(name).cast(pl.String) for name in _own_columns(contract)]
    return pl.concat_str(columns, separator=" ")


def with_reference(rows: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """The rows with `record`: the source's own reference, the same when the row is sent again.

    It is of the columns of the contract's key; else the crime's number and the part played. Several
    rows of one reference are numbered by what is stored of them without a key, and then by where
    they stood: tokens, which another key would order otherwise, have no say in it.
    """
    clear = [name for name in contract.stored_names if name not in tokens_of(contract)]
    order = [name for name in (*clear, *STOOD) if name in rows.columns]
    told = (
        rows.with_row_index("__row")
        .with_columns(__own=own_reference(contract))
        .sort("__own", *order)
    )
    nth = pl.int_range(1, pl.len() + 1).over("__own")
    named = pl.when(nth == 1).then("__own").otherwise(pl.format("{} #{}", "__own", nth))
    return told.with_columns(record=named).sort("__row").drop("__row", "__own")
