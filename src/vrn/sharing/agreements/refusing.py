"""What the door holds an agreement's own clauses against: law, nobody's name, period and area."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from vrn.sharing.agreements.conditions import Identifiability
from vrn.sharing.agreements.law import why_unlawful
from vrn.sharing.checks.row_faults import as_faults, no_faults
from vrn.sharing.fault import Fault, RefusedForLawError
from vrn.sharing.treatment import How

if TYPE_CHECKING:
    from vrn.sharing.agreement import Agreement, Terms
    from vrn.sharing.contract import Contract

# Two words and no digit: "Robin Madeup" where a record's number belongs.
_LIKE_A_NAME = r"^\s*\p{L}[\p{L}'’-]+[\s,]+\p{L}[\p{L}'’-]+\s*$"
DESTROYED = "none of its rows was kept, and its bytes are to be destroyed"


def check_lawful(terms: Terms, file: str) -> None:
    """Raises RefusedForLawError, with the clause, where no row of this flow may be taken."""
    words = why_unlawful(terms.agreement, terms.contract)
    if words:
        raise RefusedForLawError(
            Fault(
                f"the agreement '{terms.agreement.id}' lets no row about a person in: {words}",
                expected="rows about persons by a gateway that lets their supplier give them",
                do=f"do not send the file again: {DESTROYED}. Record another gateway in the "
                "agreement and have it signed, or agree on numbers in place of rows",
                file=file,
                for_law=True,
            )
        )


def check_nobody_named(rows: pl.DataFrame, terms: Terms, file: str) -> None:
    """Raises RefusedForLawError where names stand for records' numbers in a flow without names.

    `rows` hold the canonical columns as text. No value is quoted.
    """
    agreement = terms.agreement
    if agreement.identifiability in (None, Identifiability.IDENTIFIED):
        return
    numbers = {t.of[0] for t in terms.contract.treatments if t.how is How.REFERENCE}
    faults = []
    for name in sorted(numbers & set(agreement.columns)):
        wrong = rows.filter(pl.col(name).str.contains(_LIKE_A_NAME))
        if wrong.height:
            faults.append(_named(agreement, name, int(wrong["line"][0]), file))
    if faults:
        raise RefusedForLawError(*faults)


def _named(agreement: Agreement, column: str, line: int, file: str) -> Fault:
    return Fault(
        "what looks like a name stands where a record's number belongs, and the agreement "
        f"'{agreement.id}' lets no name in: its clause identifiability = "
        f"{agreement.identifiability}",
        expected="a number or code that names nobody",
        do=f"send the file again without names: {DESTROYED}",
        file=file,
        for_law=True,
        line=line,
        column=column,
    )


def hold_outside(
    rows: pl.DataFrame, agreement: Agreement, contract: Contract
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The stored rows inside the agreement's months and area; and faults of those outside.

    A row without a month or a place cannot be told to be outside, and stays.
    """
    bad = pl.concat([no_faults(), *_outside(rows, agreement, contract)])
    if not bad.height:
        return rows, bad
    inside = rows.join(bad.select("line").unique(), on="line", how="anti", maintain_order="left")
    return inside, bad


def _outside(rows: pl.DataFrame, agreement: Agreement, contract: Contract) -> list[pl.DataFrame]:
    found = []
    month = contract.period
    first, last = agreement.period_from, agreement.period_to
    if month and first:
        words = f"is before the first month of the agreement, its clause period_from = {first}"
        found.append(_faults(rows.filter(pl.col(month) < first), contract, month, words))
    if month and last:
        words = f"is after the last month of the agreement, its clause period_to = {last}"
        found.append(_faults(rows.filter(pl.col(month) > last), contract, month, words))
    if agreement.area_column:
        place = pl.col(agreement.area_column)
        inside = pl.any_horizontal(place.str.starts_with(code) for code in agreement.area_begins)
        begins = ", ".join(agreement.area_begins)
        words = f"is outside the agreement's area, its clause area_begins = {begins}"
        found.append(_faults(rows.filter(~inside), contract, agreement.area_column, words))
    return found


def _faults(rows: pl.DataFrame, contract: Contract, stored: str, words: str) -> pl.DataFrame:
    """Faults under the name of the column that arrived, of which the stored one was made."""
    made = {treatment.makes: treatment.of[0] for treatment in contract.treatments}
    told = made.get(stored, stored)
    return as_faults(rows, told, pl.lit(words), with_value=False)
