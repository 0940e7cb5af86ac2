"""An agreement: who sends which columns of which feed, under what licence, and from when."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING

from vrn.sharing.column import MONTH_PATTERN, Kind
from vrn.sharing.fault import Fault, RefusedError, check_faultless
from vrn.sharing.stewards_text import Table, parse_toml, read_text

if TYPE_CHECKING:
    from pathlib import Path

    from vrn.sharing.contract import Contract
    from vrn.sharing.mapping import Mapping

DEFAULT_TOLERANCE = 0.01


@dataclass(frozen=True)
class Licence:
    """The licence that a supply comes under, with the statement that must stand beside figures."""

    name: str
    url: str
    statement: str


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """A sharing agreement: a licence, or a purpose with the legal gateway of the flow, or both.

    For open data the licence is the agreement.

    purpose       what the supply may be used for, in the partnership's words
    gateway       the law under which the supplier may give it
    linkage       the linkage project whose key makes the tokens; feeds of one share the key
    in_force_from, in_force_to   first and last day, both in; without a last day, until revoked
    columns       the canonical columns that may be sent; the contract says what is kept of them
    tolerance     share of rows that may be held back before the whole file is refused
    period_from   the first month it covers, where it has one
    sha256        of the agreement's text
    """

    id: str
    title: str
    supplier: str
    feed: str
    mapping: str
    columns: tuple[str, ...]
    in_force_from: date
    licence: Licence | None = None
    purpose: str = ""
    gateway: str = ""
    linkage: str = ""
    in_force_to: date | None = None
    tolerance: float = DEFAULT_TOLERANCE
    period_from: str | None = None
    sha256: str = ""

    def __post_init__(self) -> None:
        check_faultless(f"agreement {self.id!r}", _faults(self))

    def check_in_force(self, today: date) -> None:
        """Raises RefusedError, with the clause, unless the agreement is in force on that day."""
        if today < self.in_force_from:
            raise RefusedError(_out_of_force(self, f"in_force_from = {self.in_force_from}", today))
        if self.in_force_to is not None and today > self.in_force_to:
            raise RefusedError(_out_of_force(self, f"in_force_to = {self.in_force_to}", today))


def _out_of_force(agreement: Agreement, clause: str, today: date) -> Fault:
    return Fault(
        f"the agreement '{agreement.id}' is not in force on {today}: its clause {clause}",
        expected="a day on which the agreement is in force",
        do="agree on a new term with the supplier and write it in the agreement; until then "
        "nothing may be received under it",
        for_law=True,
    )


def _faults(agreement: Agreement) -> list[str]:
    last = agreement.in_force_to
    month = agreement.period_from
    found = {
        "columns is empty: list the columns that may be kept": not agreement.columns,
        "columns names one twice": len(set(agreement.columns)) < len(agreement.columns),
        "in_force_to lies before in_force_from": last is not None
        and last < agreement.in_force_from,
        f"tolerance is a share from 0 to 0.5, not {agreement.tolerance}": not (
            0 <= agreement.tolerance <= 0.5
        ),
        f"period_from is a month written YYYY-MM, not {month!r}": month is not None
        and not re.search(MONTH_PATTERN, month),
        "licence.url begins with https://": agreement.licence is not None
        and not agreement.licence.url.startswith("https://"),
        "purpose and gateway stand together, or neither": bool(agreement.purpose)
        is not bool(agreement.gateway),
        "licence is missing, and so is a purpose with its gateway": agreement.licence is None
        and not (agreement.purpose and agreement.gateway),
    }
    return [words for words, is_wrong in found.items() if is_wrong]


def parse_agreement(text: str, *, source: str = "agreement") -> Agreement:
    """The agreement that a TOML text holds; raises TextError with all that is wrong with it."""
    table = Table(parse_toml(text, source))
    table.check_keys(*(f.name for f in fields(Agreement) if f.name != "sha256"))
    terms = {
        "id": table.take_id("id"),
        "title": table.take_text("title"),
        "supplier": table.take_text("supplier"),
        "feed": table.take_id("feed"),
        "mapping": table.take_id("mapping"),
        "licence": _take_licence(table),
        "purpose": table.take_text("purpose", required=False),
        "gateway": table.take_text("gateway", required=False),
        "linkage": table.take_id("linkage") if "linkage" in table.content else "",
        "columns": table.take_texts("columns"),
        "in_force_from": _take_day(table, "in_force_from", required=True),
        "in_force_to": _take_day(table, "in_force_to"),
        "tolerance": table.take("tolerance", float, DEFAULT_TOLERANCE),
        "period_from": table.take("period_from", str),
    }
    check_faultless(source, table.faults)
    return Agreement(**terms, sha256=hashlib.sha256(text.encode()).hexdigest())


def _take_licence(table: Table) -> Licence | None:
    content = table.take("licence", dict)
    if content is None:
        if not {"licence", "purpose", "gateway"} & set(table.content):
            table.faults.append("licence is missing, and so is a purpose with its gateway")
        return None
    licence = Table(content, "licence.", table.faults)
    licence.check_keys("name", "url", "statement")
    return Licence(
        licence.take_text("name"), licence.take_text("url"), licence.take_text("statement")
    )


def _take_day(table: Table, key: str, *, required: bool = False) -> date | None:
    value = table.content.get(key)
    if value is None and required:
        table.faults.append(f"{key} is missing")
    if value is None:
        return None
    if not isinstance(value, date) or isinstance(value, datetime):
        table.faults.append(f"{key} is to be a day without quotation marks, such as 2024-04-01")
        return None
    return value


def read_agreement(path: Path) -> Agreement:
    """The agreement in a TOML file of a partnership's folder."""
    return parse_agreement(read_text(path), source=path.name)


