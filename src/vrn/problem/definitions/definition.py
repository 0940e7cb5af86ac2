"""A definition: a numbered, dated, frozen text with a content hash, and its clauses as values.

A clause speaks of one column of an offence. A record meets a definition when it meets every clause;
the first clause that it does not meet is the reason why it is left out, so their order says which
reason is told.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from vrn.sharing.fault import check_faultless
from vrn.sharing.stewards_text import Table, parse_toml, read_text

if TYPE_CHECKING:
    from pathlib import Path

SERIOUS_VIOLENCE, KNIFE = "serious violence", "knife-enabled"
NIGHT_TIME, REPEAT, PUBLIC_PLACE = "night-time economy", "repeat", "public place"
COLUMNS_OF = {
    SERIOUS_VIOLENCE: ("code", "offence", "offence_group", "domestic", "place_type"),
    KNIFE: ("knife_flag", "code", "offence_group"),
    NIGHT_TIME: ("hour", "night_place", "day_type", "offence_group"),
    REPEAT: ("offences_in_period", "nth", "days_since"),
    PUBLIC_PLACE: ("place_type",),
}
"""Each kind of definition, and the columns that its clauses may speak of."""
NUMBERS = ("offences_in_period", "nth", "days_since")
_TESTS = ("any_of", "none_of", "at_least", "at_most")


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One condition on one column, in one of four forms; `reason` names what it leaves out.

    any_of, none_of      the codes that it takes, or all but which
    at_least, at_most    the smallest or largest number that it takes
    unknown              codes of the column of which nobody can say whether they meet the clause
    """

    column: str
    reason: str
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    unknown: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """The codes that the clause names, in its own order."""
        return (*self.any_of, *self.none_of, *self.unknown)


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One version of a definition, frozen: what it says, who wrote it, and its clauses.

    dated        the day that the text bears
    statement    what it counts, in plain English, as documents print it
    sha256       of the text; published_on is empty while the text is a draft
    retired      True in a version that ends the definition: it stays readable, and is never live
    """

    id: str
    version: int
    dated: date
    kind: str
    title: str
    statement: str
    author: str
    provenance: str
    clauses: tuple[Clause, ...]
    retired: bool = False
    sha256: str = ""
    published_on: str = ""

    def __post_init__(self) -> None:
        check_faultless(f"definition {self.id!r}", _faults(self.version, self.kind, self.clauses))

    @property
    def label(self) -> str:
        """How a figure names the text it rests on: "vrn-2019 version 1 (3f2a9c1b0d4e)"."""
        return f"{self.id} version {self.version} ({self.sha256[:12]})"

    @property
    def reasons(self) -> tuple[str, ...]:
        """What each clause leaves out, in their order."""
        return tuple(dict.fromkeys(clause.reason for clause in self.clauses))


def parse_definition(
    text: str, *, source: str = "definition", published_on: str = ""
) -> Definition:
    """The definition that a TOML text holds; raises TextError with all that is wrong with it."""
    table = Table(parse_toml(text, source))
    kept = ("sha256", "published_on")
    table.check_keys(*(field.name for field in fields(Definition) if field.name not in kept))
    read: dict[str, Any] = {
        "id": table.take_id("id"),
        "version": table.take("version", int, 0, required=True),
        "dated": _take_day(table),
        **{name: table.take_text(name) for name in ("kind", "title", "author", "provenance")},
        "statement": " ".join(table.take_text("statement").split()),
        "retired": table.take("retired", bool, default=False),
        "clauses": _take_clauses(table),
    }
    table.faults += _faults(read["version"], read["kind"], read["clauses"])
    check_faultless(source, table.faults)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Definition(**read, sha256=sha256, published_on=published_on)


def read_definition(path: Path, *, published_on: str = "") -> Definition:
    """The definition of one file; its hash is of the text, whatever ends its lines."""
    return parse_definition(read_text(path), source=path.name, published_on=published_on)


def _take_day(table: Table) -> date | None:
    value = table.content.get("dated")
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    table.faults.append("dated is to be a day without quotation marks, such as 2019-09-01")
    return None


def _take_clauses(table: Table) -> tuple[Clause, ...]:
    rows = table.take("clauses", list, [])
    if not rows or not all(isinstance(row, dict) for row in rows):
        table.faults.append("there must be at least one [[clauses]]")
        return ()
    return tuple(_take_clause(row, f"clause {n}: ", table.faults) for n, row in enumerate(rows, 1))


def _take_clause(row: dict[str, Any], where: str, faults: list[str]) -> Clause:
    table = Table(row, where, faults)
    table.check_keys(*(field.name for field in fields(Clause)))
    clause = Clause(
        column=table.take_text("column"),
        reason=table.take_text("reason"),
        any_of=table.take_texts("any_of"),
        none_of=table.take_texts("none_of"),
        at_least=table.take("at_least", int),
        at_most=table.take("at_most", int),
        unknown=table.take_texts("unknown"),
    )
    if sum(name in row for name in _TESTS) != 1:
        faults.append(f"{where}needs one of {', '.join(_TESTS)}, and one only")
    elif not clause.named and clause.at_least is None and clause.at_most is None:
        faults.append(f"{where}names nothing")
    return clause


def _faults(version: int, kind: str, clauses: tuple[Clause, ...]) -> list[str]:
    faults = [] if version >= 1 else ["version is a whole number from 1"]
    columns = COLUMNS_OF.get(kind)
    if columns is None:
        return [*faults, f"kind is one of {', '.join(COLUMNS_OF)}, not {kind!r}"]
    for number, clause in enumerate(clauses, 1):
        if clause.column not in columns:
            faults.append(
                f"clause {number}: a definition of {kind} may speak of {', '.join(columns)}, "
                f"not of {clause.column!r}"
            )
        is_of_numbers = clause.at_least is not None or clause.at_most is not None
        if is_of_numbers != (clause.column in NUMBERS) and clause.column in columns:
            faults.append(f"clause {number}: {clause.column} takes {_takes(clause.column)}")
    return faults


def _takes(column: str) -> str:
    return "at_least or at_most" if column in NUMBERS else "any_of or none_of"
