"""Who may do what: pure predicates, one rule for each thing, and no for whatever has no rule.

This is the only place that decides it. `person` is a User or None, `of` is anything with a
`supplier` (an agreement, a request, a receipt's facts) or None; None is never allowed anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import rules

from vrn.terms import Clearance
from vrn_web.accounts.models import Role, User

if TYPE_CHECKING:
    from rules.predicates import Predicate


class OfSupplier(Protocol):
    """Whatever one supplier has sent or agreed on."""

    supplier: str


@rules.predicate
def has_a_role(person: User | None) -> bool:
    """Whether this is a person who may sign in, with a role that is known."""
    return isinstance(person, User) and person.is_active and person.role in Role.values


@rules.predicate
def is_analyst(person: User | None) -> bool:
    """Whether this is an analyst of the partnership."""
    return has_a_role.test(person) and person is not None and person.role == Role.ANALYST


@rules.predicate
def is_steward(person: User | None) -> bool:
    """Whether this is a data steward of some supplier."""
    return has_a_role.test(person) and person is not None and person.role == Role.STEWARD


@rules.predicate
def is_of_own_supplier(person: User | None, of: OfSupplier | None) -> bool:
    """Whether what is asked for is that of the person's own organisation."""
    if person is None or of is None or not same_name(of.supplier):
        return False
    return same_name(person.organisation) == same_name(of.supplier)


@rules.predicate
def is_something(_person: User | None, of: OfSupplier | None) -> bool:
    """Whether anything is asked for at all."""
    return of is not None


SEE_PARTNER_FIGURES = "see partner figures"
SEE_SUPPLIES = "see supplies"
SEE_SUPPLY = "see this supply"
SEND_FILE = "send a file under this agreement"
ANSWER_PAIRS = "answer on pairs of this supplier's records"
GIVE_WORD = "give the word on a supply of unusual size"
ASK_FOR_EDITION = "ask for a new edition"

RULES: dict[str, Predicate] = {
    SEE_PARTNER_FIGURES: has_a_role,
    SEE_SUPPLIES: is_analyst | is_steward,
    SEE_SUPPLY: is_something & (is_analyst | (is_steward & is_of_own_supplier)),
    SEND_FILE: is_something & (is_analyst | (is_steward & is_of_own_supplier)),
    ANSWER_PAIRS: is_something & is_steward & is_of_own_supplier,
    GIVE_WORD: is_analyst,
    ASK_FOR_EDITION: is_analyst,
}


def may(person: Any, what: str, of: OfSupplier | None = None) -> bool:
    """Whether the person may do this; no for nobody, and KeyError for what no rule is about."""
    rule = RULES[what]
    return isinstance(person, User) and bool(rule.test(person, of))


def clearance_for(person: Any) -> Clearance:
    """The narrowest figures that the person may see: open data for whoever has not signed in."""
    return Clearance.PARTNER if may(person, SEE_PARTNER_FIGURES) else Clearance.OPEN


def same_name(organisation: str) -> str:
    """An organisation's name for comparing: blanks and capitals make no other organisation."""
    return " ".join(organisation.split()).casefold()
