"""Which definitions a measured table rests on, so that each of its figures can name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.problem.dimensions import dimensions
from vrn.problem.measure import Estimate, tallies_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from vrn.problem.measure import Measured

_BY_CLASS = ("definition", "definition_class")


def definitions_behind(measured: Measured, live: Collection[str]) -> tuple[str, ...]:
    """The ids of the definitions that told the table's records apart; none for open data.

    `live` are the ids of the live definitions of serious violence. A table filtered to one of them
    rests on it alone; one by class, or split by definition, on all. Knife, night-time and public
    place add the definition that told them, and a repeat share the rule of its name.
    """
    filters = dict(measured.where)
    named = [*measured.split, *filters]
    named += [name for tally in tallies_of(measured.measure) for name in tally.where]
    found: list[str] = []
    if any(name in _BY_CLASS for name in named):
        one = filters.get("definition", "")
        found += [one] if one in live else list(live)
    if isinstance(measured.measure, Estimate):
        named += measured.measure.frame
        found += [measured.measure.rests_on] if measured.measure.rests_on else []
    found += [dimensions()[name].rests_on for name in named if _is_told_by_one(name)]
    return tuple(dict.fromkeys(found))


def _is_told_by_one(name: str) -> bool:
    return name in dimensions() and bool(dimensions()[name].rests_on)
