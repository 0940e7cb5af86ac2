"""An agreement in plain words: what may be sent, by what law, how long kept, what is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrn.sharing.agreements.law import basis_in_words, gateways

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vrn.sharing.agreement import Agreement
    from vrn.sharing.agreements.signatures import Deed
    from vrn.sharing.contract import Contract
    from vrn.sharing.mapping import Mapping

NEVER_KEPT = "never kept"


@dataclass(frozen=True)
class Fate:
    """What becomes of one column: as it arrives, its sensitivity, and what is stored of it."""

    name: str
    header: str
    means: str
    sensitivity: str
    stored: str


@dataclass(frozen=True)
class Told:
    """An agreement as people read it: pairs of a heading and a sentence, and each column's fate."""

    title: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[Fate, ...]


def explain(
    agreement: Agreement, contract: Contract, mapping: Mapping, *, deeds: Iterable[Deed] = ()
) -> Told:
    """The agreement in plain words, for somebody who has signed none before."""
    facts = (*_about(agreement), *_law(agreement), *_extent(agreement), *_clauses(agreement))
    facts += tuple(_done(agreement, deeds))
    kept = tuple(fact for fact in facts if fact[1])
    return Told(agreement.title, kept, tuple(fates(agreement, contract, mapping)))


def _about(agreement: Agreement) -> Iterator[tuple[str, str]]:
    yield "What may be sent", f"{agreement.title}, by {agreement.supplier}"
    yield "What it is for", agreement.purpose
    yield "Licence", agreement.licence.name if agreement.licence else ""
    for party in agreement.conditions.parties:
        contact = ", ".join(part for part in (party.post, party.mailbox) if part)
        blank = "contact not filled in"
        yield f"Party: {party.name}", f"{party.role} ({party.kind}); {contact or blank}"


def _law(agreement: Agreement) -> Iterator[tuple[str, str]]:
    terms = agreement.conditions
    named = [gateways()[code]["words"] for code in agreement.gateways if code in gateways()]
    yield "Legal gateway", "; ".join(named) or agreement.gateway
    yield "Regime of data protection", terms.regime
    yield "Lawful basis", basis_in_words(terms.regime, "basis", terms.lawful_basis)
    words = basis_in_words(terms.regime, "condition", terms.special_condition)
    yield "Condition for special categories", words
    yield "Condition for offences (Article 10)", terms.criminal_condition
    yield "Impact assessment", terms.dpia


def _done(agreement: Agreement, deeds: Iterable[Deed]) -> Iterator[tuple[str, str]]:
    """Who signed and who withdrew this very text."""
    for deed in deeds:
        if deed.sha256 == agreement.sha256:
            why = f": {deed.why}" if deed.why else ""
            who = f"{deed.name}, {deed.role}, for {deed.organisation}"
            yield f"{deed.what.capitalize()} on {deed.on}", f"{who}{why}"


_SENT = {
    "identified": "each row names a person",
    "pseudonymised": "each row is of one person, without a name",
    "anonymised": "no row can be told to be of a person",
    "aggregate": "numbers alone, no row about a person",
}


def _extent(agreement: Agreement) -> Iterator[tuple[str, str]]:
    terms = agreement.conditions
    says = agreement.identifiability
    yield "What a row says of a person", f"{says}: {_SENT[says]}" if says else ""
    yield "Area", terms.area + _codes(agreement)
    if agreement.period_from:
        last = f"to {agreement.period_to}, both in" if agreement.period_to else "on"
        yield "Months", f"from {agreement.period_from} {last}"
    last_day = f"to {agreement.in_force_to}, both in" if agreement.in_force_to else "on"
    yield "Files may be sent", f"from {agreement.in_force_from} {last_day}"
    day = f"by day {agreement.due_day} of the month after it" if agreement.due_day else ""
    yield "When each month is to be sent", day
    yield "The parties look at it again", terms.review_on.isoformat() if terms.review_on else ""
    yield "How long it is kept", _kept(agreement)


def _codes(agreement: Agreement) -> str:
    if not agreement.area_column:
        return ""
    begins = ", ".join(agreement.area_begins)
    return f"; a row whose {agreement.area_column} begins with none of {begins} is held back"


def _kept(agreement: Agreement) -> str:
    terms = agreement.conditions
    if terms.keep_months is None:
        return ""
    after = (
        f", and at most {terms.keep_months_after_end} months after it has ended"
        if terms.keep_months_after_end is not None
        else ""
    )
    return f"{terms.keep_months} months after a file was received{after}; then it is deleted"


def _clauses(agreement: Agreement) -> Iterator[tuple[str, str]]:
    share = f"{100 * agreement.tolerance:g}% of its rows may be held back before a file is refused"
    yield "Tolerance", share
    if agreement.licence is not None:
        return
    terms = agreement.conditions
    asks = "may" if terms.asks_across_sources else "may not"
    yield "Uncertain pairs of people", f"{asks} be asked of another source's steward"
    compares = "may" if terms.compares_without_token else "may not"
    yield "Beside other feeds", f"rows {compares} be compared by time and place, without a token"


def fates(agreement: Agreement, contract: Contract, mapping: Mapping) -> Iterator[Fate]:
    """What becomes of each agreed column, and of those that the supplier sends beside them."""
    known = {column.name: column for column in contract.columns}
    for name in agreement.columns:
        if name in known:
            header = mapping.columns.get(name, "")
            column = known[name]
            kept = "; ".join(_stored(name, contract)) or NEVER_KEPT
            yield Fate(name, header, column.meaning, column.sensitivity.value, kept)
    for header in mapping.ignored:
        yield Fate("", header, "Read over.", "", NEVER_KEPT)


def _stored(name: str, contract: Contract) -> Iterator[str]:
    made = {treatment.makes for treatment in contract.treatments}
    if name in contract.stored_names and name not in made:
        yield "stored as it arrives"
    for treatment in contract.treatments:
        if name in treatment.of:
            kind = "token" if treatment.is_token else "stored"
            yield f"{kind}: {treatment.how} (as {treatment.makes})"
