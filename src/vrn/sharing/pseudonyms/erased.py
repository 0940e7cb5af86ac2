"""The people who were erased: a list of keyed tokens, so that a file sent again brings nobody back.

The tokens are made of the number by which a supplier erases a person, under a key of their own that
is never rotated: after the erasure nobody has the number any more to make them anew.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.checks.row_faults import as_faults
from vrn.sharing.fault import TextError
from vrn.sharing.person_tokens import OWN_NUMBERS
from vrn.sharing.pseudonyms.keys import open_named_key
from vrn.sharing.pseudonyms.recipe import normalise_reference
from vrn.sharing.pseudonyms.tokens import map_distinct
from vrn.sharing.store import removal
from vrn.sharing.treatment import How

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from vrn.sharing.contract import Contract
    from vrn.sharing.pseudonyms.keys import Key
    from vrn.sharing.store import Store

WORDS = "is of a person who was erased: it is not taken in again, and need not be sent"


@dataclass(frozen=True)
class Erased:
    """Whose rows do not come back, in one linkage project."""

    linkage: str
    key: Key
    tokens: frozenset[str]

    def hold_back(
        self, rows: pl.DataFrame, contract: Contract
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The rows of everybody else, and a fault for each row of the erased."""
        column = number_column(contract)
        tokens = map_distinct(rows[column], lambda text: self.token(text, contract))
        is_erased = tokens.is_in(list(self.tokens)).fill_null(value=False)
        gone = as_faults(rows.filter(is_erased), column, pl.lit(WORDS), with_value=False)
        return rows.filter(~is_erased), gone

    def token(self, number: str, contract: Contract) -> str:
        """The token of a supplier's number of a person; the numbers of each feed are apart."""
        normal = normalise_reference(number) or ""
        words = "\0".join(["erased 1", self.linkage, contract.feed, normal])
        return hmac.new(self.key.secret, words.encode(), hashlib.sha256).hexdigest()

    def tokens_of(self, numbers: Iterable[str], contract: Contract) -> tuple[str, ...]:
        """The tokens of several numbers, in order."""
        return tuple(sorted({self.token(number, contract) for number in numbers}))


def open_erased(linkage: str, store: Store, keys: Path) -> Erased | None:
    """The erased of a linkage project; None where nobody was erased yet."""
    tokens = removal.erased(store)
    return Erased(linkage, erasing_key(keys), tokens) if tokens and linkage else None


def erasing_key(keys: Path) -> Key:
    """The key of the list of the erased; made on first need."""
    return open_named_key(keys, "erased")


def number_column(contract: Contract) -> str:
    """The column, as it arrives, of the number that a supplier gives to erase a person by.

    That is their own number of the person, or that of the record where people have none. TextError
    where the feed has neither: its rows are then of nobody known.
    """
    made = {each.makes: each.of[0] for each in contract.treatments if each.how is How.REFERENCE}
    if not made:
        raise TextError(contract.feed, ["the feed holds no number of a person to erase by"])
    return next((made[name] for name in OWN_NUMBERS if name in made), next(iter(made.values())))
