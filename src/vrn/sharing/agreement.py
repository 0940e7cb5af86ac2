"""An agreement: who sends which columns of which feed, under what licence, and from when."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vrn.sharing.agreements.conditions import (
    CONDITION_KEYS,
    NO_CONDITIONS,
    Conditions,
    Identifiability,
    take_conditions,
)
from vrn.sharing.column import MONTH_PATTERN, Kind
from vrn.sharing.fault import Fault, RefusedError, check_faultless
from vrn.sharing.stewards_text import Table, parse_toml, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
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
    """One flow of a sharing agreement: by a licence, or for a purpose by a legal gateway, or both.

    For open data the licence is the agreement. A text of one flow has the flow's id; one of several
    has an id of its own, under `text`.

    version       of the text, from 1 on
    conditions    what the text says for all its flows; empty for open data
    purpose       what the supply may be used for, in the partnership's words
    gateway       the law under which the supplier may give it, in words
    gateways      the same by the codes of the reference list
    identifiability   what its rows say of a person as they are sent
    linkage       the linkage project whose key makes the tokens; feeds of one share the key
    in_force_from, in_force_to   first and last day, both in; without a last day, until revoked
    columns       the canonical columns that may be sent; the contract says what is kept of them
    tolerance     share of rows that may be held back before the whole file is refused
    period_from, period_to   the first and last month it covers, both in, where it has them
    due_day       the day of the next month by which a month is to be sent, 1 to 28; None where the
                  parties agreed on none
    area_column, area_begins   the stored column that says where a row is of, and how its codes may
                  begin; a row elsewhere is held back
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
    text: str = ""
    version: int = 1
    conditions: Conditions = NO_CONDITIONS
    gateways: tuple[str, ...] = ()
    identifiability: Identifiability | None = None
    period_to: str | None = None
    area_column: str = ""
    area_begins: tuple[str, ...] = ()
    due_day: int | None = None

    @property
    def text_id(self) -> str:
        """The id of the text that it stands in, by which it is signed."""
        return self.text or self.id

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
    months = [month for month in (agreement.period_from, agreement.period_to) if month is not None]
    is_written = all(re.search(MONTH_PATTERN, month) for month in months)
    found = {
        "columns is empty: list the columns that may be kept": not agreement.columns,
        "columns names one twice": len(set(agreement.columns)) < len(agreement.columns),
        "in_force_to lies before in_force_from": last is not None
        and last < agreement.in_force_from,
        f"tolerance is a share from 0 to 0.5, not {agreement.tolerance}": not (
            0 <= agreement.tolerance <= 0.5
        ),
        f"period_from is a month written YYYY-MM, as is period_to, not {months}": not is_written,
        "period_to lies before period_from": is_written and months != sorted(months),
        "version is a number from 1 on": agreement.version < 1,
        f"due_day is a day of the next month from 1 to 28, not {agreement.due_day}": (
            agreement.due_day is not None and not 1 <= agreement.due_day <= 28
        ),
        "area_column and area_begins stand together, or neither": bool(agreement.area_column)
        is not bool(agreement.area_begins),
        "licence.url begins with https://": agreement.licence is not None
        and not agreement.licence.url.startswith("https://"),
        "purpose and gateway stand together, or neither": bool(agreement.purpose)
        is not bool(agreement.gateway),
        "licence is missing, and so is a purpose with its gateway": agreement.licence is None
        and not (agreement.purpose and agreement.gateway),
    }
    return [words for words, is_wrong in found.items() if is_wrong]


_OF_A_FLOW = (
    *("feed", "mapping", "columns", "gateway", "gateways", "identifiability", "linkage"),
    *("tolerance", "period_from", "period_to", "area_column", "area_begins", "due_day"),
)
_OF_THE_TEXT = (
    *("id", "title", "supplier", "version", "licence", "purpose", "in_force_from", "in_force_to"),
    *CONDITION_KEYS,
)


def parse_agreement(text: str, *, source: str = "agreement") -> Agreement:
    """The only flow of a TOML text; raises TextError with all that is wrong with it."""
    flows = parse_flows(text, source=source)
    several = [f"it holds several flows: name one of {', '.join(flow.id for flow in flows)}"]
    check_faultless(source, several if len(flows) > 1 else [])
    return flows[0]


