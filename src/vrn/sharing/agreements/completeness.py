"""All that an agreement's text lacks or says wrongly, before anybody signs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.sharing.agreements.conditions import faults_of_parties
from vrn.sharing.agreements.law import faults_of_law, is_about_persons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.sharing.agreement import Agreement
    from vrn.sharing.contract import Contract


def faults_of(agreement: Agreement, contract: Contract) -> tuple[str, ...]:
    """Every fault of one flow and its conditions; none for open data, whose licence says it all."""
    if agreement.licence is not None and not agreement.gateway:
        return ()
    found = (
        *faults_of_parties(agreement.conditions, agreement.supplier),
        *faults_of_law(agreement, contract),
        *_faults_of_time(agreement),
        *_faults_of_extent(agreement),
        *_faults_of_persons(agreement, contract),
    )
    return tuple(dict.fromkeys(found))


def _faults_of_time(agreement: Agreement) -> Iterator[str]:
    terms = agreement.conditions
    first, last = agreement.in_force_from, agreement.in_force_to
    if last is None:
        yield "in_force_to is missing: an agreement has a last day"
    if terms.review_on is None:
        yield "review_on is missing: the day on which the parties look at it again"
    elif terms.review_on < first or (last is not None and terms.review_on > last):
        yield "review_on lies outside the days on which it is in force"
    for key in ("keep_months", "keep_months_after_end"):
        months = getattr(terms, key)
        if months is None:
            yield f"{key} is missing: how long a supply is kept"
        elif not 0 <= months <= 1200:
            yield f"{key} is a number of months from 0 to 1200"


def _faults_of_extent(agreement: Agreement) -> Iterator[str]:
    if agreement.period_from is None:
        yield "period_from is missing: the first month that it covers"
    if not agreement.conditions.area:
        yield "area is blank: what its rows are of, in words"


def _faults_of_persons(agreement: Agreement, contract: Contract) -> Iterator[str]:
    """What rows about persons need beside the rest."""
    if is_about_persons(agreement, contract) and not agreement.conditions.dpia:
        yield "dpia is blank: the reference of the data protection impact assessment"
