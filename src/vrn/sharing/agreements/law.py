"""Whether an agreement's law fits: gateway, regime, lawful basis, condition for special columns."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from vrn.partnership.reference import read_list
from vrn.sharing.agreements.conditions import HEALTH_AND_CARE, Identifiability
from vrn.sharing.column import Sensitivity
from vrn.sharing.treatment import How

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vrn.sharing.agreement import Agreement
    from vrn.sharing.contract import Contract

REGIMES = ("UK GDPR", "Part 3")
OF_OFFENCES = ("police-offences", "police-people", "youth-justice", "probation")
"""The feeds that tell of people's offences or convictions: Article 10 of UK GDPR is about them."""
OFFICIAL_AUTHORITY = "official authority"
NOT_FROM_HEALTH = "not from health or social care"
_NO_PERSONS = (Identifiability.ANONYMISED, Identifiability.AGGREGATE)


@cache
def gateways() -> Mapping[str, Mapping[str, str]]:
    """The legal gateways by code: words, whether rows about persons may come by it, source."""
    return {row["code"]: row for row in read_list("gateways.csv")}


@cache
def _bases() -> Mapping[tuple[str, str], Mapping[str, Mapping[str, str]]]:
    found: dict[tuple[str, str], dict[str, Mapping[str, str]]] = {}
    for row in read_list("lawful_bases.csv"):
        found.setdefault((row["regime"], row["kind"]), {})[row["code"]] = row
    return found


def basis_in_words(regime: str, kind: str, code: str) -> str:
    """What a lawful basis or condition means: "Article 6(1)(e): a task in the public interest"."""
    row = _bases().get((regime, kind), {}).get(code.partition(" with ")[0])
    return f"{code}: {row['words']}" if row else code


def is_about_persons(agreement: Agreement, contract: Contract) -> bool:
    """Whether its rows are of one person each, whatever else the agreement calls them.

    A flow that says it is anonymised, or numbers, is taken at its word only where the feed brings
    no identifier.
    """
    if not contract.is_of_persons:
        return False
    return contract.needs_key or agreement.identifiability not in _NO_PERSONS


def named_columns(agreement: Agreement, contract: Contract) -> tuple[str, ...]:
    """The agreed columns that hold people's names."""
    names = {name for t in contract.treatments if t.how is How.NAME for name in t.of}
    return tuple(name for name in agreement.columns if name in names)


def special_columns(agreement: Agreement, contract: Contract) -> tuple[str, ...]:
    """The agreed columns that hold special categories: health, ethnicity and the like."""
    special = {c.name for c in contract.columns if c.sensitivity is Sensitivity.SPECIAL}
    return tuple(name for name in agreement.columns if name in special)


def why_unlawful(agreement: Agreement, contract: Contract) -> str:
    """The clause by which no row of this flow may be taken, in words; empty where one may.

    Section 16 of the Police, Crime, Sentencing and Courts Act 2022 opens no way for personal
    information from a health or social care authority (its subsection 4): another gateway is to be
    recorded. A supplier whose kind is not known is not taken for another kind of body.
    """
    if not is_about_persons(agreement, contract):
        return ""
    party = agreement.conditions.party(agreement.supplier)
    kind = party.kind if party else ""
    is_health = kind in HEALTH_AND_CARE
    if not agreement.gateways and not is_health:
        return ""
    allowed = {"yes"} if is_health or not kind else {"yes", NOT_FROM_HEALTH}
    known = [gateways()[code] for code in agreement.gateways if code in gateways()]
    if any(gateway["persons"] in allowed for gateway in known):
        return ""
    clause = f"gateways = [{', '.join(agreement.gateways)}]"
    if is_health:
        return (
            f"{clause}, and {agreement.supplier} is a {kind} body: under section 16(4) of the "
            "Police, Crime, Sentencing and Courts Act 2022 it gives no personal information, and "
            "no other gateway is recorded"
        )
    return f"{clause}, by which rows about persons may not come from {agreement.supplier}"


def faults_of_law(agreement: Agreement, contract: Contract) -> Iterator[str]:
    """What is lacking or does not fit in gateway, regime, basis, condition and identifiability."""
    yield from _faults_of_gateways(agreement, contract)
    yield from _faults_of_identifiability(agreement, contract)
    terms = agreement.conditions
    if not is_about_persons(agreement, contract) and not terms.regime:
        return
    if terms.regime not in REGIMES:
        yield f"regime is one of {' and '.join(REGIMES)}"
        return
    yield from _faults_of_basis("lawful_basis", terms.lawful_basis, terms.regime)
    special = special_columns(agreement, contract)
    if terms.special_condition:
        yield from _faults_of_basis("special_condition", terms.special_condition, terms.regime)
    elif special:
        yield (
            f"special_condition is missing: {', '.join(special)} are special categories, and "
            f"{terms.regime} asks for a condition"
        )
    if terms.regime == REGIMES[0] and agreement.feed in OF_OFFENCES:
        yield from _faults_of_criminal_condition(terms.criminal_condition)


def _faults_of_criminal_condition(says: str) -> Iterator[str]:
    """Article 10: by official authority, or by a condition of Schedule 1 (section 10(5))."""
    if says == OFFICIAL_AUTHORITY or re.fullmatch(r"Schedule 1, paragraph \d+", says):
        return
    found = f"criminal_condition = {says!r} is none" if says else "criminal_condition is missing"
    yield (
        f"{found}: its rows tell of offences, and Article 10 of UK GDPR asks for "
        f"'{OFFICIAL_AUTHORITY}' or a condition written like 'Schedule 1, paragraph 6'"
    )


def _faults_of_gateways(agreement: Agreement, contract: Contract) -> Iterator[str]:
    if not agreement.gateways:
        yield f"gateways is missing: name one or more of {', '.join(gateways())}"
    for code in agreement.gateways:
        if code not in gateways():
            yield f"gateways names {code!r}: try one of {', '.join(gateways())}"
    if words := why_unlawful(agreement, contract):
        yield f"the flow is not lawful: {words}"


def _faults_of_identifiability(agreement: Agreement, contract: Contract) -> Iterator[str]:
    says = agreement.identifiability
    if says is None:
        yield f"identifiability is missing: one of {', '.join(Identifiability)}"
        return
    named = named_columns(agreement, contract)
    if named and says is not Identifiability.IDENTIFIED:
        yield f"identifiability = {says}, and yet {', '.join(named)} hold names"
    if contract.needs_key and says in _NO_PERSONS:
        yield f"identifiability = {says}, and yet tokens are made of the feed {contract.feed!r}"


def _faults_of_basis(key: str, code: str, regime: str) -> Iterator[str]:
    kind = "basis" if key == "lawful_basis" else "condition"
    plain, _, beside = code.partition(" with ")
    row = _bases()[regime, kind].get(plain)
    if row is None:
        listed = ", ".join(_bases()[regime, kind])
        yield f"{key} = {code!r} does not fit the regime {regime}: one of {listed}"
    elif row["needs"] and not re.fullmatch(rf"{row['needs']}, paragraph \d+", beside):
        example = f"{plain} with {row['needs']}, paragraph 6"
        yield f"{key}: {plain} needs a condition beside it, written like '{example}'"
