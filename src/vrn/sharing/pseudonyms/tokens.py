"""Keyed tokens: the same identifier gives the same token under one key, and nothing else does."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.pseudonyms.keys import ID_DIGITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from vrn.sharing.pseudonyms.keys import Key

TOKEN_DIGITS = 32
WRITTEN_SO = rf"\b([0-9a-f]{{{ID_DIGITS}}})-[0-9a-f]{{{TOKEN_DIGITS}}}\b"
"""How a token is written, alone or within a reference, and in it the id of its key."""


def make_tokens(
    values: pl.Series,
    *,
    kind: str,
    normalise: Callable[[str], str | None],
    key: Key,
    recipe: int = 1,
) -> pl.Series:
    """A token for each text, null for an empty one and for one that says "not known".

    HMAC-SHA-256 of the `recipe` that first made this kind, the kind and the normal form, its first
    128 bits as hexadecimal digits behind the key's id. Tokens of two kinds never meet. Each
    distinct text is worked out once.
    """
    began = hmac.new(key.secret, f"{recipe}\0{kind}\0".encode(), hashlib.sha256)

    def token_of(text: str) -> str | None:
        normal = normalise(text)
        if normal is None:
            return None
        digest = began.copy()
        digest.update(normal.encode())
        return f"{prefix}{digest.hexdigest()[:TOKEN_DIGITS]}"

    prefix = f"{key.id}-"
    return map_distinct(values, token_of)


def key_ids_in(paths: Iterable[Path]) -> frozenset[str]:
    """The ids of the keys that made the tokens in these tables, whichever column they stand in."""
    found: set[str] = set()
    for path in paths:
        rows = pl.read_parquet(path).select(pl.col(pl.String).str.extract(WRITTEN_SO))
        for column in rows.iter_columns():
            found.update(column.drop_nulls().unique())
    return frozenset(found)


def map_distinct(values: pl.Series, work_out: Callable[[str], str | None]) -> pl.Series:
    """What a function gives for each text, worked out once for each that is distinct."""
    distinct = values.drop_nulls().unique()
    results = pl.Series([work_out(text) for text in distinct], dtype=pl.String)
    return values.replace_strict(distinct, results, default=None, return_dtype=pl.String)
