"""Finds a person by a supplier's own number, and what the store is to hold without them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from vrn.sharing.fault import TextError
from vrn.sharing.linkage import find_persons
from vrn.sharing.originals.rereading import can_be_rewritten, read_clear, without_lines
from vrn.sharing.originals.sealing import seal
from vrn.sharing.person_tokens import OWN_NUMBERS
from vrn.sharing.pseudonyms.door import make_token_columns
from vrn.sharing.pseudonyms.erased import number_column
from vrn.sharing.schema import LINE
from vrn.sharing.store import Original, Rewriting, removal
from vrn.sharing.treatment import How

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vrn.sharing.agreement import Terms
    from vrn.sharing.pseudonyms.keys import Key
    from vrn.sharing.store import KeptOriginal, Store

SUPPLY, POSITION, PERSON = "supply", "__position", "__person"
Receipt = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """All rows that are held of a feed, each with its person, receipt and part."""

    rows: pl.DataFrame
    persons: frozenset[str]

    @property
    def gone(self) -> pl.DataFrame:
        """The rows of the person."""
        return self.rows.filter(pl.col(PERSON).is_in(list(self.persons)))


def find_rows(
    store: Store, receipts: Sequence[Receipt], terms: Terms, *, number: str, key: Key
) -> Found:
    """The rows that receipts hold, and who of them bears the supplier's number.

    TextError where one number stands for several persons, which happens by mistake: then all of
    them would go.
    """
    parts = [
        pl.read_parquet(part.path).with_columns(pl.lit(position).alias(POSITION))
        for receipt in receipts
        for position, part in removal.parts_of(store, receipt["id"])
    ]
    if not parts:
        return Found(pl.DataFrame(schema={PERSON: pl.String}), frozenset())
    rows = _with_persons(pl.concat(parts, how="diagonal"), _stored_number(terms))
    column = _stored_number(terms)
    (token,) = number_tokens(pl.Series([number]), terms, key)
    persons = frozenset(rows.filter(pl.col(column) == token)[PERSON])
    if len(persons) > 1:
        raise TextError(
            terms.contract.feed,
            [
                f"this number stands for {len(persons)} persons: ask the supplier for another "
                "number of the one who is meant"
            ],
        )
    return Found(rows, persons)


def _with_persons(rows: pl.DataFrame, number: str) -> pl.DataFrame:
    """The rows with the person of each.

    By the supplier's own number and exact tokens, where people have one; else by the NHS number,
    and a record without one is of a person of its own.
    """
    if number in OWN_NUMBERS:
        told = find_persons(rows.rename({number: "nominal"}))
        return rows.with_columns(told["person"].alias(PERSON))
    known = [name for name in ("nhs_number", number) if name in rows.columns]
    return rows.with_columns(pl.coalesce(known).alias(PERSON))


def rewriting_of(
    store: Store, receipt: Receipt, found: Found, original: Original | None
) -> Rewriting:
    """The parts of a receipt without the rows of the person."""
    own = found.rows.filter(pl.col(SUPPLY) == receipt["id"])
    kept = pl.col(PERSON).is_in(list(found.persons)).not_()
    positions = [position for position, _ in removal.parts_of(store, receipt["id"])]
    parts = tuple(
        (at, own.filter(kept, pl.col(POSITION) == at).drop(POSITION, PERSON)) for at in positions
    )
    return Rewriting(receipt["id"], parts, original=original)


@dataclass(frozen=True)
class Cleared:
    """What becomes of an original: without the person, as a whole, or not at all.

    `numbers` are the clear numbers that the person bore in it, and nobody else.
    """

    original: Original | None
    is_dropped: bool
    numbers: frozenset[str]


def clear_original(
    kept: KeptOriginal, receipt: Receipt, found: Found, *, terms: Terms, keys: tuple[Key, Key]
) -> Cleared:
    """A kept original without the records of the person, those that were held back with them.

    An archive is not written anew: it is dropped as a whole. `keys` are the project's and the one
    that originals are sealed under.
    """
    key, seal_key = keys
    gone = found.gone
    own = set(gone.filter(pl.col(SUPPLY) == receipt["id"])[LINE])
    tokens = _own_numbers(found, _stored_number(terms))
    column = number_column(terms.contract)
    is_plain = can_be_rewritten(kept.path, terms, seal_key)
    lines, numbers = set(own), set()
    for rows in read_clear(kept.path, receipt, terms, seal_key):
        bears = number_tokens(rows[column], terms, key).is_in(list(tokens)).fill_null(value=False)
        lines |= set(rows.filter(bears)[LINE])
        numbers |= set(rows.filter(bears)[column])
    if not lines:
        return Cleared(None, is_dropped=False, numbers=frozenset(numbers))
    if not is_plain:
        return Cleared(None, is_dropped=True, numbers=frozenset(numbers))
    pieces = without_lines(kept.path, terms, seal_key, lines)
    original = Original(seal(pieces, seal_key), kept.delete_on)
    return Cleared(original, is_dropped=False, numbers=frozenset(numbers))


def _own_numbers(found: Found, column: str) -> frozenset[str]:
    """The tokens of the numbers that nobody but the person bears."""
    others = found.rows.filter(pl.col(PERSON).is_in(list(found.persons)).not_())
    return frozenset(found.gone[column].drop_nulls()) - frozenset(others[column].drop_nulls())


def _stored_number(terms: Terms) -> str:
    column = number_column(terms.contract)
    made = {t.of[0]: t.makes for t in terms.contract.treatments if t.how is How.REFERENCE}
    return made[column]


def number_tokens(numbers: pl.Series, terms: Terms, key: Key) -> pl.Series:
    """The tokens of numbers as the door makes them."""
    column = number_column(terms.contract)
    names = terms.contract.names
    empty = {name: pl.Series([None] * len(numbers), dtype=pl.String) for name in names}
    rows = pl.DataFrame({**empty, column: numbers})
    return make_token_columns(rows, terms.contract, key)[_stored_number(terms)]
