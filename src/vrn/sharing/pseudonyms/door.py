"""Turns rows as they arrive into rows as they are stored; in memory, before anything is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, assert_never

import polars as pl

from vrn.sharing.checks.row_faults import as_faults, no_faults
from vrn.sharing.external_causes import find_external_causes
from vrn.sharing.pseudonyms import parts, recipe
from vrn.sharing.pseudonyms.ages import completed_years
from vrn.sharing.pseudonyms.nhs_number import normalise_nhs_number
from vrn.sharing.pseudonyms.noting import note_lost, note_mended, note_outside
from vrn.sharing.pseudonyms.tokens import make_tokens, map_distinct
from vrn.sharing.schema import LINE
from vrn.sharing.treatment import RECIPE, How, Treatment, recipe_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vrn.sharing.contract import Contract
    from vrn.sharing.pseudonyms.erased import Erased
    from vrn.sharing.pseudonyms.keys import Key
    from vrn.sharing.receipt import Note

OFFENCES = "police-offences"
OFFENCE_COLUMNS = ("crime_ref", "month", "committed_from")
OLDEST = 120
_MONTH, _COMMITTED = "month of the offence", "offence committed"
NORMALISE = {
    How.NAME: recipe.normalise_name,
    How.DAY: recipe.normalise_day,
    How.POSTCODE: recipe.normalise_postcode,
    How.REFERENCE: recipe.normalise_reference,
    How.GROUP: parts.group_of,
    How.SOUND: parts.sound_of_name,
    How.HEAD: parts.head_of,
    How.TAIL: parts.tail_of,
    How.YEAR_OF_BIRTH: parts.year_of_birth,
    How.MONTH_OF_BIRTH: parts.month_of_birth,
    How.DAY_OF_BIRTH: parts.day_of_birth,
    How.NHS_NUMBER: normalise_nhs_number,
}


@dataclass(frozen=True)
class Door:
    """What treatments need from outside a row.

    key        makes the tokens; None where no feed with tokens comes
    offences   those held in the store, one row an offence: OFFENCE_COLUMNS; None where there is no
               store to look into, and then month and age of a person stay empty
    titles     the title of each offence class in the reference list
    erased     the people who were erased and are not to come back; None where there are none
    sectors    the postcode sectors of the area, where a list of them is held
    """

    key: Key | None = None
    offences: pl.DataFrame | None = None
    erased: Erased | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    sectors: frozenset[str] = frozenset()

    @property
    def named(self) -> str | None:
        """Which key and which version of the recipe made the tokens, for the receipt."""
        return f"{self.key.linkage}, key {self.key.id}, recipe {RECIPE}" if self.key else None


@dataclass(frozen=True)
class Treated:
    """Rows as they are stored, with `line`; faults of rows that cannot be; what is to be said."""

    rows: pl.DataFrame
    bad: pl.DataFrame
    flagged: tuple[Note, ...] = ()
    mended: tuple[Note, ...] = ()


def treat_rows(good: pl.DataFrame, contract: Contract, door: Door, file: str) -> Treated:
    """The stored columns of rows that passed every check; nothing else of them is given on."""
    if not contract.stored:
        return Treated(good, no_faults())
    bad = no_faults()
    if contract.needs_offences:
        good, bad = _find_offences(good, contract, door)
    if door.erased is not None and contract.needs_key:
        good, gone = door.erased.hold_back(good, contract)
        bad = pl.concat([bad, gone])
    made = {treatment: _treat(treatment, good, door) for treatment in contract.treatments}
    kept = good.with_columns(made.values()).select(*contract.stored_names, LINE)
    flagged = (*note_lost(good, made, file), *note_outside(good, made, door.sectors, file))
    return Treated(kept, bad, flagged, tuple(note_mended(good, made, file)))


def make_token_columns(rows: pl.DataFrame, contract: Contract, key: Key) -> pl.DataFrame:
    """The token columns that rows as they arrive give under a key, and nothing else."""
    door = Door(key=key)
    return rows.select(_treat(one, rows, door) for one in contract.treatments if one.is_token)


def _treat(treatment: Treatment, rows: pl.DataFrame, door: Door) -> pl.Series:
    """One stored column."""
    of = rows[treatment.of[0]]
    match treatment.how:
        case How.NAME | How.DAY | How.POSTCODE | How.REFERENCE | How.NHS_NUMBER:
            made = _tokens(treatment, of, door)
        case How.GROUP | How.SOUND | How.HEAD | How.TAIL:
            made = _tokens(treatment, of, door)
        case How.YEAR_OF_BIRTH | How.MONTH_OF_BIRTH | How.DAY_OF_BIRTH:
            made = _tokens(treatment, of, door)
        case How.SECTOR:
            made = map_distinct(of, recipe.sector_of)
        case How.MONTH:
            made = of.str.head(7)
        case How.CODE:
            subclass = rows[treatment.of[1]].fill_null("").str.strip_chars_start("0")
            classes = map_distinct(of, recipe.normalise_class)
            made = classes + "/" + subclass.str.zfill(2)
        case How.TITLE:
            made = map_distinct(of, lambda text: door.titles.get(recipe.normalise_class(text)))
        case How.MONTH_OF_OFFENCE:
            made = rows[_MONTH]
        case How.AGE_AT_OFFENCE:
            made = _ages(rows, treatment)
        case How.AGE_ON_DAY:
            made = _ages_on(rows, *treatment.of)
        case How.EXTERNAL_CAUSES:
            made = map_distinct(of, find_external_causes)
        case _:
            assert_never(treatment.how)
    return made.alias(treatment.makes)


def _tokens(treatment: Treatment, of: pl.Series, door: Door) -> pl.Series:
    """Tokens of one kind: names with names, postcodes with postcodes, each number with its own."""
    if door.key is None:
        raise ValueError(f"a key is needed to make tokens of {treatment.of[0]}")
    return make_tokens(
        of,
        kind=treatment.kind,
        normalise=NORMALISE[treatment.how],
        key=door.key,
        recipe=recipe_of(treatment.how),
    )


def _born_and_committed(name: str) -> tuple[pl.Expr, pl.Expr]:
    born = pl.when(~pl.col(name).is_in(recipe.DEFAULT_DAYS)).then(pl.col(name))
    return born, pl.col(_COMMITTED)


def _ages(rows: pl.DataFrame, treatment: Treatment) -> pl.Series:
    return rows.select(completed_years(*_born_and_committed(treatment.of[1]))).to_series()


def _ages_on(rows: pl.DataFrame, day: str, born: str) -> pl.Series:
    """Ages on a day of the row, of a month on its first; empty where no lifetime is that long."""
    known = pl.when(~pl.col(born).is_in(recipe.DEFAULT_DAYS)).then(pl.col(born))
    is_month = pl.col(day).str.len_bytes() == len("YYYY-MM")
    at = pl.when(is_month).then(pl.col(day) + "-01").otherwise(pl.col(day))
    years = completed_years(known, at)
    return rows.select(pl.when(years.is_between(0, OLDEST)).then(years).alias(day)).to_series()


def _find_offences(
    good: pl.DataFrame, contract: Contract, door: Door
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with month and time of the offence that they name; faults of those that cannot be.

    Rows of offences that are not held, and of people who were not born yet or too long ago, are
    left out.
    """
    if door.offences is None:
        empty = pl.lit(None, pl.String)
        return good.with_columns(empty.alias(_MONTH), empty.alias(_COMMITTED)), no_faults()
    (age,) = (t for t in contract.treatments if t.how is How.AGE_AT_OFFENCE)
    number, born = age.of
    held = door.offences.select(
        pl.col("crime_ref").alias(number),
        pl.col("month").alias(_MONTH),
        pl.col("committed_from").alias(_COMMITTED),
    )
    rows = good.join(held, on=number, how="left", maintain_order="left")
    years = completed_years(*_born_and_committed(born))
    wrong = {
        (number, "names an offence that is not held: send the offences first"): pl.col(
            _MONTH
        ).is_null(),
        (born, "is later than the day on which the offence was committed"): years < 0,
        (born, f"lies more than {OLDEST} years before the offence"): years > OLDEST,
    }
    faults = [
        as_faults(rows.filter(is_met), name, pl.lit(words), with_value=False)
        for (name, words), is_met in wrong.items()
    ]
    bad = pl.concat(faults)
    return rows.join(bad.select(LINE), on=LINE, how="anti", maintain_order="left"), bad
