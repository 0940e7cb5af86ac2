"""Whether records meet a definition: yes, no or not known, and the first clause that says no."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from vrn.problem.definitions.definition import Clause, Definition

NOT_RECORDED = "not recorded"


def meets(definition: Definition) -> pl.Expr:
    """True, False, or null where a clause cannot be told and none says no.

    Over the columns that the clauses name. A null code is "not recorded", and a null number meets
    no bound.
    """
    return reduce(lambda all_so_far, clause: all_so_far & clause, map(_meets, definition.clauses))


def first_reason(definition: Definition) -> pl.Expr:
    """The reason of the first clause that a record does not meet; null where it meets them all.

    What cannot be told does not meet a clause: a definition that counts must be met.
    """
    reason = pl.lit(None, dtype=pl.String)
    for clause in reversed(definition.clauses):
        met = _meets(clause).fill_null(value=False)
        reason = pl.when(met).then(reason).otherwise(pl.lit(clause.reason))
    return reason


def _meets(clause: Clause) -> pl.Expr:
    value = pl.col(clause.column)
    if clause.at_least is not None:
        return (value >= clause.at_least).fill_null(value=False)
    if clause.at_most is not None:
        return (value <= clause.at_most).fill_null(value=False)
    code = value.fill_null(NOT_RECORDED)
    told = code.is_in(list(clause.any_of)) if clause.any_of else ~code.is_in(list(clause.none_of))
    return pl.when(~code.is_in(list(clause.unknown))).then(told) if clause.unknown else told
