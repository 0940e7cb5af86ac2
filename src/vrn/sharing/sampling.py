"""Makes made-up rows that keep a contract, from the same declarations that check real ones."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from vrn.sharing.checks.shapes import read_shapes, shape_text
from vrn.sharing.column import Column, Kind
from vrn.sharing.contract import Setting
from vrn.sharing.schema import build_schema

if TYPE_CHECKING:
    import numpy as np

    from vrn.sharing.contract import Contract

ANY_DAY = Setting(date(9999, 12, 31))
_EMPTY_SHARE = 0.1
_MOST_DRAWS = 200


def sample_rows(
    contract: Contract, n: int, rng: np.random.Generator, *, setting: Setting = ANY_DAY
) -> pl.DataFrame:
    """n made-up rows of a feed as text, null for an empty cell; each of them passes the check.

    Codes and names are those of the declarations' examples, with other digits: they stand for no
    real place or person. No two rows share the contract's key.
    ValueError where the declarations' examples do not make so many keys.
    """
    rows = _draw(contract, n, rng, setting)
    for _ in range(_MOST_DRAWS):
        rows = rows.unique(contract.key, maintain_order=True) if contract.key else rows
        if rows.height >= n:
            break
        rows = pl.concat([rows, _draw(contract, n, rng, setting)])
    else:
        raise ValueError(f"the examples of {contract.feed} do not make {n} different keys")
    return rows.head(n).select(_as_text(column) for column in contract.columns)


def _draw(contract: Contract, n: int, rng: np.random.Generator, setting: Setting) -> pl.DataFrame:
    from dataframely.random import Generator

    tied = {name for rule in contract.rules for name in rule.columns} | set(contract.key)
    given = {
        column.name: _given(column, n, rng, may_be_empty=column.name not in tied)
        for column in contract.columns
        if column.examples or not (column.required or column.regex)
    }
    seed = int(rng.integers(2**31))
    schema = build_schema(contract, setting)
    return schema.sample(n, overrides=given, generator=Generator(seed))


def _given(column: Column, n: int, rng: np.random.Generator, *, may_be_empty: bool) -> list[Any]:
    if not column.examples:
        return [None] * n
    values = [_typed(column, _vary(column, rng)) for _ in range(n)]
    empty = rng.random(n) < (_EMPTY_SHARE if may_be_empty and not column.required else 0)
    return [None if is_empty else value for value, is_empty in zip(values, empty, strict=True)]


def _vary(column: Column, rng: np.random.Generator) -> str:
    """One of the examples; of an area's code the last three digits are new."""
    example = column.examples[int(rng.integers(len(column.examples)))]
    if column.kind is Kind.CODE and len(example) > 5 and example[-6:].isdigit():
        return f"{example[:-3]}{int(rng.integers(1000)):03d}"
    return example


def _typed(column: Column, text: str) -> Any:
    if column.kind is Kind.SHAPE:
        return read_shapes([text])[0][0]
    readers = {Kind.WHOLE: int, Kind.DECIMAL: float}
    return readers.get(column.kind, str)(text)


def _as_text(column: Column) -> pl.Expr:
    value = pl.col(column.name)
    if column.kind is Kind.SHAPE:
        return value.map_elements(shape_text, return_dtype=pl.String)
    return value.cast(pl.String)
