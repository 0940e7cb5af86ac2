"""What an agreement says once for all its flows: parties, law, how long, what may be asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from vrn.sharing.stewards_text import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date


class Identifiability(StrEnum):
    """What a flow's rows say of a person as they are sent, before anything is done at the door."""

    IDENTIFIED = "identified"
    PSEUDONYMISED = "pseudonymised"
    ANONYMISED = "anonymised"
    AGGREGATE = "aggregate"


ROLES = ("controller", "joint controller", "processor")
HEALTH_AND_CARE = ("health", "social care")
"""The kinds of body that give no personal information under section 16."""
KINDS = (
    *("police", "policing body", "council", *HEALTH_AND_CARE, "education", "fire"),
    *("probation", "prison", "youth justice", "charity", "statistics office", "partnership"),
    "other",
)
_WEBMAIL = (
    *("gmail", "googlemail", "outlook", "hotmail", "live", "yahoo", "icloud", "aol", "msn"),
    *("proton", "protonmail", "btinternet", "gmx"),
)
"""Where people have an address of their own, and no organisation a shared mailbox."""


@dataclass(frozen=True)
class Party:
    """One party: its kind, its role in law, and its contact by post and shared mailbox.

    A contact is a post ("information governance lead"), never a named person.
    """

    name: str
    kind: str
    role: str
    post: str = ""
    mailbox: str = ""

    @property
    def decides(self) -> bool:
        """Whether it is a controller, alone or with others: then it signs."""
        return self.role != "processor"


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """What an agreement about shared records says once for all its flows.

    regime             "UK GDPR", or "Part 3" of the Data Protection Act 2018
    lawful_basis       Article 6 under the one, section 35(2) under the other
    special_condition  for special columns: Article 9, or Schedule 8
    criminal_condition  for offences and convictions under UK GDPR: Article 10 with section 10(5)
    dpia               the reference of the data protection impact assessment
    area               what the rows are of, in words
    keep_months        how long a supply is kept, counted from the day on which it was received
    keep_months_after_end   how long it is kept at most after the agreement has ended
    review_on          the day on which the parties look at it again
    asks_across_sources     whether an uncertain pair of people may be asked of another source's
                            steward: being asked tells that the other holds the person
    compares_without_token  whether its rows may be set beside another feed's by time and place
    """

    parties: tuple[Party, ...] = ()
    regime: str = ""
    lawful_basis: str = ""
    special_condition: str = ""
    criminal_condition: str = ""
    dpia: str = ""
    area: str = ""
    keep_months: int | None = None
    keep_months_after_end: int | None = None
    review_on: date | None = None
    asks_across_sources: bool = False
    compares_without_token: bool = False

    def party(self, name: str) -> Party | None:
        """The party of that name, however it is spaced or capitalised; None where none is."""
        found = [party for party in self.parties if same(party.name) == same(name)]
        return found[0] if found else None

    @property
    def deciding(self) -> tuple[Party, ...]:
        """The parties that sign."""
        return tuple(party for party in self.parties if party.decides)


NO_CONDITIONS = Conditions()
"""Those of open data: its licence says it all."""
CONDITION_KEYS = tuple(field.name for field in fields(Conditions))


def same(name: str) -> str:
    """A name for comparing: blanks and capitals make no other person and no other organisation."""
    return " ".join(name.split()).casefold()


def take_conditions(table: Table) -> Conditions:
    """The conditions of an agreement's text; a blank one is read, and told of by the check."""
    texts = (
        *("regime", "lawful_basis", "special_condition", "criminal_condition", "dpia", "area"),
    )
    return Conditions(
        parties=tuple(_take_parties(table)),
        review_on=table.take_day("review_on"),
        keep_months=table.take("keep_months", int),
        keep_months_after_end=table.take("keep_months_after_end", int),
        asks_across_sources=bool(table.take("asks_across_sources", bool, False)),
        compares_without_token=bool(table.take("compares_without_token", bool, False)),
        **{name: str(table.take(name, str, "")).strip() for name in texts},
    )


def _take_parties(table: Table) -> Iterable[Party]:
    listed: Any = table.take("parties", list, [])
    for number, content in enumerate(listed, 1):
        if not isinstance(content, dict):
            table.faults.append(f"parties {number} is to be a table")
            continue
        party = Table(content, f"parties {number}: ", table.faults)
        party.check_keys("name", "kind", "role", "post", "mailbox")
        name, kind, role = (party.take_text(key) for key in ("name", "kind", "role"))
        post, mailbox = (str(party.take(key, str, "")).strip() for key in ("post", "mailbox"))
        yield Party(name, kind, role, post, mailbox)


def faults_of_parties(conditions: Conditions, supplier: str) -> Iterator[str]:
    """What is lacking or wrong about who agrees, in what role, and whom to write to."""
    if len({same(party.name) for party in conditions.parties}) < 2:
        yield "parties names fewer than two: who gives, and who receives"
    if conditions.parties and conditions.party(supplier) is None:
        yield f"the supplier {supplier!r} is none of the parties"
    for party in conditions.parties:
        if party.role not in ROLES:
            yield f"the role of {party.name} is one of {', '.join(ROLES)}"
        if party.kind not in KINDS:
            yield f"the kind of {party.name} is one of {', '.join(KINDS)}"
        if not party.post:
            yield f"the post to write to at {party.name} is blank"
        yield from _faults_of_mailbox(party)
    if conditions.parties and not any(party.decides for party in conditions.parties):
        yield "no party is a controller"


def _faults_of_mailbox(party: Party) -> Iterator[str]:
    if not party.mailbox:
        yield f"the shared mailbox of {party.name} is blank"
        return
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", party.mailbox):
        yield f"the mailbox of {party.name} is no address"
        return
    if party.mailbox.casefold().partition("@")[2].split(".")[0] in _WEBMAIL:
        yield f"the mailbox of {party.name} is a private address: name a shared one"


def is_somebodys(mailbox: str, person: str) -> bool:
    """Whether an address is that of a person by name: "amina.marsh@" is Amina Marsh's."""
    words = re.findall(r"[^\W\d_]{3,}", mailbox.partition("@")[0].casefold())
    return bool(set(words) & set(re.findall(r"[^\W\d_]{3,}", person.casefold())))
