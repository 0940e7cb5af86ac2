"""Dimensions whose codes overlap, and the disjoint codes of a cut's rows that each is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.problem.measure import tallies_of
from vrn.problem.rows import codes_in_cut
from vrn.problem.units import unit_of_tally
from vrn.problem.violence.dimensions import CLASSES_OUTSIDE, IN_ALL, IN_BOTH, class_label
from vrn.terms import AGE_GROUPS
from vrn.terms.ages import FROM, NOT_RECORDED, UNDER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vrn.problem.measure import Measure
    from vrn.problem.places import Tables

    # For each overlapping dimension its codes in order, and the disjoint codes each is made of.
    Members = Mapping[str, Mapping[str, tuple[str, ...]]]

EVERY_AGE = AGE_GROUPS[0]
_AGES = {EVERY_AGE: (UNDER, FROM, NOT_RECORDED), UNDER: (UNDER,)}


def memberships_of(
    measure: Measure, tables: Tables, definitions: Mapping[str, Sequence[str]] | None
) -> Members:
    """The overlapping dimensions that the measure has, each code with what it is made of.

    `definitions` are the live ones: of each, the classes it holds. Every class that one of them
    holds, or that lies in the cut, is a code of its own too, but for those outside all of them.
    """
    unit = tallies_of(measure)[0].unit
    parts = unit_of_tally(unit).parts
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    if "age_group" in measure.dimensions and "age_group" in parts:
        found["age_group"] = dict(_AGES)
    if "definition" in measure.dimensions:
        live = {name: tuple(classes) for name, classes in (definitions or {}).items()}
        named = [each for classes in live.values() for each in classes]
        seen = codes_in_cut(tables, unit, parts["definition"])
        classes = dict.fromkeys(
            each for each in (*named, *_in_order(seen)) if each not in CLASSES_OUTSIDE
        )
        found["definition"] = {**live, **{each: (each,) for each in classes}}
    return found


def _in_order(classes: Sequence[str]) -> list[str]:
    """What all definitions hold first, then as they come."""
    return sorted(classes, key=lambda each: each not in (IN_BOTH, IN_ALL))


def check_definition(
    measure: Measure, split: Sequence[str], where: Mapping[str, str], members: Members
) -> None:
    """Raises unless a measure under a definition is asked under one; the message names them."""
    if "definition" in measure.dimensions and "definition" not in (*split, *where):
        codes = ", ".join(members["definition"]) or "none: this cut has no live definition"
        raise ValueError(
            f"'{measure.indicator.name}' is asked under a definition: name it in the filter, or "
            f"split by 'definition'; its codes are {codes}"
        )


def settle_where(
    measure: Measure, split: Sequence[str], where: Mapping[str, str]
) -> dict[str, str]:
    """The filter with the age group that holds where none was asked for: all ages."""
    if "age_group" not in measure.dimensions or "age_group" in (*split, *where):
        return dict(where)
    return {**where, "age_group": EVERY_AGE}


def member_label(name: str, code: str) -> str:
    """What a reader sees for a code of an overlapping dimension."""
    return class_label(code) if name == "definition" else code
