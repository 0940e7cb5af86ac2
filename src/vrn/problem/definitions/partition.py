"""The live definitions part records into disjoint classes, and a definition is a sum of classes.

One general rule, for up to three definitions. A record whose offence code is not listed is "not
classified". Of the rest, those that every definition takes are "in both" (or "in all"), those that
none takes are "in none", and any other is named by the definitions that take it and, for each that
does not, by the first clause that leaves it out: "duty-2023: domestic".
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import polars as pl

from vrn.problem.definitions.definition import SERIOUS_VIOLENCE, Definition
from vrn.problem.definitions.meeting import first_reason
from vrn.problem.definitions.offence_codes import NOT_CLASSIFIED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

IN_NONE = "in none"
MOST = 3
_ALL_OF = {2: "in both", 3: "in all"}
_ELSE = "(any other)"


@dataclass(frozen=True)
class DefinitionClass:
    """One class of records: its code, and for each definition the reason it is left out, or None.

    `reasons` is in the order of the live definitions; for "not classified" it is empty.
    """

    code: str
    reasons: tuple[tuple[str, str | None], ...] = ()

    @property
    def held_by(self) -> tuple[str, ...]:
        """The ids of the definitions that take the records of this class."""
        return tuple(name for name, reason in self.reasons if reason is None)

    def reason_of(self, definition: str) -> str | None:
        """Why that definition leaves the class out; None where it takes it."""
        return dict(self.reasons)[definition]


@dataclass(frozen=True)
class Partition:
    """Live definitions and every class that a record can fall in, in the order of tables."""

    definitions: tuple[Definition, ...]
    classes: tuple[DefinitionClass, ...]

    def codes_of(self, definition: str) -> tuple[str, ...]:
        """The codes of the classes whose sum a definition is; ValueError where it is not live."""
        if definition not in self.ids:
            raise ValueError(
                f"{definition!r} is not a live definition; try one of: {', '.join(self.ids)}"
            )
        return tuple(each.code for each in self.classes if definition in each.held_by)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the live definitions, in their order."""
        return tuple(definition.id for definition in self.definitions)


def make_partition(definitions: Sequence[Definition]) -> Partition:
    """The partition that these live definitions of serious violence make: one to three of them.

    The classes are those that can occur: every combination of the values that the clauses name is
    tried. "in none" and "not classified" stand last.
    """
    _check_live(definitions)
    values = _values_named(definitions)
    every = pl.DataFrame(
        list(product(*values.values())), schema=dict.fromkeys(values, pl.String), orient="row"
    )
    ids = [definition.id for definition in definitions]
    found = every.select(*_reasons(definitions)).unique(maintain_order=True)
    classes = {
        each.code: each
        for each in (_class_of(dict(zip(ids, row, strict=True))) for row in found.rows())
    }
    none = classes.pop(IN_NONE, DefinitionClass(IN_NONE, tuple((name, IN_NONE) for name in ids)))
    ordered = sorted(classes.values(), key=lambda each: _place_of(each, definitions))
    return Partition(tuple(definitions), (*ordered, none, DefinitionClass(NOT_CLASSIFIED)))


def part_records(records: pl.DataFrame, partition: Partition) -> pl.Series:
    """The class code of each record, in its order: one of `partition.classes`, never null.

    `records` has `offence_group` and every column that a clause names; a null counts as "not
    recorded". Unlisted codes (group "not classified") are in no definition.
    """
    ids = partition.ids
    reasons = records.select("offence_group", *_reasons(partition.definitions))
    classes = reasons.unique().with_columns(
        definition_class=pl.struct(pl.all()).map_elements(
            lambda row: _code_of(row, ids), return_dtype=pl.String
        )
    )
    named = reasons.join(
        classes, on=reasons.columns, how="left", nulls_equal=True, maintain_order="left"
    )
    return named["definition_class"]


def _reasons(definitions: Sequence[Definition]) -> list[pl.Expr]:
    return [first_reason(each).alias(each.id) for each in definitions]


def _code_of(row: Mapping[str, str | None], ids: Sequence[str]) -> str:
    if row["offence_group"] == NOT_CLASSIFIED:
        return NOT_CLASSIFIED
    return _class_of({name: row[name] for name in ids}).code


def _class_of(reasons: Mapping[str, str | None]) -> DefinitionClass:
    """The class of records with these reasons: definition -> why it leaves them out, or None."""
    held = [name for name, reason in reasons.items() if reason is None]
    if not held:
        # Whatever the reasons: nothing that counts tells these records apart.
        return DefinitionClass(IN_NONE, tuple((name, IN_NONE) for name in reasons))
    lost = [reason for reason in reasons.values() if reason is not None]
    code = f"{' and '.join(held)}: {'; '.join(lost)}"
    if not lost:
        code = _ALL_OF.get(len(held), f"in {held[0]}")
    return DefinitionClass(code, tuple(reasons.items()))


def _place_of(each: DefinitionClass, definitions: Sequence[Definition]) -> tuple[int, list[int]]:
    """Classes that more definitions hold come first, then by their holders and by the clauses."""
    places = [
        -1 if reason is None else definition.reasons.index(reason)
        for definition, (_, reason) in zip(definitions, each.reasons, strict=True)
    ]
    return -len(each.held_by), places


def _values_named(definitions: Sequence[Definition]) -> dict[str, list[str]]:
    """Each column that a clause speaks of: the values named, and one that stands for all others."""
    values: dict[str, list[str]] = {}
    for clause in (clause for definition in definitions for clause in definition.clauses):
        values.setdefault(clause.column, [_ELSE]).extend(clause.named)
    return {column: list(dict.fromkeys(named)) for column, named in values.items()}


def _check_live(definitions: Sequence[Definition]) -> None:
    ids = [definition.id for definition in definitions]
    if not 1 <= len(ids) <= MOST or len(set(ids)) < len(ids):
        raise ValueError(
            f"one to {MOST} different definitions are live at once, for each further one parts the "
            f"numbers into smaller ones; got {', '.join(ids) or 'none'}"
        )
    wrong = [each.id for each in definitions if each.kind != SERIOUS_VIOLENCE]
    if wrong:
        raise ValueError(f"{', '.join(wrong)}: not a definition of {SERIOUS_VIOLENCE}")
