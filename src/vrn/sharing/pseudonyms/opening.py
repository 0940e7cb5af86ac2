"""Opens the door for one supply: its key, the offences held, the titles of offence classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.partnership.reference import read_list
from vrn.sharing.fault import TextError
from vrn.sharing.pseudonyms.door import OFFENCE_COLUMNS, OFFENCES, Door
from vrn.sharing.pseudonyms.erased import open_erased
from vrn.sharing.pseudonyms.keys import Key, key_name, open_key, passing_key
from vrn.sharing.pseudonyms.rotating import finish_rotation
from vrn.sharing.receipt import receipt_from
from vrn.sharing.store import removal
from vrn.sharing.treatment import RECIPE, How

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from vrn.sharing.agreement import Terms
    from vrn.sharing.contract import Contract
    from vrn.sharing.store import Store


def open_door(terms: Terms, store: Store, keys: Path | None) -> Door:
    """What the treatments of a feed need; the key is made on first need.

    TextError where the key is needed and lies in no safe place, or is not the one that made the
    tokens that the store holds.
    """
    contract = terms.contract
    _check_outside(keys, store)
    door = Door(
        key=_open_key(terms.agreement.linkage, store, keys) if contract.needs_key else None,
        offences=read_offences(store) if contract.needs_offences else None,
        titles=_titles(contract),
        erased=open_erased(terms.agreement.linkage, store, keys) if keys else None,
        sectors=_sectors(store, contract),
    )
    for receipt, made_by in _made_before(terms.agreement.linkage, store).items():
        if door.key is not None and not _meets(made_by, door):
            raise TextError(key_name(terms.agreement.linkage), [_another(receipt, made_by, door)])
    return door


def look_through(terms: Terms) -> Door:
    """A door for a file of which nothing is kept: a passing key, and no store to look into."""
    key = passing_key() if terms.contract.needs_key else None
    return Door(key=key, titles=_titles(terms.contract))


def read_offences(store: Store) -> pl.DataFrame:
    """The offences that are live in the store: number, month of recording, time committed.

    Where a number came in two months, the later one counts.
    """
    import polars as pl

    parts = [
        pl.read_parquet(part.path, columns=list(OFFENCE_COLUMNS))
        for part in store.live_parts(OFFENCES)
    ]
    empty = pl.DataFrame(schema=dict.fromkeys(OFFENCE_COLUMNS, pl.String))
    rows = pl.concat([empty, *parts]).sort(OFFENCE_COLUMNS)
    return rows.unique("crime_ref", keep="last", maintain_order=True)


def _sectors(store: Store, contract: Contract) -> frozenset[str]:
    """The postcode sectors on the area's list, where the feed has places and a list is held."""
    import polars as pl

    if not any(treatment.how is How.SECTOR for treatment in contract.treatments):
        return frozenset()
    parts = store.live_parts("postcode-sectors")
    return frozenset(
        sector
        for part in parts
        for sector in pl.read_parquet(part.path, columns=["sector"])["sector"]
    )


def _titles(contract: Contract) -> dict[str, str]:
    """The title of each offence class, where the feed needs it; the newest where it changed."""
    if not any(treatment.how is How.TITLE for treatment in contract.treatments):
        return {}
    return {row["code"]: row["title"] for row in read_list("offence_codes.csv")}


def _check_outside(keys: Path | None, store: Store) -> None:
    """Raises TextError where keys, also those of originals, would lie in the store."""
    if keys is not None and keys.resolve().is_relative_to(store.folder.resolve()):
        raise TextError(str(keys), ["keys are never kept in the store: name another folder"])


def _open_key(linkage: str, store: Store, keys: Path | None) -> Key:
    """The project's key; a new one only where the store holds no token of the project yet."""
    if keys is None:
        raise TextError(key_name(linkage), ["a folder for keys is needed to receive this feed"])
    finish_rotation(keys, linkage, held=removal.made_by(store))
    return open_key(keys, linkage, may_make=not _made_before(linkage, store))


def _made_before(linkage: str, store: Store) -> dict[str, str]:
    """The live receipts that hold tokens of a project, each with what made them."""
    named = {plain["id"]: receipt_from(plain).pseudonyms for plain in store.live_receipts()}
    return {name: by for name, by in named.items() if by and by.startswith(f"{linkage}, ")}


def _meets(made_by: str, door: Door) -> bool:
    """Whether tokens made then meet those made now: one key, and a recipe that this one holds.

    Each version only adds kinds of tokens, so that an earlier one's are made by this one too (see
    `recipe_of`); what an earlier supply lacks comes when it is sent again.
    """
    key, _, recipe = made_by.rpartition(", recipe ")
    return f"{key}, recipe {RECIPE}" == door.named and recipe.isdigit() and int(recipe) <= RECIPE


def _another(receipt: str, made_by: str, door: Door) -> str:
    return (
        f"receipt {receipt} holds tokens by another key or recipe ({made_by}), and those of this "
        f"one ({door.named}) would never meet them: bring the first key back from where the "
        "partnership keeps its keys"
    )
