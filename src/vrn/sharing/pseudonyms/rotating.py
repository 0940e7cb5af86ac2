"""A new key for a linkage project: every token is made anew, and the former key is destroyed.

The new key lies beside the former one, as NAME.key.next, until the store holds tokens of the new
one only; then it takes the former one's place. Whoever stops in between is helped by the next
opening of the door: what the receipts say decides.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.fault import TextError
from vrn.sharing.pseudonyms.door import make_token_columns
from vrn.sharing.pseudonyms.keys import Key, key_name, open_next_key
from vrn.sharing.treatment import RECIPE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from vrn.sharing.contract import Contract

Translation = dict[str, str]
"""From a token by the former key to the token of the same text by the new one."""


def named(key: Key) -> str:
    """What a receipt says of a key and the recipe of today."""
    return f"{key.linkage}, key {key.id}, recipe {RECIPE}"


def finish_rotation(folder: Path, linkage: str, *, held: Collection[str]) -> bool:
    """Puts the next key in the place of the former one, if the store's tokens are made by it."""
    place = folder / f"{key_name(linkage)}.next"
    if not place.exists() or named(open_next_key(folder, linkage)) not in held:
        return False
    overwrite(folder / key_name(linkage))
    place.replace(folder / key_name(linkage))
    _sync(folder)
    return True


def translate(
    blocks: Iterable[pl.DataFrame], contract: Contract, *, former: Key, new: Key
) -> Translation:
    """The translation of every token that clear rows, as they came, gave."""
    found: Translation = {}
    for rows in blocks:
        old, made = (make_token_columns(rows, contract, key) for key in (former, new))
        for name in old.columns:
            pairs = pl.DataFrame({"old": old[name], "new": made[name]}).drop_nulls().unique()
            found.update(pairs.iter_rows())
    return found


def lacking_tokens(
    rows: pl.DataFrame, contract: Contract, translation: Translation
) -> frozenset[str]:
    """The tokens in stored rows that a translation does not know."""
    return _tokens_in(rows, contract).difference(translation)


def _tokens_in(rows: pl.DataFrame, contract: Contract) -> frozenset[str]:
    names = _token_columns(rows, contract)
    return frozenset(token for name in names for token in rows[name].drop_nulls().unique())


def _token_columns(rows: pl.DataFrame, contract: Contract) -> list[str]:
    return [t.makes for t in contract.treatments if t.is_token and t.makes in rows.columns]


def put_tokens(rows: pl.DataFrame, contract: Contract, translation: Translation) -> pl.DataFrame:
    """Stored rows with new tokens in the place of the former ones; everything else as it is.

    TextError, with how many, where the originals gave no such token: nothing is then changed.
    """
    unknown = len(lacking_tokens(rows, contract, translation))
    if unknown:
        held = len(_tokens_in(rows, contract))
        raise TextError(
            contract.feed,
            [
                f"{unknown} of {held} tokens are not in the kept originals, and cannot be "
                "made anew: ask the supplier to send these supplies again, replacing them"
            ],
        )
    return rows.with_columns(
        pl.col(name).replace_strict(translation, default=None, return_dtype=pl.String)
        for name in _token_columns(rows, contract)
    )


def destroy_key(folder: Path, linkage: str) -> None:
    """Destroys the key of a linkage project: its tokens can be tied to nobody ever again.

    TextError where there is none. A copy that is kept elsewhere has to be destroyed there.
    """
    path = folder / key_name(linkage)
    if not path.is_file():
        raise TextError(path.name, ["there is no such key"])
    overwrite(path)
    path.unlink()
    _sync(folder)


def overwrite(path: Path) -> None:
    """Writes zeros over a key, as far as the disk lets itself be written over, if it is there."""
    if not path.is_file():
        return
    with path.open("r+b") as stream:
        stream.write(bytes(path.stat().st_size))
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