@dataclass(frozen=True)
class Terms:
    """What a supply is read under: the feed's contract, the agreement, the supplier's mapping.

    Checked at birth: the three are about one feed, and between them no required column is missing.
    """

    contract: Contract
    agreement: Agreement
    mapping: Mapping

    def __post_init__(self) -> None:
        source = f"agreement {self.agreement.id!r} with mapping {self.mapping.id!r}"
        check_faultless(source, _misfits(self))


_TIME_PARTS = {
    Kind.MONTH: {"%Y", "%m"},
    Kind.DAY: {"%Y", "%m", "%d"},
    Kind.MOMENT: {"%Y", "%m", "%d", "%H", "%M"},
}


def _misfits(terms: Terms) -> list[str]:
    contract, agreement, mapping = terms.contract, terms.agreement, terms.mapping
    faults = [
        f"the {name} is about the feed {text.feed!r}, the contract about {contract.feed!r}"
        for name, text in (("agreement", agreement), ("mapping", mapping))
        if text.feed != contract.feed
    ]
    if agreement.mapping != mapping.id:
        faults.append(f"the agreement names the mapping {agreement.mapping!r}")
    faults += [
        f"the {name} names {column!r}, which is no column of the feed {contract.feed!r}"
        for name, columns in (("agreement", agreement.columns), ("mapping", mapping.supplied))
        for column in columns
        if column not in contract.names
    ]
    if contract.is_of_persons and not agreement.gateway:
        faults.append("the feed is about persons: the agreement is to name purpose and gateway")
    if contract.needs_key and not agreement.linkage:
        faults.append("tokens are made of this feed: the agreement is to name its linkage project")
    times = {column.name: column.kind for column in contract.columns if column.kind in _TIME_PARTS}
    for name, form in mapping.dates.items():
        if name not in times or set(re.findall("%.", form)) - {"%S"} != _TIME_PARTS[times[name]]:
            faults.append(f"the mapping's form {form!r} does not fit the column {name!r}")
    missing = [c.name for c in contract.columns if c.required and c.name not in mapping.supplied]
    return faults + [f"the mapping does not fill the required column {name!r}" for name in missing]
