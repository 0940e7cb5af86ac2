"""A feed's contract: its canonical columns, its slices and the rules that rows must keep."""

from __future__ import annotations

import hashlib
import json
import string
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from vrn.sharing.column import Column, Kind
from vrn.sharing.fault import check_faultless
from vrn.sharing.treatment import LOOKED_UP, RECIPE, Treatment

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    import polars as pl


RESERVED = frozenset({"row", "line", "supply", "slice", "of", "held"})


@dataclass(frozen=True)
class Setting:
    """What is known about a row from outside it: the day, the agreement's start, the file's name.

    `named_month` is the month in the member file's name, None where it carries none.
    """

    today: date
    period_from: str | None = None
    named_month: str | None = None


@dataclass(frozen=True)
class RowRule:
    """A rule over a whole row; `holds` gives an expression over typed columns, null counts as kept.

    `reason` follows the column's name in a message and may name fields of the setting.
    """

    name: str
    columns: tuple[str, ...]
    reason: str
    holds: Callable[[Setting], pl.Expr]


@dataclass(frozen=True, kw_only=True)
class Contract:
    """What one feed means, whoever sends it.

    unit         what one stored row stands for
    columns      what arrives
    stored       what is stored, where that differs: each column arrives so, or a treatment makes it
    treatments   how stored columns are made at the door
    slice_form   names the part of the feed that a row belongs to, from its stored columns
    key          stored columns that no two rows of a supply may share (empty: rows may repeat)
    period       the stored column that holds months, where rows have one
    repeats      stored columns in which a repeated value is loaded and flagged
    rules        over a row as it arrives
    """

    feed: str
    title: str
    unit: str
    columns: tuple[Column, ...]
    slice_form: str
    stored: tuple[Column, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    key: tuple[str, ...] = ()
    period: str | None = None
    repeats: tuple[str, ...] = ()
    rules: tuple[RowRule, ...] = ()

    def __post_init__(self) -> None:
        check_faultless(f"contract {self.feed!r}", _faults(self))

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical names of the columns that arrive, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def stored_columns(self) -> tuple[Column, ...]:
        """The declarations of what is stored: what arrives, unless the contract says otherwise."""
        return self.stored or self.columns

    @property
    def stored_names(self) -> tuple[str, ...]:
        """The names of the stored columns, in order."""
        return tuple(column.name for column in self.stored_columns)

    @property
    def is_of_persons(self) -> bool:
        """Whether a column that arrives is personal or special; then no message quotes a cell."""
        return not all(column.is_plain for column in self.columns)

    @property
    def needs_key(self) -> bool:
        """Whether tokens are made at the door."""
        return any(treatment.is_token for treatment in self.treatments)

    @property
    def needs_offences(self) -> bool:
        """Whether the offences held in the store are looked up at the door."""
        return any(treatment.how in LOOKED_UP for treatment in self.treatments)

    def column(self, name: str) -> Column:
        """The declaration of one column that arrives; KeyError where there is none."""
        return {column.name: column for column in self.columns}[name]

    @property
    def slice_columns(self) -> tuple[str, ...]:
        """The columns that name a slice, in order."""
        return tuple(name for _, name, _, _ in string.Formatter().parse(self.slice_form) if name)

    @property
    def sha256(self) -> str:
        """The contract's content hash: changes with any column, key, slice or rule's wording."""
        facts = {
            "feed": self.feed,
            "unit": self.unit,
            "slice": self.slice_form,
            "key": self.key,
            "columns": [asdict(column) for column in self.columns],
            "stored": [asdict(column) for column in self.stored],
            "treatments": [asdict(treatment) for treatment in self.treatments],
            "recipe": RECIPE if self.needs_key else None,
            "rules": [[rule.name, rule.columns, rule.reason] for rule in self.rules],
        }
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _faults(contract: Contract) -> list[str]:
    names, stored = contract.names, contract.stored_names
    used = {
        "slice": (contract.slice_columns, stored),
        "key": (contract.key, stored),
        "period": ((contract.period,) if contract.period else (), stored),
        "repeats": (contract.repeats, stored),
    }
    used |= {f"rule {rule.name}": (rule.columns, names) for rule in contract.rules}
    used |= {f"treatment {t.makes}": (t.of, names) for t in contract.treatments}
    faults = [
        f"its {use} names {name!r}, which is no column of it"
        for use, (columns, there) in used.items()
        for name in columns
        if name not in there
    ]
    doubled = {n for known in (names, stored) for n in known if known.count(n) > 1}
    faults += [f"{name!r} is declared twice" for name in sorted(doubled)]
    reserved = sorted(RESERVED & {*names, *stored})
    faults += [f"{name!r} is a name that the store needs" for name in reserved]
    months = [c.name for c in contract.stored_columns if c.kind is Kind.MONTH]
    if contract.period in stored and contract.period not in months:
        faults.append(f"its period {contract.period!r} is no month")
    return faults + (_treatment_faults(contract) if contract.stored else [])


def _treatment_faults(contract: Contract) -> list[str]:
    """Where what is stored does not follow from what arrives, or something arrives for nothing."""
    made = [treatment.makes for treatment in contract.treatments]
    used = {name for treatment in contract.treatments for name in treatment.of}
    used |= {name for rule in contract.rules for name in rule.columns}
    faults = [f"{name!r} is made twice" for name in sorted(set(made)) if made.count(name) > 1]
    faults += [f"{n!r} is made and not stored" for n in made if n not in contract.stored_names]
    for column in contract.stored:
        if column.name not in made and column not in contract.columns:
            faults.append(f"{column.name!r} is stored, and neither arrives so nor is made")
    kept = {column.name for column in contract.stored if column.name not in made}
    idle = [name for name in contract.names if name not in used | kept]
    return faults + [f"{name!r} arrives for nothing" for name in idle]
