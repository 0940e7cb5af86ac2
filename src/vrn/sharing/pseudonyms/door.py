"""Turns rows as they arrive into rows as they are stored; in memory, before anything is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, assert_never

import polars as pl

from vrn.sharing.checks.row_faults import as_faults, no_faults
from vrn.sharing.pseudonyms import parts, recipe
from vrn.sharing.pseudonyms.ages import completed_years
from vrn.sharing.pseudonyms.tokens import make_tokens, map_distinct
from vrn.sharing.receipt import Note
from vrn.sharing.schema import LINE
from vrn.sharing.treatment import RECIPE, How, Treatment, recipe_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vrn.sharing.contract import Contract
    from vrn.sharing.pseudonyms.keys import Key

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
    How.NHS_NUMBER: parts.normalise_nhs_number,
}


@dataclass(frozen=True)
class Door:
    """What treatments need from outside a row.

    key        makes the tokens; None where no feed with tokens comes
    offences   those held in the store, one row an offence: OFFENCE_COLUMNS; None where there is no
               store to look into, and then month and age of a person stay empty
    titles     the title of each offence class in the reference list
    """

    key: Key | None = None
    offences: pl.DataFrame | None = None
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def named(self) -> str | None:
        """Which key and which version of the recipe made the tokens, for the receipt."""
        return f"{self.key.linkage}, key {self.key.id}, recipe {RECIPE}" if self.key else None


@dataclass(frozen=True)
class Treated:
    """Rows as they are stored, with `line`; faults of rows that cannot be; what was flagged."""

    rows: pl.DataFrame
    bad: pl.DataFrame
    flagged: tuple[Note, ...] = ()


def treat_rows(good: pl.DataFrame, contract: Contract, door: Door, file: str) -> Treated:
    """The stored columns of rows that passed every check; nothing else of them is given on."""
    if not contract.stored:
        return Treated(good, no_faults())
    bad = no_faults()
    if contract.needs_offences:
        good, bad = _find_offences(good, contract, door)
    made = {treatment: _treat(treatment, good, door) for treatment in contract.treatments}
    kept = good.with_columns(made.values()).select(*contract.stored_names, LINE)
    return Treated(kept, bad, tuple(_flags(good, made, file)))


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


_LOST = {
    How.NAME: "says that no name is known; it was read as not recorded",
    How.DAY: "holds a day that systems write where none is known (such as 1 January 1900); it was "
    "read as not recorded",
    How.POSTCODE: "holds something that is no postcode of a place; nothing of it was kept",
    How.SECTOR: "holds something that is no postcode of a place; nothing of it was kept",
    How.REFERENCE: "holds no letter and no digit",
    How.NHS_NUMBER: "holds an NHS number whose check digit is wrong, or that is not whole; it was "
    "not kept, the row was",
    How.TITLE: "holds a class that the reference list does not know; it is counted as not "
    "classified",
}


def _flags(rows: pl.DataFrame, made: Mapping[Treatment, pl.Series], file: str) -> Iterator[Note]:
    """What stood in a cell and did not reach the store, once for each column that arrived."""
    said = set()
    for treatment, stored in made.items():
        name = treatment.of[0]
        if treatment.how not in _LOST or (name, _LOST[treatment.how]) in said:
            continue
        lost = rows.filter(rows[name].is_not_null() & stored.is_null())
        if lost.height:
            said.add((name, _LOST[treatment.how]))
            yield Note(f"{name} {_LOST[treatment.how]}", lost.height, file, lost[LINE][0])
