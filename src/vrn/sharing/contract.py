"""A feed's contract: its canonical columns, its slices and the rules that rows must keep."""

from __future__ import annotations

import hashlib
import json
import string
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from vrn.sharing.column import Column, Kind
from vrn.sharing.fault import check_faultless

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
    slice_form   names the part of the feed that a row belongs to, from its columns
    key          columns that no two rows of a supply may share (empty: rows may repeat)
    period       the column that holds months, where rows have one
    repeats      columns in which a repeated value is loaded and flagged
    """

    feed: str
    title: str
    unit: str
    columns: tuple[Column, ...]
    slice_form: str
    key: tuple[str, ...] = ()
    period: str | None = None
    repeats: tuple[str, ...] = ()
    rules: tuple[RowRule, ...] = ()

    def __post_init__(self) -> None:
        check_faultless(f"contract {self.feed!r}", _faults(self))

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical column names, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The declaration of one column; KeyError where there is none."""
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
            "rules": [[rule.name, rule.columns, rule.reason] for rule in self.rules],
        }
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _faults(contract: Contract) -> list[str]:
    names = contract.names
    used = {
        "slice": contract.slice_columns,
        "key": contract.key,
        "period": (contract.period,) if contract.period else (),
        "repeats": contract.repeats,
    } | {f"rule {rule.name}": rule.columns for rule in contract.rules}
    faults = [
        f"its {use} names {name!r}, which is no column of it"
        for use, columns in used.items()
        for name in columns
        if name not in names
    ]
    doubled = sorted({name for name in names if names.count(name) > 1})
    faults += [f"{name!r} is declared twice" for name in doubled]
    faults += [f"{name!r} is a name that the store needs" for name in names if name in RESERVED]
    if contract.period in names and contract.column(str(contract.period)).kind is not Kind.MONTH:
        faults.append(f"its period {contract.period!r} is no month")
    return faults
