"""Whether a measure rests on linkage, and the tables of persons at other thresholds of it.

Where a trained model tells who is who, a cut holds its people three times: by the threshold in use,
by a lower one (fewer persons) and by a higher one (more). A measure of persons is asked of all
three by the same words, and no measure knows of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.problem.measure import tallies_of
from vrn.problem.units import UNITS

if TYPE_CHECKING:
    from vrn.problem.measure import Measure
    from vrn.problem.places import Tables

THRESHOLDS = ("low", "high")
"""The other two: a lower threshold links more records, a higher one fewer."""


def rests_on_linkage(measure: Measure) -> bool:
    """Whether a measure tells persons apart: one of its tallies is of a unit that has persons."""
    return any(UNITS[t.unit].person for t in tallies_of(measure) if t.unit in UNITS)


def table_at(table: str, threshold: str) -> str:
    """The name of a table of persons at another threshold."""
    return f"{table}_{threshold}"


def tables_at(tables: Tables, threshold: str) -> Tables | None:
    """A cut's tables with its persons at another threshold; None where no model told them apart."""
    persons = {
        unit.table: table_at(unit.table, threshold) for unit in UNITS.values() if unit.person
    }
    if not set(persons.values()) <= set(tables):
        return None
    return {**tables, **{name: tables[other] for name, other in persons.items()}}
