"""The text of a table that was counted elsewhere: whose it is, what it counts, and how."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from vrn.sharing.fault import check_faultless
from vrn.sharing.stewards_text import Table, parse_toml, read_text

if TYPE_CHECKING:
    from pathlib import Path

CLEARANCES = ("public", "partners")


@dataclass(frozen=True, kw_only=True)
class SuppliedText:
    """What must stand beside the cells of a supplied table, in the supplier's sense.

    definition      what is counted and where the count ends; `definitions` of one thing counted
    reference       the publication, or the supplier's own name of the table
    unit, units     what a number is in; `units` of one thing counted
    small_numbers   how the supplier treats them, and what its marks mean
    decimals        how many are printed; None prints each number as it was written
    clearance       who may see it where no open licence makes it open data
    """

    id: str
    title: str
    publisher: str
    reference: str
    definition: str
    unit: str
    small_numbers: str
    clearance: str = "partners"
    caveat: str = ""
    decimals: int | None = None
    units: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    sha256: str = ""


def parse_supplied_text(text: str, *, source: str = "table") -> SuppliedText:
    """The table's text in TOML; TextError with all that is wrong with it."""
    table = Table(parse_toml(text, source))
    table.check_keys(*(f.name for f in fields(SuppliedText) if f.name != "sha256"))
    words = ("title", "publisher", "reference", "definition", "unit", "small_numbers")
    parts: dict[str, Any] = {
        "id": table.take_id("id"),
        **{name: table.take_text(name) for name in words},
        "clearance": table.take_text("clearance", "partners", required=False),
        "caveat": table.take_text("caveat", required=False),
        "decimals": table.take("decimals", int),
        "units": table.take_pairs("units"),
        "definitions": table.take_pairs("definitions"),
    }
    if parts["clearance"] not in CLEARANCES:
        table.faults.append(f"clearance is one of {', '.join(CLEARANCES)}")
    if parts["decimals"] is not None and not 0 <= parts["decimals"] <= 6:
        table.faults.append("decimals is a whole number from 0 to 6")
    check_faultless(source, table.faults)
    return SuppliedText(**parts, sha256=hashlib.sha256(text.encode()).hexdigest())


def read_supplied_text(folder: Path, table: str) -> SuppliedText:
    """The text of a table in a partnership's folder; TextError where there is none."""
    path = folder / "tables" / f"{table}.toml"
    found = parse_supplied_text(read_text(path), source=path.name)
    wrong = f"id is {found.id!r}, and the file is named {table!r}: let both be the same"
    check_faultless(path.name, [wrong] if found.id != table else [])
    return found