def parse_flows(text: str, *, source: str = "agreement") -> tuple[Agreement, ...]:
    """Every flow of a TOML text; raises TextError with all that is wrong with it.

    A flow's keys stand at the head of a text of one flow, or in its [[flows]], each with an id.
    """
    table = Table(parse_toml(text, source))
    parts = table.take("flows", list)
    known = (*_OF_THE_TEXT, "flows") if parts is not None else (*_OF_THE_TEXT, *_OF_A_FLOW)
    table.check_keys(*known)
    shared = _take_shared(table)
    if parts is None:
        flows = [_take_flow(table)]
    else:
        flows = list(_take_flows(table, parts))
        shared["text"] = shared["id"]
    check_faultless(source, table.faults)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return tuple(Agreement(**{**shared, **flow}, sha256=sha256) for flow in flows)


def _take_shared(table: Table) -> dict[str, Any]:
    return {
        "id": table.take_id("id"),
        "title": table.take_text("title"),
        "supplier": table.take_text("supplier"),
        "version": table.take("version", int, 1),
        "licence": _take_licence(table),
        "purpose": table.take_text("purpose", required=False),
        "in_force_from": table.take_day("in_force_from", required=True),
        "in_force_to": table.take_day("in_force_to"),
        "conditions": take_conditions(table),
    }


def _take_flows(table: Table, parts: list[Any]) -> Iterator[dict[str, Any]]:
    for number, content in enumerate(parts, 1):
        if not isinstance(content, dict):
            table.faults.append(f"flows {number} is to be a table")
            continue
        flow = Table(content, f"flows {number}: ", table.faults)
        flow.check_keys("id", "title", *_OF_A_FLOW)
        named = {"id": flow.take_id("id"), "title": flow.take_text("title")}
        yield {**named, **_take_flow(flow)}
    ids = [str(part.get("id")) for part in parts if isinstance(part, dict)]
    table.faults += ["two flows have the same id"] if len(set(ids)) < len(ids) else []
    table.faults += [] if parts else ["flows is empty: describe one flow at least"]


def _take_flow(table: Table) -> dict[str, Any]:
    return {
        "feed": table.take_id("feed"),
        "mapping": table.take_id("mapping"),
        "columns": table.take_texts("columns"),
        "gateway": table.take_text("gateway", required=False),
        "gateways": table.take_texts("gateways"),
        "identifiability": _take_identifiability(table),
        "linkage": table.take_id("linkage") if "linkage" in table.content else "",
        "tolerance": table.take("tolerance", float, DEFAULT_TOLERANCE),
        "period_from": table.take("period_from", str),
        "period_to": table.take("period_to", str),
        "area_column": str(table.take("area_column", str, "")),
        "area_begins": table.take_texts("area_begins"),
        "due_day": table.take("due_day", int),
    }


def _take_identifiability(table: Table) -> Identifiability | None:
    text = table.take("identifiability", str)
    if text is not None and text not in list(Identifiability):
        listed = ", ".join(Identifiability)
        table.faults.append(f"{table.where}identifiability is one of {listed}, not {text!r}")
        return None
    return None if text is None else Identifiability(text)


def _take_licence(table: Table) -> Licence | None:
    content = table.take("licence", dict)
    if content is None:
        if not {"licence", "purpose", "gateway", "flows"} & set(table.content):
            table.faults.append("licence is missing, and so is a purpose with its gateway")
        return None
    licence = Table(content, "licence.", table.faults)
    licence.check_keys("name", "url", "statement")
    return Licence(
        licence.take_text("name"), licence.take_text("url"), licence.take_text("statement")
    )


def read_agreement(path: Path) -> Agreement:
    """The agreement in a TOML file of a partnership's folder, where it has one flow."""
    return parse_agreement(read_text(path), source=path.name)


def read_flows(path: Path) -> tuple[Agreement, ...]:
    """Every flow of an agreement in a TOML file of a partnership's folder."""
    return parse_flows(read_text(path), source=path.name)


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
    if agreement.area_column and agreement.area_column not in contract.stored_names:
        stored = ", ".join(contract.stored_names)
        faults.append(f"area_column = {agreement.area_column!r} is no stored column: {stored}")
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
